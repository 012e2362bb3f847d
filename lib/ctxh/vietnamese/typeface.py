"""The typeface of figures and documents: wide as Times New Roman, with every Vietnamese letter. Its files lie beside this one."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

FONT = "Tinos"
FONTS = Path(__file__).parent / "fonts"
_USUAL = re.compile(r"[\t\n\r -~\u00a0-\u017f\u01a0\u01a1\u01af\u01b0\u0300-\u0303\u0309\u0323\u1ea0-\u1ef9\u2013-\u2026]*")


def missing(text: str) -> str:
    """The characters of a text that Tinos cannot show, each once, in order."""
    if _USUAL.fullmatch(text):
        return ""
    return "".join(dict.fromkeys(char for char in text if ord(char) not in _letters() and char not in "\t\n\r"))


def cannot_be_shown(text: str) -> str:
    """The first letter of a text that Tinos cannot show, said with what to do; nothing where it shows all."""
    char = missing(text)[:1]
    return f"phông chữ {FONT} không có ký tự «{char}» (U+{ord(char):04X}), bản in sẽ mất chữ ấy. Bỏ hoặc thay ký tự ấy." if char else ""


def lines_not_shown(text: str) -> list[tuple[int, str]]:
    """The numbers of the lines of a text that hold a letter that Tinos cannot show, each with what to do."""
    return [(number, why) for number, line in enumerate(text.splitlines(), 1) if (why := cannot_be_shown(line))]


@cache
def _letters() -> frozenset[int]:
    from fontTools.ttLib import TTFont  # takes long to load, and few texts need it

    return frozenset(TTFont(FONTS / f"{FONT}-Regular.ttf", lazy=True).getBestCmap())

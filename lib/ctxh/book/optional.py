"""Forms and figures that only some offices collect: folders of the shape of a book, read where ``forms`` of office.toml names them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from ctxh.errors import CtxhError, nearest
from ctxh.reference.places import SHIPPED
from ctxh.reference.tables import read_columns

OPTIONAL = "optional"
_TABLE = re.compile(r'^\["?([^"\]]+)"?\]', re.MULTILINE)


def optional_forms(reference: Path) -> dict[str, str]:
    """What an office may collect beside what all do: the words of ``forms`` in office.toml with what each is, in their order."""
    path = reference / OPTIONAL / "optional.csv"
    if not path.is_file():
        return {}
    _, columns = read_columns(path)
    return dict(zip(columns["id"], columns["label"], strict=True))


def nearest_or_optional(name: str, known: Iterable[str]) -> str:
    """A hint for an id that there is not: which word of ``forms`` would bring it, or the nearest known one, or nothing."""
    for path in sorted((SHIPPED / "data" / "reference" / OPTIONAL).glob("*/**/*.toml")):
        for table in _TABLE.findall(path.read_text(encoding="utf-8")):
            if re.fullmatch(r"\w+".join(map(re.escape, re.split(r"\{\w+\}", table))), name):
                word = path.relative_to(SHIPPED / "data" / "reference" / OPTIONAL).parts[0]
                return f' «{name}» chỉ có ở đơn vị thu thập «{word}»: thêm "{word}" vào dòng forms của office.toml.'
    return nearest(name, known)


def optional_folders(reference: Path, chosen: Iterable[str]) -> tuple[Path, ...]:
    """The folders of a book for what an office says it collects, in the order of optional.csv.

    Raises CtxhError for a word that is none of them, with the nearest one.
    """
    known, asked = optional_forms(reference), list(chosen)
    for word in asked:
        if word not in known:
            listed = ", ".join(f"{name} ({label})" for name, label in known.items())
            raise CtxhError(f"office.toml, forms: không có «{word}».{nearest(word, known)} Các từ: {listed}.")
    return tuple(reference / OPTIONAL / word for word in known if word in asked)

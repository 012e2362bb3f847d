"""Text made fit for every writer: NFC, no control characters, and its width in Tinos."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import fields, is_dataclass, replace
from functools import cache
from operator import is_
from struct import unpack_from
from typing import TYPE_CHECKING, Any, TypeVar, cast

from ctxh.vietnamese.typeface import FONTS

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

Value = TypeVar("Value")
STYLES = {
    (False, False): "Regular",
    (True, False): "Bold",
    (False, True): "Italic",
    (True, True): "BoldItalic",
}
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2060-\u2069\ufeff\ufffe\uffff]")
BLANKS = re.compile(" {2,}")
NO_BREAK = "\u00a0"
PHRASE_STARTS = frozenset(["trên", "của", "về", "năm", "trong", "tại", "theo", "giai"])


def normalised(value: Value) -> Value:
    """The value with each text in it in NFC and without control or hidden characters; itself where it is so already."""
    return cast("Value", _normalised(value))


def _normalised(value: Any) -> object:
    if isinstance(value, str):
        return value if value.isascii() and value.isprintable() else _normalised_text(value)
    kind: Any = type(value)
    if kind is tuple or kind is list:
        made = [_normalised(entry) for entry in value]
        return value if all(map(is_, made, value)) else kind(made)
    changed = {}
    for name in _fields_of(kind):
        entry = getattr(value, name)
        if (new := _normalised(entry)) is not entry:
            changed[name] = new
    return replace(value, **changed) if changed else value


@cache
def _fields_of(kind: type) -> tuple[str, ...]:
    """The names of the fields of a dataclass; none of any other type."""
    return tuple(entry.name for entry in fields(kind)) if is_dataclass(kind) else ()


def normalised_json(value: Value) -> Value:
    """JSON values with every text normalised."""
    if isinstance(value, dict):
        return cast("Value", {name: normalised_json(entry) for name, entry in value.items()})
    return cast("Value", [normalised_json(entry) for entry in value]) if isinstance(value, list | tuple) else normalised(value)


def _normalised_text(text: str) -> str:
    if unicodedata.is_normalized("NFC", text) and not CONTROL.search(text):
        return text
    return CONTROL.sub("", unicodedata.normalize("NFC", text))


def blanks_kept(text: str) -> str:
    """The text with runs of blanks made unbreakable, so that no writer shortens them."""
    return BLANKS.sub(lambda found: NO_BREAK * len(found[0]), text)


@cache
def _font(bold: bool, italic: bool) -> TTFont:
    from fontTools.ttLib import TTFont

    return TTFont(FONTS / f"Tinos-{STYLES[bold, italic]}.ttf", lazy=True)


class _Advances(dict[str, float]):
    """The widths of characters in a style, in sizes of type, each looked up when it is first asked for."""

    def __init__(self, bold: bool, italic: bool) -> None:
        self.font = _font(bold, italic)
        self.glyphs, self.em = self.font.getBestCmap(), self.font["head"].unitsPerEm
        count = self.font["hhea"].numberOfHMetrics
        self.known = unpack_from(f">{2 * count}H", self.font.reader["hmtx"])[::2]

    def __missing__(self, char: str) -> float:
        glyph = self.font.getGlyphID(self.glyphs.get(ord(char), ".notdef"))
        self[char] = found = float(self.known[min(glyph, len(self.known) - 1)] / self.em)  # glyphs past the end have the last width
        return found


_advances = cache(_Advances)


def width(text: str, size: float, *, bold: bool = False, italic: bool = False) -> float:
    """The width of a text in points; Tinos has the widths of Times New Roman."""
    return sum(map(_advances(bold, italic).__getitem__, text)) * size


def balanced(text: str, size: float, limit: float) -> str:
    """A bold line broken into as few, as equal lines as a width in points asks for."""
    words, whole = text.split(), width(text, size, bold=True)
    if "\n" in text or whole <= limit or len(words) < 2:
        return text
    ends = range(1, len(words))
    pairs = [(" ".join(words[:n]), " ".join(words[n:])) for n in ends]
    best = min(pairs, key=lambda pair: _uneven(pair, size))
    return "\n".join(best)


def _uneven(pair: tuple[str, str], size: float) -> float:
    """How ill a pair of lines looks: its longer line, and a break inside a phrase."""
    longer = max(width(line, size, bold=True) for line in pair)
    return longer + (0 if pair[1].split()[0].lower() in PHRASE_STARTS else 5 * size)

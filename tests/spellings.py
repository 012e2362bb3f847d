"""One workbook in several spellings of its XML, which say the same: what is found in one must be found in all."""

from __future__ import annotations

import re
from collections.abc import Callable
from xml.parsers import expat
from xml.sax.saxutils import escape

from surgery import packed, parts_of

_KEPT = ("[Content_Types].xml", "docProps/")  # nothing is read from these


class _Speller:
    """Writes XML anew from its events; each kind of spelling changes one of the steps."""

    def __init__(self) -> None:
        self.out: list[str] = []

    def spelled(self, xml: bytes) -> bytes:
        parser = expat.ParserCreate()
        parser.ordered_attributes = parser.buffer_text = True
        parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = self.start, self.end, self.text
        parser.Parse(xml, True)
        return ('<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + "".join(self.out)).encode()

    def start(self, name: str, listed: list[str]) -> None:
        pairs = list(zip(listed[::2], listed[1::2], strict=True))
        self.out.append(f"<{self.name(name)}{''.join(map(self.attribute, self.order(pairs)))}>")

    def end(self, name: str) -> None:
        self.out.append(f"</{self.name(name)}>")

    def text(self, text: str) -> None:
        self.out.append(escape(text))

    def name(self, name: str) -> str:
        return name

    def order(self, pairs: list) -> list:
        return pairs

    def attribute(self, pair: tuple[str, str]) -> str:
        return f' {pair[0]}="{_quoted(pair[1])}"'


def _quoted(value: str) -> str:
    return escape(value, {'"': "&quot;", "'": "&apos;", "\n": "&#10;"})


class _Prefixed(_Speller):
    def name(self, name: str) -> str:
        return name if ":" in name else f"x:{name}"

    def attribute(self, pair):
        return super().attribute(("xmlns:x" if pair[0] == "xmlns" else pair[0], pair[1]))


class _Quoted(_Speller):
    def attribute(self, pair):
        return f"\n  {pair[0]} = '{_quoted(pair[1])}' "


class _Reversed(_Speller):
    def order(self, pairs):
        return pairs[::-1]


class _Spaced(_Speller):
    def start(self, name, listed):
        self.out.append("\n  " if name not in ("t", "r", "rPr") else "")
        super().start(name, listed)

    def end(self, name):
        super().end(name)
        self.out.append("<!-- c --> " if name in ("c", "row", "f", "font", "xf") else "")


class _Referenced(_Speller):
    """Not in numbers of cells, styles and relations.

    No program writes those so, the reader of values cannot read them, and they are refused.
    """

    def attribute(self, pair):
        plain = pair[0].startswith("xml") or pair[0] in ("r", "s", "t", "ref", "numFmtId", "Id", "r:id", "Target") or not pair[1]
        return super().attribute(pair) if plain else f' {pair[0]}="&#{ord(pair[1][0])};{_quoted(pair[1][1:])}"'

    def text(self, text):
        self.out.append("".join(f"&#x{ord(char):x};" if not char.isascii() else escape(char) for char in text))


class _Inlined(_Speller):
    """Shared texts stand in their cells; parts of texts that are struck or coloured stay with them."""

    def __init__(self, texts: list[str]) -> None:
        super().__init__()
        self.texts, self.inside = texts, False

    def start(self, name, listed):
        self.inside = self.inside or (name == "c" and "s" == dict(zip(listed[::2], listed[1::2], strict=True)).get("t"))
        if not (self.inside and name == "v"):
            super().start(name, listed)

    def end(self, name):
        if not (self.inside and name == "v"):
            super().end(name)
        self.inside = self.inside and name != "c"

    def attribute(self, pair):
        return super().attribute(("t", "inlineStr") if self.inside and pair == ("t", "s") else pair)

    def text(self, text):
        if self.inside:
            self.out.append(f"<is>{self.texts[int(text)]}</is>")
        else:
            super().text(text)


SPELLERS: dict[str, Callable[[], _Speller]] = {
    "prefixes": _Prefixed,
    "single quotes": _Quoted,
    "attributes reversed": _Reversed,
    "blanks and comments": _Spaced,
    "character references": _Referenced,
}
SPELLINGS = ("inline texts", *SPELLERS)  # the first works on texts as xlsxwriter spells them


def spelled(data: bytes, spelling: str) -> bytes:
    """The workbook in a spelling, with the same meaning."""
    parts = parts_of(data)
    if spelling == "inline texts":
        texts = re.findall(r"<si>(.*?)</si>", parts.get("xl/sharedStrings.xml", b"").decode(), re.DOTALL)
        changed = [name for name in parts if name.startswith("xl/worksheets/sheet")]
        return packed(parts | {name: _Inlined(texts).spelled(parts[name]) for name in changed})
    changed = [name for name in parts if name.endswith((".xml", ".rels")) and not name.startswith(_KEPT)]
    return packed(parts | {name: SPELLERS[spelling]().spelled(parts[name]) for name in changed})

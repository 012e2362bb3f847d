"""The shared texts of a workbook and its comments, told by a parser."""

from __future__ import annotations

import re

from ctxh.read import flags
from ctxh.read.flags import Cells
from ctxh.read.preflight import Package
from ctxh.read.styles import REDS, colour_of
from ctxh.read.xml_parsing import MAIN, elements, is_true, parse

_PLAIN_TEXTS = re.compile(rb'(?:<si><t(?: xml:space="preserve")?>[^<]*+</t></si>)*+')


def blank_texts(data: bytes) -> frozenset[int]:
    """The numbers of the shared texts that are empty, phonetic guides apart."""
    start, end = data.find(b"<si>"), data.rfind(b"</sst>")
    if 0 < start <= end and b"<!" not in data[:start] and _PLAIN_TEXTS.fullmatch(data, start, end):
        return frozenset(number for number, text in enumerate(data[start:end].split(b"</si>")) if text.endswith(b"></t>"))
    return frozenset(number for number, text in enumerate(_parsed(data).texts) if not text)


def marked_texts(data: bytes) -> dict[int, tuple[str, ...]]:
    """The numbers of the shared texts of which a part is struck or red, and which."""
    odd = b"rPr" in data or b"<!" in data or b"<?" in data[5:]  # each has one spelling; without them all texts are whole and plain
    found = _parsed(data).marked if odd else {}
    return {number: tuple(sorted(kinds)) for number, kinds in found.items()}


def comments(package: Package, part: str) -> Cells:
    """The cells of a sheet that carry a comment."""
    if f"{part.rpartition('/')[0]}/_rels/{part.rpartition('/')[2]}.rels" not in package.parts.NameToInfo:
        return []
    parts = [target for kind, target in package.targets(part).values() if kind.endswith("/comments")]
    return [flags.position(found["ref"]) for name in parts for _, found in elements(package.part(name), "comment")]


class _Texts:
    """One pass over the shared texts."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.marked: dict[int, set[str]] = {}
        self.pieces: list[str] = []
        self.taking = self.guide = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.removeprefix(MAIN)
        if name == "si":
            self.pieces = []
        elif name == "rPh":
            self.guide = True
        elif name == "strike" and is_true(attributes.get("val", "1")):
            self.marked.setdefault(len(self.texts), set()).add(flags.STRUCK)
        elif name == "color" and colour_of(attributes) in REDS:
            self.marked.setdefault(len(self.texts), set()).add(flags.RED)
        self.taking = name == "t" and not self.guide

    def end(self, tag: str) -> None:
        name = tag.removeprefix(MAIN)
        self.taking = False
        if name == "si":
            self.texts.append("".join(self.pieces))
        self.guide = self.guide and name != "rPh"

    def aside(self, *_: object) -> None:
        if self.taking:
            raise ValueError("a text that is broken off")

    def text(self, piece: str) -> None:
        if self.taking:
            self.pieces.append(piece)


def _parsed(data: bytes) -> _Texts:
    found = _Texts()
    if data:
        parse(data, found.start, found.end, found.text, found.aside)
    return found

"""What a sheet shows beside its cells: text boxes and pictures over it, the head and foot of its printed page."""

from __future__ import annotations

import re

from ctxh.read.flags import WIDEST
from ctxh.read.look import Area
from ctxh.read.preflight import Package
from ctxh.read.xml_parsing import parse

PAGE = (-1, -1)  # the place of what the head or foot of the page says
Text = tuple[int, int, str]  # the row and column of the cell that a text box begins over, or PAGE, and what it says
_ANCHORS = ("oneCellAnchor", "twoCellAnchor")
_SHAPES = ("sp", "pic")  # a line hides nothing
_CODE = re.compile(r"&(?:\"[^\"]*\"|K[\dA-Fa-f+-]{5,6}|\d+|[^LCR])")
_COUNTED, _WORDS = re.compile(r"&[PNDTFAZ]"), 3  # beside a page number or a day, so many words tell nothing: Trang 1 / 2
_PARTS = re.compile(r"&[LCR]|\n")


def page_texts(marked: str) -> list[str]:
    """The lines of the head or foot of a page, without the codes for its parts, letters, page numbers and days."""
    parts = [(part, _CODE.sub(" ", part).replace("\0", "&").strip()) for part in _PARTS.split(marked.replace("&&", "\0"))]
    return [line for part, line in parts if line and not (_COUNTED.search(part) and len(line.split()) <= _WORDS)]


def drawn_over(package: Package, part: str) -> tuple[list[Text], list[Area]]:
    """The text boxes of a sheet, and the areas that pictures and shapes without a word hide."""
    if f"{part.rpartition('/')[0]}/_rels/{part.rpartition('/')[2]}.rels" not in package.parts.NameToInfo:
        return [], []
    found = [_Drawing(package.part(target)) for kind, target in package.targets(part).values() if kind.endswith("/drawing")]
    return [text for drawing in found for text in drawing.texts], [area for drawing in found for area in drawing.areas]


class _Drawing:
    """One pass over a drawing."""

    def __init__(self, data: bytes) -> None:
        self.texts: list[Text] = []
        self.areas: list[Area] = []
        self.places: list[int] = []  # column and row, of the first cell and of the last
        self.pieces: list[str] = []
        self.digits: list[str] | None = None
        self.in_text = self.shaped = False
        if data:
            parse(data, self.start, self.end, self.text)

    def start(self, tag: str, _: dict[str, str]) -> None:
        name = tag.rpartition(" ")[2]
        if name in _ANCHORS:
            self.places, self.pieces, self.shaped = [], [], False
        self.shaped = self.shaped or name in _SHAPES
        self.digits = [] if name in ("col", "row") else None
        self.in_text = name == "t"

    def text(self, piece: str) -> None:
        if self.digits is not None:
            self.digits.append(piece)
        elif self.in_text:
            self.pieces.append(piece)

    def end(self, tag: str) -> None:
        name = tag.rpartition(" ")[2]
        if self.digits is not None:
            self.places.append(int("".join(self.digits)))
        elif name == "p":
            self.pieces.append(" ")
        elif name in _ANCHORS and len(self.places) > 1:
            left, top, right, bottom = (*self.places, *self.places)[:4]
            words = "".join(self.pieces).strip()
            if words:
                self.texts.append((top, left, words))
            elif self.shaped:
                self.areas.append((top, left, bottom, min(right, WIDEST)))
        self.digits, self.in_text = None, False

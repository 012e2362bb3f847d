"""What a page shows of each block, with the ids and links by which blocks, numbers and passports find each other.

How it is marked up stands in ``templates/page.html.jinja``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from markupsafe import Markup, escape

from ctxh.blocks import Block, Cell, Column, Figure, Heading, Paragraph, Run, Table, notes_under, text_of
from ctxh.tell.rendered_wording import is_item
from ctxh.typeset.anchors import slug
from ctxh.typeset.drawings import inlined
from ctxh.typeset.mentions import Mention, anchors, cited, related, sentence_anchor
from ctxh.typeset.official import item_parts
from ctxh.typeset.passport_links import target
from ctxh.typeset.unbroken import DOCUMENT_NUMBER

SHORT, NUMBER = 30, 20  # characters: names and numbers up to this length are not broken into lines
BRIEF = 20  # characters that stand on one line in the first column of a telephone
MAIN = "noi-dung"
_NUMBERS = re.compile(f"({DOCUMENT_NUMBER})")
_SHORT = Markup('<span class="short">{}</span>')
SEVERAL = 8  # passports named under a figure


Shown = dict[str, Any]  # what the template takes of a block or a passport, by name


class Words(NamedTuple):
    """A stretch of text, the ``place`` on the page that it leads to and its own ``id``."""

    text: str
    bold: bool = False
    italic: bool = False
    place: str = ""
    id: str = ""


class Box(NamedTuple):
    """A cell: its text, the ``place`` that it leads to, how it looks (classes), and whether it heads its row."""

    text: str
    place: str
    look: str
    heads: bool


class Blocks:
    """Shows numbered blocks; keeps the ids in use and the headings for the table of contents."""

    def __init__(self, blocks: Sequence[Block], places: Mapping[str, str], labels: Mapping[str, str]):
        self.blocks, self.places, self.labels = blocks, places, labels
        self.anchors, self.related = anchors(blocks), related(blocks)
        self.waiting = dict(self.anchors)
        self.taken = {MAIN, *places.values(), *self.anchors.values()}
        self.headings: list[tuple[int, str, str]] = []
        self.drawn_values: dict[str, tuple[tuple[Any, ...], ...]] = {}  # the values of each figure, by its place
        self.sentences = 0

    def body(self) -> list[Shown]:
        """All blocks in order, neighbouring list entries as one list."""
        return [shown for listed, group in groupby(self.blocks, key=is_item) for shown in self.group(listed, list(group))]

    def group(self, listed: bool, group: list[Block]) -> Iterator[Shown]:
        if listed:
            yield {"kind": "list", "entries": [self.entry(block) for block in group if isinstance(block, Paragraph)]}
        else:
            yield from (self.block(block) for block in group)

    def block(self, block: Block) -> Shown:
        if isinstance(block, Heading):
            return self.heading(block)
        if isinstance(block, Paragraph):
            return {"kind": "paragraph", "note": block.style == "note", "runs": self.runs(block.runs)}
        return self.table(block) if isinstance(block, Table) else self.figure(block)

    def entry(self, block: Paragraph) -> Shown:
        """An entry of a list, one with a mark of its own as such."""
        mark, runs = item_parts(block.runs)
        return {"own": mark != "-", "runs": self.runs(runs if mark == "-" else block.runs)}

    def free(self, wanted: str) -> str:
        """An id that nothing on the page has yet."""
        number, found = 1, wanted or "muc"
        while found in self.taken:
            number += 1
            found = f"{wanted}-{number}"
        self.taken.add(found)
        return found

    def place(self, block: Table | Figure) -> str:
        """The id of a table or figure; one shown again gets another."""
        return self.waiting.pop(block.id, None) or self.free(slug(block.id))

    def heading(self, block: Heading) -> Shown:
        text = text_of(block.runs)
        place = self.free(slug(text))
        self.headings.append((block.level, place, text))
        return {"kind": "heading", "level": block.level + 1, "place": place, "runs": self.runs(block.runs)}

    def runs(self, runs: tuple[Run, ...]) -> list[Words]:
        return [Words(run.text, run.bold, run.italic, *self.linked(run)) for run in runs]

    def linked(self, run: Run) -> tuple[str, str]:
        """Where a run leads and its own id: a number leads to its passport, a reference to its table or figure."""
        if run.ref:
            return self.anchors[run.ref], ""
        if not run.cite:
            return "", ""
        self.sentences += 1
        return target(run.cite, self.places), sentence_anchor(self.sentences)

    def captioned(self, block: Table | Figure) -> Shown:
        """What tables and figures have in common."""
        place = self.place(block)
        return {"place": place, "caption": block.caption, "notes": notes_under(block), "related": self.related.get(block.id, ())}

    def table(self, block: Table) -> Shown:
        named = next((n for n, column in enumerate(block.columns) if not column.numeric), 0)
        first_total, numbers = len(block.rows) - block.total_rows, many_numbers(block.columns)
        usual = "right" if numbers else "left"
        rows = [[self.cell(block.columns[n], cell, n == named, usual) for n, cell in enumerate(cells)] for cells in block.rows]
        head = [{"label": column.label, "look": _look(column)} for column in block.columns]
        brief = all(len(cells[0].text) <= BRIEF for cells in block.rows)
        looks = " ".join(name for name, holds in (("numbers", numbers), ("brief", brief)) if holds)
        own = {"kind": "table", "looks": looks, "head": head, "rows": rows[:first_total], "total": rows[first_total:]}
        return self.captioned(block) | own

    def cell(self, column: Column, cell: Cell, heads_row: bool, usual: str) -> Box:
        """A cell; of the side that the cells of its table usually stand at, nothing is said."""
        wraps = "long" if len(cell.text) > (NUMBER if column.align == "right" else SHORT) else ""
        heads = heads_row and cell.text != ""
        look = _look(column, wraps)
        if not heads and not wraps and column.align in ("left", "right"):
            look = "" if column.align == usual else column.align
        return Box(cell.text, target(cell.cite, self.places) if cell.text else "", look, heads)

    def figure(self, block: Figure) -> Shown:
        shown = self.captioned(block)
        drawing = Markup(inlined(block.svg, shown["place"], block.alt))  # what is active is refused there
        if block.drawn_values:
            self.drawn_values[shown["place"]] = block.drawn_values
        return shown | {"kind": "figure", "drawing": drawing, "sources": self.sources(block)}

    def sources(self, block: Figure) -> list[Mention]:
        """Links to the passports of the indicators that a figure draws."""
        shown = [Mention(self.labels[name], f"#{self.places[name]}") for name in cited(block) if name in self.labels]
        return shown[:SEVERAL]


def many_numbers(columns: Sequence[Column]) -> bool:
    """Whether most cells of a table are numbers."""
    return 2 * sum(column.align == "right" for column in columns) >= len(columns)


def short_numbers(text: str) -> Markup:
    """The text as HTML, numbers of documents kept on one line."""
    plain, *numbers = _NUMBERS.split(text)
    pairs = zip(numbers[::2], numbers[1::2], strict=True)
    return escape(plain) + Markup("").join(_SHORT.format(number) + after for number, after in pairs)


def _look(column: Column, more: str = "") -> str:
    return " ".join(name for name in (column.align if column.align != "left" else "", more) if name)

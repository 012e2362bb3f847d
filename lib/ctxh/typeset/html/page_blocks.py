"""Blocks as HTML: headings, paragraphs, tables and figures that link to passports and to each other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from html import escape

from ctxh.blocks import Block, Cell, Column, Figure, Heading, Paragraph, Run, Table, text_of
from ctxh.typeset.anchors import slug
from ctxh.typeset.drawings import inlined
from ctxh.typeset.mentions import Mention, anchors, base, cited, related, sentence_anchor
from ctxh.typeset.official import item_parts
from ctxh.typeset.unbroken import DOCUMENT_NUMBER

SHAPES = {
    "body": "<p>{}</p>\n",
    "note": '<p class="note">{}</p>\n',
    "item": "<li>{}</li>\n",
    "own": '<li class="own">{}</li>\n',
}
SHORT, NUMBER = 30, 20  # characters: names and numbers up to this length are not broken into lines
MAIN = "noi-dung"
MANY = '"numbers"'  # the class of tables in which most cells are numbers
_NUMBERS = re.compile(f"({DOCUMENT_NUMBER})")
SEVERAL = 8  # passports named under a figure


class Blocks:
    """Writes numbered blocks; keeps the ids in use and the headings for the table of contents."""

    def __init__(self, blocks: Sequence[Block], places: Mapping[str, str], labels: Mapping[str, str]):
        self.blocks, self.places, self.labels = blocks, places, labels
        self.anchors, self.related = anchors(blocks), related(blocks)
        self.waiting = dict(self.anchors)
        self.taken = {MAIN, *places.values(), *self.anchors.values()}
        self.headings: list[tuple[int, str, str]] = []
        self.sentences = 0

    def body(self) -> str:
        """All blocks, neighbouring list entries in one list."""
        out, listing = [], False
        for block in self.blocks:
            item = isinstance(block, Paragraph) and block.style == "item"
            if item != listing:
                out.append("<ul>\n" if item else "</ul>\n")
            listing = item
            out.append(self.block(block))
        return "".join(out) + ("</ul>\n" if listing else "")

    def block(self, block: Block) -> str:
        if isinstance(block, Heading):
            return self.heading(block)
        if isinstance(block, Paragraph):
            return self.paragraph(block)
        return self.table(block) if isinstance(block, Table) else self.figure(block)

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

    def heading(self, block: Heading) -> str:
        text = text_of(block.runs)
        place = self.free(slug(text))
        self.headings.append((block.level, place, text))
        return f'<h{block.level + 1} id="{place}">{self.runs(block.runs)}</h{block.level + 1}>\n'

    def paragraph(self, block: Paragraph) -> str:
        if block.style != "item":
            return SHAPES[block.style].format(self.runs(block.runs))
        mark, runs = item_parts(block.runs)
        return SHAPES["item"].format(self.runs(runs)) if mark == "-" else SHAPES["own"].format(self.runs(block.runs))

    def runs(self, runs: tuple[Run, ...]) -> str:
        return "".join(self.run(run) for run in runs)

    def run(self, run: Run) -> str:
        text = self.linked(run)
        text = f"<em>{text}</em>" if run.italic else text
        return f"<strong>{text}</strong>" if run.bold else text

    def linked(self, run: Run) -> str:
        """The text of a run: a number leads to its passport, a reference to its table or figure."""
        text = short_numbers(run.text)
        if run.ref:
            return f'<a href="#{self.anchors[run.ref]}">{text}</a>'
        if not run.cite:
            return text
        self.sentences += 1
        name = f'id="{sentence_anchor(self.sentences)}"'
        place = target(run.cite, self.places)
        return f'<a {name} href="#{place}">{text}</a>' if place else f"<span {name}>{text}</span>"

    def table(self, block: Table) -> str:
        place = self.place(block)
        named = next((n for n, column in enumerate(block.columns) if not column.numeric), 0)
        first_total = len(block.rows) - block.total_rows
        head = "".join(f'<th scope="col"{_look(column)}>{escape(column.label)}' for column in block.columns)
        rows = [self.row(block, cells, named) for cells in block.rows]
        total = "".join(rows[first_total:])
        foot = f"<tfoot>{total}" if total else ""
        return (
            f'<figure class="table" id="{place}">'
            f'<figcaption><p class="name" id="{place}-ten">{escape(block.caption)}</p></figcaption>'
            f'<div class="scroll" role="region" aria-labelledby="{place}-ten" tabindex="0">'
            f'<table{" class=" + MANY if many_numbers(block.columns) else ""} aria-labelledby="{place}-ten"><thead><tr>{head}'
            f"<tbody>{''.join(rows[:first_total])}{foot}</table></div>"
            f"{notes(block)}{_related('Hình cùng số liệu', self.related.get(block.id, ()))}</figure>\n"
        )

    def row(self, block: Table, cells: tuple[Cell, ...], named: int) -> str:
        usual = "right" if many_numbers(block.columns) else "left"
        return f"<tr>{''.join(self.cell(block.columns[n], cell, n == named, usual) for n, cell in enumerate(cells))}\n"

    def cell(self, column: Column, cell: Cell, heads_row: bool, usual: str) -> str:
        """A cell; of the side that the cells of its table usually stand at, nothing is said."""
        wraps = "long" if len(cell.text) > (NUMBER if column.align == "right" else SHORT) else ""
        heads = heads_row and cell.text != ""
        look = _look(column, wraps)
        if not heads and not wraps and column.align in ("left", "right"):
            look = "" if column.align == usual else f' class="{column.align}"'
        place = target(cell.cite, self.places)
        text = short_numbers(cell.text)
        text = f'<a href="#{place}">{text}</a>' if place and text else text
        return f'<th scope="row"{look}>{text}' if heads else f"<td{look}>{text}"

    def figure(self, block: Figure) -> str:
        place = self.place(block)
        return (
            f'<figure class="drawing" id="{place}">'
            f'<div class="scroll" role="region" aria-labelledby="{place}-ten" tabindex="0">'
            f"{inlined(block.svg, place, block.alt)}</div>"
            f'<figcaption><p class="name" id="{place}-ten">{escape(block.caption)}</p>{notes(block)}'
            f"{_related('Bảng cùng số liệu', self.related.get(block.id, ()))}{self.printed_in(block)}</figcaption></figure>\n"
        )

    def printed_in(self, block: Figure) -> str:
        """Links to the passports of the indicators that a figure draws."""
        shown = [Mention(self.labels[name], f"#{self.places[name]}") for name in cited(block) if name in self.labels]
        return _related("Nguồn gốc số liệu", shown[:SEVERAL])


def many_numbers(columns: Sequence[Column]) -> bool:
    """Whether most cells of a table are numbers."""
    return 2 * sum(column.align == "right" for column in columns) >= len(columns)


def short_numbers(text: str) -> str:
    """The text as HTML, numbers of documents kept on one line."""
    plain, *numbers = _NUMBERS.split(text)
    pairs = zip(numbers[::2], numbers[1::2], strict=True)
    return escape(plain) + "".join(f'<span class="short">{escape(number)}</span>{escape(after)}' for number, after in pairs)


def target(cite: str, places: Mapping[str, str]) -> str:
    """The place of a citation's own line in a passport, else of its indicator's passport, else nothing."""
    return places.get(cite) or places.get(base(cite), "") if cite else ""


def links(mentions: Iterable[Mention]) -> str:
    """Mentions as links with commas between them."""
    return ", ".join(f'<a href="{escape(m.href)}">{escape(m.label)}</a>' for m in mentions)


def _related(words: str, mentions: Sequence[Mention]) -> str:
    return f'<p class="kin">{words}: {links(mentions)}</p>' if mentions else ""


def _look(column: Column, more: str = "") -> str:
    names = " ".join(name for name in (column.align if column.align != "left" else "", more) if name)
    return f' class="{names}"' if names else ""


def notes(block: Table | Figure) -> str:
    """The note and the source under a table or a figure."""
    texts = (block.note, f"Nguồn: {block.source}" if block.source else "")
    return "".join(f'<p class="note">{escape(text)}</p>' for text in texts if text)

"""The appendix as one HTML file that loads nothing and works without script."""

from __future__ import annotations

import base64
import hashlib
import re
import unicodedata
from collections.abc import Sequence
from html import escape

from ctxh.blocks import Block, Cell, Column, Figure, Heading, Paragraph, Run, Table, numbered, text_of
from ctxh.documents.drawings import inlined
from ctxh.documents.official import item_text
from ctxh.documents.ooxml import TEMPLATES
from ctxh.documents.passports import FACTS, as_lines, target, targets
from ctxh.documents.texts import sound
from ctxh.documents.webfont import font_faces

SHAPES = {
    "body": "<p>{}</p>\n",
    "note": '<p class="note">{}</p>\n',
    "item": "<li>{}</li>\n",
    "own": '<li class="own">{}</li>\n',
}
SHORT = 30  # characters: names up to this length are not broken into lines
PASSPORTS = ("ho-chieu", "Hộ chiếu số liệu")


def appendix_html(
    title: str,
    meta: Sequence[str],
    blocks: Sequence[Block],
    *,
    notice: str = "",
    passports: Sequence[dict] = (),
) -> str:
    """The whole page: title, contents, blocks, and the passport of each number that has one."""
    page = _Page(targets(passports))
    body = page.body(numbered(list(sound(tuple(blocks)))))
    end = page.passports(passports) if passports else ""
    script = (TEMPLATES / "page.js").read_text(encoding="utf-8")
    return "".join(
        (
            _head(sound(title), script),
            f"<header><h1>{escape(sound(title))}</h1>",
            *(f"<p>{escape(sound(line))}</p>" for line in meta),
            f'</header>\n<div class="page">\n{page.contents()}\n<main id="noi-dung" tabindex="-1">\n',
            body,
            end,
            "</main>\n</div>\n",
            f"<footer><p>{escape(sound(notice))}</p></footer>\n" if notice else "",
            f"<script>{script}</script>\n</body>\n</html>\n",
        )
    )


def _head(title: str, script: str) -> str:
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    policy = (
        "default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:; "
        f"script-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    )
    css = (TEMPLATES / "page.css").read_text(encoding="utf-8")
    return (
        '<!DOCTYPE html>\n<html lang="vi">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{font_faces()}\n{css}</style>\n</head>\n<body>\n"
        '<a class="skip" href="#noi-dung">Đến nội dung</a>\n'
    )


class _Page:
    """Writes blocks; keeps the ids in use and the headings for the table of contents."""

    def __init__(self, places: dict[str, str]):
        self.places = places
        self.taken = {"noi-dung", PASSPORTS[0], *places.values()}
        self.headings: list[tuple[int, str, str]] = []

    def body(self, blocks: Sequence[Block]) -> str:
        out, listing = [], False
        for block in blocks:
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

    def contents(self) -> str:
        shown = [entry for entry in self.headings if entry[0] <= 2]
        links = (
            f'<li class="level-{level}"><a href="#{place}">{escape(text)}</a></li>' for level, place, text in shown
        )
        return f'<nav aria-label="Mục lục"><h2>Mục lục</h2><ul>{"".join(links)}</ul></nav>'

    def free(self, wanted: str) -> str:
        """An id that nothing on the page has yet."""
        number, found = 1, wanted or "muc"
        while found in self.taken:
            number += 1
            found = f"{wanted}-{number}"
        self.taken.add(found)
        return found

    def heading(self, block: Heading) -> str:
        text = text_of(block.runs)
        place = self.free(slug(text))
        self.headings.append((block.level, place, text))
        return f'<h{block.level + 1} id="{place}">{self.runs(block.runs)}</h{block.level + 1}>\n'

    def paragraph(self, block: Paragraph) -> str:
        return SHAPES[self.shape(block)].format(self.runs(block.runs))

    @staticmethod
    def shape(block: Paragraph) -> str:
        """How a paragraph stands: an entry with a mark of its own gets none from us."""
        own = block.style == "item" and not item_text(text_of(block.runs))
        return "own" if own else block.style

    def runs(self, runs: tuple[Run, ...]) -> str:
        return "".join(self.run(run) for run in runs)

    def run(self, run: Run) -> str:
        text = self.cited(escape(run.text), run.cite, "span")
        text = f"<em>{text}</em>" if run.italic else text
        return f"<strong>{text}</strong>" if run.bold else text

    def cited(self, text: str, cite: str, plain: str = "") -> str:
        """A printed number linked to its passport, or marked with its indicator."""
        if not cite or not text:
            return text
        place = target(cite, self.places)
        mark = f'data-cite="{escape(cite)}"'
        if place:
            return f'<a class="cited" href="#{place}" {mark}>{text}</a>'
        return f"<{plain} {mark}>{text}</{plain}>" if plain else text

    def table(self, block: Table) -> str:
        place = self.free(slug(block.id))
        named = next((n for n, column in enumerate(block.columns) if not column.numeric), 0)
        first_total = len(block.rows) - block.total_rows
        head = "".join(_head_cell(column) for column in block.columns)
        rows = [self.row(block, cells, named) for cells in block.rows]
        total = "".join(rows[first_total:])
        foot = f"<tfoot>{total}</tfoot>" if total else ""
        return (
            f'<figure class="table" id="{place}">'
            f'<figcaption><p class="name" id="{place}-ten">{escape(block.caption)}</p></figcaption>'
            f'<div class="scroll" role="region" aria-labelledby="{place}-ten" tabindex="0">'
            f'<table aria-labelledby="{place}-ten"><thead><tr>{head}</tr></thead>'
            f"<tbody>{''.join(rows[:first_total])}</tbody>{foot}</table></div>{notes(block)}</figure>\n"
        )

    def row(self, block: Table, cells: tuple[Cell, ...], named: int) -> str:
        return f"<tr>{''.join(self.cell(block.columns[n], cell, n == named) for n, cell in enumerate(cells))}</tr>\n"

    def cell(self, column: Column, cell: Cell, heads_row: bool) -> str:
        wraps = "long" if len(cell.text) > SHORT else ""
        look = _look(column, "short" if heads_row and not wraps else wraps)
        mark = f' data-cite="{escape(cell.cite)}"' if cell.cite and not target(cell.cite, self.places) else ""
        text = self.cited(escape(cell.text), cell.cite)
        if heads_row and cell.text:
            return f'<th scope="row"{look}{mark}>{text}</th>'
        return f"<td{look}{mark}>{text}</td>"

    def figure(self, block: Figure) -> str:
        place = self.free(slug(block.id))
        return (
            f'<figure class="drawing" id="{place}">'
            f'<div class="scroll" role="region" aria-labelledby="{place}-ten" tabindex="0">'
            f"{inlined(block.svg, place, block.alt)}</div>"
            f'<figcaption><p class="name" id="{place}-ten">{escape(block.caption)}</p>{notes(block)}</figcaption></figure>\n'
        )

    def passports(self, passports: Sequence[dict]) -> str:
        place, title = PASSPORTS
        self.headings.append((1, place, title))
        entries = "".join(self.passport(sound_facts(passport)) for passport in passports)
        return f'<section id="{place}"><h2>{title}</h2>\n{entries}</section>\n'

    def passport(self, passport: dict) -> str:
        value = escape("; ".join(as_lines(passport.get("value"))))
        facts = "".join(_fact(name, passport.get(key)) for key, name in FACTS)
        return (
            f'<details><summary>{escape(passport["label"])}: <span class="value">{value}</span></summary>'
            f'<dl id="{self.places[passport["id"]]}" tabindex="-1">{facts}</dl></details>\n'
        )


def _head_cell(column: Column) -> str:
    look = _look(column)
    numeric = ' data-numeric="1"' if column.numeric else ""
    return f'<th scope="col"{look}{numeric}>{escape(column.label)}</th>'


def _look(column: Column, more: str = "") -> str:
    names = " ".join(name for name in (column.align if column.align != "left" else "", more) if name)
    return f' class="{names}"' if names else ""


def _fact(name: str, entry) -> str:
    lines = "".join(f"<dd>{escape(line)}</dd>" for line in as_lines(entry))
    return f"<dt>{name}</dt>{lines}" if lines else ""


def sound_facts(passport: dict) -> dict:
    """A passport with every text made sound."""
    return {name: sound(entry) for name, entry in passport.items()}


def notes(block: Table | Figure) -> str:
    """The note and the source under a table or a figure."""
    texts = (block.note, f"Nguồn: {block.source}" if block.source else "")
    return "".join(f'<p class="note">{escape(text)}</p>' for text in texts if text)


def slug(text: str) -> str:
    """An id of plain letters made from a Vietnamese text."""
    plain = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    letters = "".join(char for char in plain if not unicodedata.combining(char))
    found = re.sub(r"[^a-z0-9]+", "-", letters).strip("-")[:60].rstrip("-")
    return found if found[:1].isalpha() else f"m-{found}".rstrip("-")

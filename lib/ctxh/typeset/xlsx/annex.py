"""The annex: a workbook of real numbers, one table a sheet, that other programs can read.

It keeps to the list of the UK Analysis Function for accessible spreadsheets: a title in A1, notes above
the one table of a sheet, no merged cells, no blank rows, nothing that only colour says.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import lru_cache
from math import ceil
from textwrap import wrap
from typing import TYPE_CHECKING

from ctxh.errors import CtxhError
from ctxh.typeset.text_width import normalised
from ctxh.typeset.zip_packages import repacked

FORMATS = {
    "text": "@",
    "number": "#,##0",
    "decimal1": "#,##0.0",
    "decimal2": "#,##0.00",
    "decimal3": "#,##0.000",
    "money": "#,##0",
    "year": "0",
    "date": "dd/mm/yyyy",
}
NUMERIC = frozenset(FORMATS) - {"text", "date"}
if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

CONTENTS = "Mục lục"
CONTENTS_WIDTH, LINE_HEIGHT = 90, 15.75  # letters of its second column; points
FONT = {"font_name": "Arial", "font_size": 12, "valign": "top"}
INDENT = 1
TEXT = {"text_wrap": True, "align": "left", "indent": INDENT}  # else it would touch the number that ends before it
LANGUAGE = {"docProps/core.xml": (b"</cp:coreProperties>", b"<dc:language>vi-VN</dc:language></cp:coreProperties>")}
FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
CELL_LIMIT = 32767  # characters, in Excel
TALLEST = 409  # points, in Excel
LETTER = 1.15  # width of a letter of 12 points in the characters that widths count
MOST_OF_HEADER = 240  # letters: Excel takes 255 with the codes
PAGE_WIDTH = 220  # characters across a printed page: a wider sheet would be too small to read, and goes on to the right


@dataclass(frozen=True)
class AnnexColumn:
    """A column: ``kind`` is one of FORMATS; ``width`` in characters."""

    label: str
    kind: str = "text"
    width: float = 14


@dataclass(frozen=True)
class Number:
    """A number whose kind differs from its column's."""

    value: float
    kind: str


@dataclass(frozen=True)
class Link:
    """A text that leads to a row of the table of a sheet, the first row being 0."""

    text: str
    sheet: str
    row: int


@dataclass(frozen=True)
class AnnexSheet:
    """A sheet with one table; a cell is a number, a text, a day, a Number, a Link or None; notes stand under the title.

    ``total`` is a row below the table, which no filter or sorting of it moves; ``keys`` is how many columns say what a row is.
    """

    name: str
    title: str
    columns: tuple[AnnexColumn, ...]
    rows: Sequence[Sequence[object]]
    notes: tuple[str, ...] = ()
    total: Sequence[object] = ()
    keys: int = 1

    @property
    def head(self) -> int:
        """The row of the table's header: title, notes and the link back stand above it."""
        return len(self.notes) + 2


def annex_xlsx(contents: Sequence[tuple[str, str]], sheets: Sequence[AnnexSheet], epoch: int, mark: str = "") -> bytes:
    """The workbook: facts about it and links to the sheets first, then a table a sheet.

    ``contents`` are pairs of a fact's name and its text; ``mark`` stands at the foot of every printed page.
    The same input gives the same bytes.
    """
    import xlsxwriter

    _refuse_bad_names(sheets)
    sheets = list(map(_with_room_for_links, sheets))
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(out, {**options, "strings_to_numbers": False})
    moment = datetime.fromtimestamp(epoch, UTC).replace(tzinfo=None)
    book.set_properties({"title": contents[0][1] if contents else CONTENTS, "created": moment})
    book.set_size(1920, 1200)
    styles = _styles(book)
    _contents(book, styles, contents, sheets)
    first_rows = {sheet.name: sheet.head + 2 for sheet in sheets}
    for number, sheet in enumerate(sheets, 1):
        _sheet(book, styles, sheet, number, first_rows)
    for page in book.worksheets():
        page.set_footer(f"&L{mark}&C&P/&N")
    book.close()
    return repacked(out.getvalue(), epoch, LANGUAGE)


def _with_room_for_links(sheet: AnnexSheet) -> AnnexSheet:
    """The sheet with columns as wide as the longest link in them: a link has one line in LibreOffice, whatever its cell says."""
    wide = [column.width for column in sheet.columns]
    for entries in sheet.rows:
        for place, entry in enumerate(entries):
            if isinstance(entry, Link):
                wide[place] = max(wide[place], (len(entry.text) + INDENT) * LETTER)
    return replace(sheet, columns=tuple(replace(column, width=width) for column, width in zip(sheet.columns, wide, strict=True)))


def _refuse_bad_names(sheets: Sequence[AnnexSheet]) -> None:
    names = [CONTENTS.lower(), *(sheet.name.lower() for sheet in sheets)]
    for sheet in sheets:
        kinds = {column.kind for column in sheet.columns} - set(FORMATS)
        if FORBIDDEN.search(sheet.name) or not 0 < len(sheet.name) <= 31:
            raise CtxhError(f"Tên trang phụ biểu “{sheet.name}” không dùng được trong Excel.")
        if names.count(sheet.name.lower()) > 1:
            raise CtxhError(f"Phụ biểu có hai trang cùng tên “{sheet.name}”.")
        if kinds:
            raise CtxhError(f"Trang phụ biểu “{sheet.name}” có kiểu cột lạ: {', '.join(sorted(kinds))}.")


def _styles(book: Workbook) -> dict[str, Format]:
    looks = {kind: {**FONT, "num_format": shape} | (TEXT if kind == "text" else {}) for kind, shape in FORMATS.items()}
    looks["sign"] = {**FONT, "align": "right"}  # stands for a number
    made = {kind: book.add_format(look) for kind, look in looks.items()}
    made |= {f"total {kind}": book.add_format({**look, "bold": True, "top": 1, "text_wrap": False}) for kind, look in looks.items()}
    made["title"] = book.add_format({**FONT, "bold": True, "font_size": 14})
    made["note"] = book.add_format({**FONT, "italic": True})
    made["bold"] = book.add_format({**FONT, "bold": True})
    made["link"] = book.add_format({**FONT, **TEXT, "font_color": "#0B4F9E", "underline": 1})
    head = {**FONT, "bold": True, "text_wrap": True, "align": "center", "valign": "vcenter"}
    made["head"] = book.add_format({**head, "bg_color": "#E7EBEF", "border": 1})
    return made


def _contents(book: Workbook, styles: dict[str, Format], facts: Sequence[tuple[str, str]], sheets: Sequence[AnnexSheet]) -> None:
    page = book.add_worksheet(CONTENTS)
    page.set_column(0, 0, 28, styles["text"])
    page.set_column(1, 1, CONTENTS_WIDTH, styles["text"])
    page.write_string(0, 0, normalised(facts[0][1]) if facts else CONTENTS, styles["title"])
    head = max(1, len(facts))
    for row, (name, text) in enumerate(facts[1:], 1):
        page.write_string(row, 0, normalised(name), styles["bold"])
        page.write_string(row, 1, normalised(text), styles["text"])
        page.set_row(row, LINE_HEIGHT * len(wrap(text, CONTENTS_WIDTH)) or None)
    _table(page, styles, head, "Muc_luc", ("Trang", "Nội dung"), len(sheets))
    for line, sheet in enumerate(sheets, head + 1):
        place = f"internal:'{sheet.name}'!A1"
        page.write_url(line, 0, place, styles["link"], sheet.name, f"Đến trang {sheet.name}")
        page.write_string(line, 1, normalised(sheet.title), styles["text"])
    _print_setup(page, head)


def _table(page: Worksheet, styles: dict[str, Format], row: int, name: str, labels: Sequence[str], count: int) -> None:
    """Mark up a table of ``count`` rows under a header row, the cells to be written later."""
    headers = [{"header": label, "header_format": styles["head"]} for label in labels]
    look = {"name": name, "columns": headers, "style": "Table Style Light 15"}
    page.add_table(row, 0, row + max(1, count), len(labels) - 1, look)


def _sheet(book: Workbook, styles: dict[str, Format], sheet: AnnexSheet, number: int, first_rows: dict[str, int]) -> None:
    page = book.add_worksheet(sheet.name)
    page.write_string(0, 0, normalised(sheet.title), styles["title"])
    for line, note in enumerate(sheet.notes, 1):
        page.write_string(line, 0, normalised(note), styles["note"])
    head = sheet.head
    page.write_url(head - 1, 0, f"internal:'{CONTENTS}'!A1", styles["link"], f"Về {CONTENTS.lower()}")
    labels = _distinct([normalised(column.label) for column in sheet.columns])
    _table(page, styles, head, f"Bang_{number}", labels, len(sheet.rows))
    _cells(page, styles, sheet, first_rows)
    for place, column in enumerate(sheet.columns):
        page.set_column(place, place, column.width)
    page.freeze_panes(head + 1, sheet.keys)
    width = sum(column.width for column in sheet.columns)
    if width > PAGE_WIDTH:  # on the pages to the right the title and the notes are cut behind the columns of keys
        page.set_header(f"&L&8{' '.join((f'{sheet.title}.', *sheet.notes))[:MOST_OF_HEADER].replace('&', '&&')}")
    _print_setup(page, head, width, sheet.keys)


def _distinct(labels: list[str]) -> list[str]:
    """The labels, repeated ones numbered: a table's headers must differ."""
    seen: dict[str, int] = {}
    out = []
    for label in labels:
        seen[label.lower()] = seen.get(label.lower(), 0) + 1
        count = seen[label.lower()]
        out.append(label if count == 1 else f"{label} ({count})")
    return out


def _cells(page: Worksheet, styles: dict[str, Format], sheet: AnnexSheet, first_rows: dict[str, int]) -> None:
    kinds = [column.kind for column in sheet.columns]
    texts = _Texts()
    page.set_row(sheet.head, _height([column.label for column in sheet.columns], sheet.columns))
    for line, entries in enumerate((*sheet.rows, *([sheet.total] if sheet.total else [])), sheet.head + 1):
        total = "total " if line > sheet.head + len(sheet.rows) else ""
        page.set_row(line, _height(entries, sheet.columns))
        for column, (kind, entry) in enumerate(zip(kinds, entries, strict=True)):
            if entry is None or entry == "" or entry != entry:
                continue
            if isinstance(entry, date):
                page.write_datetime(line, column, entry, styles[f"{total}date"])
            elif isinstance(entry, Link):
                place = f"internal:'{entry.sheet}'!A{first_rows[entry.sheet] + entry.row}"
                page.write_url(line, column, place, styles["link"], entry.text, f"Đến trang {entry.sheet}")
            elif isinstance(entry, Number):
                page.write_number(line, column, entry.value, styles[f"{total}{entry.kind}"])
            elif kind in NUMERIC and not isinstance(entry, str):
                page.write_number(line, column, entry, styles[f"{total}{kind}"])
            else:
                page.write_string(line, column, texts[str(entry)], styles[f"{total}{'sign' if kind in NUMERIC else 'text'}"])


def _height(entries: Sequence[object], columns: Sequence[AnnexColumn]) -> float:
    """The height of a row in which every text has room, in points."""
    texts = (entry.text if isinstance(entry, Link) else entry for entry in entries)
    wide = [(text, int(column.width / LETTER) - 1) for text, column in zip(texts, columns, strict=True) if isinstance(text, str)]
    return min(TALLEST, LINE_HEIGHT * max((_lines(text, room) for text, room in wide if len(text) > room), default=1))


@lru_cache(maxsize=8192)
def _lines(text: str, room: int) -> int:
    """How many lines a text takes; most stand in many rows."""
    return len(wrap(text, room))


class _Texts(dict[str, str]):
    """Entries as texts that a cell can hold, each made once: most stand in many rows."""

    def __missing__(self, text: str) -> str:
        self[text] = found = normalised(text)[:CELL_LIMIT]
        return found


def _print_setup(page: Worksheet, head: int, width: float = PAGE_WIDTH, keys: int = 0) -> None:
    page.set_paper(9)
    page.set_landscape()
    page.fit_to_pages(ceil(width / PAGE_WIDTH), 0)
    if width > PAGE_WIDTH:
        page.repeat_columns(0, keys - 1)
    page.repeat_rows(head)
    page.set_margins(left=0.6, right=0.6, top=0.7, bottom=0.7)
    page.hide_gridlines(2)

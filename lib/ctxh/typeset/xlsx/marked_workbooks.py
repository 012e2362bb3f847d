"""A workbook as it came in with the cells of findings coloured and commented; all else stays as it was."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile, ZipFile

from ctxh.findings import TRACED, Finding
from ctxh.typeset.zip_packages import repacked

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import Cell as WorkbookCell
    from openpyxl.worksheet.worksheet import Worksheet

FILLS = {"stopped": "F8CBAD", "flagged": "DDEBF7"}  # neither red nor yellow: those are asked about when they come back
WORDS = {"stopped": "PHẢI SỬA", "flagged": "XEM LẠI"}
AUTHOR = "Đơn vị tổng hợp"
MOST_CELLS = 2000  # marked for one finding
COMMENT_SIZE = (360, 150)
_RANGE = re.compile(r"([A-Z]{1,3})(\d+)(?::([A-Z]{1,3})(\d+))?")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069]")
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")


class NotMarked(Exception):
    """A workbook that cannot be given back marked."""


def to_sender(remedy: str) -> str:
    """A remedy in words for whoever sent the file: they send again, they do not run anything."""
    return TRACED.sub("", remedy).replace("chạy lại", "gửi lại").strip()


def annotated(workbook: bytes, faults: list[Finding], moment: int) -> bytes:
    """The workbook with the cells of the findings coloured and commented; nothing else is changed.

    Raises NotMarked for one with macros, which would be lost, and for one that openpyxl cannot take.
    """
    book = _opened(workbook)
    sheets = {sheet.title.strip(): sheet for sheet in book.worksheets}
    for row in reversed(faults):  # the gravest is put on last
        sheet = sheets.get(row["sheet"].strip())
        for address in cells_in_ranges(row["cell"]) if sheet is not None else []:
            _mark(_free(sheet, address), row)
    out = io.BytesIO()
    with _by_openpyxl():
        book.save(out)
    return repacked(_undated(out.getvalue(), moment), moment)


@contextmanager
def _by_openpyxl() -> Iterator[None]:
    """A block of openpyxl's own work. Raises NotMarked for what it says of parts that it does not know, which are read without it."""
    from openpyxl.utils.exceptions import InvalidFileException

    unknown = (
        ValueError,
        TypeError,
        KeyError,
        IndexError,
        AttributeError,
        NotImplementedError,
        OSError,
        ParseError,
        BadZipFile,
        InvalidFileException,
    )
    try:
        yield
    except unknown as fault:
        raise NotMarked from fault


def _opened(workbook: bytes) -> Workbook:
    """The workbook as openpyxl has it. Raises NotMarked for one that it cannot take, and for one with macros."""
    import openpyxl

    with _by_openpyxl():
        book = openpyxl.load_workbook(io.BytesIO(workbook))
        macros = "xl/vbaProject.bin" in ZipFile(io.BytesIO(workbook)).NameToInfo
    if macros:
        raise NotMarked
    return book


def cells_in_ranges(ranges: str) -> list[str]:
    """The addresses of ``H9:H31,H33``; a finding about a whole sheet is put on its first cell."""
    cells = []
    for part in ranges.split(","):
        match = _RANGE.fullmatch(part.strip())
        if match:
            column, first, _, last = match.groups()
            cells += [f"{column}{row}" for row in range(int(first), int(last or first) + 1)][:MOST_CELLS]
    return cells[:MOST_CELLS] or ["A1"]


def _free(sheet: Worksheet, address: str) -> WorkbookCell:
    """The cell itself, or the one that shows the merged area it is part of."""
    for merged in sheet.merged_cells.ranges:
        if address in merged:
            return sheet.cell(merged.min_row, merged.min_col)
    return sheet[address]


def _mark(cell: WorkbookCell, row: Finding) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    message = _CONTROL.sub("", f"{WORDS[row['severity']]}: {row['message']} {to_sender(row['remedy'])}".strip())
    before = f"\n\n{cell.comment.text}" if cell.comment else ""
    cell.comment = Comment(message + before, AUTHOR, height=COMMENT_SIZE[1], width=COMMENT_SIZE[0])
    cell.fill = PatternFill("solid", start_color=FILLS[row["severity"]])


def _undated(data: bytes, moment: int) -> bytes:
    """The package without the time of day at which it was written."""
    stamp = f"{datetime.fromtimestamp(moment, UTC):%Y-%m-%dT%H:%M:%SZ}".encode()
    out = io.BytesIO()
    with ZipFile(io.BytesIO(data)) as old, ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, _MODIFIED.sub(rb"\g<1>" + stamp + rb"\g<2>", content) if name == "docProps/core.xml" else content)
    return out.getvalue()

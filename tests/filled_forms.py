"""Blank forms filled in as an office would, without the program: cell by cell, with openpyxl."""

from __future__ import annotations

from pathlib import Path

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

NOTHING = "Không phát sinh"
LISTS = "Danh mục"


def fill(blank: Path, target: Path, rows: dict[str, list[list]], values: dict[str, dict[str, list]]) -> Path:
    """A filled copy of a blank workbook.

    ``rows`` are the rows of sheets by their codes (``B8a``), in the place of those that the form came with; ``values`` are what is written
    behind the words that a row begins with (``B9b``: number of the column and value). Rows that ask for a number and get
    none are written nought; a sheet that nothing is written in says that there was nothing.
    """
    book = openpyxl.load_workbook(blank)
    for sheet in book:
        code = sheet.title.partition(".")[0]
        if sheet.title == LISTS:
            continue
        first = _first_row(sheet)
        if code in rows:
            _clear(sheet, first)
            for place, cells in enumerate(rows[code]):
                for column, value in enumerate(cells, 1):
                    sheet.cell(first + place, column, value)
        elif code in values:
            _behind(sheet, first, values[code])
        elif _begun(sheet, first):
            _noughts(sheet, first)
        else:
            sheet.cell(first, 2, NOTHING)
    book.save(target)
    return target


def _first_row(sheet: Worksheet) -> int:
    """The row below the numbers of the columns and below the total."""
    numbers = next(row for row in range(1, 12) if sheet.cell(row, 1).value == "(1)")
    return numbers + 1 + (sheet.cell(numbers + 1, 2).value == "Tổng cộng")


def _clear(sheet: Worksheet, first: int) -> None:
    """The rows that the form came with taken out: an office leaves none that it has nothing for."""
    row = first
    while sheet.cell(row, 2).value is not None and sheet.cell(row, 1).value is not None:
        for column in range(1, sheet.max_column + 1):
            sheet.cell(row, column).value = None
        row += 1


def _begun(sheet: Worksheet, first: int) -> bool:
    return sheet.cell(first, 2).value is not None


def _behind(sheet: Worksheet, first: int, values: dict[str, list]) -> None:
    for row in range(first, sheet.max_row + 1):
        for place, value in enumerate(values.get(sheet.cell(row, 2).value, ()), 3):
            sheet.cell(row, place, value)


def _noughts(sheet: Worksheet, first: int) -> None:
    """Nought in the first columns of numbers of the rows that the form came with."""
    row = first
    while sheet.cell(row, 2).value is not None and sheet.cell(row, 1).value is not None:
        for column in (3, 4, 5):
            sheet.cell(row, column, 0)
        row += 1

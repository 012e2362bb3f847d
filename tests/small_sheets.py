"""Sheets small enough to check with a pocket calculator, written as tables of text."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date
from pathlib import Path

import pandas as pd

from ctxh.book import book_folders, load_book
from ctxh.book.categories import load_categories
from ctxh.book.layouts import Layout, load_layouts
from ctxh.clean.form_records import Records
from ctxh.clean.records import records_of
from ctxh.observe.observations import COLUMNS
from ctxh.read.child_reader import read_workbooks
from ctxh.read.placement import Sheet, place

REFERENCE = Path(__file__).resolve().parents[1] / "data" / "reference"
FOLDERS = book_folders(REFERENCE, REFERENCE.parent / "provinces" / "hai-duong", REFERENCE.parent / "kim-thanh")  # of the office of 2024
BOOK = load_book(FOLDERS)
INDICATORS, ITEMS, FIELDS, MEASURES = BOOK.indicators, BOOK.items, BOOK.fields, BOOK.measures
LAYOUTS = load_layouts(REFERENCE, date(2024, 12, 31), FOLDERS[1:])
CATEGORIES = load_categories(REFERENCE, date(2024, 12, 31), others=FOLDERS[1:])


def grid(text: str) -> list[list]:
    """The lines of a text as rows of cells between ``|``; bare numbers become numbers, as in Excel."""
    return [[_cell(cell.strip()) for cell in line.split("|")] for line in text.strip("\n").splitlines()]


def _cell(text: str):
    """A number, or text such as 1.605; a quotation mark in front keeps digits a text, as in Excel."""
    return float(text) if re.fullmatch(r"\d+(\.\d{1,2})?", text) else text.removeprefix("'")


def header(layout: Layout) -> list[list[str]]:
    """The header rows of a form; a group stands in the first cell of its merge, as readers see it."""
    if not any(column.group_label for column in layout.columns):
        return [[column.label for column in layout.columns]]
    upper, last = [], ""
    for column in layout.columns:
        upper.append("" if column.group_label and column.group_label == last else column.group_label or column.label)
        last = column.group_label
    return [upper, [column.label if column.group_label else "" for column in layout.columns]]


def sheet(form: str, text: str = "", above: str = "", file: str = "Xa_Kim_Xuyen_2024.xlsx") -> Sheet:
    """A sheet of a form: lines above the header, the header of the layout, and the rows of a text."""
    layout = LAYOUTS[form]
    rows = (grid(above) if above else []) + header(layout) + (grid(text) if text else [])
    return Sheet(file, layout.sheet_names[0], even(rows))


def even(rows: list[list]) -> list[list]:
    """The rows filled with blanks to one length, as a sheet has them."""
    width = max(map(len, rows))
    return [row + [""] * (width - len(row)) for row in rows]


def records(form: str, text: str = "", area_code: str = "10771") -> Records:
    """The records of a form whose rows are given as text; the header takes rows 1 or 1 and 2."""
    return records_of(place(sheet(form, text), LAYOUTS[form]), area_code, CATEGORIES)


def messages(found: Records) -> list[str]:
    """The findings as one line each: severity, cells, message."""
    return [f"{row['severity']} {row['cell']}: {row['message']}" for row in found.findings]


def read_sheets(path: Path, left_out: Collection[str] = ()) -> list[Sheet]:
    """The sheets of a workbook that hold anything, but those whose folded names nobody asked for, as a run reads them."""
    [reading] = read_workbooks([path], left_out)
    return list(reading.checked().sheets)


def observation_table(rows) -> pd.DataFrame:
    """Observations whose rows give the columns until ``cells``; they are not of a register."""
    return pd.DataFrame(rows, columns=COLUMNS[: COLUMNS.index("cells") + 1]).reindex(columns=COLUMNS, fill_value="")


def cells_in(ranges: str) -> set[str]:
    """The single addresses in a text such as ``H9:H31,H33``."""
    cells = set()
    for part in filter(None, ranges.split(",")):
        column, first, last = re.fullmatch(r"([A-Z]+)(\d+)(?::[A-Z]+(\d+))?", part).groups()
        cells |= {f"{column}{row}" for row in range(int(first), int(last or first) + 1)}
    return cells

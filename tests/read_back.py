"""Workbooks read back by simple code of its own, which shares nothing with the reader that they are made to test."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import Counter, defaultdict
from pathlib import Path

import openpyxl

DATA = Path(__file__).parents[1] / "data"
LAYOUTS = DATA / "reference" / "book"


def rows_of(name: str, *folders: Path) -> list[dict]:
    """The rows of a layout table, national where no folders of books are named."""
    found = []
    for path in (folder / f"{name}.csv" for folder in folders or (LAYOUTS,)):
        with path.open(encoding="utf-8", newline="") as file:
            found += csv.DictReader(file)
    return found


def books(name: str) -> list[Path]:
    """The folders of all books that have a table: the national one, then those of provinces and offices."""
    own = {path.parent for pattern in ("provinces/*/book", "*/book") for path in DATA.glob(f"{pattern}/{name}.csv")}
    return [LAYOUTS, *sorted(own - {LAYOUTS})]


def layout_columns() -> dict[str, list[dict]]:
    """The columns of each form in their order."""
    found = defaultdict(list)
    for row in rows_of("columns", *books("columns")):
        if not row["valid_to"] and row["required"] != "extra":
            found[row["form"]].append(row)
    return found


def spellings() -> dict[tuple[str, str, str], str]:
    """The label that each spelling of a category stands for: the one from the beginning where a code was called otherwise later."""
    found, called = {}, {}
    for row in rows_of("categories", *books("categories")):
        key = (row["form"], row["column"], row["code"])
        label = called.get(key, row["label"]) if row["valid_from"] else row["label"]
        called[key] = label
        found |= {(row["form"], row["column"], word): label for word in (row["label"], *row["synonyms"].split("|"))}
    return found


COLUMNS, FORMS, SPELLINGS = layout_columns(), rows_of("forms"), spellings()


def number(value) -> float:
    """A number as a clerk types it: 1134000000, `1.134.000.000đ`, `-` for zero."""
    if isinstance(value, str):
        return 0 if value == "-" else int(re.sub(r"\D", "", value))
    return value


def text(value) -> str:
    """A text with its letters composed and its blanks tidied."""
    return " ".join(unicodedata.normalize("NFC", str(value)).split())


def read_sheet(sheet, form: str, file: str) -> tuple[list[dict], dict | None]:
    """The records of a sheet and its total row; columns are known by their order."""
    columns = COLUMNS[form]
    rows = list(sheet.iter_rows(values_only=True))
    start = next(i for i, row in enumerate(rows) if row[0] in ("(1)", "A")) + 1
    records, total = [], None
    for row in rows[start:]:
        values = dict(zip((c["column"] for c in columns), row, strict=False))
        if all(value is None for value in row):
            break
        if re.match(r"tổng|cộng$", str(row[1]).lower()):
            total = values
        elif sum(value is not None for value in row) > 2:
            records.append({"file": file, **{c["column"]: _plain(form, c, values) for c in columns}})
    return records, total


def _plain(form: str, column: dict, values: dict):
    value = values[column["column"]]
    if value is None:
        return None
    if column["kind"] in ("money", "count"):
        return number(value)
    if column["kind"] == "category":
        return SPELLINGS[form, column["column"], text(value)]
    return text(value) if column["kind"] in ("text", "name") else value


class Year:
    """All records and total rows of a year, by form."""

    def __init__(self, folder: Path) -> None:
        self.records, self.totals, self.sheets = defaultdict(list), [], Counter()
        names = {form["sheet_names"].split("|")[0]: form["form"] for form in FORMS}
        for path in sorted(folder.glob("*.xlsx")):
            for sheet in openpyxl.load_workbook(path, read_only=True).worksheets:
                form = names[sheet.title]
                records, total = read_sheet(sheet, form, path.name)
                self.records[form] += records
                self.sheets[form] += bool(records)
                self.totals.append((path.name, form, records, total))

"""Sheets become records: one tidy table a form, and a finding for whatever was not plain.

Names, identity numbers and accounts are never taken over: of a person only the group,
the sex and the age band go on. Counting ends in ``observe``; nothing after it sees a row.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import pandas as pd

from ctxh.findings import finding
from ctxh.layouts import Categories, LayoutColumn, header_key
from ctxh.vietnamese import clean_text, nearest
from ctxh.values import BLANK, Refused, ValueReader
from ctxh.workbooks import Placed, cell_ranges, letter

_TOTAL = re.compile(r"^(tong cong|tong so|cong|tong)\b")
_GRAND_TOTAL = re.compile(r"^(tong cong|tong so)\b|^(cong|tong)$")
_FOOTER = re.compile(r"\b(nguoi lap|ke toan|so tien bang chu|xac nhan cua|tm uy ban|tm ubnd)\b")
_NUMBERING = re.compile(r"^\(?(\d{1,2}|[A-Z])\)?\s*(=.*)?$")
_SUMMED = ("count", "money")


@dataclass
class Records:
    """The records of one form on one sheet, with where they stand."""

    form: str
    file: str
    sheet: str
    area_code: str
    table: pd.DataFrame  # column "row" (as in Excel) and the typed columns of the form
    letters: dict[str, str]
    findings: list[dict] = field(default_factory=list)


@dataclass(frozen=True)
class Split:
    """Row numbers of a placed form: records, grand totals, and records without their key."""

    data: list[int]
    totals: list[int]


def records_of(placed: Placed, area_code: str, categories: Categories) -> Records:
    """The records of a placed form, typed by its layout, personal columns left behind."""
    sheet, layout = placed.sheet, placed.layout
    split = split_rows(placed)
    letters = {name: letter(index) for name, index in placed.columns.items()}
    records = Records(layout.form, sheet.file, sheet.name, area_code, pd.DataFrame(), letters)
    columns: dict[str, list] = {"row": [index + 1 for index in split.data]}
    for column in layout.columns:
        if column.column in placed.columns and carried(column):
            columns |= _typed(records, column, placed, split, categories)
    records.table = pd.DataFrame(columns)
    records.findings += _total_findings(records, placed, split)
    return records


def carried(column: LayoutColumn) -> bool:
    """Whether a column goes on into the records: births do, other personal columns do not."""
    return column.kind == "birth" or not (column.personal or column.kind == "row_number")


def split_rows(placed: Placed) -> Split:
    """The rows of a placed form told apart: records and grand totals; the rest is decoration.

    A record has a value in a required column. Rows that number the columns, name a group,
    sum a part, repeat the header or sign the sheet have none or say so in words.
    """
    rows, columns = placed.sheet.rows, placed.columns
    required = [columns[c.column] for c in placed.layout.columns if c.required]
    data, totals = [], []
    for index in range(placed.first_row, len(rows)):
        row = rows[index]
        lead = _lead(row)
        if _TOTAL.match(lead):
            if _GRAND_TOTAL.match(lead):
                totals.append(index)
            continue
        if lead and _FOOTER.search(" ".join(header_key(v) for v in row if isinstance(v, str))):
            break
        if _is_record(row, required, index, placed.first_row):
            data.append(index)
    return Split(data, totals)


def _lead(row: list) -> str:
    """The first words of a row, folded, when they stand in its first three cells."""
    for value in row[:3]:
        if isinstance(value, str) and value.strip() and not value.strip().isdigit():
            return header_key(value[:40])
    return ""


def _is_record(row: list, required: list[int], index: int, first_row: int) -> bool:
    filled = sum(row[i] not in ("", None) for i in required)
    if not filled or (filled < 2 <= len(required) and _filled(row) <= 2):
        return False
    return not (index - first_row < 2 and _numbers_columns(row))


def _filled(row: list) -> int:
    return sum(value not in ("", None) for value in row)


def _numbers_columns(row: list) -> bool:
    texts = [_bare(value) for value in row if value not in ("", None)]
    numbers = [int(m[1]) for t in texts if (m := _NUMBERING.match(t)) and m[1].isdigit()]
    return len(numbers) > 2 and len(texts) - len(numbers) <= 2 and numbers == sorted(set(numbers)) and numbers[0] <= 2


def _bare(value) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _typed(records, column, placed, split, categories) -> dict[str, list]:
    """A column read by its kind; refused values become findings, repaired ones are counted."""
    reader = ValueReader(column, categories.codes.get((records.form, column.column), {}))
    index = placed.columns[column.column]
    rows = placed.sheet.rows
    raw = [rows[r][index] for r in split.data]
    if column.kind == "any":
        return _any_values(records, column, placed, split, raw)
    values, refused, repaired, blank = [], {}, {}, []
    for row, value in zip(split.data, raw, strict=True):
        read = reader.read(value)
        values.append(None if isinstance(read.value, Refused) or read.value is BLANK else read.value)
        if isinstance(read.value, Refused):
            refused.setdefault((read.value.message, read.value.used), []).append((row + 1, value))
        elif read.value is BLANK and column.required:
            blank.append(row + 1)
        elif read.repaired:
            repaired.setdefault(read.repaired, []).append((row + 1, value, read.value))
    records.findings += _value_findings(records, column, refused, repaired, blank)
    return {column.column: values}


def _any_values(records, column, placed, split, raw) -> dict[str, list]:
    """Numbers and texts of a column whose kind is said row by row in ``unit_of_measure``."""
    measures = placed.columns.get("unit_of_measure")
    numbers, texts = [], []
    for row, value in zip(split.data, raw, strict=True):
        measure = clean_text(str(placed.sheet.rows[row][measures]))
        reader = ValueReader.for_measure(column, measure)
        read = reader.read(value)
        if isinstance(read.value, Refused):
            key = (read.value.message, read.value.used)
            records.findings += _value_findings(records, column, {key: [(row + 1, value)]}, {}, [])
        plain = None if isinstance(read.value, Refused) or read.value is BLANK else read.value
        numbers.append(plain if isinstance(plain, (int, float)) else None)
        texts.append(plain if isinstance(plain, str) else None)
    return {column.column: numbers, f"{column.column}_text": texts}


def _value_findings(records, column, refused, repaired, blank) -> list[dict]:
    """One finding for each cause in a column, with every cell it touches."""
    at = {"area_code": records.area_code, "file": records.file, "sheet": records.sheet}
    col = records.letters[column.column]
    rows = []
    for (message, used), cells in refused.items():
        seen = {} if column.personal else {"found": str(cells[0][1])[:60], "used": used}
        rows.append(finding("stopped", f"Cột «{column.label}»: {message}", "Sửa các ô này rồi chạy lại.",
                            cell=cell_ranges(col, [r for r, _ in cells]), check="giá trị", **at, **seen))  # fmt: skip
    for reason, cells in repaired.items():
        seen = {} if column.personal else {"found": str(cells[0][1])[:60], "used": str(cells[0][2])}
        message = f"Cột «{column.label}»: {reason} ({len(cells)} ô), đã đọc thành giá trị đúng."
        rows.append(finding("fixed", message, cell=cell_ranges(col, [r for r, *_ in cells]), check="giá trị", **at, **seen))
    if blank:
        rows.append(finding("stopped", f"Cột «{column.label}» bắt buộc nhưng để trống {len(blank)} ô.",
                            "Điền các ô này rồi chạy lại.", cell=cell_ranges(col, blank), check="giá trị", **at))  # fmt: skip
    return rows


def _total_findings(records: Records, placed: Placed, split: Split) -> list[dict]:
    """A finding for each hand-typed grand total that differs from the sum of its column."""
    rows = []
    for index in split.totals:
        for column in placed.layout.columns:
            if column.kind in _SUMMED and column.column in records.table and column.unit_of_measure != "VND/gift":
                rows += _total_finding(records, placed, column, index)
    return rows


def _total_finding(records: Records, placed: Placed, column: LayoutColumn, index: int) -> list[dict]:
    typed = placed.sheet.rows[index][placed.columns[column.column]]
    read = ValueReader(column, {}).read(typed)
    total = sum(value for value in records.table[column.column].tolist() if value == value and value is not None)
    if read.value is BLANK or read.value == total:
        return []
    cell = f"{records.letters[column.column]}{index + 1}"
    return [
        finding("stopped", f"Dòng tổng, cột «{column.label}»: ghi {typed}, cộng các dòng được {total:.0f}.",
                "Sửa dòng tổng hoặc các dòng chi tiết cho khớp.", check="dòng tổng", cell=cell, found=str(typed)[:60],
                used=f"{total:.0f}", area_code=records.area_code, file=records.file, sheet=records.sheet)
    ]  # fmt: skip


def nearest_label(value: str, labels) -> str | None:
    """The known category label nearest to a text, or None."""
    return nearest(value, list(labels))

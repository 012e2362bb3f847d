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
from ctxh.marks import mark_findings
from ctxh.meant import filled_down, is_told
from ctxh.typed import typed_column
from ctxh.values import BLANK, Refused, ValueReader
from ctxh.vietnamese import format_number
from ctxh.workbooks import Placed, cell_ranges, letter, strange_headers

_SUM_WORDS = r"^(tong cong|tong so|tong|cong)"
_GRAND_TOTAL = re.compile(_SUM_WORDS + r"( (toan .*|\d.*|[ivxab]+|nguoi|ho|suat|doi tuong|kinh phi|so tien))*$")
_PART_TOTAL = re.compile(_SUM_WORDS + r" (thon|xom|khu|kdc|to|muc|phan|nhom|loai|dip|trang|thang|quy)\b")
_FOOTER = re.compile(r"(nguoi lap|ke toan|(tong )?so tien (viet )?bang chu|bang chu|xac nhan cua|tm uy ban|tm ubnd)\b")
_PLACE = re.compile(r"(thon|xom|khu|kdc|to dan pho)\b")
_NUMBERING = re.compile(r"^\(?(\d{1,2}|[A-Z])\)?\s*(=.*)?$")
_RUNNING = re.compile(r"[\dIVXA-C.]{1,5}")
_SUMMED = ("count", "money")
_TELLING = ("category", "code", "date", "month")
_COUNTED = ("count", "money", "coefficient", "mark", "birth")  # columns that figures and indicators come from
_EMPTY = ("", None)


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
    """Row indexes of a placed form: records, grand totals, and rows of numbers without a word."""

    data: list[int]
    totals: list[int]
    unexplained: list[int]


def records_of(placed: Placed, area_code: str, categories: Categories) -> Records:
    """The records of a placed form, typed by its layout, personal columns left behind."""
    placed = filled_down(placed)
    sheet, layout = placed.sheet, placed.layout
    split = split_rows(placed)
    letters = {name: letter(index) for name, index in placed.columns.items()}
    records = Records(layout.form, sheet.file, sheet.name, area_code, pd.DataFrame(), letters)
    columns: dict[str, list] = {"row": [index + 1 for index in split.data]}
    for column in layout.columns:
        if column.column in placed.columns and carried(column):
            columns |= typed_column(records, column, placed, split.data, categories)
    records.table = pd.DataFrame(columns)
    records.findings += _row_findings(records, placed, split)
    return records


def carried(column: LayoutColumn) -> bool:
    """Whether a column goes on into the records: births do, other personal columns do not."""
    return column.kind == "birth" or not (column.personal or column.kind == "row_number")


def split_rows(placed: Placed) -> Split:
    """The rows of a placed form told apart: records and grand totals; the rest is decoration.

    A record has a value in a required column. Rows that number the columns, name a group, sum a
    part, repeat the header or sign the sheet have none or say so in words. A row that is numbered
    and complete is a record whatever its words: people are called Tống, villages Cộng Hòa.
    """
    form, split, signed = _Form.of(placed), Split([], [], []), False
    for index in range(placed.first_row, len(placed.sheet.rows)):
        row = placed.sheet.rows[index]
        proper = form.proper(row)
        if proper and not _may_sum(row):
            split.data.append(index)
            continue
        lead = _lead(row)
        if form.sums(row, lead):
            if _GRAND_TOTAL.match(lead):
                split.totals.append(index)
            continue
        signed = signed or (not proper and _signs(row))
        if proper or (not signed and form.is_record(row, lead)):
            split.data.append(index)
        elif not signed and not lead and form.has_numbers(row):
            split.unexplained.append(index)
    return split


@dataclass(frozen=True)
class _Form:
    """Where a placed form has the columns that tell a record from decoration (indexes into a row)."""

    placed: Placed
    required: tuple[int, ...]
    telling: tuple[int, ...]  # required columns of codes and dates, blank in a row of sums
    number: int | None  # the column of running numbers

    @classmethod
    def of(cls, placed: Placed) -> _Form:
        wanted = [(placed.columns[c.column], c.kind) for c in placed.layout.columns if c.required]
        numbers = [c.column for c in placed.layout.columns if c.kind == "row_number"]
        found = placed.columns.get(numbers[0]) if numbers else None
        telling = tuple(index for index, kind in wanted if kind in _TELLING)
        return cls(placed, tuple(index for index, _ in wanted), telling, found)

    def numbered(self, row: list) -> bool:
        return self.number is not None and _bare(row[self.number]).rstrip(".").isdigit()

    def proper(self, row: list) -> bool:
        """Whether a row is numbered and has every required cell; sums are asked for before."""
        return self.numbered(row) and all(row[i] not in _EMPTY for i in self.required) and not _numbers_columns(row)

    def sums(self, row: list, lead: str) -> bool:
        """Whether a row says that it sums others, and its codes and dates are blank as they are in sums."""
        if not (_GRAND_TOTAL.match(lead) or _PART_TOTAL.match(lead)):
            return False
        others = [i for i in self.telling if header_key(_bare(row[i])[:40]) != lead]
        return not others or any(row[i] in _EMPTY for i in others)

    def is_record(self, row: list, lead: str) -> bool:
        filled = sum(row[i] not in _EMPTY for i in self.required)
        if not filled or _numbers_columns(row) or (not self.numbered(row) and self._repeats_header(row)):
            return False
        single = filled < 2 <= len(self.required) and sum(value not in _EMPTY for value in row) <= 2
        return not single or (self.numbered(row) and lead != "" and not _PLACE.match(lead))

    def has_numbers(self, row: list) -> bool:
        """Whether there is a number beside the running number."""
        numbers = [i for i, value in enumerate(row) if isinstance(value, (int, float)) and i != self.number]
        return bool(numbers) and not _numbers_columns(row)

    def _repeats_header(self, row: list) -> bool:
        known = (c for c in self.placed.layout.columns if c.column in self.placed.columns)
        cells = ((c, row[self.placed.columns[c.column]]) for c in known)
        return sum(isinstance(v, str) and v != "" and header_key(v) in c.short_keys for c, v in cells) > 1


def _lead(row: list) -> str:
    """The first words of a row, folded; running numbers (1, II, A) do not count as words."""
    return header_key(_first_words(row)[:40])


def _first_words(row: list) -> str:
    for value in row:
        if isinstance(value, str) and value.strip() and not _RUNNING.fullmatch(value.strip()):
            return value
    return ""


def _may_sum(row: list) -> bool:
    """Whether a row can begin with a word for a sum (tổng, cộng): told by its first letter, to be quick."""
    return _first_words(row).lstrip()[:1].lower() in ("t", "c")


def _signs(row: list) -> bool:
    """Whether a cell of the row begins as the foot of a sheet does."""
    return any(isinstance(v, str) and v != "" and _FOOTER.match(header_key(v[:40])) for v in row)


def _numbers_columns(row: list) -> bool:
    """Whether the cells only number the columns: (1), (2), (3)=(1)+(2), or A, B, 1, 2."""
    found = []
    for value in row:
        if value in _EMPTY:
            continue
        found.append(_NUMBERING.match(_bare(value)))
        if not found[-1]:
            return False
    if len(found) < 3:
        return False
    numbers = [int(m[1]) for m in found if m[1].isdigit()]
    return bool(numbers) and numbers[0] <= 2 and all(b - a == 1 for a, b in zip(numbers, numbers[1:], strict=False))


def _bare(value) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _place(records: Records) -> dict[str, str]:
    return {"area_code": records.area_code, "file": records.file, "sheet": records.sheet}


def _row_findings(records: Records, placed: Placed, split: Split) -> list[dict]:
    """What the rows and the header leave open: sums that differ, bare numbers, columns that are not there."""
    rows = [found for index in split.totals for found in _total_findings(records, placed, index)]
    if split.unexplained:
        message = f"{len(split.unexplained)} dòng chỉ có số, không có nội dung: không được tính."
        remedy = "Ghi nội dung của dòng, hoặc «Tổng cộng» nếu là dòng tổng."
        cell = cell_ranges("A", [index + 1 for index in split.unexplained])
        rows.append(finding("flagged", message, remedy, check="dòng lạ", cell=cell, **_place(records)))
    rows += mark_findings(placed, split.data + split.totals, split.totals, **_place(records))
    return rows + _absent_columns(records, placed)


def _absent_columns(records: Records, placed: Placed) -> list[dict]:
    """A finding for each column of numbers that no header offers, graver where a strange header may be it.

    Without births only the figures by age are lost, no count.
    """
    strange = strange_headers(placed)
    rows = []
    for column in placed.layout.columns:
        if column.kind in _COUNTED and column.column not in placed.columns:
            near = f" Có cột lạ: {', '.join(f'«{text}»' for text in strange[:3])}." if strange else ""
            message = f"Không thấy cột «{column.label}» ở dòng tiêu đề, coi như để trống.{near}"
            remedy = "Ghi lại tiêu đề cột như trong biểu mẫu rồi chạy lại."
            severity = "stopped" if strange and column.kind != "birth" else "flagged"
            rows.append(finding(severity, message, remedy, check="tiêu đề", **_place(records)))
    return rows


def _total_findings(records: Records, placed: Placed, index: int) -> list[dict]:
    """A finding for each sum typed in a row of grand totals that differs from the sum of its column."""
    rows = []
    for column in placed.layout.columns:
        if column.kind not in _SUMMED or column.column not in records.table or column.unit_of_measure == "VND/gift":
            continue
        typed = placed.sheet.rows[index][placed.columns[column.column]]
        read = ValueReader(column, {}).read(typed)
        total = sum(value for value in records.table[column.column].tolist() if value == value and value is not None)
        if read.value is not BLANK and read.value != total and not is_told(typed):
            rows.append(_total_finding(records, column, index, typed, read.value, total))
    return rows


def _total_finding(records: Records, column: LayoutColumn, index: int, typed, read, total) -> dict:
    wrong = isinstance(read, Refused)
    shown = str(typed)[:60] if wrong else format_number(read)
    apart = "" if wrong else f", lệch {format_number(abs(read - total))}"
    message = f"Dòng tổng, cột «{column.label}»: ghi {shown}, cộng các dòng được {format_number(total)}{apart}."
    return finding("stopped", message, "Sửa dòng tổng hoặc các dòng chi tiết cho khớp.", check="dòng tổng",
                   cell=f"{records.letters[column.column]}{index + 1}", found=shown, used=format_number(total),
                   **_place(records))  # fmt: skip

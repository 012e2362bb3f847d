"""Workbooks that look like those of an office: banner, merged headers, totals typed by hand, footer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import xlsxwriter

from ctxh.book.layouts import Layout, LayoutColumn
from sample.habits import Habit, loosened, typed

Words = dict[tuple[str, str, str], tuple[str, ...]]  # label and synonyms of (form, column, code)
NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
NOTHING = "Không phát sinh"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
_OPTIONS = {
    "in_memory": True,
    "strings_to_numbers": False,
    "strings_to_formulas": False,
    "strings_to_urls": False,
}
_WIDTHS = {
    "row_number": 6,
    "text": 18,
    "name": 18,
    "birth": 12,
    "identity": 16,
    "category": 26,
    "coefficient": 7,
    "money": 17,
    "mark": 9,
    "month": 12,
    "date": 12,
    "count": 11,
    "percent": 9,
    "code": 30,
    "any": 16,
}
_WIDE = {
    "paragraph": 110,
    "title": 60,
    "label": 52,
    "full_name": 30,
    "deceased_name": 30,
    "recipient_name": 30,
    "printed": 34,
    "number": 27,
    "issuer": 44,
    "note": 24,
}
_REVIEW_PARTS = ("at_start", "escaped", "relapsed", "newly_found")
_UNSUMMED = ("days", "persons", "through_account", "unpaid_persons")
_FORMATS = {
    "left": {"bold": False, "align": "center"},
    "bold": {"bold": True, "align": "center"},
    "title": {"bold": True, "align": "center", "font_size": 14, "valign": "vcenter", "text_wrap": True},
    "italic": {"italic": True, "align": "center"},
    "unit": {"italic": True, "align": "right"},
    "header": {"bold": True, "align": "center", "valign": "vcenter", "text_wrap": True, "border": 1},
    "number_row": {"italic": True, "align": "center", "border": 1, "font_size": 10},
    "text": {"border": 1, "valign": "top", "text_wrap": True},
    "right": {"border": 1, "align": "right", "valign": "top"},
    "centre": {"border": 1, "align": "center", "valign": "top"},
    "number": {"border": 1, "num_format": "#,##0", "valign": "top"},
    "coefficient": {"border": 1, "num_format": "0.0", "align": "center", "valign": "top"},
    "date": {"border": 1, "num_format": "dd/mm/yyyy", "align": "center", "valign": "top"},
    "group": {"border": 1, "bold": True, "italic": True},
    "total": {"border": 1, "bold": True},
    "total_right": {"border": 1, "bold": True, "align": "right"},
    "total_number": {"border": 1, "bold": True, "num_format": "#,##0"},
}


@dataclass(frozen=True)
class Sender:
    """The office that sends a workbook."""

    superior: str  # the office above, as it stands in the banner
    name: str  # as it stands in the banner
    office: str  # as it is called in a sentence
    locality: str  # as it stands before a date
    habit: Habit
    year: int
    authority: str = "TM. ỦY BAN NHÂN DÂN"  # who signs


class Book:
    """A workbook being written; use as a context manager."""

    def __init__(self, path: Path, sender: Sender, words: Words) -> None:
        self.sender = sender
        self.words = words
        self._book = xlsxwriter.Workbook(str(path), _OPTIONS)
        self._book.set_properties({"author": sender.name, "created": datetime(sender.year, 12, 21, 8, 0, 0)})
        font = {"font_name": "Times New Roman", "font_size": 12}
        self._formats = {name: self._book.add_format(font | style) for name, style in _FORMATS.items()}

    def __enter__(self) -> Book:
        return self

    def __exit__(self, *failure) -> None:
        self._book.close()

    def add(self, layout: Layout, title: str, rows: list[dict]) -> None:
        """Writes a form to a sheet of its own."""
        page = self._book.add_worksheet(layout.sheet_names[0])
        form = _Form(page, self._formats, self.sender, layout, self.words)
        form.banner(title)
        form.header()
        form.body(rows)
        form.total(rows)
        form.footer()


class _Form:
    """One form on one sheet, written from top to bottom."""

    def __init__(self, page, formats: dict, sender: Sender, layout: Layout, words: Words) -> None:
        self.page, self.formats, self.sender, self.layout = page, formats, sender, layout
        self.habit = sender.habit
        self.words = words
        self.columns = layout.columns
        self.row = 0
        self.last = len(self.columns) - 1
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        for index, column in enumerate(self.columns):
            page.set_column(index, index, _WIDE.get(column.column, _WIDTHS[column.kind]))

    def banner(self, title: str) -> None:
        """The names of the office, the nation and the form."""
        self._pair(self.sender.superior, NATION, "left", "bold")
        self._pair(self.sender.name, MOTTO, "bold", "bold")
        self.row += 1
        self._across(title, "title", height=24)
        self._across(f"(Kèm theo báo cáo năm {self.sender.year} của {self.sender.office})", "italic")
        if any(c.kind == "money" for c in self.columns):
            self.page.write_string(self.row, self.last, "ĐVT: đồng", self.formats["unit"])
        self.row += 1

    def _pair(self, left: str, right: str, left_format: str, right_format: str) -> None:
        middle = max(0, min(3, (self.last - 1) // 2))
        self._span(self.row, 0, middle, left, left_format)
        self._span(self.row, middle + 1, self.last, right, right_format)
        self.row += 1

    def _across(self, text: str, style: str, height: float | None = None) -> None:
        if height:
            self.page.set_row(self.row, height)
        self._span(self.row, 0, self.last, text, style)
        self.row += 1

    def _span(self, row: int, first: int, last: int, text: str, style: str, last_row: int | None = None) -> None:
        if last > first or (last_row or row) > row:
            self.page.merge_range(row, first, last_row or row, last, text, self.formats[style])
        else:
            self.page.write_string(row, first, text, self.formats[style])

    def header(self) -> None:
        """The header of one row, or of two with the upper cells merged, and the row that numbers the columns."""
        grouped = any(c.group_label for c in self.columns)
        top = self.row
        index = 0
        while index <= self.last:
            group = self.columns[index].group_label
            last = index
            while group and last < self.last and self.columns[last + 1].group_label == group:
                last += 1
            if group:
                self._span(top, index, last, self._header_text(group), "header")
                for place in range(index, last + 1):
                    self._span(top + 1, place, place, self._header_word(self.columns[place]), "header")
            else:
                self._span(top, index, index, self._header_word(self.columns[index]), "header", top + grouped)
            index = last + 1
        self.page.set_row(top + grouped, 34)
        self.row = top + 1 + grouped
        self._numbering()
        self.page.freeze_panes(self.row, 0)
        self.page.repeat_rows(top, self.row - 1)

    def _header_word(self, column: LayoutColumn) -> str:
        known = (column.label, *column.synonyms)
        word = known[1] if self.habit.synonyms and len(known) > 1 and not column.group_label else known[0]
        return self._header_text(word)

    def _header_text(self, text: str) -> str:
        if not self.habit.broken_headers:
            return text
        return text.replace(" (", "\n(") if "(" in text else f"{text.replace(' ', chr(10), 1)} "

    def _numbering(self) -> None:
        for index, column in enumerate(self.columns):
            self.page.write_string(self.row, index, self._column_number(index, column), self.formats["number_row"])
        self.row += 1

    def _column_number(self, index: int, column: LayoutColumn) -> str:
        if self.habit.numbering == "letters" and self.last >= 4:
            return "AB"[index] if index < 2 else str(index - 1)
        if self.habit.numbering == "formula" and self.layout.form.endswith("poor_review"):
            return f"({index + 1}){self._review_formula() if column.column == 'at_end' else ''}"
        return f"({index + 1})"

    def _review_formula(self) -> str:
        places = [c.column for c in self.columns]
        start, escaped, relapsed, found = (places.index(name) + 1 for name in _REVIEW_PARTS)
        return f"=({start})-({escaped})+({relapsed})+({found})"

    def body(self, rows: list[dict]) -> None:
        """The records, with group rows where the office writes them."""
        village = None
        if self.habit.group_rows and self.layout.form.endswith("poor_review"):
            block = "Khu vực thành thị" if "THỊ TRẤN" in self.sender.name else "Khu vực nông thôn"
            self._group_row(block, "I")
        for number, record in enumerate(rows):
            if self._opens_village(record, village):
                self._group_row(record["village"])
            self._record(record, number, village)
            village = record.get("village")
        if not rows:
            self._group_row(NOTHING)

    def _opens_village(self, record: dict, village: str | None) -> bool:
        return self.habit.group_rows and self.layout.form == "beneficiaries" and record["village"] != village

    def _group_row(self, text: str, mark: str = "") -> None:
        for index in range(self.last + 1):
            self.page.write_blank(self.row, index, None, self.formats["group"])
        if mark:
            self.page.write_string(self.row, 0, mark, self.formats["group"])
        self.page.write_string(self.row, 1, text, self.formats["group"])
        self.row += 1

    def _record(self, record: dict, number: int, above: str | None) -> None:
        for index, column in enumerate(self.columns):
            value = self._typed(column, record.get(column.column), number, above)
            self._write(index, column, value)
        self.row += 1

    def _typed(self, column: LayoutColumn, value, number: int, above: str | None):
        form = self.layout.form
        if column.column == "village" and self.habit.ditto and form == "insurance_cards" and value == above:
            return "nt"
        if column.kind in ("category", "text", "name") and value is not None:
            text = self._category(column, value) if column.kind == "category" else value
            return loosened(text, number, self.habit)
        return typed(value, column.kind, form, self.habit)

    def _category(self, column: LayoutColumn, code: str) -> str:
        words = self.words[self.layout.form, column.column, code]
        return words[1] if self.habit.short_categories and len(words) > 1 else words[0]

    def _write(self, index: int, column: LayoutColumn, value, total: bool = False) -> None:
        style = self.formats[_total_style(value) if total else _style(column, value)]
        if value is None:
            self.page.write_blank(self.row, index, None, style)
        elif isinstance(value, str):
            self.page.write_string(self.row, index, value, style)
        elif isinstance(value, datetime):
            self.page.write_datetime(self.row, index, value, self.formats["date"])
        else:
            self.page.write_number(self.row, index, value, style)

    def total(self, rows: list[dict]) -> None:
        """The total row typed by hand, for forms that have anything to add up."""
        summed = {c.column: _sum(rows, c) for c in self.columns if _is_summed(c)}
        if self.layout.sender == "desk" or self.layout.form == "employment":
            return
        for index, column in enumerate(self.columns):
            value = summed.get(column.column)
            self._write(index, column, typed(value, column.kind, self.layout.form, self.habit), total=True)
        label = self.habit.total.format(rows=len(rows))
        self.page.write_string(self.row, 1, label, self.formats["total"])
        self.row += 1

    def footer(self) -> None:
        """Place, date and signatures; no name."""
        sender = self.sender
        right = max(2, self.last - 2)
        self.row += 1
        day = f"{sender.locality}, ngày 20 tháng 12 năm {sender.year}"
        self._span(self.row, right, self.last, day, "italic")
        self._span(self.row + 1, right, self.last, sender.authority, "bold")
        self.page.write_string(self.row + 1, 1, "Người lập biểu", self.formats["bold"])
        self._span(self.row + 2, right, self.last, "(Ký tên, đóng dấu)", "italic")
        self.page.write_string(self.row + 2, 1, "(Ký, ghi rõ họ tên)", self.formats["italic"])


def _style(column: LayoutColumn, value) -> str:
    if column.kind == "coefficient":
        return "coefficient"
    if column.kind in ("money", "count"):
        return "right" if isinstance(value, str) else "number"
    if column.kind in ("row_number", "month", "date", "birth", "mark", "percent", "identity"):
        return "centre"
    return "number" if isinstance(value, int) and value > 9999 else "text"


def _total_style(value) -> str:
    if value is None:
        return "total"
    return "total_right" if isinstance(value, str) else "total_number"


def _is_summed(column: LayoutColumn) -> bool:
    return column.kind in ("money", "count") and not column.level_of and column.column not in _UNSUMMED


def _sum(rows: list[dict], column: LayoutColumn) -> int | None:
    values = [row.get(column.column) for row in rows]
    known = [v for v in values if v is not None]
    return sum(known) if known else None

"""Days of another year: what the register of a year dates long before it or after it."""

from __future__ import annotations

from ctxh.book.layouts import Layout, LayoutColumn
from ctxh.clean.form_records import Columns, Records
from ctxh.findings import Finding, finding
from ctxh.read.placement import cell_ranges

# (form, column): years before that of the report, any where there is none; months after it. Deaths long ago are judged
# by C17 and days of documents by C30, which know how long a claim lives and when the data close.
SPANS: dict[tuple[str, str], tuple[int | None, int]] = {
    ("beneficiaries", "from_month"): (None, 1),
    ("changes", "decision_date"): (1, 0),  # a report's year may begin in December
    ("changes", "effective_month"): (5, 3),  # arrears reach back, and what is decided in December begins later
    ("funerals", "death_date"): (None, 0),
    ("funerals", "paid_month"): (1, 1),
    ("payments", "month"): (0, 0),
    ("insurance_cards", "valid_from"): (1, 3),
}
MOST_LISTED = 5


def other_years(records: Records, layout: Layout, columns: Columns, reported: int | None) -> list[Finding]:
    """A finding for each column with days too far from the year reported on; the days stay as they are."""
    if reported is None:
        return []
    spans = ((column, SPANS[layout.form, column]) for column in columns if (layout.form, column) in SPANS)
    return [row for column, span in spans for row in _far(records, layout.column(column), columns, _months(reported, *span), reported)]


def _months(year: int, before: int | None, after: int) -> tuple[str, str]:
    """The first and the last month that are near enough to a year."""
    first = "" if before is None else f"{year - before}-01"
    return first, f"{year + 1}-{after:02d}" if after else f"{year}-12"


def _far(records: Records, column: LayoutColumn, columns: Columns, plausible: tuple[str, str], reported: int) -> list[Finding]:
    days = columns[column.column]
    far = {day for day in set(days) if day and not plausible[0] <= day[:7] <= plausible[1]}
    if not far:
        return []
    rows = [row for row, day in zip(columns["row"], days, strict=True) if day in far]
    years = sorted({day[:4] for day in far})
    listed = ", ".join(years[:MOST_LISTED]) + (", …" if len(years) > MOST_LISTED else "")
    message = f"Cột «{column.label}»: {len(rows)} ô ghi năm {listed}, không hợp với biểu của năm {reported}."
    remedy = "Đối chiếu với giấy tờ gốc: ngày gõ nhầm thì sửa, dòng của năm khác thì bỏ khỏi biểu."
    place = records.place
    cell = cell_ranges(records.letters[column.column], rows)
    return [finding("flagged", message, remedy, check="case 46", cell=cell, found=listed, used=listed, **place)]

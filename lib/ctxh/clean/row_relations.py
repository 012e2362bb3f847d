"""What the numbers of one row must be to each other: no part above its whole, the end of a year its start and what came and went."""

from __future__ import annotations

from collections.abc import Iterator

from ctxh.book.layouts import AT_MOST, EQUALS, REACHES, Layout, LayoutColumn
from ctxh.clean.form_records import Records
from ctxh.findings import Finding, finding, reported_columns
from ctxh.read.placement import cell_ranges
from ctxh.vietnamese import format_number

RELATION = "quan hệ giữa các cột"
_SEVERAL = 2  # amounts of which one would be large enough
_SIGNS = {1: " + ", -1: " − "}


def relation_findings(records: Records, layout: Layout) -> list[Finding]:
    """A doubt for each column that stands in some rows against the others as rules.csv says it cannot.

    Only rows that have all the numbers are judged, and no column in which a cell was told that must be mended.
    """
    faulty = {letters for _, _, letters in reported_columns(records.findings)}
    found = []
    for column in layout.columns:
        if column.rule == REACHES and column.column in records.table:
            found += _too_small(records, column, float(column.of[0][0]))
        names = [column.column, *(name for name, _ in column.of)]
        if column.rule in (AT_MOST, EQUALS) and all(name in records.table and records.letters[name] not in faulty for name in names):
            found += _finding(records, layout, column, list(_broken(records, column)))
    return found


def _too_small(records: Records, column: LayoutColumn, least: float) -> list[Finding]:
    """A doubt where none of some amounts is as large as one of them surely is: they may be told in thousands."""
    rows = zip(records.table["row"].tolist(), records.table[column.column].tolist(), strict=True)
    paid = {row: value for row, value in rows if value is not None and value > 0}
    if len(paid) < _SEVERAL or max(paid.values()) >= least:
        return []
    message = f"Cột «{column.label}»: cả {len(paid)} số tiền đều dưới {format_number(least)}: có thể ghi theo nghìn hoặc triệu đồng."
    cell = cell_ranges(records.letters[column.column], list(paid))
    remedy = "Ghi đơn vị tính phía trên bảng, hoặc ghi đủ số đồng."
    return [finding("flagged", message, remedy, check=RELATION, cell=cell, **records.place)]


def _broken(records: Records, column: LayoutColumn) -> Iterator[int]:
    """The rows that break the rule of a column."""
    columns = [records.table[name].tolist() for name in ("row", column.column, *(name for name, _ in column.of))]
    for row, own, *others in zip(*columns, strict=True):
        if all(value is not None and value == value for value in (own, *others)):
            due = sum(sign * value for (_, sign), value in zip(column.of, others, strict=True))
            if own > due or (own < due and column.rule == EQUALS):
                yield row


def _finding(records: Records, layout: Layout, column: LayoutColumn, rows: list[int]) -> list[Finding]:
    if not rows:
        return []
    labels = ((sign, f"«{layout.column(name).label}»") for name, sign in column.of)
    whole = "".join(f"{_SIGNS[sign]}{label}" for sign, label in labels).removeprefix(_SIGNS[1])
    must = "phải bằng" if column.rule == EQUALS else "không thể quá"
    message = f"Cột «{column.label}»: {len(rows)} dòng sai, {must} {whole}."
    cell = cell_ranges(records.letters[column.column], rows)
    return [finding("flagged", message, "Xem lại các số của dòng và sửa số sai.", check=RELATION, cell=cell, **records.place)]

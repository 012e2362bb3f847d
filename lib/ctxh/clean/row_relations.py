"""What the numbers of one row must be to each other: no part above its whole, the end of a year its start and what came and went."""

from __future__ import annotations

from collections.abc import Iterator

from ctxh.book.layouts import AT_MOST, EQUALS, Layout, LayoutColumn
from ctxh.clean.form_records import Records
from ctxh.findings import Finding, finding, reported_columns
from ctxh.read.placement import cell_ranges

RELATION = "quan hệ giữa các cột"
_SIGNS = {1: " + ", -1: " − "}


def relation_findings(records: Records, layout: Layout) -> list[Finding]:
    """A doubt for each column that stands in some rows against the others as rules.csv says it cannot.

    Only rows that have all the numbers are judged, and no column in which a cell was told that must be mended.
    """
    faulty = {letters for _, _, letters in reported_columns(records.findings)}
    found = []
    for column in layout.columns:
        names = [column.column, *(name for name, _ in column.of)]
        if column.rule in (AT_MOST, EQUALS) and all(name in records.table and records.letters[name] not in faulty for name in names):
            found += _finding(records, layout, column, list(_broken(records, column)))
    return found


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

"""Tables of families of indicators: a row a code of a list, a column a family, their sum last where the book has one."""

from __future__ import annotations

from collections.abc import Sequence

from ctxh.blocks import Cell, Column, Table, number_column
from ctxh.book import Book, Indicator
from ctxh.book.formulas import Plus
from ctxh.compute.computed import Computed
from ctxh.compute.selections import MISSING_CELL, notice
from ctxh.tell.indicator_tables import heading, printed_values, value_of


def members_of(book: Book, family: str) -> dict[str, Indicator]:
    """The indicators of a family (``decisions_{code}``) by what their codes are called, in the order of the list."""
    return {entry.member: entry for entry in book.indicators.values() if entry.family == family}


def family_table(computed: Computed, families: Sequence[str], caption: str = "") -> Table:
    """The values of families over one list for the whole office: rows of codes that have a value, then the sums that the book has."""
    members, printed = [members_of(computed.book, name) for name in families], printed_values(computed)
    rows = [(label, [of[label] for of in members]) for label in members[0]]
    sums = [_sum(computed.book, of) for of in members]
    cells = [(Cell(label), *(_cell(printed, entry, computed.area_code) for entry in entries)) for label, entries in rows]
    known_rows = [row for row in cells if any(cell.text != MISSING_CELL for cell in row[1:])]
    total = [(Cell("Tổng cộng"), *(_cell(printed, entry, computed.area_code) for entry in sums))] if any(sums) else []
    columns = (Column("Loại"), *(number_column(_shared(of)) for of in members))
    titled = caption or f"{columns[1].label.partition(' (')[0]}, {computed.period.words}"
    note = notice(computed, breakdown=False)
    return Table("by_code", titled, columns, (*known_rows, *total), total_rows=len(total), note=note)


def _sum(book: Book, members: dict[str, Indicator]) -> Indicator | None:
    """The indicator that adds up just these."""
    parts = {entry.id for entry in members.values()}
    found = [entry for entry in book.indicators.values() if isinstance(entry.formula, Plus) and {*entry.formula.parts} == parts]
    return found[0] if len(found) == 1 else None


def _cell(printed: dict[tuple[str, str], str], entry: Indicator | None, office: str) -> Cell:
    return Cell(value_of(printed, entry.id, office), cite=entry.id) if entry else Cell("")


def _shared(members: dict[str, Indicator]) -> str:
    """What all of a family are called without the name of a code, with the unit of measure."""
    member, first = next(iter(members.items()))
    label = first.label.replace(member, "").strip(" :,–-") or "Số lượng"
    return heading(first, label[:1].upper() + label[1:])

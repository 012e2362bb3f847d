"""Columns that a form has in parts, as that of households that left poverty by where they went: the column is their sum."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from ctxh.clean.row_looks import numbers_columns
from ctxh.findings import Finding, finding, quoted
from ctxh.read.flags import column_letters
from ctxh.read.header_matching import holds_number
from ctxh.read.placement import Placed

_EMPTY = ("", None)


def parts_added(placed: Placed, **place: str) -> tuple[Placed, list[Finding]]:
    """A form with the sum of its parts in each column that has some, and what is said of it.

    Parts with a cell that is no number are not added: then several columns may be the one, which stops.
    """
    found = []
    for name, indexes in placed.parts.items():
        first = placed.columns[name]
        head, below = placed.sheet.rows[: placed.first_row], placed.sheet.rows[placed.first_row :]
        if any(_unclear(row, indexes, placed.columns.values()) for row in below):
            others = tuple(index for index in indexes if index != first)
            placed = replace(placed, rivals={**placed.rivals, name: others}, others=placed.others - {*others})
            continue
        rows = [*head, *(row if numbers_columns(row) else _with_sum(row, first, indexes) for row in below)]
        placed = replace(placed, sheet=replace(placed.sheet, rows=rows))
        label = placed.layout.column(name).label
        shown = ", ".join(f"{quoted(placed.heads[index].own)} (cột {column_letters(index)})" for index in indexes)
        cell = ",".join(f"{column_letters(index)}{placed.first_row}" for index in indexes)
        found.append(finding("fixed", f"Cột «{label}» là tổng của {len(indexes)} cột: {shown}.", check="tiêu đề", cell=cell, **place))
    return placed, found


def _unclear(row: list[object], indexes: Collection[int], known: Collection[int]) -> bool:
    """Whether a row of numbers has a part that is none."""
    parts = [row[index] for index in indexes if row[index] not in _EMPTY]
    return not (all(map(holds_number, parts)) or numbers_columns(row)) and any(holds_number(row[index]) for index in known)


def _with_sum(row: list[object], first: int, indexes: Collection[int]) -> list[object]:
    """A row with the sum of the parts that are filled, if any, in the column of the first."""
    filled = [value for index in indexes if isinstance(value := row[index], (int, float))]
    return [*row[:first], sum(filled), *row[first + 1 :]] if filled else row

"""Column widths of a printed table, from the words that must fit in it."""

from __future__ import annotations

from ctxh.blocks import Column, Table

WRAPS_FROM = 34  # characters: longer cells are broken into lines
EDGES = 2.5  # characters lost to the edges of a cell


def shares(table: Table) -> list[float]:
    """The share of the table's width that each column takes; they add up to one."""
    needs = [_need(column, texts) for column, texts in zip(table.columns, _columns(table), strict=True)]
    total = sum(needs)
    return [need / total for need in needs]


def characters(table: Table) -> float:
    """The width in characters that a table would like to have."""
    return sum(_need(c, texts) for c, texts in zip(table.columns, _columns(table), strict=True))


def type_size(table: Table, room: float, largest: float, smallest: float) -> float:
    """The size of type at which a table fits a width in points, within two limits."""
    return max(smallest, min(largest, round(2 * 2.0 * room / characters(table)) / 2))


def _columns(table: Table) -> list[list[str]]:
    return [[row[n].text for row in table.rows] for n in range(len(table.columns))]


def _need(column: Column, texts: list[str]) -> float:
    longest = max(map(len, texts), default=0)
    word = max(map(len, column.label.split()), default=0)
    wrapped = longest if longest <= WRAPS_FROM else WRAPS_FROM + (longest - WRAPS_FROM) ** 0.5
    return max(wrapped, word * 1.1, len(column.label) / 3) + EDGES

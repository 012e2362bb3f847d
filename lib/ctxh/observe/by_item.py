"""Observations by item: what checks and passports look at."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from ctxh.book.items import Item, Value
from ctxh.citations import columns_in_words
from ctxh.frames import Observation
from ctxh.observe.observations import COLUMNS
from ctxh.vietnamese import absent

Place = tuple[str, str, str]  # file, sheet, cells
OnSheet = tuple[str, str, str, str, str]  # area, file, sheet, period, category


class Row(Observation):
    """One observation, which knows its place."""

    __slots__ = ()

    @property
    def place(self) -> Place:
        """The file, the sheet and the cells that it was read from, of a register the column and how many cells of it."""
        return self.file, self.sheet, together([self])


def together(rows: list[Row]) -> str:
    """The cells of observations of one sheet: their ranges, or where no rows are cited the columns with their counts."""
    if any(row.cells for row in rows):
        return ",".join(row.cells for row in rows if row.cells)
    counts: dict[str, int] = {}
    for row in rows:
        if row.range:
            column = columns_in_words(row.range).partition(":")[0]
            counts[column] = counts.get(column, 0) + int(row.rows)
    return "; ".join(f"{column}: {count} ô" for column, count in counts.items())


class ByItem:
    """The observations of a table by item, in the table's order."""

    def __init__(self, table: pd.DataFrame, items: Mapping[str, Item]) -> None:
        self._items = items
        self._rows: dict[str, list[Row]] = {}
        for row in map(Row._make, zip(*(table[column].tolist() for column in COLUMNS), strict=True)):
            self._rows.setdefault(row.item, []).append(row)

    def rows(self, item: str, category: str | None = None) -> list[Row]:
        """The observations of an item, or of one category of it."""
        found = self._rows.get(item, [])
        return found if category is None else [row for row in found if row.category == category]

    def by_category(self, item: str) -> dict[tuple[str, str], float | None]:
        """The values of an item by (area_code, category): sums, and of levels the one that all agree on."""
        summed = not isinstance(self._items[item].fold, Value)
        found: dict[tuple[str, str], float | None] = {}
        for row in self.rows(item):
            key = row.area_code, row.category
            known = found.setdefault(key, 0 if summed else row.value)
            if summed:
                found[key] = (known or 0) + row.value
            elif known != row.value:
                found[key] = None
        return found

    def by_sheet(self, item: str) -> dict[OnSheet, Row]:
        """The observations of an item by (area_code, file, sheet, period, category).

        The area of a fold has several files, and a form may be sent as one sheet a village.
        """
        return {(row.area_code, row.file, row.sheet, row.period, row.category): row for row in self.rows(item)}

    def by_period(self, item: str, category: str = "") -> dict[str, float]:
        """The values of an item by period, summed over areas."""
        found: dict[str, float] = {}
        for row in self.rows(item, category):
            found[row.period] = found.get(row.period, 0.0) + (0.0 if absent(row.value) else row.value)
        return found

    def total(self, item: str, categories: tuple[str, ...] | None = None) -> float | None:
        """The sum of an item over areas, periods and some or all categories; None when it was not observed."""
        rows = (row for row in self.rows(item) if categories is None or row.category in categories)
        values = [row.value for row in rows if not absent(row.value)]
        return float(sum(values)) if values else None

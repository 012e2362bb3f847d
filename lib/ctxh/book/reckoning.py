"""What is known of one area of one year while its indicators are computed: observations, norms, the year before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

import pandas as pd

from ctxh.book import Book
from ctxh.book.quantities import MISSING, Quantity, weakest
from ctxh.reference.dated import last_day
from ctxh.reference.norms import has_norm, norm_on
from ctxh.vietnamese import absent

Reported = tuple[str, float, str, str]  # area_code, value, text, status
Before = Callable[[str, str], Quantity]  # an indicator and an area (empty: the whole office) as they were a year before


def unknown(indicator: str, area_code: str) -> Quantity:
    """What is known of a year before the first one: nothing."""
    return MISSING


@dataclass
class Reckoning:
    """What is known of one area of one year while its indicators are computed."""

    year: int
    observations: dict[str, list[Reported]]  # by item
    norms: pd.DataFrame
    book: Book
    area_code: str = ""  # empty: the whole office
    known: dict[str, Quantity] = field(default_factory=dict)
    as_of: date | None = None  # the day on which norms are asked for; the year's last where none is said
    before: Before = unknown

    def _of(self, item: str) -> list[Reported]:
        rows = self.observations.get(item, [])
        return [row for row in rows if row[0] == self.area_code] if self.area_code else rows

    def total(self, item: str) -> Quantity:
        """The sum of an item over areas and periods; missing when nothing was observed, or an area keeps none of it."""
        known = self._of(item)
        rows = [row for row in known if row[1] == row[1] and row[1] is not None]
        if not rows or any(status == MISSING.status for *_, status in known):
            return MISSING
        return Quantity(_plain(sum(row[1] for row in rows)), status=weakest(row[3] for row in rows))

    def fact(self, item: str) -> Quantity:
        """The one value or text of an item."""
        rows = self._of(item)
        if not rows:
            return MISSING
        _, value, text, _ = rows[0]
        return Quantity(text=text) if text else _single({value})

    def agreed(self, item: str) -> Quantity:
        """The value of an item when all its observations state the same one."""
        return _single({row[1] for row in self._of(item)})

    def indicator(self, name: str) -> Quantity:
        """An indicator's quantity, computed once."""
        if name not in self.known:
            self.known[name] = self.book.indicators[name].formula.compute(self)
        return self.known[name]

    def last_year(self, name: str) -> Quantity:
        """An indicator of the same area as it was a year before."""
        return self.before(name, self.area_code)

    def norm(self, name: str, of_province: bool = False) -> Quantity:
        """The value of a norm on the last day of the period; of one that a province may set, missing where it has not."""
        on = self.as_of or last_day(self.year)
        if of_province and not has_norm(self.norms, name, on):
            return MISSING
        return Quantity(_plain(float(norm_on(self.norms, name, on)["value"])))


def _single(values: set[float]) -> Quantity:
    """The one number of a set; missing where there are several, or one that its own area states in two ways."""
    value = next(iter(values)) if len(values) == 1 else None
    return MISSING if absent(value) else Quantity(_plain(value))


def _plain(value: float) -> int | float:
    return int(value) if float(value).is_integer() else float(value)

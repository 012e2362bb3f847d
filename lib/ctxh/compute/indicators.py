"""Indicators computed from observations, for the whole office and for each area."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

import pandas as pd

from ctxh.book import Book, Indicator
from ctxh.book.printed_values import printed
from ctxh.book.quantities import MISSING, Quantity, weakest
from ctxh.book.request import Request
from ctxh.reference.dated import last_day
from ctxh.reference.norms import has_norm, norm_on

Before = Callable[[str, str], Quantity]  # an indicator and an area (empty: the whole office) as they were a year before
COLUMNS = ["indicator", "area_code", "period", "value", "text", "printed", "status"]


def unknown(indicator: str, area_code: str) -> Quantity:
    """What is known of a year before the first one: nothing."""
    return MISSING


@dataclass
class Reckoning:
    """What is known of one area of one year while its indicators are computed."""

    year: int
    observations: dict[str, list[tuple]]  # item -> (area_code, value, text, status)
    norms: pd.DataFrame
    book: Book
    area_code: str = ""  # empty: the whole office
    known: dict[str, Quantity] = field(default_factory=dict)
    as_of: date | None = None  # the day on which norms are asked for; the year's last where none is said
    before: Before = unknown

    def _of(self, item: str) -> list[tuple]:
        rows = self.observations.get(item, [])
        return [row for row in rows if row[0] == self.area_code] if self.area_code else rows

    def total(self, item: str) -> Quantity:
        """The sum of an item over areas and periods; missing when nothing was observed."""
        rows = [row for row in self._of(item) if row[1] == row[1] and row[1] is not None]
        if not rows:
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


def _single(values: set) -> Quantity:
    """The one number of a set; missing where there are several, or one that its own area states in two ways."""
    value = next(iter(values)) if len(values) == 1 else None
    return MISSING if value is None or value != value else Quantity(_plain(value))


def _plain(value: float) -> int | float:
    return int(value) if float(value).is_integer() else float(value)


def by_item(observations: pd.DataFrame, year: int) -> dict[str, list[tuple]]:
    """The observations of a year grouped by item, as (area_code, value, text, status)."""
    rows = observations[observations["period"].str.startswith(str(year))]
    grouped: dict[str, list[tuple]] = {}
    columns = (rows[name] for name in ("item", "area_code", "value", "text", "status"))
    for item, *rest in zip(*columns, strict=True):
        grouped.setdefault(item, []).append(tuple(rest))
    return grouped


def indicators_of(request: Request, observations: pd.DataFrame, area_codes: list[str], before: Before = unknown) -> pd.DataFrame:
    """All indicators of a period: one row for the office and one for each area where it has a meaning.

    Columns: indicator, area_code, period, value (in the indicator's unit of measure), text,
    printed (as documents print it), status.
    """
    own = request.year, request.area_code
    return indicators_by(request.book, observations, request.norms, *own, area_codes, request.period.last, before)


def indicators_by(
    book: Book,
    observations: pd.DataFrame,
    norms: pd.DataFrame,
    year: int,
    office_area: str,
    area_codes: list[str],
    as_of: date | None = None,
    before: Before = unknown,
) -> pd.DataFrame:
    """The same by a book and some norms. ``as_of`` is the day on which norms are asked for, the year's last where none is given.

    ``before`` answers what formulas ask of the year before.
    """
    grouped = by_item(observations, year)
    office = Reckoning(year, grouped, norms, book, as_of=as_of, before=before)
    rows = [row_of(entry, office, office_area) for entry in book.indicators.values()]
    for area_code in area_codes:
        area = Reckoning(year, grouped, norms, book, area_code, as_of=as_of, before=before)
        rows += [row_of(entry, area, area_code) for entry in book.indicators.values() if entry.by_area]
    return pd.DataFrame(rows, columns=COLUMNS)


def row_of(entry: Indicator, reckoning: Reckoning, area_code: str) -> tuple:
    """The row of one indicator; columns as ``COLUMNS``."""
    quantity = reckoning.indicator(entry.id)
    text = printed(entry, quantity.value, quantity.text)
    return entry.id, area_code, str(reckoning.year), quantity.value, quantity.text, text, quantity.status

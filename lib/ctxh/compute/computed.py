"""What is computed of an office, a year and a period: all that checks, figures, text, documents and analysts ask for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import pandas as pd

from ctxh.book import Book, Indicator
from ctxh.book.categories import Categories
from ctxh.book.derived import derived
from ctxh.book.formulas import looked_back
from ctxh.book.layouts import Layout
from ctxh.book.quantities import MISSING, Quantity
from ctxh.book.reckoning import Reckoning
from ctxh.book.request import Request, known_indicator
from ctxh.compute.indicators import NO_ROWS, Rows, indicators_of
from ctxh.compute.series import asked_of_last_year, breaks_of, last_year_of, series_of, trend_before, trend_of, whole_last_year
from ctxh.observe.by_item import ByItem
from ctxh.observe.observed import Observations
from ctxh.reference.periods import Period
from ctxh.reference.places import PUBLIC
from ctxh.reference.settings import Settings
from ctxh.vietnamese import absent


@dataclass(frozen=True, eq=False, repr=False)
class Earlier:
    """The trend's indicators of earlier years, by year: their workbooks are read when somebody asks."""

    request: Request
    known: Mapping[int, pd.DataFrame] | None = None

    @cached_property
    def tables(self) -> Mapping[int, pd.DataFrame]:
        """A table a year; columns as ``indicators.COLUMNS``."""
        return trend_before(self.request) if self.known is None else self.known

    @cached_property
    def _last(self) -> Mapping[tuple[str, str], Quantity]:
        return _quantities(self.tables.get(self.request.year - 1))

    @cached_property
    def _whole(self) -> Mapping[tuple[str, str], Quantity]:
        return _quantities(whole_last_year(self.request) if self.known is None else None)

    def last_year(self, indicator: str, area_code: str = "") -> Quantity:
        """An indicator as it was a year before, of an area or of the whole office; what no formula asks for is read when it is asked."""
        key = indicator, area_code or self.request.area_code
        read = indicator in trend_of(self.request.book) or indicator in asked_of_last_year(self.request)
        return (self._last if read or self.known is not None else self._whole).get(key, MISSING)


def _quantities(table: pd.DataFrame | None) -> dict[tuple[str, str], Quantity]:
    """The values of a table of indicators by indicator and area."""
    if table is None:
        return {}
    columns = (table[name] for name in ("indicator", "area_code", "value", "text", "status"))
    return {
        (name, area): Quantity(None if absent(value) else value, text, status)
        for name, area, value, text, status in zip(*columns, strict=True)
    }


@dataclass(frozen=True, eq=False, repr=False)
class Computed:
    """Observations and indicators of one request, with what follows from them. Tables are columns as in the README of ``outputs``."""

    request: Request
    observed: Observations
    indicators: pd.DataFrame  # of the office and of each area; columns as ``indicators.COLUMNS``
    earlier: Earlier
    saved_series: pd.DataFrame | None = None
    changed_since: str = ""  # that inputs were changed since published tables were made, and which

    @property
    def year(self) -> int:
        """The year that is reported on."""
        return self.request.year

    @property
    def period(self) -> Period:
        """The part of the year that is reported on."""
        return self.request.period

    @property
    def area_code(self) -> str:
        """The code of the office's own area."""
        return self.request.area_code

    @property
    def settings(self) -> Settings:
        """The settings of the office (office.toml)."""
        return self.request.settings

    @property
    def book(self) -> Book:
        """The definitions of indicators and items."""
        return self.request.book

    @property
    def layouts(self) -> dict[str, Layout]:
        """The layouts of the forms in force at the end of the period."""
        return self.request.layouts

    @property
    def categories(self) -> Categories:
        """The category values of the forms, as they are called at the end of the period."""
        return self.request.categories

    @property
    def reported(self) -> pd.DataFrame:
        """Observations as the areas reported them; columns as ``observe.COLUMNS``."""
        return self.observed.reported

    @property
    def observations(self) -> pd.DataFrame:
        """Observations on the boundaries asked for, with the cells they came from."""
        return self.observed.observations

    @property
    def coverage(self) -> pd.DataFrame:
        """One row a form and file: columns file, area_code, area, form, sheet, rows, sha256."""
        return self.observed.coverage

    @property
    def reading_findings(self) -> pd.DataFrame:
        """Findings of reading and cleaning alone."""
        return self.observed.reading_findings

    @property
    def areas(self) -> pd.DataFrame:
        """The areas that are shown: those that reported, or what they are on the boundaries asked for."""
        return self.observed.areas

    @property
    def listed_until(self) -> str:
        """The month until which lists run that were drawn up after the period; empty for lists of the period."""
        return self.observed.listed_until

    @property
    def untold(self) -> frozenset[str]:
        """The indicators that cannot be told of the part of a year; none of a whole year."""
        return self.observed.untold

    @cached_property
    def as_reported(self) -> Computed:
        """The same observations on the boundaries they were reported on; checks judge these."""
        if not self.request.boundaries:
            return self
        observed = self.observed.as_reported
        if self.request.audience == PUBLIC:  # which tells nothing of areas as they reported
            return replace(self, request=observed.request, observed=observed)
        return replace(self, request=observed.request, observed=observed, indicators=_indicators(observed, self.earlier))

    @cached_property
    def series(self) -> pd.DataFrame:
        """Some indicators over the years from ``since`` on: columns indicator, value, status, year, illustrative."""
        return series_of(self.request, self.earlier.tables, self.indicators) if self.saved_series is None else self.saved_series

    @cached_property
    def last_year(self) -> dict[tuple[str, str], float]:
        """The counts and amounts of the trend a year before, by indicator and area; nothing where there is no such year."""
        return last_year_of(self.request, self.earlier.tables)

    @cached_property
    def breaks(self) -> pd.DataFrame:
        """The days on which a series breaks: columns date (ISO), label, fields, legal_basis."""
        return breaks_of(self.request)

    def area_name(self, area_code: str) -> str:
        """The kind and name of an area: ``xã Kim Xuyên``."""
        return self.observed.area_name(area_code)

    @cached_property
    def office_rows(self) -> dict[str, dict[str, Any]]:
        """The rows of the whole office by indicator."""
        rows = self.indicators[self.indicators["area_code"] == self.area_code].to_dict("records")
        return {str(row["indicator"]): {str(name): value for name, value in row.items()} for row in rows}

    @cached_property
    def area_rows(self) -> dict[str, dict[str, tuple[float, str]]]:
        """Value and printed value by indicator and area code, without the whole."""
        found: dict[str, dict[str, tuple[float, str]]] = {}
        columns = (self.indicators[name] for name in ("indicator", "area_code", "value", "printed"))
        for indicator, area_code, value, shown in zip(*columns, strict=True):
            if area_code != self.area_code:
                found.setdefault(indicator, {})[area_code] = (value, shown)
        return found

    @cached_property
    def printed_values(self) -> dict[tuple[str, str], tuple[str, str]]:
        """Printed value and status by indicator and area."""
        columns = (self.indicators[name] for name in ("indicator", "area_code", "printed", "status"))
        return {(name, area): (shown, status) for name, area, shown, status in zip(*columns, strict=True)}

    @property
    def by_item(self) -> ByItem:
        """The observations by item, in their order."""
        return self.observed.by_item

    def _of_office(self, indicator: str) -> dict[str, Any]:
        """The row of the whole office. Raises CtxhError for an unknown indicator, naming the nearest."""
        return self.office_rows[known_indicator(self.book, indicator).id]

    def printed(self, indicator: str) -> str:
        """An indicator of the whole office as the documents print it. Raises CtxhError for an unknown one."""
        return str(self._of_office(indicator)["printed"])

    def value(self, indicator: str) -> Any:
        """The number of an indicator for the whole office; None when it is missing. Raises CtxhError for an unknown one."""
        number = self._of_office(indicator)["value"]
        return None if number != number else number

    def text(self, indicator: str) -> str:
        """The text or ISO date of an indicator for the whole office; empty for a number. Raises CtxhError for an unknown one."""
        return str(self._of_office(indicator)["text"])

    def has(self, indicator: str) -> bool:
        """Whether an indicator is there and not zero. Raises CtxhError for an unknown one."""
        return bool(self.text(indicator)) or self.value(indicator) not in (None, 0)

    def area_values(self, indicator: str) -> dict[str, tuple[float, str]]:
        """Value and printed value of an indicator by area code, without the whole. Raises CtxhError for an unknown one."""
        return self.area_rows.get(known_indicator(self.book, indicator).id, {})


def derived_value(computed: Computed, indicator: str, way: str, by: str = "") -> tuple[Indicator, Quantity]:
    """What follows from an indicator of the whole office in one of ``derived.WAYS``, and its value. Raises as ``derived`` does."""
    entry = derived(computed.book, indicator, way, by)
    known = {name: found for (name, area), found in _quantities(computed.indicators).items() if area == computed.area_code}
    office = Reckoning(computed.year, {}, computed.request.norms, computed.book, known=known, before=computed.earlier.last_year)
    return entry, entry.formula.compute(office)


def compute(request: Request, observed: Observations) -> Computed:
    """All that is computed of what was observed; earlier years are read when somebody asks for them."""
    earlier = Earlier(request)
    return Computed(request, observed, _indicators(observed, earlier), earlier)


def recomputed(before: Computed, request: Request, observed: Observations) -> Computed:
    """The same where nothing but the book's indicators and the norms may differ: what is made as before is not made again.

    For boundaries as areas reported.
    """
    was, now = (_as_made(one.book.indicators) for one in (before.request, request))
    levels_stand = before.request.norms.equals(request.norms)
    earlier = before.earlier if was == now and levels_stand else Earlier(request)
    stand = {name for name, entry in now.items() if was.get(name) == entry} if levels_stand else set()
    while moved := {name for name in stand if not stand.issuperset((*now[name].formula.inputs(), *looked_back(now[name].formula)))}:
        stand -= moved
    columns = (before.indicators[name].tolist() for name in before.indicators.columns)
    known = {row[:2]: row for row in zip(*columns, strict=True) if row[0] in stand}
    return Computed(request, observed, _indicators(observed, earlier, known), earlier)


def _as_made(entries: Mapping[str, Indicator]) -> dict[str, Indicator]:
    """The entries of a book without their words, on which no number rests."""
    return {name: replace(entry, label="", section="", field="", source="", legal_basis="") for name, entry in entries.items()}


def _indicators(observed: Observations, earlier: Earlier, known: Rows = NO_ROWS) -> pd.DataFrame:
    """The office's indicators rest on what was reported: they do not depend on boundaries."""
    request = observed.request
    table = indicators_of(request, observed.observations, list(observed.areas["area_code"]), earlier.last_year, known)
    if not request.boundaries:
        return table
    whole = indicators_of(request, observed.reported, [], earlier.last_year)
    return pd.concat([whole, table[table["area_code"] != request.area_code]], ignore_index=True)

"""What the workbooks of an office came to: counts and sums by area, and no person."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

import pandas as pd

from ctxh.book.layouts import datings_of
from ctxh.book.request import Request, items_behind
from ctxh.frames import Observation, rows_of
from ctxh.observe.by_item import ByItem
from ctxh.observe.restate import Redrawn, redraw, restate
from ctxh.reference.areas import full_name
from ctxh.reference.periods import latest_paid, tellable


@dataclass(frozen=True, eq=False, repr=False)
class Observations:
    """Observations as the areas reported them, what came in, and what reading found; the rest follows from these."""

    request: Request
    reported: pd.DataFrame  # columns as ``observe.COLUMNS``
    coverage: pd.DataFrame  # one row a form and file, columns ``ingest.COVERAGE``
    reading_findings: pd.DataFrame  # findings of reading and cleaning alone
    restated: pd.DataFrame | None = None  # on the boundaries asked for, where they were saved so
    codes_said: frozenset[tuple[str, str, str]] | None = None  # forms and columns of codes with the keys of what cells say; None: not known

    @cached_property
    def reported_areas(self) -> pd.DataFrame:
        """The areas that reported or owe it: where some merged or ended in the period, those whose workbooks came stand for others."""
        reporters = self.request.reporters
        return reporters.standing_of(dict.fromkeys(self.coverage["area"])).areas if reporters else self.request.reported_areas

    @cached_property
    def redrawn(self) -> Redrawn | None:
        """The areas that reported, on the boundaries asked for; None where none are."""
        request = self.request
        if not request.boundaries:
            return None
        absent = frozenset(self.reported_areas["area_code"]) - set(self.coverage["area_code"])
        return redraw(request.territory, self.reported_areas, date.fromisoformat(request.boundaries), absent)

    @property
    def areas(self) -> pd.DataFrame:
        """The areas that are shown: those that reported, or what they are on the boundaries asked for."""
        return self.redrawn.areas if self.redrawn else self.reported_areas

    @cached_property
    def observations(self) -> pd.DataFrame:
        """Observations on the boundaries asked for, with the cells they came from."""
        if self.redrawn is None:
            return self.reported
        return restate(self.reported, self.redrawn, self.request.book.items) if self.restated is None else self.restated

    @cached_property
    def listed_until(self) -> str:
        """The month (``2024-12``) until which lists run that were drawn up after the period; empty for lists of the period."""
        return "" if self.request.period.whole else latest_paid(self.reported)

    @cached_property
    def untold(self) -> frozenset[str]:
        """The indicators that cannot be told of the part of a year, since one of their items cannot; none of a whole year."""
        book, period = self.request.book, self.request.period
        if period.whole:
            return frozenset()
        kept = tellable(
            list(book.items.values()), period, self.request.book.occasions, bool(self.listed_until), datings_of(self.request.layouts)
        )
        missing = set(book.items) - {item.id for item in kept}
        return frozenset(name for name in book.indicators if missing & set(items_behind(book, name)))

    @cached_property
    def by_item(self) -> ByItem:
        """The observations by item, in their order."""
        return ByItem(self.observations, self.request.book.items)

    @cached_property
    def by_item_sorted(self) -> dict[str, list[Any]]:
        """The observations by item, in order of area and period."""
        found: dict[str, list[Any]] = {}
        for row in sorted(rows_of(self.observations, Observation), key=lambda row: (row.area_code, row.period)):
            found.setdefault(row.item, []).append(row)
        return found

    @cached_property
    def names(self) -> dict[str, str]:
        """The kind and name of each area that is shown, and of the office: ``xã Kim Xuyên``."""
        named = {row["area_code"]: full_name(row) for _, row in self.areas.iterrows()}
        return named | {self.request.area_code: self.request.own_name}

    def area_name(self, area_code: str) -> str:
        """The kind and name of an area: ``xã Kim Xuyên``."""
        return self.names.get(area_code, area_code)

    @property
    def as_reported(self) -> Observations:
        """The same on the boundaries that areas reported on."""
        return replace(self, request=self.request.as_reported, restated=None) if self.request.boundaries else self

"""What a folder of workbooks is expected to hold: who reports on which forms, and a row for each form that came."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from functools import cached_property
from typing import Any

import pandas as pd

from ctxh.book.categories import Categories
from ctxh.book.layouts import Layout
from ctxh.clean.corrections import Correction
from ctxh.frames import Area, Came, columns_of_rows, rows_of
from ctxh.reference.area_names import AreaNames
from ctxh.reference.place_kinds import PlaceKinds
from ctxh.reference.reporters import Part, Reporters

COVERAGE = columns_of_rows(Came)
Coverage = dict[str, Any]  # a row of what came: each of COVERAGE, rows and amounts as numbers


@dataclass(frozen=True)
class Expected:
    """Who reports to an office in a year and on which forms."""

    year: int
    office_code: str
    office_name: str
    areas: pd.DataFrame  # the areas inside the office, as in areas.csv
    layouts: dict[str, Layout]
    categories: Categories
    corrections: tuple[Correction, ...] = ()
    allow_missing: bool = False  # whether an area that sent nothing is flagged only
    as_of: date | None = None  # the day on which ages are asked for; the year's last where none is said
    examples: bool = False  # whether the persons of the year are invented
    months: tuple[str, ...] = ()  # of the period, in which something is paid
    reporters: Reporters | None = None  # all areas that lived in the period, where any began or ended in it
    parts: Mapping[str, Part] = field(default_factory=dict)  # how the workbook of each such sender counts
    halves: frozenset[str] = frozenset()  # the files that tell the time before their area went into another one

    @cached_property
    def villages(self) -> bool:
        """Whether the areas that report are villages."""
        return bool(len(self.areas)) and "level" in self.areas and set(self.areas["level"]) == {"village"}

    def part(self, sender: str) -> Part:
        """How the workbook of a sender counts: under its own code where nothing changed in the period."""
        return self.parts.get(sender) or Part(sender.partition("@")[0], self.names.get(sender, sender))

    def own_time_only(self, area_code: str) -> bool:
        """Whether an area reports on a part of the period, and nobody on the rest."""
        own = [part for part in self.parts.values() if part.code == area_code]
        return bool(own) and all(part.until for part in own)

    @property
    def senders(self) -> Expected:
        """The same with all that may send a workbook in the place of those that report."""
        return replace(self, areas=self.reporters.named) if self.reporters else self

    @cached_property
    def beside_corrections(self) -> tuple[object, ...]:
        """All that one workbook is received by, beside its corrections; equal where it comes to the same."""
        tables = [table.to_dict("list") for table in (self.areas, self.senders.areas)]
        apart = ("areas", "reporters", "corrections")
        return *tables, *(getattr(self, one.name) for one in fields(self) if one.name not in apart)

    @cached_property
    def area_names(self) -> AreaNames:
        """The names of all that may send a workbook, and of the office."""
        return AreaNames.of(self.senders.areas, self.kinds, {self.office_code: self.office_name})

    def sends(self, layout: Layout, area_code: str) -> bool:
        """Whether a form comes from the office's desk or from its communes, as the case may be."""
        return layout.sender in ("both", "desk" if area_code == self.office_code else "area")

    @cached_property
    def kinds(self) -> PlaceKinds:
        """The kinds of places that are known."""
        return next((layout.row_words.places for layout in self.layouts.values()), PlaceKinds())

    @cached_property
    def names(self) -> dict[str, str]:
        """The names of the office and its areas by code."""
        own = {row.area_code: f"{row.kind} {row.name}" for row in rows_of(self.areas, Area)}
        return own | {self.office_code: self.office_name}

"""An edition: one office and one year, with every table that its documents are made of."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

import pandas as pd

from ctxh.blocks import Figure
from ctxh.book.definitions import FIELDS
from ctxh.book.desk import code_words
from ctxh.book.layouts import load_categories, load_layouts
from ctxh.check.by_item import Observed
from ctxh.check.engine import run_checks
from ctxh.check.wording_findings import findings_of_wording
from ctxh.compute import lookups, passports, series
from ctxh.compute.indicators import compute
from ctxh.compute.saved_tables import has_columns, read_table, write_table, write_text
from ctxh.errors import WrongUsage
from ctxh.findings import findings_table
from ctxh.observe import intake
from ctxh.observe.members import member_areas, members_of
from ctxh.observe.observations import COLUMNS
from ctxh.observe.restate import Redrawn, Territory, check_boundaries, redraw, restate
from ctxh.reference import places
from ctxh.reference.areas import full_name, load_areas, load_successions, own_area, reporting_areas
from ctxh.reference.dated import last_day
from ctxh.reference.norms import norms_between
from ctxh.reference.periods import YEAR, Period, check_period, period_of
from ctxh.reference.settings import frame_of, settings_of


def open_edition(
    office: str, year: int, published: bool = False, boundaries: str = "", since: int = 0, period: str = YEAR, shown_here: bool = False
) -> Edition:
    """The edition of an office and a year; its tables are made when they are first asked for.

    Inside a run the tables of earlier notebooks are read from the run's workspace. With
    ``published`` they are read from the published edition where there is one. ``boundaries`` is
    the ISO date on whose boundaries the areas are shown, empty for as they reported; ``since``
    is the first year of the series, 0 for all; ``period`` is year, half-year or nine-months. ``shown_here``
    reads all anew: findings may quote what cells hold, sources name the rows of registers, and nothing is to be saved.
    Raises WrongUsage for what there is not.
    """
    check_period(period)
    data = places.data_folder()
    if not (data / office / "office.toml").is_file():
        raise WrongUsage(f"Không có đơn vị «{office}» trong thư mục dữ liệu: tạo data/{office} với office.toml, hoặc sửa tên đơn vị.")
    if not (data / office / str(year)).is_dir():
        raise WrongUsage(f"Đơn vị «{office}» không có dữ liệu năm {year}: chép tệp Excel vào data/{office}/{year}, hoặc chọn năm khác.")
    final = places.edition_folder(office, year, boundaries, period)
    workspace = (
        final
        if published and has_columns(final / "tables" / "observations.csv", COLUMNS)
        else places.workspace(office, year, boundaries, period)
    )
    reuse = not shown_here and (workspace == final or bool(os.environ.get(places.WORKSPACE)))
    edition = Edition(office, int(year), data, workspace, reuse, boundaries, since, period, shown_here)
    check_boundaries(boundaries, edition.territory)
    series.check_since(since, edition.years())
    return edition


def latest_edition(office: str) -> Edition:
    """The newest published edition of an office; where none is, the newest year that has data."""
    for files in ((places.outputs_folder() / office).glob("*/tables"), (places.data_folder() / office).glob("*/*")):
        years = [int(file.parent.name) for file in files if file.parent.name.isdigit()]
        if years:
            return open_edition(office, max(years), published=True)
    raise WrongUsage(f"Không có đơn vị «{office}» trong thư mục dữ liệu: tạo data/{office} với office.toml, hoặc sửa tên đơn vị.")


@dataclass
class Edition:
    """One office and one year. Tables are columns as in the README of ``outputs``."""

    office_id: str
    year: int
    data: Path
    workspace: Path
    reuse: bool = False  # read tables that this run has saved already
    boundaries: str = ""  # the date on whose boundaries the areas are shown; empty: as they reported
    since: int = 0  # the first year of the series; 0: all years that have data
    period_name: str = YEAR  # year, half-year or nine-months
    shown_here: bool = (
        False  # whether all is for this screen and the senders alone: findings may quote cells, sources name rows of registers
    )

    @cached_property
    def office(self) -> dict:
        """The settings of the office (office.toml)."""
        return settings_of(self.data / self.office_id / "office.toml")

    @property
    def frame(self) -> dict:
        """The frame of the office's report, as its settings say. Raises CtxhError where they have none."""
        return frame_of(self.data / self.office_id / "office.toml")

    @cached_property
    def reference(self) -> Path:
        """The folder of the reference tables."""
        return places.reference_folder(self.data)

    @cached_property
    def layouts(self):
        """The layouts of the forms in force at the end of the period."""
        return load_layouts(self.reference, self.period.last)

    @cached_property
    def categories(self):
        """The category values of the forms, as they are called at the end of the period."""
        return load_categories(self.reference, self.period.last, self.province_kind).naming(code_words())

    province_area = cached_property(lookups.province_area)
    province_kind = cached_property(lookups.province_kind)
    norms = cached_property(lookups.norms)
    coefficients = cached_property(lookups.coefficients)

    @cached_property
    def norms_used(self) -> pd.DataFrame:
        """The norms in force at any time of the year up to the period's end."""
        return norms_between(self.norms, last_day(self.year - 1), self.period.last)

    @property
    def area_code(self) -> str:
        """The code of the office's own area."""
        return self.office["area_code"]

    @cached_property
    def territory(self) -> Territory:
        """The lives of all areas and what became of each."""
        return Territory(load_areas(self.reference, self.data / self.office_id), load_successions(self.reference))

    @property
    def folder(self) -> Path:
        """The folder of the year's workbooks."""
        return self.data / self.office_id / str(self.year)

    @cached_property
    def period(self) -> Period:
        """The part of the year that is reported on."""
        return period_of(self.period_name, self.year, self.office)

    members = cached_property(members_of)

    @cached_property
    def reported_areas(self) -> pd.DataFrame:
        """The areas that report to the office, as they were when the year began; of a fold, its members."""
        if self.members:
            return member_areas(self.members)
        return reporting_areas(self.territory.areas, self.office_id, self.office, self.opened_on)

    @cached_property
    def redrawn(self) -> Redrawn:
        """The areas that reported, on the boundaries asked for."""
        absent = frozenset(self.reported_areas["area_code"]) - set(self.coverage()["area_code"])
        return redraw(self.territory, self.reported_areas, date.fromisoformat(self.boundaries), absent)

    @property
    def areas(self) -> pd.DataFrame:
        """The areas that the edition shows: those that reported, or what they are on its boundaries."""
        return self.redrawn.areas if self.boundaries else self.reported_areas

    @cached_property
    def as_reported(self) -> Edition:
        """The same observations on the boundaries they were reported on; checks judge these."""
        if not self.boundaries:
            return self
        plain, read = self.earlier(self.year), (self.reported(), self.coverage(), self.reading_findings())
        plain.before, plain.shown_here = self.before, self.shown_here
        plain._made = dict(zip(("observations", "coverage", "reading_findings"), read, strict=True))
        return plain

    @cached_property
    def own_name(self) -> str:
        """The kind and name of the office's own area."""
        return full_name(own_area(self.territory.areas, self.office_id, self.office, self.opened_on))

    @property
    def opened_on(self) -> date:
        """The day whose areas report: the eve of the year, or the day that the office itself began (``since`` in office.toml)."""
        return max(last_day(self.year - 1), date.fromisoformat(str(self.office.get("since", date.min))))

    @cached_property
    def _names(self) -> dict[str, str]:
        named = {row["area_code"]: full_name(row) for _, row in self.areas.iterrows()}
        return named | {self.area_code: self.own_name}

    def area_name(self, area_code: str) -> str:
        """The kind and name of an area: ``xã Kim Xuyên``."""
        return self._names.get(area_code, area_code)

    breaks, before, last_year = (cached_property(made) for made in (series.breaks, series.before, series.last_year))
    fields = FIELDS

    received = cached_property(intake.received)
    listed_until = cached_property(intake.listed_until)
    untold = cached_property(intake.untold)
    _expected = intake.expected

    def reported(self) -> pd.DataFrame:
        """Observations as the areas reported them; columns as ``observe.COLUMNS``."""
        name = "observations_reported" if self.boundaries else "observations"
        return self._table(name, lambda: intake.reported(self))

    def observations(self) -> pd.DataFrame:
        """Observations on the edition's boundaries, with the cells they came from."""
        if not self.boundaries:
            return self.reported()
        return self._table("observations", lambda: restate(self.reported(), self.redrawn))

    @cached_property
    def by_item(self) -> Observed:
        """The observations by item, as checks look at them."""
        return Observed(self.observations())

    def save_observations(self) -> pd.DataFrame:
        """The observations, after they were saved, and beside them those as reported where they differ."""
        if self.boundaries:
            self.save("observations_reported", self.reported())
        return self.save("observations", self.observations())

    def indicators(self) -> pd.DataFrame:
        """Indicators of the office and of each area; columns as ``indicators.COLUMNS``."""
        return self._table("indicators", self._indicators)

    def _indicators(self) -> pd.DataFrame:
        """The office's indicators rest on what was reported: they do not depend on boundaries."""
        codes = list(self.areas["area_code"])
        table = compute(self.observations(), self.norms, self.year, self.area_code, codes, self.period.last)
        if not self.boundaries:
            return table
        whole = compute(self.reported(), self.norms, self.year, self.area_code, [], self.period.last)
        return pd.concat([whole, table[table["area_code"] != self.area_code]], ignore_index=True)

    def coverage(self) -> pd.DataFrame:
        """One row a form and file: columns file, area_code, area, form, sheet, rows, sha256."""
        return self._table("coverage", lambda: intake.coverage(self))

    def reading_findings(self) -> pd.DataFrame:
        """Findings of reading and cleaning alone."""
        return self._table("reading_findings", lambda: intake.reading_findings(self))

    def checks(self) -> pd.DataFrame:
        """The checks with both sides and the result; columns as ``checks.COLUMNS``."""
        return self._table("checks", lambda: self._checked[0])

    def findings(self) -> pd.DataFrame:
        """All findings, of reading and of the checks, the gravest first."""
        return self._table("findings", self._all_findings)

    @cached_property
    def _checked(self):
        return run_checks(self.as_reported)

    def _all_findings(self) -> pd.DataFrame:
        redrawn = self.redrawn.findings if self.boundaries else []
        return findings_table(self.reading_findings().to_dict("records") + self._checked[1] + redrawn + findings_of_wording(self))

    def series(self) -> pd.DataFrame:
        """Some indicators over the years from ``since`` on: columns indicator, value, status, year, illustrative."""
        return self._table("series", lambda: series.series(self))

    def years(self) -> list[int]:
        """The years up to this one for which the office has a folder of workbooks."""
        folders = (self.data / self.office_id).iterdir()
        return sorted(int(f.name) for f in folders if f.is_dir() and f.name.isdigit() and int(f.name) <= self.year)

    def earlier(self, year: int) -> Edition:
        """The edition of this or an earlier year on its own boundaries, read anew."""
        return Edition(self.office_id, year, self.data, self.workspace, period_name=self.period_name)

    _office_values = cached_property(lookups.office_values)
    _values_by_area = cached_property(lookups.values_by_area)
    printed_values, rows_by_item = cached_property(passports.printed_values), cached_property(passports.rows_by_item)
    passports = cached_property(passports.of_office)
    changed_since = cached_property(lookups.changed_since)
    printed, value, text, has, area_values = lookups.printed, lookups.value, lookups.text, lookups.has, lookups.area_values

    def _table(self, name: str, make) -> pd.DataFrame:
        made = self.__dict__.setdefault("_made", {})
        if name not in made:
            path = self.workspace / "tables" / f"{name}.csv"
            made[name] = read_table(path) if self.reuse and path.is_file() else make()
        return made[name]

    def save(self, name: str, table: pd.DataFrame) -> pd.DataFrame:
        """The table, after it was written to the workspace as ``tables/NAME.csv``. Raises ValueError where it may name rows of registers."""
        if self.shown_here:
            raise ValueError("an edition that names the rows of registers is not saved")
        return write_table(table, self.workspace / "tables" / f"{name}.csv")

    def save_figure(self, figure: Figure) -> Figure:
        """The figure, after it was written to the workspace as ``figures/ID.svg``."""
        write_text(figure.svg, self.workspace / "figures" / f"{figure.id}.svg")
        return figure

"""An edition: one office and one year as an analyst opens it in a notebook."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from ctxh.blocks import Figure
from ctxh.book.request import Request, read_request
from ctxh.check.verdicts import Verdicts, check
from ctxh.compute.computed import Computed, Earlier, compute
from ctxh.compute.series import check_since
from ctxh.errors import WrongUsage
from ctxh.observe.intake import read_observations
from ctxh.observe.observations import COLUMNS
from ctxh.observe.observed import Observations
from ctxh.observe.restate import check_boundaries
from ctxh.observe.saved import Saved
from ctxh.observe.saved_tables import has_columns
from ctxh.reference.periods import check_period
from ctxh.reference.places import YEAR, Places, handed_over


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
    places, allow_missing = handed_over()
    return edition_at(places, office, year, published, boundaries, since, period, shown_here, allow_missing)


def edition_at(
    places: Places,
    office: str,
    year: int,
    published: bool = False,
    boundaries: str = "",
    since: int = 0,
    period: str = YEAR,
    shown_here: bool = False,
    allow_missing: bool = False,
) -> Edition:
    """The same at some places; ``allow_missing`` flags only what areas did not send."""
    check_period(period)
    if not (places.data / office / "office.toml").is_file():
        raise WrongUsage(f"Không có đơn vị «{office}» trong thư mục dữ liệu: tạo data/{office} với office.toml, hoặc sửa tên đơn vị.")
    if not (places.data / office / str(year)).is_dir():
        raise WrongUsage(f"Đơn vị «{office}» không có dữ liệu năm {year}: chép tệp Excel vào data/{office}/{year}, hoặc chọn năm khác.")
    final = places.edition(office, year, boundaries, period)
    standing = published and has_columns(final / "tables" / "observations.csv", COLUMNS)
    workspace = final if standing else places.workspace(office, year, boundaries, period)
    reuse = not shown_here and (standing or places.stage is not None)
    request = read_request(office, int(year), places, period, boundaries, since, shown_here, allow_missing)
    check_boundaries(boundaries, request.territory)
    check_since(since, request.years())
    return Edition(request, Saved(workspace), reuse)


def latest_edition(office: str) -> Edition:
    """The newest published edition of an office; where none is, the newest year that has data."""
    places, _ = handed_over()
    for files in ((places.outputs / office).glob("*/tables"), (places.data / office).glob("*/*")):
        years = [int(file.parent.name) for file in files if file.parent.name.isdigit()]
        if years:
            return open_edition(office, max(years), published=True)
    raise WrongUsage(f"Không có đơn vị «{office}» trong thư mục dữ liệu: tạo data/{office} với office.toml, hoặc sửa tên đơn vị.")


@dataclass
class Edition:
    """One office, year and period: what was observed, computed and checked, each made or read when it is first asked for.

    ``computed`` is what tables, figures and text are made from, ``verdicts`` what was checked. The rest are the
    shortest ways to a table or a number.
    """

    request: Request
    saved: Saved
    reuse: bool = False  # whether tables are read that are saved already

    @cached_property
    def observed(self) -> Observations:
        """What the workbooks came to."""
        known = self.saved.observations(self.request) if self.reuse else None
        return known or read_observations(self.request)

    @cached_property
    def computed(self) -> Computed:
        """All that is computed: what tables, figures, text and checks are made from."""
        indicators, series = (self.saved.table(name) if self.reuse else None for name in ("indicators", "series"))
        if indicators is None:
            return compute(self.request, self.observed)
        return Computed(self.request, self.observed, indicators, Earlier(self.request), series, self.changed_since)

    @cached_property
    def verdicts(self) -> Verdicts:
        """The checks and all findings."""
        checks, findings = (self.saved.table(name) if self.reuse else None for name in ("checks", "findings"))
        return check(self.computed) if checks is None or findings is None else Verdicts(checks, findings)

    @property
    def office(self) -> dict[str, Any]:
        """The settings of the office (office.toml)."""
        return self.request.settings

    @property
    def year(self) -> int:
        """The year that is reported on."""
        return self.request.year

    @property
    def area_code(self) -> str:
        """The code of the office's own area."""
        return self.request.area_code

    @property
    def workspace(self) -> Path:
        """The folder that tables are saved to and read from."""
        return self.saved.folder

    @property
    def areas(self) -> pd.DataFrame:
        """The areas that are shown: those that reported, or what they are on the edition's boundaries."""
        return self.observed.areas

    @cached_property
    def changed_since(self) -> str:
        """That inputs were changed since the published tables that are shown were made, and which; else empty."""
        return self.saved.changed_since(self.request) if self.reuse else ""

    def area_name(self, area_code: str) -> str:
        """The kind and name of an area: ``xã Kim Xuyên``."""
        return self.observed.area_name(area_code)

    def reported(self) -> pd.DataFrame:
        """Observations as the areas reported them; columns as ``observe.COLUMNS``."""
        return self.observed.reported

    def observations(self) -> pd.DataFrame:
        """Observations on the edition's boundaries, with the cells they came from."""
        return self.observed.observations

    def coverage(self) -> pd.DataFrame:
        """One row a form and file: columns file, area_code, area, form, sheet, rows, sha256."""
        return self.observed.coverage

    def reading_findings(self) -> pd.DataFrame:
        """Findings of reading and cleaning alone."""
        return self.observed.reading_findings

    def indicators(self) -> pd.DataFrame:
        """Indicators of the office and of each area; columns as ``indicators.COLUMNS``."""
        return self.computed.indicators

    def series(self) -> pd.DataFrame:
        """Some indicators over the years from ``since`` on: columns indicator, value, status, year, illustrative."""
        return self.computed.series

    def checks(self) -> pd.DataFrame:
        """The checks with both sides and the result; columns as ``checks.COLUMNS``."""
        return self.verdicts.checks

    def findings(self) -> pd.DataFrame:
        """All findings, of reading and of the checks, the gravest first."""
        return self.verdicts.findings

    def printed(self, indicator: str) -> str:
        """An indicator of the whole office as the documents print it. Raises CtxhError for an unknown one."""
        return self.computed.printed(indicator)

    def value(self, indicator: str) -> Any:
        """The number of an indicator for the whole office; None when it is missing. Raises CtxhError for an unknown one."""
        return self.computed.value(indicator)

    def text(self, indicator: str) -> str:
        """The text or ISO date of an indicator for the whole office; empty for a number. Raises CtxhError for an unknown one."""
        return self.computed.text(indicator)

    def has(self, indicator: str) -> bool:
        """Whether an indicator is there and not zero. Raises CtxhError for an unknown one."""
        return self.computed.has(indicator)

    def area_values(self, indicator: str) -> dict[str, tuple[float, str]]:
        """Value and printed value of an indicator by area code, without the whole. Raises CtxhError for an unknown one."""
        return self.computed.area_values(indicator)

    def save(self, name: str, table: pd.DataFrame) -> pd.DataFrame:
        """The table, after it was written to the workspace as ``tables/NAME.csv``.

        Raises ValueError where it may name rows of registers.
        """
        if self.request.shown_here:
            raise ValueError("an edition that names the rows of registers is not saved")
        return self.saved.save(name, table)

    def save_observations(self) -> pd.DataFrame:
        """The observations, after they were saved, and beside them those as reported where they differ."""
        if self.request.boundaries:
            self.save("observations_reported", self.reported())
        return self.save("observations", self.observations())

    def save_figure(self, figure: Figure) -> Figure:
        """The figure, after it was written to the workspace as ``figures/ID.svg``."""
        return self.saved.save_figure(figure)

"""An edition: one office and one year as an analyst opens it in a notebook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from ctxh.blocks import Figure
from ctxh.book.request import Once, Request, read_request
from ctxh.check.verdicts import Verdicts, kept_for_senders
from ctxh.compute.age_rates import Asked
from ctxh.compute.computed import Computed, compute
from ctxh.compute.explained import Explained, explained
from ctxh.compute.meanings import area_meant, entries_meant, indicator_meant, item_meant, matching, printed_so
from ctxh.compute.series import check_since
from ctxh.compute.what_if import WhatIf, what_if
from ctxh.compute.wide_frames import HYPOTHETICAL, area_frame, found_frame, items_frame, office_frame, rows_frame, years_shown
from ctxh.errors import WrongUsage
from ctxh.observe.intake import read_observations
from ctxh.observe.observations import COLUMNS
from ctxh.observe.observed import Observations
from ctxh.observe.restate import check_boundaries
from ctxh.observe.saved import Saved
from ctxh.observe.saved_tables import has_columns
from ctxh.protect.masking import Protected, public_request
from ctxh.protect.public_edition import earlier_of, made_public
from ctxh.reference.audiences import check_audience
from ctxh.reference.period_names import check_period
from ctxh.reference.places import INTERNAL, USUAL, YEAR, Chosen, Places, handed_over, years_meant
from ctxh.reference.settings import Settings


def open_edition(
    office: str,
    year: int,
    published: bool = False,
    boundaries: str = "",
    since: int = 0,
    period: str = YEAR,
    shown_here: bool = False,
    audience: str = INTERNAL,
) -> Edition:
    """The edition of an office and a year; its tables are made when they are first asked for.

    Inside a run the tables of earlier notebooks are read from the run's workspace. With ``published`` they are read from the published
    edition where there is one. ``boundaries`` is the ISO date on whose boundaries the areas are shown, empty for as they reported;
    ``since`` is the first year of the series, 0 for all; ``period`` is year, half-year or nine-months; ``audience`` internal or public.
    ``shown_here`` reads all anew: findings may quote what cells hold, sources name the rows of registers, and nothing is to be saved.
    Raises WrongUsage for what there is not.
    """
    places, allow_missing = handed_over()
    return edition_at(places, office, year, Chosen(boundaries, since, period, audience, shown_here, allow_missing), published)


def edition_at(
    places: Places, office: str, year: int, chosen: Chosen = USUAL, published: bool = False, once: Once | None = None
) -> Edition:
    """The same at some places, as it is chosen, by tables that were read ``once``."""
    check_period(chosen.period)
    check_audience(chosen.audience)
    places.check(office, int(year))
    final = places.edition(office, year, chosen)
    standing = published and has_columns(final / "tables" / "observations.csv", COLUMNS)
    workspace = final if standing else places.workspace(office, year, chosen)
    reuse = not chosen.shown_here and (standing or places.stage is not None)
    request = read_request(office, int(year), places, chosen, once)
    check_boundaries(chosen.boundaries, request.territory)
    check_since(chosen.since, request.years())
    return Edition(request if chosen.audience == INTERNAL else public_request(request), Saved(workspace), reuse)


VERBS = ("find", "items", "indicators", "rows", "what_if", "observations", "series", "checks", "findings", "save")
NOUNS = ("areas", "computed", "observed", "office", "save_figure", "verdicts", "year")


@dataclass(repr=False)
class Edition:
    """One office, year and period, as an analyst asks it.

    edition.find("ho ngheo")              what there is about some words, with tones or without
    edition["poor_households_rate"]       a number: value, formula, parts and cells; ["...", "Kim Xuyên"] of an area
    edition.items()                       what was read, and by what it is split
    edition.indicators(by="area")         numbers side by side, of several years too
    edition.rows("deaths_by_month")       what was read, summed, as figures are drawn from it
    edition.what_if(norms={...})          the budget as it would be; never part of a report
    edition.observations()                every count and sum with its cells
    edition.series()                      the trend over the years
    edition.checks(), .findings()         what was checked, what must be looked at
    edition.save("name", frame)           a table kept among the draft's

    ``computed`` is what tables, figures and text are made from, ``verdicts`` what was checked; each is made or read when it is
    first asked for.
    """

    request: Request
    saved: Saved
    reuse: bool = False  # whether tables are read that are saved already

    def __repr__(self) -> str:
        """The office and period; then how much there is to ask."""
        asked = f"{len(self.request.book.indicators)} chỉ tiêu, {len(self.areas)} đơn vị"
        return f'{self.request.own_name}, {self.request.period.words}\n{asked}: find("hộ nghèo"), indicators(by="area"), ["tên chỉ tiêu"]'

    def __dir__(self) -> list[str]:
        """What Tab offers: what can be asked, not how it is made."""
        return sorted((*VERBS, *NOUNS))

    def __getitem__(self, asked: str | tuple[str, str | int]) -> Explained:
        """An indicator by id, label or words, of the office or of an area by name or code: value, formula, parts and cells.

        Its ``value`` is in the unit of measure that it is printed with (per cent: 0.94 for 0,94%).
        Raises WrongUsage naming the nearest.

        >>> edition["poor_households_rate"].printed
        '0,94%'
        >>> round(edition["tỷ lệ hộ nghèo", "kim xuyen"].value, 2)
        1.02
        """
        words, area = (asked, "") if isinstance(asked, str) else asked
        entry = indicator_meant(self.request.book, words)
        return explained(self.computed, entry.id, area_meant(self.observed.names, area) if area else "")

    def find(self, words: str) -> pd.DataFrame:
        """Indicators and items by some words, with tones or without, or by a printed number (``447``); all for no words.

        Columns Mã, Tên, Loại (chỉ tiêu: printed; số liệu: read, see ``rows``), Đơn vị tính, Giá trị (of the whole office).
        Raises WrongUsage saying what may have been meant.

        >>> list(edition.find("ho ngheo cuoi nam")["Mã"])[0]
        'poor_households'
        >>> list(edition.find("0,94%")["Mã"])
        ['poor_households_rate']
        """
        printed = printed_so(self.computed.printed_values, self.area_code, words) if any(map(str.isdigit, words)) else []
        return found_frame(self.computed, matching(self.request.book, words, printed))

    def items(self) -> pd.DataFrame:
        """What was read from the workbooks, a row an item: columns Mã, Tên, Đơn vị tính, Biểu, Chia theo, Số liệu gốc (cells).

        >>> edition.items().set_index("Mã").loc["deaths_by_month", "Chia theo"]
        'đơn vị, tháng'
        """
        return items_frame(self.computed)

    def indicators(self, of: str | Sequence[str] = (), by: str = "office", years: str | int | Sequence[int] = "") -> pd.DataFrame:
        """Indicators side by side, in their units of measure.

        ``of`` are ids, labels or fields (``poverty``), all where none are named; ``years`` is ``2024`` or ``2022-2024``.
        ``by="office"``: a row an indicator, a column a year. ``by="area"``: a row an area, a column an indicator, of several
        years an indicator and a year; without the whole office. Raises WrongUsage for what there is not.

        >>> edition.indicators("poor_households", by="area").loc["xã Kim Xuyên"].tolist()
        [31.0]
        """
        if by not in ("office", "area"):
            raise WrongUsage(f'Không xếp theo «{by}» được: by="office" (toàn địa bàn) hoặc by="area" (từng đơn vị).')
        own, frame = self.request, area_frame if by == "area" else office_frame
        book, asked = own.book, (of,) if isinstance(of, str) else of
        entries = [entry for one in asked for entry in entries_meant(book, one)] if asked else list(book.indicators.values())
        chosen = years_meant(years, own.office_id, own.years()) if years else [self.year]
        return frame(years_shown(self.computed, chosen, entries, by == "area"), entries)

    def rows(self, of: str, *by: str) -> pd.DataFrame:
        """What was read of an item, summed by ``area``, ``period``, ``category``; by all it has where none is named.

        Columns Đơn vị, Kỳ (``2024-07``), those of the form that it is split by, then the value with its unit of measure.

        >>> int(edition.rows("deaths_by_month", "period").set_index("Kỳ").loc["2024-07"].iloc[0])
        43
        """
        return rows_frame(self.computed, item_meant(self.request.book, of), by)

    def what_if(
        self,
        norms: Mapping[str, float] | None = None,
        coefficients: Mapping[Asked, float] | None = None,
        ages: Mapping[Asked, int] | None = None,
        since: str = "",
    ) -> WhatIf:
        """The budget by month and group as it would be under other norms (đồng a month), coefficients or ages; nothing of it is published.

        ``coefficients={"single_parent": 1.5}``, with the age where a group has several; ``ages={"elderly_no_pension": 85}``;
        ``since`` is a day. Shows the difference and its reasons; ``by_month``, ``by_group``, ``budget`` are frames in đồng.
        Raises WrongUsage for what only lists of persons could tell, saying what may be asked.

        >>> round(edition.what_if(norms={"social_assistance_base": 600_000}, since="2024-12-01").difference)
        1370600000
        """
        if self.request.places.stage is not None or self.request.audience != INTERNAL:
            raise WrongUsage("what_if chỉ để xem riêng: một lần lập báo cáo không in số giả định. Bỏ ô ấy khỏi sổ của báo cáo.")
        return what_if(self.computed, norms, coefficients, ages, since)

    @cached_property
    def observed(self) -> Observations:
        """What the workbooks came to."""
        known = self.saved.observations(self.request) if self.reuse else None
        return known or (self.protected.computed.observed if self.protected else read_observations(self.request))

    @cached_property
    def protected(self) -> Protected | None:
        """What a public edition is made of, hidden numbers taken out; None of an internal one."""
        return None if self.request.audience == INTERNAL else made_public(self.request)

    @cached_property
    def computed(self) -> Computed:
        """All that is computed: what tables, figures, text and checks are made from."""
        indicators, series = (self.saved.table(name) if self.reuse else None for name in ("indicators", "series"))
        if indicators is None:
            return self.protected.computed if self.protected else compute(self.request, self.observed)
        return Computed(self.request, self.observed, indicators, earlier_of(self.request, self.saved), series, self.changed_since)

    @cached_property
    def verdicts(self) -> Verdicts:
        """The checks and all findings."""
        checks, findings = (self.saved.table(name) if self.reuse else None for name in ("checks", "findings"))
        if checks is None or findings is None:
            return self.protected.verdicts if self.protected else kept_for_senders(self.computed)
        return Verdicts(checks, findings)

    @property
    def office(self) -> Settings:
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

    def observations(self) -> pd.DataFrame:
        """Observations on the edition's boundaries, with the cells they came from."""
        return self.observed.observations

    def series(self) -> pd.DataFrame:
        """Some indicators over the years from ``since`` on: columns indicator, value, status, year, illustrative."""
        return self.computed.series

    def checks(self) -> pd.DataFrame:
        """The checks with both sides and the result; columns as ``checks.COLUMNS``."""
        return self.verdicts.checks

    def findings(self) -> pd.DataFrame:
        """All findings, of reading and of the checks, the gravest first."""
        return self.verdicts.findings

    def value(self, indicator: str) -> Any:
        """The number of an indicator for the whole office; None when it is missing. Raises CtxhError for an unknown one."""
        return self.computed.value(indicator)

    def save(self, name: str, table: pd.DataFrame) -> pd.DataFrame:
        """The table, after it was written as ``tables/NAME.csv``. Raises ValueError where it may name rows of registers."""
        if HYPOTHETICAL in table.columns or HYPOTHETICAL in table.attrs:
            raise ValueError("what is hypothetical is not saved among the tables of an edition")
        if self.request.shown_here:
            raise ValueError("an edition that names the rows of registers is not saved")
        return self.saved.save(name, table)

    def save_observations(self) -> pd.DataFrame:
        """The observations, after they were saved, and beside them those as reported where they differ."""
        if self.request.boundaries:
            self.save("observations_reported", self.observed.reported)
        return self.save("observations", self.observations())

    def save_figure(self, figure: Figure) -> Figure:
        """The figure, after it was written to the workspace as ``figures/ID.svg``."""
        return self.saved.save_figure(figure)

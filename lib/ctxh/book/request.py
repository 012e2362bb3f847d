"""A request: what is reported on, where it lies and what is read of it before any workbook is."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from ctxh.book import Book, Indicator, book_folders, check_norms
from ctxh.book.categories import Categories, load_categories
from ctxh.book.desk import code_words
from ctxh.book.figures import FigureEntry
from ctxh.book.layouts import Layout, dated_sections, load_layouts
from ctxh.book.level_products import check_levels
from ctxh.book.lists import table_of
from ctxh.book.norm_names import check_norm_names
from ctxh.book.optional import nearest_or_optional
from ctxh.book.province_words import book_of
from ctxh.errors import CtxhError, WrongUsage, nearest
from ctxh.reference.areas import Territory, full_name, load_territory, own_area, province_around, reporting_areas
from ctxh.reference.dated import last_day
from ctxh.reference.inputs import SETTINGS, check_members, check_moved, check_older
from ctxh.reference.norms import load_coefficients, load_norms, norms_between, norms_of_provinces
from ctxh.reference.periods import Period, period_of
from ctxh.reference.places import INTERNAL, USUAL, Chosen, Places, province_folder, years_of_office
from ctxh.reference.reporters import Reporters, reporters_of
from ctxh.reference.settings import FrameSettings, IllustrativeSettings, Settings, frame_of, settings_of
from ctxh.vietnamese import PROVINCE, format_iso_date

Once = Callable[..., Any]  # calls a loader with its arguments, or knows what it gave


def items_behind(book: Book, indicator: str) -> list[str]:
    """The items that an indicator stands on, through all its parts, each once."""
    formula = book.indicators[indicator].formula
    found = [formula.item.id] if hasattr(formula, "item") else []
    for part in formula.inputs():
        found += items_behind(book, part)
    return list(dict.fromkeys(found))


def known_indicator(book: Book, name: str) -> Indicator:
    """The definition of an indicator. Raises CtxhError naming the nearest one."""
    if name not in book.indicators:
        raise CtxhError(f"Không có chỉ tiêu «{name}».{nearest_or_optional(name, book.indicators)}")
    return book.indicators[name]


def known_figure(book: Book, name: str) -> FigureEntry:
    """The definition of a figure. Raises CtxhError naming the nearest one and all that there are."""
    if name not in book.figures:
        raise CtxhError(f"không có hình «{name}».{nearest(name, book.figures)} Các hình: {', '.join(book.figures)}.")
    return book.figures[name]


def known_field(book: Book, name: str) -> str:
    """The name of a field of the report. Raises CtxhError naming all of them."""
    if name not in book.fields:
        raise CtxhError(f"Không có lĩnh vực «{name}».{nearest(name, book.fields)} Các lĩnh vực: {', '.join(book.fields)}.")
    return name


@dataclass(frozen=True, eq=False, repr=False)
class Request:
    """One office, year and period with its settings, tables and definitions, read once by ``read_request``.

    Tables have the columns of those in ``data``.
    """

    office_id: str
    year: int
    places: Places
    settings: Settings  # office.toml
    period: Period
    book: Book  # in the words of the office's province
    layouts: dict[str, Layout]  # in force at the end of the period
    categories: Categories  # as they are called then
    territory: Territory
    norms: pd.DataFrame
    coefficients: pd.DataFrame
    members: tuple[Request, ...] = ()  # of the offices that the office folds
    boundaries: str = ""  # the date on whose boundaries the areas are shown; empty: as they reported
    since: int = 0  # the first year of the series; 0: all years that have data
    shown_here: bool = (
        False  # whether all is for this screen and the senders alone: findings may quote cells, sources name rows of registers
    )
    allow_missing: bool = False  # whether areas that sent nothing are flagged only
    audience: str = INTERNAL  # whom the edition is for: internal or public

    @property
    def data(self) -> Path:
        """The folder of the offices' data."""
        return self.places.data

    @property
    def reference(self) -> Path:
        """The folder of the reference tables."""
        return self.places.reference

    @property
    def office_folder(self) -> Path:
        """The folder of the office's data."""
        return self.data / self.office_id

    @property
    def folder(self) -> Path:
        """The folder of the year's workbooks."""
        return self.office_folder / str(self.year)

    @property
    def frame(self) -> FrameSettings:
        """The frame of the office's report, as its settings say. Raises CtxhError where they have none."""
        return frame_of(self.settings, f"{self.office_id}/{SETTINGS}")

    @property
    def area_code(self) -> str:
        """The code of the office's own area."""
        return self.settings.area_code

    @property
    def opened_on(self) -> date:
        """The day whose areas report: the eve of the year, or the day that the office itself began (``since`` in office.toml)."""
        return _opened_on(self.year, self.settings)

    @cached_property
    def own_name(self) -> str:
        """The kind and name of the office's own area."""
        return full_name(self.own_area)

    @property
    def own_area(self) -> pd.Series:
        """The office's own area, as in areas.csv."""
        return own_area(self.territory.areas, self.office_id, self.settings, self.opened_on)

    @cached_property
    def province_kind(self) -> str:
        """What the province of the office is called: ``tỉnh`` or ``thành phố``."""
        province = province_around(self.territory.areas, self.area_code, self.opened_on)
        return PROVINCE if province is None else str(province["kind"])

    @cached_property
    def reported_areas(self) -> pd.DataFrame:
        """The areas that report to the office, as they were when the year began; of a fold, those of its members."""
        if not self.members:
            return reporting_areas(self.territory.areas, self.office_id, self.settings, self.opened_on)
        return pd.DataFrame([member.own_area for member in self.members]).sort_values("area_code", ignore_index=True)

    @cached_property
    def reporters(self) -> Reporters | None:
        """All areas that lived in the period, where any began or ended in it; None where none did, and for a fold."""
        if self.members or self.reported_areas.empty:
            return None
        ended = str(self.own_area["valid_to"])
        last = min(self.period.last, date.fromisoformat(ended) - timedelta(days=1)) if ended else self.period.last
        found = reporters_of(self.territory, self.area_code, self.settings.lowest, self.opened_on, last)
        return found if found.changing else None

    @cached_property
    def norms_used(self) -> pd.DataFrame:
        """The norms in force at any time of the year up to the period's end."""
        return norms_between(self.norms, last_day(self.year - 1), self.period.last)

    @property
    def illustrative(self) -> IllustrativeSettings:
        """What the office says of figures that are not real: for which years, and in which words."""
        return self.settings.illustrative

    def years(self) -> list[int]:
        """The years up to this one for which the office has a folder of workbooks."""
        return [year for year in years_of_office(self.office_folder) if year <= self.year]

    def of_year(self, year: int) -> Request:
        """The same office and period in another year, on its own boundaries."""
        return self.of_years([year])[0]

    def of_years(self, years: Iterable[int]) -> list[Request]:
        """The same in several years; tables that they share are read once."""
        once = tables_once()
        return [_read(self.office_id, year, self.places, self.period.name, self.allow_missing, once) for year in years]

    @property
    def as_reported(self) -> Request:
        """The same on the boundaries that areas reported on."""
        return replace(self, boundaries="") if self.boundaries else self


def read_request(office: str, year: int, places: Places, chosen: Chosen = USUAL, once: Once | None = None) -> Request:
    """The request with all that its office, year and period are read by, members of a fold included; in a run as that has kept it.

    ``once`` holds the tables that were read for another request and have not changed since. Raises CtxhError for what is ill written.
    """
    kept = kept_request(places, office, year, chosen.period, chosen.allow_missing)
    read = kept or _read(office, year, places, chosen.period, chosen.allow_missing, once or tables_once())
    return replace(read, boundaries=chosen.boundaries, since=chosen.since, shown_here=chosen.shown_here, audience=chosen.audience)


def requests_by_period(office: str, year: int, places: Places) -> Callable[[str], Request]:
    """What reads the request of a period of a year, tables that its periods share once; it raises CtxhError for what is ill written."""
    once = tables_once()
    return lambda period: _read(office, year, places, period, False, once)


def keep_request(request: Request, file: Path) -> Path:
    """The file in which a request was kept for the other processes of a run: a private one, which goes with the run."""
    file.write_bytes(pickle.dumps(request, pickle.HIGHEST_PROTOCOL))
    return file


def kept_request(places: Places, office: str, year: int, period: str, allow_missing: bool) -> Request | None:
    """The request that the run at some places has kept; None where there is none, or it asks for something else."""
    if places.request is None:
        return None
    kept: Request = pickle.loads(places.request.read_bytes())  # in a folder of the run's own
    asked = (office, year, period, allow_missing)
    return replace(kept, places=places) if (kept.office_id, kept.year, kept.period.name, kept.allow_missing) == asked else None


def tables_once() -> Once:
    """What calls a loader with its arguments once: offices that fold one another, and years of one office, share most tables."""
    return cache(lambda load, *of: load(*of))


BOOKS, NORMS = (book_of,), (load_norms, norms_of_provinces)  # what reads the book, and what the norms


def tables_anew(once: Once, loaders: Container[Callable[..., Any]]) -> Once:
    """The same for all tables but those of some loaders, which are read again: their files were changed."""
    again = tables_once()
    return lambda load, *of: (again if load in loaders else once)(load, *of)


def _read(office: str, year: int, places: Places, name: str, allow_missing: bool, once: Once) -> Request:
    folder, reference = places.data / office, places.reference
    settings = settings_of(folder / SETTINGS)
    territory = once(load_territory, reference, folder if (folder / "areas.csv").is_file() else None)
    province = province_around(territory.areas, settings.area_code, _opened_on(year, settings))
    kind = PROVINCE if province is None else str(province["kind"])
    shared = None if province is None else province_folder(places.data, province["name"])
    check_moved(reference, shared)
    once(check_older, reference)
    folders = book_folders(reference, *filter(None, (shared, folder)), forms=settings.forms)
    period = period_of(name, year, settings.periods, once(dated_sections, folders))
    book = once(book_of, folders, kind)
    check_levels(once(load_layouts, reference, period.last, folders[1:]), folders)
    norms = once(load_norms, reference, folder if (folder / "norms.csv").is_file() else None, shared)
    check_norms(book, {*norms["norm"]}, once(norms_of_provinces, places.data), folders)
    coefficients = once(load_coefficients, reference, shared)
    check_norm_names(book, norms, coefficients["norm"], folders)
    return Request(
        office,
        year,
        places,
        settings,
        period,
        book,
        once(load_layouts, reference, period.last, folders[1:]),
        once(load_categories, reference, period.last, kind, folders[1:]).naming(code_words(book)),
        territory,
        norms,
        coefficients,
        tuple(_read(one, year, places, name, allow_missing, once) for one in check_members(office, settings.folds, places.data)),
        allow_missing=allow_missing,
    )


def require_forms(request: Request) -> None:
    """Nothing, when there are forms for the year. Raises WrongUsage saying from when there are, and where they are written."""
    if request.layouts:
        return
    begun = format_iso_date(min(table_of((request.reference / "book",), "forms.csv")["valid_from"]))
    raise WrongUsage(
        f"Chưa có biểu mẫu nào có hiệu lực cuối năm {request.year}: bảng biểu bắt đầu từ {begun}. Lập báo cáo của năm sớm hơn "
        "thì ghi ngày sớm hơn ở cột valid_from của forms.csv và columns.csv trong data/reference/book."
    )


def _opened_on(year: int, settings: Settings) -> date:
    return max(last_day(year - 1), settings.since or date.min)

"""Periods of a report: a year, its first half or its first nine months, and when each section's data close.

Without a word from the office the days are those of Decree 09/2019/NĐ-CP, article 12.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple, Protocol, TypeVar

import pandas as pd

from ctxh.errors import CtxhError, nearest
from ctxh.reference.dated import month_end
from ctxh.reference.period_names import WORDS, spoken
from ctxh.reference.places import YEAR
from ctxh.reference.settings import PeriodSettings
from ctxh.vietnamese import absent

REGIME = {YEAR: ("12-15", "12-14"), "half-year": ("12-15", "06-14"), "nine-months": ("12-15", "09-14")}
BASIS = "Điều 12 Nghị định số 09/2019/NĐ-CP ngày 24/01/2019 của Chính phủ"
DECISIONS, DOCUMENTS, OCCASION = "changes", "documents", "occasion"
PAID_LATER = "paid_later"  # the item that says what was paid after the period


class Dating(NamedTuple):
    """What dates the rows of a form: the first of some columns that has a day, none where none does; and with which section they close."""

    form: str
    columns: tuple[str, ...] = ()
    section: str = ""
    undated: bool = False  # whether it tells of what happened on days that it does not give
    at_year_end: tuple[str, ...] = ()  # the columns of what is found once, at the end of a year


class OfColumn(Protocol):
    """What says of which column something is counted."""

    @property
    def column(self) -> str: ...


class OfForm(Protocol):
    """What is read from a form: of which, by which fold, of which rows."""

    @property
    def form(self) -> str: ...
    @property
    def fold(self) -> OfColumn: ...
    @property
    def where(self) -> tuple[tuple[str, tuple[str, ...]], ...]: ...
    @property
    def undated(self) -> bool: ...
    @property
    def occasion(self) -> str: ...


AnyItem = TypeVar("AnyItem", bound=OfForm)


@dataclass(frozen=True)
class Period:
    """A part of a year that is reported on, with the days on which the data of sections close."""

    name: str
    year: int
    first: date
    last: date  # the day whose norms, forms and names of categories count; ages are those completed in its year
    cutoffs: Mapping[str, date]  # by section, where it is not the last day
    basis: str

    @property
    def whole(self) -> bool:
        """Whether it is the whole year."""
        return self.name == YEAR

    @property
    def word(self) -> str:
        """What stands before the year: ``năm``, ``6 tháng đầu năm``."""
        return WORDS[self.name]

    @property
    def words(self) -> str:
        """The period as it is said: ``6 tháng đầu năm 2024``."""
        return spoken(self.name, self.year)

    @property
    def months(self) -> list[str]:
        """The months that are paid in it: ``2024-01``, ``2024-02`` ..."""
        return [f"{self.year}-{month:02d}" for month in range(1, self.last.month + 1)]

    def cutoff(self, section: str) -> date:
        """The day on which the data of a section close."""
        return self.cutoffs.get(section, self.last)


def period_of(name: str, year: int, periods: Mapping[str, PeriodSettings], sections: tuple[str, ...] | None = None) -> Period:
    """A period of a year by the days that an office's settings give (``[periods.NAME]`` of office.toml), else by the decree.

    ``sections`` are those that may close on a day of their own; any may where they are not known.
    """
    own = periods.get(name, PeriodSettings())
    for section in own.cutoffs:
        if sections is not None and section not in sections:
            hint = f"{nearest(section, sections)} Các mục: {', '.join(sections)}."
            raise CtxhError(f"office.toml, [periods.{name}.cutoffs]: không có mục «{section}».{hint}")
    start, end = own.start or REGIME[name][0], own.end or REGIME[name][1]
    last = _day(name, year, end)
    first = _day(name, year, start)
    first = first if first < last else _day(name, year - 1, start)
    cutoffs = {section: _day(name, year, day) for section, day in own.cutoffs.items()}
    basis = own.basis or ("Đơn vị quy định" if own.start or own.end else BASIS)
    return Period(name, year, first, last, cutoffs, basis)


def _day(name: str, year: int, month_day: str) -> date:
    try:
        return date.fromisoformat(f"{year}-{month_day}")
    except (ValueError, TypeError):
        raise CtxhError(f"office.toml, [periods.{name}]: «{month_day}» không phải tháng-ngày, ví dụ 06-14.") from None


def within(table: pd.DataFrame, dating: Dating, period: Period, occasions: Mapping[str, str], late: bool = False) -> pd.DataFrame:
    """The rows of a form that are not dated after the period's cut-off.

    Documents of a year all stay: those of later days are doubted where they are cited. Undated rows stay, unless they are
    documents, or gifts in workbooks written after the period (``late``).
    """
    if not dating.columns or table.empty or (period.whole and dating.form == DOCUMENTS):
        return table
    days = _days_of(table, dating, period, occasions)
    kept = days <= period.cutoff(dating.section).isoformat()
    if dating.form == DOCUMENTS or (late and OCCASION in dating.columns):
        kept &= days != ""
    return table[kept].reset_index(drop=True)


def decided_before(table: pd.DataFrame, dating: Dating, period: Period) -> int:
    """How many rows are decisions of a day before the period: the one before may have counted them."""
    if dating.form != DECISIONS or table.empty:
        return 0
    days = _days_of(table, dating, period, {})
    return int(((days != "") & (days < period.first.isoformat())).sum())


def _days_of(table: pd.DataFrame, dating: Dating, period: Period, occasions: Mapping[str, str]) -> pd.Series:
    """The day that dates each row of a form, empty where none does."""
    days = pd.Series("", index=table.index, dtype=object)
    for column in dating.columns:
        if column in table:
            named = occasions if column == OCCASION else None
            dated = pd.Series([_iso(value, period.year, named) for value in table[column]], index=table.index, dtype=object)
            days = days.where(days != "", dated)
    return days


def listed_on(later: str, period: Period) -> date:
    """The day that lists of who there is were drawn up for: the period's, or the end of the latest month paid after it."""
    if not later:
        return period.last
    return month_end(int(later[:4]), int(later[5:7]))


def latest_paid(observations: pd.DataFrame) -> str:
    """The latest month paid after the period (``2024-12``); empty when the workbooks are those of the period."""
    months = observations.loc[observations["item"] == PAID_LATER, "period"]
    return str(months.max()) if len(months) else ""


def after(table: pd.DataFrame, period: Period) -> pd.DataFrame:
    """The rows of a table of payments whose month begins after the month in which the period ends."""
    if period.whole or table.empty or "month" not in table:
        return table.iloc[:0]
    return table[table["month"].map(lambda month: _iso(month, period.year, None)[:7]) > f"{period.last:%Y-%m}"].reset_index(drop=True)


def tellable(items: list[AnyItem], period: Period, occasions: Mapping[str, str], late: bool, forms: Mapping[str, Dating]) -> list[AnyItem]:
    """The items that can be told of a period: no gifts and days of occasions still to come, nothing that is found at a year's end.

    ``late`` says that the workbooks were written after the period: then nothing either of what happened
    on days that no form gives, since it cannot be known which part of it belongs to the period.
    """
    if period.whole:
        return items
    of = {item.form: forms.get(item.form, Dating(item.form)) for item in items}
    begun = [item for item in items if not _to_come(item, period, occasions, of[item.form])]
    return [item for item in begun if not (late and (item.undated or of[item.form].undated))]


def _to_come(item: OfForm, period: Period, occasions: Mapping[str, str], dating: Dating) -> bool:
    if item.fold.column in dating.at_year_end:
        return True
    codes = (item.occasion,) if item.occasion else dict(item.where).get(OCCASION, ())
    last = f"{period.cutoff(dating.section):%m-%d}"
    return bool(codes) and all(occasions.get(code, "") > last for code in codes)


def _iso(value: Any, year: int, occasions: Mapping[str, str] | None) -> str:
    """The first day that a date, a month, a year or an occasion may mean; empty when there is none."""
    if absent(value) or value == "":
        return ""
    if occasions is not None:
        return f"{year}-{occasions[value]}" if occasions.get(value) else ""
    text = str(value)[:10]
    return f"{text}-01-01"[:10] if len(text) == 4 else f"{text}-01"[:10]

"""Reading of dates as clerks type them: day first, often without a day or a month."""

from __future__ import annotations

import calendar
import datetime
import math
import numbers
import re
from dataclasses import dataclass
from functools import lru_cache

from ctxh.vietnamese.digits import CellError, absent
from ctxh.vietnamese.text import fold, plain_digits

YEARS = range(1850, 2101)
MONTHS = range(13)
SERIALS = range(3_000, 80_000)
EPOCH_1900 = datetime.date(1899, 12, 30)
EPOCH_1904 = datetime.date(1904, 1, 1)
ISO = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?(?:[t ][\d:.]+)?")
DAY_FIRST = re.compile(r"(?:ngay )?(\d{1,2}) ?[/.\-] ?(\d{1,2}) ?[/.\-] ?(\d{4}|\d{2})(?: 00:00(?::00)?)?")
WORDED = re.compile(r"(?:ngay (\d{1,2}) )?thang (\d{1,2}) nam (\d{4}|\d{2})|(\d{1,2}) thang (\d{1,2}) nam (\d{4}|\d{2})")
MONTH_YEAR = re.compile(r"(?:thang ?|t\.? ?)?(\d{1,2}) ?[/.\-] ?(\d{4})")
MONTH_SHORT_YEAR = re.compile(r"(?:thang ?|t\.? ?)?(\d{1,2}) ?[/.\-] ?(\d{2})")
YEAR = re.compile(r"(?:nam )?(\d{4})")
MONTH = re.compile(r"(?:thang ?|t\.? ?)?(\d{1,2})")
BLANK = ("", "-", "–", "—")
OLDEST = 110  # the age that nobody passes
LONGEST = 80  # years from an event to the report on it


@dataclass(frozen=True, order=True, slots=True)
class PartialDate:
    """A date known to the day, the month or only the year."""

    year: int
    month: int | None = None
    day: int | None = None

    @property
    def precision(self) -> str:
        """``day``, ``month`` or ``year``."""
        return "day" if self.day else "month" if self.month else "year"

    @property
    def first(self) -> datetime.date:
        """The earliest day it can be."""
        return datetime.date(self.year, self.month or 1, self.day or 1)

    @property
    def last(self) -> datetime.date:
        """The latest day it can be."""
        month = self.month or 12
        return datetime.date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    def isoformat(self) -> str:
        """``2024-04-09``, ``2024-04`` or ``2024``."""
        known = [f"{self.year:04d}"] + [f"{part:02d}" for part in (self.month, self.day) if part]
        return "-".join(known)


class DateError(CellError):
    """A cell that cannot be read as a date."""


def parse_date(value: object, latest_year: int | None = None, date1904: bool = False) -> PartialDate | None:
    """The date in a cell, None when the cell is blank. Raises DateError with the reason.

    A two-digit year is taken as the last such year up to ``latest_year``, and refused without it.
    """
    if absent(value):
        return None
    if isinstance(value, str):
        return _from_text(value, latest_year)
    if isinstance(value, datetime.date):
        return PartialDate(value.year, value.month, value.day)
    if isinstance(value, PartialDate):
        return value
    if isinstance(value, numbers.Real) and not isinstance(value, bool):
        return _from_serial(int(value) if isinstance(value, numbers.Integral) else float(value), date1904)
    raise DateError("not_a_date", f"«{value}» không phải là ngày")


def parse_month(value: object, year: int | None = None, latest_year: int | None = None) -> PartialDate | None:
    """The month in a cell, None when blank; ``tháng 4`` needs the ``year`` of the sheet, ``4/24`` a ``latest_year``.

    ``05/08`` may be a day and is refused.
    """
    key = fold(plain_digits(str(value))) if isinstance(value, str | int) and not isinstance(value, bool) else ""
    if year and (named := MONTH.fullmatch(key)):
        return _made(year, int(named[1]), None, str(value))
    short = MONTH_SHORT_YEAR.fullmatch(key)
    if short and int(short[2]) not in MONTHS:
        return _made(_full_year(short[2], latest_year, str(value)), int(short[1]), None, str(value))
    found = parse_date(value, latest_year)
    if found is None:
        return None
    if found.month is None:
        raise DateError("no_month", f"«{value}» không cho biết tháng", "gõ dạng 4/2024")
    return PartialDate(found.year, found.month)


def of_one_century(found: PartialDate, reported: int, birth: bool = False) -> PartialDate:
    """A date that was read off a two-digit year as the last one up to the year ``reported`` on, where no other is possible.

    Raises DateError where an event would be too long ago, its year being one to come, and where a
    birth a hundred years earlier gives an age too.
    """
    ago = reported - found.year
    if ago + 100 <= OLDEST if birth else ago > LONGEST:
        raise DateError("short_year", "năm chỉ có hai chữ số, không rõ thế kỷ nào", "gõ đủ bốn chữ số của năm")
    return found


def _from_serial(value: float, date1904: bool) -> PartialDate:
    number = math.floor(value)
    if number == value and number in YEARS:
        return PartialDate(number)
    if number in SERIALS:
        day = (EPOCH_1904 if date1904 else EPOCH_1900) + datetime.timedelta(days=number)
        return PartialDate(day.year, day.month, day.day)
    raise DateError("not_a_date", f"«{value}» không phải là ngày")


@lru_cache(maxsize=65_536)
def _from_text(text: str, latest_year: int | None) -> PartialDate | None:
    plain = plain_digits(text)
    key = fold(plain).replace(",", "")
    if plain in BLANK or not key:
        return None
    if found := DAY_FIRST.fullmatch(key):
        day, month, year = found.groups()
        return _made(_full_year(year, latest_year, text), int(month), int(day), text)
    if found := ISO.fullmatch(key):
        year, month, day = found.groups()
        return _made(int(year), int(month), int(day) if day else None, text)
    if found := WORDED.fullmatch(key):
        day, month, year = found.groups()[:3] if found[3] else found.groups()[3:]
        return _made(_full_year(year, latest_year, text), int(month), int(day) if day else None, text)
    if found := MONTH_YEAR.fullmatch(key):
        return _made(int(found[2]), int(found[1]), None, text)
    if found := YEAR.fullmatch(key):
        return _made(int(found[1]), None, None, text)
    if key.isascii() and key.isdigit():
        return _from_serial(int(key), date1904=False)
    raise DateError("not_a_date", f"«{text}» không phải là ngày", "gõ ngày/tháng/năm, ví dụ 09/4/2024")


def _full_year(year: str, latest_year: int | None, text: str) -> int:
    if len(year) == 4:
        return int(year)
    if latest_year is None:
        raise DateError("short_year", f"«{text}»: năm chỉ có hai chữ số", "gõ đủ bốn chữ số của năm")
    full = latest_year - latest_year % 100 + int(year)
    return full if full <= latest_year else full - 100


def _made(year: int, month: int | None, day: int | None, text: str) -> PartialDate:
    try:
        datetime.date(year, month if month is not None else 1, day if day is not None else 1)
    except ValueError:
        swapped = month is not None and day is not None and 12 < month <= 31 and 1 <= day <= 12
        remedy = f"có thể là {month:02d}/{day:02d}/{year}" if swapped else ""
        raise DateError("impossible", f"«{text}» là ngày không có thật", remedy) from None
    if year not in YEARS:
        raise DateError("impossible", f"«{text}»: năm {year} ngoài khoảng 1850-2100")
    return PartialDate(year, month, day)

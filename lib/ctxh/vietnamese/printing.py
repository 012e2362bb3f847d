"""Printing of numbers and dates as Vietnamese administrative texts print them."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from ctxh.vietnamese.dates import PartialDate
from ctxh.vietnamese.digits import absent

Numeric = int | float | Decimal | Fraction
MILLION, BILLION = 10**6, 10**9
SCALES = {"tỷ": BILLION, "triệu": MILLION, "đồng": 1}  # what amounts are told in
STEMS = ("Giáp", "Ất", "Bính", "Đinh", "Mậu", "Kỷ", "Canh", "Tân", "Nhâm", "Quý")
BRANCHES = ("Tý", "Sửu", "Dần", "Mão", "Thìn", "Tỵ", "Ngọ", "Mùi", "Thân", "Dậu", "Tuất", "Hợi")
MOST_PLACES = 10
SWAP_SEPARATORS = str.maketrans(",.", ".,")


def exact(value: Numeric) -> Fraction:
    """The value as a fraction; a float counts as the decimal number it prints."""
    if isinstance(value, float):
        return Fraction(repr(float(value)))
    if isinstance(value, Decimal | Fraction):
        return Fraction(value)
    return Fraction(int(value))


def round_half_up(value: Numeric, decimals: int = 0) -> Decimal:
    """The value rounded to ``decimals`` places, halves away from zero."""
    scaled = exact(value) * 10**decimals
    whole = int(abs(scaled) + Fraction(1, 2))
    return Decimal(-whole if scaled < 0 else whole).scaleb(-decimals) + 0


def floor_to(value: Numeric, step: Numeric) -> int | Decimal:
    """The greatest multiple of ``step`` not above the value."""
    size = exact(step)
    found = (exact(value) // size) * size
    return int(found) if found.denominator == 1 else Decimal(found.numerator) / found.denominator


def format_number(value: Numeric, decimals: int = 0, trim: bool = False) -> str:
    """``1.134.000,5``: dots between thousands, a comma before ``decimals`` places.

    ``trim`` drops the zeros at the end of the decimals.
    """
    if not decimals and isinstance(value, int | float) and value == int(value):
        return f"{int(value):,}".translate(SWAP_SEPARATORS)
    text = f"{round_half_up(value, decimals):,.{decimals}f}".translate(SWAP_SEPARATORS)
    if text.startswith("-") and not text.strip("-0.,"):
        text = text[1:]
    return text.rstrip("0").rstrip(",") if trim and "," in text else text


def format_exact(value: Numeric) -> str:
    """``1,6``, ``3.047``: a number with as many decimals as it has, as its cell holds it."""
    places = decimals_of(value) if isinstance(value, float) else 0
    return format_number(value, places)


def decimals_of(value: float) -> int:
    """How many decimals a number has as it prints. Raises ValueError for one without end."""
    return max(0, -int(Decimal(repr(float(value))).normalize().as_tuple().exponent))


def format_count(value: Numeric) -> str:
    """``06``, ``17``, ``3.743``: a count in running text; below ten with a leading zero."""
    number = exact(value)
    if number.denominator != 1:
        raise ValueError(f"not a whole number: {value}")
    return f"{int(number):02d}" if 0 < number < 10 else format_number(int(number))


def format_money(value: Numeric) -> str:
    """``1.134.000.000 đồng``."""
    return f"{format_number(value)} đồng"


def format_billion(value: Numeric, decimals: int = 3, floor: bool = False) -> str:
    """``64,167 tỷ``: an amount in đồng as billions, rounded half up or, with ``floor``, down."""
    billions = exact(value) / BILLION
    if floor:
        billions = exact(floor_to(billions, Decimal(1).scaleb(-decimals)))
    return f"{format_number(billions, decimals)} tỷ"


def format_amount(value: Numeric, scale: str = "", decimals: int = 3) -> str:
    """``64,167 tỷ``, ``158,4 triệu`` or ``158.400.000``: an amount in đồng told in a scale, zeros at the end dropped.

    Without a scale it is tỷ from one tỷ on, below it triệu. Raises KeyError for a scale not in ``SCALES``.
    """
    scale = scale or ("tỷ" if abs(exact(value)) >= BILLION else "triệu")
    if scale == "đồng":
        return format_number(value)
    return f"{format_number(exact(value) / SCALES[scale], decimals, trim=True)} {scale}"


def scale_of(values: Iterable[Numeric | None]) -> str:
    """The scale that the largest of some amounts is told in, so that they may be compared at sight; tỷ where none is known."""
    largest = max((abs(exact(value)) for value in values if not absent(value)), default=Fraction(BILLION))
    return next((scale for scale, size in SCALES.items() if largest >= size), "đồng")


def format_percent(value: Numeric, decimals: int = 2, trim: bool = False) -> str:
    """``0,94%`` of a value already in percent."""
    return f"{format_number(value, decimals, trim)}%"


def _month(month: int) -> str:
    return f"{month:02d}" if month <= 2 else str(month)


def format_date(value: datetime.date | PartialDate) -> str:
    """``09/4/2024``: a leading zero for days below 10 and for months 1 and 2 (Decree 30/2020)."""
    known = [str(value.year)]
    if value.month:
        known.insert(0, _month(value.month))
    if value.day:
        known.insert(0, f"{value.day:02d}")
    return "/".join(known)


def format_iso_date(text: str) -> str:
    """A day written as ISO, as reports print it; empty where none is written."""
    return format_date(datetime.date.fromisoformat(text)) if text else ""


def format_long_date(value: datetime.date | PartialDate) -> str:
    """``ngày 06 tháng 12 năm 2024``."""
    known = [f"năm {value.year}"]
    if value.month:
        known.insert(0, f"tháng {_month(value.month)}")
    if value.day:
        known.insert(0, f"ngày {value.day:02d}")
    return " ".join(known)


def change_word(now: Numeric | None, before: Numeric | None) -> str | None:
    """``tăng``, ``giảm`` or ``không thay đổi``; None when either value is missing."""
    if absent(now) or absent(before):
        return None
    return "tăng" if now > before else "giảm" if now < before else "không thay đổi"


def lunar_year_name(year: int) -> str:
    """``Giáp Thìn`` for 2024: the name of the lunar year that begins in a year."""
    return f"{STEMS[(year - 4) % 10]} {BRANCHES[(year - 4) % 12]}"


def places_shown(cells: str) -> str:
    """The cells of a finding as they are printed: ten places at most, the cells of the others counted."""
    places = [place.strip() for place in cells.split(",") if place.strip()]
    rest = sum(_size(place) for place in places[MOST_PLACES:])
    return ", ".join(places[:MOST_PLACES]) + (f" và {rest} ô khác" if rest else "")


def _size(place: str) -> int:
    """The number of cells in ``H9:H31`` or ``C11``."""
    rows = [int(row) for row in re.findall(r"\d+", place)]
    return rows[-1] - rows[0] + 1 if rows else 1

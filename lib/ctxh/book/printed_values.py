"""Values of indicators as documents print them, and what was read as its cells hold it."""

from __future__ import annotations

import re
from decimal import Decimal

from ctxh.book import Indicator
from ctxh.book.items import Item
from ctxh.book.quantities import MISSING_SIGN
from ctxh.vietnamese import PartialDate, absent, floor_to, format_amount, format_billion, format_date, format_exact, format_number
from ctxh.vietnamese.printing import BILLION

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
FINEST_STEP, MOST_LEFT_OUT = 1_000_000, 0.05


def printed(indicator: Indicator, value: float | None, text: str = "") -> str:
    """An indicator's value as the documents print it, without its unit of measure.

    A percent carries its sign, billions the word tỷ, below one tỷ the word triệu; a missing value prints as ``…``.
    """
    if indicator.notation == "date" and text:
        return format_date(PartialDate(*map(int, text.split("-"))))
    if text:
        return text
    if absent(value):
        return MISSING_SIGN
    if indicator.notation == "year":
        return str(int(value))
    if indicator.notation == "billion":
        return _billions(indicator, value)
    shown = format_number(value, indicator.decimals, trim=indicator.differs_by_points and float(value).is_integer())
    return f"{shown}%" if indicator.notation == "percent" else shown


def printed_source(item: Item, value: float | None, text: str = "") -> str:
    """What was read for an item, as its cells hold it: all decimals, a year without dots, a day the Vietnamese way.

    How documents round belongs to an indicator; a source is what the workbook says.
    """
    if text:
        return format_date(PartialDate(*map(int, text.split("-")))) if _DAY.fullmatch(text) else text
    if absent(value):
        return MISSING_SIGN
    return str(int(value)) if item.unit_of_measure == "year" else format_exact(value)


def _billions(indicator: Indicator, value: float) -> str:
    if abs(value) < BILLION:
        return _millions(indicator, value)
    down = floored(value, indicator.step) if indicator.step else value
    decimals = max(indicator.decimals, _places_needed(down)) if indicator.step else indicator.decimals
    shown = format_billion(down, decimals, floor=indicator.rounding == "floor")
    return f"{indicator.qualifier} {shown}".strip() if value != down else shown


def _millions(indicator: Indicator, value: float) -> str:
    """An amount below one tỷ: a decimal fraction of a tỷ is hard to read."""
    down = floored(value, min(indicator.step, BILLION)) if indicator.step else value
    shown = format_amount(down, "triệu")
    return f"{indicator.qualifier} {shown}".strip() if value != down else shown


def floored(value: float, step: int) -> int | Decimal:
    """A value floored to ``step``, or to a tenth of it, a hundredth ... so that at most 5% of it is left out.

    So 72,4 tỷ stays "hơn 70 tỷ", while 53,9 tỷ becomes "hơn 53 tỷ" and a commune's 4,5 tỷ is not "hơn 0 tỷ".
    """
    while step > FINEST_STEP and value - float(floor_to(value, step)) > value * MOST_LEFT_OUT:
        step //= 10
    return floor_to(value, step)


def _places_needed(value: float | Decimal) -> int:
    """How many decimals a floored amount needs in billions."""
    return next((places for places in range(3) if value % 10 ** (9 - places) == 0), 3)

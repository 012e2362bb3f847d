"""What rounding can do to a sum: half a unit of the last digit of each of its parts, and no more."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from ctxh.vietnamese import NumberError, parse_number
from ctxh.vietnamese.printing import decimals_of


def slack(cells: Iterable[object], scale: int = 1) -> Decimal:
    """How far the sum of some cells may be from their rounded total; ``scale`` is what a caption multiplies them by."""
    return sum((half_unit(cell, scale) for cell in cells), Decimal(0))


def half_unit(cell: object, scale: int = 1) -> Decimal:
    """Half of the last place of a number in a cell, in the smallest unit; 0 for what is exact or no number.

    A text with words (``1,149 tỷ``) brings its own scale; a bare number is of the caption's.
    """
    if isinstance(cell, str):
        return _of_text(cell, scale)
    if isinstance(cell, bool) or not isinstance(cell, (int, float)) or not cell:
        return Decimal(0)
    return _half(decimals_of(cell), scale)


def approximate(cell: object) -> bool:
    """Whether a cell says of its number that it is not exact: ``khoảng 366``."""
    try:
        number = parse_number(cell) if isinstance(cell, str) else None
    except NumberError:
        return False
    return number is not None and bool(number.qualifier)


def _of_text(text: str, scale: int) -> Decimal:
    try:
        number = parse_number(text)
    except NumberError:
        return Decimal(0)
    if number is None or not number.value:
        return Decimal(0)
    if any(letter.isalpha() for letter in text):
        return Decimal(number.half_unit)
    return Decimal(number.half_unit) * scale or _half(0, scale)


def _half(places: int, scale: int) -> Decimal:
    exact = scale == 1 and not places
    return Decimal(0) if exact else Decimal(scale) / 2 / 10**places

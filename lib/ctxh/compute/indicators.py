"""Indicators computed from observations, for the whole office and for each area."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

import pandas as pd

from ctxh.book import Book, Indicator
from ctxh.book.printed_values import printed
from ctxh.book.reckoning import Before, Reckoning, Reported, unknown
from ctxh.book.request import Request
from ctxh.frames import IndicatorValue, columns_of_rows

COLUMNS = columns_of_rows(IndicatorValue)
Rows = Mapping[tuple[object, ...], tuple[object, ...]]  # by indicator and area
NO_ROWS: Rows = MappingProxyType({})


def by_item(observations: pd.DataFrame, year: int) -> dict[str, list[Reported]]:
    """The observations of a year grouped by item, as (area_code, value, text, status)."""
    rows = observations[observations["period"].str.startswith(str(year))]
    grouped: dict[str, list[Reported]] = {}
    columns = (rows[name] for name in ("item", "area_code", "value", "text", "status"))
    for item, area_code, value, text, status in zip(*columns, strict=True):
        grouped.setdefault(item, []).append((area_code, value, text, status))
    return grouped


def indicators_of(
    request: Request, observations: pd.DataFrame, area_codes: list[str], before: Before = unknown, known: Rows = NO_ROWS
) -> pd.DataFrame:
    """All indicators of a period: one row for the office and one for each area where it has a meaning.

    Columns: indicator, area_code, period, value (in the indicator's unit of measure), text,
    printed (as documents print it), status.
    """
    own = request.year, request.area_code
    return indicators_by(request.book, observations, request.norms, *own, area_codes, request.period.last, before, known)


def indicators_by(
    book: Book,
    observations: pd.DataFrame,
    norms: pd.DataFrame,
    year: int,
    office_area: str,
    area_codes: list[str],
    as_of: date | None = None,
    before: Before = unknown,
    known: Rows = NO_ROWS,
) -> pd.DataFrame:
    """The same by a book and some norms. ``as_of`` is the day on which norms are asked for, the year's last where none is given.

    ``before`` answers what formulas ask of the year before; ``known`` are rows that need not be made.
    """
    grouped = by_item(observations, year)
    office = Reckoning(year, grouped, norms, book, as_of=as_of, before=before)
    rows = [known.get((entry.id, office_area)) or row_of(entry, office, office_area) for entry in book.indicators.values()]
    for area_code in area_codes:
        area = Reckoning(year, grouped, norms, book, area_code, as_of=as_of, before=before)
        rows += [known.get((entry.id, area_code)) or row_of(entry, area, area_code) for entry in book.indicators.values() if entry.by_area]
    return pd.DataFrame(rows, columns=COLUMNS)


def row_of(entry: Indicator, reckoning: Reckoning, area_code: str) -> tuple[object, ...]:
    """The row of one indicator; columns as ``COLUMNS``."""
    quantity = reckoning.indicator(entry.id)
    text = printed(entry, quantity.value, quantity.text)
    return entry.id, area_code, str(reckoning.year), quantity.value, quantity.text, text, quantity.status

"""Rows that hold from a date to a date: the one place that knows when a row is in force.

An interval is half open, ``valid_from <= date < valid_to``; an empty ``valid_to`` is open.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence

import numpy as np
import pandas as pd

from ctxh.errors import CtxhError

OPEN_END = "9999-12-31"


def iso_dates(column: pd.Series) -> pd.Series:
    """The dates of a column as ISO text; blanks become empty."""
    if pd.api.types.is_datetime64_any_dtype(column):
        stamps: pd.Series = column.dt.strftime("%Y-%m-%d").fillna("")
        return stamps
    days = ["" if pd.isna(value) else str(value)[:10] for value in column]
    return pd.Series(days, index=column.index, dtype=object)


def in_force(table: pd.DataFrame, on: datetime.date, keys: Sequence[str] = ()) -> pd.DataFrame:
    """The rows in force on a date; with ``keys``, at most one a key. Raises CtxhError otherwise."""
    day = on.isoformat()[:10]
    lives = zip(iso_dates(table["valid_from"]), iso_dates(table["valid_to"]), strict=True)
    found = table[np.array([start <= day < (end or OPEN_END) for start, end in lives], dtype=bool)]
    if keys and len(found) > 1 and found.duplicated(list(keys)).any():
        check_no_overlap(found, keys)
    return found


def check_no_overlap(table: pd.DataFrame, keys: Sequence[str], place: str = "") -> None:
    """Nothing, when no two rows of a key hold on one day. Raises CtxhError naming the rows, behind the ``place`` of the table."""
    keys = list(keys)
    spans = table[keys].assign(
        start=iso_dates(table["valid_from"]),
        end=iso_dates(table["valid_to"]).replace("", OPEN_END),
    )
    empty = spans[(spans["start"] == "") | (spans["start"] >= spans["end"])]
    if len(empty):
        raise CtxhError(place + _about(empty, keys, "valid_from phải có và phải trước valid_to"))
    spans = spans.sort_values([*keys, "start"], kind="stable")
    same = (spans[keys] == spans[keys].shift()).all(axis=1)
    clash = same & (spans["start"] < spans["end"].shift().fillna(""))
    if clash.any():
        rows = spans[clash | clash.shift(-1, fill_value=False)]
        raise CtxhError(place + _about(rows, keys, "các khoảng hiệu lực chồng lên nhau; sửa valid_from, valid_to"))


def _about(rows: pd.DataFrame, keys: list[str], what: str) -> str:
    """A message naming each row by its keys, its interval and its line in the table."""
    named = [
        f"dòng {label} ({', '.join(str(row[key]) for key in keys)}: {row['start'] or '?'} đến "
        f"{'nay' if row['end'] == OPEN_END else row['end']})"
        for label, row in rows.iterrows()
    ]
    return f"Bảng có thời hạn sai ở {'; '.join(named)}: {what}."


def last_day(year: int) -> datetime.date:
    """The last day of a report year."""
    return datetime.date(year, 12, 31)


def month_end(year: int, month: int) -> datetime.date:
    """The last day of a month."""
    return datetime.date(year + month // 12, month % 12 + 1, 1) - datetime.timedelta(days=1)

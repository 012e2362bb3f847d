"""Rows of a sheet as bytes that pass from the child process to its master."""

from __future__ import annotations

import marshal
from datetime import date, datetime, time, timedelta


def serialised(rows: list[list[object]]) -> tuple[bytes, list[tuple[int, int, str, tuple[int, ...]]]]:
    """The rows as bytes, and apart from them the dates and times, for which marshal has no word."""
    try:
        return marshal.dumps(rows, 4), []
    except ValueError:
        kinds = (date, datetime, time, timedelta)
    found = [(r, c, value) for r, row in enumerate(rows) for c, value in enumerate(row) if isinstance(value, kinds)]
    for r, c, _ in found:
        rows[r][c] = ""
    return marshal.dumps(rows, 4), [(r, c, *_plain(value)) for r, c, value in found]


def _plain(value: date | time | timedelta) -> tuple[str, tuple[int, ...]]:
    if isinstance(value, timedelta):
        return "timedelta", (value.days, value.seconds, value.microseconds)
    if isinstance(value, time):
        return "time", (value.hour, value.minute, value.second)
    parts = (value.year, value.month, value.day)
    return ("datetime", (*parts, value.hour, value.minute, value.second)) if isinstance(value, datetime) else ("date", parts)

"""Rows of a sheet as bytes that pass from the child process to its master."""

from __future__ import annotations

import marshal
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from typing import Any


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


def digest_of_rows(rows: list[list[object]]) -> bytes:
    """A hash of what stands in the cells of a sheet, its dates apart: the same whatever objects hold it."""
    return sha256(marshal.dumps(rows, 2)).digest()  # a later version of the format also tells which objects are one


def with_values(frame: dict[str, Any]) -> dict[str, Any]:
    """A frame with one hash of all that it takes from a workbook: the same for one saved again with the same values and looks."""
    whole = sha256(frame["unseen"].encode())
    for sheet in frame["sheets"]:
        flagged = sorted((kind, sorted(cells)) for kind, cells in sheet["flagged"].items())
        parts = [sheet[part] for part in ("name", "held", "dates", "hidden", "date1904", "outside")]
        whole.update(marshal.dumps([*parts, sorted(map(list, sheet["merged"])), flagged], 2))
    return frame | {"values": whole.hexdigest()}

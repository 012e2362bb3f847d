"""What the workbooks of earlier years came to, read once and kept by what it was read from.

In a run it is kept in a folder of its owner alone beside the office's editions: sums and counts by area, no cell, no text and
no person. The folder may be deleted at any time; what is damaged in it, or was read from other things, is read anew.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from ctxh.book.items import Item
from ctxh.book.request import Request
from ctxh.observe.intake import observed_items
from ctxh.observe.members import is_current, published_at
from ctxh.observe.saved import Saved
from ctxh.process.whole_files import write_whole
from ctxh.reference.inputs import environment_digest, input_hashes, program_digest
from ctxh.reference.places import Chosen, edition_name

COLUMNS = ["item", "area_code", "period", "value", "status"]
LEVELS = ("norms.csv", "coefficients.csv")  # no count or sum rests on these tables


def earlier_items(requests: Sequence[Request], items: Mapping[str, Item]) -> list[pd.DataFrame]:
    """Observations of some items for the request of each earlier year: as kept, or as published where that still fits, else from workbooks.

    Columns item, area_code, period, value, text (empty), status. Who keeps is alone with the folder: another process of the run that
    reads the same years is waited for.
    """
    if not requests:
        return []
    with _alone(requests[0].places.kept):
        program = _program(requests[0], items)
        asked = [(_file(request), _key(request, program)) for request in requests]
        kept = [_kept(file, key) if file else None for file, key in asked]
        found = [_published(one, items) if rows is None else rows for one, rows in zip(requests, kept, strict=True)]
        unread = [_without_levels(request) for request, rows in zip(requests, found, strict=True) if rows is None]
        read = iter(observed_items(unread, items)) if unread else iter(())
        return [_framed(rows if rows is not None else _keep(next(read), *of)) for rows, of in zip(found, asked, strict=True)]


def _alone(folder: Path | None) -> AbstractContextManager[Any]:
    if folder is None:
        return nullcontext()
    from filelock import FileLock

    return FileLock(folder / "earlier.lock")


def _file(request: Request) -> Path | None:
    folder = request.places.kept
    return None if folder is None else folder / f"earlier-{edition_name(request.year, Chosen(period=request.period.name))}.json"


def _without_levels(request: Request) -> Request:
    """The request without norms and coefficients: what is read by it holds whatever these say. A fold's members keep theirs."""
    return request if request.members else replace(request, norms=request.norms.iloc[:0], coefficients=request.coefficients.iloc[:0])


def _program(request: Request, items: Mapping[str, Item]) -> list[object]:
    """By what program, and which of its items, years are read."""
    return [program_digest(request.places.notebooks), environment_digest(), sorted(items)] if request.places.kept else []


def _key(request: Request, program: Sequence[object]) -> str:
    """One SHA-256 of all that the observations of a year are read from and by; empty where nothing is kept."""
    places = request.places
    if places.kept is None:
        return ""
    inputs = input_hashes(places.data, places.reference, request.office_id, request.year)
    inputs = {name: value for name, value in inputs.items() if request.members or name.rpartition("/")[2] not in LEVELS}
    return hashlib.sha256(json.dumps([*program, request.period.name, request.allow_missing, inputs]).encode()).hexdigest()


def _published(request: Request, items: Mapping[str, Item]) -> list[Any] | None:
    """The rows of an edition that this program made of what lies there now; None where there is none."""
    folder = published_at(request)
    table = Saved(folder).table("observations") if is_current(folder, request) else None
    return None if table is None else _rows(table[table["item"].isin(items)])


def _rows(observed: pd.DataFrame) -> list[Any]:
    table = observed[COLUMNS].astype(object)
    rows: list[Any] = table.where(table.notna(), None).to_numpy().tolist()
    return rows


def _keep(observed: pd.DataFrame, file: Path | None, key: str) -> list[Any]:
    """The rows of observations, after they were kept, unless one of them is a text: that may be anybody's."""
    rows = _rows(observed)
    if file is None or any(observed["text"]):
        return rows
    with suppress(OSError):
        write_whole(file, json.dumps([key, _digest(rows), rows]), private=True)
    return rows


def _kept(file: Path, key: str) -> list[Any] | None:
    """The rows that were kept under a key; None where there are none, or they are not as they were written."""
    try:
        by, whole, rows = json.loads(file.read_text(encoding="utf-8"))
        return list(rows) if (by, whole) == (key, _digest(rows)) else None
    except (OSError, ValueError, TypeError):
        return None


def _digest(rows: Sequence[object]) -> str:
    return hashlib.sha256(json.dumps(rows).encode()).hexdigest()


def _framed(rows: Sequence[Sequence[object]]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=COLUMNS)
    return table.assign(value=pd.to_numeric(table["value"]), text="")

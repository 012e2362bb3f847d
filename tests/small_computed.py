"""A computed year from small frames: an office of some communes, with observations and indicators given by hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

import pandas as pd

from ctxh.book.categories import load_categories
from ctxh.book.printed_values import printed
from ctxh.book.province_words import book_under
from ctxh.book.request import Request
from ctxh.clean.expected import COVERAGE
from ctxh.compute.computed import Computed, Earlier
from ctxh.compute.indicators import COLUMNS
from ctxh.observe.observed import Observations
from ctxh.reference.areas import Territory, full_name
from ctxh.reference.norms import load_coefficients, load_norms
from ctxh.reference.periods import period_of
from ctxh.reference.places import Places
from ctxh.reference.settings import Settings
from small_sheets import BOOK, FOLDERS, LAYOUTS, REFERENCE

ROOT = Path(__file__).resolve().parents[1]
OFFICE, PROVINCE = "293", "30"
SETTINGS = Settings("UBND huyện Kim Thành", OFFICE)
AREAS = ["area_code", "valid_from", "valid_to", "name", "kind", "level", "parent_code", "aliases", "tile_row", "tile_col", "source", "note"]
LINKS = ["old_code", "old_valid_from", "new_code", "new_valid_from", "share", "legal_basis", "note"]
FOUND = ["severity", "check", "area_code", "file", "sheet", "cell", "message"]


@cache
def norms(province: str = "hai-duong") -> pd.DataFrame:
    """The norms as an office of a province has them; the national ones alone for none."""
    return load_norms(REFERENCE, province=REFERENCE.parent / "provinces" / province if province else None)


def request_of(communes: Mapping[str, str], year: int = 2024, period: str = "year", province: str = "tỉnh", **other) -> Request:
    """A request of huyện Kim Thành with communes by code (``{"10771": "xã Kim Xuyên"}``); ``other`` are its fields as they shall be."""
    made = _request(tuple(communes.items()), year, period, province)
    return replace(made, **other) if other else made


@cache
def _request(communes: tuple[tuple[str, str], ...], year: int, period: str, province: str) -> Request:
    own = [(PROVINCE, f"{province} Hải Dương", "province", ""), (OFFICE, "huyện Kim Thành", "district", PROVINCE)]
    known = own + [(code, name, "commune", OFFICE) for code, name in communes]
    rows = [
        (code, "2000-01-01", "", _bare(name), name.removesuffix(f" {_bare(name)}"), level, parent, *[""] * 5)
        for code, name, level, parent in known
    ]
    when = period_of(period, year, {})
    return Request(
        "kim-thanh",
        year,
        places=Places(ROOT / "data", ROOT / "outputs" / "none", ROOT / "notebooks"),
        settings=SETTINGS,
        period=when,
        book=book_under(province, BOOK),
        layouts=LAYOUTS,
        categories=load_categories(REFERENCE, when.last, others=FOLDERS[1:]),
        territory=Territory(pd.DataFrame(rows, columns=AREAS), pd.DataFrame(columns=LINKS)),
        norms=norms(),
        coefficients=load_coefficients(REFERENCE),
    )


def _bare(name: str) -> str:
    """The name of an area without its kind: the words from the second capital on, ``Kim Xuyên`` of ``xã Kim Xuyên``."""
    words = name.split()
    return " ".join(words[next(at for at, word in enumerate(words) if word[0].isupper()) :])


def computed_of(
    request: Request,
    observations: pd.DataFrame,
    indicators: pd.DataFrame,
    coverage: Iterable[tuple] = (),
    findings: Iterable[tuple] = (),
    before: Mapping[int, pd.DataFrame] | None = None,
    series: pd.DataFrame | None = None,
) -> Computed:
    """What is computed of a request.

    ``coverage`` are (area, form, rows), ``findings`` (severity, check, area, file, sheet), ``before`` earlier years.
    """
    names = {row["area_code"]: full_name(row) for _, row in request.reported_areas.iterrows()} | {request.area_code: request.own_name}
    sent = [(f"{code}.xlsx", code, names.get(code, code), form, form, rows, 0, 0, "0" * 64) for code, form, rows in coverage]
    found = [(*row, "", "") for row in findings]
    observed = Observations(request, observations, pd.DataFrame(sent, columns=COVERAGE), pd.DataFrame(found, columns=FOUND))
    return Computed(request, observed, indicators, Earlier(request, before or {}), series)


def indicators_of(
    request: Request, values: Mapping[str, object], by_area: Mapping[str, Mapping[str, float]], only: bool = False
) -> pd.DataFrame:
    """The table of indicators from those of the office and of its areas; all others are missing, or with ``only`` not there."""
    entries, codes = request.book.indicators, list(request.reported_areas["area_code"])
    whole = [_row(entries[name], request, OFFICE, values.get(name)) for name in entries if not only or name in values]
    parts = [
        _row(entry, request, code, by_area.get(name, {}).get(code))
        for code in codes
        for name, entry in entries.items()
        if (name in by_area if only else entry.by_area)
    ]
    return pd.DataFrame(whole + parts, columns=COLUMNS)


def _row(entry, request: Request, code: str, known: object) -> tuple:
    value, text = (float("nan"), known) if isinstance(known, str) else (float("nan") if known is None else float(known), "")
    status = "observed" if text or value == value else "missing"
    return entry.id, code, str(request.year), value, text, printed(entry, value, text), status

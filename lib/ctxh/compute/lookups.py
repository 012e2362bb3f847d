"""What running text, figures and checks ask an edition for: its norms, and its indicators by their ids."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from ctxh.compute.indicators import known_indicator
from ctxh.reference import places
from ctxh.reference.areas import province_around
from ctxh.reference.inputs import moved_inputs, read_manifest
from ctxh.reference.norms import load_coefficients, load_norms
from ctxh.vietnamese import PROVINCE

MOST_NAMED = 3


def province_area(edition) -> pd.Series | None:
    """The province in which the office lies, or which it is; None where areas.csv names none."""
    return province_around(edition.territory.areas, edition.area_code, edition.opened_on)


def province_kind(edition) -> str:
    """What the province of the office is called: ``tỉnh`` or ``thành phố``."""
    return PROVINCE if edition.province_area is None else edition.province_area["kind"]


def norms(edition) -> pd.DataFrame:
    """All norms: the national ones, those of the province and those that the office adds."""
    return load_norms(edition.reference, edition.data / edition.office_id, _province(edition))


def coefficients(edition) -> pd.DataFrame:
    """All coefficients of social assistance, those of the province among them."""
    return load_coefficients(edition.reference, _province(edition))


def _province(edition) -> Path | None:
    """The folder of what the offices of the province share."""
    return None if edition.province_area is None else places.province_folder(edition.data, edition.province_area["name"])


def office_values(edition) -> dict[str, dict]:
    """The rows of the whole office by indicator."""
    table = edition.indicators()
    rows = table[table["area_code"] == edition.area_code].to_dict("records")
    return {row["indicator"]: row for row in rows}


def values_by_area(edition) -> dict[str, dict[str, tuple[float, str]]]:
    """Value and printed value by indicator and area code, without the whole."""
    table = edition.indicators()
    found: dict[str, dict[str, tuple[float, str]]] = {}
    columns = (table[name] for name in ("indicator", "area_code", "value", "printed"))
    for indicator, area_code, value, shown in zip(*columns, strict=True):
        if area_code != edition.area_code:
            found.setdefault(indicator, {})[area_code] = (value, shown)
    return found


def _of_office(edition, indicator: str) -> dict:
    """The row of the whole office. Raises CtxhError for an unknown indicator, naming the nearest."""
    return edition._office_values[known_indicator(indicator).id]


def printed(edition, indicator: str) -> str:
    """An indicator of the whole office as the documents print it. Raises CtxhError for an unknown one."""
    return _of_office(edition, indicator)["printed"]


def value(edition, indicator: str):
    """The number of an indicator for the whole office; None when it is missing. Raises CtxhError for an unknown one."""
    number = _of_office(edition, indicator)["value"]
    return None if number != number else number


def text(edition, indicator: str) -> str:
    """The text or ISO date of an indicator for the whole office; empty for a number. Raises CtxhError for an unknown one."""
    return _of_office(edition, indicator)["text"]


def has(edition, indicator: str) -> bool:
    """Whether an indicator is there and not zero. Raises CtxhError for an unknown one."""
    row = _of_office(edition, indicator)
    return bool(row["text"]) or (row["value"] == row["value"] and row["value"] not in (None, 0))


def area_values(edition, indicator: str) -> dict[str, tuple[float, str]]:
    """Value and printed value of an indicator by area code, without the whole. Raises CtxhError for an unknown one."""
    return edition._values_by_area.get(known_indicator(indicator).id, {})


def changed_since(edition) -> str:
    """That inputs were changed since the published tables that an edition shows were made, and which; else empty."""
    written = read_manifest(edition.workspace) if edition.reuse else None
    moved = moved_inputs(written["inputs"], edition.data, edition.reference, edition.office_id, edition.year) if written else []
    if not moved:
        return ""
    named = ", ".join(moved[:MOST_NAMED]) + (", …" if len(moved) > MOST_NAMED else "")
    return (
        f"Chú ý: {len(moved)} tệp đầu vào đã khác so với lúc lập bản này ({named}). Số dưới đây là của bản đã công bố; "
        f"lập lại: ctxh report {edition.year} --office {edition.office_id}."
    )

"""An edition's indicators by their ids: what running text, figures and checks ask for one at a time."""

from __future__ import annotations


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

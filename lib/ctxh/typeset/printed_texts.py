"""The printed numbers of an edition as one table of texts, from which a reader of the page puts some side by side."""

from __future__ import annotations

from typing import Any

from ctxh.book.printed_values import printed
from ctxh.compute.computed import Computed
from ctxh.compute.selections import area_names, year_notice
from ctxh.tell.indicator_tables import heading, printed_values, value_of
from ctxh.tell.report import breakdown_note

Shown = dict[str, Any]


def printed_texts(computed: Computed) -> Shown:
    """Areas, fields, years and indicators with what is printed of each: nothing but texts that documents print as well.

    ``indicators`` have ``id``, ``label``, ``field``, ``change`` (the unit of measure of a difference), ``office``, ``areas`` in the order
    of the areas (none where they have no number of it) and ``years`` of the whole office, the texts of earlier ones of the trend.
    """
    book, texts = computed.book, printed_values(computed)
    names = area_names(computed)
    entries = [
        entry for entry in book.indicators.values() if not entry.is_text and entry.notation != "year" and entry.id not in computed.untold
    ]
    earlier = _earlier(computed)
    years = sorted({year for found in earlier.values() for year in found})
    return {
        "office": [computed.area_code, computed.area_name(computed.area_code)],
        "year": computed.year,
        "period": computed.period.words,
        "areas": [[code, computed.area_name(str(code))] for code in names.index],
        "fields": {name: label for name, label in book.fields.items() if any(entry.field == name for entry in entries)},
        "years": {year: year_notice(computed, int(year)) for year in years},
        "note": breakdown_note(computed),
        "indicators": [
            {
                "id": entry.id,
                "label": heading(entry),
                "field": entry.field,
                "change": entry.measure_of_change if entry.differs_by_points else "",
                "office": value_of(texts, entry.id, computed.area_code),
                "areas": [value_of(texts, entry.id, str(code)) for code in names.index] if entry.by_area else [],
                "years": earlier.get(entry.id, {}),
            }
            for entry in entries
        ],
    }


def _earlier(computed: Computed) -> dict[str, dict[str, str]]:
    """What is printed of the trend's indicators in the years before, by indicator and year."""
    found: dict[str, dict[str, str]] = {}
    columns = (computed.series[name] for name in ("indicator", "year", "value"))
    for name, year, value in zip(*columns, strict=True):
        if int(year) != computed.year and value == value:
            found.setdefault(str(name), {})[str(int(year))] = printed(computed.book.indicators[str(name)], float(value))
    return found

"""Charts of indicators area by area: points with the office's own value, and a tile map."""

from __future__ import annotations

import math

import pandas as pd

from ctxh.book.figures import FigureEntry
from ctxh.compute.computed import Computed
from ctxh.compute.selections import MISSING_CELL, area_names, office_values, sign_unknown
from ctxh.draw.captions import extremes, hidden_note
from ctxh.draw.chart_kinds import area_cites, beside, printed_of, suffix
from ctxh.draw.panels import tile_map
from ctxh.draw.points import paired_dots
from ctxh.draw.row_kinds import label_of
from ctxh.draw.svg import Drawn
from ctxh.vietnamese import round_half_up

ACROSS = 6


def draw_points(computed: Computed, entry: FigureEntry, rows: pd.DataFrame) -> Drawn:
    """A point or two an area, with the office's own values as dashed lines."""
    rates = rows.set_axis(["label", *entry.of], axis=1)
    whole = office_values(computed, list(entry.of)) / entry.divided_by
    names = {name: f"{label_of(computed, entry, name)}, chung {printed_of(computed, entry, name, whole[name])}" for name in entry.of}
    first = computed.book.indicators[entry.of[0]].label
    words = " ".join(f"{name}. {_extremes(computed, entry, rates, column)}" for column, name in names.items())
    order = f", xếp theo {first[:1].lower()}{first[1:]} giảm dần" if rates[entry.of[0]].dropna().is_monotonic_decreasing else ""
    averages = {name: float(whole[name]) for name in names}
    sheet = paired_dots(rates, names, averages, suffix(entry), sign_unknown(computed), _decimals(computed, entry))
    return Drawn(sheet, f"Biểu đồ điểm{order}. {words}", (hidden_note(computed, rates),), area_cites(rates, entry.of))


def draw_tile_map(computed: Computed, entry: FigureEntry, rows: pd.DataFrame) -> Drawn:
    """A tile an area, roughly where it lies, shaded by its value."""
    decimals, [indicator] = _decimals(computed, entry), entry.of
    rates = rows.iloc[:, 1].map(lambda rate: float(round_half_up(rate, decimals)), na_action="ignore")
    table = tile_places(computed).loc[rates.index].assign(label=rows.iloc[:, 0], value=rates.to_numpy())
    printed_rows = table[["label", "value"]].assign(printed=[printed_of(computed, entry, indicator, value) for value in rates])
    shown = sign_unknown(computed, MISSING_CELL), sign_unknown(computed)
    sheet = tile_map(table, class_edges(rates, decimals), suffix(entry), decimals, *shown)
    alt = f"Mỗi ô một {computed.settings.areas_called}, đậm hơn là {entry.darker}. {extremes(printed_rows, beside(entry))}"
    notes = "Ô đặt gần đúng vị trí, không theo diện tích.", hidden_note(computed, rates)
    return Drawn(sheet, alt, notes, area_cites(table, entry.of))


def _decimals(computed: Computed, entry: FigureEntry) -> int:
    return entry.decimals if entry.scale else computed.book.indicators[entry.of[0]].decimals


def _extremes(computed: Computed, entry: FigureEntry, rates: pd.DataFrame, column: str) -> str:
    texts = [printed_of(computed, entry, column, value) for value in rates[column]]
    return extremes(rates.assign(value=rates[column], printed=texts), beside(entry))


def tile_places(computed: Computed) -> pd.DataFrame:
    """A row an area with its place on the grid: its own ``tile_row, tile_col``, else in the order of areas."""
    names = area_names(computed)
    areas = computed.areas.astype({"area_code": str}).set_index("area_code").loc[names.index]
    table = pd.DataFrame({"label": names}, index=names.index)
    if {"tile_row", "tile_col"} <= set(areas):
        places = areas[["tile_row", "tile_col"]].apply(pd.to_numeric, errors="coerce")
        if places.notna().all(axis=None) and not places.duplicated().any():
            places = places - places.min()
            return table.assign(row=places["tile_row"].astype(int), column=places["tile_col"].astype(int))
    order = range(len(table))
    return table.assign(row=[n // ACROSS for n in order], column=[n % ACROSS for n in order])


def class_edges(values: pd.Series, decimals: int = 2, classes: int = 5) -> list[float]:
    """Edges of at most ``classes`` classes of one round width, of so many ``decimals``, that hold every value."""
    low, high = values.min(), values.max()
    if math.isnan(high) or high <= 0:
        return [0.0, 1.0]
    power = 10.0 ** (math.floor(math.log10(max(high - low, 0.01))) - 1)
    widths = (step * power * scale for scale in (1, 10, 100) for step in (1, 2, 2.5, 5))
    for width in (width for width in widths if round(width, decimals) > 0 and math.isclose(width, round(width, decimals))):
        first = math.floor(round(low / width, 6))
        count = math.floor(round(high / width, 6)) - first + 1
        if count <= classes:
            return [round((first + number) * width, 6) for number in range(count + 1)]
    return [0.0, high]

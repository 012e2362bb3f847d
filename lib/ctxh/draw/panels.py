"""A small chart an area: the same bars in each, and a tile map."""

from __future__ import annotations

import itertools
import math
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ctxh.compute.selections import MISSING_CELL, UNKNOWN, printed_number
from ctxh.draw import style
from ctxh.draw.canvas import TALLEST, Scale, Sheet, folded, limit, most_lines, widest
from ctxh.frames import rows_of

LABEL_CM = 3.6
ACROSS = (3, 4, 5, 6)  # panels beside each other: the fewest with which a page holds them all
SHORTEST = 0.8  # that the longest bar may be
ROW = 0.36
HEAD = 0.6
TITLE_LINE = 0.4  # a line more in a title
TILE_HEIGHT = 1.5
TILE_GAP = 0.03  # of a tile's width
KEY_HEIGHT = 1.25
FloatArray = NDArray[np.float64]


class _Grid(NamedTuple):
    """Panels in lines: how many in each, how wide, their names, how high these and the panels are."""

    across: int
    wide: float
    names: list[str]
    head: float
    tall: float

    @property
    def height(self) -> float:
        """Of all its lines."""
        return 0.1 + max(-(-len(self.names) // self.across), 1) * self.tall


def _grid(titles: list[str], room: float, across: int, bars: float) -> _Grid:
    wide = room / across
    names = [folded(name, wide - 0.2, weight="bold") for name in titles]
    head = HEAD + TITLE_LINE * (most_lines(names) - 1)
    return _Grid(across, wide, names, head, head + bars + 0.2)


def area_panels(table: pd.DataFrame, missing: str = MISSING_CELL, decimals: int = 0) -> Sheet:
    """A panel a row of the table, a bar a column of it on one common scale, the values at their ends."""
    labels = [folded(name, LABEL_CM, style.SMALL) for name in table.columns]
    row = max(ROW, 0.31 * most_lines(labels) + 0.08)
    left, top = widest(labels, style.SMALL) + 0.4, limit(table.to_numpy().ravel())
    beside = widest([printed_number(top, decimals)], style.SMALL) + 0.45
    tries = [_grid(list(table.index), style.WIDTH_CM - left, across, max(len(labels), 1) * row) for across in ACROSS]
    fits = [grid for grid in tries if grid.wide - beside > SHORTEST] or tries[:1]
    grid = next((grid for grid in fits if grid.height <= TALLEST), min(fits, key=lambda grid: grid.height))
    wide, head, span = grid.wide, grid.head, grid.wide - beside
    sheet = Sheet(grid.height)
    for number, values in enumerate(table.to_numpy(dtype=float)):
        line, column = divmod(number, grid.across)
        across, y = Scale(left + column * wide, span / top), 0.1 + line * grid.tall + head
        sheet.write(across.at, y - 0.14, grid.names[number], stand="bottom", weight="bold")
        _panel(sheet, values, across, y, row, missing, decimals)
        for at, (label, value) in enumerate(zip(table.columns, values, strict=True)):
            where, text = (across.at, y + at * row, wide - 0.1, row), printed_number(value, decimals, missing)
            sheet.mark(where, label, text, value / top, str(table.index[number]))
        for at, label in enumerate(labels if column == 0 else ()):
            sheet.write(left - 0.12, y + (at + 0.5) * row, label, size=style.SMALL, align="right")
    return sheet


def _panel(sheet: Sheet, values: FloatArray, across: Scale, top: float, row: float, missing: str, decimals: int) -> None:
    for number, value in enumerate(values):
        y = top + (number + 0.5) * row
        sheet.box(across.at, y - 0.33 * row, across.length(value), 0.66 * row, style.ACCENT)
        sheet.write(across(value) + 0.1, y, printed_number(value, decimals, missing), size=style.SMALL)
    sheet.line((across.at, across.at), (top, top + len(values) * row), width=0.5)


def tile_map(
    table: pd.DataFrame, edges: list[float], suffix: str, decimals: int, missing: str = MISSING_CELL, unknown: str = UNKNOWN
) -> Sheet:
    """A square an area of ``label, value, row, column``, its shade the class that ``edges`` bound, each but for its upper edge.

    Values have no more decimals than are printed, so that a tile and the key agree.
    """
    down, across = int(table["row"].max()) + 1, int(table["column"].max()) + 1
    wide = min(style.WIDTH_CM / across, 3.2)
    sheet = Sheet(down * TILE_HEIGHT + KEY_HEIGHT)
    left = (style.WIDTH_CM - across * wide) / 2
    for area in rows_of(table, _Tile):
        value = printed_number(area.value, decimals) + suffix if area.value == area.value else missing
        x, y = left + area.column * wide, 0.1 + area.row * TILE_HEIGHT
        _tile(sheet, area.label, value, shade_of(area.value, edges), x, y, wide)
        sheet.mark((x, y, wide, TILE_HEIGHT), area.label, value, area.value / limit(table["value"]))
    _key(sheet, edges, suffix, decimals, unknown if table["value"].isna().any() else "")
    return sheet


class _Tile:
    label: str
    value: float
    row: int
    column: int


def _tile(sheet: Sheet, label: str, value: str, shade: int | None, x: float, y: float, wide: float) -> None:
    ink = style.QUIET_INK if shade is None else style.SHADE_INKS[shade]
    gap, across = TILE_GAP * wide, (1 - 2 * TILE_GAP) * wide
    _shaded(sheet, x + gap, y + TILE_GAP * TILE_HEIGHT, across, (1 - 2 * TILE_GAP) * TILE_HEIGHT, shade, label=label)
    name = folded(label, wide - 0.25, style.SMALL)
    sheet.write(x + wide / 2, y + 0.36 * TILE_HEIGHT, name, size=style.SMALL, align="center", color=ink)
    sheet.write(x + wide / 2, y + 0.73 * TILE_HEIGHT, value, align="center", weight="bold", color=ink)


def shade_of(value: float, edges: list[float]) -> int | None:
    """The class of a value: how many of the inner edges it has reached; none for a value that is missing."""
    return None if math.isnan(value) else sum(value >= edge for edge in edges[1:-1])


def _shaded(sheet: Sheet, x: float, y: float, wide: float, high: float, shade: int | None, **words: Any) -> None:
    face = style.PAPER if shade is None else style.SHADES[shade]
    sheet.box(x, y, wide, high, face, edgecolor=style.HAIRLINE, **words)


def _key(sheet: Sheet, edges: list[float], suffix: str, decimals: int, unknown: str) -> None:
    step, top = (style.WIDTH_CM - 0.6) / 6, sheet.height - 0.95
    pairs = itertools.pairwise(edges)
    named = {
        shade: "–".join(dict.fromkeys(printed_number(end, decimals) for end in (low, high - 0.1**decimals))) + suffix
        for shade, (low, high) in enumerate(pairs)
    }
    for place, (shade, name) in enumerate((named | ({None: unknown} if unknown else {})).items()):
        x = 0.3 + (place if shade is not None else 5) * step
        _shaded(sheet, x, top, 0.96 * step, 0.34, shade)
        sheet.write(x + 0.48 * step, top + 0.61, name, size=style.SMALL, align="center")

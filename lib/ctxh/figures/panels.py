"""A small chart an area: the same bars in each, and a tile map."""

from __future__ import annotations

import math

import pandas as pd
from matplotlib.figure import Figure as Drawing
from matplotlib.patches import Rectangle

from ctxh.figures import style
from ctxh.figures.sheet import bare, cover, folded, limit, new_sheet, place_below, widest
from ctxh.figures.style import in_style
from ctxh.selections import MISSING, UNKNOWN, printed_number

LABEL_CM = 3.6
ACROSS = 3
ROW = 0.36
HEAD = 0.6
TITLE_LINE = 0.4  # a line more in a title
TILE_HEIGHT = 1.5
KEY_HEIGHT = 1.25


@in_style
def area_panels(table: pd.DataFrame) -> Drawing:
    """A panel a row of the table, a bar a column of it on one common scale, the values at their ends."""
    labels = [folded(name, LABEL_CM, style.SMALL) for name in table.columns]
    row = max(ROW, 0.31 * max((label.count("\n") + 1 for label in labels), default=1) + 0.08)
    left = widest(labels, style.SMALL) + 0.4
    wide = (style.WIDTH_CM - left) / ACROSS
    names = [folded(name, wide - 0.2, weight="bold") for name in table.index]
    head = HEAD + TITLE_LINE * max((name.count("\n") for name in names), default=0)
    tall = head + max(len(labels), 1) * row + 0.2
    sheet = new_sheet(0.1 + max(-(-len(table) // ACROSS), 1) * tall)
    axes = cover(sheet)
    top = limit(table.to_numpy().ravel())
    span = wide - widest([printed_number(top)], style.SMALL) - 0.45
    for number, (_, values) in enumerate(table.iterrows()):
        line, column = divmod(number, ACROSS)
        x, y = left + column * wide, 0.1 + line * tall + head
        axes.text(x, y - 0.14, names[number], fontweight="bold", va="bottom", linespacing=1.1)
        _panel(axes, values, x, y, row, span / top)
        for at, label in enumerate(labels if column == 0 else ()):
            axes.text(left - 0.12, y + (at + 0.5) * row, label, ha="right", va="center", fontsize=style.SMALL, linespacing=1.15)
    return sheet


def _panel(axes, values: pd.Series, left: float, top: float, row: float, scale: float) -> None:
    places = [top + (at + 0.5) * row for at in range(len(values))]
    lengths = values.fillna(0.0) * scale
    axes.barh(places, lengths, left=left, height=0.66 * row, color=style.ACCENT)
    axes.plot([left, left], [top, top + len(values) * row], color=style.QUIET_INK, linewidth=0.5)
    for y, length, value in zip(places, lengths, values, strict=True):
        axes.text(left + length + 0.1, y, printed_number(value), va="center", fontsize=style.SMALL)


@in_style
def tile_map(table: pd.DataFrame, edges: list[float], suffix: str, decimals: int) -> Drawing:
    """A square an area of ``label, value, row, column``, its shade the class that ``edges`` bound."""
    down, across = int(table["row"].max()) + 1, int(table["column"].max()) + 1
    wide = min(style.WIDTH_CM / across, 3.2)
    sheet = new_sheet(down * TILE_HEIGHT + KEY_HEIGHT)
    left = (style.WIDTH_CM - across * wide) / 2
    axes = place_below(sheet, left, 0.1, across * wide, down * TILE_HEIGHT)
    bare(axes)
    axes.set_xlim(0, across)
    axes.set_ylim(down, 0)
    for area in table.itertuples():
        _tile(axes, area, edges, suffix, decimals, wide)
    _key(sheet, edges, suffix, decimals, table["value"].isna().any())
    return sheet


def _tile(axes, area, edges: list[float], suffix: str, decimals: int, wide: float) -> None:
    known = not math.isnan(area.value)
    shade = shade_of(area.value, edges) if known else None
    face, ink = (style.SHADES[shade], style.SHADE_INKS[shade]) if known else (style.PAPER, style.QUIET_INK)
    words = {"facecolor": face, "edgecolor": style.HAIRLINE, "linewidth": 0.6}
    gap = 0.03
    axes.add_patch(
        Rectangle((area.column + gap, area.row + gap), 1 - 2 * gap, 1 - 2 * gap, label=area.label, **words)
    )
    name = folded(area.label, wide - 0.25, style.SMALL)
    value = printed_number(area.value, decimals) + suffix if known else MISSING
    axes.text(area.column + 0.5, area.row + 0.36, name, ha="center", va="center", fontsize=style.SMALL, color=ink, linespacing=1.1)
    axes.text(area.column + 0.5, area.row + 0.73, value, ha="center", va="center", fontweight="bold", color=ink)


def shade_of(value: float, edges: list[float]) -> int:
    """The class of a value: how many of the inner edges it has reached."""
    return sum(value >= edge for edge in edges[1:-1])


def _key(sheet: Drawing, edges: list[float], suffix: str, decimals: int, some_missing: bool) -> None:
    height = sheet.get_size_inches()[1] * 2.54
    classes = len(edges) - 1
    axes = place_below(sheet, 0.3, height - 0.95, style.WIDTH_CM - 0.6, 0.85)
    bare(axes)
    axes.set_xlim(0, 6)
    axes.set_ylim(1, 0)
    for number in range(classes):
        words = {"facecolor": style.SHADES[number], "edgecolor": style.HAIRLINE, "linewidth": 0.6}
        axes.add_patch(Rectangle((number, 0.0), 0.96, 0.4, **words))
        low, high = (printed_number(edge, decimals) for edge in edges[number : number + 2])
        axes.text(number + 0.48, 0.72, f"{low}–{high}{suffix}", ha="center", va="center", fontsize=style.SMALL)
    if some_missing:
        axes.add_patch(Rectangle((5, 0.0), 0.96, 0.4, facecolor=style.PAPER, edgecolor=style.HAIRLINE, linewidth=0.6))
        axes.text(5.48, 0.72, UNKNOWN, ha="center", va="center", fontsize=style.SMALL)

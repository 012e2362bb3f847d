"""Charts of points: two measures a row, and the trend of several indicators over years."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Drawing

from ctxh.figures import style
from ctxh.figures.sheet import CM, cover, folded, limit, new_sheet, number_axis, place_below, rows_of_labels, widest
from ctxh.figures.style import in_style
from ctxh.selections import UNKNOWN

ROW = 0.5
PANEL_HEIGHT = 2.3
PANEL_HEAD = 1.25
PANEL_TALL = PANEL_HEAD + PANEL_HEIGHT + 0.7
ACROSS = 3
NUMBER_GAP = 0.07  # between a break and its number
NUMBER_LINE = 0.36
_OVER_LINES = {"facecolor": style.PAPER, "edgecolor": "none", "pad": 0.8}


@in_style
def paired_dots(table: pd.DataFrame, names: dict[str, str], averages: dict[str, float], suffix: str) -> Drawing:
    """Two points a row of ``label`` and the two columns of ``names``, with a dashed line at each average."""
    head, foot = 0.75, 0.75
    height = max(len(table), 1) * ROW
    sheet = new_sheet(head + height + foot)
    left = widest(table["label"]) + 0.45
    axes = place_below(sheet, left, head, style.WIDTH_CM - left - 0.5, height)
    rows_of_labels(axes, list(table["label"]))
    number_axis(axes.xaxis, limit([*table[list(names)].to_numpy().ravel(), *averages.values()]) * 1.02, suffix)
    axes.spines["left"].set_visible(False)
    first, second = names
    axes.hlines(range(len(table)), table[first], table[second], color=style.HAIRLINE, linewidth=2.2)
    for column, colour, marker in ((first, style.CONTRAST, "o"), (second, style.ACCENT, "s")):
        axes.plot(table[column], range(len(table)), marker, color=colour, markersize=5.5, label=column)
        axes.axvline(averages[column], color=colour, linewidth=0.8, linestyle=(0, (4, 3)))
    for row in range(len(table)):
        if table[list(names)].iloc[row].isna().all():
            axes.annotate(UNKNOWN, (0, row), (4, 0), textcoords="offset points", va="center", fontsize=style.SMALL, color=style.QUIET_INK)
    _name_measures(axes, names)
    return sheet


def _name_measures(axes: Axes, names: dict[str, str]) -> None:
    """The two measures over the points, each after its own mark and in its colour."""
    at = 4.0
    for name, colour, marker in zip(names.values(), (style.CONTRAST, style.ACCENT), "os", strict=True):
        offset = {"xycoords": "axes fraction", "textcoords": "offset points", "annotation_clip": False}
        axes.plot(at / _points_wide(axes), 1 + 11 / _points_high(axes), marker, color=colour, markersize=5.5,
                  transform=axes.transAxes, clip_on=False)  # fmt: skip
        axes.annotate(name, (0, 1), (at + 8, 11), va="center", color=colour, fontweight="bold", **offset)
        at += style.text_width_cm(name, style.TEXT, "bold") / CM * 72 + 32


def _points_wide(axes: Axes) -> float:
    return axes.get_position().width * axes.get_figure().get_size_inches()[0] * 72


def _points_high(axes: Axes) -> float:
    return axes.get_position().height * axes.get_figure().get_size_inches()[1] * 72


@in_style
def trend_panels(panels: list[dict]) -> Drawing:
    """A small chart a panel of ``title``, ``points`` (``year, value, printed, illustrative``) and, if any, ``breaks``.

    Illustrative points are hollow and joined by a dotted line; every panel begins at zero. A break
    is a number, a year and the part of the year gone by: a dashed line under its number.
    """
    down = -(-len(panels) // ACROSS) or 1
    sheet = new_sheet(down * PANEL_TALL + 0.1)
    axes = cover(sheet)
    wide = style.WIDTH_CM / ACROSS
    for number, panel in enumerate(panels):
        row, column = divmod(number, ACROSS)
        left, foot = column * wide + 0.25, row * PANEL_TALL + PANEL_HEAD + PANEL_HEIGHT
        title = folded(panel["title"], wide - 0.5, style.SMALL, "bold")
        axes.text(left, foot - PANEL_HEIGHT - 0.4, title, fontsize=style.SMALL, fontweight="bold", va="bottom", linespacing=1.15)
        axes.plot([left, left + wide - 0.5], [foot, foot], color=style.QUIET_INK, linewidth=0.6)
        _breaks(axes, panel.get("breaks", ()), list(panel["points"]["year"]), left, foot, wide - 0.5)
        _trend(axes, panel["points"], left, foot, wide - 0.5)
    return sheet


def _breaks(axes: Axes, breaks, years: list[int], left: float, foot: float, wide: float) -> None:
    """Where the series may not be compared across: each year is as wide as its column, and goes from January to December.

    A number stands to the right of its line where its panel has the room, else to the left, and over the one that is in its way.
    """
    step, free = wide / len(years), left
    for number, year, gone in breaks:
        if year in years:
            x, text = left + step * (years.index(year) + gone), f"({number})"
            axes.plot([x, x], [foot - PANEL_HEIGHT, foot], color=style.QUIET_INK, linewidth=0.6, linestyle=(0, (4, 3)), zorder=1)
            width = style.text_width_cm(text, style.SMALL)
            at = x + NUMBER_GAP if x + NUMBER_GAP + width <= left + wide else x - NUMBER_GAP - width
            up = NUMBER_GAP + (NUMBER_LINE if at < free else 0)
            axes.text(at, foot - up, text, va="bottom", fontsize=style.SMALL, color=style.QUIET_INK)
            free = at + width


def _trend(axes: Axes, points: pd.DataFrame, left: float, foot: float, wide: float) -> None:
    top = limit(points["value"]) * 1.12
    step = wide / len(points)
    across = [left + step * (number + 0.5) for number in range(len(points))]
    up = [foot - value / top * PANEL_HEIGHT for value in points["value"]]
    for x, year in zip(across, points["year"], strict=True):
        axes.text(x, foot + 0.38, str(year), ha="center", fontsize=style.SMALL)
    rows = [row for row in zip(across, up, points["illustrative"], points["printed"], strict=True) if row[1] == row[1]]
    for (x, y, before, _), (x_next, y_next, after, _) in zip(rows, rows[1:], strict=False):
        line = (0, (1, 2)) if before or after else "-"
        axes.plot([x, x_next], [y, y_next], color=style.ACCENT, linewidth=1.2, linestyle=line)
    for x, y, illustrative, text in rows:
        face = style.PAPER if illustrative else style.ACCENT
        axes.plot(x, y, "o", markersize=5.5, color=style.ACCENT, markerfacecolor=face, zorder=3)
        axes.text(x, y - 0.22, text, ha="center", fontsize=style.SMALL, bbox=_OVER_LINES, zorder=4)

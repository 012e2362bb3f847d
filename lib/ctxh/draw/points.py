"""Charts of points: two measures a row, and the trend of several indicators over years."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from ctxh.compute.selections import UNKNOWN, printed_number
from ctxh.draw import style
from ctxh.draw.canvas import DASHES, GAP, Scale, Sheet, fitting, folded, limit, most_lines, ticks, widest
from ctxh.frames import rows_of

ROW = 0.5
HEAD = 0.75
FOOT = 0.75
LINE = 0.45  # of the names of measures
BEHIND_MARK, BESIDE = 0.42, 1.13  # a name behind its mark, the next mark behind a name
PANEL_HEIGHT = 2.3
PANEL_HEAD = 1.25
PANEL_TALL = PANEL_HEAD + PANEL_HEIGHT + 0.7
ACROSS = 3
NUMBER_GAP = 0.07  # between a break and its number
NUMBER_LINE = 0.36
MARKS = ((style.CONTRAST, "o"), (style.ACCENT, "s"))


def paired_dots(
    table: pd.DataFrame, names: dict[str, str], averages: dict[str, float], suffix: str, unknown: str = UNKNOWN, decimals: int = 2
) -> Sheet:
    """A point or two a row of ``label`` and the columns of ``names``, with a dashed line at each average."""
    left, right = widest(table["label"]) + 0.45, style.WIDTH_CM - 0.5
    named = _lines_of(list(names.values()), style.WIDTH_CM - left)
    head = HEAD + LINE * (sum(most_lines(line) for line in named) - 1)
    row = fitting(ROW, len(table), head + FOOT)
    foot = head + max(len(table), 1) * row
    sheet = Sheet(foot + FOOT)
    steps = ticks(limit([*table[list(names)].to_numpy().ravel(), *averages.values()]) * 1.02, suffix)
    across = Scale(left, (right - left) / max(steps))
    for value, text in steps.items():
        sheet.line((across(value), across(value)), (head, foot), style.HAIRLINE, 0.5, zorder=0.5)
        sheet.write(across(value), foot + 0.12, text, size=style.SMALL, align="center", stand="top")
    sheet.line((left, right), (foot, foot))
    for number, (label, values) in enumerate(zip(table["label"], table[list(names)].to_numpy(dtype=float), strict=True)):
        _pair(sheet, label, values, across, head + (number + 0.5) * row, unknown)
        for name, value in zip(names.values(), values, strict=True):
            text = printed_number(value, decimals) + suffix if value == value else unknown
            where = (across(value) - 0.2, head + number * row, 0.4, row)
            sheet.mark(where, label, text, across.length(value) / (right - left), name)
    for column, (colour, marker) in reversed([*zip(names, MARKS, strict=False)]):  # a circle over a square hides nothing of it
        known = [(across(value), head + (number + 0.5) * row) for number, value in enumerate(table[column]) if value == value]
        sheet.dots(known, colour, marker, label=column)
        if averages[column] == averages[column]:
            x = across(averages[column])
            sheet.line((x, x), (head, foot), colour, 0.8, linestyle=DASHES, label=f"average {column}")
    _name_measures(sheet, named, left)
    return sheet


class _Point:
    year: int
    value: float
    printed: str
    illustrative: bool


def _pair(sheet: Sheet, label: str, values: Iterable[float], across: Scale, y: float, unknown: str) -> None:
    """A row's label, and the line between its two points where it has two."""
    sheet.write(across.at - GAP, y, label, align="right")
    all_of = list(values)
    known = [across(value) for value in all_of if value == value]
    if len(known) == 2:
        sheet.line(known, (y, y), style.HAIRLINE, 2.2, zorder=1)
    if not known or (len(known) < len(all_of) and unknown != UNKNOWN):
        sheet.write(across.at + GAP, y, unknown, size=style.SMALL, color=style.QUIET_INK)


def _lines_of(names: list[str], wide: float) -> list[list[str]]:
    """The names of measures line by line: all in one where they fit, else each below the other, folded."""
    beside = sum(style.text_width_cm(name, style.TEXT, "bold") + BESIDE for name in names) - BESIDE + BEHIND_MARK
    return [names] if beside <= wide else [[folded(name, wide - BEHIND_MARK, weight="bold")] for name in names]


def _name_measures(sheet: Sheet, named: list[list[str]], left: float) -> None:
    """The measures over the points, line by line, each after its own mark and in its colour."""
    left_over, top = iter(MARKS), HEAD - 0.39
    for line in named:
        x, y = left, top + LINE * (most_lines(line) - 1) / 2
        for name, (colour, marker) in zip(line, left_over, strict=False):
            sheet.dots([(x + 0.14, y)], colour, marker)
            sheet.write(x + BEHIND_MARK, y, name, weight="bold", color=colour)
            x += style.text_width_cm(name, style.TEXT, "bold") + BESIDE
        top += LINE * most_lines(line)


def trend_panels(panels: Sequence[Mapping[str, Any]]) -> Sheet:
    """A small chart a panel of ``title``, ``points`` (``year, value, printed, illustrative``) and, if any, ``breaks``.

    Illustrative points are hollow and joined by a dotted line; every panel begins at zero. A break
    is a number, a year and the part of the year gone by: a dashed line under its number.
    """
    down = -(-len(panels) // ACROSS) or 1
    sheet = Sheet(down * PANEL_TALL + 0.1)
    wide = style.WIDTH_CM / ACROSS
    for number, panel in enumerate(panels):
        row, column = divmod(number, ACROSS)
        left, foot = column * wide + 0.25, row * PANEL_TALL + PANEL_HEAD + PANEL_HEIGHT
        title = folded(panel["title"], wide - 0.5, style.SMALL, "bold")
        sheet.write(left, foot - PANEL_HEIGHT - 0.4, title, size=style.SMALL, stand="bottom", weight="bold")
        sheet.line((left, left + wide - 0.5), (foot, foot))
        _breaks(sheet, panel.get("breaks", ()), list(panel["points"]["year"]), left, foot, wide - 0.5)
        _trend(sheet, panel["points"], left, foot, wide - 0.5, panel["title"])
    return sheet


def _breaks(sheet: Sheet, breaks: Iterable[tuple[int, int, float]], years: list[int], left: float, foot: float, wide: float) -> None:
    """Where the series may not be compared across: each year is as wide as its column, and goes from January to December.

    A number stands to the right of its line where its panel has the room, else to the left, and over the one that is in its way.
    """
    step, free = wide / len(years), left
    for number, year, gone in breaks:
        if year in years:
            x, text = left + step * (years.index(year) + gone), f"({number})"
            sheet.line((x, x), (foot - PANEL_HEIGHT, foot), linestyle=DASHES, zorder=1)
            width = style.text_width_cm(text, style.SMALL)
            at = x + NUMBER_GAP if x + NUMBER_GAP + width <= left + wide else x - NUMBER_GAP - width
            up = NUMBER_GAP + (NUMBER_LINE if at < free else 0)
            sheet.write(at, foot - up, text, size=style.SMALL, stand="bottom", color=style.QUIET_INK)
            free = at + width


def _trend(sheet: Sheet, points: pd.DataFrame, left: float, foot: float, wide: float, title: str) -> None:
    up = Scale(foot, -PANEL_HEIGHT / limit(points["value"]) / 1.12)
    step = wide / len(points)
    across = [left + step * (number + 0.5) for number in range(len(points))]
    for x, year in zip(across, points["year"], strict=True):
        sheet.write(x, foot + 0.38, str(year), size=style.SMALL, align="center", stand="baseline")
    rows = [(x, up(point.value), point) for x, point in zip(across, rows_of(points, _Point), strict=True) if point.value == point.value]
    for (x, y, point), (x_next, y_next, after) in itertools.pairwise(rows):
        line = (0, (1, 2)) if point.illustrative or after.illustrative else "-"
        sheet.line((x, x_next), (y, y_next), style.ACCENT, 1.2, linestyle=line)
    for x, y, point in rows:
        face = style.PAPER if point.illustrative else style.ACCENT
        sheet.dots([(x, y)], style.ACCENT, markerfacecolor=face)
        _over_lines(sheet, x, y - 0.22, point.printed)
        where = (x - step / 2, foot - PANEL_HEIGHT, step, PANEL_HEIGHT)
        sheet.mark(where, str(point.year), point.printed, point.value / limit(points["value"]), title, point.illustrative)


def _over_lines(sheet: Sheet, x: float, y: float, text: str) -> None:
    """Words on white, so that lines behind them do not cross them out."""
    wide, high = style.text_width_cm(text, style.SMALL) + 0.06, 0.3
    sheet.box(x - wide / 2, y - 0.25, wide, high, style.PAPER, zorder=3.5)
    sheet.write(x, y, text, size=style.SMALL, align="center", stand="baseline")

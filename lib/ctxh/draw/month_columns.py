"""Charts of upright columns along the months of a year."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from ctxh.compute.selections import printed_number
from ctxh.draw import style
from ctxh.draw.canvas import DASHES, GAP, POINTS, Scale, Sheet, folded, limit, ticks, widest
from ctxh.frames import rows_of

LABEL_CM = 3.1
MARGIN = 0.3
HIGH = 6.8
BREAK_LINE = 0.42  # for the words of a break


def stacked_columns(table: pd.DataFrame, suffix: str, breaks: pd.DataFrame, decimals: int = 2) -> Sheet:
    """A column a row of the table, stacked from its columns, each named once at the right; its parts have so many ``decimals``.

    ``breaks`` holds ``position`` (between two rows: 5.5 is after the sixth) and ``label``.
    """
    names = [folded(name, LABEL_CM, style.SMALL) for name in table.columns]
    head = 0.3 + BREAK_LINE * len(breaks)
    sheet = Sheet(head + HIGH + 0.6)
    left, right = 1.75, style.WIDTH_CM - widest(names, style.SMALL) - 0.5
    tick_texts = ticks(limit(table.sum(axis=1)), suffix)
    up = Scale(head + HIGH, -HIGH / max(tick_texts))
    step = (right - left) / len(table)
    for value, text in tick_texts.items():
        sheet.line((left, right), (up(value), up(value)), style.HAIRLINE, 0.5, zorder=0.5)
        sheet.write(left - GAP, up(value), text, align="right")
    _stack(sheet, table, left, step, up, suffix, decimals)
    sheet.line((left, left), (head, up.at))
    sheet.line((left, right), (up.at, up.at))
    _name_layers(sheet, table, names, right, step, up)
    _name_rows(sheet, table.index, left, step, up.at)
    _mark_breaks(sheet, breaks.assign(x=left + step * (breaks["position"] + 0.5)), head, up.at)
    return sheet


class _Column:
    label: str
    value: float
    printed: str


class _Break:
    label: str
    x: float


def columns(table: pd.DataFrame) -> Sheet:
    """A column a row of ``label, value, printed``, the value written on top."""
    sheet = Sheet(5.4)
    wide = style.WIDTH_CM - 2 * MARGIN
    step = wide / max(len(table), 1)
    up = Scale(4.7, -4.0 / limit(table["value"]))
    for number, entry in enumerate(rows_of(table, _Column)):
        x = MARGIN + step * (number + 0.5)
        sheet.box(x - 0.33 * step, up(entry.value), 0.66 * step, -up.length(entry.value), style.ACCENT)
        sheet.mark((x - step / 2, 0.0, step, up.at), entry.label, entry.printed, entry.value / limit(table["value"]))
        sheet.write(x, up(entry.value) - 3 / POINTS, entry.printed, align="center", stand="baseline")
    sheet.line((MARGIN, MARGIN + wide), (up.at, up.at))
    _name_rows(sheet, table["label"], MARGIN, step, up.at)
    return sheet


def _stack(sheet: Sheet, table: pd.DataFrame, left: float, step: float, up: Scale, suffix: str, decimals: int) -> None:
    foot, top = pd.Series(0.0, index=range(len(table))), limit(table.to_numpy().ravel())
    for name, colour in zip(table.columns, style.STACK, strict=False):
        heights = table[name].fillna(0.0).reset_index(drop=True)
        for number, (low, height) in enumerate(zip(foot, heights, strict=True)):
            x = left + step * (number + 0.5)
            sheet.box(x - 0.36 * step, up(low + height), 0.72 * step, -up.length(height), colour)
            value = table[name].iloc[number]
            text = printed_number(value, decimals) + (suffix if value == value else "")
            where = (x - 0.36 * step, up(low + height), 0.72 * step, -up.length(height))
            sheet.mark(where, str(table.index[number]), text, height / top, name)
        foot = foot + heights


def _name_layers(sheet: Sheet, table: pd.DataFrame, names: list[str], right: float, step: float, up: Scale) -> None:
    """Each layer's name beside the last column, moved up where the one below needs the room, and down where the sheet ends."""
    last = table.fillna(0.0).iloc[-1]
    middles = [up(middle) for middle in last.cumsum() - last / 2]
    halves = [(0.33 * (name.count("\n") + 1) + 0.26) / 2 for name in names]
    places = _apart(middles, halves, up.at)
    for name, middle, y, colour in zip(names, middles, places, style.STACK, strict=False):
        sheet.line((right - 0.14 * step, right + 0.14), (middle, y), colour, 1.2)
        sheet.write(right + 0.2, y, name, size=style.SMALL)


def _apart(middles: list[float], halves: list[float], foot: float) -> list[float]:
    """The places of names from the foot up, each as near to its middle as the others and the edge of the sheet allow."""
    places: list[float] = []
    for middle, half in zip(middles, halves, strict=True):
        places.append(min(middle, foot - half))
        foot = places[-1] - half
    head = 0.0
    for number in reversed(range(len(places))):
        places[number] = max(places[number], head + halves[number])
        head = places[number] + halves[number]
    return places


def _name_rows(sheet: Sheet, labels: Iterable[str], left: float, step: float, foot: float) -> None:
    for number, label in enumerate(labels):
        sheet.write(left + step * (number + 0.5), foot + 0.12, label, size=style.SMALL, align="center", stand="top")


def _mark_breaks(sheet: Sheet, breaks: pd.DataFrame, head: float, foot: float) -> None:
    for number, entry in enumerate(rows_of(breaks, _Break)):
        top = head - BREAK_LINE * number
        sheet.line((entry.x, entry.x), (top, foot), style.INK, 0.8, linestyle=DASHES, label="break")
        half = style.text_width_cm(entry.label, style.SMALL) / 2
        x = min(max(entry.x, half + 0.1), style.WIDTH_CM - half - 0.1)
        sheet.write(x, top - 5 / POINTS, entry.label, size=style.SMALL, align="center", stand="baseline")

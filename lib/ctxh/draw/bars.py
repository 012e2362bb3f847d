"""Charts of horizontal bars: ranked, in groups, shares of a whole, and a pyramid.

Each takes a table whose rows are drawn from the top down as they stand; the value printed at a
bar's end is the column ``printed``.
"""

from __future__ import annotations

import math
from collections.abc import Hashable
from typing import Any

import pandas as pd

from ctxh.draw import style
from ctxh.draw.canvas import GAP, Scale, Sheet, fitting, folded, limit, most_lines, widest
from ctxh.frames import rows_of

LABEL_CM = 6.2
MARGIN = 0.25
ROW = 0.56


class _Bar:
    value: float
    printed: str
    accent: bool
    heading: bool


class _Pair:
    label: str
    left: float
    right: float
    left_printed: str
    right_printed: str


def bars(table: pd.DataFrame) -> Sheet:
    """A bar a row of ``label, value, printed, accent``, the value written at its end."""
    row = _row_height([folded(label, LABEL_CM) for label in table["label"]])
    return _drawn(table.assign(heading=False), row, "normal")


def grouped_bars(table: pd.DataFrame) -> Sheet:
    """Bars under a bold heading for each ``group``; rows of a group stand together."""
    rows: list[dict[Hashable, Any]] = []
    for group, part in table.groupby("group", sort=False):
        heading: dict[Hashable, Any] = {"label": group, "value": math.nan, "printed": "", "accent": False}
        rows += [{**heading, "heading": True}, *part.assign(heading=False).to_dict("records")]
    table = pd.DataFrame(rows, columns=["label", "value", "printed", "accent", "heading"])
    labels = [folded(label, LABEL_CM) for label in table["label"]]
    return _drawn(table, _row_height(labels) if most_lines(labels) > 1 else ROW * 0.9, "bold")


def _drawn(table: pd.DataFrame, row: float, widest_weight: str) -> Sheet:
    labels = [folded(label, LABEL_CM) for label in table["label"]]
    row = fitting(row, len(labels), 2 * MARGIN, most_lines(labels))
    sheet = Sheet(2 * MARGIN + max(len(labels), 1) * row)
    left = widest(labels, weight=widest_weight) + 0.45
    room = style.WIDTH_CM - left - widest(table["printed"]) - 0.4
    across = Scale(left, room / limit(table["value"]))
    group = ""
    for number, (label, entry) in enumerate(zip(labels, rows_of(table, _Bar), strict=True)):
        y = MARGIN + (number + 0.5) * row
        sheet.write(left - GAP, y, label, align="right", weight="bold" if entry.heading else "normal")
        if entry.heading:
            group = label
        else:
            where = (0.0, y - 0.5 * row, style.WIDTH_CM, row)
            sheet.mark(where, label, entry.printed, entry.value / limit(table["value"]), group)
            colour = style.ACCENT if entry.accent else style.GREY
            sheet.box(left, y - 0.33 * row, across.length(entry.value), 0.66 * row, colour)
            sheet.write(across(entry.value) + GAP, y, entry.printed)
    return sheet


def share_bars(table: pd.DataFrame) -> Sheet:
    """A bar of one length a row of ``label, share, printed``: the share in colour, the rest pale."""
    labels = [folded(label, LABEL_CM) for label in table["label"]]
    left = widest(labels) + 0.45
    whole = style.WIDTH_CM - left - 0.3
    texts = [folded(text, whole, style.SMALL) for text in table["printed"]]
    row = max(_row_height(labels, at_least=1.15), 0.92 * most_lines(texts))
    sheet = Sheet(2 * MARGIN + max(len(labels), 1) * row)
    for number, (label, share, text) in enumerate(zip(labels, table["share"].clip(0, 1), texts, strict=True)):
        y = MARGIN + (number + 0.4) * row
        sheet.write(left - GAP, y, label, align="right")
        sheet.box(left, y - 0.18 * row, whole, 0.36 * row, style.PALE)
        sheet.box(left, y - 0.18 * row, Scale(left, whole).length(share), 0.36 * row, style.ACCENT)
        sheet.write(left, y + 0.24 * row, text, size=style.SMALL, stand="top")
        sheet.mark((0.0, y - 0.4 * row, style.WIDTH_CM, row), label, text.replace("\n", " "), share)
    return sheet


def pyramid(table: pd.DataFrame, left_name: str, right_name: str) -> Sheet:
    """Two bars a row of ``label, left, right, left_printed, right_printed``, the first row at the foot."""
    row = 0.72
    sheet = Sheet(max(len(table), 1) * row + 1.1)
    middle = widest(table["label"]) + 0.5
    room = widest([*table["left_printed"], *table["right_printed"]]) + 0.3
    span = (style.WIDTH_CM - middle) / 2 - room
    each = span / limit([*table["left"], *table["right"]])
    left, right = Scale(room + span, -each), Scale(room + span + middle, each)
    head = sheet.height - MARGIN - len(table) * row
    sheet.write(left.at, head - 0.18, left_name, align="right", stand="bottom", weight="bold")
    sheet.write(right.at, head - 0.18, right_name, stand="bottom", weight="bold")
    for number, entry in enumerate(rows_of(table[::-1], _Pair)):
        y = head + (number + 0.5) * row
        sheet.write(room + span + middle / 2, y, entry.label, align="center")
        sheet.box(left(entry.left), y - 0.36 * row, -left.length(entry.left), 0.72 * row, style.GREY)
        sheet.box(right.at, y - 0.36 * row, right.length(entry.right), 0.72 * row, style.ACCENT)
        sheet.write(left(entry.left) - GAP, y, entry.left_printed, size=style.SMALL, align="right")
        sheet.write(right(entry.right) + GAP, y, entry.right_printed, size=style.SMALL)
        half, top = room + span, y - 0.5 * row
        sheet.mark((0.0, top, half, row), entry.label, entry.left_printed, each * entry.left / span, left_name)
        sheet.mark((half + middle, top, half, row), entry.label, entry.right_printed, each * entry.right / span, right_name)
    return sheet


def _row_height(labels: list[str], at_least: float = ROW) -> float:
    """The height of rows that are all as tall as the one with most lines asks."""
    return max(at_least, 0.36 * most_lines(labels) + 0.2)

"""Charts of horizontal bars: ranked, in groups, shares of a whole, and a pyramid.

Each takes a table whose rows are drawn from the top down as they stand; the value printed at a
bar's end is the column ``printed``.
"""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Drawing

from ctxh.figures import style
from ctxh.figures.sheet import bare, folded, limit, new_sheet, place, rows_of_labels, widest
from ctxh.figures.style import in_style

LABEL_CM = 6.2
MARGIN = 0.25
ROW = 0.56


@in_style
def bars(table: pd.DataFrame) -> Drawing:
    """A bar a row of ``label, value, printed, accent``, the value written at its end."""
    labels = [folded(label, LABEL_CM) for label in table["label"]]
    sheet = new_sheet(2 * MARGIN + _height(labels))
    axes = _row_axes(sheet, labels, room=widest(table["printed"]) + 0.4, height=_height(labels))
    _bars(axes, table)
    return sheet


@in_style
def grouped_bars(table: pd.DataFrame) -> Drawing:
    """Bars under a bold heading for each ``group``; rows of a group stand together."""
    rows = []
    for group, part in table.groupby("group", sort=False):
        heading = {"label": group, "value": float("nan"), "printed": "", "accent": False}
        rows += [{**heading, "heading": True}, *part.assign(heading=False).to_dict("records")]
    rows = pd.DataFrame(rows, columns=["label", "value", "printed", "accent", "heading"])
    labels = [folded(label, LABEL_CM) for label in rows["label"]]
    height = max(len(rows), 1) * ROW * 0.9
    sheet = new_sheet(2 * MARGIN + height)
    axes = _row_axes(sheet, labels, room=widest(table["printed"]) + 0.4, height=height, weight="bold")
    _bars(axes, rows)
    for text, is_heading in zip(axes.get_yticklabels(), rows["heading"], strict=True):
        text.set_fontweight("bold" if is_heading else "normal")
    return sheet


@in_style
def share_bars(table: pd.DataFrame) -> Drawing:
    """A bar of one length a row of ``label, share, printed``: the share in colour, the rest pale."""
    labels = [folded(label, LABEL_CM) for label in table["label"]]
    height = _height(labels, row=1.15)
    sheet = new_sheet(2 * MARGIN + height)
    axes = _row_axes(sheet, labels, room=0.3, height=height)
    places = range(len(table))
    shares = table["share"].fillna(0.0).clip(0, 1)
    axes.barh(places, [1.0] * len(table), height=0.36, color=style.PALE, label="whole")
    axes.barh(places, shares, height=0.36, color=style.ACCENT, label="share")
    axes.set_xlim(0, 1)
    for row, text in zip(places, table["printed"], strict=True):
        axes.text(0, row + 0.24, text, va="top", ha="left", fontsize=style.SMALL)
    axes.set_ylim(len(table) - 0.3, -0.4)
    return sheet


@in_style
def pyramid(table: pd.DataFrame, left_name: str, right_name: str) -> Drawing:
    """Two bars a row of ``label, left, right, left_printed, right_printed``, the first row at the foot."""
    height = max(len(table), 1) * 0.72
    sheet = new_sheet(height + 1.1)
    middle = widest(table["label"]) + 0.5
    room = widest([*table["left_printed"], *table["right_printed"]]) + 0.3
    span = (style.WIDTH_CM - middle) / 2 - room
    top = limit([*table["left"], *table["right"]])
    left = place(sheet, room, MARGIN, span, height)
    right = place(sheet, room + span + middle, MARGIN, span, height)
    sides = ((left, "left", left_name, style.GREY), (right, "right", right_name, style.ACCENT))
    for axes, side, name, colour in sides:
        _side(axes, table[side], table[f"{side}_printed"], top, colour)
        axes.set_title(name, fontsize=style.TEXT, fontweight="bold", loc=_other(side), pad=5)
    left.invert_xaxis()
    for row, label in enumerate(table["label"]):
        away = middle / 2 / span
        right.text(-away, row, label, ha="center", va="center", transform=right.get_yaxis_transform())
    return sheet


def _side(axes: Axes, values, printed, top: float, colour: str) -> None:
    bare(axes)
    axes.barh(range(len(values)), values.fillna(0.0), height=0.72, color=colour)
    axes.set_ylim(-0.5, max(len(values), 1) - 0.5)
    axes.set_xlim(0, top)
    outwards = 4 if colour == style.ACCENT else -4
    for row, (value, text) in enumerate(zip(values.fillna(0.0), printed, strict=True)):
        axes.annotate(
            text, (value, row), (outwards, 0), textcoords="offset points", va="center",
            ha="left" if outwards > 0 else "right", fontsize=style.SMALL, annotation_clip=False,
        )


def _other(side: str) -> str:
    return "right" if side == "left" else "left"


def _row_axes(sheet: Drawing, labels: list[str], room: float, height: float, weight: str = "normal") -> Axes:
    left = widest(labels, weight=weight) + 0.45
    axes = place(sheet, left, MARGIN, style.WIDTH_CM - left - room, height)
    bare(axes)
    rows_of_labels(axes, labels)
    return axes


def _bars(axes: Axes, table: pd.DataFrame) -> None:
    values = table["value"].fillna(0.0)
    accents = table["accent"] if "accent" in table else pd.Series(True, index=table.index)
    colours = [style.ACCENT if accent else style.GREY for accent in accents]
    axes.barh(range(len(table)), values, height=0.66, color=colours)
    axes.set_xlim(0, limit(table["value"]))
    for row, (value, text) in enumerate(zip(values, table["printed"], strict=True)):
        axes.annotate(text, (value, row), (4, 0), textcoords="offset points", va="center", annotation_clip=False)


def _height(labels: list[str], row: float = ROW) -> float:
    """Height for rows that are all as tall as the one with most lines asks."""
    lines = max((label.count("\n") + 1 for label in labels), default=1)
    return max(len(labels), 1) * max(row, 0.36 * lines + 0.2)

"""Charts of upright columns along the months of a year."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Drawing

from ctxh.figures import style
from ctxh.figures.sheet import folded, limit, new_sheet, number_axis, place_below, widest
from ctxh.figures.style import in_style

LABEL_CM = 3.1
MARGIN = 0.3
AXIS = 0.6


@in_style
def stacked_columns(table: pd.DataFrame, suffix: str, breaks: pd.DataFrame) -> Drawing:
    """A column a row of the table, stacked from its columns, each named once at the right.

    ``breaks`` holds ``position`` (between two rows: 5.5 is after the sixth) and ``label``.
    """
    names = [folded(name, LABEL_CM, style.SMALL) for name in table.columns]
    head = 0.3 + 0.42 * len(breaks)
    sheet = new_sheet(7.4 + head)
    left, room = 1.75, widest(names, style.SMALL) + 0.5
    axes = place_below(sheet, left, head, style.WIDTH_CM - left - room, 6.8)
    number_axis(axes.yaxis, limit(table.sum(axis=1)), suffix)
    axes.grid(False, axis="x")
    foot = pd.Series(0.0, index=range(len(table)))
    for name, colour in zip(table.columns, style.STACK, strict=False):
        heights = table[name].fillna(0.0).reset_index(drop=True)
        axes.bar(foot.index, heights, bottom=foot, width=0.72, color=colour, label=name)
        foot = foot + heights
    _name_layers(axes, table, names)
    _name_rows(axes, table.index)
    _mark_breaks(axes, breaks)
    return sheet


@in_style
def columns(table: pd.DataFrame) -> Drawing:
    """A column a row of ``label, value, printed``, the value written on top."""
    sheet = new_sheet(5.4)
    axes = place_below(sheet, MARGIN, 0.7, style.WIDTH_CM - 2 * MARGIN, 4.0)
    axes.spines["left"].set_visible(False)
    axes.tick_params(left=False, labelleft=False)
    values = table["value"].fillna(0.0)
    axes.bar(range(len(table)), values, width=0.66, color=style.ACCENT)
    axes.set_ylim(0, limit(table["value"]))
    for place, (value, text) in enumerate(zip(values, table["printed"], strict=True)):
        axes.annotate(text, (place, value), (0, 3), textcoords="offset points", ha="center", annotation_clip=False)
    _name_rows(axes, table["label"])
    return sheet


def _name_layers(axes: Axes, table: pd.DataFrame, names: list[str]) -> None:
    """Each layer's name beside the last column, moved up where the one below needs the room."""
    top, height_cm = axes.get_ylim()[1], 6.8
    last = table.fillna(0.0).iloc[-1]
    middles = last.cumsum() - last / 2
    free = 0.0
    for name, middle, colour in zip(names, middles, style.STACK, strict=False):
        half = (0.33 * (name.count("\n") + 1) + 0.26) / height_cm * top / 2
        at = max(middle, free + half)
        free = at + half
        axes.annotate(
            name, (len(table) - 0.64, middle), (len(table) - 0.36, at), va="center", ha="left",
            fontsize=style.SMALL, linespacing=1.15, annotation_clip=False,
            arrowprops={"arrowstyle": "-", "color": colour, "linewidth": 1.2, "shrinkA": 0, "shrinkB": 0, "relpos": (0, 0.5)},
        )


def _name_rows(axes: Axes, labels) -> None:
    axes.set_xlim(-0.5, len(labels) - 0.5)
    axes.set_xticks(range(len(labels)), labels)


def _mark_breaks(axes: Axes, breaks: pd.DataFrame) -> None:
    for row, (position, label) in enumerate(zip(breaks["position"], breaks["label"], strict=True)):
        axes.plot(
            [position, position], [0, 1 + 0.06 * row], color=style.INK, linewidth=0.8, linestyle=(0, (4, 3)),
            transform=axes.get_xaxis_transform(), clip_on=False, label="break",
        )  # fmt: skip
        axes.annotate(
            label, (position, 1), (0, 5 + 12 * row), xycoords=("data", "axes fraction"),
            textcoords="offset points", ha="center", fontsize=style.SMALL, annotation_clip=False,
        )

"""The values that bars and lines of matplotlib show, for pages that name them one by one."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.container import BarContainer
from matplotlib.figure import Figure as Drawing
from matplotlib.lines import Line2D
from matplotlib.ticker import FixedFormatter

from ctxh.draw.canvas import Mark
from ctxh.vietnamese import format_exact

MOST = 400  # values; nobody walks through more of them by keys
AROUND = 3.0  # points about a point of a line that belong to it

Box = tuple[float, float, float, float]  # left, low, right, top, in dots


def values_of(drawing: Drawing) -> list[Mark]:
    """The values of a drawing that was written, bar by bar and point by point; none where there are too many.

    Scatters, areas (whose lines stand on one another), boxes and pies have none: what is drawn is not the value.
    """
    bars = [(axes, group) for axes in drawing.axes for group in axes.containers if isinstance(group, BarContainer)]
    lines = [(axes, line) for axes in drawing.axes for line in _lines(axes)]
    if sum(len(group) for _, group in bars) + sum(len(np.asarray(line.get_xydata())) for _, line in lines) > MOST:
        return []
    found = [mark for axes, group in bars for mark in _bars(drawing, axes, group)]
    return found + [mark for axes, line in lines for mark in _points(drawing, axes, line)]


def _lines(axes: Axes) -> list[Line2D]:
    """The lines that show a course: with a name, or alone; none across the drawing, none that fill an area."""
    if axes.collections:
        return []
    own = [line for line in axes.lines if line.get_transform() == axes.transData]
    return [line for line in own if len(own) == 1 or not str(line.get_label()).startswith("_")]


def _bars(drawing: Drawing, axes: Axes, group: BarContainer) -> Iterator[Mark]:
    lying = group.orientation == "horizontal"
    axis = axes.yaxis if lying else axes.xaxis
    spans = [(bar.get_y(), bar.get_height()) if lying else (bar.get_x(), bar.get_width()) for bar in group]
    sizes = [float(bar.get_width() if lying else bar.get_height()) for bar in group]
    touch = len(spans) > 1 and np.isclose(spans[0][0] + spans[0][1], spans[1][0])
    longest = max((abs(size) for size in sizes if np.isfinite(size)), default=0) or 1.0
    for bar, (start, wide), size in zip(group, spans, sizes, strict=True):
        ends = [_name(axis, start), _name(axis, start + wide)]
        name = "–".join(ends) if touch and all(ends) else _name(axis, start + wide / 2)  # classes of a histogram
        if np.isfinite(size):
            yield _mark(drawing, bar.get_window_extent().extents, str(group.get_label()), name, size, longest)


def _points(drawing: Drawing, axes: Axes, line: Line2D) -> Iterator[Mark]:
    places = np.asarray(line.get_xydata(), dtype=float)
    known = places[np.isfinite(places).all(axis=1)]
    longest = float(np.abs(known[:, 1]).max(initial=0)) or 1.0
    around = AROUND * drawing.dpi / 72
    for (across, value), (x, y) in zip(known, axes.transData.transform(known), strict=True):
        box = (x - around, y - around, x + around, y + around)
        yield _mark(drawing, box, str(line.get_label()), _name(axes.xaxis, across), float(value), longest)


def _name(axis: Axis, place: float) -> str:
    """What stands at a place of an axis: its word, empty where no tick stands there, or the number as the axis writes it."""
    formatter = axis.get_major_formatter()
    if not isinstance(formatter, FixedFormatter):
        return str(formatter(float(place), None))
    words = {float(at): text.get_text() for at, text in zip(axis.get_ticklocs(), axis.get_ticklabels(), strict=False)}
    return next((word for at, word in words.items() if abs(at - place) < 0.5), "")


def _mark(drawing: Drawing, box: Box, group: str, name: str, value: float, longest: float) -> Mark:
    """A value with its box in points from the upper left corner, which is where pages count from."""
    left, low, right, top = (float(side) * 72 / drawing.dpi for side in box)
    high = float(drawing.get_size_inches()[1]) * 72
    size = (round(left, 2), round(high - top, 2), round(right - left, 2), round(top - low, 2))
    return Mark(*size, "" if group.startswith("_") else group, name, format_exact(round(value, 9)), round(abs(value) / longest, 4))

"""A sheet, the marks placed on it in centimetres, and the lengths that charts share.

A sheet has no axes: marks that are placed where they belong cost a tenth of those that a pair of
axes with its ticks, limits and clipping would work out again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from matplotlib.figure import Figure as Drawing
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.text import Text
from matplotlib.ticker import MaxNLocator
from matplotlib.transforms import Affine2D

from ctxh.compute.selections import printed_number
from ctxh.draw import style

POINTS = 72 / 2.54  # in a centimetre
GAP = 4 / POINTS  # between a mark and its words
DASHES = (0, (4, 3))
TALLEST = 21.5  # of a sheet: with its caption and notes it fills a page
LINE = 0.36  # the least that a line of a row asks
LOWER = 0.06  # of its size: so much a line stands lower, for its letters and figures to be in the middle


class Mark(NamedTuple):
    """A value that is drawn: its box in points from the upper left corner, what it is of, how it is printed, how long it is drawn.

    ``length`` is its part of the longest that it is compared with, from 0 to 1.
    """

    x: float
    y: float
    wide: float
    high: float
    group: str
    label: str
    printed: str
    length: float
    illustrative: bool = False


class Sheet(Drawing):
    """A white sheet as wide as the text of an A4 page; places are centimetres from its upper left corner.

    ``drawn_values`` are the values that are drawn on it, for pages that name them one by one.
    """

    def __init__(self, height: float) -> None:
        style.load_fonts()
        super().__init__(figsize=(style.WIDTH_CM / 2.54, height / 2.54), dpi=72, facecolor=style.PAPER, edgecolor=style.PAPER)
        self.height = height
        self.drawn_values: list[Mark] = []
        self._places = Affine2D().scale(POINTS, -POINTS).translate(0, height * POINTS)

    def mark(
        self,
        box: tuple[float, float, float, float],
        label: str,
        printed: str,
        length: float,
        group: str = "",
        illustrative: bool = False,
    ) -> None:
        """Note a value drawn in a box (left, top, width, height): nothing is drawn here; a length that is not known is none."""
        x, y, wide, high = (round(size * POINTS, 1) for size in box)
        part = round(length, 3) if length == length else 0.0
        self.drawn_values.append(Mark(x, y, wide, high, group, label.replace("\n", " "), printed, part, illustrative))

    def box(self, left: float, top: float, width: float, height: float, colour: str, **words: Any) -> Rectangle:
        """A filled rectangle, placed by its upper left corner."""
        words = {"edgecolor": "none", "linewidth": 0.6, **words}
        box = Rectangle((left, top), width, height, facecolor=colour, transform=self._places, **words)
        self.add_artist(box)
        return box

    def line(self, x: Sequence[float], y: Sequence[float], colour: str = style.QUIET_INK, width: float = 0.6, **words: Any) -> Line2D:
        """A straight line between two places."""
        words = {"solid_capstyle": "butt", **words}
        line = Line2D(x, y, color=colour, linewidth=width, transform=self._places, **words)
        self.add_artist(line)
        return line

    def dots(self, places: list[tuple[float, float]], colour: str, marker: str = "o", **words: Any) -> Line2D:
        """Points of one kind, not joined."""
        x, y = ([place[at] for place in places] for at in (0, 1))
        words = {"linestyle": "none", "markersize": 5.5, "zorder": 3, **words}
        dots = Line2D(x, y, marker=marker, color=colour, transform=self._places, **words)
        self.add_artist(dots)
        return dots

    def write(
        self, x: float, y: float, text: str, size: float = style.TEXT, align: str = "left", stand: str = "center", **words: Any
    ) -> Text:
        """Words of one or more lines, placed by a side or the middle (``align``) and by the foot, middle or head (``stand``)."""
        face = style.face(size, words.pop("weight", "normal"))
        y += LOWER * size / POINTS if stand == "center" else 0.0
        words = {"color": style.INK, "parse_math": False, "horizontalalignment": align, "verticalalignment": stand, **words}
        written = Text(x, y, text, fontproperties=face, transform=self._places, zorder=4, **words)
        self.add_artist(written)
        return written


class Scale(NamedTuple):
    """Where values lie: ``at`` is the place of zero, ``each`` how far from it one is."""

    at: float
    each: float

    def __call__(self, value: float) -> float:
        """The place of a value; of one that is missing, that of zero."""
        return self.at + self.length(value)

    def length(self, value: float) -> float:
        """How far a value is from zero; nothing for one that is missing."""
        return self.each * value if value == value else 0.0


def fitting(row: float, rows: int, beside: float, lines: int = 1) -> float:
    """The height of rows that would be as high as asked: less where a page does not hold them, never less than their lines ask."""
    return max(min(row, (TALLEST - beside) / max(rows, 1)), LINE * lines)


def folded(text: str, width_cm: float, size: float = style.TEXT, weight: str = "normal") -> str:
    """A text broken into as few lines as fit a width, words kept whole, and these as equal as can be."""
    lines = _broken(text, width_cm, size, weight)
    while len(lines) > 1:
        longest = widest(lines, size, weight)
        evener = _broken(text, longest * 0.999, size, weight)
        if len(evener) > len(lines) or widest(evener, size, weight) >= longest:
            break
        lines = evener
    return "\n".join(lines)


def _broken(text: str, width_cm: float, size: float, weight: str) -> list[str]:
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and style.text_width_cm(longer, size, weight) > width_cm:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def widest(texts: Iterable[str], size: float = style.TEXT, weight: str = "normal") -> float:
    """The width in centimetres of the widest of some texts."""
    return max((style.text_width_cm(text, size, weight) for text in texts), default=0.0)


def most_lines(texts: Iterable[str]) -> int:
    """How many lines the tallest of some texts has."""
    return max((text.count("\n") + 1 for text in texts), default=1)


def ticks(top: float, suffix: str = "", at_most: int = 5) -> dict[float, str]:
    """Round values from zero to beyond ``top`` and how they are written, all with as many decimals."""
    steps = MaxNLocator(at_most, steps=[1, 2, 5, 10]).tick_values(0, top)
    values = [float(step) for step in steps if step >= 0]
    decimals = next(d for d in (0, 1, 2, 3, 4) if all(round(v, d) == round(v, 9) for v in values) or d == 4)
    return {value: printed_number(value, decimals) + suffix for value in values}


def limit(values: Iterable[float], at_least: float = 1.0) -> float:
    """The largest of some values that may be missing, never nothing, so that a scale has a length."""
    present = [float(value) for value in values if value == value]
    return max([*present, 0.0]) or at_least

"""What the tests of figures look at: the words of a drawing and the sizes of its marks."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree

from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.text import Text

from ctxh import figures
from ctxh.blocks import Figure
from ctxh.figures.sheet import Sheet

SVG = "{http://www.w3.org/2000/svg}"


def words_of(figure: Figure) -> list[str]:
    tree = ElementTree.fromstring(figure.svg)
    return ["".join(node.itertext()).strip() for node in tree.iter(f"{SVG}text")]


def place_of(node: ElementTree.Element) -> tuple[float, float]:
    moved = re.match(r"translate\(([-\d.]+) ([-\d.]+)\)", node.get("transform", ""))
    return tuple(map(float, moved.groups() if moved else (node.get("x"), node.get("y"))))


def boxes(sheet: Sheet) -> list[Rectangle]:
    return [mark for mark in sheet.artists if isinstance(mark, Rectangle)]


def widths(sheet: Sheet) -> list[float]:
    return [round(box.get_width(), 9) for box in boxes(sheet)]


def heights(sheet: Sheet) -> list[float]:
    return [round(box.get_height(), 9) for box in boxes(sheet)]


def shares(lengths: list[float]) -> list[float]:
    """Lengths as shares of the greatest, to compare centimetres with values."""
    return [round(length / max(lengths), 6) for length in lengths]


def lines(sheet: Sheet) -> list[Line2D]:
    return [mark for mark in sheet.artists if isinstance(mark, Line2D) and not is_dots(mark)]


def dots(sheet: Sheet) -> list[Line2D]:
    return [mark for mark in sheet.artists if is_dots(mark)]


def is_dots(mark) -> bool:
    return isinstance(mark, Line2D) and mark.get_marker() not in ("None", None)


def words(sheet: Sheet) -> list[Text]:
    return [mark for mark in sheet.artists if isinstance(mark, Text)]


def texts(sheet: Sheet) -> list[str]:
    return [text.get_text() for text in words(sheet)]


def all_drawn(edition) -> dict[str, Figure]:
    """Every figure of an edition by its name."""
    return {name: getattr(figures, name)(edition) for name in sorted(figures.__all__)}

"""What the tests of figures look at: the words of a drawing and the sizes of its marks."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree

from matplotlib.axes import Axes

from ctxh import figures
from ctxh.blocks import Figure

SVG = "{http://www.w3.org/2000/svg}"


def words_of(figure: Figure) -> list[str]:
    tree = ElementTree.fromstring(figure.svg)
    return ["".join(node.itertext()).strip() for node in tree.iter(f"{SVG}text")]


def place_of(node: ElementTree.Element) -> tuple[float, float]:
    moved = re.match(r"translate\(([-\d.]+) ([-\d.]+)\)", node.get("transform", ""))
    return tuple(map(float, moved.groups() if moved else (node.get("x"), node.get("y"))))


def widths(axes: Axes) -> list[float]:
    return [round(patch.get_width(), 9) for patch in axes.patches]


def heights(axes: Axes) -> list[float]:
    return [round(patch.get_height(), 9) for patch in axes.patches]


def texts(axes: Axes) -> list[str]:
    return [text.get_text() for text in axes.texts if text.get_text()]


def all_drawn(edition) -> dict[str, Figure]:
    """Every figure of an edition by its name."""
    return {name: getattr(figures, name)(edition) for name in sorted(figures.__all__)}

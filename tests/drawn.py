"""What the tests of figures look at: the words of a drawing and the sizes of its marks."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.text import Text

from ctxh.blocks import Figure
from ctxh.book import national_book
from ctxh.draw import draw_figure
from ctxh.draw.canvas import POINTS, Sheet
from ctxh.draw.style import METRICS, text_width_cm

SVG = "{http://www.w3.org/2000/svg}"
SMALLEST, SLACK = 8.0, 1.0  # points


def words_of(figure: Figure) -> list[str]:
    tree = ElementTree.fromstring(figure.svg)
    return ["".join(node.itertext()).strip() for node in tree.iter(f"{SVG}text")]


def place_of(node: ElementTree.Element) -> tuple[float, float]:
    moved = re.match(r"translate\(([-\d.]+) ([-\d.]+)\)", node.get("transform", ""))
    return tuple(map(float, moved.groups() if moved else (node.get("x"), node.get("y"))))


def stray_words(svg: str) -> list[str]:
    """The words of a drawing that leave its sheet, cover one another or are smaller than 8 points."""
    root = ElementTree.fromstring(svg)
    across, down = (float(root.get(side).removesuffix("pt")) for side in ("width", "height"))
    found, placed = [], []
    for node in root.iter(f"{SVG}text"):
        text, size = "".join(node.itertext()), float(node.get("font-size").removesuffix("px"))
        wide = text_width_cm(text, size, "bold" if node.get("font-weight") == "700" else "normal") * POINTS
        x, foot = place_of(node)
        left = x - {"end": wide, "middle": wide / 2}.get(node.get("text-anchor"), 0.0)
        box = left, foot - METRICS[0] * size, left + wide, foot + METRICS[1] * size
        if size < SMALLEST or box[0] < -SLACK or box[1] < -SLACK or box[2] > across + SLACK or box[3] > down + SLACK:
            found.append(text)
        found += [f"{other} / {text}" for other, there in placed if _covers(box, there)]
        placed.append((text, box))
    return found


def _covers(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    """Whether two boxes (left, top, right, foot) have more than a touch in common."""
    return all(min(one[high], other[high]) - max(one[low], other[low]) > 2 * SLACK for low, high in ((0, 2), (1, 3)))


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
    return {name: draw_figure(edition, name) for name in sorted(national_book().figures)}

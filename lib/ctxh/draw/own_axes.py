"""An analyst's own drawing, made by matplotlib or ``df.plot()``, as a figure of our documents in the house style."""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.colors import TABLEAU_COLORS, same_color
from matplotlib.figure import Figure as Drawing
from matplotlib.text import Text
from matplotlib.ticker import FuncFormatter, MaxNLocator, ScalarFormatter

from ctxh import blocks
from ctxh.compute.what_if import MARK
from ctxh.compute.wide_frames import HYPOTHETICAL, NOTE
from ctxh.draw import style
from ctxh.draw.axes_values import values_of
from ctxh.draw.svg import FAMILY, NO_METADATA, self_contained
from ctxh.errors import CtxhError
from ctxh.vietnamese import format_exact
from ctxh.vietnamese.typeface import FONT

if TYPE_CHECKING:
    import pandas as pd

COLOURS = (style.ACCENT, style.CONTRAST, style.SAND, style.PALE_ACCENT, style.GREY, style.QUIET_INK)
YEARS = (1900, 2100)
TALLEST_CM = 22.0  # what a page has room for under a caption
BEST = 0  # how matplotlib says that it chooses a legend's place
BESIDE_LABEL_CM = 1.6  # its mark and the gap to the next
ASLANT: dict[str, Any] = {"rotation": 60, "ha": "right", "rotation_mode": "anchor"}  # words too wide to stand side by side
LINE = 1.6  # from one line of a legend to the next, in heights of its letters


class Figure(blocks.Figure):
    """A figure of the documents; ``from_axes`` makes one of an analyst's own drawing."""

    @classmethod
    def from_axes(
        cls,
        axes: Axes,
        caption: str,
        *,
        alt: str,
        source: str,
        note: str = "",
        id: str = "",
        cites: tuple[str, ...] = (),
        frame: pd.DataFrame | None = None,
    ) -> blocks.Figure:
        """The numbered figure of some matplotlib axes, or of what ``df.plot()`` gives: our font, our colours, as wide as the text.

        Colours that matplotlib chose become ours, others stay. ``alt`` says in words what the drawing shows, ``source`` where its
        numbers come from, ``cites`` the indicators that it draws; without them its numbers are counted as nobody's. What is
        hypothetical says so in caption and note: ``df.plot()`` tells by names of columns, a pie or other drawing by its ``frame``.
        The rows of a ``frame`` name each point of a line over words.
        Raises CtxhError where caption, alt or source is missing.
        """
        for words, missing in (
            (caption, "caption (tên hình)"),
            (alt, "alt (hình cho thấy gì, bằng lời)"),
            (source, "source (nguồn số liệu)"),
        ):
            if not words.strip():
                raise CtxhError(f"Hình riêng còn thiếu {missing}: Figure.from_axes(ax, caption, alt=..., source=...).")
        drawing = axes.get_figure(root=True) if hasattr(axes, "get_figure") else None
        if drawing is None:
            raise CtxhError("Figure.from_axes nhận một Axes của matplotlib, như kết quả của df.plot() hoặc plt.subplots()[1].")
        name, drawn = id or blocks.own_id(caption), 0 if cites else _numbers(drawing)
        attributes = {} if frame is None else frame.attrs
        supposed = HYPOTHETICAL in attributes or any(HYPOTHETICAL.lower() in words.lower() for words in _words(drawing))
        if supposed and HYPOTHETICAL.lower() not in caption.lower():
            caption = f"{HYPOTHETICAL}: {caption}"
        rows = [] if frame is None else [str(word) for word in frame.index]
        for one in drawing.axes:
            _name_each(one, rows)
        _in_house_style(drawing)
        svg = _svg(drawing, name, alt)
        values = tuple(value._replace(illustrative=supposed) for value in values_of(drawing))
        _put_away(drawing)
        of_frame = str(attributes.get(NOTE, f"{MARK}." if supposed else ""))
        whole_note = " ".join(filter(None, (note, of_frame, blocks.uncited_words(drawn))))
        return blocks.Figure(name, caption, alt, svg, whole_note, source, tuple(cites), values, uncited=drawn)


def _name_each(axes: Axes, words: list[str]) -> None:
    """Name each place of a line over the words of its rows: pandas itself names every second one."""
    axis = axes.xaxis
    if isinstance(axis.get_major_formatter(), ScalarFormatter):
        return  # numbers
    ticks = zip(axis.get_ticklocs(), axis.get_ticklabels(), strict=False)
    shown = {float(at): text.get_text() for at, text in ticks if 0 <= at < len(words)}
    if 0 < len(shown) < len(words) and shown.items() <= {float(at): word for at, word in enumerate(words)}.items():
        fit = max(map(style.text_width_cm, words)) * len(words) < style.WIDTH_CM * axes.get_position().width
        axes.set_xticks(range(len(words)), words, **({} if fit else ASLANT))


def _words(drawing: Drawing) -> list[str]:
    """What stands in a drawing, and what its lines, bars and points are called, shown or not."""
    elements = [element for axes in drawing.axes for element in (*axes.lines, *axes.containers, *axes.collections, *axes.patches)]
    return [*(text.get_text() for text in drawing.findobj(Text)), *(str(element.get_label()) for element in elements)]  # type: ignore[attr-defined]


def _numbers(drawing: Drawing) -> int:
    """How many values are drawn: bars, points of lines and of scatters."""
    bars = sum(len(group) for axes in drawing.axes for group in axes.containers)
    return bars + sum(len(_spread(axes, 0)) for axes in drawing.axes)


def _in_house_style(drawing: Drawing) -> None:
    style.load_fonts()
    width, height = map(float, drawing.get_size_inches())
    drawing.set_size_inches(style.WIDTH_CM / 2.54, min(height * style.WIDTH_CM / 2.54 / width, TALLEST_CM / 2.54))
    chosen = dict(zip(map(str, TABLEAU_COLORS.values()), COLOURS * 2, strict=False))
    for element in drawing.findobj(lambda element: not isinstance(element, Text)):
        for part in ("facecolor", "edgecolor", "color"):
            _recolour(element, part, chosen)
    for axes in drawing.axes:
        axes.spines[["top", "right"]].set_visible(False)
        _legend_above(axes)
        _vietnamese_ticks(axes.xaxis, _spread(axes, 0))
        _vietnamese_ticks(axes.yaxis, _spread(axes, 1))
    for text in drawing.findobj(Text):
        if text.get_text():
            style.text_width_cm(text.get_text())  # a letter that the font has not is an error
        text.set(fontfamily=[FONT], fontsize=max(min(float(text.get_fontsize()), style.TEXT), style.SMALL), parse_math=False)
    drawing.set_layout_engine("tight")


def _legend_above(axes: Axes) -> None:
    """A legend whose place was left to matplotlib, over the axes and under their title: among bars and lines it hides some."""
    legend = axes.get_legend()
    if legend is None or getattr(legend, "_loc_real", 0) != BEST:
        return
    labels, title = [text.get_text() for text in legend.get_texts()], legend.get_title().get_text()
    wide = max(style.text_width_cm(label, style.TEXT) for label in labels) + BESIDE_LABEL_CM
    columns = min(max(int(style.WIDTH_CM * axes.get_position().width / wide), 1), len(labels))
    lines = -(-len(labels) // columns) + bool(title)
    where: dict[str, Any] = {"loc": "lower left", "bbox_to_anchor": (0, 1), "frameon": False, "alignment": "left"}
    axes.legend([handle for handle in legend.legend_handles if handle], labels, title=title or None, ncols=columns, **where)
    axes.set_title(axes.get_title(), pad=LINE * style.TEXT * (lines + 1))


def _spread(axes: Axes, side: int) -> list[float]:
    """The places of what lines and scatters show along an axis."""
    lines = [value for line in axes.lines for value in np.asarray(line.get_xydata(), dtype=float)[:, side]]
    return lines + [place for group in axes.collections for place in np.asarray(group.get_offsets(), dtype=float)[:, side]]


def _vietnamese_ticks(axis: Axis, places: list[float]) -> None:
    """Numbers of an axis with a comma before decimals and dots between thousands; years whole and without dots."""
    if not isinstance(axis.get_major_formatter(), ScalarFormatter):
        return  # words, or what the analyst has chosen
    whole = bool(places) and all(place.is_integer() for place in places)
    years = whole and all(YEARS[0] <= place <= YEARS[1] for place in places)
    if whole:
        axis.set_major_locator(MaxNLocator(integer=True))
    axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:.0f}" if years else format_exact(round(float(value), 9))))


def _recolour(element: Any, part: str, chosen: dict[str, str]) -> None:
    """A colour that matplotlib chose by itself, as ours; marks of another kind have no such part."""
    get, put = getattr(element, f"get_{part}", None), getattr(element, f"set_{part}", None)
    if get is None or put is None:
        return
    try:
        ours = next((own for theirs, own in chosen.items() if same_color(get(), theirs)), None)
    except (ValueError, TypeError):  # several colours, or none
        return
    if ours:
        put(ours)


def _svg(drawing: Drawing, name: str, alt: str) -> str:
    buffer = io.StringIO()
    with rc_context({"svg.hashsalt": name, "svg.fonttype": "none", "axes.unicode_minus": True}):
        drawing.savefig(buffer, format="svg", metadata=NO_METADATA, facecolor=style.PAPER)
    return self_contained(buffer.getvalue(), name, alt).replace(f"font-family=\"'{FONT}'\"", f'font-family="{FAMILY}"')


def _put_away(drawing: Drawing) -> None:
    """Let pyplot forget the drawing: at the end of a cell it would show it a second time, as an image."""
    if pyplot := sys.modules.get("matplotlib.pyplot"):
        pyplot.close(drawing)

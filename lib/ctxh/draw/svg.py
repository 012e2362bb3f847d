"""From a drawing to the Figure block of our documents: clean, self-contained, repeatable SVG."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Callable
from typing import Any, NamedTuple, cast

from matplotlib import rc_context
from matplotlib.backend_bases import GraphicsContextBase
from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.colors import to_hex
from matplotlib.font_manager import FontProperties
from matplotlib.text import Text

from ctxh.blocks import Figure
from ctxh.draw import style
from ctxh.draw.canvas import POINTS, Sheet
from ctxh.vietnamese.typeface import FONT

FAMILY = f"{FONT}, 'Times New Roman', serif"
NO_METADATA = dict.fromkeys(("Date", "Creator", "Format", "Type"))
ANCHORS = {"left": "start", "center": "middle", "right": "end"}


class Drawn(NamedTuple):
    """A drawing, what it shows in words, sentences of its note, and the indicators that it draws."""

    sheet: Sheet
    alt: str
    notes: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()


def publish(drawing: Sheet, id: str, caption: str, alt: str, *, illustrative: bool = False, **words: Any) -> Figure:
    """The Figure block of a drawing; ``words`` are its note, source and cites. Illustrative values look so."""
    if illustrative:
        style.mark_illustrative(drawing)
    values = tuple(mark._replace(illustrative=mark.illustrative or illustrative) for mark in drawing.drawn_values)
    return Figure(id=id, caption=caption, alt=alt, svg=as_svg(drawing, id, alt), drawn_values=values, **words)


def silent(id: str, caption: str, sentence: str, source: str) -> Figure:
    """The Figure block of a figure that has nothing to draw: a sentence that says why."""
    sheet = Sheet(1.2)
    sheet.write(0.1, 0.6, sentence)
    return publish(sheet, id, caption, f"Không có hình. {sentence}", source=source, empty=sentence)


class Plain(RendererSVG):
    """matplotlib's writer of SVG, without groups, its texts in our font and measured by the widths of their letters."""

    def open_group(self, s: str, gid: str | None = None) -> None:
        """Nothing: a drawing of ours has no parts to name."""

    close_group = open_group

    def get_text_width_height_descent(self, s: str, prop: FontProperties, ismath: object) -> tuple[float, float, float]:
        """The sizes of a line, as high as any other."""
        size = prop.get_size_in_points()
        above, below = style.METRICS
        width = style.text_width_cm(s, size, prop.get_weight()) * POINTS
        return width, (above + below) * size, below * size

    def draw_text(
        self,
        gc: GraphicsContextBase,
        x: float,
        y: float,
        s: str,
        prop: FontProperties,
        angle: float,
        ismath: object = False,
        mtext: Text | None = None,
    ) -> None:
        """Write a line as text, held by the side that it was placed by."""
        held = {}
        if mtext:
            x = mtext.get_transform().transform(mtext.get_position())[0]
            held = {"text-anchor": ANCHORS[mtext.get_horizontalalignment()]}
        bold = {"font-weight": "700"} if prop.get_weight() == "bold" else {}
        size = {"font-size": f"{prop.get_size_in_points():g}px", "font-family": FAMILY}
        self.writer.element("text", s, {"x": f"{x:.3f}", "y": f"{y:.3f}", "fill": to_hex(gc.get_rgb()), **size, **bold, **held})


def as_svg(drawing: Sheet, id: str, alt: str) -> str:
    """A drawing as one SVG element, equal for equal drawings.

    Its ids begin with ``id``, so that several may stand in one page, and it carries no style
    sheet, which would reach the rest of the page. A letter missing from the font is an error.
    """
    buffer = io.StringIO()
    across, down = (float(length) * 72 for length in drawing.get_size_inches())
    with rc_context({"svg.hashsalt": id}):
        writer = cast("Callable[..., Any]", Plain)(across, down, buffer, metadata=NO_METADATA)
        drawing.draw(writer)
        writer.finalize()
    return self_contained(buffer.getvalue(), id, alt)


def self_contained(svg: str, id: str, alt: str) -> str:
    """What matplotlib wrote as one SVG element that may stand in any page, described by ``alt``."""
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"\s*<defs>\s*<style.*?</style>\s*</defs>", "", svg, count=1, flags=re.DOTALL)
    svg = re.sub(r"\s*\n\s*(?=[^\s<])", " ", svg)
    svg = re.sub(r' style="([^"]*)"', lambda match: attributes(match[1]), svg)
    return _labelled(_own_ids(svg, id), alt).strip() + "\n"


def attributes(style: str) -> str:
    """The declarations of a style attribute as SVG attributes, which no page policy forbids."""
    declarations = (part.split(":", 1) for part in style.split(";") if part.strip())
    return "".join(f' {name.strip()}="{value.strip()}"' for name, value in declarations)


def _own_ids(svg: str, id: str) -> str:
    used = set(re.findall(r'(?:url\(#|href="#)([^)"]+)', svg))
    svg = re.sub(r' id="([^"]+)"', lambda match: f' id="{id}-{match[1]}"' if match[1] in used else "", svg)
    return re.sub(r'(url\(#|href="#)', lambda match: f"{match[1]}{id}-", svg)


def _labelled(svg: str, alt: str) -> str:
    label = html.escape(alt, quote=True)
    head = f'<svg role="img" aria-label="{label}" stroke-linejoin="round" stroke-linecap="butt"'
    return svg.replace("<svg", head, 1)

"""From a drawing to the Figure block of our documents: clean, self-contained, repeatable SVG."""

from __future__ import annotations

import html
import io
import re
import warnings

from matplotlib import rc_context
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure as Drawing

from ctxh.blocks import Figure
from ctxh.figures.sheet import cover, new_sheet
from ctxh.figures.style import FONT, SETTINGS, in_style, mark_illustrative

FAMILY = f"{FONT}, 'Times New Roman', serif"
NO_METADATA = dict.fromkeys(("Date", "Creator", "Format", "Type"))


def publish(drawing: Drawing, id: str, caption: str, alt: str, *, illustrative: bool = False, **words) -> Figure:
    """The Figure block of a drawing; ``words`` are its note, source and cites. Illustrative values look so."""
    if illustrative:
        mark_illustrative(drawing)
    return Figure(id=id, caption=caption, alt=alt, svg=as_svg(drawing, id, alt), **words)


@in_style
def silent(id: str, caption: str, sentence: str, source: str) -> Figure:
    """The Figure block of a figure that has nothing to draw: a sentence that says why."""
    sheet = new_sheet(1.2)
    cover(sheet).text(0.1, 0.6, sentence, va="center")
    return publish(sheet, id, caption, f"Không có hình. {sentence}", source=source)


def as_svg(drawing: Drawing, id: str, alt: str) -> str:
    """A drawing as one SVG element, equal for equal drawings.

    Its ids begin with ``id``, so that several may stand in one page, and it carries no style
    sheet, which would reach the rest of the page. A glyph missing from the font is an error.
    """
    buffer = io.StringIO()
    with rc_context(SETTINGS | {"svg.hashsalt": id}), warnings.catch_warnings():
        warnings.simplefilter("error")
        FigureCanvasSVG(drawing).print_svg(buffer, metadata=NO_METADATA)
    svg = buffer.getvalue()
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"\s*<defs>\s*<style.*?</style>\s*</defs>", "", svg, flags=re.DOTALL)
    svg = re.sub(r"\s*<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    svg = re.sub(r"\s*<!--.*?-->", "", svg, flags=re.DOTALL)
    svg = re.sub(r"\s*\n\s*(?=[^\s<])", " ", svg)
    svg = re.sub(r' transform="rotate\(-0 [^"]*"', "", svg)
    svg = re.sub(r' style="([^"]*)"', lambda match: attributes(match[1]), svg)
    return _labelled(_own_ids(svg, id), alt).strip() + "\n"


def attributes(style: str) -> str:
    """The declarations of a style attribute as SVG attributes, which no page policy forbids."""
    out = []
    for declaration in filter(None, (part.strip() for part in style.split(";"))):
        name, value = (part.strip() for part in declaration.split(":", 1))
        out.append((name, FAMILY if name == "font-family" else value))
    return "".join(f' {name}="{value}"' for name, value in out)


def _own_ids(svg: str, id: str) -> str:
    used = set(re.findall(r'(?:url\(#|href="#)([^)"]+)', svg))
    svg = re.sub(
        r' id="([^"]+)"', lambda match: f' id="{id}-{match[1]}"' if match[1] in used else "", svg
    )
    return re.sub(r'(url\(#|href="#)', lambda match: f"{match[1]}{id}-", svg)


def _labelled(svg: str, alt: str) -> str:
    label = html.escape(alt, quote=True)
    head = f'<svg role="img" aria-label="{label}" stroke-linejoin="round" stroke-linecap="butt"'
    return svg.replace("<svg", head, 1)

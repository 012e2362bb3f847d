"""Figures in a Word file: the drawing as vectors, with a PNG for viewers that lack SVG."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, cast

from ctxh.blocks import Figure
from ctxh.typeset.docx.elements import element
from ctxh.typeset.drawings import size, width_shown
from ctxh.typeset.pdf.report_pdf import png

if TYPE_CHECKING:
    from docx.document import Document as WordFile

    from ctxh.typeset.docx.elements import Node

ROOM = 5940000  # English metric units: 165 mm
SVG_LINK = (
    '<a:extLst xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
    '<a:ext uri="{96DAC541-7B7A-43D3-8B79-37D633B846F1}">'
    '<asvg:svgBlip xmlns:asvg="http://schemas.microsoft.com/office/drawing/2016/SVG/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:embed="%s"/>'
    "</a:ext></a:extLst>"
)


def drawing(word: WordFile, figure: Figure, number: int) -> Node:
    """A run holding the figure, with its alternative text."""
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part
    from docx.oxml import parse_xml
    from docx.oxml.ns import qn

    wide, high = _shown(figure.svg)
    inline = word.part.new_pic_inline(io.BytesIO(png(figure.svg)), wide, high)
    named: tuple[Node, ...] = (inline.docPr, cast("Node", inline.graphic.graphicData.pic.nvPicPr.cNvPr))
    for node in named:
        node.set("id", str(number))
        node.set("name", f"Hình {number}")
        node.set("descr", figure.alt)
    where = PackURI(f"/word/media/figure{number}.svg")
    part = Part(where, "image/svg+xml", figure.svg.encode(), word.part.package)
    link = word.part.relate_to(part, RELATIONSHIP_TYPE.IMAGE)
    blip = next(inline.iter(qn("a:blip")))
    blip.append(parse_xml(SVG_LINK % link))
    shell = element("drawing")
    shell.append(inline)
    return element("r", shell)


def _shown(svg: str) -> tuple[int, int]:
    """The width and height to show an SVG at, at most as wide as the text and as high as a page."""
    wide, high = size(svg)
    shown = round(width_shown(svg, ROOM / 12700) * 12700)
    return shown, round(shown * high / wide)

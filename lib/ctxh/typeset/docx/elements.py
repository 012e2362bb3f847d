"""WordprocessingML elements in few words."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from ctxh.typeset.unbroken import DOCUMENT_NUMBER

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement

    Node: TypeAlias = BaseOxmlElement

TEMPLATES = Path(__file__).resolve().parents[1] / "templates"


def element(tag: str, *children: Node, **attributes: object) -> Node:
    """A ``w:`` element (or another prefix, given as ``wp:inline``) with its children."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    node = OxmlElement(tag if ":" in tag else f"w:{tag}")
    for name, value in attributes.items():
        node.set(qn(f"w:{name}"), str(value))
    node.extend(children)
    return node


def paragraph(style_id: str, *children: Node, center: bool = False, keep_next: bool = False) -> Node:
    """A paragraph of a style; the children are its runs."""
    properties = element("pPr", element("pStyle", val=style_id))
    if keep_next:
        properties.append(element("keepNext"))
    if center:
        properties.append(element("jc", val="center"))
    return element("p", properties, *children)


def run(text: str, *, bold: bool = False, italic: bool = False) -> Node:
    """A run of text; style flags that are off are left to the paragraph's style."""
    node = element("r")
    if bold or italic:
        flags = [element(tag) for tag, on in (("b", bold), ("i", italic)) if on]
        node.append(element("rPr", *flags))
    for number, piece in enumerate(re.split(f"({DOCUMENT_NUMBER})", text)):
        parts = piece.split("-") if number % 2 else [piece]  # a document's number keeps to one line
        for place, part in enumerate(parts):
            node.extend([element("noBreakHyphen")] if place else [])
            node.extend([_text(part)] if part or len(parts) == 1 else [])
    return node


def _text(text: str) -> Node:
    node = element("t")
    node.text = text
    node.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return node


def field(code: str) -> list[Node]:
    """The runs of a simple field such as PAGE."""
    parts = [element("r", element("fldChar", fldCharType="begin"))]
    instruction = element("instrText")
    instruction.text = f" {code} "
    parts.append(element("r", instruction))
    parts.append(element("r", element("fldChar", fldCharType="separate")))
    parts.append(run("2"))
    parts.append(element("r", element("fldChar", fldCharType="end")))
    return parts


def grid(widths: list[int], rows: list[Node], *, border: bool, caption: str = "", alt: str = "") -> Node:
    """A table of fixed column widths (in twentieths of a point) holding ready rows."""
    properties = element("tblPr", element("tblW", w=sum(widths), type="dxa"))
    properties.append(element("jc", val="center"))
    if border:
        sides = ("top", "left", "bottom", "right", "insideH", "insideV")
        lines = [element(s, val="single", sz=4, space=0, color="000000") for s in sides]
        properties.append(element("tblBorders", *lines))
    properties.append(element("tblLayout", type="fixed"))
    margin = 70 if border else 0
    cells = [element(side, w=margin, type="dxa") for side in ("left", "right")]
    properties.append(element("tblCellMar", *cells))
    look = {"firstRow": int(border), "lastRow": 0, "firstColumn": int(border), "lastColumn": 0}
    properties.append(element("tblLook", val="00A0" if border else "0000", **look, noHBand=1, noVBand=1))
    if caption:
        properties.append(element("tblCaption", val=caption))
    if alt:
        properties.append(element("tblDescription", val=alt))
    columns = element("tblGrid", *[element("gridCol", w=width) for width in widths])
    return element("tbl", properties, columns, *rows)


def row(cells: list[Node], *, header: bool = False) -> Node:
    """A table row that no page break cuts; a header row is repeated on each page."""
    properties = element("trPr", element("cantSplit"))
    if header:
        properties.append(element("tblHeader"))
    return element("tr", properties, *cells)


def cell(width: int, paragraphs: list[Node], *, middle: bool = False) -> Node:
    """A table cell of a width (in twentieths of a point)."""
    properties = element("tcPr", element("tcW", w=width, type="dxa"))
    if middle:
        properties.append(element("vAlign", val="center"))
    return element("tc", properties, *paragraphs)

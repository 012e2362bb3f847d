"""The official frame of a report as a Word file that officials edit: head, styles, signature.

Placeholders are docxtpl's; the body goes where the mark stands.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from ctxh.typeset.docx.elements import TEMPLATES, cell, element, field, grid, paragraph, row, run
from ctxh.typeset.zip_packages import repacked

if TYPE_CHECKING:
    from docx.document import Document as WordFile
    from docx.section import _BaseHeaderFooter

    from ctxh.typeset.docx.elements import Node

MARK = "[[NOI_DUNG]]"
EPOCH = 946684800
NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
MILLIMETRES = {"top": 20, "bottom": 20, "left": 30, "right": 15, "header": 7, "footer": 9}
HEAD_WIDTHS = [3516, 5838]  # twentieths of a point; together the 165 mm between the margins
SIGNATURE_WIDTHS = [4676, 4678]
DROPPED = ("stylesWithEffects", "webSettings", "customXml", "numbering")
DROPPED_FROM_PACKAGE = ("thumbnail", "extended-properties")


def default_frame() -> bytes:
    """The frame that a new office starts from, the same bytes each time."""
    import docx

    document = docx.Document()
    _strip(document)
    _restyle(document)
    _set_page(document)
    body = document.element.body
    for node in [_head(), *_title(), *_addressees(), paragraph("NoiDung", run(MARK)), _end()]:
        body.insert(len(body) - 1, node)
    body.insert(len(body) - 1, gap(20))  # a Word body must not end with a table
    describe(document, "Khung báo cáo", EPOCH)
    out = io.BytesIO()
    document.save(out)
    return repacked(out.getvalue(), EPOCH)


def describe(document: WordFile, title: str, epoch: int) -> None:
    """Set the properties of a Word file, none of which names a person or a machine."""
    from datetime import UTC, datetime

    moment = datetime.fromtimestamp(epoch, UTC).replace(tzinfo=None)
    properties = document.core_properties
    properties.title, properties.language = title, "vi-VN"
    properties.author = properties.last_modified_by = properties.comments = ""
    properties.created = properties.modified = moment
    properties.revision = 1


def _strip(document: WordFile) -> None:
    body = document.element.body
    for node in list(body)[:-1]:
        body.remove(node)
    for part, words in ((document.part, DROPPED), (document.part.package, DROPPED_FROM_PACKAGE)):
        for key, link in list(part.rels.items()):
            kind = link.reltype.rsplit("/", 1)[-1]
            if kind in words:
                part.rels.pop(key)
            elif kind == "fontTable":
                link.target_part._blob = (TEMPLATES / "fonts.xml").read_bytes()


def _restyle(document: WordFile) -> None:
    from docx.oxml import parse_xml

    targets = (("styles.xml", document.styles.element), ("settings.xml", document.settings.element))
    for name, target in targets:
        for child in list(target):
            target.remove(child)
        target.extend(list(parse_xml((TEMPLATES / name).read_bytes())))


def _set_page(document: WordFile) -> None:
    from docx.shared import Mm

    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.top_margin, page.bottom_margin = Mm(MILLIMETRES["top"]), Mm(MILLIMETRES["bottom"])
    page.left_margin, page.right_margin = Mm(MILLIMETRES["left"]), Mm(MILLIMETRES["right"])
    page.header_distance = Mm(MILLIMETRES["header"])
    page.footer_distance = Mm(MILLIMETRES["footer"])
    page.different_first_page_header_footer = True
    _fill(page.header, paragraph("Header", *field("PAGE")), *_notice())
    _fill(page.first_page_header, *_notice(), paragraph("Header"))
    _fill(page.footer, paragraph("Footer"))
    _fill(page.first_page_footer, paragraph("Footer"))


def _notice() -> list[Node]:
    return _if("watermark", paragraph("Footer", run("{{ watermark }}")))


def _fill(part: _BaseHeaderFooter, *nodes: Node) -> None:
    part.is_linked_to_previous = False
    for child in list(part._element):
        part._element.remove(child)
    part._element.extend(nodes)


def _head() -> Node:
    left = [
        *_if("superior", paragraph("CoQuanChuQuan", run("{{ superior }}"))),
        paragraph("CoQuanBanHanh", run("{{ issuer }}")),
        paragraph("GachNgan"),
    ]
    right = [
        paragraph("QuocHieu", run(NATION)),
        paragraph("TieuNgu", run(MOTTO)),
        paragraph("GachTron"),
    ]
    number = [paragraph("SoKyHieu", run("{{ number_line }}"))]
    date = [paragraph("DiaDanhNgay", run("{{ place_date }}"))]
    rows = [row([cell(width, box) for width, box in zip(HEAD_WIDTHS, boxes, strict=True)]) for boxes in ((left, right), (number, date))]
    return grid(HEAD_WIDTHS, rows, border=False)


def _title() -> list[Node]:
    return [
        paragraph("TenLoai", run("{{ kind }}")),
        paragraph("TrichYeu", run("{{ summary }}")),
        paragraph("GachNgan"),
    ]


def _addressees() -> list[Node]:
    one = paragraph("KinhGui", run("{{ line }}"))
    several = paragraph("KinhGuiNhieu", run("{{ line }}"))
    return [
        gap(240),
        paragraph("Normal", run("{%p for line in addressees %}")),
        paragraph("Normal", run("{%p if addressees|length == 1 %}")),
        one,
        paragraph("Normal", run("{%p else %}")),
        several,
        paragraph("Normal", run("{%p endif %}")),
        paragraph("Normal", run("{%p endfor %}")),
        gap(200),
    ]


def _end() -> Node:
    left = [
        paragraph("NoiNhan", run("Nơi nhận:")),
        *_for("recipients", "NoiNhanDong"),
    ]
    right = [*_for("authority", "ThamQuyenKy"), paragraph("NguoiKy", run("{{ signer }}"))]
    boxes = [cell(width, box) for width, box in zip(SIGNATURE_WIDTHS, (left, right), strict=True)]
    return grid(SIGNATURE_WIDTHS, [row(boxes)], border=False)


def gap(height: int) -> Node:
    """An empty paragraph of a height in twentieths of a point."""
    node = paragraph("Normal")
    node.pPr.append(element("spacing", before=0, after=0, line=height, lineRule="exact"))
    return node


def _if(name: str, node: Node) -> list[Node]:
    start, stop = f"{{%p if {name} %}}", "{%p endif %}"
    return [paragraph("Normal", run(start)), node, paragraph("Normal", run(stop))]


def _for(name: str, style_id: str) -> list[Node]:
    start, stop = f"{{%p for line in {name} %}}", "{%p endfor %}"
    entry = paragraph(style_id, run("{{ line }}"))
    return [paragraph("Normal", run(start)), entry, paragraph("Normal", run(stop))]

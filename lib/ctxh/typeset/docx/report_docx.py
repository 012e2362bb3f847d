"""The official report as a Word file: the office's frame filled, the body put at its mark."""

from __future__ import annotations

import copy
import io
import re
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING
from zipfile import BadZipFile

from ctxh.blocks import Block, Cell, Document, Figure, Heading, Paragraph, Run, Table, notes_under
from ctxh.errors import CtxhError
from ctxh.typeset.column_widths import shares, type_size
from ctxh.typeset.docx import elements
from ctxh.typeset.docx.bookmarks import bookmark_name, bookmark_stem
from ctxh.typeset.docx.frame import MARK, default_frame, describe, gap
from ctxh.typeset.docx.numbering import list_entry, list_numbers
from ctxh.typeset.line_breaks import loosened
from ctxh.typeset.official import SHORT_RULE, head_and_end, item_parts, leads
from ctxh.typeset.text_width import normalised, width
from ctxh.typeset.unbroken import printable
from ctxh.typeset.zip_packages import repacked

if TYPE_CHECKING:
    from docx.document import Document as WordFile

    from ctxh.typeset.docx.elements import Node

BODY_STYLES = (
    *(f"heading {level}" for level in (1, 2, 3, 4)),
    *("Nội dung", "Gạch đầu dòng", "Ghi chú", "caption", "Ô bảng", "Hình"),
)
PARAGRAPH_STYLES = {"body": "Nội dung", "item": "Gạch đầu dòng", "note": "Ghi chú"}
INDENT = 36  # points: that of first lines
TITLE_STYLES = ("tên loại văn bản", "trích yếu")
RULES = {"gạch trọn": 1.0, "gạch ngắn": SHORT_RULE}
TABLE_SIZES = (467, 12, 9)  # the text's width in points, the largest and the smallest type
BELOW_TABLE = 160  # twentieths of a point between a table without a note and what follows


def write_docx(document: Document, frame: bytes, epoch: int) -> bytes:
    """The Word file of a document in an office's frame; the same input gives the same bytes."""
    document = normalised(document)
    word = _filled(frame, document)
    styles = _style_ids(word)
    mark = _mark(word)
    body = _Body(word, styles)
    nodes = [node for block in printable(document.blocks) for node in body.nodes(block)]
    _keep_with_signature(nodes)
    for node in nodes:
        mark.addprevious(node)
    mark.getparent().remove(mark)
    if not document.frame.kind:
        _without_title(word)
    _fit_rules(word)
    describe(word, document.title, epoch)
    out = io.BytesIO()
    word.save(out)
    return repacked(out.getvalue(), epoch)


def _filled(frame: bytes, document: Document) -> WordFile:
    from docxtpl import DocxTemplate
    from jinja2 import StrictUndefined, TemplateError
    from jinja2.sandbox import SandboxedEnvironment

    template = DocxTemplate(io.BytesIO(frame))
    values = head_and_end(document.frame)
    try:
        template.render(values, SandboxedEnvironment(undefined=StrictUndefined), autoescape=True)
    except TemplateError as error:
        known, strange = ", ".join(sorted(values)), re.search(r"'([\w.]+)' is undefined", str(error))
        what = f"tên không có «{strange[1]}»" if strange else "có thẻ {{ }} hoặc {% %} viết sai"
        raise CtxhError(f"Khung văn bản (frame.docx) không điền được: {what}. Các tên được dùng: {known}.") from None
    except (BadZipFile, KeyError, ValueError):
        raise CtxhError(
            "Khung văn bản (frame.docx) không phải tệp Word .docx hoặc đã hỏng. Lấy lại bản tốt, hoặc bỏ tệp đi để dùng khung chuẩn."
        ) from None
    word: WordFile = template.docx
    return word


def _mark(word: WordFile) -> Node:
    found = [p._p for p in word.paragraphs if p.text.strip() == MARK]
    if len(found) != 1:
        raise CtxhError(
            f"Khung văn bản (frame.docx) phải có đúng một đoạn {MARK} để đặt nội dung, "
            f"nay có {len(found)}. Mở khung bằng Word và sửa lại đoạn ấy."
        )
    return found[0]


def _style_ids(word: WordFile) -> dict[str, str]:
    """The id of each style of the body; those an edited frame has lost come from the default one."""
    import docx

    present = _ids_by_name(word)
    lost = [name for name in BODY_STYLES if name.lower() not in present]
    if lost:
        ours = docx.Document(io.BytesIO(default_frame()))
        ids = _ids_by_name(ours)
        for node in ours.styles.element:
            if any(node.get(_w("styleId")) == ids[name.lower()] for name in lost):
                word.styles.element.append(copy.deepcopy(node))
        present = _ids_by_name(word)
    return {name: present[name.lower()] for name in BODY_STYLES}


def _ids_by_name(word: WordFile) -> dict[str, str]:
    return {
        node.find(_w("name")).get(_w("val")).lower(): node.get(_w("styleId")) for node in word.styles.element if node.tag == _w("style")
    }


def _w(tag: str) -> str:
    return f"{{http://schemas.openxmlformats.org/wordprocessingml/2006/main}}{tag}"


class _Body:
    """Turns blocks into WordprocessingML; bookmark names and ids are counted per document."""

    def __init__(self, word: WordFile, styles: dict[str, str]) -> None:
        self.word, self.styles, self.room, self.size = word, styles, _room(word), _type_size(word, styles["Nội dung"])
        self.uses: Counter[str] = Counter()
        self.ids = 100
        self.pictures = 0
        self.lists: dict[str, int] = {}  # made with the first entry

    def nodes(self, block: Block) -> list[Node]:
        if isinstance(block, Heading):
            return [self.text(f"heading {block.level}", block.runs)]
        if isinstance(block, Paragraph):
            return [self.paragraph(block)]
        return self.table(block) if isinstance(block, Table) else self.figure(block)

    def paragraph(self, block: Paragraph) -> Node:
        style, mark, runs = PARAGRAPH_STYLES[block.style], "", block.runs
        if block.style == "item":
            self.lists = self.lists or list_numbers(self.word)
            mark, entry = item_parts(block.runs)
            runs = entry if mark in self.lists else runs
        known = mark in self.lists
        if block.style in ("body", "item"):
            runs = loosened(runs, self.room, INDENT + (width(f"{mark} ", self.size) if known else 0), self.size)
        node = self.text(style, runs, keep_next=leads(block))
        if known:
            properties = node.pPr
            (properties.find(_w("keepNext")) if leads(block) else properties[0]).addnext(list_entry(self.lists[mark]))
        return node

    def text(self, style: str, runs: tuple[Run, ...], **flags: bool) -> Node:
        pieces = [node for run in runs for node in self.run(run)]
        return elements.paragraph(self.styles[style], *pieces, **flags)

    def run(self, run: Run) -> list[Node]:
        node = elements.run(run.text, bold=run.bold, italic=run.italic)
        return self.bookmarked(node, run.cite) if run.cite else [node]

    def bookmarked(self, node: Node, cite: str) -> list[Node]:
        self.ids += 1
        stem = bookmark_stem(cite)
        self.uses[stem] += 1
        start = elements.element("bookmarkStart", id=self.ids, name=bookmark_name(cite, self.uses[stem]))
        return [start, node, elements.element("bookmarkEnd", id=self.ids)]

    def table(self, block: Table) -> list[Node]:
        size = type_size(block, *TABLE_SIZES)
        widths = [round(share * 9354) for share in shares(block, TABLE_SIZES[0], size)]
        header = [
            elements.cell(w, [self.text("Ô bảng", (Run(column.label, bold=True),), center=True)], middle=True)
            for w, column in zip(widths, block.columns, strict=True)
        ]
        rows = [elements.row(header, header=True)]
        first_total = len(block.rows) - block.total_rows
        for number, cells in enumerate(block.rows):
            rows.append(elements.row(self.cells(block, cells, widths, number >= first_total)))
        _set_size(rows, size)
        grid = elements.grid(widths, rows, border=True, caption=block.caption, alt=block.note or block.caption)
        caption = [self.text("caption", (Run(block.caption),))] if block.caption else []
        return [*caption, grid, *(self.notes(block) or [gap(BELOW_TABLE)])]

    def cells(self, block: Table, cells: Sequence[Cell], widths: list[int], bold: bool) -> list[Node]:
        out = []
        for column, cell, size in zip(block.columns, cells, widths, strict=True):
            node = self.text("Ô bảng", (Run(cell.text, bold=bold, cite=cell.cite),))
            node.pPr.append(elements.element("jc", val=column.align))
            out.append(elements.cell(size, [node], middle=True))
        return out

    def notes(self, block: Table | Figure) -> list[Node]:
        return [self.text("Ghi chú", (Run(text),)) for text in notes_under(block)]

    def figure(self, block: Figure) -> list[Node]:
        from ctxh.typeset.docx.pictures import drawing

        self.pictures += 1
        node = self.text("Hình", ())
        node.append(drawing(self.word, block, self.pictures))
        caption = self.text("caption", (Run(block.caption),))
        caption.pPr.remove_all("w:keepNext")
        caption.pPr.insert(1, elements.element("keepNext", val="0"))
        return [node, caption, *self.notes(block)]


def _set_size(rows: list[Node], size: float) -> None:
    """Set smaller type in a table that is too wide for the size of its style."""
    if size >= TABLE_SIZES[1]:
        return
    for node in (run for row in rows for run in row.iter(_w("r"))):
        properties = node.get_or_add_rPr()
        properties.append(elements.element("sz", val=int(size * 2)))
        properties.append(elements.element("szCs", val=int(size * 2)))


def _without_title(word: WordFile) -> None:
    """Take out the kind, the summary and the rule below them, which a công văn does not have."""
    styles = {ident: name for name, ident in _ids_by_name(word).items()}
    for node in [node for node in word.element.body if node.tag == _w("p")]:
        before = node.getprevious()
        titled = styles.get(_style_of(node)) in TITLE_STYLES
        if titled or ((before is None or before.tag == _w("tbl")) and styles.get(_style_of(node)) in RULES):
            word.element.body.remove(node)


def _keep_with_signature(nodes: list[Node]) -> None:
    """Tie the last lines of the body to the signature, which must stand alone on a page no more than with a single line."""
    for node in nodes[-2:]:
        last = node if node.tag == _w("p") else [*node.iter(_w("tr"))][-1]
        for properties in last.iter(_w("pPr")):
            if properties.find(_w("keepNext")) is None:
                properties.insert(1, elements.element("keepNext"))


def _fit_rules(word: WordFile) -> None:
    """Give each rule of the frame the length that the text above it asks for (R06, R08, R12)."""
    names = {ident: RULES[name] for name, ident in _ids_by_name(word).items() if name in RULES}
    sizes, room = _sizes(word), _room(word)
    for node in word.element.body.iter(_w("p")):
        share = names.get(_style_of(node))
        above = node.getprevious()
        if share and above is not None and above.tag == _w("p"):
            _set_length(node, _box(node, room), share * _longest(above, sizes))


def _room(word: WordFile) -> float:
    """The points between the margins of the page."""
    page = word.sections[0]
    return ((page.page_width or 0) - (page.left_margin or 0) - (page.right_margin or 0)) / 12700


def _type_size(word: WordFile, style_id: str) -> float:
    """The points of the type of a style, of the one that it is based on, or of the file."""
    sizes, based_on = (
        _sizes(word),
        {style.style_id: style.base_style.style_id for style in word.styles if getattr(style, "base_style", None)},
    )
    while style_id in based_on and style_id not in sizes:
        style_id = based_on[style_id]
    usual = word.styles.element.find(f"{_w('docDefaults')}//{_w('sz')}")
    return sizes.get(style_id, int(usual.get(_w("val"))) / 2 if usual is not None else TABLE_SIZES[1])


def _style_of(node: Node) -> str:
    return node.pPr.style if node.pPr is not None and node.pPr.style else ""


def _box(node: Node, room: float) -> float:
    parent = node.getparent()
    return int(parent.tcPr.width) / 12700 if parent.tag == _w("tc") else room


def _sizes(word: WordFile) -> dict[str, float]:
    found = ((node, node.find(f"{_w('rPr')}/{_w('sz')}")) for node in word.styles.element.iter(_w("style")))
    return {node.get(_w("styleId")): int(size.get(_w("val"))) / 2 for node, size in found if size is not None}


def _longest(above: Node, sizes: dict[str, float]) -> float:
    lines = "".join(t.text or "" if t.tag == _w("t") else "\n" for t in above.iter(_w("t"), _w("br")))
    size = sizes.get(_style_of(above), 14)
    return max(width(line, size, bold=True) for line in lines.split("\n"))


def _set_length(node: Node, room: float, length: float) -> None:
    inset = max(0, round((room - length) * 10))
    properties = node.get_or_add_pPr()
    properties.remove_all("w:ind")
    properties._add_ind()
    properties.ind.set(_w("left"), str(inset))
    properties.ind.set(_w("right"), str(inset))

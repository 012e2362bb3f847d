"""What an office has changed in its Word frame and the PDF and the page therefore do not show: they follow office.toml and the decree."""

from __future__ import annotations

import io
import re
from collections import Counter
from typing import TYPE_CHECKING

from ctxh.typeset.docx.formatting import Look, W, changed, direct, line_look, style_looks, style_of
from ctxh.typeset.docx.frame import MARK, default_frame

if TYPE_CHECKING:
    from docx.document import Document as WordFile

    from ctxh.typeset.docx.elements import Node

_SHOWN = 40  # characters of a line that is named
_PLACES = {
    "header": "đầu trang",
    "first_page_header": "đầu trang thứ nhất",
    "footer": "chân trang",
    "first_page_footer": "chân trang thứ nhất",
    "even_page_header": "đầu trang chẵn",
    "even_page_footer": "chân trang chẵn",
}
_OBJECTS = {
    "drawing": "hình",
    "pict": "hình",
    "object": "tệp nhúng",
    "tbl": "bảng",
    "tr": "dòng của bảng",
    "tc": "ô của bảng",
    "br": "ngắt dòng, ngắt trang",
    "tab": "dấu tab",
    "sym": "ký hiệu",
    "hyperlink": "liên kết",
    "ins": "chỗ thêm còn theo dõi",
    "del": "chỗ xóa còn theo dõi",
    "commentReference": "nhận xét",
    "p": "đoạn không chữ, đường kẻ",
    "background": "màu nền trang",
    "footnoteReference": "chú thích cuối trang",
    "endnoteReference": "chú thích cuối văn bản",
    "sdt": "ô điều khiển nội dung",
}
# Marks of Word's own that print nothing, and what is compared elsewhere: words, their look, the page.
_UNSEEN = {
    *("document", "body", "hdr", "ftr", "r", "t", "rPr", "pPr", "sectPr", "tblPr", "trPr", "tcPr", "tblGrid", "gridCol", "tblPrEx"),
    *(
        "proofErr",
        "bookmarkStart",
        "bookmarkEnd",
        "lastRenderedPageBreak",
        "smartTag",
        "sdtPr",
        "commentRangeStart",
        "commentRangeEnd",
        "sdtContent",
        "sdtEndPr",
    ),
    *("fldChar", "fldSimple", "instrText"),
}


def frame_differences(frame: bytes) -> list[str]:
    """The ways, in words, in which a frame differs from the one that PDF and page are laid out by; none where it is that one."""
    import docx

    own, ours = (docx.Document(io.BytesIO(data)) for data in (frame, default_frame()))
    texts = [_lines(document) for document in (own, ours)]
    differences = [*_worded(*(Counter(text for text, _ in lines) for lines in texts)), *_reordered(*texts), *_pages(own, ours)]
    return [*differences, *_styles(own, ours), *_directly(own, ours), *_objects(own, ours), *_tables(own, ours)]


def _parts(document: WordFile) -> list[tuple[str, Node]]:
    """The body and the heads and feet of pages that are shown, each with what it is called."""
    section = document.sections[0]
    even = document.settings.odd_and_even_pages_header_footer
    named = [(words, name) for name, words in _PLACES.items() if even or not name.startswith("even")]
    return [("", document.element.body), *((words, getattr(section, name)._element) for words, name in named)]


def _lines(document: WordFile) -> list[tuple[str, Node]]:
    """The lines of a frame as they stand in it, names and fields to be filled in included, those that steer the filling left out."""
    nodes = [node for _, part in _parts(document) for node in part.iter(f"{W}p")]
    lines = ((_text(node), node) for node in nodes)
    return [(text, node) for text, node in lines if text and not text.startswith("{%") and text != MARK]


def _text(node: Node) -> str:
    words = (
        f"[{word.text.strip()}]" if word.tag == f"{W}instrText" else word.text for word in node.iter(f"{W}t", f"{W}instrText") if word.text
    )
    fields = [one.get(f"{W}instr", "").strip() for one in node.iter(f"{W}fldSimple")]
    shown = " ".join("".join([*words, *(f"[{field}]" for field in fields)]).split())
    return re.sub(r"(\[PAGE[^]]*\])\d+", r"\1", shown)  # the number that was shown when the file was saved


def _worded(own: Counter[str], ours: Counter[str]) -> list[str]:
    added, gone = own - ours, ours - own
    return [f"thêm «{text[:_SHOWN]}»" for text in added] + [f"bỏ «{text[:_SHOWN]}»" for text in gone]


def _reordered(own: list[tuple[str, Node]], ours: list[tuple[str, Node]]) -> list[str]:
    common = Counter(text for text, _ in own) & Counter(text for text, _ in ours)
    orders = [[text for text, _ in lines if common[text] == 1] for lines in (own, ours)]
    moved = next((now for now, usual in zip(*orders, strict=False) if now != usual), "")
    return [f"đổi thứ tự từ «{moved[:_SHOWN]}»"] if moved else []


def _pages(own: WordFile, ours: WordFile) -> list[str]:
    """The paper, its margins and what else is said of pages, with both values; and how many parts of other pages there are."""
    sections = [list(document.element.body.iter(f"{W}sectPr")) for document in (own, ours)]
    differences = changed(direct(sections[0][-1]), direct(sections[1][-1]))
    parts = [f"{len(sections[0])} phần (section) thay cho {len(sections[1])}"] if len(sections[0]) != len(sections[1]) else []
    return [f"trang: {', '.join(differences + parts)}"] if differences + parts else []


def _styles(own: WordFile, ours: WordFile) -> list[str]:
    """The styles of the frame that look otherwise, by name; those that it lost are ours again when it is filled."""
    looks, usual = style_looks(own), style_looks(ours)
    pairs = ((name, changed(looks[name], usual[name])) for name in usual if name in looks)
    found = {name: tuple(differences) for name, differences in pairs if differences}
    alike = Counter(found.values())
    common = next((differences for differences, times in alike.most_common(1) if times == len(usual) > 1), ())
    return (
        [f"mọi kiểu chữ: {', '.join(common)}"]
        if common
        else [f"kiểu «{name}»: {', '.join(differences)}" for name, differences in found.items()]
    )


def _directly(own: WordFile, ours: WordFile) -> list[str]:
    """Lines of the same words that look otherwise than by what was changed of their style."""
    usual: dict[str, list[tuple[str, Look, Look]]] = {}
    for text, style, styled, look in _looks(ours):
        usual.setdefault(text, []).append((style, styled, look))
    differences = []
    for text, style, styled, look in _looks(own):
        if not usual.get(text):
            continue
        its_style, its_styled, its_look = usual[text].pop(0)
        of_style = changed(styled, its_styled) if style == its_style else [f"kiểu «{style}» thay cho «{its_style}»"]
        found = [one for one in changed(look, its_look) if one not in of_style] + (of_style if style != its_style else [])
        differences += [f"«{text[:_SHOWN]}»: {', '.join(found)}"] if found else []
    return differences


def _looks(document: WordFile) -> list[tuple[str, str, Look, Look]]:
    """Each line of a frame with the name of its style, the look of that style and its own."""
    styles = style_looks(document)
    found = []
    for text, node in _lines(document):
        style = style_of(document, node)
        found.append((text, style, styles.get(style, {}), line_look(node, styles.get(style, {}))))
    return found


def _objects(own: WordFile, ours: WordFile) -> list[str]:
    """What stands in the frame beside words: more or fewer of each kind than in ours."""
    counts = [Counter(_kinds(document)) for document in (own, ours)]
    kinds = dict.fromkeys([*counts[0], *counts[1]])
    names = {kind: _OBJECTS.get(kind, f"thành phần khác ({kind})") for kind in kinds}
    pairs = {names[kind]: tuple(sum(count[one] for one in kinds if names[one] == names[kind]) for count in counts) for kind in kinds}
    return [f"{name}: {now} thay cho {usual}" for name, (now, usual) in pairs.items() if now != usual]


def _kinds(document: WordFile) -> list[str]:
    """The kinds of all that a reader sees beside words; of a drawing only that it is there."""
    nodes = [node for part in [document.element, *(part for _, part in _parts(document)[1:])] for node in part.iter(f"{W}*")]
    inside = {f"{W}{name}" for name in ("rPr", "pPr", "sectPr", "tblPr", "trPr", "tcPr", "tblPrEx", "sdtPr", "drawing", "pict", "object")}
    seen = [node for node in nodes if not any(parent.tag in inside for parent in node.iterancestors())]
    kinds = [node.tag.removeprefix(W) for node in seen if node.tag != f"{W}p" or not _text(node)]
    return [kind for kind in kinds if kind not in _UNSEEN]


def _tables(own: WordFile, ours: WordFile) -> list[str]:
    """Tables of the head and the end whose widths, borders or cells were changed, counted from the top."""
    looks = [[_table_look(table._tbl) for table in document.tables] for document in (own, ours)]
    pairs = enumerate(zip(*looks, strict=False), 1)
    return [
        f"bảng thứ {number}: {', '.join(differences)}"
        for number, (now, usual) in pairs
        for differences in [changed(now, usual)]
        if differences
    ]


def _table_look(table: Node) -> Look:
    """What is said of a table, of its columns and of its cells, by the place of each."""
    look = {("table", *key): value for key, value in direct(table.tblPr).items()}
    for number, column in enumerate(table.iter(f"{W}gridCol"), 1):
        look["column", str(number), "w"] = column.get(f"{W}w", "")
    for number, cell in enumerate(table.iter(f"{W}tcPr"), 1):
        look |= {("cell", str(number), *key): value for key, value in direct(cell).items() if key[0] != "tcW"}
    return look

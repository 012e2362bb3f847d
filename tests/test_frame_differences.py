"""An office edits its Word frame; each kind of edit that PDF and page do not show is told."""

from __future__ import annotations

import io
import shutil

import docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from ctxh.typeset.docx.frame import default_frame
from ctxh.typeset.docx.frame_differences import frame_differences
from office import converted

PIXEL = "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><rect width='9' height='9' fill='#000000'/></svg>"


def line(word, text: str) -> Paragraph:
    lines = [*word.paragraphs, *(p for table in word.tables for cell in table._cells for p in cell.paragraphs)]
    return next(p for p in lines if p.text == text)


def style(word, name: str):
    return next(one for one in word.styles if one.name == name)


def in_arial(word) -> None:
    fonts = word.styles.element.xpath("w:docDefaults/w:rPrDefault/w:rPr/w:rFonts")[0]
    for name in fonts.attrib:
        fonts.set(name, "Arial")


def with_picture(word) -> None:
    from ctxh.typeset.pdf.report_pdf import png

    word.sections[0].first_page_header.paragraphs[-1].add_run().add_picture(io.BytesIO(png(PIXEL)))


def with_a_gap(word) -> None:
    line(word, "{{ kind }}").insert_paragraph_before("")


def without_page_number(word) -> None:
    number = word.sections[0].header.paragraphs[0]._p
    number.getparent().remove(number)


def in_another_order(word) -> None:
    line(word, "{{ summary }}")._p.addnext(line(word, "{{ kind }}")._p)


EDITS = {
    "a recipient": (lambda word: line(word, "Nơi nhận:").insert_paragraph_before("- Báo Thử;"), ["thêm «- Báo Thử;»"]),
    "words of the head": (lambda word: word.sections[0].header.add_paragraph("Nội bộ"), ["thêm «Nội bộ»"]),
    "order": (in_another_order, ["đổi thứ tự từ «{{ summary }}»"]),
    "page number": (without_page_number, ["bỏ «[PAGE]»"]),
    "margin": (lambda word: setattr(word.sections[0], "left_margin", Mm(25)), ["trang: lề trái 25 mm thay cho 30 mm"]),
    "turned paper": (
        lambda word: setattr(word.sections[0], "orientation", WD_ORIENT.LANDSCAPE),
        ["trang: hướng giấy ngang thay cho không"],
    ),
    "first page like all": (
        lambda word: setattr(word.sections[0], "different_first_page_header_footer", False),
        ["trang: trang đầu khác các trang sau không thay cho có"],
    ),
    "size of a style": (
        lambda word: setattr(style(word, "Nội dung").font, "size", Pt(13)),
        ["kiểu «nội dung»: cỡ chữ 13 thay cho 14", "kiểu «gạch đầu dòng»: cỡ chữ 13 thay cho 14"],
    ),
    "lines of a style": (
        lambda word: setattr(style(word, "Kính gửi").paragraph_format, "line_spacing", 1.5),
        ["kiểu «kính gửi»: giãn dòng (240 là dòng đơn) 360 thay cho 240"],
    ),
    "font of all": (in_arial, ["mọi kiểu chữ: phông chữ Arial thay cho Times New Roman"]),
    "size of a line": (
        lambda word: setattr(line(word, "{{ kind }}").runs[0].font, "size", Pt(16)),
        ["«{{ kind }}»: cỡ chữ 16 thay cho 14"],
    ),
    "bold": (lambda word: setattr(line(word, "Nơi nhận:").runs[0], "bold", False), ["«Nơi nhận:»: chữ đậm không thay cho có"]),
    "colour": (
        lambda word: setattr(line(word, "{{ kind }}").runs[0].font.color, "rgb", RGBColor(255, 0, 0)),
        ["«{{ kind }}»: màu chữ FF0000 thay cho 000000"],
    ),
    "alignment": (
        lambda word: setattr(line(word, "{{ kind }}"), "alignment", WD_ALIGN_PARAGRAPH.LEFT),
        ["«{{ kind }}»: căn lề trái thay cho giữa"],
    ),
    "a gap": (with_a_gap, ["đoạn không chữ, đường kẻ: 10 thay cho 9"]),
    "a picture": (with_picture, ["hình: 1 thay cho 0"]),
    "width of a column": (
        lambda word: setattr(word.tables[0].columns[0], "width", Mm(50)),
        ["bảng thứ 1: rộng cột 1 50 mm thay cho 62 mm"],
    ),
    "what has no word": (
        lambda word: setattr(line(word, "{{ kind }}").runs[0].font, "emboss", True),
        ["«{{ kind }}»: định dạng khác (emboss) có thay cho không"],
    ),
}


@pytest.mark.parametrize("kind", EDITS)
def test_each_kind_of_edit_is_told_with_both_values(kind):
    word = docx.Document(io.BytesIO(default_frame()))
    edit, expected = EDITS[kind]
    edit(word)
    saved = io.BytesIO()
    word.save(saved)

    assert expected == frame_differences(saved.getvalue())


def test_our_frame_differs_in_nothing():

    assert [] == frame_differences(default_frame())


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_a_frame_that_was_only_saved_again_by_another_program_differs_in_nothing(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "frame.docx").write_bytes(default_frame())

    assert [] == frame_differences(converted(tmp_path / "in" / "frame.docx", "docx:MS Word 2007 XML", tmp_path).read_bytes())

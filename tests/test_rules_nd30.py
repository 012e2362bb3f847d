"""Decree 30/2020/NĐ-CP, appendix I, on the Word file of the real 2024 edition: a test a rule (R01-R31).

The word boxes of its PDF are measured in test_rules_nd30_pages.py.
"""

from __future__ import annotations

import json
import re
import unicodedata

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from pypdf import PdfReader

from ctxh.blocks import Paragraph, text_of
from ctxh.tell.report import read_document
from ctxh.typeset.text_width import width

NO_DATE_ON_PAPER = {"3264/KH-UBND", "03/NQ-HĐND", "2472/HDLN-CA-SLĐTBXH"}
TYPES = "Kế hoạch|Công văn|Nghị định|Thông tư|Nghị quyết|Quyết định|Hướng dẫn liên ngành|Chỉ thị|Luật"
NUMBER = re.compile(r"\b\d+(?:/\d{4})?/[A-ZĐƯ][\wĐƯ&/-]*")


@pytest.fixture(scope="module")
def word(published_2024):
    return docx.Document(published_2024 / "report.docx")


@pytest.fixture(scope="module")
def report(published_2024):
    return read_document(published_2024)


def everything(word) -> list:
    """Every paragraph: those of the head and the signature, then the body's."""
    cells = [p for table in word.tables for cell in table._cells for p in cell.paragraphs]
    return [*cells, *word.paragraphs]


def one(word, style: str):
    (found,) = [p for p in everything(word) if p.style.name == style]
    return found


def several(word, style: str) -> list:
    return [p for p in everything(word) if p.style.name == style]


def font(paragraph) -> tuple[float, bool, bool]:
    """Size in points, bold, italic: what the style says when no run says otherwise."""
    assert not any(run.font.size or run.font.name for run in paragraph.runs)
    chain, style = [], paragraph.style
    while style is not None:
        chain, style = [*chain, style], style.base_style
    size = next((s.font.size.pt for s in chain if s.font.size), 14.0)
    bold, italic = (next((getattr(s.font, n) for s in chain if getattr(s.font, n) is not None), False) for n in ("bold", "italic"))
    return size, bold, italic


def shape(paragraph, name: str):
    """A property of the paragraph, else of the first style up that has it."""
    style, value = paragraph.style, getattr(paragraph.paragraph_format, name)
    while value is None and style is not None:
        value, style = getattr(style.paragraph_format, name), style.base_style
    return value


def centred(paragraph) -> bool:
    return shape(paragraph, "alignment") == WD_ALIGN_PARAGRAPH.CENTER


def rule_share(word, rule, room: float, size: float) -> float:
    """The length of a rule as a share of the longest line of the text above it."""
    form, above = rule.paragraph_format, rule._p.getprevious()
    lines = docx.text.paragraph.Paragraph(above, None).text.split("\n")
    return (room - form.left_indent.pt - form.right_indent.pt) / max(width(line, size, bold=True) for line in lines)


def box(rule) -> float:
    return int(rule._p.getparent().tcPr.width) / 12700


def test_r01_paper_is_upright_a4(word):
    sizes = {(round(s.page_width.mm), round(s.page_height.mm), s.orientation) for s in word.sections}
    assert sizes == {(210, 297, 0)}


def test_r02_margins(word):
    (page,) = word.sections
    top, bottom, left, right = (m.mm for m in (page.top_margin, page.bottom_margin, page.left_margin, page.right_margin))
    assert all(19.9 <= m <= 25.1 for m in (top, bottom)) and 29.9 <= left <= 35.1 and 14.9 <= right <= 20.1


def test_r03_one_font_black_nfc(word):
    roots = [word.element, word.styles.element, *(p._element for s in word.sections for p in (s.header, s.footer))]
    fonts = {value for root in roots for f in root.iter(qn("w:rFonts")) for k, value in f.attrib.items() if not k.endswith("Theme")}
    assert fonts == {"Times New Roman"}
    assert {c.get(qn("w:val")) for root in roots for c in root.iter(qn("w:color"))} <= {"000000", "auto"}
    assert not any(k.endswith("Theme") for root in roots for f in root.iter(qn("w:rFonts")) for k in f.attrib)
    assert all(unicodedata.is_normalized("NFC", t.text or "") for t in word.element.iter(qn("w:t")))


def test_r04_page_number(word):
    (page,) = word.sections
    (line,) = page.header.paragraphs
    assert page.different_first_page_header_footer and " PAGE " in line._p.xml
    assert "PAGE" not in page.first_page_header._element.xml
    size, _bold, italic = font(line)
    assert 13 <= size <= 14 and not italic and centred(line)
    assert page._sectPr.find(qn("w:pgNumType")) is None or page._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) in (None, "1")


def test_r05_national_name(word):
    line = one(word, "Quốc hiệu")
    size, bold, italic = font(line)
    assert line.text == "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    assert 12 <= size <= 13 and bold and not italic and centred(line)
    assert line._p.getparent() is word.tables[0].cell(0, 1)._tc


def test_r06_motto_and_the_line_below_it(word):
    line, rule = one(word, "Tiêu ngữ"), one(word, "Gạch trọn")
    size, bold, italic = font(line)
    assert line.text == "Độc lập - Tự do - Hạnh phúc" and 13 <= size <= 14 and bold and not italic and centred(line)
    assert rule._p.getprevious() is line._p and rule_share(word, rule, box(rule), size) == pytest.approx(1, abs=0.02)
    assert shape(line, "line_spacing") in (None, 1.0)


def test_r07_a_district_committee_names_no_superior(word, report):
    assert report.frame.superior == "" and several(word, "Cơ quan chủ quản") == []


def test_r08_issuer_and_the_line_below_it(word):
    line = one(word, "Cơ quan ban hành")
    size, bold, italic = font(line)
    assert line.text.replace("\n", " ") == "ỦY BAN NHÂN DÂN HUYỆN KIM THÀNH"
    assert 12 <= size <= 13 and bold and not italic and centred(line)
    rule = next(p for p in several(word, "Gạch ngắn") if p._p.getprevious() is line._p)
    assert 1 / 3 <= rule_share(word, rule, box(rule), size) <= 1 / 2


def test_r09_number_and_symbol(word):
    line = one(word, "Số, ký hiệu")
    assert re.fullmatch(r"Số: (\d{2,}|\xa0+)/BC-UBND", line.text)
    assert font(line) == (13, False, False) and centred(line)
    assert line._p.getparent() is word.tables[0].cell(1, 0)._tc


def test_r10_place_and_date(word):
    line = one(word, "Địa danh, ngày tháng")
    day, month = r"(0[1-9]|[12]\d|3[01]|\s+)", r"(01|02|[3-9]|1[0-2]|\s+)"
    assert re.fullmatch(rf"Kim Thành, ngày ?{day} ?tháng ?{month} ?năm 2024", line.text)
    size, bold, italic = font(line)
    assert 13 <= size <= 14 and italic and not bold and centred(line)
    assert line._p.getparent() is word.tables[0].cell(1, 1)._tc


def test_r11_document_type(word):
    line = one(word, "Tên loại văn bản")
    size, bold, italic = font(line)
    assert line.text == "BÁO CÁO" and 13 <= size <= 14 and bold and not italic and centred(line)


def test_r12_summary_and_the_line_below_it(word):
    line = one(word, "Trích yếu")
    size, bold, italic = font(line)
    assert line.text[0].isupper() and not line.text.isupper() and 13 <= size <= 14 and bold and not italic and centred(line)
    rule = next(p for p in several(word, "Gạch ngắn") if p._p.getprevious() is line._p)
    page = word.sections[0]
    room = (page.page_width - page.left_margin - page.right_margin) / 12700
    assert 1 / 3 <= rule_share(word, rule, room, size) <= 1 / 2


def test_r13_addressee(word, report):
    line = one(word, "Kính gửi")
    size, _bold, italic = font(line)
    assert line.text == f"Kính gửi: {report.frame.addressees[0]}." and 13 <= size <= 14 and not italic


def test_r14_body(word):
    lines = [*several(word, "Nội dung"), *several(word, "Gạch đầu dòng")]
    assert len(lines) > 50
    for line in lines:
        assert 13 <= font(line)[0] <= 14 and not font(line)[2]
        assert shape(line, "alignment") == WD_ALIGN_PARAGRAPH.JUSTIFY
        assert Cm(0.99) <= shape(line, "first_line_indent") <= Cm(1.28)
        assert shape(line, "space_after") >= Pt(6) and 1 <= shape(line, "line_spacing") <= 1.5


def test_r15_a_report_lists_no_legal_bases(report):
    assert not any(text_of(b.runs).startswith("Căn cứ ") for b in report.blocks if isinstance(b, Paragraph))


def test_r16_a_document_is_named_in_full_the_first_time_only(report):
    seen = set()
    for text in (text_of(block.runs) for block in report.blocks):
        for found in NUMBER.finditer(text):
            before, after = text[: found.start()], text[found.end() :]
            assert re.search(rf"({TYPES})( liên tịch)? số $", before), found[0]
            dated = re.match(r" ngày \d\d/\d{1,2}/\d{4}", after) or re.search(r"/\d{4}/", found[0]) or re.match(r" ngày \d", after)
            assert bool(dated) == (found[0] not in seen and found[0] not in NO_DATE_ON_PAPER), found[0]
            seen.add(found[0])
    assert len(seen) >= 15 and NO_DATE_ON_PAPER <= seen


def test_r18_sections_have_roman_numbers_and_capitals(word):
    lines = several(word, "Heading 1")
    assert [line.text.split(".")[0] for line in lines] == ["I", "II", "III"]
    for line in lines:
        size, bold, italic = font(line)
        assert line.text.isupper() and 13 <= size <= 14 and bold and not italic


def test_r19_clauses_have_arabic_numbers_in_bold(word):
    lines = several(word, "Heading 2")
    assert lines and all(re.match(r"\d\. \w", line.text) and not line.text.isupper() for line in lines)
    assert all(13 <= font(line)[0] <= 14 and font(line)[1] and not font(line)[2] for line in lines)


def test_r20_points_are_dashes_where_the_text_has_no_letters(word):
    marks = {level.get(qn("w:val")) for level in word.part.numbering_part.element.iter(qn("w:lvlText"))}
    entries = several(word, "Gạch đầu dòng")
    listed = {line._p.pPr.numPr.numId.val for line in entries}

    assert entries and len(listed) == 1 and "-" in marks
    assert not any(line.text.startswith("-") for line in entries)


def test_r21_authority(word):
    lines = several(word, "Thẩm quyền ký")
    assert [line.text for line in lines] == ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]
    for line in lines:
        size, bold, italic = font(line)
        assert 13 <= size <= 14 and bold and not italic and centred(line)


def test_r22_r23_signer_below_room_for_the_signature(word):
    line = one(word, "Người ký")
    size, bold, italic = font(line)
    assert 13 <= size <= 14 and bold and not italic and centred(line)
    assert shape(line, "space_before") >= Pt(50)
    assert not re.match(r"(GS|PGS|TS|ThS|BS)\.", line.text)


def test_r24_r25_r26_recipients(word):
    title, lines = one(word, "Nơi nhận"), several(word, "Nơi nhận (từng dòng)")
    assert title.text == "Nơi nhận:" and font(title) == (12, True, True)
    assert title._p.getparent() is word.tables[-1].cell(0, 0)._tc and title._p.getprevious().tag == qn("w:tcPr")
    assert all(font(line) == (11, False, False) for line in lines)
    texts = [line.text for line in lines]
    assert texts[0] == "- Như trên;" and all(re.fullmatch(r"- .+;", text) for text in texts[:-1])
    assert re.fullmatch(r"- Lưu: VT, .+\.", texts[-1])


def test_r27_the_text_ends_with_its_mark(word):
    body = [p.text for p in word.paragraphs if p.text.strip()]
    assert body[-1].endswith("./.") and not any("./." in text for text in body[:-1])


@pytest.fixture(scope="module")
def appendix(published_2024) -> PdfReader:
    return PdfReader(published_2024 / "appendix.pdf")


def test_r28_appendix_heading(appendix):
    lines = appendix.pages[0].extract_text().split("\n")
    at = next(place for place, line in enumerate(lines) if line.strip() == "PHỤ LỤC")
    notice, (word, title) = " ".join(line.strip() for line in lines[:at]), (line.strip() for line in lines[at : at + 2])
    assert notice.startswith("Bản nội bộ, không phổ biến.")
    assert notice.endswith("tổng của toàn huyện theo báo cáo của huyện.")
    assert (word, title) == ("PHỤ LỤC", "SỐ LIỆU BÁO CÁO CÔNG TÁC XÃ HỘI NĂM 2024")


def test_r29_appendix_names_its_report(appendix):
    text = " ".join(appendix.pages[0].extract_text().split())
    assert re.search(r"\(Kèm theo Báo cáo số +/BC-UBND ngày tháng năm 2024 của Ủy ban nhân dân huyện Kim Thành\)", text)


def test_r30_appendix_counts_its_own_pages(appendix):
    firsts = [page.extract_text().split()[0] for page in appendix.pages]
    assert not firsts[0].isdigit() and firsts[1:] == [str(n) for n in range(2, len(firsts) + 1)]


def test_r31_the_body_refers_to_its_one_appendix(report):
    texts = [text_of(block.runs) for block in report.blocks]
    assert sum("Phụ lục kèm theo" in text for text in texts) == 1


def test_blocks_are_the_same_in_word_and_pdf(published_2024, word, report):
    def squeezed(text: str) -> str:
        return re.sub(r"\s", "", text)

    in_word = [squeezed(p.text) for p in word.paragraphs]
    pages = (squeezed(page.extract_text()) for page in PdfReader(published_2024 / "report.pdf").pages)
    in_pdf = "".join(text.removeprefix(str(n)) if n > 1 else text for n, text in enumerate(pages, 1))
    place = word_place = 0
    for block in report.blocks:
        text = squeezed(text_of(block.runs))
        place = in_pdf.index(text, place) + len(text)
        word_place = next(n for n, line in enumerate(in_word[word_place:], word_place) if line.removeprefix("-") == text.removeprefix("-"))
    assert json.loads((published_2024 / "tables" / "report.json").read_text())["blocks"]

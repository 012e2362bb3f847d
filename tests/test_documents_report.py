"""The official report: its layout rule by rule, and one text in Word and in PDF."""

from __future__ import annotations

import io
import re
import shutil
import unicodedata
import zipfile
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from pypdf import PdfReader

from ctxh.blocks import Cell, Column, Document, Figure, Frame, Heading, Paragraph, Run, Table, text_of
from ctxh.errors import CtxhError
from ctxh.typeset.docx.frame import default_frame
from ctxh.typeset.docx.report_docx import write_docx
from ctxh.typeset.official import addressee_lines, listed, number_line
from ctxh.typeset.pdf.report_pdf import _run, report_pdf
from ctxh.typeset.text_width import balanced, blanks_kept, normalised, width
from ctxh.typeset.zip_packages import repacked
from ctxh.vietnamese.typeface import missing
from office import converted

EPOCH = 1735603200
TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
ACCENTED = [unicodedata.normalize("NFC", c + t) for c in "aăâeêioôơuưy" for t in TONES] + ["đ"]
HOSTILE = "<&>#$*_@{{ tên }} {% if %} [[x]] \\n `a` ~b~ 'c' \"d\" -- ... //"
SENTENCE = (
    "Trong năm, huyện chỉ đạo các xã rà soát, lập danh sách, thẩm định hồ sơ và chi trả kịp thời "
    "trợ cấp xã hội hằng tháng, bảo đảm đúng đối tượng, công khai, minh bạch theo quy định. "
)
FRAME = Frame(
    superior="",
    issuer="ỦY BAN NHÂN DÂN HUYỆN THỬ NGHIỆM",
    number="",
    symbol="BC-UBND",
    place="Thử Nghiệm",
    date="ngày     tháng     năm 2024",
    kind="BÁO CÁO",
    summary="Kết quả thực hiện Chương trình Công tác xã hội trên địa bàn huyện năm 2024",
    addressees=("Sở Thử nghiệm & Đo đạc",),
    recipients=("Như trên", "HĐND&UBND huyện", "Lưu: VT, TN, 05 bản"),
    authority=("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
    signer="Nguyễn Văn Mẫu",
    watermark="Số liệu minh họa",
)


def heading(level: int, text: str) -> Heading:
    return Heading(level, (Run(text),))


def cited(number: int) -> Paragraph:
    style = "item" if number % 3 == 0 else "body"
    return Paragraph((Run(SENTENCE), Run("8.141", bold=True, cite="people_cited"), Run(f" người ({number}).")), style)


def body() -> tuple:
    accents = " ".join("".join(ACCENTED[n : n + 6]) for n in range(0, len(ACCENTED), 6))
    first = (
        heading(1, "I. KẾT QUẢ THỰC HIỆN"),
        heading(2, "1. Công tác chỉ đạo"),
        Paragraph((Run(accents + " " + accents.upper()),)),
        Paragraph((Run(HOSTILE),)),
        heading(3, "3.1. Lĩnh vực người có công"),
        heading(4, "3.1.1. Việc cụ thể"),
    )
    last = Paragraph((Run("Trên đây là kết quả của huyện, kính báo cáo./."),))
    return (*first, *(cited(n) for n in range(60)), heading(1, "II. ĐÁNH GIÁ"), last)


def drawing() -> Figure:
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="300pt" height="90pt" viewBox="0 0 300 90">'
        '<rect x="60" y="20" width="200" height="40" fill="#1f6f8b"/>'
        '<text x="5" y="45" font-family="Tinos" font-size="11">Quà Tết</text></svg>'
    )
    return Figure("qua", "Quà Tết", "Một thanh dài hai phần ba khung hình.", svg, "Minh họa.", "Biểu quà")


def table() -> Table:
    columns = (Column("Xã"), Column("Số hộ", "right", True))
    rows = tuple((Cell(f"Xã Thứ {n} <&>"), Cell(f"1.{n:03}", cite="households@1")) for n in range(20))
    return Table("xa", "Hộ theo xã", columns, (*rows, (Cell("Tổng"), Cell("9.999"))), 1, "", "Rà soát")


REPORT = Document("Báo cáo thử nghiệm năm 2024", "vi", FRAME, body())
WITH_TABLE = replace(REPORT, blocks=(*REPORT.blocks[:4], table(), drawing(), *REPORT.blocks[-2:]))


@pytest.fixture(scope="module")
def word():
    return docx.Document(io.BytesIO(write_docx(REPORT, default_frame(), EPOCH)))


@pytest.fixture(scope="module")
def pdf() -> PdfReader:
    return PdfReader(io.BytesIO(report_pdf(REPORT, EPOCH)))


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def styled(document, name: str):
    return next(s for s in document.styles if s.name.lower() == name.lower())


def first_of(document, name: str):
    every = [p for t in document.tables for row in t.rows for c in row.cells for p in c.paragraphs]
    return next(p for p in [*every, *document.paragraphs] if p.style.name == name)


def test_page_is_a4_with_the_margins_of_the_decree(word):
    page = word.sections[0]
    assert (round(page.page_width.mm), round(page.page_height.mm)) == (210, 297)
    margins = (page.top_margin, page.bottom_margin, page.left_margin, page.right_margin)
    assert [round(margin.mm) for margin in margins] == [20, 20, 30, 15]


def test_page_number_stands_in_the_header_from_page_two(word):
    page = word.sections[0]
    assert page.different_first_page_header_footer
    assert " PAGE " in page.header._element.xml
    assert "PAGE" not in page.first_page_header._element.xml
    assert styled(word, "header").font.size == Pt(14)


def test_every_text_is_times_new_roman_and_vietnamese(word):
    fonts = word.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:rFonts')}")
    assert {fonts.get(qn(f"w:{kind}")) for kind in ("ascii", "hAnsi", "eastAsia", "cs")} == {"Times New Roman"}
    others = [f for f in word.element.iter(qn("w:rFonts")) if f.get(qn("w:ascii")) != "Times New Roman"]
    assert others == []
    language = word.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:lang')}")
    assert language.get(qn("w:val")) == "vi-VN"
    assert word.core_properties.title == REPORT.title


def test_head_holds_nation_motto_issuer_number_and_date(word):
    head = word.tables[0]
    left, right = head.cell(0, 0).text, head.cell(0, 1).text
    assert right.split("\n")[:2] == ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"]
    assert left.split("\n")[:2] == ["ỦY BAN NHÂN DÂN", "HUYỆN THỬ NGHIỆM"]
    assert re.fullmatch(r"Số:\s{9}/BC-UBND", head.cell(1, 0).text)
    assert re.fullmatch(r"Thử Nghiệm, ngày\s{5}tháng\s{5}năm 2024", head.cell(1, 1).text)
    for name, size in (("Quốc hiệu", 13), ("Tiêu ngữ", 14), ("Cơ quan ban hành", 13), ("Tên loại văn bản", 14)):
        font = styled(word, name).font
        assert (font.size, font.bold) == (Pt(size), True), name


@pytest.mark.parametrize(
    ("style", "text", "size", "shares"),
    [
        ("Gạch trọn", "Độc lập - Tự do - Hạnh phúc", 14, (0.98, 1.02)),
        ("Gạch ngắn", "HUYỆN THỬ NGHIỆM", 13, (1 / 3, 1 / 2)),
    ],
)
def test_rule_is_as_long_as_the_decree_asks(word, style, text, size, shares):
    rule = first_of(word, style)
    form = rule.paragraph_format
    room = int(rule._p.getparent().tcPr.width) / 12700
    share = (room - form.left_indent.pt - form.right_indent.pt) / width(text, size, bold=True)
    assert shares[0] <= share <= shares[1]


def test_body_is_justified_indented_and_spaced(word):
    style = styled(word, "Nội dung")
    form = style.paragraph_format
    assert form.alignment == docx.enum.text.WD_ALIGN_PARAGRAPH.JUSTIFY
    assert Cm(1) <= form.first_line_indent <= Cm(1.2701)
    assert form.space_after >= Pt(6)
    assert 1 <= form.line_spacing <= 1.5
    assert styled(word, "Normal").font.size in (None, Pt(14))


def test_end_holds_recipients_and_signature_that_no_page_break_cuts(word):
    end = word.tables[-1]
    left, right = end.cell(0, 0).text.split("\n"), end.cell(0, 1).text.split("\n")
    assert left == ["Nơi nhận:", "- Như trên;", "- HĐND&UBND huyện;", "- Lưu: VT, TN, 05 bản."]
    assert right == [*FRAME.authority, FRAME.signer]
    assert end.rows[0]._tr.trPr.find(qn("w:cantSplit")) is not None
    before = end._tbl.getprevious()
    assert before.pPr.keepNext is not None


def test_cited_figures_carry_bookmarks_of_distinct_names(word):
    names = [mark.get(qn("w:name")) for mark in word.element.iter(qn("w:bookmarkStart"))]
    assert names[:2] == ["sl_people_cited", "sl_people_cited__2"]
    assert len(set(names)) == len(names) == 60
    long = replace(REPORT, blocks=(Paragraph((Run("1", cite="x" * 60), Run("2", cite="x" * 60))),))
    again = docx.Document(io.BytesIO(write_docx(long, default_frame(), EPOCH)))
    names = [mark.get(qn("w:name")) for mark in again.element.iter(qn("w:bookmarkStart"))]
    assert len(set(names)) == 2 and max(map(len, names)) <= 40


def test_no_placeholder_is_left(word):
    xml = word.element.xml.replace("{{ tên }}", "").replace("{% if %}", "").replace("[[x]]", "")
    assert not re.search(r"\{\{|\{%|\[\[", xml)


def test_word_and_pdf_say_the_same_as_the_blocks(word, pdf):
    texts = [text_of(block.runs) for block in REPORT.blocks]
    in_word = squeezed("".join(p.text for p in word.paragraphs))
    pages = [squeezed(page.extract_text()) for page in pdf.pages]
    numbers = [str(n) for n in range(1, len(pages) + 1)]
    foot = squeezed(FRAME.watermark)
    in_pdf = "".join(
        page.replace(foot, "").removeprefix(number if number != "1" else "") for number, page in zip(numbers, pages, strict=True)
    )
    for text in texts:
        assert squeezed(text) in in_word
        assert squeezed(text) in in_pdf


def test_what_must_be_said_of_every_page_stands_at_its_top(word, pdf):
    heads = [word.sections[0].first_page_header, word.sections[0].header]
    tops = [squeezed(page.extract_text()).removeprefix(str(n) if n > 1 else "")[:20] for n, page in enumerate(pdf.pages, 1)]

    assert [True, True] == [FRAME.watermark in [line.text for line in head.paragraphs] for head in heads]
    assert [] == [top for top in tops if not top.startswith(squeezed(FRAME.watermark))]


def test_no_notice_leaves_no_line():
    bare = docx.Document(io.BytesIO(write_docx(replace(REPORT, frame=replace(FRAME, watermark="")), default_frame(), EPOCH)))

    assert [1, 1] == [len(head.paragraphs) for head in (bare.sections[0].first_page_header, bare.sections[0].header)]


def test_pdf_is_tagged_a4_vietnamese_and_numbered(pdf):
    root = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] and root["/Lang"] == "vi-VN"
    assert pdf.metadata.title == REPORT.title
    assert [round(float(side)) for side in pdf.pages[0].mediabox[2:]] == [595, 842]
    first, second = (squeezed(page.extract_text()) for page in pdf.pages[:2])
    assert not first.startswith("1") and second.startswith("2")
    standards = root["/Metadata"].get_data().decode()
    assert "pdfuaid:part" in standards and re.search(r"pdfaid:part\W+2", standards)
    found = [font.get_object() for page in pdf.pages for font in page["/Resources"]["/Font"].values()]
    fonts = {str(font["/BaseFont"]) for font in found}
    assert fonts and all("Tinos" in font for font in fonts)


def test_tables_and_figures_of_a_report():
    data = write_docx(WITH_TABLE, default_frame(), EPOCH)
    document = docx.Document(io.BytesIO(data))
    grid = document.tables[1]
    assert grid.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert grid.rows[-1].cells[1].paragraphs[0].runs[0].bold
    picture = next(document.element.iter(qn("wp:docPr")))
    assert picture.get("descr") == drawing().alt
    names = zipfile.ZipFile(io.BytesIO(data)).namelist()
    assert {"word/media/figure1.svg", "word/media/image1.png"} <= set(names)
    pages = PdfReader(io.BytesIO(report_pdf(WITH_TABLE, EPOCH))).pages
    text = squeezed("".join(page.extract_text() for page in pages))
    assert squeezed("Bảng 1. Hộ theo xã") in text and squeezed("Hình 1. Quà Tết") in text


@pytest.mark.parametrize("document", [REPORT, WITH_TABLE], ids=["plain", "table and figure"])
def test_same_document_gives_the_same_bytes(document):
    assert default_frame() == default_frame()
    assert write_docx(document, default_frame(), EPOCH) == write_docx(document, default_frame(), EPOCH)
    assert report_pdf(document, EPOCH) == report_pdf(document, EPOCH)


def test_zip_members_have_one_time_and_a_fixed_order():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("b.xml", "b")
        made.writestr("[Content_Types].xml", "c")
    members = zipfile.ZipFile(io.BytesIO(repacked(out.getvalue(), EPOCH))).infolist()
    assert [m.filename for m in members] == ["[Content_Types].xml", "b.xml"]
    assert {m.date_time for m in members} == {(2024, 12, 31, 0, 0, 0)}


def edited(change) -> bytes:
    document = docx.Document(io.BytesIO(default_frame()))
    change(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_a_frame_without_its_mark_is_refused():
    def drop(document):
        mark = next(p for p in document.paragraphs if "[[NOI_DUNG]]" in p.text)
        mark._p.getparent().remove(mark._p)

    with pytest.raises(CtxhError, match="đúng một đoạn"):
        write_docx(REPORT, edited(drop), EPOCH)


def test_a_frame_that_is_no_word_file_is_refused():
    with pytest.raises(CtxhError, match="không phải tệp Word"):
        write_docx(REPORT, b"not a zip", EPOCH)


def test_a_frame_with_an_unknown_name_is_refused():
    with pytest.raises(CtxhError, match="chu_tich"):
        write_docx(REPORT, edited(lambda d: d.paragraphs[0].insert_paragraph_before("{{ chu_tich }}")), EPOCH)


def test_a_frame_with_a_tag_ill_written_says_so_without_jinja_s_words():
    with pytest.raises(CtxhError, match=r"có thẻ \{\{ \}\} hoặc \{% %\} viết sai\. Các tên được dùng: [^']*\.$"):
        write_docx(REPORT, edited(lambda d: d.paragraphs[0].insert_paragraph_before("{% if %}")), EPOCH)


@pytest.mark.parametrize(
    ("source", "said"),
    [(b"#nobody-knows()", "có chữ hoặc hình không dàn được"), (b'#text(font: "No Such Font")[a]', "phông chữ đi kèm thiếu hoặc hỏng")],
)
def test_what_typst_refuses_is_told_in_our_words(source, said):
    with pytest.raises(CtxhError, match=f"^Không dàn được trang PDF.*{said}") as told:
        _run({"main.typ": source}, format="pdf")

    assert not re.search("unknown|variable|font family", str(told.value))


def test_a_frame_that_lost_styles_gets_ours():
    def drop(document):
        for name in ("Nội dung", "Heading 3"):
            node = document.styles[name].element
            node.getparent().remove(node)

    document = docx.Document(io.BytesIO(write_docx(REPORT, edited(drop), EPOCH)))
    assert {"Nội dung", "Heading 3"} <= {p.style.name for p in document.paragraphs}


def test_numbers_addressees_and_recipients_are_written_as_the_decree_asks():
    assert number_line("7", "BC-UBND") == "Số: 07/BC-UBND"
    assert addressee_lines(("Sở A",)) == ["Kính gửi: Sở A."]
    assert addressee_lines(("Sở A", "Sở B")) == ["Kính gửi:", "- Sở A;", "- Sở B."]
    assert listed(("- Như trên;", "Lưu: VT.")) == ["- Như trên;", "- Lưu: VT."]
    assert blanks_kept("ngày     tháng") == "ngày" + "\u00a0" * 5 + "tháng"
    lines = balanced(FRAME.summary, 14, 350).split("\n")
    assert lines[1].startswith("trên địa bàn")


def test_texts_are_made_sound_before_they_are_written():
    assert normalised("e\u0302\u0301\x07\u202e") == "ế"
    assert normalised((Run("a\x00"), ["b\u200b"])) == (Run("a"), ["b"])
    assert missing("Ăắ₫ \U0001f600") == "\U0001f600"


@pytest.mark.documents
@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice vắng mặt")
def test_libreoffice_lays_the_word_file_out_like_the_pdf(tmp_path, pdf):
    path = tmp_path / "report.docx"
    path.write_bytes(write_docx(REPORT, default_frame(), EPOCH))
    pages = PdfReader(converted(path, "pdf", tmp_path)).pages
    assert abs(len(pages) - len(pdf.pages)) <= 1
    assert squeezed("Trên đây là kết quả") in squeezed(pages[-1].extract_text())


def test_a_lower_office_with_several_addressees_and_no_signer_yet():
    frame = replace(FRAME, superior="UBND TỈNH THỬ", addressees=("Bộ A", "Tỉnh B"), number="7", signer="", watermark="")
    document = replace(REPORT, frame=frame, blocks=REPORT.blocks[-1:])
    written = docx.Document(io.BytesIO(write_docx(document, default_frame(), EPOCH)))
    assert written.tables[0].cell(0, 0).text.startswith("UBND TỈNH THỬ\n")
    assert written.tables[0].cell(1, 0).text == "Số: 07/BC-UBND"
    lines = [p.text for p in written.paragraphs]
    start = lines.index("Kính gửi:")
    assert lines[start : start + 3] == ["Kính gửi:", "- Bộ A;", "- Tỉnh B."]
    page = squeezed(PdfReader(io.BytesIO(report_pdf(document, EPOCH))).pages[0].extract_text())
    assert "UBNDTỈNHTHỬ" in page and "Kínhgửi:-BộA;-TỉnhB." in page


@pytest.mark.documents
@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice vắng mặt")
def test_a_frame_saved_by_libreoffice_still_makes_the_report(tmp_path, word):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "frame.docx").write_bytes(default_frame())
    saved_again = converted(tmp_path / "in" / "frame.docx", "docx:MS Word 2007 XML", tmp_path)
    again = docx.Document(io.BytesIO(write_docx(REPORT, saved_again.read_bytes(), EPOCH)))
    assert [p.text for p in again.paragraphs if p.text] == [p.text for p in word.paragraphs if p.text]
    assert again.sections[0].left_margin.mm == pytest.approx(30, abs=0.1)


def test_the_frame_of_the_office_makes_a_report():
    path = Path(__file__).parent.parent / "data" / "kim-thanh" / "frame.docx"
    assert write_docx(REPORT, path.read_bytes(), EPOCH)


def test_a_line_that_ends_in_a_colon_stays_with_what_it_introduces():
    blocks = (Paragraph((Run("Gồm các việc sau:"),)), *REPORT.blocks[-1:])
    written = docx.Document(io.BytesIO(write_docx(replace(REPORT, blocks=blocks), default_frame(), EPOCH)))
    line = next(p for p in written.paragraphs if p.text == "Gồm các việc sau:")
    assert line.paragraph_format.keep_with_next

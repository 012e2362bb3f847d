"""How lines, lists and tables are set: no number of a document in two lines, no line torn apart, lists and row headers that are tagged."""

from __future__ import annotations

import html
import io
import re
from dataclasses import replace

from pypdf import PdfReader

from ctxh.blocks import Cell, Column, Document, Frame, Heading, Paragraph, Run, Table, text_of
from ctxh.tell.report import read_document
from ctxh.typeset.docx.frame import default_frame
from ctxh.typeset.docx.report_docx import write_docx
from ctxh.typeset.html.page import report_html
from ctxh.typeset.html.page_blocks import short_numbers
from ctxh.typeset.line_breaks import early_ends, loosened
from ctxh.typeset.official import item_parts
from ctxh.typeset.pdf.report_pdf import appendix_pdf, report_pdf
from ctxh.typeset.unbroken import DOCUMENT_NUMBER, printable

LONG = "2472/HDLN-CA-SLĐTBXH"


def test_a_line_that_a_long_word_would_tear_apart_ends_before_it():
    # Tinos at 10 points: "ab" is 9,4 wide, a blank 2,5, so that three words and two blanks take 33,3.
    # In 60 points the long word does not fit: two blanks would have to make up 26,7, 13,4 each more.
    torn = early_ends((Run("ab ab ab " + "m" * 7),), 60, 0, 10)
    # In 36 points only 2,7 are left for two blanks.
    whole = early_ends((Run("ab ab ab " + "m" * 4),), 36, 0, 10)

    assert "ab ab ab\nmmmmmmm" == text_of(torn)
    assert "ab ab ab mmmm" == text_of(whole)


def test_a_break_keeps_the_citation_of_its_run():
    torn = early_ends((Run("ab ab ab "), Run("m" * 7, cite="households")), 60, 0, 10)

    assert (Run("ab ab ab\n"), Run("m" * 7, cite="households")) == torn


def test_in_word_an_amount_lets_go_of_its_last_words_where_the_line_before_it_would_be_torn_apart():
    # In 70 points "ab ab ab" takes 33,3 and "mmm tỷ" 33,6: they fit with a blank of 2,5, with "đồng" they do not.
    # In 36 points "mmm" does not come to the line before it either way, but two blanks make up 2,7 alone: nothing is let go.
    held = (Run("ab ab ab "), Run("mmm\xa0tỷ\xa0đồng", cite="households"))

    assert "ab ab ab mmm\xa0tỷ đồng" == text_of(loosened(held, 70, 0, 10))
    assert held == loosened(held, 36, 0, 10)


def test_the_lines_of_the_word_file_are_not_torn_apart_by_an_amount(tmp_path):
    # 13 words in front of the amount leave a line of 467 points more than a hundred to fill.
    text = "- Chuyển quà của Chủ tịch nước đến 3.743 người với số tiền 1.134.000.000 đồng cho đợt này."
    document = Document("Thử", "vi-VN", _frame(), (Paragraph((Run(text),), "item"),))
    word = _part(write_docx(document, default_frame(), 946684800), "word/document.xml").decode()
    found = [_words(word).partition("số tiền ")[2][:18]]

    assert ["1.134.000.000 đồng"] == found


def test_the_number_of_a_document_keeps_to_one_line_in_html_and_word():
    text = f"Hướng dẫn {LONG} của Công an"
    document = Document("Thử", "vi-VN", _frame(), (Paragraph((Run(text),)),))
    word = write_docx(document, default_frame(), 946684800)

    assert f'Hướng dẫn <span class="short">{LONG}</span> của Công an' == short_numbers(text)
    assert 2 == _part(word, "word/document.xml").count(b"<w:noBreakHyphen/>")


def test_no_number_of_a_document_is_in_two_lines_of_the_pdf(published_2024):
    known = set(re.findall(DOCUMENT_NUMBER, " ".join(text_of(b.runs) for b in read_document(published_2024).blocks if hasattr(b, "runs"))))
    pages = "\n".join(page.extract_text() for page in PdfReader(published_2024 / "report.pdf").pages)

    assert len(known) > 10
    assert [] == sorted(number for number in known if number not in pages)


def test_no_number_of_a_document_is_in_two_lines_of_a_cell():
    # Capitals are wider than letters are: 18 of them need more than the room of 18 letters.
    numbers, note = ("35466/UBND-LĐTBOXH", "1507/SLĐTBXH-NCC", "28-CT/TW"), "ký hiệu văn bản của Đảng viết như " * 6
    cells = tuple((Cell(number), Cell("3850"), Cell(f"{note}{number} {note}")) for number in numbers)
    table = Table("t", "Thử", (Column("Số được xét", "right"), Column("Đối chiếu", "right"), Column("Ghi chú")), cells)
    text = PdfReader(io.BytesIO(appendix_pdf("Thử", (), [table], 946684800))).pages[0].extract_text()

    assert [] == [number for number in numbers if not re.fullmatch(DOCUMENT_NUMBER, number)]
    assert [2, 2, 2] == [text.count(number) for number in numbers]


def test_a_change_keeps_to_one_line_of_its_cell():
    table = Table("t", "Thử", (Column("Tăng, giảm"),), ((Cell("giảm 20,0%"),), (Cell("tăng 136"),)))

    assert ["giảm\xa020,0%", "tăng\xa0136"] == [row[0].text for row in printable([table])[0].rows]


HELD = ("số 3657/KH-UBND", "3.127.200.000 đồng", "64,167 tỷ đồng", "158,4 triệu đồng")


def test_no_amount_and_no_number_of_a_document_is_in_two_lines_in_any_format():
    # After 1 to 30 words, so that each of them comes to the end of a line.
    texts = [Paragraph((Run("từ " * words + held[:3]), Run(held[3:]), Run(" là hết"))) for held in HELD for words in range(1, 31)]
    document = Document("Thử", "vi-VN", _frame(), tuple(texts))
    pdf = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(report_pdf(document, 946684800))).pages)
    word = _part(write_docx(document, default_frame(), 946684800), "word/document.xml").decode().replace("<w:noBreakHyphen/>", "-")
    texts = {"PDF": pdf.replace(" ", "\xa0"), "Word": _words(word), "HTML": _words(report_html(document, ()))}

    assert [] == [(kind, held) for kind, text in texts.items() for held in HELD if text.count(held.replace(" ", "\xa0")) != 30]


def test_the_measure_at_the_end_of_a_caption_keeps_to_one_line():
    table, held = Table("t", "Chết theo tháng, 6 tháng đầu năm (trường hợp)", (Column("Tháng"),), ((Cell("01"),),)), "(trường\xa0hợp)"

    assert f"Bảng 1. Chết theo tháng, 6 tháng đầu năm {held}" == printable([table])[0].caption


def test_the_last_line_does_not_go_to_the_page_of_the_signature_alone():
    # However full the page is, the words before the last line come along.
    for number in range(20, 40):
        texts = [Paragraph((Run(f"đoạn {n}"),)) for n in range(number)]
        document = Document("Thử", "vi-VN", _frame(), tuple(texts))
        pages = [page.extract_text() for page in PdfReader(io.BytesIO(report_pdf(document, 946684800))).pages]

        assert f"đoạn {number - 2}\n" in next(page for page in pages if "Nơi nhận" in page)
    word = _part(write_docx(document, default_frame(), 946684800), "word/document.xml").decode()
    kept = ["keepNext" in text for text in word.split("</w:p>") if "đoạn" in text]

    assert [*[False] * 37, True, True] == kept


def test_a_table_without_a_note_does_not_touch_what_follows_it():
    table = Table("t", "Bảng thử", (Column("Xã"),), ((Cell("Đông"),), (Cell("Tây"),)))
    document = Document("Thử", "vi-VN", _frame(), (table, replace(table, note="Ghi chú."), Paragraph((Run("đoạn"),))))
    word = _part(write_docx(document, default_frame(), 946684800), "word/document.xml").decode()
    first, second = (after.partition("</w:p>")[0] for after in word.split("</w:tbl>")[2:4])  # the head is a table too

    assert '<w:spacing w:before="0" w:after="0" w:line="160" w:lineRule="exact"/>' in first and "Ghi chú." in second


def test_an_entry_gives_its_mark_to_the_list():
    assert ("-", (Run("một"),)) == item_parts((Run("- một"),))
    assert ("-", (Run("một"),)) == item_parts((Run("một"),))
    assert ("a)", (Run("một"),)) == item_parts((Run("a) một"),))


def test_neighbouring_entries_are_one_list_of_a_numbering_definition_in_word():
    blocks = tuple(Paragraph((Run(text),), "item") for text in ("- một", "- hai", "+ ba"))
    word = write_docx(Document("Thử", "vi-VN", _frame(), blocks), default_frame(), 946684800)
    found = re.findall(rb'<w:numId w:val="(\d+)"/>', _part(word, "word/document.xml"))

    assert 3 == len(found) and found[0] == found[1] != found[2]
    assert {b"-", b"+"} == set(re.findall(rb'<w:lvlText w:val="(.)"', _part(word, "word/numbering.xml")))


def test_lists_and_row_headers_are_tagged_in_the_pdf():
    entries = [Paragraph((Run(text),), "item") for text in ("một", "hai")]
    table = Table(
        "t", "Bảng thử", (Column("Xã"), Column("Số", "right", True)), tuple((Cell(a), Cell(b)) for a, b in (("Đông", "1"), ("Tây", "2")))
    )
    pdf = appendix_pdf("Thử", (), [Heading(1, (Run("Thử"),)), *entries, table], 946684800)
    tags = _tags(pdf)

    assert {"/L": 1, "/LI": 2, "/TH": 4, "/TD": 2} == {name: tags[name] for name in ("/L", "/LI", "/TH", "/TD")}


def _frame() -> Frame:
    return Frame(
        "",
        "ỦY BAN NHÂN DÂN XÃ THỬ",
        "",
        "BC-UBND",
        "Thử",
        "ngày 01 tháng 01 năm 2024",
        "BÁO CÁO",
        "Thử",
        ("A",),
        ("Lưu: VT.",),
        ("CHỦ TỊCH",),
        "",
    )


def _words(markup: str) -> str:
    return html.unescape(re.sub("<[^>]*>", "", markup))


def _part(word: bytes, name: str) -> bytes:
    import zipfile

    return zipfile.ZipFile(io.BytesIO(word)).read(name)


def _tags(pdf: bytes) -> dict[str, int]:
    from collections import Counter

    counts: Counter[str] = Counter()
    waiting = [PdfReader(io.BytesIO(pdf)).trailer["/Root"]["/StructTreeRoot"]]
    while waiting:
        node = waiting.pop().get_object()
        if hasattr(node, "get"):
            counts[str(node.get("/S", ""))] += 1
            inner = node.get("/K", [])
            waiting += [part for part in (inner if isinstance(inner, list) else [inner]) if hasattr(part, "get_object")]
    return counts

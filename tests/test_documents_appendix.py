"""The appendix: notebooks bound into one page and one PDF, and what is refused on the way."""

from __future__ import annotations

import base64
import hashlib
import io
import re
import subprocess
import sys
from html.parser import HTMLParser

import nbformat
import pytest
from pypdf import PdfReader

from ctxh.blocks import Cell, Column, Figure, Heading, Paragraph, Run, Table, number_column, text_cells, text_columns, text_of
from ctxh.errors import CtxhError
from ctxh.tell.withheld import withheld
from ctxh.typeset.anchors import slug
from ctxh.typeset.column_widths import shares, type_size
from ctxh.typeset.exporters import CtxhHTMLExporter, CtxhPDFExporter, bind_notebooks, blocks_of
from ctxh.typeset.html.page import appendix_html
from ctxh.typeset.notebook_markdown import blocks_of_markdown
from ctxh.typeset.pdf import report_pdf
from ctxh.typeset.pdf.report_pdf import appendix_pdf

EPOCH = 1735603200
NOTE = nbformat.v4.new_markdown_cell
SVG = (
    '<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 90" '
    'role="img" aria-label="cũ" width="300pt" height="90pt">'
    '<metadata>x</metadata><defs><clipPath id="c"><rect width="300" height="90"/></clipPath></defs>'
    '<g id="unused" clip-path="url(#c)"><rect x="60" y="20" width="200" height="40" fill="#1f6f8b"/></g>'
    '<text x="5" y="45" font-family="Tinos" font-size="11">Quà Tết</text></svg>'
)
PASSPORTS = (
    {
        "id": "rate",
        "label": "Tỷ lệ",
        "value": "1,94 %",
        "formula": "a chia b",
        "parts": ["a: 1", "b: 2"],
        "cells": "X.xlsx B8 H9",
    },
    {"id": "rate@1", "label": "Tỷ lệ, xã Một", "value": "2 %", "formula": "a chia b"},
)


def figure(ident: str) -> Figure:
    return Figure(ident, f"Quà {ident}", "Một thanh dài hai phần ba khung.", SVG, "Minh họa.", "Biểu quà")


def table(rows: int = 60) -> Table:
    columns = (Column("STT", "center", True), Column("Xã"), Column("Số hộ", "right", True))
    cites = {1: "rate@1"}
    lines = tuple((Cell(str(n)), Cell(f"Xã {n} <b>&amp;#$*_@{{{{"), Cell(f"{n}.234,5", cites.get(n, ""))) for n in range(rows))
    total = (Cell(""), Cell("Toàn huyện"), Cell("9.999", cite="rate"))
    return Table("ho", "Hộ theo xã", columns, (*lines, total), 1, "Ghi chú.", "Rà soát")


def shown(value) -> nbformat.NotebookNode:
    data = value._repr_mimebundle_()
    output = nbformat.v4.new_output("execute_result", data=data)
    return nbformat.v4.new_code_cell("raise SystemExit", outputs=[output], execution_count=1)


def notebook(*cells) -> nbformat.NotebookNode:
    made = nbformat.v4.new_notebook()
    made.cells = list(cells)
    return made


def sample() -> nbformat.NotebookNode:
    secret = nbformat.v4.new_code_cell("bí_mật = 1", execution_count=1, metadata={"tags": ["parameters"]})
    hidden = NOTE("# Ẩn", metadata={"tags": ["hide"]})
    text = "# 1. Nguồn\n\nĐoạn **đậm** và *nghiêng* `a < b`.\n\n- một\n- hai\n\n1. đầu"
    one = notebook(secret, hidden, NOTE(text), shown(table()), NOTE("## 1.1. Hình"), shown(figure("tet")))
    two = notebook(NOTE("# 2. Hết"), shown(figure("he")))
    names = ("01_clean", "02_indicators")
    about = {"meta": ("Huyện Thử",), "notice": "Minh họa", "epoch": EPOCH, "passports": PASSPORTS}
    return bind_notebooks([one, two], "Phụ lục <thử>", names=names, **about)


def test_of_a_table_that_a_public_edition_lacks_neither_words_nor_heading_are_left():
    lacking = withheld("checks", "Các phép kiểm tra số liệu")
    made = notebook(NOTE("# Kiểm tra\n\nMỗi dòng là một quy tắc:"), shown(lacking), NOTE("# Hình\n\nBa hình:"), shown(figure("tet")))
    left = [getattr(block, "caption", "") or text_of(block.runs) for block in blocks_of(made)]
    assert ["Hình", "Ba hình:", "Quà tet"] == left


@pytest.fixture(scope="module")
def page() -> str:
    return CtxhHTMLExporter().from_notebook_node(sample())[0]


@pytest.fixture(scope="module")
def pdf() -> PdfReader:
    return PdfReader(io.BytesIO(CtxhPDFExporter().from_notebook_node(sample())[0]))


class Tags(HTMLParser):
    def __init__(self, page: str):
        super().__init__()
        self.tags: list[tuple[str, dict]] = []
        self.words: list[str] = []
        self.open: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self.open.append(tag)

    def handle_endtag(self, tag):
        while self.open and self.open.pop() != tag:
            pass

    def handle_data(self, data):
        if not {"script", "style"} & set(self.open):
            self.words.append(data)


def test_each_sheet_that_is_printed_from_the_page_says_whom_it_is_for(page):
    assert '@page { @top-center { content: "Minh họa"; font: italic 8pt serif; } }' in page
    evil = bind_notebooks(
        [notebook(NOTE("# Hết"))], "Phụ lục", names=("01",), meta=(), notice='"}</style>\\', epoch=EPOCH, passports=PASSPORTS
    )
    assert r'content: "\22 \7d \3c \2f style\3e \5c "' in CtxhHTMLExporter().from_notebook_node(evil)[0]


def test_blocks_come_from_markdown_and_outputs_only():
    blocks = blocks_of(sample())
    kinds = [type(block).__name__ for block in blocks]
    assert kinds == ["Heading", *["Paragraph"] * 4, "Table", "Heading", "Figure", "Heading", "Figure"]
    assert [b.style for b in blocks if isinstance(b, Paragraph)] == ["body", "item", "item", "item"]
    assert Run("đậm", bold=True) in blocks[1].runs
    assert blocks[5] == table()


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[a](http://x.y)", "liên kết"),
        ("<b>a</b>", "thẻ HTML"),
        ("![a](b.png)", "ảnh"),
        ("```\na\n```", "khối mã"),
        ("> a", "trích dẫn"),
        ("a\n\n---\n", "đường kẻ"),
        ("##### a", "heading"),
    ],
)
def test_markdown_outside_the_subset_is_refused_with_its_place(text, named):
    with pytest.raises(CtxhError, match=f"Sổ tay 03_figures, ô 2.*{named}"):
        blocks_of(notebook(NOTE("# A"), NOTE(text)), "03_figures")


def test_markdown_keeps_odd_characters_as_text():
    odd = "5 < 6 & 7 > 2 # $ @ {{ a }} {% b %} 3*4 a_b_c"
    (block,) = blocks_of_markdown(odd)
    assert block == Paragraph((Run(odd),))


@pytest.mark.parametrize(
    ("output", "named"),
    [
        (nbformat.v4.new_output("stream", name="stderr", text="Warning: x"), "stderr"),
        (nbformat.v4.new_output("stream", name="stdout", text="x"), "chữ in ra"),
        (nbformat.v4.new_output("error", ename="ValueError", evalue="hỏng", traceback=[]), "ValueError: hỏng"),
        (nbformat.v4.new_output("display_data", data={"text/html": "<table>", "text/plain": "x"}), "text/html"),
    ],
)
def test_outputs_that_are_not_ours_are_refused_with_their_place(output, named):
    cell = nbformat.v4.new_code_cell("x", outputs=[output], execution_count=1)
    bound = bind_notebooks([notebook(NOTE("# A")), notebook(NOTE("# B"), cell)], "Phụ lục", names=("01_clean", "02_indicators"))
    with pytest.raises(CtxhError, match=f"Sổ tay 02_indicators, ô 2: .*{named}"):
        CtxhHTMLExporter().from_notebook_node(bound)


def test_a_skipped_heading_level_is_refused():
    with pytest.raises(CtxhError, match="nhảy quá một cấp"):
        blocks_of(notebook(NOTE("# A\n\n### B")))


def test_page_loads_nothing_and_its_policy_names_its_script(page):
    tags = Tags(page).tags
    assert ("html", {"lang": "vi"}) in tags
    links = [value for _, attrs in tags for name, value in attrs.items() if name in ("href", "src", "xlink:href")]
    assert links and all(link.startswith("#") for link in links)
    assert re.findall(r"url\((?!data:|#)", page) == []
    policy = next(attrs["content"] for tag, attrs in tags if attrs.get("http-equiv") == "Content-Security-Policy")
    script = re.search(r"<script>(.*?)</script>", page, re.DOTALL)[1]
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert policy.startswith("default-src 'none'") and f"script-src 'sha256-{digest}'" in policy


def test_page_shows_hostile_text_as_text(page):
    words = "".join(Tags(page).words)
    assert "Phụ lục <thử>" in words and "Xã 1 <b>&amp;#$*_@{{" in words and "a < b" in words
    assert "bí_mật" not in page and "Ẩn" not in words


def test_page_has_contents_captions_and_distinct_ids(page):
    tags = Tags(page).tags
    ids = [attrs["id"] for _, attrs in tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    targets = {attrs["href"][1:] for tag, attrs in tags if tag == "a"}
    assert targets <= set(ids) and {"m-1-nguon", "m-2-het", "noi-dung", "hc-rate", "hc-rate--1"} <= targets
    assert all(f"{word}." in page for word in ("Bảng 1", "Hình 1", "Hình 2"))
    assert "url(#tet.1)" in page and "url(#he.1)" in page and "<metadata" not in page
    assert page.count('role="img"') == page.count('aria-label="Một thanh') == 2 and "cũ" not in page
    assert len(re.findall(r"<tfoot><tr>.*Toàn huyện", page)) == 1


def test_cited_numbers_open_their_passports(page):
    assert '<a href="#hc-rate--1">1.234,5</a>' in page and '<a href="#hc-rate">9.999</a>' in page
    assert re.search(r'<details><summary>Tỷ lệ: <b>.*?id="hc-rate".*?a: 1.*?X\.xlsx B8 H9', page, re.DOTALL)
    bare = appendix_html("A", (), [Heading(1, (Run("B"),)), Paragraph((Run("5", cite="rate"),))])
    assert '<span id="so-1">5</span>' in bare and 'ho-chieu">' not in bare


def test_active_drawings_are_refused():
    bad = Figure("x", "X", "Hình thử.", SVG.replace("<text", '<text onload="a()"'))
    with pytest.raises(CtxhError, match="mã chạy"):
        appendix_html("A", (), [bad])


def test_pdf_has_bookmarks_tags_links_and_repeats_the_header(pdf):
    root = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] and root["/Lang"] == "vi-VN"
    titles = [entry.title for entry in flat(pdf.outline)]
    assert titles[-6:] == ["1. Nguồn", "1.1. Hình", "2. Hết", "Nguồn gốc số liệu", "Tỷ lệ", "Tỷ lệ, xã Một"]
    texts = [page.extract_text() for page in pdf.pages]
    assert sum("STT" in text for text in texts) >= 2
    whole = re.sub(r"\s", "", "".join(texts))
    assert "Xã1<b>&amp;#$*_@{{" in whole and "Hình2.Quàhe" in whole and "X.xlsxB8H9" in whole
    links = [a for page in pdf.pages for a in page.get("/Annots", [])]
    assert len(links) >= 6


def flat(outline):
    for entry in outline:
        if isinstance(entry, list):
            yield from flat(entry)
        else:
            yield entry


def test_characters_that_the_font_lacks_show_as_boxes():
    blocks = [Heading(1, (Run("A \U0001f600"),))]
    text = PdfReader(io.BytesIO(appendix_pdf("A", (), blocks, EPOCH))).pages[0].extract_text()
    assert "□" in text


@pytest.mark.parametrize("exporter", [CtxhHTMLExporter, CtxhPDFExporter])
def test_same_notebooks_give_the_same_bytes(exporter):
    first, resources = exporter().from_notebook_node(sample())
    assert exporter().from_notebook_node(sample())[0] == first
    assert not resources["outputs"]


def test_nbconvert_finds_the_exporters_by_name(tmp_path):
    nbformat.write(sample(), tmp_path / "executed.ipynb")
    for kind in ("html", "pdf"):
        command = [sys.executable, "-m", "nbconvert", "--to", f"ctxh-{kind}", str(tmp_path / "executed.ipynb")]
        subprocess.run(command, check=True, capture_output=True)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["executed.html", "executed.ipynb", "executed.pdf"]


def test_slugs_are_plain_letters():
    assert slug("Đối tượng: Bảo trợ") == "doi-tuong-bao-tro"
    assert slug("3.1. Ở") == "m-3-1-o"


def test_a_table_too_wide_for_the_page_turns_it_and_takes_its_heading_along():
    columns = tuple(Column(f"Cột_số_{n}_dài") for n in range(12))
    row = tuple(Cell(f"một_từ_dài_{n} rồi thêm nhiều chữ nữa cho đủ dài") for n in range(12))
    wide = Table("rong", "Bảng rộng", columns, (row,) * 3)
    blocks = [Heading(1, (Run("Một"),)), Paragraph((Run("Lời dẫn."),)), wide, Paragraph((Run("Sau."),))]
    report_pdf = PdfReader(io.BytesIO(appendix_pdf("A", (), blocks, EPOCH))).pages
    shapes = [page.mediabox.width > page.mediabox.height for page in report_pdf]
    assert shapes == [False, True, False]
    assert "Một" in report_pdf[1].extract_text() and "Lời dẫn." in report_pdf[1].extract_text()


def test_a_row_whose_lines_are_counted_is_as_high_as_typst_finds_it(monkeypatch):
    words = ("Xã", "Số hộ nghèo và hộ cận nghèo của xã, theo kết quả rà soát cuối năm", "", "7046/SLĐTBOXH-BTXH ngày 06/12/2024")
    rows = tuple((Cell(text), Cell(text[:40]), Cell(str(n))) for n, text in enumerate(words * 12))
    table = Table("b", "Bảng", (Column("Xã"), Column("Tên"), Column("Số", "right", True)), rows, 1)
    counted = appendix_pdf("Phụ lục", (), [table], 0)
    monkeypatch.setattr(report_pdf, "row_lines", lambda table, *_: [0] * len(table.rows))
    assert counted == appendix_pdf("Phụ lục", (), [table], 0)


@pytest.mark.parametrize("filled", range(28, 44))
def test_a_long_table_starts_with_three_rows_at_least(filled):
    table = Table("b", "Bảng", (Column("Tên"), Column("Số", "right", True)), tuple((Cell(f"dòng {n}"), Cell("1")) for n in range(60)))
    lines = [Paragraph((Run(f"Đoạn {n}."),)) for n in range(filled)]
    printed = [page.extract_text() for page in PdfReader(io.BytesIO(appendix_pdf("Phụ lục", (), [*lines, table], 0))).pages]
    first = next(page for page in printed if "Bảng" in page)
    assert all(f"dòng {n}" in first for n in range(3))


def test_a_word_longer_than_a_page_is_broken_and_nothing_of_it_lost():
    table = Table("dai", "Ô dài", (Column("Đơn vị"), Column("Nội dung")), ((Cell("xã Mẫu"), Cell("b" * 2000)),))
    report_pdf = PdfReader(io.BytesIO(appendix_pdf("Phụ lục", (), [table], 0))).pages
    right = max(float(page.mediabox.right) for page in report_pdf)
    printed = "".join(page.extract_text() for page in report_pdf)

    assert 2000 == printed.count("b") and 7 <= type_size(table, 480, 11, 7) <= 11
    assert max(len(line) for line in printed.splitlines()) < right / 3


def test_room_goes_where_most_of_the_text_is_and_words_hold_no_room_as_numbers_do():
    rows = ("Cảnh báo", "b" * 30, "n " * 80, "s " * 40), ("Cảnh báo (không chỉ tiêu nào dùng)", "", "n " * 60, "s " * 40)
    severity, place, content, remedy = shares(
        Table("t", "T", text_columns("Mức độ", "Nơi", "Nội dung", "Cách xử lý"), tuple(text_cells(*row) for row in rows)), 468, 9
    )
    sides = Table(
        "d",
        "D",
        (number_column("Số"), Column("Ghi chú")),
        ((Cell("lặp từ đồng ở bản giấy"), Cell("n " * 30)), (Cell("43.200.000"), Cell(""))),
    )

    assert content > place > severity and content > 1.5 * remedy > 1.5 * severity
    assert shares(sides, 200, 9)[0] < 0.5


def test_parts_stand_in_the_order_of_their_numbers_and_own_pages_after_the_figures():
    def notebook(*cells):
        made = nbformat.v4.new_notebook()
        made.cells = [nbformat.v4.new_markdown_cell(text, metadata={"tags": [tag]} if tag else {}) for text, tag in cells]
        return made

    ours = notebook(("# Số liệu", "appendix-50"), ("a", ""), ("# Kết quả", "appendix-10"), ("b", ""), ("# Hình", "appendix-20"))
    bound = bind_notebooks([ours, notebook(("# Trang riêng", ""))], "Thử")

    assert ["# Kết quả", "b", "# Hình", "# Trang riêng", "# Số liệu", "a"] == [cell.source for cell in bound.cells]

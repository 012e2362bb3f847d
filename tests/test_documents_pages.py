"""The pages of an edition as files: their size, their links, and one text with Word and PDF."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html.parser import HTMLParser

import docx
import pytest
from pypdf import PdfReader

from ctxh.blocks import Figure, Heading, Paragraph, Run, Table, as_json, from_json, numbered, text_of
from ctxh.tell.report import read_document
from ctxh.typeset.anchors import slug
from ctxh.typeset.html.page import appendix_html, report_html
from ctxh.typeset.html.page_passports import needed, places_on_page
from ctxh.typeset.mentions import mentions
from ctxh.typeset.notebook_markdown import blocks_of_markdown
from ctxh.typeset.official import head_and_end, item_parts

PAGES = ("appendix.html", "report.html")
BLOCK = {"p", "li", "h1", "h2", "h3", "h4", "h5"}
TABLE = Table("a", "Một", (), ())
FIGURE = Figure("b", "Hai", "Hai vạch.", '<svg viewBox="0 0 9 9"></svg>', cites=("rate", "rate@1"))
PASSPORTS = [
    {
        "id": "rate",
        "label": "Tỷ lệ",
        "value": "2%",
        "part_ids": ["whole"],
        "parts": ["Tổng: 5"],
        "areas": [{"code": "1", "name": "xã Một", "value": "2%", "lines": ["A.xlsx › B1 › C2"]}],
    },
    {"id": "whole", "label": "Tổng", "value": "5", "parts": [], "part_ids": []},
    {"id": "other", "label": "Khác", "value": "7", "parts": [], "part_ids": []},
]


class Page(HTMLParser):
    """The ids, the links and the texts of blocks of a page, by the part of the page they stand in."""

    def __init__(self, text: str):
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.blocks: dict[str, list[str]] = {}
        self.part, self.reading = "", False
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        own = dict(attrs)
        self.ids += [own["id"]] if "id" in own else []
        self.links += [own["href"]] if "href" in own else []
        if own.get("class") in ("official", "body", "end") or own.get("id") == "ho-chieu":
            self.part = own.get("class") or own["id"]
        if tag in BLOCK:
            self.reading = True
            self.blocks.setdefault(self.part, []).append("")

    def handle_endtag(self, tag):
        self.reading = self.reading and tag not in BLOCK

    def handle_data(self, data):
        if self.reading:
            self.blocks[self.part][-1] += data


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.fixture(scope="module")
def pages(published_2024) -> dict[str, Page]:
    return {name: Page((published_2024 / name).read_text(encoding="utf-8")) for name in PAGES}


def test_a_page_is_at_most_one_and_a_half_megabytes(published_2024):
    sizes = {name: (published_2024 / name).stat().st_size for name in PAGES}
    assert {name: size for name, size in sizes.items() if size > 1_500_000} == {}


@pytest.mark.parametrize("name", PAGES)
def test_ids_are_distinct_and_every_link_leads_somewhere(pages, name):
    page = pages[name]
    assert len(page.ids) == len(set(page.ids))
    known = {f"{file}#{ident}" for file in PAGES for ident in pages[file].ids} | set(PAGES)
    assert {link for link in page.links if (name + link if link[0] == "#" else link) not in known} == set()


@pytest.mark.parametrize("page", PAGES)
def test_no_page_has_a_command_or_a_file_of_the_program(published_2024, page):
    text = re.sub(r"(?s)<(script|style)\b.*?</\1>|<[^>]+>", " ", (published_2024 / page).read_text(encoding="utf-8"))

    assert [] == re.findall(r"ctxh [a-z]+|[\w/-]+\.(?:csv|toml|md|py|ipynb|json)\b|vế trái|hộ chiếu", text)


def test_every_cited_number_of_the_report_opens_a_passport(published_2024, pages):
    document = read_document(published_2024)
    cited = [run.cite for block in document.blocks for run in getattr(block, "runs", ()) if run.cite]
    text = (published_2024 / "report.html").read_text(encoding="utf-8")
    opened = re.findall(r'<a id="so-(\d+)" href="#hc-([^"]+)"', text)
    assert opened == [(str(n), cite) for n, cite in enumerate(cited, 1)] and len(opened) > 100


def test_report_and_appendix_lead_to_each_other(pages):
    assert {"appendix.html", "appendix.html#poverty-by-commune"} <= set(pages["report.html"].links)
    sentences = [link for link in pages["appendix.html"].links if link.startswith("report.html#so-")]
    assert len(set(sentences)) == sum(ident.startswith("so-") for ident in pages["report.html"].ids)


def test_the_report_says_the_same_in_html_word_and_pdf_block_by_block(published_2024, pages):
    document = read_document(published_2024)
    blocks = [squeezed(text_of(block.runs)) for block in document.blocks]
    in_word = [squeezed(p.text) for p in docx.Document(published_2024 / "report.docx").paragraphs]
    begin = in_word.index(blocks[0])
    sheets = [squeezed(sheet.extract_text()) for sheet in PdfReader(published_2024 / "report.pdf").pages]
    in_pdf = sheets[0] + "".join(text.removeprefix(str(n)) for n, text in enumerate(sheets[1:], 2))
    without_marks = [squeezed(text_of(_without_mark(block))) for block in document.blocks]

    assert without_marks == [squeezed(text) for text in pages["report.html"].blocks["body"]]
    assert without_marks == in_word[begin : begin + len(blocks)]
    assert "".join(blocks) in in_pdf


def _without_mark(block):
    """The runs of a block; an entry's dash is the list's, in HTML and Word."""
    return item_parts(block.runs)[1] if isinstance(block, Paragraph) and block.style == "item" else block.runs


def test_head_and_end_of_the_report_stand_on_its_page(published_2024, pages):
    own = head_and_end(read_document(published_2024).frame)
    head = [squeezed(text) for text in pages["report.html"].blocks["official"]]
    end = [squeezed(text) for text in pages["report.html"].blocks["end"]]
    title = squeezed(own["kind"] + own["summary"])
    for text in (own["issuer"], own["number_line"], own["place_date"], *own["addressees"]):
        assert squeezed(text) in head
    assert title in head and end == [squeezed(text) for text in ("Nơi nhận:", *own["recipients"], *own["authority"])]


def test_every_area_number_of_the_appendix_opens_the_line_of_its_area(published_2024):
    text = (published_2024 / "appendix.html").read_text(encoding="utf-8")
    body, passports = text.split('<section id="ho-chieu">')
    for part in re.findall(r'<figure class="table" id="by-area.*?</figure>', body, re.DOTALL):
        cells = re.findall(r"<td>(.*?)(?=<td|\n)", part)
        numbers = [cell for cell in cells if cell != "–"]
        assert numbers and all('href="#hc-' in cell for cell in numbers)
    lines = set(re.findall(r'href="#(hc-\w+--\d+)"', body))
    assert len(lines) > 300 and all(f'<tr id="{line}"><th>' in passports for line in lines)


def test_references_of_the_notebooks_are_resolved(published_2024, pages):
    found = 0
    for path in sorted((published_2024 / "notebooks").glob("0*.ipynb")):
        cells = [c for c in json.loads(path.read_text(encoding="utf-8"))["cells"] if c["cell_type"] == "markdown"]
        wanted = re.findall(r"\]\(#(\w+)\)", "".join("".join(c["source"]) for c in cells))
        assert {slug(name) for name in wanted} <= set(pages["appendix.html"].ids)
        found += len(wanted)
    assert found > 5


def test_a_sentence_refers_to_tables_and_figures_by_number():
    (words,) = blocks_of_markdown("xem [hình](#b), **[bảng](#a)** và [chỗ khác](#c)")
    found = numbered([words, FIGURE, TABLE])
    assert text_of(found[0].runs) == "xem Hình 1, Bảng 1 và chỗ khác"
    assert from_json(as_json(found[0])) == found[0]
    page = appendix_html("A", (), [words, FIGURE, TABLE])
    assert 'xem <a href="#b">Hình 1</a>, <strong><a href="#a">Bảng 1</a></strong> và chỗ khác</p>' in page


def test_a_passport_says_where_its_number_is_printed():
    heading = Heading(1, (Run("II. ĐÁNH GIÁ"),))
    words = [Paragraph((Run("Tổng ", cite=""), Run("5", cite="whole"))), heading, Heading(2, (Run("1. Ưu điểm"),))]
    blocks = numbered([*words, Paragraph((Run("2%", cite="rate"),)), FIGURE])
    found = {name: [(m.label, m.href) for m in entry] for name, entry in mentions(blocks, "Báo cáo", "r.html").items()}
    assert found == {
        "whole": [("Báo cáo, phần đầu", "r.html#so-1")],
        "rate": [("Báo cáo, mục II.1", "r.html#so-2"), ("Hình 1", "r.html#b")],
    }


def test_the_report_page_holds_the_passports_it_needs_and_their_parts(published_2024):
    document = replace(read_document(published_2024), blocks=(Paragraph((Run("2%", cite="rate@1"),)),))
    page = report_html(document, PASSPORTS)
    assert [p["id"] for p in needed(PASSPORTS, ["rate@1"])] == ["rate", "whole"]
    assert '<a id="so-1" href="#hc-rate--1">2%</a>' in page and '<tr id="hc-rate--1"><th>xã Một' in page
    assert '<a href="#hc-whole">Tổng: 5</a>' in page and "hc-other" not in page


def test_only_cited_area_lines_get_ids():
    assert places_on_page(PASSPORTS[:1], []) == {"rate": "hc-rate"}
    assert places_on_page(PASSPORTS[:1], ["rate@1", "rate@2"]) == {"rate": "hc-rate", "rate@1": "hc-rate--1"}


def test_hostile_passports_show_as_text(published_2024):
    hostile = "<b>&\"'"
    line = {"code": "1", "name": hostile, "value": hostile, "lines": [hostile]}
    bad = {"id": "rate", "label": hostile, "value": hostile, "formula": hostile, "parts": [hostile], "areas": [line]}
    page = appendix_html("A", (), [Paragraph((Run("2", cite="rate"),))], passports=[bad])
    assert '<b>&"' not in page and page.count("&lt;b&gt;&amp;&#34;&#39;") == 8

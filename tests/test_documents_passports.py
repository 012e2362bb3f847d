"""Passports in the appendix PDF of the real edition: each number leads to one, each leads back; and the PDF stays small."""

from __future__ import annotations

import re

import pytest
from pypdf import PdfReader

from ctxh.blocks import Cell, Column, Figure, Heading, Run, Table
from ctxh.citations import Citation
from ctxh.compute.passports import Passport, Source, all_passports
from ctxh.errors import CtxhError
from ctxh.tell.report import read_document
from ctxh.typeset.evidence import area_lines
from ctxh.typeset.official import appendix_heading, appendix_reference
from ctxh.typeset.pdf.backlinks import printed_at
from ctxh.typeset.pdf.compression import compressed
from ctxh.typeset.pdf.pdf_postprocess import internal_links
from ctxh.typeset.pdf.report_pdf import _led, appendix_pdf
from ctxh.typeset.printed_passports import printed_passports, shortened
from small_sheets import FIELDS, INDICATORS

PASSPORTS = "Nguồn gốc số liệu"


@pytest.fixture(scope="module")
def pdf(published_2024) -> PdfReader:
    return PdfReader(published_2024 / "appendix.pdf")


@pytest.fixture(scope="module")
def outline(pdf) -> list[tuple[int, str, int]]:
    """Depth, words and page (from 0) of each bookmark."""
    return list(flat(pdf, pdf.outline))


def flat(pdf, entries, depth=1):
    for entry in entries:
        if isinstance(entry, list):
            yield from flat(pdf, entry, depth + 1)
        else:
            yield depth, entry.title, pdf.get_destination_page_number(entry)


@pytest.fixture(scope="module")
def first_passport(outline) -> int:
    return next(page for _, title, page in outline if title == PASSPORTS)


def destinations(pdf, pages) -> list:
    """Where the links of some pages lead: the name of a passport, or the page from 0."""
    numbers = {page.indirect_reference.idnum: n for n, page in enumerate(pdf.pages)}
    found = []
    for page in pages:
        for link in page.get("/Annots", ()):
            there = link.get_object()["/Dest"]
            found.append(there if isinstance(there, str) else numbers[there[0].idnum])
    return found


def test_bookmarks_name_every_passport_under_its_field(outline):
    start = next(n for n, entry in enumerate(outline) if entry[1] == PASSPORTS)
    fields = [title for depth, title, _ in outline[start:] if depth == 2]
    labels = [title for depth, title, _ in outline[start:] if depth == 3]
    assert fields == [FIELDS[name] for name in FIELDS if any(i.field == name for i in INDICATORS.values())]
    assert sorted(labels) == sorted(entry.label for entry in INDICATORS.values())


def test_every_printed_indicator_leads_to_its_passport(edition_2024, pdf, first_passport):
    led = {there for there in destinations(pdf, pdf.pages[:first_passport]) if isinstance(there, str)}
    known = {name for name in INDICATORS if edition_2024.value(name) is not None or edition_2024.computed.text(name)}
    assert {f"hc-{name}" for name in known} <= led


def test_every_passport_leads_back_to_a_page_that_prints_it(pdf, first_passport):
    back = [there for there in destinations(pdf, pdf.pages[first_passport:]) if isinstance(there, int)]
    assert len(back) > 300 and max(back) < first_passport
    words = re.sub(r"\s", "", "".join(page.extract_text() for page in pdf.pages[first_passport:]))
    assert len(re.findall(r"Intại:(?:Bảng|Hình)\d+\(trang\d+\)", words)) > 200


def test_a_derived_number_leads_to_its_parts(pdf, first_passport):
    parts = {there for there in destinations(pdf, pdf.pages[first_passport:]) if isinstance(there, str)}
    assert {"hc-poor_households", "hc-households"} <= parts


def test_a_passport_names_value_formula_basis_and_cells(edition_2024):
    found = {entry["id"]: entry for entry in printed_passports(edition_2024.computed, all_passports(edition_2024.computed))}
    poor, rate = found["poor_households"], found["poor_households_rate"]
    assert poor["value"] == "447 hộ" and poor["basis"] == "Rà soát hộ nghèo (B8a); NĐ 07/2021/NĐ-CP"
    assert poor["sheet"].startswith("18 đơn vị, trang tính B8a") and len(poor["cells"]) == 18
    assert all(re.search(r": \d+ ← \w+_2024\.xlsx › H\d+", line) for line in poor["cells"])
    assert rate["cells"] == [] and [part["id"] for part in rate["parts"]] == ["poor_households", "households"]


def test_a_long_list_of_cells_is_cut_and_counted():
    assert shortened("H9:H11,H20") == "H9:H11, H20"
    assert shortened("D1,D5,D9,D13:D22") == "D1, D5, D9 … (13 ô; đủ ở annex.xlsx, trang Ô dữ liệu gốc)"


def test_the_first_use_in_each_table_and_figure_is_the_way_back():
    rows = ((Cell("a"), Cell("1", "x@1")), (Cell("b"), Cell("2", "x")))
    table = Table("t", "Bảng 1. T", (Column("A"), Column("B")), rows)
    figure = Figure("f", "Hình 1. F", "Hình.", "<svg/>", cites=("x", "y@1"))
    assert printed_at([Heading(1, (Run("H"),)), table, figure]) == {
        "x": [("Bảng 1", "o-1-0-1"), ("Hình 1", "hinh-2")],
        "y": [("Hình 1", "hinh-2")],
    }


def test_words_before_a_table_stay_with_it():
    blocks = [{"kind": "paragraph", "leads": False}, {"kind": "paragraph", "leads": False}, {"kind": "table"}]
    assert [block.get("leads") for block in _led(blocks)] == [False, True, None]


def test_the_heading_of_an_appendix_follows_the_decree(published_2024):
    assert appendix_heading("Phụ lục số liệu") == ["PHỤ LỤC", "SỐ LIỆU"] and appendix_heading("Khác") == ["Khác"]
    frame = read_document(published_2024).frame
    assert appendix_reference(frame, "huyện Kim Thành").startswith("(Kèm theo Báo cáo số ")


def test_the_pdf_is_small_and_upright(published_2024, pdf):
    assert (published_2024 / "appendix.pdf").stat().st_size < 1_000_000
    assert {tuple(round(float(n)) for n in page.mediabox[2:]) for page in pdf.pages} == {(595, 842)}


LINK = b"<</Subtype/Link/A<</Type/Action/S/URI/URI(passport:%b)>>/F 4/Contents(passport:%b)>>"


def test_a_link_to_a_passport_becomes_a_place_in_the_file_and_says_whose():
    turned = internal_links({"hc-poor": "Hộ nghèo"})
    said = "Nguồn gốc số liệu: Hộ nghèo".encode("utf-16-be").hex().upper().encode()

    assert b"<</Subtype/Link/Dest(hc-poor)/F 4/Contents<FEFF%b>>>" % said == turned(LINK % (b"hc-poor", b"hc-poor"))
    assert b"<</Type/Page>>" == turned(b"<</Type/Page>>")


@pytest.mark.parametrize(
    ("body", "words"), [(LINK % (b"hc-rich", b"hc-rich"), "«hc-rich» không có"), (b"(passport:hc-poor)", "cách chưa biết")]
)
def test_a_link_to_no_passport_is_refused(body, words):
    with pytest.raises(CtxhError, match=words):
        internal_links({"hc-poor": "Hộ nghèo"})(body)


def test_packing_keeps_every_object_and_shrinks_the_file(monkeypatch):
    monkeypatch.setattr("ctxh.typeset.pdf.report_pdf.compressed", lambda data, changed: data)
    plain = appendix_pdf("A", (), [Heading(1, (Run(f"Mục {n}"),)) for n in range(40)], 0)
    small = compressed(plain)
    assert len(small) < len(plain) / 2 and small == compressed(plain)
    old, new = PdfReader(_stream(plain)), PdfReader(_stream(small))
    assert [page.extract_text() for page in old.pages] == [page.extract_text() for page in new.pages]
    assert old.metadata == new.metadata and old.trailer["/ID"] == new.trailer["/ID"]
    assert len(old.outline) == len(new.outline) == 40


def _stream(data: bytes):
    import io

    return io.BytesIO(data)


def test_of_a_sum_over_several_files_each_file_is_named_once_with_all_its_parts():
    read = [("Một.xlsx", "a", "E5", "2"), ("Hai.xlsx", "a", "E6", "3"), ("Một.xlsx", "b", "F5", "4"), ("Hai.xlsx", "b", "F6", "5")]
    sources = tuple(Source(item, "xã Thử", shown, Citation(file, "B2", cells), item) for file, item, cells, shown in read)
    sums = Passport("all", "Tổng", "xã Thử", 2024, "14", "", "", "", "", "", (), sources, "năm 2024")

    [line] = area_lines(sums, {}, {"xã Thử": "1"}, ())

    assert ["Một.xlsx › B2: a 2 (E5); b 4 (F5)", "Hai.xlsx › B2: a 3 (E6); b 5 (F6)"] == line["lines"]

"""The golden reference: the 170 figures of the 2024 report of Kim Thành, computed and printed."""

import csv
import html
import itertools
import re
import zipfile
from pathlib import Path

import pytest

from ctxh.vietnamese import floor_to, round_half_up
from small_sheets import INDICATORS

CASES = Path(__file__).parent / "cases" / "figures_2024.csv"
FIGURES = list(csv.DictReader(CASES.open(encoding="utf-8")))
NUMBERS = [row for row in FIGURES if row["kind"] != "text"]
PRINTED = [row for row in FIGURES if row["printed"]]
HEADINGS = {
    "I.1": "1. Công tác chỉ đạo",
    "I.2": "2. Công tác tuyên truyền",
    "I.3.1": "3.1.",
    "I.3.2": "3.2.",
    "I.3.3": "3.3.",
    "I.3.4": "3.4.",
    "I.3.5": "3.5.",
    "I.3.6": "3.6.",
    "I.4": "4. Chi trả",
    "II": "II. ĐÁNH GIÁ",
}


def as_published(name: str, value: float) -> float:
    """A value at the precision that its definition prints."""
    entry = INDICATORS[name]
    if entry.step:
        return float(floor_to(value, entry.step))
    if entry.notation == "billion":
        return float(round_half_up(value / 10**9, entry.decimals)) * 10**9
    return float(round_half_up(value, entry.decimals))


def test_the_reference_has_all_170_figures():
    assert (170, 116) == (len(FIGURES), len(NUMBERS))


def test_every_number_equals_the_reference(edition_2024):
    expected = {row["id"]: float(row["value"]) for row in NUMBERS}

    assert expected == pytest.approx({name: as_published(name, edition_2024.value(name)) for name in expected}, abs=1e-6)


def test_every_text_equals_the_reference(edition_2024):
    expected = {row["id"]: row["value"] for row in FIGURES if row["kind"] == "text"}
    values = {name: (edition_2024.computed.text(name), edition_2024.value(name)) for name in expected}

    assert expected == {name: text or ("" if value is None else str(int(value))) for name, (text, value) in values.items()}


def docx_text(path: Path) -> str:
    xml = zipfile.ZipFile(path).read("word/document.xml").decode().replace("<w:noBreakHyphen/>", "<w:t>-</w:t>")
    paragraphs = re.split(r"</w:p>", xml)
    return html.unescape("\n".join("".join(re.findall(r"<w:t(?: [^>]*)?>([^<]*)</w:t>", p)) for p in paragraphs))


def pdf_text(path: Path) -> str:
    from pypdf import PdfReader

    texts = [page.extract_text() for page in PdfReader(path).pages]
    return "\n".join(without_number(text, page) for page, text in enumerate(texts, 1))


def without_number(text: str, page: int) -> str:
    """A page's text without its page number, which stands alone on a line."""
    lines = text.splitlines()
    return "\n".join(line for line in lines if page == 1 or line.strip() != str(page))


def sections_of(text: str) -> dict[str, str]:
    """The report's text under each heading, blanks removed; what stands before is the header."""
    bare = re.sub(r"\s+", "", text)
    starts = [(name, bare.find(re.sub(r"\s+", "", words))) for name, words in HEADINGS.items()]
    assert all(start >= 0 for _, start in starts), starts
    bounds = [("header", 0), *starts, ("end", len(bare))]
    return {name: bare[start:end] for (name, start), (_, end) in itertools.pairwise(bounds)}


@pytest.fixture(scope="module")
def told(published_2024):
    return {
        "docx": sections_of(docx_text(published_2024 / "report.docx")),
        "pdf": sections_of(pdf_text(published_2024 / "report.pdf")),
    }


@pytest.mark.parametrize("kind", ["docx", "pdf"])
def test_every_figure_is_printed_under_its_section(told, kind):
    missing = [(row["id"], row["printed"]) for row in PRINTED if not stands_alone(row["printed"], told[kind][row["section"]])]

    assert [] == missing


def stands_alone(printed: str, text: str) -> bool:
    """Whether a number stands in a text by itself: 17 is not found inside 1.417 or 170."""
    bare = re.escape(re.sub(r"\s+", "", printed))
    return re.search(rf"(?<![\d.,]){bare}(?!\d|[.,]\d)", text) is not None

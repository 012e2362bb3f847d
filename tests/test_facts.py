"""The facts of the report of 2024: who did what for whom, by which document, in whose name; in Word, PDF and HTML."""

import csv
import html
import re
from pathlib import Path

import pytest

from test_golden import docx_text, pdf_text, sections_of

FACTS = list(csv.DictReader((Path(__file__).parent / "cases" / "facts_2024.csv").open(encoding="utf-8")))
INVENTED = (
    "thanh niên xung phong",
    "dân công",
    "giải đáp vướng mắc",
    "nguồn lực của địa phương",
    "cán bộ phụ trách nhân sự",
    "khẩu hiệu",
    "phân luồng",
    "Lãnh đạo tỉnh",
    "Lãnh đạo huyện",
    "sự lãnh đạo của Đảng",
    "hằng năm;căn cứ",
    "Huyện quy định",
    "Chủ tịch UBND tỉnh",
    "chu đáo",
)


def bare(text: str) -> str:
    return re.sub(r"\s+", "", text)


def html_text(path: Path) -> str:
    """The words of a page without scripts and styles, and without its table of contents."""
    page = re.sub(r"(?s)<(script|style|template|nav)\b.*?</\1>", "", path.read_text(encoding="utf-8"))
    return html.unescape(re.sub(r"<[^>]+>", "", page))


@pytest.fixture(scope="module")
def paragraphs(published_2024) -> list[str]:
    text = docx_text(published_2024 / "report.docx").replace("\xa0", " ")  # amounts keep to one line
    return [line.removeprefix("- ") for line in text.splitlines()]


@pytest.fixture(scope="module")
def sections(published_2024) -> dict[str, dict[str, str]]:
    """The text of the three formats by section, blanks removed."""
    return {
        "docx": sections_of(docx_text(published_2024 / "report.docx")),
        "pdf": sections_of(pdf_text(published_2024 / "report.pdf")),
        "html": sections_of(html_text(published_2024 / "report.html")),
    }


@pytest.mark.parametrize("kind", ["docx", "pdf", "html"])
def test_every_fact_is_told_in_one_paragraph_of_its_section(paragraphs, sections, kind):
    telling = {fact["id"]: [text for text in paragraphs if all(word in text for word in fact["words"].split("|"))] for fact in FACTS}

    assert [] == [
        (fact["id"], fact["words"])
        for fact in FACTS
        if not any(bare(text) in sections[kind][fact["section"]] for text in telling[fact["id"]])
    ]


@pytest.mark.parametrize("words", INVENTED)
def test_what_the_paper_does_not_say_is_not_told(sections, words):
    assert [] == [kind for kind, section in sections.items() if any(bare(words) in text for name, text in section.items() if name != "end")]

"""Decree 30/2020/NĐ-CP measured on the pages: word boxes of the PDF by poppler, the Word file laid out by LibreOffice."""

from __future__ import annotations

import html
import itertools
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest
from pypdf import PdfReader

from ctxh.blocks import Heading, text_of
from ctxh.tell.report import read_document
from office import converted

pytestmark = [
    pytest.mark.documents,
    pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler-utils vắng mặt"),
]
POINT = 72 / 25.4  # points in a millimetre
HEADER = 20 * POINT
LINE = 6  # words whose tops differ by less stand on one line
MOTTO = "Độc lập - Tự do - Hạnh phúc"


@dataclass(frozen=True)
class Word:
    left: float
    top: float
    right: float
    bottom: float
    text: str


def pages_of(pdf: Path) -> list[list[Word]]:
    made = subprocess.run(["pdftotext", "-bbox", str(pdf), "-"], check=True, capture_output=True, text=True).stdout
    pattern = r'<word xMin="(.+?)" yMin="(.+?)" xMax="(.+?)" yMax="(.+?)">(.*?)</word>'
    return [
        [Word(*map(float, found[:4]), html.unescape(found[4])) for found in re.findall(pattern, page)] for page in made.split("<page ")[1:]
    ]


def lines_of(page: list[Word]) -> list[list[Word]]:
    """The words of a page below its header, line by line."""
    lines: list[list[Word]] = []
    for word in sorted((w for w in page if w.top > HEADER - 2), key=lambda w: (w.bottom, w.left)):
        if lines and abs(lines[-1][0].bottom - word.bottom) < LINE:
            lines[-1].append(word)
        else:
            lines.append([word])
    return [sorted(line, key=lambda w: w.left) for line in lines]


def words_of(line: list[Word]) -> str:
    return " ".join(word.text for word in line)


@pytest.fixture(scope="module")
def typst_pages(published_2024) -> list[list[Word]]:
    return pages_of(published_2024 / "report.pdf")


@pytest.fixture(scope="module", params=["typst", "LibreOffice"])
def pages(request, published_2024, tmp_path_factory) -> list[list[Word]]:
    """The pages of report.pdf, then those that LibreOffice makes of report.docx."""
    if request.param == "typst":
        return request.getfixturevalue("typst_pages")
    if not shutil.which("soffice"):
        pytest.skip("LibreOffice vắng mặt")
    return pages_of(converted(published_2024 / "report.docx", "pdf", tmp_path_factory.mktemp("office")))


@pytest.fixture(scope="module")
def headings(published_2024) -> list[str]:
    return [text_of(b.runs) for b in read_document(published_2024).blocks if isinstance(b, Heading)]


def found(page: list[Word], text: str) -> list[Word]:
    """The words of a page that a text is made of, where they stand one after another on a line."""
    parts = text.split()
    for line in lines_of(page):
        for n in range(len(line)):
            if [w.text for w in line[n : n + len(parts)]] == parts:
                return line[n : n + len(parts)]
    raise AssertionError(f"“{text}” is not on one line")


def middle(words: list[Word]) -> float:
    return (words[0].left + words[-1].right) / 2


def test_r01_a4(published_2024):
    for name in ("report.pdf", "appendix.pdf"):
        said = subprocess.run(["pdfinfo", "-l", "-1", str(published_2024 / name)], capture_output=True, text=True).stdout
        sizes = {(round(float(w)), round(float(h))) for w, h in re.findall(r"size: +([\d.]+) x ([\d.]+) pts", said)}
        assert sizes == {(595, 842)}, name


def test_r02_words_stay_within_the_margins(pages):
    """A word's box is that of its font, up to 2 points below its line."""
    words = [word for page in pages for word in page if word.top > HEADER - 2]
    edges = min(w.left for w in words), 210 * POINT - max(w.right for w in words)
    assert edges[0] >= 30 * POINT - 1 and 15 * POINT - 1 <= edges[1] <= 20 * POINT + 1
    assert max(w.bottom for w in words) <= (297 - 20) * POINT + 2


def test_r04_page_numbers_stand_in_the_middle_of_the_top_margin(pages):
    for number, page in enumerate(pages, 1):
        above = [word for word in page if word.bottom < HEADER]
        assert [word.text for word in above] == ([str(number)] if number > 1 else [])
        for word in above:
            assert (word.left + word.right) / 2 == pytest.approx((30 + 195) / 2 * POINT, abs=2)
            assert 11 <= word.bottom - word.top <= 19


def test_r05_r06_r10_national_name_motto_and_date_share_an_axis_on_the_right(pages):
    name, motto = found(pages[0], "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), found(pages[0], MOTTO)
    place = found(pages[0], "Kim Thành, ngày")
    assert name[0].left > 210 * POINT * 0.4 and middle(name) == pytest.approx(middle(motto), abs=3)
    assert motto[0].top > name[0].top and place[0].top > motto[0].bottom


def test_r07_r08_r09_issuer_and_number_share_an_axis_on_the_left(pages):
    committee, place = found(pages[0], "ỦY BAN NHÂN DÂN"), found(pages[0], "HUYỆN KIM THÀNH")
    number = [found(pages[0], "Số:")[0], found(pages[0], "/BC-UBND")[0]]
    assert committee[-1].right < 210 * POINT / 2
    assert middle(committee) == pytest.approx(middle(place), abs=3) == pytest.approx(middle(number), abs=6)


def test_r10_number_and_date_stand_on_one_line(pages):
    number, place = found(pages[0], "Số:")[0], found(pages[0], "Kim Thành, ngày")[0]
    assert number.bottom == pytest.approx(place.bottom, abs=4)


def test_r11_r12_type_and_summary_are_centred(pages):
    axis = (30 + 195) / 2 * POINT
    for text in ("BÁO CÁO", "Kết quả thực hiện Chương trình Công tác xã hội", "trên địa bàn huyện năm 2024"):
        assert middle(found(pages[0], text)) == pytest.approx(axis, abs=3), text


def test_r14_first_lines_are_indented(pages):
    starts = [line[0].left - 30 * POINT for page in pages for line in lines_of(page) if line[0].text == "-"]
    assert len([s for s in starts if 10 * POINT - 1 <= s <= 12.7 * POINT + 1]) >= 35


def test_r14_lines_that_go_on_end_at_the_right_margin(pages):
    """Also those of a paragraph before a list; one in eight may end early before an amount or a number that keeps to one line."""
    bodies = [lines_of(page) for page in pages[1:-1]]
    pairs = [pair for lines in bodies for pair in itertools.pairwise(lines)]
    going_on = [line for line, after in pairs if after[0].left == pytest.approx(30 * POINT, abs=1)]
    short = [words_of(line) for line in going_on if line[-1].right < 195 * POINT - 1.5]

    assert len(going_on) > 60
    assert len(short) <= len(going_on) // 8, short


def test_r21_r24_authority_and_recipients_stand_level(pages):
    last = pages[-1]
    assert found(last, "TM. ỦY BAN NHÂN DÂN")[0].top == pytest.approx(found(last, "Nơi nhận:")[0].top, abs=4)
    assert found(last, "Nơi nhận:")[0].left == pytest.approx(30 * POINT, abs=2)


def test_the_signature_does_not_stand_alone(pages):
    first = words_of(lines_of(pages[-1])[0])
    lines = [words_of(line) for line in lines_of(pages[-1])]
    start = next(n for n, line in enumerate(lines) if "Nơi nhận:" in line)
    assert start >= 2, first


def test_no_heading_is_the_last_line_of_a_page(pages, headings):
    for page in pages[:-1]:
        last = words_of(lines_of(page)[-1])
        assert not any(heading.endswith(last) for heading in headings), last


def test_word_and_pdf_break_into_about_as_many_pages(pages, typst_pages):
    assert abs(len(pages) - len(typst_pages)) <= 1


def test_r30_the_appendix_is_numbered_and_within_its_margins(published_2024):
    pages = pages_of(published_2024 / "appendix.pdf")
    notice = [word.text for word in pages[0] if word.bottom < HEADER]
    assert (notice[:4], notice[-1]) == (["Bản", "nội", "bộ,", "không"], "huyện.")
    for number, page in enumerate(pages, 1):
        head = sorted((word.bottom, word.left, word.text) for word in page if word.bottom < HEADER)
        assert [text for _, _, text in head] == ([str(number)] if number > 1 else []) + notice
        body = [word for word in page if word.top > HEADER - 2]
        assert min(w.left for w in body) >= 30 * POINT - 1 and max(w.right for w in body) <= 195 * POINT + 1


def test_no_page_of_the_appendix_is_nearly_empty(published_2024):
    """A page of words or of drawings is filled to two fifths at least, the last one aside: a table of all communes stays whole."""
    for number, page in enumerate(pages_of(published_2024 / "appendix.pdf")[:-1], 1):
        lowest = max(word.bottom for word in page if word.bottom < 277 * POINT)
        assert lowest > (20 + 257 * 2 / 5) * POINT, f"page {number} ends at {lowest / POINT:.0f} mm"


def test_no_heading_of_the_appendix_is_the_last_line_of_a_page(published_2024):
    titles = {re.sub(r"\s", "", entry.title) for entry in flat(PdfReader(published_2024 / "appendix.pdf").outline)}
    for number, page in enumerate(pages_of(published_2024 / "appendix.pdf"), 1):
        body = [line for line in lines_of(page) if line[0].bottom < 277 * POINT]
        assert re.sub(r"\s", "", words_of(body[-1])) not in titles, number


def flat(outline):
    for entry in outline:
        yield from flat(entry) if isinstance(entry, list) else (entry,)

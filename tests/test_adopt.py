"""Wording that was edited in Word comes home into the office's files; numbers and what came from forms do not."""

from __future__ import annotations

import io
import re

import docx
import pytest
from docx.oxml.ns import qn

from ctxh.proofread.adopting import adoption, edited_texts
from ctxh.proofread.traced_wording import told_paragraphs, wording_sources, write_sources
from ctxh.proofread.word_file import NotReadable
from opened import opened
from reworded_reports import KINDS, gone, new_behind, say
from test_architecture import ROOT

# one of each way in which a wording is changed; ``make trials`` brings home all
SAMPLE = (
    *("a word for another", "words of a branch", "a sentence left out", "numbers with their phrase left out"),
    *("a paragraph left out with its condition", "an entry of a list left out", "a new entry of a list", "a paragraph parted"),
    *("entries of a list exchanged", "stars", "several files", "a change recorded", "a heading of other words"),
)


@pytest.fixture(scope="module")
def computed(published_2024):
    return opened("kim-thanh", 2024, ROOT / "data", published_2024, reuse=True).computed


@pytest.fixture(scope="module")
def sources():
    return wording_sources(ROOT / "data" / "kim-thanh" / "text")


@pytest.fixture(scope="module")
def told(computed, sources):
    """What the wording as it is tells."""
    return set(told_paragraphs(computed, sources))


@pytest.fixture
def edited(tmp_path, published_2024):
    """The path of the report after a change in Word."""

    def of(change):
        word = docx.Document(io.BytesIO((published_2024 / "report.docx").read_bytes()))
        change(word)
        word.save(tmp_path / "edited.docx")
        return tmp_path / "edited.docx"

    return of


def bare(texts):
    """Without the last marks, which are made when the report is told."""
    return [text.rstrip(" .;/") for text in texts]


def test_a_report_that_nobody_edited_changes_nothing(published_2024, computed, sources):
    found = adoption(published_2024 / "report.docx", computed, sources)

    assert ({}, (), ()) == (found.files, found.brought, found.left)


@pytest.mark.parametrize("kind", SAMPLE)
def test_the_report_made_again_says_the_edited_text(kind, edited, computed, sources, told):
    path = edited(KINDS[kind])
    found = adoption(path, computed, sources)

    assert () == found.left
    again = told_paragraphs(computed, {**sources, **found.files})
    assert bare(edited_texts(path, computed, told)) == bare(again)


def test_a_reworded_sentence_keeps_its_helpers(edited, computed, sources):
    found = adoption(edited(KINDS["words of a branch"]), computed, sources)

    assert (
        '{{ money("tet_province_visit_unit_cash") }} tiền mặt, quà trị giá {{ money("tet_province_visit_unit_inkind") }}'
        in found.files["04_tet.md"]
    )


def test_a_number_changed_by_hand_is_told_and_not_typed_in(edited, computed, sources):
    found = adoption(edited(say("3.743", "3.744")), computed, sources)

    assert {} == found.files
    [line] = found.left
    assert "«3.744», báo cáo in «3.743»" in line
    assert "B6" in line


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (say("chưa đáp ứng được nhu cầu", "chưa đáp ứng đủ nhu cầu"), "B11. Thuyết minh › C11"),
        (say("công tác xã hội chưa đa dạng", "công tác xã hội còn chưa đa dạng"), "B11. Thuyết minh › C11"),
        (gone("Các văn bản liên quan đến đối tượng"), "B11. Thuyết minh › C10"),
        (say("kiểm tra việc thực hiện chế độ", "giám sát việc thực hiện chế độ"), "B10. Sổ văn bản › H"),
    ],
)
def test_a_text_of_a_form_is_told_with_its_form(change, place, edited, computed, sources):
    found = adoption(edited(change), computed, sources)

    assert ({}, True) == (found.files, bool(found.left))
    assert [] == [line for line in found.left if "sửa ở phiếu" not in line or place not in line]


def test_a_new_heading_is_told_and_no_paragraph(edited, computed, sources):
    found = adoption(edited(new_behind("Hình thức tuyên truyền", "2.1. Đổi mới hình thức")), computed, sources)

    assert ({}, ["Đề mục mới «2.1. Đổi mới hình thức»"]) == (found.files, [line.partition(":")[0] for line in found.left])


@pytest.mark.parametrize(
    ("printed", "now", "said"),
    [
        ("Kim Thành", "Nam Sách", "edited.docx: không thấy tên đơn vị (huyện Kim Thành)"),
        ("2024", "2025", "edited.docx: là báo cáo của năm 2025, không phải năm 2024."),
    ],
)
def test_the_report_of_another_place_or_year_brings_nothing_home(printed, now, said, edited, computed, sources):
    """Its words would take the place of the office's: a commune's by those of its old district."""

    def renamed(word):
        for text in word.element.body.iter(qn("w:t")):
            text.text = (text.text or "").replace(printed, now).replace(printed.upper(), now.upper())

    with pytest.raises(NotReadable, match=f"^{re.escape(said)}"):
        adoption(edited(renamed), computed, sources)


def test_the_other_branch_of_a_sentence_is_named(edited, computed, sources):
    found = adoption(edited(say("toàn huyện giảm xuống còn ", "toàn huyện giảm chỉ còn ")), computed, sources)

    [line] = found.brought
    assert "nhánh khác của câu ấy, dòng" in line


def test_files_keep_their_mark_and_the_ends_of_their_lines(tmp_path):
    (tmp_path / "01_a.md").write_bytes("\ufeffMột\r\nhai\r\n".encode())
    write_sources(tmp_path, {name: text.replace("hai", "ba") for name, text in wording_sources(tmp_path).items()})

    assert "\ufeffMột\r\nba\r\n".encode() == (tmp_path / "01_a.md").read_bytes()
    assert ["01_a.md"] == [path.name for path in tmp_path.iterdir()]

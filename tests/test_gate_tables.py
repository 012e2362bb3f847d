"""The gate of the analyst's screen: what is proven to be nobody's is shown, all else is kept back."""

from __future__ import annotations

import pytest

from ctxh.clean.persons.cell_texts import closed_words, findings_on_screen, proven, quotable_findings
from ctxh.read.flags import error_word
from planted import clean_forms, persons, persons_in_pairs
from small_sheets import CATEGORIES, LAYOUTS, records

WORDS = closed_words(LAYOUTS, CATEGORIES)


@pytest.mark.parametrize(
    "text",
    [
        "569",
        "1.134.000.000đ",
        "khoảng 366 người",
        "1 tỷ 134 triệu đồng",
        "3 hộ nghèo",
        "-5",
        "(5)",
        "0,5",
        "12,5 %",
        "31/12/2024",
        "4/2024",
        "tháng 4 năm 2024",
        "Doanh nghiệp",
        "Số tiền (đồng)",
        "8.141/8.141",
        "True",
        "x",
        "",
    ],
)
def test_numbers_days_and_words_of_closed_lists_are_proven(text):
    assert proven(text, WORDS)


@pytest.mark.parametrize(
    "text",
    [
        "3 Mẫu Văn Thử",
        "Mẫu Văn Thử",
        "5O9",
        "099042000001",
        "30042000001.0",
        "0912 345 678",
        "3 Đông",
        "xã Mẫu",
        "b" * 2000,
        "STK 1903234567",
        "#Mẫu",
    ],
)
def test_anything_else_is_not(text):
    assert not proven(text, WORDS)


def refused(**cells: str) -> dict:
    row = {
        "check": "giá trị",
        "message": "Cột «Số tiền»: «Mẫu Văn Thử» không phải là số, trang tính «B1».",
        "remedy": "",
        "found": "Mẫu Văn Thử",
        "expected": "",
        "used": "12",
    }
    return row | cells


def test_what_is_not_proven_is_kept_back_from_tables_and_shown_short_here():
    [outside] = quotable_findings([refused()], WORDS, frozenset({"B1"}))
    [here] = findings_on_screen([refused(message=f"Cột «Số tiền»: «{'b' * 2000}» không phải là số.")])

    assert ("Cột «Số tiền»: «…» không phải là số, trang tính «B1».", "", "12") == (outside["message"], outside["found"], outside["used"])
    assert f"Cột «Số tiền»: «{'b' * 60}…» không phải là số." == here["message"]


@pytest.mark.parametrize("typed", ["3 Mẫu Văn Thử", "#Mẫu Văn Thử", "Mẫu» Văn Thử «3", "185 «Mẫu Văn Thử»", "-Mẫu Văn Thử", "b" * 2000])
@pytest.mark.parametrize(
    ("form", "row"),
    [
        ("labour", "1 | Doanh nghiệp | 67 | {} | 2"),
        ("labour", "1 | {} | 67 | 569 | 2"),
        ("labour", "1 | Doanh nghiệp | 67 | 569 | 2\n | Tổng cộng | 67 | {} | 2"),
        ("payments", "{} | Trợ cấp xã hội hằng tháng | 3 | 3000000 | | | | "),
        ("payments", "01/2024 | Trợ cấp xã hội hằng tháng | 3 | {} | | | | "),
    ],
)
def test_no_message_tells_outside_what_a_cell_of_any_kind_holds(form, row, typed):
    found = records(form, row.format(typed))
    told = quotable_findings(found.findings, WORDS, frozenset({found.sheet, found.file}))

    assert found.findings and not [text for row in told for text in row.values() if "Văn" in text or "bbb" in text]


@pytest.mark.parametrize(
    ("text", "told"), [("#REF!", "#REF!"), ("NaN", "NaN"), ("1e400", "1e400"), ("#Mẫu Văn", "…"), ("Mẫu", "…"), ("#MAUVANTHU", "…")]
)
def test_of_a_cell_in_error_only_the_words_for_errors_are_told(text, told):
    assert told == error_word(text)


def test_a_person_planted_anywhere_in_a_form_is_let_out_nowhere(tmp_path):
    counts, bad = persons(tmp_path, every=41)

    assert [] == bad and counts["kept back"] > 50


def test_two_persons_planted_in_a_form_are_let_out_nowhere(tmp_path):
    counts, bad = persons_in_pairs(tmp_path, every=97)

    assert [] == bad and counts["kept back"] > 20


def test_forms_without_a_person_alarm_nobody(tmp_path):
    assert [] == clean_forms(tmp_path)

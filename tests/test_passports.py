"""Passports: from a printed number to its formula, its parts and the workbook cells."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from ctxh.book.request import items_behind
from ctxh.compute.computed import Computed
from ctxh.compute.indicators import indicators_of
from ctxh.compute.passports import formula_in_words, passport
from ctxh.errors import CtxhError, WrongUsage
from small_computed import computed_of, norms, request_of
from small_sheets import BOOK, LAYOUTS, REFERENCE, observation_table

A, B = "Xa_Kim_Xuyen_2024.xlsx", "TT_Phu_Thai_2024.xlsx"
NAMES = {"293": "huyện Kim Thành", "10771": "xã Kim Xuyên", "10750": "thị trấn Phú Thái"}
ROWS = [
    ("households", "10771", 300, "", A, "B8a. Hộ nghèo", "C10:C12"),
    ("households", "10750", 100, "", B, "B8a. Hộ nghèo", "C10"),
    ("poor_households", "10771", 9, "", A, "B8a. Hộ nghèo", "H10:H12"),
    ("poor_households", "10750", 0, "", B, "B8a. Hộ nghèo", ""),
    ("dbp_date_from", "293", None, "1954-05-07", "Huyen.xlsx", "B12. Số liệu phòng", "D9"),
    ("trained_rate_increase_plan", "293", 1.5, "", "Huyen.xlsx", "B12. Số liệu phòng", "D12"),
    ("spring1975_year", "293", 1975, "", "Huyen.xlsx", "B12. Số liệu phòng", "D13"),
    ("plan_btxh_no", "293", None, "893/KH-UBND", "Huyen.xlsx", "B10. Sổ văn bản", "E7"),
]


def small(rows=ROWS, status: str = "observed") -> Computed:
    """An office of two communes with a handful of observations."""
    request = request_of({code: name for code, name in NAMES.items() if code != "293"}, norms=norms(""))
    observed = observation_table([(i, a, "2024", "", v, t, status, f, s, c) for i, a, v, t, f, s, c in rows])
    return computed_of(request, observed, indicators_of(request, observed, ["10771", "10750"]))


@pytest.fixture(scope="module")
def edition() -> Computed:
    return small()


def test_the_passport_of_a_rate_names_its_parts_and_every_cell(edition):
    assert """\
Tỷ lệ hộ nghèo (poor_households_rate)
huyện Kim Thành, năm 2024: 2,25%
Cách tính: (Số hộ nghèo cuối năm) ÷ (Tổng số hộ dân cư) × 100
Thành phần:
  Số hộ nghèo cuối năm (poor_households): 9
  Tổng số hộ dân cư (households): 400
Số liệu gốc và ô Excel:
  thị trấn Phú Thái: 0  ←  TT_Phu_Thai_2024.xlsx › B8a. Hộ nghèo › không có dòng nào
  xã Kim Xuyên: 9  ←  Xa_Kim_Xuyen_2024.xlsx › B8a. Hộ nghèo › H10:H12
  thị trấn Phú Thái: 100  ←  TT_Phu_Thai_2024.xlsx › B8a. Hộ nghèo › C10
  xã Kim Xuyên: 300  ←  Xa_Kim_Xuyen_2024.xlsx › B8a. Hộ nghèo › C10:C12\
""" == passport(edition, "poor_households_rate").as_text()


def test_the_passport_of_a_sum_has_its_measure_source_and_basis(edition):
    assert [
        "Số hộ nghèo cuối năm (poor_households)",
        "huyện Kim Thành, năm 2024: 9 hộ",
        "Cách tính: Cộng cột của biểu B8a: Số hộ nghèo cuối năm",
        "Nguồn: Rà soát hộ nghèo (B8a)",
        "Căn cứ pháp lý: NĐ 07/2021/NĐ-CP",
    ] == passport(edition, "poor_households").as_text().split("\n")[:5]


def test_the_passport_of_an_area_shows_only_its_cells(edition):
    found = passport(edition, "poor_households_rate", "10771")

    assert ("xã Kim Xuyên", "3%") == (found.area, found.printed)
    assert [(A, "B8a. Hộ nghèo", "H10:H12"), (A, "B8a. Hộ nghèo", "C10:C12")] == found.cells()


@pytest.mark.parametrize(
    ("indicator", "value"),
    [
        ("dbp_date_from", "07/5/1954"),
        ("plan_btxh_no", "893/KH-UBND"),
        ("dbp_anniversary_years", "70 năm"),
        ("poor_households", "9 hộ"),
        ("poor_households_rate", "2,25%"),
        ("near_poor_households", "… hộ"),
        ("trained_rate_increase_plan", "1,5 điểm phần trăm"),
    ],
)
def test_a_measure_is_said_once_and_not_after_a_text(edition, indicator, value):
    assert value == passport(edition, indicator).value


def test_a_norm_is_cited_by_its_row_and_legal_basis(edition):
    found = passport(edition, "holiday_meal_threshold")

    assert ["NĐ 75/2021/NĐ-CP: 81  ←  Định mức của cả nước › Tỷ lệ tổn thương cơ thể tối thiểu được hưởng tiền ăn thêm › dòng 21"] == [
        source.line() for source in found.sources
    ]
    assert "holiday_meal_threshold" in (REFERENCE / "norms.csv").read_text(encoding="utf-8").splitlines()[21 - 1]


def test_a_date_behind_a_number_is_printed_as_a_date(edition):
    assert ["07/5/1954"] == [source.printed for source in passport(edition, "dbp_anniversary_years").sources]


@pytest.mark.parametrize(
    ("indicator", "printed"),
    [
        ("trained_rate_increase_plan", ["1,5"]),
        ("spring1975_year", ["1975"]),
        ("households", ["100", "300"]),
        ("plan_btxh_no", ["893/KH-UBND"]),
        ("holiday_meal_threshold", ["81"]),
    ],
)
def test_a_source_is_printed_as_its_cell_holds_it(edition, indicator, printed):
    assert printed == [source.printed for source in passport(edition, indicator).sources]


def test_what_was_shared_out_stands_in_no_cell_and_has_two_decimals():
    third = small([("households", "10771", 100 / 3, "", A, "B8a. Hộ nghèo", "C10:C12")], status="estimated")

    assert ["33,33"] == [source.printed for source in passport(third, "households").sources]


def test_what_is_missing_has_a_passport_without_cells(edition):
    found = passport(edition, "new_jobs")

    assert ("…", "missing", [], ()) == (found.printed, found.status, found.cells(), found.sources)


def test_an_unknown_indicator_is_refused_with_the_nearest(edition):
    with pytest.raises(CtxhError, match=r"Không có chỉ tiêu «poor_houses».*«poor_households»"):
        passport(edition, "poor_houses")


@pytest.mark.parametrize(
    ("indicator", "area", "said"),
    [
        (
            "poor_households",
            "10772",
            "Không có đơn vị có mã «10772». Có phải ý bạn là «10771»? Các mã: 10750 (thị trấn Phú Thái), 10771 (xã Kim Xuyên), 293",
        ),
        ("poor_households", "xã kim xuyen", "Có phải ý bạn là «xã Kim Xuyên»"),
        ("dbp_date_from", "10771", "chỉ có cho toàn địa bàn"),
    ],
)
def test_an_area_that_there_is_not_is_refused_with_those_there_are(edition, indicator, area, said):
    with pytest.raises(WrongUsage, match=re.escape(said)):
        passport(edition, indicator, area)


def test_a_passport_says_first_that_inputs_changed_since(edition):
    changed = replace(small(), changed_since="Chú ý: 1 tệp đầu vào đã khác so với lúc lập bản này (kim-thanh/2024/a.xlsx).")

    assert changed.changed_since == passport(changed, "households").as_text().split("\n")[0]


def test_the_items_behind_an_indicator_are_those_of_all_its_parts():
    assert ["poor_households", "near_poor_households", "households"] == items_behind(BOOK, "poor_near_poor_rate")


def test_a_formula_in_words_names_forms_by_their_codes():
    assert "Đếm số dòng của biểu B2: Thôi hưởng" == formula_in_words("decisions_stop", LAYOUTS, BOOK)


def test_a_passport_is_shown_as_markdown(edition):
    shown = passport(edition, "poor_households_rate")._repr_markdown_()

    assert shown.startswith("**Tỷ lệ hộ nghèo (poor_households_rate)**\n\n- huyện Kim Thành, năm 2024: 2,25%\n")

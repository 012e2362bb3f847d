"""Citations: what is cited of a form of totals and of a register, and its words."""

from __future__ import annotations

import pytest

from ctxh.citations import Citation, cells_in_words, citation_words, columns_in_words
from ctxh.observe.filter_words import condition
from small_sheets import CATEGORIES, ITEMS, LAYOUTS

REGISTER = Citation("Xa_A.xlsx", "B1. BTXH", range="G14:G561", condition="Nhóm đối tượng = Người khuyết tật nặng", rows="1312")
TOTALS = Citation("Xa_A.xlsx", "B8a. Hộ nghèo", "H11:H15,H17")


@pytest.mark.parametrize(
    ("cited", "how", "words"),
    [
        (TOTALS, {}, "Xa_A.xlsx › B8a. Hộ nghèo › H11:H15,H17"),
        (TOTALS, {"known": ("sheet",)}, "Xa_A.xlsx › H11:H15,H17"),
        (Citation("Xa_A.xlsx", "B6. Quà tặng"), {}, "Xa_A.xlsx › B6. Quà tặng › không có dòng nào"),
        (REGISTER, {}, "Xa_A.xlsx › B1. BTXH › G14:G561, Nhóm đối tượng = Người khuyết tật nặng: 1.312 dòng"),
        (REGISTER, {"known": ("file", "sheet", "condition")}, "G14:G561: 1.312 dòng"),
        (REGISTER, {"known": ("file", "sheet", "condition", "rows")}, "G14:G561"),
        (REGISTER, {"sized": False}, "Xa_A.xlsx › B1. BTXH › cột G, Nhóm đối tượng = Người khuyết tật nặng: 1.312 dòng"),
        (
            Citation("Xa_A.xlsx", "B3. MTP", "G11,G14", "G10:G15", "Ngày chết = tháng 6/2024", "2"),
            {"known": ("file",)},
            "B3. MTP › G10:G15, Ngày chết = tháng 6/2024: 2 dòng (G11,G14)",
        ),
        (Citation("Xa_A.xlsx", "B3. MTP", rows="0"), {}, "Xa_A.xlsx › B3. MTP › không có dòng nào"),
    ],
)
def test_a_citation_in_words(cited, how, words):
    assert words == citation_words(cited, **how)


def test_only_a_citation_that_names_cells_or_counts_rows_is_not_empty():
    cited = [TOTALS, REGISTER, Citation("a", "b"), Citation("a", "b", range="G1:G9", rows="0")]

    assert [False, False, True, True] == [one.empty for one in cited]


@pytest.mark.parametrize(
    ("item", "period", "category", "words"),
    [
        ("beneficiaries_by_group", "2024", "disability_severe", "Nhóm đối tượng = Người khuyết tật nặng"),
        ("beneficiaries_by_age_sex", "2024", "80-84|female", "Tuổi = 80-84, Giới tính = nữ"),
        ("beneficiaries_by_age_sex", "2024", "|", "Tuổi = (trống), Giới tính = (trống)"),
        ("home_care_households", "2024", "", "Hộ chăm sóc tại nhà = có đánh dấu"),
        ("stops_by_funeral", "2024", "no", "Loại biến động = Thôi hưởng hoặc Điều chỉnh hạ mức, thôi hưởng, Có mai táng phí = không"),
        ("deaths_by_month", "2024-03", "", "Ngày chết = tháng 3/2024"),
        (
            "off_amount",
            "2024",
            "social_assistance_base|1.5",
            "Mức hưởng = khác hệ số × mức chuẩn, Mức tính = mức chuẩn trợ giúp xã hội, Hệ số = 1,5",
        ),
        ("cashless_btxh_base", "2024", "", ""),
    ],
)
def test_a_condition_names_every_column_it_rests_on(item, period, category, words):
    assert words == condition(ITEMS[item], period, category, LAYOUTS[ITEMS[item].form], CATEGORIES)


def test_every_item_of_a_register_has_its_condition_in_words():
    own = [item for item in ITEMS.values() if LAYOUTS[item.form].register]
    words = {item.id: condition(item, "2024-01", "|".join("" for _ in item.by), LAYOUTS[item.form], CATEGORIES) for item in own}

    assert [] == [
        name for name, said in words.items() if said.count(" = ") != len(ITEMS[name].where) + len(ITEMS[name].by) + bool(ITEMS[name].month)
    ]


def test_the_forms_with_a_person_a_row_are_registers():
    assert ["B1", "B1b", "B2", "B3", "B5", "B7"] == [layout.code for layout in LAYOUTS.values() if layout.register]
    assert LAYOUTS["beneficiaries"].only({"group"}).register


@pytest.mark.parametrize(
    ("cells", "words", "said"),
    [
        ("G14,G18:G20", "cột G: 4 ô", "cột G: 4 ô"),
        ("C3,D5:D6", "cột C: 1 ô; cột D: 2 ô", "cột C: 1 ô; cột D: 2 ô"),
        ("A:A", "cột A", "cột A"),
        ("", "", ""),
        ("dòng 14", "", ""),
    ],
)
def test_cells_of_a_register_are_named_by_column_and_count(cells, words, said):
    assert (words, said) == (columns_in_words(cells), cells_in_words(columns_in_words(cells)))


def test_cells_of_a_form_of_totals_are_said_as_cells():
    assert "ô H12" == cells_in_words("H12")

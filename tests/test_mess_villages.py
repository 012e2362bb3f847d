"""Villages and persons that stand twice or elsewhere: numbered sums, a village in other words, another area's rows, one card twice."""

from __future__ import annotations

import pandas as pd
import pytest

from ctxh.clean.expected import Expected
from messy import AREAS, Read, funeral, received_from, workbook
from small_sheets import CATEGORIES, LAYOUTS
from surgery import saved

VILLAGES = """
    {} | {} | 2500 | 25 | 5 | 0 | 2 | 22
    2  | Thôn Đông | 1300 | 10 | 2 | 0 | 1 | 9
    3  | Thôn Hạ   | 1200 | 15 | 3 | 0 | 1 | 13
    4  | Thôn Nam  | 900  | 7  | 1 | 1 | 0 | 7
"""


@pytest.fixture
def told(tmp_path):
    """Severity, check and cells of what is told of a form written as text."""

    def read(form: str, text: str) -> list[tuple[str, str, str]]:
        found = Read(tmp_path, form, workbook(form, text)).found
        return [(row["severity"], row["check"], row["cell"]) for row in found if row["severity"] != "fixed"]

    return read


def test_a_sum_of_the_rows_beside_it_is_told_though_it_has_a_number_and_the_name_of_a_part(told):
    assert [("flagged", "dòng lạ", "B6")] == told("poor_review", VILLAGES.format("1", "Khu trên"))
    assert ("stopped", "dòng lạ", "B6") in told("poor_review", VILLAGES.format("1", "Gộp hai nơi"))
    assert [("flagged", "dòng lạ", "B6")] == told("poor_review", VILLAGES.format("1", "Thôn Bắc"))  # perhaps by chance: it is counted
    assert [] == told("poor_review", VILLAGES.format("1", "Khu trên").replace("2500", "2501"))


@pytest.mark.parametrize(
    "label",
    [
        "Đông",
        "T. Đông",
        "thôn ĐÔNG (bổ sung)",
        "Thôn Đông (xã Phú Thái)",
        "Thôn Đông + Thôn Hạ",
        "Đông, Hạ",
        "Thôn Thái (gộp thôn Đông)",
        "Thôn Thái và thôn Đông",
    ],
)
def test_a_village_that_another_row_names_in_other_words_is_told_with_both_cells(told, label):
    found = told("poor_review", VILLAGES.format("1", label).replace("2500 | 25 | 5 | 0 | 2 | 22", "100 | 2 | 0 | 0 | 0 | 2"))

    assert [("flagged", "dòng trùng", "B6:B8" if "Hạ" in label else "B6:B7")] == found


@pytest.mark.parametrize("label", ["Thôn Đông Hạ", "Xóm Đông", "Thôn Thái (giáp sông)", "Thôn Tân Hạ"])
def test_villages_with_like_names_are_villages(told, label):
    assert [] == told("poor_review", VILLAGES.format("1", label).replace("2500 | 25 | 5 | 0 | 2 | 22", "100 | 2 | 0 | 0 | 0 | 2"))


@pytest.mark.parametrize(
    ("form", "text", "cell"),
    [
        ("poor_review", "1 | Thôn Thái, TT Phú Thái | 100 | 2 | 0 | 0 | 0 | 2", "B6"),
        ("funerals", funeral(village="Thái (thị trấn Phú Thái)"), "F6"),
    ],
)
def test_rows_of_another_area_that_reports_to_the_office_are_told(tmp_path, form, text, cell):
    saved(tmp_path, workbook(form, text))
    found = received_from(tmp_path, Expected(2024, "293", "huyện Kim Thành", AREAS, {form: LAYOUTS[form]}, CATEGORIES, allow_missing=True))

    assert [("flagged", cell)] == [(row["severity"], row["cell"]) for row in found.findings if row["check"] == "đơn vị khác"]


def test_a_village_whose_name_ends_with_another_s_is_itself(tmp_path):
    columns = ["area_code", "name", "kind", "level", "aliases"]
    areas = pd.DataFrame([("1080401", "1", "khu", "village", ""), ("1080402", "1", "tiểu khu", "village", "")], columns=columns)
    layouts = {"poor_review": LAYOUTS["poor_review"]}
    for number, other in ((1, "Tiểu khu 1"), (2, "Khu 1")):
        saved(tmp_path, workbook("poor_review", f"1 | {other} | 100 | 2 | 0 | 0 | 0 | 2", [[""], [f"{other.upper()}"]]), f"{number}.xlsx")
    expected = Expected(2024, "10804", "xã Kim Thành", areas, layouts, CATEGORIES, allow_missing=True)
    found = received_from(tmp_path, expected)

    assert ["1080402", "1080401"] == [one.area_code for one in found.records]
    assert [] == [row for row in found.findings if row["check"] == "đơn vị khác"]


def test_rows_that_name_the_sender_or_its_office_are_its_own(tmp_path):
    saved(tmp_path, workbook("funerals", funeral(village="Bằng Lai, xã Kim Xuyên, huyện Kim Thành")))
    layouts = {"funerals": LAYOUTS["funerals"]}
    found = received_from(tmp_path, Expected(2024, "293", "huyện Kim Thành", AREAS, layouts, CATEGORIES, allow_missing=True))

    assert [] == [row for row in found.findings if row["check"] == "đơn vị khác"]


CARD = "{} | Mẫu Văn Thử | MAUBT99881{} | Bằng Lai | Người cao tuổi | 01/02/2024 |"


def test_a_deceased_or_a_card_that_stands_twice_in_a_list_is_told(told):
    buried = [funeral(number="'030042000001"), funeral(number="030042000001", name="Mẫu Van Thử", village="Thôn Hạ")]
    cards = map(CARD.format, (1, 2, 3), ("00001", "00002", "-00001"))

    assert ("flagged", "case 48", "C6:C7") in told("funerals", "\n".join(buried))
    assert ("flagged", "case 48", "C5,C7") in told("insurance_cards", "\n".join(cards))


@pytest.mark.parametrize("label", ["Cao nhất", "Bình quân", "Kế hoạch", "Khu tái định cư"])
@pytest.mark.parametrize("kind", ["Thôn ", ""], ids=["villages by their kinds", "villages by their names"])
def test_a_row_without_a_number_beside_rows_that_have_one_is_told_once(told, label, kind):
    villages = VILLAGES.format("1", "Thôn Tây").replace("2500 | 25", "2400 | 25").replace("Thôn ", kind)

    assert [("flagged", "dòng không phải thôn", "B10")] == told("poor_review", f"{villages}  | {label} | 1300 | 15 | 3 | 1 | 1 | 14")


@pytest.mark.parametrize("remark", ["(*) chưa gồm 3 cơ sở giải thể", "Ghi chú: tính cả hộ tạm nghỉ"])
def test_a_remark_in_a_row_of_its_own_is_told(told, remark):
    assert [("info", "dòng lạ", "A7")] == told("labour", f"1 | Hộ kinh doanh cá thể | 5 | 7 | 1\n2 | Doanh nghiệp | 3 | 9 | 2\n | {remark}")


OTHER = [["UBND HUYỆN KIM THÀNH"], ["UBND THỊ TRẤN PHÚ THÁI"], ["NĂM 2024"]]


@pytest.mark.parametrize(
    ("form", "text", "cell", "what"),
    [("funerals", funeral(number="'030042000001"), "C6", "số CCCD"), ("insurance_cards", CARD.format(1, "00001"), "C5", "mã thẻ BHYT")],
)
def test_a_deceased_or_a_card_of_two_areas_is_told_with_the_other_workbook(tmp_path, form, text, cell, what):
    saved(tmp_path, workbook(form, text, OTHER), "TT_Phu_Thai_2024.xlsx")
    saved(tmp_path, workbook(form, text.replace("Mẫu Văn Thử", "Mẫu Văn  Thư").replace("Bằng Lai", "Thôn Hạ")))
    found = received_from(tmp_path, Expected(2024, "293", "huyện Kim Thành", AREAS, {form: LAYOUTS[form]}, CATEGORIES))

    [told] = [row for row in found.findings if row["check"] == "case 71"]
    assert ("flagged", "Xa_Kim_Xuyen_2024.xlsx", cell) == (told["severity"], told["file"], told["cell"])
    assert f"1 dòng trùng {what} với danh sách cùng biểu của TT_Phu_Thai_2024.xlsx, mỗi dòng vẫn được tính." == told["message"]

"""Days of other years: a register of 2024 may not say 1998 or 2034, and what is near the year stays plain (case 46)."""

from __future__ import annotations

import pytest

from ctxh.clean.arrivals import other_part
from ctxh.clean.expected import Expected
from ctxh.read.placement import place
from kinds import CLEAN
from messy import AREAS, BANNER, funeral, person, received_from, workbook
from small_sheets import CATEGORIES, LAYOUTS, records, sheet
from surgery import saved


def change(day: str = "09/4/2024", month: str = "04/2024") -> str:
    return f"1 | Mẫu Văn Thử | | Bằng Lai | Thôi hưởng | {month} | 12/QĐ | {day} | | "


def payment(month: str) -> str:
    return f"{month} | Trợ cấp BTXH hằng tháng | 3 | 1500000 | 3 | | | "


def card(day: str) -> str:
    return f"1 | Mẫu Văn Thử | | Bằng Lai | NCT 70-80 | {day} | "


@pytest.mark.parametrize(
    ("form", "text", "column", "used", "cell"),
    [
        ("changes", change(day="09/4/1998"), "decision_date", "1998-04-09", "H6"),
        ("changes", change(day="09/4/2034"), "decision_date", "2034-04-09", "H6"),
        ("changes", change(day="09/01/2025"), "decision_date", "2025-01-09", "H6"),
        ("changes", change(month="04/2042"), "effective_month", "2042-04", "F6"),
        ("beneficiaries", person(month="07/2034"), "from_month", "2034-07", "K6"),
        ("funerals", funeral().replace("11/2024 |", "11/2014 |"), "paid_month", "2014-11", "I6"),
        ("funerals", funeral(day="04/11/2034"), "death_date", "2034-11-04", "D6"),
        ("payments", payment("12/2023"), "month", "2023-12", "A6"),
        ("insurance_cards", card("01/01/2042"), "valid_from", "2042-01-01", "F5"),
    ],
)
def test_case_46_a_day_of_another_year_is_kept_and_flagged(read, form, text, column, used, cell):
    found = read(form, text)

    assert ([used], [("flagged", cell)]) == (found.values(column), found.case("46"))
    assert f"năm {used[:4]}" in found.found[0]["message"] and "năm 2024" in found.found[0]["message"]


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("changes", change(day="21/12/2023")),
        ("changes", change(day="31/12/2024", month="01/2025")),
        ("changes", change(month="06/2021")),
        ("beneficiaries", person(month="01/1998")),
        ("beneficiaries", person(month="01/2025")),
        ("funerals", funeral().replace("QĐ | 11/2024", "QĐ | 01/2025")),
        ("payments", payment("01/2024")),
        ("insurance_cards", card("01/01/2025")),
    ],
)
def test_case_46_a_year_that_may_begin_in_december_and_what_begins_in_january_are_plain(read, form, text):
    assert [] == read(form, text).found


@pytest.mark.parametrize(
    ("title", "months"),
    [
        ("6 THÁNG ĐẦU NĂM 2024", 6),
        ("Kết quả sáu tháng cuối năm 2024", 6),
        ("CHÍN THÁNG NĂM 2024", 9),
        ("Quý IV/2024", 3),
        ("Số liệu quý 3 năm 2024", 3),
    ],
)
def test_a_title_that_names_a_part_of_the_year_is_doubted(read, title, months):
    [found] = read("labour", CLEAN["labour"], banner=[*BANNER[:2], [title]]).found

    assert ("flagged", "kỳ báo cáo") == (found["severity"], found["check"])
    assert f"{months} tháng, không phải của cả kỳ" in found["message"]


@pytest.mark.parametrize(
    "title", ["(Kèm theo Báo cáo ngày 6 tháng 12 năm 2024)", "DANH SÁCH THÁNG 12 NĂM 2024", "QUỸ VÌ NGƯỜI NGHÈO NĂM 2024"]
)
def test_days_months_and_funds_in_a_title_are_no_part_of_the_year(read, title):
    assert [] == read("labour", CLEAN["labour"], banner=[*BANNER[:2], [title]]).found


def test_a_title_of_the_period_that_is_reported_on_is_plain():
    form = place(sheet("labour", CLEAN["labour"], above="TỔNG HỢP 6 THÁNG ĐẦU NĂM 2024"), LAYOUTS["labour"])

    assert [] == other_part(form, 6, "10771")
    assert 1 == len(other_part(form, 9, "10771"))


def test_case_46_one_finding_names_all_cells_and_years_of_a_column(read):
    found = read("changes", "\n".join([change(day="09/4/1998"), change(), change(day="09/4/2034"), change(day="10/4/2034")]))

    assert [("flagged", "H6,H8:H9")] == found.case("46")
    [row] = found.found
    assert "3 ô ghi năm 1998, 2034" in row["message"] and "ngày gõ nhầm thì sửa" in row["remedy"]
    assert "Thử" not in str(row)


def test_case_46_without_a_year_of_the_report_no_day_is_far():
    assert [] == records("changes", change(day="09/4/1998")).findings


def test_a_form_under_the_title_of_another_one_is_doubted_and_read(tmp_path):
    expected = Expected(2024, "293", "huyện Kim Thành", AREAS[:1], {form: LAYOUTS[form] for form in ("labour", "funerals")}, CATEGORIES)
    saved(
        tmp_path, workbook("labour", CLEAN["labour"], [*BANNER[:2], ["DANH SÁCH HỖ TRỢ MAI TÁNG PHÍ NĂM 2024"]]), "Xa_Kim_Xuyen_2024.xlsx"
    )
    received = received_from(tmp_path, expected)

    assert [("flagged", "tên biểu", "A3")] == [
        (row["severity"], row["check"], row["cell"]) for row in received.findings if row["check"] != "đủ biểu"
    ]
    assert any("tên ghi trên bảng là của biểu B3" in row["message"] for row in received.findings)
    assert 1 == sum(len(records.table) > 0 for records in received.records)

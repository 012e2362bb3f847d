"""The numbers of a row that cannot stand together, by the rules of the book: told with the cells, the values kept."""

from __future__ import annotations

import pytest

from ctxh.findings import RELATION
from messy import BANNER, Read, labour, workbook

NEAR_POOR = "1 | Thôn Đông | 725 | {} | {} | 1 | 2 | {}"
POOR = "1 | Thôn Đông | {} | 8 | {} | 1 | 0 | {}"
PAID = "{} | Trợ cấp BTXH hằng tháng | 157 | 147700000 | {} | 0 | {} |"


def told(folder, form: str, *lines: str) -> list[tuple[str, str, str]]:
    """Severity, cells and message of what is said of a form's rows."""
    found = Read(folder, form, workbook(form, "\n".join(lines))).found
    return [(row["severity"], row["cell"], row["message"]) for row in found if row["check"] == RELATION]


def test_the_near_poor_at_the_end_of_a_year_follow_from_its_start_and_what_came_and_went(tmp_path):
    whole = "«Số hộ cận nghèo đầu năm» − «Thoát cận nghèo» + «Tái cận nghèo» + «Phát sinh»"
    message = f"Cột «Số hộ cận nghèo cuối năm»: 1 dòng sai, phải bằng {whole}."

    assert [("flagged", "H7", message)] == told(
        tmp_path, "near_poor_review", NEAR_POOR.format(16, 4, 15), NEAR_POOR.replace("Đông", "Đoài").format(16, 4, 13)
    )


def test_no_more_households_leave_poverty_than_were_poor(tmp_path):
    assert [("flagged", "E6", "Cột «Thoát nghèo»: 1 dòng sai, không thể quá «Số hộ nghèo đầu năm».")] == told(
        tmp_path, "poor_review", POOR.format(725, 9, 0)
    )


@pytest.mark.parametrize(("accounts", "arrears", "cells"), [("158", "0", ["E6"]), ("157", "147700001", ["G6"]), ("157", "147700000", [])])
def test_a_part_of_what_is_paid_is_not_above_the_whole(tmp_path, accounts, arrears, cells):
    assert cells == [cell for _, cell, _ in told(tmp_path, "payments", PAID.format("'01/2024", accounts, arrears))]


def test_a_row_that_lacks_a_number_is_not_judged(tmp_path):
    assert [] == told(tmp_path, "payments", PAID.format("'01/2024", "", "0"))


@pytest.mark.parametrize("title", ["TỔNG HỢP QUÀ TẶNG (SỐ ƯỚC) NĂM 2024", "Tổng hợp năm 2024, số liệu tạm tính đến 30/11/2024"])
def test_a_line_that_calls_the_numbers_no_final_ones_is_doubted(tmp_path, title):
    found = Read(tmp_path, "labour", workbook("labour", labour("2244"), [*BANNER[:2], [title]])).found

    assert [("flagged", "chữ trên bảng", "A3")] == [(row["severity"], row["check"], row["cell"]) for row in found]


def test_amounts_of_a_register_that_are_all_small_may_be_in_thousands(tmp_path):
    line = "{} | Mẫu Văn Thử | | Bằng Lai | Thôi hưởng | 4/2024 | 12/QĐ | 09/4/2024 | {} | "
    small, plain = ("\n".join(line.format(at, amount) for at, amount in enumerate(amounts, 1)) for amounts in ((1400, 500), (1400, 500000)))

    assert [("flagged", "I6:I7")] == [row[:2] for row in told(tmp_path, "changes", small)]
    assert [] == told(tmp_path, "changes", plain)


MERIT = "{} | Mẫu Văn Thử | 1950 | | | {} | Bằng Lai | {} | {} | Tiền mặt | | {}"
SICK, MOTHER = "Bệnh binh", "Bà mẹ Việt Nam Anh hùng"
SERVICE = "1 | Mẫu Văn Thử | | Bằng Lai | Điều dưỡng tập trung tại trung tâm trong tỉnh | {} | 5 | 1500000 |"
GIFT = "1 | Tết | Chủ tịch nước | NCC mức 1 | 10 | 300000 | {} | {} | 3000000 |"


def listed(*amounts: tuple[str, str]) -> list[str]:
    return [MERIT.format(at, f"HS{at}", group, amount, "") for at, (group, amount) in enumerate(amounts, 1)]


@pytest.mark.parametrize(
    ("amounts", "cells"),
    [
        ([(SICK, "2900000")] * 4 + [(SICK, "29000000")], ["I10"]),
        ([(SICK, "2900000")] * 4 + [(SICK, "7")], ["I10"]),
        ([(SICK, "2900000")] * 4 + [(MOTHER, "8367000")], []),  # one of another group is held against all
        ([(SICK, "2900000"), (SICK, "29000000")], []),  # of two none is the middle one
        ([(SICK, "2900"), (SICK, "3100")], ["I6:I7"]),  # in thousands
    ],
)
def test_an_amount_unlike_those_of_its_group_is_doubted(tmp_path, amounts, cells):
    assert cells == [cell for _, cell, _ in told(tmp_path, "merit_people", *listed(*amounts))]


def test_an_amount_is_held_against_its_group_though_the_total_is_off_too(tmp_path):
    lines = [*listed(*[(SICK, "2900000")] * 4, (SICK, "29000000")), " | Tổng cộng | | | | | | | 40000000 | | | "]
    found = Read(tmp_path, "merit_people", workbook("merit_people", "\n".join(lines))).found

    assert {("dòng tổng", "I11"), (RELATION, "I10")} == {(row["check"], row["cell"]) for row in found if "I" in row["cell"]}


@pytest.mark.parametrize(("rate", "cells"), [("320", ["F5"]), ("100", []), ("41%", []), ("nặng", ["F5"]), ("", [])])
def test_a_rate_of_a_person_outside_its_range_is_told_without_it(tmp_path, rate, cells):
    found = Read(tmp_path, "merit_services", workbook("merit_services", SERVICE.format(rate))).found

    assert [("flagged", cell) for cell in cells] == [(row["severity"], row["cell"]) for row in found if row["severity"] != "fixed"]
    assert all(rate not in row["message"] and not row["found"] for row in found if cells)


@pytest.mark.parametrize(
    ("in_kind", "cash", "cells"),
    [("400000", "", ["F6"]), ("", "300001", ["F6"]), ("300000", "", []), ("400000", "0", []), ("", "", [])],  # with both C09 judges
)
def test_the_part_of_a_level_is_not_above_it_where_the_other_is_blank(tmp_path, in_kind, cash, cells):
    assert cells == [cell for _, cell, _ in told(tmp_path, "gifts", GIFT.format(in_kind, cash))]

"""The numbers of a row that cannot stand together, by the rules of the book: told with the cells, the values kept."""

from __future__ import annotations

import pytest

from ctxh.clean.row_relations import RELATION
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

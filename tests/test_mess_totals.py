"""Sums, numbers of persons and amounts in words that a form states of itself: one test for each kind of mess, on a workbook that has it."""

from __future__ import annotations

import pytest
from messy import funeral, in_this_process, person, read  # noqa: F401


def test_case_56_and_26_a_typed_sum_that_disagrees_stops_with_the_difference(read):
    found = read("poor_review", """
        1 | Đông      | 300 | 10 | 2 | 0 | 1 | 9
          | Tổng cộng | 300 | 10 | 2 | 0 | 1 | 19
    """)  # fmt: skip

    assert [("stopped", "H7")] == [(row["severity"], row["cell"]) for row in found.found]
    assert "lệch 10" in found.found[0]["message"]


@pytest.mark.parametrize("words", ["Cộng", "Cộng I", "Tổng cộng", "TỔNG SỐ", "Tổng: 2 người", "Tổng số: 2 đối tượng", "Tổng cộng: 2 dòng"])
def test_case_55_sums_are_no_records_however_they_are_called(read, words):
    found = read("beneficiaries", person() + "\n" + person(number="'030042000002") + f"\n | {words} | | | | | | | 1000000")

    assert (["elderly_80"] * 2, []) == (found.values("group"), found.found)


@pytest.mark.parametrize("words", ["Tổng: 23 người", "Tổng cộng: 1.002 đối tượng", "Tổng cộng: 1 dòng"])
def test_case_55_a_number_of_persons_that_is_not_that_of_the_rows_stops(read, words):
    found = read("beneficiaries", person() + "\n" + person(number="'030042000002") + f"\n | {words} | | | | | | | 1000000")

    assert [("stopped", "B8")] == [(row["severity"], row["cell"]) for row in found.found]
    assert "danh sách có 2 dòng" in found.found[0]["message"]


PARTS = """
    I  | Khu vực nông thôn
    1  | Đông              | 300 | 10 | 2 | 0 | 1 | 9
       | Cộng I            | 300 | 10 | 2 | 0 | 1 | {first}
    II | Khu vực thành thị
    2  | Hạ                | 200 | 5  | 1 | 0 | 0 | 4
       | Cộng II           | 200 | 5  | 1 | 0 | 0 | {second}
       | TỔNG SỐ (I+II)    | 500 | 15 | 3 | 0 | 1 | {whole}
"""


@pytest.mark.parametrize(("first", "second", "whole", "cell"), [
    (9, 4, 13, ""), (8, 4, 13, "H8"), (13, 4, 13, "H8"), (9, 5, 13, "H11"), (9, 13, 13, "H11"), (9, 4, 14, "H12"), (9, 4, 4, "H12"),
])  # fmt: skip
def test_case_55_and_56_the_sum_of_a_part_is_held_against_the_part(read, first, second, whole, cell):
    found = read("poor_review", PARTS.format(first=first, second=second, whole=whole))

    assert ["Đông", "Hạ"] == found.values("village")
    assert ([("stopped", cell)] if cell else []) == [(row["severity"], row["cell"]) for row in found.found if row["check"] != "case 54"]


def test_case_55_parts_of_a_part_are_summed_with_it(read):
    text = "\n".join([" 1 | Đông | 300 | 10 | 2 | 0 | 1 | 9", " | Cộng A | 300 | 10 | 2 | 0 | 1 | 9", "2 | Hạ | 200 | 5 | 1 | 0 | 0 | 4",
                      " | Cộng B | 200 | 5 | 1 | 0 | 0 | 4", " | Cộng I | 500 | 15 | 3 | 0 | 1 | {end}", "3 | Trung | 100 | 4 | 1 | 1 | 1 | 5",
                      " | Cộng A | 100 | 4 | 1 | 1 | 1 | 5", " | Cộng II | 100 | 4 | 1 | 1 | 1 | 5"])  # fmt: skip

    assert [] == read("poor_review", text.format(end=13)).found
    assert ["H10"] == [row["cell"] for row in read("poor_review", text.format(end=4)).found]


PAID = funeral("7200000") + "\n" + funeral("10000000", name="Mẫu Văn Mẫu") + "\n | Tổng cộng | | | | | 17200000\n"


@pytest.mark.parametrize("foot", [
    " | Số tiền bằng chữ: Mười bảy triệu hai trăm nghìn đồng chẵn./.", " | (Bằng chữ: mười bẩy triệu hai trăm ngàn đồng)",
    " | Số tiền viết bằng chữ: | mười bảy triệu, hai trăm nghìn đồng",
])  # fmt: skip
def test_case_59_the_amount_in_words_is_the_sum_of_the_rows(read, foot):
    assert [] == read("funerals", PAID + foot).found


def test_case_59_an_amount_in_words_that_differs_stops_with_the_difference(read):
    found = read("funerals", PAID + " | Số tiền bằng chữ: mười bảy triệu đồng")

    assert [("stopped", "B9")] == found.case("59")
    assert "lệch 200.000" in found.found[0]["message"]


def rounded(total: str, words: str) -> str:
    """Three amounts rounded to millions, their typed total where there is one, and the total in words."""
    typed = f" | Tổng cộng | | | | | {total}\n" if total else ""
    return "\n".join(map(funeral, ("1,149 tỷ", "5,811 tỷ", "3,156 tỷ"))) + "\n" + typed + f" | Số tiền bằng chữ: {words} đồng"


@pytest.mark.parametrize(("total", "words", "cells"), [
    ("", "Mười tỷ một trăm mười bảy triệu", [("info", "B9")]), ("10,117 tỷ", "Mười tỷ một trăm mười bảy triệu", [("info", "G9")]),
    ("", "Mười tỷ một trăm mười sáu triệu", []),
])  # fmt: skip
def test_case_59_and_76_an_amount_in_words_may_differ_by_the_rounding_of_its_rows(read, total, words, cells):
    assert cells == read("funerals", rounded(total, words)).told("76")
    assert [] == read("funerals", rounded(total, words)).told("59")


@pytest.mark.parametrize("words", ["Mười tỷ một trăm mười tám triệu", "Mười tỷ một trăm mười bảy triệu sáu trăm nghìn"])
def test_case_59_and_76_and_no_further(read, words):
    assert [("stopped", "B9")] == read("funerals", rounded("", words)).told("59")


def test_case_59_words_that_nobody_can_read_are_flagged(read):
    assert [("flagged", "B9")] == read("funerals", PAID + " | Số tiền bằng chữ: mười bảy triệu hai đồng").case("59")

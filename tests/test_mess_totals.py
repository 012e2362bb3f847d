"""Sums, numbers of persons and amounts in words that a form states of itself: one test for each kind of mess, on a workbook that has it."""

from __future__ import annotations

import random

import pytest

from kinds.package import error_of_a_formula
from messy import funeral, person
from small_sheets import CATEGORIES, LAYOUTS


def test_case_56_and_26_a_typed_sum_that_disagrees_stops_with_the_difference(read):
    found = read(
        "poor_review",
        """
        1 | Đông      | 300 | 10 | 2 | 0 | 1 | 9
          | Tổng cộng | 300 | 10 | 2 | 0 | 1 | 19
    """,
    )

    assert [("stopped", "H7")] == [(row["severity"], row["cell"]) for row in found.found]
    assert "lệch 10" in found.found[0]["message"]


@pytest.mark.parametrize("words", ["Cộng", "Cộng I", "Tổng cộng", "TỔNG SỐ", "Tổng: 2 người", "Tổng số: 2 đối tượng", "Tổng cộng: 2 dòng"])
def test_case_55_sums_are_no_records_however_they_are_called(read, words):
    found = read("beneficiaries", person() + "\n" + person(number="'030042000002") + f"\n | {words} | | | | | | | 1000000")

    assert (["elderly_no_pension"] * 2, []) == (found.values("group"), found.found)


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


@pytest.mark.parametrize(
    ("first", "second", "whole", "cell"),
    [
        (9, 4, 13, ""),
        (8, 4, 13, "H8"),
        (13, 4, 13, "H8"),
        (9, 5, 13, "H11"),
        (9, 13, 13, "H11"),
        (9, 4, 14, "H12"),
        (9, 4, 4, "H12"),
    ],
)
def test_case_55_and_56_the_sum_of_a_part_is_held_against_the_part(read, first, second, whole, cell):
    found = read("poor_review", PARTS.format(first=first, second=second, whole=whole))

    assert ["Đông", "Hạ"] == found.values("village")
    assert ([("stopped", cell)] if cell else []) == [(row["severity"], row["cell"]) for row in found.found if row["check"] != "case 54"]


def test_case_55_parts_of_a_part_are_summed_with_it(read):
    text = "\n".join(
        [
            " 1 | Đông | 300 | 10 | 2 | 0 | 1 | 9",
            " | Cộng A | 300 | 10 | 2 | 0 | 1 | 9",
            "2 | Hạ | 200 | 5 | 1 | 0 | 0 | 4",
            " | Cộng B | 200 | 5 | 1 | 0 | 0 | 4",
            " | Cộng I | 500 | 15 | 3 | 0 | 1 | {end}",
            "3 | Trung | 100 | 4 | 1 | 1 | 1 | 5",
            " | Cộng A | 100 | 4 | 1 | 1 | 1 | 5",
            " | Cộng II | 100 | 4 | 1 | 1 | 1 | 5",
        ]
    )

    assert [] == read("poor_review", text.format(end=13)).found
    assert ["H10"] == [row["cell"] for row in read("poor_review", text.format(end=4)).found]


PAID = funeral("7200000") + "\n" + funeral("10000000", name="Mẫu Văn Mẫu") + "\n | Tổng cộng | | | | | 17200000\n"


@pytest.mark.parametrize(
    "foot",
    [
        " | Số tiền bằng chữ: Mười bảy triệu hai trăm nghìn đồng chẵn./.",
        " | (Bằng chữ: mười bẩy triệu hai trăm ngàn đồng)",
        " | Số tiền viết bằng chữ: | mười bảy triệu, hai trăm nghìn đồng",
    ],
)
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


@pytest.mark.parametrize(
    ("total", "words", "cells"),
    [
        ("", "Mười tỷ một trăm mười bảy triệu", [("info", "B9")]),
        ("10,117 tỷ", "Mười tỷ một trăm mười bảy triệu", [("info", "G9")]),
        ("", "Mười tỷ một trăm mười sáu triệu", []),
    ],
)
def test_case_59_and_76_an_amount_in_words_may_differ_by_the_rounding_of_its_rows(read, total, words, cells):
    assert cells == read("funerals", rounded(total, words)).told("76")
    assert [] == read("funerals", rounded(total, words)).told("59")


@pytest.mark.parametrize("words", ["Mười tỷ một trăm mười tám triệu", "Mười tỷ một trăm mười bảy triệu sáu trăm nghìn"])
def test_case_59_and_76_and_no_further(read, words):
    assert [("stopped", "B9")] == read("funerals", rounded("", words)).told("59")


def test_case_59_words_that_nobody_can_read_are_flagged(read):
    assert [("flagged", "B9")] == read("funerals", PAID + " | Số tiền bằng chữ: mười bảy triệu hai đồng").case("59")


VILLAGES = """
    1 | Thôn Đông | 300 | 10 | 2 | 0 | 1 | 9
    2 | Thôn Hạ   | 200 | 5  | 1 | 0 | 0 | 4
"""


@pytest.mark.parametrize("name", ["Toàn xã", "CẢ XÃ", "Chung", "T.Cộng", "Xã Kim Xuyên", "Kim Xuyên", "Gộp lại", ""])
def test_case_55_a_row_that_sums_those_above_or_below_it_is_a_total_whatever_it_is_called(read, name):
    total = f" | {name} | 500 | 15 | 3 | 0 | 1 | 13\n"

    for text in (VILLAGES + total, total + VILLAGES, VILLAGES + total + total):
        found = read("poor_review", text)

        assert (["Thôn Đông", "Thôn Hạ"], []) == (found.values("village"), found.found)


BLOCKS = [
    ("I | Vùng trong | 500 | 15 | 3 | 0 | 1 | 13", ""),
    VILLAGES.strip(),
    ("", "| Vùng trong | 500 | 15 | 3 | 0 | 1 | 13"),
    ("II | Vùng ngoài | 400 | 16 | 3 | 1 | 1 | 15", ""),
    "3 | Thôn Trung | 100 | 4 | 1 | 1 | 1 | 5\n4 | Thôn Tiền | 300 | 12 | 2 | 0 | 0 | 10",
    ("", "| Vùng ngoài | 400 | 16 | 3 | 1 | 1 | 15"),
]


@pytest.mark.parametrize("below", [False, True], ids=["above their rows", "below their rows"])
def test_case_55_sums_of_blocks_and_sums_of_those_sums_are_no_records(read, below):
    parts = [part if isinstance(part, str) else part[below] for part in BLOCKS]
    parts.insert(len(parts) if below else 0, "| Kim Xuyên | 900 | 31 | 6 | 1 | 2 | 28")

    found = read("poor_review", "\n".join(filter(None, parts)))

    assert (["Thôn Đông", "Thôn Hạ", "Thôn Trung", "Thôn Tiền"], []) == (found.values("village"), found.found)


def test_case_55_each_block_may_have_a_total_of_one_name_but_no_row_may_be_left_without(read):
    parts = [VILLAGES.strip(), " | Cộng | 500 | 15 | 3 | 0 | 1 | {end}", "3 | Thôn Trung | 100 | 4 | 1 | 1 | 1 | 5"]
    text = "\n".join([*parts, " | Cộng | 100 | 4 | 1 | 1 | 1 | 5"])

    assert [] == read("poor_review", text.format(end=13)).found
    assert {"H8"} == {row["cell"] for row in read("poor_review", text.format(end=14)).found}
    assert "stopped" in {row["severity"] for row in read("poor_review", "\n".join(parts).format(end=13)).found}


MONTH = "'01/2024 | Trợ cấp BTXH hằng tháng | 2 | 1000000 | 2\n'01/2024 | Trợ cấp NCC hằng tháng | 4 | 2000000 | 2"


def test_case_55_a_name_that_may_be_a_person_s_is_doubted_though_two_others_are_paid_as_much(read):
    found = read("beneficiaries", person() + "\n" + person(number="'030042000002") + "\n | Mẫu Thị Giả | | | | | | | 1000000")

    assert [("stopped", "B8")] == [(row["severity"], row["cell"]) for row in found.found]


def test_case_55_registers_and_lists_of_words_have_sums_of_any_name_too(read):
    persons = read("funerals", funeral("7200000") + "\n" + funeral("10000000", name="Mẫu Văn Mẫu") + "\n | Toàn bộ | | | | | 17200000")
    paid = read(
        "payments", MONTH + "\n'01/2024 | Cộng tháng 1 | 6 | 3000000\n" + MONTH.replace("01/", "02/") + "\n | Tháng 2 | 6 | 3000000"
    )
    kinds = read("labour", "1 | Hộ kinh doanh cá thể | 16 | 22 | 1\n2 | Doanh nghiệp | 10 | 32 | 21\n | Chung | 26 | 54 | 22")

    assert ([7_200_000, 10_000_000], []) == (persons.values("amount"), persons.found)
    assert ([1_000_000, 2_000_000] * 2, []) == (paid.values("amount"), paid.found)
    assert ([22, 32], []) == (kinds.values("workers"), kinds.found)


@pytest.mark.parametrize(
    ("row", "cell", "words"),
    [
        ("  | Thôn Trung | 500 | 15 | 3 | 0 | 1 | 13", "B8", "bằng tổng của các dòng 6–7 ở mọi cột số"),
        ("  | Làng Trung | 500 | 15 | 3 | 0 | 1 | 13", "B8", "bằng tổng của các dòng 6–7 ở mọi cột số"),
        ("  | Buôn Trung | 500 | 15 | 3 | 0 | 1 | 13", "B8", "bằng tổng của các dòng 6–7 ở mọi cột số"),
        ("  | Khóm 3     | 500 | 15 | 3 | 0 | 1 | 13", "B8", "bằng tổng của các dòng 6–7 ở mọi cột số"),
        ("3 | Trung      | 500 | 15 | 3 | 0 | 1 | 13", "B8", "bằng tổng của các dòng 6–7 ở mọi cột số"),
        (
            "  | Chung      | 500 | 15 | 3 | 0 | 1 | 23",
            "H8",
            "không rõ là dòng tổng hay số liệu. Cột «Số hộ nghèo cuối năm» ghi 23, cộng được 13",
        ),
        ("  | Chung      | 502 | 15 | 3 | 0 | 1 | 13", "C8", "ghi 502, cộng được 500"),
        ("  |            | 500 | 15 | 3 | 0 | 1 | 12", "H8", "gần bằng tổng"),
        ("  | Chung      | 500 |    |   |   |   |   ", "B8", "bằng tổng của các dòng 6–7"),
    ],
)
def test_case_55_what_may_be_a_total_is_doubted_and_the_remedy_does_not_double(read, row, cell, words):
    [found] = read("poor_review", VILLAGES + row).found

    assert ("stopped", cell) == (found["severity"], found["cell"])
    assert words in found["message"] and found["remedy"].startswith("Nếu là dòng tổng, ghi «Tổng cộng»")


BIG = "1 | Đông | 5000 | 1000 | 200 | 0 | 100 | 900\n2 | Hạ | 4000 | 800 | 100 | 0 | 0 | 700\n"


@pytest.mark.parametrize(
    ("row", "cells"),
    [
        ("| Khu A | 9050 | 1810 | 300 | 0 | 100 | 1600", ["C8"]),  # two columns, each within 1 % of the sum
        ("| Khu A | 9300 | 1860 | 300 | 0 | 100 | 1600", ["B8"]),  # 3 % away in both: no sum, but a row without a number
        ("| Khu A | 9050 | 1810 | 300 | 0 | 100 | 1600\n | Tổng cộng | 18050 | 3610 | 600 | 0 | 200 | 3200", []),  # the total needs it
    ],
)
def test_case_55_a_sum_within_one_percent_is_doubted_unless_the_total_of_the_form_counts_it(read, row, cells):
    assert cells == [line["cell"] for line in read("poor_review", f"{BIG} {row}").found]


def test_case_55_a_village_like_another_one_is_no_sum_of_it(read):
    assert [] == read("poor_review", BIG.splitlines()[0] + "\n | Khu A | 5000 | 1000 | 200 | 0 | 100 | 900").found


def test_case_55_where_nothing_is_numbered_or_one_row_is_all_a_sum_is_doubted(read):
    bare = VILLAGES.replace("1 | Thôn", "| Thôn").replace("2 | Thôn", "| Thôn")
    one = "1 | Thôn Đông | 300 | 10 | 2 | 0 | 1 | 9\n  | Cả nhà | 300 | 10 | 2 | 0 | 1 | 9"

    assert [("stopped", "B7")] == [(r["severity"], r["cell"]) for r in read("poor_review", one).found]
    assert [("stopped", "B8")] == [
        (r["severity"], r["cell"]) for r in read("poor_review", bare + "| Thôn Trung | 500 | 15 | 3 | 0 | 1 | 13").found
    ]


@pytest.mark.parametrize(
    "row",
    [
        "3 | Trung | 500 | 0 | 0 | 0 | 0 | 0",
        "  | Trung | 120 | 15 | 0 | 0 | 0 | 15",
        "3 | Trung | 510 | 15 | 3 | 0 | 1 | 13",
        "  | Trung | 120 | 2 | 0 | 0 | 1 | 3",
    ],
)
def test_case_55_a_village_whose_numbers_happen_to_add_up_is_a_village(read, row):
    found = read("poor_review", VILLAGES + row)

    assert 3 == len(found.values("village"))
    assert [] == [told for told in found.found if told["check"] != "dòng không phải thôn"]  # of one without a number


def test_case_56_a_sum_under_another_word_that_disagrees_stops_and_is_not_added(read):
    found = read("poor_review", VILLAGES + " | Toàn xã | 700 | 15 | 3 | 0 | 1 | 13")

    assert (2, [("stopped", "C8")]) == (len(found.values("village")), [(row["severity"], row["cell"]) for row in found.found])


def test_case_23_a_cell_in_error_is_told_and_not_the_sum_that_follows_from_it(read):
    found = read(
        "poor_review", VILLAGES + " | Tổng cộng | 500 | 15 | 3 | 0 | 1 | 13", lambda data: error_of_a_formula(data, random.Random(1))[0]
    )

    assert [("stopped", "case 23")] == [(row["severity"], row["check"]) for row in found.found]


JOBS = "1 | Lực lượng lao động | 500\n2 | Giải quyết việc làm mới trong năm | 20\n"
MONTHLY = "01/2024 | Lệ phí chi trả | 5 | 100\n01/2024 | Trợ cấp BTXH hằng tháng | 5 | 2500000\n"
CARD = "{} | Mẫu Văn Thử | MAU1 | Đông | BTXH | 01/07/2024\n"


@pytest.mark.parametrize(
    ("form", "text", "told"),
    [
        ("employment", JOBS + "3 | LỰC LƯỢNG LAO ĐỘNG | 500", ("stopped", "B5,B7")),
        ("employment", JOBS + "3 | Lực lượng lao động | 7", ("flagged", "B5,B7")),
        ("payments", MONTHLY + "1/2024 | Lệ phí chi trả | 4 | 80", ("flagged", "A6,A8")),
        ("payments", MONTHLY + "01/2024 | Lệ phí chi trả | 5 | 100", ("stopped", "A6,A8")),
        ("payments", MONTHLY + "01/2024 | Lệ phí chi trả | 5 người | 100đ", ("stopped", "A6,A8")),
        ("poor_review", VILLAGES + "3 | Thôn Đông | 300 | 10 | 2 | 0 | 1 | 9", ("stopped", "B6,B8")),
        ("insurance_cards", CARD.format(1) + CARD.format(2), ("flagged", "B5:B6")),
    ],
)
def test_a_row_that_stands_twice_is_told_and_stops_where_a_form_tells_each_thing_once(read, form, text, told):
    assert [told] == [(row["severity"], row["cell"]) for row in read(form, text).found if row["check"] == "dòng trùng"]


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("employment", JOBS),
        ("payments", MONTHLY),
        ("poor_review", VILLAGES),
        ("insurance_cards", CARD.format(1) + CARD.format(2).replace("07", "08")),
    ],
)
def test_rows_that_differ_in_one_cell_are_no_copies(read, form, text):
    assert [] == [row for row in read(form, text).found if row["check"] == "dòng trùng"]


def test_a_full_row_below_the_foot_of_a_form_that_numbers_nothing_is_not_lost_without_a_word(read):
    found = read("payments", MONTHLY + " | Người lập biểu\n02/2024 | Lệ phí chi trả | 5 | 100").found

    assert [("stopped", "A9")] == [(row["severity"], row["cell"]) for row in found if row["check"] == "dòng lạ"]


@pytest.mark.parametrize("words", ["Lũy kế", "Luỹ kế từ đầu năm", "Trong đó: nữ", "Cộng mang sang", "Tổng lũy kế"])
@pytest.mark.parametrize("numbered", ["", "2"])
def test_rows_that_tell_again_what_others_tell_are_doubted_and_are_no_person(read, words, numbered):
    row = person(number="").replace("Mẫu Văn Thử", words).replace("1 |", f"{numbered} |", 1)
    found = read("beneficiaries", person() + "\n" + row)

    assert 1 == len(found.values("group"))
    assert [("stopped", "B7")] == [(line["severity"], line["cell"]) for line in found.found]
    assert found.found[0]["message"].startswith("1 dòng mang tên của số cộng dồn hoặc phần tách ra")


def test_rows_that_tell_again_what_others_tell_are_no_village(read):
    found = read("poor_review", "1 | Đông | 300 | 10 | 2 | 0 | 1 | 9\n | Trong đó: hộ già | 7 | 1 | 0 | 0 | 1 | 2\n | Trong đó")

    assert ["Đông"] == found.values("village")
    assert [("stopped", "B7")] == [(line["severity"], line["cell"]) for line in found.found if line["check"] == "dòng lạ"]


@pytest.mark.parametrize("label", ["Lũy kế năm", "Cộng mang sang trang sau", "Trong đó: nữ"])
def test_a_row_that_tells_again_and_gives_the_sums_is_a_total_known_by_arithmetic(read, label):
    right, off = (read("poor_review", VILLAGES + f" | {label} | {households} | 15 | 3 | 0 | 1 | 13") for households in (500, 501))

    assert (["Thôn Đông", "Thôn Hạ"], []) == (right.values("village"), right.found)
    assert [("stopped", "B8")] == [(row["severity"], row["cell"]) for row in off.found]


def test_no_word_of_a_list_is_taken_for_one_of_a_row_that_tells_again():
    words = {key for codes in CATEGORIES.codes.values() for key in codes}
    restated = LAYOUTS["gifts"].row_words.restated

    assert [] == sorted(word for word in words if any(f"{word} ".startswith(f"{own} ") for own in restated))


LISTED = """
    1 | Thôn Đông | 300 | 10 | 2 | 0 | 1 | 9
    2 | Xóm 2     | 200 | 8  | 1 | 0 | 0 | 7
    3 | {label}   | 900 | 20 | 1 | 0 | 0 | 19
"""


@pytest.mark.parametrize(
    "label", ["Xã Kim Xuyên", "UBND xã", "Hộ nghèo DTTS", "Tỷ lệ", "Kế hoạch giao", "Năm 2023", "Khu vực nông thôn", "KIM XUYÊN", "TC"]
)
def test_a_row_that_names_no_village_beside_rows_that_do_is_doubted_with_its_cell(read, label):
    found = read("poor_review", LISTED.format(label=label))

    assert [("flagged", "B8")] == [(row["severity"], row["cell"]) for row in found.found if row["check"] == "dòng không phải thôn"]


@pytest.mark.parametrize("label", ["Tổ dân phố số 3", "Ấp Ba", "KDC 3"])
def test_villages_of_all_kinds_beside_one_another_are_villages(read, label):
    assert [] == read("poor_review", LISTED.format(label=label)).found


def test_villages_without_kinds_are_no_odd_rows_and_a_year_is_none(read):
    listed = LISTED.replace("Thôn ", "").replace("Xóm 2", "Tây")

    assert [] == read("poor_review", listed.format(label="Nam")).found
    assert ["dòng không phải thôn"] == [row["check"] for row in read("poor_review", listed.format(label="Năm 2023")).found]

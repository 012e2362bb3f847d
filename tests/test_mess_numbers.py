"""Numbers as clerks type them: one test for each kind of mess, on a workbook that has it."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import pytest
import xlsxwriter

from ctxh.clean.corrections import Correction
from ctxh.clean.expected import Expected
from ctxh.clean.records import records_of
from ctxh.read.placement import Sheet, place
from messy import AREAS, BANNER, Read, funeral, labour, person, received_from, with_cell, workbook
from small_sheets import CATEGORIES, LAYOUTS, grid, header, read_sheets
from surgery import SHEET1, replaced, saved


@pytest.mark.parametrize("written", ["1.466.850.000đ", "1.466.850.000 đồng"])
def test_case_01_dots_and_the_letter_of_dong(read, written):
    found = read("funerals", funeral(written))

    assert ([1_466_850_000], [("fixed", "G6")]) == (found.values("amount"), found.case("01"))


@pytest.mark.parametrize(("written", "value"), [("1 tỷ 134 triệu", 1_134_000_000), ("3 tỷ 127 triệu 200 nghìn đồng", 3_127_200_000)])
def test_case_02_mixed_words(read, written, value):
    assert [value] == read("funerals", funeral(written)).values("amount")


@pytest.mark.parametrize(("written", "value"), [("64,167 tỷ đồng", 64_167_000_000), ("2,646 tỷ", 2_646_000_000)])
def test_case_03_decimal_comma_before_billions(read, written, value):
    assert [value] == read("funerals", funeral(written)).values("amount")


def test_case_04_a_comma_in_a_count_is_doubted(read):
    found = read("labour", labour("2,634"))

    assert ([2634], [("flagged", "D5")]) == (found.values("workers"), found.case("04"))


def test_case_04_a_comma_in_an_amount_without_words_stops(read):
    for written, meanings in [("64,167", ("64.167", "64,167")), ("500,000", ("500.000", "(500)"))]:
        found = read("funerals", funeral(written))

        assert ([None], [("stopped", "G6")]) == (found.values("amount"), found.case("04"))
        assert all(meaning in found.found[0]["message"] for meaning in meanings)


@pytest.mark.parametrize(
    ("beside", "amounts"), [("1,500,000", [500_000, 1_500_000]), ("1.500.000", [None, 1_500_000]), ("64,5 triệu", [None, 64_500_000])]
)
def test_case_04_and_06_a_comma_has_one_meaning_where_others_of_the_column_have_several(read, beside, amounts):
    found = read("funerals", funeral("500,000") + "\n" + funeral(beside))

    assert amounts == found.values("amount")


def test_case_05_a_count_that_excel_took_for_a_fraction_is_named_with_the_likely_count(read):
    found = read("labour", labour("2.6"))

    assert ([None], [("stopped", "D5")]) == (found.values("workers"), found.case("05"))
    assert "2.600" in found.found[0]["remedy"]


def test_case_06_english_separators(read):
    assert [1_466_850_000] == read("funerals", funeral("1,466,850,000")).values("amount")


def test_case_07_a_dropped_zero_stops_with_a_proposal(read):
    found = read("funerals", funeral("2.000.00đ"))

    assert ([None], [("stopped", "G6")]) == (found.values("amount"), found.case("07"))
    assert "2.000.000" in found.found[0]["remedy"]


def test_case_07_two_noughts_after_a_dot_are_a_dropped_zero_too(read):
    assert [("stopped", "G6")] == read("funerals", funeral("'300.00")).case("07")


def test_case_08_leading_zeros_count_and_are_kept_in_codes(read):
    assert [[3], [6]] == [read("labour", labour(written)).values("workers") for written in ("'03", "'06")]
    assert ["003"] == read("funerals", funeral().replace("12/QĐ", "'003")).values("decision_number")


@pytest.mark.parametrize("written", ["569/600", "10.497/10.497", "10.500/10.497", "05/2024", "2 + 3 = 5", "2 x 3 = 7", "12 người, 5 hộ"])
def test_case_09_a_cell_with_two_numbers_is_no_number(read, written):
    found = read("labour", labour(written))

    assert ([None], [("stopped", "D5")]) == (found.values("workers"), [(row["severity"], row["cell"]) for row in found.found])
    assert all(row["remedy"] for row in found.found)


@pytest.mark.parametrize(
    "written", ["3 Mẫu Thị Thử", "185²", "½", "12:30", "7h30", "5-7", "5 đến 7", "25 người x", "1e5", "45 USD", "NaN", "1e400"]
)
def test_case_09_and_neither_is_one_with_anything_else_beside_its_number(read, written):
    found = read("labour", labour(written))

    assert ([None], [("stopped", "D5")]) == (found.values("workers"), [(row["severity"], row["cell"]) for row in found.found])
    assert "Mẫu" not in found.found[0]["message"]


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("2 x 1.500.000 = 3.000.000", 3_000_000),
        ("2 suất × 1.500.000đ = 3.000.000 đồng", 3_000_000),
        ("1,5 * 500.000 = 750.000", 750_000),
    ],
)
def test_case_16_a_product_that_states_its_result_is_read_when_it_agrees(read, written, amount):
    found = read("funerals", funeral(written))

    assert ([amount], [("fixed", "G6")]) == (found.values("amount"), found.case("16"))


@pytest.mark.parametrize("written", ["2 x 1.500.000 = 3.500.000", "2 x 1.500.000", "2 Mẫu x 1.500.000 = 3.000.000", "500.000đ x 3 tháng"])
def test_case_16_a_product_without_its_result_or_with_another_one_stops(read, written):
    found = read("funerals", funeral(written))

    assert ([None], [("stopped", "G6")]) == (found.values("amount"), [(row["severity"], row["cell"]) for row in found.found])


def test_case_10_a_part_of_a_whole_that_excel_made_a_date_is_named(tmp_path):
    found = Read(tmp_path, "labour", with_cell("labour", labour("3"), "D5", date(2024, 5, 3)))

    assert ([None], [("stopped", "D5")]) == (found.values("workers"), found.case("10"))


def invalids(tmp_path, *classes) -> Read:
    """A register of people with merit whose column of classes holds some values."""
    top = [*BANNER, ["STT", "Họ và tên", "Loại đối tượng", "Hạng thương binh", "Hình thức chi trả", "Mức hưởng", "Nam", "Nữ"]]
    data = [[n, "Mẫu Văn Thử", "Thương binh", value, "TM", 2_000_000, 1950, ""] for n, value in enumerate(classes, 1)]
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True, "default_date_format": "d/m"}) as book:
        sheet = book.add_worksheet("B1b. NCC")
        for r, row in enumerate(top + data):
            for c, value in enumerate(row):
                (sheet.write_datetime if isinstance(value, date) else sheet.write)(r, c, value)
    return Read(tmp_path, "merit_people", stream.getvalue())


def test_case_11_a_class_of_invalids_that_excel_made_a_date_is_a_class_again_and_flagged(tmp_path):
    found = invalids(tmp_path, date(2024, 4, 1), "2/4", date(2024, 4, 3), "hạng 4/4")

    assert (["1/4", "2/4", "3/4", "4/4"], [("flagged", "D5,D7")]) == (found.values("invalid_class"), found.told("11"))


def test_case_11_where_excel_puts_the_month_first_the_class_is_the_month(tmp_path):
    found = invalids(tmp_path, date(2024, 1, 4), date(2024, 3, 4), date(2024, 4, 4))

    assert (["1/4", "3/4", "4/4"], [("flagged", "D5:D7")]) == (found.values("invalid_class"), found.told("11"))


@pytest.mark.parametrize("value", [date(2024, 5, 4), date(2024, 4, 5), "5/4", "1/3", 1])
def test_case_11_what_is_no_class_stops(tmp_path, value):
    found = invalids(tmp_path, value)

    assert ([None], [("stopped", "D5")]) == (found.values("invalid_class"), found.told("11"))


@pytest.mark.parametrize("written", ["dưới 366", "tối đa 366", "> 366"])
def test_case_12_a_limit_is_doubted(read, written):
    found = read("labour", labour(written))

    assert ([366], [("flagged", "D5")]) == (found.values("workers"), found.case("12"))


@pytest.mark.parametrize(("written", "value"), [("khoảng 366", 366), ("trên 366", 366), ("gần 2.400", 2400), ("hơn 366", 366)])
def test_case_12_words_of_approximation(read, written, value):
    found = read("labour", labour(written))

    assert ([value], [("fixed", "D5")]) == (found.values("workers"), found.case("12"))


@pytest.mark.parametrize(("written", "value"), [("trên 64,167 tỷ đồng", 64_167_000_000), ("hơn 70 tỷ", 70_000_000_000)])
def test_case_12_amounts_too(read, written, value):
    found = read("funerals", funeral(written))

    assert ([value], [("fixed", "G6")]) == (found.values("amount"), found.case("12"))


@pytest.mark.parametrize(("row", "total"), [("366", "khoảng 370"), ("khoảng 366", "370"), ("366", "gần 400")])
def test_case_12_a_sum_that_is_not_exact_only_warns(read, row, total):
    found = read("labour", labour(row) + f"\n | Tổng cộng | 67 | {total} | 2")

    assert ("flagged", "D6") in found.told("12")
    assert {"case 12"} == {each["check"] for each in found.found}


@pytest.mark.parametrize(("row", "total"), [("366", "khoảng 36"), ("366", "370"), ("khoảng 3", "khoảng 366")])
def test_case_12_and_no_more_than_roughly(read, row, total):
    found = read("labour", labour(row) + f"\n | Tổng cộng | 67 | {total} | 2")

    assert [("stopped", "D6")] == [(each["severity"], each["cell"]) for each in found.found if each["check"] == "dòng tổng"]


def test_case_13_a_percent_format_is_read_as_shown(tmp_path):
    text = "1 | Mẫu Văn Thử | | | Điều dưỡng tập trung tại Hải Dương | | 5 | 100000"
    data = with_cell("merit_services", text, "F5", 0.21, {"num_format": "0%"})

    [sheet] = read_sheets(saved(tmp_path, data))
    assert "21%" == sheet.rows[4][5]


@pytest.mark.parametrize("style", [None, {"num_format": "0.0%"}])
def test_case_14_a_percent_in_a_count_stops(tmp_path, style):
    data = with_cell("labour", labour("1"), "D5", 0.346 if style else "2,634% lao động", style)
    found = Read(tmp_path, "labour", data)

    assert ([None], [("stopped", "D5")]) == (found.values("workers"), found.case("14"))


@pytest.mark.parametrize(("written", "level"), [("1.500.000đ/ người/3 tháng", 1_500_000), ("500.000 đồng x 3 tháng/đối tượng", 500_000)])
def test_case_16_a_level_for_months_and_persons(read, written, level):
    assert [level] == read("gifts", f"1 | Tết | CTN | NCC mức 1 | 1 | {written} | | | {level}").values("unit_value")


def test_case_17_a_blank_is_missing_and_never_nought(read):
    found = read("labour", labour(""))

    assert ([None], [("stopped", "D5")]) == (found.values("workers"), [(row["severity"], row["cell"]) for row in found.found])


@pytest.mark.parametrize("written", ["-", "–", "0"])
def test_case_17_nought(read, written):
    found = read("labour", labour(written))

    assert ([0], []) == (found.values("workers"), found.found)


@pytest.mark.parametrize("written", ["không", "K", "x"])
def test_case_17_a_word_is_no_count(read, written):
    found = read("labour", labour(written))

    assert ([None], [("stopped", "D5")]) == (found.values("workers"), [(row["severity"], row["cell"]) for row in found.found])


@pytest.mark.parametrize(("written", "value"), [("x", True), ("-", False), ("–", False), ("0", False), ("không", False), ("", None)])
def test_case_17_yes_and_no(read, written, value):
    found = read("beneficiaries", person().replace("500000 | |", f"500000 | {written} |"))

    assert ([value], []) == (found.values("home_care"), found.found)


def test_case_18_numbers_stored_as_text(read):
    found = read("labour", labour("'2244"))

    assert ([2244], []) == (found.values("workers"), found.found)


@pytest.mark.parametrize(
    "written", ["1\u00a0134\u00a0000\u00a0000", "1\u2009134\u2009000\u2009000", "1134000\u200b000", "１１３４００００００"]
)
def test_case_19_thin_blanks_and_wide_digits(read, written):
    assert [1_134_000_000] == read("funerals", funeral(written)).values("amount")
    assert [25] == read("labour", labour("２５")).values("workers")


@pytest.mark.parametrize("written", ["l0", "1O"])
def test_case_20_letters_for_digits_stop(read, written):
    assert [("stopped", "D5")] == read("labour", labour(written)).case("20")


def test_case_21_brackets_are_a_fall_in_a_column_of_changes():
    plain = LAYOUTS["labour"]
    changes = replace(plain, columns=tuple(replace(c, kind="change") if c.column == "insured" else c for c in plain.columns))
    made = Sheet(
        "Xa_Kim_Xuyen_2024.xlsx",
        "B9a. Lao động",
        header(plain) + grid("1 | Doanh nghiệp | 67 | 2244 | (5)\n2 | Hộ kinh doanh cá thể | 3 | 4 | -2"),
    )
    found = records_of(place(made, changes), "10771", CATEGORIES)

    assert [-5, -2] == found.table["insured"].tolist()
    assert ("fixed", "case 21", "E2") == tuple(found.findings[0][name] for name in ("severity", "check", "cell"))


@pytest.mark.parametrize("written", ["(5)", "-5"])
def test_case_21_a_negative_count_stops(read, written):
    assert [("stopped", "D5")] == read("labour", labour(written)).case("21")


def test_case_22_float_noise_is_rounded_to_one_dong(tmp_path):
    assert [500_000] == Read(tmp_path, "funerals", with_cell("funerals", funeral("1"), "G6", 499999.99999)).values("amount")


def test_case_22_more_than_noise_is_named(tmp_path):
    found = Read(tmp_path, "funerals", with_cell("funerals", funeral("1"), "G6", 499999.5))

    assert [("stopped", "G6")] == found.case("05")


@pytest.mark.parametrize("shown", ["#REF!", "#DIV/0!", "#N/A", "#VALUE!"])
def test_case_23_an_error_cell_stops_by_name(read, shown):
    found = read(
        "labour",
        labour("2244"),
        lambda data: replaced(data, SHEET1, ('<c r="D5"><v>2244</v></c>', f'<c r="D5" t="e"><f>A1/0</f><v>{shown}</v></c>')),
    )

    assert ([None], [("stopped", "D5")]) == (found.values("workers"), found.case("23"))
    assert shown in found.found[0]["message"]


def test_case_23_an_error_cell_can_be_corrected(tmp_path):
    data = replaced(
        workbook("labour", labour("2244")), SHEET1, ('<c r="D5"><v>2244</v></c>', '<c r="D5" t="e"><f>A1/0</f><v>#REF!</v></c>')
    )
    repair = Correction(2, "Xa_Kim_Xuyen_2024.xlsx", "B9a. Lao động", "D5", "#REF!", "2244", "xã báo lại", "A", "01/02/2025")
    saved(tmp_path, data)
    expected = Expected(2024, "293", "huyện Kim Thành", AREAS[:1], {"labour": LAYOUTS["labour"]}, CATEGORIES, (repair,))
    found = received_from(tmp_path, expected)

    assert ([2244], ["fixed"]) == (found.records[0].table["workers"].tolist(), [row["severity"] for row in found.findings])


@pytest.mark.parametrize("written", ["45 hộ", "45 trường hợp", "45 thẻ"])
def test_case_24_another_unit_of_measure_is_flagged(read, written):
    found = read("labour", labour(written))

    assert ([45], [("flagged", "D5")]) == (found.values("workers"), found.case("24"))


def test_case_26_a_digit_lost_in_a_total_stops(read):
    found = read("funerals", funeral("92.693.480 nghìn") + "\n" + funeral("12.278.060 nghìn") + "\n | Tổng cộng | | | | | 14.971.540 nghìn")

    assert [("stopped", "G8")] == [(row["severity"], row["cell"]) for row in found.found if row["severity"] != "fixed"]
    assert "cộng các dòng được 104.971.540.000, lệch 90.000.000.000" in found.found[-1]["message"]

"""Days, months, births and identity numbers: one test for each kind of mess, on a workbook that has it."""

from __future__ import annotations

from datetime import date

import pytest

from ctxh.clean.expected import Expected
from ctxh.clean.persons.allowances import fits, judge
from ctxh.reference.norms import coefficients_on, load_coefficients, load_norms
from messy import AREAS, Read, funeral, person, received_from, with_cell, workbook
from small_sheets import CATEGORIES, LAYOUTS, REFERENCE
from surgery import saved

COEFFICIENTS = load_coefficients(REFERENCE)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("09/4/2024", "2024-04-09"),
        ("21/03/2024", "2024-03-21"),
        ("17.4.2024", "2024-04-17"),
        ("ngày 05 tháng 8 năm 2024", "2024-08-05"),
    ],
)
def test_case_41_the_day_comes_first(read, written, day):
    found = read("funerals", funeral(day=written))

    assert ([day], []) == (found.values("death_date"), found.found)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("09/4/24", "2024-04-09"),
        ("21-03-22", "2022-03-21"),
        ("17.4.98", "1998-04-17"),
        ("ngày 05 tháng 8 năm 24", "2024-08-05"),
    ],
)
def test_case_41_an_event_of_a_two_digit_year_is_of_the_last_such_year_up_to_that_reported_on(read, written, day):
    found = read("funerals", funeral(day=written))

    assert ([day], [("fixed", "D6")]) == (found.values("death_date"), found.case("41"))


@pytest.mark.parametrize("written", ["05/01/25", "09/4/43"])
def test_case_41_an_event_that_would_be_to_come_or_long_ago_stops(read, written):
    found = read("funerals", funeral(day=written))

    assert ([None], [("stopped", "D6")]) == (found.values("death_date"), found.case("41"))


@pytest.mark.parametrize(
    ("written", "month"),
    [("01/22", "2022-01"), ("T4/23", "2023-04"), ("tháng 4/98", "1998-04"), ("15/8/22", "2022-08"), ("tháng 4 năm 23", "2023-04")],
)
def test_case_41_months_of_two_digit_years_too(read, written, month):
    found = read("beneficiaries", person(month=written))

    assert ([month], [("fixed", "K6")]) == (found.values("from_month"), found.case("41"))


def test_case_41_a_month_that_may_be_a_day_stops(read):
    assert [("stopped", "K6")] == read("beneficiaries", person(month="05/08")).case("46")


@pytest.mark.parametrize(
    ("written", "number", "band"),
    [
        ("5/8/44", "'030044000001", "80-84"),
        ("05.8.13", "'030213000001", "4-15"),
        ("ngày 05 tháng 8 năm 44", "", "80-84"),
    ],
)
def test_case_41_a_birth_of_a_two_digit_year_is_of_the_century_that_gives_an_age(read, written, number, band):
    found = read("beneficiaries", person(birth=written, number=number))

    assert ([band], [("fixed", "C6")]) == (found.values("age_band"), found.told("41"))
    assert {"fixed"} == {row["severity"] for row in found.found}
    assert written not in str(found.found)


def test_case_41_a_birth_in_words(read):
    found = read("beneficiaries", person(birth="ngày 05 tháng 8 năm 1944", number=""))

    assert (["80-84"], [False], []) == (found.values("age_band"), found.values("year_only"), found.found)


def test_case_41_a_birth_of_both_centuries_stops_and_a_number_tells_no_more(read):
    found = read("beneficiaries", person(birth="5/8/15", number="'030215000001"))

    assert ([""], [("stopped", "C6")]) == (found.values("age_band"), found.case("41"))
    assert "bốn chữ số" in found.found[0]["remedy"]


def test_case_42_days_that_excel_may_have_turned_are_flagged(tmp_path):
    data = with_cell("funerals", funeral() + "\n" + funeral(day="25/03/2024"), "D6", date(2024, 3, 5))
    found = Read(tmp_path, "funerals", data)

    assert (["2024-03-05", "2024-03-25"], [("flagged", "D6")]) == (found.values("death_date"), found.case("42"))


def test_case_43_the_column_of_the_year_tells_the_sex(read):
    found = read("beneficiaries", person(number="").replace("| 1942 | |", "| | 1944 |"))

    assert (["female"], ["80-84"]) == (found.values("sex"), found.values("age_band"))
    assert ([True], []) == (found.values("year_only"), found.found)


PENSION = "Người hưởng trợ cấp hưu trí xã hội"


def come_of_age(read, text: str, year: int = 2024) -> list[tuple[str, str]]:
    """Severity and cells of what is said of rights that hang on an unknown birthday."""
    found = judge(read("beneficiaries", text).whole.records, load_norms(REFERENCE, REFERENCE / "book"), COEFFICIENTS, date(year, 12, 31))
    assert {"case 43"} >= {row["check"] for row in found}
    return [(row["severity"], row["cell"]) for row in found]


def test_case_43_who_comes_of_age_in_the_year_with_a_year_of_birth_alone_is_flagged_once(read):
    text = "\n".join(
        [
            person(birth="1944", number=""),
            person(birth="1944", number=""),
            person(birth="1943", number=""),
            person(number="").replace("| 1942 | |", "| | 1944 |"),
        ]
    )

    assert [("flagged", "C6:C7,D9")] == come_of_age(read, text)


@pytest.mark.parametrize("birth", ["05/03/1944", "1943", "1930"])
def test_case_43_a_day_of_birth_or_another_year_leaves_no_doubt(read, birth):
    assert [] == come_of_age(read, person(birth=birth, number=""))


@pytest.mark.parametrize(("birth", "said"), [("1949", [("flagged", "C6")]), ("1948", []), ("1954", [("flagged", "C6")])])
def test_case_43_from_july_2025_the_age_is_75_or_for_the_poor_70(read, birth, said):
    assert said == come_of_age(read, person(PENSION, birth=birth, number=""), 2025)


def test_case_43_an_age_by_the_year_alone_is_one_of_two():
    allowed = coefficients_on(COEFFICIENTS, date(2024, 12, 31))

    assert fits(allowed, "disability_severe", 60, 1.5) and fits(allowed, "disability_severe", 60, 2.0)


def test_case_44_day_numbers_count_from_the_workbooks_own_day(tmp_path):
    found = Read(tmp_path, "funerals", with_cell("funerals", funeral(), "D6", 45356))
    assert ["2024-03-05"] == found.values("death_date")

    found = Read(tmp_path, "funerals", with_cell("funerals", funeral(), "D6", 45356 - 1462, book_options={"date_1904": True}))
    assert ["2024-03-05"] == found.values("death_date")


@pytest.mark.parametrize("book", [{}, {"date_1904": True}])
def test_case_44_a_year_typed_under_a_format_of_days_is_a_year(tmp_path, book):
    shown = date(1905, 6, 18) if not book else date(1909, 6, 19)  # what 1996 shows
    text = person(birth="1942", number="'030096000001", month="", group="Người khuyết tật nặng") + "\n" + person(number="")
    data = with_cell("beneficiaries", text, "C6", shown, {"num_format": "dd/mm/yyyy"}, book)
    found = Read(tmp_path, "beneficiaries", data)

    assert ([28.0, 82.0], [("fixed", "C6")]) == (found.values("age"), found.case("44"))


def test_case_44_a_year_is_no_day_of_death(tmp_path):
    found = Read(tmp_path, "funerals", with_cell("funerals", funeral(), "D6", date(1905, 7, 16)))

    assert ([None], ["stopped"]) == (found.values("death_date"), [row["severity"] for row in found.found])


def test_case_42_right_days_of_excel_among_texts_of_all_days_are_no_doubt(tmp_path):
    data = with_cell("funerals", funeral() + "\n" + funeral(day="25/03/2024") + "\n" + funeral(day="06/04/2024"), "D6", date(2024, 3, 5))

    assert [] == Read(tmp_path, "funerals", data).found


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        (person(birth="1905", number=""), "C6"),
        (person(number="").replace("| 1942 | |", "| | |"), "C6,D6"),
        (person(number="").replace("| 1942 | |", "| 1942 | 1942 |"), "C6,D6"),
    ],
)
def test_case_46_births_that_cannot_be_lack_or_stand_under_both_sexes_are_flagged(read, text, cells):
    assert [("flagged", cells)] == read("beneficiaries", text).case("46")


def test_case_39_and_49_rows_without_a_name_and_lists_without_a_number_are_flagged(read):
    found = read(
        "beneficiaries",
        "\n".join(person(number="", birth=str(1930 + n)).replace("Mẫu Văn Thử", "" if n else "Mẫu Văn Thử") for n in range(5)),
    )

    assert ([("flagged", "B7:B10")], [("flagged", "E6:E10")]) == (found.told("39"), found.told("49"))


@pytest.mark.parametrize("birth", ["1943", "5.3.43", "5/3/1943", "1943-03-05", "15770"])
@pytest.mark.parametrize(
    "number", ["'030042000001", "'030 042 000 001", "'030.042.000.001", "30042000001", "'０３００４２０００００１", "'30042000001.0"]
)
def test_case_47_numbers_and_births_are_compared_as_they_are_read_and_not_as_they_are_spelt(read, birth, number):
    found = read("beneficiaries", person(birth=birth, number=number) + "\n" + person(birth=birth, number=number))

    assert [("flagged", "E6:E7")] * 2 == found.told("47") + found.told("48")


@pytest.mark.parametrize("written", ["4/2024", "T4/2024", "tháng 4", "tháng 4 năm 2024"])
def test_case_45_a_month_alone(read, written):
    assert ["2024-04"] == read("beneficiaries", person(month=written)).values("from_month")


@pytest.mark.parametrize("written", ["31/02/2024", "00/00/1944"])
def test_case_46_impossible_days_stop_and_the_row_stays(read, written):
    found = read("funerals", funeral(day=written))

    assert ([None], [7_200_000], [("stopped", "D6")]) == (found.values("death_date"), found.values("amount"), found.case("46"))


def test_case_46_a_birth_after_the_start_of_the_allowance_stops(read):
    found = read(
        "beneficiaries",
        "\n".join([person(birth="2023", number="", month="05/2022"), person(birth="05/08/1944", number="", month="05/2022")]),
    )

    assert (["", "80-84"], [("stopped", "C6")]) == (found.values("age_band"), found.case("46"))


@pytest.mark.parametrize("birth", ["2025", "01/01/2030"])
def test_case_46_a_birth_after_the_year_of_the_report_stops(read, birth):
    found = read("beneficiaries", person(birth=birth, number=""))

    assert ([""], [("stopped", "C6")]) == (found.values("age_band"), found.case("46"))


@pytest.mark.parametrize(
    ("number", "severity"), [("'30042000001", "fixed"), ("30042000001", "fixed"), ("3.0042E+10", "flagged"), ("3.00420012E+10", "flagged")]
)
def test_case_47_identity_numbers_that_lost_digits(read, number, severity):
    assert [(severity, "E6")] == read("beneficiaries", person(number=number)).case("47")


@pytest.mark.parametrize(
    ("number", "male", "female"),
    [
        ("'030142000001", "1942", ""),
        ("'030043000001", "1942", ""),
        ("'030242000001", "1942", ""),
        ("'030042000001", "", "1942"),
    ],
)
def test_case_47_a_number_of_another_sex_century_or_year_is_flagged(read, number, male, female):
    found = read("beneficiaries", person(number=number).replace("| 1942 | |", f"| {male} | {female} |"))

    assert [("flagged", "E6")] == found.case("47")
    assert number.strip("'") not in str(found.found)


@pytest.mark.parametrize(
    ("number", "male", "female"), [("'030042000001", "05/03/1942", ""), ("'030142000001", "", "1942"), ("'030215000001", "2015", "")]
)
def test_case_47_a_number_that_fits_its_holder_is_plain(read, number, male, female):
    text = person(number=number, group="Trẻ em theo NQ 03/NQ-HĐND tỉnh").replace("| 1942 | |", f"| {male} | {female} |")

    assert [] == read("beneficiaries", text).found


@pytest.mark.parametrize("number", ["'003042000001", "'000042000001", "'099042000001", "'100042000001"])
def test_case_47_a_number_of_no_province_is_flagged(read, number):
    assert [("flagged", "E6")] == read("beneficiaries", person(number=number)).case("47")


def test_case_47_invented_persons_have_the_code_of_no_province(tmp_path):
    saved(tmp_path, workbook("beneficiaries", person(number="'099042000001")))
    expected = Expected(2024, "293", "huyện Kim Thành", AREAS[:1], {"beneficiaries": LAYOUTS["beneficiaries"]}, CATEGORIES, examples=True)

    assert () == received_from(tmp_path, expected).findings


@pytest.mark.parametrize("number", ["'141234567", "'141234567; 030042000001"])
def test_case_48_old_and_several_numbers_are_flagged(read, number):
    found = read("beneficiaries", person(number=number))

    assert [("flagged", "E6")] == found.case("48")
    assert "141234567" not in str(found.found)


def test_case_48_a_number_shared_by_two_rows_is_flagged(read):
    found = read("beneficiaries", person() + "\n" + person())

    assert ([("flagged", "E6:E7")], 2) == (found.case("48"), len(found.values("group")))


def test_case_49_persons_without_a_number_are_counted(read):
    found = read("beneficiaries", person(number=""))

    assert (["elderly_no_pension"], []) == (found.values("group"), found.found)


def test_case_49_without_a_number_name_birth_and_village_together_make_a_probable_match(read):
    found = read(
        "beneficiaries",
        "\n".join([person(number=""), person(number="").replace("Mẫu Văn Thử", "Ông MẪU VĂN THỬ"), person(number="", birth="1941")]),
    )

    assert [("flagged", "E6:E7")] == found.told("49")
    assert 3 == len(found.values("group"))
    assert "thử" not in str(found.found).lower()


@pytest.mark.parametrize(
    ("first", "second", "cells"),
    [
        ({"birth": "05/03/1942"}, {"birth": "5.3.42"}, "E6:E7"),
        ({"birth": "05/03/1942"}, {"birth": "1942"}, "E6:E7"),
        ({"birth": "05/03/1942"}, {"number": "'030042000001"}, "E6:E7"),
        ({"birth": "05/03/1942"}, {"birth": "06/03/1942"}, ""),
        ({"birth": "01/01/1942"}, {"birth": "06/03/1942"}, "E6:E7"),
        ({"number": "'141234567"}, {"number": "'141234568"}, ""),
    ],
)
def test_case_49_births_match_as_far_as_they_are_known(read, first, second, cells):
    found = read("beneficiaries", person(**{"number": ""} | first) + "\n" + person(**{"number": ""} | second))

    assert ([("flagged", cells)] if cells else []) == found.told("49")
    assert 2 == len(found.values("group"))


PHU_THAI = [["UBND HUYỆN KIM THÀNH"], ["UBND TT PHÚ THÁI"], ["NĂM 2024"]]


@pytest.mark.parametrize(
    ("there", "here", "probable"),
    [
        (("", "05/03/1942"), ("", "05/03/1942"), True),
        (("'030042000001", "05/03/1942"), ("", "5/3/42"), True),
        (("", "1942"), ("", "1942"), False),
        (("", "01/01/1942"), ("", "01/01/1942"), False),
        (("", "05/03/1942"), ("", "1942"), False),
        (("'030042000001", "05/03/1942"), ("'030042000009", "05/03/1942"), False),
    ],
)
def test_case_49_in_two_communes_name_and_day_of_birth_make_a_probable_match(tmp_path, there, here, probable):
    saved(tmp_path, workbook("beneficiaries", person(number=there[0], birth=there[1]), PHU_THAI), "TT_Phu_Thai_2024.xlsx")
    found = Read(tmp_path, "beneficiaries", workbook("beneficiaries", person(number=here[0], birth=here[1])), areas=2)

    assert ([("flagged", "E6")] if probable else []) == found.told("49")
    assert (probable, 2) == ("TT_Phu_Thai_2024.xlsx (ô E6)" in str(found.found), len(found.values("group")))
    assert "thử" not in str(found.found).lower() and "1942" not in str(found.found)


@pytest.mark.parametrize("code", ["00097", "3.10"])
def test_case_50_codes_that_look_like_numbers_stay_texts(read, code):
    found = read("funerals", funeral(village=f"'{code}").replace("12/QĐ", f"'{code}"))

    assert ([code], [code], []) == (found.values("village"), found.values("decision_number"), found.found)

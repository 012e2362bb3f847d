"""Records become observations: counts and sums by area, each with the cells it came from."""

from __future__ import annotations

from datetime import date

import pytest

from ctxh.book.items import Count, Item, Sum, Text, Value
from ctxh.clean.persons.ages import age_band, with_age
from ctxh.observe.filter_words import condition
from ctxh.observe.observations import COLUMNS, SPELLED, observe, unfilled_findings, without_rows_counted
from small_sheets import CATEGORIES, LAYOUTS, records

GIFTS = """
1 | Tết        | CTN   | NCC mức 1 | 3 | 300000  | | | 900000
2 | Tết        | CTN   | NCC mức 2 | 1 | 600000  | | | 600000
3 | Tết        | Tỉnh  | NCC       | 2 | 800000  | | | 1600000
4 | Ngày 27/7  | Tỉnh  | NCC       | 5 | 600000  | | | 3000000
5 | Trung thu  | Huyện | Trẻ em    | 7 |         | | |
"""
FUNERALS = """
1 | Mẫu Văn Thử | | 05/6/2024  | | | 7200000
2 | Mẫu Văn Mẫu | | 30/6/2024  | | | 7200000
3 | Mẫu Thị Giả | | 01/7/2024  | | | 10000000
"""
TET = (("occasion", ("tet",)),)


def item(fold, form: str = "gifts", **more) -> Item:
    """An item called ``x``."""
    return Item("x", "X", "gift", form, fold, **more)


def seen(found, *columns: str) -> list[tuple]:
    """Some columns of the observations of one item."""
    return [tuple(row) for row in found[list(columns)].itertuples(index=False)]


def observed(fold, form: str = "gifts", text: str = GIFTS, **more):
    """The observations of one item in one sheet."""
    return observe([records(form, text)], [item(fold, form, **more)], 2024)


def test_an_observation_says_what_where_when_and_from_which_cells():
    found = observed(Sum("amount"))

    assert [*COLUMNS, SPELLED] == list(found.columns)
    assert [("x", "10771", "2024", "", 6_100_000, "", "observed", "Xa_Kim_Xuyen_2024.xlsx", "B6. Quà tặng", "I3:I6", "", "", "")] == seen(
        found, *COLUMNS
    )


def test_a_sum_leaves_blank_cells_out_and_does_not_cite_them():
    found = observed(Sum("unit_value"))

    assert [(2_300_000, "F3:F6")] == seen(found, "value", "cells")


def test_a_blank_that_a_sum_needs_is_no_nought_but_one_that_no_sum_needs_is_left():
    lump = (
        "1 | Tết | Đơn vị tặng | NCC mức 1 |  | | | | 900000\n"
        "2 | Tết | CTN | NCC mức 1 | 3 | 300000 | | | \n"
        "3 | Tết | CTN | NCC mức 2 |  | 600000 | | | 600000"
    )
    needs = [
        item(Sum("amount"), where=(("payer", ("president",)),)),
        item(Sum("gifts"), where=(("payer", ("president",)),)),
        item(Sum("amount")),
    ]

    found = unfilled_findings([records("gifts", lump)], needs)

    assert [("stopped", "I4"), ("stopped", "E5")] == [(row["severity"], row["cell"]) for row in found]
    assert "1 ô trống mà chỉ tiêu X cần: trống là chưa biết, không phải 0" in found[0]["message"]


def test_a_cell_that_was_told_of_and_emptied_is_not_told_again_as_a_blank():
    gifts = records("gifts", "1 | Tết | CTN | NCC mức 1 |  | 300000 | | | 900000")

    assert ["E3"] == [row["cell"] for row in unfilled_findings([gifts], [item(Sum("gifts"))])]
    assert [] == unfilled_findings([gifts], [item(Sum("gifts"))], {(gifts.file, gifts.sheet, "E")})


def test_a_count_counts_rows_and_cites_its_column():
    assert [(5, "B3:B7")] == seen(observed(Count("occasion")), "value", "cells")


def test_where_keeps_the_rows_of_some_codes():
    found = observed(Sum("gifts"), where=(*TET, ("payer", ("president", "province"))))

    assert [(6, "E3:E5")] == seen(found, "value", "cells")


def test_where_with_a_code_that_no_row_has_gives_zero():
    found = observed(Sum("gifts"), where=(("occasion", ("dbp",)),))

    assert [(0, "")] == seen(found, "value", "cells")


def test_by_splits_into_categories():
    found = observed(Sum("gifts"), by=("occasion", "payer"))

    assert [
        ("jul27|province", 5, "E6"),
        ("mid_autumn|district", 7, "E7"),
        ("tet|president", 4, "E3:E4"),
        ("tet|province", 2, "E5"),
    ] == seen(found, "category", "value", "cells")


def test_a_day_that_cannot_be_read_belongs_to_no_month():
    found = observed(Sum("amount"), "funerals", FUNERALS.replace("01/7/2024", "31/02/2024"), month="death_date")

    assert [("2024-06", 14_400_000, "2")] == seen(found, "period", "value", "rows")


def test_by_month_gives_one_observation_a_month():
    found = observed(Sum("amount"), "funerals", FUNERALS, month="death_date")

    assert [("2024-06", 14_400_000, "G3:G5", "2"), ("2024-07", 10_000_000, "G3:G5", "1")] == seen(found, "period", "value", "range", "rows")


def test_a_value_that_all_rows_agree_on_is_observed():
    found = observed(Value("unit_value"), where=(("payer", ("president",)), ("recipient_group", ("merit_high",))))

    assert [(600_000, "F4")] == seen(found, "value", "cells")


def test_a_value_that_rows_do_not_agree_on_is_observed_without_a_value():
    found = observed(Value("unit_value"), where=(("payer", ("president",)),))

    assert [(True, "F3:F4")] == [(value is None, cells) for value, cells in seen(found, "value", "cells")]


def test_a_value_that_no_row_states_is_not_observed():
    assert 0 == len(observed(Value("unit_value"), where=(("payer", ("district",)),)))


def test_a_text_is_that_of_the_first_row():
    documents = "1 | plan_btxh | Đi | Kế hoạch | 893/KH-UBND | 09/4/2024"

    number = observed(Text("number"), "documents", documents)
    issued = observed(Text("issued_on"), "documents", documents)

    assert [("893/KH-UBND", "E2")] == seen(number, "text", "cells")
    assert [("2024-04-09", "F2")] == seen(issued, "text", "cells")
    assert number["value"].isna().all()


def test_the_text_of_a_desk_figure_cites_the_column_of_its_value():
    found = observed(Text("value_text"), "desk_figures", "1 | storm_name | Tên bão | Yagi | chữ")

    assert [("Yagi", "D2")] == seen(found, "text", "cells")


def test_an_empty_register_observes_zero():
    assert [(0, "")] == seen(observed(Count("death_date"), "funerals", ""), "value", "cells")
    assert [(0, "")] == seen(observed(Sum("amount"), "funerals", ""), "value", "cells")


def test_a_form_that_is_absent_observes_nothing():
    assert 0 == len(observe([records("gifts", GIFTS)], [item(Count("death_date"), "funerals")], 2024))


def test_each_area_is_observed_by_itself():
    sheets = [records("funerals", FUNERALS, "10771"), records("funerals", "", "10750")]

    found = observe(sheets, [item(Count("death_date"), "funerals")], 2024)

    assert [("10771", 3), ("10750", 0)] == seen(found, "area_code", "value")


PERSONS = """
1 | Mẫu Văn Thử | 1942 |      | | | Người khuyết tật nặng | 1.5 | 750000 | x | | | TM
2 | Mẫu Thị Thử |      | 1944 | | | Người khuyết tật nặng | 1.5 | 750000 | x | | | TK
3 | Mẫu Thị Mẫu |      | 2024 | | | Người khuyết tật nặng | 1.5 | 750000 |   | | | TK
4 | Mẫu Thị Giả |      |      | | | Người khuyết tật nặng | 1.5 | 750000 |   | | | TK
"""


def test_births_end_as_sex_and_age_band():
    table = with_age(records("beneficiaries", PERSONS), date(2024, 12, 31)).table

    assert ["male", "female", "female", ""] == table["sex"].tolist()
    assert ["80-84", "80-84", "0-3", ""] == table["age_band"].tolist()
    assert [] == [column for column in table if column.startswith("birth")]


def test_a_register_without_births_is_counted_without_ages():
    found = records("beneficiaries", PERSONS)
    found.table = found.table.drop(columns=["birth_male", "birth_female"])
    split = item(Count("group"), "beneficiaries", by=("age_band", "sex"))

    assert [("|", 4)] == seen(observe([with_age(found, date(2024, 12, 31))], [split], 2024), "category", "value")


def test_a_register_with_one_column_of_births_is_read():
    found = records("beneficiaries", PERSONS)
    found.table = found.table.drop(columns=["birth_male"])

    assert ["", "female", "female", ""] == with_age(found, date(2024, 12, 31)).table["sex"].tolist()


def test_a_mark_can_be_counted():
    marked = item(Count("home_care"), "beneficiaries", where=(("home_care", (True,)),))

    assert [(2, "J3:J6", "2")] == seen(observe([records("beneficiaries", PERSONS)], [marked], 2024), "value", "range", "rows")


def test_of_a_register_the_whole_column_is_cited_and_rows_only_where_they_are_asked_for():
    split, sheets = item(Count("group"), "beneficiaries", by=("payment_method",)), [records("beneficiaries", PERSONS)]

    assert [("account", "", "G3:G6", "3"), ("cash", "", "G3:G6", "1")] == seen(
        observe(sheets, [split], 2024), "category", "cells", "range", "rows"
    )
    assert ["G4:G6", "G3"] == observe(sheets, [split], 2024, rows=True)["cells"].tolist()


def test_rows_counted_in_a_register_can_be_taken_out_again_and_cells_of_a_form_of_totals_stay():
    sheets, items = (
        [records("beneficiaries", PERSONS), records("gifts", GIFTS)],
        [item(Count("group"), "beneficiaries"), item(Sum("amount"))],
    )
    exact = observe(sheets, items, 2024, rows=True)

    assert [("G3:G6",), ("I3:I6",)] == seen(exact, "cells")
    assert [("",), ("I3:I6",)] == seen(without_rows_counted(exact), "cells")
    assert observe(sheets, items, 2024).equals(without_rows_counted(exact))


def test_of_cells_that_say_one_thing_in_several_words_each_word_is_counted_as_a_filter_shows_it():
    rows = ["Tài khoản", "TK", "tk", "Tiền mặt", "Tài khoản", "tài khoản"]
    text = "\n".join(
        f"{n} | A | 1942 | | | Thôn A | Người khuyết tật nặng | 1 | 500000 | | 01/2022 | | {word}" for n, word in enumerate(rows, 1)
    )
    paid = item(Count("payment_method"), "beneficiaries", where=(("payment_method", ("account",)),))
    [(spelled, count)] = seen(observe([records("beneficiaries", text)], [paid], 2024), "spelled", "rows")
    words = condition(paid, "2024", "", LAYOUTS["beneficiaries"], CATEGORIES, spelled)

    assert ((("payment_method", (("Tài khoản", 3), ("TK", 2))),), "5") == (spelled, count)
    assert "Hình thức chi trả = Tài khoản (3) hoặc TK (2)" == words


def test_of_other_words_than_those_of_the_list_only_the_number_is_told():
    text = "\n".join(
        f"{n} | A | 1942 | | | Thôn A | Người khuyết tật nặng | 1 | 500000 | | 01/2022 | | {word}"
        for n, word in enumerate(["TK", "nt", "TK 李"], 1)
    )
    paid = item(Count("payment_method"), "beneficiaries", where=(("payment_method", ("account",)),))
    spelled = observe([records("beneficiaries", text)], [paid], 2024)["spelled"].iloc[0]

    assert "Hình thức chi trả = TK (1) hoặc cách ghi khác (2)" == condition(paid, "2024", "", LAYOUTS["beneficiaries"], CATEGORIES, spelled)


def test_what_is_taken_out_of_a_register_does_not_make_its_column_shorter():
    found = records("beneficiaries", PERSONS)
    found.table, found.left_out = found.table.iloc[1:-1], 2

    assert [(2, "G3:G6", "không kể 2 dòng tính ở đơn vị khác", "2")] == seen(
        observe([found], [item(Count("group"), "beneficiaries")], 2024), "value", "range", "condition", "rows"
    )


@pytest.mark.parametrize(
    ("age", "band"),
    [
        (0, "0-3"),
        (3, "0-3"),
        (4, "4-15"),
        (16, "16-59"),
        (59, "16-59"),
        (60, "60-69"),
        (79, "75-79"),
        (80, "80-84"),
        (94, "90-94"),
        (95, "95+"),
        (110, "95+"),
    ],
)
def test_bands_begin_at_their_first_age(age, band):
    assert band == age_band(age)


def test_no_observation_knows_a_name():
    items = [item(Count("group"), "beneficiaries", by=("group",)), item(Sum("monthly_amount"), "beneficiaries")]

    assert "Mẫu" not in observe([records("beneficiaries", PERSONS)], items, 2024).to_csv()

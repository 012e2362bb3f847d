"""Count × level = amount in every row of every form that has the three columns."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from ctxh.book.layouts import load_layouts
from ctxh.book.level_products import check_levels, products_of
from ctxh.book.optional import optional_folders
from ctxh.clean.form_records import Records
from ctxh.clean.products import product_findings
from ctxh.errors import CtxhError
from small_sheets import LAYOUTS, REFERENCE, records

ROWS = """
1 | Tết       | CTN   | NCC mức 1 | 3 | 300000 | | | 900000
2 | Tết       | CTN   | NCC mức 2 | 2 | 600000 | | | 1100000
3 | Tết       | CTN   | NCC mức 1 | 1 | 200000 | | | 200000
4 | Tết       | Xã    | NCC       |   |        | | | 5000000
5 | Tết       | Xã    | Trẻ em    | 4 |        | | | 500000
6 | Tết       | Xã    | Trẻ em    |   | 50000  | | | 500000
7 | Trung thu | Huyện | Trẻ em    | 9 |        | | |
"""


def of_support(level: str = "VND/person/month", register: bool = False, factors: tuple[str, ...] = (), rule: str = "") -> list[dict]:
    """The findings on a made-up form of support: 2 of 3 persons for 3 months at 100.000 are not 500.000."""
    base = LAYOUTS["gifts"].column("gifts")
    made = (
        replace(base, column="asked", label="Số đề nghị", unit_of_measure=""),
        replace(base, column="persons", label="Số khẩu", unit_of_measure="" if factors else "person"),
        replace(base, column="months", label="Số tháng", unit_of_measure="month"),
        replace(base, column="level", label="Mức", kind="money", unit_of_measure=level),
        replace(base, column="amount", label="Số tiền", kind="money", unit_of_measure="VND"),
        replace(base, column="paid", label="Đã chi", group_label="Đã chi", kind="money", unit_of_measure="VND"),
    )
    rules = dict.fromkeys(factors, "factor") | {"level": rule}
    columns = tuple(replace(column, rule=rules.get(column.column, "")) for column in made)
    rows = [(8, 3, 2, 3, 100_000, 600_000, 0), (9, 3, 2, 3, 100_000, 500_000, 0), (10, 3, 2, 1, None, 0, 0)]
    rows += [(11, 3, 2, 1, None, 7, 0)] if rule else []
    table = pd.DataFrame(rows, columns=["row", *(c.column for c in columns)])
    letters = dict(zip(table.columns[1:], "BCDEFG", strict=True))
    sheet = Records("support", "a.xlsx", "B14", "10771", table, letters, register=register)
    return product_findings(sheet, replace(LAYOUTS["gifts"], form="support", columns=columns))


def test_a_row_whose_amount_is_not_its_product_is_told_with_its_cell_and_a_blank_factor_is_a_doubt():
    found = [row for row in records("gifts", ROWS).findings if row["check"] == "số lượng × mức"]

    assert [("flagged", "I4", "1.100.000", "1.200.000"), ("flagged", "I7:I8", "", "")] == [
        (row["severity"], row["cell"], row["found"], row["expected"]) for row in found
    ]
    assert "«Số suất» × «Mức (đồng/suất)» phải bằng «Thành tiền (đồng)»: 2 × 600.000 = 1.200.000, ghi 1.100.000." == found[0]["message"]
    assert found[1]["message"].startswith("2 dòng có «Thành tiền (đồng)» mà thiếu một trong các số «Số suất», «Mức (đồng/suất)»")


def test_a_column_whose_cells_must_be_mended_first_is_not_judged():
    assert {"stopped"} == {row["severity"] for row in records("gifts", ROWS.replace("1100000", "1.1OO.OOO")).findings}


def test_the_columns_of_a_form_are_found_by_what_they_measure():
    [product] = products_of(LAYOUTS["gifts"])

    assert (["gifts", "unit_value"], "amount") == ([column.column for column in product.factors], product.amount.column)
    assert ["gifts"] == [form for form, layout in LAYOUTS.items() if products_of(layout)]


def test_relief_counts_months_and_houses_those_that_are_finished():
    layouts = load_layouts(REFERENCE, date(2026, 12, 14), optional_folders(REFERENCE, ["relief", "houses"]))
    found = {form: products_of(layouts[form])[0] for form in ("relief", "houses")}

    assert {"relief": (["recipients", "months", "level"], "amount"), "houses": (["finished", "level"], "amount")} == {
        form: ([column.column for column in product.factors], product.amount.column) for form, product in found.items()
    }


@pytest.mark.parametrize(("level", "factors"), [("VND/person/month", ()), ("VND/month", ("persons", "months"))])
def test_a_level_for_each_person_and_month_is_times_both(level, factors):
    assert ["«Số khẩu» × «Số tháng» × «Mức» phải bằng «Số tiền»: 2 × 3 × 100.000 = 600.000, ghi 500.000."] == [
        row["message"] for row in of_support(level, factors=factors)
    ]


def test_a_level_for_what_no_column_counts_is_not_judged():
    assert [] == of_support("VND/household")


def test_a_level_that_may_differ_from_row_to_row_is_noted_and_may_be_blank():
    assert [("info", "F9")] == [(row["severity"], row["cell"]) for row in of_support(rule="level_varies")]


def test_of_a_register_no_number_of_a_row_is_told():
    [row] = of_support(register=True)

    assert ("F9", "", "") == (row["cell"], row["found"], row["expected"])
    assert "1 dòng: «Số khẩu» × «Số tháng» × «Mức» phải bằng «Số tiền»." == row["message"]


HEAD = "form,valid_from,valid_to,column,label,group_label,synonyms,kind,unit_of_measure,personal,required,help,printed"
TWO_LEVELS = [  # rice and cash, each with its count, level and amount
    ("rice_households", "Số hộ", "Gạo", "count", "household"),
    ("rice_level", "Mức", "Gạo", "money", "VND/household"),
    ("rice_amount", "Tiền", "Gạo", "money", "VND"),
    ("households", "Số hộ", "Tiền mặt", "count", "household"),
    ("level", "Mức", "Tiền mặt", "money", "VND/household"),
    ("amount", "Tiền", "Tiền mặt", "money", "VND"),
]


def of_two(folder, changed: dict[str, str] | None = None, left_out: str = ""):
    """The layouts and folders of an office with a form of two levels, with other upper headers or without a column."""
    rows = [
        f"aid,2024-01-01,,{column},{label},{(changed or {}).get(column, group)},,{kind},{unit},no,no,,"
        for column, label, group, kind, unit in TWO_LEVELS
        if column != left_out
    ]
    (folder / "columns.csv").write_text("\n".join([HEAD, *rows]), encoding="utf-8")
    form = "form,code,label,sender,required,valid_from,valid_to,sheet_names,title\naid,B61,Cứu trợ,area,no,2024-01-01,,B61,CỨU TRỢ\n"
    (folder / "forms.csv").write_text(form, encoding="utf-8")
    return load_layouts(REFERENCE, date(2026, 12, 14), [folder]), [REFERENCE / "book", folder]


def test_two_levels_of_a_form_make_each_the_amount_under_their_own_header(tmp_path):
    layouts, folders = of_two(tmp_path)
    check_levels(layouts, folders)
    columns = ["row", *(column.column for column in layouts["aid"].columns)]
    table = pd.DataFrame([(8, 2, 300, 600, 3, 500, 1500), (9, 2, 300, 500, 3, 500, 1600)], columns=columns)
    sheet = Records("aid", "a.xlsx", "B61", "10771", table, dict(zip(columns[1:], "BCDEFG", strict=True)), register=False)

    assert [("D9", "600", "500"), ("G9", "1.500", "1.600")] == [
        (row["cell"], row["expected"], row["found"]) for row in product_findings(sheet, layouts["aid"])
    ]


@pytest.mark.parametrize(
    ("changed", "left_out", "line"),
    [
        (dict.fromkeys((name for name, *_ in TWO_LEVELS), ""), "", 3),  # no upper headers: six columns in a row
        ({}, "amount", 6),  # one amount, that of the rice
        ({"rice_amount": "", "amount": ""}, "", 3),  # two amounts that stand under neither
        ({"households": "Gạo"}, "", 3),  # two counts of households under one header
    ],
)
def test_a_level_that_may_make_more_than_one_amount_is_refused_with_its_line(tmp_path, changed, left_out, line):
    with pytest.raises(CtxhError, match=rf"columns\.csv, dòng {line}, .*biểu B61, không rõ «Mức» nhân với số nào ra tiền nào"):
        check_levels(*of_two(tmp_path, changed, left_out))

"""Count × level = amount in every row of every form that has the three columns."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from ctxh.book.layouts import load_layouts
from ctxh.book.optional import optional_folders
from ctxh.clean.form_records import Records
from ctxh.clean.products import product_findings, product_of
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
    product = product_of(LAYOUTS["gifts"])

    assert (["gifts", "unit_value"], "amount") == ([column.column for column in product.factors], product.amount.column)
    assert ["gifts"] == [form for form, layout in LAYOUTS.items() if product_of(layout)]


def test_relief_counts_months_and_houses_those_that_are_finished():
    layouts = load_layouts(REFERENCE, date(2026, 12, 14), optional_folders(REFERENCE, ["relief", "houses"]))
    found = {form: product_of(layouts[form]) for form in ("relief", "houses")}

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

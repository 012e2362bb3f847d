"""A required column that a sender never keeps, said once: what needs it is missing, in no sum nought; all else is counted."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ctxh.book.absent_columns import load_absent
from ctxh.check.engine import run_checks
from ctxh.clean.records import records_of
from ctxh.compute.indicators import indicators_by
from ctxh.compute.selections import absent_note
from ctxh.errors import CtxhError
from ctxh.observe.observations import observe
from ctxh.read.placement import place
from ctxh.reference.norms import load_norms
from small_computed import computed_of, request_of
from small_sheets import BOOK, CATEGORIES, LAYOUTS, REFERENCE, Sheet, even

KEPT = ["STT", "Họ tên", "Năm sinh", "Giới tính", "Nhóm đối tượng", "Hệ số", "Mức trợ cấp"]
ROWS = [[1, "Mẫu Văn Thử", 1950, "Nam", "NKT nặng", 1.5, 750_000], [2, "Mẫu Thị Thử", 1951, "Nữ", "NKT nặng", 1.5, 750_000]]
NORMS = load_norms(REFERENCE)
NEVER = replace(LAYOUTS["beneficiaries"], absent=(("payment_method", "10771"), ("coefficient", "10750")))


def records(area: str, heads: list, rows: list):
    layout = NEVER.sent_by(area)
    return records_of(place(Sheet(f"{area}.xlsx", "B1. BTXH", even([heads, *rows])), layout), area, CATEGORIES, 2024)


def of(area: str):
    """A commune that keeps no way of payment, and one that does: both have two persons."""
    paid = [*KEPT, "Hình thức chi trả"]
    return records(area, KEPT, ROWS) if area == "10771" else records(area, paid, [[*ROWS[0], "TK"], [*ROWS[1], "TM"]])


def test_what_needs_the_column_is_missing_and_all_else_is_counted():
    told = observe([of("10771"), of("10750")], list(BOOK.items.values()), 2024)
    found = indicators_by(BOOK, told, NORMS, 2024, "293", ["10771", "10750"])
    values = {(row.indicator, row.area_code): row.value for row in found.itertuples()}
    persons = told[told["item"] == "beneficiaries_by_group"].groupby("area_code")["value"].sum()

    assert {"10771": 2, "10750": 2} == persons.to_dict()
    assert (2, 1) == tuple(values[name, "10750"] for name in ("cashless_btxh_base", "cashless_btxh_paid"))
    for name in ("cashless_btxh_base", "cashless_btxh_paid", "cashless_btxh_rate"):
        assert values[name, "10771"] != values[name, "10771"] and values[name, "293"] != values[name, "293"]


def test_it_is_told_and_holds_for_its_sender_alone():
    [said] = [row["message"] for row in of("10771").findings if "absent.csv" in row["message"]]

    assert "Không có cột payment_method" in said
    with pytest.raises(CtxhError, match="không thấy cột «Hình thức chi trả»"):
        records("10750", KEPT, ROWS)


def test_a_cell_that_is_blank_where_the_column_stands_stops_as_ever():
    found = records("10771", [*KEPT, "Hình thức chi trả"], [[*ROWS[0], "TK"], [*ROWS[1], ""]])

    assert ["stopped"] == [row["severity"] for row in found.findings if row["cell"] == "H3"]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (
            "beneficiaries,paymet_method,",
            r"absent\.csv, dòng 2: biểu beneficiaries không có cột bắt buộc «paymet_method»\..*«payment_method»",
        ),
        ("labour,kind,", r"absent\.csv, dòng 2: mọi cột bắt buộc của biểu labour đều khai là không có"),
    ],
)
def test_a_row_of_no_required_column_or_of_the_last_is_said_with_its_line(tmp_path, line, message):
    (tmp_path / "absent.csv").write_text(f"form,column,sender\n{line}\n", encoding="utf-8")

    with pytest.raises(CtxhError, match=message):
        load_absent([tmp_path], {"beneficiaries": ["group", "payment_method"], "labour": ["kind"]})


def test_a_year_with_it_has_the_form_counts_the_rest_and_prints_what_is_missing():
    told = observe([of("10771"), of("10750")], list(BOOK.items.values()), 2024)
    found = indicators_by(BOOK, told, NORMS, 2024, "293", ["10771", "10750"])
    sent = [(area, "beneficiaries", 2) for area in ("10771", "10750")]
    asked = request_of({"10771": "xã Kim Xuyên", "10750": "thị trấn Phú Thái"}, layouts={**LAYOUTS, "beneficiaries": NEVER})
    computed = computed_of(asked, told, found, sent)
    printed = {(row.indicator, row.area_code): row.printed for row in found.itertuples()}
    _, findings = run_checks(computed)

    assert ("50%", "…", "…") == tuple(printed["cashless_btxh_rate", area] for area in ("10750", "10771", "293"))
    note = absent_note(computed)
    assert "Biểu B1:" not in note and "Biểu B1b: 0/2 đơn vị" in note
    assert "Biểu B1 của Kim Xuyên không có cột «Hình thức chi trả»: số liệu cần cột ấy chưa tính được." in note
    assert [] == [row["message"] for row in findings if row["severity"] != "info"]

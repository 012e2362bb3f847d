"""Blank forms filled in as a clerk does come back without a finding."""

from __future__ import annotations

from datetime import date, timedelta

import openpyxl
import pytest

from ctxh.typeset.blank_forms import write_forms
from typed_forms import CODE, TYPED, come_back, edition, fill, first_row, own_findings, put_sums, signed


@pytest.mark.parametrize("saved_values", [False, True], ids=["as a program saves", "as Excel saves"])
def test_filled_in_they_come_back_without_a_finding(tmp_path, saved_values):
    [path] = write_forms(edition(), tmp_path, CODE)
    fill(path, TYPED)
    if saved_values:
        put_sums(path)
    received = come_back(tmp_path)

    assert [] == own_findings(received)
    counts = {row["sheet"]: row["rows"] for row in received.coverage}
    assert {name: len(rows) for name, rows in TYPED.items()} == counts


def test_what_was_typed_is_what_is_read(tmp_path):
    [path] = write_forms(edition(), tmp_path, CODE)
    fill(path, TYPED)
    tables = {records.form: records.table for records in come_back(tmp_path).records}

    persons = tables["beneficiaries"]
    assert ["elderly_no_pension", "elderly_no_pension"] == persons["group"].tolist() and [500000, 750000] == persons[
        "monthly_amount"
    ].tolist()
    assert [82, 84] == persons["age"].tolist() and ["2022-01", "2020-03"] == persons["from_month"].tolist()
    assert ["2024-05-03"] == tables["funerals"]["death_date"].tolist()
    assert [9, 4] == tables["poor_review"]["at_end"].tolist()
    assert [900, 300, 20, 50] == tables["employment"]["quantity"].tolist()


def test_a_wrong_total_on_top_would_still_be_seen(tmp_path):
    [path] = write_forms(edition(), tmp_path, CODE)
    fill(path, TYPED)
    book = openpyxl.load_workbook(path)
    sheet = book["B8a. Hộ nghèo"]
    sheet.cell(first_row(sheet) - 1, 8).value = 14
    book.save(path)

    assert ["B8a. Hộ nghèo H9: Dòng tổng, cột «Số hộ nghèo cuối năm»: ghi 14, cộng các dòng được 13, lệch 1."] == own_findings(
        come_back(tmp_path)
    )


def test_a_form_that_nobody_filled_in_stops_whatever_it_came_with(tmp_path):
    write_forms(edition(), tmp_path, CODE)
    found = [row for row in come_back(tmp_path).findings if row["area_code"] == CODE]

    assert {"Biểu không có dòng số liệu nào: chưa biết là không có hay chưa điền."} == {row["message"] for row in found}
    assert list(TYPED) == [row["sheet"] for row in found]


def test_signed_and_with_lines_left_blank_they_read_as_what_was_filled_in(tmp_path):
    [path] = write_forms(edition(), tmp_path, CODE)
    fill(path, TYPED)
    book = openpyxl.load_workbook(path)
    for name in TYPED:
        signed(book[name])
    book.save(path)
    received = come_back(tmp_path)

    assert [] == own_findings(received)
    assert {name: len(rows) for name, rows in TYPED.items()} == {row["sheet"]: row["rows"] for row in received.coverage}


def test_the_forms_of_a_half_year_have_its_months_and_its_name_and_come_back_without_a_finding(tmp_path):
    half = edition(period="half-year")
    [path] = write_forms(half, tmp_path, CODE)
    fill(
        path,
        TYPED
        | {
            "B4. Chi trả": TYPED["B4. Chi trả"][:24],
            "B3. Mai táng phí": [(1, "Mẫu Văn Cũ", None, date(2024, 5, 3), *TYPED["B3. Mai táng phí"][0][4:])],
        },
    )
    book = openpyxl.load_workbook(path)
    months = dict.fromkeys(row[0].value for row in book["B4. Chi trả"].iter_rows(min_row=first_row(book["B4. Chi trả"]), max_row=34))
    [days] = [rule for rule in book["B5. Thẻ BHYT"].data_validations.dataValidation if rule.type == "date"]

    assert [*(f"{month:02d}/2024" for month in range(1, 7)), None] == list(months)
    assert "TỔNG HỢP KINH PHÍ CHI TRẢ THEO THÁNG 6 THÁNG ĐẦU NĂM 2024" in {
        cell.value for row in book["B4. Chi trả"].iter_rows(max_row=6) for cell in row
    }
    assert date(2024, 9, 12) == date(1899, 12, 30) + timedelta(int(float(days.formula2)))  # 90 days after 14/6
    assert [] == own_findings(come_back(tmp_path, half))

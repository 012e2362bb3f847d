"""The annex of the real edition keeps to the list of the UK Analysis Function for accessible spreadsheets."""

from __future__ import annotations

import re
from datetime import datetime

import openpyxl
import pytest

from small_sheets import INDICATORS


@pytest.fixture(scope="module")
def book(published_2024):
    return openpyxl.load_workbook(published_2024 / "annex.xlsx")


def cells(sheet) -> list[tuple]:
    (table,) = sheet.tables.values()
    return list(sheet[table.ref])


def led_to(book, cell):
    """The cell that a cell's link leads to."""
    sheet, place = re.fullmatch(r"'?(.+?)'?!(\w+)", cell.hyperlink.location).groups()
    return book[sheet][place]


def test_each_sheet_is_one_marked_table_below_a_title(book):
    for sheet in book:
        assert len(sheet.tables) == 1 and not sheet.merged_cells.ranges and sheet.sheet_state == "visible"
        assert sheet["A1"].value and sheet["A1"].font.b, sheet.title


def test_no_row_or_column_of_a_table_is_blank(book):
    for sheet in book:
        lines = [[cell.value for cell in line] for line in cells(sheet)]
        assert all(any(value not in (None, "") for value in line) for line in lines), sheet.title
        assert all(line[0] not in (None, "") for line in lines), sheet.title
        assert all(lines[0]) and len(set(lines[0])) == len(lines[0]), sheet.title


def test_contents_lead_to_every_other_sheet_and_each_leads_back(book):
    contents = book.worksheets[0]
    led = {led_to(book, cell).parent.title for line in contents for cell in line if cell.hyperlink}
    assert led == set(book.sheetnames[1:]) and "Ghi chú" in led
    for sheet in book.worksheets[1:]:
        links = [cell for line in sheet.iter_rows(max_row=6) for cell in line if cell.hyperlink]
        assert any(led_to(book, cell).parent is contents for cell in links), sheet.title


def test_nothing_is_said_by_colour_alone(book):
    for sheet in book.worksheets[1:]:
        _, *body = cells(sheet)
        fills = {cell.fill.fill_type for line in body for cell in line}
        assert fills == {None} and not sheet.conditional_formatting, sheet.title


def test_type_is_large_enough_and_without_serifs(book):
    fonts = {(cell.font.name, cell.font.sz) for sheet in book for line in sheet for cell in line if cell.value is not None}
    assert {name for name, _ in fonts} == {"Arial"} and min(size for _, size in fonts) >= 12


def test_every_indicator_leads_to_its_passport_and_back(book):
    _head, *body = cells(book["Chỉ tiêu"])
    assert [line[-1].value for line in body] == list(INDICATORS)
    for line in body:
        there = led_to(book, line[0])
        assert there.parent.title == "Nguồn gốc số liệu" and there.value == line[0].value
        assert led_to(book, there) is line[0]


def test_passports_lead_to_the_workbook_cells_and_back(book):
    _head, *body = cells(book["Nguồn gốc số liệu"])
    linked = [line[-2] for line in body if line[-2].value]
    assert len(linked) > 150
    for cell in linked:
        there = led_to(book, cell)
        assert there.parent.title == "Ô dữ liệu gốc" and there.value == cell.value
        assert led_to(book, there).parent.title == "Nguồn gốc số liệu"


def test_numbers_have_the_format_of_their_indicator(book):
    _, *body = cells(book["Chỉ tiêu"])
    formats = {line[-1].value: line[2].number_format for line in body if line[2].value is not None}
    assert formats["tet_president_gift_recipients"] == formats["btxh_total_spending"] == "#,##0"
    assert formats["poor_households_rate"] == "#,##0.00" and formats["report_year"] == "0"


def test_days_are_written_as_the_readers_of_the_report_do(book):
    _, *body = cells(book["Chỉ tiêu"])
    rows = {row[-1].value: [(cell.value, cell.number_format) for cell in row] for row in body}

    assert (datetime(2024, 12, 6), "dd/mm/yyyy") == rows["request_letter_date"][3]
    assert (datetime(2024, 3, 21), "dd/mm/yyyy") == rows["plan_mental_orphan_date"][3]


def test_ages_and_sexes_are_told_in_words(book):
    heads, *body = cells(book["Ô dữ liệu gốc"])
    at = [head.value for head in heads].index("Phân tổ")
    parts = {part for row in body for part in str(row[at].value or "").split("; ")}

    assert {"Nam", "Nữ", "80–84 tuổi", "từ 95 tuổi"} <= parts
    assert [] == [part for part in parts if re.fullmatch(r"[a-z]+|\d+(-\d+|\+)", part)]


def test_a_norm_that_is_counted_from_before_it_comes_into_force_has_both_days(book):
    heads, *body = cells(book["Định mức"])
    columns = [head.value for head in heads]
    rows = [dict(zip(columns, (cell.value for cell in row), strict=True)) for row in body]

    assert [(2_055_000, datetime(2023, 9, 5), datetime(2023, 7, 1))] == [
        (row["Giá trị"], row["Từ ngày"], row["Tính từ ngày"]) for row in rows if row["Tính từ ngày"]
    ]


def test_codes_stand_in_the_column_of_codes_alone(book):
    code = re.compile(r"[a-z]+[a-z0-9]*(_[a-z0-9]+)+")
    tables = {sheet.title: cells(sheet) for sheet in book}
    found = {
        (title, head.value)
        for title, (heads, *body) in tables.items()
        for line in body
        for head, cell in zip(heads, line, strict=True)
        if isinstance(cell.value, str) and code.search(cell.value) and head.value != "Tệp"
    }

    assert {("Chỉ tiêu", "Mã chỉ tiêu"), ("Nguồn gốc số liệu", "Mã chỉ tiêu")} == found


def test_a_total_stands_below_its_table_where_no_filter_moves_it(book):
    sheet = book["Giảm nghèo"]
    (table,) = sheet.tables.values()
    last = cells(sheet)[-1]

    assert ("xã Đại Đức", "huyện Kim Thành", 47552) == (
        last[1].value,
        sheet.cell(last[0].row + 1, 2).value,
        sheet.cell(last[0].row + 1, 3).value,
    )
    assert table.autoFilter.ref == table.ref


def test_every_text_has_room_in_its_row(book):
    low = [
        (sheet.title, cell.coordinate)
        for sheet in book.worksheets[1:]
        for line in cells(sheet)[1:]
        for cell in line
        if isinstance(cell.value, str)
        and cell.alignment.wrap_text
        and cell.column_letter in sheet.column_dimensions
        and (sheet.row_dimensions[cell.row].height or 15)
        < min(409, 15 * len(cell.value) / sheet.column_dimensions[cell.column_letter].width - 15)
    ]

    assert [] == low


def test_texts_say_what_an_empty_cell_means(book):
    notes = {line[0].value: line[1].value for line in cells(book["Ghi chú"])[1:]}
    assert "Không có số liệu" in notes["Ô trống"]


def test_the_language_is_vietnamese(book):
    assert book.properties.language == "vi-VN" and "năm 2024" in book.properties.title

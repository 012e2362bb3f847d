"""The annex: real numbers in tables that other programs can read."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pytest

from ctxh.errors import CtxhError
from ctxh.typeset.xlsx.annex import AnnexColumn, AnnexSheet, Link, Number, annex_xlsx

EPOCH = 1735603200
CONTENTS = [("Tên", "Phụ biểu thử"), ("Cơ quan", "Huyện Thử")]
SHEET = AnnexSheet(
    "Chỉ tiêu",
    "Chỉ tiêu toàn huyện",
    (AnnexColumn("Mã"), AnnexColumn("Tên", "text", 40), AnnexColumn("Số tiền", "money", 18), AnnexColumn("Tỷ lệ", "decimal2")),
    [("a", "=1+1", 1134000000, 1.94), ("b", "http://x.y", None, 0.5), ("00123", "e\u0302\x07", 0, "")],
    ("Số liệu minh họa.",),
)
SECOND = AnnexSheet("Theo xã", "Theo xã", (AnnexColumn("Xã"), AnnexColumn("Xã")), [("A", "B")])


@pytest.fixture(scope="module")
def data() -> bytes:
    return annex_xlsx(CONTENTS, [SHEET, SECOND], EPOCH)


@pytest.fixture(scope="module")
def book(data):
    return openpyxl.load_workbook(io.BytesIO(data))


def rows(sheet) -> list[tuple]:
    (table,) = sheet.tables.values()
    return [tuple(cell.value for cell in line) for line in sheet[table.ref]]


def test_numbers_are_numbers_and_texts_are_texts(book):
    head, first, second, third = rows(book["Chỉ tiêu"])
    assert head == ("Mã", "Tên", "Số tiền", "Tỷ lệ")
    assert first == ("a", "=1+1", 1134000000, 1.94)
    assert second == ("b", "http://x.y", None, 0.5)
    assert third == ("00123", "ê", 0, None)
    cells = [cell for line in book["Chỉ tiêu"] for cell in line if cell.value == "=1+1"]
    assert [cell.data_type for cell in cells] == ["s"] or cells[0].data_type != "f"


def test_money_and_rates_have_number_formats(book):
    sheet = book["Chỉ tiêu"]
    formats = {cell.value: cell.number_format for line in sheet for cell in line}
    assert formats[1134000000] == "#,##0" and formats[1.94] == "#,##0.00"


def test_each_sheet_is_one_table_with_a_frozen_header_and_no_merged_cells(book):
    assert book.sheetnames == ["Mục lục", "Chỉ tiêu", "Theo xã"]
    for sheet in book:
        assert len(sheet.tables) == 1 and not sheet.merged_cells.ranges
        assert sheet.page_setup.orientation == "landscape" and sheet.page_setup.paperSize == 9
        assert sheet.print_title_rows
    for name in ("Chỉ tiêu", "Theo xã"):
        (table,) = book[name].tables.values()
        first = int(table.ref.split(":")[0].strip("A"))
        assert book[name].freeze_panes == f"B{first + 1}"
    assert rows(book["Theo xã"])[0] == ("Xã", "Xã (2)")


def test_a_sheet_that_goes_on_to_the_right_says_on_each_page_what_it_is():
    wide = AnnexSheet(
        "Rộng", "Quà & tiền theo xã", (AnnexColumn("Xã"), AnnexColumn("Số", "number", 250)), [("A", 1)], ("Minh họa.",), keys=1
    )
    book = openpyxl.load_workbook(io.BytesIO(annex_xlsx(CONTENTS, [SHEET, wide], EPOCH)))
    assert ["Quà && tiền theo xã. Minh họa.", None] == [book[name].oddHeader.left.text for name in ("Rộng", "Chỉ tiêu")]


def test_links_stand_below_other_texts():
    linked = AnnexSheet("Dẫn", "Dẫn", (AnnexColumn("Tên", "text", 40),), [(Link("Đi", "Dẫn", 1),), ("Ở lại",)])
    sheet = openpyxl.load_workbook(io.BytesIO(annex_xlsx(CONTENTS, [linked], EPOCH)))["Dẫn"]
    found = {cell.value: cell.alignment.indent for line in sheet for cell in line if cell.value in ("Đi", "Ở lại")}
    assert {"Đi": 1, "Ở lại": 1} == found


def test_a_long_fact_has_room_for_all_its_lines():
    facts = [*CONTENTS, ("Lưu ý", "minh họa " * 20)]  # 180 letters in a column of 90
    page = openpyxl.load_workbook(io.BytesIO(annex_xlsx(facts, [SHEET], EPOCH)))["Mục lục"]
    assert [page.row_dimensions[row].height for row in (2, 3)] == [15.75, 31.5]


def test_contents_link_to_every_sheet(book):
    links = {cell.value: cell.hyperlink.location for line in book["Mục lục"] for cell in line if cell.hyperlink}
    assert links == {"Chỉ tiêu": "'Chỉ tiêu'!A1", "Theo xã": "'Theo xã'!A1"}


def test_a_number_may_have_a_format_of_its_own():
    columns = (AnnexColumn("Mã"), AnnexColumn("Giá trị", "number"))
    rows = [("a", Number(3743, "number")), ("b", Number(0.9412, "decimal2")), ("c", Number(2024, "year"))]
    sheet = openpyxl.load_workbook(io.BytesIO(annex_xlsx(CONTENTS, [AnnexSheet("A", "A", columns, rows)], EPOCH)))["A"]
    shown = {cell.value: cell.number_format for line in sheet for cell in line}
    assert (shown[3743], shown[0.9412], shown[2024]) == ("#,##0", "#,##0.00", "0")


def test_a_link_leads_to_the_row_of_another_table():
    one = AnnexSheet("Một", "Một", (AnnexColumn("Mã"),), [(Link("b", "Hai trang", 1),)])
    two = AnnexSheet("Hai trang", "Hai", (AnnexColumn("Mã"),), [("a",), ("b",)], ("Ghi chú.", "Nữa."))
    book = openpyxl.load_workbook(io.BytesIO(annex_xlsx(CONTENTS, [one, two], EPOCH)))
    (link,) = [cell.hyperlink for line in book["Một"] for cell in line if cell.value == "b"]
    sheet, place = link.location.replace("'", "").split("!")
    assert book[sheet][place].value == "b"


def test_each_sheet_begins_with_its_title_and_has_no_blank_row(book):
    for sheet in book:
        assert sheet["A1"].value
        (table,) = sheet.tables.values()
        last = int(table.ref.split(":")[1].lstrip("ABCDEFGH"))
        assert all(any(cell.value is not None for cell in line) for line in sheet.iter_rows(max_row=last))


def test_the_file_says_its_language_and_title(book):
    assert (book.properties.language, book.properties.title) == ("vi-VN", "Phụ biểu thử")


def test_same_input_gives_the_same_bytes(data):
    assert annex_xlsx(CONTENTS, [SHEET, SECOND], EPOCH) == data
    times = {member.date_time for member in zipfile.ZipFile(io.BytesIO(data)).infolist()}
    assert times == {(2024, 12, 31, 0, 0, 0)}


@pytest.mark.parametrize("name", ["a/b", "x" * 32, "", "mục lục"])
def test_names_that_excel_refuses_are_refused(name):
    with pytest.raises(CtxhError):
        annex_xlsx(CONTENTS, [AnnexSheet(name, "A", (AnnexColumn("B"),), [])], EPOCH)


def test_a_text_does_not_touch_the_number_before_it():
    sheet = AnnexSheet(
        "Ô", "Ô", (AnnexColumn("Giá trị", "money"), AnnexColumn("Tệp")), [(500000, "Huyen.xlsx")], total=(500000, "cả huyện")
    )
    cells = openpyxl.load_workbook(io.BytesIO(annex_xlsx(CONTENTS, [sheet], EPOCH)))["Ô"]["B4:B5"]

    assert [1, 1] == [int(cell.alignment.indent) for (cell,) in cells]


def test_a_link_has_room_on_one_line():
    # A link is not wrapped in LibreOffice: 40 letters of 12 points behind an indent take 47 characters of width.
    linked = AnnexSheet("Nguồn", "Nguồn", (AnnexColumn("Chỉ tiêu"), AnnexColumn("Số", "number")), [(Link("m" * 40, "Nguồn", 0), 1)])
    sheet = openpyxl.load_workbook(io.BytesIO(annex_xlsx(CONTENTS, [linked], EPOCH)))["Nguồn"]

    assert [47, 14] == [int(sheet.column_dimensions[letter].width) for letter in "AB"]

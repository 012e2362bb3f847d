"""Blank forms: what they hold, and that filled in by a clerk they come back without a finding."""

from __future__ import annotations

import re

import openpyxl
import pytest
from openpyxl.utils import get_column_letter

from conftest import ROOT
from ctxh.clean.rows import split_rows
from ctxh.errors import WrongUsage
from ctxh.read.placement import form_of, place
from ctxh.typeset.blank_forms import workbook_name, write_forms
from small_sheets import read_sheets
from typed_forms import CODE, GROUP, TYPED, come_back, edition, signed


@pytest.fixture(scope="module")
def blank(tmp_path_factory):
    """The blank workbook of one commune."""
    [path] = write_forms(edition(), tmp_path_factory.mktemp("blank"), CODE)
    return path


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    [path] = write_forms(edition(), tmp_path_factory.mktemp("desk"), "293")
    return path


def test_a_commune_gets_the_forms_it_owes_and_the_desk_its_own(blank, desk):
    of_commune, of_desk = (openpyxl.load_workbook(path).sheetnames for path in (blank, desk))

    assert [*TYPED, "Danh mục"] == of_commune
    assert [
        "B6. Quà tặng",
        "B7. Chế độ NCC",
        "B10. Sổ văn bản",
        "B11. Thuyết minh",
        "B12. Số liệu phòng",
        "B13. Bản giấy",
        "Danh mục",
    ] == of_desk


def test_the_head_of_a_sheet(blank):
    sheet = openpyxl.load_workbook(blank)["B1. BTXH"]
    lines = [[cell.value for cell in row if cell.value is not None] for row in sheet.iter_rows(min_row=1, max_row=8)]

    assert ["UBND HUYỆN KIM THÀNH", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"] == lines[0]
    assert ["UBND XÃ KIM XUYÊN", "Độc lập - Tự do - Hạnh phúc"] == lines[1]
    assert ["Biểu B1, mẫu áp dụng từ 01/01/2021"] == lines[2]
    assert ["DANH SÁCH ĐỐI TƯỢNG BẢO TRỢ XÃ HỘI ĐANG HƯỞNG TRỢ CẤP HẰNG THÁNG NĂM 2024"] == lines[3]
    assert "ĐVT: đồng" == lines[4][-1]
    assert ["Nam", "Nữ"] == lines[6] and "Ngày, tháng, năm sinh" in lines[5]
    assert "C6:D6" in map(str, sheet.merged_cells.ranges) and "A6:A7" in map(str, sheet.merged_cells.ranges)
    assert f"({sheet.max_column})" == lines[7][-1]


def validation(sheet, column: str):
    return next(v for v in sheet.data_validations.dataValidation if str(v.sqref).startswith(column))


def test_columns_take_what_they_should_and_say_how(blank):
    book = openpyxl.load_workbook(blank)
    sheet = book["B1. BTXH"]
    group, amount, identity, name = (validation(sheet, column) for column in "GIEB")

    assert ("list", "'Danh mục'!$A$3:$A$22") == (group.type, group.formula1)
    assert GROUP in [book["Danh mục"].cell(row, 1).value for row in range(3, 11)]
    assert ("Nhóm đối tượng", "Nhóm theo Điều 5 Nghị định 20/2021/NĐ-CP. Bắt buộc.") == (group.promptTitle, group.prompt)
    assert ("whole", "greaterThanOrEqual", "0") == (amount.type, amount.operator, amount.formula1)
    assert "Số CCCD có đúng 12 chữ số." == identity.error
    assert "Họ và tên đầy đủ của người hưởng. Bắt buộc." == name.prompt
    assert ("@", "#,##0", "0.0") == tuple(sheet.column_dimensions[c].number_format for c in "EIH")
    day = validation(book["B3. Mai táng phí"], "D")
    assert ("date", "Ghi ngày/tháng/năm, không sau 31/03/2025.") == (day.type, day.error)


def test_every_column_of_every_form_says_something(blank, desk):
    for path in (blank, desk):
        for sheet in openpyxl.load_workbook(path):
            if sheet.title != "Danh mục":
                said = [v.prompt for v in sheet.data_validations.dataValidation]
                assert len(said) == sheet.max_column and all(said), sheet.title


def test_a_total_adds_its_column_by_formula(blank):
    sheet = openpyxl.load_workbook(blank)["B8a. Hộ nghèo"]

    assert [f"=SUM({c}10:{c}1509)" for c in "CDEFGH"] == [sheet[f"{c}9"].value for c in "CDEFGH"]


def test_the_desk_finds_what_it_is_asked_for_filled_in(desk):
    book = openpyxl.load_workbook(desk)
    figures = {row[1].value: row[3].value for row in book["B12. Số liệu phòng"].iter_rows(min_row=8)}

    assert ("ngày", "chữ", "người", "giai đoạn") == tuple(
        figures[words]
        for words in (
            "Ngày chốt số liệu",
            "Tên cơn bão",
            "Kế hoạch giải quyết việc làm mới",
            "Giai đoạn xác định hộ có mức sống trung bình",
        )
    )
    assert "Công văn yêu cầu báo cáo" == book["B10. Sổ văn bản"].cell(8, 2).value


def test_no_code_stands_in_any_form(blank, desk):
    words = {
        str(cell.value)
        for path in (blank, desk)
        for sheet in openpyxl.load_workbook(path)
        for row in sheet
        for cell in row
        if cell.value is not None
    }

    assert [] == sorted(word for word in words if re.fullmatch(r"[a-z0-9]+(_[a-z0-9]+)+|Mã (trích dẫn|số liệu|chỉ tiêu)", word))


def test_nothing_in_them_is_hidden_or_commented(blank):
    book = openpyxl.load_workbook(blank)

    assert {"visible"} == {sheet.sheet_state for sheet in book}
    assert [] == [cell.coordinate for sheet in book for row in sheet for cell in row if cell.comment]


def test_the_same_year_gives_the_same_bytes(blank, tmp_path):
    [again] = write_forms(edition(), tmp_path, CODE)

    assert blank.read_bytes() == again.read_bytes()


def test_the_lists_are_printed_at_full_size(blank, desk):
    for path in (blank, desk):
        lists = openpyxl.load_workbook(path)["Danh mục"]

        assert not lists.sheet_properties.pageSetUpPr or not lists.sheet_properties.pageSetUpPr.fitToPage


def page_of_rows(sheet) -> dict[int, int]:
    """On which printed page each row stands: a lying A4 is 777 points wide and 509 high within its margins, a character 5,25 wide."""
    last = int(re.findall(r"\d+", sheet.print_area)[-1])
    wide = sum(sheet.column_dimensions[get_column_letter(n)].width * 5.25 for n in range(1, sheet.max_column + 1))
    height = {n: (sheet.row_dimensions[n].height or sheet.sheet_format.defaultRowHeight) * min(1, 777 / wide) for n in range(1, last + 1)}
    first, end = map(int, re.findall(r"\d+", sheet.print_title_rows))
    pages, page, filled = {}, 1, 0.0
    for row in range(1, last + 1):
        if filled + height[row] > 509:
            page, filled = page + 1, sum(height[n] for n in range(first, end + 1))
        pages[row], filled = page, filled + height[row]
    return pages


def test_the_place_to_sign_is_on_one_page_with_a_row_of_the_form(blank, desk):
    alone = []
    for sheet in (sheet for path in (blank, desk) for sheet in openpyxl.load_workbook(path).worksheets[:-1]):
        pages = page_of_rows(sheet)
        signed = next(cell.row for row in sheet.iter_rows() for cell in row if cell.value == "NGƯỜI LẬP BIỂU")
        if pages[signed - 3] != max(pages.values()):  # a blank row and the day stand between
            alone.append(sheet.title)

    assert [] == alone


def test_all_areas_of_the_year_get_one(tmp_path):
    names = {path.name for path in write_forms(edition(), tmp_path)}

    sent = {path.name for path in (ROOT / "data/kim-thanh/2024").glob("*.xlsx")}

    assert {f"Xa_{name}_2024.xlsx" for name in ("Lai_Khe", "Vu_Dung", "Hoa_Binh")} == names - sent  # which began in December
    assert set() == sent - names


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("xã Kim Xuyên", "Xa_Kim_Xuyen_2024.xlsx"),
        ("thị trấn Phú Thái", "TT_Phu_Thai_2024.xlsx"),
        ("tỉnh Đắk Lắk", "Tinh_Dak_Lak_2024.xlsx"),
    ],
)
def test_a_workbook_is_called_after_its_area(name, file):
    assert file == workbook_name(name, 2024)


def test_a_form_that_is_there_is_not_written_over(blank):
    with pytest.raises(WrongUsage, match=r"«Xa_Kim_Xuyen_2024\.xlsx» đã có"):
        write_forms(edition(), blank.parent, CODE)


def test_an_area_of_another_office_and_a_year_without_layouts_are_refused(tmp_path):
    with pytest.raises(WrongUsage, match=r"Không có đơn vị có mã «10772» gửi báo cáo cho huyện Kim Thành năm 2024\. Có phải"):
        write_forms(edition(), tmp_path, "10772")
    with pytest.raises(WrongUsage, match="Chưa có biểu mẫu nào có hiệu lực cuối năm 2015"):
        edition(2015)
    assert [] == list(tmp_path.iterdir())


def test_blank_they_are_placed_and_hold_no_record(blank):
    layouts = edition().layouts
    found = {}
    for sheet in read_sheets(blank):
        layout = form_of(sheet, layouts)
        if layout is not None:
            found[layout.code] = len(split_rows(place(sheet, layout)).data)

    assert dict.fromkeys(("B1", "B1b", "B2", "B3", "B4", "B5", "B6", "B7", "B8a", "B8b", "B9a", "B9b"), 0) == found


def test_a_total_that_nobody_has_computed_says_nothing_when_read(blank):
    sheet = next(sheet for sheet in read_sheets(blank) if sheet.name == "B8a. Hộ nghèo")

    assert "Tổng cộng" == sheet.rows[8][1]
    assert [] == [value for value in sheet.rows[8] if isinstance(value, (int, float))]


def test_words_and_codes_of_the_desk_read_the_same(tmp_path, desk):
    """The forms ask in words; workbooks of earlier years, and of desks that keep them, have the codes under the headers of their day."""
    read = {}
    for name, swapped in (
        ("words", {}),
        (
            "codes",
            {
                "Số liệu cần ghi": "Mã số liệu",
                "Tên cơn bão": "storm_name",
                "Văn bản": "Mã trích dẫn",
                "Công văn yêu cầu báo cáo": "request_letter",
                "Chỉ tiêu": "Mã chỉ tiêu",
                "Chữ in sai": "words",
            },
        ),
    ):
        book = openpyxl.load_workbook(desk)
        for sheet, row, filled in (
            ("B12. Số liệu phòng", 17, {3: "Mẫu"}),
            ("B10. Sổ văn bản", 8, {3: "Đến", 5: "01/KH"}),
            ("B13. Bản giấy", 8, {2: "I.1", 3: "Chữ in sai", 4: "đúng", 5: "sai"}),
        ):
            for column, value in filled.items():
                book[sheet].cell(row, column).value = value
            signed(book[sheet])
        for cell in (cell for sheet in book for row in sheet for cell in row if cell.value in swapped):
            cell.value = swapped[cell.value]
        (tmp_path / name).mkdir()
        book.save(tmp_path / name / desk.name)
        read[name] = {one.form: one.table for one in come_back(tmp_path / name).records}

    assert ["storm_name", "Mẫu"] == read["words"]["desk_figures"][["key", "value_text"]].iloc[0].tolist()
    assert ["request_letter", "words"] == [read["words"]["documents"]["cite_key"][0], read["words"]["printed_figures"]["indicator"][0]]
    for form in ("desk_figures", "documents", "printed_figures"):
        assert read["words"][form].equals(read["codes"][form]), form

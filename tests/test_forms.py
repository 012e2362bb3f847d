"""Blank forms: what they hold, and that filled in by a clerk they come back without a finding."""

from __future__ import annotations

import re
from datetime import date, timedelta

import openpyxl
import pytest
from openpyxl.utils import get_column_letter

from conftest import ROOT
from ctxh.clean.ingest import receive
from ctxh.clean.rows import split_rows
from ctxh.errors import WrongUsage
from ctxh.observe.intake import expected as expected_of
from ctxh.read.placement import form_of, place
from ctxh.reference.places import places_of
from ctxh.typeset.blank_forms import request_of_forms, workbook_name, write_forms
from small_sheets import read_sheets

YEAR, CODE = 2024, "10771"
GROUP, TO_ACCOUNT = "Người cao tuổi từ đủ 80 tuổi", "Tài khoản"
PRESIDENT, MERIT = "Chủ tịch nước", "NCC và thân nhân (mức thường)"
MEAL, NEW = "Tiền ăn thêm ngày lễ, tết", "Hưởng mới - NCT từ đủ 80 tuổi"
# What a clerk types into the first rows below the total of each form, from column A on.
TYPED = {
    "B1. BTXH": [
        (1, "Mẫu Văn Thử", "1942", None, "099042000001", "Bằng Lai", GROUP, 1, 500000, None, "01/2022", "5/QĐ", TO_ACCOUNT),
        (2, "Tổng Thị Mẫu", None, "05/03/1940", None, "Cộng Hòa", GROUP, 1.5, 750000, "x", "03/2020", None, "Tiền mặt"),
    ],
    "B1b. NCC": [(1, "Mẫu Văn Thử", "1948", None, None, "MAU1", "Bằng Lai", "Bệnh binh", 2055000, TO_ACCOUNT)],
    "B2. Biến động": [(1, "Mẫu Văn Thử", None, "Bằng Lai", NEW, "02/2024", "12/QĐ", date(2024, 1, 30), 500000)],
    "B3. Mai táng phí": [(1, "Mẫu Văn Cũ", None, date(2024, 5, 3), "Mẫu Thị Mới", "Bằng Lai", 7200000, "15/QĐ", "06/2024")],
    "B4. Chi trả": [(None, None, 2, 1250000, 1, 0, 0), *[(None, None, 0, 0, 0, 0, 0)] * 3]
    * 12,  # twelve months of four payments, named already
    "B5. Thẻ BHYT": [(1, "Mẫu Văn Thử", "MAU0001", "Bằng Lai", "Đối tượng BTXH", date(2024, 1, 1))],
    "B6. Quà tặng": [(1, "Tết Nguyên đán", PRESIDENT, MERIT, 3, 300000, 0, 300000, 900000)],
    "B7. Chế độ NCC": [(1, "Mẫu Văn Thử", "MAU2", "Bằng Lai", MEAL, 21, 5, 1000000)],
    "B8a. Hộ nghèo": [(1, "Bằng Lai", 300, 10, 2, 0, 1, 9), (2, "Cộng Hòa", 200, 5, 1, 0, 0, 4)],
    "B8b. Hộ cận nghèo": [(1, "Bằng Lai", 300, 12, 2, 1, 1, 12), (2, "Cộng Hòa", 200, 5, 1, 0, 0, 4)],
    "B9a. Lao động": [(1, "Hộ kinh doanh cá thể", 40, 75, 1), (2, "Doanh nghiệp, đơn vị sử dụng lao động", 3, 120, 110)],
    "B9b. Việc làm": [
        (1, "Lực lượng lao động", 900),
        (2, "Lao động qua đào tạo có bằng cấp, chứng chỉ", 300),
        (3, "Đào tạo, bồi dưỡng nghề cấp chứng chỉ trong năm", 20),
        (4, "Giải quyết việc làm mới trong năm", 50),
    ],
}


def edition(year: int = YEAR, period: str = "year"):
    return request_of_forms(places_of({}), "kim-thanh", year, period)


@pytest.fixture(scope="module")
def blank(tmp_path_factory):
    """The blank workbook of one commune."""
    [path] = write_forms(edition(), tmp_path_factory.mktemp("blank"), CODE)
    return path


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    [path] = write_forms(edition(), tmp_path_factory.mktemp("desk"), "293")
    return path


def first_row(sheet) -> int:
    """The first row under the numbers of the columns and the total."""
    numbered = next(r for r in range(5, 12) if sheet.cell(r, 1).value == "(1)")
    return numbered + (2 if sheet.cell(numbered + 1, 2).value == "Tổng cộng" else 1)


def fill(path, typed: dict) -> None:
    book = openpyxl.load_workbook(path)
    for name, rows in typed.items():
        sheet = book[name]
        for row, values in enumerate(rows, first_row(sheet)):
            for column, value in enumerate(values, 1):
                if value is not None:
                    sheet.cell(row, column).value = value
    book.save(path)


def come_back(folder, made=None):
    """What is received from the folder of one commune alone."""
    made = made or edition()
    expected = expected_of(made)
    alone = expected.areas[expected.areas["area_code"] == CODE]
    return receive(
        folder,
        type(expected)(YEAR, "293", "huyện Kim Thành", alone, expected.layouts, made.categories, months=expected.months, examples=True),
    )


def own_findings(received) -> list[str]:
    return [f"{row['sheet']} {row['cell']}: {row['message']}" for row in received.findings if row["area_code"] != "293"]


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


def put_sums(path) -> None:
    """Put the sums in the place of the formulas, as their saved results are read."""
    book = openpyxl.load_workbook(path)
    for name, rows in TYPED.items():
        sheet = book[name]
        for cell in sheet[first_row(sheet) - 1]:
            if isinstance(cell.value, str) and cell.value.startswith("=SUM("):
                cell.value = sum(row[cell.column - 1] for row in rows)
    book.save(path)


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


def test_blank_they_are_placed_and_hold_no_record(blank):
    layouts = edition().layouts
    found = {}
    for sheet in read_sheets(blank):
        layout = form_of(sheet, layouts)
        if layout is not None:
            found[layout.code] = len(split_rows(place(sheet, layout)).data)

    assert dict.fromkeys(("B1", "B1b", "B2", "B3", "B4", "B5", "B6", "B7", "B8a", "B8b", "B9a", "B9b"), 0) == found


def test_a_form_that_nobody_filled_in_stops_whatever_it_came_with(tmp_path):
    write_forms(edition(), tmp_path, CODE)
    found = [row for row in come_back(tmp_path).findings if row["area_code"] == CODE]

    assert {"Biểu không có dòng số liệu nào: chưa biết là không có hay chưa điền."} == {row["message"] for row in found}
    assert list(TYPED) == [row["sheet"] for row in found]


def signed(sheet) -> None:
    """Sign a sheet as a clerk does: the day, and two names in the room for them."""
    [row] = [cell.row for cell in sheet["B"] + sheet["C"] + sheet["A"] if cell.value == "NGƯỜI LẬP BIỂU"]
    for at, texts in ((row - 1, "Kim Xuyên, ngày 12 tháng 12 năm 2024"), (row + 5, "Mẫu Văn Thử")):
        cell = next(c for c in sheet[row] if c.value and c.value != "NGƯỜI LẬP BIỂU")
        sheet.cell(at, cell.column).value = texts
    left = next(c for c in sheet[row] if c.value == "NGƯỜI LẬP BIỂU")
    sheet.cell(row + 5, left.column).value = "Tổng Thị Mẫu"


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


def test_a_total_that_nobody_has_computed_says_nothing_when_read(blank):
    sheet = next(sheet for sheet in read_sheets(blank) if sheet.name == "B8a. Hộ nghèo")

    assert "Tổng cộng" == sheet.rows[8][1]
    assert [] == [value for value in sheet.rows[8] if isinstance(value, (int, float))]


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


def test_nothing_in_them_is_hidden_or_commented(blank):
    book = openpyxl.load_workbook(blank)

    assert {"visible"} == {sheet.sheet_state for sheet in book}
    assert [] == [cell.coordinate for sheet in book for row in sheet for cell in row if cell.comment]


def test_the_same_year_gives_the_same_bytes(blank, tmp_path):
    [again] = write_forms(edition(), tmp_path, CODE)

    assert blank.read_bytes() == again.read_bytes()


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

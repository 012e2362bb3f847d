"""Blank forms, and what a clerk types into them, for tests."""

from __future__ import annotations

from datetime import date

import openpyxl

from ctxh.clean.ingest import receive
from ctxh.observe.intake import expected as expected_of
from ctxh.reference.places import places_of
from ctxh.typeset.blank_forms import request_of_forms

YEAR, CODE = 2024, "10771"
GROUP, TO_ACCOUNT = "Người cao tuổi từ đủ 80 tuổi", "Tài khoản"
PRESIDENT, MERIT = "Chủ tịch nước", "NCC và thân nhân (mức thường)"
MEAL, NEW = "Tiền ăn thêm ngày lễ, tết", "Hưởng mới - NCT từ đủ 80 tuổi"


def edition(year: int = YEAR, period: str = "year"):
    return request_of_forms(places_of({}), "kim-thanh", year, period)


def first_row(sheet) -> int:
    """The first row under the numbers of the columns and the total."""
    numbered = next(r for r in range(5, 12) if sheet.cell(r, 1).value == "(1)")
    return numbered + (2 if sheet.cell(numbered + 1, 2).value == "Tổng cộng" else 1)


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


def put_sums(path) -> None:
    """Put the sums in the place of the formulas, as their saved results are read."""
    book = openpyxl.load_workbook(path)
    for name, rows in TYPED.items():
        sheet = book[name]
        for cell in sheet[first_row(sheet) - 1]:
            if isinstance(cell.value, str) and cell.value.startswith("=SUM("):
                cell.value = sum(row[cell.column - 1] for row in rows)
    book.save(path)


def signed(sheet) -> None:
    """Sign a sheet as a clerk does: the day, and two names in the room for them."""
    [row] = [cell.row for cell in sheet["B"] + sheet["C"] + sheet["A"] if cell.value == "NGƯỜI LẬP BIỂU"]
    for at, texts in ((row - 1, "Kim Xuyên, ngày 12 tháng 12 năm 2024"), (row + 5, "Mẫu Văn Thử")):
        cell = next(c for c in sheet[row] if c.value and c.value != "NGƯỜI LẬP BIỂU")
        sheet.cell(at, cell.column).value = texts
    left = next(c for c in sheet[row] if c.value == "NGƯỜI LẬP BIỂU")
    sheet.cell(row + 5, left.column).value = "Tổng Thị Mẫu"

"""Where a form stands in a sheet: header words, banners, merged cells, moved columns; cell addresses."""

from __future__ import annotations

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctxh.errors import CtxhError
from ctxh.read.flags import column_letters
from ctxh.read.placement import Sheet, cell_ranges, form_of, place, strange_headers, workbook_files
from small_sheets import LAYOUTS, cells_in, even, grid, read_sheets, sheet


def placed(form: str, text: str):
    """A form found in the rows of a text."""
    return place(Sheet("Xa_A_2024.xlsx", "trang", even(grid(text))), LAYOUTS[form])


def test_the_header_is_found_by_its_words_below_the_banners():
    found = placed(
        "labour",
        """
        UBND HUYỆN KIM THÀNH |                    | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM |              |
        UBND XÃ KIM XUYÊN    |                    | Độc lập - Tự do - Hạnh phúc        |              |
                             | TỔNG HỢP NĂM 2024  |                                    |              |
        STT                  | Loại hình          | Số cơ sở                           | Số lao động  | Số tham gia BHXH
        1                    | Doanh nghiệp       | 67                                 | 2244         | 2172
    """,
    )

    assert {"row_number": 0, "kind": 1, "establishments": 2, "workers": 3, "insured": 4} == found.columns
    assert 4 == found.first_row


def test_a_header_of_two_rows_holds_a_merged_value_only_in_its_first_cell():
    found = placed(
        "gifts",
        """
        STT | Dịp tặng quà | Nguồn quà | Nhóm được tặng | Số suất | Giá trị một suất |          |          | Thành tiền (đồng)
            |              |           |                |         | Mức (đồng/suất)  | Hiện vật | Tiền mặt |
    """,
    )

    assert (5, 6, 7, 8) == tuple(found.columns[name] for name in ("unit_value", "in_kind", "cash", "amount"))
    assert 2 == found.first_row


def test_one_header_word_in_two_places_counts_where_its_upper_word_fits():
    found = placed(
        "funerals",
        """
        STT | Người nhận | Người chết |        |           | Mức hỗ trợ (đồng)
            | Họ và tên  | Họ và tên  | Số CCCD | Ngày chết |
    """,
    )

    assert (1, 2) == (found.columns["recipient_name"], found.columns["deceased_name"])


def test_synonyms_capitals_and_missing_marks_are_known():
    found = placed("labour", "TT | LOAI CO SO | so luong co so | Tổng số\u00a0lao động | Tham gia BHXH")

    assert ["row_number", "kind", "establishments", "workers", "insured"] == list(found.columns)


def test_columns_may_be_moved_and_strange_ones_inserted():
    found = placed("labour", "STT | Số lao động | Ghi thêm | Loại hình | Số tham gia BHXH | Số cơ sở")

    assert (3, 5, 1, 4) == tuple(found.columns[name] for name in ("kind", "establishments", "workers", "insured"))
    assert {2: "Ghi thêm"} == strange_headers(found)


def test_a_missing_column_is_named_with_the_nearest_header():
    with pytest.raises(CtxhError) as refused:
        placed("labour", "STT | Loại hình | Số cơ sở | Số lao độngg | Số tham gia BHXH")

    assert (
        "Xa_A_2024.xlsx, trang tính «trang»: không thấy cột «Số lao động» ở dòng tiêu đề. "
        "Tiêu đề gần nhất: «Số lao độngg». Tiêu đề chưa rõ: «Số lao độngg» (ô D1). Ghi lại tiêu đề cột như trong biểu mẫu, "
        "hoặc chạy «ctxh map Xa_A_2024.xlsx» để chỉ cột cho các tiêu đề ấy, rồi chạy lại."
    ) == str(refused.value)


def test_a_sheet_without_any_header_names_every_required_column():
    with pytest.raises(CtxhError, match="«Loại hình», «Số cơ sở», «Số lao động», «Số tham gia BHXH»"):
        placed("labour", "chưa có số liệu")


@pytest.mark.parametrize("form", LAYOUTS)
def test_every_form_is_found_under_the_header_of_its_layout(form):
    found = place(sheet(form, above="UBND XÃ KIM XUYÊN"), LAYOUTS[form])

    assert {column.column: index for index, column in enumerate(LAYOUTS[form].columns)} == found.columns


def test_a_sheet_is_known_by_each_of_its_names():
    names = ["B8a. Hộ nghèo", "B8A HO NGHEO", " hộ nghèo ", "Hộ nghèo 2"]

    found = [form_of(Sheet("f", name, [[""]]), LAYOUTS) for name in names]

    assert ["poor_review"] * 3 + [None] == [layout and layout.form for layout in found]


def test_no_two_forms_share_a_sheet_name():
    names = [name.lower() for layout in LAYOUTS.values() for name in layout.sheet_names]

    assert len(names) == len(set(names))


@pytest.mark.parametrize(("index", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (27, "AB"), (701, "ZZ"), (702, "AAA")])
def test_columns_are_lettered_as_in_excel(index, letters):
    assert letters == column_letters(index)


@pytest.mark.parametrize(
    ("rows", "ranges"),
    [([], ""), ([9], "H9"), ([9, 10, 11], "H9:H11"), ([11, 9, 10, 33], "H9:H11,H33"), ([2, 4, 6], "H2,H4,H6")],
)
def test_cells_of_a_column_are_told_as_ranges(rows, ranges):
    assert ranges == cell_ranges("H", rows)


@given(st.integers(0, 800), st.sets(st.integers(1, 3000), max_size=60))
def test_ranges_name_exactly_the_cells_they_were_made_from(index, rows):
    column = column_letters(index)

    assert {f"{column}{row}" for row in rows} == cells_in(cell_ranges(column, list(rows)))


def workbook(path, **sheets: list[list]):
    """The path of a workbook written with some sheets."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        made = book.create_sheet(name)
        for row in rows:
            made.append(row)
    book.save(path)
    return path


def test_workbooks_are_read_in_order_of_name_without_lock_and_hidden_files(tmp_path):
    for name in ("Xa_B.xlsx", "Xa_A.XLSX", "~$Xa_A.xlsx", ".Xa_C.xlsx"):
        (tmp_path / name).write_bytes(b"")
    (tmp_path / "cũ").mkdir()

    assert ["Xa_A.XLSX", "Xa_B.xlsx"] == [path.name for path in workbook_files(tmp_path)]


def test_files_of_the_system_are_left_out(tmp_path):
    for name in ("Xa_A.xls", "Thumbs.db", "desktop.ini", ".DS_Store"):
        (tmp_path / name).write_bytes(b"")

    assert ["Xa_A.xls"] == [path.name for path in workbook_files(tmp_path)]


def test_a_folder_without_workbooks_is_refused(tmp_path):
    with pytest.raises(CtxhError, match=r"không có tệp Excel nào\. Chép tệp của các đơn vị vào đó\.$"):
        workbook_files(tmp_path)


def test_a_damaged_workbook_is_refused_with_what_to_do(tmp_path):
    (tmp_path / "Xa_A.xlsx").write_bytes(b"PK\x03\x04 not a workbook")

    with pytest.raises(CtxhError) as refused:
        read_sheets(tmp_path / "Xa_A.xlsx")

    assert str(refused.value).startswith("Xa_A.xlsx: tệp bị cắt hoặc hỏng.")
    assert str(refused.value).endswith("mở bằng Excel, lưu lại dạng .xlsx rồi chạy lại.")


def test_empty_sheets_and_those_that_nobody_asked_for_are_left_out(tmp_path):
    path = workbook(tmp_path / "Xa_A.xlsx", Sheet1=[], **{"B9a. Lao động": [["STT"], [1]], "Khác": [["x"]]})

    assert ["B9a. Lao động", "Khác"] == [found.name for found in read_sheets(path)]
    assert [[["STT"], [1.0]]] == [found.rows for found in read_sheets(path, {"khac"})]


def test_leading_blank_rows_and_columns_keep_their_place(tmp_path):
    path = workbook(tmp_path / "Xa_A.xlsx", trang=[[None, None], [None, "x"]])

    assert "x" == read_sheets(path)[0].rows[1][1]

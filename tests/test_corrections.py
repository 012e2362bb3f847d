"""Corrections of cells: put in where the cell still holds what was approved, shown, else the run stops."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from ctxh.clean.corrections import COLUMNS, applied, cell_value, holds, load_corrections, made_findings
from ctxh.errors import CtxhError
from ctxh.read.placement import place
from messy import received_from
from small_sheets import LAYOUTS, records, sheet
from test_receive import EXPECTED, Folder

FILE, B8A = "Xa_Kim_Xuyen_2024.xlsx", "B8a. Hộ nghèo"
HEAD = ",".join(COLUMNS)
# In the folder of two communes row 6 of B8a is: 1 | Thôn Đông | 300 | 10 | 2 | 0 | 1 | 9
LINE = f"2024,{FILE},{B8A},C6,300,310,Thôn báo lại,Nguyễn Mẫu,2024-12-22"


def written(folder, *lines: str):
    """The corrections of 2024 of a table with these lines."""
    (folder / "corrections.csv").write_text("\n".join([HEAD, *lines, ""]), encoding="utf-8")
    return load_corrections(folder, 2024)


@pytest.fixture
def folder(tmp_path) -> Folder:
    (tmp_path / "2024").mkdir()
    return Folder(tmp_path / "2024")


def received(folder, *lines: str):
    return received_from(folder.path, replace(EXPECTED, corrections=written(folder.path.parent, *lines)))


def found(folder, *lines: str) -> list[str]:
    rows = received(folder, *lines).findings
    return [f"{r['severity']} {r['file']} {r['sheet']} {r['cell']} [{r['found']}>{r['used']}] {r['message']} {r['remedy']}" for r in rows]


def test_an_approved_cell_is_read_as_approved_and_shown_with_reason_and_name(folder):
    got = received(folder, LINE)
    [review] = [r for r in got.records if r.form == "poor_review" and r.area_code == "10771"]

    assert [310] == review.table["households"].tolist()
    assert [
        f"fixed {FILE} {B8A} C6 [300>310] Ô đã được chỉnh sửa theo bảng chỉnh sửa, dòng 2: Thôn báo lại (Nguyễn Mẫu, 22/12/2024). "
    ] == found(folder, LINE)


def test_the_workbook_itself_stays_as_it_was_sent(folder):
    before = (folder.path / FILE).read_bytes()
    received(folder, LINE)

    assert before == (folder.path / FILE).read_bytes()


def test_a_cell_that_has_changed_since_stops_the_run_and_is_read_as_it_is(folder):
    line = LINE.replace(",300,", ",301,")

    assert [
        f"stopped {FILE} {B8A} C6 [>] corrections.csv, dòng 2: ô không còn giữ giá trị mà dòng chỉnh sửa đã ghi. Mở tệp xem ô này: "
        "đã đúng thì xóa dòng chỉnh sửa, còn sai thì ghi lại dòng cho khớp và duyệt lại."
    ] == found(folder, line)
    [review] = [r for r in received(folder, line).records if r.form == "poor_review" and r.area_code == "10771"]
    assert [300] == review.table["households"].tolist()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (FILE, "Xa_Kim_Xuyen.xlsx", "dòng 2: không có tệp «Xa_Kim_Xuyen.xlsx» trong thư mục của năm."),
        (B8A, "B8c. Hộ", "dòng 2: tệp không có trang tính «B8c. Hộ»."),
        ("C6", "C600", "dòng 2: ô nằm ngoài vùng có số liệu của trang tính."),
        ("C6", "ZZ6", "dòng 2: ô nằm ngoài vùng có số liệu của trang tính."),
    ],
)
def test_a_cell_that_is_not_there_stops_the_run(folder, old, new, said):
    [row] = found(folder, LINE.replace(old, new, 1))

    assert row.startswith("stopped") and f"corrections.csv, {said}" in row


def test_two_corrections_of_one_cell_do_not_both_fit(folder):
    rows = found(folder, LINE, LINE.replace(",310,", ",320,"))

    assert ["fixed", "stopped"] == sorted(row.split()[0] for row in rows)


def test_other_years_are_left_to_their_own_run(folder):
    assert [] == found(folder, LINE.replace("2024,", "2023,", 1))


def test_names_are_matched_whatever_the_unicode_form_and_the_sheet_whatever_its_tones(folder):
    import unicodedata

    line = unicodedata.normalize("NFD", LINE.replace(B8A, "b8a. hộ nghèo"))

    assert ["fixed"] == [row.split()[0] for row in found(folder, line)]


PERSON = "1 | Mẫu Văn Thử | 1942 | | '099142000001 | Bằng Lai | Người cao tuổi từ đủ 80 tuổi | 1 | 500000 | | | | TM"


@pytest.mark.parametrize(
    ("cell", "held", "shown"),
    [
        ("C3", "1942", ("", "")),
        ("B3", "Mẫu Văn Thử", ("", "")),
        ("H3", "1", ("1", "1945")),
        ("Z3", "", ("", "")),
        ("G1", "Nhóm đối tượng", ("Nhóm đối tượng", "1945")),
    ],
)
def test_of_a_personal_column_neither_value_is_shown(tmp_path, cell, held, shown):
    made = sheet("beneficiaries", PERSON + " |" * 14)
    [correction] = written(tmp_path, f"2024,{made.file},{made.name},{cell},{held},1945,Gõ nhầm,Mẫu,22/12/2024")
    after = applied([made], made.file, [correction])
    [row] = made_findings(after.made, "10771", {"b1 btxh": place(made, LAYOUTS["beneficiaries"])})

    assert shown == (row["found"], row["used"])
    assert "Mẫu Văn" not in str(row)


def test_a_sheet_without_a_form_shows_no_value(tmp_path):
    made = sheet("poor_review", "1 | Thôn Đông | 300 | 10 | 2 | 0 | 1 | 9")
    [correction] = written(tmp_path, f"2024,{made.file},{made.name},C3,300,310,Gõ nhầm,Mẫu,22/12/2024")
    [row] = made_findings(applied([made], made.file, [correction]).made, "10771", {})

    assert ("", "") == (row["found"], row["used"])


def test_only_some_sheets_read_means_no_sheet_is_missed(tmp_path):
    [correction] = written(tmp_path, LINE)

    assert () == applied([], FILE, [correction], whole=False).unfit
    assert ["tệp không có trang tính «B8a. Hộ nghèo»."] == [why for _, why in applied([], FILE, [correction]).unfit]


@pytest.mark.parametrize(
    ("value", "text", "same"),
    [
        (300.0, "300", True),
        (1.5, "1,5", True),
        (1.5, "1.5", True),
        (1605.0, "1.605", False),
        (300.0, "", False),
        (None, "", True),
        ("", "", True),
        ("  Tài  khoản", "Tài khoản", True),
        ("012", "12", False),
        (True, "TRUE", True),
        (date(2024, 3, 5), "05/03/2024", True),
        (date(2024, 3, 5), "03/05/2024", False),
    ],
)
def test_what_a_cell_holds(value, text, same):
    assert same is holds(value, text)


def test_digits_become_a_number_and_all_else_stays_as_a_clerk_types_it():
    assert [310.0, 0.0, "0123", "1.605", "1,5", "05/03/2024", ""] == [
        cell_value(t) for t in ("310", "0", "0123", "1.605", "1,5", "05/03/2024", "")
    ]


def test_no_table_means_no_corrections(tmp_path):
    assert () == load_corrections(tmp_path, 2024)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (LINE.replace("Thôn báo lại", ""), "corrections.csv, dòng 2: chưa ghi reason. Điền đủ lý do, người duyệt và ngày duyệt."),
        (LINE.replace("Nguyễn Mẫu", ""), "corrections.csv, dòng 2: chưa ghi by. Điền đủ lý do, người duyệt và ngày duyệt."),
        (LINE.replace("2024-12-22", "hôm qua"), "corrections.csv, dòng 2: ngày duyệt «hôm qua» không đọc được. Ghi ngày/tháng/năm."),
        (LINE.replace("C6", "C6:C9"), "corrections.csv, dòng 2: «C6:C9» không phải địa chỉ một ô. Ghi như H12, mỗi ô một dòng."),
        (LINE.replace("2024,", "24,", 1), "corrections.csv, dòng 2: năm «24» không đúng. Ghi năm của thư mục số liệu, ví dụ 2024."),
    ],
)
def test_a_line_that_says_too_little_is_refused(tmp_path, line, said):
    with pytest.raises(CtxhError) as refused:
        written(tmp_path, line)
    assert said == str(refused.value)


@pytest.mark.parametrize("sign", [",", ";"])
def test_a_table_that_excel_saved_is_read(tmp_path, sign):
    (tmp_path / "corrections.csv").write_text("\ufeff" + f"{HEAD}\n{LINE}\n".replace(",", sign), encoding="utf-8")
    assert "C6" == load_corrections(tmp_path, 2024)[0].cell


def test_the_records_of_a_correct_sheet_are_untouched():
    assert [300] == records("poor_review", "1 | Thôn Đông | 300 | 10 | 2 | 0 | 1 | 9").table["households"].tolist()

"""Files that communes send, and what they say of one another: one test for each kind of mess, on a workbook that has it."""

from __future__ import annotations

import pytest
from messy import AREAS, BANNER, funeral, in_this_process, labour, person, read, Read, received, rows, workbook  # noqa: F401
from small_sheets import CATEGORIES, LAYOUTS
from surgery import packed, saved, written

from ctxh.receive import Expected, receive


@pytest.mark.parametrize(("name", "data", "kind"), [
    ("Xa_Kim_Xuyen_2024.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Excel cũ .xls"),
    ("Xa_Kim_Xuyen_2024.xls", b"<html><table>", "HTML"),
    ("Xa_Kim_Xuyen_2024.csv", "Họ tên;Năm sinh".encode(), "CSV"),
    ("Xa_Kim_Xuyen_2024.ods", packed({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}), ".ods"),
    ("Xa_Kim_Xuyen_2024.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "mật khẩu"),
])  # fmt: skip
def test_case_66_other_kinds_of_files_are_told_by_their_content(tmp_path, name, data, kind):
    found = received(tmp_path, "labour", data, name).findings

    assert ("stopped", name) == (found[0]["severity"], found[0]["file"])
    assert kind in found[0]["message"]


def test_case_66_a_workbook_under_another_ending_is_read(tmp_path):
    assert [2244] == Read(tmp_path, "labour", workbook("labour", labour("2244")), name="Xa_Kim_Xuyen_2024.xls").values("workers")


def test_case_67_lock_files_are_ignored_and_copies_told(tmp_path):
    saved(tmp_path, b"", "~$Xa_Kim_Xuyen_2024.xlsx")
    saved(tmp_path, workbook("labour", labour("2244")), "Xa_Kim_Xuyen_2024 (1) - Copy.xlsx")
    found = Read(tmp_path, "labour", workbook("labour", labour("2244")))

    assert [2244] == found.values("workers")
    assert [("flagged", "case 67")] == [(row["severity"], row["check"]) for row in found.found]


def test_case_67_two_versions_stop(tmp_path):
    saved(tmp_path, workbook("labour", labour("2244")), "Xa_Kim_Xuyen_2024 (1).xlsx")

    assert "có 2 tệp" in Read(tmp_path, "labour", workbook("labour", labour("2245"))).found[0]["message"]


@pytest.mark.parametrize("data", [packed({"word/document.xml": b"<w/>"}), b"%PDF-1.7", b"\xff\xd8\xff\xe0"])
def test_case_68_what_is_no_workbook_stops_and_the_missing_are_listed(tmp_path, data):
    found = received(tmp_path, "labour", data).findings

    assert ["stopped", "stopped"] == [row["severity"] for row in found]
    assert "Thiếu 1/1 xã: xã Kim Xuyên" in found[1]["message"]


def test_case_69_missing_communes_and_old_years_stop(read):
    found = read("labour", labour("2244"), banner=[*BANNER[:2], ["TỔNG HỢP NĂM 2023"]], areas=2)

    assert ["Tiêu đề ghi năm 2023, không phải năm 2024.", "Thiếu 1/2 xã: thị trấn Phú Thái."] == [row["message"] for row in found.found]


@pytest.mark.parametrize("committee", ["UBND TT Phú Thái", "UBND T.T. PHÚ THÁI", "Uỷ ban nhân dân thị trấn Phú Thái", "UBND THỊ TRẤN PHÚ THÁI"])
def test_case_70_variants_of_a_name(tmp_path, committee):
    saved(tmp_path, workbook("labour", labour("1")))
    found = Read(tmp_path, "labour", workbook("labour", labour("2"), [["UBND HUYỆN KIM THÀNH"], [committee], ["NĂM 2024"]]), name="danh sách.xlsx", areas=2)

    assert (["10771", "10750"], []) == ([records.area_code for records in found.whole.records], found.found)


def test_case_71_a_person_in_two_communes_is_flagged(tmp_path):
    other = workbook("beneficiaries", person(), [["UBND HUYỆN KIM THÀNH"], ["UBND TT PHÚ THÁI"], ["NĂM 2024"]])
    saved(tmp_path, other, "TT_Phu_Thai_2024.xlsx")
    found = Read(tmp_path, "beneficiaries", workbook("beneficiaries", person()), areas=2)

    assert [("flagged", "E6")] == found.case("71")
    assert "030042000001" not in str(found.found)


def test_case_73_the_dead_in_the_list_are_flagged(tmp_path):
    sheets = {LAYOUTS[form].sheet_names[0]: rows(form, text) for form, text in (
        ("beneficiaries", person()), ("funerals", funeral(number="'030042000001")))}  # fmt: skip
    saved(tmp_path, written(**sheets))
    layouts = {form: LAYOUTS[form] for form in ("beneficiaries", "funerals")}
    found = receive(tmp_path, Expected(2024, "293", "huyện Kim Thành", AREAS[:1], layouts, CATEGORIES)).findings

    assert [("flagged", "case 73", "E6")] == [(row["severity"], row["check"], row["cell"]) for row in found]


def test_case_78_namesakes_are_two_persons(read):
    found = read("beneficiaries", person() + "\n" + person(number="'030042000009"))

    assert (2, []) == (len(found.values("group")), found.found)

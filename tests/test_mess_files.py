"""Files that communes send, and what they say of one another: one test for each kind of mess, on a workbook that has it."""

from __future__ import annotations

import json
import os
from datetime import date
from types import SimpleNamespace

import pandas as pd
import pytest

from ctxh.book import load_book
from ctxh.check.engine import run_checks
from ctxh.check.payments import person_months
from ctxh.clean.expected import Expected
from ctxh.compute.selections import absent_note
from ctxh.observe.by_item import ByItem
from ctxh.observe.observations import observe
from ctxh.reference.areas import areas_within, load_areas
from ctxh.reference.inputs import hashes
from ctxh.reference.norms import load_norms
from messy import AREAS, BANNER, Read, funeral, labour, person, received, received_from, rows, workbook
from small_checks import A, B, Small
from small_sheets import CATEGORIES, ITEMS, LAYOUTS, REFERENCE
from surgery import packed, saved, written


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("Xa_Kim_Xuyen_2024.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "tệp hỏng"),
        ("Xa_Kim_Xuyen_2024.xls", b"<html><table>", "HTML"),
        ("Xa_Kim_Xuyen_2024.csv", "Họ tên;Năm sinh".encode(), "CSV"),
        ("Xa_Kim_Xuyen_2024.ods", packed({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}), "tệp bị cắt hoặc hỏng"),
        ("Xa_Kim_Xuyen_2024.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "mật khẩu"),
    ],
)
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
def test_case_68_what_is_no_workbook_stops_and_its_sender_is_not_told_to_be_missing_too(tmp_path, data):
    found = received(tmp_path, "labour", data).findings

    assert [("stopped", "đọc tệp", "10771")] == [(row["severity"], row["check"], row["area_code"]) for row in found]


STRAY = {
    "Ghi chú.txt": (b"xin ch\xc3\xa0o", "info", "Ghi chú.txt: không phải bảng tính, không được đọc."),
    "Xa_Kim_Xuyen_2024.pdf": (b"%PDF-1.7", "info", "Xa_Kim_Xuyen_2024.pdf: không phải bảng tính, không được đọc."),
    "Công văn.docx": (packed({"word/document.xml": b"<w/>"}), "info", "Công văn.docx: không phải bảng tính, không được đọc."),
    "các xã.zip": (packed({"a.xlsx": b"a"}), "flagged", "các xã.zip: tệp nén, chưa giải nén, không được đọc."),
}


@pytest.mark.parametrize("name", STRAY)
def test_case_68_a_file_that_is_no_table_is_a_note_beside_the_workbooks(tmp_path, name):
    data, severity, told = STRAY[name]
    saved(tmp_path, data, name)
    found = Read(tmp_path, "labour", workbook("labour", labour("2244")))

    assert [2244] == found.values("workers")
    assert [(severity, told)] == [(row["severity"], row["message"]) for row in found.found]


def a_folder(path):
    path.mkdir()


LYING = {
    "~$Xa_Kim_Xuyen_2024.xlsx": (
        lambda path: path.write_bytes(b""),
        "chỉ có tệp khóa ~$Xa_Kim_Xuyen_2024.xlsx: tệp đang mở trong Excel, hoặc thiếu",
    ),
    "Xa_Kim_Xuyen_2024.xlsx": (a_folder, "«Xa_Kim_Xuyen_2024.xlsx» là thư mục, không phải tệp"),
    "Xa_Kim_Xuyen_2024 (1).xlsx": (lambda path: path.symlink_to("nơi không có"), "«Xa_Kim_Xuyen_2024 (1).xlsx» là liên kết hỏng"),
    "Xa_Kim_Xuyen_2024.pdf": (lambda path: path.write_bytes(b"%PDF"), "chỉ có Xa_Kim_Xuyen_2024.pdf, không phải bảng tính"),
    "Xa_Kim_Xuyen_2024 - Copy.xlsx": (
        lambda path: path.write_bytes(written(**{"B9a. Lao động": [[]]})),
        "tệp Xa_Kim_Xuyen_2024 - Copy.xlsx không có gì bên trong",
    ),
}


@pytest.mark.parametrize("name", LYING)
def test_case_69_what_lies_where_a_workbook_should_be_is_named(tmp_path, name):
    make, told = LYING[name]
    make(tmp_path / name)
    phu_thai = workbook("labour", labour("2"), [["UBND HUYỆN KIM THÀNH"], ["UBND THỊ TRẤN PHÚ THÁI"], ["NĂM 2024"]])
    found = received(tmp_path, "labour", phu_thai, "TT_Phu_Thai_2024.xlsx", areas=2).findings

    assert [f"Thiếu 1/2 đơn vị: xã Kim Xuyên ({told})."] == [row["message"] for row in found if row["severity"] == "stopped"]
    assert {"stopped", "info"} >= {row["severity"] for row in found}


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        (b"Xa_Kim_Xuy\xean_2024.xlsx", "Xa_Kim_Xuy�n_2024.xlsx"),
        (b"Xa_Kim\nXuyen_2024.xlsx", "Xa_Kim�Xuyen_2024.xlsx"),
        ("Xa_Kim_Xuyen\u202e_2024.xlsx".encode(), "Xa_Kim_Xuyen�_2024.xlsx"),
    ],
)
def test_a_name_that_cannot_be_printed_stops_and_is_shown_without_what_breaks_it(tmp_path, name, shown):
    found = received(tmp_path, "labour", workbook("labour", labour("2244")), os.fsdecode(name)).findings

    assert ("stopped", shown, f"Tên tệp «{shown}» có ký tự không đọc được hoặc xuống dòng.") == (
        found[0]["severity"],
        found[0]["file"],
        found[0]["message"],
    )


def test_a_note_under_such_a_name_breaks_no_list_of_the_inputs(tmp_path):
    saved(tmp_path, b"x", os.fsdecode(b"ghi ch\xfa\n.txt"))
    saved(tmp_path, b"x", os.fsdecode(b"ghi ch\xfb\n.txt"))
    found = received(tmp_path, "labour", workbook("labour", labour("2244"))).findings

    assert [("info", "ghi ch��.txt: không phải bảng tính, không được đọc.")] * 2 == [(row["severity"], row["message"]) for row in found]
    assert 3 == len(json.loads(json.dumps(hashes(tmp_path), ensure_ascii=False).encode("utf-8")))


def test_case_69_missing_communes_and_old_years_stop(read):
    found = read("labour", labour("2244"), banner=[*BANNER[:2], ["TỔNG HỢP NĂM 2023"]], areas=2)

    assert ["Tiêu đề ghi năm 2023, không phải năm 2024.", "Thiếu 1/2 đơn vị: thị trấn Phú Thái."] == [row["message"] for row in found.found]


def allowed(folder, *forms: str, areas: int = 2, **sheets) -> list[tuple[str, str]]:
    """What is said of a workbook of Kim Xuyên where data may be missing: severity and message."""
    saved(folder, written(**{LAYOUTS[form].sheet_names[0]: found for form, found in sheets.items()}))
    layouts = {form: LAYOUTS[form] for form in forms}
    whole = received_from(folder, Expected(2024, "293", "huyện Kim Thành", AREAS[:areas], layouts, CATEGORIES, allow_missing=True))
    return [(row["severity"], row["message"]) for row in whole.findings], whole


def test_case_69_where_data_may_be_missing_a_missing_commune_is_flagged(tmp_path):
    found, _ = allowed(tmp_path, "labour", labour=rows("labour", labour("2244")))

    assert [("flagged", "Thiếu 1/2 đơn vị: thị trấn Phú Thái.")] == found


def test_case_69_where_data_may_be_missing_a_missing_form_is_flagged_and_the_others_are_read(tmp_path):
    found, whole = allowed(tmp_path, "labour", "funerals", areas=1, labour=rows("labour", labour("2244")))

    assert [("flagged", "xã Kim Xuyên thiếu biểu B3 (Danh sách hỗ trợ mai táng phí).")] == found
    assert ["labour"] == [records.form for records in whole.records]


def test_case_69_where_data_may_be_missing_a_form_of_another_year_is_not_read(tmp_path):
    old = rows("funerals", funeral(), [*BANNER[:2], ["TỔNG HỢP NĂM 2023"]])
    found, whole = allowed(tmp_path, "labour", "funerals", areas=1, labour=rows("labour", labour("2244")), funerals=old)

    assert [
        ("flagged", "Tiêu đề ghi năm 2023, không phải năm 2024. Biểu không được đọc."),
        ("flagged", "xã Kim Xuyên thiếu biểu B3 (Danh sách hỗ trợ mai táng phí)."),
    ] == found
    assert ["labour"] == [records.form for records in whole.records]


def test_case_69_the_offices_own_form_stops_all_the_same(tmp_path):
    found, _ = allowed(tmp_path, "labour", "narrative", areas=1, labour=rows("labour", labour("2244")))

    assert [("stopped", "huyện Kim Thành thiếu biểu B11 (Nội dung thuyết minh).")] == found


UNREADABLE = [
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "có mật khẩu"),
    (b"%PDF-1.7", "là tệp PDF"),
    (b"PK\x03\x04 broken", "tệp bị cắt hoặc hỏng"),
]


@pytest.mark.parametrize(("data", "told"), UNREADABLE)
def test_case_69_where_data_may_be_missing_a_file_that_cannot_be_read_counts_as_not_sent(tmp_path, data, told):
    saved(tmp_path, data, "TT_Phu_Thai_2024.xlsx")
    found, whole = allowed(tmp_path, "labour", labour=rows("labour", labour("2244")))
    unread = whole.findings[0]

    assert ["flagged", "flagged"] == [severity for severity, _ in found]
    assert told in found[0][1] and found[0][1].startswith("TT_Phu_Thai_2024.xlsx: ") and found[0][1].endswith("Tệp không được đọc.")
    assert ("TT_Phu_Thai_2024.xlsx", "10750", "Gửi lại tệp đọc được.") == (unread["file"], unread["area_code"], unread["remedy"])
    assert "Thiếu 1/2 đơn vị: thị trấn Phú Thái." == found[1][1]
    assert ["10771"] == [row["area_code"] for row in whole.coverage]


def test_case_69_the_offices_own_file_that_cannot_be_read_stops_all_the_same(tmp_path):
    saved(tmp_path, b"%PDF-1.7", "Huyen_Kim_Thanh_2024.xlsx")
    found, _ = allowed(tmp_path, "labour", "narrative", areas=1, labour=rows("labour", labour("2244")))

    assert ["stopped"] == [severity for severity, _ in found] and "Tệp không được đọc" not in found[0][1]


@pytest.mark.parametrize(
    ("sent", "note"),
    [
        ([("10771", "labour"), ("10750", "labour"), ("10771", "funerals")], "Biểu B3: 1/2 đơn vị; thiếu: Phú Thái."),
        ([("10771", "labour"), ("10771", "funerals")], "Số liệu của 1/2 đơn vị; thiếu: Phú Thái."),
        ([("10771", "labour"), ("10750", "labour"), ("10771", "funerals"), ("10750", "funerals")], ""),
    ],
)
def test_case_69_every_page_says_how_many_areas_it_covers(sent, note):
    computed = SimpleNamespace(
        areas=AREAS,
        layouts={form: LAYOUTS[form] for form in ("labour", "funerals", "narrative")},
        coverage=pd.DataFrame(sent, columns=["area_code", "form"]),
        indicators=pd.DataFrame([], columns=["area_code", "status"]),
        observations=pd.DataFrame([], columns=["item", "area_code", "status"]),
    )
    computed.as_reported = computed

    assert note == absent_note(computed)


@pytest.mark.parametrize(("gone", "severities"), [(A, []), (B, ["stopped"]), ("", ["stopped"])])
def test_case_69_forms_that_disagree_for_want_of_one_are_not_held_against_each_other(gone, severities):
    """Three decisions on funerals at Kim Xuyên and no funeral: for want of its B3 nothing can be said, else it stops."""
    edition = Small({}, {"decisions_funeral": {A: 3, B: 2}, "btxh_funeral_cases": {A: 0, B: 2}}, unsent=((gone, "funerals"),))

    assert severities == [row["severity"] for row in run_checks(edition.computed)[1] if row["check"] == "C17"]


@pytest.mark.parametrize(
    "committee", ["UBND TT Phú Thái", "UBND T.T. PHÚ THÁI", "Uỷ ban nhân dân thị trấn Phú Thái", "UBND THỊ TRẤN PHÚ THÁI"]
)
def test_case_70_variants_of_a_name(tmp_path, committee):
    saved(tmp_path, workbook("labour", labour("1")))
    found = Read(
        tmp_path,
        "labour",
        workbook("labour", labour("2"), [["UBND HUYỆN KIM THÀNH"], [committee], ["NĂM 2024"]]),
        name="danh sách.xlsx",
        areas=2,
    )

    assert (["10771", "10750"], []) == ([records.area_code for records in found.whole.records], found.found)


@pytest.mark.parametrize(
    ("banner", "code"),
    [
        ("UBND xã Kim Xuyên", "10771"),
        ("UBND xã Phúc Thành", "10774"),
        ("UBND XÃ CỘNG HOÀ", "10756"),
        ("UBND xã Lai Khê (Cộng Hòa cũ)", "10756"),
    ],
)
def test_case_70_names_are_matched_with_their_aliases_inside_the_parent(tmp_path, banner, code):
    areas = areas_within(load_areas(REFERENCE), "293", date(2024, 6, 30))
    saved(tmp_path, workbook("labour", labour("2"), [["UBND HUYỆN KIM THÀNH"], [banner], ["NĂM 2024"]]), "danh sách.xlsx")
    found = received_from(
        tmp_path, Expected(2024, "293", "huyện Kim Thành", areas, {"labour": LAYOUTS["labour"]}, CATEGORIES, allow_missing=True)
    )

    assert [code] == [records.area_code for records in found.records]


PHU_THAI = [["UBND HUYỆN KIM THÀNH"], ["UBND TT PHÚ THÁI"], ["NĂM 2024"]]


@pytest.mark.parametrize(
    ("phu_thai", "kim_xuyen", "counted"),
    [
        ("01/2022", "05/2024", "10771"),
        ("05/2024", "01/2022", "10750"),
        ("", "01/2022", "10771"),
        ("01/2022", "01/2022", "10750"),
        ("", "", "10750"),
    ],
)
def test_case_71_a_person_in_two_communes_is_flagged_and_counted_once_by_the_later_start(tmp_path, phu_thai, kim_xuyen, counted):
    other = person(number="'030042000005")
    saved(tmp_path, workbook("beneficiaries", other + "\n" + person(month=phu_thai), PHU_THAI), "TT_Phu_Thai_2024.xlsx")
    found = Read(tmp_path, "beneficiaries", workbook("beneficiaries", person(month=kim_xuyen)), areas=2)
    people = observe(found.whole.records, [ITEMS["cashless_btxh_base"]], 2024)

    assert [("flagged", "E7" if counted == "10771" else "E6")] == found.case("71")
    assert {"10750": 1.0 + (counted == "10750"), "10771": 0.0 + (counted == "10771")} == dict(
        zip(people["area_code"], people["value"], strict=True)
    )
    assert "030042000001" not in str(found.found)


def test_case_71_columns_read_for_a_series_count_a_person_once_too(tmp_path):
    saved(tmp_path, workbook("beneficiaries", person(), PHU_THAI), "TT_Phu_Thai_2024.xlsx")
    saved(tmp_path, workbook("beneficiaries", person(month="05/2024")))
    expected = Expected(2024, "293", "huyện Kim Thành", AREAS, {"beneficiaries": LAYOUTS["beneficiaries"]}, CATEGORIES)

    assert [("10750", 0), ("10771", 1)] == [
        (r.area_code, len(r.table)) for r in received_from(tmp_path, expected, {"beneficiaries": {"group"}}).records
    ]


def month(persons: int, amount: int = 27_000_000_000) -> str:
    return f"06/2024 | Trợ cấp BTXH hằng tháng | {persons} | {amount} | | | |"


@pytest.mark.parametrize(("persons", "agrees"), [(541_000, False), (54_205, True), (4_517, False)])
def test_case_25_payments_counted_as_persons_are_flagged(read, persons, agrees):
    observed = observe(read("payments", month(persons)).whole.records, [ITEMS["spending_by_month"], ITEMS["persons_by_month"]], 2024)
    norms, book = load_norms(REFERENCE, REFERENCE / "book"), load_book([REFERENCE / "book"])
    computed = SimpleNamespace(by_item=ByItem(observed, ITEMS), request=SimpleNamespace(norms=norms), book=book)
    [verdict] = person_months(computed, book.checks["person_months"])

    assert agrees == verdict.agrees
    assert agrees or (verdict.place[2], "lượt chi trả hay số người" in verdict.note) == ("C6", True)


def test_case_73_the_dead_in_the_list_are_flagged(tmp_path):
    sheets = {
        LAYOUTS[form].sheet_names[0]: rows(form, text)
        for form, text in (("beneficiaries", person()), ("funerals", funeral(number="'030042000001")))
    }
    saved(tmp_path, written(**sheets))
    layouts = {form: LAYOUTS[form] for form in ("beneficiaries", "funerals")}
    found = received_from(tmp_path, Expected(2024, "293", "huyện Kim Thành", AREAS[:1], layouts, CATEGORIES)).findings

    assert [("flagged", "case 73", "E6")] == [(row["severity"], row["check"], row["cell"]) for row in found]


def test_case_78_namesakes_are_two_persons(read):
    found = read("beneficiaries", person() + "\n" + person(number="'030042000009"))

    assert (2, []) == (len(found.values("group")), found.found)


def test_case_78_without_numbers_name_and_year_alone_are_no_match(read):
    found = read("beneficiaries", person(number="") + "\n" + person(number="").replace("Bằng Lai", "Đồng Cẩm"))

    assert (2, []) == (len(found.values("group")), found.found)


def test_two_versions_of_a_register_stop_and_their_persons_are_not_told_again(tmp_path):
    people = "\n".join(person(number=f"'03004200000{last}", month=f"0{last}/2022").replace("1 |", f"{last} |", 1) for last in "123")
    saved(tmp_path, workbook("beneficiaries", people), "Xa_Kim_Xuyen_2024 (1).xlsx")
    found = Read(tmp_path, "beneficiaries", workbook("beneficiaries", people.replace("12/QĐ", "13/QĐ"))).found

    assert ["xã Kim Xuyên có 2 tệp: Xa_Kim_Xuyen_2024 (1).xlsx, Xa_Kim_Xuyen_2024.xlsx."] == [
        row["message"] for row in found if "trùng" in row["message"] or "2 tệp" in row["message"] or "cùng họ tên" in row["message"]
    ]

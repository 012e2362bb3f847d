"""All kinds of villages alike: a sheet, a block of rows or a file of each is read, and each has a blank form of its own."""

from __future__ import annotations

from dataclasses import replace

import openpyxl
import pandas as pd
import pytest

from ctxh.clean.expected import Expected
from ctxh.read.child_reader import Sheet
from ctxh.read.placement import form_of, village_of
from ctxh.reference.area_names import AreaNames
from ctxh.reference.place_kinds import VILLAGE, load_place_kinds
from ctxh.typeset.blank_forms import workbook_names, write_forms
from messy import labour, person, received_from, workbook
from small_sheets import CATEGORIES, LAYOUTS, REFERENCE, records
from surgery import saved
from test_forms_offices import COMMUNE, edition

KINDS = load_place_kinds(REFERENCE)
VILLAGES = [(row.kind, spelling) for row in KINDS.rows if VILLAGE in row.levels for spelling in row.spellings]
SPELLINGS = [spelling for _, spelling in VILLAGES]
ASKED_FOR = "thôn xóm làng bản buôn bon ấp khóm khu sóc plei đội khối|khu phố|khu dân cư|tổ dân phố|khối phố|tiểu khu"


def test_the_kinds_that_are_met_are_in_the_table():
    known = {kind for kind, _ in VILLAGES}

    assert set() == {kind for part in ASKED_FOR.split("|") for kind in ([part] if part.count(" ") < 3 else part.split())} - known


def test_a_sheet_of_a_village():
    layout = LAYOUTS["beneficiaries"]
    villages = [f"{spelling.capitalize() if spelling.islower() else spelling} 2" for spelling in SPELLINGS]
    names = {name: village for village in villages for name in (f"B1 {village}", f"B1. BTXH {village}", f"B1 - {village.upper()}")}

    assert {name: village.lower() for name, village in names.items()} == {name: village_of(name, layout).lower() for name in names}
    assert dict.fromkeys(names, "beneficiaries") == {name: form_of(Sheet("x.xlsx", name, []), LAYOUTS).form for name in names}
    assert "" == village_of("B1. BTXH", layout)


def test_a_block_of_rows_of_a_village():
    bare = person().replace("Bằng Lai", "")
    blocks = [f"{number} | {spelling} 2 | | | | | | | | | | | | | \n{bare}" for number, spelling in enumerate(SPELLINGS, 1)]
    found = records("beneficiaries", "\n".join(blocks))

    assert [f"{spelling} 2" for spelling in SPELLINGS] == found.table["village"].tolist()


def test_the_sum_of_a_village_or_of_all_is_none():
    def kept(spelling: str, label: str) -> int:
        review = f"1 | {spelling} 1 | 300 | 10 | 2 | 0 | 1 | 9\n2 | {spelling} 2 | 300 | 10 | 2 | 0 | 1 | 9"
        return len(records("poor_review", f"{review}\n | {label} | 600 | 20 | 4 | 0 | 2 | 18").table)

    labels = [(spelling, label) for spelling in SPELLINGS for label in (f"Cộng {spelling} 1", f"Toàn {spelling}", "Toàn xã")]

    assert dict.fromkeys(labels, 2) == {(spelling, label): kept(spelling, label) for spelling, label in labels}


def test_a_file_of_a_village(tmp_path):
    """A file a spelling, each of a number of its own, among areas of another kind that have the same numbers."""
    columns = ["area_code", "name", "kind", "level", "aliases"]
    own = {spelling: (f"10804{number:02}", str(number), kind, "village", "") for number, (kind, spelling) in enumerate(VILLAGES, 1)}
    others = [(f"10805{number:02}", str(number), "cụm", "village", "") for number in range(1, len(VILLAGES) + 1)]
    areas = pd.DataFrame([*own.values(), *others], columns=columns)
    expected = Expected(2026, "10804", "xã Kim Thành", areas, {"labour": LAYOUTS["labour"]}, CATEGORIES, allow_missing=True)
    for spelling, (code, number, *_) in own.items():
        banner = [["ỦY BAN NHÂN DÂN"], ["XÃ KIM THÀNH"], [f"{spelling} {number}".upper()]]
        saved(tmp_path, workbook("labour", labour(str(1000 + int(number))), banner), f"so lieu {code}.xlsx")
    found = received_from(tmp_path, expected)

    assert {f"so lieu {code}.xlsx": code for code, *_ in own.values()} == {one.file: one.area_code for one in found.records}


@pytest.mark.parametrize(
    ("said", "expected"),
    [("TDP2", "2"), ("Tổ dân phố số 02", "2"), ("KHU 01", "1"), ("Khu số 1", "1"), ("Khối 04", "4"), ("khoi so 4", "4"), ("Xóm 1", "")],
)
def test_a_number_is_the_same_however_it_is_written(said, expected):
    kinds = {"1": "khu", "2": "tổ dân phố", "4": "khối"}
    areas = pd.DataFrame(
        [(n, n, kind, "village", "") for n, kind in kinds.items()], columns=["area_code", "name", "kind", "level", "aliases"]
    )

    assert expected == AreaNames.of(areas, KINDS).find(said).code
    assert "B1" == LAYOUTS["beneficiaries"].code and village_of(f"B1 {said}", LAYOUTS["beneficiaries"]) == said


def test_two_places_whose_numbers_differ_in_writing_alone_are_told_apart():
    rows = [("a", "1", "khu", "village", ""), ("b", "01", "khu", "village", "")]
    names = AreaNames.of(pd.DataFrame(rows, columns=["area_code", "name", "kind", "level", "aliases"]), KINDS)

    assert ("a", "b", ("a", "b")) == (names.find("Khu 1").code, names.find("Khu 01").code, names.find("Khu số 1").rivals)


def test_villages_of_one_name_are_told_apart_by_the_code_before_their_file(tmp_path):
    areas = pd.DataFrame(
        [(f"108040{n}", "Đông", "thôn", "village", "") for n in (1, 2)], columns=["area_code", "name", "kind", "level", "aliases"]
    )
    layouts = {"labour": LAYOUTS["labour"]}
    expected = Expected(2026, "10804", "xã Kim Thành", areas, layouts, CATEGORIES, allow_missing=True)
    for number, name in enumerate((*workbook_names(dict.fromkeys(areas["area_code"], "thôn Đông"), 2026).values(), "a.xlsx")):
        saved(tmp_path, workbook("labour", labour(str(number + 1)), [["UBND XÃ KIM THÀNH"], ["THÔN ĐÔNG"]]), name)
    found = received_from(tmp_path, expected)

    assert ["1080401", "1080402"] == [one.area_code for one in found.records]
    [message] = [row["message"] for row in found.findings if row["file"] == "a.xlsx"]
    assert "2 đơn vị cùng tên thôn Đông (mã 1080401, 1080402); giữ mã ở đầu tên tệp như biểu trống đã gửi" in message


def test_a_village_that_names_the_commune_alone_is_told_to_name_itself(tmp_path):
    areas = pd.DataFrame([("1080401", "Đông", "thôn", "village", "")], columns=["area_code", "name", "kind", "level", "aliases"])
    expected = Expected(2026, "10804", "xã Kim Thành", areas, {"labour": LAYOUTS["labour"]}, CATEGORIES)
    saved(tmp_path, workbook("labour", labour("2"), [["UBND XÃ KIM THÀNH"], [""]]), "a.xlsx")

    assert (
        received_from(tmp_path, expected)
        .findings[0]["message"]
        .endswith("Ghi tên thôn dưới tên xã ở đầu trang tính (Thôn …), hoặc đặt tên tệp theo thôn, đủ dấu như trong areas.csv.")
    )


def test_a_surname_is_no_kind_of_village():
    assert not KINDS.names_village("Bàn Văn Thử") and not KINDS.names_village("Tổ trưởng") and KINDS.names_village("Ban Na Mau")


def test_a_village_that_is_not_listed_is_said_and_not_the_desk_s(tmp_path):
    areas = pd.DataFrame([("1080401", "Đông", "buôn", "village", "")], columns=["area_code", "name", "kind", "level", "aliases"])
    expected = Expected(2026, "10804", "xã Kim Thành", areas, {"labour": LAYOUTS["labour"]}, CATEGORIES)
    saved(tmp_path, workbook("labour", labour("2"), [["UBND XÃ KIM THÀNH"], ["ẤP TÂY"]]), "a.xlsx")
    [found, missing] = received_from(tmp_path, expected).findings

    assert "a.xlsx: không biết tệp của đơn vị nào: «ẤP TÂY» không có trong danh sách đơn vị gửi báo cáo." in found["message"]
    assert "Thiếu 1/1 thôn: buôn Đông." == missing["message"]


def test_each_kind_of_village_has_its_banner_and_a_workbook_of_its_own(tmp_path):
    asked = edition(*COMMUNE)
    table = asked.territory.areas
    kinds = list(dict.fromkeys([*(kind for kind, _ in VILLAGES), "cụm"]))  # one that nobody knows is a village all the same
    own = table[table["area_code"] == "1080401"]
    added = pd.concat([own.assign(area_code=f"10804{number}", kind=kind, name="2") for number, kind in enumerate(kinds, 20)])
    request = replace(asked, territory=replace(asked.territory, areas=pd.concat([table[table["parent_code"] != "10804"], added])))
    sheets = [openpyxl.load_workbook(path, read_only=True).worksheets[0] for path in write_forms(request, tmp_path)]
    lines = [[row[0] for row in sheet.iter_rows(max_row=2, max_col=1, values_only=True)] for sheet in sheets]

    assert lines[:-1] == [["UBND XÃ KIM THÀNH", f"{kind} 2".upper()] for kind in kinds]


def test_no_blank_form_takes_the_place_of_another():
    names = {"10771": "xã Tam Dân", "10750": "xã Tam Đàn", "10753": "xã Lai Vu", "10756": "xã Lai Vu"}

    assert ["Xã_Tam_Dân_2023.xlsx", "Xã_Tam_Đàn_2023.xlsx", "10753_Xã_Lai_Vu_2023.xlsx", "10756_Xã_Lai_Vu_2023.xlsx"] == [
        *workbook_names(names, 2023).values()
    ]

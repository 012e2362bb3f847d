"""Who reports where areas merged, split, moved or were renamed within the year, and who stands for whom."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from ctxh.clean.arrivals import arrival_findings
from ctxh.clean.expected import Expected
from ctxh.reference.areas import Territory, full_name
from ctxh.reference.reporters import WHOLE, reporters_of
from small_sheets import CATEGORIES

COLUMNS = ["area_code", "valid_from", "valid_to", "name", "kind", "level", "parent_code", "aliases"]
OLD, NEW, LATER = "2019-12-01", "2023-07-01", ""
AREAS = pd.DataFrame(
    [
        ("201", OLD, "", "Mẫu", "huyện", "district", "20", ""),
        ("20101", OLD, NEW, "Một", "xã", "commune", "201", ""),
        ("20102", OLD, NEW, "Hai", "xã", "commune", "201", ""),
        ("20101", NEW, "", "Một Hai", "xã", "commune", "201", ""),  # the code of Một goes on
        ("20103", OLD, NEW, "Ba", "xã", "commune", "201", ""),
        ("20103", NEW, "", "Ba Mới", "xã", "commune", "201", ""),
        ("20104", OLD, NEW, "Bốn", "thị trấn", "commune", "201", ""),
        ("20104", NEW, "", "Bốn", "thị trấn", "commune", "201", ""),  # took Năm in and kept its name
        ("20105", OLD, NEW, "Năm", "xã", "commune", "201", ""),
        ("20106", OLD, NEW, "Sáu", "xã", "commune", "201", ""),
        ("20107", NEW, "", "Sáu Đông", "xã", "commune", "201", ""),
        ("20108", NEW, "", "Sáu Tây", "xã", "commune", "201", ""),
        ("20109", OLD, NEW, "Đi", "xã", "commune", "201", ""),
        ("20109", NEW, "", "Đi", "xã", "commune", "202", ""),
        ("20110", NEW, "", "Đến", "xã", "commune", "201", ""),
        ("20111", OLD, NEW, "Yên", "xã", "commune", "201", ""),
        ("20111", NEW, "", "Yên", "xã", "commune", "201", ""),  # a new row of the list, and nothing else
    ],
    columns=COLUMNS,
)
LINKS = pd.DataFrame(
    [
        ("20101", "20101", "1"),
        ("20102", "20101", "1"),
        ("20103", "20103", "1"),
        ("20104", "20104", "1"),
        ("20105", "20104", "1"),
        ("20106", "20107", ""),
        ("20106", "20108", ""),
        ("20109", "20109", "1"),
        ("20111", "20111", "1"),
    ],
    columns=["old_code", "new_code", "share"],
).assign(old_valid_from=OLD, new_valid_from=NEW)
FOUND = reporters_of(Territory(AREAS, LINKS), "201", "commune", date(2022, 12, 31), date(2023, 12, 14))
SENDERS = {full_name(FOUND.areas[keys[0]]): sender for sender, keys in FOUND.senders.items()}
JUNE, DECEMBER = "2023-06", "2023-12"


def standing(told: dict[str, str]):
    return FOUND.standing({SENDERS[name]: month for name, month in told.items()})


def stands(told: dict[str, str], *looked_at: str) -> list[tuple[str, bool]]:
    """Which of some areas stand in the end, each with whether its own or another's workbook came for it."""
    found = standing(told)
    came = {part.code for part in found.parts.values()}
    names = [(full_name(row), row["area_code"] in came) for _, row in found.areas.iterrows()]
    return [pair for pair in names if pair[0] in looked_at]


def test_all_that_lived_in_the_year_may_send_under_each_name_they_had():
    assert [
        *("xã Một", "xã Một Hai", "xã Hai", "xã Ba", "xã Ba Mới", "thị trấn Bốn", "xã Năm", "xã Sáu", "xã Sáu Đông", "xã Sáu Tây"),
        *("xã Đi", "xã Đến", "xã Yên"),
    ] == list(SENDERS)
    assert ["20101@2019-12-01", "20101@2023-07-01", "20102"] == list(FOUND.senders)[:3]


MERGED = ("xã Một", "xã Hai", "xã Một Hai")


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({}, [("xã Một", False), ("xã Hai", False)]),
        ({"xã Một": DECEMBER, "xã Hai": DECEMBER}, [("xã Một", True), ("xã Hai", True)]),
        ({"xã Một": DECEMBER}, [("xã Một", True), ("xã Hai", False)]),
        ({"xã Một Hai": DECEMBER}, [("xã Một Hai", True)]),
        ({"xã Một": JUNE, "xã Hai": JUNE, "xã Một Hai": DECEMBER}, [("xã Một Hai", True)]),
        ({"xã Một": JUNE, "xã Một Hai": DECEMBER}, [("xã Một Hai", True), ("xã Hai", False)]),
    ],
)
def test_those_that_merged_and_what_they_became(told, expected):
    assert expected == stands(told, *MERGED)


def test_each_on_its_own_time_counts_in_the_later_and_owes_its_own_months():
    parts = standing({"xã Một": JUNE, "xã Hai": JUNE, "xã Một Hai": DECEMBER}).parts
    found = {part.name: (part.code, [month for month in (JUNE, "2023-07") if part.owes(month)]) for part in parts.values()}

    assert {
        "xã Một (đến 30/6/2023)": ("20101", [JUNE]),
        "xã Hai (đến 30/6/2023)": ("20101", [JUNE]),
        "xã Một Hai": ("20101", ["2023-07"]),
    } == found
    assert found.keys() == {part.name for part in FOUND.standing_of(found).parts.values()}  # read back from what was received


def test_who_stands_for_whom_is_said():
    assert ("xã Một Hai báo cáo cả kỳ thay xã Hai, xã Một.",) == standing({"xã Một Hai": DECEMBER}).messages
    assert () == standing({"xã Một": DECEMBER, "xã Hai": DECEMBER, "xã Yên": DECEMBER}).messages


@pytest.mark.parametrize(("name", "expected"), [("xã Ba", [("xã Ba", True)]), ("xã Ba Mới", [("xã Ba Mới", True)])])
def test_a_renamed_area_under_either_name(name, expected):
    assert expected == stands({name: DECEMBER}, "xã Ba", "xã Ba Mới")


@pytest.mark.parametrize(
    ("told", "expected", "called"),
    [
        ({"thị trấn Bốn": DECEMBER}, [("thị trấn Bốn", True), ("xã Năm", False)], "thị trấn Bốn"),
        ({"thị trấn Bốn": WHOLE}, [("thị trấn Bốn", True)], "thị trấn Bốn (gồm cả xã Năm)"),
        ({"thị trấn Bốn": DECEMBER, "xã Năm": DECEMBER}, [("thị trấn Bốn", True), ("xã Năm", True)], "thị trấn Bốn"),
        ({"thị trấn Bốn": DECEMBER, "xã Năm": JUNE}, [("thị trấn Bốn", True)], "thị trấn Bốn (gồm cả xã Năm)"),
    ],
)
def test_a_town_that_took_a_commune_in_and_kept_its_name(told, expected, called):
    assert expected == stands(told, "thị trấn Bốn", "xã Năm")
    assert called in {part.name for part in standing(told).parts.values()}
    assert all(part.owes(JUNE) for part in standing(told).parts.values())


SPLIT = ("xã Sáu", "xã Sáu Đông", "xã Sáu Tây")


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"xã Sáu": DECEMBER}, [("xã Sáu", True)]),
        ({"xã Sáu Đông": DECEMBER, "xã Sáu Tây": DECEMBER}, [("xã Sáu Đông", True), ("xã Sáu Tây", True)]),
        ({"xã Sáu": JUNE, "xã Sáu Đông": DECEMBER}, [("xã Sáu", True), ("xã Sáu Đông", True), ("xã Sáu Tây", False)]),
        (
            {"xã Sáu": JUNE, "xã Sáu Đông": DECEMBER, "xã Sáu Tây": DECEMBER},
            [("xã Sáu", True), ("xã Sáu Đông", True), ("xã Sáu Tây", True)],
        ),
    ],
)
def test_one_that_was_split(told, expected):
    assert expected == stands(told, *SPLIT)


def test_one_whose_workbook_did_not_come_may_be_in_that_of_the_town_that_took_it_in():
    codes = sorted({*AREAS["area_code"]} - {"20105"})
    came = [{"area_code": code, "form": "labour", "file": code, "area": "", "sheet": ""} for code in codes]
    expected = Expected(2023, "201", "huyện Mẫu", standing({"thị trấn Bốn": DECEMBER}).areas, {}, CATEGORIES, reporters=FOUND)
    [found] = arrival_findings(came, expected)

    assert "Thiếu 1/" in found["message"] and found["message"].endswith("đơn vị: xã Năm.")
    assert "Nếu tệp của nơi nhận sáp nhập đã gồm số liệu ấy, ghi «thị trấn Bốn (gồm cả xã Năm)» ở đầu trang tính" in found["remedy"]


def test_one_that_left_owes_its_time_and_one_that_came_owes_the_rest():
    found = standing({"xã Đi": JUNE, "xã Đến": DECEMBER})

    assert [("2023-07-01", False), ("", True)] == [(part.until, part.owes("2023-07")) for part in found.parts.values()]
    assert [("xã Đi", False), ("xã Đến", False)] == stands({}, "xã Đi", "xã Đến")


def test_a_new_row_of_the_list_alone_is_no_change():
    assert ("20111", OLD) in FOUND.areas and ("20111", NEW) not in FOUND.areas
    assert [("xã Yên", True)] == stands({"xã Yên": DECEMBER}, "xã Yên")


def test_an_office_may_hear_who_reports_in_which_ways():
    assert [
        "xã Một Hai từ 01/7/2023 thay xã Một, xã Hai: nhận tệp cả năm của xã Một Hai, hoặc tệp cả năm của từng đơn vị cũ, "
        "hoặc tệp của từng đơn vị cũ đến 30/6/2023 và tệp của xã Một Hai từ 01/7/2023."
    ] == [line for line in FOUND.offers() if line.startswith("xã Một Hai")]

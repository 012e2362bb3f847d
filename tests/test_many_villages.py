"""A commune of ten villages of six kinds, whose sheets have headers of five shapes, from nothing to a report by the commands alone."""

from __future__ import annotations

import csv

import openpyxl
import pytest

from ctxh.vietnamese import fold
from filled_forms import fill
from test_office_new import STANDARD, TRADE, WORK, Offices, data, offices  # noqa: F401 (fixtures)

VILLAGES = (
    *("bản Nà Mẫu", "bản Pá Mẫu", "thôn Xóm 2", "thôn Tổ dân phố 2", "ấp Đông Mẫu", "ấp Đống Mẫu"),
    *("buôn Mẫu", "khóm 3", "khối phố 4", "tiểu khu 4"),
)
REVIEW = "B8a. Hộ nghèo"
SHAPES = (  # header words of public workbooks, a row or two with | between the columns
    [],  # our own form
    ["STT|Tên bản/tiểu khu|Tổng số hộ|Tổng số hộ nghèo đầu kỳ|hộ thoát nghèo|Tái nghèo|Phát sinh mới|Tổng số hộ nghèo cuối kỳ"],
    ["TT|Thôn/Xóm|Tổng số hộ dân cư|Hộ nghèo đầu năm|Thoát nghèo|Tái nghèo|Nghèo mới|Tổng số hộ nghèo"],
    [
        "TT|Đơn vị|Tổng số hộ dân cư|Tổng số hộ nghèo đầu kỳ|Số hộ thoát nghèo|CHIA HỘ NGHÈO THEO||Tổng số hộ nghèo cuối kỳ",
        "|||||Tái nghèo|Nghèo mới|",
    ],
    ["STT|Thôn|Tổng số hộ|Số hộ nghèo đầu năm|Thoát nghèo|Tái nghèo|Phát sinh|Hộ nghèo|Hộ thiếu nước sạch"],
)
ASKED = "Hộ thiếu nước sạch"  # what no form has


def counted(number: int) -> tuple[int, int]:
    """The households of a village and the poor ones at the year's end."""
    return 100 + number, 10 + number


def review(village: str, number: int) -> list[object]:
    households, poor = counted(number)
    return [1, village, households, poor + 3, 4, 0, 1, poor]


def sent(made: Offices, village: str, number: int) -> None:
    """The workbook of a village: its blank form filled in, the review under the header that it uses at home."""
    name = "_".join(word.capitalize() for word in (village if "Đông" in village or "Đống" in village else fold(village)).split())
    [blank] = (made.outputs / "xa-mau" / "2026.forms").glob(f"{name}_2026.xlsx")
    households, _ = counted(number)
    rows = {"B8a": [review(village, number)], "B8b": [[1, village, households, 7, 2, 0, 1, 6]]}
    path = fill(blank, made.data / "xa-mau" / "2026" / blank.name, rows, {"B9a": TRADE, "B9b": WORK})
    header = [line.split("|") for line in SHAPES[number % len(SHAPES)]]
    if header:
        book = openpyxl.load_workbook(path)
        place = book.sheetnames.index(REVIEW)
        del book[REVIEW]
        sheet = book.create_sheet(REVIEW, place)
        banner = [["ỦY BAN NHÂN DÂN"], ["XÃ MƯỜNG THỬ"], [village.upper()], ["RÀ SOÁT HỘ NGHÈO NĂM 2026"]]
        more = [5] if ASKED in header[-1] else []
        for row in (*banner, *header, [*review(village, number), *more]):
            sheet.append([None if cell == "" else cell for cell in row])
        book.save(path)


@pytest.fixture
def commune(offices) -> Offices:  # noqa: F811
    made = offices(2026)
    said = ("--name", "02700 xã Mường Thử", "--province", "15 tỉnh Núi Mẫu", "--areas", "; ".join(VILLAGES))
    made.run("office", "new", "xa-mau", "--like", "xa-kim-thanh", *said)
    made.run("new", "2026", office="xa-mau")
    for number, village in enumerate(VILLAGES):
        sent(made, village, number)
    made.fill_desk("xa-mau", "Xa_Muong_Thu", {"B12": STANDARD["B12"]})
    return made


def test_every_number_of_ten_villages_is_that_of_an_independent_count(commune, capsys):
    capsys.readouterr()
    with pytest.raises(SystemExit) as done:
        commune.run("check", "2026", "--no-returns", office="xa-mau")
    said = capsys.readouterr().out
    commune.run("report", "2026", "--formats", "none", office="xa-mau")
    found: dict[str, dict[str, float]] = {}
    with (commune.outputs / "xa-mau" / "2026" / "tables" / "indicators.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["indicator"] in ("households", "poor_households"):
                found.setdefault(row["area_code"], {})[row["indicator"]] = float(row["value"])
    names = ("households", "poor_households")
    expected = {f"02700{number + 1:02}": dict(zip(names, counted(number), strict=True)) for number in range(len(VILLAGES))}
    whole = {name: sum(one[name] for one in expected.values()) for name in names}

    assert expected | {"02700": whole} == found and 0 == done.value.code
    assert 2 == said.count(ASKED)  # in the two villages that wrote it, and nothing else stopped
    assert "phải dừng" not in said

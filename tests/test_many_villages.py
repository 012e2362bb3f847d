"""A district of 2023 that changed, and a commune of ten villages of six kinds with headers of five shapes, by the commands alone."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import openpyxl
import pytest

from ctxh.vietnamese import fold
from filled_forms import fill
from independent_count import office_count, office_told, rounded
from test_changed_places import counted_once, district  # noqa: F401 (a fixture)
from test_office_new import STANDARD, TRADE, WORK, Offices, data, offices  # noqa: F401 (fixtures)

VILLAGES = (
    *("bản Nà Mẫu", "bản Pá Mẫu", "thôn Xóm 2", "thôn Tổ dân phố 2", "ấp Đông Mẫu", "ấp Đống Mẫu"),
    *("buôn Mẫu", "khóm 3", "khối phố 4", "tiểu khu 4"),
)
PEOPLE, REVIEW, NEAR = "B1. BTXH", "B8a. Hộ nghèo", "B8b. Hộ cận nghèo"
SHAPES = (  # header words of public workbooks: of persons, of poor households; a row or two with | between the columns
    ([], []),  # our own form
    (
        ["STT|Họ tên|Năm sinh|Giới tính|Số CMND/CCCD|Diện bảo trợ|Hệ số|Mức trợ cấp (VNĐ)|Hình thức hưởng"],
        ["STT|Tên bản/tiểu khu|Tổng số hộ|Tổng số hộ nghèo đầu kỳ|hộ thoát nghèo|Tái nghèo|Phát sinh mới|Tổng số hộ nghèo cuối kỳ"],
    ),
    (
        ["TT|Thông tin cá nhân||||Nhóm hưởng BTXH|Hệ số|Thực nhận|Hình thức hưởng", "|Họ và tên|Ngày sinh|Giới tính|Số ĐDCN/CCCD||||"],
        ["TT|Thôn/Xóm|Tổng số hộ dân cư|Hộ nghèo đầu năm|Thoát nghèo|Tái nghèo|Nghèo mới|Tổng số hộ nghèo"],
    ),
    (
        ["TT|Họ, chữ đệm và tên|Ngày, tháng, năm sinh|Giới tính||Căn cước|Chế độ hưởng|Hệ số|Số tiền|Hình thức hưởng", "|||Nam|Nữ|||||"],
        [
            "TT|Đơn vị|Tổng số hộ dân cư|Hộ nghèo|||||Hộ cận nghèo||||",
            "|||Đầu năm|Thoát nghèo|Tái nghèo|Phát sinh|Cuối năm|Đầu năm|Thoát cận nghèo|Tái cận nghèo|Phát sinh|Cuối năm",
        ],
    ),
    (
        ["STT|Họ tên|Năm sinh|Giới tính|CCCD|Đối tượng|Hệ số|Mức hưởng cũ|Mức hưởng mới|Hình thức hưởng|Nơi cấp thẻ xe"],
        ["STT|Thôn|Tổng số hộ|Số hộ nghèo đầu năm|Thoát nghèo|Tái nghèo|Phát sinh|Hộ nghèo|Hộ thiếu nước sạch"],
    ),
)
ASKED = ("Nơi cấp thẻ xe", "Hộ thiếu nước sạch")  # what no form has
LEVEL = 540_000  # what a coefficient is multiplied by at the end of the year
GROUPS = (("Người khuyết tật nặng", "disability_severe", 1.5), ("NKT đặc biệt nặng", "disability_grave", 2))


def counted(number: int) -> dict[str, float]:
    """What a village has: households, the poor and the near-poor at the year's end, persons by group."""
    listed = persons(number)
    groups = Counter(code for _, _, _, (_, code, _) in listed)
    return {
        "households": 100 + number,
        "poor_households": 10 + number,
        "near_poor_households": 6 + number,
        "cashless_btxh_base": len(listed),
        "cashless_btxh_paid": sum(map(by_account, range(1, len(listed) + 1))),
        **{f"beneficiaries_by_group {code}": groups[code] for _, code, _ in GROUPS if groups[code]},
        "amounts_listed": sum(coefficient * LEVEL for *_, (_, _, coefficient) in listed),
        **({"women": women} if (women := sum(not man for _, man, _, _ in listed)) else {}),
    }


def by_account(place: int) -> bool:
    return place % 3 == 0


def persons(number: int) -> list[tuple[int, bool, str, tuple[str, str, float]]]:
    """The persons of a village: year of birth, whether a man, number, group."""
    return [
        (1970 + place, place % 2 == 0, f"099{place % 2}{70 + place}{number:03}{place:03}", GROUPS[(number + place) % 2])
        for place in range(number + 1)
    ]


def person_row(shape: int, place: int, born: int, man: bool, card: str, group: tuple[str, str, float]) -> list[object]:
    """A person in the columns of a shape."""
    word, _, coefficient = group
    sex, level, method = ("Nam" if man else "Nữ"), coefficient * LEVEL, "Chuyển khoản" if by_account(place) else "TM"
    head, tail = [place, "Mẫu Văn Thử"], [word, coefficient, level, method]
    return (
        [*head, *((born, None) if man else (None, born)), card, None, word, coefficient, level, None, "01/2024", None, method],
        [*head, born, sex, card, *tail],
        [*head, born, sex, card, *tail],
        [*head, born, *(("x", None) if man else (None, "x")), card, *tail],
        [*head, born, sex, card, word, coefficient, coefficient * 500_000, level, method, "a"],
    )[shape]


def review(village: str, number: int, near: bool = False) -> list[object]:
    found = counted(number)
    at_end = int(found["near_poor_households" if near else "poor_households"])
    return [1, village, found["households"], at_end + 3, 4, 0, 1, at_end]


def sent(made: Offices, village: str, number: int) -> None:
    """The workbook of a village: its blank form filled in, persons and the review under the headers that it uses at home."""
    name = "_".join(word.capitalize() for word in (village if "Đông" in village or "Đống" in village else fold(village)).split())
    [blank] = (made.outputs / "xa-mau" / "2026.forms").glob(f"{name}_2026.xlsx")
    shape = number % len(SHAPES)
    people = [person_row(shape, place, *person) for place, person in enumerate(persons(number), 1)]
    merit = [[1, "Mẫu Văn Thử", 1950, None, None, f"MAU{number:03}", None, "Bệnh binh", 2_000_000, "TM"]]
    rows = {"B1b": merit, "B8a": [review(village, number)], "B8b": [review(village, number, near=True)]} | ({} if shape else {"B1": people})
    path = fill(blank, made.data / "xa-mau" / "2026" / blank.name, rows, {"B9a": TRADE, "B9b": WORK})
    if shape:
        reshaped(path, village, number, people)


def reshaped(path: Path, village: str, number: int, people: list[list[object]]) -> None:
    """The sheets of persons and of poor households of a workbook written anew, as a village types them."""
    book, shape = openpyxl.load_workbook(path), number % len(SHAPES)
    both = "Hộ cận nghèo" in SHAPES[shape][1][0]
    row = review(village, number) + (review(village, number, near=True)[3:] if both else []) + ([5] if shape == len(SHAPES) - 1 else [])
    for title, header, records in ((PEOPLE, SHAPES[shape][0], people), (REVIEW, SHAPES[shape][1], [row])):
        place = book.sheetnames.index(title)
        del book[title]
        sheet = book.create_sheet(title, place)
        banner = [["ỦY BAN NHÂN DÂN"], ["XÃ MƯỜNG THỬ"], [village.upper()], [f"{title} NĂM 2026"]]
        for cells in (*banner, *(line.split("|") for line in header), *records):
            sheet.append([None if cell == "" else cell for cell in cells])
    if both:
        del book[NEAR]
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


def told(tables: Path) -> dict[str, dict[str, float]]:
    """What a report tells by area: the printed indicators, and the sums that its figures and checks are drawn from."""
    found: dict[str, dict[str, float]] = {}
    for name, item in (("indicators.csv", "indicator"), ("observations.csv", "item")):
        with (tables / name).open(encoding="utf-8") as file:
            for row in csv.DictReader(file):
                key = {"beneficiaries_by_group": f"{row[item]} {row.get('category')}", "beneficiaries_by_age_sex": "women"}.get(
                    row[item], row[item]
                )
                counts = key != "women" or row["category"].endswith("|female")
                if row["value"] and key in {**counted(0), **counted(1)} and counts and (name == "indicators.csv" or key not in INDICATORS):
                    of_area = found.setdefault(row["area_code"], {})
                    of_area[key] = of_area.get(key, 0) + float(row["value"])
    return found


INDICATORS = ("households", "poor_households", "near_poor_households", "cashless_btxh_base", "cashless_btxh_paid")


def test_every_number_of_a_changed_district_and_of_ten_villages_is_counted_alone(district, commune, capsys):  # noqa: F811
    counted_once(district, "each on its own time", capsys)
    capsys.readouterr()
    with pytest.raises(SystemExit) as done:
        commune.run("check", "2026", "--no-returns", office="xa-mau")
    said = capsys.readouterr().out
    commune.run("report", "2026", "--formats", "none", office="xa-mau")
    found = told(commune.outputs / "xa-mau" / "2026" / "tables")
    expected = {f"02700{number + 1:02}": counted(number) for number in range(len(VILLAGES))}
    whole = {name: sum(one.get(name, 0) for one in expected.values()) for name in INDICATORS}

    assert expected == {area: of_area for area, of_area in found.items() if area != "02700"}
    assert whole == {name: found["02700"][name] for name in INDICATORS}
    paid, base, merit = whole["cashless_btxh_paid"], whole["cashless_btxh_base"], len(VILLAGES)
    cashless = {
        "cashless_btxh_paid": paid,
        "cashless_btxh_base": base,
        "cashless_btxh_rate": 100 * paid / base,
        "cashless_ncc_base": merit,
        "cashless_total_paid": paid,
        "cashless_total_base": base + merit,
        "cashless_total_rate": 100 * paid / (base + merit),
    }
    counts = office_count(len(VILLAGES), whole["households"], whole["poor_households"], whole["near_poor_households"], **cashless)
    assert rounded(counts) == office_told(commune.outputs / "xa-mau" / "2026" / "tables", "02700")
    assert [2, 2] == [said.count(word) for word in ASKED] and 0 == done.value.code  # in the two villages that wrote them

"""A district whose communes merged and were renamed within the year, from nothing to a report by the commands alone."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from filled_forms import fill
from independent_count import office_count, office_told, rounded
from test_office_new import STANDARD, TRADE, WORK, command, data, offices  # noqa: F401 (fixtures)

YEAR, CHANGE = 2023, "2023-07-01"
PROGRAMMES = ("Trợ cấp BTXH hằng tháng", "Hỗ trợ hộ chăm sóc NKT đặc biệt nặng", "Lệ phí chi trả", "Trợ cấp NCC hằng tháng")
PARTED = {"29405": "Bốn Đông Mẫu", "29406": "Bốn Tây Mẫu"}  # what Bốn Mẫu was split into
HALVES = {1: range(1, 7), 2: range(7, 13), 0: range(1, 13)}


def payments(persons: int, half: int) -> list[list]:
    """What some persons are paid by the month in a half, or in the year; nothing for other programmes."""
    return [
        [f"{month:02d}/{YEAR}", programme, *((persons, persons * 360_000, persons, 0, 0) if not place else (0, 0, 0, 0, 0))]
        for month in HALVES[half]
        for place, programme in enumerate(PROGRAMMES)
    ]


def poor(households: int, at_end: int) -> dict[str, list[list]]:
    return {"B8a": [[1, "Thôn Mẫu", households, at_end + 3, 4, 0, 1, at_end]], "B8b": [[1, "Thôn Mẫu", households, 7, 2, 0, 1, 6]]}


@pytest.fixture
def district(offices):  # noqa: F811
    made = offices(YEAR)
    areas = "29401 xã Một Mẫu; 29402 xã Hai Mẫu; 29403 xã Ba Mẫu; 29404 xã Bốn Mẫu"
    said = ("--name", "294 huyện Mẫu", "--province", "15 tỉnh Núi Mẫu", "--areas", areas)
    made.run("office", "new", "huyen-mau", "--like", "kim-thanh", *said)
    folder = made.data / "huyen-mau"
    with (folder / "areas.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    old = {row["name"]: row for row in rows}
    since = old["Một Mẫu"]["valid_from"]
    new = [old["Một Mẫu"] | {"name": "Một Hai Mẫu", "valid_from": CHANGE}, old["Ba Mẫu"] | {"name": "Ba Mới Mẫu", "valid_from": CHANGE}]
    new += [old["Bốn Mẫu"] | {"area_code": code, "name": name, "valid_from": CHANGE} for code, name in PARTED.items()]
    for name in ("Một Mẫu", "Hai Mẫu", "Ba Mẫu", "Bốn Mẫu"):
        old[name]["valid_to"] = CHANGE
    written(folder / "areas.csv", [*rows, *new])
    links = [("29401", "29401"), ("29402", "29401"), ("29403", "29403")]
    one = {"old_valid_from": since, "new_valid_from": CHANGE, "share": "1", "legal_basis": "Nghị quyết mẫu", "note": ""}
    parted = [{"old_code": "29404", "new_code": code, **one, "share": ""} for code in PARTED]  # who lives where now, nobody has said
    written(folder / "successions.csv", [{"old_code": code, "new_code": after, **one} for code, after in links] + parted)
    made.run("new", str(YEAR), office="huyen-mau")
    return made


def written(path, rows: list[dict]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, list(rows[0]))
        table.writeheader()
        table.writerows(rows)


def sent(made, name: str, forms: dict[str, list[list]], half: int) -> None:
    """The blank form of a commune, filled in and put into the year's folder; work is told for a whole year alone."""
    [blank] = (made.outputs / "huyen-mau" / f"{YEAR}.forms").glob(f"{name}_{YEAR}.xlsx")
    fill(blank, made.data / "huyen-mau" / str(YEAR) / blank.name, forms, {"B9a": TRADE} | ({} if half == 1 else {"B9b": WORK}))


def told(made, *more: str) -> tuple[dict[str, dict[str, float]], list[str]]:
    """The indicators of the report by area, and what stands in its coverage."""
    made.run("report", str(YEAR), "--formats", "none", *more, office="huyen-mau")
    folder = published(made, *more)
    found: dict[str, dict[str, float]] = {}
    with (folder / "tables" / "indicators.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["indicator"] in ("poor_households", "households", "btxh_monthly_allowance_amount") and row["value"]:
                found.setdefault(row["area_code"], {})[row["indicator"]] = float(row["value"])
    with (folder / "tables" / "coverage.csv").open(encoding="utf-8") as file:
        return found, sorted({row["area"] for row in csv.DictReader(file)})


def published(made, *more: str) -> Path:
    return next(path for path in (made.outputs / "huyen-mau").glob(f"{YEAR}{'@*' if more else ''}") if path.is_dir())


REST = {"Ba_Moi": ("Xa_Ba_Moi_Mau", 200, 20, 30, 0)}
WHOLE, HALF = [("Xa_Bon_Dong_Mau", 60, 6, 25, 0), ("Xa_Bon_Tay_Mau", 40, 4, 15, 0)], ("Xa_Bon_Mau", 101, 11, 40, 1)
WAYS = {
    "the new one on the whole year": [("Xa_Mot_Hai_Mau", 500, 50, 100, 0), *WHOLE],
    "the old ones on the whole year": [("Xa_Mot_Mau", 300, 30, 60, 0), ("Xa_Hai_Mau", 200, 20, 40, 0), ("Xa_Bon_Mau", 100, 10, 40, 0)],
    "each on its own time": [
        *(("Xa_Mot_Mau", 301, 31, 60, 1), ("Xa_Hai_Mau", 199, 21, 40, 1), ("Xa_Mot_Hai_Mau", 500, 50, 100, 2)),
        *(HALF, *((name, households, poor, persons, 2) for name, households, poor, persons, _ in WHOLE)),
    ],
}


@pytest.mark.parametrize("way", list(WAYS)[:2])  # the third with the commune of ten villages
def test_communes_that_merged_are_counted_once_whoever_sends(district, way, capsys):
    counted_once(district, way, capsys)


def counted_once(district, way: str, capsys) -> None:
    """A report of the district, each of whose numbers is that of an independent count, however its communes send."""
    for name, households, at_end, persons, half in [*WAYS[way], *REST.values()]:
        sent(district, name, poor(households, at_end) | {"B4": payments(persons, half)}, half)
    district.fill_desk("huyen-mau", "Huyen_Mau", {"B12": STANDARD["B12"]})
    capsys.readouterr()
    found, coverage = told(district)
    paid = 12 * (100 + 30 + 40) * 360_000
    money = dict.fromkeys(("btxh_total_spending", "btxh_payments_amount", "btxh_monthly_allowance_amount"), paid)

    assert rounded(office_count(4, 800, 80, 24, **money)) == office_told(published(district) / "tables", "294")
    assert {"households": 800, "poor_households": 80, "btxh_monthly_allowance_amount": paid} == found["294"]
    if way != "the old ones on the whole year":
        assert {"households": 500, "poor_households": 50, "btxh_monthly_allowance_amount": 12 * 100 * 360_000} == found["29401"]
    if way == "each on its own time":
        assert {"xã Hai Mẫu (đến 30/6/2023)", "xã Một Hai Mẫu", "xã Một Mẫu (đến 30/6/2023)"} <= set(coverage)
        own = {"29404": 6 * 40, "29405": 6 * 25, "29406": 6 * 15}  # of a split, each tells what was paid in its own time; lists the later
        lists = {"29405": {"households": 60, "poor_households": 6}, "29406": {"households": 40, "poor_households": 4}}
        expected = {code: {**lists.get(code, {}), "btxh_monthly_allowance_amount": paid * 360_000} for code, paid in own.items()}
        assert expected == {code: found[code] for code in own} and "xã Bốn Mẫu (đến 30/6/2023)" in coverage
    if way == "the old ones on the whole year":
        by_area, _ = told(district, "-p", "boundaries", "2023-12-31")
        assert {"households": 500, "poor_households": 50, "btxh_monthly_allowance_amount": 12 * 100 * 360_000} == by_area["29401"]
    assert "phải dừng" not in capsys.readouterr().out


def test_what_both_tell_stops(district, capsys):
    for name, households, at_end, persons, half in [*WAYS["each on its own time"], *REST.values()]:
        sent(district, name, poor(households, at_end) | {"B4": payments(persons, 0 if half == 2 else half)}, 0)
    district.fill_desk("huyen-mau", "Huyen_Mau", {"B12": STANDARD["B12"]})
    where = ("--office", "huyen-mau", "--data", str(district.data), "--outputs", str(district.outputs))

    with pytest.raises(SystemExit):
        command("check", str(YEAR), "--no-returns", *where)
    said = capsys.readouterr().out
    both = ", ".join(f"tháng {month:02d}/{YEAR}" for month in range(1, 7))
    for name in ("Mot", "Hai"):
        file, later = f"Xa_{name}_Mau_{YEAR}.xlsx", f"Xa_Mot_Hai_Mau_{YEAR}.xlsx"
        assert f"Biểu B4 ở tệp này và ở {min(file, later)}, cùng tính vào xã Một Hai Mẫu, cùng có {both}:" in said
    assert 4 == said.count("cộng lại có thể tính hai lần.")  # B4 and B9b, for each of the two

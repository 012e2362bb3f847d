"""Years at the ends of what the tables know: a small office goes from blank forms to a report, or is told what is missing, and where."""

from __future__ import annotations

import csv

import pytest

from test_office_new import STANDARD, Offices, command, data, offices, put  # noqa: F401 (fixtures)


def office_of(made: Offices) -> None:
    """A commune of two villages that was there before the tables begin."""
    said = ("--name", "02700 xã Mường Thử", "--province", "15 tỉnh Núi Mẫu", "--areas", "bản Nà Mẫu; bản Pá Thử")
    made.run("office", "new", "xa-mau", "--like", "xa-kim-thanh", *said)
    office = made.data / "xa-mau"
    put(office / "office.toml", "2025-07-01", "2018-01-01")
    areas = (office / "areas.csv").read_text(encoding="utf-8")
    (office / "areas.csv").write_text(areas.replace("2025-07-01", "2018-01-01"), encoding="utf-8")


@pytest.mark.parametrize("year", [2021, 2031])
def test_a_small_office_reports_on_an_early_and_on_a_late_year(offices, year, capsys):  # noqa: F811
    made = offices(year)
    office_of(made)
    made.run("new", str(year), office="xa-mau")
    for village, households, poor in (("Nà Mẫu", 80, 20), ("Pá Thử", 60, 12)):
        review = [1, village, households, 300, poor + 3, 4, 0, 1, poor]  # until 2022 with the number of persons
        made.fill("xa-mau", village, households, poor, {"B8a": [review]} if year < 2023 else {})
    made.fill_desk("xa-mau", "Xa_Muong_Thu", {"B12": STANDARD["B12"]})
    made.run("report", str(year), "--formats", "none", office="xa-mau")
    with (made.outputs / "xa-mau" / str(year) / "tables" / "indicators.csv").open(encoding="utf-8") as file:
        rows = {row["indicator"]: row["value"] for row in csv.DictReader(file) if row["area_code"] == "02700"}

    assert ("140.0", "32.0") == (rows["households"], rows["poor_households"])
    assert "phải dừng" not in capsys.readouterr().out


@pytest.mark.parametrize("year", [2019, 2020])
def test_a_year_before_the_forms_begin_says_where_they_are_written(offices, year, capsys):  # noqa: F811
    made = offices(year)
    office_of(made)
    where = ("--office", "xa-mau", "--data", str(made.data), "--outputs", str(made.outputs))

    assert 2 == command("new", str(year), *where)

    said = capsys.readouterr().err
    assert f"Chưa có biểu mẫu nào có hiệu lực cuối năm {year}: bảng biểu bắt đầu từ 01/01/2021." in said
    assert "cột valid_from của forms.csv và columns.csv trong data/reference/book" in said

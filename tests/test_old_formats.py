"""Workbooks of old offices (.xls, .xlsb, .ods, .xlsm): the same values and looks as in .xlsx, and a word on what cannot be seen."""

from __future__ import annotations

import random
import shutil
from datetime import date
from pathlib import Path

import pytest

from ctxh.read.child_reader import read_workbooks
from ctxh.typeset.xlsx.marked_workbooks import NotMarked, annotated
from messy import Read, labour, received, rows
from office import converted
from old_formats import ERROR, KINDS, Cell, ods, xls, xlsb, xlsm
from surgery import packed, parts_of, saved
from test_looks import everything, looked
from test_mangler import damaged

YEAR = Path(__file__).resolve().parents[1] / "data" / "kim-thanh" / "2024"
LOOKS = [["", Cell(0.125, "percent"), Cell(45000, "day"), Cell(1996, "day"), Cell(67, "noughts"), ERROR, "é"]]


@pytest.mark.parametrize("kind", KINDS)
def test_values_and_looks_are_those_of_the_cells(tmp_path, kind):
    found = looked(tmp_path, KINDS[kind](rows("labour", labour("2244")) + LOOKS)).checked()
    [sheet] = found.sheets

    assert ["1", "Doanh nghiệp", 67, 2244, 2] == ["1", *sheet.rows[4][1:5]]
    assert ["", "12,5%", date(2023, 3, 15), date(1905, 6, 18), 67, f"\0{ERROR}", "é"] == sheet.rows[5]
    assert {"error": [(5, 5)], "shown otherwise": [(5, 4)], "year as day": [(5, 3)]} == sheet.flagged
    assert 1996 == sheet.serial(5, 3)


def test_days_of_the_epoch_of_1904_are_counted_from_there(tmp_path):
    [sheet] = looked(tmp_path, xls([[Cell(45000, "day")]], date1904=True)).checked().sheets

    assert (True, date(2027, 3, 16)) == (sheet.date1904, sheet.rows[0][0])


@pytest.mark.parametrize(
    ("kind", "write", "told"),
    [
        ("xls", xls, "Tệp dạng .xls được đọc, nhưng không xem được: "),
        ("ods", ods, "Tệp dạng .ods được đọc, nhưng không xem được: "),
        ("xlsb", xlsb, "Tệp dạng .xlsb được đọc, nhưng không xem được: "),
        ("xlsm", xlsm, "Tệp có macro; macro không được chạy."),
    ],
)
def test_a_form_in_it_is_read_and_one_finding_says_what_could_not_be_seen(tmp_path, kind, write, told):
    found = Read(tmp_path, "labour", write(rows("labour", labour("2244"))), name=f"Xa_Kim_Xuyen_2024.{kind}")

    assert [2244] == found.values("workers")
    assert [("flagged", "dạng tệp")] == [(row["severity"], row["check"]) for row in found.found]
    assert found.found[0]["message"].startswith(told) and ".xlsx" in found.found[0]["remedy"]


@pytest.mark.parametrize("kind", KINDS)
def test_an_error_in_a_column_that_counts_stops_with_its_cell(tmp_path, kind):
    data = KINDS[kind]([[ERROR if value == 2244 else value for value in row] for row in rows("labour", labour("2244"))])
    stopped = [row for row in received(tmp_path, "labour", data).findings if row["severity"] == "stopped"]

    assert [("D5", f"1 ô báo lỗi công thức ({ERROR}).")] == [(row["cell"], row["message"]) for row in stopped]


@pytest.mark.parametrize("write", [*KINDS.values(), xlsm])
def test_no_marked_copy_goes_back_of_what_would_lose_by_it(write):
    faults = [{"severity": "stopped", "sheet": "B9a. Lao động", "cell": "D5", "message": "Sai.", "remedy": ""}]

    with pytest.raises(NotMarked):
        annotated(write(rows("labour", labour("2244"))), faults, 0)


@pytest.mark.parametrize("kind", KINDS)
def test_damaged_ones_are_refused_in_words_or_read(tmp_path, kind):
    """In the child, which some of them kill."""
    rng, paths, whole = random.Random(kind), [], KINDS[kind](rows("labour", labour("2244")) + LOOKS)
    for number in range(30):
        data = whole
        if kind == "xls" or number % 2:
            data = damaged(whole, rng)
        else:
            parts = parts_of(whole)
            name = rng.choice([name for name in parts if name.endswith((".bin", "content.xml"))])
            data = packed(parts | {name: damaged(parts[name], rng)})
        paths.append(saved(tmp_path, data, f"{number}.{kind}"))
    found = list(read_workbooks(paths))

    assert all(one.sheets or one.blank or (one.refused.startswith(one.path.name) and len(one.refused) < 400) for one in found)
    assert any(one.refused for one in found)


@pytest.mark.parametrize("kind", KINDS)
def test_a_number_that_is_none_is_told_there_too(tmp_path, kind):
    [sheet] = looked(tmp_path, KINDS[kind]([["x", float("nan")], [float("inf"), 1]])).checked().sheets

    assert {"no number": [(0, 1), (1, 0)]} == {name: sorted(cells) for name, cells in sheet.flagged.items()}


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice vắng mặt")
@pytest.mark.parametrize("kind", ["xls", "ods", "xlsm"])
def test_a_workbook_that_libreoffice_converts_is_read_as_before(tmp_path, kind):
    path = YEAR / "Xa_Kim_Xuyen_2024.xlsx"
    own, other = read_workbooks([path, converted(path, kind, tmp_path)])

    assert [sheet.name for sheet in own.checked().sheets] == [sheet.name for sheet in other.checked().sheets]
    for mine, found in zip(own.sheets, other.sheets, strict=True):
        assert filled(mine.rows) == filled(found.rows)
        assert (mine.flagged, sorted(mine.merged), mine.hidden) == (found.flagged, sorted(found.merged), found.hidden)


def filled(rows: list[list]) -> dict[tuple[int, int], object]:
    return {(r, c): value for r, row in enumerate(rows) for c, value in enumerate(row) if value != ""}


# LibreOffice computes formulas anew and hides filtered rows by hand; conditions are not looked at
OTHERWISE = {"external", "volatile", "uncached", "filter", "by condition", "under picture"}
LOST = {(4, 0), (0, 5)}  # the text of which a part is struck, and the column that LibreOffice gives a width


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice vắng mặt")
@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_what_a_sheet_says_beside_its_values_is_seen_there_too(tmp_path, kind):
    [own] = looked(tmp_path, everything()).checked().sheets
    [other] = read_workbooks([converted(saved(tmp_path, everything(), "a.xlsx"), kind, tmp_path)])
    expected = {name: sorted(set(cells) - LOST) for name, cells in own.flagged.items() if name not in OTHERWISE}

    assert expected == {name: sorted(cells) for name, cells in other.checked().sheets[0].flagged.items() if name not in OTHERWISE}

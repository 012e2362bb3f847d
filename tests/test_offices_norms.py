"""A payment that is not at its norm, in a copy of a commune's workbooks: the finding names the cell and the expected amount."""

from __future__ import annotations

import shutil
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from conftest import ROOT
from ctxh.errors import CtxhError
from ctxh.reference.norms import load_norms
from opened import opened

OFFICE, VILLAGE = "xa-an-thanh", "Thon_Trung_2026.xlsx"
# sheet, cell, what stands there, what is written instead
FAULTS = (
    ("B1. BTXH", "I10", 1_400_000, 1_050_000),  # coefficient 2 at the 700.000 of the city
    ("B1. BTXH", "H11", 1, 1.5),  # a social pension has the coefficient 1
    ("B3. Mai táng phí", "G14", 10_800_000, 10_000_000),  # died on 31/10: 20 times the social pension
    ("B4. Chi trả", "D38", 215_750_000, 300_000_000),  # allowances of August
    ("B4. Chi trả", "G49", 32_834_000, 2_834_000),  # arrears of July to September, since merit counts 3.012.000 from July
    ("B6. Quà tặng", "I10", 30_300_000, 30_000_000),  # 101 gifts of 300.000
)
MEALS = ("Thon_Noi_2026.xlsx", "B7. Chế độ NCC", "H16", 2_600_000, 2_400_000)  # 13 days at 200.000
HEADER = "norm,label,value,unit_of_measure,valid_from,valid_to,scope,legal_basis,verified,note\n"
BASE = "social_assistance_base,Mức chuẩn trợ giúp xã hội của thành phố,{value},VND/month,2026-07-01,,province,NQ 1/2026/NQ-HĐND,yes,\n"


def write(path: Path, sheet: str, cell: str, stands: float, instead: float) -> None:
    """Write a number into a cell of a workbook, and what follows into the total of its column."""
    book = openpyxl.load_workbook(path)
    page = book[sheet]
    assert page[cell].value == stands
    column, row = page[cell].column, page[cell].row
    page[cell].value = instead
    total = next(r for r in range(row, page.max_row + 1) if str(page.cell(r, 2).value).lower().startswith(("tổng", "cộng")))
    if isinstance(page.cell(total, column).value, int):
        page.cell(total, column).value += instead - stands
    book.save(path)


@pytest.fixture(scope="module")
def data(tmp_path_factory) -> Path:
    """A data folder with the commune."""
    folder = tmp_path_factory.mktemp("norms")
    for name in ("reference", OFFICE, "xa-kim-thanh/text"):
        shutil.copytree(ROOT / "data" / name, folder / name)
    return folder


@pytest.fixture(scope="module")
def found(data) -> pd.DataFrame:
    """What is found when seven payments differ from their norms."""
    folder = data / OFFICE / "2026"
    for fault in FAULTS:
        write(folder / VILLAGE, *fault)
    write(folder / MEALS[0], *MEALS[1:])
    return opened(OFFICE, 2026, data, data / "out", shown_here=True).findings().query("severity in ('stopped', 'flagged')")


@pytest.mark.parametrize(
    ("check", "place", "seen", "expected"),
    [
        ("số lượng × mức", (VILLAGE, "B6. Quà tặng", "I10"), "30.000.000", "30.300.000"),
        ("C17", (VILLAGE, "B3. Mai táng phí", "G14"), "10.000.000", "10.800.000"),
        ("C34", (VILLAGE, "B1. BTXH", "I10"), "1.050.000", "1.400.000"),
        ("C45", (VILLAGE, "B4. Chi trả", "G49"), "2.834.000", "32.833.852"),
        ("C35", (VILLAGE, "B1. BTXH", "H11"), None, None),
        ("C36", (VILLAGE, "B4. Chi trả", "D38"), "300.000.000", "216.394.737"),
        ("C15", MEALS[:3], "2.400.000", "2.600.000"),
    ],
)
def test_the_finding_names_the_cell_and_the_expected_amount(found, check, place, seen, expected):
    row = found[found["check"] == check].iloc[0]
    assert (row["severity"], row["file"], row["sheet"], row["cell"]) == ("flagged", *place)
    measured = "" if check == "số lượng × mức" else " đồng"  # the cell as it stands, or what a check reckons
    assert expected is None or (row["found"], row["expected"]) == (f"{seen}{measured}", f"{expected}{measured}")
    assert expected is None or expected in row["message"]


def test_nothing_else_is_said(found):
    assert set(found["check"]) == {"số lượng × mức", "không chỉ tiêu nào dùng", "C15", "C16", "C17", "C34", "C35", "C36", "C45"}


def test_a_base_of_the_province_is_a_row_of_the_office_and_wins(data, tmp_path):
    shutil.copytree(ROOT / "data" / OFFICE, tmp_path / OFFICE)
    (tmp_path / OFFICE / "norms.csv").write_text(HEADER + BASE.format(value=800_000), encoding="utf-8")
    for name in ("reference", "xa-kim-thanh"):
        shutil.copytree(data / name, tmp_path / name)
    rows = opened(OFFICE, 2026, tmp_path, tmp_path / "out", shown_here=True).findings().query("check == 'C34'")
    assert len(rows) == 8  # every village still pays the 700.000 of the city
    assert all("khác hệ số × 800.000" in message for message in rows["message"])


def test_a_base_of_the_province_below_the_national_one_is_refused(tmp_path):
    (tmp_path / "xa").mkdir()
    (tmp_path / "xa" / "norms.csv").write_text(HEADER + BASE.format(value=54_000), encoding="utf-8")
    with pytest.raises(CtxhError) as refused:
        load_norms(ROOT / "data" / "reference", tmp_path / "xa")
    assert str(refused.value) == (
        "xa/norms.csv, dòng 2: «Mức chuẩn trợ giúp xã hội của thành phố» là 54.000, thấp hơn mức chung 540.000 của cùng thời gian. "
        "Tỉnh chỉ được quy định mức cao hơn; sửa cột value hoặc thời hạn."
    )

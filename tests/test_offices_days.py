"""An office that folds others notices a member whose data close on other days than its own."""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
import pytest

from conftest import ROOT
from ctxh.observe.members import Member, folded_findings
from ctxh.observe.observed import Observations
from opened import opened

CITY, MEMBERS = "hai-phong-mau", ("xa-kim-thanh", "xa-phu-thai", "xa-an-thanh")
OWN = '[periods.year]\nstart = "12-15"\nend = "12-14"\nbasis = "Điều 12 Nghị định số 09/2019/NĐ-CP ngày 24/01/2019 của Chính phủ"\n'


@pytest.fixture
def data(tmp_path) -> Path:
    """A data folder with the settings of the city and its three communes, each with one workbook of 2026."""
    shutil.copytree(ROOT / "data" / "reference", tmp_path / "reference")
    for name in (CITY, *MEMBERS):
        (tmp_path / name / "2026").mkdir(parents=True)
        shutil.copy(next((ROOT / "data" / name / "2026").glob("*.xlsx")), tmp_path / name / "2026")
        for file in (ROOT / "data" / name).glob("*.*"):
            shutil.copy(file, tmp_path / name)
    return tmp_path


def flagged(data: Path, period: str = "year") -> list[dict]:
    """What the city flags about its members, none of which found anything itself."""
    edition = opened(CITY, 2026, data, data, period=period)
    nothing = pd.DataFrame({"severity": []})
    members = [Member(Observations(member, nothing, nothing, nothing), published=False) for member in edition.request.members]
    return [found for found in folded_findings(members, edition.request) if found["severity"] == "flagged"]


def settings(data: Path, text: str) -> None:
    path = data / "xa-an-thanh" / "office.toml"
    said = path.read_text(encoding="utf-8")
    assert OWN in said
    path.write_text(said.replace(OWN, text), encoding="utf-8")


@pytest.mark.parametrize("period", ["year", "half-year"])
def test_members_with_the_same_days_are_not_flagged(data, period):
    assert flagged(data, period) == []


def test_a_member_that_closes_earlier_is_named_with_both_spans(data):
    settings(data, '[periods.year]\nstart = "12-01"\nend = "11-30"\n')
    [found] = flagged(data)
    assert (found["area_code"], found["found"], found["expected"]) == (
        "10792",
        "từ 01/12/2025 đến 30/11/2026",
        "từ 15/12/2025 đến 14/12/2026",
    )
    assert found["message"] == (
        "xã An Thành: số liệu năm 2026 lấy từ 01/12/2025 đến 30/11/2026; thành phố Hải Phòng lấy từ 15/12/2025 đến 14/12/2026, "
        "nên phép cộng không cùng thời gian."
    )
    assert found["remedy"] == (
        "Thống nhất ngày ở [periods.year] trong office.toml của xa-an-thanh và của hai-phong-mau, hoặc ghi rõ trong lời văn."
    )


def test_a_section_that_closes_on_another_day_is_named(data):
    settings(data, '[periods.half-year]\ncutoffs = { "I.3.3" = "06-10" }\n')
    assert flagged(data) == []
    [found] = flagged(data, "half-year")
    assert found["found"] == "từ 15/12/2025 đến 14/6/2026, mục I.3.3 chốt 10/6/2026"

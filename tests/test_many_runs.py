"""Many offices and years by one command: all that can be made is made, members first, and what failed is named."""

from __future__ import annotations

import shutil

import pytest

from conftest import ROOT
from ctxh.cli.many_runs import Run, waves
from ctxh.errors import WrongUsage


@pytest.fixture
def offices(toy):
    """A toy with a second office, which has only 2024, and a third, in whose notebook a cell fails."""
    data = toy.root / "data"
    for name in ("xa-b", "xa-c"):
        shutil.copytree(data / "kim-thanh" / "2024", data / name / "2024")
    toy.notebook("01_clean.ipynb", 'office: str = "kim-thanh"\nyear: int = 2024', 'assert office != "xa-c"')
    return toy


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_failed_office_stops_no_other_and_is_named(offices, jobs):
    done = offices.command("report", "2023-2024", "--office", "all", "--jobs", jobs, "--formats", "none")
    lines = done.stderr.splitlines()

    assert 1 == done.returncode
    assert ["kim-thanh/2023", "kim-thanh/2024", "xa-b/2024"] == sorted(
        path.parent.relative_to(offices.root / "outputs").as_posix() for path in (offices.root / "outputs").glob("*/*/manifest.json")
    )
    assert ["kim-thanh 2023: xong", "kim-thanh 2024: xong", "xa-b 2024: xong"] == sorted(
        line.partition("] ")[2] for line in lines if line.endswith("xong")
    )
    assert [line for line in lines if "] xa-c 2024: LỖI: Sổ 01_clean.ipynb" in line]
    assert "LỖI: 1 trong 4 lần chạy không xong: xa-c 2024. Lý do của từng lần ở các dòng trên." == lines[-1]


def test_what_stands_already_is_not_made_again_and_options_go_to_each(offices):
    shutil.rmtree(offices.root / "data" / "xa-c")
    command = ("report", "2024", "--office", "all", "--jobs", "2", "--formats", "none", "--no-returns")
    first, again = offices.command(*command), offices.command(*command)

    assert (0, 0) == (first.returncode, again.returncode), first.stderr
    assert ["kim-thanh 2024: không có gì thay đổi", "xa-b 2024: không có gì thay đổi"] == sorted(
        line.partition("] ")[2] for line in again.stderr.splitlines()
    )
    assert 2 == again.stdout.count("Báo cáo năm 2024: outputs/")


def test_members_come_before_the_office_that_folds_them():
    members = [Run("xa-kim-thanh", 2026), Run("xa-phu-thai", 2026)]

    assert [members, [Run("hai-phong-mau", 2026)]] == waves(["hai-phong-mau", "xa-kim-thanh", "xa-phu-thai"], "2026", ROOT / "data")


@pytest.mark.parametrize(("text", "said"), [("1999", "Không đơn vị nào có số liệu của năm 1999"), ("năm nay", "Năm «năm nay» không đúng")])
def test_years_that_nobody_has_are_wrong_usage(text, said):
    with pytest.raises(WrongUsage, match=said):
        waves(["xa-kim-thanh"], text, ROOT / "data")

"""Many offices and years by one command: all that can be made is made, members first, and what failed is named."""

from __future__ import annotations

import re
import shutil
import sys
from io import StringIO

import pytest

from conftest import ROOT
from ctxh.cli.many_runs import Run, _ended, waves
from ctxh.errors import WrongUsage
from ctxh.run.progress import for_many


class Terminal(StringIO):
    """A stream that somebody watches."""

    def isatty(self):
        return True


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


def test_one_bar_shows_how_many_have_ended_and_at_which_notebook_the_others_are(monkeypatch):
    monkeypatch.setattr(sys, "stderr", Terminal())
    bar = for_many(3)
    bar.at("kim-thanh 2023", "kim-thanh 2023: 01_clean")
    bar.at("xa-b 2024", "xa-b 2024: 02_indicators")
    bar.at("xa-b 2024", "LƯU Ý: một câu được nói lúc xong.")
    together = sys.stderr.getvalue().split("\r")[-1]
    bar.end_of("xa-b 2024", "xong")
    left = sys.stderr.getvalue().split("\r")[-1]
    bar.close()

    assert "0/3 kim-thanh 2023: 01_clean; xa-b 2024: 02_indicators" == re.search(r"0/3.*", together)[0].strip()
    assert "1/3 kim-thanh 2023: 01_clean" == re.search(r"1/3.*", left)[0].strip()
    assert "[1/3] xa-b 2024: xong\n" in sys.stderr.getvalue()


def test_a_run_is_heard_while_it_goes_on(offices):
    heard = []
    run = _ended("report", ["--formats", "none"], offices.root, Run("xa-b", 2024), hear=lambda name, line: heard.append((name, line)))

    assert (0, "xong") == (run.code, run.outcome)
    assert ("xa-b 2024", "xa-b 2024: 01_clean") in heard
    assert "Báo cáo năm 2024: outputs/xa-b/2024" in run.printed

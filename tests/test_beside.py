"""Work done beside a run: what it gives, raises and leaves, and that it ends with the run."""

import os
import time
from datetime import date
from pathlib import Path

import pytest

from ctxh.errors import RunFailed
from ctxh.reference.norms import NoNorm
from ctxh.run.beside import beside

pytestmark = pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="processes are branched on Linux alone")


@pytest.fixture(autouse=True, params=[True])
def branched(request, monkeypatch):
    """By a branch of the process, whatever idle threads numpy has in that of the tests."""
    monkeypatch.setattr("ctxh.run.beside.has_one_thread", lambda: request.param)


EITHER_WAY = pytest.mark.parametrize("branched", [True, False], indirect=True, ids=["a branch", "in its turn"])


@EITHER_WAY
def test_what_it_gives_is_heard_when_asked_for():
    with beside(lambda: 6 * 7) as answer:
        assert answer() == 42


@EITHER_WAY
def test_a_fault_of_it_is_raised_as_if_it_were_done_here():
    def fails():
        raise RunFailed("Tệp «a.xlsx»: hỏng.")

    with beside(fails) as answer, pytest.raises(RunFailed, match=r"Tệp «a\.xlsx»: hỏng\."):
        answer()


def test_it_is_done_by_another_process_while_this_one_goes_on(tmp_path: Path):
    def waits():
        while not (tmp_path / "go").exists():
            time.sleep(0.01)
        return os.getpid()

    with beside(waits) as answer:
        (tmp_path / "go").touch()
        assert answer() != os.getpid()


def test_a_branch_that_was_killed_is_done_anew_in_its_turn(tmp_path: Path):
    def dies_once():
        if not (tmp_path / "begun").exists():
            (tmp_path / "begun").touch()
            os.kill(os.getpid(), 9)
        return "done"

    with beside(dies_once) as answer:
        assert answer() == "done"


def test_it_ends_with_the_block_where_nobody_asks_for_it(tmp_path: Path):
    def never_ends():
        (tmp_path / "pid").write_text(str(os.getpid()))
        time.sleep(600)

    with pytest.raises(KeyboardInterrupt), beside(never_ends):
        while not (tmp_path / "pid").exists() or not (tmp_path / "pid").read_text():
            time.sleep(0.01)
        raise KeyboardInterrupt
    assert not Path("/proc", (tmp_path / "pid").read_text()).exists()


def test_a_fault_that_cannot_be_sent_is_raised_all_the_same():
    def lacks_a_norm():
        raise NoNorm("base", date(1999, 1, 1))

    with beside(lacks_a_norm) as answer, pytest.raises(NoNorm, match="«base» vào ngày 01/01/1999"):
        answer()


def test_a_fault_of_ours_is_raised_from_the_place_where_it_arises():
    def looks_up_what_there_is_not():
        return {}["date"]

    with beside(looks_up_what_there_is_not) as answer, pytest.raises(KeyError) as caught:
        answer()
    assert "looks_up_what_there_is_not" == caught.traceback[-1].name

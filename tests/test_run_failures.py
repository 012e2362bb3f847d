"""A run that fails: what is said of it, first the cause, and what is left behind."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from ctxh.errors import RunFailed, StoppedByFindings
from ctxh.findings import RELATION, finding, findings_frame, without_sums_of
from ctxh.run.failures import error_words, failure_in_words, interrupted, one_line, unforeseen
from running import kernels_of, report, wait_until


class TestFailures:
    def test_one_message_names_notebook_and_cell(self, toy):
        toy.notebook("02_break.ipynb", "year: int = 2024", "1 + 1", "{}['poor_households']")
        with pytest.raises(RunFailed) as caught:
            report()

        assert "Sổ 02_break.ipynb, ô 3: không có mục ấy («poor_households»). Chạy lại với --debug để giữ sổ bị lỗi mà xem." == str(
            caught.value
        )

    def test_our_own_errors_come_through_as_they_are(self, toy):
        said = "Xa_A.xlsx, trang tính «B1», ô C12: ngày sinh ở tương lai."
        toy.notebook(
            "02_stop.ipynb",
            "year: int = 2024",
            f"from ctxh.errors import StoppedByFindings\nraise StoppedByFindings('{said}')",
        )
        with pytest.raises(StoppedByFindings) as caught:
            report()
        assert str(caught.value) == said

    def test_a_person_in_an_error_is_not_repeated(self, toy):
        toy.notebook("02_break.ipynb", "year: int = 2024", "int('Nguyễn Thị Canary')")
        with pytest.raises(RunFailed) as caught:
            report()

        assert "Canary" not in str(caught.value) and "giá trị không dùng được" in str(caught.value)
        assert "không có mục ấy («x»)" == error_words("KeyError", "'Canary' 'x' '001234567890'")
        columns = "\"None of [Index(['meals_total', 'Canary'], dtype='object')] are in the [columns]\""
        assert "không có mục ấy («meals_total»)" == error_words("KeyError", columns)

    def test_the_system_and_python_speak_vietnamese(self, toy):
        """A file that cannot be read in a notebook, and a notebook that is none, named without a word of English."""
        toy.notebook("02_break.ipynb", "year: int = 2024", "open('../data/none.csv')")
        with pytest.raises(RunFailed) as caught:
            report()

        assert (
            "Sổ 02_break.ipynb, ô 2: tệp «none.csv»: không có ở đó: chép lại rồi chạy lại. Chạy lại với --debug để giữ sổ bị lỗi mà xem."
            == str(caught.value)
        )
        for broken in (
            "{",
            "[]",
            '{"cells": [{}]}',
            '{"cells": [{"cell_type": "code", "metadata": {"tags": ["parameters"]}, "source": "year = ["}]}',
        ):
            (toy.root / "notebooks" / "02_break.ipynb").write_text(broken)
            with pytest.raises(RunFailed, match=r"^Sổ 02_break\.ipynb "):
                report()

    def test_a_fault_of_the_program_blames_no_notebook_and_names_its_place(self, toy):
        """What the program does between cells is no cell's; what it does for a cell is told with both places."""
        with pytest.raises(TypeError) as caught:
            error_words(None, None)
        said = unforeseen(caught.value)

        assert failure_in_words(caught.value, Path("02.ipynb"), 1, None, False) is None
        assert re.match(r"Lỗi ngoài dự kiến của chương trình, không phải của tệp nào \(run/failures.py, dòng \d+: gọi hàm", said)
        toy.notebook("02_break.ipynb", "year: int = 2024", "from ctxh.vietnamese import clean_text\nclean_text(1)")
        with pytest.raises(RunFailed, match=r"Sổ 02_break.ipynb, ô 2: .*, ở vietnamese/\w+.py, dòng \d+ của chương trình"):
            report()

    def test_a_notebook_that_eats_memory_is_ended_in_words(self, toy):
        toy.notebook("02_eat.ipynb", "year: int = 2024", "held = []\nwhile True:\n    held.append(bytearray(2**28))")
        with pytest.raises(RunFailed) as caught:
            report()

        assert "Sổ 02_eat.ipynb, ô 2: hết bộ nhớ dành cho một sổ: " in str(caught.value)

    def test_the_previous_edition_stays_byte_equal(self, made):
        before = made.bytes_published()
        made.notebook("02_break.ipynb", "year: int = 2024", "raise ValueError")
        with pytest.raises(RunFailed):
            report(("code", "77"))
        assert made.bytes_published() == before
        assert [p.name for p in made.edition.parent.iterdir() if "stage" in p.name] == []

    def test_a_stopping_finding_stops_the_run(self, toy):
        row = "severity,file,sheet,cell,message,remedy\\nstopped,a.xlsx,B1,C3,hỏng,Sửa ô này\\n"
        toy.notebook("01_clean.ipynb", "year: int = 2024", "code = 1", CODES.format(row=row))
        with pytest.raises(StoppedByFindings, match=r"a\.xlsx, trang tính «B1», ô C3: hỏng Sửa"):
            report()
        assert not toy.edition.exists()

    def test_a_dead_kernel_is_said_to_be_dead(self, toy):
        toy.notebook("02_die.ipynb", "year: int = 2024", "import os, signal\nos.kill(os.getpid(), 9)")
        with pytest.raises(RunFailed, match=r"02_die\.ipynb, ô 2: nhân Python bị tắt"):
            report()

    def test_an_endless_cell_is_ended(self, toy, monkeypatch):
        monkeypatch.setattr("ctxh.run.notebook_runs.CELL_SECONDS", 5)
        toy.notebook("02_loop.ipynb", "year: int = 2024", "while True: pass")
        with pytest.raises(RunFailed, match=r"02_loop\.ipynb, ô 2: chạy quá lâu"):
            report()
        assert kernels_of(toy.root) == []

    def test_data_changed_meanwhile_are_noticed(self, toy):
        toy.notebook(
            "02_touch.ipynb",
            "year: int = 2024",
            "import json, os\nfrom pathlib import Path\n"
            "(Path(json.loads(Path(os.environ['CTXH_REQUEST']).read_text())['data']) / 'kim-thanh/2024/Xa_A_2024.xlsx').write_text('b')",
        )
        with pytest.raises(RunFailed, match=r"«kim-thanh/2024/Xa_A_2024\.xlsx» bị sửa"):
            report()

    @pytest.mark.parametrize("signal_sent", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
    def test_a_killed_run_leaves_the_old_edition_and_no_kernel(self, made, signal_sent):
        before = made.bytes_published()
        made.notebook(
            "02_wait.ipynb",
            "year: int = 2024",
            "from pathlib import Path\nPath('../reached').touch()\nimport time\ntime.sleep(60)",
        )
        with (made.root / "said").open("w") as said_file:
            command = [sys.executable, "-m", "ctxh", "report", "2024", "--formats", "none"]
            run = subprocess.Popen([*command, "-p", "code", "77"], stderr=said_file)
        wait_until((made.root / "reached").exists)
        assert kernels_of(made.root)
        run.send_signal(signal_sent)
        run.wait()
        said = (made.root / "said").read_text()
        wait_until(lambda: not kernels_of(made.root))
        assert made.bytes_published() == before
        if signal_sent != signal.SIGKILL:
            assert run.returncode == 1 and "LỖI: Đã dừng" in said and "Traceback" not in said
        (made.root / "notebooks/02_wait.ipynb").unlink()
        report()
        assert made.bytes_published() == before
        assert not list(made.edition.parent.glob(".*stage*"))


def test_an_interrupt_while_the_kernel_starts_leaves_none(toy, monkeypatch):
    def interrupted(client):
        assert kernels_of(toy.root)
        raise KeyboardInterrupt

    from ctxh.run import papermill_engine

    monkeypatch.setattr(papermill_engine.EditionClient, "start_new_kernel_client", interrupted)
    with pytest.raises(KeyboardInterrupt):
        report()
    assert kernels_of(toy.root) == []


CODES = """\
import json
import os
from pathlib import Path
tables = Path(json.loads(Path(os.environ["CTXH_REQUEST"]).read_text())["stage"]) / "tables"
tables.mkdir()
(tables / "findings.csv").write_text("{row}")"""


def test_a_finding_names_its_file_once():
    row = {"file": "Xa_A.xlsx", "sheet": "", "cell": "", "message": "Xa_A.xlsx: tệp rỗng.", "remedy": "Xin lại tệp."}

    assert "Xa_A.xlsx: tệp rỗng. Xin lại tệp." == one_line(row)


def test_an_interruption_is_known_behind_the_error_that_it_caused():
    late = RuntimeError("invalid state")
    late.__context__ = KeyboardInterrupt()

    assert (True, False) == (interrupted(late), interrupted(RuntimeError("a fault of its own")))


def test_a_line_names_file_sheet_and_cell_once_and_at_most_ten_places():
    place = {
        "file": "Xa_A.xlsx",
        "sheet": "B8a. Hộ nghèo",
        "cell": ",".join(f"C{row}" for row in range(1, 25, 2)) + ",C31:C266",
        "remedy": "Xóa một tệp.",
    }

    line = one_line(place | {"message": "Xa_A.xlsx có hai trang B8a. Hộ nghèo."})

    assert "ô C1, C3, C5, C7, C9, C11, C13, C15, C17, C19 và 238 ô khác: Xa_A.xlsx có hai trang B8a. Hộ nghèo. Xóa một tệp." == line


def test_a_sum_in_whose_column_a_cell_must_be_mended_is_not_told_too():
    place = {"file": "Xa_A.xlsx", "sheet": "B6"}
    blank, apart, other = (
        finding("stopped", "x", check=check, cell=cell, **place)
        for check, cell in (("ô trống", "I9"), ("dòng tổng", "I23"), ("dòng tổng", "E23"))
    )

    assert [blank, other] == without_sums_of([apart, blank, other])


def test_a_sum_beside_a_doubted_cell_of_its_column_is_one_stop_that_names_the_cell():
    place = {"file": "Xa_A.xlsx", "sheet": "B6"}
    apart, other = (finding("stopped", "Lệch 9.", check="dòng tổng", cell=cell, **place) for cell in ("I23", "E23"))
    doubt = finding("flagged", "Gấp 10.", check=RELATION, cell="I10", **place)

    told = [(row["severity"], row["cell"], row["message"]) for row in without_sums_of([apart, other, doubt])]
    assert [("stopped", "E23", "Lệch 9."), ("stopped", "I10", "Gấp 10. Lệch 9 (ô I23).")] == told


def test_a_sum_in_whose_sheet_a_month_is_lacking_is_not_told_too():
    lacking, apart = (finding("stopped", "x", check=check, cell="A2", file="Xa_A.xlsx", sheet="B4") for check in ("đủ dòng", "dòng tổng"))

    assert [lacking] == without_sums_of([lacking, apart])
    assert [lacking, apart | {"sheet": "B6"}] == without_sums_of([lacking, apart | {"sheet": "B6"}])


def test_a_line_begins_with_the_file_though_a_command_of_its_remedy_names_it_too():
    place = {"file": "Xa_A.xlsx", "sheet": "B8a", "cell": "", "remedy": ""}
    message = "Xa_A.xlsx, trang tính «B8a»: không thấy cột «Tái nghèo». Chạy «ctxh map Xa_A.xlsx»."

    assert message == one_line(place | {"message": message})


def test_the_cell_that_is_wrong_comes_before_the_sum_and_the_comparison_that_follow():
    met = [finding("stopped", name, check=name) for name in ("C31", "dòng tổng", "đủ biểu", "case 23", "giá trị")]

    assert ["case 23", "giá trị", "dòng tổng", "đủ biểu", "C31"] == findings_frame([finding("flagged", "x", check="case 60"), *met])[
        "check"
    ].tolist()[:5]

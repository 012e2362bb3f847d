"""Reading in a child process: what comes back, what it survives, and that no cell is lost in silence."""

from __future__ import annotations

import array
import datetime
import hashlib
import io
import json
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import openpyxl
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineError

from surgery import LABOUR, SHEET1, clean, replaced, saved, written

try:
    import fcntl
    import termios
except ImportError:  # Windows has neither
    fcntl = termios = None

from ctxh.errors import CtxhError, OurFault
from ctxh.read import child_process, child_reader
from ctxh.read.child_process import _sheet
from ctxh.read.child_reader import read_workbooks
from ctxh.read.flags import may_hold_old_text
from ctxh.read.preflight import preflight
from ctxh.read.xlsx import XlsxBook

DEADLY = """
import os, sys, time
from ctxh.read import child_process as reader
preflight = reader.preflight
def answer(path, left_out):
    if "kills" in path.name:
        os.abort()
    if "hangs" in path.name:
        time.sleep(600)
    reader.preflight = (lambda path: bytearray(3 << 30)) if "grows" in path.name else preflight
    return reader.answer(path, left_out)
reader.main(answer)
"""
CHILD = [sys.executable, "-c", DEADLY]


def files(folder: Path, *names: str) -> list[Path]:
    return [saved(folder, clean(), name) for name in names]


def test_all_workbooks_of_a_folder_come_from_one_child(tmp_path, monkeypatch):
    started, popen = [], child_reader.subprocess.Popen
    monkeypatch.setattr(child_reader.subprocess, "Popen", lambda *a, **k: started.append(1) or popen(*a, **k))

    found = list(read_workbooks(files(tmp_path, "a.xlsx", "b.xlsx", "c.xlsx")))

    assert ["a.xlsx", "b.xlsx", "c.xlsx"] == [one.path.name for one in found]
    assert [LABOUR[3]] * 3 == [one.sheets[0].rows[3] for one in found]
    assert hashlib.sha256(clean()).hexdigest() == found[0].sha256
    assert [1] == started


@pytest.mark.parametrize("fate", ["kills", "hangs"])
def test_a_workbook_that_ends_the_child_is_named_and_the_others_are_read(tmp_path, fate):
    found = list(read_workbooks(files(tmp_path, "a.xlsx", f"{fate}.xlsx", "c.xlsx"), command=CHILD, seconds=15))

    assert ["", f"{fate}.xlsx", ""] == [one.refused.partition(":")[0] for one in found]
    assert "làm bộ đọc dừng giữa chừng" in found[1].refused


@pytest.mark.skipif(sys.platform != "linux", reason="asks the system how full the pipe is")
def test_a_child_stopped_in_the_middle_of_an_answer_loses_nothing(tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONUNBUFFERED", "1")
    many = [["Xã", "", "", "Kim Thành"], *([f"Người {r}", "", "", "x" * 40] for r in range(4000))]
    path = saved(tmp_path, written(B1=many), "long.xlsx")
    request = {"paths": [str(path)], "left_out": []}
    with subprocess.Popen(child_reader.COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        child.stdin.write(json.dumps(request).encode() + b"\n")
        child.stdin.close()
        wait_until_full(child.stdout)

        child.send_signal(signal.SIGSTOP)
        child.send_signal(signal.SIGCONT)
        answer = child.stdout.read()

    assert len(answer) > PIPE
    assert int.from_bytes(answer[:8], "big") == len(answer) - 8


PIPE = 1 << 16


def wait_until_full(pipe) -> None:
    held = array.array("i", [0])
    for _ in range(6000):
        fcntl.ioctl(pipe, termios.FIONREAD, held)
        if held[0] >= PIPE:
            return
        time.sleep(0.01)
    raise AssertionError("the child has written no long answer")


def test_a_workbook_that_wants_too_much_memory_is_refused_and_the_next_is_read(tmp_path):
    first, second = read_workbooks(files(tmp_path, "grows.xlsx", "b.xlsx"), command=CHILD)

    assert "vượt quá bộ nhớ" in first.refused and second.checked().sheets


def test_a_refused_workbook_does_not_hide_the_next(tmp_path):
    paths = [saved(tmp_path, b"%PDF", "a.xlsx"), saved(tmp_path, clean(), "b.xlsx")]

    first, second = read_workbooks(paths)

    assert first.refused.startswith("a.xlsx: là tệp PDF") and second.sheets
    with pytest.raises(CtxhError, match="là tệp PDF"):
        first.checked()


def test_sheets_that_nobody_asked_for_are_not_read(tmp_path):
    path = saved(tmp_path, written(**{"B9a. Lao động": LABOUR, "Khác": [["x"]]}))

    [found] = read_workbooks([path], {"khac"})

    assert ["B9a. Lao động"] == [sheet.name for sheet in found.sheets]


def test_dates_times_and_truths_come_back_as_they_were(tmp_path):
    book = openpyxl.Workbook()
    row = [datetime.date(2024, 3, 5), datetime.datetime(2024, 3, 5, 6, 7, 8), True, datetime.timedelta(days=2, hours=3)]
    book.active.append(row)
    book.save(tmp_path / "a.xlsx")

    [found] = read_workbooks([tmp_path / "a.xlsx"])

    assert [row] == found.sheets[0].rows


@pytest.mark.parametrize("epoch", [{}, {"date_1904": True}], ids=["1900", "1904"])
def test_a_year_typed_under_a_format_of_days_is_told_apart_from_a_day(tmp_path, epoch):
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True} | epoch) as book:
        days, sheet = book.add_format({"num_format": "dd/mm/yyyy"}), book.add_worksheet("B1")
        for row, number in enumerate((1899, 1900, 1996, 2100, 2101, 40000, 1996.5)):
            sheet.write_number(row, 0, number, days)
        sheet.write_number(2, 1, 1996)

    [found] = read_workbooks([saved(tmp_path, stream.getvalue())])
    [sheet] = found.sheets

    assert [(1, 0), (2, 0), (3, 0)] == sheet.flagged["year as day"]
    assert [1900, 1996, 2100] == [sheet.serial(row, column) for row, column in sheet.flagged["year as day"]]


def test_a_wrong_dimension_loses_nothing(tmp_path):
    path = saved(tmp_path, replaced(clean(), SHEET1, ("A1:E6", "A1:B2")))

    [found] = read_workbooks([path])

    assert LABOUR[5] == found.sheets[0].rows[5]


class Losing:
    """A reader that loses what it is told to."""

    def __init__(self, rows: list[list]) -> None:
        self.rows = rows

    def get_sheet_by_name(self, name: str):
        return SimpleNamespace(to_python=lambda skip_empty_area: self.rows, merged_cell_ranges=[])


def rows_of(folder: Path, data: bytes) -> list[list]:
    [found] = read_workbooks([saved(folder, data)])
    return [list(row) for row in found.checked().sheets[0].rows]


@pytest.mark.parametrize("lose", [lambda rows: rows.pop(), lambda rows: rows[5].__setitem__(3, "")], ids=["row", "cell"])
def test_a_row_or_a_cell_that_the_reader_loses_is_told(tmp_path, lose):
    rows = rows_of(tmp_path, clean())
    lose(rows)

    with pytest.raises(CtxhError, match=r"tệp ghi 18 ô có dữ liệu nhưng chỉ đọc được 1[37] ô"):
        _sheet(XlsxBook(preflight(saved(tmp_path, clean()))), Losing(rows), "B9a", SHEET1)


@pytest.mark.parametrize("number", ["NaN", "1e400", "-1e400", "inf"])
def test_a_number_that_is_none_is_told_with_its_cell(tmp_path, number):
    [found] = read_workbooks([saved(tmp_path, replaced(clean(), SHEET1, ("<v>2244</v>", f"<v>{number}</v>")))])

    assert [(5, 3)] == found.checked().sheets[0].flagged["no number"]
    assert f"\0{number}" == found.sheets[0].rows[5][3]


def test_a_cell_written_twice_is_told(tmp_path):
    twice = replaced(clean(), SHEET1, ('<c r="E6"', '<c r="D6"><v>1</v></c><c r="E6"'))

    with pytest.raises(CtxhError, match="tệp ghi 19 ô có dữ liệu nhưng chỉ đọc được 18 ô"):
        rows_of(tmp_path, twice)


def test_empty_texts_written_out_are_no_lost_cells(tmp_path):
    blank = replaced(clean(), SHEET1, ("</row></sheetData>", '<c r="F6" t="inlineStr"><is><t></t></is></c></row></sheetData>'))

    assert rows_of(tmp_path, clean())[5] == rows_of(tmp_path, blank)[5][:5]


CELLS = st.one_of(
    st.none(),
    st.integers(-(10**9), 10**9),
    st.booleans(),
    st.floats(-1e9, 1e9).map(lambda x: round(x, 6)),
    st.dates(datetime.date(1901, 1, 1), datetime.date(2100, 1, 1)),
    st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Co", "Cn"), max_codepoint=0xFFFF), max_size=8).filter(
        lambda text: not may_hold_old_text(text.encode())
    ),  # those are repaired
)


@given(st.lists(st.lists(CELLS, min_size=1, max_size=4), min_size=1, max_size=5))
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_both_readers_give_the_same_table(tmp_path, table):
    book = openpyxl.Workbook()
    for r, row in enumerate(table, 1):
        for c, value in enumerate(row, 1):
            cell = book.active.cell(r, c, value)
            cell.data_type = "s" if isinstance(value, str) else cell.data_type
    stream = io.BytesIO()
    book.save(stream)

    [found] = read_workbooks([saved(tmp_path, stream.getvalue(), "a.xlsx")])
    by_calamine = cells(found.checked().sheets[0].rows if found.sheets else [])
    by_openpyxl = cells(openpyxl.load_workbook(io.BytesIO(stream.getvalue())).active.values)

    assert by_openpyxl == by_calamine


def cells(rows) -> dict[tuple[int, int], object]:
    """The cells that hold something; days as dates, whichever way a reader gives them."""
    filled = {(r, c): value for r, row in enumerate(rows) for c, value in enumerate(row) if value not in ("", None)}
    days = {at: value.date() for at, value in filled.items() if isinstance(value, datetime.datetime)}
    return filled | days


@pytest.mark.parametrize("fault", [TypeError, KeyError, ValueError])
def test_a_fault_of_the_reader_itself_is_told_with_its_place_and_blames_no_workbook(tmp_path, monkeypatch, fault):
    def broken(*_):
        raise fault

    monkeypatch.setattr(child_process, "_flagged", broken)
    answer = child_process.answer(saved(tmp_path, clean()))

    assert ["ours"] == list(answer)
    with pytest.raises(OurFault, match=r"Lỗi ngoài dự kiến của chương trình, không phải của tệp nào \(read/child_process.py, dòng \d+\)"):
        child_reader.reading_of(tmp_path / "x.xlsx", answer)


def test_what_the_reader_of_values_says_of_a_workbook_is_the_workbooks(tmp_path, monkeypatch):
    def lost(*_):
        raise CalamineError("Cell error")

    monkeypatch.setattr(XlsxBook, "look", lost)

    assert "tệp bị cắt hoặc hỏng" in child_process.answer(saved(tmp_path, clean()))["refused"]

"""Workbooks read by a child process with limits: one child for all workbooks of a folder.

When a workbook kills the child, that one is refused and another child reads the rest.
"""

from __future__ import annotations

import datetime
import json
import marshal
import subprocess
import sys
import threading
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, cast

from ctxh.errors import CtxhError, OurFault
from ctxh.process.memory import Memory
from ctxh.read.flags import YEAR_AS_DAY
from ctxh.reference.inputs import digest

COMMAND = [sys.executable, "-P", "-m", "ctxh.read.child_process"]
WALL_SECONDS = 60  # for one workbook; the child's own limit of processor time is lower
_DAY_0 = {False: datetime.date(1899, 12, 30), True: datetime.date(1904, 1, 1)}
_YEARS = range(1900, 2101)
_KILLED = (
    "không đọc được: tệp làm bộ đọc dừng giữa chừng (có ô ở quá xa, tệp quá lớn hoặc hỏng). "
    "Chép bảng sang tệp mới bằng Excel, lưu lại dạng .xlsx rồi chạy lại."
)


@dataclass(frozen=True)
class Sheet:
    """The cell values of one sheet; ``rows[0]`` is row 1 and ``rows[r][0]`` is column A.

    A text that begins with ``markup.ERROR_MARK`` stands for a cell without a usable value, told among the marks.
    A number under a format of days is a ``date`` (``datetime`` with hours); ``marks[markup.YEAR_AS_DAY]``
    lists those whose number, which ``serial`` gives, is one that stands for a year: 1996 shows 18/06/1905.
    """

    file: str
    name: str
    rows: list[list[object]]
    merged: tuple[tuple[int, int, int, int], ...] = ()  # first row, first column, last row, last column, from 0
    flagged: dict[str, list[tuple[int, int]]] = field(default_factory=dict)  # kind (see markup) and cells, from 0
    hidden: bool = False
    date1904: bool = False
    outside: tuple[tuple[int, int, str], ...] = ()  # what text boxes say, with the cell they begin over, and the printed page (``PAGE``)

    def serial(self, row: int, column: int) -> int:
        """The whole number behind a cell that is a day; row and column from 0."""
        return _serial(cast("datetime.date", self.rows[row][column]), self.date1904)


@dataclass(frozen=True)
class Reading:
    """A workbook as read, or why it is refused; the one hash is of the very bytes that were read, the other of what was read of them."""

    path: Path
    sheets: tuple[Sheet, ...] = ()
    sha256: str = ""
    values: str = ""
    refused: str = ""
    blank: tuple[str, ...] = ()  # the names of the sheets that hold nothing
    unseen: str = ""  # what its kind of file did not let us see or do

    def checked(self) -> Reading:
        """The reading itself. Raises CtxhError when the workbook was refused."""
        if self.refused:
            raise CtxhError(self.refused)
        return self


def read_workbooks(
    paths: list[Path], left_out: Collection[str] = (), command: Sequence[str] = COMMAND, seconds: float = WALL_SECONDS
) -> Iterator[Reading]:
    """The workbooks in the order given, with all sheets but those whose folded names nobody asked for.

    ``command`` starts the child that reads; it has some ``seconds`` for each workbook.
    Raises OurFault where the child failed by a fault of the program.
    """
    left = list(paths)
    while left:
        for frame in _frames(list(left), left_out, command, seconds):
            yield reading_of(left.pop(0), frame)
        if left:
            path = left.pop(0)
            yield Reading(path, refused=f"{path.name}: {_KILLED}")


def remembered(paths: list[Path], memory: Memory) -> list[Reading]:
    """The workbooks in the order given, whole, of which those alone are read that do not hold what was read before.

    A reading is changed by nobody.
    """
    held = {path: digest(path) for path in paths}
    known: dict[Path, Reading | None] = {path: memory.get(path, held[path]) for path in paths}
    read = read_workbooks([path for path, reading in known.items() if reading is None])
    return [reading or memory.keep(path, (new := next(read)).sha256, new) for path, reading in known.items()]


def _frames(paths: list[Path], left_out: Collection[str], command: Sequence[str], seconds: float) -> Iterator[dict[str, Any]]:
    """What a child says about the workbooks, one by one, until the last or until it dies."""
    child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    asked, answers = cast("tuple[IO[bytes], IO[bytes]]", (child.stdin, child.stdout))  # both are pipes
    try:
        asked.write(json.dumps({"paths": [str(path) for path in paths], "left_out": sorted(left_out)}).encode() + b"\n")
        asked.close()
        for _ in paths:
            frame = _next_frame(child, answers, seconds)
            if frame is None:
                return
            yield frame
    except BrokenPipeError:
        return
    finally:
        child.kill()
        answers.close()
        child.wait()


def _next_frame(child: subprocess.Popen[bytes], answers: IO[bytes], seconds: float) -> dict[str, Any] | None:
    """The next answer of a child; None when it dies, takes too long or says what is no answer."""
    clock = threading.Timer(seconds, child.kill)
    clock.daemon = True
    clock.start()
    try:
        length = int.from_bytes(answers.read(8), "big")
        frame = answers.read(length)
    finally:
        clock.cancel()
    try:
        answer: dict[str, Any] | None = marshal.loads(frame) if length and len(frame) == length else None
        return answer
    except (ValueError, EOFError, TypeError):
        return None


def reading_of(path: Path, frame: dict[str, Any]) -> Reading:
    """A workbook as the frame tells it that ``reader.answer`` made of it."""
    if "ours" in frame:
        raise OurFault(frame["ours"])
    if "refused" in frame:
        return Reading(path, refused=frame["refused"])
    sheets = tuple(_sheet(path.name, sent) for sent in frame["sheets"])
    blank = tuple(sheet.name for sheet in sheets if not sheet.rows)
    return Reading(
        path, tuple(sheet for sheet in sheets if sheet.rows), frame["sha256"], frame["values"], blank=blank, unseen=frame["unseen"]
    )


def _sheet(file: str, sent: dict[str, Any]) -> Sheet:
    rows, flagged = marshal.loads(sent["rows"]), sent["flagged"]
    for r, c, kind, parts in sent["dates"]:
        rows[r][c] = getattr(datetime, kind)(*parts)
        if kind == "date" and _serial(rows[r][c], sent["date1904"]) in _YEARS:
            flagged.setdefault(YEAR_AS_DAY, []).append((r, c))
    merged = tuple(map(tuple, sent["merged"]))
    return Sheet(file, sent["name"], rows, merged, flagged, sent["hidden"], sent["date1904"], tuple(sent["outside"]))


def _serial(day: datetime.date, date1904: bool) -> int:
    return day.toordinal() - _DAY_0[date1904].toordinal()

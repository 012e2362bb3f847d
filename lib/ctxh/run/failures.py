"""What went wrong in a run, as the one message that its user reads."""

from __future__ import annotations

import csv
import os
import re
import shutil
import tempfile
import traceback
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from ctxh.errors import MARK, CtxhError, OurFault, RunFailed, StoppedByFindings, WrongUsage, place_of, reason_of
from ctxh.reference.places import SYSTEM_TEMPORARY
from ctxh.run.parameters import code_cells_of
from ctxh.run.private_folders import PREFIX
from ctxh.run.publish import Stage, refusal_of_swap
from ctxh.vietnamese import places_shown

if TYPE_CHECKING:
    from papermill.exceptions import PapermillExecutionError

SEVERITIES = {"stopped": "phải dừng", "flagged": "cần xem", "fixed": "đã sửa", "info": "ghi chú"}
QUOTED = re.compile(
    r"(?<![=\w])['\"«“]([a-z_][a-z_.]*\d{0,4})['\"»”]", re.ASCII
)  # a name of a program's kind, no value that may be a person
SYSTEM = re.compile(r"\[Errno (\d+)\] [^:]*(?:: '(.*)')?$", re.DOTALL)
PYTHON = {
    "KeyError": "không có mục ấy",
    "IndexError": "không có mục ấy",
    "NameError": "dùng tên chưa đặt ở trên",
    "AttributeError": "không có thuộc tính ấy",
    "ZeroDivisionError": "chia cho 0",
    "ModuleNotFoundError": "thiếu thư viện",
    "ImportError": "thiếu thư viện",
    "SyntaxError": "câu lệnh viết sai",
    "IndentationError": "câu lệnh thụt đầu dòng sai",
    "TypeError": "gọi hàm hoặc dùng giá trị sai kiểu",
    "ValueError": "giá trị không dùng được",
    "RecursionError": "hàm tự gọi lại mãi",
    "UnicodeDecodeError": "tệp không phải chữ UTF-8",
    "MemoryError": "hết bộ nhớ dành cho một sổ: đọc ít dữ liệu hơn một lúc",
    "SystemExit": "sổ tự dừng",
    "KeyboardInterrupt": "bị dừng",
}
_COMMAND = re.compile(r"«ctxh [^»]*»")  # which names a file, and not where something stands
_COLOUR = re.compile(r"\x1b\[[\d;]*m")
_OURS = re.compile(r"lib/ctxh/([\w/]+\.py):(\d+)")  # a frame of the program's own in the traceback of a notebook
KINDS = {"StoppedByFindings": StoppedByFindings, "WrongUsage": WrongUsage}


def failure_in_words(error: Exception, notebook: Path, cell: int, stage: Stage, debug: bool) -> CtxhError | None:
    """The message for a failed notebook: ours as it is, any other with notebook and cell; None for what no notebook did.

    A cell fails as papermill says; a kernel as nbclient or, by RuntimeError, jupyter_client says. All else is a fault of the program.
    """
    kept = _kept(notebook, stage) if debug else ""
    name = type(error).__name__
    if name == "PapermillExecutionError":
        return _of_cell(error, notebook, kept)
    if isinstance(error, OSError) and error.errno:
        return refusal_of_swap(error)
    if name == "CellTimeoutError":
        reason = "chạy quá lâu nên bị dừng"
    elif name == "DeadKernelError":
        reason = "nhân Python bị tắt giữa chừng (thường do hết bộ nhớ)"
    elif (isinstance(error, (RuntimeError, TimeoutError)) or type(error).__module__.startswith("zmq")) and not _raised_here(error):
        reason = "nhân Python không trả lời"
    else:
        return None
    return RunFailed(f"Sổ {notebook.name}, ô {cell_number(notebook, cell)}: {reason}.{kept}")


def _raised_here(error: BaseException) -> bool:
    """Whether an error was raised by the program itself, not by a library that it called."""
    *_, (frame, _) = traceback.walk_tb(error.__traceback__)
    return Path(frame.f_code.co_filename).is_relative_to(Path(__file__).parents[1])


def interrupted(error: BaseException) -> bool:
    """Whether an error came of the user's own interruption, which the kernel's client answered with another."""
    cause = error.__cause__ or error.__context__
    while cause is not None and not isinstance(cause, KeyboardInterrupt):
        cause = cause.__cause__ or cause.__context__
    return cause is not None


def cell_number(notebook: Path, position: int) -> int:
    """The number of an executed cell as the source notebook counts: papermill's own cell apart."""
    cells = code_cells_of(notebook)
    tags = [cell["metadata"].get("tags", ()) for cell in cells]
    before = next((n for n, found in enumerate(tags) if "parameters" in found), len(cells))
    return position + 1 if position <= before else position


def _of_cell(error: PapermillExecutionError, notebook: Path, kept: str) -> CtxhError:
    ours = [line for line in error.traceback if line.startswith(MARK)]
    if ours:
        return KINDS.get(error.ename, RunFailed)(ours[-1].removeprefix(MARK) + kept)
    number = cell_number(notebook, error.cell_index)
    advice = kept or " Chạy lại với --debug để giữ sổ bị lỗi mà xem."
    place = _OURS.findall(_COLOUR.sub("", "\n".join(error.traceback)))[-1:]
    at = "".join(f", ở {file}, dòng {line} của chương trình" for file, line in place)
    return RunFailed(f"Sổ {notebook.name}, ô {number}: {error_words(error.ename, error.evalue)}{at}.{advice}")


def unforeseen(error: Exception) -> str:
    """What to tell of an error that no module explained: the file that the system refused, or where to look."""
    if isinstance(error, OSError) and error.errno:
        name = f" «{Path(os.fsdecode(error.filename)).name}»" if isinstance(error.filename, str | bytes) else ""
        return f"Không đọc hoặc ghi được tệp{name}: {reason_of(error)}."
    return str(OurFault(": ".join(filter(None, (place_of(error), error_words(type(error).__name__, str(error)))))))


def trace(error: BaseException | None) -> str:
    """Where an error and those behind it arose, the first one first, and of which kind each is; their own words may hold a cell's text."""
    parts = []
    while error is not None:
        parts.append(f"Traceback:\n{''.join(traceback.format_tb(error.__traceback__))}{type(error).__name__}")
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return "\n\n".join(reversed(parts))


def error_words(name: str, text: str) -> str:
    """An error of Python, its name and its text, in words of ours; of the text only names of a program's own kind are kept."""
    system = SYSTEM.search(text)
    if system:
        file = f"tệp «{Path(system[2]).name}»: " if system[2] else ""
        return f"{file}{reason_of(OSError(int(system[1]), ''))}"
    names = QUOTED.findall(text)
    sentence = PYTHON.get(name, "lệnh trong ô không chạy được")
    return f"{sentence} («{'», «'.join(names)}»)" if names else sentence


def _kept(notebook: Path, stage: Stage) -> str:
    """A sentence saying where the failed notebook was kept: a private folder, which the next run sweeps, never outputs."""
    failed = stage.passing / notebook.name
    if not failed.is_file():
        return ""
    folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}debug-", dir=SYSTEM_TEMPORARY))
    shutil.copy(failed, folder)
    return f" Sổ lỗi giữ ở {folder / notebook.name} (có thể có dữ liệu cá nhân; lần chạy sau sẽ xóa)."


def findings(edition: Path) -> list[dict[str, str]]:
    """The findings that an edition's tables hold, as rows of text; before the checks, those of reading."""
    tables = (edition / "tables" / f"{name}.csv" for name in ("findings", "reading_findings"))
    path = next(filter(Path.is_file, tables), None)
    if path is None:
        return []
    from ctxh.observe.formula_texts import as_it_was

    with path.open(encoding="utf-8", newline="") as file:
        return [{name: as_it_was(text) for name, text in row.items()} for row in csv.DictReader(file)]


def severity_counts(rows: list[dict[str, str]]) -> str:
    """The findings counted by severity, worst first, in words."""
    by_severity = Counter(row["severity"] for row in rows)
    parts = [f"{by_severity[s]} {word}" for s, word in SEVERITIES.items() if by_severity[s]]
    return ", ".join(parts) or "không có"


def one_line(row: dict[str, str]) -> str:
    """A finding as one line: where, what, and the remedy."""
    from ctxh.citations import cells_in_words

    file, sheet, cell = (row.get(name) or "" for name in ("file", "sheet", "cell"))
    whole = ", ".join(filter(None, (file, f"trang tính «{sheet}»" * bool(sheet), cells_in_words(cell))))
    message = row["message"].removeprefix(f"{whole}: ") if whole else row["message"]
    named = _COMMAND.sub("", message)
    parts = (
        file * (file not in named),
        f"trang tính «{sheet}»" * bool(sheet and sheet not in named),
        cells_in_words(places_shown(cell)),
    )
    where, sentence = ", ".join(filter(None, parts)), " ".join(filter(None, (message, row.get("remedy"))))
    return f"{where}: {sentence}" if where else sentence


def stop_on_findings(edition: Path) -> None:
    """Raise StoppedByFindings when a finding says that no report may be made."""
    sentence = first_stopped(findings(edition))
    if sentence:
        raise StoppedByFindings(sentence)


def first_stopped(rows: list[dict[str, str]]) -> str:
    """The first finding that stops a run as one line, and how many more there are; empty where nothing stops."""
    stopped = [row for row in rows if row["severity"] == "stopped"]
    more = f" (và {len(stopped) - 1} lỗi khác: xem `ctxh check`)" if stopped[1:] else ""
    return one_line(stopped[0]) + more if stopped else ""

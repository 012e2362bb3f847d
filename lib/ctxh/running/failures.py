"""What went wrong in a run, as the one message that its user reads."""

from __future__ import annotations

import csv
import json
import re
import shutil
import tempfile
from collections import Counter
from pathlib import Path

from ctxh.errors import MARK, CtxhError, RunFailed, StoppedByFindings, WrongUsage
from ctxh.places import SYSTEM_TEMPORARY
from ctxh.running.publish import REASONS, Stage, refused

SEVERITIES = {"stopped": "phải dừng", "flagged": "cần xem", "fixed": "đã sửa", "info": "ghi chú"}
QUOTED = re.compile(r"(['\"«“])(.*?)(['\"»”])", re.DOTALL)
LONG_NUMBER = re.compile(r"\d{9,}")
KINDS = {"StoppedByFindings": StoppedByFindings, "WrongUsage": WrongUsage}


def explained(
    error: Exception, notebook: Path, cell: int, stage: Stage, debug: bool
) -> CtxhError:
    """The message for a failed notebook: ours as it is, any other with notebook and cell."""
    kept = _kept(notebook, stage) if debug else ""
    name = type(error).__name__
    if name == "PapermillExecutionError":
        return _of_cell(error, notebook, kept)
    if name == "CellTimeoutError":
        reason = "chạy quá lâu nên bị dừng"
    elif name == "DeadKernelError":
        reason = "nhân Python bị tắt giữa chừng (thường do hết bộ nhớ)"
    else:
        reason = harmless(f"{name}: {error}")
    return RunFailed(f"Sổ {notebook.name}, ô {cell_number(notebook, cell)}: {reason}.{kept}")


def interrupted(error: BaseException) -> bool:
    """Whether an error came of the user's own interruption, which the kernel's client answered with another."""
    while (error := error.__cause__ or error.__context__) is not None:
        if isinstance(error, KeyboardInterrupt):
            return True
    return False


def cell_number(notebook: Path, position: int) -> int:
    """The number of an executed cell as the source notebook counts: papermill's own cell apart."""
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    tags = [cell.get("metadata", {}).get("tags", ()) for cell in cells]
    before = next((n for n, found in enumerate(tags) if "parameters" in found), len(cells))
    return position + 1 if position <= before else position


def _of_cell(error, notebook: Path, kept: str) -> CtxhError:
    ours = [line for line in error.traceback if line.startswith(MARK)]
    if ours:
        return KINDS.get(error.ename, RunFailed)(ours[-1].removeprefix(MARK) + kept)
    last = f"{error.ename}: {error.evalue}".strip().splitlines()[-1]
    reason = last if kept else harmless(last)
    number = cell_number(notebook, error.cell_index)
    advice = kept or " Chạy lại với --debug để giữ sổ bị lỗi mà xem."
    return RunFailed(f"Sổ {notebook.name}, ô {number}: {reason}.{advice}")


def unforeseen(error: Exception) -> str:
    """What to tell of an error that no module explained: a place that cannot be written, or where to look."""
    if isinstance(error, OSError) and error.errno in REASONS:
        return str(refused(error))
    return f"Lỗi ngoài dự kiến ({harmless(f'{type(error).__name__}: {error}')}). Chạy lại với --debug."


def harmless(text: str) -> str:
    """The error text without what may be a person: quoted values and long numbers."""

    def hidden(match: re.Match) -> str:
        return match[0] if re.fullmatch(r"[A-Za-z_][\w.]*", match[2], re.ASCII) else "«…»"

    return LONG_NUMBER.sub("…", QUOTED.sub(hidden, text))[:200]


def _kept(notebook: Path, stage: Stage) -> str:
    """A sentence saying where the failed notebook was kept: a private folder, never outputs."""
    failed = stage.passing / notebook.name
    if not failed.is_file():
        return ""
    folder = Path(tempfile.mkdtemp(prefix="ctxh-debug-", dir=SYSTEM_TEMPORARY))
    shutil.copy(failed, folder)
    return f" Sổ lỗi giữ ở {folder / notebook.name}."


def findings(edition: Path) -> list[dict[str, str]]:
    """The findings that an edition's tables hold, as rows of text; before the checks, those of reading."""
    tables = (edition / "tables" / f"{name}.csv" for name in ("findings", "reading_findings"))
    path = next(filter(Path.is_file, tables), None)
    if path is None:
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def counts(rows: list[dict[str, str]]) -> str:
    """The findings counted by severity, worst first, in words."""
    by_severity = Counter(row["severity"] for row in rows)
    parts = [f"{by_severity[s]} {word}" for s, word in SEVERITIES.items() if by_severity[s]]
    return ", ".join(parts) or "không có"


def one_line(row: dict[str, str]) -> str:
    """A finding as one line: where, what, and the remedy."""
    sheet = f"trang tính «{row['sheet']}»" if row.get("sheet") else ""
    cell = f"ô {row['cell']}" if row.get("cell") else ""
    where = ", ".join(part for part in (row.get("file"), sheet, cell) if part)
    message = row["message"].removeprefix(f"{where}: ") if where else row["message"]
    said = " ".join(part for part in (message, row.get("remedy")) if part)
    return f"{where}: {said}" if where else said


def stop_on_findings(edition: Path) -> None:
    """Raise StoppedByFindings when a finding says that no report may be made."""
    stopped = [row for row in findings(edition) if row["severity"] == "stopped"]
    if stopped:
        more = f" (và {len(stopped) - 1} lỗi khác: xem `ctxh check`)" if stopped[1:] else ""
        raise StoppedByFindings(one_line(stopped[0]) + more)

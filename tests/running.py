"""The toy project run in the process of a test: its kernels, its folder, what is waited for."""

from __future__ import annotations

import os
import time
from pathlib import Path

from ctxh.run.report_run import run_edition

RUN = "from ctxh.run.report_run import run_edition; run_edition('kim-thanh', 2024, (), ())"


def report(*parameters: tuple[str, str], **settings) -> Path:
    return run_edition("kim-thanh", 2024, parameters, (), **settings)


def kernels_of(folder: Path) -> list[int]:
    """The ids of kernels, and of templates of kernels, that work under a folder."""
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        try:
            named, working = (path / "comm").read_text().strip(), os.readlink(path / "cwd")
        except OSError:
            continue
        if named == "ctxh-kernel" and Path(working).is_relative_to(folder):
            found.append(int(path.name))
    return found


def wait_until(holds, turns: int = 6000) -> None:
    """Wait for what must come, longer than a loaded machine takes."""
    for _ in range(turns):
        if holds():
            return
        time.sleep(0.05)
    raise AssertionError("it never came")

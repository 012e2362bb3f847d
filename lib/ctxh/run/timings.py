"""The CPU time of a run, stage by stage; kernels that still run are counted too."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

from ctxh.process.surroundings import found_around

try:
    import resource
except ImportError:  # Windows: only this process is measured there
    resource = None  # type: ignore[assignment]  # a module elsewhere

TIMINGS = "CTXH_TIMINGS"


def cpu_seconds(running: int = 0, template: int = 0) -> float:
    """The CPU seconds of this process, its ended children, a kernel that runs and the template it came from."""
    if resource is None:
        return time.process_time()
    spent = 0.0
    for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN):
        usage = resource.getrusage(whose)
        spent += usage.ru_utime + usage.ru_stime
    return spent + _cpu_of(running, 2) + _cpu_of(template, 4)


def _cpu_of(process: int, fields_counted: int) -> float:
    """The CPU seconds of a process; four fields count its ended children too (proc(5), stat)."""
    try:
        text = Path(f"/proc/{process}/stat").read_text()
    except OSError:
        return 0.0
    fields = text.rpartition(")")[2].split()
    return sum(map(int, fields[11 : 11 + fields_counted])) / os.sysconf("SC_CLK_TCK")


class Timings:
    """A stopwatch of CPU time: each ``lap`` gives what was spent since the last one a name."""

    def __init__(self) -> None:
        self.laps: list[tuple[str, float]] = []
        self.spent = 0.0
        self.template = 0

    def lap(self, stage: str, running: int = 0) -> None:
        """Give the CPU time since the last lap to a stage."""
        now = cpu_seconds(running, self.template)
        self.laps.append((stage, now - self.spent))
        self.spent = now

    def write(self) -> None:
        """Add the laps to the file that CTXH_TIMINGS names, if any."""
        if path := found_around(TIMINGS):
            with open(path, "a", encoding="utf-8") as file:
                file.write(json.dumps(self.laps) + "\n")

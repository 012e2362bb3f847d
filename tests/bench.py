"""What one cold report costs: CPU seconds by stage, and each stage's share of the whole.

Run as ``make bench``. CPU seconds and shares, not wall time: the machine may be busy.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

GOAL_CPU_SECONDS = 10


def measured(office: str, year: str) -> dict[str, float]:
    """The CPU seconds of each stage of one report made in fresh processes."""
    with tempfile.TemporaryDirectory() as folder:
        laps = Path(folder) / "laps.json"
        command = [sys.executable, "-m", "ctxh", "report", year, "--office", office]
        subprocess.run(
            [*command, "--outputs", folder],
            env=os.environ | {"CTXH_TIMINGS": str(laps)},
            check=True,
            stdout=subprocess.DEVNULL,
        )
        stages: dict[str, float] = {}
        for name, seconds in json.loads(laps.read_text(encoding="utf-8")):
            stages[name] = stages.get(name, 0.0) + seconds
    return stages


def table(stages: dict[str, float]) -> str:
    """The stages as lines: share, CPU seconds, name; then the whole against the goal."""
    whole = sum(stages.values())
    lines = [f"{s / whole:7.1%}  {s:6.2f} s  {name}" for name, s in stages.items() if s >= 0.005]
    goal = f"{whole / GOAL_CPU_SECONDS:.2f} lần mục tiêu {GOAL_CPU_SECONDS} s CPU"
    return "\n".join([*lines, f"{1:7.0%}  {whole:6.2f} s  cả lần chạy = {goal}"])


def main() -> None:
    """Print the cheapest of a few runs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--office", default="kim-thanh")
    parser.add_argument("--year", default="2024")
    parser.add_argument("--runs", type=int, default=1)
    chosen = parser.parse_args()
    runs = [measured(chosen.office, chosen.year) for _ in range(chosen.runs)]
    print(table(min(runs, key=lambda stages: sum(stages.values()))))


if __name__ == "__main__":
    main()

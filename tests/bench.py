"""What reports cost on this machine, case by case, and which of the targets are met.

Run as ``make bench``; it writes ``outputs/bench/bench.csv`` and ``bench.svg`` and the tables of both READMEs. All cases of a round run
one after another on a copy of the data, and a ratio is taken within a round: the machine may be busy, as all of a round find it.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "outputs" / "bench"
OFFICE, YEAR = "kim-thanh", "2024"
BEGIN, END = "<!-- bench: begin (make bench) -->", "<!-- bench: end -->"
HEADS = {
    "README.md": ("case", "measured", "against", "ratio", "target", "met"),
    "README.vi.md": ("việc", "đo được", "so với", "tỷ lệ", "mục tiêu", "đạt"),
}


@dataclass(frozen=True)
class Cost:
    """What a command took with all its processes: seconds by the clock and of CPU, and MB at the highest (PSS)."""

    wall: float
    cpu: float
    peak: float


@dataclass(frozen=True)
class Target:
    """A row of the table: a case, what it is held against, and how much of it there may be; against nothing it is an amount."""

    name: str
    case: str
    measure: str  # wall, cpu or peak
    against: str
    most: float
    vietnamese: str

    def amount(self, costs: dict[str, Cost]) -> float:
        """The ratio within a round; the amount itself where there is nothing to hold it against."""
        own = getattr(costs[self.case], self.measure)
        return own / getattr(costs[self.against], self.measure) if self.against else own


TARGETS = (
    Target("one cold year, wall", "cold", "wall", "stock", 0.13, "một năm lập lần đầu, giờ đồng hồ"),
    Target("one cold year, CPU", "cold", "cpu", "stock", 0.14, "một năm lập lần đầu, giờ CPU"),
    Target("nothing changed, s CPU", "again", "cpu", "", 0.3, "không có gì thay đổi, giây CPU"),
    Target("a sentence changed, CPU", "sentence", "cpu", "cold", 0.25, "một câu đổi, giờ CPU"),
    Target("a norm changed, CPU", "norm", "cpu", "cold", 0.4, "một định mức đổi, giờ CPU"),
    Target("one workbook changed, CPU", "workbook", "cpu", "cold", 0.45, "một sổ Excel đổi, giờ CPU"),
    Target("check, nothing changed, CPU", "check again", "cpu", "check", 0.1, "ctxh check, không có gì thay đổi, giờ CPU"),
    Target("check, one workbook, CPU", "check workbook", "cpu", "check", 0.3, "ctxh check, một sổ Excel đổi, giờ CPU"),
    Target(
        "a report of many, two at a time, wall", "many", "wall", "stock", 0.08, "một trong nhiều báo cáo, hai báo cáo một lúc, giờ đồng hồ"
    ),
    Target("one cold year, MB (PSS)", "cold", "peak", "", 320, "một năm lập lần đầu, MB (PSS)"),
)


def measured(*commands: list[str], folder: Path, **environment: str) -> Cost:
    """What some commands took, one after another."""
    before, begun, peak = _cpu(), time.perf_counter(), [0.0]
    for command in commands:
        started = subprocess.Popen(
            command, cwd=folder, env=os.environ | environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True
        )
        watcher = threading.Thread(target=_watch, args=(started, peak))
        watcher.start()
        _, said = started.communicate()
        watcher.join()
        if started.returncode:
            raise SystemExit(f"{' '.join(command)}\n{said.decode(errors='replace')}")
    return Cost(time.perf_counter() - begun, _cpu() - before, peak[0])


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _watch(process: subprocess.Popen, peak: list[float]) -> None:
    while process.poll() is None:
        peak[0] = max(peak[0], sum(map(_pss, _below(process.pid))))
        time.sleep(0.25)


def _below(process: int) -> list[int]:
    """A process and all that it started."""
    try:
        children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    except OSError:
        return []
    return [process, *(one for child in children for one in _below(int(child)))]


def _pss(process: int) -> float:
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


class Round:
    """All cases once, on a copy of the data."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.data, self.outputs, self.costs = folder, folder / "data", folder / "outputs", dict[str, Cost]()
        shutil.copytree(ROOT / "data", self.data)

    def ctxh(self, case: str, command: str, *options: str, year: str = YEAR) -> None:
        """Measure a command of ctxh on the copy."""
        base = [sys.executable, "-m", "ctxh", command, year, "--data", str(self.data), "--outputs", str(self.outputs)]
        self.costs[case] = measured([*base, *(options or ("--office", OFFICE))], folder=ROOT)

    def stock(self) -> None:
        """The same notebooks by the commands that come with Jupyter: papermill for each, HTML by nbconvert, PDF by a browser."""
        made = self.folder / "stock"
        made.mkdir()
        notebooks = sorted((ROOT / "notebooks").glob("0*.ipynb"))
        copies = [str(made / path.name) for path in notebooks]
        tools = Path(sys.executable).parent
        commands = [[str(tools / "papermill"), str(path), copy] for path, copy in zip(notebooks, copies, strict=True)]
        commands.append([str(tools / "jupyter"), "nbconvert", "--to", "html", *copies])
        if browser := shutil.which("chromium"):
            quiet = [browser, "--headless", "--no-sandbox", "--disable-gpu"]
            pages = [Path(copy).with_suffix(".html") for copy in copies]
            commands += [[*quiet, f"--print-to-pdf={page.with_suffix('.pdf')}", page.as_uri()] for page in pages]
        environment = {"CTXH_DATA": str(self.data), "CTXH_OUTPUTS": str(self.folder / "alone")}
        self.costs["stock"] = measured(*commands, folder=made, **environment)

    def run(self) -> dict[str, Cost]:
        """The costs by case."""
        office = self.data / OFFICE
        first, second, *_ = sorted((office / YEAR).glob("Xa_*.xlsx"))
        self.stock()
        self.ctxh("cold", "report")
        self.ctxh("again", "report")
        self._add(sorted((office / "text").glob("*.md"))[1], "\nĐơn vị tiếp tục thực hiện nhiệm vụ được giao.\n")
        self.ctxh("sentence", "report")
        norms = self.data / "reference" / "norms.csv"
        norms.write_text(norms.read_text(encoding="utf-8").rstrip("\n") + " (đã xem lại)\n", encoding="utf-8")
        self.ctxh("norm", "report")
        outputs, self.outputs = self.outputs, self.folder / "checked"
        self.ctxh("check", "check")
        self.ctxh("check again", "check")
        self.outputs = outputs
        self._change(first)
        self.ctxh("workbook", "report")
        self._change(second)
        self.outputs = self.folder / "checked"
        self.ctxh("check workbook", "check")
        self.outputs = outputs
        self._many()
        return self.costs

    def _many(self) -> None:
        """All years of all offices from nothing, two at a time: the cost of one of them."""
        shutil.rmtree(self.outputs)
        self.ctxh("many", "report", "--office", "all", "--jobs", "2", year="2022-2026")
        count = len(list(self.outputs.glob("*/*/manifest.json")))
        whole = self.costs["many"]
        self.costs["many"] = Cost(whole.wall / count, whole.cpu / count, whole.peak)

    def _add(self, path: Path, text: str) -> None:
        path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")

    def _change(self, path: Path) -> None:
        """Change one value of a workbook: a word more in the first text of its register."""
        import openpyxl

        book = openpyxl.load_workbook(path)
        rows = book.worksheets[0].iter_rows()
        named = next(row[1] for row in rows if isinstance(row[0].value, int | float) and isinstance(row[1].value, str))
        named.value += " Thử"
        book.save(path)


def rows_of(rounds: list[dict[str, Cost]]) -> list[dict[str, object]]:
    """A row a target: case, measure, its median, what it is held against, the median ratio, the target, whether it is met."""
    found = []
    for target in TARGETS:
        own = statistics.median(getattr(costs[target.case], target.measure) for costs in rounds)
        amount = statistics.median(target.amount(costs) for costs in rounds)
        row = {"case": target.name, "việc": target.vietnamese, "measure": target.measure, "measured": round(own, 2)}
        found.append(row | {"against": target.against, "ratio": round(amount, 3), "target": target.most, "met": amount <= target.most})
    return found


def write_table(path: Path, rows: list[dict[str, object]]) -> None:
    """Put the rows between the marks of a README."""
    show: Callable[[float], str] = (lambda n: f"{n:g}".replace(".", ",")) if path.name == "README.vi.md" else lambda n: f"{n:g}"
    yes, no = ("có", "chưa") if path.name == "README.vi.md" else ("yes", "no")
    name = "việc" if path.name == "README.vi.md" else "case"
    stock = {"stock": "Jupyter", "cold": "lần đầu", "check": "lần đầu"} if yes == "có" else {"stock": "Jupyter's tools"}
    lines = [HEADS[path.name], ("---",) * len(HEADS[path.name])]
    for row in rows:
        against = stock.get(str(row["against"]), str(row["against"]))
        ratio = show(row["ratio"]) if against else ""
        shown = (row[name], show(row["measured"]), against, ratio, show(row["target"]), yes if row["met"] else no)
        lines.append(shown)
    text = path.read_text(encoding="utf-8")
    before, rest = text.split(BEGIN)
    table = "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines)
    path.write_text(f"{before}{BEGIN}\n\n{table}\n\n{END}{rest.split(END)[1]}", encoding="utf-8")


def write_figure(rows: list[dict[str, object]]) -> None:
    """How much of its target each case takes, as bars; 1 is the target."""
    import matplotlib

    matplotlib.use("svg")
    from matplotlib import pyplot

    shares = [float(row["ratio"]) / float(row["target"]) for row in rows]
    figure, axes = pyplot.subplots(figsize=(9, 0.45 * len(rows) + 1.2))
    axes.barh([str(row["việc"]) for row in rows], shares, color=["#2e7d5b" if row["met"] else "#b0532d" for row in rows])
    axes.axvline(1, color="black", linewidth=1)
    axes.set_xlabel("phần của mục tiêu (1: vừa đạt)")
    axes.invert_yaxis()
    figure.tight_layout()
    figure.savefig(OUT / "bench.svg", metadata={"Date": None})


def write_stages(folder: Path) -> list[tuple[str, float]]:
    """Where the CPU of one cold year goes, stage by stage: ``stages.csv``."""
    laps = folder / "laps.json"
    command = [sys.executable, "-m", "ctxh", "report", YEAR, "--office", OFFICE, "--outputs", str(folder / "stages")]
    measured(command, folder=ROOT, CTXH_TIMINGS=str(laps))
    stages: dict[str, float] = {}
    for name, seconds in json.loads(laps.read_text(encoding="utf-8")):
        stages[name] = stages.get(name, 0.0) + seconds
    with (OUT / "stages.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([("stage", "cpu_seconds"), *((name, round(s, 2)) for name, s in stages.items())])
    return list(stages.items())


def main() -> None:
    """Measure, print and write; with ``--stages`` where the CPU of a cold year goes, and nothing else."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--stages", action="store_true")
    chosen = parser.parse_args()
    OUT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        stages = write_stages(Path(folder))
        whole = sum(seconds for _, seconds in stages)
        print(*(f"{s / whole:7.1%}  {s:6.2f} s  {name}" for name, s in stages if s >= 0.005), f"   100%  {whole:6.2f} s", sep="\n")
        rounds = [] if chosen.stages else [Round(Path(folder) / str(number)).run() for number in range(chosen.rounds)]
    if not rounds:
        return
    rows = rows_of(rounds)
    with (OUT / "bench.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        table.writeheader()
        table.writerows(rows)
    write_figure(rows)
    for name in HEADS:
        write_table(ROOT / name, rows)
    print(*(f"{'đạt ' if row['met'] else 'chưa'}  {row['ratio']:8}  (mục tiêu {row['target']})  {row['việc']}" for row in rows), sep="\n")


if __name__ == "__main__":
    main()

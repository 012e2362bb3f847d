"""Many offices and years by one command: each a process of its own, some at a time, members before the office that folds them."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

import click
from click.core import ParameterSource

from ctxh.cli.options import ALL
from ctxh.errors import MARK, RunFailed, WrongUsage
from ctxh.reference.inputs import folded_by
from ctxh.reference.places import years_of_office, years_written
from ctxh.run.parameters import offices_known


@dataclass(frozen=True)
class Run:
    """One office and year, and how its process ended."""

    office: str
    year: int
    code: int = 0
    output: str = ""
    printed: str = ""

    @property
    def unchanged(self) -> bool:
        """Whether the edition stood already as a run would have made it."""
        from ctxh.run.report_run import UNCHANGED

        return UNCHANGED.partition("{")[0] in self.output

    @property
    def outcome(self) -> str:
        """How it ended, in words: of a failed one the line that says why."""
        if self.code:
            faults = [line for line in self.output.splitlines() if line.startswith(MARK)]
            return faults[-1] if faults else f"{MARK}dừng, mã thoát {self.code}"
        return "không có gì thay đổi" if self.unchanged else "xong"


def waves(chosen: Sequence[str], text: str, data: Path) -> list[list[Run]]:
    """The runs of some offices in the years that each has of those asked for, in waves: no wave folds what a later one makes.

    Raises WrongUsage where no office has any of the years.
    """
    depths = {office: _depth(data, office) for office in chosen}
    wanted = years_written(text)
    asked = {office: [year for year in years_of_office(data / office) if year in wanted] for office in chosen}
    if not any(asked.values()):
        raise WrongUsage(f"Không đơn vị nào có số liệu của năm {text}: chép sổ vào data/ĐƠN_VỊ/NĂM hoặc chọn năm khác.")
    at_depth = {depth: [office for office in chosen if depths[office] == depth] for depth in sorted({*depths.values()})}
    return [[Run(office, year) for office in same for year in asked[office]] for same in at_depth.values()]


def run_many(text: str, office: str, data: Path, jobs: int, say: Callable[[str], None], context: click.Context) -> list[Run]:
    """All runs of the command of a context, ended, in the order of offices and years; ``say`` hears of each as it ends.

    Raises RunFailed with a summary where any failed; the others were made all the same.
    """
    chosen = offices_known(data) if office == ALL else [office]
    planned, ended = waves(chosen, text, data), list[Run]()
    count, options = sum(map(len, planned)), given_again(context, ("office", "jobs"))
    with ThreadPoolExecutor(jobs) as pool:
        for wave in planned:
            for future in as_completed([pool.submit(_ended, context.command.name or "", one, options) for one in wave]):
                ended.append(future.result())
                say(f"[{len(ended)}/{count}] {ended[-1].office} {ended[-1].year}: {ended[-1].outcome}")
    failed = [run for run in ended if run.code]
    if failed:
        named = ", ".join(f"{run.office} {run.year}" for run in sorted(failed, key=_order))
        raise RunFailed(f"{len(failed)} trong {count} lần chạy không xong: {named}. Lý do của từng lần ở các dòng trên.")
    return sorted(ended, key=_order)


def _order(run: Run) -> tuple[str, int]:
    return run.office, run.year


def _ended(command: str, run: Run, options: Sequence[str]) -> Run:
    asked = [sys.executable, "-m", "ctxh", command, str(run.year), "--office", run.office, *options]
    done = subprocess.run(asked, capture_output=True, text=True, encoding="utf-8", errors="replace", check=False)
    return Run(run.office, run.year, done.returncode, done.stderr, done.stdout)


def _depth(data: Path, office: str) -> int:
    """How many levels of offices lie below one that folds; 0 for one that folds none."""
    return max((1 + _depth(data, member) for member in folded_by(data, office)), default=0)


def given_again(context: click.Context, but: Sequence[str]) -> list[str]:
    """The options that a command was given, as words for another process; some left out."""
    words: list[str] = []
    for option in context.command.params:
        name = option.name or ""
        if name in but or not isinstance(option, click.Option) or context.get_parameter_source(name) != ParameterSource.COMMANDLINE:
            continue
        value = context.params[name]
        if option.is_flag:
            words.append(option.opts[0] if value else option.secondary_opts[0])
        else:
            words += [word for one in (value if option.multiple else [[value]]) for word in (option.opts[0], *map(str, one))]
    return words

"""Many offices and years by one command: each a process of its own, some at a time or on many machines, members before who folds them."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryFile

import click
from click.core import ParameterSource

from ctxh.cli.options import ALL
from ctxh.errors import MARK, RunFailed, WrongUsage
from ctxh.reference.inputs import folded_by
from ctxh.reference.places import NOTEBOOKS_OF_PROGRAM, Places, years_of_office, years_written
from ctxh.run.parameters import offices_known
from ctxh.run.progress import EndedRuns

HandOut = Callable[..., Iterator["Run"]]  # work, what it is done to, what is made of one that failed; gives each as it ends


@dataclass(frozen=True)
class Run:
    """One office and year, and how its process ended."""

    office: str
    year: int
    code: int = 0
    output: str = ""
    printed: str = ""

    @property
    def name(self) -> str:
        """What the run is called: office and year, as it names itself."""
        return f"{self.office} {self.year}"

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


def run_many(
    text: str, office: str, places: Places, jobs: int, scheduler: str | None, shown: Callable[[int], EndedRuns], context: click.Context
) -> list[Run]:
    """All runs of the command of a context, ended, in the order of offices and years; the progress is ``shown`` for so many.

    Some at a time on this machine, or on the workers of a scheduler. Raises RunFailed with a summary where any failed; the others
    were made all the same.
    """
    chosen = offices_known(places.data) if office == ALL else [office]
    planned, ended = waves(chosen, text, places.data), list[Run]()
    count, command = sum(map(len, planned)), context.command.name or ""
    with _hands(jobs, scheduler, places, context) as (hand_out, options), closing(shown(count)) as progress:
        hear = progress.at if scheduler is None else None  # a worker tells how a run ended, not where it is
        for wave in planned:
            for run in hand_out(partial(_ended, command, options, Path.cwd(), hear=hear), wave, _failed):
                ended.append(run)
                progress.end_of(run.name, run.outcome)
    failed = [run for run in ended if run.code]
    if failed:
        named = ", ".join(run.name for run in sorted(failed, key=_order))
        raise RunFailed(f"{len(failed)} trong {count} lần chạy không xong: {named}. Lý do của từng lần ở các dòng trên.")
    return sorted(ended, key=_order)


@contextmanager
def _hands(
    jobs: int, scheduler: str | None, places: Places, context: click.Context
) -> Iterator[tuple[Callable[..., Iterator[Run]], list[str]]]:
    """What runs are handed to, and the options that each is given: on other machines folders are named from the root."""
    if scheduler is None:
        with ThreadPoolExecutor(jobs) as pool:
            yield partial(_at_once, pool), given_again(context, ("office", "jobs", "scheduler"))
        return
    from ctxh.run.cluster import on_cluster

    own = places.notebooks if "notebooks" in context.params and places.notebooks != NOTEBOOKS_OF_PROGRAM else None
    folders = {"--data": places.data, "--outputs": places.outputs, **({"--notebooks": own} if own else {})}
    options = given_again(context, ("office", "jobs", "scheduler", "data", "outputs", "notebooks"))
    with on_cluster(scheduler, places, own) as hand_out:
        yield hand_out, [*options, *(word for option, folder in folders.items() for word in (option, str(folder)))]


def _at_once(pool: ThreadPoolExecutor, work: Callable[[Run], Run], asked: Sequence[Run], failed: object) -> Iterator[Run]:
    for future in as_completed([pool.submit(work, one) for one in asked]):
        yield future.result()


def _failed(run: Run, why: str) -> Run:
    return replace(run, code=1, output=f"{MARK}{why}")


def _order(run: Run) -> tuple[str, int]:
    return run.office, run.year


def _ended(command: str, options: Sequence[str], folder: Path, run: Run, hear: Callable[[str, str], None] | None = None) -> Run:
    """A run after its process has ended, whose lines are heard meanwhile; in the folder of the command, where this machine has it."""
    asked = [sys.executable, "-m", "ctxh.cli.leashed", str(os.getpid()), command, str(run.year), "--office", run.office, *options]
    here, lines = folder if folder.is_dir() else None, []
    with TemporaryFile("w+", encoding="utf-8", errors="replace") as printed:
        with subprocess.Popen(
            asked, cwd=here, stdout=printed, stderr=subprocess.PIPE, text=True, encoding="utf-8", errors="replace"
        ) as process:
            for line in process.stderr or ():
                lines.append(line)
                if hear:
                    hear(run.name, line.rstrip())
        printed.seek(0)
        return replace(run, code=process.returncode, output="".join(lines), printed=printed.read())


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

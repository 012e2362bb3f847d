"""A year's notebooks executed by papermill, each in a kernel of its own; they leave their tables in the stage."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from ctxh.errors import CtxhError, RunFailed
from ctxh.reference.inputs import foreign
from ctxh.run.beside import beside
from ctxh.run.environment import kernel_environment
from ctxh.run.failures import cell_number, failure_in_words, interrupted, stop_on_findings
from ctxh.run.kernel_template import Template
from ctxh.run.parameters import Parameter, code_cells_of, declared
from ctxh.run.plan import Plan
from ctxh.run.progress import Silence
from ctxh.run.publish import Stage
from ctxh.run.reading_ahead import reading_ahead
from ctxh.run.timings import Timings
from ctxh.run.unworded_parts import FIGURES, Standing, figures_taken

if TYPE_CHECKING:
    from nbformat import NotebookNode

CELL_SECONDS = 600


@dataclass
class Watch:
    """Whoever follows a run: the progress shown, the CPU time kept, the last cell begun."""

    progress: Silence = field(default_factory=Silence)
    timings: Timings = field(default_factory=Timings)
    debug: bool = False
    cell: int = 0
    done: int = 0


def execute_all(plan: Plan, stage: Stage, watch: Watch, found: Standing | None, taken: Mapping[str, Path]) -> list[Path]:
    """The executed copies of the notebooks, in order, but for those ``taken``; of figures that stand already the published one.

    The figures are drawn beside the text, which asks for none of their files; an office's own notebooks come after both.
    """
    steps = sum(cell_count(path) for path in plan.notebooks) + 1
    watch.progress.begin(f"{plan.office} {plan.name}", steps)
    try:
        with nullcontext() if taken else reading_ahead(plan), Template(kernel_environment(stage), plan.notebooks[0].parent) as template:
            watch.timings.lap("nạp pandas")
            watch.timings.template = template.pid
            executed = _in_order(plan, stage, watch, template, found, taken)
        watch.timings.lap("các năm trước")
        return executed
    except BaseException:  # a stop that was asked for too: the line of progress ends before the message
        watch.progress.end()
        raise
    finally:
        watch.timings.template = 0


def _in_order(plan: Plan, stage: Stage, watch: Watch, template: Template, found: Standing | None, taken: Mapping[str, Path]) -> list[Path]:
    executed, left = [], [*plan.notebooks]
    while left:
        path = left.pop(0)
        copy = taken.get(path.name) or figures_taken(found, path, stage.edition)
        if copy is None and path.name == FIGURES and not foreign([path, *left[:1]]):
            executed += _both(plan, stage, watch, template, path, left.pop(0))
        else:
            executed.append(copy or execute(plan, path, stage, watch, template))
    return executed


def _both(plan: Plan, stage: Stage, watch: Watch, template: Template, figures: Path, text: Path) -> list[Path]:
    unwatched = Watch(debug=watch.debug)
    with beside(lambda: execute(plan, figures, stage, unwatched, template)) as drawn:
        written = execute(plan, text, stage, watch, template)
        watch.done += cell_count(figures)
        return [drawn(), written]


def cell_count(notebook: Path) -> int:
    """How many cells a notebook has once papermill has put in the parameters."""
    return len(code_cells_of(notebook)) + 1


def execute(plan: Plan, notebook: Path, stage: Stage, watch: Watch, template: Template | None = None) -> Path:
    """The executed copy of one notebook. Raises RunFailed naming the notebook and the cell."""
    from ctxh.run import papermill_engine

    watch.timings.lap("nạp papermill")

    def on_cell(position: int, kernel: int) -> None:
        if position == 0:
            watch.timings.lap(f"{notebook.stem}: khởi động nhân", kernel)
        watch.cell = position
        label = f"{notebook.stem}, ô {cell_number(notebook, position)}"
        watch.progress.at(label, watch.done + position)

    try:
        executed = _papermill(plan, notebook, stage, watch, on_cell, template)
    except Exception as error:  # a cell may raise anything
        if interrupted(error):
            raise KeyboardInterrupt from error
        raise failure_in_words(error, notebook, watch.cell, stage, watch.debug) or error  # noqa: B904  # a fault of ours as it is
    watch.done += len(executed.cells)
    copy = stage.edition / "notebooks" / notebook.name
    papermill_engine.write(papermill_engine.cleaned(executed, _names(plan, stage)), copy)
    if notebook.parent != plan.places.notebooks:
        require_page(executed, notebook)
    watch.timings.lap(f"{notebook.stem}: chạy các ô")
    stop_on_findings(stage.edition)
    return copy


def require_page(executed: NotebookNode, notebook: Path) -> None:
    """Nothing, when an office's own notebook shows what a page can hold. Raises RunFailed with the cell as its source counts."""
    from ctxh.typeset.exporters import blocks_of

    numbers = {position: cell_number(notebook, position) for position in range(len(executed.cells))}
    for position, cell in enumerate(executed.cells):
        cell.metadata["ctxh"] = {"notebook": notebook.name, "cell": numbers[position]}
    try:
        blocks_of(executed, notebook.name)
    except CtxhError as fault:
        raise RunFailed(str(fault)) from None


def _papermill(
    plan: Plan, notebook: Path, stage: Stage, watch: Watch, on_cell: Callable[[int, int], None], template: Template | None
) -> NotebookNode:
    from papermill import execute_notebook

    from ctxh.run.papermill_engine import ENGINE

    known: dict[str, Parameter] = declared(notebook)
    done: list[NotebookNode] = []
    execute_notebook(
        notebook,
        stage.passing / notebook.name if watch.debug else None,  # kept for who wants to see a failure
        parameters={name: plan.values[name] for name in known},
        engine_name=ENGINE,
        kernel_name="python3",
        language="python",
        progress_bar=False,
        request_save_on_cell_execute=False,
        on_cell=on_cell,
        on_done=done.append,
        template=template,
        environment=kernel_environment(stage),
        folder=stage.passing,
        cwd_of_kernel=notebook.parent,
        execution_timeout=CELL_SECONDS,
    )
    return done[0]


def _names(plan: Plan, stage: Stage) -> dict[str, str]:
    """The places of this machine and what the executed copies call them, longest first."""
    names = {
        str(stage.edition.absolute()): f"outputs/{plan.office}/{plan.name}",
        str(stage.passing.absolute()): "tmp",
        str(plan.places.data.absolute()): "data",
        str(plan.places.outputs.absolute()): "outputs",
        str(plan.places.notebooks.absolute()): "notebooks",
        str(Path.home()): "~",
    }
    return dict(sorted(names.items(), key=lambda pair: -len(pair[0])))

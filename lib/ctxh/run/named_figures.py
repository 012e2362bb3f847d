"""Figures that notebooks and wording name, held against the book before anything is read."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from ctxh.book.dated_sentences import wording_files_of
from ctxh.book.request import Request, known_figure
from ctxh.errors import CtxhError, RunFailed
from ctxh.run.parameters import code_cells_of

DRAWING = ("figure_rows", "draw_figure")  # what notebooks ask for a figure by
_TAG = re.compile(r"""\{\{[^{}]*\bfigure\(\s*["'](\w+)["']""")


def check_named_figures(request: Request, notebooks: Sequence[Path]) -> None:
    """Nothing, when the book has every figure that notebooks and wording write by its id. Raises RunFailed with each place."""
    faults = []
    for place, name in (*_in_notebooks(notebooks), *_in_wording(wording_files_of(request))):
        try:
            known_figure(request.book, name)
        except CtxhError as fault:
            faults.append(f"{place}: {fault}")
    if faults:
        raise RunFailed(" ".join(dict.fromkeys(faults)))


def _in_notebooks(notebooks: Sequence[Path]) -> Iterator[tuple[str, str]]:
    for path in notebooks:
        for number, cell in enumerate(code_cells_of(path), 1):
            if cell["cell_type"] == "code":
                yield from ((f"Sổ {path.name}, ô {number}", name) for name in _asked("".join(cell["source"])))


def _asked(source: str) -> Iterator[str]:
    """The ids that a cell asks figures by; none of a cell that is no Python, of which its run tells."""
    try:
        calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    except SyntaxError:
        return
    for call in calls:
        function = getattr(call.func, "id", getattr(call.func, "attr", ""))
        if function in DRAWING and len(call.args) > 1 and isinstance(call.args[1], ast.Constant):
            yield str(call.args[1].value)


def _in_wording(files: Sequence[Path]) -> Iterator[tuple[str, str]]:
    for path in files:
        text = path.read_text(encoding="utf-8-sig", errors="replace")
        yield from ((f"{path.name}, dòng {text.count(chr(10), 0, tag.start()) + 1}", tag[1]) for tag in _TAG.finditer(text))

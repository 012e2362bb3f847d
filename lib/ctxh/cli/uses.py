"""Who uses an entry of the book: the wording of an office, the notebooks and the rules of checks, by the names that they write."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ctxh.check.engine import RULES
from ctxh.run.parameters import code_cells_of

_PACKAGE = Path(__file__).parents[1]
PARTS = "parts_of"  # the function that gives the parts of a total
_OF_DOCUMENT = re.compile(r"(.+)_(?:no|date|title)")  # which ``document`` prints of one
_BEGINS, _HOLDS = 5, 12  # letters that a name put together begins with, or holds at least: with fewer it could be any


def in_wording(names: Iterable[str], files: Sequence[Path]) -> list[str]:
    """The files of a wording with the lines that write one of some ids, or the document that they are about: ``06_x.md, dòng 4, 9``."""
    asked = {*names, *(found[1] for name in names if (found := _OF_DOCUMENT.fullmatch(name)))}
    quoted = re.compile(rf"""(["'])(?:{"|".join(map(re.escape, sorted(asked)))})\1""")
    uses = []
    for path in files:
        lines = [str(at) for at, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1) if quoted.search(line)]
        uses += [f"{path.name}, dòng {', '.join(lines)}"] if lines else []
    return uses


def by_rules(names: Iterable[str], totals: Iterable[str] = ()) -> set[str]:
    """The rules of the program that are marked with one of some ids or write one, or ask for the parts of a total of theirs."""
    wanted, functions = set(names), {rule: judge.__qualname__ for rule, judge in RULES.items()}
    reached = _reached("check", wanted, set(totals), frozenset(functions.values()))
    return {rule for rule, judge in RULES.items() if functions[rule] in reached or wanted & set(getattr(judge, "looks_at", ()))}


def in_notebooks(names: Iterable[str], files: Sequence[Path]) -> list[str]:
    """The notebooks with the cells whose code writes one of some ids: ``03_figures.ipynb, ô 12``."""
    quoted = re.compile(rf"""(["'])(?:{"|".join(map(re.escape, sorted(names)))})\1""")
    uses = []
    for path in files:
        cells = enumerate(code_cells_of(path), 1)
        found = [str(at) for at, cell in cells if cell["cell_type"] == "code" and quoted.search("".join(cell["source"]))]
        uses += [f"{path.name}, ô {', '.join(found)}"] if found else []
    return uses


@dataclass(frozen=True)
class _Statement:
    """A statement of a module: its name, what it writes in quotes, the names that it asks for."""

    module: str
    name: str
    written: tuple[re.Pattern[str], ...]
    asks: frozenset[str]


def _reached(room: str, names: set[str], totals: set[str], wanted: frozenset[str]) -> set[str]:
    """Which of the functions wanted write one of some names, themselves or through what they ask for in their module."""
    statements = _statements(room)
    left = [one for one in statements if _writes(one, names | totals if PARTS in one.asks else names)]
    seen: set[_Statement] = set()
    while left:
        one = left.pop()
        seen.add(one)
        if one.name not in wanted:
            left += [other for other in statements if _asks(other, one) and other not in seen]
    return {one.name for one in seen} & wanted


def _writes(one: _Statement, names: set[str]) -> bool:
    return any(pattern.fullmatch(name) for pattern in one.written for name in names)


def _asks(user: _Statement, used: _Statement) -> bool:
    """Whether a statement asks for another one: of its own module, or a list (in capitals) of the room's."""
    return used.name in user.asks and (used.module == user.module or used.name.isupper())


@cache
def _statements(room: str) -> tuple[_Statement, ...]:
    """The statements of a room's modules; of a name put together what is put in may be anything."""
    return tuple(
        _Statement(
            path.name,
            name,
            tuple(filter(None, map(_pattern, ast.walk(statement)))),
            frozenset(node.id for node in ast.walk(statement) if isinstance(node, ast.Name)),
        )
        for path in sorted((_PACKAGE / room).glob("*.py"))
        for statement in ast.parse(path.read_text(encoding="utf-8")).body
        for name in _names_of(statement)
    )


def _pattern(node: ast.AST) -> re.Pattern[str] | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and re.fullmatch(r"[a-z][a-z0-9_.]*", node.value):
        return re.compile(re.escape(node.value))
    if isinstance(node, ast.JoinedStr):
        pieces = [str(part.value) if isinstance(part, ast.Constant) else None for part in node.values]
        letters = "".join(filter(None, pieces))
        if (len(pieces[0] or "") >= _BEGINS or len(letters) >= _HOLDS) and re.fullmatch(r"[a-z0-9_.]*", letters):
            return re.compile("".join("[a-z0-9_]+" if piece is None else re.escape(piece) for piece in pieces))
    return None


def _names_of(statement: ast.stmt) -> list[str]:
    """What a statement gives a name to: a function, a class, values; one empty name for none."""
    if isinstance(statement, (ast.FunctionDef, ast.ClassDef)):
        return [statement.name]
    targets = statement.targets if isinstance(statement, ast.Assign) else [getattr(statement, "target", None)]
    return [node.id for target in targets if target for node in ast.walk(target) if isinstance(node, ast.Name)] or [""]

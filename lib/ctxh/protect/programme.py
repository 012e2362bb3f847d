"""The linear programmes over a system: how far a hidden number may go, and what must move with it.

Solved by HiGHS, one thread, its random seed fixed; a model is made once, only bounds and the objective change.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ctxh.errors import CtxhError
from ctxh.protect.system import Cell, System

Vector = NDArray[np.float64]
OPTIONS: dict[str, Any] = {
    "log_to_console": False,
    "output_flag": False,
    "threads": 1,
    "random_seed": 1,
    "presolve": "off",
    "solver": "simplex",
}


class Programme:
    """The numbers of a system that not everybody knows, as columns; all are published until some are hidden.

    With ``whole`` counts are whole numbers, which a reader may know too.
    """

    def __init__(self, system: System, whole: bool = False) -> None:
        self.cells = sorted(cell for cell in system.values if cell not in system.known)
        self.place = {cell: n for n, cell in enumerate(self.cells)}
        self.true = np.array([system.values[cell] for cell in self.cells], dtype=float)
        self.rows = _rows(system, self.place)
        self.lows, self.highs = _sides(self.rows, system, self.place)
        self.least = np.array([1.0 if cell in system.present else 0.0 for cell in self.cells])
        self.hidden = np.zeros(len(self.cells), dtype=bool)
        self.model = _model(self.rows, self.true, self.true, self.lows, self.highs)
        self.objective = -1
        counted = [cell for cell in self.cells if cell in system.counts and system.values[cell].is_integer()]  # no share of a split area
        for place in [self.place[cell] for cell in counted] if whole else ():
            self.model.changeColIntegrality(place, _integer())

    def hide(self, cells: Collection[Cell]) -> None:
        """Let cells be anything from nought up, those that tell of somebody from one."""
        self._bound([self.place[cell] for cell in cells], True)

    def publish(self, cells: Collection[Cell]) -> None:
        """Fix cells at what they are."""
        self._bound([self.place[cell] for cell in cells], False)

    def _bound(self, places: Sequence[int], free: bool) -> None:
        for place in places:
            self.hidden[place] = free
            self.model.changeColBounds(place, self.least[place] if free else self.true[place], math.inf if free else self.true[place])

    def reach(self, cell: Cell, up: bool) -> tuple[float, Vector]:
        """The greatest (else the least) that a cell can be, infinite for no end, and all cells then."""
        place = self.place[cell]
        if self.objective not in (-1, place):
            self.model.changeColCost(self.objective, 0.0)
        self.objective = place
        self.model.changeColCost(place, -1.0 if up else 1.0)
        status = _solved(self.model)
        found = np.array(self.model.getSolution().col_value) if status == "Optimal" else self.true
        if status in ("Unbounded", "Primal infeasible or unbounded"):
            return (math.inf if up else float(self.least[place])), self.true
        if status != "Optimal":
            raise CtxhError(f"bảo vệ số nhỏ: bài toán không giải được ({status}).")
        return float(found[place]), found


class Movers:
    """What moves with a cell, at the least price: how far each cell goes up and down from what it is."""

    def __init__(self, programme: Programme) -> None:
        self.programme, count = programme, len(programme.cells)
        rows = [{**row, **{count + place: -by for place, by in row.items()}} for row in programme.rows]
        now = np.array([sum(by * programme.true[place] for place, by in row.items()) for row in programme.rows])
        tops = np.concatenate([np.full(count, math.inf), programme.true - programme.least])
        self.model = _model(rows, np.zeros(2 * count), tops, programme.lows - now, programme.highs - now)
        self.count, self.tops = count, tops

    def cheapest(self, cell: Cell, up: bool, amount: float, prices: Vector) -> list[Cell] | None:
        """The cells that move when one goes so far; None where it cannot, whatever is hidden."""
        place, count = self.programme.place[cell], self.count
        own, other = (place, count + place) if up else (count + place, place)
        both = np.concatenate([prices, prices])
        self.model.changeColsCost(2 * count, np.arange(2 * count, dtype=np.int32), both)
        self.model.changeColBounds(other, 0.0, 0.0)
        self.model.changeColBounds(own, min(amount, self.tops[own]), self.tops[own])
        status = _solved(self.model)
        moves = np.array(self.model.getSolution().col_value) if status == "Optimal" else np.zeros(2 * count)
        for one in (other, own):
            self.model.changeColBounds(one, 0.0, self.tops[one])
        if status != "Optimal":
            return None
        moved = np.abs(moves[:count] - moves[count:]) > 1e-7
        return [self.programme.cells[n] for n in np.flatnonzero(moved)]


def _integer() -> Any:
    from highspy import _core

    return _core.HighsVarType.kInteger


def _rows(system: System, place: Mapping[Cell, int]) -> list[dict[int, float]]:
    return [{place[cell]: by for cell, by in row.parts if cell in place and by} for row in system.rows]


def _sides(rows: list[dict[int, float]], system: System, place: Mapping[Cell, int]) -> tuple[Vector, Vector]:
    """What the rows come to without what everybody knows."""
    known = np.array([sum(system.values[cell] * by for cell, by in row.parts if cell not in place) for row in system.rows])
    return np.array([row.low for row in system.rows]) - known, np.array([row.high for row in system.rows]) - known


def _model(rows: list[dict[int, float]], low: Vector, high: Vector, lows: Vector, highs: Vector) -> Any:
    from highspy import _core  # the class above it prints a banner, which would stand among the outputs of a notebook

    model: Any = _core._Highs()
    for option, value in OPTIONS.items():
        model.setOptionValue(option, value)
    none = np.zeros(0)
    model.addCols(len(low), np.zeros(len(low)), low, high, 0, none.astype(np.int32), none.astype(np.int32), none)
    starts = np.cumsum([0, *(len(row) for row in rows)])[:-1].astype(np.int32)
    places = np.array([place for row in rows for place in row], dtype=np.int32)
    by = np.array([number for row in rows for number in row.values()], dtype=float)
    model.addRows(len(rows), lows, highs, len(by), starts, places, by)
    return model


def _solved(model: Any) -> str:
    model.run()
    return str(model.modelStatusToString(model.getModelStatus()))

"""The pattern of a public edition: which numbers it hides, so that no small count can be computed from the rest.

Attack, widen, repeat, clean up: each protected number is bounded by what is published and known; one that is too narrow takes
the cheapest others with it; at the end all that is not needed is published again.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from ctxh.protect.programme import Movers, Programme, Vector
from ctxh.protect.system import Cell, System, independent_parts

ROOM = 1e-4
MOST_ROUNDS = 12
DEAR_TOTAL, DEAREST, CHEAP_AMOUNT, HIDDEN = 5.0, 30.0, 0.05, 0.001  # prices beside that of a count


@dataclass(frozen=True)
class Pattern:
    """What is hidden, the small numbers among it, and the intervals that nobody may compute more closely."""

    hidden: frozenset[Cell]
    asked: dict[Cell, tuple[float, float]]
    narrow: frozenset[Cell]  # of which known totals leave one value, whatever is hidden


def pattern_of(system: System, threshold: int) -> Pattern:
    """The pattern of a system."""
    hidden, asked, narrow = set[Cell](), dict[Cell, tuple[float, float]](), set[Cell]()
    for block in independent_parts(system):
        if block.small | block.whole_groups:
            search = _Search(block, threshold)
            search.widen()
            search.clean_up()
            hidden |= search.hidden
            asked |= search.asked
            narrow |= {cell for cell in search.asked if not search.holds(cell)}
    return Pattern(frozenset(hidden), asked, frozenset(narrow | told_by_totals(asked)))


def told_by_totals(asked: Mapping[Cell, tuple[float, float]]) -> set[Cell]:
    """The protected numbers of which known totals leave one value."""
    return {cell for cell, (low, high) in asked.items() if high - low < ROOM}


def intervals(system: System, hidden: Iterable[Cell], cells: Iterable[Cell], whole: bool = False) -> dict[Cell, tuple[float, float]]:
    """What a reader can compute of some cells from all that is not hidden: the least and the greatest that each can be.

    With ``whole`` he knows that counts are whole numbers.
    """
    found, hidden, wanted = dict[Cell, tuple[float, float]](), set(hidden), set(cells)
    for block in independent_parts(system):
        programme = Programme(block, whole)
        programme.hide(hidden & set(programme.cells))
        found |= {cell: (programme.reach(cell, False)[0], programme.reach(cell, True)[0]) for cell in sorted(wanted & set(programme.cells))}
    return found


def prices_of(system: System) -> dict[Cell, float]:
    """What it costs to hide each number: more for great counts and totals, most for those of the whole office, little for amounts."""
    totals = {cell for row in system.rows if len(row.parts) > 2 for cell, by in row.parts if by < 0 and row.low == row.high}

    def weight(cell: Cell) -> float:
        return DEAREST if cell.area == system.office else DEAR_TOTAL if cell in totals else 1.0

    return {
        cell: (1 + math.log1p(value) / 3) * weight(cell) if cell in system.counts else CHEAP_AMOUNT for cell, value in system.values.items()
    }


class _Search:
    def __init__(self, system: System, threshold: int) -> None:
        self.system, self.programme = system, Programme(system)
        self.movers = Movers(self.programme)
        self.price = prices_of(system)
        self.together = _together(system)
        self.hidden: set[Cell] = set()
        self.primaries = system.small | system.whole_groups
        self.seen: dict[tuple[Cell, bool], list[Vector]] = {}
        self.prices = np.array([self.price[cell] for cell in self.programme.cells])
        self.asked = self._asked(threshold)
        for cell in sorted(self.primaries | system.before.keys()):
            self.hide(cell)

    def _asked(self, threshold: int) -> dict[Cell, tuple[float, float]]:
        """The interval of each protected cell: the whole range of small counts, as far as what everybody knows leaves it open."""
        programme = Programme(self.system)
        programme.hide(programme.cells)
        found = {}
        for cell in sorted(self.primaries):
            own = self.system.values[cell]
            each = own / self.system.heads[cell] if cell in self.system.heads else 1.0
            low, high = (each, (threshold - 1) * each) if cell in self.system.small else (own - 1, own)
            least, most = programme.reach(cell, False)[0], programme.reach(cell, True)[0]
            low, high = self.system.before.get(cell) or (0.0 if most < high else low, high)
            found[cell] = (max(low, least), min(high, most))
        return found

    def hide(self, cell: Cell) -> None:
        new = [one for one in self.together.get(cell, (cell,)) if one not in self.hidden and one in self.programme.place]
        self.hidden |= set(new)
        self.programme.hide(new)
        for one in new:
            self.prices[self.programme.place[one]] = HIDDEN

    def far_enough(self, cell: Cell, up: bool) -> bool:
        """Whether a cell can go as far as asked; what was found is kept as a witness."""
        low, high = self.asked[cell]
        end = high if up else low
        for witness in self.seen.get((cell, up), ()):
            if self._serves(witness, cell, up, end):
                return True
        reached, witness = self.programme.reach(cell, up)
        if not (reached >= end - ROOM if up else reached <= end + ROOM):
            return False
        if math.isfinite(reached):
            self.seen[cell, up] = [witness]
        return True

    def _serves(self, witness: Vector, cell: Cell, up: bool, end: float) -> bool:
        there = witness[self.programme.place[cell]]
        reached = there >= end - ROOM if up else there <= end + ROOM
        return bool(reached and np.all(np.abs(witness - self.programme.true)[~self.programme.hidden] <= ROOM))

    def holds(self, cell: Cell) -> bool:
        """Whether a cell is as wide as asked."""
        return self.far_enough(cell, True) and self.far_enough(cell, False)

    def widen(self) -> None:
        """Hide more until each protected cell is as wide as asked, dearest first."""
        for _ in range(MOST_ROUNDS):
            poor = [(cell, up) for cell in self._dearest(self.primaries) for up in (True, False) if not self.far_enough(cell, up)]
            if not poor:
                return
            for cell, up in poor:
                if not self.far_enough(cell, up):
                    low, high = self.asked[cell]
                    own = self.system.values[cell]
                    for one in self.movers.cheapest(cell, up, high - own if up else own - low, self.prices) or ():
                        self.hide(one)

    def _dearest(self, cells: Iterable[Cell]) -> list[Cell]:
        return sorted(cells, key=lambda cell: (-self.price[cell], cell))

    def clean_up(self) -> None:
        """Publish again, dearest first, whatever no protected cell needs."""
        fixed = set(self.system.before) | {one for cell in self.primaries for one in self.together.get(cell, (cell,))}
        for cell in self._dearest(self.hidden - fixed):
            group = [one for one in self.together.get(cell, (cell,)) if one in self.hidden]
            if not group or fixed & set(group):
                continue
            self.programme.publish(group)
            if all(map(self.holds, self.asked)):
                self.hidden -= set(group)
            else:
                self.programme.hide(group)


def _together(system: System) -> dict[Cell, tuple[Cell, ...]]:
    """The cells that share one state with a cell, itself among them."""
    groups: dict[Cell, set[Cell]] = {}
    for amount, count in system.twins.items():
        merged = groups.get(amount, {amount}) | groups.get(count, {count})
        for cell in merged:
            groups[cell] = merged
    return {cell: tuple(sorted(group)) for cell, group in groups.items()}

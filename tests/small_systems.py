"""Small tables as linear systems: areas by groups with known totals, and a full search for what must be hidden."""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import combinations

from ctxh.protect.pattern import intervals, prices_of
from ctxh.protect.system import Cell, System

OFFICE = "office"
THRESHOLD = 5
WIDE = 1e-3


def table_of(
    counts: Sequence[Sequence[float]], totals_printed: bool = True, office: str = OFFICE, areas: Sequence[str] = (), all_known: bool = True
) -> System:
    """The system of a table: a row an area, a column a group; sums of areas are printed where asked.

    Sums of columns are known; with ``all_known`` False only that of all groups is, those of groups are numbers like others.
    """
    system = System(office)
    groups, areas = [f"g{group}" for group in range(len(counts[0]))], areas or [f"a{area}" for area in range(len(counts))]
    for area, row in zip(areas, counts, strict=True):
        system.values |= {Cell(group, area): float(value) for group, value in zip(groups, row, strict=True)}
        if totals_printed:
            system.values[Cell("all", area)] = float(sum(row))
    for name in ("all", *groups) if totals_printed else groups:
        system.values[Cell(name, office)] = sum(system.values[Cell(name, area)] for area in areas)
    system.known = {Cell(name, office) for name in ("all", *groups) if all_known or name == "all"} & system.values.keys()
    system.counts = set(system.values)
    for name in dict.fromkeys(cell.name for cell in system.values):
        system.equal(Cell(name, office), [Cell(name, area) for area in areas])
    for area in (*areas, *([] if all_known else [office])) if totals_printed else ():
        system.equal(Cell("all", area), [Cell(group, area) for group in groups])
    system.small = {cell for cell in system.counts - system.known if 0 < system.values[cell] < THRESHOLD}
    return system


def random_counts(dice: random.Random, areas: tuple[int, int], groups: int, sizes: Sequence[float] = (2, 6, 20, 80)) -> list[list[int]]:
    """Counts with as many small ones as real offices have: a row an area, a column a group."""
    scales = [dice.choice(sizes) for _ in range(groups)]
    return [[max(0, round(dice.gauss(scale, scale / 2))) for scale in scales] for _ in range(dice.randint(*areas))]


def random_office(seed: int) -> System:
    """A table of 6 to 18 areas and 3 to 6 groups, amounts beside one of the groups."""
    dice = random.Random(seed)
    counts = random_counts(dice, (6, 18), dice.randint(3, 6))
    system = table_of(counts)
    low, high = 6.0, 10.0
    for area, row in enumerate(counts):
        amount, count = Cell("money", f"a{area}"), Cell("g0", f"a{area}")
        system.values[amount] = float(sum(dice.choice((low, high)) for _ in range(row[0])))
        system.twins[amount] = count
        system.add({amount: 1.0, count: -low}, 0.0, float("inf"))
        system.add({amount: 1.0, count: -high}, -float("inf"), 0.0)
    whole = Cell("money", OFFICE)
    system.values[whole] = sum(system.values[Cell("money", f"a{area}")] for area in range(len(counts)))
    system.known.add(whole)
    system.equal(whole, [Cell("money", f"a{area}") for area in range(len(counts))])
    return system


def opened(system: System, hidden: set[Cell], asked: dict[Cell, tuple[float, float]], whole: bool = False) -> list[Cell]:
    """The protected cells that a reader of all that is not hidden knows more closely than asked."""
    found = intervals(system, hidden, asked, whole)
    return [cell for cell, (low, high) in asked.items() if found[cell][0] > low + WIDE or found[cell][1] < high - WIDE]


def searched(system: System, asked: dict[Cell, tuple[float, float]]) -> float:
    """The least that must be paid for what is hidden beside the small counts, found by trying all sets, the cheapest first."""
    prices, free = prices_of(system), sorted(set(system.values) - system.known - system.small)
    sets = [set(more) for n in range(len(free) + 1) for more in combinations(free, n)]
    paid = sorted((sum(prices[cell] for cell in more), n) for n, more in enumerate(sets))
    return next(price for price, n in paid if not opened(system, system.small | sets[n], asked))

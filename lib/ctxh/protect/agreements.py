"""Rows that no formula says: numbers of areas that agree all the same, as decisions on funerals and funerals paid do.

A reader who sees two columns agree wherever both are printed takes them to agree where one is hidden.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from ctxh.protect.system import EXACT, Cell, System

MOST, FEWEST = 0.75, 3  # of the areas that have either; and at least so many areas
CHANCE = 4.0  # bits by which what agrees must outweigh how many columns were held against each other: small numbers agree by chance
Column = tuple[str, str]  # a name and a category
Values = NDArray[np.float64]


def add_agreements(system: System) -> None:
    """Add to a system the rows of columns by area that equal one another, the sum of two others or of another's categories.

    They need to do so in most areas; those where they do not are left out, as rows that do not hold are.
    """
    areas = sorted({cell.area for cell in system.values if cell.area != system.office})
    columns = _columns(system, areas)
    for one, *parts in _agreeing(columns):
        for area in areas:
            system.equal(Cell(one[0], area, one[1]), [Cell(name, area, category) for name, category in parts])
    split = _categories(columns)
    for name, categories in split.items():
        summed, tried = np.sum([columns[name, category] for category in categories], axis=0), len(columns) * len(split)
        for other in [column for column, values in columns.items() if column[0] != name and _agree(values, summed, tried)]:
            for area in areas:
                own = [cell for category in categories if (cell := Cell(name, area, category)) in system.values]
                system.equal(Cell(other[0], area, other[1]), own)


def _columns(system: System, areas: list[str]) -> dict[Column, Values]:
    """The values by area, in their order; nought where an area has none."""
    place, found = {area: n for n, area in enumerate(areas)}, dict[Column, Values]()
    for cell in sorted(system.values):
        if cell.area in place and not cell.period and cell not in system.unprinted:
            found.setdefault((cell.name, cell.category), np.zeros(len(areas)))[place[cell.area]] = system.values[cell]
    return found


def _categories(columns: dict[Column, Values]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, category in columns:
        if category:
            found.setdefault(name, []).append(category)
    return found


def _agree(one: Values, others: Values, tried: int, least: Values | None = None) -> NDArray[np.bool_]:
    """Whether a column agrees with another, or with which of many, in most of the areas where one of them has something.

    And by more than chance: ``tried`` pairs are held against each other. ``least`` is the smallest part of a sum: a one added to
    great numbers that agree anyway tells nothing.
    """
    either = (one != 0) | (others != 0)
    same = either & (np.abs(one - others) <= EXACT * np.maximum(1.0, np.abs(one)))
    count = same.sum(axis=-1)
    bits = (same * np.log2(1 + np.abs(one if least is None else np.minimum(np.abs(one), least)))).sum(axis=-1)
    return np.asarray((count >= FEWEST) & (count >= MOST * either.sum(axis=-1)) & (bits >= np.log2(tried) + CHANCE))


def _agreeing(columns: dict[Column, Values]) -> Iterator[tuple[Column, ...]]:
    """Pairs of columns that agree, and a column with two others of which it is the sum."""
    names = list(columns)
    if not names:
        return
    table = np.array(list(columns.values()))
    first, second = np.triu_indices(len(names), 1)
    sums, least = table[first] + table[second], np.minimum(np.abs(table[first]), np.abs(table[second]))
    often = np.count_nonzero(table, axis=1) > table.shape[1] / 2  # one that is mostly nought adds nothing to an equality
    real = often[first] & often[second]
    for n, name in enumerate(names):
        for other in np.flatnonzero(_agree(table[n], table[n + 1 :], max(len(first), 1))):
            yield name, names[n + 1 + other]
        for pair in np.flatnonzero(_agree(table[n], sums, max(len(first) * len(names), 1), least) & real & (first != n) & (second != n)):
            yield name, names[first[pair]], names[second[pair]]

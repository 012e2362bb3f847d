"""Editions read together: this one and those published before it, of its office, its members and its folds, as one system.

What an earlier edition printed is known, what it hid stays hidden. The same number of two editions is one cell, or two that a
tie makes equal: a fold's of a member is the member's own of its whole office, a year's start is the end of the year before.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field

from ctxh.protect.ledger import Kept, Moved
from ctxh.protect.parts_of_year import hold_against, months_of
from ctxh.protect.system import EXACT, Cell, Row, System
from ctxh.reference.periods import period_of
from ctxh.reference.places import YEAR

Whose = tuple[str, int]  # an office and a year
Tie = tuple[Cell, list[Cell]]  # a number, and those that come to it


@dataclass(frozen=True)
class Relations:
    """Whose an edition is, and what ties it to others."""

    own: Whose
    starts: Mapping[str, str] = field(default_factory=dict)  # items that are at a year's start what others were at the end of the last
    folds: frozenset[tuple[str, str]] = frozenset()  # offices, each with one that it folds
    moved: Mapping[Whose, tuple[Moved, ...]] = field(default_factory=dict)  # where boundaries changed since the year before

    def prefix(self, whose: Whose) -> str:
        """What the names of cells of an office and a year begin with; nothing for this edition's own."""
        return "" if whose == self.own else f"{whose[0]}:{whose[1]}:"


def with_editions(system: System, others: Iterable[Kept], relations: Relations) -> System:
    """The system and those of editions published before, as one."""
    joined, systems, others = deepcopy(system), {relations.own: [system]}, list(others)
    for kept in [one for one in others if one.period == YEAR]:
        systems.setdefault(kept.whose, []).append(kept.system)
        _join(joined, relations.prefix(kept.whose), kept)
    for part in [one for one in others if one.period != YEAR]:
        _told_of_part(joined, part, systems.get(part.whose, []), relations.prefix(part.whose))
    ties = [(one, parts) for one, parts in (*_years(joined, systems, relations), *_folds(systems, relations)) if _agree(joined, one, parts)]
    for one, parts in ties:
        joined.equal(one, parts)
    for row in _moved_years(joined, systems, relations):
        joined.add(row, 0.0, 0.0)
    while _told_by_ties(joined, ties):
        pass
    return settled(joined)


def named(prefix: str, cell: Cell) -> Cell:
    """A cell under the name that it has among several editions."""
    return cell._replace(name=f"{prefix}{cell.name}")


def _join(joined: System, prefix: str, kept: Kept) -> None:
    own, asked = kept.system, kept.pattern.asked
    joined.unprinted |= {cell for one in own.unprinted if (cell := named(prefix, one)) not in joined.values}
    joined.values = {named(prefix, cell): value for cell, value in own.values.items()} | joined.values
    joined.known |= {named(prefix, cell) for cell in kept.printed}
    joined.counts |= {named(prefix, cell) for cell in own.counts}
    joined.present |= {named(prefix, cell) for cell in own.present}
    joined.small |= {named(prefix, cell) for cell in asked}
    for one in kept.pattern.hidden | asked.keys():
        cell = named(prefix, one)
        joined.before[cell] = _narrower(joined.before.get(cell), asked.get(one))
    joined.rows += [Row(tuple((named(prefix, cell), by) for cell, by in row.parts), row.low, row.high) for row in own.rows]


def _told_of_part(joined: System, part: Kept, systems: Iterable[System], prefix: str) -> None:
    """The totals of a part of a year that was published, which may have been made from other workbooks than the year."""
    months = period_of(part.period, part.whose[1], {}).months
    for whole, sums in [one for system in systems for one in months_of(system)]:
        if whole in part.system.values:
            total = named(f"{prefix}{part.period}:", whole)
            joined.known.add(total)
            hold_against(joined, total, part.system.values[whole], sums, months, prefix)


def _narrower(one: tuple[float, float] | None, other: tuple[float, float] | None) -> tuple[float, float] | None:
    return (max(one[0], other[0]), min(one[1], other[1])) if one and other else one or other


def settled(joined: System) -> System:
    """The system in which what is known is not protected any more, and what nobody prints is hidden."""
    joined.small -= joined.known
    joined.whole_groups -= joined.known
    joined.before = {cell: ends for cell, ends in joined.before.items() if cell not in joined.known}
    for cell in joined.unprinted - joined.known:
        joined.before.setdefault(cell, None)
    joined.twins = {amount: count for amount, count in joined.twins.items() if not {amount, count} & joined.known}
    joined.rows = [row for row in dict.fromkeys(joined.rows) if not all(cell in joined.known for cell, _ in row.parts)]
    return joined


def _years(joined: System, systems: Mapping[Whose, list[System]], relations: Relations) -> Iterator[Tie]:
    for office, year in systems:
        if (office, year - 1) in systems:
            before, after = relations.prefix((office, year - 1)), relations.prefix((office, year))
            for start, end in relations.starts.items():
                for cell in [cell for cell in joined.values if cell.name == f"{after}{start}"]:
                    yield cell, [cell._replace(name=f"{before}{end}")]


def _moved_years(joined: System, systems: Mapping[Whose, list[System]], relations: Relations) -> Iterator[dict[Cell, float]]:
    """What areas are at a year's start less what those that became them were at the end of the last."""
    for (office, year), moved in relations.moved.items():
        if {(office, year), (office, year - 1)} <= systems.keys():
            before, after = relations.prefix((office, year - 1)), relations.prefix((office, year))
            for start, end in relations.starts.items():
                for category in {cell.category: None for cell in joined.values if cell.name == f"{after}{start}"}:
                    for areas, came in moved:
                        own = {Cell(f"{after}{start}", area, category): 1.0 for area in areas}
                        yield own | {Cell(f"{before}{end}", area, category): -1.0 for area in came}


def _folds(systems: Mapping[Whose, list[System]], relations: Relations) -> Iterator[Tie]:
    """What a fold has of a member: the member's own of its whole office, of months where it has only these.

    Where a member has rows of an item but none of a category or month, its reader knows that it has nobody there.
    """
    for (office, year), own in systems.items():
        for member in [member for fold, member in sorted(relations.folds) if fold == office and (member, year) in systems]:
            above, below, numbers = relations.prefix((office, year)), relations.prefix((member, year)), of_office(systems[member, year])
            code, names = systems[member, year][0].office, {name for name, _ in numbers}
            months = {cell for one in systems[member, year] for cell in one.values if cell.period}
            for cell in [cell for one in own for cell in one.values if cell.area == code != one.office and cell.name in names]:
                parts = list({cell} & months) if cell.period else numbers.get((cell.name, cell.category), [])
                yield named(above, cell), [named(below, part) for part in parts]


def of_office(systems: Iterable[System]) -> dict[tuple[str, str], list[Cell]]:
    """The numbers of a whole office by name and category: one, or those of its months."""
    found: dict[tuple[str, str], dict[Cell, None]] = {}
    for system in systems:
        for cell in system.values:
            if cell.area == system.office:
                found.setdefault((cell.name, cell.category), {})[cell] = None
    return {key: [cell for cell in cells if not cell.period] or list(cells) for key, cells in found.items()}


def _agree(joined: System, one: Cell, parts: list[Cell]) -> bool:
    if not all(cell in joined.values for cell in (one, *parts)):
        return False
    return math.isclose(joined.values[one], sum(joined.values[cell] for cell in parts), rel_tol=EXACT, abs_tol=EXACT)


def _told_by_ties(joined: System, ties: Iterable[Tie]) -> bool:
    """Whether numbers became known since those that they are tied to are."""
    tied = {one for one, parts in ties if all(part in joined.known for part in parts)}
    tied |= {parts[0] for one, parts in ties if len(parts) == 1 and one in joined.known}
    fresh = tied - joined.known
    joined.known |= fresh
    return bool(fresh)

"""Editions of small offices published one after another, and a reader of all of them who knows how their numbers hang together.

What he knows is written here by hand, by no code of the program: an area on other boundaries is the sum of shares of those that
reported, a fold's number of a member is the member's own.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field

import pandas as pd

from ctxh.errors import CtxhError
from ctxh.protect.ledger import Kept
from ctxh.protect.pattern import Pattern
from ctxh.protect.published_before import pattern_after
from ctxh.protect.redrawn_areas import on_boundaries
from ctxh.protect.system import Cell, System
from ctxh.protect.together import Relations
from small_systems import THRESHOLD, opened, random_counts, table_of

DAYS = ("2024-12-31", "2025-07-01")
YEAR = 2024


@dataclass
class Story:
    """Editions in the order of their publication, and the reader's own system of all their numbers."""

    truth: System
    kept: list[Kept] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    def publish(self, office: str, name: str, system: System, folds=frozenset(), in_reports=frozenset(), alone: bool = False) -> None:
        """Publish an edition beside those before it, or as if there were none."""
        try:
            pattern = pattern_after(system, [] if alone else self.kept, Relations((office, YEAR), {}, folds), THRESHOLD, in_reports)
            self.kept.append(Kept(name, system, pattern, office))
        except CtxhError as error:
            self.refused.append(str(error))

    def opened(self, whole: bool = False) -> list[Cell]:
        """The protected numbers that a reader of all these editions knows more closely than was promised, by whole numbers or not."""
        hidden, asked = self.protected()
        return opened(self.truth, hidden, asked, whole)

    def protected(self) -> tuple[set[Cell], dict[Cell, tuple[float, float]]]:
        """What no edition tells, and the intervals promised."""
        told, asked = set[Cell](), dict[Cell, tuple[float, float]]()
        for turn, one in enumerate(self.kept):
            told |= {own(one, cell) for cell in one.printed | one.system.known}
            for cell, (low, high) in one.pattern.asked.items():
                if cell.area in {later.office for later in self.kept[turn + 1 :]} - {one.office}:
                    continue  # a member that has told its own totals since, and promises the rest itself
                before = asked.get(own(one, cell), (low, high))
                asked[own(one, cell)] = (max(low, before[0]), min(high, before[1]))
        return set(self.truth.values) - told, {cell: ends for cell, ends in asked.items() if cell not in told}


def own(kept: Kept, cell: Cell) -> Cell:
    """A number of an office as the reader has it, who keeps offices apart."""
    return cell._replace(name=f"{kept.office}/{cell.name}")


def _reader(systems: dict[str, System]) -> System:
    truth = System("nobody")
    for office, system in systems.items():
        mine = Kept("", system, Pattern(frozenset(), {}, frozenset()), office)
        truth.values |= {own(mine, cell): value for cell, value in system.values.items()}
        truth.counts |= {own(mine, cell) for cell in system.counts}
        truth.rows += [row._replace(parts=tuple((own(mine, cell), by) for cell, by in row.parts)) for row in system.rows]
    return truth


def redrawn(seed: int, order: Sequence[int], alone: bool = False, split: bool = False) -> Story:
    """An office whose areas merge twice, or once and one gives 0,3 away: published as they reported (0) and on both days (1, 2)."""
    dice = random.Random(seed)
    counts = random_counts(dice, (6, 9), 3)
    areas = [f"a{n}" for n in range(len(counts))]
    base, systems, truth = table_of(counts), dict[int, System](), _reader({"x": table_of(counts)})
    systems[0] = base
    shares: dict[str, dict[str, float]] = {area: {area: 1.0} for area in areas}
    for turn, day in enumerate(DAYS, 1):
        one, other = dice.sample(sorted({to for moved in shares.values() for to in moved}), 2)
        moves = {one: {one: 0.7, other: 0.3} if split and turn == 2 else {other: 1.0}}
        shares = {area: _moved(parts, moves) for area, parts in shares.items()}
        ends = sorted({to for parts in shares.values() for to in parts})
        sums = [[sum(counts[n][g] * shares[area].get(end, 0.0) for n, area in enumerate(areas)) for g in range(3)] for end in ends]
        table = pd.DataFrame(
            [(area, to, by) for area, parts in shares.items() for to, by in parts.items()], columns=["area_code", "to", "share"]
        )
        systems[turn] = on_boundaries(base, table_of(sums, areas=ends), table, day)
        for name in ("all", "g0", "g1", "g2"):
            for n, end in enumerate(ends):
                shown = Cell(f"x/{name}", f"{end}@{day}")
                truth.values[shown] = float(sum(sums[n]) if name == "all" else sums[n][int(name[1])])
                truth.add({shown: -1.0} | {Cell(f"x/{name}", area): by[end] for area, by in shares.items() if end in by}, 0.0, 0.0)
    story = Story(truth)
    for turn in order:
        story.publish("x", f"{YEAR}-public{f'@{DAYS[turn - 1]}' if turn else ''}", systems[turn], alone=alone)
    return story


def _moved(parts: dict[str, float], moves: dict[str, dict[str, float]]) -> dict[str, float]:
    found: dict[str, float] = {}
    for area, by in parts.items():
        for to, share in moves.get(area, {area: 1.0}).items():
            found[to] = found.get(to, 0.0) + by * share
    return found


def folded(seed: int, order: Sequence[str], alone: bool = False) -> Story:
    """A fold F of members m0, m1, ...: each knows the sum of all its groups from its report, the sums of groups are told or hidden."""
    dice = random.Random(seed)
    members = {f"m{n}": random_counts(dice, (4, 6), 3, (0.4, 1, 6, 20)) for n in range(3)}
    systems = {
        name: table_of(counts, office=name, areas=[f"{name}.{n}" for n in range(len(counts))], all_known=False)
        for name, counts in members.items()
    }
    sums = [[sum(row[group] for row in counts) for group in range(3)] for counts in members.values()]
    systems["F"] = table_of(sums, office="F", areas=list(members), all_known=False)
    truth = _reader(systems)
    for cell in systems["F"].values:
        if cell.area in members:
            truth.equal(cell._replace(name=f"F/{cell.name}"), [cell._replace(name=f"{cell.area}/{cell.name}")])
    story, folds = Story(truth), frozenset(("F", name) for name in members)
    for office in order:
        out = {one.office for one in story.kept}
        unpublished = {Cell("all", name) for name in members if name not in out} if office == "F" else set[Cell]()
        story.publish(office, f"{YEAR}-public", systems[office], folds, unpublished, alone)
    return story

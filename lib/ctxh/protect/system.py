"""The linear system of all that a public edition prints: a variable a number, a row whatever ties numbers together.

Rows are built from the formulas of the book, from items of one form, from its checks; a row that does not hold in the data
neither protects nor gives away, and is left out.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import pandas as pd

from ctxh.book import Book, checks
from ctxh.book.formulas import Minus, Plus, Ratio, Total
from ctxh.book.items import Count, Item
from ctxh.book.request import Request
from ctxh.protect.coarsening import Rules, counted_by, is_finer, part_of

MONEY_STEP = 50_000.0  # đồng: amounts and counts are then of one size
EXACT = 1e-6


class Cell(NamedTuple):
    """A number that may be printed: of an item or an indicator, an area, a category and a month (empty: the whole period)."""

    name: str
    area: str
    category: str = ""
    period: str = ""


class Row(NamedTuple):
    """A sum of cells times numbers, and between what it lies."""

    parts: tuple[tuple[Cell, float], ...]
    low: float
    high: float


@dataclass
class System:
    """Values, what everybody knows, what is protected, and the rows; amounts in steps of ``MONEY_STEP``."""

    office: str
    values: dict[Cell, float] = field(default_factory=dict)
    known: set[Cell] = field(default_factory=set)
    counts: set[Cell] = field(default_factory=set)  # of persons, households, cards, cases
    present: set[Cell] = field(default_factory=set)  # that stand only where there is somebody: at least one
    small: set[Cell] = field(default_factory=set)  # counts, or amounts of so many, from 1 to below the threshold
    whole_groups: set[Cell] = field(default_factory=set)  # parts that are all of their total
    twins: dict[Cell, Cell] = field(default_factory=dict)  # an amount: its count, with which it shares its state
    heads: dict[Cell, float] = field(default_factory=dict)  # an amount that has no such count: for how many it is
    rows: list[Row] = field(default_factory=list)
    before: dict[Cell, tuple[float, float] | None] = field(default_factory=dict)  # hidden by an edition before, and what it asked
    unprinted: set[Cell] = field(default_factory=set)  # of areas behind those that are shown: what was summed into these

    def add(self, parts: Mapping[Cell, float], low: float, high: float) -> None:
        """Keep a row where all its cells are there, one of them can be hidden, and it holds."""
        parts = {cell: by for cell, by in parts.items() if by}
        if not all(cell in self.values for cell in parts) or all(cell in self.known for cell in parts):
            return
        found = sum(self.values[cell] * by for cell, by in parts.items())
        room = EXACT * max(1.0, *(abs(self.values[cell] * by) for cell, by in parts.items()))
        if low - room <= found <= high + room:
            self.rows.append(Row(tuple(sorted(parts.items())), low if low == -math.inf else min(low, found), max(high, found)))

    def equal(self, whole: Cell, parts: Iterable[Cell], off: Iterable[Cell] = (), rest: float = 0.0) -> None:
        """The row that some cells, others taken off, come to a whole but for ``rest``."""
        sides: dict[Cell, float] = {whole: -1.0}
        for cells, sign in ((parts, 1.0), (off, -1.0)):
            for cell in cells:
                sides[cell] = sides.get(cell, 0.0) + sign
        self.add(sides, -rest, -rest)


def system_of(
    request: Request, rules: Rules, indicators: pd.DataFrame, cells: Mapping[Cell, float], desk: Mapping[Cell, float], threshold: int
) -> System:
    """The system of a year: ``indicators`` of the office and its areas, ``cells`` of items that are printed beside them.

    ``desk`` is what the office's own desk has of an item, which everybody knows; counts below ``threshold`` are
    protected. The book is the public one.
    """
    system = System(request.area_code)
    _indicators(system, request, rules, indicators)
    _items(system, request.book, rules, cells)
    _area_sums(system, {cell: value / _step(request.book, rules, cell.name) for cell, value in desk.items()})
    _formulas(system, request.book)
    _finer(system, request.book)
    _amounts(system, request.book, rules)
    _checks(system, request.book)
    _marked_small(system, threshold)
    return system


def _indicators(system: System, request: Request, rules: Rules, table: pd.DataFrame) -> None:
    columns = (table[name] for name in ("indicator", "area_code", "value"))
    for name, area, value in zip(*columns, strict=True):
        entry = request.book.indicators[name]
        linear = isinstance(entry.formula, Total | Plus | Minus)
        if linear and value is not None and value == value and (area == system.office or entry.by_area):
            cell = Cell(variable(request.book, name), area)
            money = entry.unit_of_measure == "VND"
            system.values[cell] = float(value) / (MONEY_STEP if money else 1)
            if entry.unit_of_measure in rules.measures:
                system.counts.add(cell)
            if area == system.office or cell.name in rules.known or not (money or entry.unit_of_measure in rules.measures):
                system.known.add(cell)


def variable(book: Book, indicator: str) -> str:
    """The name of an indicator's variable: that of the item of which it is the total."""
    formula = book.indicators[indicator].formula if indicator in book.indicators else None
    return formula.item.id if isinstance(formula, Total) else indicator


def _items(system: System, book: Book, rules: Rules, cells: Mapping[Cell, float]) -> None:
    """Cells of items; the whole office has no row of a category that nobody is in, so that whoever sees one knows of somebody."""
    with_nobody = {cell.name for cell, value in cells.items() if not value and cell.area == system.office}
    for cell, value in cells.items():
        item = book.items[cell.name]
        if cell not in system.values:
            system.values[cell] = value / _step(book, rules, cell.name)
            if rules.is_count(item):
                system.counts.add(cell)
                if cell.area == system.office and (cell.category or cell.period) and cell.name not in with_nobody:
                    system.present.add(cell)


def _step(book: Book, rules: Rules, item: str) -> float:
    return MONEY_STEP if rules.is_money(book.items[item]) else 1.0


def _area_sums(system: System, desk: Mapping[Cell, float]) -> None:
    """The office is the sum of its areas and of its own desk's."""
    found: dict[Cell, list[Cell]] = {}
    for cell in system.values:
        if cell.area != system.office:
            found.setdefault(cell._replace(area=system.office), []).append(cell)
    for whole, parts in found.items():
        system.equal(whole, parts, rest=desk.get(whole, 0.0))


def _formulas(system: System, book: Book) -> None:
    areas = dict.fromkeys(cell.area for cell in system.values)
    for name, entry in book.indicators.items():
        formula, parts = entry.formula, [variable(book, one) for one in entry.formula.inputs()]
        for area in areas:
            own, cells = Cell(variable(book, name), area), [Cell(part, area) for part in parts]
            if isinstance(formula, Plus):
                system.equal(own, cells)
                if len(parts) > 2 and own in system.counts and own not in system.known:
                    _whole_group(system, own, cells)
            elif isinstance(formula, Minus):
                system.equal(own, cells[:1], cells[1:])
            elif isinstance(formula, Ratio) and formula.scale == 100:
                system.add({cells[0]: 1.0, cells[1]: -1.0}, -math.inf, 0.0)


def _whole_group(system: System, whole: Cell, parts: Iterable[Cell]) -> None:
    """Mark a part that is all of its total: it tells of everybody there."""
    system.whole_groups |= {part for part in parts if 0 < system.values.get(part, 0) == system.values[whole]}


def _alike(first: Item, second: Item) -> bool:
    """Whether two items of a form count the same, or add up the same column."""
    both = isinstance(first.fold, Count) and isinstance(second.fold, Count)
    return both or (type(first.fold) is type(second.fold) and first.fold == second.fold)


def _finer(system: System, book: Book) -> None:
    """What one item splits finer than another adds up to it, in each area and in the office."""
    cells: dict[str, list[Cell]] = {}
    for cell in system.values:
        if cell.name in book.items:
            cells.setdefault(cell.name, []).append(cell)
    for coarse, fine in _pairs(book, list(cells)):
        sums: dict[Cell, list[Cell]] = {}
        for cell in cells[fine.id]:
            category = part_of(coarse, fine, cell.category)
            if category is not None:
                place = Cell(coarse.id, cell.area, category, cell.period if coarse.month else "")
                sums.setdefault(place, []).append(cell)
        for whole, parts in sums.items():
            if whole in system.values:
                system.equal(whole, parts)
                if len(coarse.by) + 1 == len(fine.by) and not coarse.where and whole.area != system.office:
                    _whole_group(system, whole, parts)


def _pairs(book: Book, names: list[str]) -> Iterator[tuple[Item, Item]]:
    items = [book.items[name] for name in names]
    for coarse in items:
        for fine in items:
            if coarse.id != fine.id and _alike(coarse, fine) and is_finer(coarse, fine):
                yield coarse, fine


def _amounts(system: System, book: Book, rules: Rules) -> None:
    """An amount lies between the lowest and the highest sum for one, times how many it is for."""
    names = list(dict.fromkeys(cell.name for cell in system.values if cell.name in book.items))
    counts = {name: book.items[name] for name in names if rules.is_count(book.items[name])}
    for name in names:
        item = book.items[name]
        count = counted_by(item, counts) if rules.is_money(item) else None
        if count is None:
            continue
        sums: dict[Cell, list[Cell]] = {}
        for cell in system.values:
            if cell.name == count.id and (category := part_of(item, count, cell.category)) is not None:
                sums.setdefault(Cell(name, cell.area, category, cell.period if item.month else ""), []).append(cell)
        _levels(system, {cell: parts for cell, parts in sums.items() if cell in system.values})


def _levels(system: System, sums: Mapping[Cell, list[Cell]]) -> None:
    numbers = {cell: sum(system.values[part] for part in parts) for cell, parts in sums.items()}
    each = [system.values[cell] / number for cell, number in numbers.items() if number]
    for cell, parts in sums.items():
        if cell not in system.known:
            if len(parts) == 1:
                system.twins[cell] = parts[0]
            else:
                system.heads[cell] = numbers[cell]
        for level, low, high in ((min(each, default=0.0), 0.0, math.inf), (max(each, default=0.0), -math.inf, 0.0)):
            system.add({cell: 1.0, **dict.fromkeys(parts, -level)}, low, high)


def _checks(system: System, book: Book) -> None:
    """What the checks of the book hold to agree, of every area where it does."""
    areas = dict.fromkeys(cell.area for cell in system.values)
    for check in book.checks.values():
        test = check.test
        if not isinstance(test, checks.Compared) or not isinstance(test.right, checks.Sum):
            continue
        if test.within or test.within_percent or test.right.perhaps:
            continue
        for area in areas:
            left, plus, minus = (
                [Cell(variable(book, name), area) for name in names] for names in ((test.left,), test.right.plus, test.right.minus)
            )
            sides = {left[0]: 1.0}
            for cells, sign in ((plus, -1.0), (minus, 1.0)):
                for cell in cells:
                    sides[cell] = sides.get(cell, 0.0) + sign
            system.add(sides, -math.inf if test.word == "at_most" else 0.0, math.inf if test.word == "at_least" else 0.0)


def _marked_small(system: System, threshold: int) -> None:
    """Mark what is protected: counts below the threshold, and amounts that share no state with a count but are of so few."""
    heads = {cell: system.values[cell] for cell in system.counts - system.known} | system.heads
    system.small = {cell for cell, number in heads.items() if 0 < number < threshold}
    system.whole_groups -= system.small | system.known


def independent_parts(system: System) -> list[System]:
    """The parts of a system that no row ties together, each a system of its own; what no row holds is no secret's way out."""
    parent: dict[Cell, Cell] = {}

    def root(cell: Cell) -> Cell:
        while parent.setdefault(cell, cell) != cell:
            parent[cell] = cell = parent[parent[cell]]
        return cell

    tied = [(row, [cell for cell, _ in row.parts if cell not in system.known]) for row in system.rows]
    tied = [(row, cells) for row, cells in tied if cells]
    for first, *others in [
        *(cells for _, cells in tied),
        *([amount, count] for amount, count in system.twins.items()),
        *([cell] for cell in system.small),
    ]:
        own = root(first)
        for other in others:
            parent[root(other)] = own
    found: dict[Cell, System] = {}
    for cell in sorted(parent):
        found.setdefault(root(cell), System(system.office, system.values, known=set(system.known))).counts.add(cell)
    for row, cells in tied:
        found[root(cells[0])].rows.append(row)
    return [_narrowed(system, block, block.counts) for block in found.values()]


def _narrowed(system: System, block: System, own: set[Cell]) -> System:
    """A block with the marks of its own cells, and the values of those and of what everybody knows in its rows."""
    inside = own | {cell for row in block.rows for cell, _ in row.parts}
    return System(
        system.office,
        {cell: system.values[cell] for cell in sorted(inside)},
        system.known & inside,
        system.counts & inside,
        system.present & own,
        system.small & own,
        system.whole_groups & own,
        {amount: count for amount, count in system.twins.items() if amount in own},
        {cell: number for cell, number in system.heads.items() if cell in own},
        block.rows,
        {cell: asked for cell, asked in system.before.items() if cell in own},
    )

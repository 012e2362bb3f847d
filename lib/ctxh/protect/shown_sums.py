"""The numbers of items that a public edition prints or that share a state with these: which items, and their sums."""

from __future__ import annotations

import pandas as pd

from ctxh.book.formulas import Total
from ctxh.book.items import Item
from ctxh.book.request import Request
from ctxh.frames import Observation, rows_of
from ctxh.protect.coarsening import Rules, counted_by
from ctxh.protect.system import Cell


def items_by_area(request: Request, rules: Rules) -> frozenset[str]:
    """The items that are shown of single areas."""
    shown = {e.formula.item.id for e in request.book.indicators.values() if e.by_area and isinstance(e.formula, Total)}
    return frozenset(shown | (rules.by_area if request.period.whole else set()))


def printed_items(request: Request, rules: Rules) -> set[str]:
    """The items whose sums are printed, of single areas or of the whole office."""
    return shown_items(request, rules).keys() & (items_of_totals(request) | rules.by_area | rules.of_office)


def items_of_totals(request: Request) -> set[str]:
    """The items of which an indicator is the total."""
    return {entry.formula.item.id for entry in request.book.indicators.values() if isinstance(entry.formula, Total)}


def shown_items(request: Request, rules: Rules) -> dict[str, Item]:
    """The items of the system: of a part of a year the totals alone, which its signed report tells, so that there is nothing to protect."""
    tied = _tied(request, rules)
    return tied if request.period.whole else {name: item for name, item in tied.items() if name in items_of_totals(request)}


def _tied(request: Request, rules: Rules) -> dict[str, Item]:
    """The items of a whole year: counts, amounts of which it is known for how many, and the totals of indicators.

    More than are printed, since an amount shares the state of its count.
    """
    items, totals = request.book.items, items_of_totals(request)
    counts = {name: item for name, item in items.items() if rules.is_count(item)}
    money = {name for name, item in items.items() if rules.is_money(item) and counted_by(item, counts)}
    return {name: item for name, item in items.items() if name in counts or name in money or name in totals}


def sums_of(table: pd.DataFrame, request: Request, rules: Rules) -> tuple[dict[Cell, float], dict[Cell, float]]:
    """The cells of items, of the office and of areas; and what the office's own desk has of them.

    All are printed but for those of a fold's members that stand behind what it prints of the whole office: members may print these.
    """
    found, desk, kept, shown = dict[Cell, float](), dict[Cell, float](), shown_items(request, rules), items_by_area(request, rules)
    behind = printed_items(request, rules) - shown if request.members else set[str]()
    for row in rows_of(table, Observation):
        item = kept.get(row.item)
        if item is None or row.value != row.value or not (rules.is_count(item) or rules.is_money(item)):
            continue
        whole = Cell(row.item, request.area_code, row.category, row.period if item.month else "")
        own = row.area_code == request.area_code
        found[whole] = found.get(whole, 0.0) + row.value
        if own:
            desk[whole] = desk.get(whole, 0.0) + row.value
        elif row.item in shown | behind:
            cell = whole._replace(area=row.area_code, period=whole.period if row.item in behind else "")
            found[cell] = found.get(cell, 0.0) + row.value
    return _with_nobody(found, request.area_code), desk


def _with_nobody(cells: dict[Cell, float], office: str) -> dict[Cell, float]:
    """The cells, and nought where an area has an item but nobody of a category: else whoever sees ``(*)`` knew of somebody."""
    own = [cell for cell in cells if cell.area != office]
    areas = {cell.name: dict[str, None]() for cell in own}
    for cell in own:
        areas[cell.name][cell.area] = None
    nought = {cell._replace(area=area): 0.0 for cell in own for area in areas[cell.name]}
    return cells | {cell: value for cell, value in nought.items() if cell not in cells}

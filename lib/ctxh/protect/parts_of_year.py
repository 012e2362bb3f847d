"""What everybody knows of the parts of a year: the totals of the half-year's and the nine months' signed reports.

Whoever adds up printed months can hold these against them, whether a part was published for the public or not.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from copy import deepcopy

from ctxh.book.items import Item
from ctxh.book.request import Request, requests_by_period
from ctxh.observe.intake import observed_items
from ctxh.protect.coarsening import Rules, is_finer
from ctxh.protect.shown_sums import items_of_totals, shown_items
from ctxh.protect.system import EXACT, MONEY_STEP, Cell, System
from ctxh.reference.period_names import WORDS
from ctxh.reference.periods import period_of
from ctxh.reference.places import YEAR

PARTS = tuple(name for name in WORDS if name != YEAR)
Totals = Mapping[str, Mapping[Cell, float]]  # by part of a year: numbers of an office or of members of a fold


def totals_of_parts(request: Request, rules: Rules) -> dict[str, dict[Cell, float]]:
    """The totals of each part of a whole year, of an office and of those that it folds, as its workbooks of the year tell them."""
    items = _split_by_month(request, rules) if request.period.whole else {}
    if not items:
        return {}
    of_period = requests_by_period(request.office_id, request.year, request.places)
    asked = [(part, whole.area_code, own) for part in PARTS for whole in _whose(of_period(part)) for own in _with_workbooks(whole)]
    found: dict[str, dict[Cell, float]] = {part: {} for part in PARTS}
    for (part, code, _), table in zip(asked, observed_items([own for *_, own in asked], items), strict=True):
        sums = table.groupby("item")["value"].sum()
        for name, item in items.items():
            for area in {code, request.area_code}:
                step = MONEY_STEP if rules.is_money(item) else 1.0
                cell, value = Cell(name, area), float(sums.get(name, 0.0)) / step
                found[part][cell] = found[part].get(cell, 0.0) + value
    return found


def _whose(request: Request) -> tuple[Request, ...]:
    return request.members or (request,)


def _with_workbooks(request: Request) -> Iterator[Request]:
    """The offices whose workbooks an office rests on: itself, or those under all that it folds."""
    for member in request.members:
        yield from _with_workbooks(member)
    if not request.members:
        yield request


def _split_by_month(request: Request, rules: Rules) -> dict[str, Item]:
    """The items that a signed report tells the total of, and of which months are told too."""
    shown, totals = shown_items(request, rules), items_of_totals(request)
    by_month = [item for item in shown.values() if item.month]
    coarse = [item for item in shown.values() if item.id in totals and not item.by and not item.month]
    return {item.id: item for item in coarse if any(is_finer(item, fine) for fine in by_month)}


def with_totals_of_parts(system: System, request: Request, totals: Totals) -> System:
    """The system of a year and the totals of its parts, which it does not print: everybody knows those of the office itself."""
    joined = deepcopy(system)
    for part, cells in totals.items():
        months = period_of(part, request.year, request.settings.periods).months
        for whole, sums in months_of(system):
            if whole in cells:
                total = told_of(part, whole)
                hold_against(joined, total, cells[whole], sums, months)
                joined.unprinted.add(total)
                joined.known |= {total} if whole.area == system.office else set()
    return joined


def told_of(part: str, whole: Cell) -> Cell:
    """Under what a system has the total of a part of its year."""
    return whole._replace(name=f"signed {part}:{whole.name}")


def is_of_part(cell: Cell) -> bool:
    """Whether a number is the total of a part of a year."""
    return cell.name.startswith(tuple(f"signed {part}:" for part in PARTS))


def months_of(system: System) -> Iterator[tuple[Cell, list[Cell]]]:
    """The totals of a year that are sums of months, with these."""
    for row in system.rows:
        wholes = [cell for cell, by in row.parts if by == -1 and not cell.period]
        sums = [cell for cell, by in row.parts if by == 1 and cell.period]
        if max(abs(row.low), abs(row.high)) <= EXACT and [1, len(row.parts) - 1] == [len(wholes), len(sums)]:
            yield wholes[0], sums


def hold_against(system: System, total: Cell, value: float, sums: list[Cell], months: list[str], prefix: str = "") -> None:
    """Add the total of a part of a year: no more than its months come to, no less than these without the last, in which it may close."""
    system.values[total] = value
    for upto, low, high in ((months[:-1], -math.inf, 0.0), (months, 0.0, math.inf), (months, 0.0, 0.0)):
        parts = {cell._replace(name=f"{prefix}{cell.name}"): 1.0 for cell in sums if cell.period in upto}
        system.add({total: -1.0} | parts, low, high)


def tells_the_same(year: System, part: str, totals: System) -> bool:
    """Whether the totals of a part of a year are those that the year was protected from."""
    held = [(told_of(part, whole), whole) for whole, _ in months_of(year) if whole in totals.values and whole.area == year.office]
    return all(cell in year.known and math.isclose(year.values[cell], totals.values[whole], abs_tol=EXACT) for cell, whole in held)

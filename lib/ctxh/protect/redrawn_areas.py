"""Areas on the boundaries of another day in a system: each number a sum, by shares, of numbers of the areas that reported.

A system holds these with all their rows, printed or not: two editions on different boundaries are then tied by what both rest on.
"""

from __future__ import annotations

from collections import defaultdict
from copy import deepcopy

import pandas as pd

from ctxh.protect.system import Cell, Row, System

ON = "@"  # between an area's code and the day of its boundaries


def shown_code(code: str, boundaries: str, office: str) -> str:
    """The code under which a system has an area of an edition: with the day of its boundaries, but for the office itself."""
    return f"{code}{ON}{boundaries}" if boundaries and code != office else code


def printed_code(code: str) -> str:
    """The code that an edition prints for an area of a system."""
    return code.partition(ON)[0]


def on_boundaries(reported: System, redrawn: System, moves: pd.DataFrame, day: str) -> System:
    """One system of areas as they reported, which are not printed, and as they are on the boundaries of a day.

    ``moves`` says what share of which area went where: columns area_code, to, share. Of an area that got a share below 1 nothing is
    printed that not everybody knows: what stands behind the comma of 0,7 of a whole number tells which it is.
    """
    joined = deepcopy(reported)

    def there(cell: Cell) -> Cell:
        return cell._replace(area=shown_code(cell.area, day, reported.office))

    joined.unprinted = {cell for cell in reported.values if cell.area != reported.office} - reported.known
    joined.unprinted |= {there(cell) for cell in redrawn.unprinted}
    joined.values = {there(cell): value for cell, value in redrawn.values.items()} | joined.values
    for name in ("known", "counts", "present", "small", "whole_groups"):
        getattr(joined, name).update(there(cell) for cell in getattr(redrawn, name))
    joined.twins |= {there(amount): there(count) for amount, count in redrawn.twins.items()}
    joined.heads |= {there(cell): number for cell, number in redrawn.heads.items()}
    joined.rows += [Row(tuple((there(cell), by) for cell, by in row.parts), row.low, row.high) for row in redrawn.rows]
    parts = defaultdict(list)
    for code, to, share in zip(*(moves[name] for name in ("area_code", "to", "share")), strict=True):
        parts[to].append((code, float(share)))
    for cell in redrawn.values:
        came = {cell._replace(area=code): share for code, share in parts.get(cell.area, ())}
        joined.add({there(cell): -1.0, **{one: share for one, share in came.items() if one in reported.values}}, 0.0, 0.0)
    estimated = set(moves.loc[moves["share"] < 1, "to"])
    joined.before |= {there(cell): None for cell in redrawn.values if cell.area in estimated and there(cell) not in joined.known}
    return joined

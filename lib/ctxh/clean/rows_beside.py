"""The rows right above and right below a row that it may be the sum of."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

_LEAST = 2  # rows that make a sum


def runs_beside(index: int, rows: list[int], values: Callable[[int], Sequence[float | None]]) -> Iterator[list[int]]:
    """Runs of two or more of some rows, in their order, right above and below one of them, until they come to more than it holds.

    ``values`` are the numbers of a row; what the row leaves blank is not compared.
    """
    if index not in rows:
        return
    at, own = rows.index(index), {place: value for place, value in enumerate(values(index)) if value is not None}
    for beside in (rows[:at][::-1], rows[at + 1 :]):
        left = dict(own)
        for length, row in enumerate(beside, start=1):
            held = values(row)
            left = {place: value - (held[place] or 0) for place, value in left.items()}
            if any(value < 0 for value in left.values()):
                break
            if length >= _LEAST:
                yield sorted(beside[:length])

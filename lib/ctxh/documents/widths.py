"""Column widths of a printed table, from the words that must fit in it."""

from __future__ import annotations

from math import ceil

from ctxh.blocks import Column, Table

WRAPS_FROM = 34  # characters: longer cells are broken into lines
LETTERS_A_POINT = 2.0  # letters of one point's size in a point of width, on average
CRAMPED = 0.3
EDGES = 2.5  # characters lost to the edges of a cell


def shares(table: Table, room: float, size: float) -> list[float]:
    """The share of a width in points that each column takes at a size of type; they add up to one.

    Each column first gets what its longest word needs, then what is left goes where text is long.
    """
    pairs = list(zip(table.columns, _columns(table), strict=True))
    floors = [_least(column, texts) for column, texts in pairs]
    wishes = [max(0.1, _need(*pair) - floor) for pair, floor in zip(pairs, floors, strict=True)]
    spare = max(0, LETTERS_A_POINT * room / size - sum(floors))
    widths = [floor + spare * wish / sum(wishes) for floor, wish in zip(floors, wishes, strict=True)]
    return [width / sum(widths) for width in widths]


def lines(table: Table, room: float, size: float) -> int:
    """About how many lines of type the rows of a table take in a width in points."""
    held = [max(1.0, share * LETTERS_A_POINT * room / size - EDGES) for share in shares(table, room, size)]
    return sum(max(ceil(len(cell.text) / width) or 1 for cell, width in zip(row, held, strict=True)) for row in table.rows)


def characters(table: Table) -> float:
    """The width in characters that a table would like to have."""
    return sum(_need(c, texts) for c, texts in zip(table.columns, _columns(table), strict=True))


def cramped(table: Table, room: float, size: float) -> bool:
    """Whether a table's texts would get too little of the width that they would like to have."""
    floor = least(table)
    wished = characters(table) - floor
    return LETTERS_A_POINT * room / size - floor < CRAMPED * max(0, wished)


def least(table: Table) -> float:
    """The width in characters below which words or numbers of a table would be cut."""
    return sum(_least(c, texts) for c, texts in zip(table.columns, _columns(table), strict=True))


def type_size(table: Table, room: float, largest: float, smallest: float) -> float:
    """The size of type at which a table fits a width in points, within two limits."""
    comfortable = max(smallest, LETTERS_A_POINT * room / characters(table))
    return int(2 * min(largest, comfortable, LETTERS_A_POINT * room / least(table))) / 2


def _columns(table: Table) -> list[list[str]]:
    return [[row[n].text for row in table.rows] for n in range(len(table.columns))]


def _need(column: Column, texts: list[str]) -> float:
    longest = max(map(len, texts), default=0)
    word = max(map(len, column.label.split()), default=0)
    wrapped = longest if longest <= WRAPS_FROM else WRAPS_FROM + (longest - WRAPS_FROM) ** 0.5
    return max(wrapped, word * 1.1, len(column.label) / 3) + EDGES


def _least(column: Column, texts: list[str]) -> float:
    words = [word for text in (*texts, column.label) for word in text.split()]
    whole = max(map(len, texts), default=0) if column.numeric else 0
    return max(whole, max(map(len, words), default=0)) + EDGES

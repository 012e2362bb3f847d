"""Column widths of a printed table, from the words that must fit in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import ceil, inf

from ctxh.blocks import Column, Table
from ctxh.typeset.text_width import width
from ctxh.typeset.unbroken import DOCUMENT_NUMBER

LONGEST_WORD = 40  # characters: a longer one without a blank is broken anywhere
WRAPS_FROM = 34  # characters: longer cells are broken into lines
LETTERS_A_POINT = 2.0  # letters of one point's size in a point of width, on average
WORD = re.compile(r"[^ \n]+")  # an unbreakable blank keeps words together
NUMBER = re.compile(DOCUMENT_NUMBER)
FIGURES = re.compile(r"[\W\d]*")  # a number, a range, a dash: kept on one line, as words in a column of numbers are not
LONGEST_PART, BREAK = 10, "\u200b"
LONG = re.compile(rf"\S{{{LONGEST_WORD + 1},}}")
CRAMPED = 0.28
EDGES = 2.5  # characters lost to the edges of a cell
LINE, LEADING = 1.107, 2  # of a line of type: its height in sizes of type, and the points between two
SLACK = 1.5  # points: a text that only just fits may be broken after all
KERNING = 0.01  # of a text's width may go where letters are drawn together
FIRST_ROWS = 3  # stand with the header at the foot of a page
CAPTION = 44  # points: a caption of two lines and the air round it
HIGHEST = 400  # points that the beginning of a table may ask for


def shares(table: Table, room: float, size: float) -> list[float]:
    """The share of a width in points that each column takes at a size of type; they add up to one.

    Each column first gets what its longest word needs, then what is left goes where text is long: not in one cell, in all.
    """
    pairs = list(zip(table.columns, _columns(table), strict=True))
    floors = [max(_least(column, texts), _of_numbers(texts)) for column, texts in pairs]
    wishes = [max(0.1, _wish(*pair) - floor) for pair, floor in zip(pairs, floors, strict=True)]
    spare = max(0, LETTERS_A_POINT * room / size - sum(floors))
    widths = [floor + spare * wish / sum(wishes) for floor, wish in zip(floors, wishes, strict=True)]
    return [width / sum(widths) for width in widths]


def lines(table: Table, room: float, size: float) -> int:
    """About how many lines of type the rows of a table take in a width in points."""
    held = _held(table, room, size)
    return sum(_lines_of([cell.text for cell in row], held) for row in table.rows)


def _held(table: Table, room: float, size: float) -> list[float]:
    """About how many characters a line of each column holds."""
    return [max(1.0, share * LETTERS_A_POINT * room / size - EDGES) for share in shares(table, room, size)]


def _lines_of(texts: Sequence[str], held: Sequence[float]) -> int:
    return max(ceil(len(text) / characters) or 1 for text, characters in zip(texts, held, strict=True))


def row_lines(table: Table, widths: Sequence[float], size: float) -> list[int]:
    """For each row how many lines of type it takes in columns of widths in points; 0 where that is not certain."""
    first_total = len(table.rows) - table.total_rows
    return [_certain([c.text for c in row], widths, size, n >= first_total) for n, row in enumerate(table.rows)]


def _certain(texts: Sequence[str], widths: Sequence[float], size: float, bold: bool) -> int:
    """The lines of a row where the fewest and the most that its texts can take are as many; else 0."""
    ranges = [_fewest_and_most(*pair, size, bold) for pair in zip(texts, widths, strict=True)]
    fewest, most = (max(counts) for counts in zip(*ranges, strict=True))
    return int(most) if fewest == most else 0


def _fewest_and_most(text: str, room: float, size: float, bold: bool) -> tuple[float, float]:
    """The fewest lines that a text takes in a width, broken anywhere, and the most, broken at blanks alone."""
    whole = width(text, size, bold=bold)
    if "\n" in text:
        return 1, inf
    if whole < room - SLACK:
        return (1, 1) if text else (0, 0)
    words = [width(word, size, bold=bold) for word in text.split(" ")]
    if max(words) > room - SLACK:
        return 1, inf
    blank, used, count = width(" ", size, bold=bold), 0.0, 1
    for word in words:
        fits = used + word < room - SLACK
        count, used = (count, used + word + blank) if fits else (count + 1, word + blank)
    kerned = whole * (1 - KERNING) - SLACK
    return max(1, ceil((kerned + blank) / (room + blank))), count


def breakable(text: str) -> str:
    """The text with places to break in each word that is longer than any line should have to be."""
    return LONG.sub(lambda found: BREAK.join(found[0][n : n + LONGEST_PART] for n in range(0, len(found[0]), LONGEST_PART)), text)


def beginning(table: Table, room: float, size: float, inset: float) -> float:
    """About how many points a table's caption, its header and its first rows take."""
    held, first = _held(table, room, size), table.rows[:FIRST_ROWS]
    rows = [[column.label for column in table.columns], *([cell.text for cell in row] for row in first)]
    heights = [_lines_of(texts, held) * (size * LINE + LEADING) + 2 * inset for texts in rows]
    return min(HIGHEST, CAPTION + sum(heights))


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
    return _room(column, longest if longest <= WRAPS_FROM else WRAPS_FROM + (longest - WRAPS_FROM) ** 0.5)


def _wish(column: Column, texts: list[str]) -> float:
    """What a column's share of the width follows: its longest text, of texts that wrap their usual (quadratic mean) length."""
    lengths = [len(text) for text in texts] or [0]
    usual = (sum(length * length for length in lengths) / len(lengths)) ** 0.5
    return _room(column, max(min(max(lengths), WRAPS_FROM), usual))


def _room(column: Column, characters: float) -> float:
    """The width for so many characters and for the column's label."""
    word = max(map(len, WORD.findall(column.label)), default=0)
    return max(characters, word * 1.1, len(column.label) / 3) + EDGES


def _least(column: Column, texts: list[str]) -> float:
    words = [word for text in (*texts, column.label) for word in WORD.findall(text)]
    whole = max(map(len, filter(FIGURES.fullmatch, texts)), default=0) if column.numeric else 0
    return max(min(whole, LONGEST_WORD), min(max(map(len, words), default=0), LONGEST_WORD)) + EDGES


def _of_numbers(texts: Sequence[str]) -> float:
    """What the longest number of a document in a column needs, whose capitals are wider than letters are."""
    numbers = (word for text in texts if "/" in text for word in WORD.findall(text) if NUMBER.search(word))
    return max((LETTERS_A_POINT * width(number, 1) + EDGES for number in numbers), default=0)

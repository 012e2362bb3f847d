"""What a row looks like, whatever the form: its first words, a running number, signs, the numbers of columns, the foot of a sheet."""

from __future__ import annotations

import itertools
import re
from unicodedata import category

from ctxh.vietnamese import header_key

_FOOTER = re.compile(r"(nguoi lap|ke toan|(tong )?so tien (viet )?bang chu|bang chu|xac nhan cua|tm uy ban|tm ubnd)\b")
_NUMBERING = re.compile(r"^\(?(\d{1,2}|[A-Z])\)?\s*(=.*)?$")
_RUNNING = re.compile(r"[\dIVXA-C.]{1,5}")
_FEWEST_SIGNS = 3  # cells with one sign make a row of signs; a record may have two ticks
_LONGEST = 6  # letters in a cell that only numbers a column: (12)
_EMPTY = ("", None)


def first_key(row: list[object]) -> str:
    """The first words of a row, folded; running numbers (1, II, A) do not count as words."""
    return header_key(first_words(row)[:40])


def first_words(row: list[object]) -> str:
    """The first text of a row that is no running number."""
    for value in row:
        if isinstance(value, str) and value.strip() and not _RUNNING.fullmatch(value.strip()):
            return value
    return ""


def has_foot_words(row: list[object]) -> bool:
    """Whether a cell of the row begins as the foot of a sheet does."""
    return any(isinstance(v, str) and v != "" and _FOOTER.match(header_key(v[:40])) for v in row)


def is_signs(row: list[object]) -> bool:
    """Whether a row holds one sign or word with a sign in all its cells, as ``▼`` and ``Lọc ▼`` stand where a filter was."""
    first = next((value for value in row if value not in _EMPTY), "")
    if not isinstance(first, str) or not any(category(char) == "So" for char in first):
        return False
    filled = [value.strip() if isinstance(value, str) else value for value in row if value not in _EMPTY]
    return len(filled) >= _FEWEST_SIGNS and len(set(filled)) == 1


def numbers_columns(row: list[object]) -> bool:
    """Whether the cells of a row only number the columns: (1), (2), (3)=(1)+(2), or A, B, 1, 2.

    Numbers in brackets may skip some: a column was taken out of the form.
    """
    found = []
    for value in row:
        if value in _EMPTY:
            continue
        if type(value) is str and len(value) > _LONGEST and "=" not in value:
            return False
        numbering = _NUMBERING.match(bare(value))
        if not numbering:
            return False
        found.append(numbering)
    if len(found) < 3:
        return False
    numbers = [int(m[1]) for m in found if m[1].isdigit()]
    most = 3 if all(m[0].startswith("(") for m in found if m[1].isdigit()) else 1
    return bool(numbers) and numbers[0] <= 2 and all(1 <= b - a <= most for a, b in itertools.pairwise(numbers))


def is_running_number(value: object) -> bool:
    """Whether a cell holds a running number: 1, 2., 3."""
    return bare(value).rstrip(".").isdigit()


def bare(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()

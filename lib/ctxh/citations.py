"""Where a number was read: a value that travels with it, and the one place where that becomes words.

A form of totals is cited cell by cell. Of a register, which has a person a row, the whole column is cited, with
the condition and the number of records that meet it: what a filter in Excel shows. Rows named category by category
would, put together by their numbers, give every person's group, sex, age and way of payment.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ctxh.vietnamese import format_number

NO_ROWS = "không có dòng nào"
SOURCE = ["file", "sheet", "cells", "range", "condition", "rows"]  # the columns of observations that make up a citation
_RANGE = re.compile(r"([A-Z]{1,3})(\d*)(?::[A-Z]{1,3}(\d*))?")


@dataclass(frozen=True)
class Citation:
    """Where an observation was read. A form of totals has ``cells``; a register ``range``, ``condition`` and ``rows``.

    A register has cells too where the rows themselves were asked for, which no edition does.
    """

    file: str
    sheet: str
    cells: str = ""  # H9:H31,H33
    range: str = ""  # G14:G561, all records of the column
    condition: str = ""  # Nhóm đối tượng = Người khuyết tật nặng
    rows: str = ""  # how many records meet the condition

    @property
    def empty(self) -> bool:
        """Whether nothing was read there: no cell, or no record."""
        return not self.cells and self.rows in ("", "0")


def citation_words(citation: Citation, known: Iterable[str] = (), sized: bool = True) -> str:
    """``Xa.xlsx › B1. BTXH › G14:G561, Nhóm = Người khuyết tật nặng: 312 dòng``, without the parts ``said`` already.

    ``said`` are file, sheet, condition, rows. Without ``sized`` the column is named and not how far it goes, which is
    the size of the register.
    """
    parts = [getattr(citation, name) for name in ("file", "sheet") if name not in known]
    return " › ".join(filter(None, [*parts, _records(citation, known, sized) if citation.rows else citation.cells or NO_ROWS]))


def _records(citation: Citation, known: Iterable[str], sized: bool) -> str:
    if not citation.range:
        return NO_ROWS
    letters = _RANGE.match(citation.range)
    column = citation.range if sized or not letters else f"cột {letters[1]}"
    named = ", ".join(filter(None, [column, "" if "condition" in known else citation.condition]))
    cells = f" ({citation.cells})" if citation.cells else ""
    count = "" if "rows" in known else f": {format_number(int(citation.rows))} dòng"
    return f"{named}{count}{cells}"


def columns_in_words(cells: str) -> str:
    """``G14,G18:G20`` as ``cột G: 4 ô``: the columns and how many cells of each, without their rows."""
    counted: dict[str, int] = {}
    for part in cells.split(",") if cells else ():
        found = _RANGE.fullmatch(part.strip())
        if found is None:
            return ""
        column, first, last = found.groups()
        counted[column] = counted.get(column, 0) + (int(last or first) - int(first) + 1 if first else 0)
    return "; ".join(f"cột {column}: {count} ô" if count else f"cột {column}" for column, count in counted.items())


def rows_in(cells: str) -> frozenset[int]:
    """The rows of cells such as ``G14,G18:G20``; none of what is in words."""
    found = (_RANGE.fullmatch(part.strip()) for part in cells.split(","))
    spans = ((int(one[2]), int(one[3] or one[2])) for one in found if one and one[2])
    return frozenset(row for first, last in spans for row in range(first, last + 1))


def cells_in_words(cells: str) -> str:
    """Cells as a message names them: ``ô H12``; what is in words already stays."""
    return cells if not cells or cells.startswith("cột ") else f"ô {cells}"

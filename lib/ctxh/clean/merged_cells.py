"""What cells mean beside their own value: merged and ditto cells, days of 1904, days that Excel swapped."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from ctxh.book.layouts import LayoutColumn
from ctxh.read.flags import ERROR_MARK, YEAR_AS_DAY
from ctxh.read.placement import Placed
from ctxh.vietnamese import clean_text, header_key
from ctxh.vietnamese.dates import SERIALS

_WRITTEN_ONCE = ("text", "name", "category", "code", "date", "month")  # kinds that a merged cell gives to all its rows
_DITTO_WORDS = {"nt", "nhu tren", "như trên"}
_DITTO_MARKS = {'"', "''", "〃", "“", "”", '-"-', "-''-", "-”-", ",,"}
YEAR_NAMED = re.compile(r"\bnam (20\d\d)\b")  # in folded text
_DAYS_APART = 1462  # from the day 0 of 1900 to that of 1904
_DAY_FIRST = re.compile(r"\s*(\d{1,2})\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d")


def filled_down(placed: Placed) -> Placed:
    """The form with texts, categories and dates of merged data cells in each row of the merge.

    Amounts and counts stay in the first row: a merged sum is one sum.
    """
    kinds = {placed.columns[c.column]: c.kind for c in placed.layout.columns if c.column in placed.columns}
    merged = [m for m in placed.sheet.merged if m[0] >= placed.first_row and m[2] > m[0] and kinds.get(m[1]) in _WRITTEN_ONCE]
    if not merged:
        return placed
    rows = [list(row) for row in placed.sheet.rows]
    for top, left, bottom, _ in merged:
        for r in range(top + 1, min(bottom + 1, len(rows))):
            if rows[r][left] == "" and any(value != "" for value in rows[r]):
                rows[r][left] = rows[top][left]
    return replace(placed, sheet=replace(placed.sheet, rows=rows))


def with_years(placed: Placed) -> Placed:
    """The form with years for the days of its columns of dates whose number is that of a year: 1996 shows 18/06/1905.

    No date of a form lies in 1905, but for births of people older than any.
    """
    days = {placed.columns[c.column] for c in placed.layout.columns if c.column in placed.columns and c.kind in ("date", "month", "birth")}
    days -= {*placed.births[1:]}
    cells = [(r, c) for r, c in placed.sheet.flagged.get(YEAR_AS_DAY, ()) if c in days and r >= placed.first_row]
    if not any(isinstance(placed.sheet.rows[r][c], date) for r, c in cells):
        return placed
    rows = [list(row) for row in placed.sheet.rows]
    for r, c in cells:
        rows[r][c] = float(placed.sheet.serial(r, c)) if isinstance(rows[r][c], date) else rows[r][c]
    return replace(placed, sheet=replace(placed.sheet, rows=rows))


def undittoed(column: LayoutColumn, cells: list[object]) -> tuple[list[object], list[int]]:
    """The cells of a column with what ditto marks repeat put in, and the places of the marks."""
    if column.kind not in _WRITTEN_ONCE or column.personal:
        return cells, []
    dittos = {value for value in set(cells) if type(value) is str and len(value) <= 12 and _says_ditto(value)}
    if not dittos:
        return cells, []
    filled: list[object] = []
    places = []
    for place, value in enumerate(cells):
        if filled and type(value) is str and value in dittos:
            value = filled[-1]
            places.append(place)
        filled.append(value)
    return filled, places


def _says_ditto(value: str) -> bool:
    first = value.lstrip()[:1]
    if first.isalnum() and first not in "nN":
        return False  # as nearly all, and quickly
    text = clean_text(value)
    return text in _DITTO_MARKS or header_key(text) in _DITTO_WORDS


def in_1900_days(cells: list[object]) -> list[object]:
    """The cells of a column of dates with the bare day numbers of a 1904 workbook in 1900's count."""
    return [v + _DAYS_APART if isinstance(v, (int, float)) and not isinstance(v, bool) and v in SERIALS else v for v in cells]


def lines_above(placed: Placed) -> list[str]:
    """The texts above the header of a form, folded."""
    upper = placed.sheet.rows[: max(placed.first_row - 1, 0)]
    return [header_key(value) for row in upper for value in row if isinstance(value, str) and value]


def year_above(placed: Placed) -> int | None:
    """The one year that the lines above a form name; None when there is none or several."""
    years = {int(year) for text in lines_above(placed) for year in YEAR_NAMED.findall(text)}
    return years.pop() if len(years) == 1 else None


def swapped_days(cells: list[object]) -> list[int]:
    """The places of real dates that may be month first: all have days up to 12, while all days left as texts are later ones."""
    whole = [value for value in cells if isinstance(value, date)]
    if not whole:
        return []
    real = [place for place, value in enumerate(cells) if isinstance(value, date) and value.day <= 12]
    texts = [int(m[1]) for value in cells if isinstance(value, str) and (m := _DAY_FIRST.match(value))]
    return real if len(real) == len(whole) and texts and min(texts) > 12 else []


def is_unusable(value: object) -> bool:
    """Whether a cell holds nothing usable and the marks of its sheet have said so."""
    return isinstance(value, str) and value.startswith(ERROR_MARK)

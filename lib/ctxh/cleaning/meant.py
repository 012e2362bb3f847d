"""What cells mean beside their own value: merged and ditto cells, 1904 days, amounts in thousands."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from ctxh.layouts import LayoutColumn, header_key
from ctxh.reading.markup import TOLD
from ctxh.reading.workbooks import Placed
from ctxh.vietnamese import clean_text

_SAID_ONCE = ("text", "category", "code", "date", "month")  # kinds that a merged cell gives to all its rows
_DITTO_WORDS = {"nt", "nhu tren", "như trên"}
_DITTO_MARKS = {'"', "''", "〃", "“", "”", "-\"-", "-''-", "-”-", ",,"}
_DAYS_APART = 1462  # from the day 0 of 1900 to that of 1904
_SERIALS = range(3_000, 80_000)
_SCALES = {"": 1, "1 000": 1000, "1000": 1000, "nghin": 1000, "ngan": 1000, "trieu": 10**6, "tr": 10**6, "ty": 10**9}
_DONG = rf"\s*({'|'.join(filter(None, _SCALES))})?\s*(?:dong|d|vnd)\b"
_CAPTION = re.compile(r"\b(?:dvt|don vi tinh|don vi)\b" + _DONG)
_IN_HEADER = re.compile(r"\b" + _DONG.removeprefix(r"\s*"))
_SAID = {1: "đồng", 1000: "nghìn đồng", 10**6: "triệu đồng", 10**9: "tỷ đồng"}
_YEAR = re.compile(r"\bnam (20\d\d)\b")


def filled_down(placed: Placed) -> Placed:
    """The form with texts, categories and dates of merged data cells in each row of the merge.

    Amounts and counts stay in the first row: a merged sum is one sum.
    """
    kinds = {placed.columns[c.column]: c.kind for c in placed.layout.columns if c.column in placed.columns}
    merged = [m for m in placed.sheet.merged if m[0] >= placed.first_row and m[2] > m[0] and kinds.get(m[1]) in _SAID_ONCE]
    if not merged:
        return placed
    rows = [list(row) for row in placed.sheet.rows]
    for top, left, bottom, _ in merged:
        for r in range(top + 1, min(bottom + 1, len(rows))):
            if rows[r][left] == "" and any(value != "" for value in rows[r]):
                rows[r][left] = rows[top][left]
    return replace(placed, sheet=replace(placed.sheet, rows=rows))


def undittoed(column: LayoutColumn, cells: list) -> tuple[list, list[int]]:
    """The cells of a column with what ditto marks repeat put in, and the places of the marks."""
    if column.kind not in _SAID_ONCE or column.personal:
        return cells, []
    dittos = {value for value in set(cells) if type(value) is str and len(value) <= 12 and _says_ditto(value)}
    if not dittos:
        return cells, []
    filled, places = [], []
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


def in_1900_days(cells: list) -> list:
    """The cells of a column of dates with the bare day numbers of a 1904 workbook in 1900's count."""
    return [v + _DAYS_APART if isinstance(v, (int, float)) and not isinstance(v, bool) and v in _SERIALS else v for v in cells]


def lines_above(placed: Placed) -> list[str]:
    """The texts above the header of a form, folded."""
    upper = placed.sheet.rows[: max(placed.first_row - 1, 0)]
    return [header_key(value) for row in upper for value in row if isinstance(value, str) and value]


@dataclass(frozen=True)
class Scale:
    """By how much the amounts of a column are to be multiplied, 0 when nobody can know; and what is doubtful."""

    factor: int = 1
    doubt: str = ""


def money_scale(placed: Placed, column: str) -> Scale:
    """What the captions above a form say of the amounts of a column.

    A caption that differs from the column's own header is used and doubted. Of several captions the
    one is used, and doubted, that the header repeats. Where it repeats none, no use is right: the
    readings lie a thousand times apart, so the column is refused.
    """
    captions = {_SCALES[match[1] or ""] for text in lines_above(placed) for match in _CAPTION.finditer(text)}
    if not captions or captions == {1}:
        return Scale()
    own = _in_header(placed, placed.columns[column])
    said = ", ".join(_SAID[scale] for scale in sorted(captions))
    if len(captions) > 1:
        doubt = f"phần trên của biểu ghi nhiều đơn vị tính ({said}), dùng {_SAID[own]} như tiêu đề cột" if own in captions else ""
        return Scale(own if doubt else 0, doubt)
    [scale] = captions
    doubt = f"phần trên của biểu ghi {said}, tiêu đề cột ghi {_SAID[own]}; dùng {said}" if own not in (None, scale) else ""
    return Scale(scale, doubt)


def _in_header(placed: Placed, index: int) -> int | None:
    """The scale that the header of a column names; None when it names none."""
    rows = placed.sheet.rows[max(placed.first_row - 2, 0) : placed.first_row]
    texts = (header_key(row[index]) for row in reversed(rows) if isinstance(row[index], str))
    found = next((match for text in texts for match in _IN_HEADER.finditer(text)), None)
    return None if found is None else _SCALES[found[1] or ""]


def year_above(placed: Placed) -> int | None:
    """The one year that the lines above a form name; None when there is none or several."""
    years = {int(year) for text in lines_above(placed) for year in _YEAR.findall(text)}
    return years.pop() if len(years) == 1 else None


def swapped_days(cells: list) -> list[int]:
    """The places of real dates that may be month first: all have days up to 12, while later days are texts."""
    whole = [value for value in cells if isinstance(value, date)]
    if not whole:
        return []
    real = [place for place, value in enumerate(cells) if isinstance(value, date) and value.day <= 12]
    texts = [int(m[1]) for value in cells if isinstance(value, str) and (m := re.match(r"\s*(\d{1,2})\s*[/.-]\s*\d", value))]
    return real if len(real) == len(whole) and any(day > 12 for day in texts) else []


def is_told(value) -> bool:
    """Whether a cell holds nothing usable and the marks of its sheet have said so."""
    return isinstance(value, str) and value.startswith(TOLD)

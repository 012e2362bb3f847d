"""Other tables on the sheet of a form: beside it, above it or below it, of which nothing is taken."""

from __future__ import annotations

import re

from ctxh.clean.merged_cells import year_above
from ctxh.clean.rows import Split
from ctxh.findings import Finding, finding
from ctxh.read.flags import column_letters
from ctxh.read.header_matching import holds_number
from ctxh.read.placement import Placed
from ctxh.vietnamese import header_key

_MOVE = "Chuyển bảng đó sang trang tính riêng, đặt tên theo biểu."
_HEADER_ROWS = 2
_YEAR = re.compile(r"(?<!thang \d )(?<!thang \d\d )\bnam (20\d\d)\b")  # of a title, not of a day
_LEAST = 2  # so many headers, or numbers in a row, make a table


def neighbour_findings(placed: Placed, split: Split, **place: str) -> list[Finding]:
    """A finding for each other table that stands on the sheet of a form."""
    return _beside(placed, place) + _above(placed, place) + _below(split, place) + _of_other_years(placed, split, place)


def tables_beside(placed: Placed) -> set[int]:
    """The columns with a header that belong to another table, or to the same form once more."""
    heads = _strange(placed)
    apart = {index for index in heads if _gap(placed, index)}
    return set(heads) if _again(placed, heads) else apart if len(apart) >= _LEAST else set()


def _beside(placed: Placed, place: dict[str, str]) -> list[Finding]:
    """A stop when the form stands a second time beside itself; a word about any other table beside it."""
    heads = _strange(placed)
    again = _again(placed, heads)
    if again:
        message = f"Bên cạnh bảng còn một bảng nữa của cùng biểu (từ cột {column_letters(again[0])}), chưa được đọc."
        remedy = "Chuyển các dòng của bảng đó xuống dưới bảng thứ nhất rồi chạy lại."
        return [finding("stopped", message, remedy, check="case 64", cell=_cell(placed, again[0]), **place)]
    apart = [index for index in heads if _gap(placed, index)]
    if len(apart) < _LEAST:
        return []
    message = f"Bên cạnh bảng còn bảng khác (từ cột {column_letters(apart[0])}), không được đọc."
    return [finding("flagged", message, _MOVE, check="case 64", cell=_cell(placed, apart[0]), **place)]


def _strange(placed: Placed) -> dict[int, str]:
    """The keys of the headers that belong to no column of the form, by place."""
    rows, known = placed.sheet.rows[max(placed.first_row - _HEADER_ROWS, 0) : placed.first_row], set(placed.columns.values())
    lower = rows[-1] if rows else []
    return {
        index: header_key(value) for index, value in enumerate(lower) if index not in known and isinstance(value, str) and value.strip()
    }


def _again(placed: Placed, heads: dict[int, str]) -> list[int]:
    """The places at which the required columns of the form are headed once more; empty unless all are."""
    found = []
    others = {index for index in placed.others if placed.heads[index].above}  # known by what stands above as another form's
    for column in (column for column in placed.layout.columns if column.required):
        own = header_key(str(placed.sheet.rows[placed.first_row - 1][placed.columns[column.column]]))
        places = [index for index, key in heads.items() if own and key == own and index not in others]
        if own and not places:
            return []
        found += places
    return sorted(found) if len(found) >= _LEAST else []


def _gap(placed: Placed, index: int) -> bool:
    """Whether a column without any cell stands between the form and a column beside it."""
    first, last = min(placed.columns.values()), max(placed.columns.values())
    between = range(last + 1, index) if index > last else range(index + 1, first)
    below = placed.sheet.rows[placed.first_row - 1 :]
    return any(all(row[column] in ("", None) for row in below) for column in between)


def _above(placed: Placed, place: dict[str, str]) -> list[Finding]:
    """A word about rows of numbers above the header."""
    rows = placed.sheet.rows[: max(placed.first_row - _HEADER_ROWS, 0)]
    numbers = [index for index, row in enumerate(rows) if sum(holds_number(value) for value in row) >= _LEAST]
    if not numbers:
        return []
    message = "Phía trên bảng còn dòng số liệu của bảng khác, không được đọc."
    return [finding("flagged", message, _MOVE, check="case 64", cell=f"A{numbers[0] + 1}", **place)]


def _below(split: Split, place: dict[str, str]) -> list[Finding]:
    if split.other is None:
        return []
    message = f"Từ dòng {split.other + 1} là bảng khác trên cùng trang tính, không được đọc."
    return [finding("flagged", message, _MOVE, check="case 64", cell=f"A{split.other + 1}", **place)]


def _of_other_years(placed: Placed, split: Split, place: dict[str, str]) -> list[Finding]:
    """A stop for each time that the form's header stands again under a title of another year than the first."""
    own, known, found = year_above(placed), {*split.data, *split.totals, *split.proven}, []
    for head in split.again if own else ():
        start = max((row for row in known if row < head), default=placed.first_row) + 1
        titles = [(row, years) for row in range(start, head) if (years := _years(placed.sheet.rows[row]))]
        if titles and own not in titles[-1][1]:
            row, years = titles[-1]
            message = f"Từ dòng {row + 1} là bảng của năm {max(years)} trên cùng trang tính của năm {own}: các dòng sau đó bị cộng lẫn."
            found.append(
                finding("stopped", message, f"{_MOVE} Chỉ để lại số liệu của năm {own}.", check="case 64", cell=f"A{row + 1}", **place)
            )
    return found


def _years(row: list[object]) -> set[int]:
    return {int(year) for value in row if isinstance(value, str) and value for year in _YEAR.findall(header_key(value))}


def _cell(placed: Placed, index: int) -> str:
    return f"{column_letters(index)}{placed.first_row}"

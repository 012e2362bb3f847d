"""In what the amounts of a form are told, by all that stands above a column: captions, upper and own header."""

from __future__ import annotations

from dataclasses import dataclass

from ctxh.reading.workbooks import Placed, header_above
from ctxh.vietnamese.measures import SAID, caption_sizes, header_sizes, perhaps_size


@dataclass(frozen=True)
class Scale:
    """By how much the amounts of a column are to be multiplied, 0 when nobody can know; and what is doubtful."""

    factor: int = 1
    doubt: str = ""


def money_scale(placed: Placed, column: str) -> Scale:
    """What the captions above a form and the headers above one of its columns say of the column's amounts.

    The forms themselves say đồng; another measure beside it is used, and doubted. Of several captions
    the one is used, and doubted, that the header repeats. Of all other contradictions no use is right:
    the readings lie a thousand times apart, so the column is refused.
    """
    own, captions = _in_header(placed, placed.columns[column]), _captions(placed)
    if len(own) > 1:
        return Scale(0)
    [header] = own or {None}
    if len(captions) > 1:
        return Scale(header, _several(captions, header)) if header in captions else Scale(0)
    [caption] = captions or {None}
    if header is None or caption is None or header == caption:
        factor = header or caption or 1
        return Scale(factor, "" if own or captions else _unclear(placed))
    if 1 not in (header, caption):
        return Scale(0)
    used = max(header, caption)
    return Scale(used, f"phần trên của biểu ghi {SAID[caption]}, tiêu đề cột ghi {SAID[header]}; dùng {SAID[used]}")


def _several(captions: set[int], header: int) -> str:
    said = ", ".join(SAID[scale] for scale in sorted(captions))
    return f"phần trên của biểu ghi nhiều đơn vị tính ({said}), dùng {SAID[header]} như tiêu đề cột"


def _captions(placed: Placed) -> set[int]:
    """The measures in the lines above the header, and beside it where no column of the form stands."""
    rows, first, known = placed.sheet.rows, placed.first_row, set(placed.columns.values())
    heads = 2 if header_above(placed) else 1
    above = [value for row in rows[: max(first - heads, 0)] for value in row]
    beside = [value for row in rows[max(first - heads, 0) : first] for index, value in enumerate(row) if index > max(known)]
    return set().union(*(caption_sizes(value) for value in above + beside if isinstance(value, str) and value))


def _in_header(placed: Placed, index: int) -> set[int]:
    """The measures that the header of a column names, or the one above it."""
    own, upper = placed.sheet.rows[placed.first_row - 1][index], header_above(placed).get(index, "")
    return set().union(*(header_sizes(text) for text in {own, upper} if isinstance(text, str)))


def _unclear(placed: Placed) -> str:
    """What is doubtful where a line above the form ends with a measure that may be that of its amounts."""
    texts = (value for row in placed.sheet.rows[: placed.first_row - 1] for value in row if isinstance(value, str) and value)
    found = next((size for size in map(perhaps_size, texts) if size), None)
    return f"phần trên của biểu nhắc «{SAID[found]}», không rõ có phải đơn vị tính của cột; đọc là đồng" if found else ""

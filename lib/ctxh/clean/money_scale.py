"""In what the amounts of a form are told, by all that stands above a column: captions, upper and own header."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ctxh.clean.rows import Split
from ctxh.findings import Finding, finding, quoted
from ctxh.read.flags import column_letters
from ctxh.read.placement import Placed, headers_above
from ctxh.vietnamese import header_key
from ctxh.vietnamese.measures import SCALE_WORDS, CaptionWords, names_size, perhaps_size

_WORDS = ("bang chu", "viet bang chu", "thanh chu")  # behind these an amount is spelt out


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
    found = _stated_scale(placed, placed.columns[column])
    if found.factor != 1 or found.doubt or not any(map(names_size, _heads(placed, placed.columns[column]))):
        return found
    return Scale(1, "tiêu đề cột nhắc một cỡ số tiền (nghìn, triệu, …) không rõ có phải đơn vị tính; đọc là đồng")


def _stated_scale(placed: Placed, index: int) -> Scale:
    own, captions = _in_header(placed, index), _captions(placed)
    if len(own) > 1:
        return Scale(0)
    header = next(iter(own), None)
    if len(captions) > 1:
        return Scale(header, _several(captions, header)) if header is not None and header in captions else Scale(0)
    caption = next(iter(captions), None)
    if header is None or caption is None or header == caption:
        factor = header or caption or 1
        return Scale(factor, "" if captions or factor != 1 else _unclear(placed))
    if 1 not in (header, caption):
        return Scale(0)
    used = max(header, caption)
    return Scale(used, f"phần trên của biểu ghi {SCALE_WORDS[caption]}, tiêu đề cột ghi {SCALE_WORDS[header]}; dùng {SCALE_WORDS[used]}")


def _several(captions: set[int], header: int) -> str:
    named = ", ".join(SCALE_WORDS[scale] for scale in sorted(captions))
    return f"phần trên của biểu ghi nhiều đơn vị tính ({named}), dùng {SCALE_WORDS[header]} như tiêu đề cột"


def first_head(placed: Placed) -> int:
    """The index of the first row of the header."""
    return max(placed.first_row - max(placed.depth + 1, 2 if headers_above(placed) else 1), 0)


def _words(placed: Placed) -> CaptionWords:
    return placed.layout.row_words.captions


def _captions(placed: Placed) -> set[int]:
    """The measures in the lines above the header, and beside it where no column of the form stands."""
    rows, head, known = placed.sheet.rows, first_head(placed), set(placed.columns.values())
    above = [value for row in rows[:head] for value in row]
    beside = [value for row in rows[head : placed.first_row] for index, value in enumerate(row) if index > max(known)]
    return set().union(*(_words(placed).caption_sizes(value) for value in above + beside if isinstance(value, str) and value))


def _in_header(placed: Placed, index: int) -> set[int]:
    """The measures that the header of a column names, or those above it."""
    return set().union(*map(_words(placed).header_sizes, _heads(placed, index)))


def _heads(placed: Placed, index: int) -> set[str]:
    return {placed.heads[index].own, *headers_above(placed).get(index, ())}


def _unclear(placed: Placed) -> str:
    """What is doubtful where a line above the form names a measure that may be that of its amounts."""
    texts = [value for row in placed.sheet.rows[: first_head(placed)] for value in row if isinstance(value, str) and value]
    if found := next((size for size in map(perhaps_size, texts) if size), None):
        return f"phần trên của biểu nhắc «{SCALE_WORDS[found]}», không rõ có phải đơn vị tính của cột; đọc là đồng"
    odd = any(map(_words(placed).odd_size, texts))
    return "phần trên của biểu ghi một đơn vị tính không rõ là bao nhiêu đồng; đọc là đồng" if odd else ""


def measure_findings(placed: Placed, split: Split, **place: str) -> list[Finding]:
    """A finding for each text that says of the numbers of a form what is not read from it.

    Counts told in thousands stop wherever that stands; so do measures below the rows that are not those above them.
    """
    foot = list(_below(placed, split))
    counted = any(column.kind == "count" and column.column in placed.columns for column in placed.layout.columns)
    above = (
        (r, c, v) for r, row in enumerate(placed.sheet.rows[: placed.first_row]) for c, v in enumerate(row) if isinstance(v, str) and v
    )
    found = [_parts(r, c, v, place) for r, c, v in (*above, *foot) if counted and _words(placed).counts_in_parts(v)]
    used = {money_scale(placed, c.column).factor for c in placed.layout.columns if c.kind == "money" and c.column in placed.columns}
    return found + [row for r, c, v in foot if used and (row := _at_foot(r, c, v, used, _words(placed), place))]


def _below(placed: Placed, split: Split) -> Iterator[tuple[int, int, str]]:
    """The texts below the header of a form in rows that are neither records nor sums, with their places."""
    known = {*split.data, *split.totals, *split.proven}
    for r in range(placed.first_row, len(placed.sheet.rows) if split.other is None else split.other):
        if r not in known and r not in split.again:
            yield from ((r, c, v) for c, v in enumerate(placed.sheet.rows[r]) if isinstance(v, str) and v.strip())


def _parts(row: int, column: int, text: str, place: dict[str, str]) -> Finding:
    message = f"Ô ghi {quoted(text)}: số đếm của biểu không theo từng người, hộ, suất, nên không rõ là bao nhiêu."
    remedy = "Ghi đủ chữ số của các cột đếm và sửa đơn vị tính, rồi chạy lại."
    return finding("stopped", message, remedy, check="đơn vị tính", cell=f"{column_letters(column)}{row + 1}", **place)


def _at_foot(row: int, column: int, text: str, used: set[int], captions: CaptionWords, place: dict[str, str]) -> Finding | None:
    """What is told of a text below the rows that names another measure of amounts than the one they are read in."""
    sizes, perhaps = captions.caption_sizes(text), perhaps_size(text)
    if sizes >= used or (not sizes and (perhaps is None or {perhaps} >= used or any(word in header_key(text) for word in _WORDS))):
        return None
    read = ", ".join(SCALE_WORDS[size] for size in sorted(used))
    named = ", ".join(SCALE_WORDS[size] for size in sorted(sizes or {perhaps or 1}))
    message = f"Dưới bảng ghi đơn vị tính {named}, các cột tiền được đọc là {read}."
    remedy = "Ghi đơn vị tính đúng ở trên bảng hoặc ở tiêu đề cột, bỏ dòng ghi dưới bảng, rồi chạy lại."
    return finding(
        "stopped" if sizes else "flagged", message, remedy, check="đơn vị tính", cell=f"{column_letters(column)}{row + 1}", **place
    )

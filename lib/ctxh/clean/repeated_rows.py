"""Rows that stand twice: a copy of another row, or a second row for what a form tells once."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable

from ctxh.book.layouts import EACH_ONCE, EVERY_MONTH, EVERY_WORD, LISTED, Layout
from ctxh.clean.form_records import Records
from ctxh.clean.merged_cells import is_unusable
from ctxh.clean.numerals import NUMBER_KINDS
from ctxh.clean.rows import Split
from ctxh.findings import Finding, finding
from ctxh.read.placement import Placed, cell_ranges
from ctxh.vietnamese import absent, header_key

_ONCE_EACH = (EVERY_MONTH, EVERY_WORD, EACH_ONCE)
_LEAST = 3  # cells that make it no chance that two rows are alike
_COPY = "Xóa dòng chép thừa rồi chạy lại."
_LOOK = "Nếu chép nhầm thì xóa dòng thừa; nếu đúng là hai lần thì để nguyên."


def twice_findings(records: Records, placed: Placed, split: Split) -> list[Finding]:
    """Findings about rows that are like others: a stop for copies of what is told once, a doubt for whatever else may be meant twice.

    Lists of who there is are told by the numbers of their persons. Of a row that does not say which it is nothing is told but that.
    """
    keys = [c for c in placed.layout.columns if c.rule in _ONCE_EACH and c.column in records.table]
    if placed.layout.sender == "desk" or (not keys and placed.layout.tells == LISTED):
        return []
    copies = _copies(placed, split)
    if not keys:
        return _findings(records, placed.layout, copies, "flagged", "giống hệt dòng khác trong biểu, mỗi dòng vẫn được tính", _LOOK)
    columns = [records.table[column.column].tolist() for column in keys]
    values = {row: tuple(map(_key, key)) for row, key in zip(records.table["row"].tolist(), zip(*columns, strict=True), strict=True)}
    complete = {row: key for row, key in values.items() if all(key)}
    copies &= complete.keys()
    again = _alike(complete) - copies
    named = " và ".join(f"«{column.label}»" for column in keys)
    return [
        *_findings(records, placed.layout, copies, "stopped", "giống hệt nhau trong biểu mà mỗi nội dung chỉ ghi một dòng", _COPY),
        *_findings(records, placed.layout, again, "flagged", f"trùng {named} với dòng khác, được cộng lại", _LOOK),
    ]


def _copies(placed: Placed, split: Split) -> set[int]:
    """The records that hold in all columns of their form but that of running numbers what another one holds, and not too little.

    Column by column: most records are like no other in one of the first. A cell without a usable value may hold what any other does.
    """
    columns = {placed.columns[c.column]: c.kind for c in placed.layout.columns if c.column in placed.columns and c.kind != "row_number"}
    rows, found = placed.sheet.rows, set[int]()
    unusable = {index: frozenset(at for at in columns if is_unusable(rows[index][at])) for index in split.data}
    for left_out in {frozenset[int](), *unusable.values()}:
        alike, compared = [split.data], [at for at in columns if at not in left_out]
        for at in compared:
            alike = [own for group in alike for own in _grouped((_shown_key(rows[i][at], columns[at]), i) for i in group) if len(own) > 1]
        full = (group for group in alike if sum(_key(rows[group[0]][at]) != "" for at in compared) >= min(_LEAST, len(columns)))
        found |= {i + 1 for group in full for i in group if not left_out or any(unusable[other] == left_out for other in group)}
    return found


def _shown_key(value: object, kind: str) -> str:
    """The key of a cell; of a number that has words or marks beside it, its digits."""
    if kind not in NUMBER_KINDS or is_unusable(value):
        return _key(value)
    return re.sub(r"\D", "", f"{value:.0f}" if isinstance(value, float) and value.is_integer() else _key(value))


def _key(value: object) -> str:
    return header_key(value) if isinstance(value, str) else "" if absent(value) else str(value)


def _alike(held: dict[int, tuple[str, ...]]) -> set[int]:
    """The rows that hold what another row holds."""
    return {row for rows in _grouped((cells, row) for row, cells in held.items()) if len(rows) > 1 for row in rows}


def _grouped(held: Iterable[tuple[Hashable, int]]) -> list[list[int]]:
    """Rows with what they hold as the rows that hold the same."""
    found: dict[Hashable, list[int]] = {}
    for key, row in held:
        found.setdefault(key, []).append(row)
    return list(found.values())


def _findings(records: Records, layout: Layout, rows: set[int], severity: str, what: str, remedy: str) -> list[Finding]:
    if not rows:
        return []
    column = next(c.column for c in layout.columns if c.required and c.column in records.letters)
    place = records.place
    return [
        finding(
            severity,
            f"{len(rows)} dòng {what}.",
            remedy,
            check="dòng trùng",
            cell=cell_ranges(records.letters[column], sorted(rows)),
            **place,
        )
    ]

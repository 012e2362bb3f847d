"""What rows between the records say of those below them: the village, the block of a form."""

from __future__ import annotations

import re
from typing import Any

from ctxh.book.row_words import RowWords
from ctxh.clean.form_records import Records
from ctxh.clean.rows import Split
from ctxh.findings import finding
from ctxh.read.placement import Placed, cell_ranges, village_of
from ctxh.vietnamese import clean_text

_MARK = re.compile(r"^(?:[IVX]{1,4}|[A-H]|\d{1,2})\s*[.)/-]?\s+(?=\S)")
_ROMAN = re.compile(r"[IVX]{1,4}|[A-H]")


def carry_groups(records: Records, placed: Placed, split: Split) -> None:
    """Give the records the ``block`` they stand under, and a village where their own cell is blank."""
    sheets = village_of(placed.sheet.name, placed.layout)
    if not sheets and not split.groups:
        return
    if split.data and not sheets and split.groups[0][0] > split.data[-1]:
        return
    blocks, villages = _above(placed, split, sheets)
    if any(blocks):
        records.table = records.table.assign(block=blocks)
    if any(villages) and any(column.column == "village" for column in placed.layout.columns):
        _fill_villages(records, placed, split, villages)


def _above(placed: Placed, split: Split, village: str) -> tuple[list[str], list[str]]:
    """The block and the village that stand above each record."""
    named, block, place = dict(split.groups), "", village
    blocks, villages = [], []
    for index in sorted([*split.data, *named]):
        if index not in named:
            blocks.append(block)
            villages.append(place)
            continue
        text = _MARK.sub("", clean_text(named[index]))
        if placed.layout.row_words.names_village(text):
            place = text
        elif _is_block(placed.sheet.rows[index], text, placed.layout.row_words):
            block, place = text, village
    return blocks, villages


def _is_block(row: list[object], text: str, words: RowWords) -> bool:
    """Whether a row opens a block of the form: numbered I, II, A, or with a word for a part."""
    first = next((clean_text(str(value)) for value in row if value not in ("", None)), "")
    numbered = bool(_ROMAN.fullmatch(first.rstrip(".)")) or _MARK.match(first))
    return numbered or words.names_block(text)


def _fill_villages(records: Records, placed: Placed, split: Split, villages: list[str]) -> None:
    table = records.table
    own = [v if isinstance(v, str) else "" for v in table["village"]] if "village" in table else [""] * len(table)
    named: list[Any] = [mine or above or None for mine, above in zip(own, villages, strict=True)]
    records.table = table.assign(village=named)
    filled = [index + 1 for index, mine, above in zip(split.data, own, villages, strict=True) if above and not mine]
    if filled and "village" in table:
        message = f"Cột «{placed.layout.column('village').label}»: {len(filled)} ô trống, lấy theo dòng thôn ở phía trên."
        place = records.place
        cell = cell_ranges(records.letters["village"], filled)
        records.findings.append(finding("fixed", message, check="case 54", cell=cell, **place))

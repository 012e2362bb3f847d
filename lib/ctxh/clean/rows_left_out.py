"""Rows about what a form does not ask for, known by their word (``other`` in category_words.csv): left out, and told."""

from __future__ import annotations

from dataclasses import replace

from ctxh.book.categories import Categories
from ctxh.book.header_words import OTHER
from ctxh.clean.form_records import Records
from ctxh.clean.rows import Split
from ctxh.findings import finding, quoted
from ctxh.read.flags import column_letters
from ctxh.read.placement import MOST_LISTED, Placed, cell_ranges
from ctxh.vietnamese import clean_text, header_key


def asked_rows(records: Records, placed: Placed, split: Split, categories: Categories) -> Split:
    """The rows without the records of what the form does not ask for; a note on these goes to the findings of ``records``."""
    left: dict[int, str] = {}
    for column in (c for c in placed.layout.columns if c.kind == "category" and c.column in placed.columns):
        known, index = categories.codes_by_word(placed.layout.form, column.column, records.area_code), placed.columns[column.column]
        if any(codes == (OTHER,) for codes in known.values()):
            cells = ((row, placed.sheet.rows[row][index]) for row in split.data)
            left |= {row: clean_text(text) for row, text in cells if isinstance(text, str) and known.get(header_key(text)) == (OTHER,)}
            cell = cell_ranges(column_letters(index), [row + 1 for row in left])
    if not left:
        return split
    words = list(dict.fromkeys(left.values()))
    shown = ", ".join(map(quoted, words[:MOST_LISTED])) + (" …" if len(words) > MOST_LISTED else "")
    message = f"{len(left)} dòng nói về điều biểu mẫu không hỏi ({shown}), không được đọc."
    records.findings.append(finding("info", message, check="dòng lạ", cell=cell, **records.place))
    return replace(split, data=[row for row in split.data if row not in left])

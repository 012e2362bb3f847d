"""Remarks beside a row that may take back its number: told by how many and where, never in their words."""

from __future__ import annotations

import re

from ctxh.book.layouts import COUNTED, DONE, LayoutColumn
from ctxh.book.row_words import RowWords
from ctxh.clean.form_records import Records
from ctxh.findings import Finding, finding
from ctxh.read.flags import column_letters
from ctxh.read.placement import Placed, cell_ranges
from ctxh.vietnamese import header_key, marked_key

REMARK = "ghi chú"
_LETTERS = re.compile(r"[^\W\d_]{2,}")  # one alone, or behind a number, says nothing
_ASK = "Hỏi lại nơi gửi: dòng không còn tính thì xóa khỏi biểu, vẫn tính thì để nguyên."
_LOOK = "Đọc các ô ấy: nếu nói dòng không tính, trùng hay tạm tính thì sửa biểu; nếu không, cứ để nguyên."


def remark_findings(records: Records, placed: Placed) -> list[Finding]:
    """A doubt for the rows of each column of remarks by which they may not count, and one note for remarks of which no word is known."""
    return [
        found
        for column in placed.layout.columns
        if column.rule in (COUNTED, DONE) and column.column in placed.columns
        for found in _of_column(records, placed, column)
    ]


def _of_column(records: Records, placed: Placed, column: LayoutColumn) -> list[Finding]:
    index, words = placed.columns[column.column], placed.layout.row_words
    texts = {row: placed.sheet.rows[row - 1][index] for row in records.table["row"].tolist()}
    remarks = {row: text for row, text in texts.items() if isinstance(text, str) and _LETTERS.search(text)}
    against = (*words.void, *(words.gone if column.rule == COUNTED else ()))
    doubted = [row for row, text in remarks.items() if _says(text, against) or words.says_unsure(text)]
    unknown = [row for row, text in remarks.items() if row not in {*doubted} and _LETTERS.search(_left(text, words))]
    about, letters = f"Cột «{column.label}»", column_letters(index)
    kinds = [
        (doubted, "flagged", f"{about}: {len(doubted)} ô có chữ nói dòng ấy có thể không còn tính; các dòng vẫn được tính.", _ASK),
        (unknown, "info", f"{about}: {len(unknown)} ô có chữ không nằm trong danh mục, không được hiểu; các dòng vẫn được tính.", _LOOK),
    ]
    return [
        finding(severity, message, remedy, check=REMARK, cell=cell_ranges(letters, rows), **records.place)
        for rows, severity, message, remedy in kinds
        if rows
    ]


def _spelled(text: str) -> str:
    """A remark as it is matched: with its marks, or without where it has none at all."""
    return f" {header_key(text) if text.isascii() else marked_key(text)} "


def _says(text: str, words: tuple[str, ...]) -> bool:
    key, spelled = _spelled(text), header_key if text.isascii() else marked_key
    return any(f" {spelled(word)} " in key for word in words)


def _left(text: str, words: RowWords) -> str:
    """What is left of a remark when all known words are taken away."""
    key, spelled = _spelled(text), header_key if text.isascii() else marked_key
    for word in (*words.gone, *words.remark):
        key = key.replace(f" {spelled(word)} ", "  ")
    return key

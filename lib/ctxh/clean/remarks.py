"""Remarks beside a row that may take back its number: told by how many and where, never in their words."""

from __future__ import annotations

import re

from ctxh.book.layouts import COUNTED, DONE, LayoutColumn
from ctxh.book.row_words import RowWords, key_like, says_any
from ctxh.clean.form_records import Records
from ctxh.findings import Finding, finding
from ctxh.read.flags import column_letters
from ctxh.read.placement import Placed, cell_ranges

REMARK = "ghi chú"
_LETTERS = re.compile(r"[^\W\d_]{2,}")  # one alone, or behind a number, says nothing
_NUMBER, _END = re.compile(r"\d+"), "0"  # in the words of row_words.csv 0 stands for a number, or the end
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
    doubted = [row for row, text in remarks.items() if says_any(_ended(text), against) or words.says_unsure(text)]
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


def _ended(text: str) -> str:
    """A remark with its numbers and its end as words say them; as it is where it has no marks: ``tien mat 5/2024`` is no death."""
    return text if text.isascii() else f"{_NUMBER.sub(_END, text)} {_END}"


def _left(text: str, words: RowWords) -> str:
    """What is left of a remark when all known words are taken away."""
    spelled = key_like(text)
    left = f" {spelled(text)} "
    for word in (*words.gone, *words.remark):
        left = left.replace(f" {spelled(word)} ", "  ")
    return left

"""What the desk is asked for in B12: each key with what it is written in, and what does not fit it."""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from ctxh.book import Book
from ctxh.book.items import Text
from ctxh.findings import finding
from ctxh.vietnamese import nearest_word

DESK_FORM, REGISTER, PAPER = "desk_figures", "documents", "printed_figures"
MISPRINT = {"words": "Chữ in sai"}  # rows of B13 that hold no figure but a word, with the right one beside it
DAY, PERIOD, WORD = "ngày", "giai đoạn", "chữ"
_TEXTS = {"date": DAY, "period": PERIOD}  # how a text is written that an indicator prints in a unit of measure; all others as words
_DAY_READ = re.compile(r"\d{4}-\d\d-\d\d")  # what a cell becomes whose measure is a day
_PARTS = ("points", "percent")  # measures of numbers that need not be whole


def desk_keys(book: Book) -> dict[str, tuple[str, str]]:
    """The label and the measure of each figure that the desk is asked for, by key."""
    printed_in = {entry.formula.item.id: entry.unit_of_measure for entry in book.indicators.values() if hasattr(entry.formula, "item")}
    keys = {}
    for item in book.items.values():
        if item.form == DESK_FORM:
            [(_, (key,))], measure = item.where, printed_in.get(item.id, item.unit_of_measure)
            text = isinstance(item.fold, Text)
            keys[key] = (item.label, _TEXTS.get(measure, WORD) if text else book.measures.get(measure) or "số")
    return keys


def document_words(book: Book) -> dict[str, str]:
    """What each document that the report may cite is, by its key in the register (B10)."""
    words: dict[str, str] = {}
    for item in book.items.values():
        for key in dict(item.where).get("cite_key", ()) if item.form == REGISTER else ():
            words.setdefault(key, item.label.removeprefix("Số, ký hiệu: "))
    return words


def code_words(book: Book) -> dict[tuple[str, str], dict[str, str]]:
    """The words of every code that the desk's forms hold, by form and column: whoever fills them in writes the words."""
    return {
        (REGISTER, "cite_key"): document_words(book),
        (DESK_FORM, "key"): {key: label for key, (label, _) in desk_keys(book).items()},
        (PAPER, "indicator"): {entry.id: entry.label for entry in book.indicators.values()} | MISPRINT,
    }


def checked_desk(table: pd.DataFrame, letters: Mapping[str, str], book: Book, **place: str) -> tuple[pd.DataFrame, list[dict[str, str]]]:
    """The rows of a B12 without the values that are of another kind than their key asks for, and a finding for each.

    ``table`` has the columns ``row``, ``key``, ``value``, ``value_text``; ``letters`` are those of the columns on the
    sheet, ``place`` is where it lies. A key that nobody asks for is told too.
    """
    keys, parts, found, wrong = desk_keys(book), {book.measures.get(part) for part in _PARTS}, [], set()
    for row in table.to_dict("records"):
        if row["key"] and row["key"] not in keys:
            found.append(
                _unknown(
                    row, {label: label for label, _ in keys.values()} | {key: label for key, (label, _) in keys.items()}, letters, place
                )
            )
        elif row["key"] and (fault := _fault(keys[row["key"]][1], row, parts)):
            wrong.add(row["row"])
            cells = ",".join(f"{letters[name]}{row['row']}" for name in ("value", "unit_of_measure"))
            message = f"«{keys[row['key']][0]}» {fault}."
            remedy = "Sửa giá trị hoặc đơn vị tính như trong biểu mẫu B12 rồi chạy lại."
            found.append(finding("stopped", message, remedy, check="giá trị", cell=cells, **place))
    kept = {name: table[name].mask(table["row"].isin(wrong), None) for name in ("value", "value_text")} if wrong else {}
    return table.assign(**kept), found


def _fault(measure: str, row: dict[Hashable, Any], parts: set[str | None]) -> str:
    """What is wrong with the value of a key that is written in some measure; empty where it is blank or fits."""
    number, text = (None if row[name] != row[name] else row[name] for name in ("value", "value_text"))
    if number is None and not text:
        return ""
    if measure in (DAY, PERIOD, WORD):
        fits = text and (measure != DAY or _DAY_READ.fullmatch(text) is not None)
        return "" if fits else f"phải có đơn vị tính «{measure}» và giá trị là {measure}"
    if number is None:
        return f"phải là số ({measure}), không phải chữ hoặc ngày"
    return "" if measure in parts or (number >= 0 and number == int(number)) else f"phải là số nguyên không âm ({measure})"


def _unknown(row: dict[Hashable, Any], words: Mapping[str, str], letters: Mapping[str, str], place: dict[str, str]) -> dict[str, str]:
    closest = words.get(nearest_word(row["key"], list(words)) or "")
    message = "Số liệu này không có trong danh mục của B12, không được dùng." + (f" Gần nhất là «{closest}»." if closest else "")
    remedy = "Ghi lại như trong biểu mẫu B12, hoặc xóa dòng."
    return finding("flagged", message, remedy, check="giá trị", cell=f"{letters['key']}{row['row']}", **place)

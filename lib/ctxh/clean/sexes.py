"""Births of both sexes in one column, beside a column that says the sex: parted as the forms part them."""

from __future__ import annotations

from dataclasses import replace

from ctxh.book.header_words import BIRTH_ANY
from ctxh.book.row_words import RowWords
from ctxh.clean.merged_cells import with_years
from ctxh.read.placement import Placed
from ctxh.vietnamese import header_key

_EMPTY = ("", None)


def prepared(placed: Placed) -> Placed:
    """The form with years for the days that stand for years, and births by sex: men's in their column, women's in that of the sex.

    A row whose sex cannot be read keeps no birth.
    """
    placed = with_years(placed)
    if not placed.births or placed.parted:
        return placed
    birth, *sex = placed.births
    if not sex:
        return _of_any_sex(placed, birth)
    rows = [list(row) for row in placed.sheet.rows]
    for row in rows[placed.first_row :]:
        born, men = row[birth], _is_man(row, sex, placed.layout.row_words)
        row[birth], row[sex[0]] = (born if men else ""), (born if men is False else "")
    return replace(placed, sheet=replace(placed.sheet, rows=rows), parted=True)


def _of_any_sex(placed: Placed, birth: int) -> Placed:
    """The form with a column of births of whom nothing tells the sex, in the place of those by sex."""
    if BIRTH_ANY in placed.columns:
        return placed
    column = replace(placed.layout.column("birth_male"), column=BIRTH_ANY, label="Năm sinh", group_label="", synonyms=())
    layout = replace(placed.layout, columns=(*placed.layout.columns, column))
    return replace(placed, layout=layout, columns=placed.columns | {BIRTH_ANY: birth})


def _is_man(row: list[object], sex: list[int], words: RowWords) -> bool | None:
    """Whether a row says a man, by a word in one column or a mark in one of two; None where it says neither or both."""
    if len(sex) > 1:
        marked = [row[index] not in _EMPTY for index in sex]
        return marked[0] if marked[0] != marked[1] else None
    key = header_key(str(row[sex[0]]))
    return True if key in words.male else False if key in words.female else None

"""Which of the columns that may be a category's is it, by the words in their cells: where one alone has words of the list."""

from __future__ import annotations

from dataclasses import replace

from ctxh.book.categories import Categories
from ctxh.findings import Finding, finding
from ctxh.read.flags import column_letters
from ctxh.read.placement import Placed
from ctxh.vietnamese import header_key

_MOST = 2  # at least one cell of so many is a word of the list


def told_by_words(placed: Placed, categories: Categories, **place: str) -> tuple[Placed, list[Finding]]:
    """A form with a category's column chosen among several by its cells, and what is said of it.

    Chosen is one of whose cells at least half are words of the closed list, where no other has a single one.
    """
    found = []
    for column in placed.layout.columns:
        others = placed.rivals.get(column.column, ()) if column.kind == "category" else ()
        known = categories.codes_by_word(placed.layout.form, column.column, place["area_code"]) if others else {}
        indexes = sorted((placed.columns[column.column], *others)) if others else []
        shares = {index: share for index in indexes if (share := _known(placed, index, known))}
        if len(shares) == 1 and min(shares.values()) * _MOST >= 1:
            [chosen] = shares
            named = ", ".join(f"cột {column_letters(index)}" for index in indexes)
            message = f"Có {len(indexes)} cột cùng có thể là «{column.label}»: {named}; đọc cột {column_letters(chosen)}, "
            message += "vì chỉ cột này ghi từ có trong danh mục."
            cell = ",".join(f"{column_letters(index)}{placed.first_row}" for index in indexes)
            found.append(finding("fixed", message, check="tiêu đề", cell=cell, **place))
            left = placed.others | set(indexes) - {chosen}
            rivals = {name: several for name, several in placed.rivals.items() if name != column.column}
            placed = replace(placed, columns=placed.columns | {column.column: chosen}, rivals=rivals, others=left)
    return placed, found


def _known(placed: Placed, index: int, known: dict[str, tuple[str, ...]]) -> float:
    """The share of the words in a column's cells that the list knows."""
    words = [header_key(value) for row in placed.sheet.rows[placed.first_row :] if isinstance(value := row[index], str) and value.strip()]
    return sum(word in known for word in words) / len(words) if words else 0

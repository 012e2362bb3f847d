"""A table of the documents as a frame, which pandas can sort, filter and shorten, and the frame as that table again."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Any

import pandas as pd

from ctxh.blocks import Cell, Column, Table, uncited_words
from ctxh.book.quantities import MISSING_SIGN
from ctxh.compute.selections import MISSING_CELL
from ctxh.errors import WrongUsage
from ctxh.vietnamese import format_number

TABLE = "table"  # the attribute of a frame that holds the table it was made of
NUMBER = re.compile(r"-?\d{1,3}(\.\d{3})*(,\d+)?%?|-?\d+(,\d+)?%?")
BLANKS = ("", MISSING_CELL, MISSING_SIGN)


def rows_of_table(table: Table) -> pd.DataFrame:
    """The rows of a table without its totals, under its headers; numbers are numbers, per cent said in the header.

    A column that holds anything but numbers and dashes stays text. ``table_of_rows`` makes the table again.
    """
    body = table.rows[: len(table.rows) - table.total_rows]
    made = [_as_column(column, [row[at].text for row in body]) for at, column in enumerate(table.columns)]
    frame = pd.DataFrame(dict(made), index=range(len(body)))
    frame.attrs[TABLE] = table
    return frame


def table_of_rows(rows: pd.DataFrame) -> Table:
    """The table that a frame of ``rows_of_table`` was made of, with the rows and columns that the frame still has, in its order.

    What was not changed is printed and traced as before; behind a number that was changed stands no indicator, and the note says so.
    Totals stay where no row is gone. Raises WrongUsage for a frame of another making, and for columns that the table does not have.
    """
    table = rows.attrs.get(TABLE)
    if not isinstance(table, Table):
        raise WrongUsage("Bảng dữ liệu này không làm từ một bảng của báo cáo: dùng Table.from_frame(bảng, tên bảng).")
    before = rows_of_table(table)
    for name in rows.columns:
        if name not in before.columns:
            raise WrongUsage(f"Bảng «{table.caption}» không có cột «{name}». Các cột: {'; '.join(before.columns)}.")
    places = [list(before.columns).index(name) for name in rows.columns]
    made = tuple(_inked(table, before, places, *row) for row in rows.itertuples(name=None))
    totals = table.rows[len(before) :] if set(rows.index) == set(before.index) else ()
    kept = tuple(tuple(row[at] for at in places) for row in totals)
    columns, changed = tuple(table.columns[at] for at in places), sum(count for _, count in made)
    note = " ".join(filter(None, (table.note, uncited_words(changed))))
    return Table(table.id, table.caption, columns, (*(cells for cells, _ in made), *kept), len(kept), note, table.source, changed)


def _as_column(column: Column, texts: Sequence[str]) -> tuple[str, pd.Series]:
    """A column's header, and its values as numbers where all are."""
    if not column.numeric or any(text not in BLANKS and not NUMBER.fullmatch(text) for text in texts):
        return column.label, pd.Series(list(texts), dtype=object)
    values = [math.nan if text in BLANKS else float(text.rstrip("%").replace(".", "").replace(",", ".")) for text in texts]
    series = pd.Series(values, dtype=float)
    in_percent = any(text.endswith("%") for text in texts) and "%" not in column.label
    return f"{column.label} (%)" if in_percent else column.label, _whole(series)


def _whole(series: pd.Series) -> pd.Series:
    """Numbers without decimals where none has any."""
    return series.astype("Int64") if (series.dropna() % 1 == 0).all() else series


def _inked(table: Table, before: pd.DataFrame, places: Sequence[int], label: Any, *values: Any) -> tuple[tuple[Cell, ...], int]:
    """A row as it is printed, and how many of its numbers were changed."""
    known = label in before.index
    cells = [
        table.rows[label][at] if known and _same(value, before.iat[label, at]) else Cell(_written(value))
        for at, value in zip(places, values, strict=True)
    ]
    old = table.rows[label] if known else ()
    changed = sum(not isinstance(value, str) and cell not in old for cell, value in zip(cells, values, strict=True))
    return tuple(cells), changed


def _same(one: Any, other: Any) -> bool:
    return bool(pd.isna(one) and pd.isna(other)) or (not pd.isna(one) and not pd.isna(other) and bool(one == other))


def _written(value: Any) -> str:
    """A value that was changed, as documents print it."""
    if isinstance(value, str) or pd.isna(value):
        return value if isinstance(value, str) else ""
    return format_number(value, 0 if float(value).is_integer() else 2)

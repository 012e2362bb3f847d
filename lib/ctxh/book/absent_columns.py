"""The required columns that offices or senders never keep, as they have said once: rows of absent.csv."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from ctxh.book.lists import placed_rows
from ctxh.errors import CtxhError, nearest
from ctxh.reference.tables import name_of


def load_absent(folders: Sequence[Path], required: Mapping[str, Sequence[str]]) -> dict[str, list[tuple[str, str]]]:
    """The columns by form, each with the area that does not keep it (empty: nobody does); ``required`` are those of each form.

    Raises CtxhError for a row of a column that its form does not ask for, or of the last one that it does.
    """
    found: dict[str, list[tuple[str, str]]] = {}
    for path, line, row in placed_rows(folders, "absent.csv"):
        asked = required.get(row.form, ())
        found.setdefault(row.form, []).append((row.column, row.sender))
        if asked and row.column not in asked:
            hint = nearest(row.column, asked)
            raise CtxhError(f"{name_of(path)}, dòng {line}: biểu {row.form} không có cột bắt buộc «{row.column}».{hint}")
        if asked and {column for column, _ in found[row.form]} >= set(asked):
            raise CtxhError(f"{name_of(path)}, dòng {line}: mọi cột bắt buộc của biểu {row.form} đều khai là không có. Bỏ bớt dòng.")
    return found

"""The tables of an edition on disk: UTF-8 CSV, written and read back alike.

A text that Excel would take for a formula (``=1+1``, ``-x``, ``@a``) is written behind an apostrophe, which reading takes
away: opened there, it is the text that it is. Numbers stay as they are.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd

from ctxh.observe.formula_texts import as_it_was, formula_held_back

_NUMBERS = ("value",)


def write_table(table: pd.DataFrame, path: Path) -> pd.DataFrame:
    """The table, after it was written to a path."""
    held = table.map(formula_held_back)
    text = held.to_csv(index=False, lineterminator="\n")
    if "\r" in text:  # which ends a line for whoever reads, and is not put in quotes by itself
        text = held.to_csv(index=False, lineterminator="\n", quoting=csv.QUOTE_ALL)
    write_text(text, path)
    return table


def write_text(text: str, path: Path) -> None:
    """Write a text to a path, in UTF-8 and with the line ends it has."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="")


def has_columns(path: Path, columns: list[str]) -> bool:
    """Whether a table is there with just these columns: one that an older program wrote may have others."""
    return path.is_file() and list(pd.read_csv(path, nrows=0, encoding="utf-8").columns) == columns


def read_table(path: Path) -> pd.DataFrame:
    """A saved table: ``value`` as numbers, ``year`` and flags as such, all else as text."""
    table = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8").map(as_it_was)
    converted = {c: pd.to_numeric(table[c].replace("", None)) for c in _NUMBERS if c in table}
    if "year" in table:
        converted |= {"year": table["year"].astype(int), "illustrative": table["illustrative"] == "True"}
    return table.assign(**converted)

"""The tables of an edition on disk: UTF-8 CSV, written and read back alike."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

_NUMBERS = ("value",)


def write_table(table: pd.DataFrame, path: Path) -> pd.DataFrame:
    """The table, after it was written to a path."""
    write_text(table.to_csv(index=False, lineterminator="\n"), path)
    return table


def write_text(text: str, path: Path) -> None:
    """Write a text to a path, in UTF-8 and with the line ends it has."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="")


def read_table(path: Path) -> pd.DataFrame:
    """A saved table: ``value`` as numbers, ``year`` and flags as such, all else as text."""
    table = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8")
    converted = {c: pd.to_numeric(table[c].replace("", None)) for c in _NUMBERS if c in table}
    if "year" in table:
        converted |= {"year": table["year"].astype(int), "illustrative": table["illustrative"] == "True"}
    return table.assign(**converted)

"""Dated legal rates: asked for on a date, never for a year."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pandas as pd

from ctxh.dated import in_force
from ctxh.errors import CtxhError
from ctxh.layouts import read_reference


def load_norms(reference: Path) -> pd.DataFrame:
    """All norms with their lives.

    Columns: norm, label, value, unit_of_measure, valid_from, valid_to (half-open), scope,
    legal_basis, verified, note. Sources: the decrees named row by row.
    """
    table = read_reference(reference / "norms.csv")
    return table.assign(file="norms.csv", row=range(2, len(table) + 2))


def norm_on(norms: pd.DataFrame, norm: str, on: date) -> pd.Series:
    """The row of a norm that is in force on a date. Raises CtxhError when none is."""
    found = in_force(norms[norms["norm"] == norm], on, ["norm"])
    if found.empty:
        raise CtxhError(
            f"norms.csv: không có định mức «{norm}» vào ngày {on:%d/%m/%Y}. "
            "Thêm một dòng định mức có hiệu lực vào ngày đó."
        )
    return found.iloc[0]


def norm_value(norms: pd.DataFrame, norm: str, on: date) -> Decimal:
    """The value of a norm on a date, in the unit of measure of its row."""
    return Decimal(norm_on(norms, norm, on)["value"])


def norms_between(norms: pd.DataFrame, first: date, last: date) -> pd.DataFrame:
    """The rows in force at any time from ``first`` to ``last``."""
    starts = norms["valid_from"] <= last.isoformat()
    ends = (norms["valid_to"] == "") | (norms["valid_to"] > first.isoformat())
    return norms[starts & ends].reset_index(drop=True)

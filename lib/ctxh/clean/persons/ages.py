"""Births become sex, age and age band: past here nobody has a day of birth."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from ctxh.book.header_words import BIRTH_ANY
from ctxh.clean.form_records import Records

AGE_BANDS = (
    (0, "0-3"),
    (4, "4-15"),
    (16, "16-59"),
    (60, "60-69"),
    (70, "70-74"),
    (75, "75-79"),
    (80, "80-84"),
    (85, "85-89"),
    (90, "90-94"),
    (95, "95+"),
)


def with_age(records: Records, on: date) -> Records:
    """Records whose births are replaced by ``sex``, ``age``, ``age_band`` and ``year_only`` on a date.

    The age is the one completed in the year of the date: of many persons only the year is known.
    """
    table = records.table
    if not {"birth_male", "birth_female", BIRTH_ANY} & set(table):
        return records
    male, female, born = (_years(table, name) for name in ("birth_male", "birth_female", BIRTH_ANY))
    sexes = ["male" if m else "female" if f else "" for m, f in zip(male, female, strict=True)]
    ages = [on.year - (m or f or b) if m or f or b else None for m, f, b in zip(male, female, born, strict=True)]
    bands = ["" if age is None else age_band(age) for age in ages]
    births = [column for column in map(str, table) if column.startswith("birth_")]
    coarse = [table[column].to_numpy(bool) for column in births if column.endswith("_year_only")]
    counted = table.drop(columns=births).assign(sex=sexes, age=pd.Series(ages, index=table.index, dtype=float), age_band=bands)
    records.table = counted.assign(year_only=np.logical_or.reduce(coarse)) if coarse else counted
    return records


def _years(table: pd.DataFrame, column: str) -> list[int]:
    """The years of birth in a column, 0 where there is none."""
    values = table[column].tolist() if column in table else [None] * len(table)
    return [int(value) if value is not None and value == value else 0 for value in values]


def age_band(age: int) -> str:
    """The band an age falls in."""
    return next(name for start, name in reversed(AGE_BANDS) if age >= start or start == 0)

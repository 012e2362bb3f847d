"""The records of one form: the value that cleaning makes and counting takes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from ctxh.findings import Finding

Columns = dict[str, list[Any]]  # of records, by name; what stands in one is of the kind of its column


@dataclass
class Records:
    """The records of one form on one sheet, with where they stand."""

    form: str
    file: str
    sheet: str
    area_code: str
    table: pd.DataFrame  # column "row" (as in Excel) and the typed columns of the form
    letters: dict[str, str]
    findings: list[Finding] = field(default_factory=list)
    added: dict[str, tuple[str, ...]] = field(default_factory=dict)  # letters of the other columns that a column is the sum of
    register: bool = True  # whether a row is about one person
    span: tuple[int, int] | None = None  # the first and the last row of all records
    absent: frozenset[str] = frozenset()  # columns that its sender does not keep, and what would be made from them
    left_out: int = 0  # records that count in the list of another area
    codes_said: frozenset[tuple[str, str]] = frozenset()  # columns of codes, which are no person's, with the keys of what their cells say

    def columns_read(self, column: str) -> tuple[str, ...]:
        """The letters of the columns that a column of the table was read from; none where the sheet has none."""
        letter = self.letters.get(column, "")
        return (letter, *self.added.get(column, ())) if letter else ()

    @property
    def place(self) -> dict[str, str]:
        """Where they stand, as a finding says it: area_code, file, sheet."""
        return {"area_code": self.area_code, "file": self.file, "sheet": self.sheet}

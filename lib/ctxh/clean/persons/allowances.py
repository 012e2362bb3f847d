"""What the rows of the register of allowances (B1) should hold, by the norms in force.

Judged row by row before ``observe`` counts: what passes on is how many rows differ, and where.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pandas as pd

from ctxh.book.header_words import BIRTH_ANY
from ctxh.clean.form_records import Records
from ctxh.findings import Finding, finding
from ctxh.frames import Coefficient
from ctxh.read.placement import cell_ranges
from ctxh.reference.norms import BASE, coefficients_on, norm_value
from ctxh.vietnamese import absent

AGREES, DIFFERS = "agrees", "differs"
OLD = 60  # groups that begin at this age or later are groups of the elderly
REGISTER = "beneficiaries"
_Case = tuple[str | None, float | None, float | None]  # a group, an age, a coefficient


def judge(all_records: Sequence[Records], norms: pd.DataFrame, coefficients: pd.DataFrame, on: date) -> list[Finding]:
    """Findings about rights that hang on an unknown birthday; and, in place, what each row of the register should hold.

    The rows are given ``coefficient_check``, ``level_norm`` (what the coefficient multiplies), ``amount_check`` and ``expected_amount``.

    ``norms`` and ``coefficients`` are as loaded; what counts is what is in force on the date.
    """
    registers = [records for records in all_records if records.form == REGISTER and len(records.table)]
    if not registers:
        return []
    allowed = coefficients_on(coefficients, on)
    known: dict[_Case, bool] = {}
    multiplied = {group: rows[0].norm for group, rows in allowed.items()}
    levels = {norm: norm_value(norms, norm, on) for norm in {BASE, *multiplied.values()}}
    for records in registers:
        _judge(records, multiplied, levels, allowed, known)
    return [found for records in registers for found in _of_age(records, allowed)]


def _of_age(records: Records, allowed: Mapping[str, Sequence[Coefficient]]) -> list[Finding]:
    """A finding for the persons who come of age in the very year and of whose birth only the year is known.

    Their birthday decides from which month they are paid, or whether at all.
    """
    if "year_only" not in records.table:
        return []
    rows = records.table[records.table["year_only"].to_numpy(bool)]
    cells: dict[str, list[int]] = {}
    for row, group, age, sex in zip(rows["row"], *(_known_values(rows, name) for name in ("group", "age", "sex")), strict=True):
        if age is not None and age in _beginnings(allowed.get(group, ())):
            cells.setdefault(records.letters[f"birth_{sex}" if sex else BIRTH_ANY], []).append(int(row))
    if not cells:
        return []
    count = sum(map(len, cells.values()))
    message = f"{count} người vừa đến tuổi được hưởng trong năm nhưng chỉ ghi năm sinh: chưa biết tháng được hưởng, vẫn được tính."
    cell = ",".join(cell_ranges(column, found) for column, found in sorted(cells.items()))
    place = records.place | {"cell": cell}
    return [finding("flagged", message, "Ghi đủ ngày, tháng, năm sinh của những người này.", check="case 43", **place)]


def _beginnings(rows: Sequence[Coefficient]) -> set[int]:
    """The ages at which the rights of a group of the elderly begin or rise; none for other groups."""
    ages = {int(row.age_from) if row.age_from else 0 for row in rows}
    return ages if min(ages, default=0) >= OLD else set()


def _judge(
    records: Records,
    multiplied: dict[str, str],
    levels: dict[str, Decimal],
    allowed: Mapping[str, Sequence[Coefficient]],
    known: dict[_Case, bool],
) -> None:
    table = records.table
    columns = (_known_values(table, name) for name in ("group", "age", "coefficient", "monthly_amount"))
    fitting, amounts, norms = [], [], []
    expected: list[Any] = []  # amounts, None where nothing is due
    for group, age, coefficient, amount in zip(*columns, strict=True):
        case = group, age, coefficient
        if case not in known:
            known[case] = fits(allowed, group, age, coefficient)
        norms.append(multiplied.get(group, BASE))
        due = None if coefficient is None else float(levels[norms[-1]] * Decimal(str(coefficient)))
        fitting.append(AGREES if known[case] else DIFFERS)
        expected.append(due)
        amounts.append(DIFFERS if None not in (due, amount) and abs(due - amount) >= 1 else AGREES)
    records.table = table.assign(coefficient_check=fitting, level_norm=norms, expected_amount=expected, amount_check=amounts)
    records.letters["expected_amount"] = records.letters.get("monthly_amount", "")


def fits(allowed: Mapping[str, Sequence[Coefficient]], group: str | None, age: float | None, coefficient: float | None) -> bool:
    """Whether a coefficient is one that a group has at an age; what is blank is not judged here.

    ``allowed`` are the rows in force by group, as of ``coefficients_on``.
    Of many persons only the year of birth is known, so the age of the day before counts too.
    """
    if not group or coefficient is None:
        return True
    for row in allowed.get(group, ()):
        times = Decimal(str(coefficient)) / Decimal(row.coefficient)
        right = times >= 1 and times % 1 == 0 if row.per_child == "yes" else times == 1
        if right and (age is None or any(_within(row, years) for years in (age, age - 1))):
            return True
    return False


def _within(row: Coefficient, age: float) -> bool:
    return (not row.age_from or int(row.age_from) <= age) and (not row.age_to or age < int(row.age_to))


def _known_values(table: pd.DataFrame, column: str) -> list[Any]:
    """The values of a column, None where there is none."""
    if column not in table:
        return [None] * len(table)
    return [None if absent(value) else value for value in table[column].tolist()]

"""What the rows of the register of allowances (B1) should hold, by the norms in force.

Judged row by row before ``observe`` counts: what passes on is how many rows differ, and where.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pandas as pd

from ctxh.clean import Records
from ctxh.norms import coefficients_on, norm_value

AGREES, DIFFERS = "agrees", "differs"
REGISTER = "beneficiaries"


def judge(all_records: list[Records], norms: pd.DataFrame, coefficients: pd.DataFrame, on: date) -> None:
    """Give the rows of the register their ``coefficient_check``, ``amount_check`` and ``expected_amount``.

    ``norms`` and ``coefficients`` are as loaded; what counts is what is in force on the date.
    """
    registers = [records for records in all_records if records.form == REGISTER and len(records.table)]
    if registers:
        base = norm_value(norms, "social_assistance_base", on)
        allowed, known = coefficients_on(coefficients, on), {}
        for records in registers:
            _judge(records, base, allowed, known)


def _judge(records: Records, base: Decimal, allowed: dict[str, list], known: dict[tuple, bool]) -> None:
    table = records.table
    columns = (_known_values(table, name) for name in ("group", "age", "coefficient", "monthly_amount"))
    fitting, expected, amounts = [], [], []
    for group, age, coefficient, amount in zip(*columns, strict=True):
        case = group, age, coefficient
        if case not in known:
            known[case] = fits(allowed, group, age, coefficient)
        due = None if coefficient is None else float(base * Decimal(str(coefficient)))
        fitting.append(AGREES if known[case] else DIFFERS)
        expected.append(due)
        amounts.append(DIFFERS if None not in (due, amount) and abs(due - amount) >= 1 else AGREES)
    records.table = table.assign(coefficient_check=fitting, expected_amount=expected, amount_check=amounts)
    records.letters["expected_amount"] = records.letters.get("monthly_amount", "")


def fits(allowed: dict[str, list], group: str | None, age: float | None, coefficient: float | None) -> bool:
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


def _within(row, age: float) -> bool:
    return (not row.age_from or int(row.age_from) <= age) and (not row.age_to or age < int(row.age_to))


def _known_values(table: pd.DataFrame, column: str) -> list:
    """The values of a column, None where there is none."""
    if column not in table:
        return [None] * len(table)
    return [None if value is None or value != value else value for value in table[column].tolist()]

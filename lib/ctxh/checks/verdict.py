"""What a check says: both sides, whether they agree, and in which area."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from ctxh.definitions import ITEMS
from ctxh.observe import Value
from ctxh.vietnamese import format_number


@dataclass(frozen=True)
class Verdict:
    """One comparison. ``agrees`` is None when there is nothing to compare, only something to tell.

    ``indicators`` are the ids whose passports lead to the cells; ``severity``, when given,
    takes the place of the check's own.
    """

    left: str
    right: str
    agrees: bool | None
    note: str = ""
    area_code: str = ""
    indicators: tuple[str, ...] = ()
    severity: str = ""
    found: str = ""
    used: str = ""
    place: tuple[str, str, str] = ("", "", "")  # file, sheet, cell


def equal(left: float | None, right: float | None, note: str = "", **rest) -> Verdict:
    """The verdict that two numbers are equal; nothing to compare when one is missing."""
    agrees = None if absent(left) or absent(right) else left == right
    return Verdict(shown(left), shown(right), agrees, note, **rest)


def not_judged(edition, why: str, left: str = "…", right: str = "…") -> Verdict:
    """The verdict that a rule says nothing of a part of a year, and why."""
    return Verdict(left, right, None, f"không xét cho kỳ {edition.period.words}: {why}")


def absent(value: float | None) -> bool:
    """Whether a number is missing: None, or not a number in a table."""
    return value is None or value != value


def shown(value: float | None, decimals: int = 0) -> str:
    """A number as a check prints it."""
    return "…" if absent(value) else format_number(value, decimals)


def by_category(observations: pd.DataFrame, item: str) -> dict[tuple[str, str], float]:
    """The values of an item by (area_code, category)."""
    rows = observations[observations["item"] == item]
    summed, found = not isinstance(ITEMS[item].fold, Value), {}
    for area, category, value in zip(rows["area_code"], rows["category"], rows["value"], strict=True):
        known = found.setdefault((area, category), value if not summed else 0)
        found[area, category] = known + value if summed else (value if known == value else None)
    return found


def places(observations: pd.DataFrame, item: str) -> dict[tuple[str, str], tuple[str, str, str]]:
    """The file, sheet and cells of an item by (area_code, category)."""
    rows = observations[observations["item"] == item]
    return {(r.area_code, r.category): (r.file, r.sheet, r.cells) for r in rows.itertuples()}


def by_file(observations: pd.DataFrame, item: str) -> dict[tuple[str, str, str, str], tuple]:
    """The observations of an item by (area_code, file, period, category): the area of a fold has several files."""
    rows = observations[observations["item"] == item]
    return {(r.area_code, r.file, r.period, r.category): r for r in rows.itertuples()}


def by_period(observations: pd.DataFrame, item: str, category: str = "") -> dict[str, float]:
    """The values of an item by period, summed over areas."""
    rows = observations[(observations["item"] == item) & (observations["category"] == category)]
    return rows.groupby("period")["value"].sum().to_dict()


def total_of(observations: pd.DataFrame, item: str) -> float | None:
    """The sum of an item over areas, categories and periods; None when it was not observed."""
    values = observations.loc[observations["item"] == item, "value"].dropna()
    return float(values.sum()) if len(values) else None

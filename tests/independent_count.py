"""What a report must tell of an office whose senders all tell one thing of trade and work, counted without the program."""

from __future__ import annotations

import csv
from pathlib import Path

OF_LAW = ("doc_place_date", "report_year", "holiday_meal_threshold", "decisions_new_elderly_age", "poverty_baseline_year")


def office_count(senders: int, households: int, poor: int, near: int, **more: float) -> dict[str, float]:
    """Each indicator that is not nought, where of each sender three poor households more were there at the start, four left, one came.

    Trade and work of each are those of ``test_office_new``; ``more`` is what else they tell.
    """
    return {
        "households": households,
        "households_near_poor": households,
        "poor_households": poor,
        "near_poor_households": near,
        "poor_near_poor_households": poor + near,
        "poor_near_poor_rate": 100 * (poor + near) / households,
        "poor_households_rate": 100 * poor / households,
        "near_poor_households_rate": 100 * near / households,
        "poor_households_start": poor + 3 * senders,
        "poor_households_escaped": 4 * senders,
        "poor_households_new": senders,
        "household_businesses": 5 * senders,
        "household_business_workers": 9 * senders,
        "household_business_insured": 2 * senders,
        "workers_total": 9 * senders,
        "insured_total": 2 * senders,
        "household_business_bhxh_rate": 200 / 9,
        "bhxh_rate": 200 / 9,
        "labour_force": 120 * senders,
        "certified_workers": 30 * senders,
        "trained_certified_workers": 8 * senders,
        "trained_certified_rate": 25,
        "new_jobs": 11 * senders,
        **more,
    }


def office_told(tables: Path, code: str) -> dict[str, float]:
    """Each indicator of an office that a report tells as a number, and not nought; without those of the law and the day."""
    with (tables / "indicators.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["area_code"] == code and row["value"] and row["indicator"] not in OF_LAW]
    return {row["indicator"]: round(float(row["value"]), 9) for row in rows if float(row["value"])}


def rounded(counts: dict[str, float]) -> dict[str, float]:
    """Counts as they are compared with what a report tells."""
    return {name: round(value, 9) for name, value in counts.items() if value}

"""What checks take from small data.

Small data here are what an office of two communes knows: indicators of the office, of its
communes, and observations as (item, area, category, value or text) with a period if there is a fifth.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from ctxh.book.items import Value
from ctxh.book.printed_values import printed
from ctxh.compute.computed import Computed
from ctxh.observe.observations import COLUMNS
from small_computed import computed_of, indicators_of, norms, request_of
from small_sheets import INDICATORS, ITEMS, LAYOUTS, observation_table

A, B = "10771", "10750"
COMMUNES = {A: "xã Kim Xuyên", B: "thị trấn Phú Thái"}
NAMES = {"293": "huyện Kim Thành"} | COMMUNES
NORMS = norms()


@dataclass(frozen=True)
class Small:
    """What an office of two communes knows, given by hand; ``computed`` makes of it what checks take."""

    values: dict = field(default_factory=dict)  # indicator -> number or text of the office
    areas: dict = field(default_factory=dict)  # indicator -> {area: number}
    rows: list = field(default_factory=list)
    year: int = 2024
    absent: tuple = ()  # areas that sent nothing
    unsent: tuple = ()  # (area, form) that did not come
    refused: tuple = ()  # (area, form) that came and was not read
    faulty: tuple = ()  # (area, form) that was read, with a cell to be mended
    period_name: str = "year"
    listed_until: str = ""  # the month until which the workbooks of a part of a year run on
    last_year: dict = field(default_factory=dict)  # (indicator, area) -> number of the year before
    split: bool = False  # whether each form has a second sheet, of a village with the same levels and nothing else
    communes: dict = field(default_factory=lambda: COMMUNES)
    request: dict = field(default_factory=dict)  # fields of the request that are others than those of Kim Thành
    table: pd.DataFrame | None = None  # the observations, where ``rows`` do not give them

    @property
    def computed(self) -> Computed:
        request = request_of(self.communes, self.year, self.period_name, **self.request)
        faults = [("stopped", "giá trị", code, f"{code}.xlsx", form) for code, form in (*self.refused, *self.faulty)]
        return computed_of(
            request,
            self.observations() if self.table is None else self.table,
            indicators_of(request, self.values, self.areas),
            self._coverage(),
            [("fixed", "case 01", A, f"{A}.xlsx", "labour"), *faults],
            {self.year - 1: self._before()},
        )

    def observations(self) -> pd.DataFrame:
        made = []
        later = [("paid_later", A, "", 1.0, self.listed_until)] if self.listed_until else []
        for at, (item, area, category, known, *period) in enumerate([*self.rows, *later], start=1):
            value, text = (None, known) if isinstance(known, str) else (known, "")
            when = period[0] if period else str(self.year)
            made.append((item, area, when, category, value, text, "observed", f"{area}.xlsx", "trang", f"C{at}"))
        return observation_table(made + (_second_sheet(made) if self.split else []))

    def _coverage(self) -> list[tuple]:
        owed = [
            (code, form)
            for code in ("293", *self.communes)
            for form, layout in LAYOUTS.items()
            if code not in self.absent and layout.sender in ("both", "desk" if code == "293" else "area")
        ]
        return [(code, form, 0 if (code, form) in self.refused else 9) for code, form in owed if (code, form) not in self.unsent]

    def _before(self) -> pd.DataFrame:
        rows = [
            (name, code, str(self.year - 1), value, "", printed(INDICATORS[name], value), "observed")
            for (name, code), value in self.last_year.items()
        ]
        return pd.DataFrame(rows, columns=["indicator", "area_code", "period", "value", "text", "printed", "status"])


def _second_sheet(made: list[tuple]) -> list[tuple]:
    """The observations of a sheet that adds nothing to any sum: it has no fault, and is read last."""
    numbers = [dict(zip(COLUMNS, row, strict=False)) for row in made if row[COLUMNS.index("value")] is not None]
    return [
        tuple((row | {"sheet": "trang Thôn Hạ", "value": row["value"] if isinstance(ITEMS[row["item"]].fold, Value) else 0}).values())
        for row in numbers
    ]


def gift(category: str, count=None, level=None, amount=0, area: str = A) -> list[tuple]:
    """The observations of one programme of gifts in one commune."""
    parts = (("gift_counts", count), ("gift_levels", level), ("gift_amounts", amount))
    return [(item, area, category, known) for item, known in parts if known is not None]


def papers(*rows: tuple[str, str, str]) -> list[tuple]:
    """The register of documents from (cite key, number, date)."""
    numbers = [("document_numbers", "293", key, number) for key, number, _ in rows]
    return numbers + [("issued_documents", "293", key, issued) for key, _, issued in rows]


def monthly(item: str, category: str, values: dict[int, float], area: str = A) -> list[tuple]:
    """The observations of an item month by month."""
    return [(item, area, category, value, f"2024-{month:02d}") for month, value in values.items()]


def halves(first: float, second: float) -> dict[int, float]:
    """One value for each month up to June, another for each month after."""
    return {month: first if month <= 6 else second for month in range(1, 13)}


CLOSED = {"cashless_cutoff": "2024-12-20"}
PLANS = [("plan_btxh", "893/KH-UBND", "2024-04-09"), ("plan_inspection", "3850/KH-UBND", "2024-08-19")]
CHILDREN = {"children_commune_gifts": 10, "children_district_gifts": 4, "children_district_gifts_amount": 2_000_000}
MEALS = {"holiday_meal_recipients": 2, "holiday_meal_person_days": 26, "holiday_meal_amount": 5_200_000}


def meals(areas: dict[str, tuple[int, int]]) -> Small:
    """Person-days and money of holiday meals by area, those of MEALS as a whole."""
    paid = [
        (f"holiday_meal_{name}", area, "", value)
        for area, values in areas.items()
        for name, value in zip(("person_days", "amount"), values, strict=True)
    ]
    return Small(MEALS, rows=paid)


SPENDING = {"btxh_monthly_allowance_amount": 66e9, "btxh_funeral_amount": 4e9, "btxh_service_fee_amount": 1e9}
STOCK = {
    "beneficiaries_last_year": 100,
    "decisions_new_total": 20,
    "decisions_stop": 9,
    "decisions_moved": 1,
    "decisions_reduce_or_stop": 2,
}
DEATHS = {3: 2, 9: 2}
POVERTY = {"poor_households": 9, "poor_households_rate": 0.9, "near_poor_households": 16}
STORM = {"yagi_damaged_cases": 2, "yagi_damaged_cases_amount": 50_000_000}
REVIEW = {
    "poor_households_start": {A: 10, B: 5},
    "poor_households_escaped": {A: 2, B: 1},
    "poor_households_relapsed": {A: 0, B: 1},
    "poor_households_new": {A: 1, B: 0},
}
REVIEWED = {
    "poor_households": 14,
    "poor_households_start": 15,
    "poor_households_escaped": 3,
    "poor_households_relapsed": 1,
    "poor_households_new": 1,
}
WORKERS = [("workers_by_kind", A, "enterprise", 900), ("workers_by_kind", B, "enterprise", 100), ("insured_by_kind", A, "enterprise", 900)]
VISIT = {"tet_district_visit_gifts": 17, "tet_district_visit_unit_value": 1_500_000}
FUNERALS = monthly("deaths_by_month", "", DEATHS)
HOME_CARE = 6 * 3_600_000 + 6 * 5_000_000  # 10 households at 360.000, 500.000
ALLOWANCES = [*monthly("persons_by_month", "btxh_monthly", halves(10, 10)), ("coefficients", A, "", 15.0)]
TOTALS = {"tet_gifts_total_amount": 1, "jul27_gifts_total_amount": 1, "convalescence_total": 1}


def plain(**values) -> Small:
    return Small(values)


def rows(*found: tuple, **values) -> Small:
    return Small(values, rows=list(found))

"""Indicators computed from observations: an office of two communes, worked by hand.

commune        households   poor   rate
Kim Xuyên            300      9    3%
Phú Thái             100      1    1%
the office           400     10    2,5%  (not 2%, the mean of the rates)
"""

from __future__ import annotations

import pandas as pd
import pytest

from ctxh.book.request import known_indicator
from ctxh.compute.indicators import COLUMNS, indicators_by
from ctxh.errors import CtxhError
from ctxh.reference.norms import load_norms
from small_sheets import BOOK, REFERENCE, observation_table

NORMS = load_norms(REFERENCE)


def observations(*rows: tuple) -> pd.DataFrame:
    """Observations of 2024 from (item, area, value or text), with a period if a fourth is given."""
    made = []
    for item, area, known, *period in rows:
        value, text = (None, known) if isinstance(known, str) else (known, "")
        made.append((item, area, period[0] if period else "2024", "", value, text, "observed", "f", "s", "A1"))
    return observation_table(made)


def computed(*rows: tuple, year: int = 2024) -> pd.DataFrame:
    """All indicators of the office and its two communes, by indicator and area."""
    table = indicators_by(BOOK, observations(*rows), NORMS, year, "293", ["10771", "10750"])
    assert COLUMNS == list(table.columns)
    return table.set_index(["indicator", "area_code"])


POOR = (
    ("households", "10771", 300),
    ("households", "10750", 100),
    ("poor_households", "10771", 9),
    ("poor_households", "10750", 1),
)


def test_the_office_has_the_sum_of_its_areas():
    found = computed(*POOR)["value"]

    assert (9, 1, 10) == tuple(found["poor_households", code] for code in ("10771", "10750", "293"))


def test_a_rate_of_the_office_is_the_ratio_of_sums_and_not_the_mean_of_rates():
    found = computed(*POOR)["printed"]

    assert ("3%", "1%", "2,50%") == tuple(found["poor_households_rate", code] for code in ("10771", "10750", "293"))


def test_what_no_area_reported_is_missing_and_prints_as_dots():
    row = computed()[["value", "text", "printed", "status"]].loc[("poor_households", "293")]

    assert (True, "", "…", "missing") == (pd.isna(row["value"]), row["text"], row["printed"], row["status"])


def test_a_rate_of_an_area_without_households_is_missing():
    found = computed(("households", "10771", 0), ("poor_households", "10771", 0))

    assert "missing" == found["status"]["poor_households_rate", "10771"]


def test_months_are_summed_into_the_year_and_other_years_are_not():
    found = computed(("decisions_stop", "10771", 3), ("decisions_stop", "10771", 4, "2024-02"), ("decisions_stop", "10771", 9, "2023"))

    assert 7 == found["value"]["decisions_stop", "293"]


LEVEL = "tet_province_visit_unit_value"


def test_a_level_that_all_areas_state_alike_is_the_level():
    found = computed((LEVEL, "10771", 2_500_000), (LEVEL, "10750", 2_500_000))

    assert 2_500_000 == found["value"][LEVEL, "293"]


def test_a_level_that_areas_state_differently_is_missing():
    found = computed((LEVEL, "10771", 2_500_000), (LEVEL, "10750", 2_000_000))

    assert "missing" == found["status"][LEVEL, "293"]


def test_a_level_that_one_area_states_in_two_ways_is_missing():
    found = computed((LEVEL, "10771", 2_500_000), (LEVEL, "10750", None))

    assert "missing" == found["status"][LEVEL, "293"]


def test_a_desk_figure_that_is_stated_in_two_ways_is_missing():
    assert "missing" == computed(("new_jobs_plan", "293", None))["status"]["new_jobs_plan", "293"]


def test_a_date_of_the_desk_gives_its_anniversary():
    found = computed(("dbp_date_from", "293", "1954-05-07"))

    assert ("07/5/1954", "07/5/2024", "70") == tuple(
        found["printed"][name, "293"] for name in ("dbp_date_from", "dbp_date_to", "dbp_anniversary_years")
    )


@pytest.mark.parametrize(("year", "age"), [(2024, 80), (2025, 75)])
def test_a_norm_is_that_of_the_last_day_of_the_year(year, age):
    assert age == computed(year=year)["value"]["decisions_new_elderly_age", "293"]


def test_a_norm_that_is_not_in_force_is_named_with_what_to_do():
    with pytest.raises(CtxhError) as refused:
        indicators_by(BOOK, observations(), NORMS, 2019, "293", [])

    assert "không có định mức «" in str(refused.value)
    assert str(refused.value).endswith("vào ngày 31/12/2019. Thêm một dòng định mức có hiệu lực vào ngày đó.")


def test_only_indicators_with_a_meaning_by_area_have_rows_of_areas():
    areas = computed(*POOR).reset_index().groupby("indicator")["area_code"].agg(list)

    assert ["293", "10771", "10750"] == areas["poor_households"]
    assert ["293"] == areas["new_jobs_plan"]


def test_a_misspelt_indicator_is_refused_with_the_nearest():
    with pytest.raises(CtxhError) as refused:
        known_indicator(BOOK, "poor_houshold_rate")

    assert "Không có chỉ tiêu «poor_houshold_rate». Có phải ý bạn là «poor_households_rate»?" == str(refused.value)

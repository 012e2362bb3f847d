"""The checks on a part of a year: what they ask of six or nine months, and what they leave alone.

Each rule is shown passing on what is normal for a part of a year, and failing on a real fault in it.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from ctxh.check.engine import checks_of, run_checks
from small_checks import CLOSED, MEALS, PLANS, SPENDING, STOCK, A, B, Small, monthly, papers
from small_sheets import BOOK

LATER = "2024-12"  # the workbooks run on to December
OLD_BASE = 360_000


def half(values: dict | None = None, areas: dict | None = None, rows: list | None = None, **more) -> Small:
    """What an office knows of the first half of 2024."""
    return Small(values or {}, areas or {}, rows or [], period_name="half-year", **more)


def results(edition: Small, check: str) -> list[tuple[str, str]]:
    """Result and note of each verdict of a check."""
    return [(row.result, row.note) for row in run_checks(edition.computed, alone(check))[0].itertuples()]


def severities(edition: Small, check: str) -> list[str]:
    """How grave the findings of a check are."""
    return [row["severity"] for row in run_checks(edition.computed, alone(check))[1]]


def alone(check: str) -> list:
    """One check, of which some have several parts."""
    return [entry for entry in checks_of(BOOK) if entry.id == check]


def funerals(decided: int, deaths: dict[int, int]) -> Small:
    """A commune with so many decisions on funerals by June, and so many deaths in each month."""
    cases = sum(deaths.values())
    areas = {"decisions_funeral": {A: decided}, "btxh_funeral_cases": {A: cases}}
    money = {month: n * 20 * OLD_BASE for month, n in deaths.items()}
    rows = [*monthly("deaths_by_month", "", deaths), *monthly("funeral_amount_by_month", "", money)]
    return half({"decisions_funeral": decided, "btxh_funeral_cases": cases, "btxh_funeral_amount": sum(money.values())}, areas, rows)


class TestFunerals:
    """C17: deaths are counted by their day, decisions by theirs, which is later."""

    def test_the_latest_deaths_may_wait_for_their_decision(self):
        assert severities(funerals(3, {2: 2, 4: 1, 6: 1}), "C17") == []

    def test_more_decisions_than_deaths_stop(self):
        assert severities(funerals(5, {2: 2, 4: 1, 6: 1}), "C17") == ["stopped"]

    def test_deaths_of_two_months_ago_without_a_decision_are_asked_about(self):
        edition = funerals(2, {2: 2, 4: 1, 6: 1})
        [finding] = [row for row in run_checks(edition.computed)[1] if row["check"] == "C17"]
        assert (finding["severity"], finding["area_code"]) == ("flagged", A)
        assert "2 và [3; 4] trường hợp; người chết đến hết tháng 04 đã có quyết định" in finding["message"]
        assert finding["remedy"] == "Xem các ô gốc: ctxh trace 2024 decisions_funeral --area 10771 -p period half-year"

    def test_a_wrong_amount_is_flagged_and_the_spread_over_the_year_is_not_judged(self):
        edition = funerals(4, {2: 2, 4: 1, 6: 1})
        assert ("thông tin", "không xét cho kỳ 6 tháng đầu năm 2024: hai nửa năm chưa đủ để so") in results(edition, "C17")
        more = [row if row[0] != "funeral_amount_by_month" else (*row[:3], row[3] + 1, row[4]) for row in edition.rows]
        assert set(severities(replace(edition, rows=more), "C17")) == {"flagged"}

    def test_funerals_decided_are_held_against_stops_decided(self):
        stops = {"btxh_funeral_cases": 12, "decisions_funeral": 9}
        assert severities(half({**stops, "decisions_stop": 10}), "C27") == []
        assert severities(half({**stops, "decisions_stop": 8}), "C27") == ["flagged"]


class TestHomeCare:
    """C18: what was paid stands for the households of the months gone by."""

    @pytest.mark.parametrize(("households", "found"), [(100, []), (120, ["flagged"])])
    def test_six_months_are_six_months(self, households, found):
        edition = half({"btxh_home_care_amount": 6 * 100 * OLD_BASE}, rows=[("home_care_households", A, "", households)])
        assert severities(edition, "C18") == found
        assert results(edition, "C18")[0][1].startswith("số người bình quân 6 tháng")

    def test_of_a_whole_year_they_would_be_half_of_it(self):
        edition = Small({"btxh_home_care_amount": 6 * 100 * OLD_BASE}, rows=[("home_care_households", A, "", 100)])
        assert severities(edition, "C18") == ["flagged"]


class TestLists:
    """C24, C34, C36: who there is when the list was drawn up."""

    def test_a_list_of_the_period_must_follow_from_the_stock_before(self):
        assert severities(half({**STOCK, "cashless_btxh_base": 109}), "C24") == []
        assert severities(half({**STOCK, "cashless_btxh_base": 150}), "C24") == ["flagged"]

    def test_a_list_drawn_up_later_is_no_stock_of_the_period(self):
        edition = half({**STOCK, "cashless_btxh_base": 150}, listed_until=LATER)
        assert results(edition, "C24") == [("thông tin", "không xét cho kỳ 6 tháng đầu năm 2024: danh sách lập sau kỳ, đến tháng 12/2024")]

    @pytest.mark.parametrize(("until", "base"), [("", "360.000"), (LATER, "500.000")])
    def test_amounts_are_held_against_the_base_of_the_list_s_own_day(self, until, base):
        rows = [("off_amount", A, "1.0", 2), ("off_amount_paid", A, "1.0", 9.0), ("off_amount_due", A, "1.0", 8.0)]
        edition = half({"cashless_btxh_base": 5}, rows=rows, listed_until=until)
        assert severities(edition, "C34") == ["flagged"]
        assert f"hệ số × {base}" in results(edition, "C34")[0][1]

    @pytest.mark.parametrize(("until", "june", "found"), [("", 3.75, ["flagged"]), (LATER, 3.75, []), (LATER, 4.5, ["flagged"])])
    def test_the_last_month_need_not_fit_a_list_of_later(self, until, june, found):
        """Ten persons with a coefficient of 1: 3,6 triệu a month; June is 4% off, or 25%."""
        paid = dict.fromkeys(range(1, 6), 10.0 * OLD_BASE) | {6: june * 1_000_000}
        rows = [
            *monthly("spending_by_month", "btxh_monthly", paid),
            *monthly("persons_by_month", "btxh_monthly", dict.fromkeys(paid, 10)),
            ("coefficients", A, "", 10),
        ]
        assert severities(half({"cashless_btxh_base": 10}, rows=rows, listed_until=until), "C36") == found


class TestPaper:
    """C33: the paper report is one of a period, too."""

    PRINTED = (("printed_on_paper", "293", "decisions_total", "90 trường hợp"),)

    def test_the_paper_of_the_period_is_compared(self):
        assert severities(half({"decisions_total": 90}, rows=self.PRINTED), "C33") == []
        assert severities(half({"decisions_total": 91}, rows=self.PRINTED), "C33") == ["flagged"]

    def test_the_paper_of_a_longer_one_is_not(self):
        edition = half({"decisions_total": 91}, rows=self.PRINTED, listed_until=LATER)
        assert results(edition, "C33") == [("thông tin", "không xét cho kỳ 6 tháng đầu năm 2024: bản giấy là của kỳ dài hơn")]


class TestTheRest:
    """C15, C16, C22, C29, C30."""

    def test_holiday_meals_need_not_fill_the_days_of_a_year(self):
        meals = MEALS | {"holiday_meal_person_days": 10, "holiday_meal_amount": 2_000_000}
        assert severities(half(meals), "C15") == []
        assert severities(half(meals | {"holiday_meal_amount": 2_000_001}), "C15") == ["flagged"]
        assert severities(Small(meals), "C15") == ["flagged"]

    def test_the_rounding_of_the_year_s_total_is_not_asked_about(self):
        spending = SPENDING | {"btxh_home_care_amount": 5e9, "btxh_total_spending": 76e9}
        assert severities(half(spending), "C16") == []

    @pytest.mark.parametrize(("jobs", "found"), [(1_300, []), (2_600, []), (4_000, ["flagged"])])
    def test_new_jobs_are_on_their_way_to_the_plan(self, jobs, found):
        assert severities(half({"new_jobs": jobs, "new_jobs_plan": 2_600}), "C22") == found

    def test_a_total_of_an_occasion_to_come_is_not_missed_but_one_gone_by_is(self):
        known = {"tet_gifts_total_amount": 5, "convalescence_total": 5}
        assert severities(half(known), "C29") == []
        assert severities(half(known | {"tet_gifts_total_amount": None}), "C29") == ["info"]

    def test_documents_are_dated_up_to_the_day_that_the_desk_names_or_the_period_ends(self):
        plans = papers(PLANS[0], ("plan_drugs", "900/KH-UBND", "2024-06-20"))
        assert severities(half(rows=plans), "C30") == ["flagged"]
        assert severities(half(CLOSED, rows=plans), "C30") == []

    def test_a_rule_with_nothing_to_compare_says_for_which_period(self):
        assert set(results(half(), "C20")) == {("thông tin", "không xét cho kỳ 6 tháng đầu năm 2024: chưa có số liệu để đối chiếu")}
        assert results(Small(), "C20") == [("thông tin", "không xét: chưa có số liệu để đối chiếu")]

    def test_what_holds_for_any_period_still_fails(self):
        faults = {"decisions_total": 5, "poor_households": 1}
        rows = [("changes_rows", A, "", 3), ("changes_rows", B, "", 3)]
        assert severities(half(faults, rows=rows), "C01") == ["stopped"]

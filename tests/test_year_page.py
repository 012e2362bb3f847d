"""The page of the year: what changed most against a year that may be compared, plans, what must be answered."""

from dataclasses import replace

import pandas as pd
import pytest

from ctxh.check.verdicts import Verdicts
from ctxh.findings import finding, findings_frame
from ctxh.reference.settings import IllustrativeSettings
from ctxh.tell.year_page import answers_table, most_changed_table, plans_table
from small_computed import computed_of, indicators_of, request_of
from small_sheets import observation_table

CITED = ["households", "poor_households", "poor_households_rate", "new_jobs", "tet_gifts_total_amount", "decisions_total"]
NOW = {"households": 110, "poor_households": 29, "poor_households_rate": 1.5, "new_jobs": 60, "decisions_total": 90, "new_jobs_plan": 50}
BEFORE = {"households": 100, "poor_households": 20, "poor_households_rate": 3.0, "new_jobs": 40, "decisions_total": 90}


@pytest.fixture
def year(monkeypatch):
    """2024 beside 2023: households up by a tenth, new jobs by half, decisions as they were, poor households from a base of 20."""
    request = request_of({"10771": "xã Kim Xuyên"})
    monkeypatch.setattr(type(request), "years", lambda self: [2023, 2024])
    return computed_of(request, observation_table([]), indicators_of(request, NOW, {}), before={2023: indicators_of(request, BEFORE, {})})


def test_the_greatest_changes_come_first_without_rates_and_small_bases(year):
    rows = [[cell.text for cell in row[:4]] for row in most_changed_table(year, CITED).rows]

    assert [["60", "40", "tăng 50,0%"], ["110", "100", "tăng 10,0%"]] == [row[1:] for row in rows]
    assert "Tổng số hộ dân cư (hộ)" == rows[1][0]


COMMUNES = {"10771": "xã Kim Xuyên", "10774": "xã Phúc Thành", "10777": "xã Ngũ Phúc"}
AMOUNT, CASES = "btxh_funeral_amount", "btxh_funeral_cases"


class TestReasons:
    """Funerals: 40 of 20 x 430.000 on an average, after 50 of 20 x 360.000; base 360.000 until June 2024, 500.000 from July."""

    def why(self, monkeypatch, before: dict[str, float], cited: str) -> str:
        """What is printed beside a change: 200, 90 and 54 million in the three communes, after what was paid ``before``."""
        request = request_of(COMMUNES)
        monkeypatch.setattr(type(request), "years", lambda self: [2023, 2024])
        parts = dict(zip(COMMUNES, (200e6, 90e6, 54e6), strict=True))
        now = indicators_of(request, {AMOUNT: 344e6, CASES: 40}, {AMOUNT: parts})
        old = indicators_of(request, {AMOUNT: 360e6, CASES: 50}, {AMOUNT: before})
        [row] = most_changed_table(computed_of(request, observation_table([]), now, before={2023: old}), [cited]).rows
        return row[-1].text

    def test_volume_norm_and_areas_are_told_where_they_are_computed(self, monkeypatch):
        before = dict(zip(COMMUNES, (210e6, 80e6, 70e6), strict=True))

        volume, norm, areas = self.why(monkeypatch, before, AMOUNT).split("; ")
        assert "Hỗ trợ mai táng phí: số trường hợp: giảm 20,0%" == volume
        assert "bình quân các tháng: tăng 19,4%" == norm.partition(", ")[2]
        assert "nhiều nhất: xã Ngũ Phúc giảm 16 triệu, xã Kim Xuyên giảm 10 triệu" == areas

    def test_areas_that_do_not_add_up_to_the_change_are_no_reason(self, monkeypatch):
        assert "nhiều nhất" not in self.why(monkeypatch, {"10771": 210e6, "10774": 80e6}, AMOUNT)
        assert "nhiều nhất" not in self.why(monkeypatch, dict.fromkeys(COMMUNES, 100e6), AMOUNT)

    def test_a_count_has_no_norm(self, monkeypatch):
        assert "" == self.why(monkeypatch, {}, CASES)


def test_an_illustrative_year_is_nothing_to_compare_with(year):
    settings = replace(year.settings, illustrative=IllustrativeSettings(years=(2023,), year_note="x"))
    table = most_changed_table(replace(year, request=replace(year.request, settings=settings)), CITED)

    assert () == table.rows and "Không so, vì số liệu năm 2023 là số liệu minh họa." == table.note


def test_plans_say_how_far_they_were_reached(year):
    plan = year.book.indicators["new_jobs"].plan
    table = plans_table(replace(year, indicators=indicators_of(year.request, NOW | {plan: 50}, {})))

    assert [["Lao động được giải quyết việc làm mới (người)", "60", "50", "120,0%"]] == [[cell.text for cell in row] for row in table.rows]


def test_without_a_plan_there_is_nothing_to_have_reached(year):
    table = plans_table(replace(year, indicators=indicators_of(year.request, {name: NOW[name] for name in ("households", "new_jobs")}, {})))

    assert (() == table.rows) and "Không có chỉ tiêu kế hoạch." == table.note


def test_a_plan_without_a_result_yet_is_no_want_of_a_plan(year):
    half, plan = request_of({"10771": "xã Kim Xuyên"}, period="half-year"), year.book.indicators["new_jobs"].plan
    june = computed_of(half, observation_table([]), indicators_of(half, {plan: 50}, {}))
    vars(june.observed)["untold"] = frozenset({"new_jobs"})  # as where the workbooks are those of December
    table = plans_table(june)

    assert (() == table.rows) and "Chưa có số thực hiện của kỳ để so với kế hoạch năm." == table.note


def test_an_area_that_stands_beside_a_finding_does_not_stand_in_it_too(year):
    found = findings_frame(
        [finding("flagged", "xã Kim Xuyên: quà gấp đôi.", area_code="10771"), finding("flagged", "xã Kim Xuyên: hai tệp.")]
    )
    rows = [[cell.text for cell in row] for row in answers_table(year, Verdicts(pd.DataFrame(), found)).rows]

    assert [["Quà gấp đôi.", "xã Kim Xuyên"], ["Xã Kim Xuyên: hai tệp.", ""]] == rows


def test_ten_findings_are_named_and_the_others_counted(year):
    found = findings_frame([finding("flagged", f"Điều {at}.") for at in range(12)] + [finding("info", "Ghi chú.")])
    table = answers_table(year, Verdicts(pd.DataFrame(), found))

    assert 10 == len(table.rows) and "Còn 2 điều khác ở phần Điều cần xem." == table.note

"""An edition on other boundaries: its areas, what it says of itself, what it refuses, where it lies."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from ctxh.compute.computed import Earlier
from ctxh.compute.passports import passport
from ctxh.compute.selections import area_names, missing_areas, notice
from ctxh.edition import Edition, open_edition
from ctxh.errors import WrongUsage
from ctxh.reference import places
from ctxh.reference.areas import Territory
from ctxh.run.report_run import planned
from ctxh.tell import indicator_tables
from ctxh.tell.reconciliation import funerals_table
from ctxh.tell.territory_tables import AS_REPORTED
from opened import knowing, shown_on

ON_14, ON_NEW = "2024-12-31", "2025-07-01"


@pytest.fixture(scope="module")
def of_14(edition_2024) -> Edition:
    return shown_on(edition_2024, ON_14)


@pytest.fixture(scope="module")
def of_2025(edition_2024) -> Edition:
    return shown_on(edition_2024, ON_NEW)


def test_14_communes_at_the_end_of_2024(of_14):
    assert len(of_14.areas) == 14
    assert of_14.area_name("10756") == "xã Lai Khê"


def test_july_2025_says_what_can_be_said(of_2025):
    assert sorted(of_2025.areas["area_code"]) == ["10750", "10756", "10762", "10768", "10792", "10798", "10804"]
    assert of_2025.area_name("10762") == "xã Vũ Dũng (chưa có tỷ lệ chia)"
    flagged = [m for s, m in of_2025.findings()[["severity", "message"]].itertuples(index=False) if s == "flagged"]
    assert "xã Hòa Bình chia về xã Kim Thành, xã Hà Nam nhưng chưa có tỷ lệ chia: giữ nguyên như trước, không ước đoán." in flagged


@pytest.mark.parametrize("boundaries", [ON_14, ON_NEW])
def test_the_office_itself_does_not_change(edition_2024, boundaries):
    other = shown_on(edition_2024, boundaries)
    own = [
        table[table["area_code"] == "293"].reset_index(drop=True) for table in (edition_2024.computed.indicators, other.computed.indicators)
    ]
    assert own[0].equals(own[1])


def test_a_merged_commune_is_the_sum_of_its_parts(edition_2024, of_14):
    parts = edition_2024.computed.area_values("households")
    assert of_14.computed.area_values("households")["10756"][0] == parts["10753"][0] + parts["10756"][0]


def test_checks_judge_what_was_reported(edition_2024, of_14):
    assert of_14.checks().equals(edition_2024.checks())


def test_a_passport_leads_to_the_cells_of_both_parts(of_14):
    files = {source.cited.file for source in passport(of_14.computed, "poor_households", "10756").sources}
    assert files == {"Xa_Lai_Vu_2024.xlsx", "Xa_Cong_Hoa_2024.xlsx"}


def test_tables_by_area_say_their_boundaries(of_14, edition_2024):
    table = indicator_tables.area_table(of_14.computed, ["households"], "Hộ")
    assert len(table.rows) == 15
    assert "Chia theo địa giới ngày 31/12/2024." in notice(of_14.computed, breakdown=True) == table.note
    assert "địa giới" not in notice(of_14.computed, breakdown=False) + notice(edition_2024.computed, breakdown=True)


def test_who_sent_nothing_is_named_as_it_reported(of_14):
    came = of_14.computed.coverage
    lacking = shown_on(of_14, ON_14, coverage=came[~((came["area_code"] == "10753") & (came["form"] == "gifts"))])
    assert missing_areas(lacking.computed, ["gifts"]) == ["Lai Vu"]


@pytest.mark.parametrize("wrong", ["2025-7-1", "31/12/2024", "2024-13-01", "2019-11-30", "20240101", "hôm nay"])
def test_unknown_boundaries_are_refused(wrong):
    with pytest.raises(WrongUsage) as refused:
        open_edition("kim-thanh", 2024, boundaries=wrong)
    assert str(refused.value) == (
        f"Tham số «boundaries» phải là một ngày viết NĂM-THÁNG-NGÀY, từ 2019-12-01 trở đi, không phải «{wrong}». "
        "Địa giới đã thay đổi vào các ngày: 2024-12-01, 2025-07-01. Bỏ trống để giữ như các đơn vị báo cáo."
    )


@pytest.mark.parametrize("wrong", [2021, 2025])
def test_a_series_cannot_begin_where_there_are_no_data(wrong):
    with pytest.raises(WrongUsage) as refused:
        open_edition("kim-thanh", 2024, since=wrong)
    assert str(refused.value) == (f"Tham số «since» phải là một năm từ 2022 đến 2024, không phải {wrong}. Số 0 là lấy mọi năm có số liệu.")


def test_a_run_is_refused_before_it_starts():
    with pytest.raises(WrongUsage, match="«boundaries»"):
        planned("kim-thanh", 2024, [("boundaries", "2024")], ["pdf"])
    with pytest.raises(WrongUsage, match="«since»"):
        planned("kim-thanh", 2024, [("since", "1999")], ["pdf"])


def test_every_notebook_declares_both_and_passes_them_on():
    plan = planned("kim-thanh", 2024, [("boundaries", ON_14), ("since", "2023")], ["pdf"])
    assert (plan.boundaries, plan.since) == (ON_14, 2023)
    for path in plan.notebooks:
        text = path.read_text(encoding="utf-8")
        assert 'boundaries: str = \\"\\"' in text and "since: int = 0" in text
        assert "boundaries=boundaries, since=since" in text


def test_a_restated_edition_does_not_take_the_plain_one_s_place(monkeypatch):
    monkeypatch.setenv("CTXH_OUTPUTS", "out")
    own = places.places_of(os.environ)
    assert own.edition("kim-thanh", 2024) == Path("out/kim-thanh/2024").absolute()
    assert own.edition("kim-thanh", 2024, places.Chosen(ON_14)).name == "2024@2024-12-31"
    assert own.workspace("kim-thanh", 2024, places.Chosen(ON_14)).name == "2024@2024-12-31.draft"
    assert open_edition("kim-thanh", 2024, boundaries=ON_14).workspace.name == "2024@2024-12-31.draft"


def test_a_series_begins_where_it_was_asked_to(edition_2024):
    request = replace(edition_2024.request, since=2023)
    later = replace(edition_2024.computed, request=request, earlier=Earlier(request))
    assert sorted(set(later.series["year"])) == [2023, 2024]
    assert list(later.breaks["date"]) == ["2023-07-01", "2024-07-01", "2024-12-01"]


def test_a_table_of_the_areas_as_they_reported_says_so_on_other_boundaries(edition_2024, of_14):
    plain, shown = funerals_table(edition_2024.computed), funerals_table(of_14.computed)
    assert shown.rows == plain.rows and len(shown.rows) == 19
    assert AS_REPORTED in shown.note and "Chia theo địa giới" not in shown.note and AS_REPORTED not in plain.note


SHARES = {
    ("10762", "10756"): "0.7",
    ("10762", "10705"): "0.3",
    ("10768", "10756"): "0.9",
    ("10768", "10705"): "0.1",
    ("10798", "10804"): "0.95",
    ("10798", "10843"): "0.05",
}


@pytest.fixture(scope="module")
def shared_out(edition_2024) -> Edition:
    """2024 on the boundaries of July 2025, all shares known."""
    other = shown_on(edition_2024, ON_NEW)
    links = other.request.territory.successions
    pairs = list(zip(links["old_code"], links["new_code"], strict=True))
    known = [
        SHARES.get(pair, share) if since == ON_NEW else share
        for pair, share, since in zip(pairs, links["share"], links["new_valid_from"], strict=True)
    ]
    territory = Territory(other.request.territory.areas, links.assign(share=known))
    return knowing(other, replace(other.observed, request=replace(other.request, territory=territory)))


class TestOfKnownShares:
    """The same boundaries once the shares of the three communes that were split have been published."""

    def test_what_rests_on_a_share_is_marked_in_tables_and_names(self, shared_out):
        rows = indicator_tables.area_table(shared_out.computed, ["households"], "Hộ").rows
        assert [row[0].text for row in rows] == [
            "Xã Nam An Phụ (ước tính)",
            "Xã Phú Thái",
            "Xã Lai Khê (ước tính)",
            "Xã An Thành",
            "Xã Kim Thành (ước tính)",
            "Xã Hà Nam (ước tính)",
            "Tổng cộng",
        ]
        assert list(area_names(shared_out.computed)) == [row[0].text.removeprefix("Xã ") for row in rows[:-1]]
        status = shared_out.computed.indicators.query("indicator == 'poor_households_rate'").set_index("area_code")["status"]
        assert (status["10756"], status["10792"]) == ("estimated", "observed")

    def test_shares_are_carried_and_rates_computed_again(self, edition_2024, shared_out):
        homes, poor = (edition_2024.computed.area_values(name) for name in ("households", "poor_households"))
        parts = {"10753": 1, "10756": 1, "10759": 0.7, "10762": 0.7, "10768": 0.9}  # what became xã Lai Khê
        known_homes, known_poor = (sum(share * values[code][0] for code, share in parts.items()) for values in (homes, poor))
        assert shared_out.computed.area_values("households")["10756"][0] == pytest.approx(known_homes)
        assert shared_out.computed.area_values("poor_households_rate")["10756"][0] == pytest.approx(100 * known_poor / known_homes)

    def test_the_parts_add_up_to_the_district(self, edition_2024, shared_out):
        for name in ("households", "poor_households", "decisions_total", "btxh_funeral_amount", "new_jobs"):
            assert sum(value for value, _ in shared_out.computed.area_values(name).values()) == pytest.approx(edition_2024.value(name))

    def test_the_findings_say_the_shares_and_refuse_nothing(self, shared_out):
        told = [m for s, c, m in shared_out.findings()[["severity", "check", "message"]].itertuples(index=False) if c == "địa giới"]
        assert "xã Tuấn Việt được chia theo tỷ lệ: xã Lai Khê 90%, xã Nam An Phụ 10%; các số này là ước tính." in told
        assert not [message for message in told if "chưa có tỷ lệ chia" in message]

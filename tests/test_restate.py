"""Restating on other boundaries: mergers add up, splits are shared out, unknown shares are not guessed."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ctxh.compute.indicators import indicators_by
from ctxh.errors import CtxhError
from ctxh.observe.restate import redraw
from ctxh.observe.restate import restate as restate_by
from ctxh.reference.areas import Part, Territory, areas_within, check_shares, load_areas, load_successions
from ctxh.reference.norms import load_norms
from small_sheets import BOOK, observation_table

REFERENCE = Path(__file__).parents[1] / "data" / "reference"
AREAS = ["area_code", "valid_from", "valid_to", "name", "kind", "level", "parent_code", "note"]
LINKS = ["old_code", "old_valid_from", "new_code", "new_valid_from", "share", "legal_basis", "note"]
OLD, MID, NEW = "2019-12-01", "2024-12-01", "2025-07-01"
REAL = Territory(load_areas(REFERENCE), load_successions(REFERENCE))
COMMUNES = areas_within(REAL.areas, "293", date(2023, 12, 31))
IN_2024, IN_2025 = date(2024, 12, 31), date(2025, 7, 1)


def restate(observations: pd.DataFrame, redrawn) -> pd.DataFrame:
    return restate_by(observations, redrawn, BOOK.items)


def territory(lives: str, links: str) -> Territory:
    """Lives as ``code from to name``, links as ``old from new from share``; ``-`` is empty."""
    areas = [(c, f, "" if t == "-" else t, n, "xã", "commune", "9", "") for c, f, t, n in map(str.split, lives.split(";"))]
    known = [(*row[:4], "" if row[4] == "-" else row[4], "NQ 1", "") for row in map(str.split, filter(str.strip, links.split(";")))]
    return Territory(pd.DataFrame(areas, columns=AREAS), pd.DataFrame(known, columns=LINKS))


def observed(*rows: tuple) -> pd.DataFrame:
    """Observations of ``item, area, value`` from a workbook named after the area."""
    full = [(i, a, "2024", "", v, "", "observed", f"{a}.xlsx", "S", "C3") for i, a, v in rows]
    return observation_table(full)


def shown(table: pd.DataFrame) -> list[tuple]:
    return [(r.item, r.area_code, r.value, r.status, r.file) for r in table.itertuples()]


def said(findings: list[dict]) -> list[tuple[str, str]]:
    return [(row["severity"], row["message"]) for row in findings]


def test_a_merger_keeps_one_row_an_origin_under_the_new_code():
    land = territory(f"1 {OLD} {MID} A; 2 {OLD} {MID} B; 2 {MID} - C", f"1 {OLD} 2 {MID} 1; 2 {OLD} 2 {MID} 1")
    redrawn = redraw(land, land.areas.head(2), date(2024, 12, 1))
    moved = restate(observed(("households", "1", 30.0), ("households", "2", 12.0), ("new_jobs_plan", "9", 5.0)), redrawn)
    assert shown(moved) == [
        ("households", "2", 30.0, "observed", "1.xlsx"),
        ("households", "2", 12.0, "observed", "2.xlsx"),
        ("new_jobs_plan", "9", 5.0, "observed", "9.xlsx"),
    ]
    assert list(redrawn.areas["name"]) == ["C"]
    assert said(redrawn.findings) == [("info", "Số liệu của 2 đơn vị được trình bày theo địa giới ngày 01/12/2024, thành 1 đơn vị.")]


def test_a_known_split_shares_sums_out_and_marks_them_estimated():
    land = territory(f"1 {OLD} {MID} A; 2 {MID} - B; 3 {MID} - C", f"1 {OLD} 2 {MID} 0.25; 1 {OLD} 3 {MID} 0.75")
    redrawn = redraw(land, land.areas.head(1), date(2025, 1, 1))
    moved = restate(observed(("households", "1", 40.0), ("gift_levels", "1", 300_000.0)), redrawn)
    assert shown(moved) == [
        ("households", "2", 10.0, "estimated", "1.xlsx"),
        ("households", "3", 30.0, "estimated", "1.xlsx"),
        ("gift_levels", "2", 300_000.0, "estimated", "1.xlsx"),
        ("gift_levels", "3", 300_000.0, "estimated", "1.xlsx"),
    ]
    assert said(redrawn.findings)[1] == ("info", "xã A được chia theo tỷ lệ: xã B 25%, xã C 75%; các số này là ước tính.")


def test_an_unknown_share_is_not_guessed():
    links = f"1 {OLD} 2 {MID} -; 1 {OLD} 3 {MID} -; 4 {OLD} 2 {MID} 1"
    land = territory(f"1 {OLD} {MID} A; 4 {OLD} {MID} D; 2 {MID} - B; 3 {MID} - C", links)
    redrawn = redraw(land, land.areas.head(2), date(2025, 1, 1))
    moved = restate(observed(("households", "1", 40.0), ("households", "4", 7.0)), redrawn)
    assert shown(moved) == [
        ("households", "1", 40.0, "observed", "1.xlsx"),
        ("households", "2", 7.0, "partial", "4.xlsx"),
    ]
    assert list(redrawn.areas["name"]) == ["A (chưa có tỷ lệ chia)", "B (chưa gồm A)"]
    assert said(redrawn.findings)[1:] == [
        ("flagged", "xã A chia về xã B, xã C nhưng chưa có tỷ lệ chia: giữ nguyên như trước, không ước đoán."),
        ("flagged", "xã B theo địa giới ngày 01/01/2025 chưa gồm phần chuyển từ xã A."),
    ]


def test_what_a_part_that_sent_nothing_merged_into_is_not_whole():
    lives = f"1 {OLD} {MID} A; 2 {OLD} {MID} B; 3 {OLD} {MID} C; 2 {MID} - D; 3 {MID} - E"
    land = territory(lives, f"1 {OLD} 2 {MID} 1; 2 {OLD} 2 {MID} 1; 3 {OLD} 3 {MID} 1")
    redrawn = redraw(land, land.areas.head(3), date(2025, 1, 1), frozenset("13"))
    moved = restate(observed(("households", "2", 7.0)), redrawn)
    assert [row[1:4] for row in shown(moved)] == [("2", 7.0, "partial")]
    assert list(redrawn.areas["name"]) == ["D (chưa gồm A)", "E"]
    (told,) = redrawn.findings[1:]
    assert (told["message"], told["remedy"]) == (
        "xã D theo địa giới ngày 01/01/2025 chưa gồm phần chuyển từ xã A.",
        "Xin tệp của đơn vị còn thiếu.",
    )


def test_an_area_that_stays_does_not_take_the_code_of_a_new_one():
    links = f"1 {OLD} 1 {MID} -; 1 {OLD} 3 {MID} -; 4 {OLD} 1 {MID} 1"
    land = territory(f"1 {OLD} {MID} A; 4 {OLD} {MID} D; 1 {MID} - B; 3 {MID} - C", links)
    moved = restate(observed(("households", "1", 40.0), ("households", "4", 7.0)), redraw(land, land.areas.head(2), date(2025, 1, 1)))
    assert [(row[1], row[2]) for row in shown(moved)] == [("1-20191201", 40.0), ("1", 7.0)]


def test_chains_are_followed_and_shares_multiply():
    land = territory(
        f"1 {OLD} {MID} A; 2 {MID} {NEW} B; 3 {MID} {NEW} C; 2 {NEW} - D; 5 {NEW} - E",
        f"1 {OLD} 2 {MID} 1/2; 1 {OLD} 3 {MID} 1/2; 2 {MID} 2 {NEW} 2/5; 2 {MID} 5 {NEW} 3/5; 3 {MID} 5 {NEW} 1",
    )
    assert land.parts(("1", OLD), IN_2025) == [
        Part(("2", NEW), Fraction(1, 5)),
        Part(("5", NEW), Fraction(3, 10)),
        Part(("5", NEW), Fraction(1, 2)),
    ]


def test_back_in_time_only_what_was_one_area_is_renamed():
    land = territory(
        f"1 {OLD} {MID} A; 2 {OLD} {MID} B; 3 {OLD} {MID} C; 2 {MID} - D; 3 {MID} - E",
        f"1 {OLD} 2 {MID} 1; 2 {OLD} 2 {MID} 1; 3 {OLD} 3 {MID} 1",
    )
    redrawn = redraw(land, land.areas.tail(2), date(2024, 1, 1))
    assert list(redrawn.areas["name"]) == ["D (chưa có tỷ lệ chia)", "C"]
    assert said(redrawn.findings)[1] == (
        "flagged",
        "xã D không tách lại được theo địa giới ngày 01/01/2024: các đơn vị đã nhập không còn số liệu riêng.",
    )


def test_kim_thanh_has_14_communes_at_the_end_of_2024():
    redrawn = redraw(REAL, COMMUNES, IN_2024)
    into = redrawn.moves.groupby("to")["area_code"].agg(list).to_dict()
    assert len(into) == 14
    assert {code: parts for code, parts in into.items() if len(parts) > 1} == {
        "10750": ["10750", "10774"],
        "10756": ["10753", "10756"],
        "10762": ["10759", "10762"],
        "10798": ["10798", "10807"],
    }
    assert dict(zip(redrawn.areas["area_code"], redrawn.areas["name"], strict=True))["10756"] == "Lai Khê"
    assert set(redrawn.moves["share"]) == {1.0} and not redrawn.moves["partial"].any()


def test_kim_thanh_in_july_2025_says_what_can_be_said():
    redrawn = redraw(REAL, COMMUNES, IN_2025)
    assert dict(zip(redrawn.areas["area_code"], redrawn.areas["name"], strict=True)) == {
        "10750": "Phú Thái",
        "10792": "An Thành",
        "10756": "Lai Khê (chưa gồm Vũ Dũng, Tuấn Việt)",
        "10804": "Kim Thành (chưa gồm Hòa Bình)",
        "10762": "Vũ Dũng (chưa có tỷ lệ chia)",
        "10768": "Tuấn Việt (chưa có tỷ lệ chia)",
        "10798": "Hòa Bình (chưa có tỷ lệ chia)",
    }


CODES = list(COMMUNES["area_code"])
COUNTS = st.lists(st.integers(0, 5000), min_size=len(CODES), max_size=len(CODES))


@settings(max_examples=25, deadline=None)
@given(COUNTS, COUNTS, st.sampled_from([IN_2024, IN_2025, date(2023, 1, 1)]))
def test_totals_of_the_district_do_not_depend_on_mergers(poor, homes, on):
    rows = [("poor_households", c, float(p)) for c, p in zip(CODES, poor, strict=True)]
    rows += [("households", c, float(n)) for c, n in zip(CODES, homes, strict=True)]
    moved = restate(observed(*rows), redraw(REAL, COMMUNES, on))
    assert moved.groupby("item")["value"].sum().to_dict() == {"poor_households": sum(poor), "households": sum(homes)}


ITEMS_OF_ALL_KINDS = ("poor_households", "households", "btxh_funeral_amount", "spending_by_month", "beneficiaries_by_group")


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(0, 5), min_size=1, max_size=9), st.data())
def test_no_pure_merger_changes_a_total_or_a_rate_of_the_district(groups, data):
    """Any partition of any areas: each item keeps its total, each area its rows, the district its rate."""
    old = [str(100 + n) for n in range(len(groups))]
    new = sorted(set(groups))
    lives = [f"{code} {OLD} {MID} N{code}" for code in old] + [f"{900 + group} {MID} - M{group}" for group in new]
    links = [f"{code} {OLD} {900 + group} {MID} 1" for code, group in zip(old, groups, strict=True)]
    land = territory("; ".join(lives), "; ".join(links))
    numbers = st.integers(0, 10**9)
    rows = [(item, code, float(data.draw(numbers))) for item in ITEMS_OF_ALL_KINDS for code in old]
    before = observed(*rows)
    after = restate(before, redraw(land, land.areas.head(len(old)), IN_2025))
    assert after.groupby("item")["value"].sum().to_dict() == before.groupby("item")["value"].sum().to_dict()
    assert sorted(set(after["area_code"])) == [str(900 + group) for group in new]
    assert list(after["file"]) == list(before["file"]) and set(after["status"]) == {"observed"}
    norms = load_norms(REFERENCE)
    rates = [
        indicators_by(BOOK, table, norms, 2024, "9", []).set_index("indicator").loc["poor_households_rate"] for table in (before, after)
    ]
    assert rates[0].equals(rates[1])


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(1, 60), min_size=2, max_size=6), st.integers(0, 10**9))
def test_shares_that_sum_to_1_keep_the_total(weights, value):
    lives = [("1", OLD, MID)] + [(str(n), MID, "-") for n in range(2, len(weights) + 2)]
    links = [f"1 {OLD} {n} {MID} {w}/{sum(weights)}" for n, w in enumerate(weights, start=2)]
    land = territory("; ".join(f"{c} {f} {t} N{c}" for c, f, t in lives), "; ".join(links))
    check_shares(land.successions)
    moved = restate(observed(("households", "1", float(value))), redraw(land, land.areas.head(1), IN_2025))
    assert moved["value"].sum() == pytest.approx(value)


def test_a_ratio_is_computed_again_from_its_parts():
    rows = [("poor_households", "10753", 30.0), ("households", "10753", 1000.0)]
    rows += [("poor_households", "10756", 10.0), ("households", "10756", 3000.0)]
    moved = restate(observed(*rows), redraw(REAL, COMMUNES, IN_2024))
    table = indicators_by(BOOK, moved, load_norms(REFERENCE), 2024, "293", ["10756"])
    found = table[(table["indicator"] == "poor_households_rate") & (table["area_code"] == "10756")]
    assert list(found["printed"]) == ["1%"]  # 40 of 4.000, not the mean of 3% and 0,33%


def test_what_rests_on_an_estimate_says_so():
    land = territory(f"1 {OLD} {MID} A; 2 {MID} - B; 3 {MID} - C", f"1 {OLD} 2 {MID} 0.4; 1 {OLD} 3 {MID} 0.6")
    rows = observed(("poor_households", "1", 50.0), ("households", "1", 1000.0))
    moved = restate(rows, redraw(land, land.areas.head(1), IN_2025))
    table = indicators_by(BOOK, moved, load_norms(REFERENCE), 2024, "9", ["2"]).set_index(["indicator", "area_code"])
    assert table.loc[("poor_households_rate", "2"), "status"] == "estimated"
    assert table.loc[("poor_households_rate", "2"), "printed"] == "5%"


@pytest.mark.parametrize(
    ("shares", "fault"),
    [
        (("0.4", "0.5"), "dòng 2, 3: tỷ lệ chia của đơn vị 1 (từ 2019-12-01) là 0.4; 0.5"),
        (("0.4", ""), "là 0.4; để trống"),
        (("1.5", "-0.5"), "là 1.5; -0.5"),
        (("một nửa", "0.5"), "là một nửa; 0.5"),
    ],
)
def test_shares_that_do_not_add_up_are_refused(shares, fault):
    rows = [("1", OLD, new, MID, share, "", "") for new, share in zip("23", shares, strict=True)]
    with pytest.raises(CtxhError) as refused:
        check_shares(pd.DataFrame(rows, columns=LINKS, index=[2, 3]))
    assert fault in str(refused.value)
    assert str(refused.value).endswith("phải cộng lại bằng 1, hoặc để trống tất cả khi chưa biết.")


def test_shares_that_add_up_or_are_all_unknown_pass_and_no_others():
    rows = [("1", OLD, "2", MID, "1/3", "", ""), ("1", OLD, "3", MID, "2/3", "", ""), ("4", OLD, "2", MID, "", "", "")]
    check_shares(pd.DataFrame(rows, columns=LINKS))

    with pytest.raises(CtxhError, match="là 1/3; 1/3"):
        check_shares(pd.DataFrame(rows, columns=LINKS).replace("2/3", "1/3"))

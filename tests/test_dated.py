"""Half-open intervals: the day a row starts it holds, the day it ends it does not."""

import datetime

import pandas as pd
import pytest

from ctxh.errors import CtxhError
from ctxh.reference.dated import check_no_overlap, in_force

NORMS = pd.DataFrame(
    [
        ("base", "2021-07-01", "2024-07-01", 360),
        ("base", "2024-07-01", "", 500),
        ("other", "2000-01-01", None, 1),
    ],
    columns=["norm", "valid_from", "valid_to", "value"],
)


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("2021-06-30", [1]),
        ("2021-07-01", [360, 1]),
        ("2024-06-30", [360, 1]),
        ("2024-07-01", [500, 1]),
        ("2099-01-01", [500, 1]),
        ("1999-12-31", []),
    ],
)
def test_rows_in_force(on, expected):
    found = in_force(NORMS, datetime.date.fromisoformat(on), ["norm"])
    assert found["value"].tolist() == expected


def test_timestamps_are_understood():
    table = NORMS.assign(valid_from=pd.to_datetime(NORMS["valid_from"]), valid_to=pd.to_datetime(NORMS["valid_to"]))
    assert in_force(table, datetime.date(2024, 7, 1), ["norm"])["value"].tolist() == [500, 1]


def test_adjoining_intervals_do_not_overlap_but_one_day_more_does():
    check_no_overlap(NORMS, ["norm"])

    with pytest.raises(CtxhError, match="2024-07-02"):
        check_no_overlap(NORMS.assign(valid_to=["2024-07-02", "", ""]), ["norm"])


def test_an_overlap_names_both_rows():
    table = NORMS.assign(valid_to=["2024-08-01", "", ""])
    with pytest.raises(CtxhError, match=r"dòng 0.*2021-07-01.*dòng 1.*2024-07-01 đến nay"):
        check_no_overlap(table, ["norm"])
    with pytest.raises(CtxhError, match="chồng lên nhau"):
        in_force(table, datetime.date(2024, 7, 15), ["norm"])


def test_a_long_interval_over_two_short_ones_is_found():
    table = pd.DataFrame(
        [("a", "2000-01-01", ""), ("a", "2001-01-01", "2002-01-01"), ("b", "2000-01-01", "")],
        columns=["area", "valid_from", "valid_to"],
    )
    with pytest.raises(CtxhError, match=r"dòng 0.*dòng 1"):
        check_no_overlap(table, ["area"])


def test_an_empty_or_reversed_interval_is_refused():
    with pytest.raises(CtxhError, match="valid_from phải có"):
        check_no_overlap(NORMS.assign(valid_from=["2024-07-01", "2024-07-01", ""]), ["norm"])

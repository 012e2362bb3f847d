"""What follows from an indicator: last year, the change, the share of the plan and of the whole, per household."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from ctxh.book import load_book
from ctxh.book.derived import derived
from ctxh.book.quantities import MISSING, Quantity
from ctxh.compute.indicators import indicators_by
from ctxh.errors import CtxhError
from ctxh.tell.rendered_wording import tell_wording
from ctxh.tell.report import Figures
from small_computed import OFFICE, computed_of, indicators_of, norms, request_of
from small_sheets import REFERENCE, observation_table

A = "10771"
OWN = """field = "poverty"
[poor_change]
label = "Hộ nghèo so với năm trước"
unit_of_measure = "percent"
change = "poor_households"
by_area = true
[poor_rate_change]
label = "Tỷ lệ hộ nghèo so với năm trước"
unit_of_measure = "points"
change = "poor_households_rate"
[poor_before]
label = "Hộ nghèo năm trước"
unit_of_measure = "household"
last_year = "poor_households"
by_area = true
[poor_fell]
label = "Hộ nghèo giảm so với năm trước"
unit_of_measure = "household"
minus = ["poor_before", "poor_households"]
by_area = true
[residents]
label = "Nhân khẩu"
unit_of_measure = "person"
desk = "number"
[members]
label = "Nhân khẩu hộ nghèo"
unit_of_measure = "person"
desk = "number"
whole = "residents"
per = ["poor_households"]
"""
NOW = {
    "poor_households": 90,
    "poor_households_rate": 3.0,
    "households": 3000,
    "new_jobs": 260,
    "new_jobs_plan": 250,
    "members": 300,
    "residents": 3000,
}
THEN = {"poor_households": 100, "poor_households_rate": 3.5, "households": 2900, "new_jobs": 0}
DESK = pd.DataFrame(columns=["section", "paragraph"])


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """The national book and entries that look back."""
    own = tmp_path_factory.mktemp("mau") / "book" / "indicators"
    own.mkdir(parents=True)
    (own / "own.toml").write_text(OWN, encoding="utf-8")
    return load_book([REFERENCE / "book", own.parent])


@pytest.fixture(scope="module")
def figures(book):
    """The figures of 2024, and of 2023 before."""
    request = request_of({A: "xã Kim Xuyên"}, book=book)
    before = indicators_of(replace(request, year=2023), THEN, {})
    nothing = pd.DataFrame(columns=["indicator", "value", "status", "year", "illustrative"])
    return Figures(computed_of(request, observation_table([]), indicators_of(request, NOW, {}), before={2023: before}, series=nothing))


def told(tmp_path, figures, wording: str) -> str:
    (tmp_path / "01_thu.md").write_text(wording, encoding="utf-8")
    [block] = tell_wording(tmp_path, figures, DESK, {"area_code": OFFICE}).blocks
    return "".join(run.text for run in block.runs)


def test_indicators_of_the_book_look_back_at_their_own_area(book):
    sheet = [("poor_households", A, "2024", "", 30, "", "observed", "a.xlsx", "B8a", "H3")]
    was = {("poor_households", ""): 40, ("poor_households", A): 24}

    def before(name: str, area: str) -> Quantity:
        return Quantity(was[name, area]) if (name, area) in was else MISSING

    table = indicators_by(book, observation_table(sheet), norms(), 2024, OFFICE, [A], before=before)
    values = table.set_index(["indicator", "area_code"])["value"]

    assert [-25.0, 25.0] == [values["poor_change", code] for code in (OFFICE, A)]
    assert [40, 24] == [values["poor_before", code] for code in (OFFICE, A)]
    assert [10, -6] == [values["poor_fell", code] for code in (OFFICE, A)]
    assert pd.isna(values["poor_rate_change", OFFICE])


def test_the_wording_tells_what_follows_from_any_indicator(tmp_path, figures):
    wording = (
        'Năm trước {{ last_year("poor_households") }}, {{ change_rate("poor_households") }}; '
        'tỷ lệ {{ change_rate("poor_households_rate") }}; '
        'việc làm đạt {{ share_of_plan("new_jobs") }}; chiếm {{ share("members") }}; mỗi hộ {{ per("members", "poor_households") }}; '
        'tổng số hộ {{ change("households") }}.'
    )

    assert (
        "Năm trước 100, giảm 10%; tỷ lệ giảm 0,50 điểm phần trăm; việc làm đạt 104%; chiếm 10%; mỗi hộ 3,33; "
        "tổng số hộ tăng 100 hộ so với năm trước./."
    ) == told(tmp_path, figures, wording)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        ('share_of_plan("new_job")', "không có chỉ tiêu «new_job». Có phải ý bạn là «new_jobs»?"),
        ('share_of_plan("households")', "chỉ tiêu “households” chưa có plan trong sổ định nghĩa"),
        ('share("households")', "chỉ tiêu “households” chưa có whole trong sổ định nghĩa"),
        ('per("members", "households")', "chỉ tiêu “members” không chia được cho “households”: chỉ chia được cho poor_households"),
        ('last_year("doc_number")', "chỉ tiêu “doc_number” là chữ hoặc ngày"),
        (
            'change_rate("new_jobs")',
            "chưa đủ số để tính mức tăng, giảm so với năm trước. Bổ sung số liệu, hoặc đặt câu trong "
            '{% if change("new_jobs") %} ... {% endif %}.',
        ),
        ('shares("new_jobs")', "Có phải ý bạn là “share”?"),
    ],
)
def test_what_cannot_be_told_is_refused_with_what_to_do(tmp_path, figures, call, message):
    with pytest.raises(CtxhError) as refused:
        told(tmp_path, figures, f"Có {{{{ {call} }}}}.")

    assert message in str(refused.value)


def test_a_share_is_printed_as_the_books_own_indicator_of_it_and_else_with_one_decimal(book):
    own = next(name for name, entry in book.indicators.items() if entry.formula == derived(book, "new_jobs", "share_of_plan").formula)
    others = {name: replace(entry, decimals=3) if name == own else entry for name, entry in book.indicators.items()}

    assert 3 == derived(replace(book, indicators=others), "new_jobs", "share_of_plan").decimals
    del others[own]
    assert 1 == derived(replace(book, indicators=others), "new_jobs", "share_of_plan").decimals


def test_what_is_derived_is_an_indicator_that_says_what_it_is(book):
    rate = derived(book, "poor_households_rate", "change")
    share = derived(book, "new_jobs", "share_of_plan")
    each = derived(book, "members", "per", "poor_households")

    assert ("Tỷ lệ hộ nghèo, so với năm trước", "điểm phần trăm") == (rate.label, rate.measure)
    assert ("(Việc làm) ÷ (Kế hoạch) × 100", "%") == (
        share.formula.explain({"new_jobs": "Việc làm", "new_jobs_plan": "Kế hoạch"}),
        share.measure,
    )
    assert "người/hộ" == each.measure

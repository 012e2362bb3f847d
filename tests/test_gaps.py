"""What came in with gaps, and which comparisons wait for it: a rule read off the forms that each check looks at."""

from __future__ import annotations

from dataclasses import fields, replace
from types import SimpleNamespace

import pandas as pd
import pytest

from ctxh.check.engine import checks_of, run_checks
from ctxh.check.gaps import Gaps, forms_of, gaps_of
from ctxh.check.verdict import EVERY
from ctxh.compute.computed import Computed
from small_checks import A, B, Small
from small_sheets import BOOK

NAMES = {A: "xã Kim Xuyên", B: "thị trấn Phú Thái"}
CODES = {"changes": "B2", "funerals": "B3", "payments": "B4", "desk_figures": "B12"}
ONE_AT_A_TIME = {"C29", "K29", "C30", "C32", "C42", "C44", "C40"}  # each verdict looks at its own indicators


def gaps(missing: dict | None = None, faulty: dict | None = None) -> Gaps:
    """What is missing of the two communes, and what has faults, by area."""
    return Gaps(missing or {}, faulty or {}, CODES, NAMES)


@pytest.mark.parametrize(
    ("missing", "forms", "area", "reason"),
    [
        ({}, {"changes", "funerals"}, "", ""),
        ({A: {"funerals"}}, {"changes", "funerals"}, "", "không xét: thiếu B3 của xã Kim Xuyên"),
        ({A: {"funerals"}}, {"changes", "funerals"}, A, "không xét: thiếu B3 của xã Kim Xuyên"),
        ({A: {"funerals"}}, {"changes", "funerals"}, B, ""),
        ({A: {"funerals"}}, {"funerals"}, "", ""),  # one form: the area is on neither side
        ({A: {"funerals", "changes"}}, {"changes", "funerals"}, "", ""),  # sent neither
        ({A: {"changes"}}, {"changes", "desk_figures"}, "", "không xét: thiếu B2 của xã Kim Xuyên"),  # the desk counts for all
        ({A: {"payments"}}, {"changes", "funerals"}, "", ""),
        ({A: {"funerals"}, B: {"changes"}}, {"changes", "funerals"}, "", "không xét: thiếu B2, B3 của xã Kim Xuyên, thị trấn Phú Thái"),
    ],
)
def test_forms_are_not_held_against_each_other_where_an_area_sent_only_some(missing, forms, area, reason):
    assert reason == gaps(missing).reason(forms, area)


@pytest.mark.parametrize(
    ("forms", "area", "reason"),
    [
        ({"changes"}, "", "không xét: B2 của xã Kim Xuyên còn lỗi phải sửa"),
        ({"changes", "funerals"}, A, "không xét: B2 của xã Kim Xuyên còn lỗi phải sửa"),
        ({"changes"}, B, ""),
        ({"funerals"}, "", ""),
        (set(), "", ""),
    ],
)
def test_nothing_is_said_of_a_form_with_faults_to_be_mended(forms, area, reason):
    assert reason == gaps(faulty={A: {"changes"}}).reason(forms, area)


def test_many_forms_and_areas_are_counted_rather_than_named():
    many = Gaps({str(n): set(CODES) for n in range(4)}, {}, CODES, dict.fromkeys(map(str, range(4)), "xã"))

    assert "không xét: thiếu số liệu của 4 đơn vị" == many.reason({*CODES, "poor_review"})


def found(*stopped: tuple[str, str, str, str], sent=((A, "changes", 9), (A, "funerals", 0), (B, "changes", 5), (B, "funerals", 3))) -> Gaps:
    """The gaps of two communes that owe B2 and B3, after findings that stopped: check, area, file, sheet."""
    layouts = {form: SimpleNamespace(required=True, sender="area", code=CODES[form]) for form in ("changes", "funerals")}
    rows = [(code, form, f"{code}.xlsx", form, count) for code, form, count in sent]
    edition = SimpleNamespace(
        area_code="293",
        layouts=layouts,
        area_name=lambda code: NAMES.get(code, "huyện Kim Thành"),
        observed=SimpleNamespace(reported_areas=pd.DataFrame({"area_code": [A, B]})),
        coverage=pd.DataFrame(rows, columns=["area_code", "form", "file", "sheet", "rows"]),
        reading_findings=pd.DataFrame([("stopped", *row) for row in stopped], columns=["severity", "check", "area_code", "file", "sheet"]),
    )
    return gaps_of(edition)


def listed(forms: dict) -> dict:
    """The areas that have some forms, with them."""
    return {code: own for code, own in forms.items() if own}


def test_a_form_without_rows_is_a_gap_only_where_reading_stopped():
    assert ({}, {}) == (listed(found().missing), listed(found().faulty))
    assert {A: {"funerals"}} == listed(found(("tiêu đề", A, f"{A}.xlsx", "funerals")).missing)


def test_a_form_that_did_not_come_is_missing():
    assert {A: {"funerals"}, B: {"changes", "funerals"}} == listed(found(sent=((A, "changes", 9),)).missing)


def test_a_cell_that_stopped_makes_its_form_faulty():
    gaps = found(("giá trị", B, f"{B}.xlsx", "funerals"))

    assert ({}, {B: {"funerals"}}) == (listed(gaps.missing), listed(gaps.faulty))


def test_a_workbook_of_another_year_lacks_the_forms_of_which_nothing_was_read():
    gaps = found(("kỳ báo cáo", A, f"{A}.xlsx", ""))

    assert ({A: {"funerals"}}, {}) == (listed(gaps.missing), listed(gaps.faulty))


def test_all_forms_of_a_workbook_that_came_twice_and_of_a_member_that_stopped_are_faulty():
    for stopped in (("đủ xã", B, f"{B}.xlsx", ""), ("đơn vị thành viên", B, "", "")):
        assert {B: {"changes", "funerals"}} == listed(found(stopped).faulty)


def test_a_missing_form_does_not_cast_doubt_on_the_others():
    assert {} == listed(found(("đủ biểu", B, "", "")).faulty)


def test_what_a_gap_hides_is_told_once_and_nothing_is_found():
    areas = {"decisions_funeral": {A: 3, B: 2}, "btxh_funeral_cases": {A: 0, B: 1}}
    table, findings = run_checks(Small({}, areas, refused=((A, "funerals"), (B, "funerals"))).computed)
    said = table[(table["check"] == "C17") & (table["title"].str.contains("B2 và B3"))]

    assert [(B, "không xét: thiếu B3 của thị trấn Phú Thái"), (A, "không xét: thiếu B3 của xã Kim Xuyên")] == list(
        zip(said["area_code"], said["note"], strict=True)
    )
    assert [] == [row for row in findings if row["check"] == "C17"]


def test_forms_are_read_off_indicators_and_items():
    assert {"poor_review"} == forms_of(BOOK, ["poor_households_rate"])
    assert {"changes", "funerals", "payments"} == forms_of(BOOK, ["changes_rows", "btxh_total_spending"])
    assert set() == forms_of(BOOK, [])


class Blinkered(Computed):
    """What is computed, of which only some indicators and items can be seen, and what these are made of.

    To ask for another indicator fails.
    """

    @classmethod
    def of(cls, computed: Computed, ids: tuple[str, ...]) -> Blinkered:
        entries = computed.book.indicators
        seen = {
            *ids,
            *(entries if EVERY in ids else ()),
            *(part for name in ids if name in entries for part in entries[name].formula.inputs()),
        }
        rows = computed.reported[computed.reported["item"].isin(seen)]
        parts = {field.name: getattr(computed, field.name) for field in fields(Computed)}
        made = cls(**parts | {"observed": replace(computed.observed, reported=rows)})
        vars(made)["ids"] = seen
        return made

    def _asked(self, name: str) -> str:
        if name not in vars(self)["ids"]:
            raise AssertionError(f"looks at {name}")
        return name

    def value(self, indicator: str):
        return super().value(self._asked(indicator))

    def text(self, indicator: str):
        return super().text(self._asked(indicator))

    def printed(self, indicator: str):
        return super().printed(self._asked(indicator))

    def area_values(self, indicator: str):
        return super().area_values(self._asked(indicator))


DECLARED = [check for check in checks_of(BOOK) if check.looks_at]


@pytest.mark.parametrize("check", DECLARED, ids=lambda check: f"{check.id} {check.title}")
def test_a_check_looks_at_nothing_but_what_it_declares(check, edition_2024):
    assert check.judge(edition_2024.computed) == check.judge(Blinkered.of(edition_2024.computed, check.looks_at))


def test_every_check_declares_what_it_looks_at_or_judges_one_quantity_at_a_time():
    assert ONE_AT_A_TIME == {check.id for check in checks_of(BOOK) if not check.looks_at}

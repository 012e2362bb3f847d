"""Each check passes on good small data and fails on data with its fault: severity, words, place."""

from __future__ import annotations

import re
from dataclasses import replace

import pandas as pd
import pytest

from check_cases import BY_SHEET, CASES, PAPER
from ctxh.check.alike_findings import joined
from ctxh.check.engine import COLUMNS, checks_of, run_checks
from ctxh.findings import COLUMNS as FINDINGS
from ctxh.findings import finding
from small_checks import NAMES, POVERTY, A, B, Small, gift, monthly, plain, rows
from small_computed import FOUND
from small_sheets import BOOK

NUMBERED = [f"{case[0]}-{at}" for at, case in enumerate(CASES)]
OWN = [check for check in checks_of(BOOK) if check.id <= "C33" or check.id.startswith("K")]  # later checks have tests of their own
ONLY_TOLD = ("C29", "K28", "K29")  # for the reader to judge: nothing to agree with


def findings(edition: Small, check: str) -> list[dict]:
    """The findings of one check."""
    return run_checks(edition.computed, alone(check))[1]


def alone(check: str) -> list:
    """One check, of which some have several parts."""
    return [entry for entry in checks_of(BOOK) if entry.id == check]


def uncounted(table: pd.DataFrame) -> list[str]:
    """The numbers of verdicts that do not say what they count.

    C19 compares coefficients; C30 and C32 days and numbers of documents.
    """
    rows = [row for row in table.itertuples() if row.check not in ("C19", "C30", "C32")]
    sides = [side for row in rows for side, measure in ((row.left, row.measure), (row.right, row.other_measure)) if not measure]
    return [side for side in sides if re.match(r"[\[\d]", side) and not re.search("[^\\W\\d]", side)]


@pytest.mark.parametrize(("check", "severity", "good", "faulty", "words"), CASES, ids=NUMBERED)
def test_a_check_passes_on_good_data(check, severity, good, faulty, words):
    table, found = run_checks(good.computed, alone(check))

    assert [] == found == uncounted(table)
    assert ("thông tin" if check in ONLY_TOLD else "đạt") in set(table["result"])


@pytest.mark.parametrize(("check", "severity", "good", "faulty", "words"), CASES, ids=NUMBERED)
def test_a_check_fails_on_its_fault_with_its_severity_and_words_and_says_where_and_what_to_do(check, severity, good, faulty, words):
    table, found = run_checks(faulty.computed, alone(check))

    assert [] == uncounted(table)
    assert [severity] == [row["severity"] for row in found if words in row["message"]]
    assert {severity} == {row["severity"] for row in found}
    for row in found:
        assert FINDINGS == list(row)
        assert row["message"].startswith(f"{NAMES[row['area_code']]}: ") and row["message"].endswith(".")
        assert row["remedy"].startswith(("Xem các ô gốc: ctxh trace 2024 ", "Xem lại các ô này, hỏi đơn vị"))
        assert "ctxh trace" in row["remedy"] or (row["file"] and row["sheet"] and row["cell"])


def test_a_fault_on_the_first_of_two_sheets_of_a_form_is_found_as_on_the_only_one():
    passed = [case[:2] for case in CASES + BY_SHEET if findings(replace(case[2], split=True), case[0])]
    unseen = [
        (check, severity, words)
        for check, severity, _, faulty, words in CASES + BY_SHEET
        if not any(words in row["message"] for row in findings(replace(faulty, split=True), check))
    ]

    assert ([], []) == (passed, unseen)


def test_every_check_has_a_case_that_it_fails_on():
    told, own = {check for check, *_ in CASES} | {"C33"}, {"K11", "K25", "K28", "K29"}

    national = {f"C{number:02d}" for number in range(1, 34) if number not in (11, 28)}

    assert national | own == told == {check.id for check in OWN}


def test_deaths_of_a_half_year_are_not_asked_to_spread_over_a_year():
    edition = rows(*monthly("deaths_by_month", "", {3: 100}), *monthly("funeral_amount_by_month", "", {3: 720_000_000}))

    assert [] == findings(edition, "C17")


def test_a_death_before_all_rows_of_a_norm_is_named_with_its_cell():
    edition = rows(("deaths_by_month", A, "", 1, "2020-11"), ("funeral_amount_by_month", A, "", 7_200_000, "2020-11"))
    found = [row for row in findings(edition, "C17") if "tháng 11/2020" in row["message"]]

    assert [("flagged", f"{A}.xlsx", "C1"), ("flagged", f"{A}.xlsx", "C2")] == [
        (row["severity"], row["file"], row["cell"]) for row in found
    ]


def test_checks_say_nothing_about_what_is_not_there():
    table, found = run_checks(Small().computed)

    assert COLUMNS == list(table.columns)
    assert {"thông tin"} == set(table["result"])
    assert {"C29", "K29"} == {row["check"] for row in found}
    judged = {row.check for row in table.itertuples() if not row.note.startswith("không xét")}
    assert {"C29", "K29"} == judged  # which count, not compare


@pytest.mark.parametrize(("indicator", "text", "computed", "fault"), PAPER)
def test_a_figure_of_the_paper_is_held_to_what_is_computed(indicator, text, computed, fault):
    edition = rows(("printed_on_paper", "293", indicator, text), **{indicator: computed})

    found = findings(edition, "C33")

    assert bool(fault) == bool(found)
    if fault:
        assert ("flagged", text, "293.xlsx", "C1") == tuple(found[0][name] for name in ("severity", "found", "file", "cell"))
        assert fault in found[0]["message"]


def test_the_paper_is_summed_up_in_one_line():
    told = [("printed_on_paper", "293", "new_jobs", "2.634"), ("printed_on_paper", "293", "poor_households", "10")]
    table = run_checks(rows(*told, new_jobs=2634, poor_households=9).computed)[0]

    last = table[table["check"] == "C33"].iloc[-1]
    assert ("2", "1", "thông tin") == (last["left"], last["right"], last["result"])


def test_a_year_without_a_paper_report_has_nothing_to_compare():
    assert "C33" not in set(run_checks(Small().computed)[0]["check"])


def test_a_gift_that_differs_is_shown_with_its_cells_and_its_commune():
    good, bad = gift("tet|province|merit", 2, 800_000, 1_600_000), gift("tet|province|merit", 1, 800_000, 900_000, area=B)

    found = findings(rows(*good, *bad), "C07")

    assert [(B, f"{B}.xlsx", "trang", "C6")] == [(r["area_code"], r["file"], r["sheet"], r["cell"]) for r in found]


def test_a_row_of_which_reading_told_is_not_told_again_unless_it_stops():
    bad = gift("tet|province|merit", 1, 800_000, 900_000) + gift("dbp|district|martyr_relative", 1, 800_000, 900_000, area=B)
    computed = rows(*bad).computed
    told = [("flagged", "số lượng × mức", code, f"{code}.xlsx", "trang", cell, "") for code, cell in ((A, "C3"), (B, "C6"))]
    observed = replace(computed.observed, reading_findings=pd.DataFrame(told, columns=FOUND))

    table, found = run_checks(replace(computed, observed=observed), [check for check in checks_of(BOOK) if check.id in ("C07", "K11")])

    assert ["cảnh báo", "lỗi"] == list(table["result"])
    assert ["K11"] == [row["check"] for row in found]


def test_rows_of_several_levels_were_compared_one_by_one_while_reading():
    good = gift("tet|province|merit", 3, float("nan"), 1_900_000)

    assert [] == findings(rows(*good), "C07")


def test_a_finding_of_one_commune_leads_to_its_own_cells():
    edition = Small({}, {"decisions_funeral": {A: 2, B: 0}, "btxh_funeral_cases": {A: 1, B: 0}})

    assert "Xem các ô gốc: ctxh trace 2024 decisions_funeral --area 10771" == findings(edition, "C17")[0]["remedy"]


@pytest.mark.parametrize(("check", "result"), [("C01", "lỗi"), ("C22", "cảnh báo"), ("C12", "thông tin")])
def test_the_result_of_a_failed_check_is_worded_by_its_severity(check, result):
    faulty = next(case[3] for case in CASES if case[0] == check)

    assert result in set(run_checks(faulty.computed, alone(check))[0]["result"])


@pytest.mark.parametrize(
    ("severity", "checks"),
    [
        ("stopped", "C01 C02 C04 C09 C10 C17 C20 C31 K11"),
        ("flagged", "C03 C05 C06 C07 C08 C13 C14 C15 C16 C17 C18 C19 C21 C22 C23 C24 C25 C26 C27 C30 C32 C33 K25"),
        ("info", "C12 C29 K28 K29"),
    ],
)
def test_the_severities_are_those_that_were_agreed(severity, checks):
    assert checks.split() == list(dict.fromkeys(check.id for check in OWN if check.severity == severity))


def told(month: int, cell: str, sheet: str = "B4. Chi trả", what: str = "lệch") -> dict[str, str]:
    message = f"thôn Đông: Tiền từng tháng: {month}47.700 và 1,5; tháng {month:02d}/2026: {what}."
    return finding("flagged", message, "Xem lại.", check="C34", area_code="1", file="Thon_Dong_2026.xlsx", sheet=sheet, cell=cell)


def test_what_differs_in_numbers_alone_is_one_line_with_all_cells():
    [one] = joined([told(1, "D10"), told(2, "D11"), told(3, "C12:C13"), told(4, "D14")], "293")

    assert "D10,D11,C12:C13,D14" == one["cell"]
    assert f"{told(1, '')['message'].rstrip('.')}; và 3 chỗ khác của trang tính này lệch như thế." == one["message"]


def test_what_one_check_says_of_a_sheet_or_of_an_area_is_one_line():
    rows = [told(number, f"D1{number}", what=what) for number, what in enumerate(("thiếu", "thừa", "khác", "lệch"))]
    [sheet] = joined(rows, "293")
    [area] = joined([row | {"file": "", "sheet": ""} for row in rows], "293")

    assert "D10,D11,D12,D13" == sheet["cell"]
    assert sheet["message"].endswith("; và 3 chỗ khác của trang tính này, ghi ở bảng đối chiếu.")
    assert area["message"].endswith("; và 3 chỗ khác của đơn vị này, ghi ở bảng đối chiếu.")


def test_a_sender_is_told_each_place_and_one_line_only_of_what_differs_in_numbers_and_has_cells():
    alike = [told(month, f"D{month}") for month in (1, 2, 3, 4)]
    apart = [told(number, f"D1{number}", what=what) for number, what in enumerate(("thiếu", "thừa", "khác", "lệch"))]
    nowhere = [row | {"file": "", "sheet": "", "cell": ""} for row in alike]

    assert ["D1,D2,D3,D4"] == [row["cell"] for row in joined(alike, "293", each=True)]
    assert apart == joined(apart, "293", each=True)
    assert nowhere == joined(nowhere, "293", each=True)


def test_a_check_of_an_area_names_the_cells_of_its_figure_where_they_stand_on_one_sheet():
    flows = {"poor_households": 10, "poor_households_start": 9, "poor_households_relapsed": 0, "poor_households_new": 0}
    areas = {name: {A: value} for name, value in (flows | {"poor_households_escaped": 0}).items()}
    rows = [("poor_households", A, "", 10.0)]

    [one] = findings(Small(areas=areas, rows=rows), "C31")
    [several] = findings(Small(areas=areas, rows=rows, split=True), "C31")

    assert (f"{A}.xlsx", "trang", "C1") == (one["file"], one["sheet"], one["cell"])
    assert ("", "") == (several["file"], several["cell"])


@pytest.mark.parametrize(
    "other", [told(4, "D14", sheet="B3. Mai táng phí"), told(4, "D14") | {"check": "C35"}, told(4, "D14") | {"file": ""}]
)
def test_what_is_of_another_sheet_or_check_stays_alone_and_all_that_is_of_the_office_in_other_words(other):
    findings = [told(1, "D10"), told(2, "D11"), told(3, "D12"), other]
    of_office = [*findings[:3], told(4, "D14", what="thiếu")]

    assert findings == joined(findings, "293")
    assert of_office == joined(of_office, of_office[0]["area_code"])


class TestOf2024:
    """What the checks say of Kim Thành 2024."""

    def test_only_the_known_deviations_are_flagged_and_nothing_stops(self, edition_2024):
        found = run_checks(edition_2024.computed)[1]

        flagged = [row["check"] for row in found if row["severity"] == "flagged"]
        assert ["C14", "C15", "C16", "C17", "C30", "C32", *["C33"] * 6, *["C43"] * 3] == flagged
        assert {"C33", "C43"} == {row["check"] for row in found if row["severity"] != "flagged"}
        assert {"flagged", "info"} == {row["severity"] for row in found}

    def test_the_stock_of_the_year_follows_from_the_year_before(self, edition_2024):
        table = run_checks(edition_2024.computed)[0].set_index("check")

        assert "đạt" == table.loc["C24", "result"]


def test_what_is_found_expected_and_used_are_three_things():
    short = Small(
        {"holiday_meal_person_days": 27, "holiday_meal_amount": 5_400_000, "holiday_meal_recipients": 3},
        rows=[("holiday_meal_amount", A, "", 5_400_000), ("holiday_meal_person_days", A, "", 27)],
    )
    [row] = [row for row in run_checks(short.computed)[1] if row["check"] == "C15"]

    assert ("5.400.000 đồng", "7.800.000 đồng", "5.400.000 đồng") == (
        row["found"],
        row["expected"],
        row["used"],
    )  # 3 persons × 13 days × 200.000; the report prints what was paid


def test_the_poor_of_the_start_of_a_year_are_those_of_the_end_of_the_one_before():
    areas = {"poor_households_start": {A: 31, B: 40}}

    [told] = findings(Small(areas=areas, last_year={("poor_households", A): 31, ("poor_households", B): 62}), "C47")

    assert (B, "40 hộ", "62 hộ") == (told["area_code"], told["found"], told["expected"])
    assert [] == findings(Small(areas=areas, last_year={("poor_households", A): 31}), "C47")
    assert [] == findings(Small(areas=areas), "C47")


def test_nobody_is_certified_who_does_not_work():
    [told] = findings(Small(areas={"certified_workers": {A: 900, B: 3090}, "labour_force": {A: 900, B: 1402}}), "C48")

    assert (B, "3.090 và 1.402 người") == (told["area_code"], told["message"].partition(": ")[2].partition(": ")[2].partition(";")[0])


def test_two_numbers_of_households_of_one_area_are_told_there():
    areas = {"households": {A: 725, B: 800}, "households_near_poor": {A: 825, B: 800}}
    sound = plain(**POVERTY, near_poor_households_rate=1.6)
    apart, far = replace(sound, areas=areas), replace(plain(**POVERTY, near_poor_households_rate=1.8), areas=areas)

    assert [("flagged", A, "725 và 825 hộ")] == [
        (row["severity"], row["area_code"], row["message"].split(": ")[2].split(";")[0]) for row in findings(apart, "C20")
    ]
    assert [("stopped", A)] == [(row["severity"], row["area_code"]) for row in findings(far, "C20")]


@pytest.mark.parametrize(("known", "told"), [(0, True), (114, True), (115, False), (200, True), (157, False)])
def test_accounts_of_the_list_are_those_paid_through_in_the_last_month(known, told):
    """A quarter of 168 persons is 42: 114 lie 43 from the 157 of December, 200 lie 43."""
    rows = [("btxh_accounts_by_month", A, "", 20.0, "2024-11"), ("btxh_accounts_by_month", A, "", 157.0, "2024-12")]
    areas = {"cashless_btxh_paid": {A: known, B: 9}, "cashless_btxh_base": {A: 168, B: 9}}

    found = findings(Small(rows=rows, areas=areas), "C49")

    assert ([(A, f"{known} người")] if told else []) == [(row["area_code"], row["found"]) for row in found]

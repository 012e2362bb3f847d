"""Reports on a part of a year: its days, what is cut, what can be told, and what the documents say."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pandas as pd
import pytest

from conftest import CTXH, ROOT
from ctxh.book import load_book
from ctxh.book.layouts import dated_sections, datings_of, load_layouts
from ctxh.edition import open_edition
from ctxh.errors import CtxhError, WrongUsage
from ctxh.reference import places
from ctxh.reference.periods import after, decided_before, listed_on, period_of, tellable, within
from ctxh.reference.settings import PeriodSettings
from ctxh.run.report_run import planned
from ctxh.tell.law_tables import coefficients_table
from opened import sample
from small_sheets import BOOK, ITEMS, LAYOUTS, REFERENCE

DECREE = "Điều 12 Nghị định số 09/2019/NĐ-CP ngày 24/01/2019 của Chính phủ"
OCCASIONS = BOOK.occasions
FORMS = datings_of(LAYOUTS)
HALF, NINE, YEAR = (period_of(name, 2024, {}) for name in ("half-year", "nine-months", "year"))
LATER = "2024-12"


class TestDays:
    """From which day to which, and by whose word."""

    @pytest.mark.parametrize(
        ("name", "last", "words"),
        [
            ("half-year", date(2024, 6, 14), "6 tháng đầu năm 2024"),
            ("nine-months", date(2024, 9, 14), "9 tháng đầu năm 2024"),
            ("year", date(2024, 12, 14), "năm 2024"),
        ],
    )
    def test_by_the_decree_each_begins_in_the_middle_of_december(self, name, last, words):
        period = period_of(name, 2024, {})
        assert (period.first, period.last, period.words, period.basis) == (date(2023, 12, 15), last, words, DECREE)

    def test_an_office_sets_its_own_and_says_why(self):
        own = PeriodSettings("01-01", "06-30", "Quy chế của huyện", {"I.3.3": "06-20"})
        period = period_of("half-year", 2024, {"half-year": own})
        assert (period.first, period.last, period.basis) == (date(2024, 1, 1), date(2024, 6, 30), "Quy chế của huyện")
        assert (period.cutoff("I.3.3"), period.cutoff("I.1")) == (date(2024, 6, 20), date(2024, 6, 30))
        assert period_of("nine-months", 2024, {"half-year": own}).basis == DECREE

    def test_kim_thanh_closes_its_year_on_the_20th(self, edition_2024):
        period = edition_2024.request.period
        assert (period.first, period.last) == (date(2023, 12, 21), date(2024, 12, 20))
        assert period.basis == "Ngày chốt số liệu do phòng ghi ở biểu B12"

    @pytest.mark.parametrize(
        ("own", "said"),
        [
            (PeriodSettings(end="02-29"), "[periods.half-year]: «02-29» không phải tháng-ngày"),
            (PeriodSettings(cutoffs={"I.33": "06-01"}), "không có mục «I.33». Các mục: I.1, I.3.1, I.3.3."),
        ],
    )
    def test_settings_that_mean_nothing_are_refused(self, own, said):
        with pytest.raises(CtxhError) as refused:
            period_of("half-year", 2023, {"half-year": own}, dated_sections([REFERENCE / "book"]))
        assert said in str(refused.value)

    def test_months_are_those_paid_in_it(self):
        assert (HALF.months[-1], NINE.months[-1], len(YEAR.months)) == ("2024-06", "2024-09", 12)


def test_law_of_a_year_is_that_of_the_day_on_which_it_closes():
    request = sample("xa-an-thanh", 2026, "year").request
    early = replace(request, period=period_of("year", 2026, {"year": PeriodSettings("10-01", "09-30")}))
    whole_year, until_september = (SimpleNamespace(request=r, period=r.period, categories=r.categories) for r in (request, early))
    after_it = early.norms_used[early.norms_used["valid_from"] > "2026-09-30"]

    assert [] == list(after_it["norm"])  # the base of 05/10/2026 and that of 01/10/2026
    assert "NĐ 335/2026/NĐ-CP" not in str(coefficients_table(until_september).rows)
    assert "NĐ 335/2026/NĐ-CP" in str(coefficients_table(whole_year).rows)


def kept(form: str, rows: list[dict], period=HALF, **more) -> list[int]:
    """The rows of a form, counted from one, that belong to a period."""
    table = pd.DataFrame(rows).assign(row=range(1, len(rows) + 1))
    return list(within(table, LAYOUTS[form].dating, period, OCCASIONS, **more)["row"])


class TestRowsCut:
    """Each form by its own date."""

    def test_a_form_of_an_offices_own_by_the_column_that_its_row_names(self, tmp_path):
        (tmp_path / "forms.csv").write_text(
            "form,code,label,sender,required,valid_from,valid_to,sheet_names,title,tells,dated_by,section\n"
            "visits,B60,Lượt thăm,area,no,2024-01-01,,B60,LƯỢT THĂM,dated,visited_on|planned,I.9\n",
            encoding="utf-8",
        )
        (tmp_path / "columns.csv").write_text(
            "form,valid_from,valid_to,column,label,group_label,synonyms,kind,unit_of_measure,personal,required,help,printed\n"
            "visits,2024-01-01,,visited_on,Ngày thăm,,,date,,no,no,Ngày,\nvisits,2024-01-01,,planned,Tháng,,,month,,no,no,Tháng,\n",
            encoding="utf-8",
        )
        folders = [REFERENCE / "book", tmp_path]
        cutoffs = {"half-year": PeriodSettings(cutoffs={"I.9": "05-31"})}
        half = period_of("half-year", 2024, cutoffs, dated_sections(folders))
        visits = load_layouts(REFERENCE, half.last, folders[1:])["visits"].dating
        rows = pd.DataFrame({"visited_on": ["2024-05-31", "2024-06-01", ""], "planned": ["", "2024-05", "2024-07"], "row": [1, 2, 3]})

        assert [1] == list(within(rows, visits, half, {})["row"])
        with pytest.raises(CtxhError, match=r"không có mục «I\.9»\. Các mục: I\.1, I\.3\.1, I\.3\.3"):
            period_of("half-year", 2024, cutoffs, dated_sections(folders[:1]))

    @pytest.mark.parametrize(
        ("form", "column", "days"),
        [
            ("changes", "decision_date", ("2024-06-14", "2024-06-15")),
            ("funerals", "death_date", ("2024-06-14", "2024-06-15")),
            ("payments", "month", ("2024-06", "2024-07")),
            ("insurance_cards", "valid_from", ("2024-06-01", "2024-07-01")),
            ("documents", "issued_on", ("2024-06-14", "2024-06-19")),
            ("gifts", "occasion", ("dbp", "jul27")),
        ],
    )
    def test_up_to_the_day_that_it_closes(self, form, column, days):
        rows = [{column: day} for day in days]
        assert kept(form, rows) == [1]
        assert kept(form, rows, NINE) == kept(form, rows, YEAR) == [1, 2]

    def test_a_change_without_a_decision_s_date_is_dated_by_its_month(self):
        assert kept("changes", [{"decision_date": "", "effective_month": month} for month in ("2024-06", "2024-07")]) == [1]

    def test_undated_rows_and_forms_stay(self):
        assert kept("funerals", [{"death_date": ""}, {"death_date": None}]) == [1, 2]
        assert kept("labour", [{"workers": 5}]) == [1]

    def test_a_section_may_close_earlier(self):
        own = {"half-year": PeriodSettings(cutoffs={"I.3.3": "05-31"})}
        rows = [{"decision_date": day} for day in ("2024-05-31", "2024-06-01")]
        assert kept("changes", rows, period_of("half-year", 2024, own)) == [1]

    @pytest.mark.parametrize(
        ("form", "column"),
        [("changes", "decision_date"), ("funerals", "death_date"), ("insurance_cards", "valid_from")],
    )
    def test_a_year_counts_to_the_day_on_which_it_closes_and_not_to_the_month_s_end(self, form, column):
        expected = [1]

        assert expected == kept(form, [{column: day} for day in ("2024-12-14", "2024-12-15")], YEAR)

    def test_decisions_from_before_the_period_are_counted_out(self):
        rows = pd.DataFrame(
            {"decision_date": ["2023-12-14", "2023-12-15", "", ""], "effective_month": ["2024-01", "2024-01", "2023-12", "2024-01"]}
        )

        assert 2 == decided_before(rows, LAYOUTS["changes"].dating, YEAR)  # 14/12/2023, and December 2023 without a day
        assert 0 == decided_before(rows.rename(columns={"decision_date": "death_date"}), LAYOUTS["funerals"].dating, YEAR)

    def test_a_year_that_closes_before_december_does_not_count_december(self):
        early = period_of("year", 2024, {"year": PeriodSettings("12-01", "11-30")})
        dated = [("payments", "month", "2024-11", "2024-12"), ("changes", "decision_date", "2024-11-30", "2024-12-01")]

        assert [[1], [1]] == [kept(form, [{column: day} for day in days], early) for form, column, *days in dated]
        assert [1, 2] == kept("documents", [{"issued_on": day} for day in ("2024-11-30", "2024-12-23")], early)
        assert ("2024-11", 11) == (early.months[-1], len(early.months))

    def test_gifts_without_a_day_go_only_from_workbooks_of_later(self):
        assert kept("gifts", [{"occasion": "tet"}, {"occasion": "hardship"}]) == [1, 2]
        assert kept("gifts", [{"occasion": "tet"}, {"occasion": "hardship"}], late=True) == [1]


class TestWorkbooksOfLater:
    """Half a year reported on from the workbooks of the whole of it."""

    def test_are_known_by_a_month_paid_after_the_period(self):
        paid = pd.DataFrame({"month": ["2024-05", "2024-06", "2024-07"]})
        assert list(after(paid, HALF)["month"]) == ["2024-07"]
        assert after(paid.iloc[:2], HALF).empty and after(paid, YEAR).empty

    def test_lists_count_for_the_end_of_the_last_month_paid(self):
        assert listed_on(LATER, HALF) == date(2024, 12, 31)
        assert listed_on("2024-07", HALF) == date(2024, 7, 31)
        assert listed_on("", HALF) == date(2024, 6, 14)

    @pytest.mark.parametrize(
        ("item", "of_the_period", "of_later"),
        [
            ("decisions_stop", True, True),
            ("cashless_btxh_base", True, True),
            ("new_jobs_plan", True, True),
            ("tet_president_gift_amount", True, True),
            ("jul27_president_gift_amount", False, False),
            ("mid_autumn_gifts", False, False),
            ("new_jobs", True, False),
            ("convalescence_in_province", True, False),
            ("yagi_storm_no", True, False),
            ("poor_households", False, False),
            ("poor_households_start", True, True),
            ("redcross_gifts", True, False),
        ],
    )
    def test_cannot_tell_what_no_form_gives_a_day_for(self, item, of_the_period, of_later):
        told = [item in {i.id for i in tellable(list(ITEMS.values()), HALF, OCCASIONS, late, FORMS)} for late in (False, True)]
        assert told == [of_the_period, of_later]

    def test_after_nine_months_the_gifts_of_july_are_told_and_of_a_year_everything(self):
        nine = {item.id for item in tellable(list(ITEMS.values()), NINE, OCCASIONS, True, FORMS)}
        assert "jul27_president_gift_amount" in nine and "mid_autumn_gifts" not in nine
        assert tellable(list(ITEMS.values()), YEAR, OCCASIONS, True, FORMS) == list(ITEMS.values())


class TestParameter:
    """The word that is given on the command line and in a notebook."""

    def test_a_misspelt_one_is_refused_before_anything_runs(self):
        with pytest.raises(WrongUsage, match=r"«half-yaer».*«half-year»"):
            planned("kim-thanh", 2024, [("period", "half-yaer")], ["pdf"])

    @pytest.mark.parametrize("command", [("report", "2024"), ("check", "2024"), ("trace", "2024", "decisions_total")])
    def test_every_command_names_the_nearest_and_leaves_with_2(self, command, tmp_path):
        done = subprocess.run(
            [*CTXH, *command, "-p", "period", "nine-month", "--outputs", str(tmp_path)], cwd=ROOT, capture_output=True, text=True
        )
        assert (2, "") == (done.returncode, done.stdout)
        assert "LỖI: Không có kỳ báo cáo «nine-month». Có phải ý bạn là «nine-months»?" in done.stderr
        assert [] == list(tmp_path.iterdir())

    def test_every_notebook_declares_it_and_passes_it_on(self):
        plan = planned("kim-thanh", 2024, [("period", "half-year")], ["pdf"])
        assert (plan.period, plan.name) == ("half-year", "2024-half-year")
        for path in plan.notebooks:
            text = path.read_text(encoding="utf-8")
            assert 'period: str = \\"year\\"' in text and "since=since, period=period, audience=audience)" in text

    def test_its_edition_takes_no_other_s_place(self, monkeypatch):
        monkeypatch.setenv(places.OUTPUTS, "out")
        assert open_edition("kim-thanh", 2024, period="half-year").workspace.name == "2024-half-year.draft"
        assert places.edition_name(2024, places.Chosen("2024-12-31", period="nine-months")) == "2024-nine-months@2024-12-31"


def test_an_undated_document_is_told_of_the_year_alone():
    half = period_of("half-year", 2024, {})
    rows = pd.DataFrame(
        {
            "row": [5, 6, 7],
            "issued_on": ["2024-03-01", "", ""],
            "direction": ["outgoing", "outgoing", "reference"],
        }
    )

    assert [5] == list(within(rows, LAYOUTS["documents"].dating, half, OCCASIONS)["row"])
    assert [5, 6, 7] == list(within(rows, LAYOUTS["documents"].dating, period_of("year", 2024, {}), OCCASIONS)["row"])


WELLS = '[wells]\nlabel = "Giếng"\nunit_of_measure = "work"\ndesk = "number"\nfield = "poverty"\n'


@pytest.mark.parametrize(
    ("entries", "told"),
    [
        (WELLS, []),
        (WELLS + "undated = false\n", ["wells"]),
        (WELLS + WELLS.replace("wells", "drilled").replace("Giếng", "Đã khoan") + 'plan = "wells"\n', ["wells"]),
    ],
    ids=["of the year", "said to stand", "a plan"],
)
def test_a_number_of_the_desk_is_the_years_where_its_entry_does_not_say_that_it_stands(own, entries, told):
    items = [item for name, item in load_book(own(entries)).items.items() if name in ("wells", "drilled")]

    assert told == [item.id for item in tellable(items, HALF, OCCASIONS, late=True, forms=FORMS)]

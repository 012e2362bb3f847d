"""Reports on a part of a year: its days, what is cut, what can be told, and what the documents say."""

from __future__ import annotations

import json
import subprocess
from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pandas as pd
import pytest

from conftest import CTXH, ROOT
from ctxh import draw as figures
from ctxh.book.layouts import dated_sections, datings_of, load_layouts
from ctxh.compute.passports import all_passports
from ctxh.compute.selections import areas_called
from ctxh.edition import Edition, open_edition
from ctxh.errors import CtxhError, WrongUsage
from ctxh.observe import intake
from ctxh.reference import places
from ctxh.reference.periods import after, decided_before, listed_on, load_occasions, period_of, tellable, within
from ctxh.run.report_run import planned
from ctxh.tell.comparison import comparison_table
from ctxh.tell.indicator_tables import area_table, definitions_table, indicator_table, period_rows, periods_table
from ctxh.tell.law_tables import coefficients_table
from ctxh.tell.report import report_document, tell_report
from ctxh.tell.territory_tables import areas_table, successions_table
from ctxh.typeset.printed_passports import printed_passports
from drawn import stray_words
from opened import opened, sample
from small_sheets import ITEMS, LAYOUTS, REFERENCE

DECREE = "Nghị định số 09/2019/NĐ-CP, Điều 12"
OCCASIONS = load_occasions(ROOT / "data" / "reference")
FORMS = datings_of(LAYOUTS)
HALF, NINE, YEAR = (period_of(name, 2024, {}) for name in ("half-year", "nine-months", "year"))
LATER = "2024-12"


@pytest.fixture(scope="module")
def half_2024() -> Edition:
    """The first half of 2024, from the workbooks of the whole year."""
    return sample("kim-thanh", 2024, "half-year")


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
        own = {"start": "01-01", "end": "06-30", "basis": "Quy chế của huyện", "cutoffs": {"I.3.3": "06-20"}}
        period = period_of("half-year", 2024, {"periods": {"half-year": own}})
        assert (period.first, period.last, period.basis) == (date(2024, 1, 1), date(2024, 6, 30), "Quy chế của huyện")
        assert (period.cutoff("I.3.3"), period.cutoff("I.1")) == (date(2024, 6, 20), date(2024, 6, 30))
        assert period_of("nine-months", 2024, {"periods": {"half-year": own}}).basis == DECREE

    def test_kim_thanh_closes_its_year_on_the_20th(self, edition_2024):
        period = edition_2024.request.period
        assert (period.first, period.last) == (date(2023, 12, 21), date(2024, 12, 20))
        assert period.basis == "Ngày chốt số liệu do phòng ghi ở biểu B12"

    @pytest.mark.parametrize(
        ("own", "said"),
        [
            ({"half-year": {"cutofs": {}}}, "[periods.half-year]: không có mục «cutofs». Có phải ý bạn là «cutoffs»?"),
            ({"half-year": {"end": "30/6"}}, "«30/6» không phải tháng-ngày"),
            ({"half-year": {"end": "02-30"}}, "«02-30» không phải tháng-ngày"),
            ({"half-year": {"cutoffs": {"I.33": "06-01"}}}, "không có mục «I.33». Các mục: I.1, I.3.1, I.3.3."),
            ({"half_year": {}}, "[periods]: không có mục «half_year». Có phải ý bạn là «half-year»?"),
        ],
    )
    def test_settings_that_mean_nothing_are_refused(self, own, said):
        with pytest.raises(CtxhError) as refused:
            period_of("half-year", 2024, {"periods": own}, dated_sections([REFERENCE / "book"]))
        assert said in str(refused.value)

    def test_months_are_those_paid_in_it(self):
        assert (HALF.months[-1], NINE.months[-1], len(YEAR.months)) == ("2024-06", "2024-09", 12)


def test_law_of_a_year_is_that_of_the_day_on_which_it_closes():
    request = sample("xa-an-thanh", 2026, "year").request
    early = replace(request, period=period_of("year", 2026, {"periods": {"year": {"start": "10-01", "end": "09-30"}}}))
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
        cutoffs = {"periods": {"half-year": {"cutoffs": {"I.9": "05-31"}}}}
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
        own = {"periods": {"half-year": {"cutoffs": {"I.3.3": "05-31"}}}}
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
        early = period_of("year", 2024, {"periods": {"year": {"start": "12-01", "end": "11-30"}}})
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
        assert places.edition_name(2024, "2024-12-31", "nine-months") == "2024-nine-months@2024-12-31"


class TestHalfYearOf2024:
    """Kim Thành's first half, cut from its year."""

    def test_only_the_known_doubt_about_gifts_is_left_and_the_lists_are_told(self, half_2024):
        found = half_2024.findings()
        assert set(found[found["severity"].isin(["stopped", "flagged"])]["check"]) == {
            "C14",
            "C43",
            "không chỉ tiêu nào dùng",
            "kỳ báo cáo",
        }
        assert {"kỳ báo cáo", "C43", "không chỉ tiêu nào dùng"} == set(found[found["severity"].eq("info")]["check"])
        undated, later = found[found["check"].eq("kỳ báo cáo")].to_dict("records")
        assert later["message"].startswith("Tệp có số liệu đến tháng 12/2024, sau kỳ 6 tháng đầu năm 2024")
        numbers = "03/NQ-HĐND, 3264/KH-UBND, 2472/HDLN-CA-SLĐTBXH"
        assert f"3 văn bản chưa ghi ngày ban hành nên không được viện dẫn trong 6 tháng đầu năm 2024: {numbers}." == undated["message"]
        assert ("B10. Sổ văn bản", "F19, F21, F27") == (undated["sheet"], undated["cell"])

    def test_figures_end_with_the_period(self, half_2024):
        spent, died = figures.spending_by_month(half_2024.computed), figures.deaths_by_month(half_2024.computed)
        assert [">T6<" in one.svg and ">T7<" not in one.svg for one in (spent, died)] == [True, True]

    def test_every_caption_says_the_period_and_none_the_whole_year(self, half_2024):
        shown = [getattr(figures, name)(half_2024.computed) for name in figures.__all__ if name != "trend"]
        shown += [indicator_table(half_2024.computed, field) for field in half_2024.request.book.fields] + [
            periods_table(half_2024.computed),
            comparison_table(half_2024.computed),
        ]
        assert [one.caption for one in shown if "6 tháng đầu năm 2024" not in one.caption] == []
        said = [f"{one.caption} {getattr(one, 'alt', '')} {one.note}" for one in shown]
        assert [words for words in said if "năm 2024" in words.replace("đầu năm 2024", "")] == []
        assert [word for one in shown if hasattr(one, "svg") for word in stray_words(one.svg)] == []

    def test_what_has_no_figures_yet_is_a_sentence_and_no_empty_chart(self, half_2024):
        for figure in (figures.poverty_by_commune(half_2024.computed), figures.poor_rate_map(half_2024.computed)):
            assert "chỉ có vào cuối năm" in figure.alt and len(figure.svg) < 3000

    def test_tables_leave_out_what_cannot_be_told_and_say_how_much(self, half_2024):
        table = indicator_table(half_2024.computed, "merit")
        assert (table.rows, table.note.partition(" (")[0]) == ((), "Không in 16 chỉ tiêu chưa có số liệu của kỳ")
        days = {row[1].text for row in indicator_table(half_2024.computed, "general").rows}
        assert "07/5/2024" in days and "27/7/2024" not in days and "27/7/1947" not in days and "77" not in days
        poverty = area_table(half_2024.computed, ["households", "poor_households"], "Giảm nghèo")
        assert [column.label for column in poverty.columns] == ["Xã, thị trấn", "Tổng số hộ dân cư (hộ)"]

    def test_what_becomes_of_areas_after_the_period_is_not_told(self, half_2024):
        areas, changes = areas_table(half_2024.computed), successions_table(half_2024.computed)
        assert {""} == {row[3].text for row in areas.rows} and 18 == len(areas.rows)
        assert () == changes.rows and "Các đơn vị chưa thay đổi." == changes.note

    def test_the_method_defines_nothing_that_is_not_told(self, half_2024):
        defined = {row[0].text.rpartition("(")[2].rstrip(")") for row in definitions_table(half_2024.computed).rows}
        assert "tet_president_gift_amount" in defined and not {"jul27_president_gift_amount", "jul27_anniversary_typed"} & defined
        traced = {entry["id"] for entry in printed_passports(half_2024.computed, all_passports(half_2024.computed))}
        assert "tet_president_gift_amount" in traced and not {"jul27_president_gift_amount", "jul27_date_to"} & traced

    def test_stocks_say_of_which_day_they_are(self, half_2024):
        assert "Theo danh sách lập đến tháng 12/2024, sau kỳ báo cáo." in figures.beneficiaries_by_group(half_2024.computed).note
        assert "Theo danh sách" not in figures.decisions_by_kind(half_2024.computed).note

    def test_its_figures_are_as_illustrative_as_the_months_they_are_summed_from(self, half_2024, edition_2024):
        assert "6 tháng đầu năm 2024 là số liệu minh họa" in figures.decisions_by_kind(half_2024.computed).note
        assert "minh họa" not in figures.decisions_by_kind(edition_2024.computed).note

    def test_it_is_compared_with_the_same_part_of_earlier_years(self, half_2024):
        series = half_2024.series().set_index(["indicator", "year"])["value"]
        before = sample("kim-thanh", 2023, "half-year")
        for name in ("decisions_total", "bhyt_total", "btxh_total_spending", "tet_gifts_total_amount"):
            assert before.value(name) == series[name, 2023], name
        assert series["decisions_total", 2023] < sample("kim-thanh", 2023, "year").value("decisions_total")
        assert [column.label for column in comparison_table(half_2024.computed).columns[1:3]] == [
            "6 tháng đầu năm 2024",
            "6 tháng đầu năm 2023",
        ]

    def test_a_break_after_the_period_is_not_drawn(self, half_2024):
        whole = figures.trend(sample("kim-thanh", 2024, "year").computed).note
        assert "01/7/2024: " in whole and "01/12/2024: " in whole
        assert "/2024: " not in figures.trend(half_2024.computed).note

    def test_the_report_says_its_days_and_basis_and_no_other_period(self, half_2024):
        telling = tell_report(half_2024.computed)
        text = json.dumps([[run.text for run in block.runs] for block in telling.blocks], ensure_ascii=False)
        assert "(số liệu từ ngày 15/12/2023 đến hết ngày 14/6/2024; căn cứ: " + DECREE + ")" in text.replace('", "', "")
        assert report_document(half_2024.computed, telling).title.endswith("trên địa bàn huyện 6 tháng đầu năm 2024")
        for word in ("bão số", "27/7/", "Trung thu", "20/12/2024", "Tòa án", "đoàn kiểm tra", "28/CT/TW"):
            assert word not in text

    def test_days_of_the_period_are_a_table_with_their_basis(self, half_2024, edition_2024):
        rows = period_rows(half_2024.computed)
        assert list(rows.columns) == ["period", "section", "forms", "from", "to", "cutoff", "basis"]
        assert tuple(rows.iloc[0]) == ("6 tháng đầu năm 2024", "all", "", "2023-12-15", "2024-06-14", "2024-06-14", DECREE)
        year = period_rows(edition_2024.computed).set_index("section")
        assert tuple(year.loc["I.4", ["forms", "cutoff", "basis"]]) == ("B12", "2024-12-20", "Ngày chốt do phòng ghi")


@pytest.fixture
def in_june(monkeypatch):
    """A commune whose workbooks end with the payments of June, but whose lists are those of December."""
    read = intake.receive

    def until_june(*asked):
        found = read(*asked)
        for records in found.records:
            if records.form == "payments":
                records.table = records.table[records.table["month"].astype(str) < "2026-07"].reset_index(drop=True)
        return found

    monkeypatch.setattr(intake, "receive", until_june)
    return opened("xa-an-thanh", 2026, ROOT / "data", ROOT / "outputs" / "none", period="half-year")


def test_workbooks_of_the_period_tell_everything_and_are_judged_as_such(in_june):
    assert in_june.computed.listed_until == "" and "new_jobs" not in in_june.computed.untold
    assert in_june.value("new_jobs") > 0 and in_june.value("convalescence_total") > 0
    assert in_june.value("jul27_president_gift_amount") is None
    found = in_june.findings()
    faults = set(found[found["severity"].eq("flagged")]["check"])
    assert {"C24", "C34", "C36"} <= faults and "kỳ báo cáo" not in set(found["check"])


def test_a_commune_s_half_year_from_command_to_annex(tmp_path):
    """The whole way, for a commune whose areas are villages."""
    done = subprocess.run(
        [*CTXH, "report", "2026", "--office", "xa-an-thanh", "-p", "period", "half-year", "--outputs", str(tmp_path), "--formats", "xlsx"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    folder = tmp_path / "xa-an-thanh" / "2026-half-year"
    assert (0, True) == (done.returncode, "Báo cáo 6 tháng đầu năm 2026: " in done.stdout), done.stderr
    assert json.loads((folder / "manifest.json").read_text())["parameters"]["period"] == "half-year"
    assert "2025-12-15,2026-06-14" in (folder / "tables" / "periods.csv").read_text()
    report = json.loads((folder / "tables" / "report.json").read_text())
    assert report["frame"]["summary"].endswith("trên địa bàn xã 6 tháng đầu năm 2026")
    shown = (folder / "notebooks" / "03_figures.ipynb").read_text() + (folder / "notebooks" / "02_indicators.ipynb").read_text()
    assert "của từng thôn theo nhóm, 6 tháng đầu năm 2026" in shown and "thị trấn" not in shown


def test_areas_are_called_what_the_office_calls_them(edition_2024):
    assert areas_called(edition_2024.office) == "xã, thị trấn"
    assert areas_called(sample("xa-kim-thanh", 2026, "year").office) == "thôn"


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

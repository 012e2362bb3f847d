"""Editions of a part of a year: what the half-year of 2024 tells, and one from command to annex."""

from __future__ import annotations

import json
import subprocess

import pytest

from conftest import CTXH, ROOT
from ctxh.compute.passports import all_passports
from ctxh.draw import draw_figure
from ctxh.edition import Edition
from ctxh.observe import intake
from ctxh.tell.comparison import comparison_table
from ctxh.tell.indicator_tables import area_table, definitions_table, indicator_table, period_rows, periods_table
from ctxh.tell.report import report_document, tell_report
from ctxh.tell.territory_tables import areas_table, successions_table
from ctxh.typeset.printed_passports import printed_passports
from drawn import stray_words
from opened import opened, sample
from test_periods import DECREE


@pytest.fixture(scope="module")
def half_2024() -> Edition:
    """The first half of 2024, from the workbooks of the whole year."""
    return sample("kim-thanh", 2024, "half-year")


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
        spent, died = draw_figure(half_2024.computed, "spending_by_month"), draw_figure(half_2024.computed, "deaths_by_month")
        assert [">T6<" in one.svg and ">T7<" not in one.svg for one in (spent, died)] == [True, True]

    def test_every_caption_says_the_period_and_none_the_whole_year(self, half_2024):
        shown = [draw_figure(half_2024.computed, name) for name in half_2024.request.book.figures if name != "trend"]
        shown += [indicator_table(half_2024.computed, field) for field in half_2024.request.book.fields] + [
            periods_table(half_2024.computed),
            comparison_table(half_2024.computed),
        ]
        assert [one.caption for one in shown if "6 tháng đầu năm 2024" not in one.caption] == []
        said = [f"{one.caption} {getattr(one, 'alt', '')} {one.note}" for one in shown]
        assert [words for words in said if "năm 2024" in words.replace("đầu năm 2024", "")] == []
        assert [word for one in shown if hasattr(one, "svg") for word in stray_words(one.svg)] == []

    def test_what_has_no_figures_yet_is_a_sentence_and_no_empty_chart(self, half_2024):
        for shown in (draw_figure(half_2024.computed, "poverty_by_commune"), draw_figure(half_2024.computed, "poor_rate_map")):
            assert "chỉ có vào cuối năm" in shown.alt and len(shown.svg) < 3000

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
        assert "tet_president_gift_amount" in defined and not {"jul27_president_gift_amount", "plan_27_7_no"} & defined
        traced = {entry["id"] for entry in printed_passports(half_2024.computed, all_passports(half_2024.computed))}
        assert "tet_president_gift_amount" in traced and not {"jul27_president_gift_amount", "jul27_date_to"} & traced

    def test_stocks_say_of_which_day_they_are(self, half_2024):
        assert "Theo danh sách lập đến tháng 12/2024, sau kỳ báo cáo." in draw_figure(half_2024.computed, "beneficiaries_by_group").note
        assert "Theo danh sách" not in draw_figure(half_2024.computed, "decisions_by_kind").note

    def test_its_figures_are_as_illustrative_as_the_months_they_are_summed_from(self, half_2024, edition_2024):
        assert "6 tháng đầu năm 2024 là số liệu minh họa" in draw_figure(half_2024.computed, "decisions_by_kind").note
        assert "minh họa" not in draw_figure(edition_2024.computed, "decisions_by_kind").note

    def test_it_is_compared_with_the_same_part_of_earlier_years(self, half_2024, edition_2024):
        series = half_2024.series().set_index(["indicator", "year"])["value"]
        before = sample("kim-thanh", 2023, "half-year")
        for name in ("decisions_total", "bhyt_total", "btxh_total_spending", "tet_gifts_total_amount"):
            assert before.value(name) == series[name, 2023], name
        assert series["decisions_total", 2023] < edition_2024.series().set_index(["indicator", "year"])["value"]["decisions_total", 2023]
        assert [column.label for column in comparison_table(half_2024.computed).columns[1:3]] == [
            "6 tháng đầu năm 2024",
            "6 tháng đầu năm 2023",
        ]

    def test_a_break_after_the_period_is_not_drawn(self, half_2024, edition_2024):
        whole = draw_figure(edition_2024.computed, "trend").note
        assert "01/7/2024: " in whole and "01/12/2024: " in whole
        assert "/2024: " not in draw_figure(half_2024.computed, "trend").note

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

    def until_june(*asked, **memory):
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
    assert edition_2024.office.areas_called == "xã, thị trấn"
    assert sample("xa-kim-thanh", 2026, "year").office.areas_called == "thôn"

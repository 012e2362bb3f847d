"""Tables cite what they print, in the order of areas, on an upright page."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pandas as pd
import pytest

from ctxh.blocks import Table
from ctxh.check.engine import COLUMNS
from ctxh.check.verdicts import Verdicts
from ctxh.compute.computed import Computed
from ctxh.compute.selections import absent_documents
from ctxh.findings import finding, findings_frame
from ctxh.reference.periods import Period, period_of
from ctxh.tell import indicator_tables, law_tables
from ctxh.tell.reconciliation import funerals_table
from ctxh.tell.summaries import reading_summary
from small_sheets import INDICATORS, LAYOUTS
from small_year import small_year

FORMS = {"poor_review": "B8a", "near_poor_review": "B8b", "beneficiaries": "B1", "labour": "B9a"}


NORMS = pd.DataFrame(
    [
        ("Mức chuẩn", "360000", "VND/month", "national", False, "2021-07-01", "2024-07-01", "NĐ 20/2021/NĐ-CP", "yes"),
        ("Mức chuẩn", "500000", "VND/month", "province", True, "2024-07-01", "", "NĐ 76/2024/NĐ-CP", "no"),
    ],
    columns=["label", "value", "unit_of_measure", "scope", "own", "valid_from", "valid_to", "legal_basis", "verified"],
)
FOUND = [
    finding("fixed", "Số ghi bằng chữ.", file="a.xlsx", sheet="B1", cell="H9", used="5"),
    finding("flagged", "Hai số khác nhau.", "Hỏi lại xã.", check="C14"),
]
VERDICTS = Verdicts(
    pd.DataFrame(
        [
            ("C01", "Tổng quyết định", "1.657", "1.656", "lỗi", "", "293", "trường hợp", "trường hợp"),
            ("C20", "Cùng một số hộ", "10", "10", "đạt", "", "10706", "hộ", "hộ"),
            ("C22", "Việc làm so với kế hoạch", "…", "260", "thông tin", "", "293", "người", "suất"),
        ],
        columns=COLUMNS,
    ),
    findings_frame(FOUND),
)


@pytest.fixture
def edition() -> Computed:
    made = small_year()
    vars(made.request)["norms_used"] = NORMS
    return made


def texts(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.rows]


def every_table(edition) -> list[Table]:
    return [
        indicator_tables.indicator_table(edition, "poverty"),
        indicator_tables.area_table(edition, ["households", "poor_households_rate"], "Hộ"),
        indicator_tables.findings_table(edition, VERDICTS),
        indicator_tables.checks_table(edition, VERDICTS),
        indicator_tables.coverage_table(edition.observed),
        law_tables.norms_table(edition),
        indicator_tables.definitions_table(edition),
        indicator_tables.definitions_table(edition, "labour"),
    ]


def test_every_table_is_rectangular_and_fits_the_page(edition):
    for table in every_table(edition):
        assert table.caption and len(table.columns) <= indicator_tables.MOST_COLUMNS
        assert {len(row) for row in table.rows} == {len(table.columns)}


def test_ids_differ(edition):
    ids = [table.id for table in every_table(edition)]

    assert len(ids) == len(set(ids))


class TestIndicators:
    def test_print_what_the_edition_prints_and_cite_it(self, edition):
        table = indicator_tables.indicator_table(edition, "poverty")
        rate = next(row for row in table.rows if row[1].cite == "poor_households_rate")

        assert [cell.text for cell in rate] == ["Tỷ lệ hộ nghèo", "0,94%", ""]

    def test_hold_one_field_only(self, edition):
        cites = [row[1].cite for row in indicator_tables.indicator_table(edition, "cashless").rows]

        assert {INDICATORS[cite].field for cite in cites} == {"cashless"} and len(cites) == 9

    def test_what_is_not_known_is_a_dash(self, edition):
        gone = edition.indicators["indicator"].ne("poor_households")
        edition = replace(edition, indicators=edition.indicators.assign(printed=edition.indicators["printed"].mask(gone, "…")))

        assert {row[1].text for row in indicator_tables.indicator_table(edition, "poverty").rows} == {"447", "–"}

    def test_where_nothing_is_known_there_is_no_table_but_a_sentence(self, edition):
        edition = replace(edition, indicators=edition.indicators.assign(printed="…"))
        table = indicator_tables.indicator_table(edition, "poverty")

        assert ((), "Chưa có số liệu.") == (table.rows, table.note)

    def test_documents_that_the_register_does_not_have_are_left_out_and_counted(self, edition):
        names = [f"{plan}_{part}" for plan in ("plan_drugs", "plan_insurance") for part in ("no", "date", "title")]
        shown = ["475/KH-BCĐ", "20/3/2024", "…", "…", "…", "…"]
        rows = pd.DataFrame({"indicator": names, "area_code": "293", "printed": shown, "status": "reported"})
        table = indicator_tables.indicator_table(replace(edition, indicators=rows), "general")

        assert names[:3] == [row[1].cite for row in table.rows if row[1].cite in names]
        assert re.match(r"Không in \d+ dòng về văn bản mà sổ văn bản \(B10\) không có\.", table.note)
        assert "left" == table.columns[1].align  # a column of words, days and numbers of documents


class TestAreas:
    NAMES = ("households", "poor_households", "poor_households_rate")

    def test_are_in_the_order_of_the_reference_table_with_the_whole_last(self, edition):
        table = indicator_tables.area_table(edition, self.NAMES, "Hộ nghèo")
        first = [row[0] for row in texts(table)]

        assert first[:5] == ["Thị trấn Phú Thái", "Xã Lai Vu", "Xã Cộng Hòa", "Xã Thượng Vũ", "Xã Cổ Dũng"]
        assert (first[-1], table.total_rows, len(first)) == ("Tổng cộng", 1, 19)

    def test_cells_cite_indicator_and_area(self, edition):
        table = indicator_tables.area_table(edition, self.NAMES, "Hộ nghèo")
        kim_xuyen = next(row for row in table.rows if row[0].text == "Xã Kim Xuyên")

        assert [cell.text for cell in kim_xuyen[1:]] == ["1.600", "11", "0,69%"]
        assert [cell.cite for cell in kim_xuyen[1:]] == [f"{name}@10706" for name in self.NAMES]
        assert [cell.cite for cell in table.rows[-1][1:]] == list(self.NAMES)

    def test_the_total_of_a_rate_is_the_rate_of_the_whole_not_a_sum(self, edition):
        table = indicator_tables.area_table(edition, self.NAMES, "Hộ nghèo")

        assert table.rows[-1][3].text == "0,94%"

    def test_columns_say_their_measure_once(self, edition):
        columns = indicator_tables.area_table(edition, self.NAMES, "Hộ nghèo").columns

        assert [column.label for column in columns[1:]] == ["Tổng số hộ dân cư (hộ)", "Số hộ nghèo cuối năm (hộ)", "Tỷ lệ hộ nghèo"]
        assert all(column.numeric and column.align == "right" for column in columns[1:])

    def test_an_area_without_data_has_dashes(self):
        edition = small_year(2, without={"poor_review": ("10700",)})

        assert texts(indicator_tables.area_table(edition, self.NAMES, "Hộ"))[0] == ["Thị trấn Phú Thái", "–", "–", "–"]

    def test_say_that_the_breakdown_is_illustrative(self, edition):
        assert indicator_tables.area_table(edition, self.NAMES, "Hộ").note == "Phần chia theo xã năm 2024 là minh họa."

    def test_too_many_columns_are_refused(self, edition):
        with pytest.raises(ValueError, match="at most 7"):
            indicator_tables.area_table(edition, list(INDICATORS)[:8], "Quá rộng")


class TestFindings:
    def test_are_told_in_words_the_gravest_first(self, edition):
        rows = texts(indicator_tables.findings_table(edition, VERDICTS))

        assert rows == [
            ["Cảnh báo (C14)", "", "Hai số khác nhau.", "Hỏi lại xã."],
            ["Đã sửa", "a.xlsx, B1, H9", "Số ghi bằng chữ.", "Báo cáo dùng: 5."],
        ]

    def test_a_command_is_told_as_the_place_where_its_answer_is_printed(self, edition):
        row = finding("flagged", "Hai số khác nhau.", "Xem các ô gốc: ctxh trace 2024 poor_households --area 10771", used="5")
        [told] = texts(indicator_tables.findings_table(edition, replace(VERDICTS, findings=findings_frame([row]))))

        assert "Báo cáo dùng: 5. Xem các ô gốc ở phần Nguồn gốc số liệu, mục «Số hộ nghèo cuối năm»." == told[-1]

    def test_of_one_severity(self, edition):
        table = indicator_tables.findings_table(edition, VERDICTS, ("fixed",))

        assert len(table.rows) == 1 and table.caption == "Phát hiện về số liệu: đã sửa"

    def test_none_is_said(self, edition):
        assert indicator_tables.findings_table(edition, VERDICTS, ("stopped",)).note == "Không có phát hiện nào."


def test_checks_name_a_single_area_and_what_they_count_in(edition):
    rows = texts(indicator_tables.checks_table(edition, VERDICTS))

    assert rows[0] == ["C01", "Tổng quyết định (trường hợp)", "1.657", "1.656", "lỗi", ""]
    assert rows[1][1] == "Cùng một số hộ (hộ) (xã Kim Xuyên)"
    assert rows[2][1] == "Việc làm so với kế hoạch (suất)"  # of the side that is known


def test_coverage_has_a_row_a_file_and_counts_them(edition):
    table = indicator_tables.coverage_table(edition.observed)
    first, last = texts(table)[0], texts(table)[-1]

    assert first == ["Thị trấn Phú Thái", "10700.xlsx", first[2], "50", "0" * 12]
    assert first[2].startswith("B1, B1b, B2")
    assert [row[0] for row in texts(table)][1:3] == ["Xã Lai Vu", "Xã Cộng Hòa"]
    assert last[:4] == ["Tổng cộng", "18 tệp", "", "900"]
    assert table.note == ""


def test_coverage_sums_what_no_indicator_uses(edition):
    came = edition.observed.coverage
    lost = came.assign(unused_rows=["12", "3"] + ["0"] * (len(came) - 2), unused_amount=["5000000", "250000"] + ["0"] * (len(came) - 2))

    table = indicator_tables.coverage_table(replace(edition.observed, coverage=lost))

    said = "15 dòng; tiền không vào chỉ tiêu nào: 5.250.000 đồng"
    assert f"Không chỉ tiêu nào dùng: {said}. Từng loại ở các phát hiện." == table.note


@pytest.mark.parametrize(
    ("period", "ends", "told"),
    [
        ("half-year", "2024-06-15", "2024-06-15"),
        ("half-year", "2024-07-01", ""),
        ("year", "2024-07-01", "2024-07-01"),
        ("year", "2025-01-01", "2025-01-01"),
        ("year", "2026-10-05", ""),
    ],
)
def test_the_end_of_a_norm_is_told_by_no_period_that_ends_before_it(period, ends, told):
    assert told == law_tables.told_end(SimpleNamespace(valid_to=ends), period_of(period, 2024, {}))


def test_norms_have_lives_and_say_what_was_not_verified(edition):
    assert texts(law_tables.norms_table(edition)) == [
        ["Mức chuẩn", "360.000", "đồng/tháng", "cả nước", "từ 01/7/2021 đến trước 01/7/2024", "NĐ 20/2021/NĐ-CP"],
        ["Mức chuẩn", "500.000", "đồng/tháng", "tỉnh", "từ 01/7/2024", "NĐ 76/2024/NĐ-CP (chưa đối chiếu với văn bản gốc)"],
    ]


def test_definitions_list_every_indicator_once(edition):
    table = indicator_tables.definitions_table(edition)

    absent = absent_documents(edition, INDICATORS.values())
    assert [row[0].text for row in table.rows] == [
        f"{entry.label} ({entry.id})" for name, entry in INDICATORS.items() if name not in absent
    ]
    assert all(row[1].text for row in table.rows)


def test_definitions_name_forms_by_their_codes_and_join_source_and_basis(edition):
    table = indicator_tables.definitions_table(edition, "poverty")
    poor = next(row for row in texts(table) if row[0].endswith("(poor_households)"))

    assert "biểu B8a" in poor[1] and "{" not in str(texts(table))
    assert poor[2] == "Rà soát hộ nghèo (B8a); NĐ 07/2021/NĐ-CP"


def test_every_table_lists_the_areas_in_the_one_order_of_offices(edition_2024):
    """That of the official list: the town, then communes by their codes; the office's own desk last."""
    codes = sorted(edition_2024.request.reported_areas["area_code"])
    names = [edition_2024.area_name(code).capitalize() for code in codes]
    tables = {
        "by area": indicator_tables.area_table(edition_2024.computed, ["households"], "Hộ"),
        "coverage": indicator_tables.coverage_table(edition_2024.observed),
        "funerals": funerals_table(edition_2024.computed),
        "reading": reading_summary(edition_2024.observed),
    }
    assert names[0] == "Thị trấn phú thái" and len(names) == 18
    for name, table in tables.items():
        assert [row[0].capitalize() for row in texts(table)][:18] == names, name
    assert [row[0] for row in texts(tables["coverage"])][18:] == ["Huyện Kim Thành", "Tổng cộng"]


def days(cutoffs: dict[str, date], desk: str = "") -> list[list[str]]:
    """The table of the period of a year with cut-off days of some sections and of the desk."""
    own = Period("year", 2024, date(2023, 12, 21), date(2024, 12, 20), cutoffs, "Huyện quy định")
    asked = SimpleNamespace(period=own, layouts=LAYOUTS, request=SimpleNamespace(layouts=LAYOUTS), text=lambda name: desk, listed_until="")
    assert len(indicator_tables.period_rows(asked)) == 4 + bool(desk)
    return texts(indicator_tables.periods_table(asked))


def test_days_of_a_period_are_said_once_for_all_forms_without_days_of_their_own():
    whole = ["21/12/2023", "20/12/2024", "20/12/2024", "Huyện quy định"]

    assert days({}) == days({"I.1": date(2024, 12, 20)}) == [["Mọi biểu có ghi ngày", *whole]]
    assert days({"I.3.3": date(2024, 11, 30)}, "2024-12-15") == [
        ["B2, B3, B4, B5", "21/12/2023", "20/12/2024", "30/11/2024", "Huyện quy định"],
        ["B12", "21/12/2023", "20/12/2024", "15/12/2024", "Ngày chốt do phòng ghi"],
        ["Mọi biểu khác có ghi ngày", *whole],
    ]

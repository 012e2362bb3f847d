"""Other years and other offices, with no change in code: 2022 and 2023, a commune of the new kind, other boundaries."""

from __future__ import annotations

from datetime import date

import pytest

from ctxh.cli import command
from ctxh.compute.passports import all_passports, passport
from ctxh.draw import draw_figure
from ctxh.edition import Edition
from ctxh.reference.norms import norm_value
from ctxh.tell import indicator_tables, law_tables
from ctxh.tell.comparison import comparison_table
from ctxh.tell.report import report_document, tell_report
from ctxh.tell.territory_tables import areas_table, successions_table
from ctxh.typeset.printed_passports import printed_passports
from drawn import all_drawn, stray_words
from opened import opened, sample, shown_on


@pytest.fixture(scope="module")
def earlier() -> dict[int, Edition]:
    """The editions of Kim Thành of 2022 and 2023."""
    return {year: sample("kim-thanh", year) for year in (2022, 2023)}


@pytest.fixture(scope="module")
def commune() -> Edition:
    """The edition of xã Kim Thành 2026, a commune of the new kind."""
    return sample("xa-kim-thanh", 2026)


@pytest.fixture(scope="module")
def other() -> Edition:
    """The edition of xã An Thành 2026, which collects more forms."""
    return sample("xa-an-thanh", 2026)


@pytest.fixture(scope="module")
def on_2025(edition_2024) -> Edition:
    """Kim Thành 2024 on the boundaries of July 2025, sparing it the reading of the workbooks."""
    return shown_on(edition_2024, "2025-07-01")


def results(edition: Edition, *checks: str) -> set[str]:
    """What the checks say."""
    table = edition.checks()
    return set(table.loc[table["check"].isin(checks), "result"])


def texts(table) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.rows]


class TestOf2022And2023:
    """Years before the norms of 1/7/2024, one of them on a form that has changed since."""

    @pytest.mark.parametrize("year", [2022, 2023])
    def test_every_rule_is_kept(self, earlier, year):
        # C16 as on the paper of 2024: what is printed, more than 58 and 59 tỷ, holds the home care; of allowances of people with
        # merit no indicator sums the money
        grave = earlier[year].findings().query("severity in ('stopped', 'flagged')")
        assert sorted(grave["check"]) == ["C16", "không chỉ tiêu nào dùng"]

    @pytest.mark.parametrize("year", [2022, 2023])
    def test_what_was_paid_is_recomputed_with_360_000(self, earlier, year):
        edition = earlier[year]
        assert norm_value(edition.request.norms, "social_assistance_base", date(year, 12, 31)) == 360_000
        (note,) = edition.checks().query("check == 'C34'")["note"]
        assert note.startswith("mọi dòng: hệ số × 360.000")
        assert edition.value("btxh_funeral_amount") == edition.value("btxh_funeral_cases") * 7_200_000
        assert results(edition, "C17", "C34", "C35", "C36", "C18") == {"đạt"}

    @pytest.mark.parametrize("year", [2022, 2023])
    def test_the_report_is_told_of_its_own_year(self, earlier, year):
        document = report_document(earlier[year].computed, tell_report(earlier[year].computed))
        assert document.frame.summary == f"Kết quả thực hiện Chương trình Công tác xã hội trên địa bàn huyện năm {year}"
        assert document.frame.watermark == f"Số liệu năm {year} là số liệu minh họa, không phải số liệu chính thức."
        assert "2024" not in str(document.blocks)

    def test_the_norms_used_are_those_of_the_year(self, earlier):
        rows = {(row[0], row[1]) for row in texts(law_tables.norms_table(earlier[2022].computed))}
        assert ("Mức chuẩn trợ giúp xã hội", "360.000") in rows
        assert not {value for label, value in rows if label == "Mức chuẩn trợ giúp xã hội"} - {"360.000"}

    def test_three_years_are_three_editions(self, monkeypatch):
        made = []
        monkeypatch.setattr("ctxh.run.report_run.run_edition", lambda office, year, *more, **named: made.append((office, year)))
        monkeypatch.setattr("ctxh.cli.announcements._summary", lambda *arguments: "")
        command.ctxh.main(["report", "2022-2024"], standalone_mode=False)
        assert made == [("kim-thanh", 2022), ("kim-thanh", 2023), ("kim-thanh", 2024)]


class TestOfACommune:
    """Xã Kim Thành 2026: villages report, two departments are written to, the norms of 1/7/2026 hold."""

    def test_villages_send_the_workbooks(self, commune):
        assert set(commune.areas["level"]) == {"village"} and len(commune.areas) == 12
        assert commune.area_name("1080401") == "thôn Đông"
        assert set(commune.computed.coverage["area_code"]) == {*commune.areas["area_code"], "10804"}

    def test_its_first_year_is_not_that_of_the_commune_that_bore_its_code(self, commune):
        first = opened("xa-kim-thanh", 2025, commune.request.data, commune.workspace)
        assert (first.request.own_name, len(first.request.reported_areas)) == ("xã Kim Thành", 12)  # 10804 was xã Đồng Cẩm until 30/6/2025

    def test_every_rule_is_kept(self, commune):
        # C16 as on the district's paper: what is printed, more than 30 tỷ, holds the home care
        grave = commune.findings().query("severity in ('stopped', 'flagged') and check != 'C16'")
        assert list(grave["check"]) == ["không chỉ tiêu nào dùng"]

    def test_the_city_s_base_stays_while_the_social_pension_rises(self, commune):
        months = [date(2026, month, 30) for month in (6, 7)]
        norms = ("social_assistance_base", "social_pension_level")
        assert [[norm_value(commune.request.norms, norm, day) for day in months] for norm in norms] == [
            [700_000, 700_000],
            [500_000, 540_000],
        ]
        (note,) = commune.checks().query("check == 'C34'")["note"]
        assert (
            note.startswith("mọi dòng: hệ số × 700.000 đồng (mức chuẩn từ 01/01/2026")
            and "hệ số × 540.000 đồng (mức trợ cấp hưu trí xã hội từ" in note
        )
        assert results(commune, "C17", "C34", "C35", "C36", "C18") == {"đạt"}

    def test_a_norm_that_nobody_has_verified_prints_so(self, commune):
        rows = texts(law_tables.norms_table(commune.computed))
        assert [
            "Mức chuẩn trợ giúp xã hội",
            "540.000",
            "đồng/tháng",
            "cả nước",
            "từ 05/10/2026, tính từ 01/7/2026",
            "NĐ 335/2026/NĐ-CP ngày 21/8/2026 (chưa đối chiếu với văn bản gốc)",
        ] in rows
        assert [
            "Mức chuẩn trợ giúp xã hội",
            "700.000",
            "đồng/tháng",
            "thành phố",
            "từ 01/01/2026",
            "Nghị quyết của HĐND thành phố Hải Phòng ngày 10/12/2025 (chưa rõ số)",
        ] in rows

    def test_the_frame_is_the_commune_s_own(self, commune):
        frame = report_document(commune.computed, tell_report(commune.computed)).frame
        assert frame.issuer == "ỦY BAN NHÂN DÂN XÃ KIM THÀNH"
        assert frame.addressees == ("Sở Y tế thành phố Hải Phòng", "Sở Nội vụ thành phố Hải Phòng")
        assert frame.recipients[-2:] == ("Các thôn", "Lưu: VT, VHXH.")

    def test_a_number_leads_to_a_village_s_cell(self, commune):
        files = {source.cited.file for source in passport(commune.computed, "poor_households", "1080401").sources}
        assert files == {"Thon_Dong_2026.xlsx"}

    def test_villages_stand_at_their_places(self, commune):
        shown = draw_figure(commune.computed, "poor_rate_map")
        assert "Thượng" in shown.svg and not commune.areas[["tile_row", "tile_col"]].duplicated().any()

    def test_what_an_office_collects_beside_is_counted_and_others_see_nothing_of_it(self, other, commune):
        relief = {"relief_recipients": 145, "relief_persons": 64, "relief_victim_households": 9, "relief_poor_households": 72}
        money = {"relief_amount": 64 * 500_000 * 3 + 9 * 2_000_000, "relief_rice": 72 * 45, "houses_merit_amount": 780_000_000}
        houses = {"houses": 33, "houses_merit": 21, "houses_poor_built": 12, "houses_plan_rate": 100.0}
        targets = {"targets": 3, "targets_reached": 2, "near_poor_households_target": 120, "near_poor_households_next_target": 110}
        expected = relief | money | houses | targets

        assert expected == {name: other.value(name) for name in expected}
        assert {"relief", "houses", "plans"} == set(other.computed.request.layouts) - set(commune.computed.request.layouts)
        assert set() == set(expected) & set(commune.computed.book.indicators)
        assert ["relief", "housing"] == [name for name in other.computed.book.fields if name not in commune.computed.book.fields]

    def test_another_office_of_the_kind_lends_its_wording(self, other):
        document = report_document(other.computed, tell_report(other.computed))
        assert "UBND) xã An Thành báo cáo kết quả" in str(document.blocks)
        assert "Kim Thành" not in str(document)


class TestOf2024OnTheBoundariesOfJuly2025:
    """Four new communes, three old ones that nobody has published the shares of."""

    def test_a_new_commune_is_the_sum_of_the_old_ones(self, edition_2024, on_2025):
        parts = {name: edition_2024.computed.area_values(name) for name in ("households", "poor_households")}
        an_thanh = ("10777", "10786", "10792")  # Ngũ Phúc, Kim Tân, Kim Đính
        homes, poor = (sum(parts[name][code][0] for code in an_thanh) for name in ("households", "poor_households"))
        assert on_2025.computed.area_values("households")["10792"][0] == homes
        assert on_2025.computed.area_values("poor_households_rate")["10792"][0] == pytest.approx(100 * poor / homes)

    def test_every_table_by_area_has_its_rows_and_its_total(self, edition_2024, on_2025):
        table = indicator_tables.area_table(on_2025.computed, ["households", "poor_households_rate"], "Hộ")
        rows = texts(table)
        assert [row[0] for row in rows] == [
            "Xã Phú Thái",
            "Xã Lai Khê (chưa gồm Vũ Dũng, Tuấn Việt)",
            "Xã Vũ Dũng (chưa có tỷ lệ chia)",
            "Xã Tuấn Việt (chưa có tỷ lệ chia)",
            "Xã An Thành",
            "Xã Hòa Bình (chưa có tỷ lệ chia)",
            "Xã Kim Thành (chưa gồm Hòa Bình)",
            "Tổng cộng",
        ]
        assert (
            rows[-1][1:] == texts(indicator_tables.area_table(edition_2024.computed, ["households", "poor_households_rate"], "Hộ"))[-1][1:]
        )

    def test_figures_and_comparisons_are_made(self, on_2025):
        assert "Chia theo địa giới ngày 01/7/2025." in draw_figure(on_2025.computed, "poverty_by_commune").note
        assert "An Thành" in draw_figure(on_2025.computed, "poor_rate_map").svg
        assert len(comparison_table(on_2025.computed).rows) > 5

    def test_the_page_of_areas_says_who_became_whom(self, on_2025):
        names = [row[1] for row in texts(areas_table(on_2025.computed)) if "có trong bảng" in row[4]]
        assert sorted(names) == ["xã An Thành", "xã Hòa Bình", "xã Kim Thành", "xã Lai Khê", "xã Phú Thái", "xã Tuấn Việt", "xã Vũ Dũng"]
        shares = {(row[1], row[2]): row[3] for row in texts(successions_table(on_2025.computed))}
        assert shares["xã Kim Tân", "xã An Thành"] == "100%"
        assert shares["xã Vũ Dũng", "xã Nam An Phụ"] == "chưa có tỷ lệ chia"

    def test_the_report_is_told_as_before(self, edition_2024, on_2025):
        assert tell_report(on_2025.computed).blocks == tell_report(edition_2024.computed).blocks


def test_the_words_of_every_figure_stay_on_its_sheet(edition_2024, commune):
    for edition in (edition_2024, commune):
        assert {} == {name: stray for name, figure in all_drawn(edition.computed).items() if (stray := stray_words(figure.svg))}


def test_neither_method_nor_passport_tells_of_documents_that_the_register_does_not_have(commune):
    defined, passports = indicator_tables.definitions_table(commune.computed), all_passports(commune.computed)
    ids = [
        {row[0].text.rpartition("(")[2].rstrip(")") for row in defined.rows},
        {p["id"] for p in printed_passports(commune.computed, passports)},
    ]

    assert [{"plan_btxh_no"}] * 2 == [{"plan_btxh_no", "plan_drugs_no", "letter_rectify_date"} & told for told in ids]
    assert "Không in 15 chỉ tiêu về văn bản mà sổ văn bản (B10) không có." == defined.note

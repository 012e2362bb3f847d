"""What figures say: captions, alternatives, notes, and which values are illustrative."""

from __future__ import annotations

import re
from dataclasses import replace
from types import SimpleNamespace

import pytest

import small_year as made
from ctxh.compute.computed import Computed
from ctxh.draw import area_charts, chart_kinds, draw_figure, figure_rows
from drawn import words_of
from small_year import BANDS, CARDS, GIFTS, GROUPS, ILLUSTRATIVE, KINDS, MERIT, small_year


@pytest.fixture(scope="module")
def edition() -> Computed:
    return small_year()


class TestWhatFiguresSay:
    def test_decisions_are_ranked_and_add_up(self, drawn):
        figure = drawn["decisions_by_kind"]
        counts = [int(word) for word in words_of(figure) if word.isdigit()]

        assert counts == sorted((count for _, count in KINDS.values()), reverse=True)
        assert "Tổng cộng 1.657 trường hợp. Lớn nhất: Thôi hưởng – 390 trường hợp" in figure.alt
        assert set(figure.cites) == {f"decisions_{kind}" for kind in KINDS}

    def test_kinds_without_a_decision_get_no_bar(self, monkeypatch):
        monkeypatch.setitem(made.WHOLE, "decisions_new_child_nq03", 0)
        shown = draw_figure(small_year(), "decisions_by_kind")

        assert "NQ 03" not in shown.svg + shown.alt and "nhỏ nhất: Hưởng mới - trẻ em mất nguồn" in shown.alt
        assert "Không vẽ loại không có trường hợp nào." in shown.note and "decisions_new_child_nq03" in shown.cites

    def test_a_year_without_any_decision_keeps_its_bars(self, monkeypatch):
        for kind in KINDS:
            monkeypatch.setitem(made.WHOLE, f"decisions_{kind}", 0)
        shown = draw_figure(small_year(), "decisions_by_kind")

        assert shown.alt.endswith("Các giá trị bằng nhau: 0 trường hợp.") and "Không vẽ" not in shown.note

    def test_cards_add_up(self, drawn):
        total = sum(count for _, count in CARDS.values())

        assert f"Tổng cộng {total:,} thẻ".replace(",", ".") in drawn["insurance_cards_by_group"].alt

    def test_gifts_are_summed_over_communes_and_told_by_occasion(self, drawn):
        figure = drawn["gifts_by_source"]
        shown = words_of(figure)
        total = round(18 * sum(GIFTS.values()) / 1e6)

        assert f"Tổng cộng {total:,} triệu đồng".replace(",", ".") in figure.alt
        assert shown.index("Tết Nguyên đán") < shown.index("Chúc thọ, mừng thọ")
        assert "3.127" in shown and "Tết Trung thu" not in shown

    def test_spending_marks_the_break_inside_the_year_only(self, drawn):
        figure = drawn["spending_by_month"]

        assert "Mức chuẩn trợ giúp xã hội tăng" in words_of(figure)
        assert "Ngoài năm báo cáo" not in figure.svg + figure.alt
        assert [word for word in words_of(figure) if re.fullmatch(r"T\d+", word)] == [f"T{n}" for n in range(1, 13)]
        assert "tháng 7 – 12,95 tỷ đồng" in figure.alt

    def test_a_break_stands_before_the_month_that_it_begins_in_figures_of_its_fields(self, edition):
        months = [f"2024-{month:02d}" for month in range(1, 13)]
        breaks = [chart_kinds.breaks_between(edition, months, {field}) for field in ("assistance", "labour")]

        assert [[5.5], []] == [list(one["position"]) for one in breaks]

    def test_a_year_without_breaks_has_none(self, edition):
        calm = SimpleNamespace(breaks=edition.breaks.iloc[:0])

        assert 0 == len(chart_kinds.breaks_between(calm, ["2022-01", "2022-02"], {"assistance"}))

    def test_groups_are_summed_over_communes(self, drawn):
        first = 18 * GROUPS["elderly_no_pension"][1] + sum(range(18))

        assert f"{first:,}".replace(",", ".") in words_of(drawn["beneficiaries_by_group"])
        assert str(18 * MERIT["martyr_relative"][1]) in words_of(drawn["merit_by_group"])

    def test_ages_keep_their_order(self, drawn):
        shown = words_of(drawn["beneficiaries_by_age"])
        places = [shown.index(band.replace("-", "–").replace("95+", "từ 95") + " tuổi") for band in BANDS]

        assert places == sorted(places)

    def test_pyramid_is_of_the_old_and_says_which_band_is_wide(self, drawn):
        figure = drawn["elderly_pyramid"]

        assert "16–59 tuổi" not in words_of(figure)
        assert figure.note.startswith("Nhóm 60–69 tuổi rộng hơn")
        assert "Nữ: Tổng cộng 1.638 người" in figure.alt

    def test_poverty_is_ranked_with_the_whole_told(self, drawn):
        figure = drawn["poverty_by_commune"]
        shown = words_of(figure)

        assert shown.index("Đại Đức") < shown.index("Lai Vu") < shown.index("Phú Thái")
        assert "Hộ nghèo, chung 0,94%" in shown and "0,5%" in shown
        assert "poor_households_rate@10700" in figure.cites

    def test_map_puts_communes_where_the_table_says(self, edition):
        places = area_charts.tile_places(edition).set_index("label")

        assert tuple(places.loc["Kim Xuyên"]) == (1, 2)

    def test_map_without_places_is_in_the_order_of_areas(self, edition):
        places = area_charts.tile_places(small_year(tiles=False))

        assert list(places["label"][:3]) == ["Phú Thái", "Lai Vu", "Cộng Hòa"]
        assert list(zip(places["row"], places["column"], strict=True))[6] == (1, 0)

    def test_shares_give_part_and_whole(self, drawn):
        assert "0,14% lao động tham gia bảo hiểm xã hội: 15 trên 10.575 người" in words_of(drawn["workers_insured"])
        assert "100% nhận qua tài khoản: 8.141 trên 8.141 người" in drawn["cashless_share"].alt

    def test_trend_says_which_years_are_illustrative_and_where_norms_changed(self, drawn):
        note = drawn["trend"].note

        assert "số liệu minh họa (năm 2022, 2023)" in note
        assert "01/7/2024: Mức chuẩn trợ giúp xã hội tăng" in note
        assert "72,35 tỷ" in words_of(drawn["trend"])

    def test_one_indicator_can_be_asked_for(self, edition):
        shown = draw_figure(edition, "trend", figure_rows(edition, "trend").loc[["new_jobs"]])

        assert shown.cites == ("new_jobs",) and "Tỷ lệ" not in shown.alt


class TestNotices:
    def test_breakdown_is_illustrative_and_totals_are_not(self, drawn):
        words = "Phần chia theo xã năm 2024 là minh họa."

        assert words in drawn["poverty_by_commune"].note
        assert words not in drawn["decisions_by_kind"].note

    def test_a_wholly_illustrative_year_says_so_everywhere(self):
        edition = small_year(year=2023)
        for name in ("decisions_by_kind", "poor_rate_map", "cashless_share"):
            assert "Năm 2023 là minh họa." in draw_figure(edition, name).note

    def test_areas_that_did_not_send_are_named_and_not_zero(self):
        gone = ("10701",)
        edition = small_year(3, without={"beneficiaries": gone, "poor_review": gone})
        by_commune, mapped = draw_figure(edition, "beneficiaries_by_commune"), draw_figure(edition, "poor_rate_map")

        assert "Chưa có số liệu của: Lai Vu." in by_commune.note
        assert words_of(by_commune).count("–") == 5
        assert "chưa có số liệu" in words_of(mapped) and "Lai Vu" not in mapped.alt


class TestIllustrativeValuesLookSo:
    OFFICIAL = replace(ILLUSTRATIVE, years=(), breakdown_years=())

    def test_bars_of_an_illustrative_breakdown_are_hatched_and_official_bars_are_not(self):
        hatched = draw_figure(small_year(), "deaths_by_month")
        official = draw_figure(small_year(illustrative=self.OFFICIAL), "deaths_by_month")

        assert (True, False) == ("<pattern" in hatched.svg, "<pattern" in official.svg)
        assert (True, False) == ("Nét gạch chéo" in hatched.note, "Nét gạch chéo" in official.note)

    def test_totals_of_the_same_year_are_not_hatched(self):
        assert "<pattern" not in draw_figure(small_year(), "insurance_cards_by_group").svg

    def test_points_are_hollow_and_tiles_have_broken_edges(self):
        edition, official = small_year(), small_year(illustrative=self.OFFICIAL)

        assert draw_figure(edition, "poverty_by_commune").svg != draw_figure(official, "poverty_by_commune").svg
        assert "stroke-dasharray" in draw_figure(edition, "poor_rate_map").svg
        assert "stroke-dasharray" not in draw_figure(official, "poor_rate_map").svg

    def test_an_estimated_area_says_so_in_its_name(self):
        edition = small_year()
        table = edition.indicators
        code = edition.areas["area_code"].iloc[1]
        table.loc[table["area_code"].eq(code) & table["indicator"].eq("poor_households_rate"), "status"] = "estimated"

        assert "Lai Vu (ước tính)" in draw_figure(edition, "poverty_by_commune").svg
        assert "Phú Thái (ước tính)" not in draw_figure(edition, "poverty_by_commune").svg

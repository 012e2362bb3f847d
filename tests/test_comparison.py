"""This year beside the last and the plan; the days on which a series breaks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pandas as pd
import pytest

from ctxh.compute.computed import Earlier
from ctxh.compute.series import breaks_of
from ctxh.draw import draw_figure, figure_rows, points, year_lines
from ctxh.draw.style import SMALL, text_width_cm
from ctxh.errors import CtxhError
from ctxh.reference.areas import Territory
from ctxh.tell.comparison import Change, change, comparison_table, share_of_plan
from drawn import dots, lines, words
from opened import opened
from small_computed import computed_of, indicators_of, request_of
from small_sheets import INDICATORS, observation_table
from small_year import small_series, small_year

JOBS, RATE, MONEY, POINTS = (
    INDICATORS[name] for name in ("new_jobs", "poor_households_rate", "tet_gifts_total_amount", "trained_rate_increase")
)
NAN = float("nan")


@pytest.mark.parametrize(
    ("entry", "now", "before", "value", "relative"),
    [
        (JOBS, 2634, 2600, "tăng 34", "tăng 1,3%"),
        (JOBS, 2600, 2634, "giảm 34", "giảm 1,3%"),
        (JOBS, 2600, 2600, "không thay đổi", "không thay đổi"),
        (JOBS, None, 2600, "–", "–"),
        (JOBS, 2600, None, "–", "–"),
        (JOBS, 2600, NAN, "–", "–"),
        (JOBS, 12, 0, "tăng 12", "–"),
        (JOBS, 0, 12, "giảm 12", "giảm 100,0%"),
        (JOBS, 0, 0, "không thay đổi", "không thay đổi"),
        (RATE, 0.94, 1.12, "giảm 0,18 điểm phần trăm", "–"),
        (RATE, 1.504, 1.496, "không thay đổi", "–"),
        (RATE, 1.505, 1.494, "tăng 0,02 điểm phần trăm", "–"),
        (POINTS, 1.6, 1.0, "tăng 0,6 điểm phần trăm", "–"),
        (POINTS, 1.04, 1.0, "không thay đổi", "–"),
        (MONEY, 4_433_250_000, 4_107_000_000, "tăng 0,326 tỷ", "tăng 7,9%"),
        (MONEY, 80_500_000, 60_000_000, "tăng 20,5 triệu", "tăng 34,2%"),
        (MONEY, 1_000_000_000, 920_000_000, "tăng 0,080 tỷ", "tăng 8,7%"),
        (MONEY, 80_000_400, 80_000_000, "không thay đổi", "không thay đổi"),
        (MONEY, 4_107_000_400, 4_107_000_000, "không thay đổi", "không thay đổi"),
    ],
)
def test_a_change_is_said_between_values_as_printed(entry, now, before, value, relative):
    assert change(entry, now, before) == Change(value, relative)


@pytest.mark.parametrize(
    ("now", "plan", "said"), [(2634, 2600, "101,3%"), (1300, 2600, "50,0%"), (2600, None, "–"), (None, 2600, "–"), (5, 0, "–")]
)
def test_what_was_reached_of_a_plan(now, plan, said):
    assert share_of_plan(JOBS, now, plan) == said


def texts(edition) -> dict[str, list[str]]:
    return {row[0].text: [cell.text for cell in row[1:]] for row in comparison_table(edition).rows}


def test_kim_thanh_2024_beside_2023(edition_2024):
    rows = texts(edition_2024.computed)
    assert rows["Tỷ lệ hộ nghèo"] == ["0,94%", "1,12%", "giảm 0,18 điểm phần trăm", "–", "–", "–"]
    assert rows["Tổng kinh phí quà Tết cho NCC (tỷ đồng)"][:3] == ["4,433", "4,107", "tăng 0,326 tỷ"]
    assert rows["Lao động được giải quyết việc làm mới (người)"] == ["2.634", "2.612", "tăng 22", "tăng 0,8%", "2.600", "101,3%"]


def test_amounts_below_one_billion_stand_in_millions():
    """80,5 and 60 triệu: a change of 20,5 triệu, 20,5 / 60 = 34,2%."""
    name, before = "tet_gifts_total_amount", small_series().query("year == 2023")
    series = before.assign(value=before["value"].where(before["indicator"] != name, 60_000_000))
    values = {name: 80_500_000}
    edition = computed_of(
        request_of({"10771": "xã Kim Xuyên"}),
        observation_table([]),
        indicators_of(request_of({"10771": "xã Kim Xuyên"}), values, {}),
        series=series,
    )

    assert ["80,5", "60", "tăng 20,5 triệu", "tăng 34,2%"] == texts(edition)["Tổng kinh phí quà Tết cho NCC (triệu đồng)"][:4]


def test_percentage_points_stand_in_the_heading_of_their_row(edition_2024):
    assert texts(edition_2024.computed)["Tỷ lệ lao động qua đào tạo có chứng chỉ tăng trong kỳ (điểm phần trăm)"][-2:] == ["1,6", "100,0%"]


def test_the_first_year_has_none_before_it(edition_2024):
    request = replace(edition_2024.request, since=2024)
    first = replace(edition_2024.computed, request=request, earlier=Earlier(request))
    assert texts(first)["Tỷ lệ hộ nghèo"] == ["0,94%", "–", "–", "–", "–", "–"]


class TestOfBreaks:
    """The days on which a series breaks."""

    def test_norms_boundaries_and_what_is_listed(self, edition_2024, tmp_path):
        later = opened("kim-thanh", 2026, edition_2024.request.data, tmp_path)
        table = breaks_of(later.request).set_index("date")
        assert list(table.index) == ["2023-07-01", "2024-07-01", "2024-12-01", "2025-07-01", "2026-07-01"]
        assert table.loc["2024-07-01", "fields"] == "assistance|merit"
        assert table.loc["2025-07-01", "label"] == (
            "Sắp xếp đơn vị hành chính cấp xã; Trợ cấp hưu trí xã hội thay trợ cấp cho người cao tuổi từ 80 tuổi, tuổi hưởng còn 75"
        )
        assert table.loc["2025-07-01", "fields"] == ""
        assert table.loc["2025-07-01", "legal_basis"] == "NQ 1669/NQ-UBTVQH15; NĐ 176/2025/NĐ-CP"

    def test_the_poverty_line_of_2022_holds_through_2026(self, edition_2024, tmp_path):
        listed = [breaks_of(opened("kim-thanh", year, edition_2024.request.data, tmp_path).request) for year in (2026, 2027)]
        assert ["poverty" in set(table["fields"]) for table in listed] == [False, True]
        [row] = listed[1].query("fields == 'poverty'").itertuples()
        assert (row.date, row.label) == ("2027-01-01", "Chuẩn nghèo đa chiều giai đoạn 2027-2030")

    @pytest.mark.parametrize(
        ("row", "message"),
        [
            (",,,merit,merit_bse", r"dòng 2, cột norm: không có định mức «merit_bse».*«merit_base»"),
            ("2024-01-01,,,merit,", r"dòng 2: ghi ngày \(date\) với chữ \(label\), hoặc chỉ ghi định mức"),
            ("2024-01-01,Mức mới,,merit,merit_base", r"dòng 2: ghi ngày"),
        ],
    )
    def test_a_row_that_says_neither_a_day_nor_a_norm_is_refused(self, edition_2024, tmp_path, row, message):
        (tmp_path / "reference").mkdir()
        (tmp_path / "reference" / "breaks.csv").write_text(f"date,label,legal_basis,fields,norm\n{row}\n", encoding="utf-8")
        request = SimpleNamespace(reference=tmp_path / "reference", norms=edition_2024.request.norms, since=2022, year=2024)

        with pytest.raises(CtxhError, match=message):
            breaks_of(request)

    def test_a_base_of_the_city_breaks_the_series_on_its_own_day(self, edition_2024, tmp_path):
        table = breaks_of(opened("xa-kim-thanh", 2026, edition_2024.request.data, tmp_path, since=2025).request).set_index("date")
        assert table.loc["2026-01-01", "label"] == "Mức chuẩn trợ giúp xã hội mới"  # 500.000, then 700.000
        assert table.loc["2026-07-01", "label"] == "Mức trợ cấp hưu trí xã hội mới; Mức chuẩn trợ cấp ưu đãi người có công mới"

    def test_the_area_of_the_office_itself_began_by_a_merger(self, edition_2024, tmp_path):
        commune = opened("xa-kim-thanh", 2026, edition_2024.request.data, tmp_path, since=2025)
        table = breaks_of(commune.request).set_index("date")
        assert table.loc["2025-07-01", "label"].startswith("Địa bàn xã Kim Thành thay đổi; Trợ cấp hưu trí xã hội thay")
        assert (table.loc["2025-07-01", "fields"], table.loc["2025-07-01", "legal_basis"][:22]) == ("", "NQ 1669/NQ-UBTVQH15; N")
        assert (
            "2024-12-01"
            not in breaks_of(opened("xa-kim-thanh", 2026, edition_2024.request.data, tmp_path, since=2024).request)["date"].to_list()
        )

    def test_a_fold_has_the_beginnings_of_its_members_too(self, edition_2024, tmp_path):
        fold = opened("hai-phong-mau", 2026, edition_2024.request.data, tmp_path, since=2025)
        table = breaks_of(fold.request).set_index("date")
        assert table.loc["2025-07-01", "label"].startswith("Sắp xếp đơn vị hành chính cấp xã; Trợ cấp hưu trí xã hội thay")
        assert (table.loc["2025-07-01", "fields"], table.loc["2025-07-01", "legal_basis"][:22]) == ("", "NQ 1669/NQ-UBTVQH15; N")
        assert "2024-12-01" not in table.index

    def test_are_worded_by_the_level_of_the_areas_that_change(self, edition_2024, tmp_path):
        commune = opened("xa-kim-thanh", 2026, edition_2024.request.data, tmp_path)
        areas = commune.request.territory.areas
        village = areas.loc[areas["level"] == "village", "area_code"].iloc[0]
        link = {"old_code": village, "old_valid_from": "2025-07-01", "new_code": village, "new_valid_from": "2026-03-01", "share": "1"}
        links = pd.concat([commune.request.territory.successions, pd.DataFrame([link | {"legal_basis": "NQ thử", "note": ""}])])
        told = breaks_of(replace(commune.request, territory=Territory(areas, links)))
        assert dict(zip(*(told[name] for name in ("date", "label")), strict=True))["2026-03-01"] == "Sắp xếp thôn, khu dân cư"

    def test_only_those_within_the_years_shown(self, edition_2024):
        assert list(edition_2024.computed.breaks["date"]) == ["2023-07-01", "2024-07-01", "2024-12-01"]

    def test_are_drawn_where_they_concern_the_indicator_and_footnoted(self, monkeypatch):
        seen = {}
        monkeypatch.setattr(year_lines, "trend_panels", lambda panels: seen.update(panels=panels) or points.trend_panels(panels))
        year = small_year()
        shown = draw_figure(year, "trend", figure_rows(year, "trend").loc[["decisions_total", "new_jobs"]])
        gone = (date(2024, 7, 1).timetuple().tm_yday - 1) / 365
        assert [panel["breaks"] for panel in seen["panels"]] == [[(1, 2024, gone)], []]
        assert "các mốc (vạch đứt): (1) 01/7/2024: Mức chuẩn trợ giúp xã hội tăng." in shown.note

    def test_stand_at_their_day_between_the_years(self):
        rows = pd.DataFrame({"year": [2023, 2024], "value": [2.0, 4.0], "printed": ["2", "4"], "illustrative": [False, False]})
        panel = {"title": "Chỉ tiêu", "points": rows, "breaks": [(1, 2024, 0.0), (2, 2030, 0.5)]}
        drawn = points.trend_panels([panel])
        years = [mark.get_xdata()[0] for mark in dots(drawn)]
        dashed = [line.get_xdata()[0] for line in lines(drawn) if line.get_linestyle() == "--"]
        assert dashed == [pytest.approx(sum(years) / 2)]
        assert "(1)" in [text.get_text() for text in words(drawn)]

    def test_that_stand_close_at_the_end_are_told_apart_within_their_panel(self):
        rows = pd.DataFrame({"year": [2022, 2023, 2024], "value": [2.0, 3.0, 4.0], "printed": ["2", "3", "4"], "illustrative": False})
        panel = {"title": "Chỉ tiêu", "points": rows, "breaks": [(1, 2024, 0.5), (2, 2024, 0.92)]}
        drawn = points.trend_panels([panel, panel])
        first, second = [text for text in words(drawn) if text.get_text().startswith("(")][:2]
        end = max(lines(drawn)[0].get_xdata())
        ends = [text.get_position()[0] + text_width_cm(text.get_text(), SMALL) for text in (first, second)]
        assert ends[1] <= end
        assert second.get_position()[0] >= ends[0] or second.get_position()[1] < first.get_position()[1] - 0.3


def test_a_single_year_has_no_course_to_draw():
    shown = draw_figure(replace(small_year(), saved_series=small_series().query("year == 2024")), "trend")
    assert shown.alt == "Không có hình. Mới có số liệu của một năm nên chưa so sánh được các năm." and not shown.cites


def test_the_note_says_that_the_year_before_is_illustrative(edition_2024):
    note = comparison_table(edition_2024.computed).note

    assert "Số liệu năm 2023 là số liệu minh họa, không phải số liệu chính thức." in note


def test_the_share_of_a_whole_and_what_falls_to_one_have_a_column_where_the_book_says_of_what():
    request = request_of({"10771": "xã Kim Xuyên"})
    jobs = replace(INDICATORS["new_jobs"], whole="labour_force", per=("poor_households",))
    own = replace(request, book=replace(request.book, indicators=request.book.indicators | {"new_jobs": jobs}))
    values = {"new_jobs": 30, "labour_force": 1200, "poor_households": 12}
    plain, shared = (
        comparison_table(computed_of(one, observation_table([]), indicators_of(one, values, {}), series=small_series()))
        for one in (request, own)
    )

    assert 7 == len(plain.columns)
    assert "Trong tổng, bình quân" == shared.columns[7].label
    assert {"Lao động được giải quyết việc làm mới (người)": "2,5%; 2,50 người/hộ"} == {
        row[0].text: row[7].text for row in shared.rows if row[7].text != "–"
    }

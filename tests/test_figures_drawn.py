"""What charts draw: bars, points and tiles as long, high and dark as their values, never pixels."""

from __future__ import annotations

import itertools
import math

import pandas as pd
import pytest

from ctxh.draw import bars, canvas, month_columns, panels, points, style
from ctxh.draw.area_charts import class_edges
from ctxh.draw.captions import labelled
from ctxh.draw.row_kinds import ranked
from ctxh.draw.svg import as_svg
from ctxh.draw.year_lines import _printed_points
from ctxh.typeset.drawings import width_shown
from drawn import boxes, dots, heights, lines, shares, stray_words, texts, widths, words
from small_sheets import BOOK


class TestBars:
    TABLE = pd.DataFrame(
        {"label": ["a", "b", "c"], "value": [5.0, 2.0, float("nan")], "printed": ["5", "2", "?"], "accent": [True, False, True]}
    )

    def test_lengths_are_the_values_and_missing_is_not_drawn(self):
        drawn = bars.bars(self.TABLE)

        assert shares(widths(drawn)) == shares([5, 2, 0])
        assert texts(drawn) == ["a", "5", "b", "2", "c", "?"]

    def test_a_value_stands_at_the_end_of_its_bar_on_the_line_of_its_label(self):
        drawn = bars.bars(self.TABLE)
        label, value = words(drawn)[2:4]
        bar = boxes(drawn)[1]

        assert 0 < value.get_position()[0] - bar.get_x() - bar.get_width() < 0.2
        assert value.get_position()[1] == label.get_position()[1] == pytest.approx(bar.get_y() + bar.get_height() / 2, abs=0.05)

    def test_first_row_stands_on_top(self):
        tops = [box.get_y() for box in boxes(bars.bars(self.TABLE))]

        assert tops == sorted(tops)

    def test_accent_is_the_one_colour(self):
        colours = [box.get_facecolor() for box in boxes(bars.bars(self.TABLE))]

        assert colours[0] == colours[2] != colours[1]

    def test_groups_have_a_bold_heading_without_a_bar(self):
        drawn = bars.grouped_bars(self.TABLE.assign(group=["x", "x", "y"]))
        bold = [text.get_text() for text in words(drawn) if text.get_fontweight() == "bold"]

        assert bold == ["x", "y"]
        assert shares(widths(drawn)) == shares([5, 2, 0])

    def test_a_long_name_of_a_group_makes_room_for_its_lines(self):
        long = "Thiên tai: lũ ống, lũ quét, sạt lở đất, mưa đá, rét đậm rét hại kéo dài làm hư hỏng nhà ở và mất mùa"
        drawn = bars.grouped_bars(self.TABLE.assign(group=["x", "x", long]))

        assert [] == stray_words(as_svg(drawn, "long", "Hộ theo lý do."))

    def test_shares_are_of_one_length(self):
        table = pd.DataFrame({"label": ["a", "b"], "share": [0.25, float("nan")], "printed": ["25%", "?"]})

        assert shares(widths(bars.share_bars(table))) == [1, 0.25, 1, 0]

    def test_both_sides_of_a_pyramid_share_a_scale_and_begin_at_the_foot(self):
        table = pd.DataFrame(
            {"label": ["60", "70"], "left": [4.0, 1.0], "right": [8.0, 2.0], "left_printed": ["4", "1"], "right_printed": ["8", "2"]}
        )
        drawn = bars.pyramid(table, "Nam", "Nữ")

        assert shares(widths(drawn)) == shares([1, 2, 4, 8])
        assert boxes(drawn)[0].get_y() < boxes(drawn)[2].get_y()
        assert len({round(box.get_x() + box.get_width(), 6) for box in boxes(drawn)[::2]}) == 1


class TestColumns:
    def test_stack_adds_up(self):
        table = pd.DataFrame({"x": [1.0, 2.0], "y": [3.0, float("nan")], "z": [0.5, 1.0]}, index=["T1", "T2"])
        breaks = pd.DataFrame({"position": [0.5], "label": ["mức mới"]})
        drawn = month_columns.stacked_columns(table, " tỷ", breaks)
        first, second = boxes(drawn)[::2], boxes(drawn)[1::2]

        assert shares(heights(drawn)) == shares([1, 2, 3, 0, 0.5, 1])
        assert [below.get_y() for below in first[:2]] == pytest.approx([above.get_y() + above.get_height() for above in first[1:]])
        assert second[0].get_y() == pytest.approx(second[2].get_y() + second[2].get_height())
        assert "5 tỷ" in texts(drawn)

    def test_a_break_stands_between_its_columns(self):
        table = pd.DataFrame({"x": [1.0, 2.0]}, index=["T1", "T2"])
        drawn = month_columns.stacked_columns(table, "", pd.DataFrame({"position": [0.5], "label": ["mức mới"]}))
        (mark,) = [line for line in lines(drawn) if line.get_label() == "break"]
        left, right = boxes(drawn)

        assert left.get_x() + left.get_width() < mark.get_xdata()[0] < right.get_x()

    def test_names_of_layers_do_not_touch_or_leave_the_sheet(self):
        table = pd.DataFrame({"a": [99.7], "b": [0.1], "c": [0.1], "d": [0.1]}, index=["T1"])
        drawn = month_columns.stacked_columns(table, "", pd.DataFrame({"position": [], "label": []}))
        places = [text.get_position()[1] for text in words(drawn) if text.get_text() in "abcd"]

        assert all(low - high >= 0.33 + 0.2 for low, high in itertools.pairwise(places))
        assert min(places) > 0.2

    def test_columns_carry_their_values(self):
        table = pd.DataFrame({"label": ["T1", "T2"], "value": [3.0, 0.0], "printed": ["3", "0"]})
        drawn = month_columns.columns(table)

        assert (shares(heights(drawn)), texts(drawn)) == ([1, 0], ["3", "0", "T1", "T2"])


class TestPoints:
    def test_points_stand_at_the_values_and_lines_at_the_averages(self):
        table = pd.DataFrame({"label": ["A", "B"], "p": [2.0, 1.0], "n": [3.0, 0.5]})
        drawn = points.paired_dots(table, {"p": "Nghèo", "n": "Cận nghèo"}, {"p": 1.4, "n": 6.0}, "%")
        zero = min(line.get_xdata()[0] for line in lines(drawn))
        at = {mark.get_label(): [x - zero for x in mark.get_xdata()] for mark in (*dots(drawn), *lines(drawn))}

        assert shares([*at["p"], *at["n"], *at["average p"][:1], *at["average n"][:1]]) == shares([2, 1, 3, 0.5, 1.4, 6])

    def test_two_points_at_one_place_are_both_seen(self):
        table = pd.DataFrame({"label": ["A"], "p": [2.0], "n": [2.0]})
        drawn = points.paired_dots(table, {"p": "Nghèo", "n": "Cận nghèo"}, {"p": 1.0, "n": 2.0}, "%")
        below, above = [mark for mark in dots(drawn) if mark.get_label() in ("p", "n")]

        assert (below.get_marker(), above.get_marker()) == ("s", "o")  # a circle fits into a square

    def test_an_area_without_value_says_so(self):
        table = pd.DataFrame({"label": ["A"], "p": [float("nan")], "n": [float("nan")]})
        drawn = points.paired_dots(table, {"p": "Nghèo", "n": "Cận nghèo"}, {"p": 1.0, "n": 2.0}, "%")

        assert "chưa có số liệu" in texts(drawn)

    def test_illustrative_years_are_hollow(self):
        rows = pd.DataFrame(
            {"year": [2022, 2023, 2024], "value": [1.0, 2.0, 3.0], "printed": ["1", "2", "3"], "illustrative": [True, False, False]}
        )
        drawn = points.trend_panels([{"title": "Chỉ tiêu", "points": rows}])
        faces = [mark.get_markerfacecolor() for mark in dots(drawn)]
        strokes = [line.get_linestyle() for line in lines(drawn)]

        assert faces == [style.PAPER, style.ACCENT, style.ACCENT]
        assert strokes[1:] == ["--", "-"]  # matplotlib calls every dash pattern "--"

    @pytest.mark.parametrize(
        ("amounts", "told"),
        [
            ([80e6, 1.2e9], ["0,08 tỷ", "1,20 tỷ"]),
            ([80e6, math.nan, 112.5e6], ["80 triệu", "–", "112,5 triệu"]),
            ([0.0, 450e3], ["0", "450.000"]),
        ],
        ids=["from one tỷ", "below it", "below one triệu"],
    )
    def test_amounts_over_the_years_are_told_in_the_scale_of_the_largest(self, amounts, told):
        points = pd.DataFrame({"year": range(2022, 2022 + len(amounts)), "value": amounts})

        assert told == _printed_points(points, BOOK.indicators["btxh_funeral_amount"])["printed"].tolist()

    def test_height_above_the_foot_is_in_proportion(self):
        rows = pd.DataFrame({"year": [2023, 2024], "value": [2.0, 4.0], "printed": ["2", "4"], "illustrative": [False, False]})
        drawn = points.trend_panels([{"title": "Chỉ tiêu", "points": rows}])
        foot = lines(drawn)[0].get_ydata()[0]
        low, high = [foot - mark.get_ydata()[0] for mark in dots(drawn)]

        assert high == pytest.approx(2 * low)


class TestPanels:
    def test_all_panels_share_one_scale(self):
        table = pd.DataFrame({"x": [4.0, 2.0], "y": [1.0, float("nan")]}, index=["A", "B"])
        drawn = panels.area_panels(table)

        assert shares(widths(drawn)) == shares([4, 1, 2, 0])
        assert [word for word in texts(drawn) if word in ("A", "B")] == ["A", "B"]

    def test_tiles_are_shaded_by_class(self):
        table = pd.DataFrame({"label": ["A", "B", "C"], "value": [0.1, 0.3, float("nan")], "row": [0, 0, 1], "column": [0, 1, 1]})
        drawn = panels.tile_map(table, [0.0, 0.2, 0.4], "%", 1)
        tiles = {box.get_label(): box for box in boxes(drawn)}

        assert tiles["A"].get_facecolor() != tiles["B"].get_facecolor()
        assert tiles["C"].get_facecolor() == pytest.approx((1, 1, 1, 1))
        assert tiles["C"].get_x() == tiles["B"].get_x() > tiles["A"].get_x()
        assert tiles["C"].get_y() > tiles["B"].get_y() == tiles["A"].get_y()
        assert "0,3%" in texts(drawn) and "–" in texts(drawn)

    def test_classes_of_the_key_have_no_value_in_common(self):
        table = pd.DataFrame({"label": ["A", "B"], "value": [0.74, 0.75], "row": [0, 0], "column": [0, 1]})
        drawn = panels.tile_map(table, [0.5, 0.75, 1.0], "%", 2)
        low, high = (box for box in boxes(drawn) if box.get_label() in ("A", "B"))

        assert {"0,50–0,74%", "0,75–0,99%"} <= set(texts(drawn))
        assert low.get_facecolor() != high.get_facecolor()

    @pytest.mark.parametrize(
        ("values", "edges"),
        [
            ([0.55, 1.49], [0.5, 0.75, 1.0, 1.25, 1.5]),
            ([0.0, 10.0], [0.0, 2.5, 5.0, 7.5, 10.0, 12.5]),
            ([0.5], [0.5, 0.51]),
            ([0.0, 0.0], [0.0, 1.0]),
            ([float("nan")], [0.0, 1.0]),
        ],
    )
    def test_edges_are_round_and_hold_every_value(self, values, edges):
        assert class_edges(pd.Series(values)) == pytest.approx(edges)


def test_ranked_keeps_the_order_of_equals_and_puts_missing_last():
    table = labelled(ranked(pd.Series({"a": 1.0, "b": float("nan"), "c": 2.0, "d": 1.0}), list("ABCD"), "Tên", "Số"))

    assert list(table["label"]) == ["C", "A", "D", "B"]
    assert table["printed"].iloc[-1] == "chưa có số liệu"


@pytest.mark.parametrize(("top", "labels"), [(3000, "3.000"), (1.4, "1,5"), (0.12, "0,15"), (0, "1,0")])
def test_ticks_cover_the_top_and_are_printed_alike(top, labels):
    marks = canvas.ticks(top or canvas.limit([]))

    assert list(marks.values())[-1] == labels and max(marks) >= top
    assert len({len(text.partition(",")[2]) for text in marks.values()}) == 1


@pytest.mark.parametrize(("areas", "tall"), [(9, [5.54, 6.0, 8.35]), (60, [22.1, 23.1, 27.6])])
def test_few_areas_stand_as_far_apart_as_ever_and_sixty_fill_no_more_than_a_printed_page(areas, tall):
    """Bars, points and panels of five bars: 0,56 cm, 0,5 cm, three abreast; 0,36 cm, six abreast; the rest is made smaller in print."""
    names, values = [f"Thôn {n}" for n in range(areas)], [float(n) for n in range(areas)]
    table = pd.DataFrame({"label": names, "value": values, "printed": "1", "accent": True, "p": values})
    drawn = [
        bars.bars(table),
        points.paired_dots(table[["label", "p"]], {"p": "Nghèo"}, {"p": 1.0}, "%"),
        panels.area_panels(pd.DataFrame({f"Nhóm {n}": values for n in range(5)}, pd.Index(names))),
    ]
    printed = [width_shown(as_svg(sheet, "x", "x"), 467.0) * sheet.height / style.WIDTH_CM for sheet in drawn]

    assert pytest.approx(tall) == [sheet.height for sheet in drawn]
    assert [min(72 / 2.54 * height, 615.0) for height in tall] == pytest.approx(printed, abs=0.5)


class TestFolded:
    LABEL = "Người từ 16 đến 22 tuổi mất nguồn nuôi dưỡng đang học"

    def test_lines_are_as_few_as_fit_and_about_as_long(self):
        first, second = (style.text_width_cm(line) for line in canvas.folded(self.LABEL, 6.2).split("\n"))

        assert abs(first - second) < 0.2 * max(first, second) < 6.2

    def test_no_word_is_lost_or_broken(self):
        for width in (1.0, 3.0, 6.2, 20.0):
            assert canvas.folded(self.LABEL, width).split() == self.LABEL.split()

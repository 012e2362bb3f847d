"""What charts draw: bars, points and tiles as long, high and dark as their values, never pixels."""

from __future__ import annotations

import pandas as pd
import pytest
from drawn import heights, texts, widths

from ctxh.figures import bars, columns, conditions, panels, points, sheet, style, support


class TestBars:
    TABLE = pd.DataFrame(
        {"label": ["a", "b", "c"], "value": [5.0, 2.0, float("nan")], "printed": ["5", "2", "?"], "accent": [True, False, True]}
    )

    def test_lengths_are_the_values_and_missing_is_not_drawn(self):
        (axes,) = bars.bars(self.TABLE).axes

        assert widths(axes) == [5, 2, 0]
        assert texts(axes) == ["5", "2", "?"]
        assert [label.get_text() for label in axes.get_yticklabels()] == ["a", "b", "c"]

    def test_first_row_stands_on_top(self):
        (axes,) = bars.bars(self.TABLE).axes
        low, high = axes.get_ylim()

        assert low > high

    def test_accent_is_the_one_colour(self):
        (axes,) = bars.bars(self.TABLE).axes
        colours = [patch.get_facecolor() for patch in axes.patches]

        assert colours[0] == colours[2] != colours[1]

    def test_groups_have_a_bold_heading_without_a_bar(self):
        table = self.TABLE.assign(group=["x", "x", "y"])
        (axes,) = bars.grouped_bars(table).axes
        bold = [t.get_text() for t in axes.get_yticklabels() if t.get_fontweight() == "bold"]

        assert bold == ["x", "y"]
        assert widths(axes) == [0, 5, 2, 0, 0]

    def test_shares_are_of_one_length(self):
        table = pd.DataFrame({"label": ["a", "b"], "share": [0.25, float("nan")], "printed": ["25%", "?"]})
        (axes,) = bars.share_bars(table).axes

        assert widths(axes) == [1, 1, 0.25, 0]

    def test_both_sides_of_a_pyramid_share_a_scale(self):
        table = pd.DataFrame(
            {"label": ["60", "70"], "left": [4.0, 1.0], "right": [8.0, 2.0], "left_printed": ["4", "1"], "right_printed": ["8", "2"]}
        )
        left, right = bars.pyramid(table, "Nam", "Nữ").axes

        assert (widths(left), widths(right)) == ([4, 1], [8, 2])
        assert left.get_xlim() == (8, 0) and right.get_xlim() == (0, 8)


class TestColumns:
    def test_stack_adds_up(self):
        table = pd.DataFrame({"x": [1.0, 2.0], "y": [3.0, float("nan")], "z": [0.5, 1.0]}, index=["T1", "T2"])
        breaks = pd.DataFrame({"position": [0.5], "label": ["mức mới"]})
        (axes,) = columns.stacked_columns(table, " tỷ", breaks).axes

        assert heights(axes) == [1, 2, 3, 0, 0.5, 1]
        assert [patch.get_y() for patch in axes.patches] == [0, 0, 1, 2, 4, 2]
        assert [tick.get_text() for tick in axes.get_yticklabels()][-1] == "5 tỷ"
        assert [list(line.get_xdata()) for line in axes.lines if line.get_label() == "break"] == [[0.5, 0.5]]

    def test_names_of_layers_do_not_touch(self):
        table = pd.DataFrame({"a": [100.0], "b": [0.1], "c": [0.1], "d": [0.1]}, index=["T1"])
        (axes,) = columns.stacked_columns(table, "", pd.DataFrame({"position": [], "label": []})).axes
        places = [text.xyann[1] for text in axes.texts]
        line, air = (length / 6.8 * axes.get_ylim()[1] for length in (0.33, 0.2))

        assert all(high - low >= line + air for low, high in zip(places, places[1:], strict=False))

    def test_columns_carry_their_values(self):
        table = pd.DataFrame({"label": ["T1", "T2"], "value": [3.0, 0.0], "printed": ["3", "0"]})
        (axes,) = columns.columns(table).axes

        assert (heights(axes), texts(axes)) == ([3, 0], ["3", "0"])


class TestPoints:
    def test_points_stand_at_the_values_and_lines_at_the_averages(self):
        table = pd.DataFrame({"label": ["A", "B"], "p": [2.0, 1.0], "n": [3.0, 0.5]})
        (axes,) = points.paired_dots(table, {"p": "Nghèo", "n": "Cận nghèo"}, {"p": 1.4, "n": 6.0}, "%").axes
        lines = {line.get_label(): list(line.get_xdata()) for line in axes.lines}

        assert (lines["p"], lines["n"]) == ([2, 1], [3, 0.5])
        assert axes.get_xlim()[0] == 0 and axes.get_xlim()[1] > 6
        assert [1.4, 1.4] in [list(line.get_xdata()) for line in axes.lines]

    def test_an_area_without_value_says_so(self):
        table = pd.DataFrame({"label": ["A"], "p": [float("nan")], "n": [float("nan")]})
        (axes,) = points.paired_dots(table, {"p": "Nghèo", "n": "Cận nghèo"}, {"p": 1.0, "n": 2.0}, "%").axes

        assert "chưa có số liệu" in texts(axes)

    def test_illustrative_years_are_hollow(self):
        rows = pd.DataFrame(
            {"year": [2022, 2023, 2024], "value": [1.0, 2.0, 3.0], "printed": ["1", "2", "3"], "illustrative": [True, False, False]}
        )
        (axes,) = points.trend_panels([{"title": "Chỉ tiêu", "points": rows}]).axes
        faces = [line.get_markerfacecolor() for line in axes.lines if line.get_marker() == "o"]
        strokes = [line.get_linestyle() for line in axes.lines if line.get_marker() == "None"]

        assert faces == [style.PAPER, style.ACCENT, style.ACCENT]
        assert strokes[1:] == ["--", "-"]  # matplotlib calls every dash pattern "--"

    def test_height_above_the_foot_is_in_proportion(self):
        rows = pd.DataFrame({"year": [2023, 2024], "value": [2.0, 4.0], "printed": ["2", "4"], "illustrative": [False, False]})
        (axes,) = points.trend_panels([{"title": "Chỉ tiêu", "points": rows}]).axes
        foot = next(line.get_ydata()[0] for line in axes.lines if line.get_linewidth() == 0.6)
        low, high = [foot - line.get_ydata()[0] for line in axes.lines if line.get_marker() == "o"]

        assert high == pytest.approx(2 * low)


class TestPanels:
    def test_all_panels_share_one_scale(self):
        table = pd.DataFrame({"x": [4.0, 2.0], "y": [1.0, float("nan")]}, index=["A", "B"])
        (axes,) = panels.area_panels(table).axes
        a_x, a_y, b_x, b_y = widths(axes)

        assert (a_x / b_x, a_x / a_y, b_y) == (pytest.approx(2), pytest.approx(4), 0)
        assert [word for word in texts(axes) if word in ("A", "B")] == ["A", "B"]

    def test_tiles_are_shaded_by_class(self):
        table = pd.DataFrame({"label": ["A", "B", "C"], "value": [0.1, 0.3, float("nan")], "row": [0, 0, 1], "column": [0, 1, 1]})
        axes = panels.tile_map(table, [0.0, 0.2, 0.4], "%", 1).axes[0]
        tiles = {patch.get_label(): patch for patch in axes.patches}

        assert tiles["A"].get_facecolor() != tiles["B"].get_facecolor()
        assert tiles["C"].get_facecolor() == pytest.approx((1, 1, 1, 1))
        assert tiles["C"].get_xy() == pytest.approx((1.03, 1.03))
        assert "0,3%" in texts(axes) and "–" in texts(axes)

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
        assert conditions.class_edges(pd.Series(values)) == pytest.approx(edges)


def test_ranked_keeps_the_order_of_equals_and_puts_missing_last():
    table = support.ranked(pd.Series({"a": 1.0, "b": float("nan"), "c": 2.0, "d": 1.0}), list("ABCD"))

    assert list(table["label"]) == ["C", "A", "D", "B"]
    assert table["printed"].iloc[-1] == "chưa có số liệu"


@pytest.mark.parametrize(("top", "labels"), [(3000, "3.000"), (1.4, "1,5"), (0.12, "0,15"), (0, "1,0")])
def test_ticks_cover_the_top_and_are_printed_alike(top, labels):
    axes = sheet.cover(sheet.new_sheet(3))
    sheet.number_axis(axes.yaxis, top or sheet.limit([]))
    shown = [tick.get_text() for tick in axes.get_yticklabels()]

    assert shown[-1] == labels
    assert len({len(text.partition(",")[2]) for text in shown}) == 1

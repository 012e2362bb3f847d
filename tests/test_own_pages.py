"""What an analyst makes: a frame becomes a table, a drawing a figure, a notebook of the office's own pages of the appendix."""

import re

import matplotlib
import pandas as pd
import pytest

from ctxh.blocks import Table, as_json, from_json
from ctxh.compute.wide_frames import HYPOTHETICAL
from ctxh.draw import Figure
from ctxh.errors import CtxhError

matplotlib.use("Agg")
FRAME = pd.DataFrame({"Năm": [2023, 2024], "Hộ nghèo (hộ)": [1528, 447], "Tỷ lệ (%)": [1.1165, float("nan")], "Đơn vị": ["Lai Vu", None]})
WORDS = {"caption": "Hộ nghèo qua các năm", "alt": "Đường giảm từ 1.528 hộ xuống 447 hộ.", "source": "Biểu B8a"}


class TestFrames:
    def test_numbers_are_written_the_vietnamese_way_and_years_are_no_numbers(self):
        table = Table.from_frame(FRAME, "Hộ nghèo", source="Biểu B8a")

        assert [["2023", "1.528", "1,12", "Lai Vu"], ["2024", "447", "", ""]] == [[cell.text for cell in row] for row in table.rows]
        assert [False, True, True, False] == [column.numeric for column in table.columns]
        assert table == from_json(as_json(table))

    def test_numbers_without_an_indicator_are_counted_and_said(self):
        cited = Table.from_frame(FRAME, "Hộ nghèo", cites={"Hộ nghèo (hộ)": ["", "poor_households"]})

        assert 3 == Table.from_frame(FRAME, "Hộ nghèo").uncited
        assert (2, "poor_households") == (cited.uncited, cited.rows[1][1].cite)
        assert "Người phân tích lập; 2 con số không có chỉ tiêu đứng sau." == cited.note

    def test_a_named_index_and_headers_of_two_levels_are_columns(self):
        wide = FRAME.pivot_table(index="Đơn vị", columns="Năm", values=["Hộ nghèo (hộ)"])

        assert ["Đơn vị", "Hộ nghèo (hộ) – 2023"] == [column.label for column in Table.from_frame(wide, "Hộ nghèo").columns]

    def test_what_a_frame_says_of_itself_stands_under_it(self):
        frame = FRAME[["Đơn vị"]].assign(**{HYPOTHETICAL: "mức 600.000"})
        frame.attrs["note"] = "GIẢ ĐỊNH, không phải số liệu báo cáo."

        assert "GIẢ ĐỊNH, không phải số liệu báo cáo." == Table.from_frame(frame, "Kinh phí").note

    def test_a_table_has_a_caption(self):
        with pytest.raises(CtxhError, match="Bảng chưa có tên"):
            Table.from_frame(FRAME, " ")


class TestAxes:
    def axes(self):
        return FRAME.set_index("Năm")[["Hộ nghèo (hộ)"]].plot()

    def test_a_drawing_is_in_our_font_and_colours_with_vietnamese_numbers(self):
        figure = Figure.from_axes(self.axes(), **WORDS)
        shown = re.findall(r"<text[^>]*>([^<]*)</text>", figure.svg)

        assert {"2023", "2024", "1.200"} <= set(shown) and "2023.5" not in shown
        assert "#0072b2" in figure.svg and "#1f77b4" not in figure.svg
        assert {"Tinos, 'Times New Roman', serif"} == set(re.findall(r'font-family="([^"]*)"', figure.svg)) and " style=" not in figure.svg
        assert 2 == figure.uncited and "2 con số không có chỉ tiêu đứng sau" in figure.note
        assert figure == from_json(as_json(figure))

    def test_the_same_drawing_gives_the_same_bytes_and_is_put_away(self):
        from matplotlib import pyplot

        pyplot.close("all")

        assert Figure.from_axes(self.axes(), **WORDS) == Figure.from_axes(self.axes(), **WORDS)
        assert [] == pyplot.get_fignums()

    def test_indicators_that_are_drawn_are_cited_and_not_counted(self):
        assert 0 == Figure.from_axes(self.axes(), **WORDS, cites=("poor_households",)).uncited

    @pytest.mark.parametrize(("lacking", "said"), [("caption", "tên hình"), ("alt", "bằng lời"), ("source", "nguồn số liệu")])
    def test_caption_alternative_and_source_are_asked_for(self, lacking, said):
        with pytest.raises(CtxhError, match=rf"Hình riêng còn thiếu {lacking} .*{said}"):
            Figure.from_axes(self.axes(), **WORDS | {lacking: ""})

    def test_what_is_no_drawing_is_refused(self):
        with pytest.raises(CtxhError, match=r"nhận một Axes của matplotlib, như kết quả của df\.plot"):
            Figure.from_axes(FRAME, **WORDS)

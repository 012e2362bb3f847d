"""What an analyst makes: a frame becomes a table, a drawing a figure, a notebook of the office's own pages of the appendix."""

import re

import matplotlib
import nbformat
import pandas as pd
import pytest

from conftest import ROOT
from ctxh.blocks import Table, as_json, from_json
from ctxh.compute.what_if import DIFFERENCE, MONTH, PAID, marked_hypothetical
from ctxh.compute.wide_frames import HYPOTHETICAL
from ctxh.draw import Figure
from ctxh.errors import CtxhError, RunFailed, WrongUsage
from ctxh.run.notebook_runs import require_page
from ctxh.run.own_notebooks import own_notebooks
from ctxh.run.plan import planned

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

    def test_a_column_alone_hears_how_it_becomes_a_frame(self):
        with pytest.raises(CtxhError, match=r"nhận một DataFrame.*\.to_frame"):
            Table.from_frame(FRAME["Năm"], "Các năm")

    def test_a_console_shows_what_a_table_or_figure_is_and_not_its_inside(self):
        figure = Figure("own", "Hộ nghèo", "Thanh ngang", "<svg/>", drawn_values=(("1",),))

        assert not any(inside in repr(figure) for inside in ("svg", "drawn_values")) and "Cell(" not in repr(Table.from_frame(FRAME, "Năm"))


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

    @pytest.mark.parametrize("kind", ["line", "bar", "barh", "area", "hist", "box", "scatter"])
    def test_what_is_hypothetical_says_so_in_caption_and_note(self, kind):
        frame = pd.DataFrame({MONTH: ["2024-11", "2024-12"], PAID: [3.0, 5.0], DIFFERENCE: [0.0, 1.0]})
        axes = frame.plot.scatter(PAID, DIFFERENCE) if kind == "scatter" else frame.set_index(MONTH)[DIFFERENCE].plot(kind=kind)
        figure = Figure.from_axes(axes, **WORDS)

        assert f"Giả định: {WORDS['caption']}" == figure.caption
        assert "GIẢ ĐỊNH, không phải số liệu báo cáo." in figure.note
        assert WORDS["caption"] == Figure.from_axes(frame[PAID].plot(), **WORDS).caption

    def test_a_frame_that_matplotlib_drew_is_given_beside_the_drawing(self):
        supposed = marked_hypothetical(FRAME, "mức 600.000")
        figure = Figure.from_axes(self.axes(), **WORDS, frame=supposed)

        assert f"Giả định: {WORDS['caption']}" == figure.caption
        assert figure.note.startswith("GIẢ ĐỊNH, không phải số liệu báo cáo: mức 600.000.")

    def test_jupyterlab_shows_caption_note_and_source_with_figure_and_table(self):
        supposed = marked_hypothetical(FRAME, "mức 600.000")
        shown = (
            Figure.from_axes(self.axes(), **WORDS, frame=supposed),
            Table.from_frame(supposed, "Giả định: hộ nghèo", source="Biểu B8a"),
        )

        for block in shown:
            words = re.sub("<[^>]*>", "|", block._repr_mimebundle_()["text/html"])
            assert {f"|{block.caption}|", "|Nguồn: Biểu B8a|"} <= set(re.findall(r"\|[^|]+\|", words.replace("|", "||")))
            assert "|GIẢ ĐỊNH, không phải số liệu báo cáo: mức 600.000." in words

    @pytest.mark.parametrize("kind", ["barh", "bar", "line"])
    def test_a_legend_that_matplotlib_would_put_somewhere_hides_nothing(self, kind):
        full = pd.DataFrame({"Hộ nghèo (hộ)": [9, 9, 9, 9], "Hộ cận nghèo (hộ)": [9, 8, 9, 9]}, index=list("ABCD"))
        axes = full.plot(kind=kind, title="Hộ nghèo", ylim=(0, 9) if kind != "barh" else None)
        Figure.from_axes(axes, **WORDS)
        box, inside, title = axes.get_legend().get_window_extent(), axes.get_window_extent(), axes.title.get_window_extent()

        assert inside.y1 <= box.y0 and box.y1 <= title.y0
        assert inside.width + inside.x0 >= box.x1

    def test_a_legend_that_the_analyst_placed_stays(self):
        axes = self.axes()
        axes.legend(loc="lower left")
        Figure.from_axes(axes, **WORDS)

        assert axes.get_legend().get_window_extent().y1 < axes.get_window_extent().y1

    def test_values_of_lines_and_bars_are_named_one_by_one_where_they_stand(self):
        homes = FRAME.assign(**{"Đơn vị": ["Lai Vu", "Kim Anh"]}).set_index("Đơn vị")[["Hộ nghèo (hộ)"]]
        line, bars = (Figure.from_axes(axes, **WORDS) for axes in (self.axes(), homes.plot(kind="barh")))
        wide = [[float(part) for part in re.findall(r"[\d.]+", path)] for path in re.findall(r'<path d="(M[^"]*)"[^>]*#0072b2', bars.svg)]

        assert [("Hộ nghèo (hộ)", "2023", "1.528"), ("Hộ nghèo (hộ)", "2024", "447")] == [mark[4:7] for mark in line.drawn_values]
        assert [("Hộ nghèo (hộ)", "Lai Vu", "1.528", 1.0), ("Hộ nghèo (hộ)", "Kim Anh", "447", 0.2925)] == [
            m[4:8] for m in bars.drawn_values
        ]
        assert [round(mark[2]) for mark in bars.drawn_values] == [round(max(path[::2]) - min(path[::2])) for path in wide[:2]]
        assert bars == from_json(as_json(bars))

    def test_rows_name_each_point_of_a_line_over_words_of_which_pandas_names_every_second(self):
        names = [f"xã Mẫu {number}" for number in range(1, 13)]
        homes = pd.DataFrame({"Hộ nghèo (hộ)": range(12)}, index=names)
        alone, named, others = (Figure.from_axes(homes.plot(), **WORDS, frame=one) for one in (None, homes, homes[::-1]))

        assert [names] * 2 == [[mark[5] for mark in named.drawn_values], re.findall(r">(xã Mẫu \d+)<", named.svg)]
        assert all(names != [mark[5] for mark in one.drawn_values] for one in (alone, others))

    @pytest.mark.parametrize("kind", ["area", "box", "scatter"])
    def test_what_is_drawn_otherwise_than_by_its_value_has_no_values_to_name(self, kind):
        frame = FRAME[["Năm", "Hộ nghèo (hộ)"]]
        axes = frame.plot.scatter("Năm", "Hộ nghèo (hộ)") if kind == "scatter" else frame.set_index("Năm").plot(kind=kind)

        assert () == Figure.from_axes(axes, **WORDS).drawn_values

    @pytest.mark.parametrize(("lacking", "said"), [("caption", "tên hình"), ("alt", "bằng lời"), ("source", "nguồn số liệu")])
    def test_caption_alternative_and_source_are_asked_for(self, lacking, said):
        with pytest.raises(CtxhError, match=rf"Hình riêng còn thiếu {lacking} .*{said}"):
            Figure.from_axes(self.axes(), **WORDS | {lacking: ""})

    def test_what_is_no_drawing_is_refused(self):
        with pytest.raises(CtxhError, match=r"nhận một Axes của matplotlib, như kết quả của df\.plot"):
            Figure.from_axes(FRAME, **WORDS)


EXAMPLE = (ROOT / "README.md").read_text(encoding="utf-8").split("\n## Pages of your own\n")[1].partition("\n## ")[0]
CELLS = re.findall(r"```(markdown|python)\n(.*?)\n```", EXAMPLE, re.DOTALL)


def notebook(folder, *cells, name="10_poverty.ipynb"):
    """A notebook of an office as Lab writes it, of cells (kind, source); the first cell of code is tagged ``parameters``."""
    made = [nbformat.v4.new_markdown_cell(text) if kind == "markdown" else nbformat.v4.new_code_cell(text) for kind, text in cells]
    next((cell for cell in made if cell.cell_type == "code"), made[0]).metadata["tags"] = ["parameters"]
    (folder / "notebooks").mkdir(parents=True, exist_ok=True)
    spec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(nbformat.v4.new_notebook(cells=made, metadata={"kernelspec": spec}), folder / "notebooks" / name)
    return folder


class TestPages:
    def test_the_worked_example_is_a_page(self, tmp_path, edition_2024, monkeypatch):
        monkeypatch.setattr("ctxh.edition.open_edition", lambda office, year: edition_2024)
        names: dict = {}
        for source in (source for kind, source in CELLS if kind == "python"):
            *before, last = source.rstrip().rsplit("\n", 1)
            exec("\n".join(before), names)
            shown = eval(last, names) if re.match(r"(Table|Figure)\.", last) else exec(last, names)
            names.setdefault("shown", []).extend([shown] if shown else [])
        table, figure = names["shown"]

        listed = own_notebooks(notebook(tmp_path, *CELLS), ["10_poverty.ipynb"], ["01_clean.ipynb"])

        assert (tmp_path / "notebooks" / "10_poverty.ipynb",) == listed
        assert ["xã Lai Vu", "31"] == [cell.text for cell in table.rows[1]][:2] and 36 == table.uncited == figure.uncited

    @pytest.mark.parametrize(
        ("cells", "said"),
        [
            ([("markdown", "# Trang"), ("python", "x = 1")], "chưa khai báo office và year trong ô gắn nhãn «parameters»"),
            ([("python", CELLS[1][1])], "chưa có tiêu đề: mở đầu bằng một ô chữ «# Tên trang»"),
            ([*CELLS[:2], ("markdown", "### Sâu")], "ô 3: tiêu đề cấp 3 sau cấp 1"),
            ([*CELLS[:2], ("markdown", "![a](b.png)")], "ô 3: dùng ảnh"),
            ([*CELLS[:2], ("python", "print(1)")], r"ô 3: chữ in ra \(print\)"),
            ([*CELLS[:2], ("python", "%matplotlib inline")], "ô 3: lệnh của IPython"),
            ([*CELLS[:2], ("python", "edition.what_if()")], "ô 3: số giả định"),
            ([*CELLS[:2], ("python", "x = (")], "ô 3: viết sai ở dòng 1"),
        ],
    )
    def test_what_cannot_be_bound_is_said_before_the_run(self, tmp_path, cells, said):
        with pytest.raises(WrongUsage, match=said):
            own_notebooks(notebook(tmp_path, *cells), ["10_poverty.ipynb"], [])

    def test_names_are_looked_at_too(self, tmp_path):
        folder = notebook(tmp_path, *CELLS)

        with pytest.raises(WrongUsage, match=r"không có «10_povrty\.ipynb».*Có phải ý bạn là «10_poverty\.ipynb»"):
            own_notebooks(folder, ["10_povrty.ipynb"], [])
        with pytest.raises(WrongUsage, match="trùng tên sổ của chương trình"):
            own_notebooks(folder, ["10_poverty.ipynb"], ["10_poverty.ipynb"])
        with pytest.raises(WrongUsage, match="không phải tên một sổ"):
            own_notebooks(folder, ["../10_poverty.ipynb"], [])

    def test_a_plan_runs_them_after_the_programs_own(self, toy):
        office = toy.root / "data" / "kim-thanh"
        notebook(office, *CELLS)
        settings = (ROOT / "data" / "kim-thanh" / "office.toml").read_text(encoding="utf-8")
        (office / "office.toml").write_text(f'notebooks = ["10_poverty.ipynb"]\n{settings}', encoding="utf-8")

        assert ["01_clean.ipynb", "10_poverty.ipynb"] == [path.name for path in planned("kim-thanh", 2024, (), ()).notebooks]

    def test_a_bare_frame_is_refused_as_soon_as_it_was_shown(self, tmp_path):
        path = notebook(tmp_path, *CELLS[:2], ("python", "frame")) / "notebooks" / "10_poverty.ipynb"
        executed = nbformat.read(path, 4)
        executed.cells.insert(2, nbformat.v4.new_code_cell("year = 2024"))  # as papermill puts the parameters in
        executed.cells[3].outputs = [nbformat.v4.new_output("execute_result", {"text/html": "<table></table>", "text/plain": "1"})]

        with pytest.raises(RunFailed, match=r"Sổ tay 10_poverty\.ipynb, ô 3: kết quả .*Table\.from_frame"):
            require_page(executed, path)

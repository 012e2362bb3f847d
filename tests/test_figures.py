"""What figures draw and say: bars, points and words, never pixels."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import warnings
import xml.etree.ElementTree as ElementTree

import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Drawing
from small_edition import BANDS, CARDS, GIFTS, GROUPS, ILLUSTRATIVE, KINDS, MERIT, SmallEdition

from ctxh import figures
from ctxh.blocks import Figure
from ctxh.errors import RunFailed
from ctxh.figures import bars, columns, conditions, panels, points, save, sheet, style, support

ALL = sorted(figures.__all__)
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def edition() -> SmallEdition:
    return SmallEdition()


@pytest.fixture(scope="module")
def drawn(edition) -> dict[str, Figure]:
    return {name: getattr(figures, name)(edition) for name in ALL}


def words_of(figure: Figure) -> list[str]:
    tree = ElementTree.fromstring(figure.svg)
    return ["".join(node.itertext()).strip() for node in tree.iter(f"{SVG}text")]


def place_of(node: ElementTree.Element) -> tuple[float, float]:
    moved = re.match(r"translate\(([-\d.]+) ([-\d.]+)\)", node.get("transform", ""))
    return tuple(map(float, moved.groups() if moved else (node.get("x"), node.get("y"))))


def widths(axes: Axes) -> list[float]:
    return [round(patch.get_width(), 9) for patch in axes.patches]


def heights(axes: Axes) -> list[float]:
    return [round(patch.get_height(), 9) for patch in axes.patches]


def texts(axes: Axes) -> list[str]:
    return [text.get_text() for text in axes.texts if text.get_text()]


class TestEveryFigure:
    @pytest.fixture(params=ALL)
    def figure(self, request, drawn) -> Figure:
        return drawn[request.param]

    def test_is_a_block_with_all_its_words(self, figure):
        assert isinstance(figure, Figure)
        assert min(len(figure.caption), len(figure.alt), len(figure.source)) > 4
        assert figure.id.isidentifier() and len(figure.alt) > 60

    def test_is_one_svg_element_as_wide_as_the_text(self, figure):
        root = ElementTree.fromstring(figure.svg)

        assert root.tag == f"{SVG}svg"
        assert float(root.get("width").removesuffix("pt")) == pytest.approx(16 / 2.54 * 72)
        assert root.get("role") == "img" and root.get("aria-label") == figure.alt

    def test_has_a_white_sheet_so_that_a_dark_page_can_show_it(self, figure):
        first = next(ElementTree.fromstring(figure.svg).iter(f"{SVG}path"))

        assert first.get("fill") == style.PAPER

    def test_carries_nothing_that_reaches_out_of_it(self, figure):
        for banned in ("<style", "style=", "<metadata", "<?xml", "<!DOCTYPE", "<image", "<script", "xlink:href=\"http"):
            assert banned not in figure.svg

    def test_ids_are_its_own_and_all_used(self, figure):
        ids = re.findall(r' id="([^"]+)"', figure.svg)
        used = set(re.findall(r'(?:url\(#|href="#)([^)"]+)', figure.svg))

        assert all(id.startswith(f"{figure.id}-") for id in ids)
        assert used == set(ids) and len(ids) == len(set(ids))

    def test_text_is_text_in_our_font(self, figure):
        nodes = list(ElementTree.fromstring(figure.svg).iter(f"{SVG}text"))

        assert nodes and {node.get("font-family") for node in nodes} == {save.FAMILY}

    def test_no_word_leaves_the_sheet(self, figure):
        root = ElementTree.fromstring(figure.svg)
        across, down = float(root.get("width")[:-2]), float(root.get("height")[:-2])
        for node in root.iter(f"{SVG}text"):
            size, weight = float(node.get("font-size")[:-2]), node.get("font-weight", "400")
            wide = style.text_width_cm("".join(node.itertext()), size, "bold" if weight == "700" else "normal") / 2.54 * 72
            start = {"end": wide, "middle": wide / 2}.get(node.get("text-anchor"), 0.0)
            x, y = place_of(node)
            assert -1 < x - start and x - start + wide < across + 1, "".join(node.itertext())
            assert size * 0.6 < y < down

    def test_has_no_title_inside(self, figure):
        assert figure.caption not in words_of(figure)

    def test_numbers_are_written_the_vietnamese_way(self, figure):
        for word in words_of(figure):
            assert not re.search(r"\d,\d{3}(?!\d)", word) and not re.search(r"\d\.\d{1,2}(?!\d)", word), word


def test_same_edition_same_bytes():
    code = (
        "import sys, hashlib; sys.path.insert(0, 'tests')\n"
        "from small_edition import SmallEdition; from ctxh import figures\n"
        "e = SmallEdition(); all = ''.join(getattr(figures, n)(e).svg for n in sorted(figures.__all__))\n"
        "print(hashlib.sha256(all.encode()).hexdigest())"
    )
    runs = {
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone}
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Ho_Chi_Minh"))
    }

    assert len(runs) == 1 and len(runs.pop().strip()) == 64


def test_pyplot_stays_out_and_settings_stay_as_they_were():
    code = (
        "import sys; sys.path.insert(0, 'tests'); from matplotlib import rcParams\n"
        "kept = lambda: {name: rcParams[name] for name in rcParams if name != 'backend'}\n"  # asking for it loads pyplot
        "before = kept()\n"
        "from small_edition import SmallEdition; from ctxh import figures\n"
        "figures.trend(SmallEdition()); assert 'matplotlib.pyplot' not in sys.modules\n"
        "assert kept() == before"
    )

    subprocess.run([sys.executable, "-c", code], check=True)


class TestFont:
    def test_only_our_own_copy_is_used(self):
        style.load_fonts()
        faces = [face for face in style.fontManager.ttflist if face.name == style.FONT]

        assert len(faces) == 4 and all(str(style.FONTS) in face.fname for face in faces)

    def test_a_missing_font_is_an_error_not_a_look_alike(self, monkeypatch):
        monkeypatch.setattr(style, "FONT", "Times Not So New")
        with pytest.raises(RunFailed, match="Thiếu phông chữ Times Not So New"):
            style.load_fonts.__wrapped__()

    def test_a_missing_glyph_is_an_error(self):
        drawing = Drawing(figsize=(1, 1))
        drawing.text(0, 0, "\U0001f600", family=[style.FONT])
        with pytest.raises(UserWarning, match="[Gg]lyph"):
            save.as_svg(drawing, "x", "x")

    def test_widths_are_those_of_the_font(self):
        assert style.text_width_cm("mm", 9.0) == pytest.approx(2 * 0.7778 * 9 / 72 * 2.54, rel=0.03)


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
        line = 0.33 / 6.8 * axes.get_ylim()[1]

        assert all(high - low >= line for low, high in zip(places, places[1:], strict=False))

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


class TestWhatFiguresSay:
    def test_decisions_are_ranked_and_add_up(self, drawn):
        figure = drawn["decisions_by_kind"]
        counts = [int(word) for word in words_of(figure) if word.isdigit()]

        assert counts == sorted((count for _, count in KINDS.values()), reverse=True)
        assert "Tổng cộng 1.657 trường hợp. Lớn nhất: Thôi hưởng – 390 trường hợp" in figure.alt
        assert set(figure.cites) == {f"decisions_{kind}" for kind in KINDS}

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

    def test_a_break_stands_before_the_month_that_it_begins(self, edition):
        months = [f"2024-{month:02d}" for month in range(1, 13)]
        breaks = support._breaks(edition, months)

        assert list(breaks["position"]) == [5.5]

    def test_groups_are_summed_over_communes(self, drawn):
        first = 18 * GROUPS["elderly_80"][1] + sum(range(18))

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
        places = conditions.tile_places(edition).set_index("label")

        assert tuple(places.loc["Kim Xuyên"]) == (1, 2)

    def test_map_without_places_is_alphabetical(self, edition):
        other = SmallEdition()
        other.areas = edition.areas.drop(columns=["tile_row", "tile_col"])
        places = conditions.tile_places(other)

        assert list(places["label"][:3]) == ["Bình Dân", "Cổ Dũng", "Cộng Hòa"]
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
        figure = figures.trend(edition, ("new_jobs",))

        assert figure.cites == ("new_jobs",) and "Tỷ lệ" not in figure.alt


class TestNotices:
    def test_breakdown_is_illustrative_and_totals_are_not(self, drawn):
        words = "Phần chia theo xã năm 2024 là minh họa."

        assert words in drawn["poverty_by_commune"].note
        assert words not in drawn["decisions_by_kind"].note

    def test_a_wholly_illustrative_year_says_so_everywhere(self):
        edition = SmallEdition(year=2023)
        for name in ("decisions_by_kind", "poor_rate_map", "cashless_share"):
            assert "Năm 2023 là minh họa." in getattr(figures, name)(edition).note

    def test_areas_that_did_not_send_are_named_and_not_zero(self):
        gone = ("10701",)
        edition = SmallEdition(3, without={"beneficiaries": gone, "poor_review": gone})
        by_commune, mapped = figures.beneficiaries_by_commune(edition), figures.poor_rate_map(edition)

        assert "Chưa có số liệu của: Lai Vu." in by_commune.note
        assert words_of(by_commune).count("–") == 5
        assert "chưa có số liệu" in words_of(mapped) and "Lai Vu" not in mapped.alt


@pytest.mark.parametrize("communes", [1, 2])
@pytest.mark.parametrize("name", ALL)
def test_small_offices_have_figures_too(name, communes):
    figure = getattr(figures, name)(SmallEdition(communes))

    assert ElementTree.fromstring(figure.svg) is not None


@pytest.mark.parametrize("rows", [0, None], ids=["no rows", "no values"])
@pytest.mark.parametrize("name", ALL)
def test_an_office_with_nothing_yet_has_figures_that_say_so(name, rows):
    edition = SmallEdition(2)
    for table in ("observations", "indicators", "series"):
        emptied = getattr(edition, table)().assign(value=float("nan")).iloc[:rows]
        setattr(edition, table, lambda emptied=emptied: emptied)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        figure = getattr(figures, name)(edition)

    assert re.search("[Cc]hưa có số liệu", figure.alt), figure.alt
    assert "nan" not in figure.svg and "nan" not in figure.alt


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


class TestIllustrativeValuesLookSo:
    OFFICIAL = {"illustrative": {**ILLUSTRATIVE, "years": [], "breakdown_years": []}}

    def test_bars_of_an_illustrative_breakdown_are_hatched_and_official_bars_are_not(self):
        hatched = figures.deaths_by_month(SmallEdition())
        official = figures.deaths_by_month(SmallEdition(office=self.OFFICIAL))

        assert (True, False) == ("<pattern" in hatched.svg, "<pattern" in official.svg)
        assert (True, False) == ("Nét gạch chéo" in hatched.note, "Nét gạch chéo" in official.note)

    def test_totals_of_the_same_year_are_not_hatched(self):
        assert "<pattern" not in figures.insurance_cards_by_group(SmallEdition()).svg

    def test_points_are_hollow_and_tiles_have_broken_edges(self):
        edition, official = SmallEdition(), SmallEdition(office=self.OFFICIAL)

        assert figures.poverty_by_commune(edition).svg != figures.poverty_by_commune(official).svg
        assert "stroke-dasharray" in figures.poor_rate_map(edition).svg
        assert "stroke-dasharray" not in figures.poor_rate_map(official).svg

    def test_an_estimated_area_says_so_in_its_name(self):
        edition = SmallEdition()
        table = edition.indicators()
        code = edition.areas["area_code"].iloc[1]
        table.loc[table["area_code"].eq(code) & table["indicator"].eq("poor_households_rate"), "status"] = "estimated"

        assert "Lai Vu (ước tính)" in figures.poverty_by_commune(edition).svg
        assert "Phú Thái (ước tính)" not in figures.poverty_by_commune(edition).svg

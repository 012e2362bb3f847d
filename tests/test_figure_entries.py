"""Figures of the book: what an entry may say, what is refused with its line, and what an office's own entries draw."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from conftest import ROOT
from ctxh.book import load_book
from ctxh.book.figures import CHARTS
from ctxh.compute.computed import Computed
from ctxh.draw import draw_figure, figure_list, figure_rows, own_figures
from ctxh.draw.drawing import CHARTS as DRAWN_BY
from ctxh.draw.row_kinds import ROWS
from ctxh.errors import CtxhError, RunFailed
from ctxh.reference.places import NOTEBOOKS_OF_PROGRAM, Places
from ctxh.run.named_figures import check_named_figures
from drawn import stray_words, words_of
from own_books import NATIONAL, refused
from small_computed import computed_of, indicators_of, request_of
from small_sheets import observation_table
from small_year import small_year

README = (ROOT / "data" / "README.md").read_text(encoding="utf-8")
[DESCRIBED] = re.findall(r"\*\*Figures\*\* are entries.*?(?=\n\n\*\*)", README, re.DOTALL)
GOOD = """[by_payer]
caption = "Tiền quà theo nguồn"
field = "gifts"
chart = "bars"
by_category = "gifts_by_source"
along = ["payer"]
scale = "million"
"""
ROWS_OF_GOOD, CHART_OF_GOOD = 'by_category = "gifts_by_source"\nalong = ["payer"]', GOOD[GOOD.index("chart") :]


def own(folder: Path, figures: str, items: str = "") -> list[Path]:
    """The folders of the national book and of an office's own."""
    (folder / "mau" / "book").mkdir(parents=True)
    for name, text in (("figures", figures), ("items", items)):
        if text:
            (folder / "mau" / "book" / f"{name}.toml").write_text(text, encoding="utf-8")
    return [NATIONAL, folder / "mau" / "book"]


def with_book(computed: Computed, folders: list[Path]) -> Computed:
    return replace(computed, request=replace(computed.request, book=load_book(folders)))


@pytest.mark.parametrize(
    ("before", "after", "line", "message"),
    [
        ("[by_payer]", "[gifts_by_source]", 1, "mã «gifts_by_source» đã có ở reference/book/figures.toml, [gifts_by_source]. Muốn thay"),
        ("Tiền quà", "✓ Tiền quà", 2, "caption: phông chữ Tinos không có ký tự «✓» (U+2713), bản in sẽ mất chữ ấy."),
        ("caption", "captoin", 2, "captoin: không có khóa «captoin». Có phải ý bạn là «caption»?"),
        ('field = "gifts"\n', "", 1, "thiếu khóa field."),
        ('"gifts"', '"gift"', 3, "field: không có «gift». Có phải ý bạn là «gifts»?"),
        ('"bars"', '"bar"', 4, "chart: phải là một trong các từ bars, grouped_bars"),
        ('"bars"', '"points"', 4, "chart: «points» vẽ by_area, không vẽ by_category. Hình vẽ by_category: bars, grouped_bars, pyramid."),
        ('"bars"', '"grouped_bars"', 6, "along: «grouped_bars» vẽ 2 cột mà số liệu chia theo (along), không phải 1."),
        ('along = ["payer"]\n', "", 5, "by_category: «bars» vẽ 1 cột mà số liệu chia theo (along), không phải 2."),
        ('"bars"', '"pyramid"', 6, 'along: tháp tuổi cần số liệu chia theo along = ["age_band", "sex"].'),
        ("by_category =", "# by_category =", 1, "thiếu số liệu để vẽ: một trong parts_of, by_category"),
        ("along =", 'by_area = ["households"]\nalong =', 6, "by_area: có by_category và by_area, chỉ được một."),
        (
            "gifts_by_source",
            "gifts_by_sorce",
            5,
            "không có số liệu (item) «gifts_by_sorce». Có phải ý bạn là «gifts_by_source»?",
        ),
        ("gifts_by_source", "spending_by_month", 5, "by_category: «spending_by_month» chia theo tháng: vẽ bằng by_month."),
        ('"payer"', '"payers"', 6, "along: «gifts_by_source» không chia theo «payers». Có phải ý bạn là «payer»?"),
        ("million", "milion", 7, "scale: phải là một trong các từ million, billion"),
        (
            "scale =",
            'unit_of_measure = "gift"\nscale =',
            7,
            "«gifts_by_source» tính bằng «VND», không đổi thành «gift» được.",
        ),
        ("scale =", "from_age = 60\nscale =", 7, "from_age: chỉ đi với số liệu chia theo tuổi (age_band)."),
        ("scale =", "most = 4\nscale =", 7, "most: chỉ đi với areas_by_category."),
        ("scale =", 'labels.comune = "Xã"\nscale =', 7, "labels: hình không vẽ «comune». Có phải ý bạn là «commune»?"),
        ("scale =", 'labels.commune = "Xã"\nlabels.district = "Xã"\nscale =', 7, "labels: hai thứ cùng tên «Xã»"),
        ("scale =", 'headings = ["Nguồn"]\nscale =', 7, "headings: cần tên của 2 cột, không phải 1."),
        ("theo nguồn", "của các {area}", 2, "caption: không có chỗ điền «{area}». Có phải ý bạn là «areas»?"),
        (
            ROWS_OF_GOOD,
            'parts_of = "households"',
            5,
            "parts_of: «households» không phải là tổng (plus)",
        ),
        (
            ROWS_OF_GOOD,
            'by_area = ["doc_number"]',
            5,
            "by_area: «doc_number» không có số theo đơn vị",
        ),
        (ROWS_OF_GOOD, 'by_area = ["households"]', 6, "scale: chỉ tiền mới chia ra triệu, tỷ"),
        (
            CHART_OF_GOOD,
            'chart = "points"\nby_area = ["households", "poor_households_rate"]\n',
            5,
            "by_area: «households» tính bằng «household», «poor_households_rate» bằng «percent»: không chung một thang đo.",
        ),
        (
            CHART_OF_GOOD,
            'chart = "share_bars"\nshares = ["households"]\nwords = "{rate}"\n',
            5,
            "«households» không phải là tỷ lệ",
        ),
        (CHART_OF_GOOD, 'chart = "share_bars"\nshares = ["bhxh_rate"]\n', 1, "thiếu khóa words."),
        (CHART_OF_GOOD, 'chart = "share_bars"\nshares = ["bhxh_rate"]\nwords = "{part}"\n', 6, "words: phải có {rate}"),
        (
            CHART_OF_GOOD,
            'chart = "columns"\nby_month = "spending_by_month"\n',
            4,
            "số tiền tính bằng đồng quá dài cho hình này: ghi scale = million hoặc billion.",
        ),
        (
            CHART_OF_GOOD,
            'chart = "bars"\nparts_of = "bhyt_total"\naccent = "decisions_new_total"\n',
            6,
            "accent: «bhyt_total» không có phần nào của «decisions_new_total»",
        ),
        (CHART_OF_GOOD, 'chart = "tile_map"\nby_area = ["households"]\n', 1, "thiếu khóa darker."),
        (CHART_OF_GOOD, 'chart = "year_lines"\nover_years = ["households"]\n', 5, "«households» chưa theo dõi qua các năm"),
        (
            CHART_OF_GOOD,
            'chart = "columns"\nby_month = "gifts_by_source"\n',
            5,
            "«gifts_by_source» không chia theo tháng (month).",
        ),
    ],
)
def test_what_a_figure_may_not_say_is_refused_with_its_line(tmp_path, before, after, line, message):
    assert before in GOOD
    told = refused(own(tmp_path, GOOD.replace(before, after, 1)))

    assert told.startswith(f"mau/book/figures.toml, dòng {line}, [")
    assert message in told


def test_an_item_that_an_office_splits_otherwise_is_refused_where_a_figure_of_all_offices_draws_it(tmp_path):
    item = '[merit_by_group]\nreplaces = true\nlabel = "NCC"\nunit_of_measure = "person"\ncount = "merit_people.group"\n'
    told = refused(own(tmp_path, "", item))

    assert told.startswith("reference/book/figures.toml, dòng ")
    assert told.endswith("[merit_by_group], by_category: «bars» vẽ 1 cột mà số liệu chia theo (along), không phải 0.")


def test_the_example_of_the_page_on_the_data_adds_up_all_occasions_by_payer(tmp_path):
    [example] = re.findall(r"```toml\n(.*?)```", DESCRIBED, re.DOTALL)
    year = with_book(small_year(2), own(tmp_path, example))
    shown = draw_figure(year, "money_by_payer")
    rows = figure_rows(year, "money_by_payer")
    president, commune = 2 * (63_000_000 + 61_616_667) / 1e6, 2 * 7_725_000 / 1e6  # of two communes

    assert ["province", "president", "district", "commune"] == list(rows.index)  # of gifts by anybody else there are none
    assert [president, commune] == [rows.loc[payer].iloc[1] for payer in ("president", "commune")]
    assert "Tiền quà theo nguồn, năm 2024 (triệu đồng)" == shown.caption and "Cộng mọi dịp trong năm." in shown.note
    assert ("Biểu B6", ("money_by_payer",)) == (shown.source, own_figures(year))
    assert [("money_by_payer", "Tiền quà theo nguồn", "Quà tặng và chúc thọ", "thanh ngang", True)] == [
        tuple(row) for row in figure_list(year).itertuples(index=False) if row[-1]
    ]


def test_the_page_on_the_data_names_all_kinds_of_rows_and_charts():
    assert [] == [word for word in (*ROWS, *CHARTS) if f"`{word}`" not in DESCRIBED and f"`{word} = " not in DESCRIBED]
    assert CHARTS.keys() == DRAWN_BY.keys() and ROWS.keys() == {word for rows in CHARTS.values() for word in rows}


OF_ALL_KINDS = """field = "poverty"
[area_bars]
caption = "Hộ nghèo của các {areas}"
chart = "bars"
by_area = ["poor_households"]
order = "largest"
[one_point]
caption = "Số hộ"
chart = "points"
by_area = ["households"]
[counted_map]
caption = "Số hộ nghèo"
chart = "tile_map"
by_area = ["poor_households"]
darker = "nhiều hộ nghèo hơn"
[ages]
caption = "Đối tượng từ 80 tuổi"
chart = "bars"
by_category = "beneficiaries_by_age_sex"
along = ["age_band"]
from_age = 80
[sexes]
caption = "Đối tượng theo giới"
chart = "bars"
by_category = "beneficiaries_by_age_sex"
along = ["sex"]
[money_columns]
caption = "Chi trả theo tháng"
chart = "columns"
by_month = "spending_by_month"
scale = "million"
[all_panels]
caption = "Mọi nhóm"
chart = "area_panels"
areas_by_category = "merit_by_group"
[two_lines]
caption = "Việc làm"
chart = "year_lines"
over_years = ["new_jobs"]
"""


def test_an_office_draws_what_no_figure_of_all_offices_draws(tmp_path):
    year = with_book(small_year(3), own(tmp_path, OF_ALL_KINDS))
    shown = {name: draw_figure(year, name) for name in own_figures(year)}

    assert [] == [(name, stray) for name, figure in shown.items() for stray in stray_words(figure.svg)]
    assert [] == [name for name, figure in shown.items() if figure.empty or not figure.drawn_values]
    assert ["Cộng Hòa", "7", "Lai Vu", "6", "Phú Thái", "5"] == words_of(shown["area_bars"])
    assert "Hộ nghèo của các xã, thị trấn, năm 2024 (hộ)" == shown["area_bars"].caption
    assert "Lớn nhất: Cộng Hòa – 1.200 hộ; nhỏ nhất: Phú Thái – 1.000 hộ." in shown["one_point"].alt
    assert "Mỗi ô một xã, thị trấn, đậm hơn là nhiều hộ nghèo hơn. Lớn nhất: Cộng Hòa – 7 hộ" in shown["counted_map"].alt
    assert "5–5" not in shown["counted_map"].svg and {"5", "6", "7"} <= set(words_of(shown["counted_map"]))
    assert ["80-84", "85-89", "90-94", "95+"] == list(figure_rows(year, "ages").index)
    assert {"Nam", "Nữ"} <= set(words_of(shown["sexes"]))
    assert "Tổng cộng" in shown["money_columns"].alt and "triệu đồng" in shown["money_columns"].caption
    assert ("new_jobs",) == shown["two_lines"].cites and "Việc làm qua các năm" == shown["two_lines"].caption
    assert {"poor_households@10701"} <= set(shown["area_bars"].cites)


def test_a_figure_of_a_form_that_nobody_sent_says_so_in_its_place(tmp_path):
    request = request_of({"10771": "xã Kim Xuyên"}, book=load_book(own(tmp_path, GOOD)))
    year = computed_of(request, observation_table([]), indicators_of(request, {}, {}))
    without_form = replace(year, request=replace(request, layouts={form: one for form, one in request.layouts.items() if form != "gifts"}))

    assert ["Chưa có số liệu."] * 2 == [draw_figure(one, "by_payer").empty for one in (year, without_form)]


def test_a_public_edition_says_which_figure_it_does_not_publish(tmp_path):
    """Its masked tables hold no item that public.csv does not name, and of a part of a year none."""
    year, half = (request_of({"10771": "xã Kim Xuyên"}, period=period, book=load_book(own(tmp_path / period, GOOD))) for period in PARTS)
    made = [computed_of(replace(one, audience="public"), observation_table([]), indicators_of(one, {}, {})) for one in (year, half)]

    assert ["Bản công khai không có số này.", "Số chia theo nhóm, tháng, tuổi chỉ công bố của cả năm."] == [
        draw_figure(one, "by_payer").empty for one in made
    ]


PARTS = ("year", "half-year")


def test_a_figure_that_there_is_not_is_answered_with_the_nearest():
    with pytest.raises(CtxhError, match=r"không có hình «poor_rate_mapp». Có phải ý bạn là «poor_rate_map»\?"):
        draw_figure(small_year(2), "poor_rate_mapp")


def test_a_figure_that_notebooks_or_wording_name_and_the_book_lacks_is_told_before_anything_is_read(tmp_path):
    (tmp_path / "kim-thanh" / "text").mkdir(parents=True)
    (tmp_path / "kim-thanh" / "text" / "01_a.md").write_text('# I.\n\n{{ figure("gifts_by_sorce") }}\n', encoding="utf-8")
    request = request_of({"10771": "xã Kim Xuyên"}, places=Places(tmp_path, tmp_path, tmp_path))
    without = replace(request.book, figures={name: one for name, one in request.book.figures.items() if name != "poor_rate_map"})
    with pytest.raises(RunFailed) as told:
        check_named_figures(replace(request, book=without), [NOTEBOOKS_OF_PROGRAM / "03_figures.ipynb"])

    assert str(told.value).startswith("Sổ 03_figures.ipynb, ô 43: không có hình «poor_rate_map».")
    assert "01_a.md, dòng 3: không có hình «gifts_by_sorce». Có phải ý bạn là «gifts_by_source»?" in str(told.value)


def test_a_national_book_without_figures_is_called_older(tmp_path):
    copy = tmp_path / "reference" / "book"
    shutil.copytree(NATIONAL, copy)
    (copy / "figures.toml").unlink()

    assert "Thiếu tệp reference/book/figures.toml trong thư mục dữ liệu. Thư mục reference là của phiên bản cũ" in refused([copy])


LONG = "Tỷ lệ người lao động của các hộ kinh doanh cá thể đã tham gia bảo hiểm xã hội trong năm"
OF_ONE_OFFICE = f"""field = "labour"
[merit_by_group]
replaces = true
caption = "Hộ nghèo của các {{areas}}"
field = "poverty"
chart = "bars"
by_area = ["poor_households"]
[long_points]
caption = "Tham gia bảo hiểm"
chart = "points"
by_area = ["poor_households_rate", "near_poor_households_rate"]
labels.poor_households_rate = "{LONG}"
labels.near_poor_households_rate = "{LONG} ngoái"
[long_shares]
caption = "Tham gia bảo hiểm"
chart = "share_bars"
shares = ["household_business_bhxh_rate"]
words = "{{rate}}: {LONG} {LONG}"
[one_whole]
caption = "Hộ nghèo và cận nghèo"
chart = "share_bars"
shares = ["poor_households_rate", "near_poor_households_rate"]
words = "{{rate}}: {{part}} trên {{whole}}"
[years]
caption = "Việc làm của các {{areas}} qua các năm"
chart = "year_lines"
over_years = ["new_jobs"]
"""


def test_one_in_the_place_of_all_offices_stands_where_that_one_stood_and_not_again_among_the_offices_own(tmp_path):
    year = with_book(small_year(2), own(tmp_path, OF_ONE_OFFICE))

    assert ("long_points", "long_shares", "one_whole", "years") == own_figures(year)
    assert draw_figure(year, "merit_by_group").caption.startswith("Hộ nghèo của các ")


def test_long_names_shares_of_one_whole_and_words_said_already_are_drawn_whole_and_once(tmp_path):
    year = with_book(small_year(2), own(tmp_path, OF_ONE_OFFICE))
    drawn = {name: draw_figure(year, name) for name in own_figures(year)}

    assert {name: [] for name in drawn} == {name: stray_words(figure.svg) for name, figure in drawn.items()}
    assert 2 == len(drawn["one_whole"].drawn_values)
    assert "Việc làm của các xã, thị trấn qua các năm" == drawn["years"].caption


BY_MONTH_ITEMS = """[changes_by_month]
label = "Biến động theo tháng"
unit_of_measure = "case"
count = "changes.kind"
by = ["kind"]
month = "decision_date"
[funeral_money]
label = "Mai táng phí theo tháng"
unit_of_measure = "VND"
sum = "funerals.amount"
month = "death_date"
"""
BY_MONTH_FIGURES = """field = "assistance"
[kinds]
caption = "Biến động theo tháng"
chart = "stacked_columns"
by_month = "changes_by_month"
[money]
caption = "Mai táng phí theo tháng"
chart = "columns"
by_month = "funeral_money"
scale = "million"
[paid]
caption = "Chi trả theo tháng"
chart = "columns"
by_month = "spending_by_month"
scale = "million"
"""


def test_months_of_more_kinds_than_colours_and_of_forms_that_tell_only_months_with_something(tmp_path):
    request = request_of({"10771": "xã Kim Xuyên"}, book=load_book(own(tmp_path, BY_MONTH_FIGURES, BY_MONTH_ITEMS)))
    kinds = [f"new_{number}" for number in range(7)]  # with 7, 6, ... 1 cases
    seen = [("changes_by_month", "10771", "2024-03", kind, 7 - at, "changes") for at, kind in enumerate(kinds)]
    seen += [
        ("funeral_money", "10771", "2024-05", "", 4_000_000, "funerals"),
        ("spending_by_month", "10771", "2024-05", "", 1e6, "payments"),
    ]
    table = observation_table([(*row[:5], "", "observed", "a.xlsx", row[5], "C9") for row in seen])
    year = computed_of(request, table, indicators_of(request, {}, {}))
    layers = figure_rows(year, "kinds")
    drawn = {name: draw_figure(year, name) for name in ("kinds", "money", "paid")}

    assert [7.0, 6.0, 5.0, 4.0, 3.0 + 2.0 + 1.0] == list(layers.loc["2024-03"]) and "Các nhóm khác" == layers.columns[-1]
    assert [0.0] * 5 == list(layers.loc["2024-04"])  # no row asks for each month: nothing there is none
    assert [False, False, True] == ["Chưa có số liệu tháng 1, tháng 2, tháng 3, tháng 4, tháng 6" in one.note for one in drawn.values()]

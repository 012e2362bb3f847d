"""The analyst's face of an edition: words become numbers, tables and errors that say what there is."""

import doctest
import inspect
import pydoc

import pytest

from ctxh.compute.meanings import area_meant, area_named, called, indicator_meant, matching, printed_so
from ctxh.compute.wide_frames import NOTE, area_frame, office_frame, rows_frame, years_shown
from ctxh.edition import VERBS, Edition, open_edition
from ctxh.errors import WrongUsage
from small_computed import computed_of, indicators_of, request_of
from small_sheets import observation_table

COMMUNES = {"10771": "xã Kim Xuyên", "10753": "xã Lai Vu"}
SCREEN = 24  # lines


@pytest.fixture(scope="module")
def small():
    """Two communes: 100 and 300 households, of which 2 and 9 are poor; three and four deaths in two months."""
    request = request_of(COMMUNES)
    rows = [
        ("deaths_by_month", "10771", "2024-02", "", 1, "", "observed", "a.xlsx", "B3", "C9"),
        ("deaths_by_month", "10771", "2024-01", "", 2, "", "observed", "a.xlsx", "B3", "C10"),
        ("deaths_by_month", "10753", "2024-01", "", 4, "", "observed", "b.xlsx", "B3", "C9"),
        ("gifts_by_source", "10753", "2024", "tet|president", 5_000_000, "", "observed", "b.xlsx", "B6", "E9"),
    ]
    values = {"households": 400, "poor_households": 11, "poor_households_rate": 2.75}
    by_area = {"households": {"10771": 100, "10753": 300}, "poor_households": {"10771": 2, "10753": 9}}
    return computed_of(request, observation_table(rows), indicators_of(request, values, by_area))


class TestWords:
    @pytest.mark.parametrize("words", ["poor_households_rate", "Tỷ lệ hộ nghèo", "ty le ho ngheo", "TỶ LỆ HỘ NGHÈO"])
    def test_an_indicator_goes_by_id_and_label_with_tones_or_without(self, small, words):
        assert "poor_households_rate" == indicator_meant(small.book, words).id

    def test_words_that_several_have_are_not_guessed(self, small):
        with pytest.raises(WrongUsage, match=r"«hộ nghèo» có thể là \d+ chỉ tiêu: Tỷ lệ hộ nghèo \(poor_households_rate\), .*Ghi mã"):
            indicator_meant(small.book, "hộ nghèo")

    def test_a_misspelt_one_hears_the_nearest(self, small):
        with pytest.raises(WrongUsage, match="Có phải ý bạn là «Tỷ lệ hộ nghèo»"):
            indicator_meant(small.book, "ti le ho ngheo")
        with pytest.raises(WrongUsage, match=r"Không có chỉ tiêu «poor_housholds»\. Có phải ý bạn là «poor_households»\?"):
            indicator_meant(small.book, "poor_housholds")
        with pytest.raises(WrongUsage, match=r"Có phải ý bạn là «poor_households_rate»\? Mã ở annex"):
            indicator_meant(small.book, "poor_household_rate", "Mã ở annex.")

    def test_what_is_looked_for_comes_nearest_first(self, small):
        found = [one.id for one in matching(small.book, "ho ngheo cuoi nam")]

        assert "poor_households" == found[0]
        assert len(small.book.indicators) <= len(matching(small.book, ""))

    @pytest.mark.parametrize("words", ["10771", "xã Kim Xuyên", "Kim Xuyên", "kim xuyen"])
    def test_an_area_goes_by_code_and_name(self, words):
        assert "10771" == area_meant(COMMUNES, words)

    def test_an_unknown_area_hears_the_nearest_and_all(self):
        with pytest.raises(WrongUsage, match=r"Có phải ý bạn là «Kim Xuyên»\? Các đơn vị: xã Kim Xuyên \(10771\), xã Lai Vu"):
            area_meant(COMMUNES, "Kim Xuyn")

    def test_a_name_of_two_areas_asks_for_the_code(self):
        with pytest.raises(WrongUsage, match=r"«Phú Thái» là tên của 2 đơn vị: thị trấn Phú Thái \(1\), xã Phú Thái \(2\)\. Ghi mã\."):
            area_meant({"1": "thị trấn Phú Thái", "2": "xã Phú Thái"}, "Phú Thái")


class TestTraced:
    def test_an_indicator_is_traced_by_its_label_an_area_by_its_name(self, small):
        assert ["poor_households", "poor_households", ""] == [
            called(small.book.indicators, words) for words in ("poor_households", "so ho ngheo cuoi nam", "hộ nghèo")
        ]
        assert ["10771", "10771", "Kim Xuyn"] == [area_named(COMMUNES, words) for words in ("kim xuyen", "10771", "Kim Xuyn")]

    def test_a_number_is_traced_as_it_is_printed(self, small):
        assert ["poor_households_rate"] == printed_so(small.printed_values, small.area_code, "2,75%")
        assert ["households"] == printed_so(small.printed_values, "10753", "300")
        assert [] == printed_so(small.printed_values, small.area_code, "300")


class TestFrames:
    def test_areas_stand_beside_their_numbers_and_add_up(self, small):
        entries = [small.book.indicators[name] for name in ("households", "poor_households")]
        frame = area_frame(years_shown(small, [2024], entries, True), entries)

        assert ["Tổng số hộ dân cư (hộ)", "Số hộ nghèo cuối năm (hộ)"] == list(frame.columns)
        assert {"xã Kim Xuyên": [100, 2], "xã Lai Vu": [300, 9]} == {name: row.tolist() for name, row in frame.iterrows()}

    def test_the_office_has_a_row_an_indicator(self, small):
        entries = [small.book.indicators["poor_households_rate"]]

        assert [["Tỷ lệ hộ nghèo", "%", 2.75]] == office_frame(years_shown(small, [2024], entries, False), entries).values.tolist()

    def test_rows_are_summed_by_what_is_named_months_in_order(self, small):
        frame = rows_frame(small, small.book.items["deaths_by_month"], ("period",))

        assert ["Kỳ", "Số người chết theo tháng (người)"] == list(frame.columns)
        assert [["2024-01", 6], ["2024-02", 1]] == frame.values.tolist()

    def test_categories_are_in_the_words_of_their_form(self, small):
        frame = rows_frame(small, small.book.items["gifts_by_source"])

        assert [["xã Lai Vu", "2024", "Tết Nguyên đán", "Chủ tịch nước", 5_000_000]] == frame.values.tolist()

    def test_a_level_is_not_added_up(self, small):
        with pytest.raises(WrongUsage, match="không cộng được"):
            rows_frame(small, small.book.items["gift_levels"])

    def test_another_split_hears_the_nearest(self, small):
        with pytest.raises(WrongUsage, match=r"«areas» được\. Có phải ý bạn là «area»\? Chia theo: area, period, category"):
            rows_frame(small, small.book.items["deaths_by_month"], ("areas",))


def test_the_examples_of_the_verbs_hold(edition_2024):
    finder, runner = doctest.DocTestFinder(recurse=False), doctest.DocTestRunner()
    for name in (*VERBS, "__getitem__"):
        for example in finder.find(getattr(Edition, name), name, globs={"edition": edition_2024}):
            runner.run(example)

    assert 6 <= runner.tries and 0 == runner.failures


def test_help_of_each_verb_fits_a_screen():
    long = {name: lines for name in VERBS if (lines := len(pydoc.render_doc(getattr(Edition, name)).splitlines())) > SCREEN}

    assert {} == long
    assert 10 == len(VERBS) and len(inspect.getdoc(Edition).splitlines()) <= SCREEN
    assert [] == [name for name in VERBS if name not in inspect.getdoc(Edition)]


def test_tab_offers_verbs_and_repr_has_two_lines(edition_2024):
    assert set(VERBS) <= set(dir(edition_2024)) and "pd" not in dir(edition_2024)
    assert 2 == len(repr(edition_2024).splitlines())
    assert "huyện Kim Thành, năm 2024" == repr(edition_2024).splitlines()[0]


def test_of_what_was_read_numbers_come_before_texts(edition_2024):
    numbers = edition_2024.items()["Đơn vị tính"].astype(bool).tolist()

    assert numbers == sorted(numbers, reverse=True) and {True, False} == set(numbers)


def test_a_number_is_laid_out_level_by_level(edition_2024):
    rate = edition_2024["tỷ lệ hộ nghèo", "Kim Xuyên"]

    assert [
        "Tỷ lệ hộ nghèo (poor_households_rate): xã Kim Xuyên, năm 2024: 1,02%",
        "   Cách tính: (Số hộ nghèo cuối năm) ÷ (Tổng số hộ dân cư) × 100",
        "   Số hộ nghèo cuối năm (poor_households): 31 hộ",
        "      xã Kim Xuyên: 31  ←  Xa_Kim_Xuyen_2024.xlsx › B8a. Hộ nghèo › H11:H15",
    ] == repr(rate).splitlines()[:4]
    assert (31, 3047) == tuple(part.value for part in rate.parts)
    assert ["H11:H15", "C11:C15"] == rate.cells["Ô"].tolist()


def test_codes_and_years_may_be_numbers(edition_2024):
    assert 31 == edition_2024["poor_households", 10771].value
    assert [2023, 2024] == list(edition_2024.indicators("poor_households", years=[2023, 2024]).columns[-2:])


@pytest.mark.parametrize("office", ["kim-than", "Kim Thành"])
def test_an_unknown_office_hears_the_nearest_and_all_that_have_data(office):
    with pytest.raises(WrongUsage, match=r"ý bạn là «kim-thanh».* Các đơn vị có dữ liệu: hai-phong-mau, .*kim-thanh"):
        open_edition(office, 2024)


def test_years_stand_side_by_side_and_say_which_are_illustrative(edition_2024):
    frame = edition_2024.indicators("poor_households", by="area", years="2023-2024")

    assert [2023, 2024] == list(frame["Số hộ nghèo cuối năm (hộ)"].columns)
    assert (528, 447) == tuple(frame["Số hộ nghèo cuối năm (hộ)"].sum())
    assert "Số liệu năm 2023 là số liệu minh họa" in frame.attrs[NOTE]
    with pytest.raises(WrongUsage, match=r"không có dữ liệu năm 2019\. Các năm có dữ liệu: 2022, 2023, 2024"):
        edition_2024.indicators(years=2019)

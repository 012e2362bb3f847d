"""Text and dates: cleaning, matching keys, sorting, reading and printing of dates."""

import datetime
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctxh.vietnamese import (
    DateError,
    PartialDate,
    change_word,
    clean_text,
    fold,
    format_date,
    format_long_date,
    lunar_year_name,
    nearest_word,
    of_one_century,
    parse_date,
    parse_month,
    under_province,
)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("  Tổng  CỘNG: ", "tong cong"),
        ("Đồng Cẩm", "dong cam"),
        ("hoà bình", "hoa binh"),
        ("hòa bình", "hoa binh"),
        ("Họ và\ntên", "ho va ten"),
        ("Tỷ lệ (%)", "ty le (%)"),
        ("\u00d0ại Đức", "dai duc"),
        ("ng\u01a3ời", "nguoi"),
        ("1. Số TT", "1. so tt"),
        ("—", ""),
    ],
)
def test_fold(text, key):
    assert fold(text) == key
    assert fold(unicodedata.normalize("NFD", text)) == key


def test_clean_text_keeps_tones_and_drops_the_invisible():
    typed = unicodedata.normalize("NFD", "  Nguyễn\u00a0 Văn\u200b A\n ")
    assert clean_text(typed) == "Nguyễn Văn A"
    assert clean_text("\u00d0ại Đức, TR\u01a2ỜNG") == "Đại Đức, TRƯỜNG"


@given(st.text(max_size=30))
def test_cleaning_twice_changes_nothing(text):
    assert clean_text(clean_text(text)) == clean_text(text)


def test_nearest():
    assert nearest_word("kim xuyen", ["Kim Anh", "Kim Xuyên"]) == "Kim Xuyên"
    assert nearest_word("poor_household", ["poor_households", "new_jobs"]) == "poor_households"
    assert nearest_word("zzz", ["Kim Anh"]) is None


@pytest.mark.parametrize(
    ("typed", "iso"),
    [
        ("09/4/2024", "2024-04-09"),
        ("17.4.2024", "2024-04-17"),
        ("21-03-2024", "2024-03-21"),
        ("ngày 05 tháng 8 năm 1944", "1944-08-05"),
        ("Ngày 5/8/1944", "1944-08-05"),
        ("2024-04-09", "2024-04-09"),
        ("2024-04-09 00:00:00", "2024-04-09"),
        ("4/2024", "2024-04"),
        ("T4/2024", "2024-04"),
        ("tháng 4/2024", "2024-04"),
        ("tháng 4 năm 2024", "2024-04"),
        ("1944", "1944"),
        ("năm 1944", "1944"),
        (1944, "1944"),
        (1944.0, "1944"),
        (45356, "2024-03-05"),
        (45356.0, "2024-03-05"),
        (datetime.date(2024, 4, 9), "2024-04-09"),
        (datetime.datetime(2024, 4, 9, 7, 30), "2024-04-09"),
    ],
)
def test_dates_are_read_day_first(typed, iso):
    assert parse_date(typed).isoformat() == iso


@pytest.mark.parametrize("blank", [None, "", "  ", "-", float("nan")])
def test_blank_dates(blank):
    assert parse_date(blank) is None


@pytest.mark.parametrize(
    ("typed", "reason", "remedy"),
    [
        ("31/02/2024", "impossible", ""),
        ("00/00/1944", "impossible", ""),
        ("04/25/2024", "impossible", "25/04/2024"),
        ("09/4/3024", "impossible", ""),
        ("5/3/24", "short_year", "bốn chữ số"),
        ("hôm qua", "not_a_date", "09/4/2024"),
        (7, "not_a_date", ""),
    ],
)
def test_refused_dates(typed, reason, remedy):
    with pytest.raises(DateError) as caught:
        parse_date(typed)
    assert caught.value.reason == reason
    assert remedy in caught.value.suggestion


def test_a_short_year_is_the_last_one_possible():
    assert parse_date("5/3/24", latest_year=2024) == PartialDate(2024, 3, 5)
    assert parse_date("5/3/44", latest_year=2024) == PartialDate(1944, 3, 5)


def test_the_1904_system_moves_the_serials():
    assert parse_date(45356 - 1462, date1904=True).isoformat() == "2024-03-05"


def test_months():
    assert parse_month("tháng 4", year=2024) == PartialDate(2024, 4)
    assert parse_month(12, year=2024) == PartialDate(2024, 12)
    assert parse_month("17/4/2024") == PartialDate(2024, 4)
    assert parse_month("") is None
    with pytest.raises(DateError):
        parse_month("1944")
    with pytest.raises(DateError):
        parse_month("13", year=2024)


def test_a_partial_date_is_a_range():
    assert PartialDate(2024, 2).last == datetime.date(2024, 2, 29)
    assert PartialDate(1944).first == datetime.date(1944, 1, 1)
    assert [PartialDate(2024, 2, 1).precision, PartialDate(2024).precision] == ["day", "year"]


@pytest.mark.parametrize(
    ("value", "short", "long"),
    [
        (datetime.date(2024, 4, 9), "09/4/2024", "ngày 09 tháng 4 năm 2024"),
        (datetime.date(2024, 2, 17), "17/02/2024", "ngày 17 tháng 02 năm 2024"),
        (datetime.date(2024, 12, 6), "06/12/2024", "ngày 06 tháng 12 năm 2024"),
        (PartialDate(2024, 1), "01/2024", "tháng 01 năm 2024"),
        (PartialDate(1944), "1944", "năm 1944"),
    ],
)
def test_printed_dates(value, short, long):
    assert format_date(value) == short
    assert format_long_date(value) == long


@given(st.dates(datetime.date(1850, 1, 1), datetime.date(2100, 12, 31)))
def test_dates_parse_after_print(day):
    read = PartialDate(day.year, day.month, day.day)
    assert parse_date(format_date(day)) == read
    assert parse_date(format_long_date(day)) == read
    assert parse_month(format_date(PartialDate(day.year, day.month))) == PartialDate(day.year, day.month)


@given(st.dates(datetime.date(1945, 1, 1), datetime.date(2024, 12, 31)))
def test_days_of_two_digit_years_of_the_last_eighty_are_read_back(day):
    written = f"{day.day}/{day.month}/{day:%y}"

    assert PartialDate(day.year, day.month, day.day) == of_one_century(parse_date(written, 2024), 2024)


@given(st.dates(datetime.date(1914, 1, 1), datetime.date(2024, 12, 31)))
def test_births_of_two_digit_years_are_read_back_or_refused_where_two_ages_are_possible(day):
    written = parse_date(f"{day.day}/{day.month}/{day:%y}", 2024)
    both = day.year - 100 >= 1914 or day.year + 100 <= 2024
    if both:
        with pytest.raises(DateError, match="thế kỷ"):
            of_one_century(written, 2024, birth=True)
    else:
        assert day.year == of_one_century(written, 2024, birth=True).year


def test_change_words():
    assert change_word(5, 3) == "tăng"
    assert change_word(3, 5) == "giảm"
    assert change_word(3, 3) == "không thay đổi"
    assert change_word(None, 3) is None
    assert change_word(3, float("nan")) is None


def test_lunar_years():
    assert lunar_year_name(2024) == "Giáp Thìn"
    assert lunar_year_name(2023) == "Quý Mão"
    assert lunar_year_name(1984) == "Giáp Tý"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Quà của cấp tỉnh dịp Tết: số người", "Quà của cấp thành phố dịp Tết: số người"),
        ("Tỉnh", "Thành phố"),
        ("Trung tâm điều dưỡng tỉnh Quảng Ninh", "Trung tâm điều dưỡng tỉnh Quảng Ninh"),
        ("HĐND tỉnh Đồng Nai", "HĐND tỉnh Đồng Nai"),
        ("Tỉnh ủy, HĐND tỉnh", "Tỉnh ủy, HĐND thành phố"),
        ("Trẻ em theo NQ 03/NQ-HĐND tỉnh", "Trẻ em theo NQ 03/NQ-HĐND"),
        ("tính", "tính"),
    ],
)
def test_under_a_city_the_word_for_a_province_is_the_citys_and_names_stay(text, expected):
    assert expected == under_province(text, "thành phố")
    assert text == under_province(text, "tỉnh")

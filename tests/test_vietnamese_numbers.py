"""Numbers: a table of typed cells, printing, and parse after print is the identity."""

import csv
import datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctxh.vietnamese import (
    Number,
    NumberError,
    floor_to,
    format_amount,
    format_billion,
    format_count,
    format_money,
    format_number,
    format_percent,
    from_words,
    in_words,
    parse_number,
    round_half_up,
)

CASES = list(csv.DictReader((Path(__file__).parent / "cases/numbers.csv").open(encoding="utf-8")))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['typed']}-{case['column']}")
def test_cases(case):
    if case["refused_because"]:
        with pytest.raises(NumberError) as caught:
            parse_number(case["typed"], case["column"])
        assert caught.value.reason == case["refused_because"]
        return
    read = parse_number(case["typed"], case["column"])
    assert read.value == Decimal(case["value"])
    assert isinstance(read.value, Decimal if "." in case["value"] else int)
    assert (read.qualifier, read.measure) == (case["qualifier"], case["measure"])


@pytest.mark.parametrize("blank", ["", "  ", "\u00a0", None, float("nan")])
def test_blank_is_missing_and_never_zero(blank):
    assert parse_number(blank, "count") is None


def test_part_and_whole():
    assert parse_number("10.497/10.497", "count") == Number(10497, whole=10497)
    assert parse_number("59.788/63.442 người", "count") == Number(59788, measure="người", whole=63442)


def test_level_and_what_it_is_paid_for():
    assert parse_number("1.500.000đ/ người/3 tháng", "money").per == "người/3 tháng"


def test_printed_precision():
    assert parse_number("64,167 tỷ đồng", "money").half_unit == 500_000
    assert parse_number("0,94%", "percent").half_unit == Decimal("0.005")
    assert parse_number("3.743", "count").half_unit == 0


def test_invisible_characters_and_thin_blanks():
    assert parse_number("1\u2009134\u00a0000\u202f000", "money").value == 1_134_000_000
    assert parse_number("\u200b25\ufeff", "count").value == 25


def test_values_of_a_workbook():
    assert parse_number(25, "count") == Number(25)
    assert parse_number(25.0, "count") == Number(25)
    assert parse_number(499999.99999, "money") == Number(500000)
    assert parse_number(0.1 + 0.2, "percent") == Number(Decimal("0.3"))


@pytest.mark.parametrize(
    ("value", "kind", "reason"),
    [
        (2.6, "count", "fraction"),
        (-1, "count", "negative"),
        (datetime.datetime(2024, 5, 3), "count", "date"),
        (True, "count", "date"),
        (float("inf"), "money", "not_a_number"),
    ],
)
def test_refused_values(value, kind, reason):
    with pytest.raises(NumberError) as caught:
        parse_number(value, kind)
    assert caught.value.reason == reason


def test_remedies():
    def remedy(value, kind):
        with pytest.raises(NumberError) as caught:
            parse_number(value, kind)
        return caught.value.suggestion

    assert "2.000.000" in remedy("2.000.00đ", "money")
    assert "1.500.000" in remedy("1500000,0", "money") and "500000.000" not in remedy("1500000,0", "money")
    assert "1.500.000" in remedy("1500.000", "count")
    assert remedy(2.6, "count") == "ghi số nguyên; nếu dấu ấy là của hàng nghìn thì gõ 2.600"
    assert remedy("30/12", "count") == "chỉ ghi một số"
    assert remedy("2 x 500 = 900", "count") == "kiểm tra lại, chỉ ghi kết quả (1.000)"
    assert remedy("2,634", "count") == "2.634"
    assert "10" in remedy("1O", "count")


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (0.125, 2, "0,13"),
        (2.5, 0, "3"),
        (-2.5, 0, "-3"),
        (1.005, 2, "1,01"),
        (-0.4, 0, "0"),
        (1234567.891, 1, "1.234.567,9"),
        (Fraction(447, 47553) * 100, 2, "0,94"),
        (Decimal("64.1674"), 3, "64,167"),
    ],
)
def test_rounding_is_half_up(value, decimals, text):
    assert format_number(value, decimals) == text


def test_a_number_that_is_refused_is_shown_as_it_was_typed():
    with pytest.raises(NumberError, match=r"«300\.900\.000,50»"):
        parse_number("300.900.000,50", "money")


def test_counts_have_a_leading_zero_below_ten():
    assert [format_count(n) for n in (0, 1, 6, 9, 10, 3743)] == ["0", "01", "06", "09", "10", "3.743"]
    with pytest.raises(ValueError, match="whole"):
        format_count(2.5)


def test_amounts_and_percents():
    assert format_money(1_134_000_000) == "1.134.000.000 đồng"
    assert format_billion(64_167_400_000) == "64,167 tỷ"
    assert format_amount(64_167_400_000) == "64,167 tỷ"
    assert format_amount(158_400_000) == "158,4 triệu"
    assert format_amount(1_134_000_000, "triệu") == "1.134 triệu"
    assert format_amount(1_134_000_000, "đồng") == "1.134.000.000"
    assert format_billion(64_167_900_000, floor=True) == "64,167 tỷ"
    assert format_billion(floor_to(72_469_000_000, 10_000_000_000), 0) == "70 tỷ"
    assert format_percent(0.94) == "0,94%"
    assert format_percent(100, 2, trim=True) == "100%"
    assert format_percent(99.996, 1) == "100,0%"


def test_floor():
    assert floor_to(Decimal("2.679"), Decimal("0.01")) == Decimal("2.67")
    assert floor_to(-1, 10) == -10


WHOLE = st.integers(0, 10**15)


@given(WHOLE)
def test_counts_parse_after_print(value):
    assert parse_number(format_count(value), "count") == Number(value)


@given(WHOLE)
def test_money_parses_after_print(value):
    assert parse_number(format_money(value), "money") == Number(value, measure="đồng")


@given(st.integers(0, 10**9), st.integers(0, 3))
def test_billions_parse_after_print(millions, decimals):
    value = millions * 10**6
    shown = parse_number(f"{format_billion(value, decimals)} đồng", "money")
    assert abs(shown.value - value) <= shown.half_unit
    assert parse_number(format_billion(value), "money").value == value


@given(st.decimals(0, 10_000, places=2))
def test_percents_parse_after_print(value):
    assert parse_number(format_percent(value), "percent").value == value


@given(st.decimals(-(10**9), 10**9, places=4), st.integers(0, 4))
def test_rounding_stays_within_half_a_place(value, decimals):
    assert abs(round_half_up(value, decimals) - value) <= Decimal(10) ** -decimals / 2


class TestInWords:
    """Numbers spelt out, as at the foot of a list that is signed for."""

    @pytest.mark.parametrize(
        ("number", "words"),
        [
            (0, "không"),
            (5, "năm"),
            (10, "mười"),
            (15, "mười lăm"),
            (21, "hai mươi mốt"),
            (105, "một trăm linh năm"),
            (1_005, "một nghìn không trăm linh năm"),
            (1_134_000_000, "một tỷ một trăm ba mươi tư triệu"),
            (27_000_000, "hai mươi bảy triệu"),
        ],
    )
    def test_as_they_are_printed(self, number, words):
        assert words == in_words(number)

    @given(st.integers(min_value=0, max_value=10**16))
    def test_what_is_printed_is_read_back(self, number):
        assert number == from_words(in_words(number)) == from_words(f"{in_words(number).upper()} đồng chẵn./.")

    @pytest.mark.parametrize(
        ("typed", "number"),
        [
            ("Bảy triệu hai trăm ngàn đồng", 7_200_000),
            ("một trăm lẻ năm ngàn đồng chẵn", 105_000),
            ("hai mốt", 21),
            ("một tỉ ba trăm bốn mươi tư triệu", 1_344_000_000),
            ("HAI MUOI BAY TRIEU", 27_000_000),
            ("một nghìn hai trăm tỷ đồng", 1_200_000_000_000),
            ("mười nhăm người", 15),
        ],
    )
    def test_as_clerks_spell_them(self, typed, number):
        assert number == from_words(typed)

    @pytest.mark.parametrize("typed", ["", "xem lại", "triệu", "một triệu hai", "một trăm hai", "hai ba bốn", "đồng"])
    def test_what_spells_no_certain_number(self, typed):
        assert from_words(typed) is None

    def test_nothing_is_below_nought(self):
        with pytest.raises(ValueError):
            in_words(-1)

"""Formulas compute themselves, name their inputs and explain themselves in Vietnamese."""

from __future__ import annotations

import pytest

from ctxh.book.formulas import (
    Agreed,
    Anniversary,
    Change,
    Fact,
    LastYear,
    LunarYear,
    Minus,
    NormValue,
    Plus,
    Ratio,
    ReportDate,
    ReportYear,
    Total,
    YearsSince,
)
from ctxh.book.items import Count, Item, Sum
from ctxh.book.quantities import MISSING, Quantity

ROWS = Item("rows", "Số dòng", "case", "changes", Count("kind"))
MONEY = Item("money", "Số tiền", "VND", "gifts", Sum("amount"))
LABELS = {"poor": "Số hộ nghèo", "all": "Tổng số hộ", "victory": "Ngày chiến thắng"}


class Known:
    """What is known of one area of 2024, given as numbers, texts or quantities by name."""

    year = 2024

    def __init__(self, **known) -> None:
        self.known = known

    def indicator(self, name: str) -> Quantity:
        value = self.known.get(name, MISSING)
        if isinstance(value, Quantity):
            return value
        return Quantity(text=value) if isinstance(value, str) else Quantity(value)

    def norm(self, name: str, of_province: bool) -> Quantity:
        return self.indicator(name)

    def last_year(self, name: str) -> Quantity:
        return self.indicator(f"{name}_before")

    total = fact = agreed = indicator


@pytest.mark.parametrize(
    ("formula", "known", "value"),
    [
        (Total(ROWS), {"rows": 1657}, 1657),
        (Fact(MONEY), {"money": 5}, 5),
        (Agreed(MONEY), {"money": 800_000}, 800_000),
        (NormValue("base"), {"base": 500_000}, 500_000),
        (Plus(("a", "b", "c")), {"a": 366, "b": 11, "c": 172}, 549),
        (Minus("a", "b"), {"a": 34.5, "b": 33.0}, 1.5),
        (Ratio("a", "b"), {"a": 15, "b": 12_000}, 0.125),
        (Ratio("a", "b", scale=1), {"a": 3, "b": 4}, 0.75),
        (LastYear("a"), {"a": 7, "a_before": 5}, 5),
        (Change("a"), {"a": 6, "a_before": 5}, 20),
        (Change("a"), {"a": 0, "a_before": 5}, -100),
        (Change("a", points=True), {"a": 34.5, "a_before": 33.0}, 1.5),
        (Change("a", points=True), {"a": 34.5, "a_before": 0}, 34.5),
        (YearsSince("day"), {"day": "1954-05-07"}, 70),
        (ReportYear(), {}, 2024),
        (ReportYear(-1), {}, 2023),
        (ReportDate(MONEY), {}, 2024),
    ],
)
def test_a_formula_computes_from_what_is_known(formula, known, value):
    assert Quantity(value) == formula.compute(Known(**known))


@pytest.mark.parametrize(
    ("formula", "known", "text"),
    [
        (Anniversary("day"), {"day": "1954-05-07"}, "2024-05-07"),
        (LunarYear(), {}, "Giáp Thìn 2024"),
        (ReportDate(MONEY), {"money": "2024-12-25"}, "2024-12-25"),
        (Fact(MONEY), {"money": "893/KH-UBND"}, "893/KH-UBND"),
    ],
)
def test_some_formulas_give_a_text(formula, known, text):
    assert Quantity(text=text) == formula.compute(Known(**known))


@pytest.mark.parametrize(
    "formula",
    [
        Total(ROWS),
        Fact(MONEY),
        Agreed(MONEY),
        Plus(("a", "b")),
        Minus("a", "b"),
        Minus("b", "a"),
        Ratio("a", "b"),
        Ratio("b", "a"),
        LastYear("a"),
        Change("a"),
        Change("a", points=True),
        YearsSince("b"),
        Anniversary("b"),
    ],
    ids=repr,
)
def test_what_lacks_a_part_is_missing_and_not_zero(formula):
    assert formula.compute(Known(a=5)).missing


def test_a_share_of_nothing_is_missing():
    assert MISSING == Ratio("a", "b").compute(Known(a=0, b=0))


def test_a_change_from_nothing_is_no_percentage():
    assert MISSING == Change("a").compute(Known(a=5, a_before=0))


def test_a_change_is_no_surer_than_either_year():
    assert "partial" == Change("a").compute(Known(a=6, a_before=Quantity(5, status="partial"))).status


def test_nothing_out_of_something_is_zero():
    assert Quantity(0.0) == Ratio("a", "b").compute(Known(a=0, b=7))


@pytest.mark.parametrize("formula", [Plus(("a", "b")), Minus("a", "b"), Ratio("a", "b")])
@pytest.mark.parametrize("status", ["estimated", "partial"])
def test_a_result_is_no_surer_than_its_weakest_part(formula, status):
    assert status == formula.compute(Known(a=Quantity(6, status=status), b=Quantity(3))).status


@pytest.mark.parametrize(
    ("formula", "words"),
    [
        (Total(ROWS), "Đếm số dòng của biểu {changes}: Số dòng"),
        (Total(MONEY), "Cộng cột của biểu {gifts}: Số tiền"),
        (Fact(MONEY), "Lấy nguyên từ biểu {gifts}: Số tiền"),
        (Agreed(MONEY), "Giá trị chung của mọi dòng trong biểu {gifts}: Số tiền"),
        (Plus(("poor", "all")), "(Số hộ nghèo) + (Tổng số hộ)"),
        (Minus("all", "poor"), "(Tổng số hộ) − (Số hộ nghèo)"),
        (Ratio("poor", "all"), "(Số hộ nghèo) ÷ (Tổng số hộ) × 100"),
        (Ratio("poor", "all", scale=1), "(Số hộ nghèo) ÷ (Tổng số hộ)"),
        (LastYear("poor"), "Số năm trước của (Số hộ nghèo)"),
        (Change("poor"), "((Số hộ nghèo) − (số năm trước)) ÷ (số năm trước) × 100"),
        (Change("poor", points=True), "(Số hộ nghèo) − (số năm trước)"),
        (YearsSince("victory"), "Năm báo cáo − năm của (Ngày chiến thắng)"),
        (Anniversary("victory"), "Ngày, tháng của (Ngày chiến thắng) trong năm báo cáo"),
        (NormValue("base"), "Định mức có hiệu lực tại ngày cuối kỳ báo cáo"),
        (ReportYear(), "Tham số năm báo cáo"),
        (ReportYear(-1), "Tham số năm báo cáo -1"),
        (LunarYear(), "Can chi tính từ năm báo cáo"),
        (ReportDate(MONEY), "Ngày ký do phòng ghi; chưa ghi thì chỉ có năm báo cáo"),
    ],
)
def test_a_formula_explains_itself(formula, words):
    assert words == formula.explain(LABELS)


@pytest.mark.parametrize(
    ("formula", "inputs"),
    [
        (Total(ROWS), ()),
        (Plus(("a", "b")), ("a", "b")),
        (Minus("a", "b"), ("a", "b")),
        (Ratio("a", "b"), ("a", "b")),
        (YearsSince("day"), ("day",)),
        (Anniversary("day"), ("day",)),
        (NormValue("base"), ()),
    ],
)
def test_a_formula_names_its_inputs(formula, inputs):
    assert inputs == formula.inputs()

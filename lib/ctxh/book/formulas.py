"""Formulas: frozen values that compute themselves, name their inputs and explain themselves.

Sums come first and the division last: a ratio of an area is the ratio of its sums,
never the mean of ratios.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from ctxh.book.items import Item
from ctxh.book.quantities import MISSING, Known, Labels, Quantity, weakest
from ctxh.vietnamese import lunar_year_name


class Alone:
    """A formula that stands on no other indicator of its year."""

    def inputs(self) -> tuple[str, ...]:
        return ()


@dataclass(frozen=True)
class Total(Alone):
    """The sum of an item over the areas and months of the year."""

    item: Item

    def compute(self, known: Known) -> Quantity:
        return known.total(self.item.id)

    def explain(self, labels: Labels) -> str:
        verb = "Đếm số dòng" if type(self.item.fold).__name__ == "Count" else "Cộng cột"
        return f"{verb} của biểu {{{self.item.form}}}: {self.item.label}"


@dataclass(frozen=True)
class Fact(Alone):
    """The one value, date or text that the office's own desk wrote down."""

    item: Item

    def compute(self, known: Known) -> Quantity:
        return known.fact(self.item.id)

    def explain(self, labels: Labels) -> str:
        return f"Lấy nguyên từ biểu {{{self.item.form}}}: {self.item.label}"


@dataclass(frozen=True)
class Agreed(Alone):
    """The value that every area reported alike, such as the level of a gift."""

    item: Item

    def compute(self, known: Known) -> Quantity:
        return known.agreed(self.item.id)

    def explain(self, labels: Labels) -> str:
        return f"Giá trị chung của mọi dòng trong biểu {{{self.item.form}}}: {self.item.label}"


@dataclass(frozen=True)
class Plus:
    """The sum of other indicators; missing if any part is missing."""

    parts: tuple[str, ...]

    def compute(self, known: Known) -> Quantity:
        found = [known.indicator(name) for name in self.parts]
        values = [part.value for part in found if part.value is not None]
        if len(values) < len(found):
            return MISSING
        return Quantity(sum(values), status=weakest(part.status for part in found))

    def inputs(self) -> tuple[str, ...]:
        return self.parts

    def explain(self, labels: Labels) -> str:
        return " + ".join(f"({labels[name]})" for name in self.parts)


@dataclass(frozen=True)
class Ratio:
    """One indicator over another, times ``scale``; missing when the divisor is zero."""

    part: str
    whole: str
    scale: int = 100

    def compute(self, known: Known) -> Quantity:
        part, whole = known.indicator(self.part), known.indicator(self.whole)
        if part.value is None or not whole.value:
            return MISSING
        exact = Fraction(part.value) * self.scale / Fraction(whole.value)
        return Quantity(float(exact), status=weakest((part.status, whole.status)))

    def inputs(self) -> tuple[str, ...]:
        return (self.part, self.whole)

    def explain(self, labels: Labels) -> str:
        times = f" × {self.scale}" if self.scale != 1 else ""
        return f"({labels[self.part]}) ÷ ({labels[self.whole]}){times}"


@dataclass(frozen=True)
class Minus:
    """The first indicator less the second."""

    first: str
    second: str

    def compute(self, known: Known) -> Quantity:
        first, second = known.indicator(self.first), known.indicator(self.second)
        if first.value is None or second.value is None:
            return MISSING
        return Quantity(first.value - second.value, status=weakest((first.status, second.status)))

    def inputs(self) -> tuple[str, ...]:
        return (self.first, self.second)

    def explain(self, labels: Labels) -> str:
        return f"({labels[self.first]}) − ({labels[self.second]})"


@dataclass(frozen=True)
class LastYear(Alone):
    """An indicator as it was a year before; missing where that year is not known."""

    origin: str

    def compute(self, known: Known) -> Quantity:
        return known.last_year(self.origin)

    def explain(self, labels: Labels) -> str:
        return f"Số năm trước của ({labels[self.origin]})"


@dataclass(frozen=True)
class Change:
    """An indicator against the year before: in per cent of it, of percentages in ``points``; missing against nothing."""

    origin: str
    points: bool = False

    def compute(self, known: Known) -> Quantity:
        now, before = known.indicator(self.origin), known.last_year(self.origin)
        if now.value is None or before.value is None or not (self.points or before.value):
            return MISSING
        status = weakest((now.status, before.status))
        if self.points:
            return Quantity(now.value - before.value, status=status)
        was = Fraction(before.value)
        return Quantity(float((Fraction(now.value) - was) * 100 / was), status=status)

    def inputs(self) -> tuple[str, ...]:
        return (self.origin,)

    def explain(self, labels: Labels) -> str:
        less = f"({labels[self.origin]}) − (số năm trước)"
        return less if self.points else f"({less}) ÷ (số năm trước) × 100"


@dataclass(frozen=True)
class YearsSince:
    """The report year less the year of a date: which anniversary it is."""

    origin: str

    def compute(self, known: Known) -> Quantity:
        origin = known.indicator(self.origin)
        return MISSING if origin.missing else Quantity(known.year - int(origin.text[:4]))

    def inputs(self) -> tuple[str, ...]:
        return (self.origin,)

    def explain(self, labels: Labels) -> str:
        return f"Năm báo cáo − năm của ({labels[self.origin]})"


@dataclass(frozen=True)
class Anniversary:
    """The day and month of a date in the report year."""

    origin: str

    def compute(self, known: Known) -> Quantity:
        origin = known.indicator(self.origin)
        return MISSING if origin.missing else Quantity(text=f"{known.year}{origin.text[4:]}")

    def inputs(self) -> tuple[str, ...]:
        return (self.origin,)

    def explain(self, labels: Labels) -> str:
        return f"Ngày, tháng của ({labels[self.origin]}) trong năm báo cáo"


@dataclass(frozen=True)
class NormValue(Alone):
    """A dated legal rate on the last day of the period."""

    norm: str
    of_province: bool = False  # whether it is one that provinces may set, and many have not

    def compute(self, known: Known) -> Quantity:
        return known.norm(self.norm, self.of_province)

    def explain(self, labels: Labels) -> str:
        return "Định mức có hiệu lực tại ngày cuối kỳ báo cáo"


@dataclass(frozen=True)
class ReportYear(Alone):
    """The year of the report, moved by ``offset`` years."""

    offset: int = 0

    def compute(self, known: Known) -> Quantity:
        return Quantity(known.year + self.offset)

    def explain(self, labels: Labels) -> str:
        return "Tham số năm báo cáo" + (f" {self.offset:+d}" if self.offset else "")


@dataclass(frozen=True)
class LunarYear(Alone):
    """The name of the lunar year that begins in the report year."""

    def compute(self, known: Known) -> Quantity:
        return Quantity(text=f"{lunar_year_name(known.year)} {known.year}")

    def explain(self, labels: Labels) -> str:
        return "Can chi tính từ năm báo cáo"


@dataclass(frozen=True)
class ReportDate(Alone):
    """The year in which the report is issued, until a full date is registered."""

    registered: Item

    @property
    def item(self) -> Item:
        return self.registered

    def compute(self, known: Known) -> Quantity:
        written = known.fact(self.registered.id)
        return written if not written.missing else Quantity(known.year)

    def explain(self, labels: Labels) -> str:
        return "Ngày ký do phòng ghi; chưa ghi thì chỉ có năm báo cáo"


Formula = (
    Total
    | Fact
    | Agreed
    | Plus
    | Minus
    | Ratio
    | LastYear
    | Change
    | YearsSince
    | Anniversary
    | NormValue
    | ReportYear
    | LunarYear
    | ReportDate
)


def looked_back(formula: object) -> tuple[str, ...]:
    """The indicators of the year before that a formula needs."""
    return (formula.origin,) if isinstance(formula, LastYear | Change) else ()

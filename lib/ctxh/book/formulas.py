"""Formulas: frozen values that compute themselves, name their inputs and explain themselves.

Sums come first and the division last: a ratio of an area is the ratio of its sums,
never the mean of ratios.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

from ctxh.book.items import Item
from ctxh.vietnamese import lunar_year_name


@dataclass(frozen=True)
class Quantity:
    """A value or a text, and its status: observed, estimated, partial or missing."""

    value: float | int | None = None
    text: str = ""
    status: str = "observed"

    @property
    def missing(self) -> bool:
        """Whether there is nothing to print."""
        return self.value is None and not self.text


MISSING = Quantity(status="missing")


class Known(Protocol):
    """What a formula may ask for while it computes one area of one year."""

    year: int

    def total(self, item: str) -> Quantity: ...
    def fact(self, item: str) -> Quantity: ...
    def agreed(self, item: str) -> Quantity: ...
    def indicator(self, name: str) -> Quantity: ...
    def norm(self, name: str, of_province: bool) -> Quantity: ...


Label = Callable[[str], str]


@dataclass(frozen=True)
class Total:
    """The sum of an item over the areas and months of the year."""

    item: Item

    def compute(self, known: Known) -> Quantity:
        return known.total(self.item.id)

    def inputs(self) -> tuple[str, ...]:
        return ()

    def explain(self, label: Label) -> str:
        verb = "Đếm số dòng" if type(self.item.fold).__name__ == "Count" else "Cộng cột"
        return f"{verb} của biểu {{{self.item.form}}}: {self.item.label}"


@dataclass(frozen=True)
class Fact:
    """The one value, date or text that the office's own desk wrote down."""

    item: Item

    def compute(self, known: Known) -> Quantity:
        return known.fact(self.item.id)

    def inputs(self) -> tuple[str, ...]:
        return ()

    def explain(self, label: Label) -> str:
        return f"Lấy nguyên từ biểu {{{self.item.form}}}: {self.item.label}"


@dataclass(frozen=True)
class Agreed:
    """The value that every area reported alike, such as the level of a gift."""

    item: Item

    def compute(self, known: Known) -> Quantity:
        return known.agreed(self.item.id)

    def inputs(self) -> tuple[str, ...]:
        return ()

    def explain(self, label: Label) -> str:
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

    def explain(self, label: Label) -> str:
        return " + ".join(f"({label(name)})" for name in self.parts)


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

    def explain(self, label: Label) -> str:
        times = f" × {self.scale}" if self.scale != 1 else ""
        return f"({label(self.part)}) ÷ ({label(self.whole)}){times}"


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

    def explain(self, label: Label) -> str:
        return f"({label(self.first)}) − ({label(self.second)})"


@dataclass(frozen=True)
class YearsSince:
    """The report year less the year of a date: which anniversary it is."""

    origin: str

    def compute(self, known: Known) -> Quantity:
        origin = known.indicator(self.origin)
        return MISSING if origin.missing else Quantity(known.year - int(origin.text[:4]))

    def inputs(self) -> tuple[str, ...]:
        return (self.origin,)

    def explain(self, label: Label) -> str:
        return f"Năm báo cáo − năm của ({label(self.origin)})"


@dataclass(frozen=True)
class Anniversary:
    """The day and month of a date in the report year."""

    origin: str

    def compute(self, known: Known) -> Quantity:
        origin = known.indicator(self.origin)
        return MISSING if origin.missing else Quantity(text=f"{known.year}{origin.text[4:]}")

    def inputs(self) -> tuple[str, ...]:
        return (self.origin,)

    def explain(self, label: Label) -> str:
        return f"Ngày, tháng của ({label(self.origin)}) trong năm báo cáo"


@dataclass(frozen=True)
class NormValue:
    """A dated legal rate on the last day of the period."""

    norm: str
    of_province: bool = False  # whether it is one that provinces may set, and many have not

    def compute(self, known: Known) -> Quantity:
        return known.norm(self.norm, self.of_province)

    def inputs(self) -> tuple[str, ...]:
        return ()

    def explain(self, label: Label) -> str:
        return "Định mức có hiệu lực tại ngày cuối kỳ báo cáo"


@dataclass(frozen=True)
class ReportYear:
    """The year of the report, moved by ``offset`` years."""

    offset: int = 0

    def compute(self, known: Known) -> Quantity:
        return Quantity(known.year + self.offset)

    def inputs(self) -> tuple[str, ...]:
        return ()

    def explain(self, label: Label) -> str:
        return "Tham số năm báo cáo" + (f" {self.offset:+d}" if self.offset else "")


@dataclass(frozen=True)
class LunarYear:
    """The name of the lunar year that begins in the report year."""

    def compute(self, known: Known) -> Quantity:
        return Quantity(text=f"{lunar_year_name(known.year)} {known.year}")

    def inputs(self) -> tuple[str, ...]:
        return ()

    def explain(self, label: Label) -> str:
        return "Can chi tính từ năm báo cáo"


@dataclass(frozen=True)
class ReportDate:
    """The year in which the report is issued, until a full date is registered."""

    registered: Item

    @property
    def item(self) -> Item:
        return self.registered

    def compute(self, known: Known) -> Quantity:
        written = known.fact(self.registered.id)
        return written if not written.missing else Quantity(known.year)

    def inputs(self) -> tuple[str, ...]:
        return ()

    def explain(self, label: Label) -> str:
        return "Ngày ký do phòng ghi; chưa ghi thì chỉ có năm báo cáo"


Formula = Total | Fact | Agreed | Plus | Minus | Ratio | YearsSince | Anniversary | NormValue | ReportYear | LunarYear | ReportDate


def weakest(statuses: Iterable[str]) -> str:
    """The status of what rests on parts of these statuses."""
    order = ("observed", "estimated", "partial", "missing")
    return max(statuses, key=order.index)

"""What an indicator is: one entry from which every consumer takes its part."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ctxh.formulas import Formula
from ctxh.observe import Count, Item, Sum, Text, Value
from ctxh.vietnamese import PartialDate, floor_to, format_amount, format_billion, format_date, format_exact, format_number
from ctxh.vietnamese.printing import BILLION

MEASURES = {
    "person": "người", "household": "hộ", "gift": "suất", "case": "trường hợp", "card": "thẻ", "VND": "đồng",
    "VND/gift": "đồng/suất", "percent": "%", "points": "điểm phần trăm", "business": "hộ kinh doanh",
    "enterprise": "doanh nghiệp", "conference": "hội nghị", "work": "công trình", "collective": "tập thể",
    "year": "năm", "years": "năm", "age": "tuổi", "date": "ngày", "text": "", "doc_no": "số, ký hiệu", "period": "giai đoạn", "ordinal": "",
    "site": "cơ sở", "day": "ngày",
}  # fmt: skip
FIELDS = {
    "general": "Thông tin chung và văn bản", "gifts": "Quà tặng và chúc thọ", "merit": "Người có công",
    "assistance": "Bảo trợ xã hội", "poverty": "Giảm nghèo", "labour": "Lao động, việc làm",
    "society": "Tệ nạn xã hội, trẻ em", "cashless": "Chi trả không dùng tiền mặt",
}  # fmt: skip

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
FINEST_STEP, MOST_LEFT_OUT = 1_000_000, 0.05


@dataclass(frozen=True)
class Indicator:
    """A quantity of the report: id, words, formula, how it is printed, where it belongs.

    ``notation`` is count, number, money, billion, percent, points, year, date or text;
    ``rounding`` is half_up or floor; ``step`` is the coarsest step of a floor, in VND (see ``floored``);
    ``qualifier`` is the word that a floored number is printed with; ``by_area`` says
    whether it has values for single areas; ``better`` is lower, higher or empty.
    """

    id: str
    label: str
    unit_of_measure: str
    formula: Formula
    section: str
    field: str
    notation: str = "count"
    decimals: int = 0
    rounding: str = "half_up"
    step: int = 0
    qualifier: str = ""
    by_area: bool = False
    better: str = ""
    source: str = ""
    legal_basis: str = ""

    @property
    def measure(self) -> str:
        """The unit of measure in Vietnamese."""
        return MEASURES[self.unit_of_measure]

    @property
    def measure_beside(self) -> str:
        """The unit of measure to print beside the value; empty beside what says it itself: a text, a day, a year, a percent with its sign."""
        return "" if self.is_text or self.notation in ("year", "percent") else self.measure

    @property
    def measure_of_change(self) -> str:
        """What a difference of two values is measured in: percentages differ by percentage points, never by per cent."""
        return MEASURES["points"] if self.differs_by_points else self.measure

    @property
    def differs_by_points(self) -> bool:
        """Whether it is a percentage or a difference of two, of which no change in per cent is told."""
        return self.unit_of_measure in ("percent", "points")

    @property
    def is_text(self) -> bool:
        """Whether it is printed from a text or a date rather than a number."""
        return self.notation in ("text", "date")


def printed(indicator: Indicator, value: float | None, text: str = "") -> str:
    """An indicator's value as the documents print it, without its unit of measure.

    A percent carries its sign, billions the word tỷ, below one tỷ the word triệu; a missing value prints as ``…``.
    """
    if indicator.notation == "date" and text:
        return format_date(PartialDate(*map(int, text.split("-"))))
    if text:
        return text
    if value is None or value != value:
        return "…"
    if indicator.notation == "year":
        return str(int(value))
    if indicator.notation == "billion":
        return _billions(indicator, value)
    shown = format_number(value, indicator.decimals, trim=indicator.differs_by_points and float(value).is_integer())
    return f"{shown}%" if indicator.notation == "percent" else shown


def printed_source(item: Item, value: float | None, text: str = "") -> str:
    """What was read for an item, as its cells hold it: all decimals, a year without dots, a day the Vietnamese way.

    How documents round belongs to an indicator; a source is what the workbook says.
    """
    if text:
        return format_date(PartialDate(*map(int, text.split("-")))) if _DAY.fullmatch(text) else text
    if value is None or value != value:
        return "…"
    return str(int(value)) if item.unit_of_measure == "year" else format_exact(value)


def _billions(indicator: Indicator, value: float) -> str:
    if abs(value) < BILLION:
        return _millions(indicator, value)
    down = floored(value, indicator.step) if indicator.step else value
    decimals = max(indicator.decimals, _places_needed(down)) if indicator.step else indicator.decimals
    shown = format_billion(down, decimals, floor=indicator.rounding == "floor")
    return f"{indicator.qualifier} {shown}".strip() if value != down else shown


def _millions(indicator: Indicator, value: float) -> str:
    """An amount below one tỷ: a decimal fraction of a tỷ is hard to read."""
    down = floored(value, min(indicator.step, BILLION)) if indicator.step else value
    shown = format_amount(down, "triệu")
    return f"{indicator.qualifier} {shown}".strip() if value != down else shown


def floored(value: float, step: int) -> int:
    """A value floored to ``step``, or to a tenth of it, a hundredth ... so that at most 5% of it is left out.

    So 72,4 tỷ stays "hơn 70 tỷ", while 53,9 tỷ becomes "hơn 53 tỷ" and a commune's 4,5 tỷ is not "hơn 0 tỷ".
    """
    while step > FINEST_STEP and value - floor_to(value, step) > value * MOST_LEFT_OUT:
        step //= 10
    return floor_to(value, step)


def _places_needed(value: int) -> int:
    """How many decimals a floored amount needs in billions."""
    return next((places for places in range(3) if value % 10 ** (9 - places) == 0), 3)


Codes = str | tuple[str, ...]


def where(**conditions: Codes) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The conditions of an item: column names with the code or codes they must hold."""
    return tuple((column, codes if isinstance(codes, tuple) else (codes,)) for column, codes in conditions.items())


def count(id: str, label: str, measure: str, form: str, column: str, **conditions: Codes) -> Item:
    """An item that counts the rows of a register."""
    return Item(id, label, measure, form, Count(column), where(**conditions))


def total(id: str, label: str, measure: str, form: str, column: str, **conditions: Codes) -> Item:
    """An item that sums a column."""
    return Item(id, label, measure, form, Sum(column), where(**conditions))


def level(id: str, label: str, form: str, column: str, **conditions: Codes) -> Item:
    """An item that every row states alike, in VND a gift."""
    return Item(id, label, "VND/gift", form, Value(column), where(**conditions))


def note(id: str, label: str, form: str, column: str, **conditions: Codes) -> Item:
    """An item that is a text or a date."""
    return Item(id, label, "text", form, Text(column), where(**conditions))


def desk_number(id: str, label: str, measure: str, key: str = "") -> Item:
    """A number that the desk wrote under a key of form B12."""
    return Item(id, label, measure, "desk_figures", Value("value"), where(key=key or id))


def desk_text(id: str, label: str, key: str = "") -> Item:
    """A text or date that the desk wrote under a key of form B12."""
    return Item(id, label, "text", "desk_figures", Text("value_text"), where(key=key or id))

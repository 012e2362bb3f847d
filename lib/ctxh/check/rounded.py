"""Checks of rounded figures: rates that must admit one number of households (C20), those of the paper among themselves (C39, C40)."""

from __future__ import annotations

import re
from fractions import Fraction

from ctxh.book import Indicator
from ctxh.book.checks import DefinedCheck
from ctxh.book.formulas import Plus
from ctxh.book.quantities import MISSING_SIGN
from ctxh.check.paper import number_in
from ctxh.check.verdict import Verdict, looks_at, measured, not_judged, shown
from ctxh.compute.computed import Computed
from ctxh.observe.by_item import Place
from ctxh.vietnamese import Number, absent, format_number

MOST_APART = 3  # areas that are told one by one; of more the whole is
ONE_WHOLE = "hai tỷ lệ của một nơi phải cùng một tổng số"
_ABOUT = re.compile(r"khoảng|ước|xấp xỉ|trên|hơn|gần|dưới", re.IGNORECASE)


def rates_of_one_whole(computed: Computed, check: DefinedCheck) -> list[Verdict]:
    """C20: two printed rates admit one number of what they are a share of (interval test).

    Where the wholes of a few areas differ, these are told: they are the cause.
    """
    pairs = _parts_and_rates(check)
    spans = [span for part, rate in pairs if (span := _interval(computed, part, rate))]
    if len(spans) < len(pairs):
        return [Verdict(MISSING_SIGN, MISSING_SIGN, None)]
    (low, high), (left, right) = _common(spans), (f"[{shown(a)}; {shown(b)}]" for a, b in spans)
    whole = Verdict(left, right, low <= high, check.note, indicators=tuple(rate for _, rate in pairs), measure=_counted(computed, pairs))
    apart = _apart(computed, [rate for _, rate in pairs], "flagged" if whole.agrees else "")
    return apart if 0 < len(apart) <= MOST_APART else [whole]


def _apart(computed: Computed, rates: list[str], severity: str) -> list[Verdict]:
    """A verdict for each area in which the wholes of two rates are not one number."""
    first, second = (computed.book.indicators[rate].formula.inputs()[-1] for rate in rates)
    sides = ((code, a, computed.area_values(second).get(code, (None, ""))[0]) for code, (a, _) in computed.area_values(first).items())
    return [
        Verdict(shown(a), shown(b), False, ONE_WHOLE, code, (first, second), severity, measure=computed.book.indicators[first].measure)
        for code, a, b in sides
        if not absent(a) and not absent(b) and a != b
    ]


def _parts_and_rates(check: DefinedCheck) -> list[tuple[str, str]]:
    """The pairs of a part and of its rate that a check names."""
    names = check.inputs()
    return list(zip(names[::2], names[1::2], strict=True))


def _counted(computed: Computed, pairs: list[tuple[str, str]]) -> str:
    return computed.book.indicators[pairs[0][0]].unit_of_measure


def _interval(computed: Computed, part: str, rate: str) -> tuple[float, float] | None:
    """The whole numbers N for which part / N prints as the rate does."""
    count, value = computed.value(part), computed.value(rate)
    if not count or not value:
        return None
    half = Fraction(1, 2 * 10 ** computed.book.indicators[rate].decimals)
    rounded = Fraction(format_number(value, computed.book.indicators[rate].decimals).replace(".", "").replace(",", "."))
    return wholes(count, rounded, half)


def wholes(count: float, rounded: Fraction, half: Fraction) -> tuple[float, float]:
    """The least and the greatest whole number of which ``count`` is a percentage that rounds so."""
    low, high = Fraction(count) * 100 / (rounded + half), Fraction(count) * 100 / max(rounded - half, half / 100)
    return float(-(-low // 1)), float(high // 1)


@looks_at("printed_on_paper")
def rates_on_paper(computed: Computed, check: DefinedCheck) -> list[Verdict]:
    """C39: the two rates of the paper, each with its count, admit one number of households."""
    paper, pairs = _Paper(computed), _parts_and_rates(check)
    numbers = [(paper.number(part), paper.number(rate)) for part, rate in pairs]
    if paper.of_another_period:
        return [not_judged(computed, "bản giấy là của kỳ dài hơn")]
    known = [(part, rate) for part, rate in numbers if part and rate and rate.value]
    if len(known) < len(numbers):
        return [Verdict(MISSING_SIGN, MISSING_SIGN, None)]
    spans = [wholes(float(part.value), Fraction(rate.value), Fraction(rate.half_unit or 0)) for part, rate in known]
    (low, high), sides = _common(spans), [f"[{shown(a)}; {shown(b)}]" for a, b in spans]
    compared = " và ".join(f"{paper.text(part)} ở {paper.text(rate)}" for part, rate in pairs)
    note = f"«{compared}»: " + ("có số hộ chung" if low <= high else "không số hộ nào cho cả hai tỷ lệ, hai mẫu số khác nhau")
    first = pairs[0][1]
    left, right = sides
    return [Verdict(left, right, low <= high, note, indicators=(first,), place=paper.place(first), measure=_counted(computed, pairs))]


def _common(spans: list[tuple[float, float]]) -> tuple[float, float]:
    return max(low for low, _ in spans), min(high for _, high in spans)


def totals_on_paper(computed: Computed) -> list[Verdict]:
    """C40: each total of the paper is its printed parts together, but for what rounding them can do."""
    paper = _Paper(computed)
    if paper.of_another_period:
        return [not_judged(computed, "bản giấy là của kỳ dài hơn")]
    found = [verdict for entry in paper.book.indicators.values() if (verdict := _total(paper, entry))]
    wrong = [verdict for verdict in found if not verdict.agrees]
    count = str(len(found)) if found else MISSING_SIGN
    note = "mọi tổng trên bản giấy: lệch không quá nửa đơn vị của chữ số cuối × số phần"
    return wrong or [Verdict(count, count, True if found else None, note, measure="tổng")]


def _total(paper: _Paper, entry: Indicator) -> Verdict | None:
    """Whether a total agrees; None where it or a part is not printed, or the total is only told roughly."""
    if _ABOUT.search(paper.text(entry.id)):
        return None
    total, names = paper.number(entry.id), _parts(paper, entry)
    parts = [part for part in map(paper.number, names) if part is not None]
    if total is None or not names or len(parts) < len(names):
        return None
    printed, summed = float(total.value), float(sum(Fraction(part.value) for part in parts))
    tolerance = float(sum(Fraction(part.half_unit or 0) for part in parts))
    apart = float(abs(Fraction(total.value) - sum(Fraction(part.value) for part in parts)))
    off, allowed = (measured(shown(number), entry.measure) for number in (apart, tolerance))
    note = f"{entry.label}: cộng {len(parts)} phần lệch {off}, làm tròn chỉ cho lệch {allowed}"
    return Verdict(
        shown(printed),
        shown(summed),
        apart <= tolerance,
        note,
        indicators=(entry.id,),
        found=paper.text(entry.id),
        expected=shown(summed),
        place=paper.place(entry.id),
        measure=entry.measure,
    )


def _parts(paper: _Paper, entry: Indicator) -> tuple[str, ...]:
    """What a total of the paper is the sum of: the parts that it adds, else those whose whole it is, where these are all of it.

    Whether they are the data say: a total of what there is names no parts, and a share of something is no part of a sum.
    """
    if isinstance(entry.formula, Plus) and all(map(paper.text, entry.formula.parts)):
        return entry.formula.parts
    parts = tuple(name for name in paper.rows if name in paper.book.indicators and paper.book.indicators[name].whole == entry.id)
    values, whole = [paper.computed.value(name) for name in parts], paper.computed.value(entry.id)
    all_of_it = None not in (whole, *values) and sum(value or 0 for value in values) == whole
    return parts if len(parts) > 1 and all_of_it else ()


class _Paper:
    """What the desk copied from the paper report (form B13), by indicator."""

    def __init__(self, computed: Computed) -> None:
        self.computed, self.book = computed, computed.book
        self.rows = {row.category: row for row in computed.by_item.rows("printed_on_paper")}
        self.of_another_period = bool(computed.listed_until and self.rows)

    def text(self, indicator: str) -> str:
        return self.rows[indicator].text if indicator in self.rows else ""

    def number(self, indicator: str) -> Number | None:
        """The number printed; of ``10.497/10.500`` the whole, where the indicator is what others are a part of."""
        found = number_in(self.book.indicators[indicator], self.text(indicator))
        if found and found.whole is not None and indicator.endswith("_base"):
            return Number(found.whole)
        return found

    def place(self, indicator: str) -> Place:
        return self.rows[indicator].place

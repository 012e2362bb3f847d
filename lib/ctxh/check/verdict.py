"""What a check says: both sides, whether they agree, and in which area; and what it looks at."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from ctxh.book.quantities import MISSING_SIGN
from ctxh.compute.computed import Computed
from ctxh.frames import Checked
from ctxh.observe.by_item import Row
from ctxh.vietnamese import absent, format_number

PROGRAMMES = "programmes"  # among the norms that a check asks for: those by which the programmes of the book are paid
EVERY = "*"  # among what a check looks at: every indicator of the book, each beside its own counterpart
UNJUDGED = "không xét"  # how the note of a verdict begins that could not be given


@dataclass(frozen=True)
class Verdict:
    """One comparison. ``agrees`` is None when there is nothing to compare, only something to tell.

    ``indicators`` are the ids whose passports lead to the cells; ``severity``, when given,
    takes the place of the check's own. ``found`` is what the data say, ``expected`` what the
    rule makes it, ``used`` what the report prints. ``measure`` is what both sides are counted in,
    ``other_measure`` what the right one is where that differs: ids of the book or words.
    """

    left: str
    right: str
    agrees: bool | None
    note: str = ""
    area_code: str = ""
    indicators: tuple[str, ...] = ()
    severity: str = ""
    found: str = ""
    used: str = ""
    place: tuple[str, str, str] = ("", "", "")  # file, sheet, cell
    expected: str = ""
    measure: str = ""
    other_measure: str = ""

    def measures(self, labels: Mapping[str, str]) -> tuple[str, str]:
        """What each side is counted in, in words."""
        return labels.get(self.measure, self.measure), labels.get(self.other_measure or self.measure, self.other_measure or self.measure)


Judge = Callable[..., list[Verdict]]


def looks_at(*ids: str, norms: tuple[str, ...] = ()) -> Callable[[Judge], Judge]:
    """The same judge, marked with the indicators and items that it compares, and with the norms that it asks for.

    One without a mark judges one quantity at a time: each verdict looks at its own indicators.
    """

    def marked(judge: Judge) -> Judge:
        known = cast("Any", judge)  # a function, which may be marked
        known.looks_at, known.norms = ids, norms
        return judge

    return marked


def equal(left: float | None, right: float | None, note: str = "", **rest: Any) -> Verdict:
    """The verdict that two numbers are equal; nothing to compare when one is missing."""
    agrees = None if absent(left) or absent(right) else left == right
    return Verdict(shown(left), shown(right), agrees, note, **rest)


def not_judged(computed: Computed, why: str, left: str = MISSING_SIGN, right: str = MISSING_SIGN, measure: str = "") -> Verdict:
    """The verdict that a rule says nothing of a part of a year, and why."""
    return Verdict(left, right, None, f"{UNJUDGED} cho kỳ {computed.period.words}: {why}", measure=measure)


def shown(value: float | None, decimals: int = 0) -> str:
    """A number as a check prints it."""
    return MISSING_SIGN if absent(value) else format_number(value, decimals)


def measured(text: str, measure: str) -> str:
    """A side with what it is counted in behind it; nothing behind one that is not known."""
    return f"{text}{'' if measure == '%' else ' '}{measure}" if measure and text not in ("", MISSING_SIGN) else text


def both_sides(left: str, right: str, measures: tuple[str, str]) -> str:
    """Both sides in words; what both are counted in stands once: ``6 và 5 hộ``."""
    own, other = measures
    if not right:
        return measured(left, own)
    once = own == other != "%" and right != MISSING_SIGN
    return f"{left if once else measured(left, own)} và {measured(right, other)}"


def counted_in(row: Checked) -> str:
    """What the sides of a check are counted in, of those that are known."""
    sides = ((row.left, row.measure), (row.right, row.other_measure))
    return "; ".join(dict.fromkeys(measure for side, measure in sides if measure and side not in ("", MISSING_SIGN)))


def off(row: Row, expected: float | None, rule: str, lacking: str = "", **rest: Any) -> Verdict:
    """The verdict that an observation is not what a norm makes it, at its cells."""
    note, due = (f"{rule}: {lacking}", "") if expected is None else (rule, shown(expected))
    return Verdict(
        shown(expected), shown(row.value), False, note, row.area_code, found=shown(row.value), expected=due, place=row.place, **rest
    )

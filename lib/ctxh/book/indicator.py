"""What an indicator is: one entry from which every consumer takes its part."""

from __future__ import annotations

from dataclasses import dataclass

from ctxh.book.formulas import Formula
from ctxh.book.targets import Targets


@dataclass(frozen=True)
class Indicator:
    """A quantity of the report: id, words, formula, how it is printed, where it belongs.

    ``notation`` is count, number, money, billion, percent, points, year, date or text;
    ``rounding`` is half_up or floor; ``step`` is the coarsest step of a floor, in VND;
    ``qualifier`` is the word that a floored number is printed with; ``by_area`` says
    whether it has values for single areas; ``better`` is lower, higher or empty.
    ``trend`` is its place among those that are shown over the years, 0 for none.
    ``plan`` is the indicator that is its plan, ``whole`` what it is a share of, ``per`` what it may be divided by.
    ``measure`` is the unit of measure in Vietnamese, ``measure_of_change`` that of a difference of two values:
    percentages differ by percentage points, never by per cent.
    ``family`` is the name with ``{code}`` of those written out with it for the codes of a list, ``member`` what its code is called.
    """

    id: str
    label: str
    unit_of_measure: str
    formula: Formula | Targets
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
    trend: int = 0
    plan: str = ""
    whole: str = ""
    per: tuple[str, ...] = ()
    measure: str = ""
    measure_of_change: str = ""
    family: str = ""
    member: str = ""

    @property
    def measure_beside(self) -> str:
        """The unit of measure to print beside the value; empty beside what says it itself: a text, a day, a year, a percent."""
        return "" if self.is_text or self.notation in ("year", "percent") else self.measure

    @property
    def differs_by_points(self) -> bool:
        """Whether it is a percentage or a difference of two, of which no change in per cent is told."""
        return self.unit_of_measure in ("percent", "points")

    @property
    def is_text(self) -> bool:
        """Whether it is printed from a text or a date rather than a number."""
        return self.notation in ("text", "date")

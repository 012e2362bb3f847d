"""How many targets of a plan are set, reached and exceeded: of all that the book has, so that a new one joins by itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ctxh.book.entries import PLAN_OF, Entry
from ctxh.book.quantities import MISSING, Known, Labels, Quantity, weakest

TARGETS = {"targets": "", "targets_reached": "reached", "targets_exceeded": "exceeded"}  # words of the book


@dataclass(frozen=True)
class Targets:
    """How many targets are set, ``reached`` or ``exceeded``: pairs of an indicator and its target, and those that are to be low.

    A target that is not set is none; one whose result is missing makes the number missing.
    """

    pairs: tuple[tuple[str, str], ...]
    low: frozenset[str] = frozenset()
    asked: str = ""

    def compute(self, known: Known) -> Quantity:
        results = [
            (name, known.indicator(name), goal.value) for name, target in self.pairs if (goal := known.indicator(target)).value is not None
        ]
        if not results or (self.asked and any(got.value is None for _, got, _ in results)):
            return MISSING
        status = weakest(got.status for _, got, _ in results) if self.asked else "observed"
        return Quantity(sum(self._met(name, got.value, goal) for name, got, goal in results), status=status)

    def _met(self, name: str, got: float | None, goal: float | None) -> bool:
        if not self.asked or got is None or goal is None:
            return not self.asked
        beyond = goal - got if name in self.low else got - goal
        return beyond > 0 if self.asked == "exceeded" else beyond >= 0

    def inputs(self) -> tuple[str, ...]:
        return tuple(name for pair in self.pairs for name in pair)

    def explain(self, labels: Labels) -> str:
        which = {"reached": "đạt hoặc vượt kế hoạch", "exceeded": "vượt kế hoạch"}.get(self.asked, "được giao kế hoạch")
        return f"Đếm số chỉ tiêu {which} trong: {'; '.join(labels[name] for name, _ in self.pairs)}"


def targets_of(entry: Entry, word: str, targets: list[str], entries: Mapping[str, Entry]) -> Targets:
    """The formula over some targets, each the plan of an indicator. Raises CtxhError for one that is the plan of none."""
    loose = [name for name in targets if PLAN_OF not in entries[name].says]
    if loose:
        raise entry.fault(word, f"«{loose[0]}» không ghi plan_of, chỉ tiêu mà kế hoạch ấy được giao cho.")
    pairs = tuple((entries[name].says[PLAN_OF], name) for name in targets)
    low = frozenset(name for name, _ in pairs if entries[name].says.get("better") == "lower")
    return Targets(pairs, low, TARGETS[word])

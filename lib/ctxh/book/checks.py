"""What must hold between figures: frozen values that compute themselves, name what they compare and explain themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import prod

from ctxh.book.quantities import Labels
from ctxh.vietnamese import format_number

OFFICE, AREAS, ROWS = "office", "areas", "rows"  # where a check compares: the office, its areas too, or each row of its forms
YEAR, PART = "year", "part"  # of what it says something: only of a whole year, only of a part of one
EXACT = 1e-9  # what a computer's fractions may be off, as a part of what is compared
Values = Mapping[str, float | None]  # of indicators and items by id; what is not known is missing or None


@dataclass(frozen=True)
class Outcome:
    """Both sides of a comparison, the right one from ``low`` to ``right``, and whether they agree: None where one is not known.

    ``figure`` is what a note may tell of them (a share in per cent, a mean), ``lacking`` that one is there without the other.
    """

    left: float | None
    right: float | None
    agrees: bool | None = None
    low: float | None = None
    figure: float | None = None
    lacking: bool = False


def _known(values: Values, names: Sequence[str]) -> list[float] | None:
    """The values of some figures; None as soon as one of them is missing."""
    found = [number for number in map(values.get, names) if number is not None]
    return found if len(found) == len(names) else None


@dataclass(frozen=True)
class Sum:
    """Some figures added up, others taken off; those of ``perhaps`` are taken off or not."""

    plus: tuple[str, ...]
    minus: tuple[str, ...] = ()
    perhaps: tuple[str, ...] = ()

    def compute(self, values: Values) -> tuple[float, float] | None:
        """The least and the greatest that it may come to."""
        added, off, doubtful = (_known(values, names) for names in (self.plus, self.minus, self.perhaps))
        if added is None or off is None or doubtful is None:
            return None
        high = sum(added) - sum(off)
        return high - sum(doubtful), high

    def inputs(self) -> tuple[str, ...]:
        return (*self.plus, *self.minus, *self.perhaps)

    def explain(self, labels: Labels) -> str:
        signs = (("+", self.plus), ("−", self.minus), ("hoặc không −", self.perhaps))
        words = " ".join(f"{sign} ({labels[name]})" for sign, names in signs for name in names)
        return words.removeprefix("+ ")


@dataclass(frozen=True)
class Product:
    """Figures multiplied, such as a count and a level."""

    factors: tuple[str, ...]

    def compute(self, values: Values) -> tuple[float, float] | None:
        found = _known(values, self.factors)
        return None if found is None else (prod(found), prod(found))

    def inputs(self) -> tuple[str, ...]:
        return self.factors

    def explain(self, labels: Labels) -> str:
        return " × ".join(f"({labels[name]})" for name in self.factors)


@dataclass(frozen=True)
class Quotient:
    """One figure over another; not known over nought."""

    part: str
    whole: str

    def compute(self, values: Values) -> tuple[float, float] | None:
        part, whole = values.get(self.part), values.get(self.whole)
        return None if part is None or not whole else (part / whole, part / whole)

    def inputs(self) -> tuple[str, ...]:
        return (self.part, self.whole)

    def explain(self, labels: Labels) -> str:
        return f"({labels[self.part]}) ÷ ({labels[self.whole]})"


@dataclass(frozen=True)
class Compared:
    """A figure against others: ``equal`` to them, ``at_most`` or ``at_least`` so much.

    ``within`` is how far it may be off in its unit of measure, ``within_percent`` in per cent of the other side.
    """

    word: str
    left: str
    right: Sum | Product | Quotient
    within: float = 0
    within_percent: float = 0

    def compute(self, values: Values) -> Outcome:
        own, ends = values.get(self.left), self.right.compute(values)
        if own is None or ends is None:
            return Outcome(own, None if ends is None else ends[1])
        low, high = ends
        may = self.within + max(abs(low), abs(high)) * (self.within_percent / 100 + EXACT)
        agrees = (self.word == "at_most" or own >= low - may) and (self.word == "at_least" or own <= high + may)
        return Outcome(own, high, agrees, low)

    def inputs(self) -> tuple[str, ...]:
        return (self.left, *self.right.inputs())

    def explain(self, labels: Labels) -> str:
        sign = {"equal": "=", "at_most": "≤", "at_least": "≥"}[self.word]
        off = [
            f"{format_number(self.within)}" if self.within else "",
            f"{format_number(self.within_percent, 1)}%" if self.within_percent else "",
        ]
        words = f"({labels[self.left]}) {sign} {self.right.explain(labels)}"
        return words + (f", lệch không quá {' và '.join(filter(None, off))}" if any(off) else "")


@dataclass(frozen=True)
class Share:
    """One figure as a share of another, ``low`` to ``high`` per cent; with ``both`` the one may not be there without the other."""

    part: str
    whole: str
    low: float = 0
    high: float = 100
    both: bool = False

    def compute(self, values: Values) -> Outcome:
        part, whole = values.get(self.part), values.get(self.whole)
        if part is None or not whole:
            lacking = self.both and part is not None
            return Outcome(part, whole, False if lacking else None, lacking=lacking)
        share = 100 * part / whole
        may = EXACT * max(share, 1)
        return Outcome(part, whole, self.low - may <= share <= self.high + may, whole, share)

    def inputs(self) -> tuple[str, ...]:
        return (self.part, self.whole)

    def explain(self, labels: Labels) -> str:
        low, high = (format_number(end, 0 if end == int(end) else 1) for end in (self.low, self.high))
        return f"({labels[self.part]}) ÷ ({labels[self.whole]}) × 100 từ {low} đến {high}"


@dataclass(frozen=True)
class Mean:
    """An amount and what it is for: neither without the other; what it comes to for one is told, for the reader to judge."""

    amount: str
    count: str

    def compute(self, values: Values) -> Outcome:
        amount, count = values.get(self.amount), values.get(self.count)
        if bool(amount) != bool(count):
            return Outcome(count, amount, False, lacking=True)
        return Outcome(count, amount, low=amount, figure=amount / count if amount and count else None)

    def inputs(self) -> tuple[str, ...]:
        return (self.count, self.amount)

    def explain(self, labels: Labels) -> str:
        return f"({labels[self.amount]}) ÷ ({labels[self.count]}), có số này thì có số kia"


@dataclass(frozen=True)
class Hundred:
    """Percentages that add up to 100, but for ``within``."""

    parts: tuple[str, ...]
    within: float = 0

    def compute(self, values: Values) -> Outcome:
        found = _known(values, self.parts)
        if found is None:
            return Outcome(None, 100)
        return Outcome(sum(found), 100, abs(sum(found) - 100) <= self.within + 100 * EXACT, 100)

    def inputs(self) -> tuple[str, ...]:
        return self.parts

    def explain(self, labels: Labels) -> str:
        return f"{' + '.join(f'({labels[name]})' for name in self.parts)} = 100"


@dataclass(frozen=True)
class Told:
    """Figures that are told, each by itself, for the reader to judge; one that is missing is found."""

    names: tuple[str, ...]

    def inputs(self) -> tuple[str, ...]:
        return self.names

    def explain(self, labels: Labels) -> str:
        return f"Nêu để người đọc xét: {'; '.join(labels[name] for name in self.names)}"


Test = Compared | Share | Mean | Hundred


@dataclass(frozen=True)
class Ruled:
    """What no word can say, and ``why``: a rule of the program by its name, with the figures and norms that it is to look at.

    ``within`` is how much it allows, in the rule's own measure (months, years).
    """

    rule: str
    why: str
    names: tuple[str, ...] = ()
    norms: tuple[str, ...] = ()
    within: float = 0

    def inputs(self) -> tuple[str, ...]:
        return self.names

    def explain(self, labels: Labels) -> str:
        figures = f" ({'; '.join(labels[name] for name in self.names)})" if self.names else ""
        return f"theo quy tắc {self.rule} của chương trình{figures}; không viết thành lời được vì {self.why}"


@dataclass(frozen=True)
class DefinedCheck:
    """A check of the book: its number and title in the list of checks, how grave its failure is, what it compares and where.

    ``where`` keeps some of an item's categories
    by column. ``note`` stands beside each comparison, ``note_of_all`` beside that all areas or rows agree.
    """

    id: str
    number: str
    title: str
    severity: str
    test: Test | Told | Ruled
    note: str = ""
    note_of_all: str = ""
    at: str = OFFICE
    when: str = ""
    where: tuple[tuple[str, tuple[str, ...]], ...] = ()
    of_year: bool = False  # of a share: whether the whole is a year's, of which a part of a year need not reach the lower end

    def inputs(self) -> tuple[str, ...]:
        """The indicators and items that it compares, each once."""
        return tuple(dict.fromkeys(self.test.inputs()))

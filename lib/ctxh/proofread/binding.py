"""Each number of an edited text bound to the number of the report that it tells, by what stands around both."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz
from rapidfuzz.process import cdist

from ctxh.proofread.contexts import Context
from ctxh.proofread.report_numbers import Printed
from ctxh.proofread.text_numbers import BROKEN, COUNT, DAY, DOCUMENT, MONEY, PERCENT, POINTS, YEAR, YEARS, TextNumber
from ctxh.typeset.docx.bookmarks import names_figure

Scores = NDArray[np.float64]
WEIGHTS = {"near_left": 0.30, "far_left": 0.25, "near_right": 0.20, "far_right": 0.15, "heading": 0.10}
NEIGHBOURS = 0.18  # of the likeness of the numbers before and behind
LEAST = 0.30  # likeness from which two numbers may tell the same
FIT = {  # how well a kind may stand for another one; other pairs fit not at all
    (PERCENT, COUNT): 0.7,
    (PERCENT, POINTS): 0.9,
    (POINTS, COUNT): 0.7,
    (MONEY, COUNT): 0.7,
    (YEAR, COUNT): 0.7,
    (PERCENT, YEAR): 0.6,
    (YEARS, YEAR): 0.5,
    (DAY, YEAR): 0.5,
    (DAY, COUNT): 0.3,
}
KINDS = (DOCUMENT, DAY, YEARS, YEAR, PERCENT, POINTS, MONEY, COUNT, BROKEN)
TELLING = 4  # digits
RAREST, COMMONEST = 0.6, 0.06
OTHER_MEASURE = 0.8  # of the worth of a value that is said in another measure
BOOKMARKED = 0.3  # for a bookmark of the figure: evidence, since a paragraph may be copied and a bookmark left behind
OTHER_PAPER = 0.7  # how well the number of one kind of paper may stand for that of another


@dataclass(frozen=True)
class Binding:
    """What the numbers of a text are bound to: for each the place of a printed number, -1 for none."""

    places: tuple[int, ...]
    likeness: Scores  # of each number with each printed one, by the words around alone


def agrees(number: TextNumber, printed: Printed) -> bool:
    """Whether a number says what the report prints, within the precision in which it is said."""
    if number.kind == BROKEN or isinstance(number.value, str) or printed.exact is None:
        return _same_text(number, printed.number)
    other_kind = number.kind != printed.number.kind and PERCENT in (number.kind, printed.number.kind)
    if other_kind and (number.kind, printed.number.kind) != (PERCENT, POINTS):  # «tăng 1,6%» is said of a rate; a rate is not in points
        return False
    if not _bound_itself(printed) and number.low <= printed.exact <= number.high:
        return True
    return number.value == printed.number.value and not opposed(number, printed.number)


def _bound_itself(printed: Printed) -> bool:
    """Whether what is printed is a bound that is told as such, and nothing exact behind it: «dưới 80 tuổi» is not «dưới 81 tuổi»."""
    number = printed.number
    return number.low < number.high and number.value in (number.low, number.high) and printed.exact == number.value


def opposed(one: TextNumber, other: TextNumber) -> bool:
    """Whether one number says more than what the other one says less than: «hơn 70 tỷ», «gần 70 tỷ»."""
    return one.low < one.high and other.low < other.high and (one.low >= other.high or other.low >= one.high)


def _same_text(number: TextNumber, printed: TextNumber) -> bool:
    if number.kind == printed.kind == DAY:
        parts = zip(str(number.value).split("-"), str(printed.value).split("-"), strict=True)
        return all("*" in pair or pair[0] == pair[1] for pair in parts)
    return number.kind == printed.kind and number.kind != BROKEN and number.value == printed.value


def bind(numbers: Sequence[TextNumber], around: Sequence[Context], printed: Sequence[Printed], theirs: Sequence[Context]) -> Binding:
    """The binding that is best over the whole text, each printed number once; repeats are bound to one that is taken already."""
    if not numbers or not printed:
        return Binding((-1,) * len(numbers), np.zeros((len(numbers), len(printed))))
    fit = _fitness(numbers, [one.number for one in printed])
    words = (_with_neighbours(_alike(around, theirs)) + _bookmarked(numbers, printed)) * fit
    total = words + _bonus(numbers, printed) * (fit > 0)
    places = _assigned(total, words)
    return Binding(places, words)


def _alike(around: Sequence[Context], theirs: Sequence[Context]) -> Scores:
    """How alike the words around are, from 0 to 1."""
    found = np.zeros((len(around), len(theirs)))
    for name, weight in WEIGHTS.items():
        ours, other = [getattr(one, name) for one in around], [getattr(one, name) for one in theirs]
        found += weight / 100 * cdist(ours, other, scorer=fuzz.ratio, dtype=np.float32)
    return found


def _with_neighbours(alike: Scores) -> Scores:
    """The likeness with a part of that of the numbers before and behind."""
    before, behind = np.zeros_like(alike), np.zeros_like(alike)
    before[1:, 1:] = alike[:-1, :-1]
    behind[:-1, :-1] = alike[1:, 1:]
    return (alike + NEIGHBOURS * (before + behind) / 2) / (1 + NEIGHBOURS)


def _fitness(numbers: Sequence[TextNumber], printed: Sequence[TextNumber]) -> Scores:
    table = np.zeros((len(KINDS), len(KINDS)))
    for at, one in enumerate(KINDS):
        for beside, other in enumerate(KINDS):
            table[at, beside] = 1.0 if one == other else FIT.get((one, other), FIT.get((other, one), 0.0))
    broken = KINDS.index(BROKEN)
    table[broken, :] = 0.9
    found = table[np.ix_([KINDS.index(one.kind) for one in numbers], [KINDS.index(one.kind) for one in printed])]
    ours, theirs = [_paper(one) for one in numbers], [_paper(one) for one in printed]
    other_paper = np.array([[bool(mine and its and mine != its) for its in theirs] for mine in ours])
    fitting: Scores = np.where(other_paper, OTHER_PAPER * found, found)
    return fitting


def _paper(number: TextNumber) -> str:
    """The kind of paper and its body, as the symbol behind the number of a document says: ``kh-ubnd``, ``qh12``."""
    return re.sub(r"^[\d/]*[/-]", "", str(number.value)) if number.kind == DOCUMENT else ""


def _bookmarked(numbers: Sequence[TextNumber], printed: Sequence[Printed]) -> Scores:
    """What is added where a number stands in the bookmark of what is printed."""
    cites = {one.cite for one in printed}
    named = {mark: {cite for cite in cites if names_figure(mark, cite)} for mark in {one.bookmark for one in numbers} - {""}}
    return np.array([[BOOKMARKED * (beside.cite in named.get(one.bookmark, ())) for beside in printed] for one in numbers])


def _bonus(numbers: Sequence[TextNumber], printed: Sequence[Printed]) -> Scores:
    """What is added where both say the same: much for a value that is rare in the report, next to nothing for a common one."""
    often = Counter(str(one.number.value) for one in printed)
    found = np.zeros((len(numbers), len(printed)))
    for place, one in enumerate(printed):
        worth = max(COMMONEST, RAREST / often[str(one.number.value)] ** 1.5 * weight(one.number))
        for at, number in enumerate(numbers):
            if agrees(number, one):
                found[at, place] = worth
            elif other_measure(number, one.number):
                found[at, place] = OTHER_MEASURE * worth
    return found


def other_measure(number: TextNumber, printed: TextNumber) -> bool:
    """Whether two numbers have the same digits and another measure: ``10.497%`` and ``10.497``."""
    return number.kind != printed.kind and _digits(number.text) == _digits(printed.text)


@lru_cache(maxsize=65_536)
def _digits(text: str) -> str:
    """The digits of a number without noughts before them: each number of a text is held against all that are printed."""
    return re.sub(r"\D", "", text).lstrip("0")


def weight(number: TextNumber) -> float:
    """How much a value says by itself: a number of a document more than a count below a hundred."""
    if number.kind in (DOCUMENT, DAY):
        return 1.0
    digits = sum(map(str.isdigit, number.text.strip("0")))
    return min(1.0, 0.2 * digits)


def tells_by_itself(number: TextNumber) -> bool:
    """Whether a value is bound by itself: four digits at least without noughts at its end; a round level stands in many places."""
    return number.kind in (DOCUMENT, DAY) or len(re.sub(r"\D", "", number.text).strip("0")) >= TELLING


def _assigned(total: Scores, words: Scores) -> tuple[int, ...]:
    """For each row the column that it is given so that the whole is best; -1 where nothing is alike enough."""
    rows, columns = best_pairs(total)
    places = [-1] * len(total)
    for row, column in zip(rows, columns, strict=True):
        if total[row, column] >= LEAST:
            places[row] = column
    return tuple(places)


def best_pairs(worth: Scores) -> tuple[list[int], list[int]]:
    """Rows and columns paired, each once, so that what they are worth together is most (shortest augmenting paths)."""
    turned = worth.shape[0] > worth.shape[1]
    cost = -(worth.T if turned else worth)
    few, many = cost.shape
    upper, lower = np.zeros(few + 1), np.zeros(many + 1)
    owner = np.zeros(many + 1, dtype=int)
    for row in range(1, few + 1):
        _augment(cost, row, upper, lower, owner)
    pairs = [(int(owner[column]) - 1, column - 1) for column in range(1, many + 1) if owner[column]]
    ours, theirs = [row for row, _ in pairs], [column for _, column in pairs]
    return (theirs, ours) if turned else (ours, theirs)


def _augment(cost: Scores, row: int, upper: Scores, lower: Scores, owner: NDArray[np.int_]) -> None:
    """One more row given a column; rows before it may change theirs."""
    many = cost.shape[1]
    owner[0], here = row, 0
    least, came, done = np.full(many + 1, np.inf), np.zeros(many + 1, dtype=int), np.zeros(many + 1, dtype=bool)
    while owner[here]:
        done[here] = True
        reduced = cost[owner[here] - 1] - upper[owner[here]] - lower[1:]
        better = ~done[1:] & (reduced < least[1:])
        least[1:][better], came[1:][better] = reduced[better], here
        open_columns = np.where(done[1:], np.inf, least[1:])
        there = int(open_columns.argmin()) + 1
        step = least[there]
        upper[owner[done]] += step
        lower[done] -= step
        least[~done] -= step
        here = there
    while here:
        owner[here], here = owner[came[here]], came[here]

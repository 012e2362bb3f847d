"""The same quantity told twice in a text, in the same words with two numbers: one of them is wrong, whatever the data say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from rapidfuzz import fuzz
from rapidfuzz.process import cdist

from ctxh.proofread.contexts import Context
from ctxh.proofread.judging import CANNOT_SAY, Judgement
from ctxh.proofread.text_numbers import COUNT, MONEY, PERCENT

SAME = {"near_left": 90, "near_right": 85, "far_left": 60}  # likeness in per cent from which the words are the same
FEWEST_WORDS = 3  # before a number: fewer name no quantity


def told_otherwise(judgements: Sequence[Judgement], around: Sequence[Context]) -> Iterator[tuple[Judgement, Judgement]]:
    """Each number that the data cannot judge and that another number of the text contradicts in the same words, with that number.

    ``around`` are the contexts of the numbers in their order.
    """
    open_places = [at for at, one in enumerate(judgements) if one.verdict == CANNOT_SAY and _names_quantity(one, around[at])]
    if not open_places:
        return
    same = np.ones((len(open_places), len(around)), dtype=bool)
    for name, least in SAME.items():
        ours, all_ = [getattr(around[at], name) for at in open_places], [getattr(one, name) for one in around]
        same &= cdist(ours, all_, scorer=fuzz.ratio, dtype=np.float32) >= least
    for row, at in enumerate(open_places):
        others = [judgements[beside] for beside in map(int, np.flatnonzero(same[row])) if _contradict(judgements[at], judgements[beside])]
        if others:
            yield judgements[at], others[0]


def _names_quantity(one: Judgement, context: Context) -> bool:
    words = [word for word in context.near_left.split() if word.isalpha()]
    return one.number.kind in (COUNT, MONEY, PERCENT) and len(words) >= FEWEST_WORDS and bool(context.near_right)


def _contradict(one: Judgement, other: Judgement) -> bool:
    ours, theirs = one.number, other.number
    apart = ours.high < theirs.low or theirs.high < ours.low
    return one.passage != other.passage and ours.kind == theirs.kind and apart

"""What is said of each number of an edited text: it agrees with what the data print, disagrees, or nothing can be said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from ctxh.proofread.binding import Binding, agrees, opposed, other_measure, tells_by_itself
from ctxh.proofread.contexts import MASK, Context
from ctxh.proofread.report_numbers import Printed
from ctxh.proofread.text_numbers import BROKEN, DAY, DOCUMENT, TextNumber

AGREES, DISAGREES, CANNOT_SAY = "agrees", "disagrees", "cannot_say"
CERTAIN = 0.5  # likeness from which the place of a number is certain
BETWEEN = 0.30  # the same, where the numbers before and behind stand beside that place and agree
REPEATED, CERTAIN_REPEAT = 0.25, 0.75  # likeness from which a number repeats one that is bound already
CLEARLY = 60.0  # of 400: so much better the words beside two numbers that agree must fit each other's places
LESS_ALIKE = 0.1  # so much less alike are the words around another quantity
REASONS = {
    "value": "khác số liệu",
    "direction": "tăng, giảm ngược với số liệu",
    "broken": "viết sai nhóm chữ số",
    "no_day": "không có ngày như thế",
    "measure": "sai đơn vị tính",
    "rough": "hơn, gần ngược với số liệu",
}


@dataclass(frozen=True)
class Judgement:
    """The verdict on one number, the printed number that it was held against, and the reason why both disagree."""

    number: TextNumber
    passage: int
    verdict: str
    printed: Printed | None = None
    reason: str = ""
    sure: bool = True  # whether the words around make its place certain, or the value too was needed to find it


def judged(
    numbers: Sequence[TextNumber],
    passages: Sequence[int],
    binding: Binding,
    printed: Sequence[Printed],
    around: Sequence[Context],
    theirs: Sequence[Context],
) -> list[Judgement]:
    """A judgement for each number; ``passages`` says in which passage each stands, the contexts are those of both texts."""
    places = _of_their_papers(numbers, _exchanged(numbers, passages, binding.places, printed, around, theirs), printed, around, theirs)
    right = [place >= 0 and agrees(number, printed[place]) for number, place in zip(numbers, places, strict=True)]
    found = []
    for at, (number, place) in enumerate(zip(numbers, places, strict=True)):
        likeness = float(binding.likeness[at, place]) if place >= 0 else 0.0
        sure = likeness >= CERTAIN or (likeness >= BETWEEN and (_between(at, places, right) or _why(number, printed[place]) == "measure"))
        found.append(replace(_one(number, place, right[at], sure, binding.likeness[at], printed), passage=passages[at]))
    right_beside = {(one.passage, id(one.printed)) for one in found if one.verdict == AGREES}
    return [_another_quantity(one) if (one.passage, id(one.printed)) in right_beside else one for one in found]


def _another_quantity(one: Judgement) -> Judgement:
    """The judgement on a number whose quantity its paragraph tells rightly with another number: it tells one that the data do not have."""
    return replace(one, verdict=CANNOT_SAY, printed=None, reason="") if one.verdict == DISAGREES and one.reason == "value" else one


def _one(number: TextNumber, place: int, right: bool, sure: bool, likeness: Sequence[float], printed: Sequence[Printed]) -> Judgement:
    if right:
        bound = printed[place]
        turned = bool(number.moved and bound.number.moved and number.moved != bound.number.moved)
        return Judgement(number, 0, DISAGREES if turned else AGREES, bound, "direction" if turned else "", sure)
    if place >= 0 and sure:
        return Judgement(number, 0, DISAGREES, printed[place], _why(number, printed[place]))
    again = _repeated(number, likeness, printed, likeness[place] if place >= 0 else 0.0)
    if again is not None:
        return again
    if number.kind == BROKEN:
        return Judgement(number, 0, DISAGREES, printed[place] if place >= 0 else None, "broken")
    return Judgement(number, 0, CANNOT_SAY)


def _why(number: TextNumber, bound: Printed) -> str:
    if number.kind == BROKEN:
        return "no_day" if bound.number.kind == DAY else "broken"
    if number.value == bound.number.value and opposed(number, bound.number):
        return "rough"
    return "measure" if other_measure(number, bound.number) else "value"


def _repeated(number: TextNumber, likeness: Sequence[float], printed: Sequence[Printed], bound: float) -> Judgement | None:
    """The judgement on a number whose place is taken: it says once more what is printed, or says it otherwise where that is certain.

    ``bound`` is the likeness of the place that it was given: where the same value stands in words much less alike it is another one.
    """
    same = [at for at, one in enumerate(printed) if agrees(number, one)]
    best = max(same, key=lambda at: likeness[at], default=-1)
    if best >= 0 and (likeness[best] >= max(REPEATED, bound - LESS_ALIKE) or tells_by_itself(number)):
        return Judgement(number, 0, AGREES, printed[best], sure=False)
    place = max(range(len(printed)), key=lambda at: likeness[at], default=-1)
    if place >= 0 and likeness[place] >= CERTAIN_REPEAT:
        return Judgement(number, 0, DISAGREES, printed[place], _why(number, printed[place]))
    return None


def _between(at: int, places: Sequence[int], right: Sequence[bool]) -> bool:
    """Whether the numbers before and behind are bound, and rightly, to what is printed before and behind."""
    sides = [(at + step, places[at] + step) for step in (-1, 1) if 0 <= at + step < len(places)]
    return bool(sides) and all(right[beside] and places[beside] == place for beside, place in sides)


def _exchanged(
    numbers: Sequence[TextNumber],
    passages: Sequence[int],
    places: Sequence[int],
    printed: Sequence[Printed],
    around: Sequence[Context],
    theirs: Sequence[Context],
) -> list[int]:
    """The places, those of two numbers of a passage exchanged where the words beside them say so.

    Each of two that disagree says the other's, or both agree and were exchanged by hand, so that each stands among the other's words.
    """
    given = list(places)
    for at, other in _of_one_passage(passages, given):
        mine, its = given[at], given[other]
        stays = [agrees(numbers[at], printed[mine]), agrees(numbers[other], printed[its])]
        crosses = [agrees(numbers[at], printed[its]), agrees(numbers[other], printed[mine])]
        least = 0.0 if not any(stays) and all(crosses) else CLEARLY if all(stays) and not any(crosses) and mine > its else None
        if least is None:
            continue
        stay = _beside(around[at], theirs[mine]) + _beside(around[other], theirs[its])
        if _beside(around[at], theirs[its]) + _beside(around[other], theirs[mine]) > stay + least:
            given[at], given[other] = its, mine
    return given


def _of_their_papers(
    numbers: Sequence[TextNumber], places: Sequence[int], printed: Sequence[Printed], around: Sequence[Context], theirs: Sequence[Context]
) -> list[int]:
    """The places, of a day right behind the number of a document that of the day which is printed right behind that number."""
    days: dict[object, list[int]] = {}
    for place in range(1, len(printed)):
        if _dates(printed[place - 1].number, printed[place].number, theirs[place]):
            days.setdefault(printed[place - 1].number.value, []).append(place)
    given = list(places)
    for at in range(1, len(numbers)):
        paper = given[at - 1]
        named = paper >= 0 and _dates(numbers[at - 1], numbers[at], around[at]) and agrees(numbers[at - 1], printed[paper])
        own = days.get(numbers[at - 1].value, []) if named else []
        if own and not any(agrees(numbers[at], printed[day]) for day in own):
            given[at] = own[0]
    return given


def _dates(paper: TextNumber, day: TextNumber, around: Context) -> bool:
    """Whether a day is that of a document: ``số 28/2012/NĐ-CP ngày 10/4/2012``."""
    return paper.kind == DOCUMENT and day.kind == DAY and around.near_left.endswith(f"{MASK} ngày")


def _of_one_passage(passages: Sequence[int], places: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The pairs of numbers of a passage that have a place, the first one first."""
    for at, passage in enumerate(passages):
        for other in range(at + 1, len(passages)):
            if passages[other] != passage:
                break
            if places[at] >= 0 and places[other] >= 0:
                yield at, other


def _beside(one: Context, other: Context) -> float:
    return float(fuzz.ratio(one.near_left, other.near_left) + fuzz.ratio(one.near_right, other.near_right))

"""What an official's own words say of the year before, held against the series: ``tăng 12 người so với năm 2023``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from ctxh.compute.computed import Computed
from ctxh.proofread.contexts import Passage
from ctxh.proofread.inner_sums import sentences
from ctxh.proofread.judging import AGREES, CANNOT_SAY, DISAGREES, Judgement
from ctxh.proofread.text_numbers import COUNT, DAY, MONEY, PERCENT, POINTS, YEAR, TextNumber
from ctxh.vietnamese import format_number

Pair = tuple[Decimal, Decimal]  # an indicator this year and the year before, a percentage in per cent
_COMPARED = r"so với (?:cùng kỳ )?(?:năm trước|năm ngoái|năm {year})|so với cùng kỳ(?! năm)"


def with_changes(judgements: Sequence[Judgement], passages: Sequence[Passage], computed: Computed) -> list[Judgement]:
    """The judgements, those on changes since the year before among them where the data alone could not say.

    A change is held against the series of the number before it in its sentence, where that agrees with the data and the sentence
    compares with the year before. Nothing is said of an illustrative year.
    """
    known = {(one.passage, one.number.start): one for one in judgements}
    pairs = _pairs(computed)
    compared = re.compile(_COMPARED.format(year=computed.year - 1), re.IGNORECASE)
    found = {
        (at, number.start): judged
        for at, passage in enumerate(passages)
        for number, judged in _of_passage(at, passage, known, pairs, compared)
    }
    return [found.get((one.passage, one.number.start), one) for one in judgements]


def _pairs(computed: Computed) -> dict[str, Pair]:
    """The indicators of the series that have a value this year and one of the year before that is not illustrative."""
    rows = computed.series[~computed.series["illustrative"].astype(bool)].dropna(subset=["value"])
    values = {(str(name), int(year)): Decimal(str(value)) for name, year, value in rows[["indicator", "year", "value"]].to_numpy()}
    year = computed.year
    return {name: (values[name, year], values[name, year - 1]) for name, at in values if at == year and (name, year - 1) in values}


def _of_passage(
    at: int, passage: Passage, known: Mapping[tuple[int, int], Judgement], pairs: Mapping[str, Pair], compared: re.Pattern[str]
) -> Iterator[tuple[TextNumber, Judgement]]:
    for start, end, numbers in sentences(passage):
        if compared.search(passage.text, start, end):
            yield from _of_sentence(passage.text, [known[at, number.start] for number in numbers], pairs)


def _of_sentence(text: str, judgements: Sequence[Judgement], pairs: Mapping[str, Pair]) -> Iterator[tuple[TextNumber, Judgement]]:
    """The judgements on the changes of a sentence, each told of the last number before it that has a series."""
    anchor: Judgement | None = None
    moved, end = "", 0
    for one in judgements:
        number = one.number
        moved = number.moved or (moved if text[end : number.start].strip() == "(" else "")
        end = number.end
        cite = one.printed.cite if one.printed and one.verdict == AGREES else ""
        if cite in pairs:
            anchor = one
        elif anchor and anchor.printed and moved and one.verdict == CANNOT_SAY:
            yield number, _judged(one, moved, anchor, pairs[anchor.printed.cite])
        elif not moved and number.kind not in (YEAR, DAY):
            anchor = None


def _judged(one: Judgement, moved: str, anchor: Judgement, pair: Pair) -> Judgement:
    """The judgement on a change, by its direction and its size; both years may have been rounded as the number before it is."""
    number, (now, before) = one.number, pair
    size = _size(number, anchor.number, now, before)
    if size is None:
        return one
    word, slack = ("tăng" if now > before else "giảm"), anchor.number.high - anchor.number.low
    if now != before and moved == word and number.low - slack <= size <= number.high + slack:
        return Judgement(number, one.passage, AGREES, anchor.printed)
    measure = "%" if number.kind == PERCENT else " điểm phần trăm" if number.kind == POINTS else ""
    shown = f"{word} {format_number(size, 2, trim=True)}{measure}" if now != before else "không thay đổi"
    return Judgement(number, one.passage, DISAGREES, None, f"theo chuỗi số liệu là {shown} so với năm trước")


def _size(number: TextNumber, anchor: TextNumber, now: Decimal, before: Decimal) -> Decimal | None:
    """How much it changed in the measure in which the number says it; None where that cannot be told."""
    by_points = anchor.kind in (PERCENT, POINTS)
    if number.kind in (COUNT, MONEY) and not by_points and number.kind == anchor.kind:
        return abs(now - before)
    if number.kind == POINTS and by_points:
        return abs(now - before)
    return 100 * abs(now - before) / before if number.kind == PERCENT and before and not by_points else None

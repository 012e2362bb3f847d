"""What a text says against itself, without data: shares of a part and a whole, counts times a level, parts of a sum."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from ctxh.proofread.contexts import Passage
from ctxh.proofread.text_numbers import COUNT, DAY, MONEY, PERCENT, TextNumber
from ctxh.vietnamese import format_number

NEAR = Decimal("0.25")  # beyond it two numbers are not meant to fit
_LEVEL = re.compile(r"(?:mỗi|mức|/)\s*(?:suất|hộ|người|trường hợp)?[^.;\d]{0,25}$", re.IGNORECASE)
_PARTS = re.compile(r"\b(?:gồm|trong đó|bao gồm|cụ thể)\b\s*:?", re.IGNORECASE)
_SPAN = ("-", "đến", "đến ngày")
_ENDS = re.compile(r"[.;](?:\s|$)")


def faults(passage: Passage) -> Iterator[tuple[TextNumber, str]]:
    """The numbers of a passage that others beside them refute, each with what follows from those."""
    for _, _, sentence in sentences(passage):
        yield from _shares(passage.text, sentence)
        yield from _products(passage.text, sentence)
        yield from _sums(passage.text, sentence)


def sentences(passage: Passage) -> Iterator[tuple[int, int, list[TextNumber]]]:
    """The sentences of a passage, also parts of a list ended by a semicolon: where each begins and ends, and its numbers."""
    ends = [found.start() for found in _ENDS.finditer(passage.text)] + [len(passage.text)]
    start = 0
    for end in ends:
        yield start, end, [number for number in passage.numbers if start <= number.start < end]
        start = end


def _shares(text: str, numbers: Sequence[TextNumber]) -> Iterator[tuple[TextNumber, str]]:
    """``8.141/8.200 … 100%``: a share that is not that of the part and the whole before it."""
    for part, whole, share in zip(numbers, numbers[1:], numbers[2:], strict=False):
        is_share = share.kind == PERCENT and part.kind == whole.kind == COUNT and text[part.end : whole.start].strip() == "/"
        if is_share and isinstance(part.value, Decimal) and isinstance(whole.value, Decimal) and whole.value:
            right = 100 * part.value / whole.value
            if not share.low <= right <= share.high:
                yield share, f"{part.text}/{whole.text} là {format_number(right, 2, trim=True)}%"


def _products(text: str, numbers: Sequence[TextNumber]) -> Iterator[tuple[TextNumber, str]]:
    """``10 suất quà, mỗi suất 1.000.000 đồng, tổng 11.000.000 đồng``: an amount that is not count times level."""
    counts = [one for one in numbers if one.kind == COUNT]
    amounts = [one for one in numbers if one.kind == MONEY and isinstance(one.value, Decimal)]
    levels = [one for one in amounts if _LEVEL.search(text[: one.start])]
    totals = [one for one in amounts if one not in levels]
    if len(counts) == len(levels) == len(totals) == 1:
        [count], [level], [total] = counts, levels, totals
        right = Decimal(count.value) * Decimal(level.value)
        if not total.low <= right <= total.high and abs(right - Decimal(total.value)) <= NEAR * right:
            yield total, f"{count.text} × {level.text} là {format_number(right)} đồng"


def _sums(text: str, numbers: Sequence[TextNumber]) -> Iterator[tuple[TextNumber, str]]:
    """``1.657 trường hợp, gồm …``: a total that its parts nearly come to and do not."""
    for at, total in enumerate(numbers[:-2]):
        lead = _PARTS.search(text, total.end, numbers[at + 1].start)
        parts = [one for one in numbers[at + 1 :] if one.kind == total.kind]
        if not lead or len(parts) < 2 or total.kind not in (COUNT, MONEY) or any(one.kind != total.kind for one in numbers[at + 1 :]):
            continue
        come = sum((Decimal(one.value) for one in parts), Decimal(0))
        slack = sum((one.high - one.low for one in (*parts, total)), Decimal(0))
        if slack < abs(come - Decimal(total.value)) <= NEAR / 2 * come:
            yield total, f"các số thành phần cộng lại là {format_number(come)}"


def contradictions(passage: Passage) -> Iterator[tuple[TextNumber, TextNumber, str]]:
    """The numbers of a passage that cannot stand with another one beside them whatever the data say: number, the other, why."""
    for _, _, numbers in sentences(passage):
        yield from _parts_above_the_whole(passage.text, numbers)
        yield from _turned_spans(passage.text, numbers)


def _parts_above_the_whole(text: str, numbers: Sequence[TextNumber]) -> Iterator[tuple[TextNumber, TextNumber, str]]:
    """``1.500.000 đồng, gồm 500.000 đồng và 2.000.000 đồng``: each part of an amount that is more than the amount."""
    for at, total in enumerate(numbers[:-1]):
        parts = [part for part in numbers[at + 1 :] if part.kind == MONEY and part.low > total.high]
        if total.kind == MONEY and parts and _PARTS.search(text, total.end, numbers[at + 1].start):
            yield from ((part, total, f"lớn hơn số chung {total.text}") for part in parts)


def _turned_spans(text: str, numbers: Sequence[TextNumber]) -> Iterator[tuple[TextNumber, TextNumber, str]]:
    """``27/7/2024 - 27/7/1947``: a span that ends before it begins."""
    for first, last in pairwise(numbers):
        whole_days = first.kind == last.kind == DAY and "*" not in f"{first.value}{last.value}"
        if whole_days and text[first.end : last.start].strip() in _SPAN and str(first.value) > str(last.value):
            yield first, last, f"sau ngày cuối {last.text}"

"""The numbers that a report prints, each with the indicator behind it and its exact value: what an edited text is held against."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Any

from ctxh.blocks import Block, Document, Heading, Paragraph, Run, Table, notes_under, numbered, with_content
from ctxh.compute.computed import Computed
from ctxh.proofread.contexts import Passage
from ctxh.proofread.text_numbers import COUNT, TextNumber, numbers_in, plain
from ctxh.tell.report import report_document, tell_report
from ctxh.typeset.official import head_and_end
from ctxh.vietnamese import absent

_FACTORS = (Decimal(1), Decimal(100))  # a share is kept as a fraction, or in per cent


@dataclass(frozen=True)
class Printed:
    """A number that the report prints; ``cite`` is the indicator or ``indicator@area_code``, empty where none stands behind it."""

    number: TextNumber
    cite: str
    exact: Decimal | None  # in the unit of measure that is printed; None of a text

    @property
    def text(self) -> str:
        """The number as the report prints it."""
        return self.number.text


@dataclass(frozen=True)
class ReportNumbers:
    """All that a report prints: its passages, and its numbers in their order."""

    passages: tuple[Passage, ...]
    printed: tuple[Printed, ...]


def report_numbers(computed: Computed, spelt: re.Pattern[str]) -> ReportNumbers:
    """What the report of an office and a year says today, from head to end. Raises CtxhError where its wording cannot be told."""
    document = report_document(computed, tell_report(computed))
    exact = partial(_exact, computed)
    passages, printed = [], []
    for runs, heading in _texts(document):
        passage, found = _read(runs, heading, spelt, exact)
        passages.append(passage)
        printed += found
    return ReportNumbers(tuple(passages), tuple(printed))


def nouns_counted(report: ReportNumbers) -> set[str]:
    """The two words behind each count of a report: what an official may count in words, ``tập thể``, ``cá nhân``."""
    behind = re.compile(r"\s+([^\W\d_]+ [^\W\d_]+)")
    found = (behind.match(passage.text, number.end) for passage in report.passages for number in passage.numbers if number.kind == COUNT)
    return {one[1].lower() for one in found if one}


def _texts(document: Document) -> Iterator[tuple[tuple[Run, ...], bool]]:
    """The runs of each paragraph and cell in the order of a Word file, and whether it is a heading."""
    around = head_and_end(document.frame)
    names = ("superior", "issuer", "number_line", "place_date", "kind", "summary", "addressees")
    for name in names:
        yield from (((Run(line),), False) for line in _lines(around[name]))
    for block in numbered(with_content(list(document.blocks))):
        yield from _of_block(block)
    for name in ("recipients", "authority", "signer"):
        yield from (((Run(line),), False) for line in _lines(around[name]))


def _lines(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


def _of_block(block: Block) -> Iterator[tuple[tuple[Run, ...], bool]]:
    if isinstance(block, Heading | Paragraph):
        yield block.runs, isinstance(block, Heading)
        return
    yield (Run(block.caption),), False
    if isinstance(block, Table):
        yield from (((Run(column.label),), False) for column in block.columns)
        yield from (((Run(cell.text, cite=cell.cite),), False) for row in block.rows for cell in row)
    yield from (((Run(text),), False) for text in notes_under(block))


def _read(runs: tuple[Run, ...], heading: bool, spelt: re.Pattern[str], exact: Any) -> tuple[Passage, list[Printed]]:
    """A passage and its numbers, each with what the run that it begins in cites."""
    text, places = plain("".join(run.text for run in runs))
    ends, at = [], 0
    for run in runs:
        at += len(run.text)
        ends.append((at, run.cite))
    numbers = tuple(numbers_in(text, spelt))
    cites = [next((cite for end, cite in ends if places[number.start] < end), "") for number in numbers]
    printed = [Printed(number, cite, exact(number, cite)) for number, cite in zip(numbers, cites, strict=True)]
    return Passage(text, numbers, heading), printed


def _exact(computed: Computed, number: TextNumber, cite: str) -> Decimal | None:
    """The value behind a printed number; the printed one where no indicator stands behind, or where it prints what follows from one."""
    if isinstance(number.value, str):
        return None
    indicator, _, area = cite.partition("@")
    found = computed.area_rows.get(indicator, {}).get(area, (None, ""))[0] if area else computed.office_rows.get(indicator, {}).get("value")
    if absent(found):
        return number.value
    for factor in _FACTORS:
        value = Decimal(str(found)) * factor
        if number.low <= value <= number.high:
            return value
    return number.value

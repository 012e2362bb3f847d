"""What stands around each number of a text, in the form in which two texts are compared."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ctxh.proofread.text_numbers import TextNumber
from ctxh.vietnamese.abbreviations import long_forms_in

MASK = "#"
NEAR_LEFT, FAR_LEFT, NEAR_RIGHT, FAR_RIGHT = 24, 80, 20, 60
_LEFT_OUT = re.compile(r"[()\[\]“”\"'*_…]+")
_MARKS = re.compile(r"\s*[;:,.–-]+\s*")


@dataclass(frozen=True)
class Passage:
    """A paragraph, a cell or a heading of a text, as ``plain`` gives it, with its numbers."""

    text: str
    numbers: tuple[TextNumber, ...]
    heading: bool = False


@dataclass(frozen=True)
class Context:
    """The words before and behind a number, across the ends of sentences and paragraphs, other numbers masked; and its heading."""

    near_left: str
    far_left: str
    near_right: str
    far_right: str
    heading: str


def abbreviations(passages: Sequence[Passage]) -> dict[str, str]:
    """The abbreviations that a text explains itself, in small letters: ``bảo trợ xã hội (BTXH)``."""
    found: dict[str, str] = {}
    for passage in passages:
        found = {short: words.lower() for short, words in long_forms_in(passage.text).items()} | found
    return found


def contexts(passages: Sequence[Passage], long_forms: Mapping[str, str]) -> list[Context]:
    """The context of each number of the passages, in their order; ``meant`` are abbreviations to be written out."""
    whole: list[str] = []
    places: list[int] = []
    headings: list[str] = []
    length, heading = 0, ""
    short = re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(long_forms, key=len, reverse=True)))})\b") if long_forms else None
    for passage in passages:
        pieces = _pieces(passage)
        words = [_compared(short.sub(lambda found: long_forms[found[0]], piece) if short else piece) for piece in pieces]
        heading = " ".join(filter(None, words)) if passage.heading else heading
        for at, piece in enumerate(words):
            whole.append(piece + " ")
            length += len(piece) + 1
            if at + 1 < len(words):
                places.append(length)
                headings.append(heading)
                whole.append(MASK + " ")
                length += 2
    text = "".join(whole)
    return [_context(text, place, heading) for place, heading in zip(places, headings, strict=True)]


def _pieces(passage: Passage) -> list[str]:
    """The text between the numbers: one piece more than there are numbers."""
    edges = [0, *(edge for number in passage.numbers for edge in (number.start, number.end)), len(passage.text)]
    return [passage.text[edges[at] : edges[at + 1]] for at in range(0, len(edges), 2)]


def _compared(text: str) -> str:
    """A piece as it is compared: small letters, no brackets, marks as blanks, one blank between words."""
    return " ".join(_MARKS.sub(" ", _LEFT_OUT.sub(" ", text.lower())).split())


def _context(text: str, place: int, heading: str) -> Context:
    left, right = text[max(0, place - FAR_LEFT - 1) : place], text[place + 2 : place + 2 + FAR_RIGHT]
    return Context(left[-NEAR_LEFT - 1 :].strip(), left.strip(), right[:NEAR_RIGHT].strip(), right.strip(), heading)

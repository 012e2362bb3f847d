"""Where a justified line must end early, since a long word after it would leave its own words far apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from ctxh.blocks import Run, text_of
from ctxh.typeset.text_width import NO_BREAK, width

WIDEST = 2.5  # times a blank: what justifying may make of one
_BLANK = re.compile("( )")


def early_ends(runs: tuple[Run, ...], room: float, indent: float, size: float) -> tuple[Run, ...]:
    """The runs with line breaks in place of the blanks after which a justified line would be torn apart.

    ``room``, ``indent`` of the first line and ``size`` of type are in points. Lines are filled one by one,
    as a typist does.
    """
    return _put(runs, set(_torn(list(_pieces(runs, size)), room, indent)), "\n")


def loosened(runs: tuple[Run, ...], room: float, indent: float, size: float) -> tuple[Run, ...]:
    """The runs with blanks for unbreakable ones, the last first, in what would tear apart the justified line before it.

    For a file that people go on to write in: a line break would stay where it was put. Measures as above.
    """
    while places := _held_after(text_of(runs), _torn(list(_pieces(runs, size)), room, indent)):
        runs = _put(runs, {places[0]}, " ")
    return runs


def _held_after(text: str, torn: Iterator[int]) -> list[int]:
    """The last unbreakable blank in the word after each place, where there is one."""
    words = ((place + 1, text.find(" ", place + 1) % (len(text) + 1)) for place in torn)
    return [held for start, end in words if (held := text.rfind(NO_BREAK, start, end)) >= 0]


def _put(runs: tuple[Run, ...], places: set[int], char: str) -> tuple[Run, ...]:
    """The runs with a character at places of their whole text."""
    out, position = [], 0
    for run in runs:
        text = "".join(char if position + n in places else old for n, old in enumerate(run.text))
        out.append(run if text == run.text else replace(run, text=text))
        position += len(run.text)
    return tuple(out)


def _pieces(runs: tuple[Run, ...], size: float) -> Iterator[tuple[str, float, int]]:
    """Words, parts of words and blanks in order: text, width in points, place in the whole text."""
    position = 0
    for run in runs:
        for piece in _BLANK.split(run.text):
            if piece:
                yield piece, width(piece, size, bold=run.bold, italic=run.italic), position
            position += len(piece)


def _torn(pieces: list[tuple[str, float, int]], room: float, indent: float) -> Iterator[int]:
    """The places of the blanks at which a filled line ends too short to be justified."""
    left, words, blanks = room - indent, 0.0, 0
    pending, last, blank = 0.0, -1, 0.0  # the word that grows, the blank before it and its width
    for text, wide, place in [*pieces, (" ", 0.0, -1)]:
        if text != " ":
            pending += wide
            continue
        if last >= 0 and words + blank + pending > left:
            if blanks and (left - words) / blanks + blank > WIDEST * blank:
                yield last
            left, words, blanks = room, pending, 0
        else:
            blanks, words = blanks + (last >= 0), words + (blank if last >= 0 else 0) + pending
        pending, last, blank = 0.0, place, wide

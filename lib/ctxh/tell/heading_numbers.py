"""Headings numbered on where others before them were left out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ctxh.blocks import Block, Heading

_NUMBER = re.compile(r"((?:[0-9IVXLC\U000f0000-\U0010ffff]+|[a-zđ])\.)+(?=\s)")  # letters of private use stand for those of the wording


@dataclass
class _Open:
    """A heading that others may stand below: its number as it is printed, and the numbers below it that nobody has yet."""

    level: int
    number: list[str] = field(default_factory=list)
    free: list[str] = field(default_factory=list)


def numbered_on(blocks: Sequence[Block], kept: Sequence[Block]) -> list[Block]:
    """The kept of all blocks; a heading behind one that is left out takes its number, 2.2 for 2.3, those below follow.

    Numbers are exchanged as they are written, so any way of numbering is kept. A heading without a number keeps to itself.
    """
    left, new, above = {id(block) for block in kept}, {}, [_Open(0)]
    for block in blocks:
        if not isinstance(block, Heading):
            continue
        while above[-1].level >= block.level:
            above.pop()
        parent, own = above[-1], _number(block)
        if own:
            parent.free.append(own[-1])
            if id(block) in left:
                own = [*(parent.number if len(own) == len(parent.number) + 1 else own[:-1]), parent.free.pop(0)]
                new[id(block)] = _with_number(block, own)
        above.append(_Open(block.level, own))
    return [new.get(id(block), block) for block in kept]


def _number(heading: Heading) -> list[str]:
    """The parts of the number that a heading begins with, none where it has none: ``2``, ``3``."""
    found = _NUMBER.match(heading.runs[0].text) if heading.runs else None
    return found[0].split(".")[:-1] if found else []


def _with_number(heading: Heading, number: list[str]) -> Heading:
    first, *rest = heading.runs
    return replace(heading, runs=(replace(first, text=_NUMBER.sub(".".join(number) + ".", first.text, count=1)), *rest))

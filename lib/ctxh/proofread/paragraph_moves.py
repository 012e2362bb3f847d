"""Whole paragraphs of a wording taken out, moved or put in, with the block that asks whether they are told."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ctxh.proofread.rewording import Change, blocks_are_whole, escaped
from ctxh.proofread.traced_wording import TracedParagraph

_ASKS = re.compile(r"\{%-?\s*if\b[^%]*%\}\s*")
_ENDS = re.compile(r"\{%-?\s*endif\s*-?%\}\s*")


@dataclass(frozen=True)
class Move:
    """What becomes of some of our paragraphs: other texts where they stand, or, with ``behind``, behind another one."""

    ours: tuple[int, ...]
    texts: tuple[str, ...]
    behind: int | None = None


def lines_of(paragraph: TracedParagraph, sources: dict[str, str]) -> tuple[str, int, int] | None:
    """The file and the lines, from one place to another, that hold a paragraph and the blocks round it alone; None for none."""
    known = [origin for origin in paragraph.origins if origin is not None]
    if not known or any(origin.file != known[0].file for origin in known):
        return None
    text = sources[known[0].file]
    start = text.rfind("\n", 0, min(origin.at for origin in known)) + 1
    end = _line_end(text, max(origin.at for origin in known))
    while True:
        above, below = text.rfind("\n", 0, start - 1) + 1 if start else 0, _line_end(text, end)
        if not (start and _ASKS.fullmatch(text[above:start]) and _ENDS.fullmatch(text[end:below])):
            break
        start, end = above, below
    return (known[0].file, start, end) if blocks_are_whole(text[start:end]) else None


def _line_end(text: str, at: int) -> int:
    found = text.find("\n", at)
    return len(text) if found < 0 else found + 1


def deleted(paragraph: TracedParagraph, sources: dict[str, str]) -> tuple[Change, ...]:
    """The change that takes a paragraph out, with a blank line beside it where there are two; none where it does not stand alone."""
    found = lines_of(paragraph, sources)
    if found is None:
        return ()
    file, start, end = found
    text = sources[file]
    if text[:start].endswith("\n\n") and text[end:].startswith("\n"):
        end += 1
    return (Change(file, start, end, ""),)


def moved(paragraph: TracedParagraph, behind: TracedParagraph, sources: dict[str, str]) -> tuple[Change, ...]:
    """The changes that put a paragraph behind another one of the same file; none where one of them does not stand alone."""
    own, other = lines_of(paragraph, sources), lines_of(behind, sources)
    if own is None or other is None or own[0] != other[0]:
        return ()
    file, start, end = own
    block = sources[file][start:end]
    return (*deleted(paragraph, sources), Change(file, other[2], other[2], _apart(block, paragraph, behind)))


def inserted(behind: TracedParagraph, text: str, sources: dict[str, str]) -> tuple[Change, ...]:
    """The change that puts a new paragraph behind one of ours, an entry of a list behind another one."""
    found = lines_of(behind, sources)
    if found is None:
        return ()
    file, _, end = found
    line = f"- {escaped(text)}\n" if behind.item else f"\n{_first_escaped(escaped(text))}\n"
    return (Change(file, end, end, line),)


def _first_escaped(text: str) -> str:
    """A paragraph whose first letter begins no list and no heading."""
    return re.sub(r"^(\d+)([.)])", r"\1\\\2", re.sub(r"^([-+])", r"\\\1", text))


def _apart(block: str, paragraph: TracedParagraph, behind: TracedParagraph) -> str:
    return block if paragraph.item and behind.item else f"\n{block}"

"""Where numbers are printed: the sentences, tables and figures that know each other by their indicators."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ctxh.blocks import Block, Figure, Heading, Paragraph, Table, text_of
from ctxh.typeset.anchors import slug

NUMBERING = re.compile(r"^(?:\d+(?:\.\d+)*|[IVXLC]+|[a-zđ])(?=[.)]\s)")
BEGINNING = "phần đầu"
WHOLE_LIST = 60  # indicators: a table with more of them is a list, not kin to every figure


@dataclass(frozen=True)
class Mention:
    """A place that prints an indicator: what it is called and the link to it."""

    label: str
    href: str


def sentence_anchor(number: int) -> str:
    """The id of the n-th cited number of running text."""
    return f"so-{number}"


def anchors(blocks: Sequence[Block]) -> dict[str, str]:
    """The ids on the page of tables and figures, by the ids that their makers gave them."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for block in blocks:
        if isinstance(block, (Table, Figure)) and block.id not in found:
            found[block.id] = _free(slug(block.id), taken)
    return found


def _free(wanted: str, taken: set[str]) -> str:
    number, place = 1, wanted
    while place in taken:
        number += 1
        place = f"{wanted}-{number}"
    taken.add(place)
    return place


def mentions(blocks: Sequence[Block], words: str, page: str = "") -> dict[str, list[Mention]]:
    """Where each indicator is printed in numbered blocks, in order; ``words`` name the document.

    ``page`` is the file that the links lead to; without it they stay on the page.
    """
    found: dict[str, list[Mention]] = {}
    for indicator, mention in (*_in_sentences(blocks, words, page), *_in_captioned(blocks, page)):
        found.setdefault(indicator, []).append(mention)
    return found


def _in_sentences(blocks: Sequence[Block], words: str, page: str) -> Iterator[tuple[str, Mention]]:
    number, part, section = 0, "", ""
    for block in blocks:
        if isinstance(block, Heading):
            found = NUMBERING.match(text_of(block.runs))
            own = found[0] if found else ""
            part = own if block.level == 1 else part
            section = own if block.level == 1 else ".".join(filter(None, (part, own)))
        for run in getattr(block, "runs", ()):
            if run.cite:
                number += 1
                place = f"mục {section}" if section else BEGINNING
                yield base(run.cite), Mention(f"{words}, {place}", f"{page}#{sentence_anchor(number)}")


def _in_captioned(blocks: Sequence[Block], page: str) -> Iterator[tuple[str, Mention]]:
    places = anchors(blocks)
    for block in blocks:
        if isinstance(block, (Table, Figure)):
            mention = Mention(short_name(block), f"{page}#{places[block.id]}")
            yield from ((indicator, mention) for indicator in cited(block))


def short_name(block: Table | Figure) -> str:
    """What a numbered table or figure is called in a reference: ``Bảng 3``."""
    return block.caption.partition(".")[0]


def base(cite: str) -> str:
    """The indicator of a citation, without its area."""
    return cite.partition("@")[0]


def cited(block: Block) -> list[str]:
    """The indicators that a block prints, each once, in order."""
    if isinstance(block, Table):
        names: Iterable[str] = (cell.cite for row in block.rows for cell in row)
    elif isinstance(block, Figure):
        names = block.cites
    else:
        names = (run.cite for run in block.runs)
    return list(dict.fromkeys(base(name) for name in names if name))


def cites(blocks: Sequence[Block]) -> set[str]:
    """Every citation of the blocks, those of single areas with their area."""
    in_tables = (cell.cite for b in blocks if isinstance(b, Table) for row in b.rows for cell in row)
    in_words = (run.cite for b in blocks if isinstance(b, (Heading, Paragraph)) for run in b.runs)
    return {cite for cite in (*in_tables, *in_words) if cite}


def related(blocks: Sequence[Block]) -> dict[str, list[Mention]]:
    """For each table the figures, and for each figure the tables, that print the same indicators; by block id."""
    places = anchors(blocks)
    captioned = [(block, set(cited(block))) for block in blocks if isinstance(block, (Table, Figure))]
    captioned = [(block, names) for block, names in captioned if len(names) <= WHOLE_LIST]
    return {
        block.id: [
            Mention(short_name(other), f"#{places[other.id]}")
            for other, shared in captioned
            if type(other) is not type(block) and shared & names
        ]
        for block, names in captioned
    }

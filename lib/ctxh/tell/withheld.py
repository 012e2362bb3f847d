"""A table that only an internal edition has: what quotes cells, rows and single counts."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from ctxh.blocks import Block, Table, text_cells, text_columns
from ctxh.book import Indicator
from ctxh.compute.computed import Computed
from ctxh.reference.places import PUBLIC

INTERNAL_ONLY = "Chỉ có trong bản nội bộ: phần này nêu từng ô, từng dòng hoặc từng số đếm nhỏ."
OFFICE_ONLY = "Chỉ công bố cho toàn địa bàn."
Maker = Callable[..., Table]


def withheld(id: str, caption: str, why: str = INTERNAL_ONLY) -> Table:
    """The table in a public edition: a sentence that says why it is not there."""
    return Table(id, caption, text_columns("Nội dung"), (text_cells(why),))


def is_withheld(block: Block) -> bool:
    """Whether a block is such a sentence in the place of a table that only an internal edition has."""
    return isinstance(block, Table) and [cell.text for row in block.rows for cell in row] == [INTERNAL_ONLY]


def internal(id: str, caption: str) -> Callable[[Maker], Maker]:
    """A maker of a table, told of what is computed or observed first, that gives a sentence instead in a public edition."""

    def kept(make: Maker) -> Maker:
        @wraps(make)
        def made(of: Any, *more: Any, **named: Any) -> Table:
            return withheld(id, caption) if of.request.audience == PUBLIC else make(of, *more, **named)

        return made

    return kept


def told_by_area(computed: Computed, entries: list[Indicator]) -> list[Indicator]:
    """Those of some indicators that an edition tells of single areas: of a public one not all."""
    return [entry for entry in entries if entry.by_area or computed.request.audience != PUBLIC]

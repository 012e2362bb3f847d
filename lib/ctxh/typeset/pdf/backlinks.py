"""Where the blocks of a page print an indicator, so that its passport can lead back there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ctxh.blocks import Block, Figure, Table

Place = tuple[str, str]  # what is printed there, such as "Bảng 4"; the id of the place


def printed_at(blocks: Sequence[Block]) -> dict[str, list[Place]]:
    """For each indicator the tables and figures, already numbered, that print it, each once."""
    places: dict[str, list[Place]] = {}
    for number, block in enumerate(blocks):
        if isinstance(block, (Table, Figure)):
            for indicator, ident in _first_uses(block, number):
                places.setdefault(indicator, []).append((block.caption.split(".")[0], ident))
    return places


def cell_id(number: int, row: int, column: int) -> str:
    """The id of a cell of the block of a number."""
    return f"o-{number}-{row}-{column}"


def figure_id(number: int) -> str:
    """The id of a figure that is the block of a number."""
    return f"hinh-{number}"


def _first_uses(block: Table | Figure, number: int) -> Iterator[Place]:
    """Each indicator of a block with the id of the place that prints it first."""
    seen: dict[str, str] = {}
    for cite, ident in _uses(block, number):
        seen.setdefault(cite.partition("@")[0], ident)
    yield from seen.items()


def _uses(block: Table | Figure, number: int) -> Iterable[Place]:
    if isinstance(block, Figure):
        return ((cite, figure_id(number)) for cite in block.cites)
    return (
        (cell.cite, cell_id(number, row, column)) for row, cells in enumerate(block.rows) for column, cell in enumerate(cells) if cell.cite
    )

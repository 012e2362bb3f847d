"""What a look at a sheet found, whatever kind of file it stands in: filled cells, marks, errors, odd numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, field

from ctxh.errors import CtxhError
from ctxh.read import flags
from ctxh.read.flags import WIDEST, Cell, Cells
from ctxh.read.preflight import CLEAR, SAVE_AS

Area = tuple[int, int, int, int]  # first row, first column, last row, last column
HIDES = -1  # instead of the number of a style: a conditional format that hides a number by itself


@dataclass
class Look:
    """What a look at a sheet found; rows and columns count from 0."""

    count: int = 0  # the cells with a value
    filled: Cells | None = None  # where they are, one written twice comes twice; None where they were only counted
    flagged: dict[str, Cells] = field(default_factory=dict)
    merged: list[Area] = field(default_factory=list)
    conditions: list[tuple[Area, int | None]] = field(default_factory=list)  # where a conditional format holds, its style if it has one
    errors: dict[Cell, str] = field(default_factory=dict)  # what cells with an error show
    odd: dict[Cell, str] = field(default_factory=dict)  # what cells of numbers hold that is none
    styled: dict[Cell, int] = field(default_factory=dict)  # the styles of cells that have one asked for
    texts: dict[Cell, int] = field(default_factory=dict)  # the shared texts of cells that have one asked for
    page: list[str] = field(default_factory=list)  # what head and foot of the printed page say, with its codes
    worded: set[Cell] = field(default_factory=set)  # cells with a text that may be empty
    own_texts: bool = False  # whether some cell holds a text of its own
    ordered: bool = True  # whether rows come in order, each once
    highest_row: int = -1
    last_row: int = -1  # of a cell with a value
    last_column: int = -1  # of any cell

    def mark(self, kind: str, cell: Cell) -> None:
        """Note a cell under a kind of mark."""
        self.flagged.setdefault(kind, []).append(cell)

    def take(self, cell: Cell, style: int | None, held: str) -> None:
        """Note a cell by what it holds: a number, a text, or an error by its name; an empty result of a formula is none."""
        if style is not None:
            self.styled[cell] = style
        if held.startswith("#"):
            self.errors[cell] = held
        elif held:
            self.filled = [] if self.filled is None else self.filled
            self.filled.append(cell)
            self.worded |= {cell} if held == "text" else set()

    def conditional(self, numbers: Set[int] | None, rows: Sequence[Sequence[object]]) -> set[Cell]:
        """The cells of some rows on which a conditional format with one of some styles holds, or any."""
        areas = {area for area, style in self.conditions if numbers is None or style == HIDES or style in numbers}
        return {cell for area in areas for cell in cells_of(area, rows)}

    def counted(self) -> Look:
        """The look itself, with its count and last places, once all its cells are told."""
        filled = self.filled or []
        self.count = len(filled)
        cells_seen = [*filled, *self.errors]
        self.last_row = max((row for row, _ in cells_seen), default=-1)
        self.last_column = max([self.last_column, *(column for _, column in cells_seen)])
        return self


def cells_of(area: Area, rows: Sequence[Sequence[object]]) -> Iterator[Cell]:
    """The cells of an area that some rows have."""
    top, left, bottom, right = area
    for r in range(top, min(bottom + 1, len(rows))):
        yield from ((r, c) for c in range(left, min(right + 1, len(rows[r]))))


def covered(areas: Sequence[Area], rows: Sequence[Sequence[object]]) -> dict[str, Cells]:
    """The mark for cells with a value that a merged cell hides; none where there is none."""
    hidden = [(r, c) for area in areas for r, c in cells_of(area, rows) if (r, c) != area[:2] and rows[r][c] not in ("", None)]
    return {flags.COVERED: hidden} if hidden else {}


def under_pictures(areas: Sequence[Area], rows: Sequence[Sequence[object]]) -> dict[str, Cells]:
    """The mark for cells with a value that a picture or a shape hides; none where there is none."""
    hidden = sorted({cell for area in areas for cell in cells_of(area, rows) if rows[cell[0]][cell[1]] not in ("", None)})
    return {flags.UNDER_PICTURE: hidden} if hidden else {}


def refuse_odd(at: str, look: Look) -> None:
    """Nothing, unless a sheet holds what readers lose, misread or choke on. Raises CtxhError that begins with ``at``."""
    if not look.ordered or look.highest_row >= flags.ROW_LIMIT:
        raise CtxhError(f"{at}: số thứ tự dòng bên trong tệp trùng hoặc đảo lộn. {SAVE_AS}")
    if look.last_column >= WIDEST:
        raise CtxhError(f"{at}: có ô ở quá xa bên phải (sau cột ZZ). {CLEAR}")
    if (look.last_row + 1) * (look.last_column + 1) > flags.GRID_LIMIT:
        raise CtxhError(f"{at}: vùng dữ liệu quá rộng. {CLEAR}")

"""Count × level = amount, as the columns of a form state it: what a level is paid for says its unit of measure (``VND/gift``).

Where several columns count that, rules.csv names the factor; where a form has several levels, each stands with its counts and its
amount under one upper header.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ctxh.book.layouts import FACTOR, PART_OF_LEVEL, Layout, LayoutColumn
from ctxh.book.lists import placed_rows
from ctxh.errors import CtxhError
from ctxh.reference.tables import name_of

MONEY = "VND"
_REMEDY = (
    "Đặt mức, số lượng và tiền của nó dưới cùng một tiêu đề trên (group_label), hoặc ghi ở rules.csv: factor cho cột số lượng, "
    "part_of_level cho mức không nhân ra tiền."
)


@dataclass(frozen=True)
class Product:
    """An amount and the columns whose product it is: a level, and a count for each thing that it is paid for."""

    amount: LayoutColumn
    level: LayoutColumn
    counts: tuple[LayoutColumn, ...]

    @property
    def factors(self) -> tuple[LayoutColumn, ...]:
        """The counts and the level, in the order in which a message says them."""
        return (*self.counts, self.level)


def products_of(layout: Layout) -> list[Product]:
    """The products that a form states, one for each level that has an amount and the counts of what it is paid for."""
    found = [(level, _amounts(layout, level), _counts(layout, level)) for level in _levels(layout)]
    return [Product(amounts[0], level, tuple(counts)) for level, amounts, counts in found if len(amounts) == 1 and counts]


def unclear_level(layout: Layout) -> LayoutColumn | None:
    """The first level of which it is not plain which amount of the form it makes with which counts; None where all are plain.

    A level for what no column counts, and one beside no amount, makes none.
    """
    if not any(map(_is_amount, layout.columns)):
        return None
    return next((level for level in _levels(layout) if _counted(layout, level) and not _plain(layout, level)), None)


def check_levels(layouts: Mapping[str, Layout], folders: Sequence[Path]) -> None:
    """Nothing, when each level of a form makes one amount with one count of each thing.

    Raises CtxhError with file and line for one that may make others, which no row could be held against.
    """
    for form, layout in layouts.items():
        if level := unclear_level(layout):
            rows = placed_rows(folders, "columns.csv")
            path, line = next((path, line) for path, line, row in rows if (row.form, row.column) == (form, level.column))
            message = f"biểu {layout.code}, không rõ «{level.label}» nhân với số nào ra tiền nào."
            raise CtxhError(f"{name_of(path)}, dòng {line}, cột unit_of_measure: {message} {_REMEDY}")


def _plain(layout: Layout, level: LayoutColumn) -> bool:
    return len(_amounts(layout, level)) == 1 and bool(_counts(layout, level))


def _levels(layout: Layout) -> list[LayoutColumn]:
    return [column for column in layout.columns if column.level_of and column.rule != PART_OF_LEVEL]


def _is_amount(column: LayoutColumn) -> bool:
    return column.kind == "money" and column.unit_of_measure == MONEY


def _beside(layout: Layout, level: LayoutColumn, columns: list[LayoutColumn]) -> list[LayoutColumn]:
    """Of some columns those under the upper header of a level; where there are none, those that are under no other level's."""
    own = [column for column in columns if column.group_label == level.group_label]
    others = [other.group_label for other in _levels(layout) if other is not level]
    return own or [column for column in columns if column.group_label not in others]


def _amounts(layout: Layout, level: LayoutColumn) -> list[LayoutColumn]:
    """The columns that may be the amount of a level; of several levels none that more than one may be meant by."""
    own = _beside(layout, level, list(filter(_is_amount, layout.columns)))
    shared = [other for other in _levels(layout) if other is not level and _beside(layout, other, own) == own]
    return [] if shared else own


def _counts(layout: Layout, level: LayoutColumn) -> list[LayoutColumn]:
    """The factors that rules.csv names, else the columns that count what a level is paid for, one for each thing; none where unclear."""
    named = _beside(layout, level, [column for column in layout.columns if column.rule == FACTOR])
    found = [_of_thing(layout, level, thing) for thing in level.level_of]
    return named or [column for columns in found for column in columns] if named or all(len(columns) == 1 for columns in found) else []


def _counted(layout: Layout, level: LayoutColumn) -> bool:
    named = any(column.rule == FACTOR for column in layout.columns)
    return named or all(_of_thing(layout, level, thing) for thing in level.level_of)


def _of_thing(layout: Layout, level: LayoutColumn, thing: str) -> list[LayoutColumn]:
    return _beside(layout, level, [c for c in layout.columns if c.kind == "count" and c.unit_of_measure == thing])

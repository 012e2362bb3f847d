"""Items: what is read or counted from a form, by which fold, of which rows."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Count:
    """The number of rows; the cells cited are those of ``column``."""

    column: str


@dataclass(frozen=True)
class Sum:
    """The sum of a column; blank cells add nothing and are not cited.

    ``rare`` is what is written down only where there is any, such as arrears: there a blank is no unknown.
    """

    column: str
    rare: bool = False


@dataclass(frozen=True)
class Value:
    """The value that all cells of a column agree on; where they do not, an observation without a value."""

    column: str


@dataclass(frozen=True)
class Text:
    """The text (or ISO date) of the first row."""

    column: str


Fold = Count | Sum | Value | Text


@dataclass(frozen=True)
class Item:
    """A quantity read or counted from a form.

    ``where`` keeps rows whose column has one of the codes; ``by`` splits into categories
    (codes joined by ``|``); ``month`` names the column that gives the period. ``undated`` is what happened on a day that no
    form gives: of a part of a year, workbooks written after it cannot tell it. ``occasion`` is the one that a desk's figure is of.
    """

    id: str
    label: str
    unit_of_measure: str
    form: str
    fold: Fold
    where: tuple[tuple[str, tuple[str, ...]], ...] = ()
    by: tuple[str, ...] = ()
    month: str = ""
    undated: bool = False
    occasion: str = ""

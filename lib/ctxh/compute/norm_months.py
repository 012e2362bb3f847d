"""By which norms the months of a programme are paid: those that count for a month, and those in force when it was paid."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

import pandas as pd

from ctxh.book import Book
from ctxh.book.check_rules import FUNERALS, PAYMENTS
from ctxh.book.checks import Ruled
from ctxh.book.lists import REGISTER
from ctxh.book.request import Request
from ctxh.compute.computed import Computed
from ctxh.observe.by_item import ByItem
from ctxh.reference.norms import BASE, by_month, has_norm, in_force_by_month

OfMonth = Callable[[str], float]
_BY_GROUP = ("group", "age_band")
MULTIPLIED = (BASE, "social_pension_level")  # what coefficients of the register multiply


class Levels:
    """The norms of an edition month by month; weights say how much of each norm a payment holds."""

    def __init__(self, norms: pd.DataFrame) -> None:
        self.norms = norms
        self._lookups: dict[str, tuple[OfMonth, OfMonth]] = {}

    def _of(self, norm: str) -> tuple[OfMonth, OfMonth]:
        if norm not in self._lookups:
            self._lookups[norm] = by_month(self.norms, norm), in_force_by_month(self.norms, norm)
        return self._lookups[norm]

    def both(self, weights: Mapping[str, float], month: str) -> tuple[float, float]:
        """What a month comes to by the norms counted for it, and by those in force when it was paid."""
        counted, in_force = (sum(weight * self._of(norm)[side](month) for norm, weight in weights.items()) for side in (0, 1))
        return counted, in_force

    def nearest(self, weights: Mapping[str, float], month: str, paid: float) -> float:
        """The one of both that a payment is nearer to."""
        return min(self.both(weights, month), key=lambda due: abs(paid - due))


def coefficients_by_norm(seen: ByItem, item: str, area_code: str = "") -> dict[str, float]:
    """The coefficients of a register, of one area or of all, summed by the norm that they multiply."""
    found: dict[str, float] = {}
    for (area, norm), total in seen.by_category(item).items():
        if area_code in ("", area):
            found[norm or BASE] = found.get(norm or BASE, 0) + (total or 0)
    return found


def scaled(weights: Mapping[str, float], by: float) -> dict[str, float]:
    """Weights times a number."""
    return {norm: weight * by for norm, weight in weights.items()}


def of_register(computed: Computed, item: str) -> dict[str, float]:
    """The values of an item by month, of the programmes that are paid by the coefficients of the register."""
    found: dict[str, float] = {}
    for programme in (name for name, by in computed.book.programmes_of(item).items() if by == REGISTER):
        for month, value in computed.by_item.by_period(item, programme).items():
            found[month] = found.get(month, 0.0) + value
    return found


class Allowances(NamedTuple):
    """The items of allowances: paid, to how many, the arrears among it by month; coefficients by norm, and by group and ages; the
    form and column that name the programmes.
    """

    spent: str
    persons: str
    arrears: str
    coefficients: str
    by_group: str
    programme: tuple[str, str]


def allowances_of(book: Book) -> Allowances:
    """The items that the book's check of monthly payments names, the coefficients split by group and ages too."""
    [(spent, persons, coefficients, _, arrears, _), *_] = book.looked_at_by(PAYMENTS)
    whole = book.items[coefficients]
    split = (name for name, item in book.items.items() if item.fold == whole.fold and item.form == whole.form and item.by == _BY_GROUP)
    return Allowances(spent, persons, arrears, coefficients, next(split, ""), (book.items[spent].form, book.items[spent].by[0]))


def funeral_norms(request: Request) -> list[str]:
    """The levels that funerals are paid so many times of when a period ends, by the check of the book that pairs them; none without it."""
    pairs = (check.test.norms for check in request.book.checks.values() if isinstance(check.test, Ruled) and check.test.rule == FUNERALS)
    return [
        level
        for pair in pairs
        for times, level in zip(pair[::2], pair[1::2], strict=True)
        if has_norm(request.norms, times, request.period.last)
    ]


def main_norms(paid_by: Mapping[str, str]) -> dict[str, str]:
    """The norm that the payments of each programme rise with, of the register the base of assistance."""
    return {programme: BASE if norm == REGISTER else norm for programme, norm in paid_by.items()}


def weights_of(seen: ByItem, coefficients: str, norm: str, area_code: str) -> Mapping[str, float]:
    """How much of each norm the payments of a programme in an area hold: the coefficients of the register, or one norm alone."""
    return coefficients_by_norm(seen, coefficients, area_code) if norm == REGISTER else {norm: 1}

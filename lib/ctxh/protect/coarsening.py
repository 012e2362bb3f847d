"""What a public edition shows of single areas, and what of the whole office only: by the table public.csv and by the book."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from ctxh.book import Book, Indicator
from ctxh.book.formulas import Minus, Plus, Ratio, Total
from ctxh.book.items import Count, Item, Sum
from ctxh.reference.tables import read_reference

TABLE = "public.csv"
RULES = ("protected", "office_only", "by_area", "of_office", "sentences", "known", "dwelling")
MONEY, START = "VND", "start_of:"


@dataclass(frozen=True)
class Rules:
    """What public.csv says: measures whose counts are protected, forms of the office only, items that figures draw, what all know."""

    measures: frozenset[str]
    office_only: frozenset[str]
    by_area: frozenset[str]
    of_office: frozenset[str]
    sentences: frozenset[str]  # items that are those of the desk
    known: frozenset[str]
    dwellings: frozenset[str]  # texts that say where the few live whom a number of the office counts
    starts: dict[str, str]  # items that are, at the start of a year, what others were at the end of the one before

    def is_count(self, item: Item) -> bool:
        """Whether an item counts persons, households, cards or cases."""
        return isinstance(item.fold, Count | Sum) and item.unit_of_measure in self.measures

    def is_money(self, item: Item) -> bool:
        """Whether an item is a sum of money."""
        return isinstance(item.fold, Sum) and item.unit_of_measure == MONEY


def load_rules(reference: Path) -> Rules:
    """The rules of a folder of reference tables."""
    table = read_reference(reference / TABLE)
    starts = {id: rule.removeprefix(START) for id, rule in zip(table["id"], table["rule"], strict=True) if rule.startswith(START)}
    measures, office_only, by_area, of_office, sentences, known, dwellings = (
        frozenset(table.loc[table["rule"] == rule, "id"]) for rule in RULES
    )
    return Rules(measures, office_only, by_area, of_office, sentences, known, dwellings, starts)


def is_finer(coarse: Item, fine: Item) -> bool:
    """Whether the cells of one item add up to those of another of its form: it is split by all that the other is, and of all its rows."""
    kept, rest = dict(coarse.where), dict(fine.where)
    return (
        coarse.form == fine.form
        and set(coarse.by) <= set(fine.by)
        and coarse.month in ("", fine.month)
        and all(kept.get(column) == codes for column, codes in rest.items())
        and all(column in rest or column in fine.by for column in kept)
    )


def part_of(coarse: Item, fine: Item, category: str) -> str | None:
    """The category of the coarser item to which a cell of the finer one belongs; None where it belongs to none."""
    codes = dict(zip(fine.by, category.split("|"), strict=True)) if fine.by else {}
    if any(column in codes and codes[column] not in words for column, words in coarse.where):
        return None
    return "|".join(codes[column] for column in coarse.by)


def counted_by(item: Item, counts: Mapping[str, Item]) -> Item | None:
    """The item that counts for how many an amount is, of one split just so before a finer one; None where nothing does."""
    found = [count for count in counts.values() if is_finer(item, count)]
    return min(found, key=lambda count: (len(count.by) + bool(count.month), count.id), default=None)


def shown_by_area(book: Book, rules: Rules, whole: bool) -> frozenset[str]:
    """The indicators that a public edition shows of single areas: counts, amounts whose count is shown too, and what follows from these.

    None of a part of a year (``whole`` is False).
    """
    entries = book.indicators if whole else {}
    own = {name: entry.formula.item for name, entry in entries.items() if entry.by_area and isinstance(entry.formula, Total)}
    kept = {name: item for name, item in own.items() if item.form not in rules.office_only}
    counts = {item.id: item for item in kept.values() if rules.is_count(item)}
    found = {name for name, item in kept.items() if not rules.is_money(item) or counted_by(item, counts)}
    more = {name: entry for name, entry in entries.items() if entry.by_area and isinstance(entry.formula, Plus | Minus | Ratio)}
    while fresh := {name for name, entry in more.items() if name not in found and set(entry.formula.inputs()) <= found}:
        found |= fresh
    return frozenset(found)


def public_book(book: Book, rules: Rules, whole: bool) -> Book:
    """The book, by whose entries only what a public edition shows of single areas has values for them."""
    shown = shown_by_area(book, rules, whole)

    def opened(entry: Indicator) -> Indicator:
        return replace(entry, by_area=entry.by_area and entry.id in shown)

    return replace(book, indicators={name: opened(entry) for name, entry in book.indicators.items()})

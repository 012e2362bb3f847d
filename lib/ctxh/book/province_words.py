"""The book in the words of an office's province: under a city what is the province's is the city's."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from ctxh.book import Book, Indicator, load_book
from ctxh.book.formulas import Agreed, Fact, Total
from ctxh.vietnamese import PROVINCE, under_province


def book_of(folders: tuple[Path, ...], kind: str) -> Book:
    """The book of some folders in the words of an office whose province is called so. Raises CtxhError as ``load_book`` does."""
    return book_under(kind, load_book(folders))


def book_under(kind: str, book: Book) -> Book:
    """The book in the words of an office whose province is called so: under a city the word ``tỉnh`` is the city's."""
    if kind == PROVINCE:
        return book
    indicators = {name: _renamed(entry, kind) for name, entry in book.indicators.items()}
    items = {name: replace(item, label=under_province(item.label, kind)) for name, item in book.items.items()}
    return replace(book, indicators=indicators, items=items)


def _renamed(entry: Indicator, kind: str) -> Indicator:
    formula = entry.formula
    if isinstance(formula, Total | Fact | Agreed):
        formula = replace(formula, item=replace(formula.item, label=under_province(formula.item.label, kind)))
    return replace(entry, label=under_province(entry.label, kind), formula=formula)

"""The words of closed lists: what a cell of a category may hold, by codes, labels and the spellings of real sheets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from types import SimpleNamespace
from typing import NamedTuple

import pandas as pd

from ctxh.book.lists import layers_of, table_of
from ctxh.frames import CategoryEntry, rows_of
from ctxh.reference.dated import in_force
from ctxh.reference.tables import words
from ctxh.vietnamese import PROVINCE, header_key, under_province


class CategoryWord(NamedTuple):
    """A spelling of category_words.csv: one that has two codes says neither."""

    form: str
    column: str
    code: str
    key: str
    sender: str  # the area in whose workbooks alone it is read so


@dataclass(frozen=True)
class Categories:
    """The values a category column may hold on a date, with their labels; and the spellings of any date."""

    labels: dict[tuple[str, str], dict[str, str]]
    codes: dict[tuple[str, str], dict[str, str]]
    former: dict[tuple[str, str], dict[str, str]] = field(default_factory=dict)  # labels of other dates
    spellings: tuple[CategoryWord, ...] = ()  # what real sheets say beside, some of it one area's alone
    unverified: tuple[tuple[str, str], ...] = ()  # labels of the day whose source nobody has verified, with that source

    @cached_property
    def spellings_of(self) -> Mapping[tuple[str, str], tuple[CategoryWord, ...]]:
        """The spellings of each form's column, in their order."""
        found: dict[tuple[str, str], list[CategoryWord]] = {}
        for word in self.spellings:
            found.setdefault((word.form, word.column), []).append(word)
        return {place: tuple(words) for place, words in found.items()}

    def naming(self, codes: Mapping[tuple[str, str], Mapping[str, str]]) -> Categories:
        """The same with the words of columns of codes, each code by its words: who fills a form in need know no code."""
        read = {place: {header_key(label): code for code, label in labels.items()} for place, labels in codes.items()}
        return replace(self, labels=self.labels | {place: dict(labels) for place, labels in codes.items()}, codes=self.codes | read)

    def codes_by_word(self, form: str, column: str, area_code: str = "") -> dict[str, tuple[str, ...]]:
        """The codes that each key of a column may mean in the workbooks of an area; what the area alone says goes before the rest.

        Of several codes those that have lapsed, or are not in force yet, are not meant.
        """
        found: dict[str, tuple[str, ...]] = {key: (code,) for key, code in self.codes.get((form, column), {}).items()}
        for sender in ("", area_code) if area_code else ("",):
            own: dict[str, tuple[str, ...]] = {}
            for word in self.spellings_of.get((form, column), ()):
                if word.sender == sender and (sender or word.key not in found):
                    own[word.key] = (*own.get(word.key, ()), word.code)
            found |= own
        now = self.labels.get((form, column), {})
        return {key: (tuple(code for code in codes if code in now) or codes) if codes[1:] else codes for key, codes in found.items()}

    def all(self, form: str, column: str) -> dict[str, str]:
        """The labels by code, those of other dates too."""
        return self.former.get((form, column), {}) | self.labels.get((form, column), {})

    def label(self, form: str, column: str, code: str) -> str:
        """The Vietnamese label of a category code, of another date where it has none on this one."""
        return self.labels[form, column].get(code) or self.all(form, column)[code]


def load_categories(reference: Path, on: date, kind: str = PROVINCE, others: Sequence[Path] = ()) -> Categories:
    """The category values of all forms: labels as they are on a date, words as they may be written on any.

    ``kind`` is what the province is called: labels say it, words are read with it too. ``others`` add to the national book.
    """
    table = table_of((reference / "book", *others), "categories.csv")
    table["valid_from"] = table["valid_from"].replace("", date.min.isoformat())
    codes: dict[tuple[str, str], dict[str, str]] = {}
    for row in rows_of(table, CategoryEntry):
        for word in (row.label, *words(row.synonyms)):
            for spelling in (word, under_province(word, kind)):
                codes.setdefault((row.form, row.column), {})[header_key(spelling)] = row.code
    table["label"] = [under_province(label, kind) for label in table["label"]]
    spellings = tuple(word for rows in layers_of((reference / "book", *others), "category_words.csv", on) for word in _spelt(rows))
    held = in_force(table, on, ["form", "column", "code"])
    doubted = tuple((row.label, row.legal_basis) for row in rows_of(held[held["verified"] == "no"], CategoryEntry))
    return Categories(_labels(held), codes, _labels(table), spellings, doubted)


def _spelt(rows: Iterable[SimpleNamespace]) -> Iterator[CategoryWord]:
    for row in rows:
        yield from (CategoryWord(row.form, row.column, row.code, header_key(word), row.sender) for word in words(row.words))


def _labels(rows: pd.DataFrame) -> dict[tuple[str, str], dict[str, str]]:
    labels: dict[tuple[str, str], dict[str, str]] = {}
    for row in rows_of(rows, CategoryEntry):
        labels.setdefault((row.form, row.column), {})[row.code] = row.label
    return labels

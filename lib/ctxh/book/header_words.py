"""The words that the headers of a form have in real sheets, beside its own: rows of header_words.csv."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from types import SimpleNamespace

from ctxh.book.lists import layers_of
from ctxh.reference.tables import words
from ctxh.vietnamese import header_key, marked_key

OTHER = "other"  # a header that is known, and of no column of the form
BIRTH, SEX, SEX_MALE, SEX_FEMALE = "birth", "sex", "sex_male", "sex_female"  # births in one column, sex beside it
BIRTH_ANY = "birth_any"  # what such a column is in a form where nothing tells the sex
ROLES = (OTHER, BIRTH, SEX, SEX_MALE, SEX_FEMALE)
_MORE_ABOVE = 4  # words that an upper header may have beside those that are asked for: a title has more


@dataclass(frozen=True)
class HeaderWord:
    """A wording of a column: the word itself, what the header above must say, whether it counts only where no other does."""

    column: str
    word: str
    above: str = ""
    alone: bool = False
    sender: str = ""  # the area in whose workbooks alone it is read so
    part: str = ""  # which part of the column it is, where all its parts together are the column

    @cached_property
    def key(self) -> str:
        """The bare words, on which headers are compared."""
        return header_key(self.word)

    @cached_property
    def toned(self) -> str:
        """The words with their tones, on which they are compared first."""
        return marked_key(self.word)

    def under(self, uppers: Sequence[str]) -> bool:
        """Whether one of the keys of the headers above is what is asked for, or has it and few words more."""
        own, most = self._above
        return any(own in f" {upper} " and len(upper.split()) <= most for upper in uppers)

    @cached_property
    def _above(self) -> tuple[str, int]:
        """The key of what is asked for above with a blank at each end, and how many words the upper header may have."""
        own = header_key(self.above)
        return f" {own} ", len(own.split()) + _MORE_ABOVE


def load_header_words(folders: Sequence[Path], on: date) -> dict[str, tuple[HeaderWord, ...]]:
    """The wordings of a day by form; those of no form are under an empty name.

    What a later folder says of a wording of a form stands in the place of what earlier ones say.
    """
    found: dict[str, dict[tuple[str, ...], list[HeaderWord]]] = {}
    for rows in layers_of(folders, "header_words.csv", on):
        for form, own in _of_layer(rows).items():
            found.setdefault(form, {}).update(own)
    return {form: tuple(word for several in places.values() for word in several) for form, places in found.items()}


def _of_layer(rows: Iterable[SimpleNamespace]) -> dict[str, dict[tuple[str, ...], list[HeaderWord]]]:
    """The wordings of one folder by form and place; one place may have several columns, between which the sheet decides."""
    found: dict[str, dict[tuple[str, ...], list[HeaderWord]]] = {}
    for row in rows:
        for text, above in itertools.product(words(row.words), words(row.above) or ("",)):
            word = HeaderWord(row.column, text, above, row.alone == "yes", row.sender, row.part)
            found.setdefault(row.form, {}).setdefault((word.key, header_key(above), word.sender), []).append(word)
    return found


def words_of_form(known: Mapping[str, tuple[HeaderWord, ...]], form: str, columns: Iterable[HeaderWord]) -> tuple[HeaderWord, ...]:
    """All wordings of a form whose ``columns`` have some: those, its own of the table, and of those of any form what neither says."""
    named = tuple(columns)
    before = frozenset(named)
    columns_say = {(word.key, header_key(word.above)) for word in named}  # a form that has the column knows the word by it
    added = (word for word in known.get(form, ()) if word not in before)
    own = tuple(word for word in added if word.column != OTHER or (word.key, header_key(word.above)) not in columns_say)
    names, places = {word.column for word in named}, {(word.key, header_key(word.above)) for word in (*named, *own)}
    roles = ROLES if "birth_male" in names else (OTHER,)
    common = (word for word in known.get("", ()) if word.column in names or word.column in roles)
    return (*named, *own, *(word for word in common if (word.key, header_key(word.above)) not in places))

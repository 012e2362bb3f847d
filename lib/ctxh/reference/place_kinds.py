"""Kinds of places: what stands before the name of a province, of a commune, of a village or of a body."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from ctxh.reference.tables import read_reference, words
from ctxh.vietnamese import clean_text, header_key, marked_key

VILLAGE = "village"
COMMITTEES = ("province", "district", "commune")  # the levels whose areas have a people's committee
_WORD = re.compile(r"[^\W\d_]+|\d[^\W_]*")  # TDP2 is TDP and 2


@dataclass(frozen=True)
class PlaceKind:
    """A kind of place: the levels of areas called so, and how it is spelled."""

    kind: str
    levels: tuple[str, ...]
    spellings: tuple[str, ...]  # the kind and its abbreviations
    numbered: bool = False  # whether a name of it begins with a number: Tổ 5, and not Tổ trưởng
    in_prose: bool = True  # whether the word tells a place in a sentence: văn bản ends with bản


@dataclass(frozen=True)
class PlaceKinds:
    """The kinds of places that are known."""

    rows: tuple[PlaceKind, ...] = ()

    def called(self, *levels: str) -> tuple[str, ...]:
        """The kinds of some levels, the longest first."""
        found = (row.kind for row in self.rows if set(levels) & set(row.levels))
        return tuple(sorted(found, key=len, reverse=True))

    def in_prose(self) -> tuple[str, ...]:
        """The kinds that tell a place or a body in a sentence, the longest first."""
        return tuple(sorted((row.kind for row in self.rows if row.in_prose), key=len, reverse=True))

    def keys(self, *levels: str) -> tuple[str, ...]:
        """The keys of all spellings of the kinds of some levels that need no number behind."""
        found = (row for row in self.rows if set(levels) & set(row.levels) and not row.numbered)
        return tuple(dict.fromkeys(header_key(spelling) for row in found for spelling in row.spellings))

    @cached_property
    def _longest(self) -> int:
        """How many words the longest spelling has."""
        return max((len(marked) for spelled in self._spelled.values() for marked, _, _ in spelled), default=0)

    @cached_property
    def _spelled(self) -> dict[str, tuple[tuple[list[str], list[str], PlaceKind], ...]]:
        """The words of each spelling with and without marks, the longest first, by the words that a name so spelled may begin with."""
        found = [(spelling, row) for row in self.rows for spelling in row.spellings]
        found.sort(key=lambda pair: (len(_WORD.findall(pair[0])), len(pair[0])), reverse=True)
        by_first: dict[str, list[tuple[list[str], list[str], PlaceKind]]] = {}
        for spelling, row in found:
            marked, plain = marked_key(spelling).split(), header_key(spelling).split()
            for first in dict.fromkeys((marked[0], plain[0])):
                by_first.setdefault(first, []).append((marked, plain, row))
        return {first: tuple(spelled) for first, spelled in by_first.items()}

    def split(self, text: str, *levels: str) -> tuple[PlaceKind | None, str]:
        """The kind that a name begins with, of some levels or of any, and the rest as it is written; None and all of it without one.

        Marks are compared first: ``Bàn`` is no ``bản``. What has no mark at all may have been typed without them.
        """
        cleaned = clean_text(text)
        places = [*_WORD.finditer(cleaned)][: self._longest]
        word_keys = [marked_key(place[0]) for place in places]
        for marked, plain, kind in self._spelled.get(word_keys[0], ()) if word_keys else ():
            if levels and not set(levels) & set(kind.levels):
                continue
            head = word_keys[: len(marked)]
            if head == marked or (head == plain and len(head) == len(plain)):
                behind = cleaned[places[len(marked) - 1].end() :].lstrip(" .:/,-–()_")
                if behind[:1].isdigit() or not kind.numbered:
                    return kind, behind
        return None, cleaned

    def names_village(self, text: str) -> bool:
        """Whether a text begins as the name of a village does."""
        return self.split(text, VILLAGE)[0] is not None


def load_place_kinds(reference: Path) -> PlaceKinds:
    """The kinds of places of a folder of reference tables (``place_kinds.csv``)."""
    table = read_reference(reference / "place_kinds.csv")
    columns = (table[name] for name in ("kind", "level", "short", "numbered", "in_prose"))
    return PlaceKinds(
        tuple(
            PlaceKind(kind, words(level), (kind, *words(short)), numbered == "yes", in_prose == "yes")
            for kind, level, short, numbered, in_prose in zip(*columns, strict=True)
        )
    )


def kind_and_name(text: str, kinds: PlaceKinds) -> tuple[str, str]:
    """The kind of an area and its name, of both as they are said: ``xã Kim Xuyên``; the kind is empty where none is known."""
    kind, name = kinds.split(text, *COMMITTEES, VILLAGE)
    return (kind.kind, name) if kind and name else ("", clean_text(text))

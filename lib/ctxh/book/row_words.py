"""The words by which a row of a form tells what it is: a total, a part, the heading of a block, nothing to report."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import pandas as pd

from ctxh.frames import MeasureWords, rows_of
from ctxh.reference.place_kinds import COMMITTEES, VILLAGE, PlaceKinds
from ctxh.reference.tables import words
from ctxh.vietnamese import header_key, marked_key
from ctxh.vietnamese.measures import CaptionWords


@dataclass(frozen=True)
class RowWords:
    """The keys of words that say what a row is: a total, what it may be of, what parts are, that there was nothing, that others hold it.

    Also what a ``block`` or an ``office`` begins with; ``beside``, as spelled, may follow a number; a ``whole`` of ``places`` is a total.
    Remarks and lines above a form are told by their marks too: of ``mất`` and ``mặt`` one is a death,
    of ``thiếu`` and ``thiểu số`` one lacks.
    """

    total: tuple[str, ...] = ()
    of: tuple[str, ...] = ()
    part: tuple[str, ...] = ()
    none: tuple[str, ...] = ()
    restated: tuple[str, ...] = ()
    whole: tuple[str, ...] = ()
    block: tuple[str, ...] = ()
    office: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    places: PlaceKinds = field(default_factory=PlaceKinds)
    male: tuple[str, ...] = ()
    female: tuple[str, ...] = ()
    above: tuple[str, ...] = ()  # what a line above a form begins with
    organ: tuple[str, ...] = ()  # or a line that names who wrote it, whatever follows
    instruction: tuple[str, ...] = ()  # or a line that a blank form prints for whoever fills it in: the sender says nothing by it
    along: tuple[str, ...] = ()  # and what may stand in it behind that
    numbered: tuple[str, ...] = ()  # words whose number stands behind them: any other before a kind of place counts some of the places
    unsure: tuple[str, ...] = ()  # words that make the numbers below them no final ones
    gone: tuple[str, ...] = ()  # of remarks, as spelled: that somebody is not there any more
    void: tuple[str, ...] = ()  # that a row may not count
    remark: tuple[str, ...] = ()  # that it counts
    captions: CaptionWords = field(default_factory=CaptionWords)  # in what things are told

    def says_unsure(self, text: str, title: str = "") -> bool:
        """Whether a text says of numbers that they are no final ones, in words that its form's own title has not."""
        words = [word for word in self.unsure if not says_any(title, [word])]
        return not begins(text, self.instruction) and says_any(text, words)

    def names_village(self, text: str) -> bool:
        """Whether a text begins as the name of a village does; ``Khu vực`` is a block and no ``Khu``."""
        return self.places.names_village(text) and not self.names_block(text)

    def names_block(self, text: str) -> bool:
        """Whether a text begins as the heading of a part of a form does."""
        return begins(text, self.block)

    def names_office(self, text: str) -> bool:
        """Whether a text begins as the name of an office or of a whole area does."""
        return begins(text, self.office) or self.places.split(text, *COMMITTEES)[0] is not None


# roles whose words are told by their marks
_SPELLED = ("beside", "gone", "void", "remark", "unsure", "above", "organ", "instruction", "along", "numbered", "block", "office")


def key_like(text: str) -> Callable[[str], str]:
    """The key by which words are sought in a text: with their marks, or without where it has none at all."""
    return header_key if text.isascii() else marked_key


def says_any(text: str, words: Iterable[str]) -> bool:
    """Whether a text holds one of some words, by their marks where it has any."""
    key = key_like(text)
    spelled = f" {key(text)} "
    return any(f" {key(word)} " in spelled for word in words)


def begins(text: str, words: Iterable[str]) -> bool:
    """Whether a text begins with one of some words, by their marks where it has any."""
    key = key_like(text)
    return f"{key(text)} ".startswith(tuple(f"{key(word)} " for word in words))


def measured_by(table: pd.DataFrame) -> dict[str, str]:
    """What each word that may stand behind a number measures, by its key."""
    return {header_key(word): row.unit_of_measure for row in rows_of(table, MeasureWords) for word in words(row.words)}


def row_words_of(table: pd.DataFrame, kinds: PlaceKinds, measures: Iterable[str]) -> RowWords:
    """The words of rows by a table of them (``row_words.csv``), with the kinds of places and what things may be told in."""
    roles = table.groupby("role", sort=False)
    keys = {str(role): [*dict.fromkeys(map(str.lower if role in _SPELLED else header_key, rows["word"]))] for role, rows in roles}
    above, villages, whole = kinds.keys(*COMMITTEES), kinds.keys(VILLAGE), keys.get("whole", [])
    all_of = [str(word).lower() for word in table.loc[table["role"] == "whole", "word"]]
    keys |= {"total": [*keys.get("total", []), *(f"{word} {kind}" for word in whole for kind in (*above, *villages))]}
    keys |= {"part": [*keys.get("part", []), *villages], "office": [*keys.get("office", []), *all_of]}
    spoken = {role: tuple(keys.pop(role, ())) for role in ("says", "may_say", "joining", "per")}
    captions = CaptionWords(**spoken, things=(*keys.pop("measured", ()), *measures))
    return RowWords(**{role: tuple(sorted(words, key=len, reverse=True)) for role, words in keys.items()}, places=kinds, captions=captions)

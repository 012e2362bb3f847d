"""The rows of a form told apart: records, sums, and what decorates a sheet."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import cache
from typing import NamedTuple

from ctxh.book.layouts import BEGUN, GIVEN
from ctxh.book.row_words import RowWords
from ctxh.clean.row_looks import bare, first_key, first_words, has_foot_words, is_running_number, is_signs, numbers_columns
from ctxh.read.header_matching import holds_number
from ctxh.read.placement import Placed
from ctxh.vietnamese import header_key

_ADDED = ("count", "money", "change")
_NUMBERS = (*_ADDED, "coefficient")
_FACTS = ("identity", "birth", "date", "month")
TELLING = ("category", "code", "date", "month")
_NUMBER_WORDS = {"stt", "tt", "so tt"}
_EMPTY = ("", None)
_LONGEST_WORD = 60


class _Words(NamedTuple):
    """Patterns of the words by which a row says that it sums others."""

    whole: re.Pattern[str]
    numbered: re.Pattern[str]  # Cộng I, Tổng A: 12 người; the first group is a Roman number
    part: re.Pattern[str]
    none: re.Pattern[str]
    restated: re.Pattern[str]  # what other rows hold too: running sums, parts taken out of a sum
    initials: frozenset[str]

    @classmethod
    @cache
    def of(cls, words: RowWords) -> _Words:
        total, of, part, none, restated = (
            "|".join(group) or r"(?!)" for group in (words.total, words.of, words.part, words.none, words.restated)
        )
        return cls(
            re.compile(rf"^(?:{total})(?: (?:toan .*|\d.*|[ivxab]+|{of}))*$"),
            re.compile(rf"^(?:{total}) (?:([ivx]+)|[a-d])(?: \d.*)?$"),
            re.compile(rf"^(?:{total}) (?:{part})\b"),
            re.compile(rf"^(?:{none})(?: (?:trong |cua )?(?:nam|ky|thang|quy)\b.*)?$"),
            re.compile(rf"^(?:(?:{total}) )?(?:{restated})\b"),
            frozenset(word[0] for word in (*words.total, *words.restated)),
        )


@dataclass(frozen=True)
class Split:
    """Row indexes of a placed form: records, totals, and rows of numbers without a word.

    ``proven`` are sums known by arithmetic alone, so that they need not be held against anything.
    ``declared`` are rows that say that there was nothing, ``signs`` those of nothing but signs, as of a filter;
    ``restated`` say that other rows hold their numbers too.
    ``parts`` are those of the totals that sum up a numbered part, with whether its number is a Roman one.
    ``unexplained`` hold a number that is added up and not what makes a record, ``lacking`` other cells of one.
    ``groups`` are the rows that name a village or a block, with their texts; ``again`` those that
    repeat the header; from ``other`` on, another table follows, of which nothing is taken.
    """

    data: list[int] = field(default_factory=list)
    totals: list[int] = field(default_factory=list)
    parts: dict[int, bool] = field(default_factory=dict)
    partial: list[int] = field(default_factory=list)  # rows that say that they sum a part: a village, a page
    unexplained: list[int] = field(default_factory=list)
    lacking: list[int] = field(default_factory=list)
    groups: list[tuple[int, str]] = field(default_factory=list)
    again: list[int] = field(default_factory=list)
    proven: list[int] = field(default_factory=list)
    declared: list[int] = field(default_factory=list)
    signs: list[int] = field(default_factory=list)
    restated: list[int] = field(default_factory=list)
    other: int | None = None
    signed: list[int] = field(default_factory=list)  # rows with what is added up below the foot of the sheet, which are not taken


def split_rows(placed: Placed) -> Split:
    """The rows of a placed form told apart: records and grand totals; the rest is decoration.

    Rows as a blank form comes with them, none of them filled in, are no records; of a form that offers rows to choose from
    (``given``) each that was left blank is none, of one that asks for all of them a blank is not known.
    """
    split = _split(placed)
    between = [row for row, _ in split.groups if row < max(split.data, default=0) and _Form.of(placed).pairs(placed.sheet.rows[row])]
    split = replace(split, lacking=sorted({*split.lacking, *between}))
    filled = _filled(placed, split.data)
    offered = any(column.rule == GIVEN for column in placed.layout.columns)
    return replace(split, data=filled) if offered or not filled else split


def _filled(placed: Placed, data: list[int]) -> list[int]:
    """The records that hold more than what the blank form comes with; all of them of a form that comes with nothing."""
    begun = [c for c in placed.layout.columns if c.rule in BEGUN]
    numbers = [c for c in placed.layout.columns if c.kind == "row_number"]
    given = {placed.columns[c.column] for c in (*begun, *numbers) if c.column in placed.columns}
    rows = placed.sheet.rows
    return [row for row in data if not begun or any(value not in _EMPTY and at not in given for at, value in enumerate(rows[row]))]


def _split(placed: Placed) -> Split:
    """The rows of a placed form, those that were not filled in among its records.

    A record has a value in a required column. Rows that number the columns, name a group, sum a
    part, repeat the header or sign the sheet have none or say so in words. A row that is numbered
    and complete is a record whatever its words: people are called Tống, villages Cộng Hòa.
    """
    form, split, signed, words = _Form.of(placed), Split(), False, _Words.of(placed.layout.row_words)
    for index in range(placed.first_row, len(placed.sheet.rows)):
        row = placed.sheet.rows[index]
        proper = form.proper(row)
        if proper and first_words(row).lstrip()[:1].lower() not in words.initials:
            split.data.append(index)
            continue
        lead = first_key(row)
        if not proper and form.declares(row, words):
            split.declared.append(index)
            continue
        if is_signs(row):
            split.signs.append(index)
            continue
        if form.restates(row, lead, words):
            split.restated.append(index)
            continue
        if form.sums(row, lead, words):
            if words.whole.match(lead):
                split.totals.append(index)
                if part := words.numbered.match(lead):
                    split.parts[index] = part[1] is not None
            else:
                split.partial.append(index)
            continue
        if not proper and form.heads(row):
            if not form.same_header(row):
                return replace(split, other=index)
            split.again.append(index)
            signed = False
            continue
        signed = signed or (not proper and has_foot_words(row))
        if proper or (not signed and form.is_record(row, lead)):
            split.data.append(index)
        elif not signed:
            _note_decoration(split, index, row, lead, form)
        elif form.is_record(row, lead) and form.adds(row):
            split.signed.append(index)
    return split


def _note_decoration(split: Split, index: int, row: list[object], lead: str, form: _Form) -> None:
    """Note a row that is no record: the name of a group, numbers that nothing explains, or what is too little for a record."""
    if form.has_numbers(row) and (not lead or form.adds(row)):
        split.unexplained.append(index)
    elif lead and form.lacks(row):
        split.lacking.append(index)
    if lead and sum(value not in _EMPTY for value in row) <= 2 and (form.named(row) or not form.has_numbers(row)):
        split.groups.append((index, first_words(row).strip()))


@dataclass(frozen=True)
class _Form:
    """Where a placed form has the columns that tell a record from decoration (indexes into a row)."""

    placed: Placed
    required: tuple[int, ...]
    telling: tuple[int, ...]  # required columns of codes and dates, blank in a row of sums
    number: int | None  # the column of running numbers
    added: tuple[int, ...]  # columns of counts, amounts and coefficients
    facts: tuple[int, ...]  # columns of days, months and numbers of persons
    village: bool  # whether each record is a village

    @classmethod
    def of(cls, placed: Placed) -> _Form:
        wanted = [(placed.columns[c.column], c.kind) for c in placed.layout.columns if c.required]
        numbers = [c.column for c in placed.layout.columns if c.kind == "row_number"]
        found = placed.columns.get(numbers[0]) if numbers else None
        telling = tuple(index for index, kind in wanted if kind in TELLING)
        added = tuple(placed.columns[c.column] for c in placed.layout.columns if c.kind in _NUMBERS and c.column in placed.columns)
        village = any(c.required and c.column == "village" for c in placed.layout.columns)
        facts = tuple(placed.columns[c.column] for c in placed.layout.columns if c.kind in _FACTS and c.column in placed.columns)
        return cls(placed, tuple(index for index, _ in wanted), telling, found, added, facts, village)

    def numbered(self, row: list[object]) -> bool:
        return self.number is not None and is_running_number(row[self.number])

    def proper(self, row: list[object]) -> bool:
        """Whether a row is numbered and has every required cell; sums are asked for before."""
        return self.numbered(row) and all(row[i] not in _EMPTY for i in self.required) and not numbers_columns(row)

    def adds(self, row: list[object]) -> bool:
        """Whether a row has a number in a column of counts, of amounts or of coefficients."""
        return any(isinstance(row[i], (int, float)) for i in self.added) and not numbers_columns(row)

    def named(self, row: list[object]) -> bool:
        """Whether the first words of a row name a village or a part of the form."""
        words = self.placed.layout.row_words
        return words.names_village(first_words(row)) or words.names_block(first_words(row))

    def pairs(self, row: list[object]) -> bool:
        """Whether a row has two cells of a record, and is not the name of a group."""
        return sum(row[i] not in _EMPTY and i != self.number for i in self.placed.columns.values()) > 1 and not self.named(row)

    def lacks(self, row: list[object]) -> bool:
        """Whether a row that is no record has cells of one: several, or one beside its number, and not but the name of a group."""
        own = [i for i in self.placed.columns.values() if row[i] not in _EMPTY and i != self.number]
        if numbers_columns(row):
            return False
        if self.village and self.placed.layout.row_words.names_village(first_words(row)) and "ngay" not in first_key(row).split():
            return True  # a village alone, and no place and day above who signs
        if self.numbered(row) or len(own) < 2:
            return len(own) > 1 or (self.numbered(row) and bool(own) and not self.named(row))
        return len(own) > 2 or any(not any(map(str.isalpha, str(row[i]))) for i in own if i in self.facts)

    def sums(self, row: list[object], lead: str, words: _Words) -> bool:
        """Whether a row says that it sums others, and its codes and dates are blank as they are in sums."""
        if not (words.whole.match(lead) or words.part.match(lead)):
            return False
        others = [i for i in self.telling if header_key(bare(row[i])[:40]) != lead]
        return not others or any(row[i] in _EMPTY for i in others)

    def declares(self, row: list[object], words: _Words) -> bool:
        """Whether a row that is not proper says that there was nothing, and holds no number."""
        if self.has_numbers(row):
            return False
        return any(isinstance(v, str) and v != "" and len(v) <= _LONGEST_WORD and words.none.match(header_key(v)) for v in row)

    def restates(self, row: list[object], lead: str, words: _Words) -> bool:
        """Whether a row of a form of numbers says that other rows hold what it tells too, and tells anything."""
        if not words.restated.match(lead) or all(column.kind not in _ADDED for column in self.placed.layout.columns):
            return False
        return self.has_numbers(row) or self.is_record(row, lead)

    def is_record(self, row: list[object], lead: str) -> bool:
        filled = sum(row[i] not in _EMPTY for i in self.required)
        if not filled or numbers_columns(row):
            return False
        single = filled < 2 <= len(self.required) and sum(value not in _EMPTY for value in row) <= 2
        heading = not self.village and self.placed.layout.row_words.places.names_village(first_words(row))
        return not single or (self.numbered(row) and lead != "" and not heading)

    def has_numbers(self, row: list[object]) -> bool:
        """Whether there is a number beside the running number."""
        numbers = [i for i, value in enumerate(row) if isinstance(value, (int, float)) and i != self.number]
        return bool(numbers) and not numbers_columns(row)

    def heads(self, row: list[object]) -> bool:
        """Whether a row is a header: it repeats words of the form's own, or begins with the word for its numbers."""
        if self.numbered(row) or any(holds_number(value) for value in row):
            return False
        first = next((value for value in row if value not in _EMPTY), "")
        return header_key(str(first)) in _NUMBER_WORDS or self._repeats_header(row)

    def same_header(self, row: list[object]) -> bool:
        """Whether a header is the form's own again: it says what stands at the same places above."""
        above = max(self.placed.depth, 1) + 1
        upper = self.placed.sheet.rows[max(self.placed.first_row - above, 0) : self.placed.first_row]
        labels = [(i, header_key(value)) for i, value in enumerate(row) if isinstance(value, str) and value.strip()]
        strange = [i for i, key in labels if all(header_key(str(head[i])) != key for head in upper)]
        return len(strange) < 2

    def _repeats_header(self, row: list[object]) -> bool:
        placed = self.placed
        keys = {
            index: {*c.short_keys, header_key(placed.heads[index].own)}
            for c in placed.layout.columns
            if (index := placed.columns.get(c.column)) is not None
        }
        return (
            sum(isinstance(row[index], str) and row[index] != "" and header_key(str(row[index])) in own for index, own in keys.items()) > 1
        )

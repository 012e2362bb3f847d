"""Which column of a form each header of a sheet is, by its words, those of the headers above it and the other columns.

Words are compared with their tones first, then without. A wording under an upper header that it asks for goes before one that
may stand anywhere. What may be two columns is decided by which of them the sheet has elsewhere, or not at all.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from ctxh.book.header_words import BIRTH, OTHER, ROLES, SEX, SEX_FEMALE, SEX_MALE, HeaderWord
from ctxh.book.layouts import Layout, LayoutColumn
from ctxh.read.child_reader import Sheet
from ctxh.reference.place_kinds import VILLAGE
from ctxh.vietnamese import header_key, marked_key

_EMPTY = ("", None)
_ALONE, _MEASURED, _ANYWHERE, _UNDER, _JUST_UNDER, _SENT = range(6)  # how a wording is known, the most certain last
_THINGS = re.compile(r"\((?:ĐVT:? *)?([^()]+)\)\s*$")
_BETWEEN = re.compile(r"[/,;()–-]| và | hoặc ")  # kinds of villages in a header
_TONES = 2  # of one of these, a wording whose tones agree goes before one whose tones do not


@dataclass(frozen=True)
class Heading:
    """The header of a column of a sheet: its own text, those of the headers above it from the nearest up, and their keys."""

    own: str
    above: tuple[str, ...] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of the headers above."""
        return tuple(header_key(text) for text in self.above)

    def spellings(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """The own text, and with what stands above it, each with the keys of what is left above."""
        text, keys = self.own, self.keys
        yield text, keys
        for place, upper in enumerate(self.above):
            text = f"{upper} {text}"
            yield text, keys[place + 1 :]


@dataclass(frozen=True)
class Matched:
    """The columns of a form by the indexes of their headers; what else may be one of them, and what may be several."""

    columns: Mapping[str, int] = field(default_factory=dict)
    rivals: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    unclear: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    others: frozenset[int] = frozenset()  # headers that are known to be of no column of the form
    parts: Mapping[str, tuple[int, ...]] = field(default_factory=dict)  # columns that are the sum of several
    certain: int = 0  # headers that are known by what stands above them

    @property
    def explained(self) -> tuple[int, int]:
        """How many headers are known; how many by what stands above them."""
        return len(self.columns) + len(self.others), self.certain


def headings(sheet: Sheet, last: int, depth: int) -> dict[int, Heading]:
    """The header of each column of a sheet whose lowest header row is ``last``, with ``depth`` rows above it."""
    rows = [sheet.rows[row] for row in range(last - depth, last + 1)]
    filled = [_filled_right(sheet, row) for row in range(last - depth, last)]
    found = {}
    for index in range(len(rows[-1])):
        level = next((level for level in range(depth, -1, -1) if holds_text(rows[level][index])), None)
        if level is not None:
            own = str(rows[level][index]).strip()
            above = [str(row[index]).strip() for row in reversed(filled[:level]) if holds_text(row[index])]
            found[index] = Heading(own, tuple(text for text in dict.fromkeys(above) if text != own))
    return found if depth else found | _led(found)


def _led(heads: Mapping[int, Heading]) -> dict[int, Heading]:
    """The headers of blocks that repeat in one row, each under the header that stands before its block.

    ``Đang hưởng, Hệ số, Số tiền, Chuyển sang, Hệ số, Số tiền``: where nothing stands above, what comes before says which block it is.
    """
    order, found = sorted(heads), dict[int, Heading]()
    keys = [header_key(heads[index].own) for index in order]
    for size in range(len(order) // 2, 1, -1):
        for start in range(1, len(order) - 2 * size):
            first, second = slice(start, start + size), slice(start + size + 1, start + 2 * size + 1)
            if keys[first] == keys[second] and keys[start - 1] != keys[start + size] and not found:
                found = {index: Heading(heads[index].own, (heads[order[start - 1]].own,)) for index in order[first]}
                found |= {index: Heading(heads[index].own, (heads[order[start + size]].own,)) for index in order[second]}
    return found


def holds_text(value: object) -> bool:
    """Whether a cell has letters or signs."""
    return isinstance(value, str) and bool(value.strip())


def holds_number(value: object) -> bool:
    """Whether a cell holds a number as such; a box ticked is none."""
    return type(value) in (int, float)


def _filled_right(sheet: Sheet, row: int) -> list[object]:
    """An upper header row with each text over all the columns that it stands above: those of its merge, or up to the next text."""
    ends = {left: right for top, left, bottom, right in sheet.merged if top <= row <= bottom}
    filled: list[object] = []
    last, until = "", -1
    for index, value in enumerate(sheet.rows[row]):
        if value not in _EMPTY:
            last, until = str(value), ends.get(index, len(sheet.rows[row]))
        filled.append(last if index <= until else "")
    return filled


def matched(layout: Layout, heads: Mapping[int, Heading], filled: Collection[int]) -> Matched:
    """The columns of a form among headers; ``filled`` are the columns with values below."""
    return _matched(layout, tuple(heads.items()), frozenset(filled))


@lru_cache(maxsize=1024)  # most senders have the headers of the form, which are matched once then
def _matched(layout: Layout, known: tuple[tuple[int, Heading], ...], filled: frozenset[int]) -> Matched:
    heads = dict(known)
    money = {column.column: column for column in layout.columns if column.kind == "money"}
    fits = {index: found for index, head in heads.items() if (found := _fits(layout, head, money))}
    best = {index: max(found.values()) for index, found in fits.items()}
    names = {index: frozenset(name for name, rank in found.items() if rank == best[index]) for index, found in fits.items()}
    labels = {key: column.column for column in layout.columns for key in column.short_keys}
    ours = {index for index, own in names.items() if labels.get(header_key(heads[index].own)) in own and not heads[index].above}
    names |= {index: names[index] - {OTHER} for index in ours}  # what a form itself calls a column is no other's
    called = {header_key(column.label): column.column for column in layout.columns}
    taken = _assigned(names, best, {index for index, own in names.items() if called.get(header_key(heads[index].own)) in own})
    used, kept = set(taken.values()), {*(column.column for column in layout.columns), *ROLES}
    left = {index: own - set(taken) - {OTHER} for index, own in names.items() if index not in used}
    spare = {index for index in left if _sort(best[index]) == _ALONE and not heads[index].above}
    spare = {index for index in spare if all(_sort(best[taken[name]]) for name in names[index] & set(taken))}
    others = frozenset(index for index, own in left.items() if not own and (OTHER in names[index] or index in spare))
    rivals = {
        name: tuple(j for j in left if j in filled and j not in others and names[j] == {name} and _alike(best[j], best[index]))
        for name, index in taken.items()
    }
    unsure = {c.column: c for c in layout.columns if c.kind == "name" and c.column in taken and not _sort(best[taken[c.column]])}
    for name, column in unsure.items():
        rivals[name] += tuple(j for j in heads if j in filled and j not in fits and _says(heads[j].own, column))
    same = {name: (index, *(j for j in left if names[j] == {name})) for name, index in taken.items()}  # with those that are blank
    parts = {name: every for name, indexes in same.items() if (every := _parts(layout, heads, name, indexes))}
    alone = {name for name, index in taken.items() if name not in parts and _part(layout, heads[index], name)}  # a part is not the column
    left |= {index: frozenset({name}) for name in alone for index in (taken[name], *rivals[name])}
    taken = {name: index for name, index in taken.items() if name not in alone}
    others |= {index for name, indexes in parts.items() for index in indexes if index != taken[name]}
    return Matched(
        {name: index for name, index in taken.items() if name in kept},
        {name: found for name, found in rivals.items() if found and name in kept and name not in {*parts, *alone}},
        {index: tuple(sorted(own & kept)) for index, own in left.items() if own & kept and index not in others},
        others | {index for name, index in taken.items() if name not in kept},
        parts,
        sum(_sort(best[index]) >= _UNDER for index in used | others),
    )


def _assigned(names: Mapping[int, frozenset[str]], best: Mapping[int, int], called: Collection[int]) -> dict[str, int]:
    """The header of each column that one is known for: the surest first, those that may be several columns when the rest is known.

    Of two that are as sure, that which is ``called`` as the form itself calls the column.
    """
    taken: dict[str, int] = {}
    order = sorted(names, key=lambda index: (-best[index], index not in called, index))
    sure = [index for index in order if _sort(best[index]) > _ALONE]
    for few in (sure, [index for index in order if index not in sure]):
        for index in few:
            if len(names[index]) == 1:
                taken.setdefault(next(iter(names[index])), index)
        several = {index: names[index] - set(taken) for index in few if len(names[index]) > 1}
        for index, own in several.items():
            if len(own) == 1 and sum(own & other == own for other in several.values()) == 1:
                taken[next(iter(own))] = index
    taken.pop(OTHER, None)
    return taken


def _sort(rank: int) -> int:
    """How a wording is known, whether its tones agree or not."""
    return rank // _TONES


def _parts(layout: Layout, heads: Mapping[int, Heading], column: str, indexes: tuple[int, ...]) -> tuple[int, ...]:
    """The headers, where they are all the parts of a column and each another one; nothing otherwise."""
    every = layout.parts.get(column, ())
    return tuple(sorted(indexes)) if every and sorted(_part(layout, heads[index], column) for index in indexes) == [*every] else ()


def _part(layout: Layout, head: Heading, column: str) -> str:
    """Which part of a column a header is; empty where it is none."""
    for text, above in head.spellings():
        for word in layout.header_words.get(header_key(text), ()):
            if word.column == column and word.part and word.under(above):
                return word.part
    return ""


def _says(text: str, column: LayoutColumn) -> bool:
    """Whether a header has the words of a column among others."""
    return any(f" {key} " in f" {header_key(text)} " for key in column.short_keys)


def _alike(rank: int, other: int) -> bool:
    """Whether two wordings are known in one way; the measure of amounts behind one makes no difference."""
    first, second = ({_MEASURED: _ANYWHERE, _JUST_UNDER: _UNDER}.get(_sort(one), _sort(one)) for one in (rank, other))
    return first == second


def _fits(layout: Layout, head: Heading, money: Mapping[str, LayoutColumn]) -> dict[str, int]:
    """The columns that a header may be, each with how certain that is; ``money`` are those whose wordings may name a measure."""
    found: dict[str, int] = {}
    captions = layout.row_words.captions
    for text, above in head.spellings():
        key = header_key(text)
        bare = captions.without_measure(key)
        each = captions.for_each(text) if bare != key else ()
        for word in (*layout.header_words.get(key, ()), *(layout.header_words.get(bare, ()) if bare != key else ())):
            measured = word.key != key
            if (word.above and not word.under(above)) or (measured and word.column not in money):
                continue
            if measured and not money[word.column].told_for(each, layout.register):
                continue
            toned = marked_key(text).startswith(word.toned) if measured else marked_key(text) == word.toned
            rank = _how(word, above, measured) * _TONES + toned
            found[word.column] = max(rank, found.get(word.column, 0))
    if not found and (inner := _THINGS.search(head.own)):
        found = _of_things(layout, head, inner, money)
    return {"village": _ANYWHERE * _TONES} if not found and _of_villages(layout, head.own) else found


def _of_things(layout: Layout, head: Heading, inner: re.Match[str], money: Mapping[str, LayoutColumn]) -> dict[str, int]:
    """The columns that a header may be that ends with what its counts are told in, if that is what the column counts: ``Cơ sở (cơ sở)``."""
    own = head.own[: inner.start()].strip() or next(iter(head.above), "")
    things = {c.column: c.measures.get(header_key(inner[1])) == c.unit_of_measure for c in layout.columns if c.kind == "count"}
    above = tuple(text for text in head.above if text != own)
    return {name: rank for name, rank in _fits(layout, Heading(own, above), money).items() if own and things.get(name, name == OTHER)}


def _of_villages(layout: Layout, text: str) -> bool:
    """Whether a header says where a village stands in kinds of villages alone, or with words known for that: ``Nơi ở (buôn)``."""
    kinds = {marked_key(kind) for kind in layout.row_words.places.called(VILLAGE)}
    known = {word.toned for words in layout.header_words.values() for word in words if word.column == "village" and not word.above}
    parts = [marked_key(part).removeprefix("tên ") for part in _BETWEEN.split(text) if part.strip()]
    return any(c.column == "village" for c in layout.columns) and bool(kinds.intersection(parts)) and {*parts} <= kinds | known


def _how(word: HeaderWord, above: Collection[str], measured: bool) -> int:
    """How a wording is known; «Cận nghèo» above is what is asked for before «nghèo» among other words."""
    if word.sender:
        return _SENT
    if word.above and header_key(word.above) in above:
        return _JUST_UNDER
    return _UNDER if word.above else _ALONE if word.alone else _MEASURED if measured else _ANYWHERE


def births_and_sex(columns: Mapping[str, int]) -> tuple[tuple[int, ...], dict[str, int]]:
    """Where births of both sexes stand in one column, it and what tells the sex, if any; and the columns, births by sex among them."""
    plain = {name: index for name, index in columns.items() if name not in ROLES}
    sex = [columns[name] for name in ((SEX,) if SEX in columns else (SEX_MALE, SEX_FEMALE)) if name in columns]
    if BIRTH not in columns or "birth_male" in plain or "birth_female" in plain:
        return (), plain
    births = (columns[BIRTH], *sex)
    if not sex:
        return births, plain
    return births, plain | dict(zip(("birth_male", "birth_female"), births, strict=False))

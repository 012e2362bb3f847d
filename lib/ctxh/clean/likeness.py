"""How like a header and its cells are to each column of a form: what a mapping proposes, and nothing that a run would do.

Words are compared by what they share, rare words counting more, abbreviations as the words that they stand for, tones as a
little more. Cells are compared with what a column of that kind holds.
"""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ctxh.book.categories import Categories
from ctxh.book.layouts import PART_OF_LEVEL, Layout, LayoutColumn
from ctxh.clean.cell_values import Refused
from ctxh.clean.values import ValueReader
from ctxh.read.header_matching import Heading
from ctxh.vietnamese import clean_text, header_key, marked_key

APART = 0.08  # how much likelier than the next one a column must be
_EMPTY = ("", None)
_MOST_CELLS = 200  # enough to know a column by
_BY_WORDS, _BY_CELLS, _OF_LETTERS, _OF_TONES = 0.65, 0.35, 0.25, 0.05
_DIGITS = re.compile(r"\D")
_NAME = re.compile(r"[^\W\d_]+(?: [^\W\d_]+){1,5}")
_TELLING = {
    "row_number": 0.2,
    "text": 0.4,
    "count": 0.6,
    "name": 0.8,
    "coefficient": 0.8,
    "money": 0.8,
}  # how much a kind tells, where not all
_LEAST_MONEY, _MOST_COUNT, _MOST_COEFFICIENT = 10_000, 10_000, 20


@dataclass(frozen=True)
class Likeness:
    """A column that a header may be: how like its words are, and which share of its cells the column could hold."""

    column: LayoutColumn
    words: float
    nearest: str  # the wording of the column that is most like the header
    cells: float | None  # None where there is none
    strange: bool = False  # whether the header has words that no wording of the column has: nữ, tháng trước, kế hoạch
    contested: bool = False  # whether another header of the sheet is about as like it

    @property
    def score(self) -> float:
        """Both together, from 0 to about 1; cells that do not fit leave little."""
        if self.cells is None:
            return _BY_WORDS * self.words
        fit = _BY_WORDS * self.words + _BY_CELLS * self.cells * _TELLING.get(self.column.kind, 1.0)
        return fit if self.cells >= 0.5 else 0.3 * fit

    def is_part_of(self, other: Likeness) -> bool:
        """Whether the column is a part of a level, and the other one is the level."""
        return self.column.rule == PART_OF_LEVEL and bool(other.column.level_of) and other.column.rule != PART_OF_LEVEL


@dataclass(frozen=True)
class _Text:
    """A wording taken apart: its bare words, and those with their tones."""

    text: str
    words: tuple[str, ...]
    toned: frozenset[str]

    @classmethod
    def of(cls, text: str) -> _Text:
        return cls(text, tuple(header_key(text).split()), frozenset(marked_key(text).split()))


@dataclass(frozen=True)
class Wordings:
    """The wordings of each column of a form, taken apart once for all headers, and how much each word tells."""

    layout: Layout
    by_column: Mapping[str, Sequence[_Text]]
    weights: Mapping[str, float]
    most: float  # of a word that no column has
    year: int = 0  # that is reported on

    @classmethod
    def of(cls, layout: Layout, year: int = 0) -> Wordings:
        """The wordings of a form, for headers that may name the year or the one before."""
        by_column = {column: [_Text.of(text) for text in texts] for column, texts in _wordings(layout).items()}
        weights = _weights(by_column)
        return cls(layout, by_column, weights, max(weights.values(), default=1.0), year)

    def nearest(self, column: str, texts: Sequence[_Text]) -> tuple[float, str]:
        """How like the nearest wording of a column is to one of some texts, from 0 to a little above 1, and that wording."""
        best = (0.0, "")
        for text in texts:
            for other in self.by_column[column]:
                best = max(best, (self._alike(text, other, best[0]), other.text))
        return best

    def strange(self, column: LayoutColumn, texts: Sequence[_Text], nearest: str) -> bool:
        """Whether a header in each of its spellings has words that no wording of a column has, abbreviations of the nearest one apart."""
        known = {word for text in self.by_column[column.column] for word in text.words}
        return not any(known.issuperset(_written(text.words, _Text.of(nearest).words)) for text in texts)

    def _alike(self, text: _Text, other: _Text, least: float) -> float:
        """How alike two wordings are; less than the least where they are less alike, whatever their letters."""
        first, second = _written(text.words, other.words), _written(other.words, text.words)
        one, two = set(first), set(second)
        shared = 2 * self._weight(one & two) / (self._weight(one) + self._weight(two)) if one | two else 0.0
        tones = len(text.toned & other.toned) / len(text.toned | other.toned) if text.toned or other.toned else 0.0
        words = (1 - _OF_LETTERS) * shared
        if (bound := words + _OF_LETTERS + _OF_TONES * tones) < least:
            return bound
        letters = difflib.SequenceMatcher(None, " ".join(first), " ".join(second))
        for ratio in (letters.real_quick_ratio, letters.quick_ratio):  # never below the ratio itself, and soon known
            if (bound := words + _OF_LETTERS * ratio() + _OF_TONES * tones) < least:
                return bound
        return words + _OF_LETTERS * letters.ratio() + _OF_TONES * tones

    def _weight(self, words: set[str]) -> float:
        return sum(self.weights.get(word, self.most) for word in words)


def likenesses(known: Wordings, head: Heading, cells: Sequence[object], categories: Categories) -> list[Likeness]:
    """The columns of a form that a header with its cells may be, the most like first."""
    some = [value for value in cells if value not in _EMPTY][:_MOST_CELLS]
    texts, layout = _texts(head, known.year), known.layout
    each = layout.row_words.captions.for_each(head.own)
    found = [
        Likeness(
            column, *nearest, _fitting(column, some, categories, layout.form) if some else None, known.strange(column, texts, nearest[1])
        )
        for column in layout.columns
        if column.kind != "money" or column.told_for(each, layout.register)
        for nearest in [known.nearest(column.column, texts)]
    ]
    return sorted(found, key=lambda one: -one.score)


def contested(found: Mapping[int, Sequence[Likeness]], one: Likeness, index: int) -> bool:
    """Whether a header other than that at an index is about as like its column, and not more like another one."""
    others = (ranked for at, ranked in found.items() if at != index)
    return any(
        other.column == one.column and other.score > max(one.score, ranked[0].score) - APART for ranked in others for other in ranked
    )


def likest(known: Wordings, head: Heading) -> float:
    """How like the words of a header are to those of the column that has the nearest."""
    texts = _texts(head, known.year)
    return max((known.nearest(column.column, texts)[0] for column in known.layout.columns), default=0.0)


def _texts(head: Heading, year: int) -> list[_Text]:
    """The wordings of a header, with ``năm nay`` and ``năm trước`` for the year that is reported on and the one before it."""
    return [_Text.of(text.replace(str(year), "nay").replace(str(year - 1), "trước") if year else text) for text, _ in head.spellings()]


def _wordings(layout: Layout) -> Mapping[str, list[str]]:
    """The wordings of each column; a line of help counts as one."""
    found = {column.column: [column.help] if column.help else [] for column in layout.columns}
    births = [name for name in ("birth_male", "birth_female") if name in found]
    for word in (word for words in layout.header_words.values() for word in words):
        text = f"{word.above} {word.word}".strip()
        for name in births if word.column == "birth" else [word.column]:
            if name in found:
                found[name].append(text)
    return found


def _weights(known: Mapping[str, Sequence[_Text]]) -> Mapping[str, float]:
    """How much a word tells: the more, the fewer columns have it."""
    having: dict[str, int] = {}
    for texts in known.values():
        for word in {word for text in texts for word in text.words}:
            having[word] = having.get(word, 0) + 1
    return {word: math.log(1 + len(known) / count) for word, count in having.items()}


def _written(words: Sequence[str], other: Sequence[str]) -> list[str]:
    """A wording with each abbreviation as the words of the other whose initials it has: ``tc`` as ``tro cap``."""
    initials = "".join(word[0] for word in other)
    out: list[str] = []
    for word in words:
        at = initials.find(word) if 2 <= len(word) <= 4 else -1
        out += other[at : at + len(word)] if at >= 0 else [word]
    return out


def _fitting(column: LayoutColumn, cells: Sequence[object], categories: Categories, form: str) -> float:
    """Which share of some cells a column could hold."""
    reader = ValueReader(column, categories.codes_by_word(form, column.column), reported=date.today().year)
    return sum(_fits(column.kind, reader, value) for value in cells) / len(cells)


def _fits(kind: str, reader: ValueReader, value: object) -> bool:
    """Whether a column of a kind could hold a cell."""
    text = clean_text(str(value))
    if kind == "identity":
        return len(_DIGITS.sub("", text)) in (9, 12) and not re.search(r"[^\W\d_]", text)
    if kind == "name":
        return isinstance(value, str) and _NAME.fullmatch(text) is not None
    if kind in ("text", "row_number", "code", "any"):
        return isinstance(value, str) if kind == "text" else kind == "row_number" and text.rstrip(".").isdigit()
    if kind in ("count", "money") and isinstance(value, date):
        return False
    if kind in ("month", "date") and isinstance(value, int | float):
        return False
    read = reader.read(value)
    number = read.number
    if isinstance(read.value, Refused):
        return False
    bounds = {"money": (_LEAST_MONEY, math.inf), "count": (0, _MOST_COUNT), "coefficient": (0.5, _MOST_COEFFICIENT), "percent": (0, 100)}
    low, high = bounds.get(kind, (-math.inf, math.inf))
    return kind not in bounds or (number is not None and low <= number <= high)

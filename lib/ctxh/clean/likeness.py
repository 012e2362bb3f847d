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
from ctxh.book.layouts import Layout, LayoutColumn
from ctxh.clean.cell_values import Refused
from ctxh.clean.values import ValueReader
from ctxh.read.header_matching import Heading
from ctxh.vietnamese import clean_text, header_key, marked_key

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

    @property
    def score(self) -> float:
        """Both together, from 0 to about 1; cells that do not fit leave little."""
        if self.cells is None:
            return _BY_WORDS * self.words
        fit = _BY_WORDS * self.words + _BY_CELLS * self.cells * _TELLING.get(self.column.kind, 1.0)
        return fit if self.cells >= 0.5 else 0.3 * fit


def likenesses(layout: Layout, head: Heading, cells: Sequence[object], categories: Categories) -> list[Likeness]:
    """The columns of a form that a header with its cells may be, the most like first."""
    known = _wordings(layout)
    weights = _weights(known)
    some = [value for value in cells if value not in _EMPTY][:_MOST_CELLS]
    texts = [text for text, _ in head.spellings()]
    found = []
    for column in layout.columns:
        words = [(_alike(text, word, weights), word) for text in texts for word in known[column.column]]
        best = max(words, default=(0.0, ""))
        found.append(Likeness(column, *best, _fitting(column, some, categories, layout.form) if some else None))
    return sorted(found, key=lambda one: -one.score)


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


def _weights(known: Mapping[str, list[str]]) -> Mapping[str, float]:
    """How much a word tells: the more, the fewer columns have it."""
    having: dict[str, int] = {}
    for texts in known.values():
        for word in {word for text in texts for word in header_key(text).split()}:
            having[word] = having.get(word, 0) + 1
    return {word: math.log(1 + len(known) / count) for word, count in having.items()}


def _alike(text: str, other: str, weights: Mapping[str, float]) -> float:
    """How alike two wordings are, from 0 to a little above 1."""
    first, second = _spelt_out(header_key(text).split(), header_key(other).split())
    most = max(weights.values(), default=1.0)

    def weight(words: set[str]) -> float:
        return sum(weights.get(word, most) for word in words)

    one, two = set(first), set(second)
    shared = 2 * weight(one & two) / (weight(one) + weight(two)) if one | two else 0.0
    letters = difflib.SequenceMatcher(None, " ".join(first), " ".join(second)).ratio()
    toned, also = set(marked_key(text).split()), set(marked_key(other).split())
    tones = len(toned & also) / len(toned | also) if toned | also else 0.0
    return (1 - _OF_LETTERS) * shared + _OF_LETTERS * letters + _OF_TONES * tones


def _spelt_out(first: list[str], second: list[str]) -> tuple[list[str], list[str]]:
    """Two wordings as words, each abbreviation of one as the words of the other whose initials it has: ``tc`` as ``tro cap``."""
    return _written(first, second), _written(second, first)


def _written(words: list[str], other: list[str]) -> list[str]:
    out: list[str] = []
    for word in words:
        runs = (other[at : at + len(word)] for at in range(len(other) - len(word) + 1)) if 2 <= len(word) <= 4 else ()
        out += next((run for run in runs if "".join(part[0] for part in run) == word), [word])
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

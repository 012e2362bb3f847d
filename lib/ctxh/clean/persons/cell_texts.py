"""What a cell's text may be told outside: nothing but a number, a day, or a word of a closed list.

Messages quote a cell between « and ». What is quoted and not proven is kept back from every table; the screen of whoever
runs a check, and the sender of the workbook, are shown the first characters of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from ctxh.book.categories import Categories
from ctxh.book.layouts import Layout
from ctxh.clean.persons.personal_numbers import private_numbers
from ctxh.findings import CORRECTED, MOST_SHOWN, Finding
from ctxh.vietnamese import DateError, clean_text, header_key, parse_date

WITHHELD = "«…»"
_QUOTED = re.compile(r"«([^«»]*)»")
_LETTERS = re.compile(r"[^\W\d_]+")
_NUMBER = re.compile(r"[\d\s.,+%()/~<>≈–−-]*\d[\d\s.,%()/–−-]*")
_LONG = re.compile(r"\d{11,}")


class ClosedWords(NamedTuple):
    """The keys of the words of closed lists, and words as they are spelled that may stand beside a number."""

    keys: frozenset[str]
    beside: frozenset[str]


def closed_words(layouts: Mapping[str, Layout], categories: Categories) -> ClosedWords:
    """The words of closed lists: headers, names of forms, categories and their codes, measures, what a row is called."""
    forms = (word for one in layouts.values() for word in (one.code, one.label, *one.sheet_names))
    headers = (word for one in layouts.values() for c in one.columns for word in (c.label, c.group_label, *c.synonyms))
    spelt = (word.word for one in layouts.values() for words in one.header_words.values() for word in words if not word.sender)
    labels = (word for known in (categories.labels, categories.former) for one in known.values() for word in (*one, *one.values()))
    written = (*(key for one in categories.codes.values() for key in one), *(w.key for w in categories.spellings if not w.sender))
    measures = (word for one in layouts.values() for c in one.columns for word in c.measures)
    rows = (word for one in layouts.values() for word in (*one.row_words.total, *one.row_words.none, *one.row_words.restated))
    beside = frozenset(word for one in layouts.values() for words in one.row_words.beside for word in words.split())
    return ClosedWords(frozenset(map(header_key, (*forms, *headers, *spelt, *labels, *written, *measures, *rows))), beside)


def proven(text: str, words: ClosedWords) -> bool:
    """Whether a cell's text is a number, with no more than words of such lists beside it, a day or a word of a closed list.

    A number that is somebody's own is not.
    """
    plain = clean_text(text)
    if private_numbers(plain) or _LONG.search(plain):
        return False
    if not plain or header_key(plain) in words.keys or _is_day(plain):
        return True
    beside = " ".join(word for word in _LETTERS.findall(plain.lower()) if word not in words.beside)
    return (not beside or header_key(beside) in words.keys) and bool(_NUMBER.fullmatch(_LETTERS.sub("", plain).strip() or "0"))


def _is_day(text: str) -> bool:
    try:
        return parse_date(text) is not None
    except DateError:
        return False


def quotable_findings(rows: Iterable[Finding], words: ClosedWords, names: frozenset[str]) -> list[Finding]:
    """Findings as tables may hold them: what they quote of cells is proven, or kept back. ``names`` are those of files and sheets.

    The words of an approved correction are the office's own; what the cell held is not.
    """
    return [_quotable(row, words, names) for row in rows]


def _quotable(row: Finding, words: ClosedWords, names: frozenset[str]) -> Finding:
    def kept(quote: re.Match[str]) -> str:
        return quote[0] if quote[1] in names or proven(quote[1], words) else WITHHELD

    cells = {key: row[key] if proven(row[key], words) else "" for key in ("found", "expected", "used")}
    texts = {} if row["check"] == CORRECTED else {key: _QUOTED.sub(kept, row[key]) for key in ("message", "remedy")}
    return {**row, **cells, **texts}


def findings_on_screen(rows: Iterable[Finding]) -> list[Finding]:
    """Findings as a screen and the sender are shown them: no more than the first characters of a cell."""
    return [{**row, **{key: _QUOTED.sub(_shortened, row[key]) for key in ("message", "remedy")}} for row in rows]


def _shortened(quote: re.Match[str]) -> str:
    return quote[0] if len(quote[1]) <= MOST_SHOWN else f"«{quote[1][:MOST_SHOWN]}…»"

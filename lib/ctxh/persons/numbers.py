"""Numbers that are somebody's own, found in texts by their shape: identity cards, accounts, telephones.

An amount is none: nobody begins one with a nought, and its thousands are parted by dots.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ctxh.vietnamese import fold

LEAST = 9  # digits of a number that registers and texts are compared by
_RUN = re.compile(r"(?<![\d,])\d+(?:[ .\u00a0]\d+)*(?![\d,]\d)")
_DATE = re.compile(r"(?<!\d)\d{1,2}[. /-]\d{1,2}[. /-](?:19|20)\d\d(?!\d)|(?<!\d)(?:19|20)\d\d(?![\d.])")
_AMOUNT = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+")
_MONEY = re.compile(r"\s*(?:dong|d\b|vnd|trieu|ty\b|nghin|ngan)")
_CARD_WORDS = r"\b(?:cccd|cmnd|cmtnd|can cuoc|dinh danh|chung minh (?:nhan dan|thu))\b"
_NAMED = (
    ("identity", re.compile(_CARD_WORDS + r"[^\d]{0,30}$"), range(9, 13)),
    ("account", re.compile(r"\b(?:s?tk|tai khoan)\b[^\d]{0,30}$"), range(8, 20)),
    ("telephone", re.compile(r"\b(?:s?dt|dien thoai|di dong|hotline)\b[^\d]{0,30}$"), range(8, 12)),
)
_MOBILE = re.compile(r"0[35789]\d{8}|84[35789]\d{8}")
_CARD, _MOBILE_LENGTHS = 12, (10, 11)
_BEFORE = 60  # characters before a number in which a word may say what it is

Span = tuple[int, int, str]


def digits_of(value, least: int = LEAST) -> list[str]:
    """The long numbers in a cell, without what parts their digits."""
    if isinstance(value, float) and value.is_integer():
        value = f"{value:.0f}"
    elif type(value) is not str:
        return []
    if value.isdigit():
        return [value] if len(value) >= least else []
    found = (re.sub(r"\D", "", run[0]) for run in _RUN.finditer(value))
    return [digits for digits in found if len(digits) >= least]


def digit_runs(text: str) -> Iterator[tuple[int, int, str]]:
    """Where long numbers stand in a text, and their digits: whole runs, what stands between blanks, and groups that are long themselves."""
    for run in _RUN.finditer(text):
        parts = (part for shape in (r"[\d.]+", r"\d+") for part in re.finditer(shape, run[0]))
        for start, end in {run.span(), *((run.start() + part.start(), run.start() + part.end()) for part in parts)}:
            digits = re.sub(r"\D", "", text[start:end])
            if len(digits) >= LEAST:
                yield start, end, digits


def private_numbers(text: str) -> list[Span]:
    """Where a text holds a number that by its shape, or by the word before it, is somebody's own, and of which kind."""
    if sum(map(str.isdigit, text)) < 6:
        return []
    folded, undated = _folded(text), _DATE.sub(lambda day: "/" * len(day[0]), text)
    named = [span for run in _RUN.finditer(text) for span in _named(folded, run)]
    return named + [span for run in _RUN.finditer(undated) for span in _shaped(folded, run) if not any(a < span[1] and span[0] < b for a, b, _ in named)]


def _folded(text: str) -> str:
    """The text folded letter by letter, so that places are kept."""
    return "".join(fold(char)[:1] or " " if char.isalpha() else char for char in text)


def _named(folded: str, run: re.Match) -> list[Span]:
    """A run of digits of which the word before it says what it is; an amount is what is written as one."""
    digits, before = re.sub(r"\D", "", run[0]), folded[max(0, run.start() - _BEFORE) : run.start()]
    for kind, words, lengths in _NAMED:
        if len(digits) in lengths and words.search(before) and (kind == "identity" or not _is_amount(folded, run)):
            return [(*run.span(), kind)]
    return []


def _is_amount(folded: str, run: re.Match) -> bool:
    return _AMOUNT.fullmatch(run[0]) is not None or _MONEY.match(folded[run.end() :]) is not None


def _shaped(folded: str, run: re.Match) -> list[Span]:
    """The parts of a run of digits, between blanks, that look like the number of a card or of a mobile telephone."""
    if _is_amount(folded, run):
        return []
    groups, found = list(re.finditer(r"[\d.]+", run[0])), []
    for first in range(len(groups)):
        digits = ""
        for last in range(first, len(groups)):
            digits += groups[last][0].replace(".", "")
            span = run.start() + groups[first].start(), run.start() + groups[last].end()
            if len(digits) == _CARD and (digits[0] == "0" or groups[first][0].isdigit() and first == last):
                found.append((*span, "identity"))
            elif len(digits) in _MOBILE_LENGTHS and _MOBILE.fullmatch(digits):
                found.append((*span, "telephone"))
    return found

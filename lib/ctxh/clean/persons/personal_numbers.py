"""Numbers that are somebody's own, found in texts by their shape: identity cards, accounts, telephones.

An amount is none: nobody begins one with a nought, and its thousands are parted by dots.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ctxh.vietnamese import fold

LEAST, MOST = 9, 20  # digits of a number that registers and texts are compared by
_GROUP, _PARTED = re.compile(r"\d+"), re.compile(r"[\s.,/()_–—-]{1,3}")
_RUN = re.compile(r"(?<![\d,])\d+(?:(?:[ .\u00a0–-]|\) ?)\d+)*(?![\d,]\d)")
_DATE = re.compile(r"(?<!\d)\d{1,2}[. /-]\d{1,2}[. /-](?:19|20)\d\d(?!\d)|(?<!\d)(?:19|20)\d\d(?![\d.])")
_AMOUNT = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+")
_MONEY = re.compile(r"\s*(?:(?:đồng|dong|đ|d|vnđ|vnd|triệu|trieu|tỷ|tỉ|nghìn|ngàn)\b(?! chí| chi)(?!/c))", re.IGNORECASE)
_CARD_WORDS = r"\b(?:cccd|cmnd|cmtnd|can cuoc|dinh danh|chung minh (?:nhan dan|thu))(?![a-z])"
_NAMED = (
    ("identity", re.compile(_CARD_WORDS + r"[^\d]{0,30}$"), range(9, 13)),
    ("account", re.compile(r"\b(?:s?tk|tai khoan)(?![a-z])[^\d]{0,50}$"), range(8, 20)),
    ("insurance", re.compile(r"(?:\b(?:bhyt|bhxh|(?:so|ma) the)(?![a-z])[^\d]{0,20}|\b[a-z]{2} ?)$"), range(13, 14)),
    ("telephone", re.compile(r"\b(?:s?dt|dien thoai|di dong|hotline)(?![a-z])[^\d]{0,30}$"), range(8, 12)),
)
_MOBILE = re.compile(r"0[35789]\d{8}|(?:00)?84[35789]\d{8}")
_CARD, _MOBILE_LENGTHS = 12, (10, 11, 13)
_BARE, _LETTERS, _PROSE = re.compile(r"(?<![\w.,/-])\d{9,11}(?![\w/-]|[.,]\d)"), re.compile(r"[^\W\d_]{2,}"), 3  # words that make prose
_BEFORE = 60  # characters before a number in which a word may say what it is

Span = tuple[int, int, str]


def digits_of(value: object, least: int = LEAST) -> list[str]:
    """The long numbers in a cell, without what parts their digits."""
    if isinstance(value, float) and value.is_integer():
        value = f"{value:.0f}"
    elif type(value) is not str:
        return []
    if value.isdigit():
        return [value] if len(value) >= least else []
    return [digits for *_, digits in digit_runs(value, least)]


def digit_runs(text: str, least: int = LEAST) -> Iterator[tuple[int, int, str]]:
    """Where long numbers stand in a text, and their digits: groups of them side by side, whatever few signs part these."""
    groups = list(_GROUP.finditer(text))
    for first, begin in enumerate(groups):
        digits, end = "", begin.start()
        for group in groups[first:]:
            if (digits and not _PARTED.fullmatch(text, end, group.start())) or len(digits) > MOST:
                break
            digits, end = digits + group[0], group.end()
            if len(digits) >= least:
                yield begin.start(), end, digits


def private_numbers(text: str) -> list[Span]:
    """Where a text holds a number that by its shape, or by the word before it, is somebody's own, and of which kind."""
    if sum(map(str.isdigit, text)) < 6:
        return []
    folded, undated = _folded(text), _undated(text)
    named = [span for run in _RUN.finditer(text) if re.search(r"\d", _undated(run[0])) for span in _named(text, folded, run)]
    return named + [
        span for run in _RUN.finditer(undated) for span in _shaped(text, run) if not any(a < span[1] and span[0] < b for a, b, _ in named)
    ]


def bare_numbers(text: str) -> list[Span]:
    """Where prose holds nine to eleven digits in one, as accounts, telephones and old cards have.

    An amount is written with dots or its measure.
    """
    if len(_LETTERS.findall(text)) < _PROSE:
        return []
    return [(*run.span(), "bare") for run in _BARE.finditer(text) if not _MONEY.match(text, run.end())]


def _undated(text: str) -> str:
    return _DATE.sub(lambda day: "/" * len(day[0]), text)


def _folded(text: str) -> str:
    """The text folded letter by letter, so that places are kept."""
    return "".join(fold(char)[:1] or " " if char.isalpha() else char for char in text)


def _named(text: str, folded: str, run: re.Match[str]) -> list[Span]:
    """A run of digits of which the word before it says what it is; an amount is what is written as one."""
    digits, before = re.sub(r"\D", "", run[0]), folded[max(0, run.start() - _BEFORE) : run.start()]
    for kind, words, lengths in _NAMED:
        if len(digits) in lengths and words.search(before) and (kind == "identity" or not _is_amount(text, run)):
            return [(*run.span(), kind)]
    return []


def _is_amount(text: str, run: re.Match[str]) -> bool:
    return _AMOUNT.fullmatch(run[0]) is not None or (run[0][0] != "0" and _MONEY.match(text, run.end()) is not None)


def _shaped(text: str, run: re.Match[str]) -> list[Span]:
    """The parts of a run of digits, between blanks, that look like the number of a card or of a mobile telephone."""
    if _is_amount(text, run):
        return []
    groups, found = list(re.finditer(r"[\d.]+", run[0])), []
    for first in range(len(groups)):
        digits = ""
        for last in range(first, len(groups)):
            if first < last and any(_AMOUNT.fullmatch(group[0]) for group in groups[first : last + 1]):
                break
            digits += groups[last][0].replace(".", "")
            span = run.start() + groups[first].start(), run.start() + groups[last].end()
            if len(digits) == _CARD and (digits[0] == "0" or (groups[first][0].isdigit() and first == last)):
                found.append((*span, "identity"))
            elif len(digits) in _MOBILE_LENGTHS and _MOBILE.fullmatch(digits):
                found.append((*span, "telephone"))
    return found

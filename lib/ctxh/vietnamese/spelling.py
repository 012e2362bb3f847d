"""Whole numbers in words: written as amounts are spelt out, and read back as clerks spell them."""

from __future__ import annotations

import re

from ctxh.vietnamese.text import header_key

DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_BILLION = 10**9
_SCALES = ((10**6, "triệu"), (1000, "nghìn"))
_VALUES = {
    "khong": 0,
    "mot": 1,
    "hai": 2,
    "ba": 3,
    "bon": 4,
    "tu": 4,
    "nam": 5,
    "lam": 5,
    "nham": 5,
    "sau": 6,
    "bay": 7,
    "tam": 8,
    "chin": 9,
}
_TEN, _HUNDRED, _ZERO_TENS = ("muoi", "chuc"), "tram", ("linh", "le")
_READ_SCALES = ((("ty", "ti"), _BILLION), (("trieu",), 10**6), (("nghin", "ngan"), 1000))
_TAIL = re.compile(r"\s+(?:dong|nguoi|doi tuong|ho|suat|vnd)\b.*$|\s+chan\b.*$")


def in_words(number: int) -> str:
    """``một trăm linh năm nghìn``: a whole number from nought on, in words.

    Raises ValueError for a negative number.
    """
    if number < 0:
        raise ValueError(number)
    return " ".join(_spelt(number, full=False)) if number else DIGITS[0]


def _spelt(number: int, full: bool) -> list[str]:
    """The words of a number; ``full`` says that a larger part stands before it, so that hundreds are named."""
    billions, rest = divmod(number, _BILLION)
    words = [*_spelt(billions, full), "tỷ"] if billions else []
    full = full or bool(words)
    for size, name in _SCALES:
        group, rest = divmod(rest, size)
        if group:
            words += [*_group(group, full), name]
            full = True
    return words + (_group(rest, full) if rest else [])


def _group(number: int, full: bool) -> list[str]:
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    words = [DIGITS[hundreds], "trăm"] if hundreds or full else []
    if tens == 0:
        return words + ((["linh"] if words else []) + [DIGITS[ones]] if ones else [])
    words += ["mười"] if tens == 1 else [DIGITS[tens], "mươi"]
    last = {0: [], 1: ["một" if tens == 1 else "mốt"], 4: ["bốn" if tens == 1 else "tư"], 5: ["lăm"]}
    return words + last.get(ones, [DIGITS[ones]])


def from_words(text: str) -> int | None:
    """The number that words spell, without or with tones; None where they spell none for certain.

    ``một triệu hai`` is said for 1.200.000 and written for 1.000.002: it is no number. What follows ``đồng`` or another measure
    is left out, and so is ``chẵn``.
    """
    words = _TAIL.sub("", header_key(text)).split()
    return _value(words, 0) if words else None


def _value(words: list[str], scale: int) -> int | None:
    """The value of words that may use the scales from one of ``_READ_SCALES`` on down."""
    if scale == len(_READ_SCALES):
        return _below_thousand(words)
    names, size = _READ_SCALES[scale]
    places = [place for place, word in enumerate(words) if word in names]
    if not places:
        return _value(words, scale + 1)
    before, after = words[: places[-1]], words[places[-1] + 1 :]
    if len(after) == 1 and after[0] in _VALUES:
        return None
    many = _value(before, 0 if size == _BILLION else scale + 1) if before else None
    rest = _value(after, scale + 1) if after else 0
    return None if many is None or rest is None else many * size + rest


def _below_thousand(words: list[str]) -> int | None:
    hundreds = 0
    if len(words) > 1 and words[1] == _HUNDRED:
        first, words = _VALUES.get(words[0]), words[2:]
        if first is None or (len(words) == 1 and words[0] in _VALUES):
            return None
        hundreds = first
    tens = _below_hundred(words, hundreds > 0 or words[:1] in ([w] for w in _ZERO_TENS))
    return None if tens is None else hundreds * 100 + tens


def _below_hundred(words: list[str], after_hundred: bool) -> int | None:
    if not words:
        return 0 if after_hundred else None
    if words[0] in _ZERO_TENS:
        return _VALUES.get(words[1]) if len(words) == 2 else None
    if words[0] in _TEN:
        return _with_ones(10, words[1:])
    if len(words) > 1 and words[1] in _TEN and words[0] in _VALUES:
        return _with_ones(_VALUES[words[0]] * 10, words[2:])
    if len(words) == 2 and words[0] in _VALUES and words[1] in _VALUES:
        return _VALUES[words[0]] * 10 + _VALUES[words[1]]  # hai mốt
    return _VALUES.get(words[0]) if len(words) == 1 else None


def _with_ones(tens: int, words: list[str]) -> int | None:
    if len(words) > 1:
        return None
    ones = _VALUES.get(words[0]) if words else 0
    return None if ones is None else tens + ones

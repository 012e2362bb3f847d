"""Abbreviations that a text explains itself: ``bảo trợ xã hội (BTXH)``."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ctxh.vietnamese.text import fold

_EXPLAINED = re.compile(r"((?:[^\W\d_]+[\s-]+){1,12})\(([A-ZĐƯ&]{2,10})\)")


def long_forms_in(text: str) -> dict[str, str]:
    """The words that each abbreviation stands for, as the text writes them where it explains it first."""
    found: dict[str, str] = {}
    for words, short in _EXPLAINED.findall(text):
        if long_form := _long_form(words.split(), short):
            found.setdefault(short, long_form)
    return found


def _long_form(words: Sequence[str], short: str) -> str:
    """The fewest last words whose first letters hold those of the abbreviation in their order, beginning with its first one."""
    letters = fold(short)
    for count in range(len(short), len(words) + 1):
        initials = [fold(word)[:1] for word in words[-count:]]
        rest = iter(initials)
        if initials[0] == letters[0] and all(letter in rest for letter in letters):
            return " ".join(words[-count:])
    return ""

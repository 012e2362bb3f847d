"""Codes of who persons are, spans of ages, sexes and what they have, in words."""

from __future__ import annotations

import re

SEXES = {"male": "Nam", "female": "Nữ"}
_WORDS = SEXES | {"yes": "có", "no": "không"}
_BAND = re.compile(r"\d+(-\d+|\+)")


def first_age(band: str) -> int:
    """The age at which a band begins: 80 for ``80-84``, 95 for ``95+``."""
    return int(re.split(r"\D", band)[0])


def age_words(band: str) -> str:
    """A band in words: ``80–84 tuổi``, ``từ 95 tuổi``."""
    return f"từ {first_age(band)} tuổi" if band.endswith("+") else f"{band.replace('-', '–')} tuổi"


def person_words(code: str) -> str:
    """A band of ages, a sex, yes or no in words; any other code as it is."""
    return age_words(code) if _BAND.fullmatch(code) else _WORDS.get(code, code)

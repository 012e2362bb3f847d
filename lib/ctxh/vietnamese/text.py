"""Cleaning and matching of Vietnamese text."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

LOOKALIKES = str.maketrans(
    {
        "\u00d0": "Đ",  # Icelandic eth
        "\u0189": "Đ",  # African D
        "\u01a2": "Ư",  # OI, typed by some old keyboards
        "\u01a3": "ư",
        "\u200b": None,  # zero-width characters
        "\u200c": None,
        "\u200d": None,
        "\u2060": None,
        "\ufeff": None,
    }
)
EDGES = " .,:;*'\"“”‘’…-–—"
_MARKS = re.compile("[\u0300-\u036f]+")  # of the marks that combine with a letter those of our alphabet, and many others
_ABBREVIATION = 4  # letters
PROVINCE = "tỉnh"
_CAPITAL = "".join(filter(str.isupper, map(chr, range(0x41, 0x1EFA))))
_PROVINCE = re.compile(rf"\b[Tt]ỉnh\b(?! (?:ủy|[{_CAPITAL}]))")
_ISSUED = re.compile(rf"(?<=-HĐND|-UBND) tỉnh\b(?! [{_CAPITAL}])")
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")


@lru_cache(maxsize=65_536)
def clean_text(text: str) -> str:
    """The text in NFC, look-alike letters repaired, blanks and line breaks collapsed, trimmed.

    Text in an old encoding (TCVN3, VNI) must be decoded before: there U+00D0 is another letter.
    """
    if not text.isascii():
        text = unicodedata.normalize("NFC", text).translate(LOOKALIKES)
    return " ".join(text.split())


@lru_cache(maxsize=65_536)
def fold(text: str) -> str:
    """A key to match on: lower case, no marks, đ and ₫ as d, blanks collapsed, outer punctuation trimmed."""
    lowered = clean_text(text).lower()
    if not lowered.isascii():
        parts = unicodedata.normalize("NFD", lowered.replace("đ", "d").replace("₫", "d"))
        lowered = _MARKS.sub("", parts)
        if not lowered.isascii():
            lowered = "".join(char for char in lowered if not unicodedata.combining(char))
    return lowered.strip(EDGES)


@lru_cache(maxsize=65_536)
def header_key(text: str) -> str:
    """A header, category or sheet name as its bare words: folded, punctuation turned into blanks."""
    return re.sub(r"[^a-z0-9]+", " ", fold(text)).strip()


@lru_cache(maxsize=20_000)
def marked_key(text: str) -> str:
    """The bare words of a name with their marks, wherever in a word the tone stands: Hoà and Hòa are one, Đàn and Dân are two."""
    return " ".join(map(_tone_last, re.findall(r"[^\W_]+", clean_text(text).lower())))


def _tone_last(word: str) -> str:
    if word.isascii():
        return word
    parts = unicodedata.normalize("NFD", word)
    letters = unicodedata.normalize("NFC", "".join(part for part in parts if part not in _TONES))
    return letters + "".join(part for part in parts if part in _TONES)


def spelling_key(key: str) -> str:
    """The key with y written as i: liệt sỹ and liệt sĩ, Tam Kỳ and Tam Kì are one word."""
    return key.replace("y", "i")


def under_province(text: str, kind: str) -> str:
    """The text with the word for a province as an area of that ``kind`` is called: under a city ``quà của cấp thành phố``.

    A province that is named (``tỉnh Quảng Ninh``) and the Party's body (``Tỉnh ủy``) stay as they are; behind the symbol of a
    document, which another province signed, the word is left out.
    """
    if kind == PROVINCE:
        return text
    return _PROVINCE.sub(lambda found: kind.capitalize() if found[0][0] == "T" else kind, _ISSUED.sub("", text))


@lru_cache(maxsize=65_536)
def plain_digits(text: str) -> str:
    """The text in NFKC without format characters: full-width digits and thin blanks become plain.

    What is no digit makes none: ``185²`` is not 1852, nor is ``½`` 1 and 2.
    """
    if text.isascii():
        return " ".join(text.split())
    kept = (_plain(char) for char in unicodedata.normalize("NFC", text) if unicodedata.category(char) != "Cf")
    return " ".join(unicodedata.normalize("NFC", "".join(kept)).split())


def _plain(char: str) -> str:
    plain = unicodedata.normalize("NFKC", char)
    return plain if char.isdecimal() or not any(map(str.isdecimal, plain)) else char


def nearest_word(word: str, options: Iterable[str], cutoff: float = 0.7) -> str | None:
    """The option closest to a word, compared without marks and case; None when none is close.

    Abbreviations are close to nothing: of their few letters each makes another one (ATM and TM).
    """
    keys: dict[str, str] = {}
    for option in options:
        keys.setdefault(fold(option), option)
    own = fold(word)
    if own in keys:
        return keys[own]
    found = difflib.get_close_matches(own, [key for key in keys if len(key) > _ABBREVIATION], n=1, cutoff=cutoff)
    return keys[found[0]] if found and len(own) > _ABBREVIATION else None

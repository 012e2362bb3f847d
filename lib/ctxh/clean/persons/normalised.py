"""A text as the gate reads it: without what makes the same name or number look another one to a program and not to a reader."""

from __future__ import annotations

import html
import re
import unicodedata

from ctxh.vietnamese import clean_text

# letters of other alphabets that look like ours
_ALIKE = str.maketrans("АВЕКМНОРСТУХІаеорсухіΑΒΕΖΗΙΚΜΝΟΡΤΥΧοαν", "ABEKMHOPCTYXIaeopcyxiABEZHIKMNOPTYXoav")
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_DIGITS = str.maketrans("OolIı", "00111")
_TYPED = re.compile(r"(?<!\w)[\dOolIı](?:[ .-]?[\dOolIı])*(?!\w)")  # a number, some digits of which may be letters
_LEAST_DIGITS = 6  # of such a number: fewer may be a word or a section


_BY_NAME = re.compile(r"(?<=\w)[ ,]*(?:\([^()]{1,24}\)|\[[^\[\]]{1,24}\]|[\"“«‘'][^\"“”«»‘’']{1,24}[\"”»’'])[ ,]*(?=\w)")
_COMBINING = re.compile(r"\s+(?=[\u0300-\u036f])")
_TYPED_MARKS = re.compile(r"(?<=[^\W\d_])[\^~`´ˆ˜˘+(?'.*]*[\^~`´ˆ˜˘+][\^~`´ˆ˜˘+(?'.*]*|(?<=[AaUuOo])\((?=[^\W\d_])")
_TELEX = re.compile(r"\b[A-Za-z]{2,9}\b")
_TONE_KEY, _DOUBLED, _HOOKED = (
    re.compile(r"(?<=[aeiouywcghmnpt])[sfrxj](?![a-z]*[aeiouy])"),
    re.compile(r"aa|ee|oo|dd"),
    re.compile(r"(?<=[aou])w"),
)


def without_by_names(text: str) -> str:
    """The text with blanks for what stands between marks among words, as by-names do: of the same length."""
    return _BY_NAME.sub(lambda found: " " * len(found[0]), text)


def without_typed_tones(text: str) -> str:
    """The text without the keys and signs by which tones are typed (``Maaux Vawn Thuwr``, ``Ma^~u``), that no program made marks of."""
    return _TELEX.sub(lambda found: _untyped(found[0]), _TYPED_MARKS.sub("", text))


def _untyped(word: str) -> str:
    bare = _HOOKED.sub("", _DOUBLED.sub(lambda found: found[0][0], _TONE_KEY.sub("", word.lower(), count=1)))
    return bare.capitalize() if word[0].isupper() else bare


def plain_text(text: str) -> str:
    """The text in common letters.

    Tags, marks of emphasis and signs that do not show are left out, words written together parted, letters among digits made digits.
    """
    text = text if text.isascii() else _COMBINING.sub("", text)
    if text.isprintable() and unicodedata.is_normalized("NFKC", text):  # every sign shows, no letter has a common form besides its own
        text = text.translate(_ALIKE)
    elif not text.isascii():
        shown = (_common(char) for char in unicodedata.normalize("NFC", text) if unicodedata.category(char) != "Cf")
        text = unicodedata.normalize("NFC", "".join(shown)).translate(_ALIKE)
    text = _TAG.sub("", text) if "<" in text else text
    text = html.unescape(text).replace("*", "") if "&" in text or "*" in text else text
    text = clean_text(text)
    return _TYPED.sub(_digits, text if text.islower() or text.isupper() else _parted(text))


def _common(char: str) -> str:
    return unicodedata.normalize("NFKC", char) if char.isalnum() or char.isspace() else char


def _parted(text: str) -> str:
    """``MẫuVănThử`` as ``Mẫu Văn Thử``; words written as usual are told at once."""
    return " ".join(word if word[1:].islower() or word.isupper() else _parted_word(word) for word in text.split(" "))


def _parted_word(word: str) -> str:
    return "".join(f" {char}" if before.islower() and char.isupper() else char for before, char in zip(f" {word}", word, strict=False))


def _digits(found: re.Match[str]) -> str:
    return found[0].translate(_DIGITS) if sum(map(str.isdigit, found[0])) >= _LEAST_DIGITS else found[0]

"""Text typed before Unicode: TCVN3 (ABC), VNI Windows, and UTF-8 read as Latin letters.

Whether a text is old is decided cell by cell: a text whose every word is a Vietnamese syllable is
left alone, and an old one is taken for what makes syllables of all its words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from functools import lru_cache

TCVN3, VNI, MOJIBAKE, LOST, FOREIGN, DOUBTED = "TCVN3", "VNI", "UTF-8", "lost", "foreign", "doubted"

# TCVN 5712:1993, third set (VN3), as the ABC fonts show it.
_TCVN3 = dict(
    zip(
        "µ¶·¸¹¨»¼½¾Æ©ÇÈÉÊË®ÌÎÏÐÑªÒÓÔÕÖ×ØÜÝÞßáâãä«åæçèé¬êëìíîïñòóô\u00adõö÷øùúûüýþ¡¢£¤¥¦§",
        "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵĂÂÊÔƠƯĐ",
        strict=True,
    )
)

# VNI Windows: a letter, then its mark; these stand alone.
_VNI_ALONE = {"ô": "ơ", "ö": "ư", "ñ": "đ", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}
_TONES = {"ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_HAT = {"â": "", "á": "\u0301", "à": "\u0300", "å": "\u0309", "ã": "\u0303", "ä": "\u0323"}
_BREVE = {"ê": "", "é": "\u0301", "è": "\u0300", "ú": "\u0309", "ü": "\u0303", "ë": "\u0323"}


def _vni_table() -> dict[str, str]:
    pairs = {base + mark: base + tone for base in "aeouyôö" for mark, tone in _TONES.items()}
    pairs = {old: _VNI_ALONE.get(new[0], new[0]) + new[1] for old, new in pairs.items()}
    pairs |= {base + mark: base + "\u0302" + tone for base in "aeo" for mark, tone in _HAT.items()}
    pairs |= {"a" + mark: "a\u0306" + tone for mark, tone in _BREVE.items()} | _VNI_ALONE
    pairs |= {old.upper(): new.upper() for old, new in pairs.items()}
    return {old: unicodedata.normalize("NFC", new) for old, new in pairs.items()}


_VNI = _vni_table()
_VNI_TOKEN = re.compile("|".join(sorted(map(re.escape, _VNI), key=len, reverse=True)))

_MARKS = "\u0300\u0301\u0303\u0309\u0323"
_SYLLABLE = re.compile(
    "(?:ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|[bcdđghklmnpqrstvx])?"
    "(?:uya|uyu|iêu|yêu|oai|oao|oay|oeo|uây|uôi|ươi|ươu|uêu|ai|ao|au|ay|âu|ây|eo|êu|ia|iu|oi|ôi|ơi|ua|ui|ưa|ưi|ưu"
    "|(?:uyê|iê|oa|oă|oe|oo|uâ|uê|uô|uơ|uy|ươ|yê|[aăâeêioôơuưy])(?:ch|ng|nh|[cmnpt])?)"
)
_WORD = re.compile(r"[^\W\d_]+(?:[\u00ad\u00a1-\u00bf\u0300-\u036f]+[^\W\d_]*)*|[\u00ad\u00a1-\u00bf]+[^\W\d_]+")
_OLD_LETTER = (
    "[\u00a1-\u00bf\u00ad\u00c4-\u00c7\u00cb\u00ce-\u00d1\u00d6-\u00d8\u00db\u00dc\u00de-\u00df\u00e4-\u00e7\u00eb"
    "\u00ee-\u00f1\u00f6-\u00f8\u00fb\u00fc\u00fe\u00ff\ufffd]"
)
_OLD = re.compile(f"{_OLD_LETTER}|[aAeE][\u00c0-\u00fd]|[a-z][\u00c0-\u00dd]|[oO][\u00c2\u00e2]|[uU][\u00d5\u00d9\u00f5\u00f9]")
_MODERN = re.compile("[\u0100-\u024f\u0300-\u036f\u1e00-\u1eff]")  # no old encoding has these
_UNKNOWN = re.compile("[ªºßÄ-ÇËÎÏÑÖØÛÜÞä-çëîïñöøûüþÿ]")  # letters of old encodings alone; Ð is also typed for Đ
_LAST = re.compile("(?<!q)(?:a[iouy]|â[uy]|eo|êu|i[au]|[oôơ]i|u[ai]|ư[aiu])$")  # vowels of which the first has the tone
_FOREIGN = re.compile("[\u0370-\u03ff\u0400-\u052f]")
_LOOK_ALIKE = str.maketrans("АВЕКМНОРСТУХІаеорсухіΑΒΕΗΙΚΜΝΟΡΤΥΧο", "ABEKMHOPCTYXIaeopcyxiABEHIKMNOPTYXo")
_LATIN_BYTES = {chr(byte): byte for byte in range(256)} | {
    bytes([byte]).decode("cp1252"): byte for byte in range(128, 160) if byte not in (129, 141, 143, 144, 157)
}


def is_suspect(text: str) -> bool:
    """Whether a text has letters or pairs of letters that Vietnamese in Unicode has not."""
    return not text.isascii() and bool(_OLD.search(text))


@lru_cache(maxsize=16_384)
def decoded(text: str, font: str = "") -> tuple[str, str]:
    """The text in Unicode and the encoding it was in, empty when it was none of the old ones.

    ``font`` is the name of the cell's font: .VnTime and VNI-Times tell the encoding of words that
    read either way. A text that cannot be restored comes back as it is, with ``LOST``; Cyrillic and
    Greek letters that look like ours are replaced and told as ``FOREIGN``.
    """
    named = TCVN3 if font.lower().startswith(".vn") else VNI if font.lower().startswith("vni-") else ""
    if _FOREIGN.search(text):
        return text.translate(_LOOK_ALIKE), FOREIGN
    if text.isascii() or not (named or is_suspect(text)):
        return text, ""
    if "\ufffd" in text:
        return text, LOST
    if not named and (reads_well(text) or _tone_apart(text)):
        return text, ""
    if _MODERN.search(text) or sum(map(str.isalpha, text)) < 2:
        restored = _from_mojibake(text)
        return (restored, MOJIBAKE) if restored and reads_well(restored) else (text, "")
    tried = {TCVN3: _from_tcvn3(text, font), VNI: _from_vni(text), MOJIBAKE: _from_mojibake(text)}
    order = sorted(tried, key=lambda encoding: (encoding != named, encoding != MOJIBAKE))
    for encoding in order:
        found = tried[encoding]
        if found is not None and found != text and reads_well(found):
            return found, encoding
    return text, ""


def is_modern(text: str) -> bool:
    """Whether a text has letters that no old encoding has."""
    return bool(_MODERN.search(text))


def is_doubted(text: str, around: Collection[str] = ()) -> bool:
    """Whether a text that was left as it is may be one in an old encoding none the less.

    It may where a letter says so that no encoding explains; where a pair of letters says so and an encoding gives another
    word; or where the sheet ``around`` is written in an encoding in which it reads as well: ``Tó`` is ``Tú`` there.
    """
    if text.isascii() or is_modern(text):
        return False
    tried = {TCVN3: _from_tcvn3(text, ""), VNI: _from_vni(text)}
    other = {encoding for encoding, found in tried.items() if found != text and reads_well(found) and _tones_in_place(found)}
    if is_suspect(text):
        return bool(other or _UNKNOWN.search(text))
    return not other.isdisjoint(around)


def _tones_in_place(text: str) -> bool:
    """Whether no word has its tone on a last vowel that never bears it: «Haũ» is no word, and «Hãu» is one."""
    for word in _WORD.findall(text.lower()):
        parts = unicodedata.normalize("NFD", word)
        bare = unicodedata.normalize("NFC", "".join(char for char in parts if char not in _MARKS))
        if parts[-1:] in _MARKS and _LAST.search(bare) and not (bare.startswith("gi") and len(bare) == 3):
            return False
    return True


def reads_well(text: str) -> bool:
    """Whether every word with a marked letter is a Vietnamese syllable."""
    return not _OLD.search(unicodedata.normalize("NFC", text)) and _reads(text)


def _tone_apart(text: str) -> bool:
    """Whether a text is old by no letter but by the place of a tone alone: «Haò» is «Hào», and no «Haũ»."""
    return not re.search(_OLD_LETTER, unicodedata.normalize("NFC", text)) and _reads(text)


def _reads(text: str) -> bool:
    """Whether every word with a marked letter is a Vietnamese syllable, whichever of its vowels has the tone."""
    return all(_is_syllable(word) for word in _WORD.findall(text) if not word.isascii())


def _is_syllable(word: str) -> bool:
    if not (word.islower() or word.isupper() or word[1:].islower()):
        return False
    parts = unicodedata.normalize("NFD", word.lower())
    if not parts.replace("đ", "d").replace("-", "").isascii() and sum(parts.count(mark) for mark in _MARKS) > 1:
        return False
    bare = unicodedata.normalize("NFC", "".join(char for char in parts if char not in _MARKS))
    letters = set(bare) - {"đ"}
    abbreviation = not letters & set("aăâeêioôơuưy") or (word.isupper() and len(word) <= 5 and letters <= set("abcdefghijklmnopqrstuvwxyz"))
    return bool(_SYLLABLE.fullmatch(bare)) or abbreviation


def _from_tcvn3(text: str, font: str) -> str:
    """The text by the table; capitals that the font or the letters around show are made capitals."""
    plain = "".join(_TCVN3.get(char, char) for char in text)
    if font.lower().startswith(".vn") and font.lower().endswith("h"):
        return plain.upper()
    return re.sub(r"[^\W\d_]+", lambda found: _evened(found[0]), plain)


def _evened(word: str) -> str:
    ascii_letters = [char for char in word if char.isascii()]
    capitals = sum(char.isupper() for char in ascii_letters)
    return word.upper() if capitals and capitals == len(ascii_letters) and len(word) > 1 and capitals > 1 else word


def _from_vni(text: str) -> str:
    return _VNI_TOKEN.sub(lambda found: _VNI[found[0]], text)


def _from_mojibake(text: str) -> str | None:
    """The text whose UTF-8 bytes were read one letter each; None when they were not."""
    try:
        return bytes(_LATIN_BYTES[char] for char in text).decode("utf-8")
    except (KeyError, UnicodeDecodeError):
        return None

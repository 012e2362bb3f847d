"""In what amounts are told: ``ĐVT: 1.000 đồng``, ``(Nghìn đồng)``, ``Người/triệu đồng``."""

from __future__ import annotations

import re

from ctxh.vietnamese.text import clean_text, fold, header_key

_SIZES = {
    "1 000 000 000": 10**9,
    "1000000000": 10**9,
    "1 000 000": 10**6,
    "1000000": 10**6,
    "1 000": 1000,
    "1000": 1000,
    "nghin": 1000,
    "ngan": 1000,
    "trieu": 10**6,
    "tr": 10**6,
    "ty": 10**9,
    "ti": 10**9,
    "ngh": 1000,
    "ng": 1000,
    "thousand": 1000,
    "million": 10**6,
    "billion": 10**9,
    "000 000": 10**6,
    "000": 1000,
}
_SIZE = rf"(?<!\d )(?P<size>{'|'.join(_SIZES)})"
_DONG = r"(?:dong|d|vnd)\b"
_COUNTED = r"(?:(?:nguoi|ho|suat|the|luot|truong hop|doi tuong|va) )*"  # what other columns of the form are told in
_EACH = r"(?:(?: (?:mot|1|moi))? (?:thang|nguoi|suat|nam|ho|luot))*"
_SAYS = r"(?:dvt|don vi(?: tien)?(?: te)?(?: tinh)?|dv(?: tinh)?|(?:currency )?units?|currency)"  # behind it the measure stands
_ALONE = re.compile(rf"(?:(?:{_SAYS}|tinh (?:bang|theo)) )?(?:la )?{_COUNTED}(?:{_SIZE}\s*)?{_DONG}{_EACH}")
_CAPTION = re.compile(rf"\b{_SAYS} (?:la )?{_COUNTED}(?:{_SIZE}(?:\s*{_DONG}|$)|{_DONG}(?! (?:{'|'.join(_SIZES)})\b))")
_LAST = re.compile(rf"\b(?:{_SIZE}\s*)?{_DONG}{_EACH}$")
_SIZED = re.compile(rf"\b{_SIZE}\s*{_DONG}")
_PERHAPS = re.compile(
    rf"(?P<before>\w+) (?P<size>nghin|ngan|trieu|ty|ti) {_DONG}|(?P<told>tinh|tinh theo|tinh bang) (?P<alone>nghin|ngan|trieu|ty|ti)$"
)
_ODD = re.compile(rf"\b(?:dvt|don vi tinh|don vi) (?:.* )?(?:\d[\d ]*|tram|chuc|muoi)(?: (?:nghin|ngan|trieu|ty))? ?{_DONG}")
_SAID = re.compile(rf"\b{_SAYS}\b|{_DONG}")
_MEASURE = re.compile(r"\b(?:dvt|don vi tinh|dv tinh|(?:currency )?units?|currency) (.+)")
_MONEY_EACH = re.compile(rf"\b(?:{_SIZE}\s*)?{_DONG}{_EACH}(?= |$)")
_NAMES_SIZE = re.compile(  # with its marks: «ngân» is no «ngàn»
    r"(?<!\d)(?<!\d )\b(?:nghìn|nghin|ngàn|triệu|trieu|t[ỷỉ](?! lệ)|thousand|million|billion)(?!\w)"
    r"|(?<![\w.,])(?:[x×*] ?)?1(?:[., ]?000)+(?![.,]?\d)|[x×*] ?1(?:[., ]?000)+|['’]000|\b10\^[369]|\b1?k(?!\w)"
)
_IN_BRACKETS = re.compile(r"\(([^()]*)\)")
_PARTS = rf"(?:{'|'.join(_SIZES)}|tram|chuc) (?:nguoi|lao dong|doi tuong|nhan khau|khau|ho|suat|the|luot|truong hop|co so)\b"
_COUNTS = re.compile(rf"\b(?:dvt|don vi tinh|don vi) (?:.* )?{_PARTS}|^(?:tinh theo )?{_PARTS}$")
_SHORT = 40  # letters of a line that is a caption and no sentence
_NUMBERS = re.compile(r"\d+|mot|hai|ba|bon|nam|sau|bay|tam|chin|muoi|tram|nghin|trieu|ty")
_AMOUNT = re.compile(rf"\b(?:{_NUMBERS.pattern}) (?:nghin|ngan|trieu|ty|ti|{_DONG})")
SCALE_WORDS = {1: "đồng", 1000: "nghìn đồng", 10**6: "triệu đồng", 10**9: "tỷ đồng"}


def caption_sizes(text: str) -> set[int]:
    """By how much amounts are to be multiplied as a line above a table says, 1 for đồng; empty where it says nothing.

    It says so behind ``ĐVT``, in brackets of its own, or as a whole.
    """
    key = header_key(text)
    found = [*_CAPTION.finditer(key), _ALONE.fullmatch(key)]
    found += [other for caption in _CAPTION.finditer(key) for other in _SIZED.finditer(key, caption.end())]
    found += [_ALONE.fullmatch(header_key(inner)) for inner in _IN_BRACKETS.findall(fold(text))]
    return {_SIZES.get(match["size"], 1) for match in found if match}


def header_sizes(text: str) -> set[int]:
    """The same of the header of a column of amounts, which may also end with its measure: ``Kinh phí, triệu đồng``."""
    last = _LAST.search(header_key(text))
    return caption_sizes(text) or ({_SIZES.get(last["size"], 1)} if last else set())


def counts_in_parts(text: str) -> bool:
    """Whether a text says that what is counted is told in thousands, hundreds or tens: ``ĐVT: nghìn người``, ``(trăm hộ)``."""
    inner = map(header_key, _IN_BRACKETS.findall(fold(text)))
    return any(_COUNTS.search(key) for key in (header_key(text), *inner))


def perhaps_size(text: str) -> int | None:
    """A size that a line names and that no number stands before: perhaps that of the amounts below it."""
    for found in _PERHAPS.finditer(header_key(text)):
        if found["told"] or not _NUMBERS.fullmatch(found["before"]):
            return _SIZES[found["size"] or found["alone"]]
    return None


def odd_size(text: str) -> bool:
    """Whether a line says that amounts are told in a size that is not understood: ``ĐVT: trăm nghìn đồng``, ``VND million``."""
    key = header_key(text)
    if caption_sizes(text):
        return False
    short = len(key) <= _SHORT and bool(_SAID.search(key)) and not _AMOUNT.search(key)
    return bool(_ODD.search(key)) or (short and names_size(text))


def said_measure(text: str) -> str:
    """The key of what stands behind ``ĐVT`` without sizes of money: what things are told in; empty where nothing is said."""
    found = _MEASURE.search(header_key(text))
    return _MONEY_EACH.sub(" ", found[1]).strip() if found else ""


def names_size(text: str) -> bool:
    """Whether a text names a size of amounts, understood or not: ``(x1000)``, ``đồng (nghìn)``, ``'000``."""
    return bool(_NAMES_SIZE.search(clean_text(text).lower()))


def without_measure(key: str) -> str:
    """The key of a header without the measure of its amounts: ``so tien nghin dong`` is ``so tien``."""
    found = _LAST.search(key)
    return re.sub(r" (?:dvt|don vi tinh)$", "", key[: found.start()].strip()) if found and found.start() else key

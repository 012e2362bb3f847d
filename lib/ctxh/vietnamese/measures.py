"""In what amounts are told: ``ĐVT: 1.000 đồng``, ``(Nghìn đồng)``, ``Người/triệu đồng``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

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
_SIZED = re.compile(rf"\b{_SIZE}\s*{_DONG}")
_PERHAPS = re.compile(
    rf"(?P<before>\w+) (?P<size>nghin|ngan|trieu|ty|ti) {_DONG}|(?P<told>tinh|tinh theo|tinh bang) (?P<alone>nghin|ngan|trieu|ty|ti)$"
)
_NAMES_SIZE = re.compile(  # with its marks: «ngân» is no «ngàn»
    r"(?<!\d)(?<!\d )\b(?:nghìn|nghin|ngàn|triệu|trieu|t[ỷỉ](?! lệ)|thousand|million|billion)(?!\w)"
    r"|(?<![\w.,])(?:[x×*] ?)?1(?:[., ]?000)+(?![.,]?\d)|[x×*] ?1(?:[., ]?000)+|['’]000|\b10\^[369]|\b1?k(?!\w)"
)
_IN_BRACKETS = re.compile(r"\(([^()]*)\)")
_SHORT = 40  # letters of a line that is a caption and no sentence
_NUMBERS = re.compile(r"\d+|mot|hai|ba|bon|nam|sau|bay|tam|chin|muoi|tram|nghin|trieu|ty")
_AMOUNT = re.compile(rf"\b(?:{_NUMBERS.pattern}) (?:nghin|ngan|trieu|ty|ti|{_DONG})")
SCALE_WORDS = {1: "đồng", 1000: "nghìn đồng", 10**6: "triệu đồng", 10**9: "tỷ đồng"}


@dataclass(frozen=True)
class CaptionWords:
    """The keys of words that say in what amounts are told: before a measure, what is counted, what amounts are for."""

    says: tuple[str, ...] = ()  # ĐVT
    may_say: tuple[str, ...] = ()  # Đơn vị, which may be an office's as well
    things: tuple[str, ...] = ()  # người, hộ
    joining: tuple[str, ...] = ()  # và
    per: tuple[str, ...] = ()  # behind đồng: tháng, người, mỗi

    @cached_property
    def _before(self) -> str:
        return _any_of(*self.says, *self.may_say)

    @cached_property
    def _each(self) -> str:
        return rf"(?:(?: (?:mot|1))? {_any_of(*self.per)})*"

    @cached_property
    def _counted(self) -> str:
        return rf"(?:{_any_of(*self.things, *self.joining)} )*"  # what other columns of the form are told in

    @cached_property
    def _alone(self) -> re.Pattern[str]:
        lead = rf"(?:(?:{self._before}|tinh (?:bang|theo)) )?(?:la )?"
        return re.compile(rf"{lead}{self._counted}(?:{_SIZE}\s*)?{_DONG}{self._each}")

    @cached_property
    def _caption(self) -> re.Pattern[str]:
        measure = rf"(?:{_SIZE}(?:\s*{_DONG}|$)|{_DONG}(?! (?:{'|'.join(_SIZES)})\b))"
        return re.compile(rf"\b{self._before} (?:la )?{self._counted}{measure}")

    @cached_property
    def _last(self) -> re.Pattern[str]:
        return re.compile(rf"\b(?:{_SIZE}\s*)?{_DONG}{self._each}$")

    @cached_property
    def _money_each(self) -> re.Pattern[str]:
        return re.compile(rf"\b(?:{_SIZE}\s*)?{_DONG}{self._each}(?= |$)")

    @cached_property
    def _for_each(self) -> re.Pattern[str]:
        return re.compile(rf"(?:/|\b(?:moi|mot|0?1)\b|{_DONG} )\s*(?:(?:mot|0?1|moi) )?({_any_of(*self.per)})\b")

    @cached_property
    def _odd(self) -> re.Pattern[str]:
        size = r"(?:\d[\d ]*|tram|chuc|muoi)(?: (?:nghin|ngan|trieu|ty))?"
        return re.compile(rf"\b{self._before} (?:.* )?{size} ?{_DONG}")

    @cached_property
    def _counts(self) -> re.Pattern[str]:
        parts = rf"(?:{'|'.join(_SIZES)}|tram|chuc) {_any_of(*self.things)}\b"
        return re.compile(rf"\b{self._before} (?:.* )?{parts}|^(?:tinh theo )?{parts}$")

    @cached_property
    def _names_measure(self) -> re.Pattern[str]:
        return re.compile(rf"\b{self._before}\b|{_DONG}")

    @cached_property
    def measures(self) -> re.Pattern[str]:
        """What things are measured in, or a word between."""
        return re.compile(rf"\b{_any_of(*self.things, *self.joining, *self.per)}\b")

    def caption_sizes(self, text: str) -> set[int]:
        """By how much amounts are to be multiplied as a line above a table says, 1 for đồng; empty where it says nothing.

        It says so behind ``ĐVT``, in brackets of its own, or as a whole.
        """
        key = header_key(text)
        found = [*self._caption.finditer(key), self._alone.fullmatch(key)]
        found += [other for caption in self._caption.finditer(key) for other in _SIZED.finditer(key, caption.end())]
        found += [self._alone.fullmatch(header_key(inner)) for inner in _IN_BRACKETS.findall(fold(text))]
        return {_SIZES.get(match["size"], 1) for match in found if match}

    def header_sizes(self, text: str) -> set[int]:
        """The same of the header of a column of amounts, which may also end with its measure: ``Kinh phí, triệu đồng``."""
        last = self._last.search(header_key(text))
        return self.caption_sizes(text) or ({_SIZES.get(last["size"], 1)} if last else set())

    def counts_in_parts(self, text: str) -> bool:
        """Whether a text says that what is counted is told in thousands, hundreds or tens: ``ĐVT: nghìn người``, ``(trăm hộ)``."""
        inner = map(header_key, _IN_BRACKETS.findall(fold(text)))
        return any(self._counts.search(key) for key in (header_key(text), *inner))

    def odd_size(self, text: str) -> bool:
        """Whether a line says that amounts are told in a size that is not understood: ``ĐVT: trăm nghìn đồng``, ``VND million``."""
        key = header_key(text)
        if self.caption_sizes(text):
            return False
        short = len(key) <= _SHORT and bool(self._names_measure.search(key)) and not _AMOUNT.search(key)
        return bool(self._odd.search(key)) or (short and names_size(text))

    def for_each(self, text: str) -> set[str]:
        """The keys of what a header says that its amounts are for each: ``Số tiền (đồng/suất)``, ``Kinh phí/người/tháng``, ``Mức 1 hộ``."""
        return {*self._for_each.findall(fold(text))}

    def said_measure(self, text: str) -> str:
        """The key of what stands behind ``ĐVT`` without sizes of money: what things are told in; empty where nothing is said."""
        found = re.search(rf"\b{_any_of(*self.says)} (.+)", header_key(text))
        return self._money_each.sub(" ", found[1]).strip() if found else ""

    def without_measure(self, key: str) -> str:
        """The key of a header without the measure of its amounts: ``so tien nghin dong`` is ``so tien``."""
        found = self._last.search(key)
        return re.sub(rf" {_any_of(*self.says)}$", "", key[: found.start()].strip()) if found and found.start() else key


def _any_of(*keys: str) -> str:
    """A pattern of any of some keys, the longest first; of none, one that nothing matches."""
    return rf"(?:{'|'.join(map(re.escape, sorted(keys, key=len, reverse=True))) or '(?!)'})"


def perhaps_size(text: str) -> int | None:
    """A size that a line names and that no number stands before: perhaps that of the amounts below it."""
    for found in _PERHAPS.finditer(header_key(text)):
        if found["told"] or not _NUMBERS.fullmatch(found["before"]):
            return _SIZES[found["size"] or found["alone"]]
    return None


def names_size(text: str) -> bool:
    """Whether a text names a size of amounts, understood or not: ``(x1000)``, ``đồng (nghìn)``, ``'000``."""
    return bool(_NAMES_SIZE.search(clean_text(text).lower()))

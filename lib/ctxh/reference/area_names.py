"""Areas known by what they are called: with tones and đ first, without them only where one area alone can be meant."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from ctxh.frames import Area, rows_of
from ctxh.reference.place_kinds import COMMITTEES, VILLAGE, PlaceKinds
from ctxh.reference.tables import words
from ctxh.vietnamese import clean_text, header_key, marked_key, spelling_key

WITH_OTHERS = re.compile(r"[\s(,;–-]*\bg[ồo]m c[ảa]\b.*$", re.IGNORECASE)  # behind the name of an area that took others in
_COMMITTEE = ("ubnd", "uy ban nhan dan")  # the keys of what stands before the name of an area
_NUMBERED = re.compile(r"(?:s[ốo] )?\d", re.IGNORECASE)
_WRITTEN = re.compile(r"\b(?:số|so) (?=\d)|\b0+(?=\d)")  # what Khu số 1 and Khu 01 have more than Khu 1
_COMMITTEES = tuple(f"{key} " for key in _COMMITTEE)


@dataclass(frozen=True)
class Found:
    """The code of the area that a text names; empty where it names none, or one of several ``rivals``."""

    code: str = ""
    plain: bool = False  # whether only its letters without marks agree
    rivals: tuple[str, ...] = ()


@dataclass(frozen=True)
class AreaNames:
    """Codes of areas by their names: full ones, with the kind, and bare ones, by six keys from the strictest on."""

    kinds: PlaceKinds
    whole: tuple[Mapping[str, frozenset[str]], ...]  # codes by the names with their kinds, of aliases too, a mapping a key
    bare: tuple[Mapping[str, frozenset[str]], ...]  # by the names alone

    @classmethod
    def of(cls, areas: pd.DataFrame, kinds: PlaceKinds, others: Mapping[str, str] | None = None) -> AreaNames:
        """The names of some areas (rows of areas.csv), and of ``others``: kind and name by code."""
        found = []
        for row in rows_of(areas, Area):
            found.append((row.area_code, row.kind, row.name))
            found += [(row.area_code, *_parted(alias, kinds, row.kind)) for alias in words(row.aliases)]
        found += [(code, *_parted(name, kinds, "")) for code, name in (others or {}).items()]
        names = dict.fromkeys(found)
        whole = [(code, f"{kind} {name}") for code, kind, name in names]
        bare = [(code, name) for code, _, name in names]
        return cls(kinds, *(tuple(_by_key(named, key) for _, key in _KEYS) for named in (whole, bare)))

    def find(self, text: str) -> Found:
        """The area that a text names: ``UBND xã Kim Xuyên``, ``Kim Xuyên``, ``Xa Kim Xuyen``, ``Thôn Xóm 2``."""
        spelled = without_committee(text)
        rivals: tuple[str, ...] = ()
        for at, (plain, _) in enumerate(_KEYS):
            for codes in self._matching_codes(spelled, at):
                if len(codes) == 1:
                    return Found(next(iter(codes)), plain)
                rivals = rivals or tuple(sorted(codes))
        return Found(rivals=rivals)

    def _matching_codes(self, spelled: str, at: int) -> Iterable[frozenset[str]]:
        """The codes of the areas that a text may name by a key: those called so in full, then those whose bare name it is."""
        whole, bare, key = self.whole[at], self.bare[at], _KEYS[at][1]
        kind, name = self.kinds.split(spelled, *COMMITTEES, VILLAGE)
        full = f"{kind.kind} {name}" if kind else spelled  # KP 2 is khu phố 2
        found = [whole.get(key(full)), bare.get(key(spelled))]
        if kind:
            found += [whole.get(key(name)), None if _NUMBERED.match(name) else bare.get(key(name))]  # Xóm 2 is not Khu 2
        return filter(None, found)  # but towns become communes


def _by_key(named: Iterable[tuple[str, str]], key: Callable[[str], str]) -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for code, name in named:
        found.setdefault(key(name), set()).add(code)
    return {name: frozenset(codes) for name, codes in found.items()}


def _parted(spelled: str, kinds: PlaceKinds, kind: str) -> tuple[str, str]:
    found, name = kinds.split(spelled, *COMMITTEES, VILLAGE)
    return (found.kind, name) if found and name else (kind, clean_text(spelled))


def without_committee(text: str) -> str:
    """The name of a place without the words for its people's committee."""
    spelled = clean_text(text).split()
    named = (len(key.split()) for key in _COMMITTEE if header_key(" ".join(spelled[: len(key.split())])) == key)
    return " ".join(spelled[next(named, 0) :])


def names_committee(text: str) -> bool:
    """Whether a text begins with the words for a people's committee."""
    return f"{header_key(text)} ".startswith(_COMMITTEES)


_KEYS: tuple[tuple[bool, Callable[[str], str]], ...] = (
    (False, marked_key),
    (False, lambda text: spelling_key(marked_key(text))),
    (False, lambda text: _WRITTEN.sub("", marked_key(text))),
    (True, header_key),
    (True, lambda text: spelling_key(header_key(text))),
    (True, lambda text: _WRITTEN.sub("", header_key(text))),
)

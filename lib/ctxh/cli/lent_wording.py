"""The wording of one office made another's to begin with: what is the lender's alone becomes a marked blank."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ctxh.check.borrowed_facts import foreign_names_in
from ctxh.reference.place_kinds import COMMITTEES, PlaceKind, PlaceKinds, kind_and_name

MARK = "CẦN VIẾT"
BLANK = f"{{# {MARK}: câu ở đây chỉ đúng với đơn vị cho mượn lời văn; viết câu của đơn vị mình, hoặc xóa dòng này #}}"
_TAG = re.compile(r"(\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\})", re.DOTALL)
_BRANCH = re.compile(r"\{%[-+]?\s*(if|elif|else|endif)\b.*?%\}", re.DOTALL)
_OPENS, _CLOSES = (re.compile(rf"\{{%[-+]?\s*(?:{words})\b") for words in ("if|for", "endif|endfor"))
_CONTROL = re.compile(r"\{%.*?%\}", re.DOTALL)
# what is said of a province of each kind; a wording is turned from one to the other
_OF_PROVINCES = {"thành phố": ("thành phố", "Thành phố", "Thành ủy"), "tỉnh": ("tỉnh", "Tỉnh", "Tỉnh ủy")}

_BEFORE, _BEHIND = ("cấp", "các", "mọi", "những", "hợp tác", "thị"), "hội"  # beside these a kind is not the office: thị xã, xã hội


@dataclass(frozen=True)
class Named:
    """What an office is called, the province that it lies in, each with its kind, and what its areas are called."""

    name: str
    province: str
    areas_called: str
    kinds: PlaceKinds

    @property
    def place(self) -> str:
        """The name without its kind."""
        return kind_and_name(self.name, self.kinds)[1]

    @property
    def kind_of_province(self) -> str:
        """The kind of the province, which the office may be itself; empty for none known."""
        lent = self.province or self.name
        return next((kind for kind in _OF_PROVINCES if lent.startswith(kind)), "")


def wording_lent(text: str, lender: Named, borrower: Named, own: set[str], foreign: frozenset[str] = frozenset()) -> str:
    """A file of the lender's wording for another office: names as its settings say them, blanks for what only the lender can say.

    ``own`` are the names that the borrower's wording may have, ``foreign`` the ids that the lender's book has and the borrower's has not.
    """
    asked = {lender.name: "{{ office.name }}", lender.province: "{{ office.province }}"}
    called = {lender.areas_called: "{{ office.areas_called }}"} if lender.areas_called != borrower.areas_called else {}
    pairs = asked | called | _provinces(lender, borrower)
    general = _outside_tags(without_years(text), lambda words: _of_own_kind(renamed(words, pairs), lender, borrower))
    known = without_ids(general, foreign)
    return _without(known, {line for line, _ in foreign_names_in(known, own, borrower.kinds)})


def setting_lent(text: str, lender: Named, borrower: Named, own: set[str]) -> str:
    """A text of the lender's settings for another office; empty where it names what is not the borrower's."""
    pairs = {lender.name: borrower.name, lender.province: borrower.province, lender.place: borrower.place}
    pairs |= {lender.areas_called: borrower.areas_called} | _provinces(lender, borrower)
    every = pairs | {one.upper(): other.upper() for one, other in pairs.items()}
    lent = _of_own_kind(renamed(text, every), lender, borrower)
    ours = own | {borrower.place, kind_and_name(borrower.province, borrower.kinds)[1]}
    return "" if any(True for _ in foreign_names_in(lent, ours, borrower.kinds)) else lent


def without_years(text: str) -> str:
    """A wording without the sentences that were written for single years: a blank in place of each."""
    while branches := _choice(text, lambda tags: any("in_years(" in tag[0] for tag in tags)):
        at = next(place for place, tag in enumerate(branches) if "in_years(" in tag[0])
        bodies = {place: text[tag.end() : after.start()] for place, (tag, after) in enumerate(pairwise(branches))}
        kept = [(branches[place], body) for place, body in bodies.items() if place != at]
        text = text[: branches[0].start()] + BLANK + _joined(kept, branches[-1][0]) + text[branches[-1].end() :]
    return text


def without_ids(text: str, ids: frozenset[str]) -> str:
    """A wording without what asks for some ids: a blank in place of each choice that does, and of each line that still tells one."""
    if not ids:
        return text
    asked = re.compile(rf"""(["'])(?:{"|".join(map(re.escape, sorted(ids)))})\1""")
    while branches := _choice(text, lambda tags: any(asked.search(tag[0]) for tag in tags)):
        text = text[: branches[0].start()] + BLANK + text[branches[-1].end() :]
    return _without(text, [at for at, line in enumerate(text.splitlines(), 1) if asked.search(line)])


def blanks_in(text: str) -> list[int]:
    """The lines of a wording that hold a marked blank."""
    return [line for line, words in enumerate(text.splitlines(), 1) if MARK in words]


def renamed(text: str, pairs: Mapping[str, str]) -> str:
    """A text with some whole words in the place of others, the longest first, all at once."""
    known = sorted((name for name in pairs if name and name != pairs[name]), key=len, reverse=True)
    if not known:
        return text
    return re.sub(rf"(?<!\w)(?:{'|'.join(map(re.escape, known))})(?!\w)", lambda found: pairs[found[0]], text)


def _choice(text: str, wanted: Callable[[Sequence[re.Match[str]]], bool]) -> list[re.Match[str]] | None:
    """The tags of the first choice, from its ``if`` to its ``endif``, that is wanted by its tags; None where there is none."""
    open_ones: list[list[re.Match[str]]] = []
    for tag in _BRANCH.finditer(text):
        if tag[1] == "if":
            open_ones.append([])
        if not open_ones:
            return None  # ill written, which is said where it is read
        open_ones[-1].append(tag)
        if tag[1] == "endif":
            closed = open_ones.pop()
            if wanted(closed):
                return closed
    return None


def _joined(kept: list[tuple[re.Match[str], str]], end: str) -> str:
    """The branches that are left of a choice as a choice of their own."""
    if not kept:
        return ""
    first, body = kept[0]
    if first[1] == "else":
        return body
    head = re.sub(r"\belif\b", "if", first[0], count=1) + body
    return head + "".join(tag[0] + rest for tag, rest in kept[1:]) + end


def _without(text: str, lines: Iterable[int]) -> str:
    """A wording with blanks in the place of some lines; tags that open or close what other lines hold are left."""
    written = text.splitlines(keepends=True)
    for line in lines:
        words = written[line - 1]
        whole = len(_OPENS.findall(words)) == len(_CLOSES.findall(words))
        written[line - 1] = BLANK + ("" if whole else "".join(_CONTROL.findall(words))) + "\n"
    return "".join(written)


def _provinces(lender: Named, borrower: Named) -> dict[str, str]:
    """The words for a province of the lender's kind with those for one of the borrower's."""
    kinds = lender.kind_of_province, borrower.kind_of_province
    return dict(zip(*(_OF_PROVINCES[kind] for kind in kinds), strict=True)) if all(kinds) else {}


def _of_own_kind(text: str, lender: Named, borrower: Named) -> str:
    """A text that calls the lender by its kind, ``UBND xã``, ``toàn xã``, with the borrower's; ``cấp xã``, ``các xã`` are all of them.

    Of another level the Party's committee is called otherwise too: ``Huyện ủy``, ``Đảng ủy phường``.
    """
    lent, own = (office.kinds.split(office.name, *COMMITTEES)[0] for office in (lender, borrower))
    if lent is None or own is None or lent.kind == own.kind or "province" in (*lent.levels, *own.levels):
        return text
    old, new = lent.kind, own.kind
    if not {*lent.levels} & {*own.levels}:
        text = renamed(text, {_party(lent): _party(own)})
    beside = "".join(rf"(?<!{word} )" for word in _BEFORE)
    word = re.compile(rf"(?<!\w){beside}(?:{old}|{old.capitalize()})(?!\w)(?! {_BEHIND}\b)")
    return word.sub(lambda found: new if found[0] == old else new.capitalize(), text)


def _party(kind: PlaceKind) -> str:
    """What the Party's committee of an area of a kind is called."""
    return f"Đảng ủy {kind.kind}" if "commune" in kind.levels else f"{kind.kind.split()[0].capitalize()} ủy"


def _outside_tags(text: str, change: Callable[[str], str]) -> str:
    return "".join(part if place % 2 else change(part) for place, part in enumerate(_TAG.split(text)))

"""What was reworded in an edited paragraph, as changes of the wording's files: helpers are kept, no number is typed in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from ctxh.proofread.text_numbers import numbers_in
from ctxh.proofread.traced_wording import Origin, TracedParagraph

FROM_A_FORM = "chữ hoặc số do hàm in: sửa ở phiếu hay thiết lập mà hàm lấy"
BREAK = "\n"  # between two paragraphs
_WORDS = re.compile(r"\n|\s+|\w+|[^\w\s]")
_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~])")
_TAG = re.compile(r"\{\{[^{}]*\}\}")
_TAG_BEFORE = re.compile(r"\{\{[^{}]*\}\}$")
_BLOCK = re.compile(r"\{%-?\s*(if|for|endif|endfor|else|elif|set|macro|include)\b")


@dataclass(frozen=True)
class Change:
    """A stretch of a file of the wording and what stands there instead."""

    file: str
    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Left:
    """An edit that is not brought home: what was found, what the report says there and from which letter of it on, and why."""

    found: str
    kept: str
    why: str
    cite: str = ""
    at: int = 0


@dataclass(frozen=True)
class Rewording:
    """The changes for one edited paragraph, what is left, and what the report is to say then."""

    changes: tuple[Change, ...]
    left: tuple[Left, ...]
    expected: str


@dataclass(frozen=True)
class _Piece:
    """A word, a blank, a mark or a whole number of a text; ``origins`` are of its letters, ``cite`` is what a helper printed."""

    text: str
    number: bool
    origins: tuple[Origin | None, ...] = ()
    cite: str | None = None

    @property
    def key(self) -> str:
        return "#" if self.number else self.text

    @property
    def own(self) -> bool:
        """Whether it is the wording's own, letter for letter."""
        return bool(self.origins) and all(self.origins)


def reworded(paragraph: TracedParagraph, edited: str, sources: dict[str, str]) -> Rewording:
    """What it takes for the wording to say an edited text in place of a told one."""
    ours, theirs = _pieces_of(paragraph), _pieces(edited)
    changes: list[Change] = []
    left: list[Left] = []
    expected: list[str] = []
    matcher = SequenceMatcher(None, [one.key for one in ours], [one.key for one in theirs], autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        before, after = ours[a:b], theirs[c:d]
        if kind == "equal":
            left += [
                Left(new.text, old.text, _why(old), old.cite or "", len(_text(ours[: a + step])))
                for step, (old, new) in enumerate(zip(before, after, strict=True))
                if old.text != new.text
            ]
            expected.append(_text(before))
            continue
        found, why = _changes(ours, a, b, after, sources)
        if why:
            cite = next((one.cite for one in (*before, *ours[max(0, a - 1) : a + 1]) if one.cite), "")
            left.append(Left(_text(after), _text(before), why, cite, len(_text(ours[:a]))))
            expected.append(_text(before))
        else:
            changes += found
            expected.append(_text(after))
    return Rewording(tuple(changes), tuple(left), "".join(expected))


def _why(piece: _Piece) -> str:
    return "số sửa tay: sửa ở số liệu" if piece.cite is not None or not piece.own else "số gõ thẳng trong lời văn: lấy từ số liệu"


def _changes(ours: Sequence[_Piece], a: int, b: int, after: Sequence[_Piece], sources: dict[str, str]) -> tuple[list[Change], str]:
    """The changes for some pieces of ours; or none, and why."""
    before, text = ours[a:b], _text(after)
    if any(one.number for one in after):
        return [], "có số gõ tay: đưa số vào số liệu rồi gọi bằng hàm"
    if re.search(r"[{}]", text):
        return [], "có dấu { } của thẻ"
    if not before:
        place = _place(ours, a)
        return ([Change(place.file, place.at, place.at, escaped(text))], "") if place else ([], FROM_A_FORM)
    if any(not one.own for one in before):
        return _removed(ours, a, b, text, sources)
    first, *rest = _stretches([origin for one in before for origin in one.origins if origin is not None], sources)
    return [replace(first, text=escaped(text)), *rest], ""


def _stretches(origins: Sequence[Origin], sources: dict[str, str]) -> list[Change]:
    """Changes that take out letters of a wording and leave the tags between them."""
    found: list[Change] = []
    for origin in origins:
        last = found[-1] if found else None
        between = sources[origin.file][last.end : origin.at] if last and last.file == origin.file and last.end <= origin.at else "{"
        if last and not between.strip():
            found[-1] = replace(last, end=origin.at + 1)
        else:
            found.append(Change(origin.file, origin.at, origin.at + 1, ""))
    return found


def _removed(ours: Sequence[_Piece], a: int, b: int, text: str, sources: dict[str, str]) -> tuple[list[Change], str]:
    """The change that takes out a stretch with what helpers print in it, where the wording has it in one piece."""
    if text.strip():
        return [], FROM_A_FORM
    stretch = _with_tags(ours, a, b, sources)
    if stretch is None:
        return [], "bỏ chữ do hàm in: không rõ chỗ trong lời văn"
    if not blocks_are_whole(sources[stretch.file][stretch.start : stretch.end]):
        return [], "nằm vắt qua thẻ của lời văn"
    return [replace(stretch, text=text)], ""


def _with_tags(ours: Sequence[_Piece], a: int, b: int, sources: dict[str, str]) -> Change | None:
    """The stretch of a file that some pieces of ours come from, the tags of what helpers print at its ends with it."""
    own = [origin for piece in ours[a:b] for origin in piece.origins if origin is not None]
    if not own:
        before, behind = _origin(ours[a - 1], -1) if a else None, _origin(ours[b], 0) if b < len(ours) else None
        one_file = before is not None and behind is not None and before.file == behind.file and before.at < behind.at
        return Change(before.file, before.at + 1, behind.at, "") if one_file and before and behind else None
    if any(origin.file != own[0].file for origin in own) or own[0].at > own[-1].at:
        return None
    text, start, end = sources[own[0].file], own[0].at, own[-1].at + 1
    if not ours[a].own and (tag := _TAG_BEFORE.search(text, 0, start)):
        start = tag.start()
    if not ours[b - 1].own and (tag := _TAG.match(text, end)):
        end = tag.end()
    return Change(own[0].file, start, end, "")


def _origin(piece: _Piece, letter: int) -> Origin | None:
    return piece.origins[letter] if piece.origins else None


def _place(ours: Sequence[_Piece], at: int) -> Origin | None:
    """Where new words go: behind the word before, else before the word behind, else behind the tag before."""
    before = _origin(ours[at - 1], -1) if at else None
    if before is not None:
        return Origin(before.file, before.at + 1)
    return _origin(ours[at], 0) if at < len(ours) else None


def blocks_are_whole(stretch: str) -> bool:
    """Whether a stretch of a wording opens and closes the same blocks, and no branch of one that it does not open."""
    depth = 0
    for found in _BLOCK.finditer(stretch):
        if found[1] in ("if", "for"):
            depth += 1
        elif found[1] in ("endif", "endfor"):
            depth -= 1
        elif found[1] in ("else", "elif") and depth == 0:
            return False
        if depth < 0:
            return False
    return depth == 0 and stretch.count("{") == stretch.count("}")


def other_branch(change: Change, sources: dict[str, str]) -> list[int]:
    """The lines of the other branches of the block that a change stands in, where it has any."""
    text, found = sources[change.file], list[int]()
    opened: list[list[int]] = []
    for tag in _BLOCK.finditer(text):
        if tag[1] in ("if", "for"):
            opened.append([tag.start()])
        elif tag[1] in ("else", "elif") and opened:
            opened[-1] += [tag.start()]
        elif tag[1] in ("endif", "endfor") and opened:
            places = opened.pop()
            if places[0] < change.start < tag.start() and len(places) > 1:
                found += [text.count("\n", 0, place) + 1 for place in places if not _of(place, places, tag.start(), change.start)]
    return found


def _of(place: int, places: list[int], end: int, at: int) -> bool:
    """Whether a branch that begins at a place holds another place."""
    following = [one for one in places if one > place] or [end]
    return place <= at < following[0]


def escaped(text: str) -> str:
    """A text as Markdown that says it letter for letter; a break begins a paragraph of its own."""
    lines = [_SPECIAL.sub(r"\\\1", line) for line in text.split(BREAK)]
    lines = [re.sub(r"^(\d+)([.)])", r"\1\\\2", re.sub(r"^([-+])", r"\\\1", line)) if at else line for at, line in enumerate(lines)]
    return "\n\n".join(lines)


def _text(pieces: Sequence[_Piece]) -> str:
    return "".join(one.text for one in pieces)


def _pieces(text: str) -> list[_Piece]:
    """The pieces of an edited text: its numbers whole."""
    found, start = [], 0
    for number in numbers_in(text):
        found += [_Piece(word[0], False) for word in _WORDS.finditer(text[start : number.start])]
        found.append(_Piece(number.text, True))
        start = number.end
    return [*found, *(_Piece(word[0], False) for word in _WORDS.finditer(text[start:]))]


def _pieces_of(paragraph: TracedParagraph) -> list[_Piece]:
    """The pieces of a told paragraph: of what a helper printed the numbers whole, else words."""
    found, at = [], 0
    for piece in _pieces(paragraph.text):
        end = at + len(piece.text)
        origins, cites = paragraph.origins[at:end], paragraph.cites[at:end]
        cite = next((one for one in cites if one), None)
        found.append(_Piece(piece.text, piece.number, origins, cite))
        at = end
    return found

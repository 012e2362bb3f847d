"""Wording that was edited in Word brought home into the office's files, so that the report made again says it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import numpy as np
from rapidfuzz import fuzz
from rapidfuzz.process import cdist

from ctxh.check.typed_numbers import spelt_numbers
from ctxh.compute.computed import Computed
from ctxh.errors import CtxhError
from ctxh.proofread.binding import best_pairs
from ctxh.proofread.left_out import left_in_words, paragraph_left, start_of
from ctxh.proofread.paragraph_moves import Move, deleted, inserted, moved
from ctxh.proofread.proofreading import judgements_of
from ctxh.proofread.report_numbers import report_numbers
from ctxh.proofread.rewording import BREAK, Change, Left, other_branch, reworded
from ctxh.proofread.text_numbers import numbers_in, plain
from ctxh.proofread.traced_wording import TracedParagraph, told_paragraphs, traced
from ctxh.proofread.word_file import NotReadable, word_bytes
from ctxh.proofread.word_text import opened_word, word_paragraphs

ALIKE = 62.0  # of 100, from which an edited paragraph is taken for one of ours
FEWEST = 0.5  # of our paragraphs, without which the text is none of this wording
LONGEST_HEADING = 150  # letters
BETTER = 3.0  # by how much two paragraphs together must be more alike than one


@dataclass(frozen=True)
class Adoption:
    """What adopting would do: the files with their new text, what is brought home and what is left, a line each."""

    files: dict[str, str]
    brought: tuple[str, ...]
    left: tuple[str, ...]


@dataclass(frozen=True)
class Group:
    """Edited paragraphs that say what one or more of ours say, each in their order."""

    ours: tuple[int, ...]
    theirs: tuple[int, ...]


@dataclass(frozen=True)
class _Step:
    """Changes that belong together, and what the report is to say of a list of our paragraphs then."""

    changes: tuple[Change, ...]
    move: Move
    words: str  # what is said of it


def adoption(file: Path, computed: Computed, sources: dict[str, str]) -> Adoption:
    """What it takes for the wording to say what an edited Word file says. Nothing is written.

    Raises NotReadable for a file that is no Word file, for the report of another place, year or period, and for another wording.
    """
    judgements_of(file.name, word_paragraphs(opened_word(word_bytes(file))), computed)
    ours = [one for one in traced(computed, sources) if one.text]
    edited = edited_texts(file, computed, {one.text for one in ours})
    groups = grouped([one.text for one in ours], edited)
    if sum(len(group.ours) for group in groups) < FEWEST * len(ours):
        raise NotReadable(f"{file.name}: quá ít đoạn giống lời văn của đơn vị; đây không phải báo cáo lập từ lời văn này.")
    steps, left = [], []
    for group in groups:
        step, more = _reworded(group, ours, edited, sources)
        steps += step
        whole = BREAK.join(ours[at].text for at in group.ours)
        left += [left_in_words(one, edited[group.theirs[0]], whole, computed) for one in more]
    placed, unplaced = _paragraph_steps(groups, ours, edited, computed, sources)
    return _tried([*steps, *placed], [*left, *unplaced], ours, computed, sources)


def edited_texts(file: Path, computed: Computed, own: set[str]) -> list[str]:
    """The paragraphs of the body of an edited file outside tables, without what stands round a report and under its tables."""
    printed = report_numbers(computed, spelt_numbers(computed.book.counted_words)).passages
    around = {" ".join(passage.text.split()) for passage in printed} - own
    read = (one for one in word_paragraphs(opened_word(word_bytes(file))) if not one.where)
    texts = (re.sub(r"^[-+] ", "", " ".join(plain(one.text)[0].split())) for one in read)
    return [text for text in texts if text and text not in around]


def grouped(ours: Sequence[str], theirs: Sequence[str]) -> list[Group]:
    """Which edited paragraphs say which of ours: one each, then what was parted from them or joined to them."""
    if not ours or not theirs:
        return []
    masked = [[_masked(text) for text in texts] for texts in (ours, theirs)]
    alike = np.asarray(cdist(*masked, scorer=fuzz.ratio), dtype=float)
    beside = 1 - np.abs(np.arange(len(ours))[:, None] / len(ours) - np.arange(len(theirs))[None, :] / len(theirs))
    pairs = {a: b for a, b in zip(*best_pairs(alike + beside), strict=True) if alike[a, b] >= ALIKE or ours[a] == theirs[b]}
    pairs |= _renamed_headings(ours, theirs, pairs)
    given = {b: a for a, b in pairs.items()}
    groups = [Group((a,), (b,)) for a, b in sorted(pairs.items())]
    return [_widened(group, masked, pairs, given) for group in groups]


def _renamed_headings(ours: Sequence[str], theirs: Sequence[str], pairs: dict[int, int]) -> dict[int, int]:
    """Headings of ours whose words are all others, each with the edited one of the same number: «3.4. Việc làm»."""
    by_number = [
        {number: at for at, text in enumerate(texts) if at not in taken and (number := heading_number(text))}
        for texts, taken in ((ours, set(pairs)), (theirs, set(pairs.values())))
    ]
    return {at: by_number[1][number] for number, at in by_number[0].items() if number in by_number[1]}


def heading_number(text: str) -> str:
    """The number of a heading, ``III.`` or ``3.4.``; empty for other texts, and for one number alone, which a list has too."""
    found = re.match(r"([IVX]+\.|\d+(?:\.\d+)+\.?)\s", text)
    return found[1] if found and len(text) <= LONGEST_HEADING else ""


def _widened(group: Group, masked: Sequence[Sequence[str]], pairs: dict[int, int], given: dict[int, int]) -> Group:
    """The group with a paragraph beside it that no other says, where both together are more alike."""
    for side, taken in ((1, given), (0, pairs)):
        step = [group.ours, group.theirs][side]
        while step[-1] + 1 < len(masked[side]) and step[-1] + 1 not in taken:
            wider = replace(group, **{("ours", "theirs")[side]: (*step, step[-1] + 1)})
            if _likeness(wider, masked) < _likeness(group, masked) + BETTER:
                break
            taken[step[-1] + 1] = -1
            group, step = wider, (*step, step[-1] + 1)
    return group


def _likeness(group: Group, masked: Sequence[Sequence[str]]) -> float:
    ours, theirs = (" ".join(texts[at] for at in places) for texts, places in zip(masked, (group.ours, group.theirs), strict=True))
    return fuzz.ratio(ours, theirs)


def _masked(text: str) -> str:
    return re.sub(r"\d[\d.,/]*", "#", text.lower())


def _reworded(
    group: Group, ours: Sequence[TracedParagraph], edited: Sequence[str], sources: dict[str, str]
) -> tuple[list[_Step], list[Left]]:
    """The step that brings home what was reworded in a group, none where it says the same; and what is left of it."""
    whole = _joined([ours[at] for at in group.ours])
    text = BREAK.join(edited[at] for at in group.theirs)
    if _without_ends(whole.text.split(BREAK)) == _without_ends(text.split(BREAK)):
        return [], []
    found = reworded(whole, text, sources)
    if not found.changes:
        return [], list(found.left)
    branches = sorted({line for change in found.changes for line in other_branch(change, sources)})
    more = f" (nhánh khác của câu ấy, dòng {', '.join(map(str, branches))}, chưa sửa)" if branches else ""
    words = f"{found.changes[0].file}: «{start_of(found.expected)}»{more}"
    return [_Step(found.changes, Move(group.ours, tuple(found.expected.split(BREAK))), words)], list(found.left)


def _joined(paragraphs: Sequence[TracedParagraph]) -> TracedParagraph:
    """Paragraphs as one, with a break between them that has no origin."""
    first, *rest = paragraphs
    for one in rest:
        first = TracedParagraph(
            first.text + BREAK + one.text, (*first.origins, None, *one.origins), (*first.cites, None, *one.cites), first.item
        )
    return first


def _paragraph_steps(
    groups: Sequence[Group], ours: Sequence[TracedParagraph], edited: Sequence[str], computed: Computed, sources: dict[str, str]
) -> tuple[list[_Step], list[str]]:
    """The steps for paragraphs that are gone, moved or new; and what is left of these."""
    taken = {at for group in groups for at in group.ours}
    steps, left = [], []
    for at, paragraph in enumerate(ours):
        if at not in taken:
            changes = deleted(paragraph, sources)
            if changes:
                steps.append(_Step(changes, Move((at,), ()), f"{changes[0].file}: bỏ đoạn «{start_of(paragraph.text)}»"))
            else:
                left.append(f"Đoạn bị bỏ {paragraph_left(paragraph.text, 'không tách được khỏi lời văn', computed)}")
    for at, behind in _moved_groups(groups):
        changes = moved(ours[at], ours[behind], sources)
        if changes:
            steps.append(
                _Step(changes, Move((at,), (ours[at].text,), behind), f"{changes[0].file}: chuyển đoạn «{start_of(ours[at].text)}»")
            )
        else:
            left.append(f"Đoạn chuyển chỗ {paragraph_left(ours[at].text, 'khác tệp hoặc nằm trong khối của lời văn', computed)}")
    for place, text in _new(groups, edited):
        if heading_number(text):
            left.append(f"Đề mục mới «{start_of(text)}»: thêm vào lời văn bằng dòng ## hay ###, đặt ở tệp của mục.")
            continue
        if numbers_in(text):
            left.append(f"Đoạn mới «{start_of(text)}»: có số gõ tay; đưa số vào số liệu rồi gọi bằng hàm.")
            continue
        changes = inserted(ours[place], text, sources)
        if changes:
            steps.append(_Step(changes, Move((), (text,), place), f"{changes[0].file}: thêm đoạn «{start_of(text)}»"))
        else:
            left.append(f"Đoạn mới «{start_of(text)}»: không rõ chỗ đặt trong lời văn.")
    return steps, left


def _moved_groups(groups: Sequence[Group]) -> Iterator[tuple[int, int]]:
    """Our paragraphs that stand elsewhere, each with the one that it now stands behind: the fewest whose moving makes the order."""
    kept = set(_longest_rising([group.theirs[0] for group in groups]))
    order = sorted(groups, key=lambda group: group.theirs[0])
    for before, group in pairwise(order):
        if group.theirs[0] not in kept and len(group.ours) == 1:
            yield group.ours[0], before.ours[-1]


def _longest_rising(numbers: Sequence[int]) -> list[int]:
    """The longest part of the numbers, in their order, that rises."""
    best: list[list[int]] = []
    for number in numbers:
        before = max((one for one in best if one[-1] < number), key=len, default=[])
        best.append([*before, number])
    return max(best, key=len, default=[])


def _new(groups: Sequence[Group], edited: Sequence[str]) -> Iterator[tuple[int, str]]:
    """The edited paragraphs between two of ours that say none, each with our last paragraph before it."""
    by_place = {at: group for group in groups for at in group.theirs}
    first, last = min(by_place, default=0), max(by_place, default=-1)
    behind = 0
    for at in range(first, last):
        if at in by_place:
            behind = by_place[at].ours[-1]
        else:
            yield behind, edited[at]


def _tried(
    steps: Sequence[_Step], left: list[str], ours: Sequence[TracedParagraph], computed: Computed, sources: dict[str, str]
) -> Adoption:
    """The steps after which the report says what they promise, alone and together; the others are left."""
    texts = [one.text for one in ours]
    good = []
    for step in steps:
        if _says(computed, files_after(sources, step.changes), texts_after(texts, [step.move])):
            good.append(step)
        else:
            left.append(f"{step.words}: lời văn sửa thử không in đúng đoạn đã sửa.")
    together = good if _says(computed, *_all(sources, texts, good)) else _one_by_one(computed, sources, texts, good, left)
    made = files_after(sources, [change for step in together for change in step.changes])
    files = {name: text for name, text in made.items() if text != sources[name]}
    return Adoption(files, tuple(step.words for step in together), tuple(left))


def _all(sources: dict[str, str], texts: Sequence[str], steps: Sequence[_Step]) -> tuple[dict[str, str], list[str]]:
    return files_after(sources, [change for step in steps for change in step.changes]), texts_after(texts, [step.move for step in steps])


def _one_by_one(computed: Computed, sources: dict[str, str], texts: Sequence[str], steps: Sequence[_Step], left: list[str]) -> list[_Step]:
    kept: list[_Step] = []
    for step in steps:
        if _says(computed, *_all(sources, texts, [*kept, step])):
            kept.append(step)
        else:
            left.append(f"{step.words}: không đưa vào cùng các chỗ sửa khác được; đưa vào ở lần sau.")
    return kept


def _says(computed: Computed, sources: dict[str, str], expected: Sequence[str]) -> bool:
    try:
        return _without_ends(told_paragraphs(computed, sources)) == _without_ends(expected)
    except CtxhError:
        return False


def _without_ends(texts: Sequence[str]) -> list[str]:
    """Texts without their last marks: those of lists and of the end are made when the report is told."""
    return [text.rstrip(" .;/") for text in texts]


def files_after(sources: dict[str, str], changes: Sequence[Change]) -> dict[str, str]:
    """The files after changes, each of which names places in the files as they were."""
    made = dict(sources)
    for change in sorted(changes, key=lambda one: (one.start, one.end), reverse=True):
        text = made[change.file]
        made[change.file] = text[: change.start] + change.text + text[change.end :]
    return made


def texts_after(texts: Sequence[str], moves: Sequence[Move]) -> list[str]:
    """What a list of paragraphs says after moves: paragraphs replaced where they stand, or put behind another one."""
    own: dict[int, list[str]] = {at: [text] for at, text in enumerate(texts)}
    behind: dict[int, list[str]] = {}
    for move in moves:
        for at in move.ours:
            own[at] = []
        if move.behind is None and move.ours:
            own[move.ours[0]] = list(move.texts)
        elif move.behind is not None:
            behind.setdefault(move.behind, []).extend(move.texts)
    return [text for at in own for text in (*own[at], *behind.get(at, ()))]

"""Names of persons as lists give them: a title before, a remark behind. No name leaves this module but as a key."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from ctxh.findings import Finding, finding
from ctxh.read.flags import column_letters
from ctxh.read.placement import Placed, cell_ranges
from ctxh.vietnamese import clean_text, fold, spelling_key

_TITLES = (
    "bà mẹ vnah",
    "mẹ vnah",
    "cụ ông",
    "cụ bà",
    "liệt sĩ",
    "liệt sỹ",
    "bà",
    "ông",
    "cụ",
    "mẹ",
    "cô",
    "chú",
    "bác",
    "anh",
    "chị",
    "cháu",
    "em",
    "ls",
    "tb",
)
_FIRST = frozenset(title.split()[0] for title in _TITLES)
_TITLE = re.compile(rf"(?:{'|'.join(_TITLES)})[. ]+(?=\S+ \S)", re.IGNORECASE)
_REMARK = re.compile(r"\s*(?:\(([^()]*)\)?|\s[-–]\s+(.*)|[,;]\s*(.*))\s*$")
_DEATH = re.compile(r"\b(?:chet|mat|tu tran|qua doi|ta the|da mat)\b")
_WORD = re.compile(r"[^\W\d_]+|\d+")
_GAP, _LOOSE_GAP = re.compile(r"[\s_'’/–-]*|\."), re.compile(r"[\W_]*")
_BEFORE = frozenset(title.split()[-1] for title in _TITLES)
_MIDDLE = ("thị", "văn", "thi", "van")  # often without a capital
MOST_WORDS = 6
LEAST_JOINED, MOST_JOINED = 8, 30  # letters of a name in one; no word of the language has so many
_AFTER_INITIAL, _BLANKS, _COMMA = re.compile(r"\.? *"), re.compile(r" +"), re.compile(r" ?, ?")
_BEGINNINGS = ("Ch", "Gh", "Gi", "Kh", "Ng", "Ngh", "Nh", "Ph", "Qu", "Th", "Tr")
_APART = re.compile(r"(?<!\w)[^\W\d_](?:[ ._-]{1,3}[^\W\d_](?!\w)){7,}")
_TITLED = "{n} ô họ tên có danh xưng hoặc ghi thêm: hiểu phần còn lại là họ tên, phần ghi thêm là ghi chú."
_DEAD = "{n} người có ghi đã chết cạnh họ tên, vẫn được tính."


def plain_name(text: str) -> tuple[str, str]:
    """A name without its title and what is remarked behind it."""
    cleaned = clean_text(text)
    if not _may_be_marked(cleaned):
        return cleaned, ""
    remark = _REMARK.search(cleaned)
    name = cleaned[: remark.start()] if remark else cleaned
    return _TITLE.sub("", name, count=1) if _TITLE.match(name) else name, next(filter(None, remark.groups()), "") if remark else ""


def name_findings(placed: Placed, area_code: str, rows: list[int]) -> list[Finding]:
    """Findings about the names in some rows: one for titles and remarks, one for deaths among the remarks."""
    index = placed.columns.get("full_name")
    if index is None:
        return []
    marked, dead = [], []
    for row in rows:
        value = placed.sheet.rows[row - 1][index]
        if isinstance(value, str) and _may_be_marked(value):
            name, remark = plain_name(value)
            if name != clean_text(value):
                marked.append(row)
                dead += [row] if _DEATH.search(fold(remark)) else []
    place = {"file": placed.sheet.file, "sheet": placed.sheet.name, "area_code": area_code, "check": "case 39"}
    remarks = (("fixed", _TITLED, "", marked), ("flagged", _DEAD, "Kiểm tra ngày chết; người đã chết thì thôi hưởng.", dead))
    return [
        finding(severity, message.format(n=len(found)), remedy, cell=cell_ranges(column_letters(index), found), **place)
        for severity, message, remedy, found in remarks
        if found
    ]


def _may_be_marked(value: str) -> bool:
    """Whether a name may have a title or a remark: told by its marks and first word, to be quick."""
    if not value.replace(" ", "").isalnum():
        return value != ""
    return value.split(None, 1)[0].lower() in _FIRST


def name_keys(name: str) -> list[str]:
    """What a name is known by: of three words or more its words folded, as they are, with initials and in one.

    They are known too with the last word first, from behind, and with a letter for the last word.
    Of two words as they are and with a letter for one of them, since folded these are often others.
    """
    words = _WORD.findall(name)[:MOST_WORDS]
    if len(words) > 2:
        folded = [*map(_letters, words)]  # word by word: most are known already
        turned = [order for own in (words, folded) for order in ([own[-1], *own[:-1]], own[::-1])]
        orders = [*map(_spelled_key, turned[:2]), *map(" ".join, turned[2:])]
        return [" ".join(folded), _spelled_key(words), _short_key(folded), f"+ {''.join(folded)}", _cut_key(folded), *orders]
    return [_spelled_key(words), *_two_cut_keys(*words)] if len(words) == 2 else []


@lru_cache(maxsize=65_536)
def _letters(word: str) -> str:
    """A word without marks, its y as i: Mỹ and Mĩ are one name."""
    return spelling_key(fold(word))


def _folded_key(words: list[str]) -> str:
    return " ".join(map(_letters, words))


def _spelled_key(words: list[str]) -> str:
    return f"= {' '.join(words).lower()}"


def _short_key(folded: list[str]) -> str:
    """``n v an``: letters for all words but the last."""
    return f"~ {' '.join(word[:1] for word in folded[:-1])} {folded[-1]}"


def _cut_key(folded: list[str]) -> str:
    """``nguyen van a.``: a letter for the last word."""
    return f"~ {' '.join(folded[:-1])} {folded[-1][:1]}."


def _two_cut_keys(first: str, last: str) -> tuple[str, str]:
    """``a. thử`` and ``mẫu t.``: a letter for one of two words."""
    return f"~ {first[0]}. {last}".lower(), f"~ {first} {last[0]}.".lower()


def _joined_key(letters: str) -> str:
    return f"+ {_letters(letters)}"


def short_names_in(text: str) -> Iterator[tuple[int, int, str]]:
    """Where a text may name a person, with a key of the name.

    By initials (``N.V. An``, ``Mẫu V. Thử``), by letters set apart or by words in one.
    """
    words = list(_WORD.finditer(text))
    yield from ((word.start(), word.end(), _joined_key(word[0])) for word in words if len(word[0]) >= LEAST_JOINED)
    if any(map(_shortened, words)):
        yield from _with_initials(text, words)
    if any(len(word[0]) == 1 for word in words):
        for run in _APART.finditer(text):
            yield from _joined_in(text, [word for word in words if run.start() <= word.start() < run.end()])


def _shortened(word: re.Match[str]) -> bool:
    """Whether a word is one letter, or what a syllable begins with and a stop: ``Th.``."""
    return len(word[0]) == 1 or (word[0] in _BEGINNINGS and word.string[word.end() : word.end() + 1] == ".")


def _with_initials(text: str, words: list[re.Match[str]]) -> Iterator[tuple[int, int, str]]:
    for last, end in enumerate(words):
        if len(end[0]) == 1 or not end[0][0].isupper():
            continue
        for first in range(last - 1, max(-1, last - MOST_WORDS), -1):
            word, gap = words[first][0], text[words[first].end() : words[first + 1].start()]
            if not word[0].isupper() or not (_AFTER_INITIAL if _shortened(words[first]) else _BLANKS).fullmatch(gap):
                break
            parts = [found[0] for found in words[first : last + 1]]
            if len(parts) > 2 and any(map(_shortened, words[first : last + 1])):
                yield words[first].start(), end.end(), _short_key([*map(_letters, parts)])


def _joined_in(text: str, letters: list[re.Match[str]]) -> Iterator[tuple[int, int, str]]:
    for first, begins in enumerate(letters):
        for last in range(first + LEAST_JOINED - 1, min(first + MOST_JOINED, len(letters))):
            yield begins.start(), letters[last].end(), _joined_key("".join(found[0] for found in letters[first : last + 1]))


def doubtful_names_in(text: str) -> Iterator[tuple[int, int, str]]:
    """Where a text may name a person, and as well none, with a key of the name.

    Two words in small letters, with nothing to say so, or from behind; words before a single letter, as persons are named who
    shall not be known; two words behind a title of which one is a letter; four words or more that hold one of another kind.
    """
    words = list(_WORD.finditer(text))
    for one, two in pairwise(words):
        if _BLANKS.fullmatch(text, one.end(), two.start()) and two[0].islower() and not (one[0] + two[0]).isascii():
            yield one.start(), two.end(), _spelled_key([one[0], two[0]])
    for run in _capital_runs(text, words):
        parts, (start, end) = [word[0] for word in run], (run[0].start(), run[-1].end())
        if len(parts) == 2:
            yield from ((start, end, key) for key in _keys_of_two(text, run))
        if len(parts) > 2 and len(parts[-1]) == 1:
            yield from (
                (run[at].start(), end, _cut_key([*map(_letters, parts[at:])]))
                for at in range(max(0, len(parts) - MOST_WORDS), len(parts) - 2)
            )
        yield from _with_by_names(run)


def _capital_runs(text: str, words: list[re.Match[str]]) -> Iterator[list[re.Match[str]]]:
    """The words that begin with capitals and have no more than blanks between them, without the title before."""
    run: list[re.Match[str]] = []
    for word in words:
        gap = (_AFTER_INITIAL if run and len(run[-1][0]) == 1 else _BLANKS) if run else None
        if gap and not (word[0][0].isupper() and gap.fullmatch(text, run[-1].end(), word.start())):
            yield run
            run = []
        if word[0][0].isupper() and (run or word[0].lower() not in _BEFORE):
            run.append(word)
    if run:
        yield run


def _keys_of_two(text: str, run: list[re.Match[str]]) -> Iterator[str]:
    """Keys of two words that stand alone: from behind, and behind a title with a letter for one of them."""
    first, last = run[0][0], run[1][0]
    if not (first + last).isascii():
        yield _spelled_key([last, first])
    before = _WORD.findall(text[: run[0].start()])
    if before and before[-1].lower() in _BEFORE and 1 in (len(first), len(last)):
        yield from _two_cut_keys(first, last)


def _with_by_names(run: list[re.Match[str]]) -> Iterator[tuple[int, int, str]]:
    """What is left of four words or more without one between the first and the last, as a by-name without marks may stand there."""
    for first in range(len(run)):
        for last in range(first + 3, min(first + MOST_WORDS + 1, len(run))):
            parts = [word[0] for word in run[first : last + 1]]
            key = _folded_key if "".join(parts).isascii() else _spelled_key
            yield from ((run[first].start(), run[last].end(), key(parts[:at] + parts[at + 1 :])) for at in range(1, len(parts) - 1))


def names_in(text: str, loose: bool = False) -> Iterator[tuple[int, int, str]]:
    """Where a text may name a person, with a key of the name: two to six words with blanks or no more than a sign between.

    Of words with all their marks three or more are enough; two, and words without marks, begin with capitals or stand
    behind a title. In the name of a file (``loose``) any signs stand between, and three words need neither.
    """
    words, gap = list(_WORD.finditer(text)), _LOOSE_GAP if loose else _GAP
    parts, capital, ascii_file = [word[0] for word in words], [_capital(word[0]) for word in words], loose and text.isascii()
    adjoining = [gap.fullmatch(text, one.end(), two.start()) is not None for one, two in pairwise(words)]
    for first, begins in enumerate(words):
        titled = first > 0 and parts[first - 1].lower() in _BEFORE
        named = loose or titled or capital[first]
        for last in range(first + 1, min(first + MOST_WORDS, len(words))):
            if not adjoining[last - 1]:
                break
            several, ends = last - first > 1, capital[last]
            named = named and (loose or titled or ends or parts[last].lower() in _MIDDLE)
            if several or ((titled or (capital[first] and ends)) and not ascii_file):
                yield begins.start(), words[last].end(), _spelled_key(parts[first : last + 1])
            if several and named and (loose or titled or ends):
                yield begins.start(), words[last].end(), _folded_key(parts[first : last + 1])
    yield from _last_name_first(text, words, capital)


def _last_name_first(text: str, words: list[re.Match[str]], capital: list[bool]) -> Iterator[tuple[int, int, str]]:
    """``Thử, Mẫu Văn``: a word alone, a comma, and two words or more that no other follows."""
    for at in (at for at in range(len(words) - 2) if capital[at] and _COMMA.fullmatch(text, words[at].end(), words[at + 1].start())):
        run = next((run for run in _capital_runs(text, words[at + 1 :]) if run[0] is words[at + 1]), [])
        alone = (
            at == 0
            or not capital[at - 1]
            or not _BLANKS.fullmatch(text, words[at - 1].end(), words[at].start())
            or words[at - 1][0].lower() in _BEFORE
        )
        if alone and 1 < len(run) < MOST_WORDS:
            parts = [*(word[0] for word in run), words[at][0]]
            key = _folded_key if "".join(parts).isascii() else _spelled_key
            yield words[at].start(), run[-1].end(), key(parts)


def _capital(word: str) -> bool:
    return word[0].isupper() or word[0].isdigit()

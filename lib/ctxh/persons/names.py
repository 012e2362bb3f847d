"""Names of persons as lists give them: a title before, a remark behind. No name leaves this module but as a key."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ctxh.findings import finding
from ctxh.reading.workbooks import Placed, cell_ranges, letter
from ctxh.vietnamese import clean_text, fold

_TITLES = ("bà mẹ vnah", "mẹ vnah", "cụ ông", "cụ bà", "liệt sĩ", "liệt sỹ", "bà", "ông", "cụ", "mẹ", "cô", "chú", "bác", "anh", "chị",
           "cháu", "em", "ls", "tb")  # fmt: skip
_FIRST = frozenset(title.split()[0] for title in _TITLES)
_TITLE = re.compile(rf"(?:{'|'.join(_TITLES)})[. ]+(?=\S+ \S)", re.IGNORECASE)
_REMARK = re.compile(r"\s*(?:\(([^()]*)\)?|\s[-–]\s+(.*)|[,;]\s*(.*))\s*$")
_DEATH = re.compile(r"\b(?:chet|mat|tu tran|qua doi|ta the|da mat)\b")
_WORD = re.compile(r"[^\W\d_]+|\d+")
_GAP, _LOOSE_GAP = re.compile(r"[\s_'’/–-]*|\."), re.compile(r"[\W_]*")
_BEFORE = frozenset(title.split()[-1] for title in _TITLES)
_MIDDLE = ("thị", "văn", "thi", "van")  # often without a capital
MOST_WORDS = 6
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


def name_findings(placed: Placed, area_code: str, rows: list[int]) -> list[dict]:
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
    said = (("fixed", _TITLED, "", marked), ("flagged", _DEAD, "Kiểm tra ngày chết; người đã chết thì thôi hưởng.", dead))
    return [
        finding(severity, message.format(n=len(found)), remedy, cell=cell_ranges(letter(index), found), **place)
        for severity, message, remedy, found in said if found
    ]  # fmt: skip


def _may_be_marked(value: str) -> bool:
    """Whether a name may have a title or a remark: told by its marks and first word, to be quick."""
    if not value.replace(" ", "").isalnum():
        return value != ""
    return value.split(None, 1)[0].lower() in _FIRST


def name_keys(name: str) -> list[str]:
    """What a name is known by: of three words or more its words folded, and as they are; of two the latter alone, since folded these are often others."""
    words = _WORD.findall(name)[:MOST_WORDS]
    return [_folded_key(words), _spelled_key(words)] if len(words) > 2 else [_spelled_key(words)] if len(words) == 2 else []


def _folded_key(words: list[str]) -> str:
    return " ".join(map(fold, words))  # word by word: most are known already


def _spelled_key(words: list[str]) -> str:
    return f"= {' '.join(words).lower()}"


def names_in(text: str, loose: bool = False) -> Iterator[tuple[int, int, str]]:
    """Where a text may name a person, with a key of the name: two to six words with blanks or no more than a sign between.

    Of words with all their marks three or more are enough; two, and words without marks, begin with capitals or stand
    behind a title. In the name of a file (``loose``) any signs stand between, and three words need neither.
    """
    words, gap = list(_WORD.finditer(text)), _LOOSE_GAP if loose else _GAP
    for first, begins in enumerate(words):
        titled = first > 0 and words[first - 1][0].lower() in _BEFORE
        named = loose or titled or _capital(begins[0])
        for last in range(first + 1, min(first + MOST_WORDS, len(words))):
            if not gap.fullmatch(text, words[last - 1].end(), words[last].start()):
                break
            parts, ends = [word[0] for word in words[first : last + 1]], _capital(words[last][0])
            named = named and (loose or titled or ends or parts[-1].lower() in _MIDDLE)
            if len(parts) > 2 or (titled or _capital(parts[0]) and ends) and not (loose and text.isascii()):
                yield begins.start(), words[last].end(), _spelled_key(parts)
            if len(parts) > 2 and named and (loose or titled or ends):
                yield begins.start(), words[last].end(), _folded_key(parts)


def _capital(word: str) -> bool:
    return word[0].isupper() or word[0].isdigit()

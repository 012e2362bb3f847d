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
_WORD, _GAP, _LOOSE_GAP = re.compile(r"[^\W_]+"), re.compile(r"\s+"), re.compile(r"[\W_]+")
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


def name_key(name: str) -> str:
    """What a name is known by: its words folded; of two words alone, with their marks, since these are often other words too."""
    words = name.split() if name.replace(" ", "").isalnum() else _WORD.findall(name)
    if len(words) > 2:
        return " ".join(map(fold, words[:MOST_WORDS]))  # word by word: most are known already
    return f"2 {' '.join(words).lower()}" if len(words) == 2 else ""


def capitalised_names(text: str, loose: bool = False) -> Iterator[tuple[int, int, str]]:
    """Where a text may name a person, with the key of the name: two to six words that begin with capitals, with blanks between.

    In the name of a file (``loose``) three words or more, capitals or not, and any signs between them.
    """
    words, gap = list(_WORD.finditer(text)), _LOOSE_GAP if loose else _GAP
    for first, begins in enumerate(words):
        if not (loose or _capital(begins[0])):
            continue
        for last in range(first + 1, min(first + MOST_WORDS, len(words))):
            if not gap.fullmatch(text, words[last - 1].end(), words[last].start()):
                break
            if loose or _capital(words[last][0]):
                parts = [word[0] for word in words[first : last + 1]]
                if len(parts) > 2 or not loose:
                    yield begins.start(), words[last].end(), name_key(" ".join(parts))
            elif words[last][0].lower() not in _MIDDLE:
                break


def _capital(word: str) -> bool:
    return word[0].isupper() or word[0].isdigit()

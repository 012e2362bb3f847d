"""Rows about villages that name none, one that another row names too, or one of another sender: counted as one village more."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ctxh.clean.form_records import Records
from ctxh.clean.row_looks import is_running_number
from ctxh.clean.rows import Split
from ctxh.findings import Finding, finding
from ctxh.read.placement import Placed, cell_ranges
from ctxh.reference.area_names import AreaNames
from ctxh.reference.place_kinds import COMMITTEES, VILLAGE, PlaceKinds
from ctxh.vietnamese import header_key, marked_key

_VILLAGE = "village"  # the column that says which village a row is about
_LEAST = 2  # villages by their kinds that make the others odd
_BETWEEN = re.compile(r"[()\[\]+,;/&]|\s[-–]\s|\bvà\b")  # what stands between the names of two places in one cell
_YEAR = re.compile(r"\b20\d\d\b")  # Thực hiện 2023
_SHORT, _WORD = re.compile(r"^[^\W\d]{1,2}\.\s*(?=\w)"), re.compile(r"\w+")  # T. Đông
_ODD = (
    "{n} dòng không mang tên thôn, tổ dân phố như các dòng khác, vẫn được tính là một thôn.",
    "Là thôn thì ghi cả loại (thôn, xóm, bản...); là dòng tổng, dòng của xã, tỷ lệ hay kế hoạch thì xóa khỏi bảng.",
    "dòng không phải thôn",
)
_UNNUMBERED = (
    "{n} dòng không có số thứ tự như các dòng khác, vẫn được tính là một thôn.",
    "Là một thôn thì ghi số thứ tự; là dòng bình quân, kế hoạch, phần tách ra hay so sánh thì xóa khỏi bảng.",
    "dòng không phải thôn",
)
_AGAIN = (
    "{n} dòng nhắc một thôn mà dòng khác cũng ghi (viết cách khác, gộp hay bổ sung), mỗi dòng vẫn được tính.",
    "Một thôn chỉ ghi một dòng: gộp hoặc xóa dòng thừa; nếu là hai thôn thì ghi tên đầy đủ để phân biệt.",
    "dòng trùng",
)
_ELSEWHERE = (
    "{n} dòng ghi tên một đơn vị khác với đơn vị gửi tệp, vẫn được tính cho đơn vị gửi tệp.",
    "Nếu là số liệu của đơn vị kia thì chuyển sang tệp của đơn vị ấy; nếu ghi nhầm thì sửa tên.",
    "đơn vị khác",
)


def village_findings(records: Records, placed: Placed, split: Split) -> list[Finding]:
    """Doubts about rows of a list of villages, all counted: called as none is while most others are; of a village that another row names.

    A list that names its villages without kinds says nothing of any row but one that names a year, and a name alone may be a village's.
    """
    written, places = _written(records), placed.layout.row_words.places
    if not any(column.column == _VILLAGE and column.required for column in placed.layout.columns):
        return []
    without = {row: text for row, text in written.items() if not placed.layout.row_words.names_village(text)}
    odd = sorted(row for row, text in without.items() if not _is_a_name(text, places))
    odd = odd if len(written) - len(without) >= max(_LEAST, len(odd)) else [row for row in odd if _YEAR.search(without[row])]
    bare = set() if split.totals else _unnumbered(placed, written) - {*odd} - _rows_of(records.findings)  # a total counts it or stops
    return [*_doubt(records, odd, _ODD), *_doubt(records, bare, _UNNUMBERED), *_doubt(records, _named_again(written, places), _AGAIN)]


def _unnumbered(placed: Placed, written: Iterable[int]) -> set[int]:
    """The few rows without a running number beside rows that have one."""
    at = next((placed.columns.get(column.column) for column in placed.layout.columns if column.kind == "row_number"), None)
    rows = {*written} if at is not None else set()
    bare = {row for row in rows if not is_running_number(placed.sheet.rows[row - 1][at or 0])}
    return bare if len(bare) * _LEAST <= len(rows - bare) else set()


def _rows_of(findings: list[Finding]) -> set[int]:
    """The rows of the cells of some findings on single cells, a sum among them."""
    cells = ",".join(row["cell"] for row in findings if row["severity"] != "fixed")
    return set(map(int, re.findall(r"\b[A-Z]+(\d+)\b", cells)))


def elsewhere_findings(records: Records, names: AreaNames, office_code: str) -> list[Finding]:
    """A doubt about the rows whose village, or what stands beside it, is another area that reports to the office.

    The sender's own name says no other, whatever it ends with: ``Tiểu khu 1`` is no ``Khu 1``.
    """
    written, own, kinds = _written(records), {records.area_code, office_code, ""}, names.kinds
    named = {text: {names.find(part).code for part in _parts(text, kinds) if kinds.split(part)[0]} for text in {*written.values()}}
    others = {text for text, codes in named.items() if codes - own and names.find(text).code != records.area_code}
    return _doubt(records, [row for row, text in written.items() if text in others], _ELSEWHERE)


def _written(records: Records) -> dict[int, str]:
    """What stands in the column of villages by row, where anything does."""
    if _VILLAGE not in records.table:
        return {}
    texts = zip(records.table["row"].tolist(), records.table[_VILLAGE].tolist(), strict=True)
    return {row: text for row, text in texts if isinstance(text, str) and text.strip()}


def _doubt(records: Records, rows: Iterable[int], words: tuple[str, str, str]) -> list[Finding]:
    own, (message, remedy, check) = sorted(rows), words
    cell = cell_ranges(records.letters[_VILLAGE], own) if own else ""
    return [finding("flagged", message.format(n=len(own)), remedy, check=check, cell=cell, **records.place)] if own else []


def _is_a_name(text: str, places: PlaceKinds) -> bool:
    """Whether a text is but a name, ``Đông Bắc``: words that begin with a capital and go on in small letters, of no other kind of area."""
    words = text.split()
    return all(len(word) > 1 and word.istitle() for word in words) and places.split(text, *COMMITTEES)[0] is None


def _parts(text: str, places: PlaceKinds) -> set[str]:
    """What in a text may be the name of a place: what stands between marks, and of that what begins with a kind of place."""
    parts = {_SHORT.sub("", part.strip()) for part in _BETWEEN.split(text) if part.strip()}
    behind = {part[at.start() :] for part in parts for at in _WORD.finditer(part) if at.start()}
    return parts | {part for part in behind if places.split(part)[0] is not None}


def _named_again(written: dict[int, str], places: PlaceKinds) -> set[int]:
    """The rows that name the village of another one in other words, and these others; the same words twice are told as such."""
    whole = {row: _kind_and_key(text, places) for row, text in written.items()}
    by_name: dict[str, list[int]] = {}
    for row, (_, name) in whole.items():
        by_name.setdefault(name, []).append(row)
    again = set()
    for row, text in written.items():
        for kind, name in (_kind_and_key(part, places) for part in _parts(text, places)):
            others = [other for other in by_name.get(name, ()) if other != row and (not kind or whole[other][0] in ("", kind))]
            again |= {row, *others} if any(header_key(written[other]) != header_key(text) for other in others) else set()
    return again


def _kind_and_key(text: str, places: PlaceKinds) -> tuple[str, str]:
    kind, name = places.split(text, VILLAGE)
    return kind.kind if kind else "", marked_key(name)

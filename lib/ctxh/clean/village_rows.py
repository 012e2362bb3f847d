"""Rows of a list of villages that name none, beside rows that do: a commune, a part of it, a rate or a plan counted as one village more."""

from __future__ import annotations

from ctxh.clean.form_records import Records
from ctxh.findings import Finding, finding
from ctxh.read.placement import Placed, cell_ranges
from ctxh.reference.place_kinds import COMMITTEES, PlaceKinds

VILLAGE = "village"  # the column that says which village a row is about
_LEAST = 2  # villages by their kinds that make the others odd


def village_findings(records: Records, placed: Placed) -> list[Finding]:
    """A doubt about the rows of a list of villages that are called as no village is while most others are; they are counted all the same.

    A list that names its villages without kinds says nothing of any row, and a name alone may be a village's.
    """
    asked = any(column.column == VILLAGE and column.required for column in placed.layout.columns)
    if not asked or VILLAGE not in records.table:
        return []
    texts = zip(records.table["row"].tolist(), records.table[VILLAGE].tolist(), strict=True)
    written = {row: text for row, text in texts if isinstance(text, str) and text.strip()}
    without = {row: text for row, text in written.items() if not placed.layout.row_words.names_village(text)}
    odd = sorted(row for row, text in without.items() if not _is_a_name(text, placed.layout.row_words.places))
    if not odd or len(written) - len(without) < max(_LEAST, len(odd)):
        return []
    return [
        finding(
            "flagged",
            f"{len(odd)} dòng không mang tên thôn, tổ dân phố như các dòng khác, vẫn được tính là một thôn.",
            "Là thôn thì ghi cả loại (thôn, xóm, bản...); là dòng tổng, dòng của xã, tỷ lệ hay kế hoạch thì xóa khỏi bảng.",
            check="dòng không phải thôn",
            cell=cell_ranges(records.letters[VILLAGE], odd),
            **records.place,
        )
    ]


def _is_a_name(text: str, places: PlaceKinds) -> bool:
    """Whether a text is but a name, ``Đông Bắc``: words that begin with a capital and go on in small letters, of no other kind of area."""
    words = text.split()
    return all(len(word) > 1 and word.istitle() for word in words) and places.split(text, *COMMITTEES)[0] is None

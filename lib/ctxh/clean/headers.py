"""What the header of a form leaves open: columns that are not there, are not known, or are there twice."""

from __future__ import annotations

from collections.abc import Iterable

from ctxh.book.layouts import LayoutColumn
from ctxh.clean.other_tables import beside
from ctxh.findings import Finding, finding, quoted
from ctxh.read.placement import Placed, header_above, letter, strange_headers
from ctxh.vietnamese import nearest

_COUNTED = ("count", "money", "change", "coefficient", "mark", "birth")  # columns that figures and indicators come from
_COMPARED = ("identity", "month", "date", "category")  # columns that checks and cuts rest on
_MOST_LISTED = 10
_REMEDY = "Ghi lại tiêu đề cột như trong biểu mẫu rồi chạy lại."


def header_findings(placed: Placed, **place: str) -> list[Finding]:
    """A finding for each column of the form that no header offers or two do, and one for the headers nobody knows."""
    other = beside(placed)
    rivals = [c for c in placed.layout.columns if set(placed.rivals.get(c.column, ())) - other]
    reported = other.union(*(placed.rivals[c.column] for c in rivals))
    strange = {index: text for index, text in strange_headers(placed).items() if index not in reported}
    absent = [
        c for c in placed.layout.columns if c.column not in placed.columns and not c.extra and c.asked_as != "" and c.kind != "row_number"
    ]
    perhaps = {c.column: _perhaps(c, strange) for c in absent}
    found = [_twice(placed, column, place) for column in rivals]
    found += [_absent(column, perhaps[column.column], bool(strange), place) for column in absent]
    explained = set().union(*perhaps.values())
    return found + _strange(placed, {index: text for index, text in strange.items() if index not in explained}, place)


def _twice(placed: Placed, column: LayoutColumn, place: dict[str, str]) -> Finding:
    """What is said of a column for which two of the sheet may be meant."""
    above = header_above(placed)
    indexes = (placed.columns[column.column], *placed.rivals[column.column])
    where = ", ".join(f"cột {letter(index)}" + (f" ({quoted(above[index])})" if above.get(index) else "") for index in indexes)
    severity, what = ("flagged", f"; lấy cột {letter(indexes[0])}") if column.personal else ("stopped", "")
    message = f"Có {len(indexes)} cột cùng có thể là «{column.label}»: {where}{what}."
    remedy = f"Chỉ để một cột mang tiêu đề «{column.label}», đổi tiêu đề cột kia, rồi chạy lại."
    return finding(severity, message, remedy, check="tiêu đề", cell=_cells(placed, indexes), **place)


def _perhaps(column: LayoutColumn, strange: dict[int, str]) -> dict[int, str]:
    """The strange headers that may be a column's: the nearest one, or of a counted column the first of them all."""
    closest = nearest(column.label, strange.values())
    if closest is None and column.kind not in _COUNTED:
        return {}
    return dict([(index, text) for index, text in strange.items() if closest in (None, text)][:3])


def _absent(column: LayoutColumn, perhaps: dict[int, str], strange: bool, place: dict[str, str]) -> Finding:
    """What is said of a column that is not there, graver where figures come from it and a strange header may be it.

    Without births only the figures by age are lost, no count.
    """
    shown = ", ".join(f"{quoted(text)} (cột {letter(index)})" for index, text in perhaps.items())
    message = f"Không thấy cột «{column.label}» ở dòng tiêu đề, coi như để trống." + (f" Có cột lạ: {shown}." if shown else "")
    counted = column.kind in _COUNTED
    grave = "stopped" if strange and counted and column.kind != "birth" else "flagged"
    return finding(grave if counted or column.kind in _COMPARED or perhaps else "info", message, _REMEDY, check="tiêu đề", **place)


def _strange(placed: Placed, strange: dict[int, str], place: dict[str, str]) -> list[Finding]:
    """One word on the headers that are none of the form's, of which nothing is read."""
    if not strange:
        return []
    labels = [column.label for column in placed.layout.columns]
    shown = []
    for index, text in list(strange.items())[:_MOST_LISTED]:
        closest = nearest(text, labels)
        shown.append(f"{quoted(text)} (cột {letter(index)}" + (f", gần nhất là «{closest}»)" if closest else ")"))
    more = f" và {len(strange) - _MOST_LISTED} cột khác" if len(strange) > _MOST_LISTED else ""
    message = f"{len(strange)} cột không có trong biểu mẫu, không được đọc: {', '.join(shown)}{more}."
    return [finding("info", message, check="tiêu đề", cell=_cells(placed, strange), **place)]


def _cells(placed: Placed, indexes: Iterable[int]) -> str:
    return ",".join(f"{letter(index)}{placed.first_row}" for index in list(indexes)[:_MOST_LISTED])

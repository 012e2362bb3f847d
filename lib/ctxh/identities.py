"""Identity numbers looked at and let go: what is odd about them becomes findings that show no number."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from ctxh.findings import finding
from ctxh.layouts import LayoutColumn
from ctxh.workbooks import Placed, cell_ranges, letter

_REGISTERS = ("beneficiaries", "merit_people")  # a person stands once in each
_FIXED, _SHORT, _OLD, _SEVERAL = "lost zero", "wrong length", "nine digits", "several"
_SAID = {
    _FIXED: ("fixed", "47", "{n} số CCCD mất số 0 đầu, đã hiểu là 12 chữ số.", ""),
    _SHORT: ("flagged", "47", "{n} số CCCD không đủ hoặc thừa chữ số (phải là 12).", "Gõ lại số dưới dạng văn bản."),
    _OLD: ("flagged", "48", "{n} ô ghi số CMND 9 chữ số.", "Thay bằng số CCCD 12 chữ số."),
    _SEVERAL: ("flagged", "48", "{n} ô ghi nhiều số trong một ô.", "Mỗi ô chỉ ghi một số CCCD."),
}
_SCIENTIFIC = re.compile(r"[\d,]+[eE]\+?\d+")
_REMARK = re.compile(r"\w\s*\([^()]*[^\W\d]{3}")
_REMARKED = (
    "flagged", "39", "{n} ô họ tên có ghi thêm trong ngoặc (chết, chuyển đi …), vẫn được tính.",
    "Chuyển phần ghi thêm sang cột Ghi chú; người đã chết thì thôi hưởng.",
)  # fmt: skip
_TWICE = "{n} dòng trùng số CCCD với dòng khác trong danh sách, mỗi dòng vẫn được tính."


@dataclass
class Numbers:
    """Identity numbers by where they stand, kept only while the workbooks of a folder are read."""

    seen: dict[tuple[str, str], list[tuple[str, str, str, str]]] = field(default_factory=dict)

    def findings(self, placed: Placed, area_code: str) -> list[dict]:
        """What is odd about the numbers of a form; they are noted for the comparison of communes."""
        columns = [c for c in placed.layout.columns if c.kind == "identity" and c.column in placed.columns]
        found = [found for column in columns for found in self._column(placed, column, area_code)]
        return found + _remarks(placed, area_code)

    def _column(self, placed: Placed, column: LayoutColumn, area_code: str) -> list[dict]:
        index, form, sheet = placed.columns[column.column], placed.layout.form, placed.sheet
        place = {"file": sheet.file, "sheet": sheet.name, "area_code": area_code}
        odd: dict[str, list[int]] = {}
        rows: dict[str, list[int]] = {}
        for row, cell in enumerate(sheet.rows[placed.first_row :], placed.first_row + 1):
            number, fault = judged(cell[index])
            if fault:
                odd.setdefault(fault, []).append(row)
            if number:
                rows.setdefault(number, []).append(row)
        for number, own in rows.items():
            cell = cell_ranges(letter(index), own)
            self.seen.setdefault((form, number), []).append((area_code, sheet.file, sheet.name, cell))
        found = [_said(_SAID[fault], letter(index), own, place) for fault, own in odd.items()]
        twice = sorted(row for own in rows.values() if len(own) > 1 for row in own)
        if twice and form in _REGISTERS:
            found.append(_said(("flagged", "48", _TWICE, "Xóa dòng thừa hoặc sửa số."), letter(index), twice, place))
        return found

    def across(self) -> list[dict]:
        """A finding a pair of communes that list the same persons, and one a commune that lists its dead."""
        pairs: dict[tuple[str, str, str], list[tuple]] = {}
        for (form, _), places in self.seen.items():
            for other in (p for p in places[1:] if form in _REGISTERS and p[0] != places[0][0]):
                pairs.setdefault((form, places[0][1], other[1]), []).append(other)
        found = [_moved(first, cells) for (_, first, _), cells in pairs.items()]
        return found + self._dead()

    def _dead(self) -> list[dict]:
        lists: dict[tuple[str, str, str], list[str]] = {}
        for (form, number), places in self.seen.items():
            if form == "funerals":
                for area_code, file, sheet, cell in self.seen.get(("beneficiaries", number), ()):
                    lists.setdefault((area_code, file, sheet), []).append(cell)
        message = "{n} người có tên trong danh sách mai táng phí vẫn còn trong danh sách đang hưởng."
        return [
            finding("flagged", message.format(n=len(cells)), "Kiểm tra ngày chết và tháng thôi hưởng.", check="case 73",
                    area_code=area, file=file, sheet=sheet, cell=",".join(cells))
            for (area, file, sheet), cells in lists.items()
        ]  # fmt: skip


def _remarks(placed: Placed, area_code: str) -> list[dict]:
    """A finding for names that carry a remark in brackets, such as a death."""
    index = placed.columns.get("full_name")
    if placed.layout.form not in _REGISTERS or index is None:
        return []
    cells = enumerate(placed.sheet.rows[placed.first_row :], placed.first_row + 1)
    rows = [row for row, cell in cells if isinstance(cell[index], str) and _REMARK.search(cell[index])]
    place = {"file": placed.sheet.file, "sheet": placed.sheet.name, "area_code": area_code}
    return [_said(_REMARKED, letter(index), rows, place)] if rows else []


def judged(value) -> tuple[str, str]:
    """The twelve digits in a cell, empty when they are not there, and what is odd about the cell."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = re.sub(r"[\s.'-]", "", str(value))
    if _SCIENTIFIC.fullmatch(text):
        return "", _SHORT
    digits = re.findall(r"\d+", text)
    if not digits or len(max(digits, key=len)) < 7:
        return "", ""
    if len(digits) > 1:
        return "", _SEVERAL if all(len(found) >= 9 for found in digits) else _SHORT
    if text != digits[0] or len(text) not in (9, 11, 12):
        return "", _SHORT
    return {9: ("", _OLD), 11: (f"0{text}", _FIXED), 12: (text, "")}[len(text)]


def _said(words: tuple[str, str, str, str], column: str, rows: Iterable[int], place: dict[str, str]) -> dict:
    severity, case, message, remedy = words
    rows = list(rows)
    return finding(severity, message.format(n=len(rows)), remedy, check=f"case {case}", cell=cell_ranges(column, rows), **place)


def _moved(first: str, cells: list[tuple]) -> dict:
    area_code, file, sheet, _ = cells[0]
    message = f"{len(cells)} người cũng có trong danh sách của {first}; mỗi nơi vẫn được tính."
    return finding("flagged", message, "Hai xã thống nhất một nơi chi trả.", check="case 71", area_code=area_code,
                   file=file, sheet=sheet, cell=",".join(cell for *_, cell in cells))  # fmt: skip

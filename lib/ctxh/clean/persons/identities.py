"""Identity numbers looked at and let go: what is odd about them becomes findings that show no number."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from ctxh.book.layouts import EACH_ONCE, LayoutColumn
from ctxh.citations import rows_in
from ctxh.clean.persons.idcards import birth, fits_person, known_place
from ctxh.clean.persons.names import name_findings
from ctxh.clean.persons.namesakes import Listed
from ctxh.findings import Finding, finding
from ctxh.read.flags import column_letters
from ctxh.read.placement import Placed, cell_ranges
from ctxh.vietnamese import plain_digits

REGISTERS = ("beneficiaries", "merit_people")  # a person stands once in each
_FIXED, _SHORT, _OLD, _SEVERAL, _NOWHERE, _OTHER = "lost zero", "wrong length", "nine digits", "several", "no province", "other person"
_MESSAGES = {
    _FIXED: ("fixed", "47", "{n} số CCCD mất số 0 đầu, đã hiểu là 12 chữ số.", ""),
    _SHORT: ("flagged", "47", "{n} số CCCD không đủ hoặc thừa chữ số (phải là 12).", "Gõ lại số dưới dạng văn bản."),
    _NOWHERE: ("flagged", "47", "{n} số CCCD có ba chữ số đầu không phải mã tỉnh nào.", "Đối chiếu với thẻ căn cước."),
    _OTHER: (
        "flagged",
        "47",
        "{n} số CCCD không khớp giới tính hoặc năm sinh của người đó trong danh sách.",
        "Đối chiếu với thẻ căn cước, sửa số hoặc năm sinh.",
    ),
    _OLD: ("flagged", "48", "{n} ô ghi số CMND 9 chữ số.", "Thay bằng số CCCD 12 chữ số."),
    _SEVERAL: ("flagged", "48", "{n} ô ghi nhiều số trong một ô.", "Mỗi ô chỉ ghi một số CCCD."),
}
_SCIENTIFIC = re.compile(r"[\d,]+[eE]\+?\d+")
_DECIMAL = re.compile(r"(?<=\d{9})\.0$")  # of a number that became a text as 30042000001.0
_TWICE = "{n} dòng trùng {what} với dòng khác trong danh sách, mỗi dòng vẫn được tính."
_CARD_DIGITS = 8
_ELSEWHERE = "{n} dòng trùng {what} với danh sách cùng biểu của {other}, mỗi dòng vẫn được tính."


@dataclass
class Numbers:
    """Identity numbers by where they stand, kept only while the workbooks of a folder are read.

    ``examples`` says that the persons are invented, and may have the code of no province.
    """

    examples: bool = False
    reported: int | None = None  # the year reported on, without which years of two digits say nothing
    seen: dict[tuple[str, str], list[tuple[str, str, str, str]]] = field(default_factory=dict)
    by_row: dict[tuple[str, str, str], dict[int, str]] = field(default_factory=dict)  # of each form, file and sheet
    lists: list[Listed] = field(default_factory=list)  # the registers, with the rows that have no number
    once: dict[str, str] = field(default_factory=dict)  # the other forms in which a person stands once, with what tells them apart

    def findings(self, placed: Placed, area_code: str, rows: list[int]) -> list[Finding]:
        """What is odd about the numbers and names in the records of a form; they are noted for the comparison of communes."""
        known = [c for c in placed.layout.columns if c.column in placed.columns]
        columns = [c for c in known if c.kind == "identity" or _tells_once(c)]
        self.once.update((placed.layout.form, _called(column)) for column in columns if _tells_once(column))
        found = [found for column in columns for found in self._column(placed, column, area_code, rows)]
        register = placed.layout.form in REGISTERS
        return found + (name_findings(placed, area_code, rows) if register else [])

    def take(self, other: Numbers) -> None:
        """Note what was noted of another workbook."""
        for key, places in other.seen.items():
            self.seen.setdefault(key, []).extend(places)
        self.by_row.update(other.by_row)
        self.lists.extend(other.lists)
        self.once |= other.once

    def _column(self, placed: Placed, column: LayoutColumn, area_code: str, records: list[int]) -> list[Finding]:
        index, form, sheet = placed.columns[column.column], placed.layout.form, placed.sheet
        place = {"file": sheet.file, "sheet": sheet.name, "area_code": area_code}
        odd: dict[str, list[int]] = {}
        rows: dict[str, list[int]] = {}
        lacking: list[int] = []
        male, female = (placed.columns.get(name) for name in ("birth_male", "birth_female"))
        for row in records:
            cells = sheet.rows[row - 1]
            number, fault = judged_identity(cells[index]) if column.kind == "identity" else (_card(cells[index]), "")
            if number:
                rows.setdefault(number, []).append(row)
                fault = (column.kind == "identity" and self._contradicted(number, cells, male, female)) or fault
            if fault:
                odd.setdefault(fault, []).append(row)
            elif not number:
                lacking.append(row)
        for number, own in rows.items():
            cell = cell_ranges(column_letters(index), own)
            self.seen.setdefault((form, number), []).append((area_code, sheet.file, sheet.name, cell))
            self.by_row.setdefault((form, sheet.file, sheet.name), {}).update(dict.fromkeys(own, number))
        found = [_rows_finding(_MESSAGES[fault], column_letters(index), own, place) for fault, own in odd.items()]
        if form not in REGISTERS and not _tells_once(column):
            return found
        twice = sorted(row for own in rows.values() if len(own) > 1 for row in own)
        self.lists += [Listed(placed, area_code, records, frozenset(lacking))] if form in REGISTERS else []
        message = (
            "flagged",
            "48",
            _TWICE.format(n="{n}", what=_called(column)),
            "Xóa dòng thừa hoặc ghi số đúng.",
        )
        return found + ([_rows_finding(message, column_letters(index), twice, place)] if twice else [])

    def _contradicted(self, number: str, cells: list[object], male: int | None, female: int | None) -> str:
        if not known_place(number, self.examples):
            return _NOWHERE
        born = male is None or female is None or fits_person(number, *(self._year(cells[index]) for index in (male, female)))
        return "" if born else _OTHER

    def _year(self, cell: object) -> int | None:
        found = None if cell in ("", None) else birth(cell, self.reported)
        return found.year if found else None

    def dead(self) -> list[Finding]:
        """A finding for each list of allowances that holds persons of a list of funerals."""
        lists: dict[tuple[str, str, str], list[str]] = {}
        for form, number in self.seen:
            if form == "funerals":
                for area_code, file, sheet, cell in self.seen.get(("beneficiaries", number), ()):
                    lists.setdefault((area_code, file, sheet), []).append(cell)
        words = (
            "{n} người có tên trong danh sách mai táng phí vẫn còn trong danh sách đang hưởng.",
            "Kiểm tra ngày chết và tháng thôi hưởng.",
        )
        return [_cells_finding(words, "73", place, cells) for place, cells in lists.items()]

    def elsewhere(self) -> list[Finding]:
        """A finding for each list in which persons stand who may stand in one alone, and who stood in one before."""
        lists: dict[tuple[tuple[str, str, str], str, str], list[str]] = {}
        for (form, _), places in self.seen.items():
            for area_code, file, sheet, cell in places[1:] if form in self.once else ():
                lists.setdefault(((area_code, file, sheet), form, places[0][1]), []).append(cell)
        remedy = "Đối chiếu và chỉ giữ ở một nơi."
        return [
            _cells_finding((_ELSEWHERE.format(n="{n}", what=self.once[form], other=other), remedy), "71", place, cells)
            for (place, form, other), cells in lists.items()
        ]


def _tells_once(column: LayoutColumn) -> bool:
    return column.personal and column.rule == EACH_ONCE


def _called(column: LayoutColumn) -> str:
    return column.label[:1].lower() + column.label[1:]


def _cells_finding(words: tuple[str, str], case: str, place: tuple[str, str, str], cells: list[str]) -> Finding:
    """A finding on some cells of one column of a list; ``place`` is its area, file and sheet."""
    (area, file, sheet), (message, remedy) = place, words
    rows = sorted(rows_in(",".join(cells)))
    where = {"area_code": area, "file": file, "sheet": sheet, "cell": cell_ranges(re.split(r"\d", cells[0])[0], rows)}
    return finding("flagged", message.format(n=len(rows)), remedy, check=f"case {case}", **where)


def _card(value: object) -> str:
    """The number of a card without signs between; empty of what has too few digits to be one."""
    text = f"{value:.0f}" if isinstance(value, float) and value.is_integer() else str(value)
    key = re.sub(r"[\W_]", "", text).upper()
    return key if sum(map(str.isdigit, key)) >= _CARD_DIGITS else ""


def judged_identity(value: object) -> tuple[str, str]:
    """The twelve digits in a cell, empty when they are not there, and what is odd about the cell."""
    if isinstance(value, str) and len(value) == 12 and value.isascii() and value.isdigit():
        return value, ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = re.sub(r"[\s.'‐-―-]", "", _DECIMAL.sub("", plain_digits(str(value))))
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


def _rows_finding(words: tuple[str, str, str, str], column: str, rows: Iterable[int], place: dict[str, str]) -> Finding:
    severity, case, message, remedy = words
    rows = list(rows)
    return finding(severity, message.format(n=len(rows)), remedy, check=f"case {case}", cell=cell_ranges(column, rows), **place)

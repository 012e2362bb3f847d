"""What came in with gaps, and which verdicts wait for it.

A comparison cannot be made where an area lacks some of the forms that it looks at and sent others: the
area would stand on one side only. One that sent none of them stands on neither. Nor can a comparison be
made where one of its forms was read, but has faults to be mended.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ctxh.book import Book
from ctxh.book.request import items_behind
from ctxh.check.verdict import EVERY, UNJUDGED
from ctxh.compute.computed import Computed
from ctxh.frames import FindingRow, rows_of
from ctxh.observe.members import MEMBERS

MOST_NAMED = 3  # forms or areas that a note names one by one

Forms = dict[str, set[str]]  # by area code


@dataclass(frozen=True)
class Gaps:
    """The forms that areas owe and of which they sent nothing that could be read, and those with faults."""

    missing: Forms
    faulty: Forms
    codes: dict[str, str]  # form -> B3
    names: dict[str, str]  # area code -> xã Kim Xuyên

    def reason(self, forms: set[str], area_code: str = "") -> str:
        """Why nothing can be said of some forms of one area, or of all; empty where it can."""
        missing = _within({code: gone for code, gone in self.missing.items() if forms - gone}, forms, area_code)
        faulty = _within(self.faulty, forms, area_code)
        if missing:
            return f"{UNJUDGED}: thiếu {self._named(missing)}"
        return f"{UNJUDGED}: {self._named(faulty)} còn lỗi phải sửa" if faulty else ""

    def _named(self, found: Forms) -> str:
        forms = set().union(*found.values())
        codes = [code for form, code in self.codes.items() if form in forms]
        return f"{_listed(codes, 'số liệu')} của {_listed([self.names[code] for code in found], f'{len(found)} đơn vị')}"


def _within(found: Forms, forms: set[str], area_code: str) -> Forms:
    return {code: own & forms for code, own in found.items() if own & forms and area_code in ("", code)}


def _listed(words: list[str], otherwise: str) -> str:
    return ", ".join(words) if len(words) <= MOST_NAMED else otherwise


def gaps_of(computed: Computed) -> Gaps:
    """What an edition lacks of the forms that are owed, and where reading stopped."""
    sent = computed.coverage
    sheets = list(zip(*(sent[column] for column in ("area_code", "form", "file", "sheet", "rows")), strict=True))
    names = {code: computed.area_name(code) for code in (*computed.observed.reported_areas["area_code"], computed.area_code)}
    missing = {code: _owed(computed, code) - {form for area, form, *_ in sheets if area == code} for code in names}
    faulty: Forms = {code: set() for code in names}
    found = computed.reading_findings
    for row in rows_of(found[found["severity"] == "stopped"].fillna(""), FindingRow):
        spoken_of = [sheet for sheet in sheets if _speaks_of(row, sheet)]
        unread = [sheet for sheet in spoken_of if sheet[-1] == 0]
        for code, form, *_ in unread or spoken_of:
            (missing if unread else faulty)[code].add(form)
    codes = {form: layout.code for form, layout in computed.layouts.items()}
    return Gaps(missing, faulty, codes, names)


def _owed(computed: Computed, area_code: str) -> set[str]:
    """The forms that an area, or the office itself, has to send."""
    other = "area" if area_code == computed.area_code else "desk"
    return {form for form, layout in computed.layouts.items() if layout.required and layout.sender != other}


def _speaks_of(row: FindingRow, sheet: tuple[str, str, str, str, int]) -> bool:
    """Whether a finding that stopped is about a sheet: its own, one of its workbook, or one of a member's."""
    area_code, _, file, name, _ = sheet
    if row.file:
        return row.file == file and row.sheet in ("", name)
    return row.check == MEMBERS and row.area_code == area_code


def forms_of(book: Book, ids: Iterable[str]) -> set[str]:
    """The forms that indicators and items stand on."""
    ids = list(ids)
    ids = [id for id in ids if id != EVERY] + list(book.indicators if EVERY in ids else ())
    items = (item for id in ids for item in ([id] if id in book.items else items_behind(book, id)))
    return {book.items[item].form for item in items}

"""Persons without an identity number who may stand in the lists twice: told as probable, never merged.

Within a commune they have name, birth and village in common; between communes, whose villages differ,
name and day of birth. Name and year alone are those of namesakes. Nothing of a person is kept but
while the workbooks of a folder are read, and no finding shows any of it.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass

from ctxh.clean.persons.idcards import birth
from ctxh.clean.persons.names import plain_name
from ctxh.findings import Finding, finding
from ctxh.read.flags import column_letters
from ctxh.read.placement import Placed, cell_ranges
from ctxh.vietnamese import PartialDate, fold, header_key
from ctxh.vietnamese.dates import YEARS

_COLUMNS = ("full_name", "birth_male", "birth_female", "village")
_ALIKE = "{n} dòng cùng họ tên, ngày hoặc năm sinh và thôn, có dòng không ghi số CCCD: có thể là một người, vẫn được tính."
_ELSEWHERE = "{n} người không có số CCCD trùng họ tên và ngày sinh với người trong {file}{cells}: có thể là một người, vẫn được tính."


@dataclass(frozen=True)
class Listed:
    """A register on a sheet: its rows, and those of them that have no number."""

    placed: Placed
    area_code: str
    rows: list[int]
    lacking: frozenset[int]

    @property
    def column(self) -> str:
        """The letter of the column of identity numbers."""
        return column_letters(self.placed.columns["citizen_id"])


@dataclass(slots=True)
class _Person:
    where: Listed
    row: int
    sex: int
    born: PartialDate
    village: str

    @property
    def home(self) -> tuple[str, int, int, str]:
        return self.where.area_code, self.sex, self.born.year, self.village

    @property
    def day(self) -> tuple[int, PartialDate] | None:
        """Sex and day of birth; none where the day is not known: the first of January is written for want of it."""
        known = self.born.day is not None and (self.born.month, self.born.day) != (1, 1)
        return (self.sex, self.born) if known else None

    @property
    def name(self) -> str:
        cells = self.where.placed.sheet.rows[self.row - 1]
        return fold(plain_name(str(cells[self.where.placed.columns["full_name"]]))[0])

    def may_be(self, other: _Person) -> bool:
        """Whether birth and place let both be one person, whose names agree."""
        if self.where.area_code != other.where.area_code:
            return self.day is not None and self.day == other.day
        return self.home == other.home and (None in (self.day, other.day) or self.day == other.day)


def namesake_findings(lists: list[Listed], reported: int) -> list[Finding]:
    """A finding for each register, and each pair of communes' registers, in which a person without a number may stand twice."""
    found = []
    for form in dict.fromkeys(listed.placed.layout.form for listed in lists):
        own = [listed for listed in lists if listed.placed.layout.form == form and {"full_name", "village"} <= set(listed.placed.columns)]
        found += _found(own, reported)
    return found


def _found(lists: list[Listed], reported: int) -> list[Finding]:
    lacking = [person for listed in lists for person in _persons(listed, sorted(listed.lacking), reported)]
    homes, days = {p.home for p in lacking if p.village}, {p.day for p in lacking if p.day}
    if not (homes or days):
        return []
    named: dict[str, list[_Person]] = {}
    years = {person.born.year for person in lacking}
    for person in (person for listed in lists for person in _persons(listed, listed.rows, reported, years)):
        if person.home in homes or person.day in days:
            named.setdefault(person.name, []).append(person)
    return _pair_findings(lists, [pair for name, persons in named.items() if name for pair in _pairs(persons)])


def _pair_findings(lists: list[Listed], pairs: list[tuple[_Person, _Person]]) -> list[Finding]:
    """One finding for each register that holds both persons of some pairs, and for each two of communes that share some."""
    alike: dict[int, set[int]] = {}
    apart: dict[tuple[int, int], tuple[set[int], set[int]]] = {}
    places = {id(listed): place for place, listed in enumerate(lists)}
    for one, other in pairs:
        if one.where.area_code == other.where.area_code:
            for person in (one, other):
                alike.setdefault(places[id(person.where)], set()).add(person.row)
        else:
            rows = apart.setdefault((places[id(one.where)], places[id(other.where)]), (set(), set()))
            rows[0].add(one.row)
            rows[1].add(other.row)
    within_area = [_rows_finding(lists[place], _ALIKE, rows) for place, rows in alike.items()]
    return within_area + [
        _rows_finding(
            lists[own],
            _ELSEWHERE,
            rows,
            file=lists[other].placed.sheet.file,
            cells=f" (ô {cell_ranges(lists[other].column, sorted(others))})",
        )
        for (own, other), (rows, others) in apart.items()
    ]


def _pairs(persons: list[_Person]) -> Iterator[tuple[_Person, _Person]]:
    """Those of one name who may be one person, the one without a number first; where neither has one, the later."""
    for place, later in enumerate(persons):
        for earlier in persons[:place]:
            own, other = (later, earlier) if later.row in later.where.lacking else (earlier, later)
            if own.row in own.where.lacking and own.may_be(other):
                yield own, other


def _persons(listed: Listed, rows: Iterable[int], reported: int, years: Container[int] = YEARS) -> Iterator[_Person]:
    """The persons in some rows who are known to be born in some years."""
    male, female, village = (listed.placed.columns.get(name, -1) for name in _COLUMNS[1:])
    for row in rows:
        cells = listed.placed.sheet.rows[row - 1]
        for sex, index in enumerate((male, female)):
            born = birth(cells[index], reported) if index >= 0 and cells[index] not in ("", None) else None
            if born is not None and born.year in years:
                yield _Person(listed, row, sex, born, header_key(str(cells[village])))
                break


def _rows_finding(listed: Listed, message: str, rows: set[int], **words: str) -> Finding:
    sheet = listed.placed.sheet
    return finding(
        "flagged",
        message.format(n=len(rows), **words),
        "Đối chiếu và ghi số CCCD; xóa dòng thừa nếu là một người.",
        check="case 49",
        area_code=listed.area_code,
        file=sheet.file,
        sheet=sheet.name,
        cell=cell_ranges(listed.column, sorted(rows)),
        rows=words.get("cells", ""),
    )

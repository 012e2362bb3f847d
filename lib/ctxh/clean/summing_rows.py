"""Rows that sum others, known by arithmetic whatever they are called; what may be such a row is doubted.

A row is a total when it has no running number and gives the sums of at least two rows above or below it in its
block, in every column of numbers that it fills. The name of a village, a single row, one column that differs or a
form that numbers nothing leave a doubt, which stops: a total taken for a record doubles what is counted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import isnan, nan
from typing import NamedTuple

from ctxh.book.categories import Categories
from ctxh.book.layouts import LayoutColumn
from ctxh.clean.cell_values import Refused
from ctxh.clean.row_looks import first_words, is_running_number
from ctxh.clean.rows import TELLING, Split
from ctxh.clean.rows_beside import runs_beside
from ctxh.clean.values import ValueReader
from ctxh.findings import SUM, Finding, finding
from ctxh.read.flags import column_letters
from ctxh.read.placement import Placed, cell_ranges
from ctxh.vietnamese import format_number, header_key

SUMMED = ("count", "money", "change")
_EMPTY = ("", None)
_LEAST = 2  # rows that make a sum; columns that make it no coincidence
_MANY = 5  # persons whose amounts together are nobody's own
_SURE = 3  # columns that agree where the row's number or name says that it is a record
_CLOSE, _LIKE = 0.01, 0.25  # how far off a sum may be, in every column, and still be taken for one: surely, perhaps
_PART = "có số thứ tự như dòng số liệu nhưng bằng tổng của"
_REMEDY = "Nếu là dòng tổng, ghi «Tổng cộng» và sửa cho khớp; nếu là số liệu của một thôn, ghi số thứ tự và chữ Thôn trước tên."
_REMEDY_PART = "Nếu là dòng cộng của một phần, bỏ số thứ tự và ghi «Cộng»; nếu là số liệu của một thôn, cứ để nguyên."
_REMEDY_ROW = "Nếu là dòng tổng, ghi «Tổng cộng» và sửa cho khớp; nếu là số liệu, điền các ô còn trống của dòng."


class _Fit(NamedTuple):
    """How a row fits the sums of others: the columns that agree and are not 0, those that do not, the largest distance."""

    rows: Sequence[int]
    agreeing: int
    differing: list[int]
    apart: float


def proven_sums(placed: Placed, split: Split, categories: Categories, **place: str) -> tuple[Split, list[Finding]]:
    """The rows of a form with its nameless totals told from its records, and a finding for each row that may be one."""
    form = _Form(placed, split, categories)
    findings = [_unfit_part(form, index, place) for index in split.partial if form.columns and form.fits_nothing(index)]
    candidates = form.candidates() if form.columns else []
    proven = _proven(form, candidates)
    kept = [index for index in split.data if index not in proven]
    form = _Form(placed, replace(split, data=kept, proven=sorted(proven)), categories)
    doubts = {index: doubt for index in candidates if index not in proven and (doubt := form.doubt(index))}
    left_out = proven | {index for index in doubts if form.lacking(index)}  # no word of their blank cells
    split = replace(
        form.split,
        restated=[index for index in split.restated if not form.sums_again(index)],
        data=[index for index in kept if index not in left_out],
        unexplained=[index for index in split.unexplained if index not in proven | set(doubts)],
    )
    return split, findings + [_finding(form, index, *doubt, place) for index, doubt in doubts.items()]


def _unfit_part(form: _Form, index: int, place: dict[str, str]) -> Finding:
    at = next((at for at, _ in form.columns if form.row(index)[at] not in _EMPTY), 0)
    message = f"Dòng {index + 1} ghi là cộng một phần (thôn, trang, mục, …) nhưng không bằng tổng các dòng liền trên hay liền dưới nào."
    remedy = "Kiểm tra các dòng của phần ấy và sửa số cộng, rồi chạy lại."
    return finding("flagged", message, remedy, check=SUM, cell=f"{column_letters(at)}{index + 1}", **place)


def _proven(form: _Form, candidates: list[int]) -> set[int]:
    """The candidates that are sums: of records, and then of records between the sums found before."""
    proven: set[int] = set()
    while True:
        found = {index for index in candidates if index not in proven and form.surely_sums(index, proven)}
        if not found:
            return proven
        proven.add(min(found))


@dataclass(frozen=True)
class _Form:
    """A placed form as numbers: what its rows hold in the columns that are added up."""

    placed: Placed
    split: Split
    categories: Categories

    @cached_property
    def columns(self) -> list[tuple[int, LayoutColumn]]:
        known = ((self.placed.columns.get(column.column), column) for column in self.placed.layout.columns)
        return [(at, column) for at, column in known if at is not None and column.kind in SUMMED and not column.level_of]

    @cached_property
    def telling(self) -> list[tuple[int, LayoutColumn]]:
        """The required columns of codes, categories and dates: a record fills them, a sum does not."""
        return [(self.placed.columns[c.column], c) for c in self.placed.layout.columns if c.required and c.kind in TELLING]

    @cached_property
    def of_records(self) -> list[int]:
        """The columns that only a record fills: what is known of a person, levels and coefficients."""
        columns = (c for c in self.placed.layout.columns if c.personal or c.level_of or c.kind == "coefficient")
        return [self.placed.columns[c.column] for c in columns if c.column in self.placed.columns]

    @cached_property
    def number(self) -> int | None:
        names = (column.column for column in self.placed.layout.columns if column.kind == "row_number")
        return next((self.placed.columns[name] for name in names if name in self.placed.columns), None)

    def row(self, index: int) -> list[object]:
        return self.placed.sheet.rows[index]

    def numbered(self, index: int) -> bool:
        return self.number is not None and is_running_number(self.row(index)[self.number])

    def lacking(self, index: int) -> bool:
        """Whether a row leaves a cell blank that a record must fill."""
        return any(self.row(index)[self.placed.columns[c.column]] in _EMPTY for c in self.placed.layout.columns if c.required)

    def candidates(self) -> list[int]:
        """The rows that may sum others: of a form of villages any, of another those that lack what a record must have."""
        rows = sorted([*self.split.data, *self.split.unexplained])
        able = (index for index in rows if not (self.telling and self.numbered(index)) and self._may_sum(index))
        return [index for index in able if any(self.values(index))]

    def _may_sum(self, index: int) -> bool:
        row, names = self.row(index), self._names(index)
        if any(row[at] not in _EMPTY and row[at] != first_words(row) for at in self.of_records):
            return False
        return not self.telling or self._blank(index) or (names and len(self.telling) == 1)

    def _blank(self, index: int) -> bool:
        """Whether a row leaves a cell blank by which a record is told, and names nothing unknown but itself in the others."""
        row = self.row(index)
        unknown = [
            at for at, column in self.telling if row[at] not in _EMPTY and not self._known(row[at], column) and row[at] != first_words(row)
        ]
        return not unknown and any(row[at] in _EMPTY or self._sum_word(row[at]) for at, _ in self.telling)

    def _names(self, index: int) -> bool:
        """Whether a row has its own name where a record has a word of a list: ``Chung`` for a kind of business."""
        return any(
            self.row(index)[at] == first_words(self.row(index)) and not self._known(self.row(index)[at], c) for at, c in self.telling
        )

    def _known(self, value: object, column: LayoutColumn) -> bool:
        """Whether a cell holds what a record says there; the word for a sum counts as nothing."""
        return column.kind != "category" or header_key(str(value)) in self._codes_by_word[column.column] or self._sum_word(value)

    @cached_property
    def _codes_by_word(self) -> dict[str, Mapping[str, tuple[str, ...]]]:
        """What the keys of each column that tells a record may mean."""
        return {column.column: self.categories.codes_by_word(self.placed.layout.form, column.column) for _, column in self.telling}

    def _sum_word(self, value: object) -> bool:
        key = header_key(value) + " " if isinstance(value, str) else ""
        return key.startswith(self._sums)

    @cached_property
    def _sums(self) -> tuple[str, ...]:
        """What a cell begins with that names a sum."""
        return tuple(f"{word} " for word in self.placed.layout.row_words.total)

    def values(self, index: int) -> list[float | None]:
        """The numbers of a row in the columns that are added up; as ``_number`` gives them."""
        if index not in self._read:
            self._read[index] = [_number(reader, self.row(index)[at]) for at, reader in self._readers]
        return self._read[index]

    @cached_property
    def _read(self) -> dict[int, list[float | None]]:
        """The numbers of the rows that were asked for: a row is, once a run that it lies in."""
        return {}

    @cached_property
    def _readers(self) -> list[tuple[int, ValueReader]]:
        return [(at, ValueReader(column, {})) for at, column in self.columns]

    def surely_sums(self, index: int, proven: set[int]) -> bool:
        """Whether a row gives the sums of a run of rows, and neither its number nor its name says that it is a record."""
        if self.numbered(index) or self.names_area(index):
            return False
        fits = (self._fit(index, rows) for rows in self._runs(index, proven))
        least = 1 if self.telling and self._blank(index) else _LEAST
        known = self.telling or self.number is not None
        few = 1 if index in self.split.unexplained else _MANY if self._may_be_person(index) else _LEAST  # without any word no record
        return any(known and len(fit.rows) >= few and not fit.differing and fit.agreeing >= least for fit in fits)

    def sums_again(self, index: int) -> bool:
        """Whether a row that tells again what others do gives the sums of a run of rows, or what one row has in several columns."""
        fits = (self._fit(index, rows) for rows in self._runs(index, set(self.split.proven))) if self._may_sum(index) else ()
        return any(not fit.differing and fit.agreeing and fit.agreeing + len(fit.rows) > _LEAST for fit in fits)

    def doubt(self, index: int) -> tuple[_Fit, str] | None:
        """The run of rows whose sums a row gives, or nearly gives, and what is told of it; None where it is a record."""
        fits = [self._fit(index, rows) for rows in self._runs(index, set(self.split.proven))]
        sure = self.numbered(index), self.names_area(index)
        beside = runs_beside(index, [] if self.telling else self.split.data, self.values)
        part = next((fit for fit in (self._fit(index, rows) for rows in beside) if not fit.differing and fit.agreeing >= _SURE), None)
        if all(sure):
            return part and (part, _PART)
        least = _SURE if any(sure) or not (self.telling or self.number is not None) else 1
        for fit in fits:
            alone = len(fit.rows) < _LEAST
            if not fit.differing and fit.agreeing >= (_LEAST if alone else least) and not (alone and (self.telling or any(sure))):
                return fit, "bằng tổng của"
        almost = [] if sure[0] or self._whole_needs(index) else [fit for fit in fits if len(fit.rows) >= _LEAST]
        almost_sum = next(((fit, "gần bằng tổng của") for fit in almost if self._nearly(fit, least, index, any(sure))), None)
        return almost_sum or (part and (part, _PART if sure[0] else "bằng tổng của"))

    def _nearly(self, fit: _Fit, least: int, index: int, sure: bool) -> bool:
        """Whether sums are missed by little enough to be doubted: by one column, or by little in all."""
        if self.telling and self._blank(index):
            return fit.apart <= _LIKE and fit.agreeing + len(fit.differing) > 0
        if fit.agreeing + len(fit.differing) < max(least, _LEAST):
            return False
        little = fit.apart <= _CLOSE or (fit.apart <= _LIKE and len(fit.rows) > _LEAST and not (self.telling or sure))
        return little or (len(fit.differing) == 1 and fit.agreeing >= _LEAST)

    def fits_nothing(self, index: int) -> bool:
        """Whether a row has numbers that are the sums of no run of rows above or below it."""
        fits = (self._fit(index, rows) for rows in self._runs(index, set()))
        return any(self.values(index)) and not any(fit.agreeing and not fit.differing for fit in fits)

    def _may_be_person(self, index: int) -> bool:
        """Whether a row of a register has a name that may be a person's, who may well be paid what two others are."""
        named = any(column.personal and column.required for column in self.placed.layout.columns)
        name, words = first_words(self.row(index))[:40], self.placed.layout.row_words
        return named and bool(header_key(name)) and not words.names_village(name) and not words.names_office(name)

    def names_area(self, index: int) -> bool:
        """Whether a row of a list of villages begins as the name of one."""
        return not self.telling and self.placed.layout.row_words.names_village(first_words(self.row(index))[:40])

    def _whole_needs(self, index: int) -> bool:
        """Whether a total that the form names is right only if the row is a record."""
        whole = self._fit_of(self.split.totals, self.split.data)
        without = self._fit_of(self.split.totals, [row for row in self.split.data if row != index])
        return whole and not without

    def _fit_of(self, totals: list[int], rows: list[int]) -> bool:
        fits = (self._fit(total, rows) for total in totals)
        return any(not fit.differing and fit.agreeing for fit in fits)

    def _runs(self, index: int, proven: set[int]) -> Iterator[list[int]]:
        """The runs of records that a row may sum: upwards to each beginning of a block, downwards to each end of one."""
        rows = [row for row in self.split.data if row != index and row not in proven]
        sums = {*self.split.totals, *self.split.partial, *proven, *self.split.again, *(at for at, _ in self.split.groups)}
        unnumbered = {row for row in rows if not self.numbered(row)} if self.number is not None else set()
        seen: set[tuple[int, ...]] = set()
        for start in sorted({-1, *(at_sum for at_sum in sums if at_sum < index)}, reverse=True):
            yield from _new([row for row in rows if start < row < index], seen)
        for end in sorted({len(self.placed.sheet.rows), *(at_sum for at_sum in sums | unnumbered if at_sum > index)}):
            yield from _new([row for row in rows if index < row < end], seen)

    def _fit(self, index: int, rows: list[int]) -> _Fit:
        """How the numbers of a row fit the sums of some rows; what it leaves blank, or one of them has refused, is not compared."""
        agreeing, differing, apart = 0, [], 0.0
        for place, own in enumerate(self.values(index)):
            total = sum(self.values(row)[place] or 0 for row in rows)
            if own is None or isnan(own + total) or (not own and not total):
                continue
            agreeing += own == total
            if own != total:
                differing.append(place)
                apart = max(apart, abs(own - total) / total if total else float("inf"))
        return _Fit(rows, agreeing, differing, apart)


def _new(rows: list[int], seen: set[tuple[int, ...]]) -> Iterator[list[int]]:
    if rows and tuple(rows) not in seen:
        seen.add(tuple(rows))
        yield rows


def _number(reader: ValueReader, value: object) -> float | None:
    """The number of a cell; None of a blank one, not a number of one that is refused."""
    if type(value) in (int, float) and isinstance(value, int | float) and value >= 0 and float(value).is_integer():
        return value
    read = reader.read(value)
    return nan if isinstance(read.value, Refused) else read.number


def _finding(form: _Form, index: int, fit: _Fit, how: str, place: dict[str, str]) -> Finding:
    """What is told of a row that may be a total; its name is not repeated, since it may be a person's."""
    rows = cell_ranges("", [row + 1 for row in fit.rows]).replace(":", "–").replace(",", ", ")
    message = f"Dòng {index + 1} {how} các dòng {rows}{' ở mọi cột số' if not fit.differing else ''}: không rõ là dòng tổng hay số liệu."
    at = next((at for at, value in enumerate(form.row(index)) if isinstance(value, str) and value == first_words(form.row(index)) != ""), 0)
    for place_ in fit.differing[:1]:
        at, column = form.columns[place_]
        total = sum(form.values(row)[place_] or 0 for row in fit.rows)
        message += f" Cột «{column.label}» ghi {format_number(form.values(index)[place_] or 0)}, cộng được {format_number(total)}."
    remedy, severity = _REMEDY_ROW if form.telling else _REMEDY, "stopped"
    if form.numbered(index) and form.names_area(index):  # as the remedy has it: it may be a village all the same
        remedy, severity = _REMEDY_PART, "flagged"
    return finding(severity, message, remedy, check="dòng lạ", cell=f"{column_letters(at)}{index + 1}", **place)

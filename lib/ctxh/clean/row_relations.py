"""What the numbers of a row must be to each other and to those of other rows: no part above its whole, no amount unlike all others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from statistics import median
from typing import Any

from ctxh.book.categories import Categories
from ctxh.book.layouts import AT_MOST, EQUALS, NEAR, PART_OF_LEVEL, REACHES, Layout, LayoutColumn, Relation
from ctxh.book.lists import NUMBERS
from ctxh.clean.columns import typed_column
from ctxh.clean.form_records import Columns, Records
from ctxh.findings import RELATION, SUM, Finding, finding, reported_columns
from ctxh.read.flags import column_letters
from ctxh.read.placement import Placed, cell_ranges
from ctxh.vietnamese import format_number

_SEVERAL = 2  # amounts of which one would be large enough
_ENOUGH = 4  # amounts of one category of which one in the middle can be told
_SIGNS = {1: " + ", -1: " − "}
_SEEN = "Xem lại các số của dòng và sửa số sai."


def relation_findings(records: Records, placed: Placed, categories: Categories) -> list[Finding]:
    """A doubt for each column that stands in some rows against others as rules.csv says it cannot; personal numbers are let go after it.

    Only rows that have all the numbers are judged, and no column in which a cell was told that must be mended.
    """
    layout, places = placed.layout, reported_columns([row for row in records.findings if row["check"] != SUM])
    faulty = {letters for _, _, letters in places}
    beside, found = _personal(records, placed, categories)
    values = {str(name): records.table[name].tolist() for name in records.table} | beside
    letters = records.letters | {name: column_letters(placed.columns[name]) for name in beside}
    for column in (column for column in layout.columns if column.column in values):
        for relation in column.relations:
            names = [column.column, *(name for name, _ in relation.of if not name.isdecimal())]
            if all(name in values and letters[name] not in faulty for name in names):
                rows, message, remedy = _judged(layout, column, relation, values)
                found += _doubt(records, letters[column.column], rows, message, remedy)
    return found + _of_levels(records, layout, values)


def _personal(records: Records, placed: Placed, categories: Categories) -> tuple[Columns, list[Finding]]:
    """The numbers of personal columns that have a rule, which no records hold, and a doubt about each that cannot be read."""
    aside = replace(records, findings=[])
    named = (c for c in placed.layout.columns if c.personal and c.kind in NUMBERS and c.relations and c.column in placed.columns)
    rows, values = [row - 1 for row in records.table["row"].tolist()], Columns()
    for column in named:
        values |= typed_column(aside, column, placed, rows, categories)
    unread = {row["cell"] for row in aside.findings if row["severity"] == "stopped"}  # whose messages repeat what stands there
    message = "Ô ghi tỷ lệ hay số của một người không đọc được thành số."
    return values, [finding("flagged", message, _SEEN, check=RELATION, cell=cell, **records.place) for cell in sorted(unread)]


def _judged(layout: Layout, column: LayoutColumn, relation: Relation, values: Mapping[str, Sequence[Any]]) -> tuple[list[int], str, str]:
    """The rows that break a relation, with what is said of them and what to do."""
    if relation.rule == REACHES:
        rows = _too_small(values["row"], values[column.column], float(relation.of[0][0]))
        message = f"cả {len(rows)} số tiền đều dưới {format_number(float(relation.of[0][0]))}: có thể ghi theo nghìn hoặc triệu đồng."
        return rows, f"Cột «{column.label}»: {message}", "Ghi đơn vị tính phía trên bảng, hoặc ghi đủ số đồng."
    if relation.rule == NEAR:
        rows = _far_off(values["row"], values[column.column], _categories(layout, values), float(relation.of[0][0]))
        times = f"gấp hoặc kém hơn {format_number(float(relation.of[0][0]))} lần mức giữa của các dòng cùng loại"
        return rows, f"Cột «{column.label}»: {len(rows)} dòng {times}: có thể thừa hoặc thiếu chữ số.", _SEEN
    rows = list(_broken(column.column, relation, values)) if relation.rule in (AT_MOST, EQUALS) else []
    terms = ((sign, name if name.isdecimal() else f"«{layout.column(name).label}»") for name, sign in relation.of)
    whole = "".join(f"{_SIGNS[sign]}{term}" for sign, term in terms).removeprefix(_SIGNS[1])
    must = "phải bằng" if relation.rule == EQUALS else "không thể quá"
    return rows, f"Cột «{column.label}»: {len(rows)} dòng sai, {must} {whole}.", _SEEN


def _too_small(rows: Iterable[int], values: Iterable[Any], least: float) -> list[int]:
    """The rows of some amounts where none is as large as one of them surely is: they may be told in thousands."""
    paid = {row: value for row, value in zip(rows, values, strict=True) if value is not None and value > 0}
    return list(paid) if len(paid) >= _SEVERAL and max(paid.values()) < least else []


def _categories(layout: Layout, values: Mapping[str, Sequence[Any]]) -> Sequence[Any]:
    """What each row is about, by the first category that the form must tell."""
    name = next((c.column for c in layout.columns if c.kind == "category" and c.required and c.column in values), "")
    return values[name] if name else [""] * len(values["row"])


def _far_off(rows: Iterable[int], values: Sequence[Any], categories: Sequence[Any], times: float) -> list[int]:
    """The rows whose amount is so many times the middle one of its category, or a part of it; of all, where its category has few."""
    paid = [value for value in values if value is not None and value > 0]
    by_category: dict[Any, list[float]] = {}
    for category, value in zip(categories, values, strict=True):
        if value is not None and value > 0:
            by_category.setdefault(category, []).append(value)
    middles = {category: median(own if len(own) >= _ENOUGH else paid) for category, own in by_category.items()}
    known = zip(rows, values, categories, strict=True) if len(paid) >= _ENOUGH else ()
    return [
        row
        for row, value, category in known
        if value is not None and value > 0 and not middles[category] <= value * times <= middles[category] * times * times
    ]


def _broken(name: str, relation: Relation, values: Mapping[str, Sequence[Any]]) -> Iterator[int]:
    """The rows that break what a column is to others."""
    rows = values["row"]
    others = [[float(term)] * len(rows) if term.isdecimal() else values[term] for term, _ in relation.of]
    for row, own, *terms in zip(rows, values[name], *others, strict=True):
        if all(value is not None and value == value for value in (own, *terms)):
            due = sum(sign * value for (_, sign), value in zip(relation.of, terms, strict=True))
            if own > due or (own < due and relation.rule == EQUALS):
                yield row


def _of_levels(records: Records, layout: Layout, values: Mapping[str, Sequence[Any]]) -> list[Finding]:
    """A doubt for rows in which the parts of a level come to more than it, one of them left blank."""
    found: list[Finding] = []
    for level in (c for c in layout.columns if c.level_of and c.rule != PART_OF_LEVEL and c.column in values):
        parts = [c for c in layout.columns if c.rule == PART_OF_LEVEL and c.group_label == level.group_label and c.column in values]
        rows = []
        for row, whole, *parted in zip(values["row"], values[level.column], *(values[part.column] for part in parts), strict=True):
            known = [part for part in parted if part is not None and part == part]
            if whole is not None and whole == whole and len(known) < len(parted) and sum(known) > whole:
                rows.append(row)
        labels = " và ".join(f"«{part.label}»" for part in parts)
        message = f"Cột «{level.label}»: {len(rows)} dòng nhỏ hơn phần của nó ở cột {labels}."
        found += _doubt(records, records.letters[level.column], rows, message, _SEEN)
    return found


def _doubt(records: Records, letters: str, rows: list[int], message: str, remedy: str) -> list[Finding]:
    cell = cell_ranges(letters, rows) if rows else ""
    return [finding("flagged", message, remedy, check=RELATION, cell=cell, **records.place)] if rows else []

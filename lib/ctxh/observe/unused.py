"""What was received and no indicator uses: rows of a category that none counts, numbers of a column that none adds up.

A new kind of payment, of gift or of service would else vanish without a word.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ctxh.book.categories import Categories
from ctxh.book.indicator import Indicator
from ctxh.book.items import Item, Sum, Text
from ctxh.book.layouts import Layout, LayoutColumn
from ctxh.book.request import Request
from ctxh.clean.form_records import Records
from ctxh.clean.received import Received
from ctxh.findings import finding, reported_columns
from ctxh.observe.observations import indexes_of_item
from ctxh.read.placement import cell_ranges
from ctxh.vietnamese import format_number

CHECK = "không chỉ tiêu nào dùng"
REMEDY = "Ghi nhầm loại thì sửa; cần in thì thêm chỉ tiêu vào sổ định nghĩa; còn lại không phải làm gì."
MONEY = "VND"

Category = tuple[tuple[str, str], ...]  # the columns of categories that a form has, each with a code


@dataclass(frozen=True)
class Unused:
    """Rows of one category of a sheet that no indicator counts, or the numbers of a ``column`` of theirs that none adds up.

    ``indexes`` are places in the table; ``sums`` are of the columns that indicators add up for other rows.
    """

    records: Records
    category: Category
    column: str
    indexes: tuple[int, ...]
    sums: tuple[tuple[str, float], ...]


def with_unused(found: Received, request: Request) -> Received:
    """What was received, with a finding for each form and category that no indicator uses, and their sums in its coverage."""
    items = used_items(request.book.indicators, request.book.items)
    unused = [one for records in found.records for one in unused_in(records, items, request.layouts[records.form])]
    more = unused_findings(unused, request.layouts, request.categories, request.area_code)
    sums = unused_by_sheet(unused, request.layouts)
    rows = [(row, sums.get((row["file"], row["sheet"]), (0, 0))) for row in found.coverage]
    coverage = tuple(row | {"unused_rows": count, "unused_amount": amount} for row, (count, amount) in rows)
    return replace(found, findings=(*found.findings, *more), coverage=coverage)


def used_items(indicators: Mapping[str, Indicator], items: Mapping[str, Item]) -> list[Item]:
    """The items that indicators stand on, and the texts that a report tells without one, such as paragraphs."""
    read = [found.formula.item for found in indicators.values() if hasattr(found.formula, "item")]
    return list({item.id: item for item in (*read, *(item for item in items.values() if isinstance(item.fold, Text)))}.values())


def unused_in(records: Records, items: Iterable[Item], layout: Layout) -> list[Unused]:
    """What of a sheet's records no item uses, by category.

    Of rows that some item counts only the columns are looked at that items of the form add up for other rows: a column that
    none adds up for any row serves checks alone. Rows whose category was refused, or whose key nobody knows, are told already;
    rows of noughts, which a form may ask for where there was none, are nothing received.
    """
    columns = {str(name): records.table[name].tolist() for name in records.table.columns.tolist()}
    own = [item for item in items if item.form == records.form]
    taken = {id(item): set(indexes_of_item(columns, item)) for item in own}
    counted = set[int]().union(*taken.values())
    summed: dict[str, set[int]] = {}
    for item in own:
        if isinstance(item.fold, Sum) and item.fold.column in columns:
            summed.setdefault(item.fold.column, set()).update(taken[id(item)])
    named = {row["cell"] for row in records.findings if "key" in columns}
    unknown = {index for index, row in enumerate(columns["row"]) if f"{records.letters.get('key')}{row}" in named}
    numbers = [column.column for column in layout.columns if column.column in columns and _adds_up(column)]
    nothing = {index for index in range(len(columns["row"])) if _are_noughts(columns[name][index] for name in numbers)}
    heard = counted | unknown | nothing
    lost: dict[int, list[str]] = {index: [""] for index in range(len(columns["row"])) if index not in heard}
    for column, rows in summed.items():
        for index in counted - rows:
            if _number(columns[column][index]):
                lost.setdefault(index, []).append(column)
    groups: dict[tuple[Category, str], list[int]] = {}
    names = [column.column for column in layout.columns if column.kind == "category" and column.column in columns]
    for index, unheard in sorted(lost.items()):
        category = tuple((name, _code(columns[name][index])) for name in names)
        for column in unheard:
            groups.setdefault((category, column), []).append(index)
    refused = {letters for _, _, letters in reported_columns(records.findings)}
    unsaid = {name for name in names if records.letters.get(name) in refused}
    added = list(summed) if own else numbers
    return [
        Unused(records, category, column, tuple(indexes), _sums(columns, [column] if column else added, indexes))
        for (category, column), indexes in groups.items()
        if all(code or name not in unsaid for name, code in category)
    ]


def _adds_up(column: LayoutColumn) -> bool:
    """Whether the numbers of a column may be added: counts and money, no levels and no rates."""
    return column.kind == "count" or column.unit_of_measure == MONEY


def _code(value: object) -> str:
    return value if isinstance(value, str) else ""


def _number(value: object) -> float:
    return value if isinstance(value, int | float) and value == value else 0


def _are_noughts(values: Iterable[object]) -> bool:
    """Whether a row says that there was none: the numbers that it gives are noughts; a row that gives no number says nothing of that."""
    given = [value for value in values if isinstance(value, int | float) and value == value]
    return bool(given) and not any(given)


def _sums(columns: Mapping[str, list[Any]], names: Iterable[str], indexes: Sequence[int]) -> tuple[tuple[str, float], ...]:
    sums = ((name, sum(_number(columns[name][index]) for index in indexes)) for name in names)
    return tuple((name, total) for name, total in sums if total)


def unused_findings(found: Sequence[Unused], layouts: Mapping[str, Layout], categories: Categories, office: str) -> list[dict[str, str]]:
    """One finding a form, category and column, of all sheets together; rows of a register are never named.

    They are for the office to settle, whose area is ``office``: who sent the rows need not have erred.
    """
    groups: dict[tuple[str, Category, str], list[Unused]] = {}
    for one in found:
        groups.setdefault((one.records.form, one.category, one.column), []).append(one)
    return [_finding(group, layouts[form], categories, office) for (form, _, _), group in groups.items()]


def _finding(group: list[Unused], layout: Layout, categories: Categories, office: str) -> dict[str, str]:
    first, rows, senders = group[0], sum(len(one.indexes) for one in group), {one.records.area_code for one in group}
    of = f", {_words(first.category, layout, categories)}" if first.category else ""
    sums = ", ".join(f"{layout.column(name).label} = {format_number(total)}" for name, total in _added(group))
    counted = f"{format_number(rows)} dòng{f' ở {len(senders)} đơn vị' if len(senders) > 1 else ''}"
    what = f"{sums} của {counted}" if first.column else f"{counted} ({sums})" if sums else counted
    message = f"{layout.code}{of}: {what} không chỉ tiêu nào dùng."
    place = _place(first) if len(group) == 1 else {}
    return finding("info" if first.column else "flagged", message, REMEDY, check=CHECK, area_code=office, **place)


def _words(category: Category, layout: Layout, categories: Categories) -> str:
    """A category as a filter in Excel is set to it."""
    labels = ((layout.column(name).label, categories.all(layout.form, name).get(code) or "(trống)") for name, code in category)
    return ", ".join(f"{label} = {value}" for label, value in labels)


def _added(group: Iterable[Unused]) -> Iterable[tuple[str, float]]:
    sums: dict[str, float] = {}
    for one in group:
        for name, total in one.sums:
            sums[name] = sums.get(name, 0) + total
    return sums.items()


def _place(one: Unused) -> dict[str, str]:
    """The file and the sheet, and of a form of totals the cells."""
    name = one.column or (one.category[0][0] if one.category else "")
    letters = "" if one.records.register else one.records.letters.get(name, "")
    rows = one.records.table["row"].tolist()
    cell = cell_ranges(letters, [rows[index] for index in one.indexes]) if letters else ""
    return {"file": one.records.file, "sheet": one.records.sheet, "cell": cell}


def unused_by_sheet(found: Iterable[Unused], layouts: Mapping[str, Layout]) -> dict[tuple[str, str], tuple[int, float]]:
    """By file and sheet: how many rows no indicator uses, and how much money (VND) none adds up."""
    sums: dict[tuple[str, str], tuple[int, float]] = {}
    for one in found:
        rows, money = sums.get((one.records.file, one.records.sheet), (0, 0))
        layout = layouts[one.records.form]
        own = sum(total for name, total in one.sums if layout.column(name).unit_of_measure == MONEY)
        sums[one.records.file, one.records.sheet] = rows + (0 if one.column else len(one.indexes)), money + own
    return sums

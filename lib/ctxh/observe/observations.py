"""Records become observations: counts and sums by area, each with the cells it came from.

This is the privacy boundary: no row about a person passes it, nor which rows of a register were counted.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence, Set

import pandas as pd

from ctxh.book.items import Count, Fold, Item, Sum, Text
from ctxh.book.quantities import MISSING
from ctxh.clean.columns import WORD
from ctxh.clean.form_records import Columns, Records
from ctxh.findings import SUM, Finding, finding, reported_columns
from ctxh.frames import Observation, columns_of_rows
from ctxh.observe.filter_words import Spelled
from ctxh.read.placement import cell_ranges
from ctxh.vietnamese import absent

MONTH = re.compile(r"\d{4}-\d{2}")
COLUMNS = columns_of_rows(Observation)
SPELLED = "spelled"  # how the categories that an observation rests on are spelled in the cells; until it is in the condition


def columns_of(items: list[Item]) -> dict[str, set[str]]:
    """The columns that items are read from, by form."""
    found: dict[str, set[str]] = {}
    for item in items:
        names = {item.fold.column.removesuffix("_text"), item.month, *item.by, *(column for column, _ in item.where)}
        found.setdefault(item.form, set()).update(names)
    return found


def observe(all_records: Sequence[Records], items: list[Item], year: int, rows: bool = False) -> pd.DataFrame:
    """The observations of all items in all records of a year.

    Columns: item, area_code, period (year or month), category, value (number), text,
    status (``observed``), file, sheet; cells of a form of totals; range and rows (a number, as text) of a
    register, whose cells are given only where ``rows`` are asked for; condition, which says what of a register is
    left out; and in ``spelled`` how the cells spell the categories. A register without rows of an item observes 0; a form that is
    not there observes nothing.
    """
    by_form: dict[str, list[Item]] = {}
    for item in items:
        by_form.setdefault(item.form, []).append(item)
    found = []
    for records in all_records:
        asked = by_form.get(records.form, ())
        columns = {str(name): records.table[name].tolist() for name in records.table.columns.tolist()}
        codes = {column: _codes(columns, column) for column in {column for item in asked for column in item.by}}
        for item in asked:
            if records.absent & {item.fold.column, *item.by, *(column for column, _ in item.where)}:
                found.append(_unkept(records, item, year))
                continue
            found += _observed(records, columns, codes, item, year, rows)
    return pd.DataFrame(found, columns=[*COLUMNS, SPELLED])


def _codes(columns: Columns, column: str) -> list[str]:
    """The codes of the rows in a column; empty where the cell or the whole column is blank."""
    if column not in columns:
        return [""] * len(columns["row"])
    return ["" if absent(value) else str(value) for value in columns[column]]


def _observed(
    records: Records, columns: Columns, codes: dict[str, list[str]], item: Item, year: int, exact: bool
) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = []
    for (period, category), indexes in _groups(columns, codes, item, indexes_of_item(columns, item)).items():
        folded = _fold(records, columns, item.fold, indexes)
        if folded is not None:
            value, text, read = folded
            rows.append(
                (
                    item.id,
                    records.area_code,
                    period or str(year),
                    category,
                    value,
                    text,
                    "observed",
                    records.file,
                    records.sheet,
                    *_cited(records, item.fold.column, read, len(indexes), exact),
                    _spelled(columns, item, indexes),
                )
            )
    return rows


def _unkept(records: Records, item: Item, year: int) -> tuple[object, ...]:
    """The observation of an item of which a sender keeps no column: that it is missing, so that no sum leaves the sender out unseen."""
    period = next(iter(records.table[item.month]), "")[:7] if item.month and len(records.table) else str(year)
    return (item.id, records.area_code, period or str(year), "", None, "", MISSING.status, records.file, records.sheet, "", "", "", "", ())


def _cited(records: Records, column: str, read: list[int], count: int, exact: bool) -> tuple[str, str, str, str]:
    """Cells, range, condition and rows of a citation: of a register its whole column and how many rows counted."""
    letters = records.columns_read(column.removesuffix("_text")) or ("",)
    cells = ",".join(cell_ranges(letter, read) for letter in letters) if read else ""
    if not records.register:
        return cells, "", "", ""
    whole = ",".join(f"{letter}{records.span[0]}:{letter}{records.span[1]}" for letter in letters) if records.span else ""
    left = f"không kể {records.left_out} dòng tính ở đơn vị khác" if records.left_out else ""
    return cells if exact else "", whole, left, str(count)


def without_rows_counted(table: pd.DataFrame) -> pd.DataFrame:
    """Observations, of registers without the cells that were counted: as ``observe`` gives them where no rows are asked for."""
    return table.assign(cells=table["cells"].where(table["rows"] == "", ""))


def _spelled(columns: Columns, item: Item, indexes: Sequence[int]) -> Spelled:
    """The words of each column that the item asks of or splits by, where they were kept, with how many of some rows have each."""
    asked = dict.fromkeys([*(column for column, _ in item.where), *item.by])
    return tuple((column, _counted(columns[column + WORD], indexes)) for column in asked if column + WORD in columns and indexes)


def _counted(words: list[str], indexes: Sequence[int]) -> tuple[tuple[str, int], ...]:
    """Words with their numbers, as a filter shows them: capitals or small letters are one, called as most cells have it."""
    written = Counter(words[index] for index in indexes)
    counts: Counter[str] = Counter()
    called: dict[str, str] = {}
    for word, count in sorted(written.items(), key=lambda pair: (-pair[1], pair[0])):
        counts[called.setdefault(word.casefold(), word)] += count
    return tuple(counts.items())


def indexes_of_item(columns: Columns, item: Item) -> Sequence[int]:
    """The places of the rows that an item counts or sums."""
    chosen: Sequence[int] = range(len(columns["row"]))
    for column, wanted in item.where:
        values = columns.get(column)
        chosen = [index for index in chosen if values[index] in wanted] if values else []
    return chosen


def unfilled_findings(all_records: Sequence[Records], items: list[Item], already: Set[tuple[str, str, str]] = frozenset()) -> list[Finding]:
    """A finding for each column of a sheet with blank cells that a sum needs: they would be added as nothing.

    Which rows need it is told by the items of that column that choose rows; where none does, all rows do. Nothing is said of
    columns that were ``told`` of already (file, sheet, letters).
    """
    summing: dict[tuple[str, str], list[Item]] = {}
    for item in items:
        if isinstance(item.fold, Sum) and not item.fold.rare:
            summing.setdefault((item.form, item.fold.column), []).append(item)
    found = []
    for records in all_records:
        for (form, column), own in summing.items():
            if form == records.form and column in records.table:
                found += _unfilled(records, column, [item for item in own if item.where] or own)
    return [row for row in found if not already & reported_columns([row])]


def _unfilled(records: Records, column: str, items: list[Item]) -> list[Finding]:
    letters, rows = records.letters[column], dict[int, Item]()
    blank = {index for index, value in enumerate(records.table[column].tolist()) if absent(value)}
    if not blank:
        return []
    reported = reported_columns([row for row in records.findings if row["check"] != SUM])
    columns = {str(name): records.table[name].tolist() for name in records.table.columns.tolist()}
    for item in items:
        rows |= {index: item for index in indexes_of_item(columns, item) if index in blank}
    if not rows or (records.file, records.sheet, letters) in reported:
        return []
    message = f"Cột {letters}: {len(rows)} ô trống mà chỉ tiêu {next(iter(rows.values())).label} cần: trống là chưa biết, không phải 0."
    place = records.place
    cell = cell_ranges(letters, [columns["row"][index] for index in rows])
    return [finding("stopped", message, "Điền các ô này; không có thì ghi 0.", check="ô trống", cell=cell, **place)]


def _groups(columns: Columns, codes: dict[str, list[str]], item: Item, chosen: Sequence[int]) -> Mapping[tuple[str, str], Sequence[int]]:
    """The chosen rows by month and category; those whose day could not be read, which is a finding by then, are left out."""
    if not item.by and not item.month:
        return {("", ""): chosen}
    splits = [codes[column] for column in item.by]
    groups: dict[tuple[str, str], list[int]] = {}
    for index in chosen:
        period = str(columns[item.month][index])[:7] if item.month else ""
        if not item.month or MONTH.fullmatch(period):
            category = "|".join([split[index] for split in splits])
            groups.setdefault((period, category), []).append(index)
    return dict(sorted(groups.items()))


def _fold(records: Records, columns: Columns, fold: Fold, indexes: Sequence[int]) -> tuple[float | None, str, list[int]] | None:
    """The value and text of a fold over some rows, and the rows read; None when there is nothing to say."""
    rows = [columns["row"][index] for index in indexes]
    if isinstance(fold, Count):
        return len(indexes), "", rows
    if fold.column not in columns:
        return None
    values = columns[fold.column]
    filled = [(row, values[i]) for row, i in zip(rows, indexes, strict=True) if values[i] is not None and values[i] == values[i]]
    read = [row for row, _ in filled]
    if isinstance(fold, Sum):
        total = sum(v for _, v in filled)
        return (int(total) if float(total).is_integer() else total), "", read
    if not filled:
        return None
    if isinstance(fold, Text):
        row, text = filled[0]
        return None, str(text), [row]
    agreed = len({v for _, v in filled}) == 1
    return (filled[0][1] if agreed else None), "", read

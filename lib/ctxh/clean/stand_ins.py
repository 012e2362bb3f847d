"""Workbooks of a period in which areas merged, split, moved or were renamed: whose counts where, and nothing twice."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import combinations

from ctxh.book.categories import Categories
from ctxh.book.layouts import BEGUN, EVERY_MONTH, HAPPENED, UNDATED, Layout
from ctxh.clean.expected import Expected
from ctxh.clean.form_records import Records
from ctxh.clean.rows import split_rows
from ctxh.clean.section_rows import placed_form
from ctxh.clean.senders import BANNER_ROWS, area_of
from ctxh.errors import CtxhError
from ctxh.findings import Finding, finding
from ctxh.read.child_reader import Reading, Sheet
from ctxh.read.placement import Placed, form_of
from ctxh.reference.area_names import WITH_OTHERS, AreaNames
from ctxh.reference.reporters import WHOLE, Part
from ctxh.vietnamese import DateError, parse_month

CHECK = "đơn vị thay đổi"
_MONTH = re.compile(r"\d{4}-\d{2}")
_EMPTY = ("", None)


def settled_senders(readings: Iterable[Reading], expected: Expected, names: AreaNames) -> tuple[Expected, list[Finding]]:
    """What is expected after it was seen whose workbooks came: the areas that stand, how each counts, and who stands for whom."""
    if expected.reporters is None:
        return expected, []
    times, files = dict[str, str](), dict[str, str]()
    for reading in readings:
        try:
            sender, _ = area_of(reading.path, list(reading.sheets), names, expected.senders)
        except CtxhError:  # is told where it is received
            continue
        files[reading.path.name] = sender
        times[sender] = max(times.get(sender, ""), WHOLE if _holds_others(reading.sheets) else _latest(reading.sheets, expected))
    standing = expected.reporters.standing(times)
    halves = frozenset(file for file, sender in files.items() if sender in standing.parts and standing.parts[sender].until)
    found = replace(expected, areas=standing.areas, parts=standing.parts, halves=halves)
    return found, [finding("info", message, check=CHECK) for message in standing.messages]


def _holds_others(sheets: Sequence[Sheet]) -> bool:
    """Whether a workbook says above its tables that it holds the data of areas that its own took in."""
    above = (value for sheet in sheets for row in sheet.rows[:BANNER_ROWS] for value in row)
    return any(isinstance(value, str) and WITH_OTHERS.search(value) for value in above)


def _latest(sheets: Sequence[Sheet], expected: Expected) -> str:
    """The latest month that a workbook tells anything of; empty where it tells of none."""
    months = [""]
    for sheet in sheets:
        layout = form_of(sheet, expected.layouts)
        if layout is not None and any(column.rule == EVERY_MONTH for column in layout.columns):
            try:
                placed = placed_form(sheet, layout, expected.categories, "")
            except CtxhError:
                continue
            months += [month for index, month in _months(placed, expected.year) if _filled(placed, index, (*_EMPTY, 0))]
    return max(months)


def _months(placed: Placed, year: int) -> Iterator[tuple[int, str]]:
    """The rows of a form that say a month, with it: ``2023-07``."""
    column = next((c.column for c in placed.layout.columns if c.rule == EVERY_MONTH and c.column in placed.columns), "")
    for index in split_rows(placed).data if column else ():
        try:
            month = parse_month(placed.sheet.rows[index][placed.columns[column]], year)
        except DateError:
            continue
        if month:
            yield index, f"{month.year:04d}-{month.month:02d}"


def _filled(placed: Placed, index: int, nothing: Sequence[object] = _EMPTY) -> bool:
    """Whether a row holds more than what the blank form comes with, and than what counts as nothing."""
    given = {
        placed.columns[c.column]
        for c in placed.layout.columns
        if (c.rule in BEGUN or c.kind == "row_number") and c.column in placed.columns
    }
    return any(value not in nothing and at not in given for at, value in enumerate(placed.sheet.rows[index]))


def of_its_time(placed: Placed, part: Part, year: int) -> Placed:
    """The form without the months that another area tells, where nothing was written beside them."""
    if not (part.since or part.until):
        return placed
    other = {index for index, month in _months(placed, year) if not part.owes(month) and not _filled(placed, index)}
    rows: list[list[object]] = [["" for _ in row] if index in other else row for index, row in enumerate(placed.sheet.rows)]
    return replace(placed, sheet=replace(placed.sheet, rows=rows))


def is_counted(sheet: Sheet, layout: Layout, part: Part, categories: Categories) -> bool:
    """Whether a form of an area that reports on its own time alone is taken: what happened is, lists and what was not filled in are not."""
    if not part.until or layout.tells == HAPPENED:
        return True
    try:
        return layout.tells == UNDATED and bool(split_rows(placed_form(sheet, layout, categories, part.code)).data)
    except CtxhError:
        return True  # which says what is wrong with it


def told_twice(all_records: Sequence[Records], expected: Expected) -> list[Finding]:
    """A stop for each form that two workbooks of one area tell of the same months, or of which neither tells a day."""
    of: dict[tuple[str, str], list[Records]] = {}
    for records in (one for one in all_records if expected.halves and _telling_rows(one)):
        of.setdefault((records.area_code, records.form), []).append(records)
    pairs = (pair for group in of.values() for pair in combinations(group, 2))
    pairs = (pair for pair in pairs if len({one.file in expected.halves for one in pair}) > 1)  # two that merged have each their own
    return [_twice(*pair, both, expected) for pair in pairs if (both := _both(*pair, expected))]


def _telling_rows(records: Records) -> list[dict[str, object]]:
    """The rows of a form that tell anything: of a register each, of others those that do not hold noughts alone."""
    rows = [{str(name): value for name, value in row.items()} for row in records.table.drop(columns="row").to_dict("records")]
    return [row for row in rows if records.register or any(isinstance(value, int | float) and value > 0 for value in row.values())]


def _both(one: Records, other: Records, expected: Expected) -> str:
    """What two records of a form both tell: months, occasions, or what has no day; empty for nothing."""
    if expected.layouts[one.form].tells != HAPPENED:
        return "không ghi ngày tháng"
    dated_by = expected.layouts[one.form].dated_by
    shared = sorted(_times(one, dated_by) & _times(other, dated_by))
    labels = expected.categories.labels.get((one.form, "occasion"), {})
    shown = [f"tháng {time[5:7]}/{time[:4]}" if _MONTH.match(time) else labels.get(time, time) for time in shared]
    return f"cùng có {', '.join(shown)}" if shown else ""


def _times(records: Records, dated_by: Sequence[str]) -> set[str]:
    """The months or occasions that a form tells."""
    column = next((column for column in dated_by if column in records.table), "")
    times = (str(row[column]) for row in _telling_rows(records) if column and row[column])
    return {value[:7] if _MONTH.match(value) else value for value in times}


def _twice(earlier: Records, records: Records, both: str, expected: Expected) -> Finding:
    form, into = expected.layouts[records.form].code, expected.names[records.area_code]
    message = f"Biểu {form} ở tệp này và ở {earlier.file}, cùng tính vào {into}, {both}: cộng lại có thể tính hai lần."
    remedy = "Giữ mỗi tháng, mỗi khoản ở một tệp: tệp của đơn vị cũ hoặc tệp của đơn vị mới."
    return finding("stopped", message, remedy, check=CHECK, **records.place)

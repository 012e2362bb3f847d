"""What entries must hold together: no circle, no item of two meanings, units of measure that fit their formulas."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter

from ctxh.book.entries import Entry
from ctxh.book.formulas import (
    Anniversary,
    Change,
    LastYear,
    LunarYear,
    Minus,
    Plus,
    Ratio,
    ReportDate,
    ReportYear,
    YearsSince,
    looked_back,
)
from ctxh.book.indicator import Indicator
from ctxh.book.items import Count, Item, Text
from ctxh.book.lists import Lists

_ALONE = {YearsSince: "years", Anniversary: "date", ReportYear: "year", ReportDate: "date"}  # what these can be measured in


def check_circles(entries: Mapping[str, Entry], indicators: Mapping[str, Indicator]) -> None:
    """Nothing, when no indicator stands on itself. Raises CtxhError naming the way round."""
    try:
        TopologicalSorter({name: found.formula.inputs() for name, found in indicators.items()}).prepare()
    except CycleError as error:
        way = error.args[1]
        raise entries[way[-1]].fault("", f"đi vòng: {' ← '.join(way)}. Bỏ một thành phần.") from None


def check_items(read: list[tuple[Entry, Item]]) -> dict[str, Item]:
    """The items by id. Raises CtxhError for two of one id."""
    found: dict[str, Item] = {}
    for entry, item in read:
        if item.id in found:
            raise entry.fault("", f"số liệu «{item.id}» đã có ở một mục khác. Đổi mã, hoặc ghi mã khác ở khóa item.")
        found[item.id] = item
    return found


def check_item(entry: Entry, item: Item, own: str, lists: Lists) -> None:
    """Nothing, when an item can be measured in ``own``. Raises CtxhError otherwise."""
    kind = lists.measures[own].kind
    column = lists.column(item.form, item.fold.column)
    measured = column.unit_of_measure if column and not isinstance(item.fold, Count | Text) else ""
    words = f"cột «{item.form}.{item.fold.column}» tính bằng «{measured}»"
    if isinstance(item.fold, Text):
        words, fits = "chữ hoặc ngày", kind == "text"
    elif isinstance(item.fold, Count):
        words, fits = "số dòng", kind == "count"
    elif measured in lists.measures and lists.measures[measured].kind not in ("count", "number"):
        fits = own == measured
    else:
        words, fits = words if measured else "một số", kind in ("count", "number") if measured else kind != "text"
    if not fits:
        raise entry.fault("unit_of_measure", f"«{own}» không hợp với {words}.")


def check_indicator(entry: Entry, indicators: Mapping[str, Indicator], lists: Lists) -> None:
    """Nothing, when an indicator is measured, by area and planned as its parts are. Raises CtxhError otherwise."""
    found = indicators[entry.id]
    for fault in _faults(found, indicators, lists):
        raise entry.fault("unit_of_measure", f"«{found.unit_of_measure}» không hợp: {fault}.")
    for part in (*found.formula.inputs(), *looked_back(found.formula)) if found.by_area else ():
        if not indicators[part].by_area:
            raise entry.fault("by_area", f"thành phần «{part}» không có số theo đơn vị (by_area).")


def _faults(found: Indicator, indicators: Mapping[str, Indicator], lists: Lists) -> Iterator[str]:
    own, formula = found.unit_of_measure, found.formula
    parts = {name: _measures(indicators[name], lists) for name in formula.inputs()}
    if isinstance(formula, Plus | Minus):
        asked = "percent" if isinstance(formula, Minus) and own == "points" else own
        yield from (f"«{name}» tính bằng «{indicators[name].unit_of_measure}»" for name, measures in parts.items() if asked not in measures)
    if isinstance(formula, Ratio):
        yield from (f"«{name}» không phải là số" for name, measures in parts.items() if _kind(measures, lists) == "text")
        if (formula.scale == 100) != (own == "percent"):
            yield "tỷ số nhân 100 (scale) thì tính bằng «percent», nhân số khác thì không"
    if isinstance(formula, LastYear | Change):
        before = indicators[formula.origin]
        wanted_of = before.unit_of_measure if isinstance(formula, LastYear) else "points" if before.differs_by_points else "percent"
        if before.is_text and isinstance(formula, Change):
            yield f"«{before.id}» không phải là số"
        elif own != wanted_of:
            yield f"của «{before.id}» phải là «{wanted_of}»"
    if isinstance(formula, YearsSince | Anniversary):
        yield from (f"«{name}» không phải là ngày (date)" for name, measures in parts.items() if "date" not in measures)
    wanted = _ALONE.get(type(formula), own)
    if own != wanted or (isinstance(formula, LunarYear) and lists.measures[own].kind != "text"):
        yield f"phải là «{wanted if own != wanted else 'text'}»"
    if found.plan and found.unit_of_measure != indicators[found.plan].unit_of_measure:
        yield f"kế hoạch «{found.plan}» tính bằng «{indicators[found.plan].unit_of_measure}»"


def _measures(found: Indicator, lists: Lists) -> set[str]:
    """What an indicator is measured in, and the column that it sums: gifts given to persons may be added as gifts."""
    item = getattr(found.formula, "item", None)
    column = lists.column(item.form, item.fold.column) if item else None
    return {found.unit_of_measure} | ({column.unit_of_measure} - {""} if column else set())


def _kind(measures: set[str], lists: Lists) -> str:
    return "text" if any(lists.measures[name].kind == "text" for name in measures if name in lists.measures) else ""

"""What entries must hold together: no circle, no item of two meanings, units of measure that fit their formulas."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter

from ctxh.book.entries import Entry
from ctxh.book.entry_items import DESK
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
from ctxh.book.items import Count, Item, Sum, Text
from ctxh.book.lists import Lists
from ctxh.vietnamese import header_key

_ALONE = {YearsSince: "years", Anniversary: "date", ReportYear: "year", ReportDate: "date"}  # what these can be measured in

_MEASURED_BY = {"coefficient": "number", "money": "money", "count": "count"}  # what a column of a kind is, where it names no measure


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


def check_item(entry: Entry, item: Item, own: str, lists: Lists, printed: bool = False) -> None:
    """Nothing, when an item can be measured in ``own``. Raises CtxhError otherwise."""
    kind, hint = lists.measures[own].kind, ""
    column = lists.column(item.form, item.fold.column)
    measured = column.unit_of_measure if column and not isinstance(item.fold, Count | Text) else ""
    words = f"cột «{item.form}.{item.fold.column}» tính bằng «{measured}»"
    if isinstance(item.fold, Text):
        words, fits = "chữ hoặc ngày", kind == "text"
    elif isinstance(item.fold, Count):
        words, fits = "số dòng", kind == "count"
    elif measured in lists.measures:
        others = lists.measures[measured].counted_as
        fits = own == measured or own in others
        hint = f" Đếm cả bằng {', '.join(others)} (counted_as ở units_of_measure.csv)." if others else ""
    else:
        words = f"cột «{item.form}.{item.fold.column}»" if column and column.kind in _MEASURED_BY else "một số"
        fits = kind != "text" and kind == _MEASURED_BY.get(column.kind if column else "", kind)
    if fits and isinstance(item.fold, Text) and printed and column and column.kind != "made":
        words, fits = f"cột «{item.form}.{item.fold.column}» loại {column.kind}", (own == "date") == (column.kind == "date")
    if not fits:
        raise entry.fault("unit_of_measure", f"«{own}» không hợp với {words}.{hint}")
    if isinstance(item.fold, Sum) and measured in lists.measures and lists.measures[measured].kind not in ("count", "money"):
        raise entry.fault("sum", f"cột «{item.form}.{item.fold.column}» tính bằng «{measured}» không cộng được; dùng agreed hoặc value.")


def check_indicator(entry: Entry, indicators: Mapping[str, Indicator], lists: Lists) -> None:
    """Nothing, when an indicator is measured, by area and planned as its parts are. Raises CtxhError otherwise."""
    found = indicators[entry.id]
    if found.trend and found.is_text:
        raise entry.fault("trend", "chữ và ngày không vẽ được qua các năm.")
    for fault in _faults(found, indicators, lists):
        raise entry.fault("unit_of_measure", f"«{found.unit_of_measure}» không hợp: {fault}.")
    for key, fault in _key_faults(entry, found, indicators, lists):
        raise entry.fault(key, f"{fault}.")
    for part in (*found.formula.inputs(), *looked_back(found.formula)) if found.by_area else ():
        if not indicators[part].by_area:
            raise entry.fault("by_area", f"thành phần «{part}» không có số theo đơn vị (by_area).")


def check_labels(entries: Mapping[str, Entry], indicators: Mapping[str, Indicator], read: list[tuple[Entry, Item]]) -> None:
    """Nothing, when no two indicators have one label, and the desk is asked for each figure once, under words of its own.

    Who fills in B12 and B13 writes the words, not the ids. Raises CtxhError for the later of two.
    """
    labels = [(entries[name], "label", found.label) for name, found in indicators.items()]
    desk = [(entry, item) for entry, item in read if item.form == DESK]
    keys = [(entry, "key", f"{item.where}") for entry, item in desk]
    asked = [(entry, "item_label" if "item_label" in entry.says else "label", item.label) for entry, item in desk]
    for rows, what in ((labels, "tên này đã là của"), (keys, "số liệu này của B12 đã do mục khác lấy:"), (asked, "B12 đã hỏi chữ này cho")):
        first = dict[str, Entry]()
        for entry, key, text in rows:
            other = first.setdefault(header_key(text), entry)
            if other is not entry:
                raise entry.fault(key, f"{what} [{other.id}] ({other.place()}). Đổi một bên.")


SECTION = re.compile(r"header|[IVXLC]+(\.\d+)*[a-zđ]?|\d+(\.\d+)*[a-zđ]?|[A-Z](\.\d+)*")  # numbers of headings, of any outline
_NOTATIONS = {  # how values of each kind of unit of measure may be printed
    "count": ("count", "number"),
    "number": ("count", "number", "year"),
    "money": ("money", "billion", "count", "number"),
    "level": ("money", "count", "number"),
    "share": ("percent", "points", "number"),
    "text": ("text",),
}


def _key_faults(entry: Entry, found: Indicator, indicators: Mapping[str, Indicator], lists: Lists) -> Iterator[tuple[str, str]]:
    """What keys beside the formula say that cannot be meant, each with its key."""
    own = lists.measures[found.unit_of_measure]
    fits = ("date", "year") if found.unit_of_measure == "date" else _NOTATIONS[own.kind]
    if found.notation not in fits:
        yield "notation", f"«{found.notation}» không hợp với đơn vị tính «{found.unit_of_measure}»: chọn {' hoặc '.join(fits)}"
    if found.section and not SECTION.fullmatch(found.section):
        yield "section", f"«{found.section}» không phải số của một mục: viết như I.3.2, hoặc header cho đầu văn bản"
    if entry.id in lists.fields:
        yield "", f"mã «{entry.id}» đã là mã của một lĩnh vực (fields.csv). Đổi mã"
    for key, names in (("plan", [found.plan]), ("whole", [found.whole]), ("per", found.per)):
        if entry.id in names:
            yield key, f"không thể là chính chỉ tiêu này, «{entry.id}»"
        for name in filter(None, names):
            other = indicators[name]
            if own.kind == "text" or other.is_text:
                yield key, f"«{entry.id if own.kind == 'text' else name}» là chữ hoặc ngày, không chia được"
            elif key == "whole" and other.unit_of_measure not in _measures(found, lists):
                yield key, f"«{name}» tính bằng «{other.unit_of_measure}», không phải «{found.unit_of_measure}» như phần của nó"


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

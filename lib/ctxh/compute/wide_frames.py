"""Tables for analysts: Vietnamese headers with units of measure, numbers as numbers, one meaning a column."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from ctxh.book import Book, Indicator
from ctxh.book.items import Count, Item, Sum
from ctxh.book.search import INDICATOR, Found
from ctxh.compute.computed import Computed
from ctxh.compute.selections import area_order, notice, year_notice
from ctxh.compute.series import values_of_years
from ctxh.errors import WrongUsage, nearest
from ctxh.observe.filter_words import column_label, value_label
from ctxh.reference.areas import full_name

AREA, PERIOD, CATEGORY = "area", "period", "category"
SPLITS = {AREA: "Đơn vị", PERIOD: "Kỳ", CATEGORY: "Loại"}
NOTE = "note"  # the attribute of a frame that says what must be said under it
HYPOTHETICAL = "Giả định"  # the column, and the attribute, of what nobody reported


def column_heading(entry: Indicator | Item, measure: str) -> str:
    """A column's name: the label with its unit of measure."""
    return f"{entry.label} ({measure})" if measure else entry.label


def found_frame(computed: Computed, found: Sequence[Found]) -> pd.DataFrame:
    """What was found, a row an entry: columns Mã, Tên, Loại, Đơn vị tính, Giá trị (of the office, as printed; of items empty)."""
    book = computed.book
    rows = [(one.id, one.label, one.kind, _measure(book, one), _printed(computed, one)) for one in found]
    return pd.DataFrame(rows, columns=["Mã", "Tên", "Loại", "Đơn vị tính", "Giá trị"])


def _measure(book: Book, found: Found) -> str:
    return book.indicators[found.id].measure if found.kind == INDICATOR else book.measures.get(book.items[found.id].unit_of_measure, "")


def _printed(computed: Computed, found: Found) -> str:
    return computed.printed(found.id) if found.kind == INDICATOR else ""


def items_frame(computed: Computed) -> pd.DataFrame:
    """What was read, a row an item that has observations: columns Mã, Tên, Đơn vị tính, Biểu, Chia theo, Số liệu gốc (how many).

    Texts, such as the numbers of documents, come last.
    """
    counts = computed.observations["item"].value_counts()
    rows = [
        (
            name,
            item.label,
            computed.book.measures.get(item.unit_of_measure, ""),
            computed.layouts[item.form].code,
            _splits(computed, item),
            counts[name],
        )
        for name, item in computed.book.items.items()
        if name in counts and item.form in computed.layouts
    ]
    rows.sort(key=lambda row: not row[2])
    return pd.DataFrame(rows, columns=["Mã", "Tên", "Đơn vị tính", "Biểu", "Chia theo", "Số liệu gốc"])


def _splits(computed: Computed, item: Item) -> str:
    layout = computed.layouts[item.form]
    return ", ".join(["đơn vị", *(["tháng"] if item.month else []), *(column_label(layout, column).lower() for column in item.by)])


def rows_frame(computed: Computed, item: Item, by: Sequence[str] = ()) -> pd.DataFrame:
    """The observations of an item summed by some of ``area``, ``period``, ``category``; by all it has where none are named.

    Columns: Đơn vị, Kỳ (``2024`` or ``2024-07``), one a column that the item is split by, and the value under its label with
    its unit of measure. What nobody reported stays missing. Raises WrongUsage for what cannot be added up, or another word.
    """
    for word in by:
        if word not in SPLITS:
            raise WrongUsage(f"Không chia theo «{word}» được.{nearest(word, SPLITS)} Chia theo: {', '.join(SPLITS)}.")
    if not isinstance(item.fold, Count | Sum):
        raise WrongUsage(f"«{item.label}» là mức hoặc chữ, không cộng được: xem observations().")
    table, layout = computed.observations, computed.layouts[item.form]
    kept = table[table["item"].to_numpy() == item.id].astype({"area_code": str})
    headers = [column_label(layout, column) for column in item.by]
    frame = pd.DataFrame({"Đơn vị": kept["area_code"].map(computed.area_name), "Kỳ": kept["period"]})
    codes = kept["category"].fillna("").astype(str).str.split("|", expand=True)
    for at, (header, column) in enumerate(zip(headers, item.by, strict=True)):
        frame[header] = [value_label(layout, computed.categories, column, code) for code in codes[at]]
    value = column_heading(item, computed.book.measures.get(item.unit_of_measure, ""))
    frame[value] = kept["value"].astype(float)
    named = {AREA: ["Đơn vị"], PERIOD: ["Kỳ"], CATEGORY: headers}
    chosen = [name for word in by or named for name in named[word]]
    summed = frame.groupby(chosen, sort=PERIOD in (by or named))[value].sum(min_count=1).reset_index()
    summed.attrs[NOTE] = notice(computed, True)
    return summed


@dataclass(frozen=True, eq=False)
class YearShown:
    """A year's indicators with the areas that they are of, by code in their order, and what must be said of them."""

    indicators: pd.DataFrame  # columns as ``indicators.COLUMNS``
    area_code: str
    areas: Mapping[str, str]
    note: str

    def value(self, name: str, area_code: str) -> float:
        """A value in its unit of measure, not a number where it is missing."""
        return self._values.get((name, area_code), math.nan)

    @cached_property
    def _values(self) -> dict[tuple[str, str], float]:
        columns = (self.indicators[name] for name in ("indicator", "area_code", "value"))
        return {(name, str(code)): math.nan if value is None else value for name, code, value in zip(*columns, strict=True)}


def years_shown(computed: Computed, years: Sequence[int], entries: Sequence[Indicator], by_area: bool) -> dict[int, YearShown]:
    """Some indicators of some years, of others than the computed one as ``other_years`` has them. Raises as it does."""
    areas = {code: computed.area_name(code) for code in area_order(computed.areas)}
    own = {computed.year: YearShown(computed.indicators, computed.area_code, areas, notice(computed, by_area))}
    others = values_of_years(computed.request, [year for year in years if year != computed.year], [entry.id for entry in entries])
    for year, (request, table) in others.items():
        called = {row["area_code"]: full_name(row) for _, row in request.reported_areas.iterrows()}
        named = {code: called[code] for code in area_order(request.reported_areas)}
        own[year] = YearShown(table, request.area_code, named, year_notice(computed, year))
    return {year: own[year] for year in years}


def office_frame(years: Mapping[int, YearShown], entries: Iterable[Indicator]) -> pd.DataFrame:
    """A row an indicator of the whole office, a column a year: columns Chỉ tiêu, Đơn vị tính, then the years; the index is the id (Mã)."""
    chosen = [entry for entry in entries if not entry.is_text]
    index = pd.Index([entry.id for entry in chosen], name="Mã")
    frame = pd.DataFrame({"Chỉ tiêu": [e.label for e in chosen], "Đơn vị tính": [e.measure for e in chosen]}, index)
    for year, one in years.items():
        frame[year] = [one.value(entry.id, one.area_code) for entry in chosen]
    return _noted(frame, years)


def area_frame(years: Mapping[int, YearShown], entries: Iterable[Indicator]) -> pd.DataFrame:
    """A row an area, a column an indicator under its label with its unit of measure; of several years a column an indicator and year.

    The index is the area with its kind; the whole office is not among them, so that sums are sums of areas.
    """
    chosen = [entry for entry in entries if entry.by_area and not entry.is_text]
    named = {code: name for one in reversed([*years.values()]) for code, name in one.areas.items()}
    columns = [(column_heading(entry, entry.measure), year) for entry in chosen for year in years]
    cells = [[one.value(entry.id, code) for entry in chosen for one in years.values()] for code in named]
    of_one = pd.Index([name for name, _ in columns], name="Chỉ tiêu")
    header = of_one if len(years) == 1 else pd.MultiIndex.from_tuples(columns, names=["Chỉ tiêu", "Năm"])
    return _noted(pd.DataFrame(cells, pd.Index(named.values(), name="Đơn vị"), header, dtype=float), years)


def _noted(frame: pd.DataFrame, years: Mapping[int, YearShown]) -> pd.DataFrame:
    """The frame, with what must be said of its years beside it."""
    frame.attrs[NOTE] = " ".join(dict.fromkeys(filter(None, (one.note for one in years.values()))))
    return frame

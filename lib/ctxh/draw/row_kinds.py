"""The rows that figures are drawn from, a function a kind: frames under Vietnamese headers with units of measure, the ink apart."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

import pandas as pd

from ctxh.book import Book
from ctxh.book.figures import (
    AGE,
    AREAS_BY_CATEGORY,
    BY_AREA,
    BY_CATEGORY,
    BY_MONTH,
    COLUMNS,
    LISTED,
    OVER_YEARS,
    PARTS_OF,
    PYRAMID,
    SHARES,
    SMALLEST,
    FigureEntry,
)
from ctxh.book.formulas import Plus, Total
from ctxh.book.items import Item
from ctxh.book.layouts import EVERY_MONTH
from ctxh.book.request import known_indicator
from ctxh.compute.computed import Computed
from ctxh.compute.selections import (
    area_category_sums,
    area_names,
    area_values,
    category_label,
    category_sums,
    hidden_cells,
    month_sums,
    office_values,
)
from ctxh.draw.style import STACK
from ctxh.observe.filter_words import column_label
from ctxh.vietnamese.person_codes import SEXES, first_age, person_words

OTHERS = "Các nhóm khác"
LAYERS = len(STACK)  # a colour each
AREA, MONTH, PART, WHOLE, RATE = "Đơn vị", "Tháng", "Phần", "Cả nhóm", "Tỷ lệ (%)"


def _parts_of(computed: Computed, entry: FigureEntry) -> pd.DataFrame:
    """The parts of a total, without those of nothing: label, value; the indicator as index."""
    values = occurring(office_values(computed, list(parts_of(computed.book, entry.of[0]))))
    return _framed(computed, entry, values, {"Loại": [label_of(computed, entry, str(name)) for name in values.index]})


def _by_category(computed: Computed, entry: FigureEntry) -> pd.DataFrame:
    """The sums of an item by one or two of the columns that split it: labels, value; the codes as index."""
    item = computed.book.items[entry.of[0]]
    sums = _along(computed, item, entry.along) / entry.divided_by
    if entry.order == AGE:
        sums = sums[[key[:1].isdigit() and first_age(key) >= entry.from_age for key in sums.index]]
        sums = sums.loc[sorted(sums.index, key=first_age)]
    if entry.chart == PYRAMID:
        return _of_sexes(computed, entry, sums)
    sums = sums if entry.order == AGE else occurring(sums)
    codes = list(zip(*(key.split("|") for key in sums.index), strict=True)) or [()] * len(entry.along)
    words = [[code_label(computed, entry, item, column, code) for code in of] for column, of in zip(entry.along, codes, strict=True)]
    heads = [column_label(computed.layouts[item.form], column) for column in entry.along]
    table = _framed(computed, entry, sums, dict(zip(heads, words, strict=True)))
    if len(words) == 1:
        return table
    group, measured = table.columns[0], table.columns[-1]
    order = table.groupby(group)[measured].transform("sum")
    return table.assign(order=order).sort_values(["order", group], ascending=False, kind="stable").drop(columns="order")


def _of_sexes(computed: Computed, entry: FigureEntry, sums: pd.Series) -> pd.DataFrame:
    """A row an age, a column a sex."""
    pairs = pd.MultiIndex.from_tuples([tuple(key.split("|")) for key in sums.index], names=["band", "sex"])
    table = sums.set_axis(pairs).unstack("sex").reindex(columns=list(SEXES))
    table = table.loc[sorted(table.index, key=first_age)]
    values = {f"{words} ({entry.measure})": table[sex].to_numpy(float) for sex, words in SEXES.items()}
    return pd.DataFrame({"Tuổi": [person_words(band) for band in table.index]} | values, table.index)


def _along(computed: Computed, item: Item, along: tuple[str, ...]) -> pd.Series:
    """The office's sums of an item by some of the columns that split it; nothing of one of which a public edition hides a part."""
    sums, places = category_sums(computed, item.id), [item.by.index(column) for column in along]
    if places == list(range(len(item.by))):
        return sums

    def kept(category: str) -> str:
        codes = category.split("|")
        return "|".join(codes[at] for at in places)

    hidden = hidden_cells(computed, item.id)
    gone = {kept(category) for category in hidden.loc[hidden["area_code"] == computed.area_code, "category"]}
    coarse = sums.groupby([kept(str(key)) for key in sums.index], sort=False).sum(min_count=1)
    return coarse.mask(coarse.index.isin(gone))


def _by_month(computed: Computed, entry: FigureEntry) -> pd.DataFrame:
    """The sums of an item by month: of columns one, of stacked columns one a category, the greatest first; a row a month."""
    item = computed.book.items[entry.of[0]]
    sums = month_sums(computed, item.id)
    if not asks_every_month(computed, item) and sums.notna().any(axis=None):
        sums = sums.fillna(0.0)  # rows that name a month only where there was something count zero in the others
    if entry.chart != COLUMNS:
        sums = sums[sums.sum().sort_values(ascending=False, kind="stable").index] / entry.divided_by
        labels = [code_label(computed, entry, item, item.by[0], str(code)) for code in sums.columns]
        return _with_others(sums.set_axis(labels, axis=1), LAYERS).rename_axis(MONTH)
    whole = sums.sum(axis=1, min_count=1)
    whole[whole.index.isin(hidden_cells(computed, item.id)["period"])] = math.nan
    head = entry.headings[0] if entry.headings else item.label
    return pd.DataFrame({f"{head} ({entry.measure})": whole / entry.divided_by}).rename_axis(MONTH)


def asks_every_month(computed: Computed, item: Item) -> bool:
    """Whether each month must have a row in the form of an item: then a month without one is not known."""
    columns = computed.layouts[item.form].columns
    return any(column.column == item.month and column.rule == EVERY_MONTH for column in columns)


def _with_others(table: pd.DataFrame, most: int) -> pd.DataFrame:
    """A table of at most so many columns: those behind the first ones added up in the last."""
    if len(table.columns) <= most:
        return table
    rest = table.iloc[:, most - 1 :].sum(axis=1, min_count=1)
    return table.iloc[:, : most - 1].assign(**{OTHERS: rest})


def _by_area(computed: Computed, entry: FigureEntry) -> pd.DataFrame:
    """Indicators area by area: name, a column an indicator; the code of the area as index."""
    values = _ordered(area_values(computed, list(entry.of)) / entry.divided_by, entry.of[0], entry.order)
    area, *names = entry.headings or (AREA, *(label_of(computed, entry, name) for name in entry.of))
    heads = [f"{name} ({entry.measure})" if entry.measure else name for name in names]
    return values.set_axis(heads, axis=1).assign(**{area: area_names(computed)})[[area, *heads]]


def _shares(computed: Computed, entry: FigureEntry) -> pd.DataFrame:
    """Parts of wholes: label, part, whole, rate; the indicator of the rate as index."""
    book, cells = computed.book, []
    of = {rate: (*book.indicators[rate].formula.inputs(), rate) for rate in entry.of}
    values = office_values(computed, list(dict.fromkeys(name for names in of.values() for name in names)))
    for rate, names in of.items():
        cells.append((label_of(computed, entry, rate), *(values[name] for name in names)))
    measure = book.indicators[of[entry.of[0]][0]].measure
    heads = ["Nhóm", *(f"{head} ({measure})" if measure else head for head in (PART, WHOLE)), RATE]
    return pd.DataFrame(cells, pd.Index(list(of), name="indicator"), heads)


def _areas_by_category(computed: Computed, entry: FigureEntry) -> pd.DataFrame:
    """A row an area, a column each of the categories that are largest in the office; the others together."""
    item = computed.book.items[entry.of[0]]
    table = area_category_sums(computed, item.id) / entry.divided_by
    order = list(table.sum().sort_values(ascending=False, kind="stable").index)
    kept, rest = (order[: entry.most], order[entry.most :]) if entry.most else (order, [])
    shown = table[kept].rename(columns={code: code_label(computed, entry, item, item.by[0], code) for code in kept})
    if rest:
        shown = shown.assign(**{OTHERS: table[rest].sum(axis=1, skipna=False)})
    return shown.set_axis(pd.Index(area_names(computed), name=AREA))


def _over_years(computed: Computed, entry: FigureEntry) -> pd.DataFrame:
    """Indicators over the years: Chỉ tiêu, Đơn vị tính, Năm, Giá trị, Minh họa (whether the year is); the indicator as index.

    Of a part of a year those are illustrative too whose breakdown by month is.
    """
    series, entries = computed.series, computed.book.indicators
    series = series[series["indicator"].isin(entry.of)] if entry.of else series
    by_month = () if computed.period.whole else computed.request.illustrative.breakdown_years
    found = {
        "Chỉ tiêu": [label_of(computed, entry, name) for name in series["indicator"]],
        "Đơn vị tính": [entries[name].measure for name in series["indicator"]],
        "Năm": series["year"].to_numpy(dtype=int),
        "Giá trị": series["value"].to_numpy(dtype=float),
        "Minh họa": (series["illustrative"].astype(bool) | series["year"].isin(by_month)).to_numpy(),
    }
    return pd.DataFrame(found, pd.Index(series["indicator"], name="indicator"))


ROWS: Mapping[str, Callable[[Computed, FigureEntry], pd.DataFrame]] = {
    PARTS_OF: _parts_of,
    BY_CATEGORY: _by_category,
    BY_MONTH: _by_month,
    BY_AREA: _by_area,
    SHARES: _shares,
    AREAS_BY_CATEGORY: _areas_by_category,
    OVER_YEARS: _over_years,
}


def ranked(values: pd.Series, labels: list[str], name: str, measured: str) -> pd.DataFrame:
    """Values under their labels, largest first; missing ones last."""
    table = pd.DataFrame({name: labels, measured: values.to_numpy(dtype=float)}, values.index)
    return table.sort_values(measured, ascending=False, kind="stable")


def _framed(computed: Computed, entry: FigureEntry, values: pd.Series, labels: Mapping[str, list[str]]) -> pd.DataFrame:
    """Values under their labels in the order that the entry asks for; missing ones last."""
    found = computed.book.indicators.get(entry.of[0]) or computed.book.items[entry.of[0]]
    *heads, measured = entry.headings or (*labels, found.label)
    column = f"{measured} ({entry.measure})"
    table = pd.DataFrame(dict(zip(heads, labels.values(), strict=True)) | {column: values.to_numpy(dtype=float)}, values.index)
    return table if entry.order == AGE else _ordered(table, column, entry.order)


def _ordered(table: pd.DataFrame, column: str, order: str) -> pd.DataFrame:
    return table if order == LISTED else table.sort_values(column, ascending=order == SMALLEST, kind="stable")


def occurring(values: pd.Series) -> pd.Series:
    """The values without those of nothing; all when nothing is left."""
    kept = values[values.ne(0)]
    return values if kept.empty else kept


def parts_of(book: Book, whole: str) -> tuple[str, ...]:
    """The indicators that a total adds up: a new kind of decision or group of cards is one of them by itself."""
    formula = known_indicator(book, whole).formula
    return formula.parts if isinstance(formula, Plus) else (whole,)


def label_of(computed: Computed, entry: FigureEntry, name: str) -> str:
    """What an indicator is called in a figure: as the entry says, by the one word that it or its whole counts, else by its label."""
    found = computed.book.indicators[name]
    if name in entry.labels:
        return _filled(computed, entry.labels[name])
    counted = computed.book.indicators[found.formula.inputs()[1]] if entry.rows == SHARES else found
    formula = counted.formula
    if entry.rows in (PARTS_OF, SHARES) and isinstance(formula, Total) and len(formula.item.where) == 1:
        [(column, codes)] = formula.item.where
        if len(codes) == 1 and codes[0] in computed.categories.all(formula.item.form, column):
            return category_label(computed, formula.item.form, column, codes[0])
    return found.label


def code_label(computed: Computed, entry: FigureEntry, item: Item, column: str, code: str) -> str:
    """What a code is called in a figure: as the entry says, else as its list does; ages and sexes in words."""
    if code in entry.labels:
        return _filled(computed, entry.labels[code])
    known = computed.categories.all(item.form, column)
    return category_label(computed, item.form, column, code) if known or not code else person_words(code)


def _filled(computed: Computed, label: str) -> str:
    called = computed.settings.areas_called
    return label.format(Areas=f"{called[:1].upper()}{called[1:]}")

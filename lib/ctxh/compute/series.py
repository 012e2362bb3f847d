"""Some indicators over the years, and the days on which a series breaks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import pandas as pd

from ctxh.book import Book
from ctxh.book.formulas import looked_back
from ctxh.book.items import Item
from ctxh.book.request import Request, items_behind
from ctxh.compute.indicators import indicators_of
from ctxh.errors import CtxhError, WrongUsage, nearest
from ctxh.frames import IndicatorValue, rows_of
from ctxh.observe.earlier_years import earlier_items
from ctxh.observe.intake import observed_items
from ctxh.observe.saved import Saved
from ctxh.reference.areas import full_name
from ctxh.reference.norms import counted, has_norm, norm_on
from ctxh.reference.places import PUBLIC, Chosen
from ctxh.reference.tables import read_reference
from ctxh.vietnamese import under_province

REARRANGED = {
    "village": "Sắp xếp thôn, khu dân cư",
    **{level: f"Sắp xếp đơn vị hành chính cấp {word}" for level, word in (("commune", "xã"), ("district", "huyện"), ("province", "tỉnh"))},
}
BREAKS = ["date", "label", "fields", "legal_basis"]


def trend_of(book: Book) -> tuple[str, ...]:
    """The indicators that are shown over the years, by their places among them (``trend`` of their entries)."""
    shown = [entry for entry in book.indicators.values() if entry.trend]
    return tuple(entry.id for entry in sorted(shown, key=lambda entry: entry.trend))


def check_since(since: int, years: list[int]) -> None:
    """Nothing, when a series can begin in a year. Raises WrongUsage saying which years there are."""
    if since and not years[0] <= since <= years[-1]:
        raise WrongUsage(
            f"Tham số «since» phải là một năm từ {years[0]} đến {years[-1]}, không phải {since}. Số 0 là lấy mọi năm có số liệu."
        )


def trend_before(request: Request) -> dict[int, pd.DataFrame]:
    """The trend's indicators of each earlier year from ``since`` on, and of the last one always, by area too.

    And those that formulas of the book ask of the year before.
    """
    return {one.year: _indicators(one, rows, one.year == request.year - 1) for one, rows in read_before(request)}


def read_before(request: Request) -> list[tuple[Request, pd.DataFrame]]:
    """The request of each of these years with the observations that its indicators rest on."""
    last = request.year - 1
    earlier = request.of_years([year for year in request.years() if min(request.since, last) <= year <= last])
    items = _items_behind(request, [*trend_of(request.book), *asked_of_last_year(request)])
    return list(zip(earlier, earlier_items(earlier, items), strict=True))


def asked_of_last_year(request: Request) -> frozenset[str]:
    """The indicators that formulas of the book ask of the year before."""
    return frozenset(name for entry in request.book.indicators.values() for name in looked_back(entry.formula))


def whole_last_year(request: Request) -> pd.DataFrame | None:
    """All indicators of the year before, from workbooks that are read for it; None where it has none."""
    if request.year - 1 not in request.years():
        return None
    earlier = request.of_year(request.year - 1)
    [observed] = observed_items([earlier], _items_behind(earlier, earlier.book.indicators))
    return _indicators(earlier, observed, True)


def values_of_years(request: Request, years: Sequence[int], names: Sequence[str]) -> dict[int, tuple[Request, pd.DataFrame]]:
    """Some indicators of other years of the office, by area too, each year on its own boundaries.

    As published where no input was changed since, else from workbooks, of which only the forms that are needed are read.
    Raises WrongUsage where a year has no data, or areas are asked for on the boundaries of a day.
    """
    if years and request.audience == PUBLIC:
        raise WrongUsage("Bản công khai chỉ có số của năm ấy: mở bản nội bộ để xem các năm khác.")
    if years and request.boundaries:
        raise WrongUsage(f"Các năm khác không chia lại theo địa giới ngày {request.boundaries}: mở năm báo cáo không có boundaries.")
    asked = {year: request.of_year(year) for year in years}
    found = {year: (one, table) for year, one in asked.items() if (table := _published(one, names)) is not None}
    unread = [one for year, one in asked.items() if year not in found]
    read = zip(unread, observed_items(unread, _items_behind(request, names)), strict=True) if unread else ()
    found |= {one.year: (one, _indicators(one, rows, True)) for one, rows in read}
    return {year: found[year] for year in years}


def _published(request: Request, names: Sequence[str]) -> pd.DataFrame | None:
    """The indicators as they are published; None where they are not, some are not among them, or inputs were changed since."""
    saved = Saved(request.places.edition(request.office_id, request.year, Chosen(period=request.period.name)))
    table = saved.table("indicators")
    whole = table is not None and set(names) <= set(table["indicator"])
    return table if whole and not saved.changed_since(request) else None


def _items_behind(request: Request, indicators: Iterable[str]) -> dict[str, Item]:
    return {name: request.book.items[name] for indicator in indicators for name in items_behind(request.book, indicator)}


def _indicators(request: Request, observed: pd.DataFrame, by_area: bool) -> pd.DataFrame:
    areas = request.reported_areas["area_code"]
    if request.reporters:  # whoever sent stands for the others
        areas = observed.loc[observed["area_code"] != request.area_code, "area_code"].drop_duplicates().sort_values()
    return indicators_of(request, observed, list(areas) if by_area else [])


def last_year_of(request: Request, before: Mapping[int, pd.DataFrame]) -> dict[tuple[str, str], float]:
    """The counts and amounts of the trend a year before, and those that its rates are made of, by indicator and area.

    Nothing where there is no such year.
    """
    table, entries = before.get(request.year - 1), request.book.indicators
    if table is None:
        return {}
    shown = [entries[name] for name in trend_of(request.book) if entries[name].by_area]
    added = dict.fromkeys(name for one in shown for name in (one.formula.inputs() if one.notation == "percent" else (one.id,)))
    rows = table[table["indicator"].isin(added) & (table["area_code"] != request.area_code)]
    return {(row.indicator, row.area_code): row.value for row in rows_of(rows, IndicatorValue)}


def series_of(request: Request, before: Mapping[int, pd.DataFrame], indicators: pd.DataFrame) -> pd.DataFrame:
    """Some indicators over the years from ``since`` on: columns indicator, value, status, year, illustrative."""
    tables = {**before, request.year: indicators}
    shown = [_trend_of(request, year, table) for year, table in tables.items() if request.since <= year]
    return pd.concat(shown, ignore_index=True)


def _trend_of(request: Request, year: int, table: pd.DataFrame) -> pd.DataFrame:
    rows = table[table["indicator"].isin(trend_of(request.book)) & (table["area_code"] == request.area_code)]
    return rows[["indicator", "value", "status"]].assign(year=year, illustrative=year in request.illustrative.years)


def breaks_of(request: Request) -> pd.DataFrame:
    """The days on which a series of the office breaks: columns date (ISO), label, fields, legal_basis.

    New boundaries follow from their tables, new levels of a norm from those of the norms that breaks.csv names; it has the other days.
    ``fields`` are those of the report, with ``|`` between; empty means all of them.
    """
    first, last = f"{request.since or min(request.years())}-01-01", f"{request.year}-12-31"
    table = _named_breaks(request)
    of_norms = table["norm"] != ""
    rows = pd.concat([_norm_breaks(request.norms, table[of_norms]), _area_breaks(request), table[~of_norms]])[BREAKS].drop_duplicates()
    rows = rows[(rows["date"] > first) & (rows["date"] <= last)]
    return rows.groupby("date", as_index=False).agg(
        label=("label", _listed), fields=("fields", _joined), legal_basis=("legal_basis", _listed)
    )


def _named_breaks(request: Request) -> pd.DataFrame:
    """The rows of breaks.csv. Raises CtxhError for one that is neither of a day with its words nor of a norm that there is."""
    table, known = read_reference(request.reference / "breaks.csv"), {*request.norms["norm"]}
    for line, row in table.iterrows():
        if row["norm"] and row["norm"] not in known:
            raise CtxhError(f"reference/breaks.csv, dòng {line}, cột norm: không có định mức «{row['norm']}».{nearest(row['norm'], known)}")
        if bool(row["norm"]) == bool(row["date"]) or bool(row["date"]) != bool(row["label"]):
            raise CtxhError(f"reference/breaks.csv, dòng {line}: ghi ngày (date) với chữ (label), hoặc chỉ ghi định mức (norm).")
    return table


def _norm_breaks(norms: pd.DataFrame, named: pd.DataFrame) -> pd.DataFrame:
    """The days from which what is due is counted by another level of some norms, each in its fields."""
    made = [row for norm, fields in zip(named["norm"], named["fields"], strict=True) for row in _turns(norms, norm, fields)]
    return pd.DataFrame(made, columns=BREAKS)


def _turns(norms: pd.DataFrame, norm: str, fields: str) -> list[tuple[str, str, str, str]]:
    lives, found, value = counted(norms[norms["norm"] == norm]), [], None
    for day in sorted({*lives["valid_from"], *lives["valid_to"]} - {""}):
        if has_norm(lives, norm, date.fromisoformat(day)):
            row = norm_on(lives, norm, date.fromisoformat(day))
            if value not in (None, row["value"]):
                found.append((day, f"{row['label']} mới", fields, row["legal_basis"]))
            value = row["value"]
    return found


def _area_breaks(request: Request) -> pd.DataFrame:
    """The days on which the areas inside the office change, the area of the office itself, or one that it folds."""
    areas, links = request.territory.areas, request.territory.successions
    inside = areas[areas["parent_code"] == request.area_code].merge(
        links, left_on=["area_code", "valid_from"], right_on=["old_code", "old_valid_from"]
    )
    own, folded = _beginnings(request, [request]), _beginnings(request, request.members)
    arranged = pd.concat([inside, folded])
    rearranged = (under_province(REARRANGED[level], request.province_kind) for level in arranged["level"])
    labels = [*rearranged, *(f"Địa bàn {full_name(area)} thay đổi" for _, area in own.iterrows())]
    changes = pd.concat([arranged, own], ignore_index=True)
    return pd.DataFrame({"date": changes["new_valid_from"], "label": labels, "fields": "", "legal_basis": changes["legal_basis"]})


def _beginnings(request: Request, offices: Sequence[Request]) -> pd.DataFrame:
    """What the own areas of some offices were made from, since the days that these began."""
    areas = request.territory.areas
    begun = [(areas["area_code"] == one.area_code) & (areas["valid_from"] >= str(one.settings.since or "")) for one in offices]
    lives = pd.concat([areas[:0], *(areas[lived] for lived in begun)])
    return lives.merge(request.territory.successions, left_on=["area_code", "valid_from"], right_on=["new_code", "new_valid_from"])


def _joined(fields: pd.Series) -> str:
    """All fields of several breaks on one day; empty as soon as one concerns all fields."""
    return "" if "" in set(fields) else "|".join(dict.fromkeys("|".join(fields).split("|")))


def _listed(words: pd.Series) -> str:
    return "; ".join(dict.fromkeys(word for word in words if word))

"""Figures of poverty, labour, payment without cash, and of several years."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from typing import Any

import pandas as pd

from ctxh.blocks import Figure
from ctxh.book import Book, Indicator
from ctxh.book.printed_values import printed
from ctxh.book.request import known_indicator
from ctxh.compute.computed import Computed
from ctxh.compute.selections import MISSING_CELL, UNKNOWN, area_names, areas_called, office_values, printed_number, sign_unknown
from ctxh.draw import figure_rows
from ctxh.draw.bars import share_bars
from ctxh.draw.captions import extremes, hidden_note, listing, note, source
from ctxh.draw.figure_rows import NEAR_POOR, POOR
from ctxh.draw.panels import tile_map
from ctxh.draw.points import paired_dots, trend_panels
from ctxh.draw.svg import publish, silent
from ctxh.errors import CtxhError, nearest
from ctxh.reference.periods import Period
from ctxh.vietnamese import format_billion, format_date, round_half_up

Rows = pd.DataFrame | None  # what is drawn: those of ``figure_rows``, perhaps changed
ACROSS = 6
SERIES_SOURCE = "Các biểu của từng năm"
ONE_YEAR = "Mới có số liệu của một năm nên chưa so sánh được các năm."
NOT_REVIEWED = "Chưa có số liệu: kết quả rà soát hộ nghèo, hộ cận nghèo chỉ có vào cuối năm."


def poverty_by_commune(computed: Computed, rows: Rows = None) -> Figure:
    """Rates of poor and near-poor households of each commune, poorest first, with the office's own."""
    rows = figure_rows.poverty_by_commune(computed) if rows is None else rows
    rates = rows.set_axis(["label", POOR, NEAR_POOR], axis=1)
    caption = f"Tỷ lệ hộ nghèo, hộ cận nghèo của các {areas_called(computed.settings)}, {computed.period.words} (%)"
    if rates[[POOR, NEAR_POOR]].isna().all(axis=None):
        return silent(
            "poverty_by_commune", caption, hidden_note(computed, rates) or NOT_REVIEWED, source(computed, "poor_review", "near_poor_review")
        )
    whole = office_values(computed, [POOR, NEAR_POOR])
    names = {
        POOR: f"Hộ nghèo, chung {_rate(computed, whole[POOR])}",
        NEAR_POOR: f"Hộ cận nghèo, chung {_rate(computed, whole[NEAR_POOR])}",
    }
    words = " ".join(f"{name}. {_extreme_rates(computed, rates, column)}" for column, name in names.items())
    order = ", xếp theo tỷ lệ hộ nghèo giảm dần" if rates[POOR].dropna().is_monotonic_decreasing else ""
    return publish(
        paired_dots(rates, names, {name: float(whole[name]) for name in names}, "%", sign_unknown(computed)),
        "poverty_by_commune",
        caption,
        f"Biểu đồ điểm{order}. {words}",
        source=source(computed, "poor_review", "near_poor_review"),
        **note(computed, "Vạch đứt là tỷ lệ chung.", hidden_note(computed, rates), forms=("poor_review", "near_poor_review")),
        cites=_area_cites(rates, (POOR, NEAR_POOR)),
    )


def poor_rate_map(computed: Computed, rows: Rows = None) -> Figure:
    """A tile map: communes roughly where they lie, shaded by their rate of poor households."""
    rows = figure_rows.poor_rate_map(computed) if rows is None else rows
    rates = rows.iloc[:, 1].map(lambda rate: float(round_half_up(rate, 2)), na_action="ignore")
    caption = f"Bản đồ ô: tỷ lệ hộ nghèo của các {areas_called(computed.settings)}, {computed.period.words} (%)"
    if rates.isna().all():
        return silent("poor_rate_map", caption, hidden_note(computed, rates) or NOT_REVIEWED, source(computed, "poor_review"))
    table = tile_places(computed).loc[rates.index].assign(label=rows.iloc[:, 0], value=rates.to_numpy())
    printed_rows = table[["label", "value"]].assign(printed=[_rate(computed, value) for value in rates])
    return publish(
        tile_map(table, class_edges(rates), "%", 2, sign_unknown(computed, MISSING_CELL), sign_unknown(computed)),
        "poor_rate_map",
        caption,
        f"Mỗi ô một {areas_called(computed.settings)}, đậm hơn là nghèo hơn. {extremes(printed_rows)}",
        source=source(computed, "poor_review"),
        **note(computed, "Ô đặt gần đúng vị trí, không theo diện tích.", hidden_note(computed, rates), forms=("poor_review",)),
        cites=_area_cites(table, (POOR,)),
    )


def workers_insured(computed: Computed, rows: Rows = None) -> Figure:
    """Workers with social insurance among all, at household businesses and at enterprises."""
    rows = figure_rows.workers_insured(computed) if rows is None else rows
    words = "{rate} lao động tham gia bảo hiểm xã hội: {part} trên {whole} người"
    return _shares(computed, rows, words, "workers_insured", f"Lao động tham gia bảo hiểm xã hội, {computed.period.words} (%)", ("labour",))


def cashless_share(computed: Computed, rows: Rows = None) -> Figure:
    """People paid without cash among all who receive an allowance."""
    rows = figure_rows.cashless_share(computed) if rows is None else rows
    words = "{rate} nhận qua tài khoản: {part} trên {whole} người"
    caption = f"Chi trả không dùng tiền mặt, {computed.period.words} (%)"
    return _shares(computed, rows, words, "cashless_share", caption, ("beneficiaries", "merit_people"))


def trend(computed: Computed, indicators: Sequence[str] = (), rows: Rows = None) -> Figure:
    """Some indicators over the years (all of ``edition.series()`` if none are named), each on its own scale from zero.

    Illustrative years are hollow. Of a single year there is only a sentence that says so.
    """
    rows = figure_rows.trend(computed) if rows is None else rows
    columns = {"year": rows["Năm"], "value": rows["Giá trị"], "illustrative": rows["Minh họa"]}
    series = pd.DataFrame(columns).rename_axis("indicator").reset_index()
    chosen = tuple(_in_series(computed.book, name, set(series["indicator"])) for name in indicators) or tuple(
        sorted(set(series["indicator"]), key=list(computed.book.indicators).index)
    )
    panels: list[dict[str, Any]] = []
    years = {int(year) for year in series["year"]}
    if len(years) < 2:
        return silent("trend", _over_the_years(computed.period), ONE_YEAR if years else "Chưa có số liệu.", SERIES_SOURCE)
    breaks = _breaks_within(computed, years, chosen)
    for indicator in chosen:
        points = series[series["indicator"].eq(indicator)].sort_values("year")
        if points["value"].notna().any():
            title, shown = computed.book.indicators[indicator].label, _printed_points(points, computed.book.indicators[indicator])
            panels.append(
                {
                    "title": title,
                    "points": shown,
                    "breaks": _break_places(breaks, computed.book.indicators[indicator].field, computed.period),
                }
            )
    listed = " ".join(f"{panel['title']}: {_course(panel['points'])}." for panel in panels)
    hollow = sorted({int(y) for panel in panels for y in panel["points"].query("illustrative")["year"]})
    named = ", ".join(map(str, hollow))
    illustrative = f"Điểm rỗng, nét chấm: số liệu minh họa (năm {named})." if hollow else ""
    words = f"{illustrative} {_break_words(breaks)}".strip()
    return publish(
        trend_panels(panels),
        "trend",
        _over_the_years(computed.period),
        f"Mỗi ô một chỉ tiêu, trục bắt đầu từ không. {listed or 'Chưa có số liệu.'}",
        note=words,
        source=SERIES_SOURCE,
        cites=tuple(i for i in chosen if i in set(series.dropna(subset=["value"])["indicator"])),
    )


def _in_series(book: Book, name: str, known: set[str]) -> str:
    """An indicator of the series. Raises CtxhError for one that it does not tell over the years, saying which it does."""
    if known_indicator(book, name).id not in known:
        raise CtxhError(f"Chuỗi nhiều năm không có chỉ tiêu «{name}».{nearest(name, known)} Có: {', '.join(sorted(known))}.")
    return name


def _over_the_years(period: Period) -> str:
    return "Một số chỉ tiêu qua các năm" if period.whole else f"Một số chỉ tiêu, {period.word} qua các năm"


Mark = tuple[int, date, str, str]


def _break_words(breaks: list[Mark]) -> str:
    """What must be kept in mind when the years are compared."""
    listed = [f"({number}) {format_date(day)}: {label}" for number, day, label, _ in breaks]
    return f"Khi so sánh cần lưu ý các mốc (vạch đứt): {'; '.join(listed)}." if listed else ""


def _breaks_within(computed: Computed, years: set[int], indicators: tuple[str, ...]) -> list[Mark]:
    """The breaks of some years that concern some indicators: number, day, label, fields."""
    days = computed.breaks["date"]
    rows = computed.breaks[days.str[:4].astype(int).isin(years) & (days <= computed.period.last.isoformat())]
    found = zip(*(rows[name] for name in ("date", "label", "fields")), strict=True)
    kept = [row for row in found if any(_concerns(row[2], computed.book.indicators[indicator].field) for indicator in indicators)]
    return [(number, date.fromisoformat(day), label, fields) for number, (day, label, fields) in enumerate(kept, start=1)]


def _concerns(fields: str, field: str) -> bool:
    return not fields or field in fields.split("|")


def _break_places(breaks: list[Mark], field: str, period: Period) -> list[tuple[int, int, float]]:
    """The breaks that concern a field of the report: number, year, part of the period gone by."""
    days = 365 if period.whole else period.last.timetuple().tm_yday
    return [
        (number, day.year, min((day.timetuple().tm_yday - 1) / days, 1.0)) for number, day, _, fields in breaks if _concerns(fields, field)
    ]


def tile_places(computed: Computed) -> pd.DataFrame:
    """A row an area with its place on the grid: its own ``tile_row, tile_col``, else in the order of areas."""
    names = area_names(computed)
    areas = computed.areas.astype({"area_code": str}).set_index("area_code").loc[names.index]
    table = pd.DataFrame({"label": names}, index=names.index)
    if {"tile_row", "tile_col"} <= set(areas):
        places = areas[["tile_row", "tile_col"]].apply(pd.to_numeric, errors="coerce")
        if places.notna().all(axis=None) and not places.duplicated().any():
            places = places - places.min()
            return table.assign(row=places["tile_row"].astype(int), column=places["tile_col"].astype(int))
    order = range(len(table))
    return table.assign(row=[n // ACROSS for n in order], column=[n % ACROSS for n in order])


def class_edges(values: pd.Series, classes: int = 5) -> list[float]:
    """Edges of at most ``classes`` classes of one round width, in hundredths, that hold every value."""
    low, high = values.min(), values.max()
    if math.isnan(high) or high <= 0:
        return [0.0, 1.0]
    power = 10.0 ** (math.floor(math.log10(max(high - low, 0.01))) - 1)
    widths = (step * power * scale for scale in (1, 10, 100) for step in (1, 2, 2.5, 5))
    for width in (width for width in widths if round(width, 2) > 0 and math.isclose(width, round(width, 2))):
        first = math.floor(round(low / width, 6))
        count = math.floor(round(high / width, 6)) - first + 1
        if count <= classes:
            return [round((first + number) * width, 6) for number in range(count + 1)]
    return [0.0, high]


def _shares(computed: Computed, rows: pd.DataFrame, words: str, id: str, caption: str, forms: tuple[str, ...]) -> Figure:
    out = []
    for rate_name, (label, part, whole, rate) in zip(rows.index, rows.itertuples(index=False, name=None), strict=True):
        entry = {"rate": _rate(computed, rate, str(rate_name)), "part": printed_number(part), "whole": printed_number(whole)}
        printed = UNKNOWN if math.isnan(rate) else words.format(**entry)
        out.append({"label": label, "share": rate / 100, "value": rate, "printed": printed})
    table = pd.DataFrame(out)
    names = [name for rate in map(str, rows.index) for name in (*computed.book.indicators[rate].formula.inputs(), rate)]
    return publish(
        share_bars(table),
        id,
        caption,
        f"Thanh tỷ lệ, phần màu trên cả thanh. {listing(table)}",
        source=source(computed, *forms),
        **note(computed, breakdown=False, forms=forms),
        cites=tuple(names),
    )


def _rate(computed: Computed, value: float, indicator: str = POOR) -> str:
    return sign_unknown(computed, MISSING_CELL) if math.isnan(value) else printed(computed.book.indicators[indicator], value)


def _extreme_rates(computed: Computed, rates: pd.DataFrame, column: str) -> str:
    return extremes(rates.assign(value=rates[column], printed=[_rate(computed, value) for value in rates[column]]))


def _area_cites(table: pd.DataFrame, indicators: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{indicator}@{code}" for indicator in indicators for code in table.index)


def _printed_points(points: pd.DataFrame, entry: Indicator) -> pd.DataFrame:
    money = entry.unit_of_measure == "VND"
    shown = [_billions(value) if money else printed(entry, value) for value in points["value"]]
    return points.assign(year=points["year"].astype(int), printed=shown)


def _billions(value: float) -> str:
    return MISSING_CELL if math.isnan(value) else format_billion(value, 2)


def _course(points: pd.DataFrame) -> str:
    known = points.dropna(subset=["value"])
    return ", ".join(f"{row.year}: {row.printed}" for row in known.itertuples())

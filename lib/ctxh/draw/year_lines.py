"""Indicators over the years, each on its own scale from zero, with the days on which they may not be compared across."""

from __future__ import annotations

import math
from datetime import date
from functools import partial
from typing import Any

import pandas as pd

from ctxh.book import Indicator
from ctxh.book.figures import FigureEntry
from ctxh.book.printed_values import printed
from ctxh.compute.computed import Computed
from ctxh.compute.selections import MISSING_CELL
from ctxh.draw.chart_kinds import concerns
from ctxh.draw.points import trend_panels
from ctxh.draw.svg import Drawn
from ctxh.reference.periods import Period
from ctxh.vietnamese import format_amount, format_billion, format_date, scale_of

SERIES_SOURCE = "Các biểu của từng năm"
OVER_YEARS = "qua các năm"
ONE_YEAR = "Mới có số liệu của một năm nên chưa so sánh được các năm."


def draw_years(computed: Computed, entry: FigureEntry, rows: pd.DataFrame) -> Drawn:
    """A small chart an indicator; illustrative years are hollow."""
    columns = {"year": rows["Năm"], "value": rows["Giá trị"], "illustrative": rows["Minh họa"], "title": rows["Chỉ tiêu"]}
    series, indicators = pd.DataFrame(columns).rename_axis("indicator").reset_index(), computed.book.indicators
    there = set(series["indicator"])
    chosen = [name for name in entry.of or indicators if name in there]
    breaks = _breaks_within(computed, {int(year) for year in series["year"]}, chosen)
    panels: list[dict[str, Any]] = []
    for name in chosen:
        points = series[series["indicator"].eq(name)].sort_values("year")
        if points["value"].notna().any():
            shown, places = _printed_points(points, indicators[name]), _break_places(breaks, indicators[name].field, computed.period)
            panels.append({"title": points["title"].iloc[0], "points": shown, "breaks": places})
    listed = " ".join(f"{panel['title']}: {_course(panel['points'])}." for panel in panels)
    hollow = sorted({int(y) for panel in panels for y in panel["points"].query("illustrative")["year"]})
    illustrative = f"Điểm rỗng, nét chấm: số liệu minh họa (năm {', '.join(map(str, hollow))})." if hollow else ""
    known = set(series.dropna(subset=["value"])["indicator"])
    return Drawn(
        trend_panels(panels),
        f"Mỗi ô một chỉ tiêu, trục bắt đầu từ không. {listed or 'Chưa có số liệu.'}",
        (illustrative, _break_words(breaks)),
        tuple(name for name in chosen if name in known),
    )


def over_the_years(caption: str, period: Period) -> str:
    """A caption of indicators over the years; words that say so are not said twice."""
    bare = caption.removesuffix(OVER_YEARS).rstrip(" ,")
    return f"{bare} {OVER_YEARS}" if period.whole else f"{bare}, {period.word} {OVER_YEARS}"


Mark = tuple[int, date, str, str]


def _break_words(breaks: list[Mark]) -> str:
    """What must be kept in mind when the years are compared."""
    listed = [f"({number}) {format_date(day)}: {label}" for number, day, label, _ in breaks]
    return f"Khi so sánh cần lưu ý các mốc (vạch đứt): {'; '.join(listed)}." if listed else ""


def _breaks_within(computed: Computed, years: set[int], indicators: list[str]) -> list[Mark]:
    """The breaks of some years that concern some indicators: number, day, label, fields."""
    days = computed.breaks["date"]
    rows = computed.breaks[days.str[:4].astype(int).isin(years) & (days <= computed.period.last.isoformat())]
    found = zip(*(rows[name] for name in ("date", "label", "fields")), strict=True)
    kept = [row for row in found if any(concerns(row[2], computed.book.indicators[indicator].field) for indicator in indicators)]
    return [(number, date.fromisoformat(day), label, fields) for number, (day, label, fields) in enumerate(kept, start=1)]


def _break_places(breaks: list[Mark], field: str, period: Period) -> list[tuple[int, int, float]]:
    """The breaks that concern a field of the report: number, year, part of the period gone by."""
    days = 365 if period.whole else period.last.timetuple().tm_yday
    return [
        (number, day.year, min((day.timetuple().tm_yday - 1) / days, 1.0)) for number, day, _, fields in breaks if concerns(fields, field)
    ]


def _printed_points(points: pd.DataFrame, entry: Indicator) -> pd.DataFrame:
    amounts = entry.unit_of_measure == "VND"
    shown = _amounts(points["value"].tolist()) if amounts else [printed(entry, value) for value in points["value"]]
    return points.assign(year=points["year"].astype(int), printed=shown)


def _amounts(values: list[float]) -> list[str]:
    """Amounts in the scale that the largest of them is told in, so that the years may be compared at sight."""
    scale = scale_of(values)
    tell = partial(format_billion, decimals=2) if scale == "tỷ" else partial(format_amount, scale=scale, decimals=2)
    return [MISSING_CELL if math.isnan(value) else tell(value) for value in values]


def _course(points: pd.DataFrame) -> str:
    known = points.dropna(subset=["value"])
    return ", ".join(f"{row.year}: {row.printed}" for row in known.itertuples())

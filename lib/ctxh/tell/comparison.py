"""This year beside the last one and beside the plan."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import pandas as pd

from ctxh.blocks import Cell, Column, Table, number_column
from ctxh.book import Indicator
from ctxh.book.printed_values import printed
from ctxh.compute.computed import Computed, derived_value
from ctxh.compute.selections import MISSING_CELL, late_note, notice, year_notice
from ctxh.compute.series import trend_of
from ctxh.reference.period_names import spoken
from ctxh.vietnamese import SCALES, absent, change_word, format_amount, format_billion, format_number, round_half_up, scale_of
from ctxh.vietnamese.measures import SCALE_WORDS
from ctxh.vietnamese.printing import Numeric

RELATIVE_DECIMALS = 1
AMOUNT_DECIMALS = 3  # of a tỷ or a triệu


@dataclass(frozen=True)
class Change:
    """A change in words: ``tăng 34``, and relative to before: ``tăng 3,2%``; a dash for what cannot be said."""

    value: str = MISSING_CELL
    relative: str = MISSING_CELL


def change(entry: Indicator, now: float | None, before: float | None, scale: str = "") -> Change:
    """The change of an indicator, between the values as they are printed; money in a scale, that of the greater one where none is given.

    A percentage changes by percentage points and has no relative change, nor has what counts such points; neither has
    a change from zero.
    """
    if absent(now) or absent(before):
        return Change()
    scale = scale or scale_of((now, before))
    new, old = _rounded(entry, now, scale), _rounded(entry, before, scale)
    word = change_word(new, old) or MISSING_CELL
    if new == old:
        return Change(word, MISSING_CELL if entry.differs_by_points else word)
    if entry.differs_by_points:
        return Change(f"{word} {format_number(abs(new - old), entry.decimals)} {entry.measure_of_change}")
    value = f"{word} {_amount(entry, abs(new - old), scale)}"
    if not old:
        return Change(value)
    return Change(value, f"{word} {format_number(100 * abs(new - old) / old, RELATIVE_DECIMALS)}%")


def share_of_plan(entry: Indicator, now: float | None, plan: float | None, scale: str = "") -> str:
    """What was reached in percent of the plan, both as printed; a dash without one."""
    if absent(now) or absent(plan) or not plan:
        return MISSING_CELL
    scale = scale or scale_of((now, plan))
    planned = _rounded(entry, plan, scale)
    return f"{format_number(100 * _rounded(entry, now, scale) / planned, RELATIVE_DECIMALS)}%" if planned else MISSING_CELL


def comparison_table(computed: Computed) -> Table:
    """Some indicators: this year, last year, the change, the plan and how far it was reached.

    Where the book says of what: the share of the whole and what falls to one household, person ..., in a column of their own.
    """
    before = _last_year(computed.series, computed.year - 1)
    whole, now, past = computed.period.whole, computed.period.words, spoken(computed.period.name, computed.year - 1)
    entries = computed.book.indicators
    trend = trend_of(computed.book)
    names = [*trend, *(name for name, entry in entries.items() if entry.plan and name not in trend)]
    compared = [entries[name] for name in names if name not in computed.untold]
    derived = [_derived(computed, entry) for entry in compared]
    more = any(way != MISSING_CELL for way in derived)
    columns = (
        Column("Chỉ tiêu"),
        *(number_column(phrase[:1].upper() + phrase[1:]) for phrase in (now, past)),
        Column("Tăng, giảm"),
        Column("Tăng, giảm (%)"),
        number_column("Kế hoạch" if whole else "Kế hoạch năm"),
        number_column("Đạt kế hoạch"),
        *([number_column("Trong tổng, bình quân")] if more else []),
    )
    caption = f"So với {past} và so với kế hoạch, {now}"
    rows = tuple(
        (*_row(computed, entry, before.get(entry.id)), *([Cell(way)] if more else [])) for entry, way in zip(compared, derived, strict=True)
    )
    return Table("comparison", caption, columns, rows, note=_noted(computed, before))


def _derived(computed: Computed, entry: Indicator) -> str:
    """Its share of the whole that the book names and what falls to one of what may divide it: ``39,8%; 1,22 con/hộ``; else a dash."""
    ways = [("share_of_whole", "")] * bool(entry.whole) + [("per", by) for by in entry.per]
    found = [derived_value(computed, entry.id, way, by) for way, by in ways]
    shown = [(printed(made, one.value), made) for made, one in found if one.value is not None]
    return "; ".join(text if made.notation == "percent" else f"{text} {made.measure}" for text, made in shown) or MISSING_CELL


def _noted(computed: Computed, before: dict[str, float]) -> str:
    """What must be said under the table: lists drawn up later, and which of its years are illustrative."""
    phrase = (late_note(computed), notice(computed, breakdown=False), year_notice(computed, computed.year - 1) if before else "")
    return " ".join(filter(None, phrase))


def _row(computed: Computed, entry: Indicator, before: float | None) -> tuple[Cell, ...]:
    now, plan = computed.value(entry.id), entry.plan
    planned = computed.value(plan) if plan else None
    scale = scale_of((now, before, planned))
    changed = change(entry, now, before, scale)
    measure = SCALE_WORDS[SCALES[scale]] if entry.unit_of_measure == "VND" else entry.measure
    label = entry.label if entry.notation == "percent" or not measure else f"{entry.label} ({measure})"
    return (
        Cell(label),
        Cell(_shown(entry, now, scale), cite=entry.id),
        Cell(_shown(entry, before, scale)),
        Cell(changed.value),
        Cell(changed.relative),
        Cell(_shown(entry, planned, scale), cite=plan or ""),
        Cell(share_of_plan(entry, now, planned, scale)),
    )


def _last_year(series: pd.DataFrame, year: int) -> dict[str, float]:
    rows = series[series["year"] == year]
    return dict(zip(rows["indicator"], rows["value"], strict=True))


def _shown(entry: Indicator, value: float | None, scale: str) -> str:
    if absent(value):
        return MISSING_CELL
    return _amount(entry, value, scale).removesuffix(f" {scale}") if entry.notation != "percent" else printed(entry, value)


def _amount(entry: Indicator, value: Numeric, scale: str) -> str:
    """A number of an indicator; money in its scale, billions with all decimals."""
    if entry.unit_of_measure != "VND":
        return format_number(value, entry.decimals)
    return format_billion(value, AMOUNT_DECIMALS) if scale == "tỷ" else format_amount(value, scale, AMOUNT_DECIMALS)


def _rounded(entry: Indicator, value: float, scale: str) -> Decimal:
    """The value as it is printed here: money to the decimals of its scale, all else to its own."""
    if entry.unit_of_measure != "VND":
        return round_half_up(value, entry.decimals)
    step: int = max(SCALES[scale] // 10**AMOUNT_DECIMALS, 1)
    return round_half_up(value / step) * step

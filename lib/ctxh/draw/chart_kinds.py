"""Charts of sums: bars, columns, a pyramid, panels and shares, a function a kind; rows become ink and its words."""

from __future__ import annotations

import math

import pandas as pd

from ctxh.book.figures import BY_AREA, PARTS_OF, SCALES, FigureEntry
from ctxh.book.formulas import Total
from ctxh.book.printed_values import printed
from ctxh.compute.computed import Computed
from ctxh.compute.selections import MISSING_CELL, UNKNOWN, office_values, printed_number, sign_unknown
from ctxh.draw.bars import bars, grouped_bars, pyramid, share_bars
from ctxh.draw.captions import extremes, hidden_note, labelled, listing, total
from ctxh.draw.month_columns import columns, stacked_columns
from ctxh.draw.panels import area_panels
from ctxh.draw.row_kinds import parts_of
from ctxh.draw.svg import Drawn
from ctxh.vietnamese.person_codes import SEXES, age_words


def draw_bars(computed: Computed, entry: FigureEntry, rows: pd.DataFrame) -> Drawn:
    """A bar a row, the value at its end; the parts of ``accent`` stand out."""
    table = labelled(rows, entry.decimals, sign_unknown(computed))
    if entry.accent:
        table = table.assign(accent=rows.index.isin(parts_of(computed.book, entry.accent)))
    if entry.rows == BY_AREA:
        table = table.assign(printed=[printed_of(computed, entry, entry.of[0], value) for value in table["value"]])
        cites = area_cites(rows, entry.of)
    else:
        cites = parts_of(computed.book, entry.of[0]) if entry.rows == PARTS_OF else ()
    hides = hidden_note(computed, table["value"])
    added = "" if hides or entry.rows == BY_AREA else total(table["value"], entry.measure, entry.decimals)
    alt = f"Biểu đồ thanh ngang: {subject(computed, entry)}. {added}{extremes(table, beside(entry))}"
    return Drawn(bars(table), alt, (_left_out(computed, cites) if entry.rows == PARTS_OF else "", hides), cites)


def draw_grouped_bars(computed: Computed, entry: FigureEntry, rows: pd.DataFrame) -> Drawn:
    """Bars under a heading for each value of the first column."""
    table = labelled(rows.iloc[:, 1:], entry.decimals, sign_unknown(computed)).assign(group=rows.iloc[:, 0].to_numpy())
    bar_labels = [f"{label}, {group}" for label, group in zip(table["label"], table["group"], strict=True)]
    hides = hidden_note(computed, table["value"])
    added = "" if hides else total(table["value"], entry.measure, entry.decimals)
    words = f"{added}{extremes(table.assign(label=bar_labels), entry.measure)}"
    return Drawn(grouped_bars(table), f"Biểu đồ thanh ngang: {subject(computed, entry)}. {words}", (hides,))


def draw_columns(computed: Computed, entry: FigureEntry, rows: pd.DataFrame) -> Drawn:
    """A column a month, the value on top."""
    sums = rows.iloc[:, 0]
    table = pd.DataFrame({"label": [_month(str(month)) for month in sums.index], "value": sums.to_numpy(dtype=float)})
    missing = sign_unknown(computed, MISSING_CELL)
    table = table.assign(printed=[printed_number(value, entry.decimals, missing) for value in table["value"]])
    hides = hidden_note(computed, table["value"])
    named = table.assign(label=[f"tháng {label[1:]}" for label in table["label"]])
    added = "" if hides else total(table["value"], entry.measure, entry.decimals)
    alt = f"Biểu đồ cột: {subject(computed, entry)}. {added}{extremes(named, entry.measure)}"
    return Drawn(columns(table), alt, ("" if hides else _silent_months(named), hides))


def draw_stacked_columns(computed: Computed, entry: FigureEntry, rows: pd.DataFrame) -> Drawn:
    """A column a month, stacked from the categories, with the days on which levels or boundaries changed."""
    months = list(map(str, rows.index))
    whole = pd.DataFrame({"label": [f"tháng {_month(month)[1:]}" for month in months], "value": rows.sum(axis=1, min_count=1).to_numpy()})
    whole = whole.assign(printed=[printed_number(value, entry.decimals) for value in whole["value"]])
    breaks = breaks_between(computed, months, _fields(computed, entry))
    break_lines = "".join(f"Vạch đứt: {label}. " for label in breaks["label"])
    added = f"{total(whole['value'], entry.measure, entry.decimals)}{extremes(whole, entry.measure)}"
    alt = f"Biểu đồ cột chồng: {subject(computed, entry)}. {added} {break_lines}"
    sheet = stacked_columns(rows.set_axis([_month(month) for month in months]), suffix(entry), breaks, entry.decimals)
    return Drawn(sheet, alt.strip(), (_silent_months(whole),))


def draw_pyramid(computed: Computed, entry: FigureEntry, rows: pd.DataFrame) -> Drawn:
    """Two bars an age, men to the left and women to the right."""
    table = pd.DataFrame({"label": rows.iloc[:, 0].to_numpy()})
    for at, side in enumerate(("left", "right"), 1):
        values = rows.iloc[:, at].to_numpy(dtype=float)
        table[side] = values
        table[f"{side}_printed"] = [printed_number(value, missing=sign_unknown(computed, MISSING_CELL)) for value in values]
    hides = hidden_note(computed, table[["left", "right"]])
    words = " ".join(
        f"{name}: {'' if hides else total(table[side], entry.measure)}"
        + extremes(table.assign(value=table[side], printed=table[f"{side}_printed"]), entry.measure)
        for name, side in zip(SEXES.values(), ("left", "right"), strict=True)
    )
    return Drawn(
        pyramid(table, *SEXES.values()), f"Tháp tuổi, nam bên trái, nữ bên phải. {words}", (_uneven(list(map(str, rows.index))), hides)
    )


def draw_panels(computed: Computed, entry: FigureEntry, rows: pd.DataFrame) -> Drawn:
    """A small chart an area: its sums by category."""
    sums = rows.sum(axis=1, min_count=max(1, rows.shape[1]))
    texts = [printed_number(value, entry.decimals, sign_unknown(computed)) for value in sums]
    table = pd.DataFrame({"label": sums.index, "value": sums.to_numpy(), "printed": texts})
    hides = hidden_note(computed, rows)
    words = f"{'' if hides else total(sums, entry.measure, entry.decimals)}{extremes(table, entry.measure)}"
    alt = f"Mỗi ô một {computed.settings.areas_called}: {subject(computed, entry)}, cùng một thang đo. {words}"
    return Drawn(area_panels(rows, sign_unknown(computed, MISSING_CELL), entry.decimals), alt, (hides,))


def draw_shares(computed: Computed, entry: FigureEntry, rows: pd.DataFrame) -> Drawn:
    """A bar of one length a row: the share in colour, under it what it is of."""
    out = []
    for name, (label, part, whole, rate) in zip(map(str, rows.index), rows.itertuples(index=False, name=None), strict=True):
        words = {"rate": printed_of(computed, entry, name, rate), "part": printed_number(part), "whole": printed_number(whole)}
        text = UNKNOWN if math.isnan(rate) else entry.words.format(**words)
        out.append({"label": label, "share": rate / 100, "value": rate, "printed": text})
    table = pd.DataFrame(out)
    cites = tuple(name for rate in map(str, rows.index) for name in (*computed.book.indicators[rate].formula.inputs(), rate))
    return Drawn(share_bars(table), f"Thanh tỷ lệ, phần màu trên cả thanh. {listing(table)}", (), cites)


def subject(computed: Computed, entry: FigureEntry) -> str:
    """What a figure shows, within a sentence."""
    words = entry.alt or entry.called(computed.settings.areas_called)
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]


def printed_of(computed: Computed, entry: FigureEntry, indicator: str, value: float) -> str:
    """A value as its indicator prints it, or as a part of a million or a billion."""
    if math.isnan(value):
        return sign_unknown(computed, MISSING_CELL)
    return printed_number(value, entry.decimals) if entry.scale else printed(computed.book.indicators[indicator], value)


def beside(entry: FigureEntry) -> str:
    """The unit of measure to print beside a value; none beside a percent, which carries its sign."""
    return "" if entry.measure == "%" else entry.measure


def suffix(entry: FigureEntry) -> str:
    """What stands behind numbers in a drawing: a percent sign, or the word of the scale."""
    return f" {SCALES[entry.scale][1]}" if entry.scale else "%" if entry.measure == "%" else ""


def area_cites(table: pd.DataFrame, indicators: tuple[str, ...]) -> tuple[str, ...]:
    """What a figure of areas draws: each indicator of each area."""
    return tuple(f"{indicator}@{code}" for indicator in indicators for code in table.index)


def breaks_between(computed: Computed, months: list[str], fields: set[str]) -> pd.DataFrame:
    """The breaks of some fields that fall between two of the months, by the position before the month they begin."""
    breaks = computed.breaks
    breaks = breaks.loc[[any(concerns(named, field) for field in fields) for named in breaks["fields"]]]
    rows = breaks.assign(month=[str(day)[:7] for day in breaks["date"]])
    rows = rows[rows["month"].isin(months[1:])].drop_duplicates(["month", "label"])
    return rows.assign(position=[months.index(month) - 0.5 for month in rows["month"]])


def concerns(fields: str, field: str) -> bool:
    """Whether a break whose fields are named so (none: all) is one of a field."""
    return not fields or field in fields.split("|")


def _fields(computed: Computed, entry: FigureEntry) -> set[str]:
    """The fields that a figure of an item belongs to: its own, and those of what is read from the same form."""
    form, formulas = computed.book.items[entry.of[0]].form, computed.book.indicators.values()
    return {entry.of_field, *(one.field for one in formulas if isinstance(one.formula, Total) and one.formula.item.form == form)}


def _left_out(computed: Computed, names: tuple[str, ...]) -> str:
    """A sentence on the kinds that are not drawn since they did not occur, where some did."""
    nothing = office_values(computed, list(names)).eq(0)
    return "Không vẽ loại không có trường hợp nào." if nothing.any() and not nothing.all() else ""


def _silent_months(months: pd.DataFrame) -> str:
    """The months for which nothing was reported, in words."""
    silent = list(months[months["value"].isna()]["label"])
    return f"Chưa có số liệu {', '.join(silent)}." if silent else ""


def _month(period: str) -> str:
    return f"T{int(period[5:7])}"


def _uneven(bands: list[str]) -> str:
    closed = [tuple(map(int, band.split("-"))) for band in bands if "-" in band]
    widths = {last - first + 1 for first, last in closed}
    if len(widths) < 2:
        return ""
    wide = [age_words(f"{first}-{last}") for first, last in closed if last - first + 1 > min(widths)]
    return f"Nhóm {', '.join(wide)} rộng hơn các nhóm khác."

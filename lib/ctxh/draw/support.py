"""Figures of gifts, decisions, insurance cards and spending."""

from __future__ import annotations

import pandas as pd

from ctxh.blocks import Figure
from ctxh.book.quantities import HIDDEN_NOTE
from ctxh.compute.computed import Computed
from ctxh.compute.selections import MISSING_CELL, hidden_cells, office_values, printed_number, sign_unknown
from ctxh.draw import figure_rows
from ctxh.draw.bars import bars, grouped_bars
from ctxh.draw.captions import extremes, hidden_note, labelled, note, source, total
from ctxh.draw.figure_rows import parts_of
from ctxh.draw.month_columns import columns, stacked_columns
from ctxh.draw.svg import of_whole_years, publish, silent

Rows = pd.DataFrame | None  # what is drawn: those of ``figure_rows``, perhaps changed


@of_whole_years
def gifts_by_source(computed: Computed, rows: Rows = None) -> Figure:
    """Amounts of gifts in million đồng, by occasion and, under each, by who paid."""
    rows = figure_rows.gifts_by_source(computed) if rows is None else rows
    table = labelled(rows.iloc[:, 1:], missing=sign_unknown(computed)).assign(group=rows.iloc[:, 0].to_numpy())
    bar_labels = [f"{label}, {group}" for label, group in zip(table["label"], table["group"], strict=True)]
    words, hides = extremes(table.assign(label=bar_labels), "triệu đồng"), hidden_note(computed, table["value"])
    alt = f"Biểu đồ thanh ngang: tiền quà theo dịp và nguồn. {'' if hides else total(table['value'], 'triệu đồng')}{words}"
    return publish(
        grouped_bars(table),
        "gifts_by_source",
        f"Tiền quà tặng theo dịp và nguồn, {computed.period.words} (triệu đồng)",
        alt,
        source=source(computed, "gifts"),
        **note(computed, "Không gồm quà không tính bằng tiền.", hides, breakdown=False, forms=("gifts",)),
    )


def decisions_by_kind(computed: Computed, rows: Rows = None) -> Figure:
    """Decisions of the year by kind, most frequent first; new allowances stand out."""
    kinds, new = (parts_of(computed.book, f"decisions_{of}total") for of in ("", "new_"))
    rows = figure_rows.decisions_by_kind(computed) if rows is None else rows
    table = labelled(rows).assign(accent=rows.index.isin(new))
    words = f"{total(table['value'], 'trường hợp')}{extremes(table, 'trường hợp')}"
    return publish(
        bars(table),
        "decisions_by_kind",
        f"Quyết định trợ giúp xã hội theo loại, {computed.period.words} (trường hợp)",
        f"Biểu đồ thanh ngang: số quyết định theo loại. {words}",
        source=source(computed, "changes"),
        **note(computed, "Thanh đậm màu là các quyết định hưởng mới.", _left_out(computed, kinds), breakdown=False, forms=("changes",)),
        cites=kinds,
    )


def insurance_cards_by_group(computed: Computed, rows: Rows = None) -> Figure:
    """Health insurance cards appraised, by group, most first."""
    groups = parts_of(computed.book, "bhyt_total")
    table = labelled(figure_rows.insurance_cards_by_group(computed) if rows is None else rows)
    alt = f"Biểu đồ thanh ngang: thẻ bảo hiểm y tế theo nhóm. {total(table['value'], 'thẻ')}{extremes(table, 'thẻ')}"
    return publish(
        bars(table),
        "insurance_cards_by_group",
        f"Thẻ bảo hiểm y tế được thẩm định theo nhóm, {computed.period.words} (thẻ)",
        alt,
        source=source(computed, "insurance_cards"),
        **note(computed, _left_out(computed, groups), breakdown=False, forms=("insurance_cards",)),
        cites=groups,
    )


def _left_out(computed: Computed, names: tuple[str, ...]) -> str:
    """A sentence on the kinds that are not drawn since they did not occur, where some did."""
    nothing = office_values(computed, list(names)).eq(0)
    return "Không vẽ loại không có trường hợp nào." if nothing.any() and not nothing.all() else ""


@of_whole_years
def spending_by_month(computed: Computed, rows: Rows = None) -> Figure:
    """Monthly payments in billion đồng, stacked by programme, with the days on which norms changed."""
    sums = figure_rows.spending_by_month(computed) if rows is None else rows
    months = list(map(str, sums.index))
    if len(hidden_cells(computed, "spending_by_month")):
        caption = f"Kinh phí chi trả theo tháng, {computed.period.words} (tỷ đồng)"
        return silent("spending_by_month", caption, HIDDEN_NOTE, source(computed, "payments"))
    table = sums.set_axis([_month(month) for month in months])
    whole = pd.DataFrame({"label": [f"tháng {_month(month)[1:]}" for month in months], "value": sums.sum(axis=1, min_count=1).to_numpy()})
    whole = whole.assign(printed=[printed_number(value, 2) for value in whole["value"]])
    breaks = _breaks(computed, months)
    break_lines = "".join(f"Vạch đứt: {label}. " for label in breaks["label"])
    added = f"{total(whole['value'], 'tỷ đồng', 2)}{extremes(whole, 'tỷ đồng')}"
    alt = f"Biểu đồ cột chồng: kinh phí chi trả theo tháng và chế độ. {added} {break_lines}"
    return publish(
        stacked_columns(table, " tỷ", breaks),
        "spending_by_month",
        f"Kinh phí chi trả theo tháng, {computed.period.words} (tỷ đồng)",
        alt.strip(),
        source=source(computed, "payments"),
        **note(computed, _silent(whole), forms=("payments",)),
    )


@of_whole_years
def deaths_by_month(computed: Computed, rows: Rows = None) -> Figure:
    """Deaths with funeral support, by month of death."""
    sums = (figure_rows.deaths_by_month(computed) if rows is None else rows).iloc[:, 0]
    table = pd.DataFrame({"label": [_month(str(month)) for month in sums.index], "value": sums.to_numpy(dtype=float)})
    table = table.assign(printed=[printed_number(value, missing=sign_unknown(computed, MISSING_CELL)) for value in table["value"]])
    hides = hidden_note(computed, table["value"])
    words = extremes(table.assign(label=[f"tháng {label[1:]}" for label in table["label"]]), "trường hợp")
    alt = f"Biểu đồ cột: số người chết được hỗ trợ mai táng theo tháng. {'' if hides else total(table['value'], 'trường hợp')}{words}"
    return publish(
        columns(table),
        "deaths_by_month",
        f"Đối tượng chết được hỗ trợ mai táng theo tháng, {computed.period.words} (trường hợp)",
        alt,
        source=source(computed, "funerals"),
        **note(computed, hides, forms=("funerals",)),
    )


def _silent(months: pd.DataFrame) -> str:
    """The months for which nothing was reported, in words."""
    silent = list(months[months["value"].isna()]["label"])
    return f"Chưa có số liệu {', '.join(silent)}." if silent else ""


def _month(period: str) -> str:
    return f"T{int(period[5:7])}"


def _breaks(computed: Computed, months: list[str]) -> pd.DataFrame:
    """The breaks that fall between two of the months, by the position before the month they begin."""
    breaks = computed.breaks
    rows = breaks.assign(month=[str(day)[:7] for day in breaks["date"]])
    rows = rows[rows["month"].isin(months[1:])].drop_duplicates(["month", "label"])
    return rows.assign(position=[months.index(month) - 0.5 for month in rows["month"]])

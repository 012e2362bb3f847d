"""Figures of gifts, decisions, insurance cards and spending."""

from __future__ import annotations

import pandas as pd

from ctxh.blocks import Figure
from ctxh.book import Book
from ctxh.book.formulas import Plus, Total
from ctxh.compute.computed import Computed
from ctxh.compute.selections import UNKNOWN, areas_called, category_label, category_sums, month_sums, office_values, printed_number
from ctxh.draw.bars import bars, grouped_bars
from ctxh.draw.captions import BILLION, MILLION, extremes, note, source, total
from ctxh.draw.month_columns import columns, stacked_columns
from ctxh.draw.svg import publish


def parts_of(book: Book, whole: str) -> tuple[str, ...]:
    """The indicators that a total adds up: a new kind of decision or group of cards is one of them by itself."""
    formula = book.indicators[whole].formula
    return formula.parts if isinstance(formula, Plus) else (whole,)


def _code_of(book: Book, indicator: str) -> str:
    """The code of which an indicator counts the rows."""
    formula = book.indicators[indicator].formula
    return formula.item.where[0][1][0] if isinstance(formula, Total) and formula.item.where else ""


def ranked(values: pd.Series, labels: list[str], decimals: int = 0) -> pd.DataFrame:
    """The rows of a bar chart, largest first, with values as printed; missing ones last."""
    table = pd.DataFrame({"key": values.index, "label": labels, "value": values.to_numpy(dtype=float)})
    table = table.sort_values("value", ascending=False, kind="stable", ignore_index=True)
    shown = [printed_number(v, decimals) if v == v else UNKNOWN for v in table["value"]]
    return table.assign(printed=shown, accent=True)


def occurring(values: pd.Series) -> tuple[pd.Series, str]:
    """The values without those of nothing, all when nothing is left, and a sentence on the kinds that are left out."""
    kept = values[values.ne(0)]
    return (values, "") if kept.empty or len(kept) == len(values) else (kept, "Không vẽ loại không có trường hợp nào.")


def gifts_by_source(computed: Computed) -> Figure:
    """Amounts of gifts in million đồng, by occasion and, under each, by who paid."""
    amounts = category_sums(computed, "gifts_by_source") / MILLION
    amounts = amounts[amounts.isna() | amounts.gt(0)]
    occasions, payers = ([key.split("|")[at] for key in amounts.index] for at in (0, 1))
    table = ranked(amounts, [_payer(computed, payer) for payer in payers])
    names = {occasion: category_label(computed, "gifts", "occasion", occasion) for occasion in occasions}
    table = table.assign(group=[names[key.split("|")[0]] for key in table["key"]])
    order = table.groupby("group")["value"].transform("sum")
    table = table.assign(order=order).sort_values(["order", "group"], ascending=False, kind="stable")
    bar_labels = [f"{label}, {group}" for label, group in zip(table["label"], table["group"], strict=True)]
    words = extremes(table.assign(label=bar_labels), "triệu đồng")
    alt = f"Biểu đồ thanh ngang: tiền quà theo dịp và nguồn. {total(table['value'], 'triệu đồng')}{words}"
    return publish(
        grouped_bars(table),
        "gifts_by_source",
        f"Tiền quà tặng theo dịp và nguồn, {computed.period.words} (triệu đồng)",
        alt,
        source=source("gifts"),
        **note(computed, "Không gồm quà không tính bằng tiền.", breakdown=False, forms=("gifts",)),
    )


def _payer(computed: Computed, code: str) -> str:
    """Who paid for gifts; what was collected in the areas is named after what they are called."""
    called = areas_called(computed.settings)
    return f"{called[:1].upper()}{called[1:]} vận động" if code == "commune" else category_label(computed, "gifts", "payer", code)


def decisions_by_kind(computed: Computed) -> Figure:
    """Decisions of the year by kind, most frequent first; new allowances stand out."""
    kinds, new = (parts_of(computed.book, f"decisions_{of}total") for of in ("", "new_"))
    values, absent = occurring(office_values(computed, list(kinds)))
    table = ranked(values, [category_label(computed, "changes", "kind", _code_of(computed.book, name)) for name in values.index])
    table = table.assign(accent=table["key"].isin(new))
    alt = f"Biểu đồ thanh ngang: số quyết định theo loại. {total(values, 'trường hợp')}{extremes(table, 'trường hợp')}"
    return publish(
        bars(table),
        "decisions_by_kind",
        f"Quyết định trợ giúp xã hội theo loại, {computed.period.words} (trường hợp)",
        alt,
        source=source("changes"),
        **note(computed, "Thanh đậm màu là các quyết định hưởng mới.", absent, breakdown=False, forms=("changes",)),
        cites=kinds,
    )


def insurance_cards_by_group(computed: Computed) -> Figure:
    """Health insurance cards appraised, by group, most first."""
    groups = parts_of(computed.book, "bhyt_total")
    values, absent = occurring(office_values(computed, list(groups)))
    table = ranked(values, [category_label(computed, "insurance_cards", "group", _code_of(computed.book, name)) for name in values.index])
    alt = f"Biểu đồ thanh ngang: thẻ bảo hiểm y tế theo nhóm. {total(values, 'thẻ')}{extremes(table, 'thẻ')}"
    return publish(
        bars(table),
        "insurance_cards_by_group",
        f"Thẻ bảo hiểm y tế được thẩm định theo nhóm, {computed.period.words} (thẻ)",
        alt,
        source=source("insurance_cards"),
        **note(computed, absent, breakdown=False, forms=("insurance_cards",)),
        cites=groups,
    )


def spending_by_month(computed: Computed) -> Figure:
    """Monthly payments in billion đồng, stacked by programme, with the days on which norms changed."""
    sums = month_sums(computed, "spending_by_month")
    sums = sums[sums.sum().sort_values(ascending=False, kind="stable").index] / BILLION
    months = list(sums.index)
    programmes = [category_label(computed, "payments", "programme", code) for code in sums.columns]
    table = sums.set_axis(programmes, axis=1).set_axis([_month(month) for month in months])
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
        source=source("payments"),
        **note(computed, _silent(whole), forms=("payments",)),
    )


def deaths_by_month(computed: Computed) -> Figure:
    """Deaths with funeral support, by month of death."""
    sums = month_sums(computed, "deaths_by_month").sum(axis=1, min_count=1)
    sums = sums.fillna(0.0) if sums.notna().any() else sums  # a list that names nobody in a month counts zero
    table = pd.DataFrame({"label": [_month(month) for month in sums.index], "value": sums.to_numpy(dtype=float)})
    table = table.assign(printed=[printed_number(value) for value in table["value"]])
    words = extremes(table.assign(label=[f"tháng {label[1:]}" for label in table["label"]]), "trường hợp")
    alt = f"Biểu đồ cột: số người chết được hỗ trợ mai táng theo tháng. {total(table['value'], 'trường hợp')}{words}"
    return publish(
        columns(table),
        "deaths_by_month",
        f"Đối tượng chết được hỗ trợ mai táng theo tháng, {computed.period.words} (trường hợp)",
        alt,
        source=source("funerals"),
        **note(computed, forms=("funerals",)),
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

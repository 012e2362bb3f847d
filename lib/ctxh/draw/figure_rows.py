"""The rows that figures are drawn from: frames under Vietnamese headers with units of measure, the ink apart.

Each function gives what the figure of its name is drawn from. Rows may be left out, put in another order or renamed, and
drawn then: ``rows = figure_rows.decisions_by_kind(computed)``, ``figures.decisions_by_kind(computed, rows.head(5))``.
"""

from __future__ import annotations

import math
import re

import pandas as pd

from ctxh.book import Book
from ctxh.book.formulas import Plus, Total
from ctxh.compute.computed import Computed
from ctxh.compute.selections import (
    area_category_sums,
    area_names,
    area_values,
    areas_called,
    category_label,
    category_sums,
    hidden_cells,
    month_sums,
    office_values,
)
from ctxh.vietnamese.persons import age_words, first_age

MILLION, BILLION = 1_000_000, 1_000_000_000
OLD = 60
PANEL_GROUPS = 4
OTHERS = "Các nhóm khác"
POOR, NEAR_POOR = "poor_households_rate", "near_poor_households_rate"
RATES = {POOR: "Hộ nghèo (%)", NEAR_POOR: "Hộ cận nghèo (%)"}
SHARE = ("Phần (người)", "Cả nhóm (người)", "Tỷ lệ (%)")
Shares = dict[str, tuple[str, str, str]]  # label -> the part, the whole and the rate


def beneficiaries_by_group(computed: Computed) -> pd.DataFrame:
    """People with a monthly allowance: Nhóm, Số người; most first, the code of the group as index."""
    return _by_group(computed, "beneficiaries_by_group", "beneficiaries")


def merit_by_group(computed: Computed) -> pd.DataFrame:
    """People with merit and a monthly allowance: Nhóm, Số người; most first, the code of the group as index."""
    return _by_group(computed, "merit_by_group", "merit_people")


def _by_group(computed: Computed, item: str, form: str) -> pd.DataFrame:
    sums = category_sums(computed, item)
    return ranked(sums, [category_label(computed, form, "group", group) for group in sums.index], "Nhóm", "Số người (người)")


def beneficiaries_by_age(computed: Computed) -> pd.DataFrame:
    """People with a monthly allowance: Tuổi, Số người; youngest first, the age band as index."""
    values = _by_age_and_sex(computed).sum(axis=1, min_count=1)
    values[values.index.isin(hidden_cells(computed, "beneficiaries_by_age_sex")["category"].str.split("|").str[0])] = math.nan
    return _framed(values, [age_words(band) for band in values.index], "Tuổi", "Số người (người)")


def elderly_pyramid(computed: Computed) -> pd.DataFrame:
    """Beneficiaries from 60 years of age: Tuổi, Nam, Nữ; youngest first, the age band as index."""
    ages = _by_age_and_sex(computed)
    ages = ages.loc[[band for band in ages.index if first_age(band) >= OLD]]
    words = [age_words(band) for band in ages.index]
    return pd.DataFrame(
        {"Tuổi": words, "Nam (người)": ages["male"].to_numpy(float), "Nữ (người)": ages["female"].to_numpy(float)}, ages.index
    )


def beneficiaries_by_commune(computed: Computed) -> pd.DataFrame:
    """Beneficiaries: a row an area, a column each of the groups that are largest in the office, in persons; the others together."""
    table = area_category_sums(computed, "beneficiaries_by_group")
    order = list(table.sum().sort_values(ascending=False, kind="stable").index)
    kept, rest = order[:PANEL_GROUPS], order[PANEL_GROUPS:]
    shown = table[kept].rename(columns={group: category_label(computed, "beneficiaries", "group", group) for group in kept})
    if rest:
        shown = shown.assign(**{OTHERS: table[rest].sum(axis=1, skipna=False)})
    return shown.set_axis(pd.Index(area_names(computed), name="Đơn vị"))


def gifts_by_source(computed: Computed) -> pd.DataFrame:
    """Gifts in money: Dịp, Nguồn, Tiền quà; by occasion, the one with most money first."""
    amounts = category_sums(computed, "gifts_by_source") / MILLION
    amounts = amounts[amounts.isna() | amounts.gt(0)].sort_values(ascending=False, kind="stable")
    occasions, payers = ([key.split("|")[at] for key in amounts.index] for at in (0, 1))
    names = {occasion: category_label(computed, "gifts", "occasion", occasion) for occasion in occasions}
    table = _framed(amounts, [_payer(computed, payer) for payer in payers], "Nguồn", "Tiền quà (triệu đồng)")
    table.insert(0, "Dịp", [names[occasion] for occasion in occasions])
    order = table.groupby("Dịp")["Tiền quà (triệu đồng)"].transform("sum")
    return table.assign(order=order).sort_values(["order", "Dịp"], ascending=False, kind="stable").drop(columns="order")


def _payer(computed: Computed, code: str) -> str:
    """Who paid for gifts; what was collected in the areas is named after what they are called."""
    called = areas_called(computed.settings)
    return f"{called[:1].upper()}{called[1:]} vận động" if code == "commune" else category_label(computed, "gifts", "payer", code)


def decisions_by_kind(computed: Computed) -> pd.DataFrame:
    """Decisions: Loại, Số quyết định; most first, without kinds that did not occur, the indicator as index."""
    return _parts(computed, "decisions_total", "changes", "kind", "Loại", "Số quyết định (trường hợp)")


def insurance_cards_by_group(computed: Computed) -> pd.DataFrame:
    """Health insurance cards: Nhóm, Số thẻ; most first, without groups that have none, the indicator as index."""
    return _parts(computed, "bhyt_total", "insurance_cards", "group", "Nhóm", "Số thẻ (thẻ)")


def _parts(computed: Computed, whole: str, form: str, column: str, *names: str) -> pd.DataFrame:
    values = occurring(office_values(computed, list(parts_of(computed.book, whole))))
    labels = [category_label(computed, form, column, _code_of(computed.book, str(name))) for name in values.index]
    return ranked(values, labels, *names)


def spending_by_month(computed: Computed) -> pd.DataFrame:
    """Payments in billion đồng: a row a month, a column a programme, the dearest first."""
    sums = month_sums(computed, "spending_by_month")
    sums = sums[sums.sum().sort_values(ascending=False, kind="stable").index] / BILLION
    return sums.set_axis([category_label(computed, "payments", "programme", str(code)) for code in sums.columns], axis=1).rename_axis(
        "Tháng"
    )


def deaths_by_month(computed: Computed) -> pd.DataFrame:
    """Deaths with funeral support by month of death: Số trường hợp, a row a month."""
    sums = month_sums(computed, "deaths_by_month").sum(axis=1, min_count=1)
    sums = sums.fillna(0.0) if sums.notna().any() else sums  # a list that names nobody in a month counts zero
    sums[sums.index.isin(hidden_cells(computed, "deaths_by_month")["period"])] = math.nan
    return pd.DataFrame({"Số trường hợp (trường hợp)": sums}).rename_axis("Tháng")


def poverty_by_commune(computed: Computed) -> pd.DataFrame:
    """Rates of poor and near-poor households: Đơn vị, Hộ nghèo, Hộ cận nghèo; poorest first, the code of the area as index."""
    rates = area_values(computed, [POOR, NEAR_POOR]).sort_values(POOR, ascending=False, kind="stable")
    return rates.rename(columns=RATES).assign(**{"Đơn vị": area_names(computed)})[["Đơn vị", *RATES.values()]]


def poor_rate_map(computed: Computed) -> pd.DataFrame:
    """Rates of poor households: Đơn vị, Hộ nghèo; in the order of areas, the code of the area as index."""
    rates = area_values(computed, [POOR])
    return rates.rename(columns=RATES).assign(**{"Đơn vị": area_names(computed)})[["Đơn vị", RATES[POOR]]]


def workers_insured(computed: Computed) -> pd.DataFrame:
    """Workers with social insurance: Nhóm, Phần (with insurance), Cả nhóm, Tỷ lệ; the indicator of the rate as index."""
    kinds = ("household_business", "enterprise")
    rows = {category_label(computed, "labour", "kind", k): (f"{k}_insured", f"{k}_workers", f"{k}_bhxh_rate") for k in kinds}
    return _shares(computed, rows)


def cashless_share(computed: Computed) -> pd.DataFrame:
    """People paid without cash: Nhóm, Phần (by account), Cả nhóm, Tỷ lệ; the indicator of the rate as index."""
    heads = {"total": "Tất cả đối tượng", "btxh": "Bảo trợ xã hội", "ncc": "Người có công"}
    return _shares(computed, {head: (f"cashless_{w}_paid", f"cashless_{w}_base", f"cashless_{w}_rate") for w, head in heads.items()})


def _shares(computed: Computed, rows: Shares) -> pd.DataFrame:
    values = office_values(computed, [name for row in rows.values() for name in row])
    cells = [(label, *(values[name] for name in row)) for label, row in rows.items()]
    return pd.DataFrame(cells, pd.Index([row[2] for row in rows.values()], name="indicator"), ["Nhóm", *SHARE])


def trend(computed: Computed) -> pd.DataFrame:
    """Some indicators over the years: Chỉ tiêu, Đơn vị tính, Năm, Giá trị, Minh họa (whether the year is); the indicator as index.

    Of a part of a year those are illustrative too whose breakdown by month is.
    """
    series, entries = computed.series, computed.book.indicators
    by_month = () if computed.period.whole else computed.request.illustrative.breakdown_years
    found = {
        "Chỉ tiêu": [entries[name].label for name in series["indicator"]],
        "Đơn vị tính": [entries[name].measure for name in series["indicator"]],
        "Năm": series["year"].to_numpy(dtype=int),
        "Giá trị": series["value"].to_numpy(dtype=float),
        "Minh họa": (series["illustrative"].astype(bool) | series["year"].isin(by_month)).to_numpy(),
    }
    return pd.DataFrame(found, pd.Index(series["indicator"], name="indicator"))


def ranked(values: pd.Series, labels: list[str], name: str, measured: str) -> pd.DataFrame:
    """Values under their labels, largest first; missing ones last."""
    return _framed(values, labels, name, measured).sort_values(measured, ascending=False, kind="stable")


def _framed(values: pd.Series, labels: list[str], name: str, measured: str) -> pd.DataFrame:
    return pd.DataFrame({name: labels, measured: values.to_numpy(dtype=float)}, values.index)


def occurring(values: pd.Series) -> pd.Series:
    """The values without those of nothing; all when nothing is left."""
    kept = values[values.ne(0)]
    return values if kept.empty else kept


def parts_of(book: Book, whole: str) -> tuple[str, ...]:
    """The indicators that a total adds up: a new kind of decision or group of cards is one of them by itself."""
    formula = book.indicators[whole].formula
    return formula.parts if isinstance(formula, Plus) else (whole,)


def _code_of(book: Book, indicator: str) -> str:
    """The code of which an indicator counts the rows."""
    formula = book.indicators[indicator].formula
    return formula.item.where[0][1][0] if isinstance(formula, Total) and formula.item.where else ""


def _by_age_and_sex(computed: Computed) -> pd.DataFrame:
    sums = category_sums(computed, "beneficiaries_by_age_sex")
    sums = sums[[bool(re.match(r"\d", key)) for key in sums.index]]
    pairs = pd.MultiIndex.from_tuples([tuple(key.split("|")) for key in sums.index], names=["band", "sex"])
    table = sums.set_axis(pairs).unstack("sex").reindex(columns=["male", "female"])
    return table.loc[sorted(table.index, key=first_age)]

"""Figures of the people supported: by group, by age and sex, by commune."""

from __future__ import annotations

import pandas as pd

from ctxh.blocks import Figure
from ctxh.compute.computed import Computed
from ctxh.compute.selections import MISSING_CELL, areas_called, printed_number, sign_unknown
from ctxh.draw import figure_rows
from ctxh.draw.bars import bars, pyramid
from ctxh.draw.captions import extremes, hidden_note, labelled, note, source, total
from ctxh.draw.figure_rows import OLD
from ctxh.draw.panels import area_panels
from ctxh.draw.svg import of_whole_years, publish
from ctxh.vietnamese.persons import SEXES, age_words

Rows = pd.DataFrame | None  # what is drawn: those of ``figure_rows``, perhaps changed


@of_whole_years
def beneficiaries_by_group(computed: Computed, rows: Rows = None) -> Figure:
    """People with a monthly social assistance allowance, by group, most first."""
    rows = figure_rows.beneficiaries_by_group(computed) if rows is None else rows
    return _by_group(computed, rows, "beneficiaries_by_group", "beneficiaries", "Đối tượng hưởng trợ cấp xã hội hằng tháng theo nhóm")


@of_whole_years
def merit_by_group(computed: Computed, rows: Rows = None) -> Figure:
    """People with merit who receive a monthly allowance, by group, most first."""
    rows = figure_rows.merit_by_group(computed) if rows is None else rows
    return _by_group(computed, rows, "merit_by_group", "merit_people", "Người có công hưởng trợ cấp hằng tháng theo nhóm")


def _by_group(computed: Computed, rows: pd.DataFrame, id: str, form: str, caption: str) -> Figure:
    table = labelled(rows, missing=sign_unknown(computed))
    hides = hidden_note(computed, table["value"])
    added = "" if hides else total(table["value"], "người")
    alt = f"Biểu đồ thanh ngang: {caption[0].lower()}{caption[1:]}. {added}{extremes(table, 'người')}"
    return publish(
        bars(table),
        id,
        f"{caption}, {computed.period.words} (người)",
        alt,
        source=source(computed, form),
        **note(computed, hides, forms=(form,)),
    )


@of_whole_years
def beneficiaries_by_age(computed: Computed, rows: Rows = None) -> Figure:
    """People with a monthly social assistance allowance by age, youngest first."""
    table = labelled(figure_rows.beneficiaries_by_age(computed) if rows is None else rows, missing=sign_unknown(computed))
    hides = hidden_note(computed, table["value"])
    words = f"{'' if hides else total(table['value'], 'người')}{extremes(table, 'người')}"
    return publish(
        bars(table),
        "beneficiaries_by_age",
        f"Đối tượng hưởng trợ cấp xã hội theo tuổi, {computed.period.words} (người)",
        f"Biểu đồ thanh ngang: đối tượng hưởng trợ cấp xã hội theo nhóm tuổi. {words}",
        source=source(computed, "beneficiaries"),
        **note(computed, "Các nhóm tuổi dài ngắn khác nhau.", hides, forms=("beneficiaries",)),
    )


@of_whole_years
def elderly_pyramid(computed: Computed, rows: Rows = None) -> Figure:
    """Beneficiaries from 60 years of age, men to the left and women to the right."""
    rows = figure_rows.elderly_pyramid(computed) if rows is None else rows
    table = pd.DataFrame({"label": rows.iloc[:, 0].to_numpy()})
    for at, side in enumerate(("left", "right"), 1):
        values = rows.iloc[:, at].to_numpy(dtype=float)
        table[side], table[f"{side}_printed"] = (
            values,
            [printed_number(value, missing=sign_unknown(computed, MISSING_CELL)) for value in values],
        )
    sides = tuple(zip(SEXES.values(), ("left", "right"), strict=True))
    hides = hidden_note(computed, table[["left", "right"]])
    words = " ".join(
        f"{name}: {'' if hides else total(table[side], 'người')}"
        + extremes(table.assign(value=table[side], printed=table[f"{side}_printed"]), "người")
        for name, side in sides
    )
    return publish(
        pyramid(table, *SEXES.values()),
        "elderly_pyramid",
        f"Tháp tuổi đối tượng từ {OLD} tuổi theo giới, {computed.period.words} (người)",
        f"Tháp tuổi, nam bên trái, nữ bên phải. {words}",
        source=source(computed, "beneficiaries"),
        **note(computed, _uneven(list(rows.index)), hides, forms=("beneficiaries",)),
    )


@of_whole_years
def beneficiaries_by_commune(computed: Computed, rows: Rows = None) -> Figure:
    """A small chart a commune: its beneficiaries in the groups that are largest in the office."""
    shown = figure_rows.beneficiaries_by_commune(computed) if rows is None else rows
    sums = shown.sum(axis=1, min_count=max(1, shown.shape[1]))
    table = pd.DataFrame(
        {"label": sums.index, "value": sums.to_numpy(), "printed": [printed_number(v, missing=sign_unknown(computed)) for v in sums]}
    )
    hides = hidden_note(computed, shown)
    words = f"{'' if hides else total(sums, 'người')}{extremes(table, 'người')}"
    alt = f"Mỗi ô một {areas_called(computed.settings)}: số đối tượng theo nhóm, cùng một thang đo. {words}"
    return publish(
        area_panels(shown, sign_unknown(computed, MISSING_CELL)),
        "beneficiaries_by_commune",
        f"Đối tượng hưởng trợ cấp xã hội của từng {areas_called(computed.settings)} theo nhóm, {computed.period.words} (người)",
        alt,
        source=source(computed, "beneficiaries"),
        **note(computed, hides, forms=("beneficiaries",)),
    )


def _uneven(bands: list[str]) -> str:
    closed = [tuple(map(int, band.split("-"))) for band in bands if "-" in band]
    widths = {last - first + 1 for first, last in closed}
    if len(widths) < 2:
        return ""
    wide = [age_words(f"{first}-{last}") for first, last in closed if last - first + 1 > min(widths)]
    return f"Nhóm {', '.join(wide)} rộng hơn các nhóm khác."

"""Figures of the people supported: by group, by age and sex, by commune."""

from __future__ import annotations

import re

import pandas as pd

from ctxh.blocks import Figure
from ctxh.compute.computed import Computed
from ctxh.compute.selections import area_category_sums, area_names, areas_called, category_label, category_sums, printed_number
from ctxh.draw.bars import bars, pyramid
from ctxh.draw.captions import extremes, note, source, total
from ctxh.draw.panels import area_panels
from ctxh.draw.support import ranked
from ctxh.draw.svg import publish

OLD = 60
PANEL_GROUPS = 4
OTHERS = "Các nhóm khác"


def beneficiaries_by_group(computed: Computed) -> Figure:
    """People with a monthly social assistance allowance, by group, most first."""
    return _by_group(computed, "beneficiaries_by_group", "beneficiaries", "Đối tượng hưởng trợ cấp xã hội hằng tháng theo nhóm")


def merit_by_group(computed: Computed) -> Figure:
    """People with merit who receive a monthly allowance, by group, most first."""
    return _by_group(computed, "merit_by_group", "merit_people", "Người có công hưởng trợ cấp hằng tháng theo nhóm")


def _by_group(computed: Computed, item: str, form: str, caption: str) -> Figure:
    sums = category_sums(computed, item)
    table = ranked(sums, [category_label(computed, form, "group", group) for group in sums.index])
    alt = f"Biểu đồ thanh ngang: {caption[0].lower()}{caption[1:]}. {total(sums, 'người')}{extremes(table, 'người')}"
    return publish(
        bars(table),
        item,
        f"{caption}, {computed.period.words} (người)",
        alt,
        source=source(form),
        **note(computed, forms=(form,)),
    )


def beneficiaries_by_age(computed: Computed) -> Figure:
    """People with a monthly social assistance allowance by age, youngest first."""
    ages = _by_age_and_sex(computed)
    values = ages.sum(axis=1, min_count=1)
    table = pd.DataFrame({"label": [age_words(band) for band in ages.index], "value": values.to_numpy(dtype=float)})
    table = table.assign(printed=[printed_number(value) for value in table["value"]], accent=True)
    alt = f"Biểu đồ thanh ngang: đối tượng hưởng trợ cấp xã hội theo nhóm tuổi. {total(values, 'người')}{extremes(table, 'người')}"
    return publish(
        bars(table),
        "beneficiaries_by_age",
        f"Đối tượng hưởng trợ cấp xã hội theo tuổi, {computed.period.words} (người)",
        alt,
        source=source("beneficiaries"),
        **note(computed, "Các nhóm tuổi dài ngắn khác nhau.", forms=("beneficiaries",)),
    )


def elderly_pyramid(computed: Computed) -> Figure:
    """Beneficiaries from 60 years of age, men to the left and women to the right."""
    ages = _by_age_and_sex(computed)
    ages = ages.loc[[band for band in ages.index if first_age(band) >= OLD]]
    table = pd.DataFrame({"label": [age_words(band) for band in ages.index]})
    for side, sex in (("left", "male"), ("right", "female")):
        values = ages[sex].to_numpy(dtype=float)
        table[side], table[f"{side}_printed"] = values, [printed_number(value) for value in values]
    sides = (("Nam", "left"), ("Nữ", "right"))
    words = " ".join(
        f"{name}: {total(table[side], 'người')}" + extremes(table.assign(value=table[side], printed=table[f"{side}_printed"]), "người")
        for name, side in sides
    )
    return publish(
        pyramid(table, "Nam", "Nữ"),
        "elderly_pyramid",
        f"Tháp tuổi đối tượng từ {OLD} tuổi theo giới, {computed.period.words} (người)",
        f"Tháp tuổi, nam bên trái, nữ bên phải. {words}",
        source=source("beneficiaries"),
        **note(computed, _uneven(list(ages.index)), forms=("beneficiaries",)),
    )


def beneficiaries_by_commune(computed: Computed) -> Figure:
    """A small chart a commune: its beneficiaries in the groups that are largest in the office."""
    table = area_category_sums(computed, "beneficiaries_by_group")
    order = list(table.sum().sort_values(ascending=False, kind="stable").index)
    kept, rest = order[:PANEL_GROUPS], order[PANEL_GROUPS:]
    labels = {group: category_label(computed, "beneficiaries", "group", group) for group in kept}
    shown = table[kept].rename(columns=labels)
    if rest:
        shown = shown.assign(**{OTHERS: table[rest].sum(axis=1, min_count=1)})
    shown = shown.set_axis(list(area_names(computed)))
    sums = shown.sum(axis=1, min_count=1)
    rows = pd.DataFrame({"label": sums.index, "value": sums.to_numpy(), "printed": [printed_number(v) for v in sums]})
    words = f"{total(sums, 'người')}{extremes(rows, 'người')}"
    alt = f"Mỗi ô một {areas_called(computed.settings)}: số đối tượng theo nhóm, cùng một thang đo. {words}"
    return publish(
        area_panels(shown),
        "beneficiaries_by_commune",
        f"Đối tượng hưởng trợ cấp xã hội của từng {areas_called(computed.settings)} theo nhóm, {computed.period.words} (người)",
        alt,
        source=source("beneficiaries"),
        **note(computed, forms=("beneficiaries",)),
    )


def first_age(band: str) -> int:
    """The age at which a band begins: 80 for ``80-84``, 95 for ``95+``."""
    return int(re.split(r"\D", band)[0])


def age_words(band: str) -> str:
    """A band in words: ``80–84 tuổi``, ``từ 95 tuổi``."""
    return f"từ {first_age(band)} tuổi" if band.endswith("+") else f"{band.replace('-', '–')} tuổi"


def _by_age_and_sex(computed: Computed) -> pd.DataFrame:
    sums = category_sums(computed, "beneficiaries_by_age_sex")
    sums = sums[[bool(re.match(r"\d", key)) for key in sums.index]]
    pairs = pd.MultiIndex.from_tuples([tuple(key.split("|")) for key in sums.index], names=["band", "sex"])
    table = sums.set_axis(pairs).unstack("sex").reindex(columns=["male", "female"])
    return table.loc[sorted(table.index, key=first_age)]


def _uneven(bands: list[str]) -> str:
    closed = [tuple(map(int, band.split("-"))) for band in bands if "-" in band]
    widths = {last - first + 1 for first, last in closed}
    if len(widths) < 2:
        return ""
    wide = [age_words(f"{first}-{last}") for first, last in closed if last - first + 1 > min(widths)]
    return f"Nhóm {', '.join(wide)} rộng hơn các nhóm khác."

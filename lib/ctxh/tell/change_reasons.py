"""Why a number changed against the year before, as far as that is computed: volume, the norm it is paid by, areas."""

from __future__ import annotations

from collections.abc import Iterator

from ctxh.book import Indicator
from ctxh.book.check_rules import FUNERALS
from ctxh.book.request import items_behind
from ctxh.compute.computed import Computed
from ctxh.compute.norm_months import funeral_norms, main_norms
from ctxh.compute.selections import MISSING_CELL
from ctxh.reference.norms import NoNorm, by_month, norm_on
from ctxh.tell.comparison import change
from ctxh.vietnamese import absent, change_word, format_number

MOST_AREAS = 2


def reasons(computed: Computed, entry: Indicator) -> str:
    """What explains the change of an indicator since the year before, as far as it is computed; else nothing."""
    return "; ".join((*_volume(computed, entry), *_norms(computed, entry), *_areas(computed, entry)))


def _volume(computed: Computed, entry: Indicator) -> Iterator[str]:
    """How the number of those who were paid changed, where the book says by what an amount may be divided."""
    for name in entry.per:
        other = computed.book.indicators[name]
        moved = change(other, computed.value(name), computed.earlier.last_year(name).value).relative
        if moved != MISSING_CELL:
            yield f"{other.label}: {moved}"


def _norms(computed: Computed, entry: Indicator) -> Iterator[str]:
    """How the norms that an amount is paid by changed, on an average of the months of the period and of the same a year before."""
    if entry.unit_of_measure != "VND":
        return
    norms, months = computed.request.norms, computed.period.months
    for norm in _paid_by(computed, entry):
        counted = by_month(norms, norm)
        try:
            before, now = (sum(counted(f"{int(month[:4]) - back}{month[4:]}") for month in months) / len(months) for back in (1, 0))
        except NoNorm:  # of a time for which the table has none: how it changed is not known
            continue
        if now != before:
            label = norm_on(norms, norm, computed.period.last)["label"]
            yield f"{label}, bình quân các tháng: {change_word(now, before)} {format_number(100 * abs(now - before) / before, 1)}%"


def _paid_by(computed: Computed, entry: Indicator) -> list[str]:
    """The norms that payments behind an amount are in proportion to, each once."""
    found, paid_by = list[str](), computed.book.paid_by
    funerals = {computed.book.items[names[0]].form for names in computed.book.looked_at_by(FUNERALS)}
    for item in (computed.book.items[name] for name in items_behind(computed.book, entry.id)):
        for column, codes in item.where:
            norms = main_norms(paid_by.get((item.form, column), {}))
            found += [norms[name] for name in codes if name in norms]
        if item.form in funerals:
            found += funeral_norms(computed.request)
    return list(dict.fromkeys(found))


def _areas(computed: Computed, entry: Indicator) -> Iterator[str]:
    """The areas that a change is most of, where the same areas add up to it in both years."""
    now, before = computed.value(entry.id), computed.earlier.last_year(entry.id).value
    pairs = {
        code: (value, computed.earlier.last_year(entry.id, code).value)
        for code, (value, _) in (computed.area_values(entry.id) if entry.by_area else {}).items()
    }
    if absent(now) or absent(before) or not pairs or any(absent(value) for pair in pairs.values() for value in pair):
        return
    moved = {code: float(new) - float(old) for code, (new, old) in pairs.items() if old is not None}
    gap = float(now) - float(before)
    if abs(sum(moved.values()) - gap) > 0.5:  # counts and đồng: areas came or went
        return
    most = sorted((code for code in moved if moved[code] * gap > 0), key=lambda code: -abs(moved[code]))[:MOST_AREAS]
    named = [f"{computed.area_name(code)} {change(entry, *pairs[code]).value}" for code in most]
    if named and len(pairs) > 1:
        yield f"nhiều nhất: {', '.join(named)}"

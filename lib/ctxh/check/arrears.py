"""What is owed for the months between the day a norm counts from and the day it came into force, and whether it was paid (C45)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ctxh.book.check_rules import ARREARS
from ctxh.book.checks import DefinedCheck
from ctxh.book.quantities import MISSING_SIGN
from ctxh.check.verdict import PROGRAMMES, UNJUDGED, Verdict, looks_at, not_judged, shown
from ctxh.compute.computed import Computed
from ctxh.compute.norm_months import MULTIPLIED, Levels, weights_of
from ctxh.observe.by_item import ByItem, Place
from ctxh.reference.norms import NoNorm

TOLERANCE = 0.05  # of what is owed: persons come, go and die between the months and the payment

Amounts = dict[tuple[str, str, str], float]  # by area, programme and month


@dataclass(frozen=True)
class Owed:
    """What an area owed in a programme for some months (``2026-07``), and the arrears that it wrote down since."""

    area_code: str
    column: tuple[str, str]  # the form and its column that names the programme
    programme: str
    months: tuple[str, ...]
    owed: float
    paid: float
    settled: bool  # whether a month has come that is paid by the new norm
    place: tuple[str, str, str]  # file, sheet and cell of the first month that is


def owed(computed: Computed) -> list[Owed]:
    """What is owed by the figures of each check of arrears that the book has."""
    return [one for names in computed.book.looked_at_by(ARREARS) for one in owed_by(computed, names)]


def owed_by(computed: Computed, names: tuple[str, ...]) -> list[Owed]:
    """A row an area and programme for which a norm of the period counts from before it came into force, in the order of areas.

    ``names`` are the items of what was paid, to how many, of the arrears among it, and of the coefficients of the register.
    """
    spent, counted, late, coefficients = names
    seen, levels, paid_by = computed.by_item, Levels(computed.request.norms), computed.book.programmes_of(spent)
    paid, persons, arrears = (_amounts(seen, item) for item in (spent, counted, late))
    item = computed.book.items[spent]
    net = {key: amount - arrears.get(key, 0) for key, amount in paid.items()}
    places = {(row.area_code, row.category, row.period): row.place for item in (spent, late) for row in seen.rows(item)}
    pairs = dict.fromkeys((area, programme) for area, programme, _ in paid if programme in paid_by)
    return [
        one
        for area, programme in pairs
        if (
            one := _owed(
                (item.form, item.by[0]),
                (area, programme),
                computed.period.months,
                weights_of(seen, coefficients, paid_by[programme], area),
                levels,
                net,
                persons,
                arrears,
                places,
            )
        )
    ]


def _amounts(seen: ByItem, item: str) -> Amounts:
    found: Amounts = {}
    for row in seen.rows(item):
        key = row.area_code, row.category, row.period
        found[key] = found.get(key, 0) + row.value
    return found


def _owed(
    column: tuple[str, str],
    pair: tuple[str, str],
    months: Iterable[str],
    weights: Mapping[str, float],
    levels: Levels,
    net: Amounts,
    persons: Amounts,
    arrears: Amounts,
    places: Mapping[tuple[str, str, str], Place],
) -> Owed | None:
    both = {month: found for month in months if (*pair, month) in net and (found := _both(levels, weights, month))}
    between = tuple(month for month, (counted, in_force) in both.items() if counted != in_force)
    if not between:
        return None
    before = max((month for month in both if month < between[0]), default="")
    due = sum(_difference((*pair, month), (*pair, before), both[month], net, persons) for month in between)
    since = [month for month in both if month > between[-1]]
    written = sum(arrears.get((*pair, month), 0) for month in (*between, *since))
    area, programme = pair
    return Owed(area, column, programme, between, due, written, bool(since), places[(*pair, since[0] if since else between[-1])])


def _both(levels: Levels, weights: Mapping[str, float], month: str) -> tuple[float, float] | None:
    """What a month comes to by both norms; None where a norm has no row for it, which the checks of payments say."""
    try:
        return levels.both(weights, month)
    except NoNorm:
        return None


def _difference(
    key: tuple[str, str, str], before: tuple[str, str, str], both: tuple[float, float], net: Amounts, persons: Amounts
) -> float:
    """What a month still lacks: nothing where a person was paid by so much more than before as the norm rose."""
    counted, in_force = both
    rise = counted / in_force
    if persons.get(key) and persons.get(before) and net.get(before):
        grown = (net[key] / persons[key]) / (net[before] / persons[before])
        if abs(grown - rise) < abs(grown - 1):
            return 0
    return net[key] * (rise - 1)


@looks_at(norms=(*MULTIPLIED, PROGRAMMES))
def arrears_paid(computed: Computed, check: DefinedCheck) -> list[Verdict]:
    """C45: each area wrote down as arrears what its months were owed, once the norm is in force."""
    found = owed_by(computed, check.inputs())
    verdicts = [_short(computed, one) for one in found if one.settled and abs(one.paid - one.owed) > TOLERANCE * one.owed + 1]
    if verdicts or not found:
        return verdicts or [
            Verdict(MISSING_SIGN, MISSING_SIGN, None, f"{UNJUDGED}: không có mức nào trong kỳ được tính từ trước ngày có hiệu lực")
        ]
    left, right = sum(one.owed for one in found), sum(one.paid for one in found)
    if not all(one.settled for one in found):
        return [not_judged(computed, "mức mới chưa có hiệu lực trong kỳ", shown(round(left)), shown(right), measure="VND")]
    note = f"truy lĩnh {_span(found[0].months)}, lệch không quá {TOLERANCE:.0%}"
    return [Verdict(shown(round(left)), shown(right), True, note, measure="VND")]


def _short(computed: Computed, one: Owed) -> Verdict:
    label, form = computed.categories.label(*one.column, one.programme), computed.layouts[one.column[0]].code
    note = f"«{label}», {_span(one.months)}: số phải truy lĩnh theo mức mới và số đã ghi ở cột truy lĩnh của {form}"
    due = shown(round(one.owed))
    return Verdict(due, shown(one.paid), False, note, one.area_code, found=shown(one.paid), expected=due, place=one.place, measure="VND")


def _span(months: tuple[str, ...]) -> str:
    """Some months in words: ``tháng 07 đến 09/2026``."""
    first, last = (f"{month[5:]}/{month[:4]}" for month in (months[0], months[-1]))
    return f"tháng {first}" if first == last else f"tháng {first[:2]} đến {last}"

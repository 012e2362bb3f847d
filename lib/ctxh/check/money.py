"""Checks of money against norms and lists (C14-C19).

What the law of holiday meals multiplies by what stands here, as a computation: the norms are rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from math import prod, sqrt
from typing import Any

from ctxh.book.checks import DefinedCheck, Ruled
from ctxh.book.printed_values import floored
from ctxh.book.quantities import MISSING_SIGN
from ctxh.check.verdict import Verdict, looks_at, not_judged, off, shown
from ctxh.compute.computed import Computed
from ctxh.compute.norm_months import MULTIPLIED, Levels, coefficients_by_norm, of_register, scaled
from ctxh.observe.by_item import OnSheet, Row
from ctxh.reference.norms import by_month, has_norm, norm_value
from ctxh.vietnamese import absent, format_number

MONEY, LEVEL, PERSONS, CASES = "VND", "VND/gift", "person", "case"  # units of measure of the book
SUSPECT_LEVEL_RATIO = 5  # a mean this many times another one is asked about
HALF_YEAR_SIGMAS = 3  # deaths in the second half this far from an even spread are doubted


def holiday_meals(computed: Computed, check: DefinedCheck) -> list[Verdict]:
    """C15: holiday meals are person-days at the norm, and cover the paid days of a whole year."""
    named = check.inputs()
    days, amount, persons = map(computed.value, named)
    if not persons or not days or amount is None:
        return [Verdict(shown(amount), MISSING_SIGN, None, measure=MONEY)]
    on = computed.period.last
    rate, year_days = (float(norm_value(computed.request.norms, n, on)) for n in _norms(check))
    full = persons * year_days * rate
    cites = (named[1],)
    note = f"{format_number(days / persons, 1)} ngày một người; cả năm {shown(year_days)} ngày là {shown(full)} đồng"
    paid, each_day = (computed.by_item.by_sheet(_item_of(computed, name)) for name in (named[1], named[0]))
    rows = [row for row in paid.values() if row.value]
    place = rows[0].place if len(rows) == 1 else ("", "", "")
    seen: dict[str, Any] = {"found": shown(amount), "expected": shown(full), "used": shown(amount), "place": place, "measure": MONEY}
    rule = "số ngày × mức = số tiền"
    return [
        *(
            _meals_off(each_day, paid, rate, rule)
            or [
                Verdict(
                    shown(amount),
                    shown(days * rate),
                    amount == days * rate,
                    rule,
                    indicators=cites,
                    found=shown(amount),
                    expected=shown(days * rate),
                    used=shown(amount),
                    measure=MONEY,
                )
            ]
        ),
        Verdict(shown(amount), shown(full), amount == full, note, indicators=cites, **seen)
        if computed.period.whole
        else not_judged(computed, f"{shown(year_days)} ngày là của cả năm", shown(amount), measure=MONEY),
    ]


def _item_of(computed: Computed, name: str) -> str:
    """The item that an indicator is read by; of one that is computed from others its own id, of which nothing was observed."""
    return getattr(getattr(computed.book.indicators[name].formula, "item", None), "id", name)


def _meals_off(days: Mapping[OnSheet, Row], paid: Mapping[OnSheet, Row], rate: float, rule: str) -> list[Verdict]:
    """The areas whose holiday meals are not their person-days at the norm, with their cells."""
    due = {key: days[key].value * rate for key in paid if key in days}
    return [off(paid[key], due[key], rule, measure=MONEY) for key in due if paid[key].value != due[key]]


def printed_total(computed: Computed, check: DefinedCheck) -> list[Verdict]:
    """C16: whether a total as it is printed needs a part of it beside the others."""
    total, part = check.inputs()
    whole, beside = computed.value(total), computed.value(part)
    if whole is None or beside is None:
        return [Verdict(shown(whole), MISSING_SIGN, None, measure=MONEY)]
    if not computed.period.whole:
        return [not_judged(computed, "mức in làm tròn cho cả năm", shown(whole), measure=MONEY)]
    step = computed.book.indicators[total].step
    printed = float(floored(whole, step)) if step else whole
    without = whole - beside
    good = without >= printed
    return [Verdict(shown(printed), shown(without), good, "" if good else check.note, indicators=(total,), measure=MONEY)]


def funerals_decided(computed: Computed, check: DefinedCheck) -> list[Verdict]:
    """C17 of a part of a year: a decision follows its death, and all but the deaths of the latest months have one."""
    decisions, paid, deaths = check.inputs()
    last = computed.period.cutoff(computed.layouts[computed.book.items[deaths].form].section)
    settled = f"{last.year}-{max(last.month - int(_allowed(check)), 0):02d}"
    early: dict[str, float] = {}
    for row in computed.by_item.rows(deaths):
        early[row.area_code] = early.get(row.area_code, 0) + row.value * (row.period <= settled)
    decided, cases = computed.area_values(decisions), computed.area_values(paid)
    cites, verdicts = (decisions, paid), []
    for code, (number, _) in decided.items():
        low, high = early.get(code, 0), cases[code][0]
        if absent(number) or absent(high) or low <= number <= high:
            continue
        note = (
            "quyết định (B2) không nhiều hơn số chết (B3)" if number > high else f"người chết đến hết tháng {settled[5:]} đã có quyết định"
        )
        sides = shown(number), f"[{shown(low)}; {shown(high)}]"
        verdicts.append(Verdict(*sides, False, note, code, cites, severity="" if number > high else "flagged", measure=CASES))
    left, right = computed.value(decisions), computed.value(paid)
    agrees = None if left is None or right is None else True
    note = "quyết định (B2) theo kịp số chết (B3) ở mọi đơn vị"
    return verdicts or [Verdict(shown(left), shown(right), agrees, note, indicators=cites, measure=CASES)]


def funeral_money(computed: Computed, check: DefinedCheck) -> list[Verdict]:
    """C17: funerals are so many times a level of the month of death, by one of the pairs of norms, and spread over the year.

    B3 does not say who drew the pension: a month's sum is one of those that its deaths can come to.
    """
    (counted, spent, total), rule = check.inputs(), check.note
    deaths, paid = map(computed.by_item.by_sheet, (counted, spent))
    odd = [row for row in deaths.values() if not 0 <= computed.year - int(row.period[:4]) <= _allowed(check)]
    deaths = {key: row for key, row in deaths.items() if row not in odd}
    amounts = {key: paid[key].value if key in paid else 0 for key in deaths}
    levels = _funeral_levels(computed, _norms(check), {row.period for row in deaths.values()})
    due = {key: _nearest_sum(row.value, levels[row.period], amounts[key]) for key, row in deaths.items()}
    wrong = [_funeral_off(paid.get(key, deaths[key]), amounts[key], due[key], rule) for key in due if amounts[key] != due[key]]
    left, right = sum(amounts.values()), sum(due.values())
    whole = Verdict(shown(left), shown(right), left == right if due else None, rule, indicators=(total,), measure=MONEY)
    other_years = ((row, f"năm {row.period[:4]}, không thuộc hồ sơ của năm {computed.year}") for row in odd)
    doubtful = [off(row, None, "ngày chết", why, measure=PERSONS) for row, why in other_years]
    return doubtful + (wrong or [whole]) + _spread(computed, computed.by_item.by_period(counted), total)


def _allowed(check: DefinedCheck) -> float:
    return check.test.within if isinstance(check.test, Ruled) else 0


def _funeral_levels(computed: Computed, norms: tuple[str, ...], months: set[str]) -> dict[str, list[float]]:
    """What the support for a funeral may come to in some months: by the first pair of norms, and by those others that there are then."""
    multiples = dict(zip(norms[1::2], norms[::2], strict=True))
    levels = {norm: _monthly(computed, multiple, norm) for norm, multiple in multiples.items()}
    return {
        month: sorted(
            level(month)
            for norm, level in levels.items()
            if norm == norms[1] or has_norm(computed.request.norms, norm, date.fromisoformat(f"{month}-01"))
        )
        for month in months
    }


def _nearest_sum(count: float, levels: list[float], paid: float) -> float:
    """The sum nearest to what was paid of so many payments, each at the lowest or the highest of some levels."""
    low, high = levels[0], levels[-1]
    dear = round((paid - count * low) / (high - low)) if high > low else 0
    return count * low + min(max(dear, 0), count) * (high - low)


def _funeral_off(row: Row, found: float, due: float, rule: str) -> Verdict:
    return off(row._replace(value=found), due, f"{rule}, tháng {row.period[5:7]}/{row.period[:4]}", measure=MONEY)


def _norms(check: DefinedCheck) -> tuple[str, ...]:
    return check.test.norms if isinstance(check.test, Ruled) else ()


def _spread(computed: Computed, deaths: dict[str, float], paid: str) -> list[Verdict]:
    if not computed.period.whole:
        return [not_judged(computed, "hai nửa năm chưa đủ để so")]
    total = sum(deaths.values())
    late = sum(n for month, n in deaths.items() if int(month[5:7]) > 6)
    if not late:
        return []  # the year is not closed
    sigmas = abs(late - total / 2) / sqrt(total / 4)
    note = (
        f"{format_number(100 * late / total, 1)}% số người chết ở nửa cuối năm; chết đều trong năm thì khó có: "
        f"kiểm tra ngày chết hay ngày quyết định, và mức của {computed.request.province_kind}"
    )
    good = sigmas <= HALF_YEAR_SIGMAS
    return [Verdict(shown(total - late), shown(late), good, "" if good else note, indicators=(paid,), measure=PERSONS)]


def _monthly(computed: Computed, multiple: str, norm: str) -> Callable[[str], float]:
    """What a multiple of a norm comes to in a month."""
    base, times = (by_month(computed.request.norms, name) for name in (norm, multiple))
    return lambda month: base(month) * times(month)


def paid_for_listed(computed: Computed, check: DefinedCheck) -> list[Verdict]:
    """C18: what was paid under a programme at the level that norms multiplied make stands for those whom a list marks."""
    spent, listed = check.inputs()
    paid, marked = computed.value(spent), computed.by_item.total(listed)
    if not paid or not marked:
        return [Verdict(MISSING_SIGN, shown(marked), None, measure=PERSONS)]
    months, levels = computed.period.months, [by_month(computed.request.norms, name) for name in _norms(check)]
    persons = paid / sum(prod(level(month) for level in levels) for month in months)
    counted = "số người-năm" if computed.period.whole else f"số người bình quân {len(months)} tháng"
    note = f"{counted} {check.note}, lệch không quá 5%"
    return [Verdict(shown(persons, 1), shown(marked), abs(persons - marked) <= 0.05 * marked, note, indicators=(spent,), measure=PERSONS)]


@looks_at(norms=MULTIPLIED)
def mean_coefficient(computed: Computed, check: DefinedCheck) -> list[Verdict]:
    """C19: the mean coefficient paid is the mean coefficient of the register."""
    levels = Levels(computed.request.norms)
    amounts, counts, coefficients, listed, total = check.inputs()
    paid, persons = (of_register(computed, item) for item in (amounts, counts))
    weights, register = coefficients_by_norm(computed.by_item, coefficients), computed.value(listed)
    summed = sum(weights.values())
    if not paid or not register or not summed:
        return [Verdict(MISSING_SIGN, MISSING_SIGN, None)]
    due = sum(levels.both(scaled(weights, n / register), month)[0] for month, n in persons.items())
    right = summed / register
    if not due:  # a list of persons, and months that tell nobody
        return [Verdict(MISSING_SIGN, shown(right, 3), None)]
    left = right * sum(paid.values()) / due
    note = "hệ số bình quân theo tiền chi và theo danh sách, lệch không quá 0,05"
    return [Verdict(shown(left, 3), shown(right, 3), abs(left - right) <= 0.05, note, indicators=(total,))]


def mean_levels(computed: Computed, check: DefinedCheck) -> list[Verdict]:
    """C14: what is given at the mean by one payer is of the order of what another one gives."""
    counts, amounts = check.inputs()[::2], check.inputs()[1::2]
    values = [(computed.value(count), computed.value(amount)) for count, amount in zip(counts, amounts, strict=True)]
    means = [amount / count if count and amount is not None else None for count, amount in values]
    if None in means or not means[1]:
        return [Verdict(shown(means[0]), shown(means[1]), None, measure=LEVEL)]
    times = means[0] / means[1]
    good = times < SUSPECT_LEVEL_RATIO
    note = "" if good else check.note.replace("{times}", format_number(times, 1))
    return [Verdict(shown(means[0]), shown(means[1]), good, note, indicators=amounts[:1], measure=LEVEL)]

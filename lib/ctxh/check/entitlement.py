"""Checks of allowances against the norms: B1 row by row (C34, C35), payments month by month (C36)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

import pandas as pd

from ctxh.book.checks import DefinedCheck
from ctxh.book.lists import REGISTER
from ctxh.book.quantities import MISSING_SIGN
from ctxh.check.verdict import Verdict, looks_at, shown
from ctxh.compute.computed import Computed
from ctxh.compute.norm_months import MULTIPLIED, Levels, coefficients_by_norm, of_register, scaled
from ctxh.frames import Coefficient
from ctxh.observe.by_item import OnSheet, Place, Row, together
from ctxh.reference.norms import BASE, ages_of, coefficients_on, norm_on, times_of
from ctxh.reference.periods import listed_on
from ctxh.vietnamese import format_date, format_number

MONTH_TOLERANCE = 0.05  # a month's mean coefficient may differ so much from the register's: persons come and go
AREA_TOLERANCE = 0.1  # the same of one area, where a few persons weigh more
LAST_TOLERANCE = 0.02  # the last month is paid by the list that the register is drawn up from


@looks_at(norms=MULTIPLIED)
def amounts(computed: Computed, check: DefinedCheck) -> list[Verdict]:
    """C34: the monthly amount of each row of B1 is its coefficient times the norm of its group."""
    seen, on = computed.by_item, listed_on(computed.listed_until, computed.period)
    rows, paid, due = map(seen.by_sheet, check.inputs()[:3])
    verdicts = []
    for sheet, norm in dict.fromkeys((key[:3], _norm_of(rows[key])) for key in rows):
        own = sorted((key for key in rows if key[:3] == sheet and _norm_of(rows[key]) == norm), key=lambda key: -_times(rows[key]))
        left, right = (shown(sum(side[key].value for key in own)) for side in (paid, due))
        place = (sheet[1], sheet[2], together([rows[key] for key in own]))
        rule = _rule(norm_on(computed.request.norms, norm, on))
        note = f"{shown(sum(rows[key].value for key in own))} dòng có mức hưởng khác {rule}: {_expected(own, rows, due)}"
        verdicts.append(Verdict(left, right, False, note, sheet[0], place=place, found=left, expected=right, measure="VND"))
    return verdicts or [_listed(computed, check.inputs()[3:], on)]


def _listed(computed: Computed, names: tuple[str, ...], on: date) -> Verdict:
    """All that is listed beside what the coefficients come to; a row without an amount or a coefficient is in neither check."""
    amounts_listed, coefficients_listed, register = names
    listed, weights = computed.by_item.total(amounts_listed), coefficients_by_norm(computed.by_item, coefficients_listed)
    bases = [norm_on(computed.request.norms, norm, on) for norm in sorted(weights)]
    due = sum(weights[base["norm"]] * float(base["value"]) for base in bases)
    agrees = None if not computed.value(register) else True
    until = f" của danh sách lập đến tháng {on:%m/%Y}" if computed.listed_until else ""
    note = f"mọi dòng{until}: {'; '.join(map(_rule, bases))}"
    return Verdict(shown(listed), shown(due if weights else None), agrees, note, measure="VND")


def _norm_of(row: Row) -> str:
    return row.category.rpartition("|")[0] or BASE


def _times(row: Row) -> float:
    return float(row.category.rpartition("|")[2])


def _rule(base: pd.Series) -> str:
    """The rule of amounts with the day from which the norm is counted and where that is written."""
    since = format_date(date.fromisoformat(base["counted_from"] or base["valid_from"]))
    called = "mức chuẩn" if base["norm"] == BASE else base["label"][:1].lower() + base["label"][1:]
    return f"hệ số × {shown(float(base['value']))} đồng ({called} từ {since}, {base['legal_basis']})"


def _expected(keys: list[OnSheet], rows: Mapping[OnSheet, Row], due: Mapping[OnSheet, Row]) -> str:
    """What the rows of each coefficient should hold."""
    each = {_times(rows[key]): due[key].value / rows[key].value for key in keys if rows[key].value}
    return ", ".join(f"hệ số {format_number(times, 1)} thì {shown(level)} đồng" for times, level in each.items())


def coefficients(computed: Computed, check: DefinedCheck) -> list[Verdict]:
    """C35: the coefficient of each row of B1 is one that its group has at its age."""
    off, register = check.inputs()
    wrong, listed = [row for row in computed.by_item.rows(off) if row.value], computed.value(register)
    if not wrong:
        return [Verdict(shown(listed), shown(listed), True if listed else None, "mọi dòng có hệ số đúng nhóm và tuổi", measure="person")]
    on, verdicts = listed_on(computed.listed_until, computed.period), []
    known, item = coefficients_on(computed.request.coefficients, on), computed.book.items[off]
    for row in wrong:
        allowed = known.get(row.category, [])
        note = f"nhóm «{computed.categories.label(item.form, item.by[0], row.category)}»: {_allowed(allowed, on)}"
        due = " hoặc ".join(sorted({times_of(coefficient) for coefficient in allowed}))
        verdicts.append(Verdict(f"{shown(row.value)} dòng", "0 dòng", False, note, row.area_code, place=row.place, expected=due))
    return verdicts


def _allowed(rows: Sequence[Coefficient], on: date) -> str:
    """What the coefficient of a group should be, by age, and where that is written."""
    if not rows:
        return f"không có hệ số nào theo quy định vào ngày {format_date(on)}; xem lại nhóm đối tượng"
    each = "; ".join(f"{_ages(row)} là {times_of(row)}" for row in rows)
    return f"hệ số đúng của {each} ({', '.join(dict.fromkeys(row.legal_basis for row in rows))})"


def _ages(row: Coefficient) -> str:
    return f"người {ages_of(row)} tuổi" if row.age_from or row.age_to else ages_of(row)


@looks_at(norms=MULTIPLIED)
def payments(computed: Computed, check: DefinedCheck) -> list[Verdict]:
    """C36: each month's allowances without arrears are persons × mean coefficient × the norms of that month; the last one fits B1.

    A month whose norm came into force after it may have been paid by either. A list that was drawn up after the
    period stands for its last month no better than for the others.
    """
    levels = Levels(computed.request.norms)
    amounts, counts, summed, listed, late, total = check.inputs()
    paid, persons, arrears = (of_register(computed, item) for item in (amounts, counts, late))
    weights, register = coefficients_by_norm(computed.by_item, summed), computed.value(listed)
    if not paid or not sum(weights.values()) or not register:
        return [Verdict(MISSING_SIGN, MISSING_SIGN, None)]
    paid = {month: amount - arrears.get(month, 0) for month, amount in paid.items()}
    last = "" if computed.listed_until else max(paid)
    parts = {month: 1 if month == last else persons.get(month, 0) / register for month in paid}
    due = {month: levels.nearest(scaled(weights, parts[month]), month, amount) for month, amount in paid.items()}
    verdicts = [
        _month(paid[month], due[month], month, total)
        for month in sorted(paid)
        if abs(paid[month] - due[month]) > (LAST_TOLERANCE if month == last else MONTH_TOLERANCE) * due[month]
    ]
    note = "số người × hệ số bình quân × mức chuẩn của tháng" + ("; tháng cuối theo danh sách B1" if last else "")
    verdicts = _of_areas(computed, check, levels) or verdicts
    return verdicts or [Verdict(shown(sum(paid.values())), shown(sum(due.values())), True, note, measure="VND")]


def _of_areas(computed: Computed, check: DefinedCheck, levels: Levels) -> list[Verdict]:
    """The months of single areas that are far from persons × mean coefficient × norms; the area's own register gives the mean."""
    amounts, counts, summed, listed, late, total = check.inputs()
    paid, persons, arrears = (_by_area_and_month(computed, item) for item in (amounts, counts, late))
    weights = {area: coefficients_by_norm(computed.by_item, summed, area) for area in dict.fromkeys(area for area, _ in paid)}
    registered, found = computed.area_values(listed), []
    for (area, month), (amount, place) in paid.items():
        if (area, month) in persons and weights[area] and registered.get(area, (0, ""))[0]:
            amount -= arrears.get((area, month), (0, ""))[0]
            due = levels.nearest(scaled(weights[area], persons[area, month][0] / registered[area][0]), month, amount)
            if due and abs(amount - due) > AREA_TOLERANCE * due:
                found.append(replace(_month(amount, due, month, total), area_code=area, indicators=(), place=place))
    return found


def _by_area_and_month(computed: Computed, item: str) -> dict[tuple[str, str], tuple[float, Place]]:
    """The sum of an item by area and month, and its cells where they lie in one file."""
    found: dict[tuple[str, str], tuple[float, Place]] = {}
    paid_by = computed.book.programmes_of(item)
    for row in (row for row in computed.by_item.rows(item) if paid_by.get(row.category) == REGISTER):
        key = row.area_code, row.period
        found[key] = (found[key][0] + row.value, ("", "", "")) if key in found else (row.value, row.place)
    return found


def _month(paid: float, due: float, month: str, total: str) -> Verdict:
    """``total`` is the indicator whose cells lead to the month's."""
    gap = format_number(100 * (paid - due) / due, 1) if due else MISSING_SIGN
    note = f"tháng {month[5:7]}/{month[:4]}: tiền đã chi lệch {gap}% so với số người × hệ số × mức chuẩn"
    return Verdict(
        shown(paid),
        shown(due),
        False,
        note,
        indicators=(total,),
        found=shown(paid),
        expected=shown(due),
        used=shown(paid),
        measure="VND",
    )

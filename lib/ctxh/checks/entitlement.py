"""Checks of allowances against the norms: B1 row by row (C34, C35), payments month by month (C36)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from ctxh.checks.observed import Observed, Place, observed, together
from ctxh.checks.verdict import Verdict, looks_at, shown
from ctxh.norms import ages_of, by_month, coefficients_on, load_coefficients, norm_on, times_of
from ctxh.periods import listed_on
from ctxh.vietnamese import format_date, format_number

MONTH_TOLERANCE = 0.05  # a month's mean coefficient may differ so much from the register's: persons come and go
AREA_TOLERANCE = 0.1  # the same of one area, where a few persons weigh more
LAST_TOLERANCE = 0.02  # the last month is paid by the list that the register is drawn up from


@looks_at("off_amount", "off_amount_paid", "off_amount_due", "cashless_btxh_base")
def amounts(edition) -> list[Verdict]:
    """C34: the monthly amount of each row of B1 is its coefficient times the base."""
    rows, paid, due = map(observed(edition).by_sheet, ("off_amount", "off_amount_paid", "off_amount_due"))
    base = norm_on(edition.norms, "social_assistance_base", listed_on(edition.listed_until, edition.period))
    verdicts = []
    for sheet in dict.fromkeys(key[:3] for key in rows):
        own = sorted((key for key in rows if key[:3] == sheet), key=lambda key: -float(rows[key].category))
        left, right = (shown(sum(side[key].value for key in own)) for side in (paid, due))
        place = (*sheet[1:], together([rows[key] for key in own]))
        note = f"{shown(sum(rows[key].value for key in own))} dòng có mức hưởng khác {_rule(base)}: {_expected(own, rows, due)}"
        verdicts.append(Verdict(left, right, False, note, sheet[0], place=place, found=left, expected=right))
    listed = edition.value("cashless_btxh_base")
    return verdicts or [Verdict(shown(listed), shown(listed), True if listed else None, f"mọi dòng: {_rule(base)}")]


def _rule(base) -> str:
    """The rule of amounts with the day from which the base holds and where that is written."""
    since = format_date(date.fromisoformat(base["valid_from"]))
    return f"hệ số × {shown(float(base['value']))} (mức chuẩn từ {since}, {base['legal_basis']})"


def _expected(keys: list[tuple[str, ...]], rows: dict, due: dict) -> str:
    """What the rows of each coefficient should hold."""
    each = (f"hệ số {format_number(float(rows[key].category), 1)} thì {shown(due[key].value / rows[key].value)}" for key in keys if rows[key].value)
    return ", ".join(each)


@looks_at("off_coefficient", "cashless_btxh_base")
def coefficients(edition) -> list[Verdict]:
    """C35: the coefficient of each row of B1 is one that its group has at its age."""
    wrong = [row for row in observed(edition).rows("off_coefficient") if row.value]
    listed = edition.value("cashless_btxh_base")
    if not wrong:
        return [Verdict(shown(listed), shown(listed), True if listed else None, "mọi dòng có hệ số đúng nhóm và tuổi")]
    on, verdicts = listed_on(edition.listed_until, edition.period), []
    known = coefficients_on(load_coefficients(edition.reference), on)
    for row in wrong:
        allowed = known.get(row.category, [])
        note = f"nhóm «{edition.categories.label('beneficiaries', 'group', row.category)}»: {_allowed(allowed, on)}"
        due = " hoặc ".join(sorted({times_of(coefficient) for coefficient in allowed}))
        verdicts.append(Verdict(f"{shown(row.value)} dòng", "0 dòng", False, note, row.area_code, place=row.place, expected=due))
    return verdicts


def _allowed(rows: list, on: date) -> str:
    """What the coefficient of a group should be, by age, and where that is written."""
    if not rows:
        return f"không có hệ số nào theo quy định vào ngày {format_date(on)}; xem lại nhóm đối tượng"
    each = "; ".join(f"{_ages(row)} là {times_of(row)}" for row in rows)
    return f"hệ số đúng của {each} ({', '.join(dict.fromkeys(row.legal_basis for row in rows))})"


def _ages(row) -> str:
    return f"người {ages_of(row)} tuổi" if row.age_from or row.age_to else ages_of(row)


@looks_at("spending_by_month", "persons_by_month", "coefficients", "cashless_btxh_base")
def payments(edition) -> list[Verdict]:
    """C36: each month's allowances are persons × mean coefficient × the base of that month; the last one fits B1.

    A list that was drawn up after the period stands for its last month no better than for the others.
    """
    seen = observed(edition)
    paid, persons = (seen.by_period(item, "btxh_monthly") for item in ("spending_by_month", "persons_by_month"))
    summed, register = seen.total("coefficients"), edition.value("cashless_btxh_base")
    if not paid or not summed or not register:
        return [Verdict("…", "…", None)]
    base = by_month(edition.norms, "social_assistance_base")
    due = {month: persons.get(month, 0) * summed / register * base(month) for month in paid}
    last = "" if edition.listed_until else max(paid)
    if last:
        due[last] = summed * base(last)
    verdicts = [
        _month(paid[month], due[month], month)
        for month in sorted(paid)
        if abs(paid[month] - due[month]) > (LAST_TOLERANCE if month == last else MONTH_TOLERANCE) * due[month]
    ]
    note = "số người × hệ số bình quân × mức chuẩn của tháng" + ("; tháng cuối theo danh sách B1" if last else "")
    verdicts = _of_areas(edition, seen) or verdicts
    return verdicts or [Verdict(shown(sum(paid.values())), shown(sum(due.values())), True, note)]


def _of_areas(edition, seen: Observed) -> list[Verdict]:
    """The months of single areas that are far from persons × mean coefficient × base; the area's own register gives the mean."""
    paid, persons = (_by_area_and_month(seen, item) for item in ("spending_by_month", "persons_by_month"))
    summed = {area: total for (area, _), total in seen.by_category("coefficients").items()}
    registered, found = edition.area_values("cashless_btxh_base"), []
    base = by_month(edition.norms, "social_assistance_base")
    for (area, month), (amount, place) in paid.items():
        if (area, month) in persons and area in summed and registered.get(area, (0, ""))[0]:
            due = persons[area, month][0] * summed[area] / registered[area][0] * base(month)
            if due and abs(amount - due) > AREA_TOLERANCE * due:
                found.append(replace(_month(amount, due, month), area_code=area, indicators=(), place=place))
    return found


def _by_area_and_month(seen: Observed, item: str) -> dict[tuple[str, str], tuple[float, Place]]:
    """The sum of an item by area and month, and its cells where they lie in one file."""
    found = {}
    for row in seen.rows(item, "btxh_monthly"):
        key = row.area_code, row.period
        found[key] = (found[key][0] + row.value, ("", "", "")) if key in found else (row.value, row.place)
    return found


def _month(paid: float, due: float, month: str) -> Verdict:
    gap = format_number(100 * (paid - due) / due, 1) if due else "…"
    note = f"tháng {month[5:7]}/{month[:4]}: tiền đã chi lệch {gap}% so với số người × hệ số × mức chuẩn"
    return Verdict(shown(paid), shown(due), False, note, indicators=("btxh_monthly_allowance_amount",),
                   found=shown(paid), expected=shown(due), used=shown(paid))  # fmt: skip

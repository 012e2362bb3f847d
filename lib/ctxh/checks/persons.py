"""Persons against money (C41): a number of payments that was written down as a number of persons."""

from __future__ import annotations

from ctxh.checks.observed import Place, observed
from ctxh.checks.verdict import Verdict, absent, looks_at, shown
from ctxh.norms import by_month
from ctxh.vietnamese import format_number

TIMES_OFF = 5  # an order of magnitude between persons times norm and amount, whatever the mean coefficient
_NORMS = {"btxh_monthly": "social_assistance_base", "home_care": "social_assistance_base", "ncc_monthly": "merit_base"}


@looks_at("spending_by_month", "persons_by_month")
def person_months(edition) -> list[Verdict]:
    """C41: persons × norm is of the order of the amount of the month, in each area and programme."""
    paid, persons_paid = (_by_month(edition, item) for item in ("spending_by_month", "persons_by_month"))
    bases = {programme: by_month(edition.norms, norm) for programme, norm in _NORMS.items()}
    verdicts, compared = [], 0
    for key, (persons, place) in persons_paid.items():
        area_code, month, programme = key
        amount = paid.get(key, (None, place))[0]
        if programme not in _NORMS or absent(amount) or not persons or not amount:
            continue
        compared += 1
        base = bases[programme](month)
        if not 1 / TIMES_OFF < amount / (persons * base) < TIMES_OFF:
            verdicts.append(_off(key, persons, base, amount, place))
    note = "số người × mức chuẩn cùng cỡ với số tiền ở mọi tháng"
    return verdicts or [Verdict(shown(compared), shown(compared), True if compared else None, note)]


def _by_month(edition, item: str) -> dict[tuple[str, str, str], tuple[float, Place]]:
    """The value and place of an item by area, month and programme."""
    return {(row.area_code, row.period, row.category): (row.value, row.place) for row in observed(edition).rows(item)}


def _off(key, persons: float, base: float, amount: float, place) -> Verdict:
    area_code, month, _ = key
    level = format_number(round(amount / persons))
    note = (f"tháng {month[5:]}/{month[:4]}: bình quân {level} đồng một «người», lệch hẳn mức chuẩn {shown(base)}: "
            "hỏi lại số này là lượt chi trả hay số người")  # fmt: skip
    return Verdict(shown(persons), shown(amount), False, note, area_code, place=place, found=shown(persons))

"""Persons against money (C41): a number of payments that was written down as a number of persons."""

from __future__ import annotations

from dataclasses import replace

from ctxh.book.checks import DefinedCheck
from ctxh.check.verdict import PROGRAMMES, Verdict, looks_at, shown
from ctxh.compute.computed import Computed
from ctxh.compute.norm_months import main_norms
from ctxh.observe.by_item import Row
from ctxh.reference.norms import BASE, by_month
from ctxh.vietnamese import absent, format_number

TIMES_OFF = 5  # an order of magnitude between persons times norm and amount, whatever the mean coefficient


@looks_at(norms=(BASE, PROGRAMMES))
def person_months(computed: Computed, check: DefinedCheck) -> list[Verdict]:
    """C41: persons × norm is of the order of the amount of the month, in each area and programme."""
    paid, persons_paid = map(computed.by_item.by_sheet, check.inputs())
    paid_by = main_norms(computed.book.programmes_of(check.inputs()[0]))
    bases = {programme: by_month(computed.request.norms, norm) for programme, norm in paid_by.items()}
    verdicts, compared = [], 0
    for key, row in persons_paid.items():
        persons, amount = row.value, paid[key].value if key in paid else None
        if row.category not in bases or absent(amount) or not persons or not amount:
            continue
        compared += 1
        base = bases[row.category](row.period)
        if not 1 / TIMES_OFF < amount / (persons * base) < TIMES_OFF:
            verdicts.append(_off(row, base, amount))
    note = "số người × mức chuẩn cùng cỡ với số tiền ở mọi tháng"
    return verdicts or [Verdict(shown(compared), shown(compared), True if compared else None, note, measure="dòng")]


def _off(row: Row, base: float, amount: float) -> Verdict:
    level, persons = format_number(round(amount / row.value)), shown(row.value)
    note = (
        f"tháng {row.period[5:]}/{row.period[:4]}: bình quân {level} đồng một «người», lệch hẳn mức chuẩn {shown(base)} đồng: "
        "hỏi lại số này là lượt chi trả hay số người"
    )
    found = Verdict(persons, shown(amount), False, note, row.area_code, place=row.place, found=persons)
    return replace(found, measure="person", other_measure="VND")

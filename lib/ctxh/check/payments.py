"""Payments against money and the list: payments written down as persons (C41), accounts that the list does not know (C49)."""

from __future__ import annotations

from dataclasses import replace

from ctxh.book.checks import DefinedCheck, Ruled
from ctxh.book.quantities import MISSING_SIGN
from ctxh.check.verdict import PROGRAMMES, UNJUDGED, Verdict, looks_at, shown
from ctxh.compute.computed import Computed
from ctxh.compute.norm_months import main_norms
from ctxh.observe.by_item import Row
from ctxh.reference.norms import BASE, by_month
from ctxh.vietnamese import absent, format_number

FEW = 3  # persons by whom a list may always differ from what was paid
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


def accounts_paid(computed: Computed, check: DefinedCheck) -> list[Verdict]:
    """C49: as many of the list have an account, but for ``within`` per cent of it, as were paid through one in the last month.

    A list that was drawn up after the period, or is shown on other boundaries, says nothing of that month.
    """
    accounts, listed, paid = check.inputs()
    within = check.test.within if isinstance(check.test, Ruled) else 0
    if computed.listed_until or computed.request.boundaries:
        return [Verdict(MISSING_SIGN, MISSING_SIGN, None, f"{UNJUDGED}: danh sách không phải của tháng cuối kỳ, hoặc theo địa bàn khác")]
    rows = [row for row in computed.by_item.rows(paid) if not absent(row.value)]
    last = {area: max(row.period for row in rows if row.area_code == area) for area in {row.area_code for row in rows}}
    own, whole, found, compared = computed.area_values(accounts), computed.area_values(listed), [], 0
    for area in (area for area in own if area in last and whole.get(area, (0, ""))[0]):
        months = [row for row in rows if (row.area_code, row.period) == (area, last[area])]
        through, known, most = sum(row.value or 0 for row in months), own[area][0], max(FEW, whole[area][0] * within / 100)
        compared += 1
        if abs(through - known) > most:
            note = f"danh sách và số chi trả tháng {last[area][5:]}/{last[area][:4]}: cột hình thức chi trả có thể để nguyên một giá trị"
            place = months[0].place if len(months) == 1 else ("", "", "")
            found.append(Verdict(shown(known), shown(through), False, note, area, (accounts,), place=place, found=shown(known)))
    shown_count = shown(compared or None)
    agreed = Verdict(shown_count, shown_count, True if compared else None, check.note, measure="đơn vị")
    return [replace(one, measure="person", other_measure="person") for one in found] or [agreed]

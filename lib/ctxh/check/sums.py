"""Checks that totals equal their parts and that parts fit their wholes (C01-C04, C10, C20-C24, C26, C27)."""

from __future__ import annotations

from fractions import Fraction
from itertools import chain

from ctxh.check.verdict import Verdict, equal, looks_at, not_judged, shown
from ctxh.compute.computed import Computed
from ctxh.observe.by_item import absent
from ctxh.vietnamese import format_number

VISITS = ("tet_district_visit", "jul27_district_visit")
PAYERS = ("province", "president")
EMPLOYERS = ("household_business", "enterprise")
PARTS_AND_RATES = (("poor_households", "poor_households_rate"), ("near_poor_households", "near_poor_households_rate"))
FLOWS = ("poor_households_start", "poor_households_escaped", "poor_households_relapsed", "poor_households_new")
STOCK_AND_FLOWS = ("beneficiaries_last_year", "decisions_new_total", "decisions_stop", "decisions_moved", "decisions_reduce_or_stop")


@looks_at("changes_rows", "decisions_total")
def decisions(computed: Computed) -> list[Verdict]:
    """C01: the rows of the register of changes are all kinds together."""
    rows = computed.by_item.total("changes_rows")
    cites = ("decisions_total",)
    note = f"số dòng B2 và tổng {kinds(computed, 'decisions_total')} loại"
    return [equal(rows, computed.value("decisions_total"), note, indicators=cites)]


@looks_at("cards_rows", "bhyt_total")
def cards(computed: Computed) -> list[Verdict]:
    """C02: the rows of the register of cards are all groups together."""
    rows = computed.by_item.total("cards_rows")
    note = f"số dòng B5 và tổng {kinds(computed, 'bhyt_total')} nhóm"
    return [equal(rows, computed.value("bhyt_total"), note, indicators=("bhyt_total",))]


def kinds(computed: Computed, whole: str) -> int:
    """Of how many parts a total is the sum: as many as there are codes in its list."""
    return len(computed.book.indicators[whole].formula.inputs())


@looks_at("gifts_by_source", "longevity_total_amount")
def longevity(computed: Computed) -> list[Verdict]:
    """C03: all money of the celebrations is the gifts and the villages' money."""
    amounts = [row.value for row in computed.by_item.rows("gifts_by_source") if row.category.startswith("longevity|")]
    spent = sum(amount for amount in amounts if not absent(amount)) if amounts else None
    return [
        equal(spent, computed.value("longevity_total_amount"), "mọi dòng mừng thọ và quà + thôn", indicators=("longevity_total_amount",))
    ]


def cashless(computed: Computed) -> list[Verdict]:
    """C04: account and cash make up each register; no other way of payment is known."""
    verdicts = []
    for group, item in (("btxh", "payment_methods_btxh"), ("ncc", "payment_methods_ncc")):
        form, [ways] = computed.book.items[item].form, computed.book.items[item].by
        paid = computed.by_item.total(item, tuple(computed.categories.all(form, ways)))
        base = f"cashless_{group}_base"
        note = "qua tài khoản + tiền mặt = danh sách"
        verdicts.append(equal(paid, computed.value(base), note, indicators=(base,)))
    return verdicts


@looks_at(*(f"{visit}_{of}" for visit in VISITS for of in ("gifts", "amount", "unit_value")))
def district_visits(computed: Computed) -> list[Verdict]:
    """C10: the gifts of the district's visits are the money over the level of a gift."""
    verdicts = []
    for prefix in VISITS:
        gifts, amount = computed.value(f"{prefix}_gifts"), computed.value(f"{prefix}_amount")
        level = computed.value(f"{prefix}_unit_value")
        paid = amount / level if amount is not None and level else None
        verdicts.append(equal(gifts, paid, "số suất = số tiền ÷ mức", indicators=(f"{prefix}_gifts",)))
    return verdicts


@looks_at(*chain(*PARTS_AND_RATES))
def household_intervals(computed: Computed) -> list[Verdict]:
    """C20: both printed poverty rates admit one number of households (interval test)."""
    poor, near_poor = (_interval(computed, part, rate) for part, rate in PARTS_AND_RATES)
    if poor is None or near_poor is None:
        return [Verdict("…", "…", None)]
    low, high = max(poor[0], near_poor[0]), min(poor[1], near_poor[1])
    note = "khoảng số hộ mà hai tỷ lệ cho phép phải giao nhau"
    left, right = (f"[{shown(a)}; {shown(b)}]" for a, b in (poor, near_poor))
    return [Verdict(left, right, low <= high, note, indicators=("poor_households_rate", "near_poor_households_rate"))]


def _interval(computed: Computed, part: str, rate: str) -> tuple[float, float] | None:
    """The whole numbers N for which part / N prints as the rate does."""
    count, value = computed.value(part), computed.value(rate)
    if not count or not value:
        return None
    half = Fraction(1, 2 * 10 ** computed.book.indicators[rate].decimals)
    rounded = Fraction(format_number(value, computed.book.indicators[rate].decimals).replace(".", "").replace(",", "."))
    return wholes(count, rounded, half)


def wholes(count: float, rounded: Fraction, half: Fraction) -> tuple[float, float]:
    """The least and the greatest whole number of which ``count`` is a percentage that rounds so."""
    low, high = Fraction(count) * 100 / (rounded + half), Fraction(count) * 100 / max(rounded - half, half / 100)
    return float(-(-low // 1)), float(high // 1)


@looks_at("poor_households", *FLOWS)
def review_identity(computed: Computed) -> list[Verdict]:
    """C31: poor households at the end are those at the start less escaped, plus relapsed and new."""
    ends, parts = computed.area_values("poor_households"), [computed.area_values(name) for name in FLOWS]
    note, cites = "cuối năm = đầu năm − thoát + tái + phát sinh", ("poor_households",)
    areas = (
        equal(end, _carried([part[code][0] for part in parts]), note, area_code=code, indicators=cites) for code, (end, _) in ends.items()
    )
    verdicts = [verdict for verdict in areas if verdict.agrees is False]
    whole = _carried([computed.value(name) for name in FLOWS])
    return verdicts or [equal(computed.value("poor_households"), whole, "toàn cơ quan", indicators=cites)]


def _carried(flows: list[float | None]) -> float | None:
    """The households at the end: those at the start, less escaped, plus relapsed and new."""
    known = [flow for flow in flows if flow is not None]
    if len(known) < len(flows):
        return None
    start, escaped, relapsed, new = known
    return start - escaped + relapsed + new


@looks_at(*(f"{kind}_{of}" for kind in EMPLOYERS for of in ("workers", "insured")), "workers_total", "insured_total")
def insured(computed: Computed) -> list[Verdict]:
    """C21: nobody is insured who does not work, in any area."""
    verdicts = []
    for kind in EMPLOYERS:
        workers, covered = computed.area_values(f"{kind}_workers"), computed.area_values(f"{kind}_insured")
        for area_code, (number, text) in covered.items():
            if number > workers[area_code][0]:
                verdicts.append(Verdict(text, workers[area_code][1], False, "tham gia BHXH ≤ lao động", area_code, (f"{kind}_insured",)))
    left, right = computed.value("insured_total"), computed.value("workers_total")
    agrees = None if left is None or right is None else True
    return verdicts or [Verdict(shown(left), shown(right), agrees, "tham gia BHXH ≤ lao động ở mọi đơn vị")]


@looks_at("new_jobs", "new_jobs_plan")
def jobs_against_plan(computed: Computed) -> list[Verdict]:
    """C22: new jobs reach the plan and do not leave it far behind."""
    jobs, plan = computed.value("new_jobs"), computed.value("new_jobs_plan")
    if jobs is None or not plan:
        return [Verdict(shown(jobs), shown(plan), None)]
    ratio = 100 * jobs / plan
    note = f"đạt {format_number(ratio, 1)}% kế hoạch" + ("" if computed.period.whole else " của cả năm")
    least = 100 if computed.period.whole else 0
    return [Verdict(shown(jobs), shown(plan), least <= ratio <= 150, note, indicators=("new_jobs", "new_jobs_plan"))]


@looks_at("certified_workers", "labour_force")
def trained_share(computed: Computed) -> list[Verdict]:
    """C23: the share of trained workers has a denominator, and its part fits."""
    part, whole = computed.value("certified_workers"), computed.value("labour_force")
    agrees = None if part is None else bool(whole) and part <= whole
    cites = ("trained_certified_rate",)
    return [Verdict(shown(part), shown(whole), agrees, "mẫu số là lực lượng lao động", indicators=cites)]


@looks_at(*STOCK_AND_FLOWS, "cashless_btxh_base")
def stock_and_flow(computed: Computed) -> list[Verdict]:
    """C24: last year's stock with this year's entries and exits leads to this year's stock.

    Decisions to lower or stop count as exits or not: their kind mixes both (A08). A list drawn up
    after the period is no stock of its end.
    """
    if computed.listed_until:
        return [not_judged(computed, f"danh sách lập sau kỳ, đến tháng {computed.listed_until[5:]}/{computed.listed_until[:4]}")]
    values = [computed.value(name) for name in STOCK_AND_FLOWS]
    closing = computed.value("cashless_btxh_base")
    if None in (*values, closing):
        return [Verdict(shown(closing), "…", None)]
    opening, new, stopped, moved, lowered = values
    high = opening + new - stopped - moved
    note = "đầu năm + hưởng mới − thôi hưởng − chuyển đi (− hạ mức, thôi hưởng)"
    cites = ("cashless_btxh_base", "decisions_new_total", "decisions_stop")
    low = high - lowered
    return [Verdict(shown(closing), f"[{shown(low)}; {shown(high)}]", low <= closing <= high, note, indicators=cites)]


@looks_at(*(f"{occasion}_{payer}_gift_recipients" for occasion in ("tet", "jul27") for payer in PAYERS))
def province_reaches_more(computed: Computed) -> list[Verdict]:
    """C26: the province's gifts reach at least those whom the President's reach."""
    verdicts = []
    for occasion in ("tet", "jul27"):
        province, president = (f"{occasion}_{payer}_gift_recipients" for payer in PAYERS)
        left, right = computed.value(province), computed.value(president)
        agrees = None if left is None or right is None else left >= right
        note = f"quà {computed.request.province_kind} ≥ quà Chủ tịch nước"
        verdicts.append(Verdict(shown(left), shown(right), agrees, note, indicators=(province,)))
    return verdicts


@looks_at("btxh_funeral_cases", "decisions_funeral", "decisions_stop")
def deaths_and_stops(computed: Computed) -> list[Verdict]:
    """C27: whoever died stopped receiving: funerals do not exceed stops.

    In a part of a year a death may wait for its decision, so decisions are held against decisions.
    """
    funerals = "btxh_funeral_cases" if computed.period.whole else "decisions_funeral"
    left, right = computed.value(funerals), computed.value("decisions_stop")
    agrees = None if left is None or right is None else left <= right
    cites = (funerals, "decisions_stop")
    return [Verdict(shown(left), shown(right), agrees, "mai táng phí ≤ thôi hưởng", indicators=cites)]

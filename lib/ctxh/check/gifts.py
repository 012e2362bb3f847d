"""Checks of gifts against their numbers and levels (C05-C09, C11-C14)."""

from __future__ import annotations

from ctxh.check.verdict import Judge, Verdict, looks_at, off, shown
from ctxh.compute.computed import Computed
from ctxh.observe.by_item import absent
from ctxh.vietnamese import format_number

FACTORS = ("gift_counts", "gift_levels", "gift_amounts")  # what a check of count × level looks at
SUSPECT_LEVEL_RATIO = 5  # a commune's gift this many times the district's own is asked about


def gifts_times_level(occasion: str, payer: str, *groups: str) -> Judge:
    """A check that number × level = amount for one programme of gifts, area by area."""

    @looks_at(*FACTORS)
    def judge(computed: Computed) -> list[Verdict]:
        counts, levels, amounts = map(computed.by_item.by_sheet, FACTORS)
        verdicts = []
        left = right = 0.0
        for key, row in amounts.items():
            kind, source, group = row.category.split("|")
            if (kind, source) != (occasion, payer) or (groups and group not in groups):
                continue
            count, level = (found[key].value if key in found else None for found in (counts, levels))
            if key in levels and absent(level):  # rows of several levels, each of which was looked at while reading
                continue
            expected = None if absent(count) or absent(level) else count * level
            if expected is None or expected != row.value:
                verdicts.append(off(row, expected, "số suất × mức = thành tiền", "thiếu số suất hoặc mức"))
            else:
                left, right = left + expected, right + row.value
        note = "số suất × mức = thành tiền ở mọi đơn vị"
        return verdicts or [Verdict(shown(left), shown(right), True if right else None, note)]

    return judge


@looks_at("gift_levels", "gift_in_kind", "gift_cash")
def gift_parts(computed: Computed) -> list[Verdict]:
    """C09: the value of a gift is its cash and what it holds in kind."""
    levels, kinds, cash = map(computed.by_item.by_sheet, ("gift_levels", "gift_in_kind", "gift_cash"))
    verdicts, compared = [], 0
    for key, row in levels.items():
        kind, paid = (side[key].value if key in side else None for side in (kinds, cash))
        if not (absent(row.value) or absent(kind) or absent(paid)):
            compared += 1
            if kind + paid != row.value:
                both, note = f"{shown(paid)} + {shown(kind)}", "mức = tiền mặt + hiện vật"
                verdicts.append(Verdict(shown(row.value), both, False, note, row.area_code, place=row.place))
    agrees = True if compared else None
    return verdicts or [Verdict(shown(compared), shown(compared), agrees, "mọi loại quà: mức = tiền mặt + hiện vật")]


@looks_at(*(f"children_{payer}_{of}" for payer in ("commune", "district") for of in ("gifts", "gifts_amount")))
def children_level(computed: Computed) -> list[Verdict]:
    """C14: what communes give to a child is of the order of what the district gives."""
    means = []
    for payer in ("commune", "district"):
        gifts, amount = (computed.value(f"children_{payer}_{name}") for name in ("gifts", "gifts_amount"))
        means.append(amount / gifts if gifts and amount is not None else None)
    if None in means or not means[1]:
        return [Verdict(shown(means[0]), shown(means[1]), None)]
    times = means[0] / means[1]
    good = times < SUSPECT_LEVEL_RATIO
    note = "" if good else f"quà của cơ sở gấp {format_number(times, 1)} lần quà của địa phương: hỏi lại các đơn vị"
    return [Verdict(shown(means[0]), shown(means[1]), good, note, indicators=("children_commune_gifts_amount",))]

"""Sizes that no rule forbids and nobody would believe (C44): held against last year, households, other areas and the desk.

How far apart two numbers may be is in ``reference/sizes.csv``: what is compared, with what, and how many times.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from math import exp, lgamma, log, log1p
from statistics import median

from ctxh.book.formulas import Agreed, Fact, Total
from ctxh.check.last_year import TIMES
from ctxh.check.verdict import Verdict, measured, shown
from ctxh.compute.computed import Computed
from ctxh.frames import SizeRule, rows_of
from ctxh.reference.tables import read_reference
from ctxh.vietnamese import absent, format_number

LAST_YEAR, AREAS, HOUSEHOLDS, ANY = "last_year", "communes", "households", "*"
CHANCE = "chance"
_AGAINST_WORDS = {LAST_YEAR: "năm trước", AREAS: "mức giữa của các đơn vị khác", HOUSEHOLDS: "số hộ dân cư"}
Rule = tuple[str, str, float, float]  # against what, of what, how many times, from where on
Values = Mapping[str, Mapping[str, float]]  # by indicator and area
_TO = "/"  # between two indicators of which the first is so many times the second
_ENOUGH = 4  # other areas, of which one in the middle can be told


def believable(computed: Computed) -> list[Verdict]:
    """C44: no count or amount is many times, or a small part, of what it is held against; one verdict for each number."""
    rules = [
        (row.against, row.of, float(row.most), float(row.least))
        for row in rows_of(read_reference(computed.request.reference / "sizes.csv"), SizeRule)
    ]
    names = [
        name
        for name, entry in computed.book.indicators.items()
        if entry.by_area and isinstance(entry.formula, (Total, Fact, Agreed)) and entry.notation != "percent"
    ]
    values = {name: {code: value for code, (value, _) in computed.area_values(name).items() if not absent(value)} for name in names}
    found = [verdict for name in names for code in values[name] for verdict in _of_area(computed, rules, values, name, code)]
    found += [verdict for rule in rules if rule[0] not in (*_AGAINST_WORDS, CHANCE) for verdict in _of_desk(computed, *rule)]
    found += [verdict for rule in rules if _TO in rule[1] and rule[0] != CHANCE for verdict in _of_pair(computed, values, *rule[1:])]
    found += [verdict for rule in rules if rule[0] == CHANCE for verdict in _of_parts(computed, values, *rule[1:])]
    compared = shown(sum(map(len, values.values())) or None)
    return found or [
        Verdict(
            compared,
            compared,
            True if any(values.values()) else None,
            "không số nào lệch cỡ so với năm trước, số hộ và các đơn vị khác",
            measure="số",
        )
    ]


def _of_area(computed: Computed, rules: Iterable[Rule], values: Values, name: str, code: str) -> list[Verdict]:
    """The verdict on one number of an area that some rules doubt, with the reasons."""
    own, reasons, others = values[name][code], [], []
    for against, of, most, least in rules:
        if of in (ANY, name, computed.book.indicators[name].unit_of_measure) and (other := _other(computed, values, name, code, against)):
            high = own > most * other and own >= least
            low = (
                against != HOUSEHOLDS
                and most * own < other
                and other >= least
                and (own > 0 or _nil_is_odd(computed, name, against, other, most * least))
            )
            compared = against == LAST_YEAR and own > 0 and max(own, other) >= TIMES * min(own, other)  # by C42
            if (high or low) and not compared:
                counted = HOUSEHOLDS if against == HOUSEHOLDS else name
                reasons.append(f"{_AGAINST_WORDS[against]} {measured(shown(other), computed.book.indicators[counted].measure)}")
                others += [HOUSEHOLDS] if against == HOUSEHOLDS else []
    return [_doubt(computed, own, name, code, reasons, *others)] if reasons else []


def _nil_is_odd(computed: Computed, name: str, against: str, other: float, large: float) -> bool:
    """Whether a nought is doubted: where there was something last year, or where others count many."""
    return against == LAST_YEAR or (other >= large and computed.book.indicators[name].notation == "count")


def _of_pair(computed: Computed, values: Values, of: str, most: float, least: float) -> list[Verdict]:
    """The verdicts on areas where one number is to another one many times what it is elsewhere: two columns or forms may be exchanged."""
    first, second = (values.get(name, {}) for name in of.split(_TO))
    times = {code: first[code] / second[code] for code in first if first[code] > 0 and second.get(code, 0) > 0}
    found = []
    for code, own in times.items():
        others = [other for area, other in times.items() if area != code]
        if len(others) >= _ENOUGH and max(first[code], second[code]) >= least and not 1 / most <= own / median(others) <= most:
            labels = " và ".join(computed.book.indicators[name].label for name in of.split(_TO))
            usual = format_number(median(others), 1)
            note = f"{labels}: gấp nhau {format_number(own, 1)} lần, {_AGAINST_WORDS[AREAS]} {usual} lần; có thể đổi chỗ hai số"
            measure, other = (computed.book.indicators[name].measure for name in of.split(_TO))
            pair = Verdict(shown(first[code]), shown(second[code]), False, note, code, tuple(of.split(_TO)), found=shown(first[code]))
            found.append(replace(pair, measure=measure, other_measure=other))
    return found


def _of_parts(computed: Computed, values: Values, of: str, most: float, least: float) -> list[Verdict]:
    """The verdicts on areas where one of two parts is so large as chance makes it less than once in ``most`` times.

    It is drawn from what the others count, and all areas of last year.
    """
    first, second = names = of.split(_TO)
    before = {name: sum(computed.last_year.get((name, code)) or 0 for code in values.get(name, {})) for name in names}
    found = []
    for code in values.get(first, {}).keys() & values.get(second, {}).keys():
        parts = {name: sum(values[name].values()) - values[name][code] + before[name] for name in names}
        own, other, rest = values[first][code], values[second][code], sum(parts.values())
        share = (parts[first] + 1) / (rest + 2)
        if own + other >= least and rest >= least and chance(int(own), int(own + other), share) * most < 1:
            labels = [computed.book.indicators[name].label for name in names]
            note = f"{labels[0]} và {labels[1]}: các đơn vị khác và năm trước có {shown(parts[first])} và {shown(parts[second])}"
            pair = Verdict(shown(own), shown(other), False, f"{note}; có thể đổi chỗ hai cột", code, (first, second), found=shown(own))
            measures = [computed.book.indicators[name].measure for name in names]
            found.append(replace(pair, measure=measures[0], other_measure=measures[1]))
    return sorted(found, key=lambda verdict: verdict.area_code)


def chance(least: int, of: int, share: float) -> float:
    """How likely it is that so many at least of some are of a kind that has a share of all, between nought and one."""
    orders = lgamma(of + 1)  # in logarithms: of some thousands the number of ways is no float
    ways = ((count, orders - lgamma(count + 1) - lgamma(of - count + 1)) for count in range(least, of + 1))
    return sum(exp(way + count * log(share) + (of - count) * log1p(-share)) for count, way in ways)


def _other(computed: Computed, values: Values, name: str, code: str, against: str) -> float:
    """What a number of an area is held against; 0 where there is nothing."""
    if against == LAST_YEAR:
        before = computed.last_year.get((name, code))
        return 0 if absent(before) else before
    if against == HOUSEHOLDS:
        return 0 if _all_households(computed, name) else values.get(HOUSEHOLDS, {}).get(code, 0)
    others = [value for area, value in values[name].items() if area != code and value > 0]
    return median(others) if against == AREAS and len(others) >= _ENOUGH else 0


def _all_households(computed: Computed, name: str) -> bool:
    """Whether a number is one of all households, of whichever form."""
    entries = computed.book.indicators
    wholes = {HOUSEHOLDS, *(entry.whole for entry in entries.values())}
    return name in wholes and entries[name].unit_of_measure == entries[HOUSEHOLDS].unit_of_measure


def _of_desk(computed: Computed, against: str, of: str, most: float, least: float) -> list[Verdict]:
    """The verdict on a number of the office that is too far from what the desk has written down."""
    own, other = computed.value(of), computed.value(against)
    if absent(own) or absent(other) or min(own, other) <= 0 or max(own, other) < least or max(own, other) <= most * min(own, other):
        return []
    entry = computed.book.indicators[against]
    return [_doubt(computed, own, of, "", [f"{entry.label} {measured(shown(other), entry.measure)}"], against)]


def _doubt(computed: Computed, own: float, name: str, code: str, reasons: list[str], *others: str) -> Verdict:
    perhaps = "thừa hoặc thiếu chữ số" if own else "chưa điền"
    entry = computed.book.indicators[name]
    note = f"{entry.label}: {measured(format_number(own), entry.measure)}, {'; '.join(reasons)}; có thể {perhaps}"
    return Verdict(shown(own), "", False, note, code, (name, *others), found=shown(own), measure=entry.measure)

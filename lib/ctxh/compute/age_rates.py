"""The coefficients of a group by age, changed as somebody supposes, where counts by age band are enough to tell what follows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from ctxh.errors import WrongUsage
from ctxh.frames import Coefficient

Asked = str | tuple[str, int]  # a group, or a group and the age from which a coefficient holds


@dataclass(frozen=True)
class AgeRate:
    """A coefficient from an age to another, half open; no end where ``age_to`` is None."""

    age_from: int
    age_to: int | None
    coefficient: float


Rates = Mapping[str, tuple[AgeRate, ...]]  # by group, the youngest first


def rates_of(rows: Mapping[str, Iterable[Coefficient]]) -> Rates:
    """The coefficients in force by group, as of ``coefficients_on``."""
    found = {
        group: [AgeRate(int(r.age_from or 0), int(r.age_to) if r.age_to else None, float(r.coefficient)) for r in of]
        for group, of in rows.items()
    }
    return {group: tuple(sorted(of, key=lambda rate: rate.age_from)) for group, of in found.items()}


def span(band: str) -> tuple[int, int | None]:
    """The first and the last age of a band: 80 and 84 of ``80-84``, 95 and None of ``95+``."""
    first, *last = map(int, filter(None, re.split(r"\D", band)))
    return first, last[0] if last else None


def rate_at(rates: tuple[AgeRate, ...], band: str) -> AgeRate | None:
    """The coefficient of all ages of a band; None where there is none, or not one for all. Of an unknown age only one for every age."""
    if not band:
        return rates[0] if len(rates) == 1 and rates[0] == AgeRate(0, None, rates[0].coefficient) else None
    first, last = span(band)
    return next((r for r in rates if r.age_from <= first and (r.age_to is None or (last is not None and last < r.age_to))), None)


def with_coefficient(rates: Rates, asked: Asked, value: float, called: Callable[[str], str]) -> Rates:
    """The rates, of one of which the coefficient is another. Raises WrongUsage where a group has several, saying which."""
    group, old = rates_chosen(rates, asked, called)
    return {**rates, group: tuple(replace(rate, coefficient=value) if rate == old else rate for rate in rates[group])}


def rates_with_age(rates: Rates, asked: Asked, age: int, bands: Iterable[str], called: Callable[[str], str]) -> Rates:
    """The rates, of which one begins at another age. Raises WrongUsage for what only lists of persons could tell.

    That is an age inside a band of ages that are counted together, or one from which persons would be paid who are not.
    """
    group, old = rates_chosen(rates, asked, called)
    own = rates[group]
    at = own.index(old)
    within = _edges(own, at, bands)
    if age not in within:
        why = (
            "người chưa được hưởng không có trong danh sách, phải có danh sách từng người mới tính được"
            if at == 0 and age < old.age_from
            else "số người chỉ đếm theo nhóm tuổi, tuổi khác phải có danh sách từng người"
        )
        may = f"Hỏi được các tuổi: {', '.join(map(str, within))}." if within else "Nhóm này không hỏi được tuổi khác."
        raise WrongUsage(f"Không tính giả định được «{called(group)}» từ {age} tuổi: {why}. {may}")
    moved = {at: replace(old, age_from=age)} | ({at - 1: replace(own[at - 1], age_to=age)} if at else {})
    return {**rates, group: tuple(moved.get(place, rate) for place, rate in enumerate(own))}


def _edges(own: tuple[AgeRate, ...], at: int, bands: Iterable[str]) -> list[int]:
    """The ages from which a coefficient may hold instead, as counts by age band tell: no lower than now for the first of a group."""
    spans = [span(band) for band in bands if band]
    edges = sorted({first for first, _ in spans} | {last + 1 for _, last in spans if last is not None})
    lowest = own[at].age_from if at == 0 else own[at - 1].age_from
    return [edge for edge in edges if lowest < edge < (own[at].age_to or edge + 1) and edge != own[at].age_from]


def rates_chosen(rates: Rates, asked: Asked, called: Callable[[str], str]) -> tuple[str, AgeRate]:
    """The group and the coefficient that are asked about. Raises WrongUsage where they are not one, saying what may be asked."""
    group, age = (asked, None) if isinstance(asked, str) else asked
    own = rates[group]
    found = [rate for rate in own if age in (None, rate.age_from)]
    if len(found) != 1:
        may = ", ".join(f'("{group}", {rate.age_from})' for rate in own)
        raise WrongUsage(f"«{called(group)}» có {len(own)} mức theo tuổi: ghi cả tuổi bắt đầu, một trong {may}.")
    return group, found[0]

"""The registers B1 and B1b of a commune: who draws an allowance at the cut-off."""

from __future__ import annotations

from dataclasses import dataclass

from sample.levels import MERIT, Levels
from sample.people import Birth, Cast, Person
from sample.plan import cut_off

HIGH_INVALIDITY = 81
OLD_AGE = {"elderly_no_pension": 80, "social_pension": 75}  # the age from which the elderly have a right of their own


@dataclass(frozen=True)
class Allowance:
    """A kind of entry in register B1: group, halves of the coefficient, span of ages, share of women."""

    group: str
    halves: int
    ages: tuple[int, int]
    women: float = 0.5


ALLOWANCES = {
    "elderly_no_pension": Allowance("elderly_no_pension", 2, (81, 101), 0.68),
    "social_pension": Allowance("social_pension", 2, (76, 101), 0.63),
    "disability_severe.adult": Allowance("disability_severe", 3, (18, 57), 0.44),
    "disability_severe.child": Allowance("disability_severe", 4, (3, 14), 0.4),
    "disability_severe.elder": Allowance("disability_severe", 4, (61, 97), 0.6),
    "disability_grave.adult": Allowance("disability_grave", 4, (18, 57), 0.43),
    "disability_grave.child": Allowance("disability_grave", 5, (3, 14), 0.4),
    "disability_grave.elder": Allowance("disability_grave", 5, (61, 97), 0.6),
    "single_parent.one": Allowance("single_parent", 2, (21, 50), 0.93),
    "single_parent.two": Allowance("single_parent", 4, (24, 50), 0.93),
    "elderly_alone_poor.60": Allowance("elderly_alone_poor", 3, (61, 78), 0.8),
    "elderly_alone_poor.80": Allowance("elderly_alone_poor", 4, (82, 93), 0.85),
    "child_no_support.under4": Allowance("child_no_support", 5, (1, 2)),
    "child_no_support.over4": Allowance("child_no_support", 3, (5, 14)),
    "student_no_support": Allowance("student_no_support", 3, (17, 20)),
    "child_nq03": Allowance("child_nq03", 3, (5, 14)),
}
_MERIT_AGES = {
    "heroic_mother": (93, 99, 1.0),
    "invalid": (66, 84, 0.06),
    "sick_soldier": (68, 86, 0.05),
    "chemical_victim": (66, 85, 0.12),
    "martyr_relative": (62, 95, 0.72),
    "revolutionary": (88, 99, 0.5),
}
_MERIT_PERCENT_OF_BASE = {
    "heroic_mother": (300,),
    "invalid": (65, 80, 92, 108, 124, 158, 196),
    "sick_soldier": (104, 128, 166),
    "chemical_victim": (76, 127, 178),
    "martyr_relative": (100, 100, 100, 200),
    "revolutionary": (60, 100),
}


@dataclass
class Entry:
    """A person in register B1."""

    person: Person
    allowance: Allowance
    from_month: tuple[int, int]
    home_care: bool = False
    decision: str = ""
    in_cash: bool = False


def entries(cast: Cast, year: int, counts: dict[str, int], turning_80: int, home_care: int, in_cash: int) -> list[Entry]:
    """The entries of register B1, in the order of villages; so many of the elderly came of age in the year."""
    found = [_entry(cast, year, ALLOWANCES[kind]) for kind, n in counts.items() for _ in range(n)]
    elderly = [e for e in found if e.allowance.group in OLD_AGE]
    for entry in elderly[:turning_80]:
        entry.person = cast.person(cast.day_in(year - OLD_AGE[entry.allowance.group], (12, 15)), women=entry.allowance.women)
        entry.from_month = (year, entry.person.birth.month)
    grave = [e for e in found if e.allowance.group == "disability_grave"]
    for entry in cast.source.sample(grave, home_care):
        entry.home_care = True
    for entry in cast.source.sample(found, in_cash):
        entry.in_cash = True
    cast.source.shuffle(found)
    return sorted(found, key=lambda e: e.person.village)


def _entry(cast: Cast, year: int, allowance: Allowance) -> Entry:
    birth = _birth(cast, year, allowance)
    person = cast.person(birth, women=allowance.women)
    first = min(max(2012, person.birth_year + allowance.ages[0]), year - 1)
    start = (cast.source.randint(first, year - 1), cast.source.randint(1, 12))
    number = f"{cast.source.randint(102, 4890)}/QĐ-UBND"
    return Entry(person, allowance, start, decision=number)


def _birth(cast: Cast, year: int, allowance: Allowance) -> Birth:
    youngest, oldest = allowance.ages
    if youngest >= 61:
        born = year - cast.old_age(youngest, oldest)
        return cast.day_in(born) if cast.source.random() < 0.35 else born
    if oldest <= 20:
        return cast.day_in(year - cast.source.randint(youngest, oldest), (12, 15))
    return cast.birth(year - oldest, year - youngest, exact=0.6)


def beneficiary_rows(register: list[Entry], levels: Levels) -> list[dict]:
    """The rows of form B1."""
    return [_beneficiary_row(n, entry, levels) for n, entry in enumerate(register, start=1)]


def _beneficiary_row(number: int, entry: Entry, levels: Levels) -> dict:
    person, year = entry.person, levels.year
    unregistered = year - person.birth_year < 6 and number % 3 == 0
    return {
        "row_number": number,
        "full_name": person.name,
        **births(person),
        "citizen_id": None if unregistered else person.citizen_id,
        "village": person.village,
        "group": entry.allowance.group,
        "coefficient": entry.allowance.halves / 2,
        "monthly_amount": levels.allowance(entry.allowance.group, entry.allowance.halves, cut_off(year)),
        "home_care": entry.home_care,
        "from_month": entry.from_month,
        "decision_number": entry.decision,
        "payment_method": "cash" if entry.in_cash else "account",
        "account": None if entry.in_cash else person.account,
        "note": "Nuôi 02 con" if entry.allowance is ALLOWANCES["single_parent.two"] else None,
    }


def births(person: Person) -> dict:
    """The birth in the column of the person's sex."""
    return {"birth_female": person.birth} if person.female else {"birth_male": person.birth}


@dataclass(frozen=True)
class Merited:
    """A person in register B1b; ``percent`` is the degree of invalidity where there is one."""

    person: Person
    group: str
    monthly_amount: int
    percent: int | None
    in_cash: bool


def merited(cast: Cast, levels: Levels, counts: dict[str, int], highly_invalid: int, in_cash: int) -> list[Merited]:
    """The entries of register B1b; so many of the invalids have a degree of 81% or more."""
    groups = [group for group, n in counts.items() for _ in range(n)]
    paid_in_cash = set(cast.source.sample(range(len(groups)), in_cash))
    found, high = [], highly_invalid
    for place, group in enumerate(groups):
        as_high = group == "invalid" and high > 0
        high -= as_high
        found.append(_merited(cast, levels, group, as_high, place in paid_in_cash))
    return sorted(found, key=lambda m: m.person.village)


def _merited(cast: Cast, levels: Levels, group: str, as_high: bool, in_cash: bool) -> Merited:
    youngest, oldest, women = _MERIT_AGES[group]
    person = cast.person(cast.birth(levels.year - oldest, levels.year - youngest, exact=0.25), women=women)
    steps = _MERIT_PERCENT_OF_BASE[group]
    step = len(steps) - 1 if as_high else cast.source.randrange(max(1, len(steps) - 1))
    base = levels.at_end(MERIT)
    percent = None
    if group in ("invalid", "sick_soldier"):
        percent = cast.source.randint(HIGH_INVALIDITY, 95) if as_high else min(78, 21 + step * 11 + cast.source.randint(0, 9))
    return Merited(person, group, base * steps[step] // 100_000 * 1000, percent, in_cash)


def merit_rows(register: list[Merited]) -> list[dict]:
    """The rows of form B1b."""
    return [
        {
            "row_number": number,
            "full_name": m.person.name,
            **births(m.person),
            "citizen_id": m.person.citizen_id,
            "file_number": m.person.file_number,
            "village": m.person.village,
            "group": m.group,
            "monthly_amount": m.monthly_amount,
            "payment_method": "cash" if m.in_cash else "account",
            "account": None if m.in_cash else m.person.account,
        }
        for number, m in enumerate(register, start=1)
    ]

"""The changes of a year (B2) and the funeral support that goes with the deaths (B3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sample.levels import Levels
from sample.people import Cast, Person
from sample.registers import OLD_AGE, Entry

_NEW = {
    "new_disability": ("disability_severe", "disability_grave"),
    "new_elderly": ("elderly_no_pension", "social_pension"),
    "new_elderly_alone_poor": ("elderly_alone_poor",),
    "new_child_nq03": ("child_nq03",),
    "new_child_no_support": ("child_no_support",),
    "new_single_parent": ("single_parent",),
}
_STAYING = ("change_caregiver", "adjust_level_info")
_STOP_REASONS = ("Hết điều kiện hưởng", "Hưởng chế độ khác", "Hết tuổi hưởng")


@dataclass(frozen=True)
class Change:
    """A decision of the year about one person."""

    person: Person
    kind: str
    decided_on: date
    amount: int | None = None
    note: str | None = None


@dataclass(frozen=True)
class Funeral:
    """A death, and the relative who receives the support."""

    person: Person
    relative: Person
    died_on: date
    amount: int
    paid_month: tuple[int, int]
    decision: str


def funerals(cast: Cast, levels: Levels, before_july: int, from_july: int) -> list[Funeral]:
    """The funeral support of a commune in the order of deaths."""
    year = levels.year
    half = date(year, 7, 1)
    spans = [(date(year, 1, 2), half)] * before_july + [(half, date(year, 12, 11))] * from_july
    days = sorted(start + timedelta(days=cast.source.randrange((end - start).days)) for start, end in spans)
    return [_funeral(cast, levels, day) for day in days]


def _funeral(cast: Cast, levels: Levels, day: date) -> Funeral:
    year = day.year
    person = cast.person(year - cast.old_age(70), women=0.62)
    relative = cast.person(year - cast.source.randint(28, 62))
    paid = min(12, day.month + 1)
    amount = levels.funeral(year - person.birth_year, day)
    return Funeral(person, relative, day, amount, (year, paid), f"{cast.source.randint(201, 4890)}/QĐ-UBND")


def funeral_rows(found: list[Funeral]) -> list[dict]:
    """The rows of form B3."""
    return [
        {
            "row_number": number,
            "deceased_name": f.person.name,
            "citizen_id": f.person.citizen_id,
            "death_date": f.died_on,
            "recipient_name": f.relative.name,
            "village": f.person.village,
            "amount": f.amount,
            "decision_number": f.decision,
            "paid_month": f.paid_month,
        }
        for number, f in enumerate(found, start=1)
    ]


def changes(cast: Cast, levels: Levels, counts: dict[str, int], register: list[Entry], dead: list[Funeral]) -> list[Change]:
    """The decisions of a commune in a year by date; new entries become entries of the register."""
    year = levels.year
    found = _funeral_changes(cast, dead) + _stops(cast, year, counts["stop"], dead)
    for kind, n in counts.items():
        if kind in _NEW:
            found += _new_entries(cast, levels, kind, n, register)
        elif kind in _STAYING:
            found += [_staying(cast, levels, kind, e) for e in cast.source.sample(register, n)]
        elif kind not in ("funeral", "stop"):
            found += [_leaving(cast, year, kind) for _ in range(n)]
    return sorted(found, key=lambda c: (c.decided_on, c.person.citizen_id, c.kind))


def _day(cast: Cast, year: int) -> date:
    return cast.day_in(year, (12, 15))


def _funeral_changes(cast: Cast, dead: list[Funeral]) -> list[Change]:
    return [Change(f.person, "funeral", _after(f.died_on, cast), f.amount) for f in dead]


def _after(day: date, cast: Cast) -> date:
    return min(day + timedelta(days=cast.source.randint(3, 20)), date(day.year, 12, 18))


def _stops(cast: Cast, year: int, total: int, dead: list[Funeral]) -> list[Change]:
    by_death = [Change(f.person, "stop", _after(f.died_on, cast), note="Chết") for f in dead]
    others = [
        Change(_someone(cast, year), "stop", _day(cast, year), note=cast.source.choice(_STOP_REASONS)) for _ in range(total - len(dead))
    ]
    return by_death + others


def _someone(cast: Cast, year: int) -> Person:
    return cast.person(cast.birth(year - 90, year - 20))


def _new_entries(cast: Cast, levels: Levels, kind: str, n: int, register: list[Entry]) -> list[Change]:
    year = levels.year
    candidates = [e for e in register if e.allowance.group in _NEW[kind] and _may_be_new(e, year)]
    chosen = cast.source.sample(candidates, min(n, len(candidates)))
    found = [_new_entry(cast, levels, kind, entry) for entry in chosen]
    return found + [_leaving(cast, year, kind) for _ in range(n - len(chosen))]


def _may_be_new(entry: Entry, year: int) -> bool:
    return entry.allowance.group not in OLD_AGE or entry.person.birth_year == year - OLD_AGE[entry.allowance.group]


def _new_entry(cast: Cast, levels: Levels, kind: str, entry: Entry) -> Change:
    year = levels.year
    day = _day(cast, year)
    if kind == "new_elderly":
        day = _after(entry.person.birth.replace(year=year, day=1), cast)
    entry.from_month = (year, day.month)
    return Change(entry.person, kind, day, _allowance(entry, levels, day))


def _allowance(entry: Entry, levels: Levels, day: date) -> int:
    return levels.allowance(entry.allowance.group, entry.allowance.halves, day)


def _staying(cast: Cast, levels: Levels, kind: str, entry: Entry) -> Change:
    day = _day(cast, levels.year)
    amount = _allowance(entry, levels, day) if kind == "adjust_level_info" else None
    return Change(entry.person, kind, day, amount)


def _leaving(cast: Cast, year: int, kind: str) -> Change:
    return Change(_someone(cast, year), kind, _day(cast, year))


def change_rows(found: list[Change], last: date) -> list[dict]:
    """The rows of form B2 up to the day on which the office's year closes, decisions numbered upwards through the year."""
    return [
        {
            "row_number": number,
            "full_name": c.person.name,
            "citizen_id": c.person.citizen_id,
            "village": c.person.village,
            "kind": c.kind,
            "effective_month": (last.year, c.decided_on.month),
            "decision_number": f"{200 + c.decided_on.timetuple().tm_yday * 13 + number % 11}/QĐ-UBND",
            "decision_date": min(c.decided_on, last),
            "amount": c.amount,
            "note": c.note,
        }
        for number, c in enumerate(found, start=1)
    ]

"""Insurance cards (B5) and what was done for people with merit (B7)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sample.levels import MERIT, Levels
from sample.people import Cast
from sample.plan import share
from sample.registers import HIGH_INVALIDITY, Merited

ELDERLY = "elderly"
_CARD_LETTERS = {
    "btxh": "BT",
    "elderly": "CT",
    "poor_nearpoor": "HN",
    "middle_income": "GD",
    "waste_collectors": "TR",
    "ncc": "CC",
}
_CARD_AGES = {"btxh": (5, 79), "ncc": (62, 85)}


def insurance_rows(cast: Cast, levels: Levels, counts: dict[str, int]) -> list[dict]:
    """The rows of form B5, in the order of villages."""
    found = [_card(cast, levels, group) for group, n in counts.items() for _ in range(n)]
    found.sort(key=lambda row: row["village"])
    return [{"row_number": number, **row} for number, row in enumerate(found, start=1)]


def _card(cast: Cast, levels: Levels, group: str) -> dict:
    year = levels.year
    youngest, oldest = _of_the_old(levels) if group == ELDERLY else _CARD_AGES.get(group, (3, 69))
    person = cast.person(cast.birth(year - oldest, year - youngest))
    start = date(year, cast.source.randint(1, 12), 1)
    return {
        "full_name": person.name,
        "card_number": f"MAU{_CARD_LETTERS[group]}99{person.citizen_id[-8:]}",
        "village": person.village,
        "group": group,
        "valid_from": start,
    }


def _of_the_old(levels: Levels) -> tuple[int, int]:
    """The ages from and to which the province gives its elderly a card."""
    return levels.at_end("elderly_card_age_from"), levels.at_end("elderly_card_age_to") - 1


def convalescence_rows(cast: Cast, levels: Levels, service: str, n: int, register: list[Merited]) -> list[dict]:
    """Rows of B7 for stays at a convalescence centre, paid at 1,8 times the norm of the day."""
    rows = []
    for m in cast.source.sample(register, n):
        base = levels.on(MERIT, date(levels.year, cast.source.choice((4, 5, 6, 8, 9)), 10))
        rows.append({**_merited_person(m), "service": service, "amount": base * 18 // 10_000 * 1000})
    return rows


def assistive_rows(cast: Cast, amounts: Sequence[int], register: list[Merited]) -> list[dict]:
    """Rows of B7 for devices, one for each amount."""
    people = cast.source.sample([m for m in register if m.percent], len(amounts))
    return [
        {**_merited_person(m), "service": "assistive_device", "invalidity_percent": m.percent, "amount": amount}
        for m, amount in zip(people, amounts, strict=True)
    ]


def holiday_rows(register: list[Merited], days: int, levels: Levels) -> list[dict]:
    """Rows of B7 for holiday meals: everybody with a degree of 81% or more."""
    return [
        {
            **_merited_person(m),
            "service": "holiday_meal",
            "invalidity_percent": m.percent,
            "days": days,
            "amount": days * levels.at_end("holiday_meal"),
        }
        for m in register
        if (m.percent or 0) >= HIGH_INVALIDITY
    ]


def campaign_rows(cast: Cast, year: int, n: int) -> list[dict]:
    """Rows of B7 that list people who took part in the campaign of spring 1975."""
    people = [cast.person(cast.birth(1938, 1957, exact=0), women=0.08) for _ in range(n)]
    return [{"full_name": p.name, "village": p.village, "service": "spring1975"} for p in people]


def storm_house_rows(cast: Cast, amounts: Sequence[int], register: list[Merited]) -> list[dict]:
    """Rows of B7 for houses that a storm damaged, one for each amount."""
    people = cast.source.sample(register, len(amounts))
    return [
        {**_merited_person(m), "service": "storm_house", "amount": amount, "note": "Đề xuất hỗ trợ"}
        for m, amount in zip(people, amounts, strict=True)
    ]


def _merited_person(m: Merited) -> dict:
    return {"full_name": m.person.name, "file_number": m.person.file_number, "village": m.person.village}


def amounts_of(total: int, n: int, step: int, source) -> list[int]:
    """Amounts in multiples of ``step`` that sum to a total."""
    if not n:
        return []
    return [part * step for part in share(total // step, [source.uniform(0.6, 1.4) for _ in range(n)])]


def numbered(rows: list[dict]) -> list[dict]:
    """The rows with running numbers."""
    return [{"row_number": number, **row} for number, row in enumerate(rows, start=1)]

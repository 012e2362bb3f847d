"""What the sample must add up to: district targets, communes, and how totals are shared out."""

from __future__ import annotations

import csv
import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
CUT_OFF_DAY = (12, 20)
BTXH_BASES = ((date(2021, 7, 1), 360_000), (date(2024, 7, 1), 500_000))
NCC_BASES = ((date(2021, 7, 1), 1_624_000), (date(2023, 7, 1), 2_055_000), (date(2024, 7, 1), 2_789_000))
_NAMED_VILLAGES = ("Đông", "Đoài", "Thượng", "Trung", "Hạ", "Nội", "Ngoại", "Tiền")


@dataclass(frozen=True)
class Commune:
    """A commune of the sample: its place in the order, its weight and its villages."""

    index: int
    area_code: str
    kind: str
    name: str
    weight: int
    villages: tuple[str, ...]


@dataclass(frozen=True)
class Target:
    """The district total of one item, with the value of one gift where it is one."""

    value: int
    level: int | None = None
    in_kind: int | None = None


def table(name: str) -> list[dict[str, str]]:
    """The rows of a table that lies beside this module."""
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def targets(year: int) -> dict[str, Target]:
    """The district totals of a year by item."""
    return {
        row["item"]: Target(*(int(row[c]) if row[c] else None for c in ("value", "level", "in_kind")))
        for row in table(f"targets_{year}.csv")
    }


def targets_under(year: int, stem: str) -> dict[str, Target]:
    """The targets of a year whose item begins with ``stem.``, by the rest of the item."""
    return {k.removeprefix(f"{stem}."): t for k, t in targets(year).items() if k.startswith(f"{stem}.")}


@cache
def communes() -> tuple[Commune, ...]:
    """The communes of the sample in the order of their codes."""
    return tuple(
        Commune(i, r["area_code"], r["kind"], r["name"], int(r["weight"]), _villages(r))
        for i, r in enumerate(table("communes.csv"), start=1)
    )


def _villages(row: dict[str, str]) -> tuple[str, ...]:
    names = {
        "names": [f"Thôn {name}" for name in _NAMED_VILLAGES],
        "numbers": [f"Thôn {n}" for n in range(1, 9)],
        "Khu": [f"Khu dân cư số {n}" for n in range(1, 9)],
    }
    return tuple(names[row["village_style"]][: int(row["villages"])])


def dice(*parts: object) -> random.Random:
    """A random source that depends on the given words only."""
    return random.Random("|".join(map(str, parts)))


def share(total: int, weights: Sequence[float]) -> list[int]:
    """Whole parts of a total in proportion to weights; they sum to the total (largest remainders)."""
    whole = sum(weights)
    exact = [total * w / whole for w in weights]
    parts = [int(x) for x in exact]
    order = sorted(range(len(parts)), key=lambda i: (parts[i] - exact[i], i))
    for i in order[: total - sum(parts)]:
        parts[i] += 1
    return parts


def by_commune(total: int, *words: object, spread: float = 0.15) -> list[int]:
    """A district total shared over the communes by weight, give or take ``spread``."""
    source = dice(*words)
    return share(total, [c.weight * source.uniform(1 - spread, 1 + spread) for c in communes()])


def base_on(bases: tuple[tuple[date, int], ...], day: date) -> int:
    """The norm in force on a day."""
    return [amount for start, amount in bases if start <= day][-1]


def cut_off(year: int) -> date:
    """The day to which the registers of a year are drawn up."""
    return date(year, *CUT_OFF_DAY)

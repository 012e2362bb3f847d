"""What the sample must add up to: an office's targets, its areas, and how totals are shared out."""

from __future__ import annotations

import csv
import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from pathlib import Path

from ctxh.reference.periods import period_of
from ctxh.reference.places import YEAR, project_root
from ctxh.reference.settings import Settings, settings_of
from ctxh.reference.tables import read_reference

HERE = Path(__file__).parent
CUT_OFF_DAY = (12, 20)
FORMER_DISTRICT = 160_809  # people of the four communes of 2025 that targets_commune_2026.csv adds up to
LEANINGS = {"poor": (0.7, 1.4), "near_poor": (0.75, 1.3), "enterprise_insured": (0.95, 1.0), "cash": (0.5, 1.5)}
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
    """The office's total of one item, with the value of one gift where it is one."""

    value: int
    level: int | None = None
    in_kind: int | None = None


def table(name: str) -> list[dict[str, str]]:
    """The rows of a table that lies beside this module."""
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@dataclass(frozen=True)
class Setting:
    """An office and a year that there is a sample of."""

    office: str
    year: int

    @property
    def place(self) -> dict[str, str]:
        """What the office is: its row of offices.csv."""
        return next(row for row in table("offices.csv") if row["office"] == self.office)

    @cached_property
    def closing(self) -> date:
        """The day on which the office's year closes, by its settings."""
        return period_of(YEAR, self.year, self.settings.periods).last

    @cached_property
    def settings(self) -> Settings:
        """The office's own settings."""
        return settings_of(project_root() / "data" / self.office / "office.toml")

    @property
    def forms(self) -> tuple[str, ...]:
        """What the office collects beside what all offices do."""
        return self.settings.forms

    @property
    def level(self) -> str:
        """The level of the office: district, commune or province."""
        return self.place["level"]

    @property
    def part(self) -> float:
        """What part of its level's targets is the office's: by its people."""
        return int(self.place["people"]) / FORMER_DISTRICT if self.place["people"] else 1

    @property
    def salt(self) -> tuple[str, ...]:
        """What tells the dice of this office from those of the first one."""
        return () if self.level == "district" else (self.office,)

    def table(self, name: str) -> list[dict[str, str]]:
        """A table of the office's level: ``desk_2024.csv`` of the district, else ``desk_commune_2026.csv``."""
        return table(f"{name}_{self.year}.csv" if self.level == "district" else f"{name}_{self.level}_{self.year}.csv")


@cache
def targets(setting: Setting) -> dict[str, Target]:
    """The totals of an office by item; a commune has its people's part of what its level adds up to."""
    return {row["item"]: _target(row, setting) for row in setting.table("targets")}


def _target(row: dict[str, str], setting: Setting) -> Target:
    value, level, in_kind = (int(row[c]) if row[c] else None for c in ("value", "level", "in_kind"))
    part = setting.part * _leaning(row["item"], setting)
    return Target(value if row["item"] == "holiday_days" else round(value * part), level, in_kind)


def _leaning(item: str, setting: Setting) -> float:
    """How much more or less of an item a commune has than its people's part, so that rates differ among communes."""
    topic = next((topic for topic in LEANINGS if item.startswith(topic) and setting.part != 1), None)
    return dice(setting.office, "leaning", topic).uniform(*LEANINGS[topic]) if topic else 1


def targets_under(setting: Setting, stem: str) -> dict[str, Target]:
    """The targets of a year whose item begins with ``stem.``, by the rest of the item."""
    return {k.removeprefix(f"{stem}."): t for k, t in targets(setting).items() if k.startswith(f"{stem}.")}


@cache
def communes(setting: Setting) -> tuple[Commune, ...]:
    """The areas that send workbooks to an office, in the order of their codes: communes or, to a commune, villages."""
    if setting.level == "commune":
        rows = read_reference(project_root() / "data" / setting.office / "areas.csv").itertuples()
        weights = dice(setting.office, "weights")
        return tuple(
            Commune(i, r.area_code, r.kind.capitalize(), r.name, weights.randint(60, 140), (f"{r.kind.capitalize()} {r.name}",))
            for i, r in enumerate(rows, start=1)
        )
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
    """A random source that depends on the given words only, and of items on the names they had first: they fall as ever."""
    return random.Random("|".join(str(_first_names().get(part, part)) for part in parts))


@cache
def _first_names() -> dict[object, str]:
    return {row["item"]: row["first_name"] for row in table("first_names.csv")}


def share(total: int, weights: Sequence[float]) -> list[int]:
    """Whole parts of a total in proportion to weights; they sum to the total (largest remainders)."""
    whole = sum(weights)
    exact = [total * w / whole for w in weights]
    parts = [int(x) for x in exact]
    order = sorted(range(len(parts)), key=lambda i: (parts[i] - exact[i], i))
    for i in order[: total - sum(parts)]:
        parts[i] += 1
    return parts


def by_commune(setting: Setting, total: int, *words: object, spread: float = 0.15) -> list[int]:
    """An office's total shared over its areas by weight, give or take ``spread``."""
    source = dice(*setting.salt, *words)
    return share(total, [c.weight * source.uniform(1 - spread, 1 + spread) for c in communes(setting)])


def cut_off(year: int) -> date:
    """The day to which the registers of a year are drawn up."""
    return date(year, *CUT_OFF_DAY)

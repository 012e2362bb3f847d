"""The norms by which the amounts of a sample are made: those of the tables, with what the office's province has set."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache

from ctxh.reference.areas import load_areas, province_around
from ctxh.reference.norms import BASE, by_month, has_norm, in_force_by_month, load_coefficients, load_norms, norm_value
from ctxh.reference.places import project_root, province_folder
from sample.plan import Setting, cut_off

PENSION, MERIT = "social_pension_level", "merit_base"


class Levels:
    """The norms of an office and a year, in whole đồng, times or years of age.

    ``paid`` and ``due`` are the levels by which each month was paid, and is counted, by norm.
    """

    def __init__(self, setting: Setting) -> None:
        data = project_root() / "data"
        around = province_around(load_areas(data / "reference"), setting.place["area_code"], cut_off(setting.year))
        province = province_folder(data, around["name"]) if around is not None else None
        self.norms, self.year = load_norms(data / "reference", province=province), setting.year
        self._on = cache(lambda norm, day: int(norm_value(self.norms, norm, day)))
        self.paid, self.due = (self._by_month(lookup) for lookup in (in_force_by_month, by_month))
        self._of_group = {row.group: row.norm for row in load_coefficients(data / "reference", province).itertuples()}

    def on(self, norm: str, day: date) -> int:
        """A norm that is in force on a day."""
        return self._on(norm, day)

    def at_end(self, norm: str) -> int:
        """A norm that is in force when the registers are drawn up."""
        return self.on(norm, cut_off(self.year))

    def of_group(self, group: str) -> str:
        """The norm that the coefficients of a group multiply."""
        return self._of_group[group]

    def allowance(self, group: str, halves: int, day: date) -> int:
        """What a person of a group with so many halves of a coefficient is paid a month."""
        return halves * self.on(self.of_group(group), day) // 2

    def funeral(self, age: int, day: date) -> int:
        """The funeral support for a person who dies at an age: of a social pensioner, where that is the right of the age."""
        pensioner = has_norm(self.norms, PENSION, day) and age >= self.on("elderly_allowance_age", day)
        norm, times = (PENSION, "pension_funeral_multiple") if pensioner else (BASE, "funeral_multiple")
        return self.on(norm, day) * self.on(times, day)

    def _by_month(self, lookup: Callable) -> dict[str, list[int]]:
        """Each norm of money by the months of the year, as a lookup of norms by month has it; none that is not in force all year."""
        held = [norm for norm in (BASE, PENSION, MERIT) if has_norm(self.norms, norm, date(self.year, 1, 1))]
        return {norm: [int(lookup(self.norms, norm)(f"{self.year}-{month:02d}")) for month in range(1, 13)] for norm in held}

    def owed_until(self, norm: str, month: int) -> range:
        """The months before a month whose difference is paid with it, by their places; none for most months."""
        paid, due = self.paid[norm], self.due[norm]
        if not month or paid[month] != due[month] or paid[month - 1] == due[month - 1]:
            return range(0)
        return range(next(place for place in range(month) if paid[place] != due[place]), month)


@cache
def levels(setting: Setting) -> Levels:
    """The norms of an office and a year."""
    return Levels(setting)

"""Invented persons that nobody can mistake for real ones.

Province 099 of an identity number is given to no province; names say that they are examples.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta

IMPOSSIBLE_PROVINCE = "099"
_GIVEN = ("Ví Dụ", "Thử", "Giả Định", "Minh Họa", "Tham Khảo", "Mô Phỏng", "Làm Mẫu")
Birth = int | date


@dataclass(frozen=True)
class Person:
    """An invented person; a birth is a year or a day."""

    name: str
    female: bool
    birth: Birth
    citizen_id: str
    village: str
    account: str
    file_number: str

    @property
    def birth_year(self) -> int:
        """The year of birth."""
        return self.birth if isinstance(self.birth, int) else self.birth.year


class Cast:
    """The invented persons of one commune and one year, numbered in the order they are asked for."""

    def __init__(self, commune_index: int, villages: tuple[str, ...], source: random.Random) -> None:
        self.source = source
        self._commune = commune_index
        self._villages = villages
        self._count = 0

    def person(self, birth: Birth, female: bool | None = None, women: float = 0.5) -> Person:
        """A new person born then; the sex is drawn when it is not given."""
        self._count += 1
        if female is None:
            female = self.source.random() < women
        serial = f"{self._commune:02d}{self._count:04d}"
        year = birth if isinstance(birth, int) else birth.year
        return Person(
            name=f"Mẫu {'Thị' if female else 'Văn'} {self.source.choice(_GIVEN)} {serial}",
            female=female,
            birth=birth,
            citizen_id=f"{IMPOSSIBLE_PROVINCE}{(year // 100 - 19) * 2 + female}{year % 100:02d}{serial}",
            village=self.source.choice(self._villages),
            account=f"9999{self.source.randrange(10):01d}{serial}99",
            file_number=f"MAU-{serial}",
        )

    def birth(self, first_year: int, last_year: int, exact: float = 0.5) -> Birth:
        """A birth in a span of years, as a day with the chance ``exact`` and else as a year."""
        year = self.source.randint(first_year, last_year)
        return self.day_in(year) if self.source.random() < exact else year

    def day_in(self, year: int, last: tuple[int, int] = (12, 31)) -> date:
        """A day of a year, not after the given month and day."""
        first, end = date(year, 1, 1), date(year, *last)
        return first + timedelta(days=self.source.randrange((end - first).days + 1))

    def old_age(self, youngest: int, oldest: int = 101) -> int:
        """An age from ``youngest`` on, each year of age rarer than the one before."""
        while True:
            age = youngest + int(self.source.expovariate(1 / 5.2))
            if age <= oldest:
                return age

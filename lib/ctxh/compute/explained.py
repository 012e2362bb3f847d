"""A number with everything that it is made of, level by level down to the workbook cells."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from ctxh.citations import citation_words
from ctxh.compute.computed import Computed
from ctxh.compute.passports import Passport, passport
from ctxh.vietnamese import absent

MOST_SHOWN = 4  # areas whose cells are shown under a part; all are in ``cells``
STEP = "   "


@dataclass(frozen=True, repr=False)
class Explained:
    """An indicator of the office or of an area: what it is, how it is computed and from what.

    ``value`` is a number in the unit of measure, None where it is missing or a text; ``parts`` are explained alike.
    """

    passport: Passport
    value: float | None
    parts: tuple[Explained, ...] = ()

    @property
    def label(self) -> str:
        """What is counted, in Vietnamese."""
        return self.passport.label

    @property
    def printed(self) -> str:
        """The value as documents print it, with its unit of measure."""
        return self.passport.value

    @property
    def formula(self) -> str:
        """How it is computed, in Vietnamese."""
        return self.passport.formula

    @property
    def cells(self) -> pd.DataFrame:
        """Where it was read: a row an area and item, with value, file, sheet and cells (of a register column, condition and rows)."""
        rows = [
            (
                source.area,
                source.label,
                source.printed,
                source.cited.file,
                source.cited.sheet,
                citation_words(source.cited, ("file", "sheet")),
            )
            for source in self.passport.sources
        ]
        return pd.DataFrame(rows, columns=["Đơn vị", "Số liệu gốc", "Giá trị", "Tệp", "Trang tính", "Ô"])

    def __repr__(self) -> str:
        return "\n".join(f"{STEP * level}{line}" for level, line in self._lines(0))

    def _repr_markdown_(self) -> str:
        return "\n".join(f"{'  ' * level}- {line}" for level, line in self._lines(0))

    def _lines(self, level: int) -> Iterator[tuple[int, str]]:
        """The number, its formula, then its parts a level deeper; of one without parts the first of its cells."""
        own = self.passport
        where = f"{own.area}, {own.when}: " if level == 0 else ""
        if own.notice and level == 0:
            yield level, own.notice
        yield level, f"{own.label} ({own.indicator}): {where}{own.value}"
        if self.parts:
            yield level + 1, f"Cách tính: {own.formula}"
            for part in self.parts:
                yield from part._lines(level + 1)
            return
        if level == 0:
            yield level + 1, f"Cách tính: {own.formula}"
        for source in own.sources[:MOST_SHOWN]:
            yield level + 1, source.line()
        if len(own.sources) > MOST_SHOWN:
            yield level + 1, f"… và {len(own.sources) - MOST_SHOWN} nơi khác (xem .cells)"


def explained(computed: Computed, indicator: str, area_code: str = "") -> Explained:
    """An indicator by its id, of the office or of an area, with its parts explained alike. Raises as ``passport`` does."""
    own = passport(computed, indicator, area_code)
    parts = tuple(explained(computed, name, area_code) for name, _, _ in own.parts)
    return Explained(own, _value(computed, indicator, area_code), parts)


def _value(computed: Computed, indicator: str, area_code: str) -> float | None:
    if area_code in ("", computed.area_code):
        value = computed.value(indicator)
    else:
        value, _ = computed.area_values(indicator).get(area_code, (None, ""))
    return None if absent(value) else value

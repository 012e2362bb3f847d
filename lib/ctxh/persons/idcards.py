"""What an identity number says of its holder: where, of which sex and in which year the birth was registered."""

from __future__ import annotations

import re
from datetime import date

EXAMPLES = "099"  # the code of no province, which invented persons have
_PROVINCES = frozenset(
    "001 002 004 006 008 010 011 012 014 015 017 019 020 022 024 025 026 027 030 031 033 034 035 036 037 038 040 042 044 045 046 "
    "048 049 051 052 054 056 058 060 062 064 066 067 068 070 072 074 075 077 079 080 082 083 084 086 087 089 091 092 093 094 095 "
    "096".split()
)
_ABROAD = 100  # codes above it are those of countries
_YEAR = re.compile(r"(?:^|\D)((?:19|20)\d\d)\D*$")


def known_place(number: str, examples: bool = False) -> bool:
    """Whether the first three digits are the code of a province or a country; of examples, also their own."""
    code = number[:3]
    return code in _PROVINCES or int(code) > _ABROAD or (examples and code == EXAMPLES)


def fits_person(number: str, male, female) -> bool:
    """Whether century, year and sex in a number are those of the cells of birth, one of which is blank.

    Cells that are both blank, both filled or unreadable say nothing against it.
    """
    his, hers = male not in ("", None), female not in ("", None)
    year = year_in(male if his else female) if his != hers else None
    return year is None or int(number[3:6]) == (year // 100 - 19) * 200 + hers * 100 + year % 100


def year_in(cell) -> int | None:
    """The year that a cell of birth ends with; None where there is none."""
    if isinstance(cell, float):
        return int(cell) if 1900 <= cell < 2100 else None
    if isinstance(cell, date):
        return cell.year
    found = _YEAR.search(str(cell))
    return int(found[1]) if found else None

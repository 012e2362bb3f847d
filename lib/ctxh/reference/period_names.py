"""What the parts of a year are called that are reported on; known without any table."""

from __future__ import annotations

from ctxh.errors import WrongUsage, nearest
from ctxh.reference.places import YEAR

WORDS = {YEAR: "năm", "half-year": "6 tháng đầu năm", "nine-months": "9 tháng đầu năm"}


def spoken(name: str, year: int) -> str:
    """A period of a year as it is said: ``năm 2024``, ``6 tháng đầu năm 2024``."""
    return f"{WORDS[name]} {year}"


def check_period(name: str) -> None:
    """Nothing, when there is such a period. Raises WrongUsage naming the nearest."""
    if name not in WORDS:
        listed = ", ".join(f"{known} ({words})" for known, words in WORDS.items())
        raise WrongUsage(f"Không có kỳ báo cáo «{name}».{nearest(name, WORDS)} Các kỳ: {listed}.")

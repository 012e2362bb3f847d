"""Whom an edition is for, and what every page of its appendix, annex and HTML says of it."""

from __future__ import annotations

from ctxh.errors import WrongUsage, nearest
from ctxh.reference.places import INTERNAL, PUBLIC

WORDS = {INTERNAL: "nội bộ", PUBLIC: "công khai"}
MARKS = {INTERNAL: "Bản nội bộ, không phổ biến.", PUBLIC: "Bản công khai."}


def check_audience(name: str) -> None:
    """Nothing, when there is such an audience. Raises WrongUsage naming the nearest."""
    if name not in WORDS:
        listed = ", ".join(f"{known} ({words})" for known, words in WORDS.items())
        raise WrongUsage(f"Không có loại bản «{name}» (audience).{nearest(name, WORDS)} Các loại: {listed}.")


def marked(audience: str, notice: str = "") -> str:
    """The mark of an audience, before what else each page must say."""
    return f"{MARKS[audience]} {notice}".strip()

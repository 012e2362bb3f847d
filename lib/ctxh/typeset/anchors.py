"""Ids of plain letters, made from Vietnamese text."""

from __future__ import annotations

import re
import unicodedata


def slug(text: str) -> str:
    """An id of plain letters made from a Vietnamese text."""
    plain = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    letters = "".join(char for char in plain if not unicodedata.combining(char))
    found = re.sub(r"[^a-z0-9]+", "-", letters).strip("-")[:60].rstrip("-")
    return found if found[:1].isalpha() else f"m-{found}".rstrip("-")

"""Texts of tables that Excel would take for a formula: held back behind an apostrophe, and as they were."""

from __future__ import annotations

import re

_FORMULA = re.compile(r"'*[=+\-@\t\r]")  # one apostrophe more or less: so that those that were there come back
_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)*%?")
_FIRST = frozenset("'=+-@\t\r")


def formula_held_back(value: object) -> object:
    """The value of a cell as it is written: a text that looks like a formula and is no number behind an apostrophe."""
    formula = isinstance(value, str) and value[:1] in _FIRST and _FORMULA.match(value) and not _NUMBER.fullmatch(value)
    return f"'{value}" if formula else value


def as_it_was(text: str) -> str:
    """The text of a cell as it was before it was written."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text

"""Findings of one check about one sheet told as one where only their numbers differ: what is wrong with a whole column is one cause."""

from __future__ import annotations

import re

from ctxh.citations import rows_in
from ctxh.findings import Finding

MOST_ALIKE = 3  # findings of one check about one sheet that are told one by one
_NUMBERS = re.compile(r"[\d.,:/%-]+")


def joined(findings: list[Finding]) -> list[Finding]:
    """The findings, more than a few of one check and sheet that differ in numbers alone as the first of them with the cells of all.

    What each comparison comes to stands in the table of checks.
    """
    alike: dict[tuple[str, ...], list[Finding]] = {}
    for number, row in enumerate(findings):
        words = _NUMBERS.sub("", row["message"])
        key = (row["check"], row["severity"], words, row["area_code"], row["file"], row["sheet"]) if row["file"] else (str(number),)
        alike.setdefault(key, []).append(row)
    return [row for own in alike.values() for row in ([_as_one(own)] if len(own) > MOST_ALIKE else own)]


def _as_one(rows: list[Finding]) -> Finding:
    first = rows[0]
    message = f"{first['message'].rstrip('.')}; và {len(rows) - 1} chỗ khác của trang tính này lệch như thế."
    return first | {"message": message, "cell": _cells(rows)}


def _cells(rows: list[Finding]) -> str:
    """The cells of some findings; those of the first where some are told in words."""
    parts = dict.fromkeys(part.strip() for row in rows for part in row["cell"].split(","))
    return ",".join(parts) if all(map(rows_in, parts)) else rows[0]["cell"]

"""Findings of one check about one area told as one: what is wrong with a whole sheet, or with all that an area counts, is one cause."""

from __future__ import annotations

import re

from ctxh.citations import rows_in
from ctxh.findings import Finding

MOST_ALIKE = 3  # findings of one check about one area that are told one by one
_NUMBERS = re.compile(r"[\d.,:/%-]+")


def joined(findings: list[Finding], office: str, each: bool = False) -> list[Finding]:
    """The findings, more than a few of one check about one sheet, or about one area, as the first of them with the cells of all.

    Of the ``office`` itself, whose findings are each about another thing, only those are one that differ in numbers alone.
    What each comparison comes to stands in the table of checks; where ``each`` is to be told, only those are one whose words are the
    same and whose cells can all be named.
    """
    alike: dict[tuple[str, ...], list[Finding]] = {}
    for number, row in enumerate(findings):
        own = row["area_code"] != office
        words = "" if own and not each else _NUMBERS.sub("", row["message"])
        key = (row["check"], row["severity"], words, row["area_code"], row["file"], row["sheet"])
        alike.setdefault(key if own or row["file"] else (str(number),), []).append(row)
    one = [len(rows) > MOST_ALIKE and (not each or all(rows_in(row["cell"]) for row in rows)) for rows in alike.values()]
    return [row for rows, whole in zip(alike.values(), one, strict=True) for row in ([_as_one(rows)] if whole else rows)]


def _as_one(rows: list[Finding]) -> Finding:
    first = rows[0]
    if len({_NUMBERS.sub("", row["message"]) for row in rows}) == 1:
        others = f"{len(rows) - 1} chỗ khác của trang tính này lệch như thế"
    else:
        others = f"{len(rows) - 1} chỗ khác của {'trang tính' if first['file'] else 'đơn vị'} này, ghi ở bảng đối chiếu"
    message = f"{first['message'].rstrip('.')}; và {others}."
    return first | {"message": message, "cell": _cells(rows)}


def _cells(rows: list[Finding]) -> str:
    """The cells of some findings; those of the first where some are told in words."""
    parts = dict.fromkeys(part.strip() for row in rows for part in row["cell"].split(","))
    return ",".join(parts) if all(map(rows_in, parts)) else rows[0]["cell"]

"""Kinds of values that keys of entries have: words of a list, yes or no, codes of columns, ids."""

from __future__ import annotations

from ctxh.reference.settings import TEXTS, Kind


def one_of(*words: str) -> Kind:
    """The kind of a value that is one of some words."""
    return Kind(lambda value: value in words, f"một trong các từ {', '.join(words)}, trong dấu nháy")


def _codes_hold(value: object) -> bool:
    return type(value) in (str, bool) or (isinstance(value, list) and bool(value) and all(type(one) in (str, bool) for one in value))


WHOLE = Kind(lambda value: type(value) is int, "số nguyên, ví dụ 0")
YES_NO = Kind(lambda value: type(value) is bool, "true hoặc false")
WHERE = Kind(lambda value: isinstance(value, dict) and all(map(_codes_hold, value.values())), '{ cột = "mã" } hoặc { cột = ["mã", "mã"] }')
PAIR = Kind(
    lambda value: isinstance(value, list) and TEXTS.holds(value) and len(value) == 2,
    'hai mã trong ngoặc vuông, ví dụ ["poor_households", "households"]',
)
PARTS = Kind(
    lambda value: isinstance(value, list) and TEXTS.holds(value) and len(value) > 0,
    'danh sách mã trong ngoặc vuông, ví dụ ["households", "decisions_{new}"]',
)

LABEL = Kind(lambda value: isinstance(value, str) and value.isprintable(), "một dòng chữ trong dấu nháy")

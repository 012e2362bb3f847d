"""Which records of a register an observation counts, in the words of a filter in Excel."""

from __future__ import annotations

import re
from typing import Any, Protocol

from ctxh.book.categories import Categories
from ctxh.book.layouts import Layout
from ctxh.vietnamese import format_exact, format_number

OTHER_WORDS = "cách ghi khác"  # of cells whose words are not told: such as a sign for «as above»
_KNOWN = {"yes": "có", "no": "không", "unknown": "chưa rõ"}
# columns that reading makes of others: what they are called, and their values
_MADE: dict[str, tuple[str, dict[str, str]]] = {
    "sex": ("Giới tính", {"male": "nam", "female": "nữ"}),
    "age_band": ("Tuổi", {}),
    "coefficient_check": ("Hệ số", {"differs": "khác quy định"}),
    "level_norm": (
        "Mức tính",
        {"social_assistance_base": "mức chuẩn trợ giúp xã hội", "social_pension_level": "mức trợ cấp hưu trí xã hội"},
    ),
    "amount_check": ("Mức hưởng", {"differs": "khác hệ số × mức chuẩn"}),
    "registers": ("Số CCCD", {"both": "có cả trong B1 và B1b"}),
    "other_area": ("Đơn vị của danh sách kia", {}),
    "row": ("Dòng", {}),
    "stop_decision": ("Có quyết định thôi hưởng", _KNOWN),
    "funeral": ("Có mai táng phí", _KNOWN),
    "paid_when": ("Kỳ chi trả", {"later": "sau kỳ báo cáo"}),
}


class Counted(Protocol):
    """What a condition asks of an item."""

    @property
    def where(self) -> tuple[tuple[str, tuple[str, ...]], ...]: ...
    @property
    def by(self) -> tuple[str, ...]: ...
    @property
    def month(self) -> str: ...


Spelled = tuple[tuple[str, tuple[tuple[str, int], ...]], ...]  # column, and its cells' words with how many records have each


def condition(item: Counted, period: str, category: str, layout: Layout, categories: Categories, spelled: Spelled = ()) -> str:
    """In words, which records of a register an observation of an item counts; empty for all of them.

    Where cells are ``spelled`` otherwise than the label, a filter is shown all the words that count, each with its number of records:
    ``Hình thức chi trả = Tài khoản (358) hoặc TK (119)``.
    """
    written = dict(spelled)
    wanted = [(column, codes) for column, codes in item.where]
    wanted += [(column, (code,)) for column, code in zip(item.by, category.split("|"), strict=item.by != ())]
    values = ((column, [value_label(layout, categories, column, code) for code in codes]) for column, codes in wanted)
    parts = [f"{column_label(layout, column)} = {' hoặc '.join(_words(labels, written.get(column, ())))}" for column, labels in values]
    if item.month:
        parts.append(f"{column_label(layout, item.month)} = tháng {int(period[5:7])}/{period[:4]}")
    return ", ".join(dict.fromkeys(parts))


def _words(labels: list[str], written: tuple[tuple[str, int], ...]) -> list[str]:
    """What a filter is set to: the labels, or the words of the cells where some are others."""
    if {word.casefold() for word, _ in written} <= {label.casefold() for label in labels}:
        return labels
    return [
        f"{word or OTHER_WORDS} ({format_number(count)})"
        for word, count in sorted(written, key=lambda pair: (pair[0] == "", -pair[1], pair[0]))
    ]


def column_label(layout: Layout, column: str) -> str:
    """What a column of a form is called, or one that reading makes of others. Raises KeyError for another one."""
    return _MADE[column][0] if column in _MADE else layout.column(column).label


def value_label(layout: Layout, categories: Categories, column: str, code: Any) -> str:
    """A code in words; a blank, a mark and a number are what a filter calls them."""
    known = _MADE[column][1] if column in _MADE else categories.all(layout.form, column)
    if code in ("", True):
        return "có đánh dấu" if code else "(trống)"
    plain = re.fullmatch(r"\d+\.\d+", str(code))
    return known.get(code) or (format_exact(float(code)) if plain else str(code))

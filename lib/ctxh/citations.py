"""Where a number was read: a value that travels with it, and the one place where that becomes words.

A form of totals is cited cell by cell. Of a register, which has a person a row, the whole column is cited, with
the condition and the number of records that meet it: what a filter in Excel shows. Rows named category by category
would, put together by their numbers, give every person's group, sex, age and way of payment.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from ctxh.layouts import Categories, Layout
from ctxh.vietnamese import format_exact, format_number

NO_ROWS = "không có dòng nào"
OTHER_WORDS = "cách ghi khác"  # of cells whose words are not told: such as a sign for «as above»
SOURCE = ["file", "sheet", "cells", "range", "condition", "rows"]  # the columns of observations that make up a citation
_RANGE = re.compile(r"([A-Z]{1,3})(\d*)(?::[A-Z]{1,3}(\d*))?")
_KNOWN = {"yes": "có", "no": "không", "unknown": "chưa rõ"}
# columns that reading makes of others: what they are called, and their values
_MADE: dict[str, tuple[str, dict[str, str]]] = {
    "sex": ("Giới tính", {"male": "nam", "female": "nữ"}),
    "age_band": ("Tuổi", {}),
    "coefficient_check": ("Hệ số", {"differs": "khác quy định"}),
    "level_norm": ("Mức tính", {"social_assistance_base": "mức chuẩn trợ giúp xã hội", "social_pension_level": "mức trợ cấp hưu trí xã hội"}),
    "amount_check": ("Mức hưởng", {"differs": "khác hệ số × mức chuẩn"}),
    "registers": ("Số CCCD", {"both": "có cả trong B1 và B1b"}),
    "other_area": ("Đơn vị của danh sách kia", {}),
    "stop_decision": ("Có quyết định thôi hưởng", _KNOWN),
    "funeral": ("Có mai táng phí", _KNOWN),
    "paid_when": ("Kỳ chi trả", {"later": "sau kỳ báo cáo"}),
}


@dataclass(frozen=True)
class Citation:
    """Where an observation was read. A form of totals has ``cells``; a register ``range``, ``condition`` and ``rows``.

    A register has cells too where the rows themselves were asked for, which no edition does.
    """

    file: str
    sheet: str
    cells: str = ""  # H9:H31,H33
    range: str = ""  # G14:G561, all records of the column
    condition: str = ""  # Nhóm đối tượng = Người khuyết tật nặng
    rows: str = ""  # how many records meet the condition

    @property
    def empty(self) -> bool:
        """Whether nothing was read there: no cell, or no record."""
        return not self.cells and self.rows in ("", "0")


def in_words(citation: Citation, said: Iterable[str] = (), sized: bool = True) -> str:
    """``Xa.xlsx › B1. BTXH › G14:G561, Nhóm = Người khuyết tật nặng: 312 dòng``, without the parts ``said`` already.

    ``said`` are file, sheet, condition, rows. Without ``sized`` the column is named and not how far it goes, which is
    the size of the register.
    """
    parts = [getattr(citation, name) for name in ("file", "sheet") if name not in said]
    return " › ".join(filter(None, [*parts, _records(citation, said, sized) if citation.rows else citation.cells or NO_ROWS]))


def _records(citation: Citation, said: Iterable[str], sized: bool) -> str:
    if not citation.range:
        return NO_ROWS
    column = citation.range if sized else f"cột {_RANGE.match(citation.range)[1]}"
    named = ", ".join(filter(None, [column, "" if "condition" in said else citation.condition]))
    cells = f" ({citation.cells})" if citation.cells else ""
    count = "" if "rows" in said else f": {format_number(int(citation.rows))} dòng"
    return f"{named}{count}{cells}"


class Counted(Protocol):
    """What a condition asks of an item."""

    where: tuple[tuple[str, tuple], ...]
    by: tuple[str, ...]
    month: str


Spelled = tuple[tuple[str, tuple[tuple[str, int], ...]], ...]  # column, and its cells' words with how many records have each


def condition(item: Counted, period: str, category: str, layout: Layout, categories: Categories, spelled: Spelled = ()) -> str:
    """In words, which records of a register an observation of an item counts; empty for all of them.

    Where cells are ``spelled`` otherwise than the label, a filter is shown all the words that count, each with its number of records:
    ``Hình thức chi trả = Tài khoản (358) hoặc TK (119)``.
    """
    written = dict(spelled)
    wanted = [(column, codes) for column, codes in item.where]
    wanted += [(column, (code,)) for column, code in zip(item.by, category.split("|"), strict=item.by != ())]
    values = ((column, [_value(layout, categories, column, code) for code in codes]) for column, codes in wanted)
    said = [f"{_label(layout, column)} = {' hoặc '.join(_words(labels, written.get(column, ())))}" for column, labels in values]
    if item.month:
        said.append(f"{_label(layout, item.month)} = tháng {int(period[5:7])}/{period[:4]}")
    return ", ".join(dict.fromkeys(said))


def _words(labels: list[str], written: tuple[tuple[str, int], ...]) -> list[str]:
    """What a filter is set to: the labels, or the words of the cells where some are others."""
    if {word.casefold() for word, _ in written} <= {label.casefold() for label in labels}:
        return labels
    return [f"{word or OTHER_WORDS} ({format_number(count)})" for word, count in sorted(written, key=lambda pair: (pair[0] == "", -pair[1], pair[0]))]


def _label(layout: Layout, column: str) -> str:
    return _MADE[column][0] if column in _MADE else layout.column(column).label


def _value(layout: Layout, categories: Categories, column: str, code) -> str:
    """A code in words; a blank, a mark and a number are what a filter calls them."""
    known = _MADE[column][1] if column in _MADE else categories.all(layout.form, column)
    if code in ("", True):
        return "có đánh dấu" if code else "(trống)"
    plain = re.fullmatch(r"\d+\.\d+", str(code))
    return known.get(code) or (format_exact(float(code)) if plain else str(code))


def columns_in_words(cells: str) -> str:
    """``G14,G18:G20`` as ``cột G: 4 ô``: the columns and how many cells of each, without their rows."""
    counted: dict[str, int] = {}
    for part in cells.split(",") if cells else ():
        found = _RANGE.fullmatch(part.strip())
        if found is None:
            return ""
        column, first, last = found.groups()
        counted[column] = counted.get(column, 0) + (int(last or first) - int(first) + 1 if first else 0)
    return "; ".join(f"cột {column}: {count} ô" if count else f"cột {column}" for column, count in counted.items())


def spoken(cells: str) -> str:
    """Cells as a message names them: ``ô H12``; what is in words already stays."""
    return cells if not cells or cells.startswith("cột ") else f"ô {cells}"

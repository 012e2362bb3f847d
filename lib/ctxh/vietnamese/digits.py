"""Digits with the separators that clerks type between them, and why some are no number."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing_extensions import TypeIs

_GROUP = 3  # digits between two separators
WHOLE_KINDS = ("count", "money", "change")


def absent(value: object) -> TypeIs[None]:
    """Whether nothing stands there: None, or not a number in a table."""
    return value is None or value != value


class CellError(ValueError):
    """What is said of a cell that cannot be read: reason code, message and remedy in Vietnamese."""

    def __init__(self, reason: str, message: str, suggestion: str = ""):
        super().__init__(message)
        self.reason, self.message, self.suggestion = reason, message, suggestion


class NumberError(CellError):
    """A cell that cannot be read as a number."""


def fraction_error(text: str, kind: str, value: Decimal) -> NumberError:
    """What is said of a count or an amount that is not whole."""
    shown = text if kind == "any" or "," in text else text.replace(".", ",")
    if kind == "money":
        remedy = "ghi đủ số đồng, hoặc ghi đơn vị tính (nghìn đồng, triệu đồng) ở phía trên cột"
        return NumberError("fraction", f"số tiền (đồng) không thể lẻ: «{shown}»", remedy)
    thousands = value * 1000
    likely = abs(value) < 1000 and thousands == thousands.to_integral_value()
    grouped = f"{int(thousands):,}".replace(",", ".")
    remedy = f"ghi số nguyên; nếu dấu ấy là của hàng nghìn thì gõ {grouped}" if likely else "ghi số nguyên"
    return NumberError("fraction", f"số đếm không thể lẻ: «{shown}»", remedy)


def read_digits(token: str, kind: str, commas: bool = False) -> tuple[int | Decimal, int]:
    """The value of digits with separators and the number of decimals printed; ``commas`` is as in ``parse_number``.

    Raises NumberError for groups that are not of three digits and for a sign that may mean two things.
    """
    if " " in token:
        whole, *decimals = re.split(r"[.,]", token.replace(" ", ""))
        return _beside_groups(whole, decimals[0], token, kind) if decimals else (int(whole), 0)
    dots, points = token.count("."), token.count(",")
    if not dots and not points:
        return int(token), 0
    if dots and points:
        thousands, decimal = (".", ",") if token.rfind(",") > token.rfind(".") else (",", ".")
        if token.count(decimal) > 1:
            raise _bad_groups(token)
        left, right = token.split(decimal)
        return _beside_groups(str(_grouped(left, thousands)), right, token, kind)
    mark = "." if dots else ","
    if dots + points > 1:
        return _grouped(token, mark), 0
    return _of_one_mark(token, mark, kind, commas)


def _of_one_mark(token: str, mark: str, kind: str, commas: bool) -> tuple[int | Decimal, int]:
    left, right = token.split(mark)
    if len(left) > _GROUP and _may_be_group(right, kind):
        raise _ambiguous(token, left, right, kind)
    group = len(right) == _GROUP and 1 <= len(left) <= _GROUP and not left.startswith("0")
    if group and mark == ".":
        return _single_dot(token, kind), 0
    if group and commas:
        return int(left + right), 0
    if group and _may_be_group(right, kind):
        raise _ambiguous(token, left, right, kind)
    if kind == "money" and len(right) < _GROUP and not right.strip("0"):
        raise _bad_groups(token)
    return _decimal(left, right, token, kind)


def _beside_groups(left: str, right: str, token: str, kind: str) -> tuple[int | Decimal, int]:
    """The value of digits in groups and of those behind another mark, which three of an amount or a count leave unclear."""
    if _may_be_group(right, kind):
        raise _ambiguous(token, left, right, kind)
    return _decimal(left, right, token, kind)


def _may_be_group(right: str, kind: str) -> bool:
    """Whether three digits behind the last mark may be the last group of thousands."""
    return len(right) == _GROUP and (kind in WHOLE_KINDS or (kind == "any" and not right.strip("0")))


def _ambiguous(token: str, left: str, right: str, kind: str) -> NumberError:
    """What is said of ``500,000`` and ``1500.000``: the last mark is of thousands or of decimals."""
    whole, before = (f"{int(digits):,}".replace(",", ".") for digits in (left + right, left))
    part = f"{before},{right.rstrip('0')}".rstrip(",")
    mark = "phẩy" if token[-_GROUP - 1] == "," else "chấm"
    message = f"«{token}»: dấu {mark} là hàng nghìn ({whole}) hay phần lẻ ({part})?"
    return NumberError("ambiguous", message, whole + {"money": " hoặc thêm chữ tỷ, triệu", "any": f" hoặc {part}"}.get(kind, ""))


def _single_dot(token: str, kind: str) -> int:
    if kind in ("percent", "coefficient"):
        raise NumberError("ambiguous", f"«{token}»: dấu chấm là hàng nghìn hay phần lẻ?", token.replace(".", ","))
    return int(token.replace(".", ""))


def _grouped(token: str, mark: str) -> int:
    first, *groups = token.split(mark)
    if not 1 <= len(first) <= 3 or any(len(group) != 3 for group in groups):
        raise _bad_groups(token)
    return int(first + "".join(groups))


def _bad_groups(token: str) -> NumberError:
    first, *groups = re.split(r"[.,]", token)
    if len(groups) == 1 and len(first) > _GROUP and not groups[0].strip("0"):
        return NumberError("bad_groups", f"«{token}»: có nhóm không đủ ba chữ số", f"có thể là {int(first):,}".replace(",", "."))
    padded = ".".join([first, *(group.ljust(3, "0") for group in groups)])
    remedy = padded if all(len(group) <= 3 for group in groups) else ""
    return NumberError("bad_groups", f"«{token}»: có nhóm không đủ ba chữ số", f"có thể là {remedy}" if remedy else "")


def _decimal(left: str, right: str, token: str, kind: str) -> tuple[int | Decimal, int]:
    value = Decimal(f"{left}.{right}")
    if kind in WHOLE_KINDS and right.strip("0"):
        raise fraction_error(token, kind, value)
    return (int(value) if value == int(value) else value), len(right)

"""Single cells become typed values, by the kind of their column."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from ctxh.layouts import LayoutColumn, header_key
from ctxh.vietnamese import DateError, NumberError, clean_text, nearest, parse_date, parse_month, parse_number

BLANK = object()
_NUMBER_KINDS = ("count", "money", "percent", "coefficient", "any")
_MARKS = {"x", "co", "v", "1", "true"}
_NO_MARKS = {"0", "khong", "false"}
_TICKS = {"✓", "✔", "☑", "√"}
_ZEROS = {"-", "–"}  # how clerks write nought


@dataclass(frozen=True)
class Refused:
    """A value that must not be used: why, and how to write it instead."""

    message: str
    remedy: str = ""


@dataclass(frozen=True)
class Read:
    """A typed value (or BLANK, or Refused) and what had to be repaired to get it."""

    value: object
    repaired: str = ""


class ValueReader:
    """Reads the cells of one column; equal cells are read once."""

    def __init__(
        self, column: LayoutColumn, codes: dict[str, str], kind: str = "", labels: dict[str, str] | None = None
    ) -> None:
        self.kind = kind or column.kind
        self.codes = codes
        self.labels = labels or {}
        self._known: dict[tuple[type, object], Read] = {}
        self._reader = {
            "text": _text, "code": _code, "date": _date, "month": _month, "birth": _birth, "mark": _mark,
        }.get(self.kind)  # fmt: skip

    @classmethod
    def for_measure(cls, column: LayoutColumn, measure: str) -> ValueReader:
        """The reader of a cell whose kind is told by the words of its unit of measure."""
        key = header_key(measure)
        kind = {"ngay": "date", "chu": "text", "giai doan": "text"}.get(key, "any")
        return cls(column, {}, kind)

    def read(self, value) -> Read:
        """The typed value of a cell."""
        key = (type(value), value)
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._fresh(value)
        return known

    def _fresh(self, value) -> Read:
        if value is None or (isinstance(value, str) and not clean_text(value)):
            return Read(BLANK)
        if self.kind in _NUMBER_KINDS:
            return _number(value, self.kind)
        if self.kind == "category":
            return _category(value, self.codes, self.labels)
        return self._reader(value)


def _number(value, kind: str) -> Read:
    if isinstance(value, bool) or isinstance(value, (date, datetime)):
        return Read(Refused("ô đang là ngày hoặc giá trị đúng/sai, không phải số", "gõ lại số"))
    try:
        number = parse_number(value, kind=kind)
    except NumberError as fault:
        return Read(Refused(str(fault), fault.suggestion))
    if number is None:
        return Read(BLANK)
    exact = number.value
    plain = int(exact) if exact == int(exact) else float(exact)
    if isinstance(value, str) and clean_text(value) not in _ZEROS and not clean_text(value).isdigit():
        return Read(plain, "số ghi bằng chữ hoặc có dấu phân cách, đơn vị")
    return Read(plain)


def _category(value, codes: dict[str, str], labels: dict[str, str]) -> Read:
    text = clean_text(str(value))
    code = codes.get(header_key(text))
    if code is None:
        near = codes.get(nearest(text, list(codes)) or "", "")
        hint = f"gần nhất là «{labels.get(near, near)}»" if near else ""
        return Read(Refused(f"«{text[:60]}» không có trong danh mục của biểu mẫu", hint))
    return Read(code)


def _text(value) -> Read:
    if isinstance(value, datetime):
        return Read(value.strftime("%d/%m/%Y"))
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return Read(clean_text(str(value)))


def _code(value) -> Read:
    return _text(value)


def _date(value) -> Read:
    try:
        partial = parse_date(value)
    except DateError as fault:
        return Read(Refused(str(fault), fault.suggestion))
    if partial is None:
        return Read(BLANK)
    if partial.day is None:
        return Read(Refused(f"«{value}» thiếu ngày hoặc tháng", "gõ ngày/tháng/năm"))
    return Read(f"{partial.year:04d}-{partial.month:02d}-{partial.day:02d}")


def _month(value) -> Read:
    try:
        partial = parse_month(value)
    except DateError as fault:
        return Read(Refused(str(fault), fault.suggestion))
    if partial is None:
        return Read(BLANK)
    return Read(f"{partial.year:04d}-{partial.month:02d}")


def _birth(value) -> Read:
    try:
        partial = parse_date(value)
    except DateError:
        # The text of a birth is personal: no message may repeat it.
        return Read(Refused("ngày sinh không đọc được", "gõ ngày/tháng/năm hoặc năm"))
    return Read(BLANK) if partial is None else Read(partial.year)


def _mark(value) -> Read:
    text = _text(value).value
    key = header_key(text)
    if key in _MARKS or text in _TICKS:
        return Read(True)
    if key in _NO_MARKS or text in _ZEROS:
        return Read(False)
    return Read(Refused(f"«{text[:60]}» không rõ là có hay không", "ghi x hoặc để trống"))

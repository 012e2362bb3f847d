"""Single cells become typed values, by the kind of their column."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime

from ctxh.book.layouts import LayoutColumn
from ctxh.clean.cell_values import BLANK, Read, Refused
from ctxh.clean.numerals import NUMBER_KINDS, ZEROS, Measured, read_number
from ctxh.findings import quoted
from ctxh.read.flags import ERROR_MARK
from ctxh.vietnamese import (
    DateError,
    PartialDate,
    clean_text,
    header_key,
    nearest_word,
    of_one_century,
    parse_date,
    parse_month,
    spelling_key,
)

_QUOTES = frozenset("«»")
_ASKING = frozenset("?？")
_ASKED = "ô có dấu hỏi, người ghi chưa chắc"
_EXCEL_DAY = "số năm chữ số hiểu là ngày của Excel, có thể là năm sinh gõ thừa chữ số"
_MARKS = {"x", "co", "v", "1", "true"}
_NO_MARKS = {"0", "khong", "false"}
_TICKS = {"✓", "✔", "☑", "√"}
_NEAREST = "năm ghi hai chữ số, hiểu là năm gần nhất không sau năm báo cáo"
_LIVING = "năm sinh ghi hai chữ số, hiểu theo tuổi"
_KINDS_OF_MEASURES = {"ngay": "date", "chu": "text", "giai doan": "text", "dong": "money", "d": "money", "vnd": "money"}
_RATES = re.compile(r"phan tram|ty le|he so")  # what is measured so need not be whole
_CLASS = re.compile(r"(?:hang )?0?([1-4]) 0?4")
_UNSAID = Measured()
_CLASS_MONTH = 4  # of 1/4 to 4/4 read day first; read month first, 4 is the day


class ValueReader:
    """Reads the cells of one column; equal cells are read once."""

    def __init__(
        self,
        column: LayoutColumn,
        codes: Mapping[str, tuple[str, ...]],
        kind: str = "",
        labels: dict[str, str] | None = None,
        measured: Measured = _UNSAID,
        year: int | None = None,
        reported: int | None = None,
    ) -> None:
        self.column, self.year, self.reported = column, year, reported  # the years of the sheet and of the report
        self.measured = measured
        self.kind = kind or column.kind
        self.codes = codes
        self.labels = labels or {}
        self._known: dict[tuple[type, object], Read] = {}
        self._reader = {
            "text": _text,
            "code": self._code,
            "date": self._date,
            "month": self._month,
            "birth": self._birth,
            "mark": _mark,
            "invalid_class": _invalid_class,
        }.get(self.kind)

    @classmethod
    def for_measure(cls, column: LayoutColumn, measure: str, reported: int | None = None) -> ValueReader:
        """The reader of a cell whose kind is told by the words of its unit of measure."""
        key = header_key(measure)
        kind = _KINDS_OF_MEASURES.get(key) or ("any" if _RATES.search(key) else "count")
        return cls(replace(column, measures={**column.measures, key: ""}), {}, kind, reported=reported)

    def read(self, value: object) -> Read:
        """The typed value of a cell."""
        return self.read_all([value])[0]

    def read_all(self, values: list[object]) -> list[Read]:
        """The typed values of cells, in their order."""
        known, keys = self._known, list(zip(map(type, values), values, strict=True))
        for key in dict.fromkeys(keys):
            if key not in known:
                known[key] = self._fresh(key[1])
        return [known[key] for key in keys]

    @property
    def all_plain(self) -> bool:
        """Whether there is nothing to say about any cell read so far."""
        return all(read.plain for read in self._known.values())

    def _fresh(self, value: object) -> Read:
        if value is None or (isinstance(value, str) and not clean_text(value)):
            return Read(BLANK)
        if isinstance(value, str) and value.startswith(ERROR_MARK):
            return Read(Refused(""))
        if isinstance(value, float) and not math.isfinite(value):
            return Read(Refused("ô chứa giá trị không phải số hữu hạn", "sửa công thức của ô", "23"))
        if isinstance(value, str) and self.kind not in ("text", "code") and not _QUOTES.isdisjoint(value):
            return Read(Refused("ô có dấu « hoặc »", "bỏ dấu ấy"))  # no message could quote it
        if self.kind in NUMBER_KINDS:
            return read_number(value, self.kind, self.column, self.measured)
        if self.kind == "category":
            return _category(value, self.codes, self.labels)
        if self._reader is None:
            raise ValueError(self.kind)
        return self._reader(value)

    def _code(self, value: object) -> Read:
        """The code in a cell, or the code of its words."""
        text = _words(value)
        return Read(self.codes.get(header_key(text), (text,))[0])

    def _month(self, value: object) -> Read:
        try:
            partial, short = self._day(value, lambda cell, latest: parse_month(cell, self.year, latest))
        except DateError as fault:
            return _no_day(fault)
        if partial is None:
            return Read(BLANK)
        return _centuried(f"{partial.year:04d}-{partial.month:02d}", _NEAREST if short else "")

    def _date(self, value: object) -> Read:
        try:
            partial, short = self._day(value, parse_date)
        except DateError as fault:
            return _no_day(fault)
        if partial is None:
            return Read(BLANK)
        if partial.day is None:
            return Read(Refused(f"«{value}» thiếu ngày hoặc tháng", "gõ ngày/tháng/năm"))
        return _centuried(partial.isoformat(), _NEAREST if short else "")

    def _birth(self, value: object) -> Read:
        """A year of birth; as the text of a birth is personal, no message may repeat it."""
        try:
            partial, short = self._day(value, parse_date, birth=True)
        except DateError as fault:
            if fault.reason == "short_year":
                return _no_day(DateError("short_year", "năm sinh chỉ có hai chữ số, không rõ thế kỷ nào", fault.suggestion))
            return Read(Refused("ngày sinh không đọc được", "gõ ngày/tháng/năm hoặc năm", "46"))
        if partial is None:
            return Read(BLANK)
        if self.reported is not None and partial.year > self.reported:
            return Read(Refused("ngày sinh sau năm báo cáo", "sửa năm sinh", "46"))
        if partial.month is not None and _is_bare(value):
            return Read(partial.year, doubt=_EXCEL_DAY, case="44")
        return _centuried(partial.year, _LIVING if short else "", year_only=partial.month is None)

    def _day(
        self, value: object, parse: Callable[[object, int | None], PartialDate | None], birth: bool = False
    ) -> tuple[PartialDate | None, bool]:
        """The day in a cell, and whether its year has two digits. Raises DateError for one that nobody can know."""
        try:
            return parse(value, None), False
        except DateError as fault:
            if fault.reason != "short_year" or self.reported is None:
                raise
        found = parse(value, self.reported)
        return found and of_one_century(found, self.reported, birth), True


def _centuried(value: object, short: str, year_only: bool = False) -> Read:
    return Read(value, short, case="41" if short else "", year_only=year_only)


def _is_bare(value: object) -> bool:
    """Whether a cell holds nothing but a number, which no format says to be a day."""
    return not isinstance(value, date) and (not isinstance(value, str) or clean_text(value).isdigit())


def _no_day(fault: DateError) -> Read:
    return Read(Refused(str(fault), fault.suggestion, "41" if fault.reason == "short_year" else "46"))


def _category(value: object, codes: Mapping[str, tuple[str, ...]], labels: dict[str, str]) -> Read:
    text = clean_text(str(value))
    matching = codes.get(header_key(text)) or _by_spelling(codes).get(spelling_key(header_key(text)), ())
    if len(matching) == 1:
        return Read(matching[0], doubt=_asked(text))
    if matching:
        may_be = " hoặc ".join(f"«{labels.get(code, code)}»" for code in matching)
        return Read(Refused(f"{quoted(text)} không rõ là {may_be}", "ghi rõ là loại nào"))
    closest = codes.get(nearest_word(text, list(codes)) or "", ("",))[0]
    hint = f"gần nhất là «{labels.get(closest, closest)}»" if closest else ""
    return Read(Refused(f"«{text[:60]}» không có trong danh mục của biểu mẫu", hint))


def _asked(text: str) -> str:
    """What is doubtful about words with a question mark, which no key of them has."""
    return "" if _ASKING.isdisjoint(text) else _ASKED


def _by_spelling(codes: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """The codes by the key of their spelling; a key that several share means all of them."""
    known: dict[str, tuple[str, ...]] = {}
    for key, matching in codes.items():
        known[spelling_key(key)] = tuple(dict.fromkeys((*known.get(spelling_key(key), ()), *matching)))
    return known


def _text(value: object) -> Read:
    return Read(_words(value))


def _words(value: object) -> str:
    if isinstance(value, datetime):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return clean_text(str(value))


def _invalid_class(value: object) -> Read:
    """A class like 3/4; a day that Excel made of it is turned back, and doubted.

    Excel reads 3/4 as 3 April or as 4 March, by its locale: never is one day two classes.
    """
    if isinstance(value, (date, datetime)):
        month_first = value.month != _CLASS_MONTH
        degree, of = (value.month, value.day) if month_first else (value.day, value.month)
        if degree > _CLASS_MONTH or of != _CLASS_MONTH:
            return Read(Refused("ô là một ngày, không phải hạng thương binh", "gõ hạng dưới dạng văn bản: 1/4", "11"))
        return Read(f"{degree}/4", doubt="Excel đã đổi hạng thương binh thành ngày, đọc lại là hạng", case="11")
    found = _CLASS.fullmatch(header_key(str(value)))
    return (
        Read(f"{found[1]}/4") if found else Read(Refused("không phải hạng 1/4, 2/4, 3/4 hoặc 4/4", "gõ hạng dưới dạng văn bản: 1/4", "11"))
    )


def _mark(value: object) -> Read:
    text = _words(value)
    key = header_key(text)
    if key in _MARKS or text in _TICKS:
        return Read(True, doubt=_asked(text))
    if key in _NO_MARKS or text in ZEROS:
        return Read(False, doubt=_asked(text))
    return Read(Refused(f"«{text[:60]}» không rõ là có hay không", "ghi x hoặc để trống"))

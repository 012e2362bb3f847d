"""Cells of numbers: the whole of a cell must be a number and known words, or there is no value.

What is called repaired has one meaning only; what has two is doubted or refused with both.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from ctxh.book.layouts import LayoutColumn
from ctxh.clean.cell_values import BLANK, Read, Refused
from ctxh.vietnamese import BOUNDS, Number, NumberError, clean_text, format_number, header_key, parse_number

NUMBER_KINDS = ("count", "money", "change", "percent", "coefficient", "any")
ZEROS = {"-", "–"}  # how clerks write nought
_CASES = {
    "bad_groups": "07",
    "letter_for_digit": "20",
    "percent_in_count": "14",
    "ambiguous": "04",
    "fraction": "05",
    "negative": "21",
    "excel_error": "23",
    "date": "10",
    "part_exceeds_whole": "09",
    "wrong_measure": "24",
    "money_in_count": "24",
    "several": "09",
}
_THOUSANDS = re.compile(r"[1-9]\d{0,2},\d{3}")
_BARE_NUMBER = re.compile(r"[\d., ]+")
_ENGLISH, _DECIMALS = re.compile(r"\d{1,3}(?:,\d{3}){2,}(?!\d)"), re.compile(r",(?!\d{3}(?!\d))")
_PER = re.compile(r"(?:(\d{1,2}) )?([^\d/]+)")
_DONG = "đồng"
_PERCENT = ("%", "phần trăm")
_SEVERAL = Refused("ô ghi nhiều số, không rõ số nào", "chỉ ghi một số", "09")
_ROUNDED = Refused("số đếm ghi theo nghìn, triệu, không rõ đến từng đơn vị", "ghi đủ các chữ số", "12")
_HALF = Decimal("0.5")  # of one: a count that is told less exactly is rounded
_WORDS_BEHIND = Refused("có phần chữ sau số không phải đơn vị tính", "chỉ ghi số, phần chữ ghi ở cột ghi chú", "24")


@dataclass(frozen=True)
class Measured:
    """What is known of the numbers of a column beside its kind: by how much amounts are multiplied, how commas are used."""

    scale: int = 1  # of amounts without a word for their size; 0 where nobody can know it
    doubt: str = ""
    commas: bool = False  # whether other cells have commas between thousands


def read_number(value: object, kind: str, column: LayoutColumn, measured: Measured) -> Read:
    """A cell of a column of numbers, typed."""
    if isinstance(value, (bool, date, datetime, time, timedelta)):
        return Read(Refused("ô đang là ngày hoặc giá trị đúng/sai, không phải số", "gõ lại số", "10"))
    if kind == "money" and (measured.scale != 1 or measured.doubt) and _bare(value):
        return _scaled(value, column, measured)
    try:
        number = parse_number(value, kind, measured.commas)
    except NumberError as fault:
        return _guessed(value, kind, fault)
    if number is None:
        return Read(BLANK)
    return _with_remarks(value, number, kind, column)


def has_commas(cells: Iterable[object]) -> bool:
    """Whether cells say that commas stand between their thousands: ``1,466,850,000`` does, unless another has a dot or decimals."""
    texts = {clean_text(value) for value in cells if isinstance(value, str)}
    return any(map(_ENGLISH.match, texts)) and not any("." in text or _DECIMALS.search(text) for text in texts)


def _with_remarks(value: object, number: Number, kind: str, column: LayoutColumn) -> Read:
    """The number of a cell with what is to be said of the words beside it."""
    plain = _plain(number.value)
    if wrong := _wrong_words(number, kind, column):
        return Read(wrong)
    if kind == "count" and number.half_unit >= _HALF:
        return Read(_ROUNDED)
    if _other_measure(number.measure, kind, column):
        return Read(plain, doubt=f"ghi «{number.measure}», khác đơn vị tính của cột", case="24")
    if number.per and not _level(column, number.per):
        return Read(plain, doubt="số tiền ghi kèm «mỗi …», không rõ là mức hay tổng số tiền", case="16")
    if kind == "change" and isinstance(value, str) and plain < 0 and "(" in value:
        return Read(plain, "số trong ngoặc là số giảm", case="21")
    if any(word in number.qualifier for word in BOUNDS):
        return Read(plain, doubt="số ghi giới hạn (dưới, tối đa, tối thiểu), không phải số đếm được", case="12")
    if number.qualifier:
        return Read(plain, "số ghi ước lượng (khoảng, trên, hơn, gần)", case="12")
    if number.factors:
        return Read(plain, "phép nhân ghi cả kết quả, tính lại khớp", case="16")
    if isinstance(value, str) and clean_text(value) not in ZEROS and not clean_text(value).isdigit():
        return Read(plain, "số ghi bằng chữ hoặc có dấu phân cách, đơn vị", case="01")
    return Read(plain)


def _plain(exact: int | Decimal) -> int | float:
    return int(exact) if exact == int(exact) else float(exact)


def _bare(value: object) -> bool:
    """Whether a cell holds a number without a word for its size."""
    return not isinstance(value, str) or bool(_BARE_NUMBER.fullmatch(clean_text(value)))


def _scaled(value: object, column: LayoutColumn, measured: Measured) -> Read:
    """An amount times what stands above its column; refused where that is not known, or the product is no whole đồng."""
    try:
        number = parse_number(value, "any", measured.commas)
    except NumberError as fault:
        return _guessed(value, "money", fault)
    if number is None or not number.value:
        return Read(BLANK if number is None else 0)
    if number.value < 0:
        return _guessed(value, "money", NumberError("negative", "số tiền âm, cột này không nhận số âm"))
    if not measured.scale:
        return Read(Refused("phía trên cột ghi hai đơn vị tính khác nhau", "ghi một đơn vị tính", "15"))
    if isinstance(value, str) and _THOUSANDS.fullmatch(clean_text(value)) and not measured.commas:
        return Read(Refused("dấu phẩy là hàng nghìn hay phần lẻ của đơn vị tính?", "gõ lại số, hàng nghìn bằng dấu chấm", "04"))
    amount = number.value * measured.scale
    if amount != int(amount):
        return Read(Refused(f"số tiền lẻ dưới một đồng khi nhân với {format_number(measured.scale)}", "kiểm tra số và đơn vị tính", "05"))
    if measured.doubt:
        return Read(int(amount), doubt=measured.doubt, case="15")
    return Read(int(amount), f"đơn vị tính của biểu là {format_number(measured.scale)} đồng", case="15")


def _guessed(value: object, kind: str, fault: NumberError) -> Read:
    """A count like 2,634 as thousands, with a doubt; nothing for all other faults."""
    text = clean_text(value) if isinstance(value, str) else ""
    if fault.reason == "ambiguous" and kind == "count" and _THOUSANDS.fullmatch(text):
        return Read(int(text.replace(",", "")), doubt="dấu phẩy đọc là hàng nghìn", case="04")
    return Read(Refused(str(fault), fault.suggestion, _CASES.get(fault.reason, "")))


def _wrong_words(number: Number, kind: str, column: LayoutColumn) -> Refused | None:
    """Why the words and numbers beside a number leave no certain value; None where all are known."""
    if number.whole is not None:
        return _SEVERAL
    own = () if kind in ("count", "change", "any") else _PERCENT if kind == "percent" else (_DONG,)
    words = [number.measure, *number.factors]
    if any(word and word not in (*own, _DONG if word is not number.measure else "") and not _known(word, kind, column) for word in words):
        return _WORDS_BEHIND
    parts = [_PER.fullmatch(part.strip()) for part in number.per.split("/")] if number.per else []
    if parts and (kind != "money" or any(part is None or header_key(part[2]) not in column.measures for part in parts)):
        return _WORDS_BEHIND
    return _SEVERAL if any(part and part[1] for part in parts) and "/" not in column.unit_of_measure else None


def _known(word: str, kind: str, column: LayoutColumn) -> bool:
    """Whether a word behind a number measures something, as it may in a count."""
    return (kind != "percent" and header_key(word) in column.measures) or (word == "%" and kind == "any")


def _level(column: LayoutColumn, per: str) -> bool:
    """Whether the amounts of a column are levels for one of something, or each month."""
    return "/" in column.unit_of_measure or header_key(per) in header_key(column.label).split()


def _other_measure(measure: str, kind: str, column: LayoutColumn) -> bool:
    if kind != "count" or not measure:
        return False
    stated, known = column.measures.get(header_key(measure), ""), set(column.measures.values())
    return stated != "" and column.unit_of_measure in known and stated != column.unit_of_measure

"""Reading of numbers as clerks type them (domain rules 1-9, 12-14, 16-23)."""

from __future__ import annotations

import datetime
import math
import numbers
import re
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from ctxh.vietnamese.digits import WHOLE_KINDS, NumberError, fraction_error, read_digits
from ctxh.vietnamese.text import fold, plain_digits

KINDS = ("any", "count", "money", "percent", "coefficient", "change")
FLOAT_NOISE, LARGE = Decimal("0.01"), 1000  # from here on; below it 3,004 may be told in millions
LEAST_NOISE = Decimal("0.000001")
SCALES = {"ty": 10**9, "ti": 10**9, "trieu": 10**6, "tr": 10**6, "nghin": 1000, "ngan": 1000, "k": 1000}
DONG = ("d", "dong", "vnd", "₫")
NIL = ("-", "–", "—")
QUALIFIER = re.compile(r"(?:(?:khoảng|ước|xấp xỉ|trên|hơn|gần|dưới|tối thiểu|tối đa)\b|[~≈<>])\s*", re.IGNORECASE)
TOKEN = re.compile(r"[0-9]{1,3}(?: [0-9]{3})+(?:[.,][0-9]+)?(?![0-9.,])|[0-9]+(?:[.,][0-9]+)*")
APART = re.compile(r"\d(?:\s{2,}|[^\S\xa0\u2000-\u200a\u202f ])\d")  # a line break or a gap, which nobody leaves within one number
WORD = re.compile(r"\s*([^\W\d_]+)")
LETTER_FOR_DIGIT = re.compile(r"(?<!\w)(?=[\dOolI.,]*\d)(?=[\d.,]*[OolI])[\dOolI.,]+(?!\w)")
MEASURE = re.compile(r"[^\W\d_][^\d/]*")
PER = re.compile(r"\s*(?:/|\bx\b|×)\s*")
BOUNDS = ("dưới", "tối thiểu", "tối đa", "<", ">")  # what they say is a limit and no size
TIMES = re.compile(r"\s*(?:[×*]|(?<![^\W\d_])[xX](?![^\W\d_]))\s*")


@dataclass(frozen=True, slots=True)
class Number:
    """A number read from a cell, exactly as printed.

    ``value`` is an int when whole, else a Decimal; ``half_unit`` is half of the last printed place
    (0 when the number is exact); ``whole`` is the second number of ``part/whole``; ``per`` is what
    follows the level in ``1.500.000đ/người/3 tháng``; ``factors`` are
    the words behind the factors of a product that the cell states with its result.
    """

    value: int | Decimal
    qualifier: str = ""
    measure: str = ""
    half_unit: Decimal = Decimal(0)
    whole: int | Decimal | None = None
    per: str = ""
    factors: tuple[str, ...] = ()


def parse_number(value: object, kind: str = "any", commas: bool = False) -> Number | None:
    """The number in a cell, None when the cell is blank. Raises NumberError with the reason.

    ``kind`` says what the column holds: ``count``, ``money``, ``percent``, ``coefficient``,
    ``change`` (may be negative) or ``any`` (Vietnamese separators). ``commas`` says that the cells
    beside it have commas between thousands: ``500,000`` has one meaning then.
    """
    if type(value) is int:
        return _checked_sign(Number(value), kind)
    if isinstance(value, str):
        return _from_text(value, kind, commas)
    if value is None:
        return None
    return _from_object(value, kind)


def _from_object(value: object, kind: str) -> Number | None:
    if isinstance(value, datetime.date | datetime.time | datetime.timedelta | bool):
        raise NumberError("date", f"ô chứa ngày hoặc giá trị lô-gic ({value}), không phải số", "gõ lại số dưới dạng chữ")
    if isinstance(value, numbers.Integral):
        return _checked_sign(Number(int(value)), kind)
    if not isinstance(value, float | Decimal):
        raise NumberError("not_a_number", f"«{value}» không phải là số")
    if math.isnan(value):
        return None
    if math.isinf(value):
        raise NumberError("not_a_number", "ô chứa số vô hạn (công thức lỗi)", "sửa công thức của ô")
    exact = value if isinstance(value, Decimal) else Decimal(int(value)) if value.is_integer() else Decimal(f"{value:.12g}")
    return _checked_sign(Number(_whole_if_due(exact, kind)), kind)


def _whole_if_due(value: Decimal, kind: str) -> int | Decimal:
    """The value as int when whole; float noise is dropped from counts and amounts."""
    if value == value.to_integral_value():
        return int(value)
    if kind not in WHOLE_KINDS:
        return value
    rounded = value.to_integral_value(ROUND_HALF_UP)
    if abs(value - rounded) <= (FLOAT_NOISE if abs(value) >= LARGE else LEAST_NOISE):
        return int(rounded)
    raise fraction_error(str(value), kind, value)


def _checked_sign(number: Number, kind: str) -> Number:
    if number.value < 0 and kind not in ("any", "change"):
        raise NumberError("negative", f"số âm ({number.value}) ở cột không nhận số âm")
    return number


@lru_cache(maxsize=65_536)
def _from_text(text: str, kind: str, commas: bool = False) -> Number | None:
    plain = plain_digits(text).lstrip("'").strip()
    if plain.isascii() and plain.isdigit():
        return Number(int(plain))
    if not plain:
        return None
    if plain in NIL:
        return Number(0)
    if plain.startswith("#"):
        raise NumberError("excel_error", f"ô báo lỗi công thức «{plain}»", "sửa công thức rồi lưu lại")
    if plain.startswith("(") and plain.endswith(")"):
        return _negated(_from_text(plain[1:-1], kind, commas), plain, kind)
    if plain[0] in "-–−+" and plain[1:2].isdigit():
        read = _from_text(plain[1:], kind, commas)
        return read if plain[0] == "+" else _negated(read, plain, kind)
    _refuse_letters(plain)
    if APART.search(text):
        raise NumberError("several", "ô ghi nhiều số, không rõ số nào", "chỉ ghi một số")
    return _stated(plain, kind, commas) if "=" in plain else _from_words(plain, kind, commas)


def _negated(number: Number | None, text: str, kind: str) -> Number:
    if number is None or kind not in ("any", "change") or number.whole is not None:
        raise NumberError("negative", f"«{text}» là số âm, cột này không nhận số âm")
    return Number(-number.value, number.qualifier, number.measure, number.half_unit)


def _refuse_letters(text: str) -> None:
    found = LETTER_FOR_DIGIT.search(text)
    if found:
        likely = found[0].translate(str.maketrans("OolI", "0011"))
        raise NumberError("letter_for_digit", f"«{found[0]}» có chữ cái lẫn trong chữ số", f"có thể là {likely}")


def _stated(text: str, kind: str, commas: bool) -> Number:
    """The result that a product states, where it is that of its factors: ``2 x 1.500.000 = 3.000.000``."""
    left, _, right = text.partition("=")
    factors = TIMES.split(left.strip())
    if len(factors) < 2:
        raise NumberError("several", "ô ghi nhiều số, không rõ số nào", "chỉ ghi một số")
    result, numbers = _from_words(right.strip(), kind, commas), [_from_words(factor, "any", commas) for factor in factors]
    product = math.prod(number.value for number in numbers)
    if product != result.value:
        raise NumberError(
            "several",
            "phép nhân trong ô không bằng kết quả ghi bên cạnh",
            f"kiểm tra lại, chỉ ghi kết quả ({f'{product:,.0f}'.replace(',', '.')})",
        )
    return replace(result, factors=tuple(number.measure for number in numbers))


def _from_words(text: str, kind: str, commas: bool = False) -> Number:
    qualifier, rest = _qualifier(text)
    if "%" in rest and kind in WHOLE_KINDS:
        raise NumberError("percent_in_count", f"«{text}»: dấu % ở cột không phải tỷ lệ", "bỏ dấu %")
    part_whole = re.fullmatch(r"([0-9][0-9.,]*)\s*/\s*([0-9][0-9.,]*)(.*)", rest)
    if part_whole:
        part, whole, tail = part_whole.groups()
        return _part_of_whole(part, whole, tail, qualifier, kind, text)
    total, half_unit, tail = _scaled_sum(rest, kind, text, commas)
    measure, per = _measure(tail, text)
    _refuse_measure(measure, kind, text)
    return Number(total, qualifier, measure, half_unit, None, per)


def _qualifier(text: str) -> tuple[str, str]:
    words = []
    while found := QUALIFIER.match(text):
        words.append(found[0].strip().lower())
        text = text[found.end() :]
    return " ".join(words), text


def _part_of_whole(part: str, whole: str, tail: str, qualifier: str, kind: str, text: str) -> Number:
    first, second = read_digits(part, kind)[0], read_digits(whole, kind)[0]
    if first > second:
        remedy = f"{whole}/{part}" if kind == "any" else "chỉ ghi một số"
        raise NumberError("part_exceeds_whole", f"«{text}»: phần lớn hơn tổng", remedy)
    measure, per = _measure(tail, text)
    return Number(first, qualifier, measure, Decimal(0), second, per)


def _scaled_sum(text: str, kind: str, shown: str, commas: bool) -> tuple[int | Decimal, Decimal, str]:
    """The sum of the terms (``3 tỷ 127 triệu``), half of its last printed place, and what follows."""
    total, half_unit, last = Decimal(0), Decimal(0), None
    while found := TOKEN.match(text):
        rest = text[found.end() :]
        scale, after = _scale(rest)
        term, places = _term(found[0], scale, kind, commas)
        _refuse_order(term, scale, last, shown)
        total += term * scale
        exact = scale == 1 and places == 0
        half_unit = Decimal(0) if exact else Decimal(scale) / 2 / 10**places
        last, text = scale, after.lstrip()
    if last is None:
        raise NumberError("not_a_number", f"«{shown}» không phải là số")
    if total != int(total) and kind in WHOLE_KINDS:
        raise fraction_error(f"{total.normalize():f}", kind, total)
    return (int(total) if total == int(total) else total), half_unit, text


def _term(token: str, scale: int, kind: str, commas: bool) -> tuple[int | Decimal, int]:
    """The value and the decimals of digits; before ``tỷ`` or ``triệu`` a comma is of decimals."""
    if scale == 1:
        return read_digits(token, kind, commas)
    return read_digits(token, "any" if "." in token and "," not in token else "percent")


def _scale(rest: str) -> tuple[int, str]:
    word = WORD.match(rest)
    scale = SCALES.get(fold(word[1])) if word else None
    return (scale, rest[word.end() :]) if word and scale else (1, rest)


def _refuse_order(term: int | Decimal, scale: int, last: int | None, shown: str) -> None:
    """Refuse ``134 triệu 1 tỷ``, two numbers side by side and the unsaid unit of ``1 tỷ 134``."""
    if last is None:
        return
    if scale == last == 1:
        raise NumberError("several", "ô ghi nhiều số, không rõ số nào", "chỉ ghi một số")
    if scale >= last or term * scale >= last:
        raise NumberError("bad_order", f"«{shown}»: thứ tự tỷ, triệu, nghìn không đúng")
    if scale == 1 and term and term < 1000:
        raise NumberError("ambiguous", f"«{shown}»: phần cuối thiếu triệu, nghìn hay đồng")


def _measure(tail: str, shown: str) -> tuple[str, str]:
    """The unit of measure after a number and what stands behind ``/`` or ``x``."""
    tail = tail.strip().rstrip(".;")
    head, *behind = PER.split(tail, maxsplit=1)
    per = behind[0] if behind else ""
    if behind and not per:
        raise NumberError("not_a_number", f"«{shown}» không phải là số")
    if not head:
        return "", per
    if head == "%":
        return "%", per
    if fold(head) in DONG:
        return "đồng", per
    if not MEASURE.fullmatch(head) or len(head) > 40:
        raise NumberError("not_a_number", f"«{shown}» không phải là số")
    return head, per


def _refuse_measure(measure: str, kind: str, shown: str) -> None:
    if measure == "đồng" and kind in ("count", "percent", "coefficient"):
        raise NumberError("money_in_count", f"«{shown}»: số tiền ở cột không phải tiền")
    if (kind == "coefficient" and measure) or (kind == "money" and measure not in ("", "đồng")):
        raise NumberError("wrong_measure", f"«{shown}»: đơn vị «{measure}» không hợp với cột")

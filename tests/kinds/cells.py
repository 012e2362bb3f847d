"""Faults of single cells: what a clerk makes of a number, a day or a word."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from kinds.forms import BIRTHS, DAYS, MONTHS, NUMBERS, WORDS, NotHere

TCVN3 = str.maketrans(
    "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵĂÂÊÔƠƯĐ",
    "µ¶·¸¹¨»¼½¾Æ©ÇÈÉÊË®ÌÎÏÐÑªÒÓÔÕÖ×ØÜÝÞßáâãä«åæçèé¬êëìíîïñòóô\xadõö÷øùúûüýþ¡¢£¤¥¦§",
)
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


def dotted(value: float) -> str:
    return f"{value:,.0f}".replace(",", ".")


def thousands(value: float) -> str:
    millions, rest = divmod(int(value), 10**6)
    return f"{millions} triệu {rest // 1000} nghìn" if rest else f"{millions} triệu"


def no_cell():
    """Nothing: a fault cannot befall this cell. Raises NotHere."""
    raise NotHere


@dataclass(frozen=True)
class Fault:
    """A fault of single cells: the kinds of columns it befalls, what it makes of a value, whether it harms."""

    kinds: tuple[str, ...]
    change: Callable[[object], object]
    harmful: bool = False
    least: float = 0  # only numbers from here on


FAULTS = {
    "dots": Fault(NUMBERS, dotted, least=1000),
    "dots and đ": Fault(("money",), lambda v: dotted(v) + "đ", least=1000),
    "words of millions": Fault(("money",), thousands, least=10**6),
    "no-break blanks": Fault(NUMBERS, lambda v: dotted(v).replace(".", "\u00a0"), least=1000),
    "wide digits": Fault(NUMBERS, lambda v: str(int(v)).translate(WIDE)),
    "digits as text": Fault(NUMBERS, lambda v: str(int(v))),
    "about": Fault(NUMBERS, lambda v: "khoảng " + dotted(v), least=1000),
    "float noise": Fault(NUMBERS, lambda v: v - 1e-7, least=1),
    "day with dots": Fault(DAYS, lambda v: v.replace("/", ".")),
    "day in words": Fault(DAYS, lambda v: "ngày {} tháng {} năm {}".format(*v.split("/"))),
    "two-digit year": Fault((*DAYS, *MONTHS, *BIRTHS), lambda v: v[:-4] + v[-2:]),
    "capitals": Fault(WORDS, str.upper),
    "no tones": Fault(WORDS, lambda v: "".join(c for c in unicodedata.normalize("NFD", v) if not unicodedata.combining(c))),
    "decomposed": Fault(WORDS, lambda v: unicodedata.normalize("NFD", v)),
    "blanks": Fault(WORDS, lambda v: "  " + v.replace(" ", "\n ") + " "),
    "tcvn3": Fault(WORDS, lambda v: v.translate(TCVN3)),
    "dropped zero": Fault(("money",), lambda v: dotted(v)[:-1], harmful=True, least=1000),
    "stated product": Fault(NUMBERS, lambda v: f"2 x {dotted(v / 2)} = {dotted(v)}" if v % 2 == 0 else no_cell(), least=1000),
    "product of another result": Fault(NUMBERS, lambda v: f"2 x {dotted(v)} = {dotted(v)}", harmful=True, least=1),
    "product without a result": Fault(NUMBERS, lambda v: f"2 x {dotted(v)}", harmful=True, least=1),
    "part of a whole": Fault(NUMBERS, lambda v: f"{int(v)}/{int(v) + 31}", harmful=True),
    "month of a year": Fault(NUMBERS, lambda v: "05/2024", harmful=True),
    "name behind": Fault(NUMBERS, lambda v: f"{int(v)} Mẫu Thị Thử", harmful=True),
    "raised digit": Fault(NUMBERS, lambda v: f"{int(v)}²", harmful=True),
    "two counts": Fault(NUMBERS, lambda v: f"{int(v)} người, 5 hộ", harmful=True),
    "range": Fault(NUMBERS, lambda v: f"{int(v)}-{int(v) + 2}", harmful=True),
    "time": Fault(NUMBERS, lambda v: "7h30", harmful=True),
    "limit": Fault(NUMBERS, lambda v: f"dưới {dotted(v)}", harmful=True, least=1),
    "comma and noughts": Fault(("money",), lambda v: f"{int(v) % 1000 or 500},000", harmful=True, least=1000),
    "thousandth of a dong": Fault(("money",), lambda v: v / 10**9, harmful=True, least=1),
    "year for a day": Fault(DAYS, lambda v: date(1899, 12, 30) + timedelta(days=int(v[-4:])), harmful=True),
    "abbreviation of no list": Fault(WORDS, lambda v: "ATX", harmful=True),
    "letter for digit": Fault(NUMBERS, lambda v: "l" + str(int(v))[1:] + "0", harmful=True),
    "percent": Fault(NUMBERS, lambda v: f"{int(v)}%", harmful=True),
    "fraction": Fault(NUMBERS, lambda v: v + 0.5, harmful=True),
    "negative": Fault(NUMBERS, lambda v: -v, harmful=True, least=1),
    "brackets": Fault(NUMBERS, lambda v: f"({int(v)})", harmful=True, least=1),
    "month first": Fault(DAYS, lambda v: "12/25/2024", harmful=True),
    "error": Fault(NUMBERS, lambda v: "#REF!", harmful=True),
    "truth": Fault(NUMBERS, lambda v: True, harmful=True),
    "comma": Fault(("count",), lambda v: f"{v:,.0f}"[:5], harmful=True, least=1000),
    "question mark": Fault(WORDS, lambda v: v + " (?)", harmful=True),
    "numbers side by side": Fault(NUMBERS, lambda v: f"{int(v)} 7", harmful=True),
    "nonsense": Fault((*NUMBERS, *DAYS, *WORDS), lambda v: "xem lại", harmful=True),
    "year to come": Fault(DAYS, lambda v: v[:-4] + "25", harmful=True),
    "birth of two centuries": Fault(BIRTHS, lambda v: v[:-4] + "15", harmful=True),
    "birth to come": Fault(BIRTHS, lambda v: v[:-4] + "2042", harmful=True),
    "impossible day": Fault(DAYS, lambda v: "31/02/2024", harmful=True),
    "cyrillic": Fault(WORDS, lambda v: v.replace("a", "а") if "a" in v else v + "а", harmful=True),
}

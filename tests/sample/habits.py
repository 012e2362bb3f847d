"""How each office types: the untidiness of its workbook, all of it repairable without loss."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time

NBSP = "\u00a0"


@dataclass(frozen=True)
class Habit:
    """The ways of one office. The defaults are those of a careful clerk."""

    money: str = "number"  # number | dotted | dong | dong_word | nbsp
    money_forms: frozenset[str] = frozenset()  # forms that the money style applies to
    counts: str = "number"  # number | dotted | padded
    count_forms: frozenset[str] = frozenset()
    dates: str = "padded"  # padded | short | dotted | excel
    months: str = "padded"  # padded | short | t_month | word
    births: str = "text"  # text | excel
    birth_years: str = "number"  # number | text
    zero: str = "dash"  # dash | digit
    synonyms: bool = False  # other words in headers
    short_categories: bool = False  # other words for categories
    group_rows: bool = False  # a row for each village above its people, a block row in reviews
    broken_headers: bool = False  # Alt+Enter and blanks in headers
    loose_text: bool = False  # leading, trailing and double blanks in texts and categories
    decomposed: bool = False  # letters and marks as separate characters (Unicode NFD)
    ditto: bool = False  # "nt" for a village that is the same as above
    numbering: str = "brackets"  # brackets | letters | formula
    total: str = "Tổng cộng"


def _forms(words: str) -> frozenset[str]:
    return frozenset(words.split())


CAREFUL = Habit()
HABITS: dict[str, Habit] = {
    "10750": Habit(dates="excel", births="excel", broken_headers=True, group_rows=True),
    "10753": Habit(money="dong", money_forms=_forms("gifts"), months="short"),
    "10756": Habit(synonyms=True, total="TỔNG CỘNG", zero="digit"),
    "10759": Habit(money="dong_word", money_forms=_forms("gifts merit_services"), short_categories=True),
    "10762": Habit(dates="short", months="t_month", loose_text=True),
    "10768": Habit(money="nbsp", money_forms=_forms("payments gifts"), dates="excel"),
    "10771": Habit(group_rows=True, numbering="formula", birth_years="text"),
    "10774": Habit(synonyms=True, short_categories=True, dates="short", zero="digit"),
    "10777": Habit(money="dotted", money_forms=_forms("beneficiaries merit_people funerals"), total="Cộng"),
    "10780": Habit(ditto=True, births="excel", counts="padded", count_forms=_forms("gifts employment")),
    "10783": Habit(group_rows=True, dates="dotted", broken_headers=True, counts="dotted", count_forms=_forms("labour employment")),
    "10786": Habit(total="Tổng cộng: {rows} dòng", months="word"),
    "10792": Habit(money="dong", money_forms=_forms("funerals merit_services"), synonyms=True),
    "10798": Habit(numbering="letters", counts="dotted", count_forms=_forms("poor_review near_poor_review labour")),
    "10801": Habit(decomposed=True, short_categories=True, months="short", birth_years="text"),
    "10804": Habit(dates="excel", births="excel", group_rows=True, numbering="formula"),
    "10807": Habit(money="dong_word", money_forms=_forms("payments"), broken_headers=True, zero="digit"),
    "10810": Habit(synonyms=True, group_rows=True, total="TỔNG SỐ", dates="short"),
}
_VILLAGE_WAYS = (
    CAREFUL,
    Habit(money="dotted", money_forms=_forms("beneficiaries payments"), months="short"),
    Habit(synonyms=True, dates="short", zero="digit"),
    Habit(money="dong", money_forms=_forms("gifts merit_services"), total="TỔNG CỘNG"),
    Habit(dates="excel", births="excel", short_categories=True),
)


def village_habit(index: int) -> Habit:
    """The ways of the village of a number: neighbours differ."""
    return _VILLAGE_WAYS[index % len(_VILLAGE_WAYS)]


_DOTTED_MONEY = {"dotted": "{}", "dong": "{}đ", "dong_word": "{} đồng"}
_SHORT_MONTHS = {"padded": "{m:02d}/{y}", "short": "{m}/{y}", "t_month": "T{m}/{y}", "word": "tháng {m}/{y}"}
_SHORT_DATES = {"padded": "{d:02d}/{m:02d}/{y}", "short": "{d}/{m}/{y}", "dotted": "{d:02d}.{m:02d}.{y}"}


def typed(value, kind: str, form: str, habit: Habit):
    """A value as the office types it: text, a number, a datetime, or None for a blank cell."""
    if value is None or value is False:
        return None
    writer = _WRITERS.get(kind)
    return writer(value, form, habit) if writer else value


def dots(number: int, separator: str = ".") -> str:
    """A whole number with a separator between thousands."""
    return f"{number:,}".replace(",", separator)


def _money(value: int, form: str, habit: Habit):
    if value == 0:
        return _zero(habit)
    if form not in habit.money_forms:
        return value
    if habit.money == "nbsp":
        return dots(value, NBSP)
    return _DOTTED_MONEY[habit.money].format(dots(value))


def _count(value: int, form: str, habit: Habit):
    if value == 0:
        return _zero(habit)
    if form not in habit.count_forms or habit.counts == "number":
        return value
    return dots(value) if habit.counts == "dotted" else f"{value:02d}"


def _zero(habit: Habit):
    return "-" if habit.zero == "dash" else 0


def _date(value: date, form: str, habit: Habit):
    if habit.dates == "excel":
        return datetime.combine(value, time())
    return _SHORT_DATES[habit.dates].format(d=value.day, m=value.month, y=value.year)


def _month(value: tuple[int, int], form: str, habit: Habit) -> str:
    year, month = value
    return _SHORT_MONTHS[habit.months].format(m=month, y=year)


def _birth(value, form: str, habit: Habit):
    if isinstance(value, int):
        return value if habit.birth_years == "number" else str(value)
    if habit.births == "excel":
        return datetime.combine(value, time())
    return f"{value.day:02d}/{value.month:02d}/{value.year}"


def _mark(value: bool, form: str, habit: Habit) -> str:
    return "x"


_WRITERS: dict[str, Callable] = {
    "money": _money,
    "count": _count,
    "date": _date,
    "month": _month,
    "birth": _birth,
    "mark": _mark,
}


def loosened(text: str, number: int, habit: Habit) -> str:
    """A text as the office types it: with a stray blank here and there, with letters taken apart."""
    if habit.loose_text:
        text = (f"{text} ", f" {text}", text.replace(" ", "  ", 1), text)[number % 4]
    return unicodedata.normalize("NFD", text) if habit.decomposed else text

"""Numbers as running text has them: counts, amounts, percentages, days, years and numbers of documents, each with where it stands."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from ctxh.vietnamese import NumberError, fold, from_words, parse_number
from ctxh.vietnamese.numbers import QUALIFIER
from ctxh.vietnamese.text import LOOKALIKES

DOCUMENT, DAY, YEARS, YEAR, PERCENT, POINTS, MONEY, COUNT, BROKEN = (
    *("document", "day", "years", "year", "percent", "points", "money", "count", "broken"),
)
REPORTED = range(1900, 2101)  # four digits without a dot are a year
_BLANKS = re.compile("[\u00a0\u2000-\u200a\u202f\u3000\t\n\r]")
_DASHES = re.compile("[\u2010-\u2015\u2212]")
_DIGITS = r"(?:\d{1,3}(?:[ ]\d{3})+(?![\d.,]*\d)|\d+(?:[.,]\d+)*)"
_SCALE = r"(?:tỷ|tỉ|triệu|nghìn|ngàn)\b"
_POINT = r"điểm\s+(?:phần\s+trăm|%)"
_MONTH = r"(?:0?[1-9]|1[0-2])"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_CAPITALS = "A-ZĐĂÂÊÔƠƯ"
_SHAPES = re.compile(
    rf"""
      (?P<document>(?<![\w.,/-])\d{{1,6}}(?:/\d{{4}})?[/-](?=[\d/-]*[{_CAPITALS}])[{_CAPITALS}\d&]+(?:[-/&][{_CAPITALS}\d&]+)*)
    | (?P<worded>(?:ngày\s+)?(?P<wd>\d{{1,2}})\s+tháng\s+(?P<wm>\d{{1,2}})(?:\s+năm\s+(?P<wy>\d{{4}}))?)
    | (?P<day>(?<![\d./])(?P<d>{_DAY})\s?(?P<mark>[/.-])\s?(?P<m>{_MONTH})\s?(?P=mark)\s?(?P<y>\d{{4}})(?![\d/]))
    | (?P<odd>(?<![\d./])\d+/\d*/\d+(?![\d/])|(?<![^\s(/])[.,]\d+(?:\s?%|\s{_POINT})?|(?<![\d.,])\d+[.,]+\s?%
        |(?<![\d./-])\d{{1,4}}(?P<between>[.-])\d{{1,4}}(?P=between)(?:19|20)\d\d(?![\d/]))
    | (?P<years>(?<![\d./])(?:(?:19|20)\d\d\s?-\s?\d{{1,5}}|\d{{1,5}}\s?-\s?(?:19|20)\d\d)(?![\d/]))
    | (?P<month>(?<![\d./])(?P<mm>{_MONTH})/(?P<my>(?:19|20)\d\d)(?![\d/.,]*\d)|tháng\s+(?P<nm>{_MONTH})\s+năm\s+(?P<ny>\d{{4}}))
    | (?P<dated>(?<=ngày\s|hết\s\s|đến\s\s)(?P<dd>{_DAY})/(?P<dm>{_MONTH})(?![\d/.,]*\d))
    | (?P<money>(?<![\w.,/]){_DIGITS}\s?{_SCALE}(?:\s+{_DIGITS}\s?{_SCALE})*(?:\s+(?:đồng|đ\b|VNĐ|VND))?
        |(?<![\w.,/]){_DIGITS}\s?(?:đồng\b|đ(?!\w)|VNĐ|VND))
    | (?P<percent>(?<![\w.,]){_DIGITS}\s?(?:%|phần\s+trăm\b|{_POINT}))
    | (?P<plain>(?<![\w.,]){_DIGITS})
    """,
    re.VERBOSE | re.IGNORECASE,
)
_LEADING = re.compile(rf"\s*[-+•*]?\s*(?:(?:\d{{1,2}}(?:\.\s?\d{{1,2}})*\.|\d{{1,2}}(?:\.\d{{1,2}})+)\s+(?=[{_CAPITALS}“(])|\d{{1,2}}\)\s)")
_OF_HEADING, _LEADS = re.compile(r"\d{1,2}(?:\.\d{1,2})+"), re.compile(rf"\.\s+[{_CAPITALS}]")  # of one that was joined to a paragraph
_ENTRY, _ENDED = re.compile(r"\d{1,2}"), re.compile(r"[.;]\s+$")
_NAMED = re.compile(r"(?:điều|khoản|điểm|phụ lục|bảng|hình|biểu|biểu số|mẫu số|mục|chương|trang|phần|khóa|quý|điện thoại|tài khoản)\s+$")
_YEAR_BEFORE = re.compile(r"\bnăm\s+$")
_NO_NOUN = re.compile(r"\s*(?:[.,;:)/-]|$)")  # behind a year of which a digit was lost; «trong năm 447 hộ» is a count
_MOVED = re.compile(r"\b(tăng|giảm)\b[^.;:\d]{0,40}$")
_ROUGH = re.compile(rf"(?:{QUALIFIER.pattern})+$", re.IGNORECASE)
CODE = 8  # so many digits without a mark are a telephone or an account


@dataclass(frozen=True, slots=True)
class TextNumber:
    """A number of a text: where it stands, what it says, and between what its exact value lies.

    ``value`` is a number, or the text of a day (``2024-12-20``), of years and of the number of a document.
    """

    start: int
    end: int
    kind: str
    text: str
    value: Decimal | str
    low: Decimal = Decimal(0)
    high: Decimal = Decimal(0)
    moved: str = ""  # tăng or giảm, where one stands before it
    fault: str = ""  # why it cannot be read
    bookmark: str = ""  # of a figure, that it stands in


def plain(text: str) -> tuple[str, list[int]]:
    """A text as it is compared, and where each of its characters stands in the original.

    Letters with marks of their own are put together, blanks and dashes made one, what is not seen is left out.
    """
    letters: list[str] = []
    places: list[int] = []
    for at, char in enumerate(text):
        if unicodedata.combining(char) and letters:
            joined = unicodedata.normalize("NFC", letters[-1] + char)
            letters[-1] = joined if len(joined) == 1 else letters[-1]
            continue
        shown = char.translate(LOOKALIKES)
        if shown and unicodedata.category(shown) != "Cf":
            letters.append(_DASHES.sub("-", _BLANKS.sub(" ", shown)))
            places.append(at)
    return "".join(letters), [*places, len(text)]


def numbers_in(text: str, spelt: re.Pattern[str] | None = None) -> list[TextNumber]:
    """The numbers of a paragraph in their order; ``text`` is as ``plain`` gives it.

    The number of a heading, of an article of law, of a table and a telephone are none. ``spelt`` finds those in words.
    """
    lead = _LEADING.match(text)
    found = [number for match in _SHAPES.finditer(text, lead.end() if lead else 0) for number in _read(match, text)]
    taken = [(number.start, number.end) for number in found]
    words = (_in_words(match) for match in spelt.finditer(text)) if spelt else ()
    found += [one for one in words if one and not any(start < one.end and one.start < end for start, end in taken)]
    return sorted((_with_words(number, text) for number in found), key=lambda number: number.start)


def _read(match: re.Match[str], text: str) -> Iterator[TextNumber]:
    """What a match says: one number, two of a part and a whole, none where it only names a place in a text."""
    shape = next(
        name for name in ("document", "worded", "day", "odd", "years", "month", "dated", "money", "percent", "plain") if match[name]
    )
    start, shown = match.start(), match[0]
    if shape == "odd":
        yield TextNumber(start, match.end(), BROKEN, shown, fold(shown), fault="không phải là số hay ngày")
    elif shape == "document":
        yield TextNumber(start, match.end(), DOCUMENT, shown, fold(shown).replace(" ", ""))
    elif shape in ("worded", "day", "month", "dated"):
        yield _day(match, shape)
    elif shape == "years":
        yield TextNumber(start, match.end(), YEARS, shown, re.sub(r"\s", "", shown))
    elif shape == "plain":
        yield from _bare(match, text)
    else:
        yield _measured(start, shown, {"money": MONEY}.get(shape, POINTS if re.search("điểm", shown, re.IGNORECASE) else PERCENT), text)


def _day(match: re.Match[str], shape: str) -> TextNumber:
    parts = {"worded": ("wy", "wm", "wd"), "day": ("y", "m", "d"), "dated": ("", "dm", "dd")}.get(shape, ("ny", "nm", ""))
    if shape == "month" and match["mm"]:
        parts = ("my", "mm", "")
    year, month, day = (int(match[part]) if part and match[part] else None for part in parts)
    value = "-".join("*" if part is None else f"{part:02d}" for part in (year, month, day))
    return TextNumber(match.start(), match.end(), DAY, match[0], value)


def _bare(match: re.Match[str], text: str) -> Iterator[TextNumber]:
    """A number without a measure of its own: a year behind that word, else a count."""
    shown, before = match[0], text[: match.start()]
    heads = (_OF_HEADING.fullmatch(shown) or (_ENTRY.fullmatch(shown) and _ENDED.search(before))) and _LEADS.match(text, match.end())
    if heads or _NAMED.search(before.lower()) or (shown.isdigit() and len(shown) >= CODE):
        return
    named = bool(shown.isdigit() and _YEAR_BEFORE.search(before.lower()))
    no_year = named and (len(shown) > 3 or _NO_NOUN.match(text, match.end())) and int(shown) not in REPORTED and len(shown) > 2
    if no_year:
        yield TextNumber(match.start(), match.end(), BROKEN, shown, shown, fault="không phải là năm")
        return
    yield _measured(match.start(), shown, YEAR if shown.isdigit() and len(shown) == 4 and int(shown) in REPORTED else COUNT, text)


def _measured(start: int, shown: str, kind: str, text: str) -> TextNumber:
    """A number with the range of its exact value; one whose digits make no number is broken."""
    end, rough = start + len(shown), _ROUGH.search(text[:start])
    asked = re.sub(_POINT, "%", shown, flags=re.IGNORECASE)
    asked = re.sub(r"phần\s+trăm", "%", asked, flags=re.IGNORECASE)
    try:
        whole = kind == MONEY and not re.search(_SCALE, shown, re.IGNORECASE)
        read = parse_number(asked, "percent" if kind in (PERCENT, POINTS) else "money" if whole else "any")
    except NumberError as error:
        return TextNumber(start, end, BROKEN, shown, fold(shown), fault=error.message)
    if read is None:
        return TextNumber(start, end, BROKEN, shown, fold(shown), fault="không đọc được")
    value = Decimal(read.value)
    half = read.half_unit or (Decimal("0.5") if kind in (PERCENT, POINTS) else Decimal(0))
    low, high = _range(value, half, rough[0].strip().lower() if rough else "")
    return TextNumber(start, end, kind, shown, value, low, high)


def _range(value: Decimal, half: Decimal, rough: str) -> tuple[Decimal, Decimal]:
    """Between what a number lies that was rounded, or that has a word such as «hơn» before it; at its last digit that is not nought."""
    if not rough:
        return value - half, value + half
    step = max(2 * half, Decimal(1).scaleb(value.normalize().adjusted() - len(value.normalize().as_tuple().digits) + 1))
    if re.search("trên|hơn|tối thiểu|>", rough):
        return value, value + step
    if re.search("gần|dưới|tối đa|<", rough):
        return value - step, value
    return value - step, value + step


def _in_words(match: re.Match[str]) -> TextNumber | None:
    """A number in words before what is counted: ``hai gia đình``, ``mười một hộ``."""
    spelled = from_words(match[1])
    if spelled is None:
        return None
    value = Decimal(spelled)
    return TextNumber(match.start(), match.end(1), COUNT, match[1], value, value, value)


def _with_words(number: TextNumber, text: str) -> TextNumber:
    moved = _MOVED.search(text[: number.start].lower())
    return replace(number, moved=moved[1] if moved else "")

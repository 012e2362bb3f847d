"""Formats of numbers that show another number than is stored: another power of ten, another sign, or nothing."""

from __future__ import annotations

import operator
import re
from dataclasses import dataclass
from functools import cache

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|\*(?P<filling>.)|_.|\[\$(?P<money>[^\]-]*)[^\]]*\]|\[(?P<condition>[<>=]+-?[\d.]+)\]|\[[^\]]*\]'
    r"|(?P<general>General|Standard)|(?P<science>E[+-])|(?P<date>[ymdhsYMDHS]+)|(?P<place>[0#?])|(?P<comma>,)|(?P<point>\.)"
    r"|(?P<percent>%)|(?P<fraction>/\d*)|(?P<text>@)|(?P<end>;)|(?P<literal>.)",
    re.DOTALL,
)
_BUILT_IN = {9: "0%", 10: "0.00%"}
_COMPARED = {"<": operator.lt, ">": operator.gt, "=": operator.eq, "<=": operator.le, ">=": operator.ge, "<>": operator.ne}
_WORDS = {3: ("nghin", "ngan", "k"), 6: ("trieu", "tr"), 9: ("ty", "ti")}
_MINUS = ("-", "−", "–", "(")
_SAYING = re.compile(r"[^\W\d_]+|[~≈<>≤≥±+?$€£¥]")  # words and signs that say something of a number, another money's among them
_WHITE = re.compile(r"\[(?:white|colou?r ?(?:2|19|20|34|35|36))\]", re.IGNORECASE)  # of the palette, and its palest tints


@dataclass(frozen=True)
class Section:
    """A part of a format: on which numbers, and what it makes of one."""

    condition: str = ""
    shape: str = ""  # P a place, D a literal digit, L other literals, F a fraction, and . , ' blank as they stand
    before: str = ""  # literal text before the first place
    behind: str = ""  # literal text from there on
    words: str = ""  # all literal text
    white: bool = False
    thousands: int = 0  # commas that divide by a thousand
    percents: int = 0  # signs that multiply by a hundred
    special: str = ""  # general, date or text, where the format leaves the number to them

    @property
    def plain(self) -> bool:
        """Whether a number shows its own digits and power of ten, whatever the sign."""
        if self.special:
            return "D" not in self.shape
        places = self.shape.strip("L .,'")
        own = "P" in places and "L" not in places and "D" not in self.shape
        return own and ("F" in places or _grouped(places)) and _power(self.words) == 3 * self.thousands

    @property
    def says(self) -> bool:
        """Whether words of the format say more of a number than that it is money: «khoảng», «hộ», «trở lên»; a label is none."""
        if not self.words or self.thousands or self.special == "date" or "%" in self.words or self.before.rstrip().endswith(":"):
            return False
        from ctxh.vietnamese.numbers import DONG
        from ctxh.vietnamese.text import fold

        return any(fold(word) not in DONG for word in _SAYING.findall(f"{self.before} {self.behind}"))


def _grouped(places: str) -> bool:
    """Whether what stands between the places are stops of thousands."""
    return all(len(part) == 3 for part in re.split(r"[ .,']", places)[1:])


def _power(words: str) -> int:
    """The power of ten that literal words such as «nghìn» say; 0 where they say none."""
    if not words:
        return 0
    from ctxh.vietnamese.text import fold

    named = set(fold(words).split())
    return next((power for power, known in _WORDS.items() if named & set(known)), 0)


@dataclass(frozen=True)
class NumberFormat:
    """A format as its sections."""

    sections: tuple[Section, ...]

    @property
    def matters(self) -> bool:
        """Whether some number is shown otherwise than stored, as a percentage or beside words."""
        numbers = (7, -7, *self._bounds())
        return any(self.misleads(number) or self.percent(number) or self.worded(number) for number in numbers)

    def _bounds(self) -> list[float]:
        numbers = [float(section.condition.lstrip("<>=")) for section in self.sections if section.condition]
        return [number + step for number in numbers for step in (-1, 0, 1)]

    def misleads(self, number: float) -> bool:
        """Whether a number is not what its cell shows; a nought that is not shown is still a nought."""
        section, negative = self._section(number)
        if number == 0:
            return "D" in section.shape and "P" not in section.shape
        if section.special == "date" or (section.percents and not section.thousands):
            return False
        minus = section.before.rstrip().endswith(_MINUS)
        return section.white or not section.plain or (minus and number > 0) or (negative and not minus and "-" not in section.words)

    def percent(self, number: float) -> int:
        """By how much the number is to be multiplied to be what is shown before a sign of percent; 0 without one."""
        section, _ = self._section(number)
        return 100**section.percents if section.percents else int("%" in section.words)

    def worded(self, number: float) -> str:
        """What a cell shows whose format puts words beside a number, as somebody would type it; empty where none say anything."""
        section, _ = self._section(number)
        if not section.says or self.misleads(number):
            return ""
        return f"{section.before}{int(number) if number == int(number) else f'{number:.10g}'.replace('.', ',')}{section.behind}"

    def _section(self, number: float) -> tuple[Section, bool]:
        """The section for a number, and whether it is one of negative numbers, which writes their sign itself."""
        conditional = [section for section in self.sections[:3] if section.condition]
        for section in conditional:
            found = re.fullmatch(r"([<>=]+)(.*)", section.condition)
            if found and _COMPARED.get(found[1], operator.eq)(number, float(found[2])):
                return section, False
        if conditional:
            return next((s for s in reversed(self.sections[:3]) if not s.condition), conditional[-1]), False
        at = 1 if number < 0 else 2 if number == 0 else 0
        return (self.sections[at], at == 1) if at < min(len(self.sections), 3) else (self.sections[0], False)


def on_a_ground(code: str) -> str:
    """The code of a format whose white letters are seen, since its cell has a ground."""
    return _WHITE.sub("", code)


@cache
def number_format(number: int, code: str) -> NumberFormat | None:
    """The format of a number and code if it shows some number otherwise than stored, as a percentage or beside words; else None."""
    code = code or _BUILT_IN.get(number, "")
    if not code:
        return None
    sections = _sections(code)
    found = NumberFormat(tuple(s for s in sections if s.special != "text") or tuple(sections))
    return found if found.matters else None


def _sections(code: str) -> list[Section]:
    parts: list[list[re.Match[str]]] = [[]]
    for match in _TOKEN.finditer(code):
        if match.lastgroup == "end":
            parts.append([])
        else:
            parts[-1].append(match)
    return [_section(tokens) for tokens in parts]


def _section(tokens: list[re.Match[str]]) -> Section:
    shape, words, before, condition, special, percents, white = [], [], "", "", "", 0, False
    for match in tokens:
        kind = match.lastgroup
        literal = match[kind] if kind in ("quoted", "escaped", "money", "literal", "filling") else ""
        if kind == "filling" and not (literal.isdigit() or literal in _MINUS):  # repeated until the cell is full
            continue
        if literal:
            words.append(literal)
            shape += ["D" if char.isdigit() else char if char in " .,'" else "L" for char in literal]
        elif kind in ("place", "point", "comma", "science"):
            before = "".join(words) if "P" not in shape else before
            shape.append({"place": "P", "point": "p", "comma": "c", "science": "P"}[kind])
        elif kind in ("general", "date", "text"):
            before = "".join(words) if not special else before
            special = special if special == "date" else kind
        elif kind == "fraction":
            shape.append("F")
        condition = match[0][1:-1] if kind == "condition" else condition
        percents += kind == "percent"
        white = white or _WHITE.fullmatch(match[0]) is not None
    drawn = "".join(shape)
    thousands = sum(map(len, re.findall(r"(?<=P)c+(?![Pc])", drawn)))
    behind = "".join(words)[len(before) :]
    return Section(condition, re.sub("[cp]", "", drawn), before, behind, " ".join(words), white, thousands, percents, special)

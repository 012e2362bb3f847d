"""What the wording may ask for, and the helpers that answer it.

A helper puts only a mark into the Markdown; what the mark stands for is put in after parsing, so
nothing in a workbook is ever read as Markdown, HTML or a template.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

import pandas as pd

from ctxh.blocks import Figure, Table
from ctxh.book import Indicator
from ctxh.book.formulas import Change, Minus
from ctxh.book.optional import nearest_or_optional
from ctxh.book.quantities import MISSING_SIGN
from ctxh.errors import CtxhError
from ctxh.tell.document_citations import led_in, lowered, named_alone
from ctxh.vietnamese import SCALES, Number, change_word, clean_text, fold, format_number, parse_number
from ctxh.vietnamese.printing import exact

PRIVATE = re.compile("[\ue000-\uf8ff]")
WAYS = {  # what follows from an indicator, in words
    "last_year": "số năm trước",
    "change": "mức tăng, giảm so với năm trước",
    "share_of_plan": "tỷ lệ so với kế hoạch",
    "share_of_whole": "tỷ lệ trong tổng",
    "per": "số bình quân",
}
Answer = TypeVar("Answer")
OWN = ("", "change", "moved")  # styles that print a value in its own notation
STYLES = ("money", "percent", "count", "date", "long_date")


class Figures(Protocol):
    """What the wording asks for; each answers for one indicator and raises KeyError for an unknown id."""

    def ids(self) -> Collection[str]:
        """All ids that may be asked for."""

    def printed(self, indicator: str, style: str, scale: str = "") -> str:
        """The value as running text prints it, empty when missing.

        ``style`` is empty, ``change`` or ``moved`` (the definition's own notation), ``money``, ``percent``, ``count``,
        ``date`` or ``long_date``. Money carries ``đồng``, a percent its sign, a count below ten its zero.
        """

    def before(self, indicator: str) -> str:
        """The value of the year before, printed the same way; empty when it is not known."""

    def derived(self, indicator: str, way: str, by: str) -> str:
        """What follows from an indicator in one of ``derived.WAYS``, as running text prints it; empty when it is not known.

        Raises CtxhError where the book does not say of what.
        """

    def has(self, indicator: str) -> bool:
        """Whether there is a value, and it is neither missing nor zero."""

    def measure(self, indicator: str) -> str:
        """The unit of measure in Vietnamese."""

    def measure_of_change(self, indicator: str) -> str:
        """What a difference of two values is measured in: percentages differ by percentage points."""

    def kind_and_issuer(self, document: str) -> tuple[str, str]:
        """The kind of a document of the register and who issued it; empty where the register does not say."""

    def table(self, names: tuple[str, ...], by: str, caption: str) -> Table:
        """The table of a field or of some indicators. Raises CtxhError for what there is not."""

    def figure(self, name: str) -> Figure:
        """The figure of a name. Raises CtxhError for what there is not."""


@dataclass
class Teller:
    """The helpers of one telling, and what they have put in so far: pairs of indicator and text."""

    figures: Figures
    narrative: pd.DataFrame
    past: str = "năm trước"  # what a change is told against
    year: int = 0  # that is reported on
    borrowed: bool = False  # whether the wording is another office's, whose one-time sentences are not told
    entries: list[tuple[str, str]] = field(default_factory=list)
    blocks: list[Table | Figure] = field(default_factory=list)  # put in as whole blocks
    documents: set[str] = field(default_factory=set)  # keys of those cited so far

    def helpers(self) -> dict[str, Callable[..., object]]:
        """The names that the wording may call."""
        styled = {style: self._styled(style) for style in STYLES}
        own = {
            name: getattr(self, name)
            for name in (
                *("has", "reported", "measure", "change", "moved", "fell"),
                *("document", "issuer", "in_years", "paragraphs", "table", "figure"),
                *("last_year", "change_rate", "share_of_plan", "share", "per"),
            )
        }
        return {"value": self._styled(""), **styled, **own, "money": self.money}

    def _styled(self, style: str) -> Callable[[str], str]:
        def helper(indicator: str) -> str:
            return self._mark(indicator, self._printed(indicator, style))

        return helper

    def _known(self, answer: Callable[..., Answer], indicator: str, *more: str) -> Answer:
        try:
            return answer(indicator, *more)
        except KeyError:
            if indicator in self.figures.ids():
                raise  # what broke is the answer
            raise CtxhError(f"không có chỉ tiêu «{indicator}».{nearest_or_optional(indicator, self.figures.ids())}") from None

    def _printed(self, indicator: str, style: str, *scale: str) -> str:
        shown = self._known(self.figures.printed, indicator, style, *scale)
        if not shown:
            raise CtxhError(
                f"chỉ tiêu “{indicator}” chưa có giá trị. "
                f'Bổ sung số liệu, hoặc đặt câu trong {{% if has("{indicator}") %}} ... {{% endif %}}.'
            )
        return shown

    def _mark(self, indicator: str, shown: str) -> str:
        self.entries.append((indicator, PRIVATE.sub("", clean_text(shown))))
        return f"\ue000{len(self.entries) - 1}\ue001"

    def table(self, *names: str, by: str = "", caption: str = "") -> str:
        """A table on a line of its own: a field's, a row an indicator, or that of some indicators, a row an area."""
        return self._block(self.figures.table(names, by, caption))

    def figure(self, name: str) -> str:
        """A figure on a line of its own."""
        return self._block(self.figures.figure(name))

    def _block(self, block: Table | Figure) -> str:
        self.blocks.append(block)
        return f"\ue002{len(self.blocks) - 1}\ue003"

    def has(self, *indicators: str) -> bool:
        """Whether every one of the indicators has a value other than zero."""
        answers = [self._known(self.figures.has, indicator) for indicator in indicators]  # a misspelt one is told behind any other
        return all(answers)

    def reported(self, *indicators: str) -> bool:
        """Whether every one of the indicators has a value, be it zero."""
        answers = [self._known(self.figures.printed, indicator, "") for indicator in indicators]
        return all(answers)

    def money(self, indicator: str, scale: str = "") -> str:
        """An amount with đồng, in a scale where one is asked for: ``tỷ``, ``triệu`` or ``đồng``."""
        if scale not in ("", *SCALES):
            raise CtxhError(f"money in số tiền theo {', '.join(SCALES)}, không theo “{scale}”.")
        return self._mark(indicator, self._printed(indicator, "money", *filter(None, [scale])))

    def measure(self, indicator: str) -> str:
        """The unit of measure of an indicator."""
        return self._known(self.figures.measure, indicator)

    def change(self, indicator: str) -> str:
        """``tăng 12 người so với năm trước``; empty when a year is missing or only approximate."""
        now = self._known(self.figures.printed, indicator, "change")
        sentence = change_sentence(
            now, self._known(self.figures.before, indicator), self._known(self.figures.measure_of_change, indicator), self.past
        )
        return self._mark(indicator, sentence) if sentence else ""

    def _derived(self, indicator: str, way: str, by: str = "") -> str:
        shown = self._known(self.figures.derived, indicator, way, by)
        if not shown:
            asked = f'{{% if {"change" if way in ("change", "last_year") else "has"}("{indicator}") %}} ... {{% endif %}}'
            raise CtxhError(f"chỉ tiêu “{indicator}” chưa đủ số để tính {WAYS[way]}. Bổ sung số liệu, hoặc đặt câu trong {asked}.")
        return shown

    def last_year(self, indicator: str) -> str:
        """The value of the year before. Raises CtxhError where it is not known."""
        return self._mark(indicator, self._derived(indicator, "last_year"))

    def change_rate(self, indicator: str) -> str:
        """``tăng 3,2%`` against the year before; of a percentage ``giảm 0,5 điểm phần trăm``. Raises CtxhError where it is not known."""
        return self._mark(indicator, _moved(self._derived(indicator, "change")))

    def share_of_plan(self, indicator: str) -> str:
        """How much of its plan was reached, ``104,5%``. Raises CtxhError where the book names no plan."""
        return self._mark(indicator, self._derived(indicator, "share_of_plan"))

    def share(self, indicator: str) -> str:
        """Its share of the whole that the book names, ``12,3%``. Raises CtxhError where it names none."""
        return self._mark(indicator, self._derived(indicator, "share_of_whole"))

    def per(self, indicator: str, by: str) -> str:
        """An indicator per household, person ..., by an indicator that the book lets divide it. Raises CtxhError where it does not."""
        return self._mark(indicator, self._derived(indicator, "per", by))

    def moved(self, indicator: str) -> str:
        """``tăng 1,6 điểm phần trăm`` or ``giảm ...``, of an indicator that is a difference itself. Raises CtxhError without a value."""
        return self._mark(indicator, _moved(self._printed(indicator, "moved")))

    def fell(self, indicator: str, before: str) -> bool:
        """Whether an indicator is less than another one, which tells how it was before; False where one has no value."""
        now, then = (parse_number(self._known(self.figures.printed, name, "")) for name in (indicator, before))
        return bool(now and then and now.value < then.value)

    def document(self, key: str, issuer: bool = True, period: str = "") -> str:
        """A document of the register (B10) as it is cited first, from the second time on by kind and number.

        Without ``issuer`` where the sentence names who issued it; ``period`` is the indicator of the years it is for.
        Raises CtxhError for a key that the report does not cite, and where the register has no number.
        """
        number = key if key in self.figures.ids() else f"{key}_no"
        again, (kind, by) = key in self.documents, self.figures.kind_and_issuer(key)
        self.documents.add(key)
        if named_alone(kind):
            return f"{self._mark('', kind)} {self._mark(f'{key}_title', self._printed(f'{key}_title', ''))}"
        words = [f"{self._mark('', kind)} số" if kind else "văn bản số", self._mark(number, self._printed(number, ""))]
        return " ".join(words if again else [*words, *self._details(key, by if issuer else "", period)])

    def _details(self, key: str, issuer: str, period: str) -> list[str]:
        """What a document is cited with for the first time: its day, its issuer, its summary and its years, as far as they are known."""
        day, summary = f"{key}_date", self._known(self.figures.printed, f"{key}_title", "")
        return [
            *([f"ngày {self._mark(day, self._printed(day, 'date'))}"] if self.has(day) else []),
            *([f"của {self._mark('', issuer)}"] if issuer else []),
            *([led_in(summary, self._mark(f"{key}_title", lowered(summary)))] if summary else []),
            *([f"giai đoạn {self._mark(period, self._printed(period, ''))}"] if period and self.has(period) else []),
        ]

    def issuer(self, key: str) -> str:
        """Who issued a document of the register. Raises CtxhError where the register does not say."""
        by = self.figures.kind_and_issuer(key)[1]
        if not by:
            raise CtxhError(f"sổ văn bản (B10) chưa ghi cơ quan ban hành của văn bản “{key}”.")
        return self._mark("", by)

    def in_years(self, *years: int) -> bool:
        """Whether the year reported on is one of those a sentence without any figure was written for. Raises CtxhError for none."""
        if not years or not all(isinstance(year, int) for year in years):
            raise CtxhError("in_years cần các năm viết bằng số, như in_years(2024, 2025).")
        return self.year in years and not self.borrowed

    def paragraphs(self, section: str, required: bool = False) -> list[str]:
        """The desk's paragraphs for a section of the report (form B11)."""
        rows = self.narrative[self.narrative["section"].map(lambda name: fold(str(name))) == fold(section)]
        found = [self._mark("", text) for text in map(str, rows["paragraph"]) if clean_text(text)]
        if required and not found:
            raise CtxhError(f"chưa có đoạn văn cho mục {section}. Bổ sung vào phiếu B11 của đơn vị.")
        return found


def check_style(entry: Indicator, style: str) -> None:
    """Nothing, when running text may print an indicator in a style. Raises CtxhError naming the helper to write."""
    kind = "date" if entry.unit_of_measure == "date" else "money" if entry.unit_of_measure.startswith("VND") else entry.notation
    fits = {
        "percent": kind == "percent",
        "money": kind == "money",
        "date": kind == "date",
        "long_date": kind == "date",
        "count": not entry.is_text and kind != "percent",
        "change": not entry.is_text,
        "moved": kind == "points" or isinstance(entry.formula, Change | Minus),
    }
    if not fits.get(style, True):
        right = kind if kind in ("money", "percent", "date", "count") else "value"
        measure = entry.measure or "chữ"
        raise CtxhError(f'chỉ tiêu “{entry.id}” tính bằng «{measure}», không in được bằng {style}. Viết: {right}("{entry.id}").')


def _moved(shown: str) -> str:
    if not re.search("[1-9]", shown):
        return "không thay đổi"
    return f"giảm {shown[1:]}" if shown.startswith("-") else f"tăng {shown}"


def change_sentence(now: str, before: str, measure: str, past: str = "năm trước") -> str:
    """How a printed value moved against the year before, computed from what is printed.

    ``measure`` is what a difference of the indicator is measured in; empty takes that of the printed value.
    """
    pair = [parse_number(shown) if shown and shown != MISSING_SIGN else None for shown in (now, before)]
    numbers = [number for number in pair if number is not None and not number.qualifier]
    if len(numbers) < len(pair):
        return ""
    new, old = numbers
    word = change_word(new.value, old.value)
    if word == "không thay đổi":
        return f"không thay đổi so với {past}"
    size = format_number(abs(exact(new.value) - exact(old.value)), max(map(_places, numbers)), trim=True)
    return clean_text(f"{word} {size} {measure or new.measure} so với {past}")


def _places(number: Number) -> int:
    """How many decimals a number was printed with, in its base unit of measure."""
    return max(0, -number.half_unit.adjusted() - 1) if number.half_unit else 0

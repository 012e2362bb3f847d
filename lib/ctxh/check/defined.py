"""Checks of the book judged: what is compared of the office, of its areas or of each row, as verdicts with both sides."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from ctxh.book.checks import AREAS, ROWS, YEAR, Compared, DefinedCheck, Mean, Outcome, Product, Ruled, Share, Sum, Test, Told, Values
from ctxh.book.layouts import LISTED, forms_telling
from ctxh.check.gaps import forms_of
from ctxh.check.verdict import Verdict, not_judged, off, shown
from ctxh.compute.computed import Computed
from ctxh.observe.by_item import OnSheet, Place, Row, together
from ctxh.vietnamese import absent, format_number, under_province

_TELLS = {"share", "mean"}  # what a note tells of a comparison, which must have been made
_BLANK = re.compile(r"\{(\w+)\}")
ONE_SIDED = "có số lượng thì có số tiền"


@dataclass(frozen=True)
class DefinedJudge:
    """A judge of a check that the book defines."""

    check: DefinedCheck

    @property
    def looks_at(self) -> tuple[str, ...]:
        """The indicators and items that it compares; none where each figure is told by itself."""
        return () if isinstance(self.check.test, Told) else self.check.inputs()

    def __call__(self, computed: Computed) -> list[Verdict]:
        check = self.check
        if check.when and (check.when == YEAR) != computed.period.whole:
            return []
        if isinstance(check.test, Ruled):
            raise TypeError(f"{check.id}: {check.test.rule}")  # RuledJudge judges these
        if isinstance(check.test, Told):
            return [_told_verdict(computed, name) for name in check.test.names]
        if computed.listed_until and _mixes_lists(computed, check):
            until = computed.listed_until
            return [not_judged(computed, f"danh sách lập sau kỳ, đến tháng {until[5:]}/{until[:4]}")]
        if check.at == ROWS:
            return list(_of_rows(computed, check, check.test))
        found = list(_of_areas(computed, check, check.test)) if check.at == AREAS else []
        return found or [_verdict(computed, check, check.test, note=check.note_of_all)]


def _told_verdict(computed: Computed, name: str) -> Verdict:
    """A figure as it is printed; one that is missing is found, but where it cannot be told of a part of a year."""
    label, printed = computed.book.indicators[name].label, computed.printed(name)
    if name in computed.untold:
        return not_judged(computed, f"{label} chưa có trong kỳ", printed, "")
    measure = computed.book.indicators[name].measure_beside
    return Verdict(printed, "", False if computed.value(name) is None else None, label, indicators=(name,), measure=measure)


def _mixes_lists(computed: Computed, check: DefinedCheck) -> bool:
    """Whether it holds who there is when a list is drawn up against what happened in a period."""
    lists = set(forms_telling(computed.layouts, LISTED))
    of_lists = {bool(forms_of(computed.book, [name]) & lists) for name in check.inputs()}
    return len(of_lists) > 1


def _values(computed: Computed, check: DefinedCheck, test: Test, code: str = "") -> Values:
    """What a comparison asks for, of an area or of the whole office."""
    return {name: _value(computed, check, name, code) for name in test.inputs()}


def _value(computed: Computed, check: DefinedCheck, name: str, code: str) -> float | None:
    if name not in computed.book.indicators:
        return _total(computed, check, name, code)
    number = computed.area_values(name).get(code, (None, ""))[0] if code else computed.value(name)
    return None if absent(number) else float(number)


def _total(computed: Computed, check: DefinedCheck, name: str, code: str = "") -> float | None:
    """The sum of an item over its rows, of an area or of all: those with codes of its lists that the check keeps; None for none."""
    kept = _kept(computed, check, name)
    values = [
        row.value for row in computed.by_item.rows(name) if code in ("", row.area_code) and not absent(row.value) and kept(row.category)
    ]
    return float(sum(values)) if values else None


def _kept(computed: Computed, check: DefinedCheck, name: str) -> Callable[[str], bool]:
    """Whether a category of an item has codes of its lists, those that the check keeps."""
    item, kept = computed.book.items[name], dict(check.where)
    known = [kept.get(column) or tuple(computed.categories.all(item.form, column)) for column in item.by]

    def holds(category: str) -> bool:
        codes = category.split("|") if item.by else []
        return all(not words or code in words for code, words in zip(codes, known, strict=True))

    return holds


def _of_areas(computed: Computed, check: DefinedCheck, test: Test) -> Iterator[Verdict]:
    """The verdicts that say no, of an area."""
    made = (_verdict(computed, check, test, code) for code in computed.areas["area_code"])
    yield from (verdict for verdict in made if verdict.agrees is False)


def _of_rows(computed: Computed, check: DefinedCheck, test: Test) -> Iterator[Verdict]:
    """The verdicts that say no, at their cells; where none does, what was compared."""
    rows = {name: computed.by_item.by_sheet(name) for name in check.inputs()}
    first, compared = test.inputs()[0], list[tuple[float, float]]()
    kept, failed = _kept(computed, check, first), False
    for key, row in rows[first].items():
        if not kept(row.category) or _several_levels(rows, key):
            continue
        outcome = _row_outcome(computed, test, rows, key)
        if outcome.agrees is False:
            failed = True
            yield _off(computed, check, test, row, outcome, {name: rows[name][key].value for name in rows if key in rows[name]})
        elif outcome.agrees and outcome.left is not None and outcome.right is not None:
            compared.append((outcome.left, outcome.right))
    if not failed:
        sums = isinstance(test, Compared) and isinstance(test.right, Product)
        left, right = (sum(side) for side in zip(*compared, strict=True)) if compared and sums else (len(compared), len(compared))
        agrees = True if compared and (left or not sums) else None
        summed = Verdict(shown(left), shown(right), agrees, _filled(computed, check, check.note_of_all), measure="dòng")
        yield _counted(computed, test, summed) if sums else summed


def _counted(computed: Computed, test: Test, verdict: Verdict) -> Verdict:
    """The verdict with what its sides are counted in; those of a share each in its own."""
    book = computed.book
    own, *_, last = (str((book.indicators.get(name) or book.items[name]).unit_of_measure) for name in test.inputs())
    return replace(verdict, measure=own, other_measure=last if isinstance(test, (Share, Mean)) else "")


def _several_levels(rows: dict[str, dict[OnSheet, Row]], key: OnSheet) -> bool:
    """Whether a row has a level that its records do not share: each of them was looked at while reading."""
    return any(key in own and absent(own[key].value) for own in rows.values())


def _row_outcome(computed: Computed, test: Test, rows: dict[str, dict[OnSheet, Row]], key: OnSheet) -> Outcome:
    values = {name: _of_row(computed, name, own.get(key)) for name, own in rows.items()}
    outcome = test.compute(values)
    if outcome.agrees is None and isinstance(test, Compared) and isinstance(test.right, Product):
        return Outcome(outcome.left, None, False, lacking=True)  # an amount needs what it is the product of
    return outcome


def _of_row(computed: Computed, name: str, row: Row | None) -> float | None:
    """The value of an item in a row; nought where it is written down only where there is any, and was not."""
    if row is None:
        return 0 if getattr(computed.book.items[name].fold, "rare", False) else None
    return None if absent(row.value) else row.value


def _off(computed: Computed, check: DefinedCheck, test: Test, row: Row, outcome: Outcome, values: Mapping[str, float]) -> Verdict:
    """The verdict on a row, at its cells: its amount, what it comes to or the parts that it is the sum of."""
    note = _filled(computed, check, check.note, outcome)
    if isinstance(test, Compared) and isinstance(test.right, Product):
        return _counted(computed, test, off(row, outcome.right, note, "thiếu số lượng hoặc mức"))
    right = shown(outcome.right)
    if isinstance(test, Compared) and isinstance(test.right, Sum) and len(test.right.inputs()) > 1:
        right = " ".join(f"{sign} {shown(values.get(name, 0))}" for sign, name in _signed(test.right)).removeprefix("+ ")
    left = shown(outcome.left)
    return _counted(computed, test, Verdict(left, right, False, note, row.area_code, place=row.place, found=left))


def _signed(right: Sum) -> list[tuple[str, str]]:
    return [("+", name) for name in right.plus] + [("−", name) for name in (*right.minus, *right.perhaps)]


def _verdict(computed: Computed, check: DefinedCheck, test: Test, code: str = "", note: str | None = None) -> Verdict:
    """The verdict on one comparison, of an area or of the office."""
    outcome = _of_part(computed, check, test, test.compute(_values(computed, check, test, code)))
    cites = tuple(name for name in test.inputs() if name in computed.book.indicators)
    words = _filled(computed, check, check.note if note is None else note, outcome)
    if outcome.lacking and not isinstance(test, Share):
        words = ONE_SIDED
    elif outcome.figure is None and _TELLS & set(_BLANK.findall(check.note)):
        words = ""
    right = shown(outcome.right)
    if outcome.low is not None and outcome.low != outcome.right:
        right = f"[{shown(outcome.low)}; {shown(outcome.right)}]"
    place = _place(computed, test.inputs()[0], code) if code and outcome.agrees is False else ("", "", "")
    return _counted(computed, test, Verdict(shown(outcome.left), right, outcome.agrees, words, code, cites, place=place))


def _place(computed: Computed, name: str, code: str) -> Place:
    """Where an area's figure was read, if on one sheet: of an item, or of an indicator that is one."""
    rows = [row for row in computed.by_item.rows(name) if row.area_code == code]
    return (rows[0].file, rows[0].sheet, together(rows)) if len({(row.file, row.sheet) for row in rows}) == 1 else ("", "", "")


def _of_part(computed: Computed, check: DefinedCheck, test: Test, outcome: Outcome) -> Outcome:
    """The outcome; in a part of a year a share of what is a whole year's need not reach its lower end."""
    if computed.period.whole or not (check.of_year and isinstance(test, Share)) or outcome.figure is None:
        return outcome
    return Outcome(outcome.left, outcome.right, outcome.figure <= test.high, outcome.low, outcome.figure)


def _filled(computed: Computed, check: DefinedCheck, note: str, outcome: Outcome | None = None) -> str:
    """A note with what it tells filled in, under a city in the city's words; of a part of a year that a share is of the whole one."""
    printed = {"parts": parts_in_words(computed, check)}
    if outcome and outcome.figure is not None:
        printed |= {"share": format_number(outcome.figure, 1), "mean": shown(outcome.figure)}
        if check.of_year and not computed.period.whole:
            note += " của cả năm"
    for name, words in printed.items():
        note = note.replace(f"{{{name}}}", words)
    return under_province(note, computed.request.province_kind)


def parts_in_words(computed: Computed, check: DefinedCheck) -> str:
    """Of how many parts the total of a check is the sum, which ``{parts}`` tells in its title and notes."""
    totals = (computed.book.indicators.get(name) for name in check.inputs())
    return next((str(len(parts)) for total in totals if total and (parts := total.formula.inputs())), "")

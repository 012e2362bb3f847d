"""The checks of a year's figures: what must hold, how grave it is when it does not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import pandas as pd

from ctxh.book import Book
from ctxh.book.check_rules import ALLOWING
from ctxh.book.checks import YEAR, Compared, DefinedCheck, Product, Ruled
from ctxh.book.quantities import MISSING_SIGN
from ctxh.check import (
    arrears,
    calendar,
    cited_documents,
    entitlement,
    gift_levels,
    last_year,
    money,
    paper,
    payments,
    registers,
    rounded,
    sizes,
)
from ctxh.check.alike_findings import joined
from ctxh.check.defined import DefinedJudge, parts_in_words
from ctxh.check.gaps import Gaps, forms_of, gaps_of
from ctxh.check.verdict import PROGRAMMES, UNJUDGED, Judge, Verdict, both_sides, measured
from ctxh.citations import rows_in
from ctxh.compute.computed import Computed
from ctxh.findings import PRODUCT, Finding, finding
from ctxh.frames import Checked, FindingRow, columns_of_rows, rows_of
from ctxh.reference.norms import NoNorm
from ctxh.vietnamese import under_province

COLUMNS = columns_of_rows(Checked)
_RESULTS = {True: "đạt", None: "thông tin"}
_FAILED = {"stopped": "lỗi", "flagged": "cảnh báo", "info": "thông tin"}


@dataclass(frozen=True)
class Check:
    """A rule: its number, what it says, how grave its failure is, and who judges it."""

    id: str
    title: str
    severity: str
    judge: Judge

    @property
    def looks_at(self) -> tuple[str, ...]:
        """The indicators and items that it compares; empty where each verdict looks at its own indicators."""
        return getattr(self.judge, "looks_at", ())

    def norms_of(self, book: Book) -> tuple[str, ...]:
        """The norms that it asks for, of a book's programmes: by no other one can its verdicts change."""
        asked: tuple[str, ...] = getattr(self.judge, "norms", ())
        return (*asked, *book.norms_paid_by) if PROGRAMMES in asked else asked

    def title_in(self, computed: Computed) -> str:
        """Its title as an edition says it: of how many parts a total is; under a city the word ``tỉnh`` is the city's."""
        parts = parts_in_words(computed, self.judge.check) if isinstance(self.judge, DefinedJudge) else ""
        return under_province(self.title.replace("{parts}", parts), computed.request.province_kind)


RULES: Mapping[str, Judge] = {  # what no word of an entry can say; the entries of the book that name them say why
    "mean_levels": money.mean_levels,
    "holiday_meals": money.holiday_meals,
    "printed_total": money.printed_total,
    "funerals_decided": money.funerals_decided,
    "funeral_money": money.funeral_money,
    "paid_for_listed": money.paid_for_listed,
    "mean_coefficient": money.mean_coefficient,
    "rates_of_one_whole": rounded.rates_of_one_whole,
    "dates_in_order": calendar.dates_in_order,
    "numbers_in_order": calendar.numbers_in_order,
    "against_paper": paper.against_paper,
    "amounts_listed": entitlement.amounts,
    "coefficients_listed": entitlement.coefficients,
    "monthly_payments": entitlement.payments,
    "one_programme": registers.one_programme,
    "deaths_and_decisions": registers.deaths_and_decisions,
    "rates_on_paper": rounded.rates_on_paper,
    "totals_on_paper": rounded.totals_on_paper,
    "person_months": payments.person_months,
    "accounts_paid": payments.accounts_paid,
    "thousands_kept": last_year.thousands_kept,
    "year_begins": last_year.year_begins,
    "cited_in_full": cited_documents.cited_in_full,
    "believable_sizes": sizes.believable,
    "arrears_paid": arrears.arrears_paid,
    "gifts_by_law": gift_levels.gifts_by_law,
}


@dataclass(frozen=True)
class RuledJudge:
    """A judge by a rule of the program, of the figures that the book names for it."""

    check: DefinedCheck
    test: Ruled

    @property
    def judge(self) -> Judge:
        """The rule itself."""
        return RULES[self.test.rule]

    @property
    def looks_at(self) -> tuple[str, ...]:
        """The indicators and items that it compares: those that the rule is marked with, else those that the book names."""
        marked: tuple[str, ...] = getattr(self.judge, "looks_at", ())
        return marked or self.test.names

    @property
    def norms(self) -> tuple[str, ...]:
        """The norms that it asks for."""
        known: tuple[str, ...] = getattr(self.judge, "norms", ())
        return (*self.test.norms, *known)

    def __call__(self, computed: Computed) -> list[Verdict]:
        if self.check.when and (self.check.when == YEAR) != computed.period.whole:
            return []
        return self.judge(computed, self.check) if self.test.names or self.test.rule in ALLOWING else self.judge(computed)


def checks_of(book: Book) -> tuple[Check, ...]:
    """All checks of an office, by their numbers."""
    made = (Check(entry.number, entry.title, entry.severity, _judge_of(entry)) for entry in book.checks.values())
    return tuple(sorted(made, key=lambda check: check.id))


def _judge_of(entry: DefinedCheck) -> Judge:
    return RuledJudge(entry, entry.test) if isinstance(entry.test, Ruled) else DefinedJudge(entry)


def run_checks(computed: Computed, checks: Iterable[Check] | None = None, each: bool = False) -> tuple[pd.DataFrame, list[Finding]]:
    """The table of all checks, or of some (columns ``COLUMNS``) and a finding for each one that failed.

    What one check finds of one sheet or area is one finding from a few on, unless ``each`` place is to be told.
    """
    rows, findings, gaps, read = [], [], gaps_of(computed), _told_of_products(computed)
    for check in checks_of(computed.book) if checks is None else checks:
        for verdict in verdicts_of(check, computed, gaps):
            severity = verdict.severity or check.severity
            result = _RESULTS[verdict.agrees] if verdict.agrees is not False else _FAILED[severity]
            area = verdict.area_code or computed.area_code
            measures = verdict.measures(computed.book.measures)
            rows.append((check.id, check.title_in(computed), verdict.left, verdict.right, result, verdict.note, area, *measures))
            by_reading = _is_product(check) and severity != "stopped" and bool(_rows_of(*verdict.place) & read)
            if verdict.agrees is False and not by_reading:
                findings.append(_finding(computed, check, verdict, severity, area))
    return pd.DataFrame(rows, columns=COLUMNS), joined(findings, computed.area_code, each)


def _is_product(check: Check) -> bool:
    """Whether it compares amounts of rows with count × level, as reading does."""
    test = check.judge.check.test if isinstance(check.judge, DefinedJudge) else None
    return isinstance(test, Compared) and isinstance(test.right, Product)


def _told_of_products(computed: Computed) -> frozenset[tuple[str, str, int]]:
    """The rows of which was told while reading that their amount is not count × level."""
    found = computed.reading_findings
    by_reading = found[found["check"] == PRODUCT]
    return frozenset().union(*(_rows_of(row.file, row.sheet, row.cell) for row in rows_of(by_reading, FindingRow)))


def _rows_of(file: str, sheet: str, cells: str) -> frozenset[tuple[str, str, int]]:
    return frozenset((file, sheet, row) for row in rows_in(cells))


def verdicts_of(check: Check, computed: Computed, gaps: Gaps) -> list[Verdict]:
    """The verdicts of one check, each said once."""
    return list(dict.fromkeys(_weighed(check, verdict, computed, gaps) for verdict in _judged(check, computed)))


def _judged(check: Check, computed: Computed) -> list[Verdict]:
    """The verdicts of a check; where a date lies before all rows of a norm, that the rows of its month cannot be judged.

    Raises NoNorm for a date that stands in no row.
    """
    try:
        return check.judge(computed)
    except NoNorm as lacking:
        month = f"{lacking.on:%Y-%m}"
        dated = (row for item in check.looks_at for row in computed.by_item.rows(item) if row.period[:7] == month)
        note = (
            f"không có định mức «{lacking.norm}» cho tháng {lacking.on:%m/%Y}, chưa đối chiếu được: "
            "kiểm tra ngày tháng, hoặc bổ sung bảng định mức"
        )
        found = [Verdict(MISSING_SIGN, MISSING_SIGN, False, note, row.area_code, place=row.place) for row in dated]
        if not found:
            raise
        return found


def _weighed(check: Check, verdict: Verdict, computed: Computed, gaps: Gaps) -> Verdict:
    """The verdict, or that there can be none: for a gap in what it looks at, or for want of data."""
    if verdict.note.startswith(UNJUDGED):
        return verdict
    why = gaps.reason(forms_of(computed.book, check.looks_at or verdict.indicators), verdict.area_code)
    if why:
        return Verdict(MISSING_SIGN, MISSING_SIGN, None, why, verdict.area_code)
    if _empty(verdict):
        when = "" if computed.period.whole else f" cho kỳ {computed.period.words}"
        known = [side if side != "0" else MISSING_SIGN for side in (verdict.left, verdict.right)]
        return replace(verdict, left=known[0], right=known[1], note=f"{UNJUDGED}{when}: chưa có số liệu để đối chiếu")
    return verdict


def _empty(verdict: Verdict) -> bool:
    """Whether nothing was compared, since a side is missing or both are nothing."""
    return verdict.agrees is None and (MISSING_SIGN in (verdict.left, verdict.right) or verdict.left == verdict.right == "0")


def _finding(computed: Computed, check: Check, verdict: Verdict, severity: str, area: str) -> Finding:
    file, sheet, cell = verdict.place
    own, other = verdict.measures(computed.book.measures)
    sides = both_sides(verdict.left, verdict.right, (own, other))
    title = check.title_in(computed)
    message = f"{title}: {sides}; {verdict.note}." if verdict.note else f"{title}: {sides}."
    at = {"check": check.id, "area_code": area, "file": file, "sheet": sheet, "cell": cell}
    message = f"{computed.area_name(area)}: {message}"
    seen = {"found": measured(verdict.found, own), "expected": measured(verdict.expected, other), "used": measured(verdict.used, other)}
    return finding(severity, message, _remedy(computed, verdict, area), **seen, **at)


def _remedy(computed: Computed, verdict: Verdict, area: str) -> str:
    """What to do: the command that shows the cells, or whom to ask."""
    if not verdict.indicators:
        return "Xem lại các ô này, hỏi đơn vị lập biểu và sửa cho khớp."
    name = verdict.indicators[0]
    single = area != computed.area_code and computed.book.indicators[name].by_area
    asked = "" if computed.period.whole else f" -p period {computed.period.name}"
    return f"Xem các ô gốc: ctxh trace {computed.year} {name}" + (f" --area {area}" if single else "") + asked

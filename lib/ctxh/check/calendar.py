"""Checks of dates and document numbers (C30, C32)."""

from __future__ import annotations

import itertools
import re
from datetime import date

import pandas as pd

from ctxh.book import Book
from ctxh.book.desk import DESK_FORM
from ctxh.book.quantities import MISSING_SIGN
from ctxh.check.verdict import Verdict
from ctxh.compute.computed import Computed
from ctxh.frames import Observation, rows_of
from ctxh.vietnamese import PartialDate, format_date

DATE = "date"  # the unit of measure of days
DOCUMENTS = "văn bản"
MOST_TIMES, MOST_A_DAY = 3, 10  # a number above 3 times the one before and 10 more a day has a digit too many
_NUMBER = re.compile(r"(\d+)/(?:KH-)?UBND")  # plans and letters share one run of numbers


def dates_in_order(computed: Computed) -> list[Verdict]:
    """C30: every cited document comes before the data are closed, the report after, the desk's own days in their year."""
    odd, observed = _days_of_other_years(computed), computed.observations
    rows = observed[(observed["item"] == "issued_documents") & (observed["text"] != "")]
    closed = "" if "cashless_cutoff" in odd else computed.text("cashless_cutoff")
    until = closed or computed.period.last.isoformat()
    if rows.empty and not odd:
        return [Verdict(MISSING_SIGN, _day(until), None)]
    verdicts = [*odd.values()] + [
        Verdict(
            _day(row.text),
            _day(until),
            False,
            f"«{_named(computed, row.category)}» ban hành sau ngày chốt số liệu",
            indicators=_cited(computed, f"{row.category}_date"),
            place=(row.file, row.sheet, row.cells),
            found=_day(row.text),
        )
        for row in rows_of(rows[rows["text"] > until], Observation)
    ]
    signed = computed.text("doc_place_date")
    if closed and signed and signed < closed:
        note = "báo cáo ký trước ngày chốt số liệu"
        verdicts.append(Verdict(_day(signed), _day(closed), False, note, indicators=("doc_place_date",)))
    return verdicts or [Verdict(_day(rows["text"].max()), _day(until), True, "mọi văn bản ≤ ngày chốt số liệu")]


def _days_of_other_years(computed: Computed) -> dict[str, Verdict]:
    """A verdict for each day of what the desk says happened (``undated``) that lies more than a year from the report's, by indicator."""
    observed, found = computed.observations, {}
    for name, item in _desk_days(computed.book).items():
        day = computed.text(name)
        if day and abs(int(day[:4]) - computed.year) > 1:
            rows = observed[observed["item"] == item]
            place = next(zip(rows["file"], rows["sheet"], rows["cells"], strict=True), ("", "", ""))
            note = f"«{computed.book.indicators[name].label}» không hợp với báo cáo của năm {computed.year}: sửa ngày ở phiếu B12"
            found[name] = Verdict(_day(day), f"năm {computed.year}", False, note, indicators=(name,), place=place, found=_day(day))
    return found


def _desk_days(book: Book) -> dict[str, str]:
    """The items of the days that the desk writes down for things of the period, by indicator."""
    read = {name: getattr(entry.formula, "item", None) for name, entry in book.indicators.items() if entry.unit_of_measure == DATE}
    return {name: item.id for name, item in read.items() if item is not None and item.form == DESK_FORM and item.undated}


def _day(iso: str) -> str:
    return format_date(PartialDate(*map(int, iso.split("-")))) if iso else MISSING_SIGN


def _named(computed: Computed, document: str) -> str:
    """What a document of the register is called in the labels of its number and day."""
    entries = computed.book.indicators
    known = next((entries[name] for name in (f"{document}_no", f"{document}_date") if name in entries), None)
    return known.label.rpartition(": ")[2] if known else document


def _cited(computed: Computed, name: str) -> tuple[str, ...]:
    return (name,) if name in computed.book.indicators else ()


def numbers_in_order(computed: Computed) -> list[Verdict]:
    """C32: the numbers that the office gave its plans and letters rise with their dates."""
    issued = _own_numbers(computed.observations)
    verdicts = []
    for (before, low, _), (day, number, row) in itertools.pairwise(issued):
        if number < low or number > MOST_TIMES * low + MOST_A_DAY * (day - before).days:
            verdicts.append(
                Verdict(
                    row.text,
                    str(low),
                    False,
                    "số văn bản không theo thứ tự ngày của sổ",
                    indicators=_cited(computed, f"{row.category}_no"),
                    place=(row.file, row.sheet, row.cells),
                    found=row.text,
                )
            )
    count = str(len(issued))
    return verdicts or [Verdict(count, count, True if len(issued) > 1 else None, "số văn bản tăng theo ngày", measure=DOCUMENTS)]


def _own_numbers(observed: pd.DataFrame) -> list[tuple[date, int, Observation]]:
    """The dated plans and letters of the office as (day, number, observation), in order of day and number."""
    dates = {row.category: row.text for row in rows_of(observed[observed["item"] == "issued_documents"], Observation)}
    found = []
    for row in rows_of(observed[observed["item"] == "document_numbers"], Observation):
        number = _NUMBER.match(row.text)
        if number and row.category in dates:
            found.append((date.fromisoformat(dates[row.category]), int(number[1]), row))
    return sorted(found, key=lambda entry: entry[:2])

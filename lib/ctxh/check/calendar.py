"""Checks of dates, anniversaries and document numbers (C25, C30, C32)."""

from __future__ import annotations

import itertools
import re
from datetime import date

from ctxh.book.definitions import INDICATORS, called, printed
from ctxh.check.verdict import Verdict, shown

MOST_TIMES, MOST_A_DAY = 3, 10  # a number above 3 times the one before and 10 more a day has a digit too many
_NUMBER = re.compile(r"(\d+)/(?:KH-)?UBND")  # plans and letters share one run of numbers
DESK_DAYS = {"cashless_cutoff": "cashless_cutoff", "supervision_date": "supervision_date", "doc_place_date": "report_date"}


def anniversaries(edition) -> list[Verdict]:
    """C25: the anniversaries that the desk wrote are the years since the event."""
    verdicts = []
    for name in ("dbp_anniversary", "jul27_anniversary"):
        typed, reckoned = edition.value(f"{name}_typed"), edition.value(f"{name}_years")
        agrees = None if typed is None or reckoned is None else typed == reckoned
        verdicts.append(
            Verdict(shown(typed), shown(reckoned), agrees, "số năm ghi = năm báo cáo − năm sự kiện", indicators=(f"{name}_years",))
        )
    return verdicts


def dates_in_order(edition) -> list[Verdict]:
    """C30: every cited document comes before the data are closed, the report after, the desk's own days in their year."""
    odd, observed = _days_of_other_years(edition), edition.observations()
    rows = observed[(observed["item"] == "issued_documents") & (observed["text"] != "")]
    closed = "" if "cashless_cutoff" in odd else edition.text("cashless_cutoff")
    until = closed or edition.period.last.isoformat()
    if rows.empty and not odd:
        return [Verdict("…", _day(until), None)]
    verdicts = [*odd.values()] + [
        Verdict(
            _day(row.text),
            _day(until),
            False,
            f"«{_named(edition, row.category)}» ban hành sau ngày chốt số liệu",
            indicators=_cited(f"{row.category}_date"),
            place=(row.file, row.sheet, row.cells),
            found=_day(row.text),
        )
        for row in rows[rows["text"] > until].itertuples()
    ]
    signed = edition.text("doc_place_date")
    if closed and signed and signed < closed:
        note = "báo cáo ký trước ngày chốt số liệu"
        verdicts.append(Verdict(_day(signed), _day(closed), False, note, indicators=("doc_place_date",)))
    return verdicts or [Verdict(_day(rows["text"].max()), _day(until), True, "mọi văn bản ≤ ngày chốt số liệu")]


def _days_of_other_years(edition) -> dict[str, Verdict]:
    """A verdict for each day of the desk that lies more than a year from the report's, by indicator."""
    observed, found = edition.observations(), {}
    for name, item in DESK_DAYS.items():
        day = edition.text(name)
        if day and abs(int(day[:4]) - edition.year) > 1:
            rows = observed[observed["item"] == item]
            place = next(zip(rows["file"], rows["sheet"], rows["cells"], strict=True), ("", "", ""))
            note = f"«{called(edition)[name].label}» không hợp với báo cáo của năm {edition.year}: sửa ngày ở phiếu B12"
            found[name] = Verdict(_day(day), str(edition.year), False, note, indicators=(name,), place=place, found=_day(day))
    return found


def _day(iso: str) -> str:
    return printed(INDICATORS["cashless_cutoff"], None, iso)


def _named(edition, document: str) -> str:
    """What a document of the register is called in the labels of its number and day."""
    entries = called(edition)
    known = next((entries[name] for name in (f"{document}_no", f"{document}_date") if name in entries), None)
    return known.label.rpartition(": ")[2] if known else document


def _cited(name: str) -> tuple[str, ...]:
    return (name,) if name in INDICATORS else ()


def numbers_in_order(edition) -> list[Verdict]:
    """C32: the numbers that the office gave its plans and letters rise with their dates."""
    issued = _own_numbers(edition.observations())
    verdicts = []
    for (before, low, _), (day, number, row) in itertools.pairwise(issued):
        if number < low or number > MOST_TIMES * low + MOST_A_DAY * (day - before).days:
            verdicts.append(
                Verdict(
                    row.text,
                    str(low),
                    False,
                    "số văn bản không theo thứ tự ngày của sổ",
                    indicators=_cited(f"{row.category}_no"),
                    place=(row.file, row.sheet, row.cells),
                    found=row.text,
                )
            )
    count = str(len(issued))
    return verdicts or [Verdict(count, count, True if len(issued) > 1 else None, "số văn bản tăng theo ngày")]


def _own_numbers(observed) -> list[tuple]:
    """The dated plans and letters of the office as (day, number, observation), in order of day and number."""
    dates = {row.category: row.text for row in observed[observed["item"] == "issued_documents"].itertuples()}
    found = []
    for row in observed[observed["item"] == "document_numbers"].itertuples():
        number = _NUMBER.match(row.text)
        if number and row.category in dates:
            found.append((date.fromisoformat(dates[row.category]), int(number[1]), row))
    return sorted(found, key=lambda entry: entry[:2])

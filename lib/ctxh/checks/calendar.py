"""Checks of dates, anniversaries and document numbers (C25, C30, C32)."""

from __future__ import annotations

import re

from ctxh.checks.verdict import Verdict, shown
from ctxh.definitions import INDICATORS, printed


def anniversaries(edition) -> list[Verdict]:
    """C25: the anniversaries that the desk wrote are the years since the event."""
    verdicts = []
    for name in ("dbp_anniversary", "jul27_anniversary"):
        typed, reckoned = edition.value(f"{name}_typed"), edition.value(f"{name}_years")
        agrees = None if typed is None or reckoned is None else typed == reckoned
        verdicts.append(Verdict(shown(typed), shown(reckoned), agrees, "số năm ghi = năm báo cáo − năm sự kiện",
                                indicators=(f"{name}_years",)))  # fmt: skip
    return verdicts


def dates_in_order(edition) -> list[Verdict]:
    """C30: every cited document and the request come before the data are closed."""
    observed = edition.observations()
    cutoff = observed.loc[observed["item"] == "cashless_cutoff", "text"]
    if cutoff.empty:
        return [Verdict("…", "…", None)]
    closed = cutoff.iloc[0]
    rows = observed[observed["item"] == "issued_documents"]
    late = rows[rows["text"] > closed]
    verdicts = [
        Verdict(_day(row.text), _day(closed), False, f"văn bản «{row.category}» ban hành sau ngày chốt số liệu",
                indicators=(f"{row.category}_date",), place=(row.file, row.sheet, row.cells), found=_day(row.text))
        for row in late.itertuples()
    ]  # fmt: skip
    return verdicts or [Verdict(_day(rows["text"].max()), _day(closed), True, "mọi văn bản ≤ ngày chốt số liệu")]


def _day(iso: str) -> str:
    return printed(INDICATORS["cashless_cutoff"], None, iso)


def numbers_in_order(edition) -> list[Verdict]:
    """C32: the numbers that the office gave its documents rise with their dates."""
    observed = edition.observations()
    dates = {r.category: r.text for r in observed[observed["item"] == "issued_documents"].itertuples()}
    issued = [r for r in observed[observed["item"] == "document_numbers"].itertuples() if r.category in dates]
    series = sorted((dates[r.category], int(n[0]), r) for r in issued if (n := re.match(r"\d+", r.text)) and "/KH-UBND" in r.text or "/UBND" in r.text and (n := re.match(r"\d+", r.text)))
    verdicts = []
    for (before, low, _), (_, number, row) in zip(series, series[1:], strict=False):
        days = _days_between(before, dates[row.category])
        if number < low or number > 3 * low + 10 * days:
            verdicts.append(Verdict(row.text, str(low), False, "số văn bản không theo thứ tự ngày của sổ",
                                    indicators=(f"{row.category}_no",), place=(row.file, row.sheet, row.cells), found=row.text))  # fmt: skip
    return verdicts or [Verdict(str(len(series)), str(len(series)), True if series else None, "số văn bản tăng theo ngày")]


def _days_between(first: str, last: str) -> int:
    from datetime import date

    return (date.fromisoformat(last) - date.fromisoformat(first)).days

"""What an office takes in: its workbooks, and of member offices only their observations.

Person-level rows live in what is received alone, and end where it is observed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import islice

import pandas as pd

from ctxh.book.desk import DESK_FORM, PAPER, checked_desk
from ctxh.book.items import Item
from ctxh.book.layouts import datings_of
from ctxh.book.request import Request, require_forms
from ctxh.clean.corrections import FILE, load_corrections
from ctxh.clean.expected import COVERAGE, Expected
from ctxh.clean.form_records import Records
from ctxh.clean.ingest import narrowed, receive, sheets_left
from ctxh.clean.persons.allowances import judge
from ctxh.clean.persons.gate import ALLOWED, Gate, guard_files, guard_names, guard_records, guard_wording, in_masked_files, load_allowed
from ctxh.clean.received import Received
from ctxh.findings import Finding, reported_columns, without_sums_of
from ctxh.observe.members import (
    Ingested,
    Member,
    folded_coverage,
    folded_observations,
    published_of,
    require_data,
)
from ctxh.observe.observations import columns_of, observe, unfilled_findings, without_rows_counted
from ctxh.observe.observed import Observations
from ctxh.observe.office_words import Words, names_of_files, own_words
from ctxh.observe.period_findings import of_decisions_before, of_rows_after_the_close, of_undated_documents
from ctxh.observe.reading_findings import reading_findings
from ctxh.observe.saved import Saved
from ctxh.observe.stated_conditions import conditioned
from ctxh.observe.unused import with_unused
from ctxh.process.memory import Memory
from ctxh.read.child_reader import read_workbooks
from ctxh.read.placement import workbook_files
from ctxh.reference.periods import PAID_LATER, Period, after, latest_paid, listed_on, tellable, within
from ctxh.reference.tables import read_reference
from ctxh.reference.values_read import keep_values

_PAYMENTS = {"month", "programme", "amount", "persons"}


def ingest(request: Request, memory: Memory | None = None) -> Ingested:
    """The workbooks of the year, read, cleaned, without what the gate stops, and cut to the period; of members what is taken of them.

    What a ``memory`` holds of a workbook is not read again.
    """
    require_forms(request)
    require_data(request)  # the gate opens their registers
    members, opened = _members_in(request, memory)
    found = receive(request.folder, expected(request), memory=memory)
    held = _gated(request, found, opened, memory or Memory())
    unfilled = unfilled_findings(found.records, list(request.book.items.values()), reported_columns(held))
    later = _later(found.records, request.period)
    findings = without_sums_of([*found.findings, *held, *unfilled])
    for records in (records for records in found.records if records.form == DESK_FORM and len(records.table)):
        place = records.place
        records.table, faults = checked_desk(records.table, records.letters, request.book, **place)
        records.findings += [row for row in faults if row["severity"] != "stopped"]  # what is told of its rows is not told again
        findings += faults
    findings += judge(found.records, request.norms, request.coefficients, listed_on(_latest(later), request.period))
    found = replace(found, findings=tuple(findings), later=later)
    return Ingested(request, with_unused(_cut(request, found), request), members, opened)


def _members_in(request: Request, memory: Memory | None = None) -> tuple[tuple[Member, ...], tuple[Ingested, ...]]:
    """The members of an office, and those of them whose own workbooks were read."""
    members, opened = [], []
    for member, saved in zip(request.members, published_of(request.members), strict=True):
        if saved is None:
            opened.append(ingest(member, memory))
        members.append(Member(saved or observed(opened[-1]), saved is not None))
    return tuple(members), tuple(opened)


def observed(ingested: Ingested) -> Observations:
    """What was received as counts and sums by area: here persons end."""
    return _reported(ingested, _of_own(ingested))


def _of_own(ingested: Ingested) -> pd.DataFrame:
    request = ingested.request
    return _observed(request, ingested.own, list(request.book.items.values()), ingested.members)


def _reported(ingested: Ingested, own: pd.DataFrame) -> Observations:
    request, members = ingested.request, ingested.members
    reported = folded_observations(own, members, request.book.items)
    coverage = folded_coverage(pd.DataFrame(ingested.own.coverage, columns=COVERAGE), members)
    codes_said = frozenset((records.form, *one) for records in ingested.own.records for one in records.codes_said)
    nothing_found = Observations(request, reported, coverage, pd.DataFrame(), codes_said=codes_said)
    return replace(nothing_found, reading_findings=reading_findings(ingested, nothing_found.listed_until))


def read_observations(request: Request, memory: Memory | None = None) -> Observations:
    """The observations of an office, from its workbooks, or from what a ``memory`` holds of them.

    A run that answers the senders keeps them for that too, with what is told to senders alone, so that no workbook is read twice.
    """
    ingested = ingest(request, memory)
    if request.places.kept:
        keep_values(request.places.kept, f"{request.year}", ingested.own.values)
    if not request.places.private or request.shown_here:
        return observed(ingested)
    for_senders = replace(ingested, request=replace(request, shown_here=True))
    own = _of_own(for_senders)
    Saved(request.places.private).save_reading(_reported(for_senders, own))
    return _reported(ingested, without_rows_counted(own))


def _gated(request: Request, found: Received, opened: tuple[Ingested, ...], memory: Memory) -> list[dict[str, str]]:
    """What the gate stops of all that could be printed: cells, names of files and sheets, the office's own words.

    Registers are open here and nowhere after. Of a fold's members those are open that are read in this run.
    """
    closed = [found.gate, *(gate for one in opened for gate in _gates(one))]
    known = closed, load_allowed(request.office_folder), _passing(request)
    key = "gates", request.folder
    gates: list[Gate] = memory.get(key, known) or memory.keep(key, known, [allowing(request, one) for one in closed])
    words = [*own_words(request, (FILE, ALLOWED)), *_corrections(request)]
    named = {row["file"] for row in (*found.coverage, *found.findings)}
    names = [name for name in names_of_files(request) if name not in named]
    findings = [
        row
        for gate in gates
        for row in (
            *guard_records(gate, found.records, request.layouts),
            *guard_names(gate, found.coverage, found.findings, found.records),
            *guard_wording(gate, words, request.area_code),
            *guard_files(gate, names, request.area_code),
        )
    ]
    return in_masked_files(gates, findings)


def _gates(ingested: Ingested, every: bool = False) -> Iterator[Gate]:
    """The gate of an office's registers and those of its members and theirs.

    Of members that are published too, where ``every`` one is asked for.
    """
    yield ingested.own.gate
    for one in ingested.opened:
        yield from _gates(one, every)
    for member in (one for one in ingested.members if every and one.published):
        yield from _gates(ingest(member.request), every)


def held_back(request: Request | None, texts: Iterable[Words], names: Iterable[str]) -> list[dict[str, str]]:
    """A finding for each text and each name of a file that would leave with an edition and holds what its gate stops.

    The registers of the office and of all its members are read for it. Without a request only numbers are known, by their shape.
    """
    gates = [allowing(request, one) for one in _gates(ingest(request), every=True)] if request else [Gate()]
    texts, names, area = list(texts), list(names), request.area_code if request else ""
    return [row for gate in gates for row in (*guard_wording(gate, texts, area), *guard_files(gate, names, area))]


def _corrections(request: Request) -> Iterator[tuple[str, str, str]]:
    """What a table of corrections prints: the reasons and who gave them."""
    return ((FILE, f"Dòng {c.line}", f"{c.reason}; {c.by}") for c in load_corrections(request.office_folder, request.year))


def allowing(request: Request, gate: Gate) -> Gate:
    """The gate that lets pass what the office allows, and names of places and of what all offices call so."""
    return gate.allowing(load_allowed(request.office_folder)).without(_passing(request))


def _passing(request: Request) -> list[str]:
    """The names of places, and of what all offices call so."""
    return [*read_reference(request.reference / "common_names.csv")["name"], *request.territory.areas["name"]]


def _later(all_records: Iterable[Records], period: Period) -> tuple[Records, ...]:
    """The payments of months after the period, marked so; there are some when the workbooks were written later."""
    if period.whole:
        return ()
    tables = [(records, after(records.table, period)) for records in all_records if records.form == "payments"]
    return tuple(replace(records, table=rows.assign(paid_when="later")) for records, rows in tables if len(rows))


def _latest(later: Iterable[Records]) -> str:
    return max((str(records.table["month"].max())[:7] for records in later), default="")


def _cut(request: Request, found: Received) -> Received:
    left: dict[str, int] = {}
    more: list[Finding] = []
    _by_present_ids(request, found.records)
    for records in found.records:
        more += of_decisions_before(request, records)
        kept = within(records.table, request.layouts[records.form].dating, request.period, request.book.occasions, bool(found.later))
        if len(kept) < len(records.table):
            code = request.layouts[records.form].code
            left[code] = left.get(code, 0) + len(records.table) - len(kept)
            more += of_undated_documents(request, records, kept)
        records.table = kept
    more += of_rows_after_the_close(request, left) if request.period.whole else []
    return replace(found, findings=(*found.findings, *more))


def _by_present_ids(request: Request, all_records: Iterable[Records]) -> None:
    """The copied figures of the paper under the ids of today; a form that was sent out earlier has those of its day."""
    table = read_reference(request.reference / "former_ids.csv")
    former = dict(zip(table["former"], table["id"], strict=True))
    for records in all_records:
        if records.form == PAPER and "indicator" in records.table:
            records.table = records.table.assign(indicator=records.table["indicator"].replace(former))


def expected(request: Request) -> Expected:
    """Who sends workbooks to the office, and on which forms; members of a fold send none."""
    senders = request.reported_areas.iloc[:0] if request.members else request.reported_areas
    corrections = load_corrections(request.office_folder, request.year)
    return Expected(
        request.year,
        request.area_code,
        request.own_name,
        senders,
        request.layouts,
        request.categories,
        corrections,
        request.allow_missing,
        request.period.last,
        _invented(request),
        tuple(request.period.months),
        request.reporters,
    )


def _invented(request: Request) -> bool:
    """Whether the persons of the year are invented, as the settings of the office say."""
    return request.year in (*request.illustrative.years, *request.illustrative.breakdown_years)


def observed_items(requests: list[Request], items: Mapping[str, Item]) -> list[pd.DataFrame]:
    """Observations of some items alone for each request, from only the forms and columns that they need.

    The workbooks of all of them are read by one child.
    """
    forms = [_forms_of(request, items) for request in requests]
    files = [workbook_files(request.folder) for request in requests]
    left = (sheets_left(narrowed(request.layouts, wanted), request.layouts) for request, wanted in zip(requests, forms, strict=True))
    readings = read_workbooks([path for paths in files for path in paths], set.intersection(*left) if requests else ())
    return [
        _items_of(request, items, receive(request.folder, expected(request), wanted, islice(readings, len(paths))))
        for request, wanted, paths in zip(requests, forms, files, strict=True)
    ]


def _forms_of(request: Request, items: Mapping[str, Item]) -> dict[str, set[str]]:
    columns = columns_of(list(items.values()))
    if request.period.whole and request.period.last.month == 12:  # no row can be of a later month
        return columns
    return {form: names | {*request.layouts[form].dated_by} for form, names in columns.items()} | {"payments": _PAYMENTS}


def _items_of(request: Request, items: Mapping[str, Item], found: Received) -> pd.DataFrame:
    require_data(request)
    members, _ = _members_in(request)
    found = replace(found, later=_later(found.records, request.period))
    own = _observed(request, _cut(request, found), list(items.values()), members)
    return folded_observations(own, members, items)


def _observed(request: Request, found: Received, items: list[Item], members: tuple[Member, ...]) -> pd.DataFrame:
    """What the office's own workbooks tell of the period, and what they say was paid after it."""
    return conditioned(request, _of_period(request, found, items, members))


def _of_period(request: Request, found: Received, items: list[Item], members: tuple[Member, ...]) -> pd.DataFrame:
    if request.period.whole:
        return observe(found.records, items, request.year, request.shown_here)
    late = bool(found.later) or any(latest_paid(member.observed.observations) for member in members)
    forms, after_it = datings_of(request.layouts), [request.book.items[PAID_LATER]]
    in_period = tellable(items, request.period, request.book.occasions, late, forms)
    own, later = (
        observe(records, asked, request.year, request.shown_here)
        for records, asked in ((found.records, in_period), (found.later, after_it))
    )
    return pd.concat([own, later], ignore_index=True) if len(later) else own

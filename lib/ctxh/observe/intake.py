"""What an edition takes in: its workbooks, and of member offices only their observations.

Person-level rows live in ``received`` alone and go on to ``observe``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice

import pandas as pd

from ctxh.book.definitions import INDICATORS, ITEMS, items_behind
from ctxh.book.desk import FORM as DESK
from ctxh.book.desk import PAPER, checked_desk
from ctxh.book.items import Item
from ctxh.clean.corrections import FILE, load_corrections
from ctxh.clean.ingest import COVERAGE, Expected, Received, narrowed, receive, sheets_of
from ctxh.clean.persons.allowances import judge
from ctxh.clean.persons.cell_texts import closed_words, told_here, told_outside
from ctxh.clean.persons.gate import ALLOWED, Gate, guard_files, guard_names, guard_records, guard_wording, load_allowed
from ctxh.clean.records import Records
from ctxh.findings import finding, findings_table, without_rows, without_sums_of
from ctxh.observe.filter_words import Spelled, condition
from ctxh.observe.members import folded_coverage, folded_findings, folded_observations, require_data
from ctxh.observe.observations import COLUMNS, SPELLED, columns_of, observe, unfilled_findings
from ctxh.observe.office_words import Words, names_of_files, own_words
from ctxh.read.child_reader import read_workbooks
from ctxh.read.placement import workbook_files
from ctxh.reference import places
from ctxh.reference.periods import (
    DATED,
    PAID_LATER,
    Period,
    after,
    decided_before,
    latest_paid,
    listed_on,
    load_occasions,
    tellable,
    within,
)
from ctxh.reference.tables import read_reference
from ctxh.vietnamese import format_date

_PAYMENTS = {"month", "programme", "amount", "persons"}


def received(edition) -> Received:
    """The workbooks of the year, read, cleaned, without what the gate stops, and cut to the period."""
    require_data(edition.members)  # the gate opens their registers
    found = receive(edition.folder, expected(edition))
    found.findings += _gated(edition, found)
    found.findings = without_sums_of(found.findings + unfilled_findings(found.records, list(ITEMS.values())))
    found.later = _later(found.records, edition.period)
    drawn_up = listed_on(_latest(found.later), edition.period)
    for records in (records for records in found.records if records.form == DESK and len(records.table)):
        place = {"area_code": records.area_code, "file": records.file, "sheet": records.sheet}
        records.table, faults = checked_desk(records.table, records.letters, **place)
        found.findings += faults
    found.findings += judge(found.records, edition.norms, edition.coefficients, drawn_up)
    return _cut(edition, found)


def _gated(edition, found: Received) -> list[dict]:
    """What the gate stops of all that could be printed: cells, names of files and sheets, the office's own words.

    Registers are open here and nowhere after. Of a fold's members those are open that are read in this run.
    """
    gates = [_allowing(edition, one) for one in _opened_gates(edition, found)]
    words = [*own_words(edition, (FILE, ALLOWED)), *_corrections(edition)]
    told = {row["file"] for row in (*found.coverage, *found.findings)}
    names = [name for name in names_of_files(edition) if name not in told]
    return [
        row
        for gate in gates
        for row in (
            *guard_records(gate, found.records, edition.layouts),
            *guard_names(gate, found.coverage, found.findings, found.records),
            *guard_wording(gate, words, edition.area_code),
            *guard_files(gate, names, edition.area_code),
        )
    ]


def _opened_gates(edition, found: Received, every: bool = False) -> Iterator[Gate]:
    """The gate of an office's registers and those of its members and theirs; of members that are published, where ``every`` one is asked for."""
    yield found.gate
    for member in (one for one in edition.members if every or not one.reuse):
        yield from _opened_gates(member, member.received, every)


def held_back(edition, texts: Iterable[Words], names: Iterable[str]) -> list[dict]:
    """A finding for each text and each name of a file that would leave with an edition and holds what its gate stops.

    The registers of the office and of all its members are read for it. Without an edition only numbers are known, by their shape.
    """
    gates = [_allowing(edition, one) for one in _opened_gates(edition, edition.received, every=True)] if edition else [Gate()]
    texts, names, area = list(texts), list(names), edition.area_code if edition else ""
    return [row for gate in gates for row in (*guard_wording(gate, texts, area), *guard_files(gate, names, area))]


def _corrections(edition) -> Iterator[tuple[str, str, str]]:
    """What a table of corrections prints: the reasons and who gave them."""
    return ((FILE, f"Dòng {c.line}", f"{c.reason}; {c.by}") for c in load_corrections(edition.data / edition.office_id, edition.year))


def _allowing(edition, gate: Gate) -> Gate:
    """The gate that lets pass what the office allows, and names of places and of what all offices call so."""
    common = read_reference(edition.reference / "common_names.csv")["name"]
    return gate.allowing(load_allowed(edition.data / edition.office_id)).without([*common, *edition.territory.areas["name"]])


def _later(all_records: list[Records], period: Period) -> list[Records]:
    """The payments of months after the period, marked so; there are some when the workbooks were written later."""
    if period.whole:
        return []
    tables = [(records, after(records.table, period)) for records in all_records if records.form == "payments"]
    return [replace(records, table=rows.assign(paid_when="later")) for records, rows in tables if len(rows)]


def _latest(later: list[Records]) -> str:
    return max((str(records.table["month"].max())[:7] for records in later), default="")


def _cut(edition, found: Received) -> Received:
    occasions, left = load_occasions(edition.reference), {}
    _by_present_ids(edition, found.records)
    for records in found.records:
        found.findings += _decided_before(edition, records)
        kept = within(records.table, records.form, edition.period, occasions, bool(found.later))
        if len(kept) < len(records.table):
            code = edition.layouts[records.form].code
            left[code] = left.get(code, 0) + len(records.table) - len(kept)
        records.table = kept
    found.findings += _left_out(edition, left) if edition.period.whole else []
    return found


def _by_present_ids(edition, all_records: list[Records]) -> None:
    """The copied figures of the paper under the ids of today; a form that was sent out earlier has those of its day."""
    former = dict(read_reference(edition.reference / "former_ids.csv")[["former", "id"]].itertuples(index=False))
    for records in all_records:
        if records.form == PAPER and "indicator" in records.table:
            records.table = records.table.assign(indicator=records.table["indicator"].replace(former))


def _decided_before(edition, records: Records) -> list[dict]:
    """A word on the decisions of a register that were taken before the period and count in it."""
    count = decided_before(records.table, records.form, edition.period)
    if not count:
        return []
    first = format_date(edition.period.first)
    message = f"{count} quyết định ghi trước ngày {first}, ngày đầu của kỳ báo cáo, vẫn được tính: kỳ trước có thể đã tính."
    place = {"area_code": records.area_code, "file": records.file, "sheet": records.sheet}
    return [finding("flagged", message, "Xóa những dòng kỳ trước đã báo cáo, hoặc sửa ngày quyết định.", check="kỳ báo cáo", **place)]


def _left_out(edition, left: dict[str, int]) -> list[dict]:
    """A word on the rows of a year that are dated after the day on which it closes."""
    if not left:
        return []
    forms = ", ".join(f"{code}: {count} dòng" for code, count in left.items())
    message = (
        f"{edition.period.words.capitalize()} chốt ngày {format_date(edition.period.last)}: dòng ghi ngày sau đó không được tính ({forms})."
    )
    return [
        finding(
            "flagged", message, "Kiểm tra ngày chốt trong office.toml, [periods.year].", check="kỳ báo cáo", area_code=edition.area_code
        )
    ]


def expected(edition) -> Expected:
    """Who sends workbooks to the office, and on which forms; members of a fold send none."""
    senders = edition.reported_areas.iloc[:0] if edition.members else edition.reported_areas
    known = senders, edition.layouts, edition.categories
    corrections = load_corrections(edition.data / edition.office_id, edition.year)
    own = edition.area_code, edition.own_name
    period = edition.period
    return Expected(edition.year, *own, *known, corrections, places.allows_missing(), period.last, _invented(edition), tuple(period.months))


def _invented(edition) -> bool:
    """Whether the persons of the year are invented, as the settings of the office say."""
    said = edition.office.get("illustrative", {})
    return edition.year in (*said.get("years", ()), *said.get("breakdown_years", ()))


def reported(edition) -> pd.DataFrame:
    """Observations as the areas reported them; those of members come from the members' own editions."""
    return folded_observations(_observed(edition, edition.received, list(ITEMS.values())), edition.members)


def observed(editions: list, items: list[Item]) -> list[pd.DataFrame]:
    """Observations of some items alone for each edition, from only the forms and columns that they need.

    The workbooks of all of them are read by one child.
    """
    forms = [_forms_of(edition, items) for edition in editions]
    files = [workbook_files(edition.folder) for edition in editions]
    keys = (sheets_of(narrowed(edition.layouts, wanted)) for edition, wanted in zip(editions, forms, strict=True))
    readings = read_workbooks([path for paths in files for path in paths], set().union(*keys))
    return [
        _observed_of(edition, items, receive(edition.folder, expected(edition), wanted, islice(readings, len(paths))))
        for edition, wanted, paths in zip(editions, forms, files, strict=True)
    ]


def _forms_of(edition, items: list[Item]) -> dict[str, set[str]]:
    columns = columns_of(items)
    if edition.period.whole and edition.period.last.month == 12:  # no row can be of a later month
        return columns
    return {form: names | set(DATED.get(form, ((), ""))[0]) for form, names in columns.items()} | {"payments": _PAYMENTS}


def _observed_of(edition, items: list[Item], found: Received) -> pd.DataFrame:
    found.later = _later(found.records, edition.period)
    own = _observed(edition, _cut(edition, found), items)
    return folded_observations(own, edition.members, {item.id for item in items})


def _observed(edition, found: Received, items: list[Item]) -> pd.DataFrame:
    """What the office's own workbooks tell of the period, and what they say was paid after it."""
    return _conditioned(edition, _told(edition, found, items))


def _told(edition, found: Received, items: list[Item]) -> pd.DataFrame:
    if edition.period.whole:
        return observe(found.records, items, edition.year, edition.shown_here)
    late = bool(found.later) or any(latest_paid(member.observations()) for member in edition.members)
    told = tellable(items, edition.period, load_occasions(edition.reference), late)
    own, later = (
        observe(records, asked, edition.year, edition.shown_here)
        for records, asked in ((found.records, told), (found.later, [ITEMS[PAID_LATER]]))
    )
    return pd.concat([own, later], ignore_index=True) if len(later) else own


def _conditioned(edition, table: pd.DataFrame) -> pd.DataFrame:
    """The observations, those of registers with the condition in words: what the item counts, until when, what is left out."""
    keys = list(zip(*(table[name] for name in ("item", "period", "category", SPELLED, "rows")), strict=True))
    said = {key: _condition(edition, *key[:4]) for key in dict.fromkeys(keys) if key[4]}
    conditions = [", ".join(filter(None, (said.get(key, ""), left))) for key, left in zip(keys, table["condition"], strict=True)]
    return table.assign(condition=conditions)[COLUMNS]


def _condition(edition, name: str, period: str, category: str, spelled: Spelled) -> str:
    item = ITEMS[name]
    words = condition(item, period, category, edition.layouts[item.form], edition.categories, spelled)
    if edition.period.whole or item.form not in DATED:
        return words
    cutoff = format_date(edition.period.cutoff(DATED[item.form][1]))
    return ", ".join(filter(None, (words, f"đến ngày {cutoff}")))


def listed_until(edition) -> str:
    """The month (``2024-12``) until which lists run that were drawn up after the period; empty for lists of the period."""
    return "" if edition.period.whole else latest_paid(edition.reported())


def untold(edition) -> frozenset[str]:
    """The indicators that cannot be told of the edition's part of a year, since one of their items cannot; none of a whole year."""
    if edition.period.whole:
        return frozenset()
    told = tellable(list(ITEMS.values()), edition.period, load_occasions(edition.reference), bool(edition.listed_until))
    missing = set(ITEMS) - {item.id for item in told}
    return frozenset(name for name in INDICATORS if missing & set(items_behind(name)))


def coverage(edition) -> pd.DataFrame:
    """One row a form and file, those of members with their office before the file's name."""
    return folded_coverage(pd.DataFrame(edition.received.coverage, columns=COVERAGE), edition.members)


def reading_findings(edition) -> pd.DataFrame:
    """Findings of reading and cleaning; of each member what its own edition found, in one line.

    Of cells they quote what is proven, of registers they name columns; of an edition that is told on this screen
    and to senders alone, a little more, and the rows.
    """
    own = edition.received
    names = frozenset(row[kind] for row in [*own.coverage, *own.findings] for kind in ("file", "sheet"))
    if edition.shown_here:
        told = told_here(own.findings)
    else:
        told = told_outside(_published(edition), closed_words(edition.layouts, edition.categories), names)
    return findings_table(_of_later_lists(edition) + told + folded_findings(edition.members, edition))


def _published(edition) -> list[dict]:
    """The findings that reading made, with rows only on sheets that are known for forms of totals."""
    own = edition.received
    totals = {(row["file"], row["sheet"]) for row in own.coverage if not edition.layouts[row["form"]].register}
    return [row if (row["file"], row["sheet"]) in totals else without_rows(row) for row in own.findings]


def _of_later_lists(edition) -> list[dict]:
    """A word on what workbooks that were written after the period can say of it, and what they cannot."""
    until = edition.listed_until
    if not until:
        return []
    message = (
        f"Tệp có số liệu đến tháng {until[5:]}/{until[:4]}, sau kỳ {edition.period.words}: danh sách đang hưởng và lao động là của lúc lập tệp; "
        "biểu không ghi ngày (B7, B9b) không tách được phần của kỳ nên để trống."
    )
    remedy = "Muốn có đủ số liệu của kỳ, nhận tệp lập đến ngày chốt."
    return [finding("info", message, remedy, check="kỳ báo cáo", area_code=edition.area_code)]

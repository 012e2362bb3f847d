"""Persons matched between lists by their numbers: rows are marked, the numbers are let go.

Whoever is in the register of allowances (B1) and in that of people with merit (B1b) is marked in both
with where the other row is. A funeral (B3) is marked with whether there is a decision to stop (B2), a
decision to stop with whether there was a funeral. What cannot be told, for want of a number, says so.
"""

from __future__ import annotations

from ctxh.clean.form_records import Records

BOTH, ONE = "both", "one"
YES, NO, UNKNOWN = "yes", "no", "unknown"
STOPPING = ("stop", "reduce_or_stop")
_OTHER = {"beneficiaries": "merit_people", "merit_people": "beneficiaries"}
Rows = dict[int, str]


def match(all_records: list[Records], numbers: dict[tuple[str, str, str], Rows]) -> None:
    """Mark the rows of registers, changes and funerals; ``numbers`` are those of each form, file and sheet by row."""
    lists = [(records, numbers.get((records.form, records.file, records.sheet), {})) for records in all_records]
    _mark_registers([(records, rows) for records, rows in lists if records.form in _OTHER])
    _mark_deaths(
        [(records, rows) for records, rows in lists if records.form == "funerals"],
        [(records, rows) for records, rows in lists if records.form == "changes"],
    )


def _mark_registers(lists: list[tuple[Records, Rows]]) -> None:
    """Columns ``registers`` (both or one) and ``other_area`` (where the other register lists the person)."""
    areas: dict[str, dict[str, str]] = {form: {} for form in _OTHER}
    for records, rows in lists:
        areas[records.form].update(dict.fromkeys(rows.values(), records.area_code))
    for records, rows in lists:
        others = areas[_OTHER[records.form]]
        found = [others.get(rows.get(row, ""), "") for row in _rows(records)]
        records.table = records.table.assign(registers=[BOTH if area else ONE for area in found], other_area=found)


def _mark_deaths(funerals: list[tuple[Records, Rows]], changes: list[tuple[Records, Rows]]) -> None:
    """Columns ``stop_decision`` of funerals and ``funeral`` of changes: yes, no or unknown; of other changes nothing."""
    buried = {number for _, rows in funerals for number in rows.values()}
    stopped = {rows[row] for records, rows in changes for row, stops in _stops(records) if stops and row in rows}
    for records, rows in funerals:
        records.table = records.table.assign(stop_decision=[_whether_known(rows.get(row), stopped) for row in _rows(records)])
    for records, rows in changes:
        found = [_whether_known(rows.get(row), buried) if stops else "" for row, stops in _stops(records)]
        records.table = records.table.assign(funeral=found)


def _stops(records: Records) -> list[tuple[int, bool]]:
    """Each row of a register of changes with whether it stops an allowance."""
    kinds = records.table["kind"].tolist() if "kind" in records.table else []
    return [(row, kind in STOPPING) for row, kind in zip(_rows(records), kinds, strict=False)]


def _whether_known(number: str | None, known: set[str]) -> str:
    return UNKNOWN if number is None else YES if number in known else NO


def _rows(records: Records) -> list[int]:
    return records.table["row"].tolist()

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
    """Columns ``stop_decision`` of funerals and ``funeral`` of changes: yes, no or unknown; of other changes nothing.

    Where the funerals of an area, or its changes, say no number at all, what is not found in them is unknown.
    """
    buried = {number for _, rows in funerals for number in rows.values()}
    stopped = {rows[row] for records, rows in changes for row, stops in _stops(records) if stops and row in rows}
    for records, rows in funerals:
        absent = UNKNOWN if records.area_code in _numberless(changes) else NO
        found = [_whether_known(rows.get(row), stopped, absent) for row in _rows(records)]
        records.table = records.table.assign(stop_decision=found)
    for records, rows in changes:
        absent = UNKNOWN if records.area_code in _numberless(funerals) else NO
        found = [_whether_known(rows.get(row), buried, absent) if stops else "" for row, stops in _stops(records)]
        records.table = records.table.assign(funeral=found)


def _stops(records: Records) -> list[tuple[int, bool]]:
    """Each row of a register of changes with whether it stops an allowance."""
    kinds = records.table["kind"].tolist() if "kind" in records.table else []
    return [(row, kind in STOPPING) for row, kind in zip(_rows(records), kinds, strict=False)]


def _numberless(lists: list[tuple[Records, Rows]]) -> set[str]:
    """The areas in whose lists somebody stands and nobody has a number."""
    numbered = {records.area_code for records, rows in lists if rows}
    return {records.area_code for records, _ in lists if _rows(records)} - numbered


def _whether_known(number: str | None, known: set[str], absent: str) -> str:
    return UNKNOWN if number is None else YES if number in known else absent


def _rows(records: Records) -> list[int]:
    return records.table["row"].tolist()

"""Persons who stand in the lists of two areas: told, and counted once."""

from __future__ import annotations

from ctxh.clean.form_records import Records
from ctxh.clean.persons.identities import REGISTERS
from ctxh.findings import Finding, finding
from ctxh.read.placement import cell_ranges

Rows = dict[int, str]
_START = "from_month"
TELLING = {"citizen_id", _START}  # the columns that tell who is listed twice and where it counts
_MOVED = "{n} người cũng có trong danh sách của {other}: chỉ tính một nơi, là nơi có tháng hưởng muộn hơn; các dòng này không được tính."
_UNKNOWN = "{n} người cũng có trong danh sách của {other}, không có tháng hưởng để phân biệt: tính ở {other}, các dòng này không được tính."
_TWICE = "{n} dòng trùng số CCCD với trang tính «{other}», mỗi dòng vẫn được tính."


def count_once(all_records: list[Records], numbers: dict[tuple[str, str, str], Rows]) -> list[Finding]:
    """A finding for each pair of lists that share persons; rows that count elsewhere are taken out of their records.

    Whoever is listed by two areas has moved: the later start of the allowance is the one that is paid
    now. Where no start tells, the list that was read first counts. ``numbers`` are those of each form,
    file and sheet by row.
    """
    places: dict[tuple[str, str], list[tuple[Records, int, str]]] = {}
    for records in all_records:
        rows = numbers.get((records.form, records.file, records.sheet), {}) if records.form in REGISTERS else {}
        starts = _starts(records)
        for row, number in rows.items():
            places.setdefault((records.form, number), []).append((records, row, starts.get(row, "")))
    pairs: dict[tuple[int, int, str], list[int]] = {}
    lists = {id(records): records for records in all_records}
    for found in places.values():
        if len(found) > 1:
            _note(pairs, found)
    findings = [_pair_finding(lists[own], lists[other], kind, rows) for (own, other, kind), rows in pairs.items()]
    _take_out(lists, pairs)
    return findings


def _starts(records: Records) -> dict[int, str]:
    table = records.table
    if _START not in table or not len(table):
        return {}
    return {row: start for row, start in zip(table["row"].tolist(), table[_START].tolist(), strict=True) if isinstance(start, str)}


def _note(pairs: dict[tuple[int, int, str], list[int]], found: list[tuple[Records, int, str]]) -> None:
    kept = max(found, key=lambda place: place[2])  # the first of equals
    for records, row, start in found:
        if records.area_code != kept[0].area_code:
            kind = _UNKNOWN if start == kept[2] else _MOVED
            pairs.setdefault((id(records), id(kept[0]), kind), []).append(row)
        elif records is not kept[0]:
            pairs.setdefault((id(records), id(kept[0]), _TWICE), []).append(row)


def _pair_finding(own: Records, other: Records, kind: str, rows: list[int]) -> Finding:
    twice = kind == _TWICE
    message = kind.format(n=len(rows), other=other.sheet if twice else other.file)
    remedy = "Xóa dòng thừa hoặc sửa số." if twice else "Hai đơn vị thống nhất một nơi chi trả."
    cell = cell_ranges(own.letters["citizen_id"], rows)
    return finding(
        "flagged",
        message,
        remedy,
        check="case 48" if twice else "case 71",
        area_code=own.area_code,
        file=own.file,
        sheet=own.sheet,
        cell=cell,
    )


def _take_out(lists: dict[int, Records], pairs: dict[tuple[int, int, str], list[int]]) -> None:
    for (own, _, kind), rows in pairs.items():
        if kind != _TWICE:
            table = lists[own].table
            lists[own].table = table[~table["row"].isin(rows)].reset_index(drop=True)
            lists[own].left_out += len(rows)

"""A year's workbooks received: whose they are, what they hold, and what is wrong with them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from ctxh.book.layouts import LISTS_SHEET, Layout
from ctxh.clean.arrivals import WRONG_YEAR, arrival_findings
from ctxh.clean.corrections import corrections_of, fileless, unfit_findings
from ctxh.clean.expected import Expected
from ctxh.clean.form_records import Records
from ctxh.clean.one_category import one_category_findings
from ctxh.clean.one_workbook import of_workbook
from ctxh.clean.persons.duplicates import TELLING, count_once
from ctxh.clean.persons.gate import Gate, Registers
from ctxh.clean.persons.identities import REGISTERS, Numbers
from ctxh.clean.persons.matching import match
from ctxh.clean.persons.namesakes import namesake_findings
from ctxh.clean.received import ComingIn, Received, Workbook
from ctxh.clean.senders import lying_there, named_by
from ctxh.clean.stand_ins import settled_senders, told_twice
from ctxh.errors import CtxhError
from ctxh.findings import Finding, finding
from ctxh.frames import Area, rows_of
from ctxh.process.memory import Memory
from ctxh.read.child_reader import Reading, read_workbooks, remembered
from ctxh.read.folders import no_table, shown_name
from ctxh.read.placement import alike, workbook_files
from ctxh.reference.area_names import AreaNames
from ctxh.vietnamese import header_key

UNREAD = "đọc tệp"
MOST_SLIPS = 3  # rows that a name of three words or more stands on as a village before it is believed to be one


def receive(
    folder: Path,
    expected: Expected,
    forms: dict[str, set[str]] | None = None,
    readings: Iterable[Reading] | None = None,
    memory: Memory | None = None,
) -> Received:
    """Everything in a folder of workbooks, or only some columns of some forms.

    ``readings`` are the workbooks of the folder where somebody has begun to read them. Of what a ``memory`` holds, which is asked
    for whole workbooks alone, none is read or cleaned again. What is wrong becomes findings; only a folder that cannot be read at
    all raises CtxhError.
    """
    received, gate = ComingIn(), Gate()
    keys = expected.area_names
    layouts = expected.layouts if forms is None else narrowed(expected.layouts, forms)
    first_with: dict[str, str] = {}
    numbers, registers, empty = Numbers(expected.examples, expected.year), Registers(), []
    if memory is not None:
        readings = remembered(workbook_files(folder), memory)
    elif readings is None:
        readings = read_workbooks(workbook_files(folder), () if forms is None else sheets_left(layouts, expected.layouts))
    if expected.reporters:
        readings = list(readings)
        expected, notes = settled_senders(readings, expected, keys)
        received.findings.extend(notes if forms is None else [])
    for reading in readings:
        name = shown_name(reading.path.name)
        if reading.sha256 in first_with:
            received.findings.append(_same_file(name, first_with[reading.sha256]))
            continue
        if reading.refused or name != reading.path.name:
            received.findings.append(_unread(reading, expected, keys))
            continue
        try:
            _take(received, _of_workbook(reading, expected, layouts, memory), numbers, registers)
            first_with[reading.sha256] = name
            received.values[reading.sha256] = reading.values
            empty += [] if reading.sheets else [reading.path]
        except CtxhError as fault:
            code = expected.part(named_by(reading.path, keys)).code  # of whom nothing is missing: it came, and is refused
            received.findings.append(finding("stopped", str(fault), check=UNREAD, file=name, area_code=code))
    received.findings.extend(told_twice(received.records, expected))
    received.findings.extend(count_once(received.records, numbers.by_row))
    if forms is None:
        match(received.records, numbers.by_row)
        known = registers.names, registers.numbers, _places(received.records, expected)
        key, memory = ("gate", folder), memory or Memory()
        gate = memory.get(key, known) or memory.keep(key, known, Gate.of(registers, known[-1]))
        files = [path.name for path in workbook_files(folder)]
        received.findings.extend(unfit_findings(fileless(expected.corrections, files)))
        received.findings.extend(one_category_findings(received.records, expected.layouts, expected.categories))
        received.findings.extend(numbers.dead() + numbers.elsewhere() + namesake_findings(numbers.lists, expected.year))
        unread = {row["area_code"] for row in received.findings if row["check"] == UNREAD and row["severity"] == "stopped"}
        lying, notes = lying_there(folder, keys, empty)
        lying = {expected.part(sender).code: what for sender, what in lying.items()}
        received.findings.extend(arrival_findings(received.coverage, expected, unread, lying, received.stray) + notes)
    return Received(tuple(received.records), tuple(_year_faults_once(received.findings)), tuple(received.coverage), gate, received.values)


def _of_workbook(reading: Reading, expected: Expected, layouts: dict[str, Layout], memory: Memory | None) -> Workbook:
    """What came in of one workbook; of what a memory holds a copy, since later steps work on it."""
    if memory is None:
        return of_workbook(reading, expected, layouts)
    made_of = reading.sha256, corrections_of(reading.path.name, expected.corrections), expected.beside_corrections
    key = "workbook", reading.path
    known: Workbook | None = memory.get(key, made_of)
    return (known or memory.keep(key, made_of, of_workbook(reading, expected, layouts))).copy()


def _take(received: ComingIn, workbook: Workbook, numbers: Numbers, registers: Registers) -> None:
    """Receive one more workbook; of the second one of an area, which stops, no persons: they are those of the first."""
    if all((row["area_code"], row["area"]) != workbook.sender for row in received.coverage):
        numbers.take(workbook.numbers)
    registers.names.update(workbook.registers.names)
    registers.numbers.update(workbook.registers.numbers)
    received.records.extend(workbook.came.records)
    received.findings.extend(workbook.came.findings)
    received.coverage.extend(workbook.came.coverage)
    received.stray.update(workbook.came.stray)


def _places(all_records: list[Records], expected: Expected) -> set[str]:
    """The names of areas and villages, which persons may have too; a long one on few rows may be a person in the wrong column."""
    columns = (records.table["village"].tolist() for records in all_records if "village" in records.table)
    counted = Counter(village for column in columns for village in column if isinstance(village, str))
    areas = {name for row in rows_of(expected.senders.areas, Area) for name in (row.name, f"{row.kind} {row.name}")}
    return areas | {expected.office_name} | {village for village, rows in counted.items() if rows >= MOST_SLIPS or len(village.split()) < 3}


def narrowed(layouts: dict[str, Layout], forms: dict[str, set[str]]) -> dict[str, Layout]:
    """Some forms with some of their columns, and what tells persons listed twice."""
    return {name: layouts[name].only(columns | (TELLING if name in REGISTERS else set())) for name, columns in forms.items()}


def sheets_left(layouts: dict[str, Layout], known: dict[str, Layout]) -> set[str]:
    """The keys of names of sheets that need not be read for some forms: of the known others, unless they may stand on one sheet with them.

    A sheet whose name is that of no form may be of any.
    """
    kept = {other.form for layout in layouts.values() for other in (layout, *alike(known[layout.form], known))}
    asked, others = (_called(layout for form, layout in known.items() if (form in kept) == wanted) for wanted in (True, False))
    return {key for key in {*others, header_key(LISTS_SHEET)} if not any(f"{name} ".startswith(f"{key} ") for name in asked)}


def _called(layouts: Iterable[Layout]) -> set[str]:
    return {header_key(name) for one in layouts for name in (one.code, *one.sheet_names, *(name for name, _ in one.named))}


def _year_faults_once(findings: list[Finding]) -> list[Finding]:
    """The findings, a wrong year said once of a workbook and not of each of its sheets."""
    kept: dict[tuple[str | int, ...], Finding] = {}
    sheets: dict[tuple[str | int, ...], int] = {}
    for number, row in enumerate(findings):
        key: tuple[str | int, ...] = (row["file"], row["message"]) if row["check"] == WRONG_YEAR else (number,)
        kept.setdefault(key, row)
        sheets[key] = sheets.get(key, 0) + 1
    for key in (key for key, count in sheets.items() if count > 1):
        message = kept[key]["message"].replace("Tiêu đề", f"Tiêu đề của {sheets[key]} trang tính", 1)
        kept[key] = kept[key] | {"sheet": "", "message": message}
    return list(kept.values())


def _same_file(name: str, first: str) -> Finding:
    message = f"{name} giống hệt {first}, chỉ đọc một tệp."
    return finding("flagged", message, "Xóa một trong hai tệp.", check="case 67", file=name)


def _unread(reading: Reading, expected: Expected, keys: AreaNames) -> Finding:
    """The finding for a file that cannot be read; where areas may be missing, that of an area is as if not sent.

    A file whose ending says that it is no table is a note: who should have sent one is missing all the same.
    """
    code, name, what = expected.part(named_by(reading.path, keys)).code, shown_name(reading.path.name), no_table(reading.path)
    if what:
        severity = "flagged" if what.startswith("tệp nén") else "info"
        return finding(
            severity, f"{name}: {what}, không được đọc.", "Giải nén rồi chạy lại." if severity == "flagged" else "", check=UNREAD, file=name
        )
    if name != reading.path.name:
        message = f"Tên tệp «{name}» có ký tự không đọc được hoặc xuống dòng."
        return finding("stopped", message, "Đổi tên tệp rồi chạy lại.", check=UNREAD, file=name, area_code=code)
    severity, left = ("flagged", " Tệp không được đọc.") if expected.allow_missing and code != expected.office_code else ("stopped", "")
    remedy = "Gửi lại tệp đọc được." if left else ""
    return finding(severity, f"{reading.refused}{left}", remedy, check=UNREAD, file=reading.path.name, area_code=code)

"""A year's workbooks received: whose they are, what they hold, and what is wrong with them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from ctxh.book.layouts import LISTS_SHEET, Layout
from ctxh.clean.arrivals import WRONG_YEAR, arrival_findings, other_year, recognised_sheet, stray_sheet, title_findings
from ctxh.clean.corrections import applied, fileless, made_findings, unfit_findings
from ctxh.clean.expected import COVERAGE, Expected
from ctxh.clean.form_records import Records
from ctxh.clean.persons.ages import with_age
from ctxh.clean.persons.duplicates import TELLING, count_once
from ctxh.clean.persons.gate import Gate, Registers
from ctxh.clean.persons.identities import REGISTERS, Numbers
from ctxh.clean.persons.matching import match
from ctxh.clean.persons.namesakes import namesake_findings
from ctxh.clean.received import ComingIn, Received
from ctxh.clean.records import records_of
from ctxh.clean.section_rows import placed_form
from ctxh.clean.senders import area_of, lying_there, named_by
from ctxh.clean.stand_ins import is_counted, of_its_time, settled_senders, told_twice
from ctxh.clean.village_rows import elsewhere_findings
from ctxh.errors import CtxhError
from ctxh.findings import Finding, finding
from ctxh.frames import Area, rows_of
from ctxh.read.child_reader import Reading, Sheet, read_workbooks
from ctxh.read.folders import no_table, shown_name
from ctxh.read.placement import Placed, alike, form_of, twins, workbook_files
from ctxh.read.recognition import recognised
from ctxh.reference.area_names import AreaNames
from ctxh.reference.dated import last_day
from ctxh.reference.reporters import Part
from ctxh.vietnamese import header_key

_YEAR = re.compile(r"\bnam (20\d\d)\b")
UNREAD = "đọc tệp"
MOST_SLIPS = 3  # rows that a name of three words or more stands on as a village before it is believed to be one


def receive(
    folder: Path, expected: Expected, forms: dict[str, set[str]] | None = None, readings: Iterable[Reading] | None = None
) -> Received:
    """Everything in a folder of workbooks, or only some columns of some forms.

    ``readings`` are the workbooks of the folder where somebody has begun to read them. What is
    wrong becomes findings; only a folder that cannot be read at all raises CtxhError.
    """
    received, gate = ComingIn(), Gate()
    keys = expected.area_names
    layouts = expected.layouts if forms is None else narrowed(expected.layouts, forms)
    first_with: dict[str, str] = {}
    numbers, registers, empty = Numbers(expected.examples, expected.year), Registers(), []
    if readings is None:
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
            _receive_workbook(received, reading, expected, layouts, keys, numbers, registers)
            first_with[reading.sha256] = name
            empty += [] if reading.sheets else [reading.path]
        except CtxhError as fault:
            code = expected.part(named_by(reading.path, keys)).code  # of whom nothing is missing: it came, and is refused
            received.findings.append(finding("stopped", str(fault), check=UNREAD, file=name, area_code=code))
    received.findings.extend(told_twice(received.records, expected))
    received.findings.extend(count_once(received.records, numbers.by_row))
    if forms is None:
        match(received.records, numbers.by_row)
        gate = Gate.of(registers, _places(received.records, expected))
        files = [path.name for path in workbook_files(folder)]
        received.findings.extend(unfit_findings(fileless(expected.corrections, files)))
        received.findings.extend(numbers.dead() + numbers.elsewhere() + namesake_findings(numbers.lists, expected.year))
        unread = {row["area_code"] for row in received.findings if row["check"] == UNREAD and row["severity"] == "stopped"}
        lying, notes = lying_there(folder, keys, empty)
        lying = {expected.part(sender).code: what for sender, what in lying.items()}
        received.findings.extend(arrival_findings(received.coverage, expected, unread, lying) + notes)
    return Received(tuple(received.records), tuple(_year_faults_once(received.findings)), tuple(received.coverage), gate)


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


def _receive_workbook(
    received: ComingIn,
    reading: Reading,
    expected: Expected,
    layouts: dict[str, Layout],
    keys: AreaNames,
    numbers: Numbers,
    registers: Registers,
) -> None:
    whole = len(layouts) == len(expected.layouts)
    placed: dict[str, Placed | None] = {}
    corrected = applied(list(reading.sheets), reading.path.name, expected.corrections, whole)
    (sender, notes), digest = area_of(reading.path, corrected.sheets, keys, expected.senders), reading.sha256
    part = expected.part(sender)
    area_code = part.code
    if any((row["area_code"], row["area"]) == (area_code, part.name) for row in received.coverage):
        numbers = Numbers(expected.examples, expected.year)  # the area's second workbook, which stops: its persons are those of the first
    received.findings.extend(notes if whole else [])
    layouts, known = ({name: one.sent_by(area_code) for name, one in all_of.items()} for all_of in (layouts, expected.layouts))
    sent = [form for form, layout in known.items() if expected.sends(layout, area_code)]
    by_header = recognised(corrected.sheets, known, sent, expected.categories, area_code, expected.year)
    of_sheet = {sheet.name: by_header.get(sheet.name) or form_of(sheet, known) for sheet in corrected.sheets}
    forms = {layout.form for layout in of_sheet.values() if layout}
    received.findings.extend(recognised_sheet(reading.path.name, *one, area_code) for one in by_header.items() if whole)
    received.findings.extend(other_year(reading.path.stem, expected.year, reading.path.name, area_code) if whole else [])
    for sheet in corrected.sheets:
        own = of_sheet[sheet.name]
        layout = layouts.get(own.form) if own else None
        if layout is None:
            if whole and header_key(sheet.name) != header_key(LISTS_SHEET):
                received.findings.append(stray_sheet(sheet, area_code, expected, forms))
        elif not expected.sends(layout, area_code):
            received.findings.append(_foreign_sheet(sheet, layout, area_code))
        elif is_counted(sheet, layout, part, expected.categories):
            form, rows = _receive_sheet(received, sheet, layout, part, expected, digest, whole)
            placed[header_key(sheet.name)] = form
            if form and whole:
                registers.take(form, rows)
            received.findings.extend(numbers.findings(form, area_code, rows) if form and (whole or layout.form in REGISTERS) else [])
        for twin in twins(sheet, own, layouts, forms):
            if is_counted(sheet, twin, part, expected.categories):
                _receive_sheet(received, sheet, twin, part, expected, digest, whole)
    received.findings.extend([_blank_sheets(reading, area_code)] if whole and reading.blank else [])
    received.findings.extend([_unseen(reading, area_code)] if whole and reading.unseen else [])
    received.findings.extend(made_findings(corrected.made, area_code, placed) + unfit_findings(corrected.unfit, area_code))


def _receive_sheet(
    received: ComingIn, sheet: Sheet, layout: Layout, part: Part, expected: Expected, digest: str, whole: bool
) -> tuple[Placed | None, list[int]]:
    """One form of one workbook, placed, and the rows of its records.

    A form whose header is not found counts as sent, with 0 rows, and so does one of another year, which
    stops; where forms may be missing, that one counts as not sent.
    """
    rows, area_code = [], part.code
    placed: Placed | None = None
    try:
        placed = of_its_time(placed_form(sheet, layout, expected.categories, area_code), part, expected.year)
        odd = _year_findings(placed, expected, area_code)
        received.findings.extend(odd)
        if odd and expected.allow_missing:
            return None, []
        received.findings.extend(title_findings(placed, expected, sum(map(part.owes, expected.months)), area_code) if whole else [])
        rows = [] if odd else _recorded(received, placed, part, expected, whole)
    except CtxhError as fault:
        at = {"file": sheet.file, "sheet": sheet.name, "area_code": area_code}
        received.findings.append(finding("stopped", str(fault), check="tiêu đề", **at))
    values = (sheet.file, area_code, part.name, layout.form, sheet.name, len(rows), 0, 0, digest)
    received.coverage.append(dict(zip(COVERAGE, values, strict=True)))
    return placed, rows


def _recorded(received: ComingIn, placed: Placed, part: Part, expected: Expected, whole: bool) -> list[int]:
    """The rows of the records of a placed form, which are received with their findings; of earlier years no more is judged."""
    months = [month for month in expected.months if part.owes(month)]
    records = records_of(placed, part.code, expected.categories, expected.year, whole, months)
    records = with_age(records, expected.as_of or last_day(expected.year))
    received.records.append(records)
    received.findings.extend(records.findings)
    received.findings.extend(elsewhere_findings(records, expected.area_names, expected.office_code) if whole else [])
    rows: list[int] = records.table["row"].tolist()
    return rows


def _year_findings(placed: Placed, expected: Expected, area_code: str) -> list[Finding]:
    """A finding when the lines above the header name other years only."""
    sheet = placed.sheet
    texts = [header_key(v) for row in sheet.rows[: placed.first_row] for v in row if isinstance(v, str)]
    years = {int(found) for text in texts for found in _YEAR.findall(text)}
    if not years or expected.year in years:
        return []
    severity, left = ("flagged", " Biểu không được đọc.") if expected.allow_missing else ("stopped", "")
    message = f"Tiêu đề ghi năm {min(years)}, không phải năm {expected.year}.{left}"
    return [
        finding(
            severity,
            message,
            "Gửi lại biểu của đúng năm báo cáo.",
            check=WRONG_YEAR,
            file=sheet.file,
            sheet=sheet.name,
            area_code=area_code,
        )
    ]


def _blank_sheets(reading: Reading, area_code: str) -> Finding:
    named = ", ".join(reading.blank)
    message = f"Tệp có {len(reading.blank)} trang tính trống: {named}."
    return finding("info", message, check="trang tính", file=reading.path.name, area_code=area_code)


def _unseen(reading: Reading, area_code: str) -> Finding:
    remedy = "Mở tệp xem lại bằng mắt, hoặc lưu lại dạng .xlsx rồi chạy lại."
    return finding("flagged", reading.unseen, remedy, check="dạng tệp", file=reading.path.name, area_code=area_code)


def _foreign_sheet(sheet: Sheet, layout: Layout, area_code: str) -> Finding:
    sender = "cơ quan lập báo cáo" if layout.sender == "desk" else "đơn vị báo cáo"
    message = f"Biểu {layout.code} do {sender} lập, trang tính trong tệp này không được đọc."
    remedy = "Chuyển trang tính sang tệp của nơi lập biểu; số liệu trong đó chưa được tính."
    return finding("flagged", message, remedy, check="trang tính", file=sheet.file, sheet=sheet.name, area_code=area_code)

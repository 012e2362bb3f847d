"""One workbook received: whose it is, which forms stand on its sheets, and their records; of other workbooks nothing is asked."""

from __future__ import annotations

from ctxh.book.layouts import LISTS_SHEET, Layout
from ctxh.clean.arrivals import OTHER_TITLE, WRONG_YEAR, other_year, recognised_sheet, stray_sheet, title_findings
from ctxh.clean.caption_words import ABOVE
from ctxh.clean.corrections import applied, made_findings, unfit_findings
from ctxh.clean.expected import COVERAGE, Expected
from ctxh.clean.merged_cells import YEAR_NAMED
from ctxh.clean.persons.ages import with_age
from ctxh.clean.persons.gate import Registers
from ctxh.clean.persons.identities import REGISTERS, Numbers
from ctxh.clean.received import ComingIn, Workbook
from ctxh.clean.records import records_of
from ctxh.clean.section_rows import placed_form
from ctxh.clean.senders import area_of
from ctxh.clean.stand_ins import is_counted, of_its_time
from ctxh.clean.village_rows import elsewhere_findings
from ctxh.errors import CtxhError
from ctxh.findings import Finding, finding
from ctxh.read.child_reader import Reading, Sheet
from ctxh.read.placement import Placed, form_of, twins
from ctxh.read.recognition import recognised
from ctxh.reference.dated import last_day
from ctxh.reference.reporters import Part
from ctxh.vietnamese import header_key


def of_workbook(reading: Reading, expected: Expected, layouts: dict[str, Layout]) -> Workbook:
    """What came in of one workbook, of some forms of all that are expected. Raises CtxhError where nobody can tell whose it is."""
    whole = len(layouts) == len(expected.layouts)
    placed: dict[str, Placed | None] = {}
    corrected = applied(list(reading.sheets), reading.path.name, expected.corrections, whole)
    sender, notes = area_of(reading.path, corrected.sheets, expected.area_names, expected.senders)
    part = expected.part(sender)
    area_code, digest = part.code, reading.sha256
    received, numbers, registers = ComingIn(), Numbers(expected.examples, expected.year), Registers()
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
                stray, like = stray_sheet(sheet, area_code, expected, forms)
                received.findings.append(stray)
                received.stray.add((area_code, like))
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
    return Workbook((area_code, part.name), received, numbers, registers)


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
    titled = [(row["sheet"], row["cell"]) for row in received.findings if row["check"] == OTHER_TITLE]
    received.findings.extend(row for row in records.findings if row["check"] != ABOVE or (row["sheet"], row["cell"]) not in titled)
    received.findings.extend(elsewhere_findings(records, expected.area_names, expected.office_code) if whole else [])
    rows: list[int] = records.table["row"].tolist()
    return rows


def _year_findings(placed: Placed, expected: Expected, area_code: str) -> list[Finding]:
    """A finding when the lines above the header name other years only."""
    sheet = placed.sheet
    texts = [header_key(v) for row in sheet.rows[: placed.first_row] for v in row if isinstance(v, str)]
    years = {int(found) for text in texts for found in YEAR_NAMED.findall(text)}
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

"""A year's workbooks received: whose they are, what they hold, and what is wrong with them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

import pandas as pd

from ctxh.areas import bare_key, name_keys
from ctxh.clean import Records, records_of
from ctxh.corrections import Correction, applied, fileless, made_findings, unfit_findings
from ctxh.dated import last_day
from ctxh.errors import CtxhError
from ctxh.findings import finding
from ctxh.identities import Numbers
from ctxh.layouts import LISTS_SHEET, Categories, Layout, header_key
from ctxh.observe import with_age
from ctxh.reading import Reading, Sheet, read_workbooks
from ctxh.workbooks import Placed, form_of, place, workbook_files

BANNER_ROWS, VILLAGE_ROWS = 10, 3
_COMMITTEE = re.compile(r"^(ubnd|uy ban nhan dan)\s+(thi tran|tt|t t|xa|phuong|huyen|tinh|thanh pho)\b")
_VILLAGE = re.compile(r"^(thon|xom|khu dan cu|to dan pho)\b")
_YEAR = re.compile(r"\bnam (20\d\d)\b")
COVERAGE = ["file", "area_code", "area", "form", "sheet", "rows", "sha256"]


@dataclass(frozen=True)
class Expected:
    """Who reports to an office in a year and on which forms."""

    year: int
    office_code: str
    office_name: str
    areas: pd.DataFrame  # the areas inside the office, as in areas.csv
    layouts: dict[str, Layout]
    categories: Categories
    corrections: tuple[Correction, ...] = ()
    allow_missing: bool = False  # whether an area that sent nothing is flagged only
    as_of: date | None = None  # the day on which ages are asked for; the year's last where none is said

    @property
    def villages(self) -> bool:
        """Whether the areas that report are villages."""
        return bool(len(self.areas)) and "level" in self.areas and set(self.areas["level"]) == {"village"}

    @cached_property
    def names(self) -> dict[str, str]:
        """The names of the office and its areas by code."""
        own = {row.area_code: f"{row.kind} {row.name}" for row in self.areas.itertuples()}
        return own | {self.office_code: self.office_name}


@dataclass
class Received:
    """What came in: records form by form, findings, and one coverage row a form and file."""

    records: list[Records] = field(default_factory=list)
    findings: list[dict] = field(default_factory=list)
    coverage: list[dict] = field(default_factory=list)
    later: list[Records] = field(default_factory=list)  # payments after the period that is reported on


def receive(folder: Path, expected: Expected, forms: dict[str, set[str]] | None = None) -> Received:
    """Everything in a folder of workbooks, or only some columns of some forms.

    What is wrong becomes findings; only a folder that cannot be read at all raises CtxhError.
    """
    received = Received()
    keys = name_keys(expected.areas) | {bare_key(expected.office_name): expected.office_code}
    layouts = expected.layouts
    if forms is not None:
        layouts = {name: layouts[name].only(columns) for name, columns in forms.items()}
    wanted = {header_key(name) for layout in layouts.values() for name in layout.sheet_names}
    first_with: dict[str, str] = {}
    numbers = Numbers()
    for reading in read_workbooks(workbook_files(folder), wanted if forms is not None else None):
        name = reading.path.name
        if reading.sha256 in first_with:
            received.findings.append(_same_file(name, first_with[reading.sha256]))
            continue
        try:
            _receive_workbook(received, reading.checked(), expected, layouts, keys, numbers if forms is None else None)
            first_with[reading.sha256] = name
        except CtxhError as fault:
            received.findings.append(finding("stopped", str(fault), check="đọc tệp", file=name))
    if forms is None:
        files = [path.name for path in workbook_files(folder)]
        received.findings += unfit_findings(fileless(expected.corrections, files))
        received.findings += numbers.across() + _coverage_findings(received, expected)
    return received


def _same_file(name: str, first: str) -> dict:
    message = f"{name} giống hệt {first}, chỉ đọc một tệp."
    return finding("flagged", message, "Xóa một trong hai tệp.", check="case 67", file=name)


def _receive_workbook(received, reading: Reading, expected: Expected, layouts, keys, numbers: Numbers | None) -> None:
    whole, placed = len(layouts) == len(expected.layouts), {}
    corrected = applied(list(reading.sheets), reading.path.name, expected.corrections, whole)
    area_code, digest = area_of(reading.path, corrected.sheets, keys, expected.villages), reading.sha256
    for sheet in corrected.sheets:
        layout = form_of(sheet, layouts)
        if layout is None:
            if whole and header_key(sheet.name) != header_key(LISTS_SHEET):
                received.findings.append(_unknown_sheet(sheet, area_code))
        elif not _sends(layout, area_code, expected):
            received.findings.append(_foreign_sheet(sheet, layout, area_code))
        else:
            form = _receive_sheet(received, sheet, layout, area_code, expected, digest)
            placed[header_key(sheet.name)] = form
            received.findings += numbers.findings(form, area_code) if form and numbers else []
    received.findings += made_findings(corrected.made, area_code, placed) + unfit_findings(corrected.unfit, area_code)


def _sends(layout: Layout, area_code: str, expected: Expected) -> bool:
    """Whether a form comes from the office's desk or from its communes, as the case may be."""
    return layout.sender in ("both", "desk" if area_code == expected.office_code else "area")


def _receive_sheet(received, sheet: Sheet, layout: Layout, area_code: str, expected: Expected, digest: str) -> Placed | None:
    """One form of one workbook, placed; a form whose header is not found counts as sent, with 0 rows."""
    rows, names, placed = 0, expected.names, None
    try:
        placed = place(sheet, layout)
        records = with_age(records_of(placed, area_code, expected.categories), expected.as_of or last_day(expected.year))
        received.records.append(records)
        received.findings += _year_findings(placed, expected.year, area_code) + records.findings
        rows = len(records.table)
    except CtxhError as fault:
        at = {"file": sheet.file, "sheet": sheet.name, "area_code": area_code}
        received.findings.append(finding("stopped", str(fault), check="tiêu đề", **at))
    values = (sheet.file, area_code, names[area_code], layout.form, sheet.name, rows, digest)
    received.coverage.append(dict(zip(COVERAGE, values, strict=True)))
    return placed


def area_of(path: Path, sheets: list[Sheet], keys: dict[str, str], villages: bool = False) -> str:
    """The code of the area that a workbook's banners and file name agree on.

    Raises CtxhError when neither names an area of the office, or when they differ.
    """
    named = {keys[key] for sheet in sheets for key in _committees(sheet, villages) if key in keys}
    of_file = keys.get(bare_key(re.sub(r"[_\W]*20\d\d.*$", "", path.stem).replace("_", " ")), "")
    lower = {code for code in named if len(code) == max(map(len, named))} if named else set()
    if len(lower) > 1:
        raise CtxhError(f"{path.name}: các trang tính mang tên nhiều đơn vị. Mỗi tệp chỉ của một xã.")
    of_banner = next(iter(lower), "")
    if of_banner and of_file and of_banner != of_file:
        raise CtxhError(
            f"{path.name}: tên tệp và tên cơ quan ghi trong trang tính là hai đơn vị khác nhau. Kiểm tra lại tệp."
        )
    if not (of_banner or of_file):
        raise CtxhError(f"{path.name}: không biết tệp của đơn vị nào. Ghi tên đơn vị ở đầu trang tính: UBND xã …")
    return of_banner or of_file


def _committees(sheet: Sheet, villages: bool) -> list[str]:
    """The keys of the committees named above a table and, where villages report, of the villages in its first lines."""
    texts = [header_key(v) for row in sheet.rows[:BANNER_ROWS] for v in row if isinstance(v, str)]
    heads = [header_key(v) for row in sheet.rows[:VILLAGE_ROWS] for v in row if isinstance(v, str)] if villages else []
    return [bare_key(text) for text in texts if _COMMITTEE.match(text)] + [bare_key(text) for text in heads if _VILLAGE.match(text)]


def _year_findings(placed: Placed, year: int, area_code: str) -> list[dict]:
    """A finding when the lines above the header name other years only."""
    sheet = placed.sheet
    texts = [header_key(v) for row in sheet.rows[: placed.first_row] for v in row if isinstance(v, str)]
    years = {int(found) for text in texts for found in _YEAR.findall(text)}
    if not years or year in years:
        return []
    message = f"Tiêu đề ghi năm {min(years)}, không phải năm {year}."
    return [finding("stopped", message, "Gửi lại biểu của đúng năm báo cáo.", check="kỳ báo cáo",
                    file=sheet.file, sheet=sheet.name, area_code=area_code)]  # fmt: skip


def _unknown_sheet(sheet: Sheet, area_code: str) -> dict:
    message = "Trang tính không phải biểu mẫu nào, không được đọc."
    return finding("flagged", message, "Xóa trang tính hoặc đặt đúng tên biểu.", check="trang tính",
                   file=sheet.file, sheet=sheet.name, area_code=area_code)  # fmt: skip


def _foreign_sheet(sheet: Sheet, layout: Layout, area_code: str) -> dict:
    sender = "cơ quan lập báo cáo" if layout.sender == "desk" else "đơn vị báo cáo"
    message = f"Biểu {layout.code} do {sender} lập, trang tính trong tệp này không được đọc."
    return finding("flagged", message, "Xóa trang tính khỏi tệp.", check="trang tính",
                   file=sheet.file, sheet=sheet.name, area_code=area_code)  # fmt: skip


def _coverage_findings(received: Received, expected: Expected) -> list[dict]:
    """Findings for areas that sent nothing, areas that sent twice, and forms that are missing."""
    came = {(row["area_code"], row["form"]) for row in received.coverage}
    areas = list(expected.areas["area_code"])
    absent = [code for code in areas if code not in {area for area, _ in came}]
    present = [code for code in [*areas, expected.office_code] if code not in absent]
    names, rows = expected.names, []
    if absent:
        listed = ", ".join(names[code] for code in absent)
        called = "thôn" if expected.villages else "xã"
        message = f"Thiếu {len(absent)}/{len(areas)} {called}: {listed}."
        severity = "flagged" if expected.allow_missing else "stopped"
        rows.append(finding(severity, message, f"Xin tệp của các {called} này.", check="đủ xã"))
    for layout in expected.layouts.values():
        for code in present:
            if layout.required and _sends(layout, code, expected) and (code, layout.form) not in came:
                message = f"{names[code]} thiếu biểu {layout.code} ({layout.label})."
                rows.append(finding("stopped", message, f"Bổ sung trang tính «{layout.sheet_names[0]}».",
                                    check="đủ biểu", area_code=code))  # fmt: skip
    return rows + _files_twice(received, names) + _forms_twice(received, expected)


def _files_twice(received: Received, names: dict[str, str]) -> list[dict]:
    files: dict[str, list[str]] = {}
    for row in received.coverage:
        sent = files.setdefault(row["area_code"], [])
        if row["file"] not in sent:
            sent.append(row["file"])
    return [
        finding("stopped", f"{names[code]} có {len(sent)} tệp: {', '.join(sent)}.", "Giữ lại một tệp đúng.",
                check="đủ xã", area_code=code, file=sent[1])
        for code, sent in files.items() if len(sent) > 1
    ]  # fmt: skip


def _forms_twice(received: Received, expected: Expected) -> list[dict]:
    """A finding for each form that stands on two sheets of one workbook and would count twice."""
    sheets: dict[tuple[str, str, str], list[str]] = {}
    for row in received.coverage:
        sheets.setdefault((row["file"], row["area_code"], row["form"]), []).append(row["sheet"])
    return [
        finding("stopped", f"Biểu {expected.layouts[form].code} có {len(named)} trang tính: {', '.join(named)}.",
                "Giữ lại một trang tính đúng.", check="đủ biểu", area_code=code, file=file, sheet=named[1])
        for (file, code, form), named in sheets.items() if len(named) > 1
    ]  # fmt: skip

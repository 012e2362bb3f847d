"""Approved corrections of single cells: put in when a sheet is read, and never unseen.

A correction stands in ``corrections.csv`` of the office. It says what the cell held when it was
approved; a cell that holds anything else now stops the run, since nobody has approved that.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from ctxh.errors import CtxhError
from ctxh.findings import CORRECTED, Finding, finding
from ctxh.read.child_reader import Sheet
from ctxh.read.flags import ERROR_MARK, position
from ctxh.read.placement import Placed
from ctxh.reference.tables import read_reference
from ctxh.vietnamese import DateError, clean_text, header_key, parse_date

FILE = "corrections.csv"
COLUMNS = ("year", "file", "sheet", "cell", "found", "value", "reason", "by", "on")
SHOWN_LENGTH = 60
_BLANK_ALLOWED = ("found", "value")
_CELL = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")


@dataclass(frozen=True)
class Correction:
    """One approved repair: the cell, what it held, what is used instead, why and on whose word."""

    line: int  # of corrections.csv
    file: str
    sheet: str
    cell: str
    found: str
    value: str
    reason: str
    by: str
    on: str  # dd/mm/yyyy

    @property
    def place(self) -> tuple[int, int]:
        """The indexes of the row and the column of the cell."""
        return position(self.cell)


def load_corrections(office: Path, year: int) -> tuple[Correction, ...]:
    """The corrections of a year in an office's folder, in their order; none where there is no such file.

    Raises CtxhError naming the line that says too little.
    """
    path = office / FILE
    if not path.is_file():
        return ()
    table = read_reference(path)
    rows = list(zip(table.index, table[list(COLUMNS)].to_dict("records"), strict=True))
    return tuple(_correction(line, row) for line, row in rows if _year(line, row) == year)


def _year(line: int, row: Mapping[Hashable, str]) -> int:
    if not re.fullmatch(r"20\d\d", row["year"]):
        raise CtxhError(f"{FILE}, dòng {line}: năm «{row['year']}» không đúng. Ghi năm của thư mục số liệu, ví dụ 2024.")
    return int(row["year"])


def _correction(line: int, row: Mapping[Hashable, str]) -> Correction:
    blank = [name for name in COLUMNS if not row[name] and name not in _BLANK_ALLOWED]
    if blank:
        raise CtxhError(f"{FILE}, dòng {line}: chưa ghi {', '.join(blank)}. Điền đủ lý do, người duyệt và ngày duyệt.")
    cell = row["cell"].upper().replace("$", "")
    if not _CELL.fullmatch(cell):
        raise CtxhError(f"{FILE}, dòng {line}: «{row['cell']}» không phải địa chỉ một ô. Ghi như H12, mỗi ô một dòng.")
    rest = {name: row[name] for name in COLUMNS if name not in ("year", "cell", "on")}
    return Correction(line, cell=cell, on=_day(line, row["on"]), **rest)


def _day(line: int, text: str) -> str:
    try:
        found = parse_date(text)
    except DateError:
        found = None
    if found is None or found.day is None:
        raise CtxhError(f"{FILE}, dòng {line}: ngày duyệt «{text}» không đọc được. Ghi ngày/tháng/năm.")
    return f"{found.day:02d}/{found.month:02d}/{found.year}"


@dataclass(frozen=True)
class Applied:
    """The sheets of one workbook after its corrections, those put in, and those that did not fit."""

    sheets: list[Sheet]
    made: tuple[Correction, ...] = ()
    unfit: tuple[tuple[Correction, str], ...] = ()  # with the words that say why


def corrections_of(file: str, corrections: Iterable[Correction]) -> list[Correction]:
    """Those of one workbook."""
    return [c for c in corrections if clean_text(c.file) == clean_text(file)]


def applied(sheets: list[Sheet], file: str, corrections: Iterable[Correction], whole: bool = True) -> Applied:
    """The sheets of a workbook with its corrections put in.

    ``whole`` says that all sheets of the file are here: only then is a sheet missed.
    """
    own = corrections_of(file, corrections)
    if not own:
        return Applied(sheets)
    fresh = {header_key(sheet.name): replace(sheet, rows=[list(row) for row in sheet.rows]) for sheet in sheets}
    made, unfit = [], []
    for correction in own:
        sheet = fresh.get(header_key(correction.sheet))
        absent = f"tệp không có trang tính «{correction.sheet}»." if whole else ""
        fault = absent if sheet is None else _put(sheet, correction)
        if fault:
            unfit.append((correction, fault))
        elif sheet is not None:
            made.append(correction)
    return Applied([fresh[header_key(sheet.name)] for sheet in sheets], tuple(made), tuple(unfit))


def _put(sheet: Sheet, correction: Correction) -> str:
    """Put the value into the sheet's cell, or say in words why it may not be."""
    row, column = correction.place
    if row >= len(sheet.rows) or column >= len(sheet.rows[row]):
        return "ô nằm ngoài vùng có số liệu của trang tính."
    if not holds(sheet.rows[row][column], correction.found):
        return "ô không còn giữ giá trị mà dòng chỉnh sửa đã ghi."
    sheet.rows[row][column] = cell_value(correction.value)
    return ""


def holds(value: object, found: str) -> bool:
    """Whether a cell holds what a correction says it held; numbers are compared as numbers."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        try:
            return float(found.replace(",", ".")) == value
        except ValueError:
            return False
    return clean_text(as_written(value)) == clean_text(found)


def as_written(value: object) -> str:
    """A cell's value in the words that ``found`` uses: days as dd/mm/yyyy, blanks as nothing."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (date, datetime)):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).lstrip(ERROR_MARK)  # of a cell in error: what it shows


def cell_value(value: str) -> float | str:
    """The new value as the cell gets it: digits as a number, all else as a clerk would type it."""
    return float(value) if re.fullmatch(r"0|[1-9]\d{0,14}", value) else value


def made_findings(made: Iterable[Correction], area_code: str, placed: Mapping[str, Placed | None]) -> list[Finding]:
    """A finding for each correction put in; what was found and used only where it is not personal.

    ``placed`` holds the forms found, by the key of their sheet's name.
    """
    rows = []
    for c in made:
        form = placed.get(header_key(c.sheet))
        seen = {"found": c.found[:SHOWN_LENGTH], "used": c.value[:SHOWN_LENGTH]} if form and _public(form, c) else {}
        message = f"Ô đã được chỉnh sửa theo bảng chỉnh sửa, dòng {c.line}: {c.reason.rstrip('.')} ({c.by}, {c.on})."
        rows.append(finding("fixed", message, check=CORRECTED, area_code=area_code, file=c.file, sheet=c.sheet, cell=c.cell, **seen))
    return rows


def _public(form: Placed, correction: Correction) -> bool:
    """Whether the cell is in the head of a form or in a column of it that is not personal."""
    row, column = correction.place
    known = {index: name for name, index in form.columns.items()}
    return row < form.first_row or (column in known and not form.layout.column(known[column]).personal)


def unfit_findings(unfit: Iterable[tuple[Correction, str]], area_code: str = "") -> list[Finding]:
    """A finding that stops the run for each correction that no longer fits; no value is repeated."""
    return [
        finding(
            "stopped",
            f"{FILE}, dòng {c.line}: {fault}",
            _REMEDY,
            check=CORRECTED,
            area_code=area_code,
            file=c.file,
            sheet=c.sheet,
            cell=c.cell,
        )
        for c, fault in unfit
    ]


_REMEDY = "Mở tệp xem ô này: đã đúng thì xóa dòng chỉnh sửa, còn sai thì ghi lại dòng cho khớp và duyệt lại."


def fileless(corrections: Iterable[Correction], files: Iterable[str]) -> list[tuple[Correction, str]]:
    """The corrections of files that are not there, with the words that say so."""
    present = {clean_text(name) for name in files}
    return [(c, f"không có tệp «{c.file}» trong thư mục của năm.") for c in corrections if clean_text(c.file) not in present]

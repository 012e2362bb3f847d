"""What goes back to a commune: its own workbook with the faulty cells marked, and a letter.

These files hold the commune's own data again, persons included, and are for that commune alone.
They lie in a folder beside the edition and are no part of it: no manifest lists them, and nothing that
publishes reads them. An edition is sent around, a return is sent back.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, cast
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile, ZipFile

from ctxh.check.verdicts import Verdicts
from ctxh.compute.computed import Computed
from ctxh.findings import FAULTS, SEVERITIES, TRACED, Finding
from ctxh.frames import Area, rows_of
from ctxh.observe.restate import CHECK as TERRITORY
from ctxh.reference.place_kinds import VILLAGE
from ctxh.tell.report import epoch
from ctxh.typeset.blank_forms import workbook_names
from ctxh.typeset.zip_packages import repacked

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import Cell as WorkbookCell
    from openpyxl.worksheet.worksheet import Worksheet

FILLS = {"stopped": "F8CBAD", "flagged": "DDEBF7"}  # neither red nor yellow: those are asked about when they come back
WORDS = {"stopped": "PHẢI SỬA", "flagged": "XEM LẠI"}
AUTHOR = "Đơn vị tổng hợp"
MOST_CELLS = 2000  # marked for one finding
COMMENT_SIZE = (360, 150)
README = """\
Tệp trong thư mục này chứa số liệu của từng đơn vị gửi, có dữ liệu cá nhân.
Chỉ gửi tệp cho chính đơn vị có tên trong tệp; không gửi chung, không công bố, xóa khi đã xong.
Thư mục được ghi lại mỗi lần chạy: đừng lưu tệp của mình ở đây.
"""
_RANGE = re.compile(r"([A-Z]{1,3})(\d+)(?::([A-Z]{1,3})(\d+))?")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069]")
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")


class NotMarked(Exception):
    """A workbook that cannot be given back marked."""


@dataclass
class Return:
    """What goes back to one sender: its name, its file (if it could be read) and what was found."""

    name: str
    file: str = ""
    stem: str = ""
    rows: list[Finding] = field(default_factory=list)
    committee: bool = False  # whether it is that of an area with a people's committee, which a village has not


def write_returns(computed: Computed, wanted: list[Return], folder: Path) -> list[Path]:
    """The workbooks and letters written into a folder that only its owner may look into."""
    if wanted:
        folder.mkdir(mode=0o700, exist_ok=True)
        for one in wanted:
            _write(computed, one, folder)
        (folder / "README.txt").write_text(README, encoding="utf-8", newline="\r\n")
    return sorted(path for path in folder.glob("*") if path.suffix != ".txt")


def returns_of(computed: Computed, verdicts: Verdicts) -> list[Return]:
    """Who gets something back, with all that was found in their workbook, the gravest first."""
    owners = dict(zip(computed.coverage["file"], computed.coverage["area_code"], strict=True))
    files = {code: file for file, code in reversed(owners.items())}
    villages = {row.area_code for row in rows_of(computed.areas, Area) if row.level == VILLAGE}
    names = workbook_names(computed.observed.names, computed.year)
    returns: dict[str, Return] = {}
    for row in cast("list[Finding]", verdicts.findings.fillna("").to_dict("records")):
        if row["check"] == TERRITORY:  # for the office to settle, not for who sent
            continue
        code = row["area_code"] or owners.get(row["file"], "")
        key = code or row["file"]
        if key and code != computed.area_code:
            name = computed.area_name(code) if code else ""
            file = files.get(code, "")
            file = "" if "/" in file else file  # a member of a fold keeps its own workbooks
            stem = Path(file or ("" if code else row["file"]) or names.get(code, code)).stem
            returns.setdefault(key, Return(name, file, stem, committee=bool(name) and code not in villages)).rows.append(row)
    faulty = [one for one in returns.values() if any(row["severity"] in FAULTS for row in one.rows)]
    for one in faulty:
        one.rows.sort(key=lambda row: SEVERITIES.index(row["severity"]))
    return sorted(faulty, key=lambda one: one.stem)


def _write(computed: Computed, one: Return, folder: Path) -> None:
    from ctxh.typeset.docx.frame import default_frame
    from ctxh.typeset.letters import Point, addressee_of, letter

    marked = _write_marked(computed, one, folder)
    own = computed.request.office_folder / "frame.docx"
    frame = own.read_bytes() if own.is_file() else default_frame()
    points = [Point(row["severity"], row["sheet"], row["cell"], row["message"], _to_sender(row["remedy"])) for row in one.rows]
    whom = addressee_of(one.name or f"đơn vị gửi tệp {one.stem}", one.committee)
    content = letter(computed.request.frame, computed.settings["name"], computed.period.words, whom, marked, points, frame, epoch(computed))
    (folder / f"{one.stem}.docx").write_bytes(content)


def _write_marked(computed: Computed, one: Return, folder: Path) -> str:
    """The name of the marked workbook, after it was written; empty where there is nothing to mark, or no way to."""
    faults = [row for row in one.rows if row["severity"] in FAULTS and row["sheet"] and row["file"] == one.file]
    if not one.file or not faults:
        return ""
    try:
        marked = annotated((computed.request.folder / one.file).read_bytes(), faults, epoch(computed))
    except NotMarked:  # the letter says it all
        return ""
    (folder / f"{one.stem}.xlsx").write_bytes(marked)
    return f"{one.stem}.xlsx"


def _to_sender(remedy: str) -> str:
    """A remedy in words for whoever sent the file: they send again, they do not run anything."""
    return TRACED.sub("", remedy).replace("chạy lại", "gửi lại").strip()


def annotated(workbook: bytes, faults: list[Finding], moment: int) -> bytes:
    """The workbook with the cells of the findings coloured and commented; nothing else is changed.

    Raises NotMarked for one with macros, which would be lost, and for one that openpyxl cannot take.
    """
    book = _opened(workbook)
    sheets = {sheet.title.strip(): sheet for sheet in book.worksheets}
    for row in reversed(faults):  # the gravest is put on last
        sheet = sheets.get(row["sheet"].strip())
        for address in cells_in_ranges(row["cell"]) if sheet is not None else []:
            _mark(_free(sheet, address), row)
    out = io.BytesIO()
    with _by_openpyxl():
        book.save(out)
    return repacked(_undated(out.getvalue(), moment), moment)


@contextmanager
def _by_openpyxl() -> Iterator[None]:
    """A block of openpyxl's own work. Raises NotMarked for what it says of parts that it does not know, which are read without it."""
    from openpyxl.utils.exceptions import InvalidFileException

    unknown = (
        ValueError,
        TypeError,
        KeyError,
        IndexError,
        AttributeError,
        NotImplementedError,
        OSError,
        ParseError,
        BadZipFile,
        InvalidFileException,
    )
    try:
        yield
    except unknown as fault:
        raise NotMarked from fault


def _opened(workbook: bytes) -> Workbook:
    """The workbook as openpyxl has it. Raises NotMarked for one that it cannot take, and for one with macros."""
    import openpyxl

    with _by_openpyxl():
        book = openpyxl.load_workbook(io.BytesIO(workbook))
        macros = "xl/vbaProject.bin" in ZipFile(io.BytesIO(workbook)).NameToInfo
    if macros:
        raise NotMarked
    return book


def cells_in_ranges(ranges: str) -> list[str]:
    """The addresses of ``H9:H31,H33``; a finding about a whole sheet is put on its first cell."""
    cells = []
    for part in ranges.split(","):
        match = _RANGE.fullmatch(part.strip())
        if match:
            column, first, _, last = match.groups()
            cells += [f"{column}{row}" for row in range(int(first), int(last or first) + 1)][:MOST_CELLS]
    return cells[:MOST_CELLS] or ["A1"]


def _free(sheet: Worksheet, address: str) -> WorkbookCell:
    """The cell itself, or the one that shows the merged area it is part of."""
    for merged in sheet.merged_cells.ranges:
        if address in merged:
            return sheet.cell(merged.min_row, merged.min_col)
    return sheet[address]


def _mark(cell: WorkbookCell, row: Finding) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    message = _CONTROL.sub("", f"{WORDS[row['severity']]}: {row['message']} {_to_sender(row['remedy'])}".strip())
    before = f"\n\n{cell.comment.text}" if cell.comment else ""
    cell.comment = Comment(message + before, AUTHOR, height=COMMENT_SIZE[1], width=COMMENT_SIZE[0])
    cell.fill = PatternFill("solid", start_color=FILLS[row["severity"]])


def _undated(data: bytes, moment: int) -> bytes:
    """The package without the time of day at which it was written."""
    stamp = f"{datetime.fromtimestamp(moment, UTC):%Y-%m-%dT%H:%M:%SZ}".encode()
    out = io.BytesIO()
    with ZipFile(io.BytesIO(data)) as old, ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, _MODIFIED.sub(rb"\g<1>" + stamp + rb"\g<2>", content) if name == "docProps/core.xml" else content)
    return out.getvalue()

"""Workbooks for tests: a small clean one of a commune, and operations on the parts of a file."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import datetime
from functools import cache
from pathlib import Path

import xlsxwriter

from ctxh.read.child_process import answer
from ctxh.read.child_reader import Reading, reading_of

SHEET1 = "xl/worksheets/sheet1.xml"
Rows = list[list]

LABOUR = [
    ["UBND HUYỆN KIM THÀNH"],
    ["UBND XÃ KIM XUYÊN"],
    ["TỔNG HỢP NĂM 2024"],
    ["STT", "Loại hình", "Số cơ sở", "Số lao động", "Số tham gia BHXH"],
    [1, "Hộ kinh doanh cá thể", 20, 45, 3],
    [2, "Doanh nghiệp", 67, 2244, 2172],
]


def written(**sheets: Rows) -> bytes:
    """The bytes of a workbook with some sheets; underscores in their names stand for blanks and dots."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        book.set_properties({"created": datetime(2024, 12, 20)})  # the same sheets are the same bytes, whenever they are written
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for r, row in enumerate(rows):
                for c, value in enumerate(row):
                    if value not in ("", None):
                        sheet.write(r, c, value)
    return stream.getvalue()


@cache
def clean() -> bytes:
    """A clean workbook of one form."""
    return written(**{"B9a. Lao động": LABOUR})


def parts_of(data: bytes) -> dict[str, bytes]:
    """The parts of a package by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def packed(parts: dict[str, bytes]) -> bytes:
    """The package of some parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def operated(data: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """The package with one part changed; the change must make a difference."""
    parts = parts_of(data)
    before, parts[part] = parts[part], change(parts[part])
    assert parts[part] != before
    return packed(parts)


def replaced(data: bytes, part: str, *pairs: tuple[str, str]) -> bytes:
    """The package with words of one part replaced; each must be there."""
    for old, new in pairs:
        data = operated(data, part, lambda xml, old=old, new=new: xml.replace(old.encode(), new.encode()))
    return data


def saved(folder: Path, data: bytes, name: str = "Xa_Kim_Xuyen_2024.xlsx") -> Path:
    """The path of a file with some bytes."""
    path = folder / name
    path.write_bytes(data)
    return path


def read_here(path: Path) -> Reading:
    """A workbook read in this process: a tenth of the time that the child takes, which ``test_reading`` holds."""
    return reading_of(path, answer(path))

"""Files that no reader may be given: each is refused in Vietnamese, with what it is and what to do."""

from __future__ import annotations

import io
import resource
import struct
import subprocess
import sys
import warnings
import zipfile

import pytest

from ctxh.errors import CtxhError
from ctxh.read.child_process import answer
from ctxh.read.preflight import preflight
from old_formats import ods, xls, xlsb
from surgery import LABOUR, SHEET1, clean, operated, packed, parts_of, replaced, saved

OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def without(part: str) -> bytes:
    parts = parts_of(clean())
    del parts[part]
    return packed(parts)


def added(name: str, data: bytes = b"x") -> bytes:
    return packed(parts_of(clean()) | {name: data})


def twice(part: str, name: str) -> bytes:
    stream = io.BytesIO(clean())
    with warnings.catch_warnings(), zipfile.ZipFile(stream, "a") as package:
        warnings.simplefilter("ignore")
        package.writestr(name, package.read(part))
    return stream.getvalue()


def bent(data: bytes, at: int) -> bytes:
    """The bytes with one bit turned in the middle of the stored data of a part."""
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


def utf16(xml: bytes) -> bytes:
    return xml.replace(b'"UTF-8"', b'"UTF-16"').decode().encode("utf-16")


REFUSED = {
    "empty": (b"", "tệp rỗng"),
    "password": (OLE2 + "EncryptedPackage".encode("utf-16-le"), "có mật khẩu"),
    "password of .xls": (xls(LABOUR, password=True), "có mật khẩu"),
    "Excel 95": (
        xls(LABOUR)
        .replace("Workbook".encode("utf-16-le") + bytes(2), "Book".encode("utf-16-le") + bytes(10), 1)
        .replace(struct.pack("<HBB", 18, 2, 1), struct.pack("<HBB", 10, 2, 1)),
        "là Excel 5.0/95",
    ),
    "cut .xls": (xls(LABOUR)[:3000], "bị cắt hoặc hỏng"),
    "cut .xlsb": (operated(xlsb(LABOUR), "xl/worksheets/sheet1.bin", lambda part: part[:-9]), "bị cắt hoặc hỏng"),
    "cut .ods": (operated(ods(LABOUR), "content.xml", lambda part: part[:-9]), "bị cắt hoặc hỏng"),
    "password of .ods": (
        operated(
            ods(LABOUR), "META-INF/manifest.xml", lambda part: part.replace(b"/>", b"><manifest:encryption-data/></manifest:manifest>")
        ),
        "có mật khẩu",
    ),
    "far cell of .ods": (
        operated(
            ods([*LABOUR, [""] * 600 + [1]]),
            "content.xml",
            lambda part: part.replace(
                b"<table:table-row><table:table-cell/>",
                b'<table:table-row table:number-rows-repeated="100000"/><table:table-row><table:table-cell/>',
                1,
            ),
        ),
        "vùng dữ liệu quá rộng",
    ),
    "cell of .ods a million times": (
        operated(
            ods(LABOUR),
            "content.xml",
            lambda part: part.replace(b"<table:table-row>", b'<table:table-row table:number-rows-repeated="1000000">', 1),
        ),
        "vùng dữ liệu quá rộng",
    ),
    "far cell of .xlsb": (
        operated(
            xlsb([*LABOUR, [""] * 600 + [1]]),
            "xl/worksheets/sheet1.bin",
            lambda part: part.replace(
                struct.pack("<I", len(LABOUR)) + struct.pack("<IH", 0, 300), struct.pack("<I", 1_000_000) + struct.pack("<IH", 0, 300)
            ),
        ),
        "vùng dữ liệu quá rộng",
    ),
    "other container": (OLE2, "tệp hỏng hoặc thuộc loại khác"),
    "doc": (OLE2 + "WordDocument".encode("utf-16-le"), "là văn bản Word .doc"),
    "html": (b"\xef\xbb\xbf<html><table>", "là trang HTML đổi tên"),
    "xml": (b"<?xml version='1.0'?><Workbook/>", "là tệp XML"),
    "csv": ("Họ tên;Năm sinh\nA;1950".encode(), "là văn bản CSV đổi tên"),
    "pdf": (b"%PDF-1.7", "là tệp PDF"),
    "photo": (b"\xff\xd8\xff\xe0", "là tệp ảnh"),
    "rubbish": (b"\x00\x01\x02", "tệp hỏng hoặc thuộc loại khác"),
    "odt": (packed({"mimetype": b"application/vnd.oasis.opendocument.text"}), "là văn bản OpenDocument"),
    "docx": (packed({"word/document.xml": b"<a/>"}), "là văn bản Word"),
    "zip of anything": (packed({"a.txt": b"a"}), "không có sổ bên trong"),
    "cut": (clean()[:2000], "bị cắt hoặc hỏng"),
    "one bit": (bent(clean(), clean().index(SHEET1.encode()) + 200), "bị cắt hoặc hỏng"),
    "part twice": (twice(SHEET1, SHEET1), "phần trùng tên"),
    "part twice but for case": (twice(SHEET1, SHEET1.replace("sheet1", "Sheet1")), "phần trùng tên"),
    "climbing name": (added("../../a.xml"), "đường dẫn lạ"),
    "too many parts": (packed(parts_of(clean()) | {f"x/{n}": b"" for n in range(2001)}), "quá lớn"),
    "doctype": (replaced(clean(), SHEET1, ("<worksheet ", "<!DOCTYPE a [<!ENTITY b 'c'>]><worksheet ")), "DTD"),
    "utf-16": (operated(clean(), SHEET1, utf16), "không ghi bằng UTF-8"),
    "strict": (
        replaced(
            clean(),
            "xl/workbook.xml",
            ("http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main"),
        ),
        "Strict Open XML",
    ),
    "sheet part missing": (without(SHEET1), "thiếu phần «xl/worksheets/sheet1.xml»"),
    "texts missing": (without("xl/sharedStrings.xml"), "thiếu phần «xl/sharedStrings.xml»"),
    "relation missing": (replaced(clean(), "xl/workbook.xml", ('r:id="rId1"', 'r:id="rId99"')), "thiếu nội dung"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_file_that_could_harm_is_refused_with_its_kind(tmp_path, case):
    data, words = REFUSED[case]

    message = answer(saved(tmp_path, data))["refused"]

    assert message.startswith("Xa_Kim_Xuyen_2024.xlsx") and words in message
    assert any(verb in message for verb in ("lưu lại", "Xin lại", "Xóa"))


def _sixth_row_as(number: int) -> list[tuple[str, str]]:
    """The words that give row 6 and its cells another number."""
    return [('<row r="6"', f'<row r="{number}"'), *((f'"{letter}6"', f'"{letter}{number}"') for letter in "ABCDE")]


ODD_SHEETS = {
    "row twice": (_sixth_row_as(5), "trùng hoặc đảo lộn"),
    "rows backwards": (_sixth_row_as(2), "trùng hoặc đảo lộn"),
    "row too far": (_sixth_row_as(1048577), "trùng hoặc đảo lộn"),
    "column too far": ([('"E6"', '"XFD6"')], "sau cột ZZ"),
    "cell far down and right": ([*_sixth_row_as(900000), ('"E900000"', '"ZZ900000"')], "vùng dữ liệu quá rộng"),
    "no number": ([('"D6"><v>2244</v>', '"D6" t="e"><v>#SPILL!</v>')], "1 ô không phải số: D6 (#SPILL!)"),
    "cut": ([("</c></row></sheetData>", "</c></row")], "tệp bị cắt hoặc hỏng"),
}


@pytest.mark.parametrize("case", ODD_SHEETS)
def test_a_sheet_that_readers_misread_is_refused_by_name(tmp_path, case):
    pairs, words = ODD_SHEETS[case]
    refused = answer(saved(tmp_path, replaced(clean(), SHEET1, *pairs)))["refused"]

    assert refused.startswith("Xa_Kim_Xuyen_2024.xlsx") and words in refused


def test_an_honest_workbook_passes_with_its_sheets(tmp_path):
    package = preflight(saved(tmp_path, clean()))

    assert [("B9a. Lao động", SHEET1)] == list(package.sheets())


def large(kind: str) -> bytes:
    sheet = parts_of(clean())[SHEET1]
    if kind == "bomb":
        return packed(parts_of(clean()) | {SHEET1: sheet.replace(b"</sheetData>", b" " * 90_000_000 + b"</sheetData>")})
    noise = __import__("random").Random(5).randbytes(40_000_000)
    return packed(parts_of(clean()) | {"xl/media/image1.png": noise})


@pytest.mark.parametrize("kind", ["bomb", "40 MB"])
def test_what_is_too_large_is_refused_soon_and_in_little_memory(tmp_path, kind):
    path = saved(tmp_path, large(kind))
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    code = (
        "import sys\nfrom pathlib import Path\nfrom ctxh.read.preflight import preflight\n"
        "try: preflight(Path(sys.argv[1]))\n"
        "except Exception as e: print(e)\n"
        "print(open('/proc/self/status').read().partition('VmHWM:')[2].split()[0])"
    )
    done = subprocess.run([sys.executable, "-c", code, path], capture_output=True, text=True, check=True)

    message, peak = done.stdout.splitlines()
    assert "quá lớn" in message or "lớn hơn 32 MB" in message
    assert int(peak) < 300_000  # KB
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before < 2


def test_a_file_that_may_not_be_read_is_told_apart_from_a_broken_one(tmp_path, monkeypatch):
    path = tmp_path / "Xa_Kim_Xuyen_2024.xlsx"
    path.write_bytes(clean())
    monkeypatch.setattr(type(path), "read_bytes", lambda _: (_ for _ in ()).throw(PermissionError()))

    with pytest.raises(CtxhError, match="không có quyền đọc tệp"):
        preflight(path)

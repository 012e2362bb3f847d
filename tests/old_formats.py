"""Small workbooks of other kinds than .xlsx, written by hand: a sheet of numbers, texts, an error, a percentage and a day."""

from __future__ import annotations

import struct
from collections.abc import Callable
from datetime import date
from xml.sax.saxutils import escape

from surgery import packed, parts_of, written

NAME = "B9a. Lao động"
ERROR = "#N/A"
EPOCH = date(1899, 12, 30)
CODES = {"percent": "0.0%", "day": "dd/mm/yyyy", "noughts": '#,##0".000"'}
STYLES = ("", *CODES)  # the place is the number of the style


class Cell:
    """A number under a format: ``percent``, ``day`` or ``noughts``."""

    def __init__(self, number: float, look: str) -> None:
        self.number, self.look = number, look


def _plain(value) -> tuple[object, int]:
    return (value.number, STYLES.index(value.look)) if isinstance(value, Cell) else (value, 0)


def _cells(rows: list[list]):
    return [(r, c, *_plain(value)) for r, row in enumerate(rows) for c, value in enumerate(row) if value not in ("", None)]


def xls(rows: list[list], date1904: bool = False, password: bool = False) -> bytes:
    """A workbook of Excel 97 to 2003."""
    formats = b"".join(_record(0x41E, struct.pack("<H", 164 + n) + _wide(code, "<H")) for n, code in enumerate(CODES.values()))
    styles = b"".join(_record(0xE0, struct.pack("<HH16x", 0, 163 + n if n else 0)) for n in range(len(STYLES)))
    head = _record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0)) + (_record(0x2F, bytes(6)) if password else b"")
    head += _record(0x22, struct.pack("<H", date1904)) + _record(
        0x31, struct.pack("<HHHHHBBBB", 200, 0, 8, 400, 0, 0, 0, 0, 0) + _wide("Arial", "<B")
    )
    head += formats + styles
    named = struct.pack("<BB", 0, 0) + _wide(NAME, "<B")
    start = len(head) + len(_record(0x85, b"0000" + named)) + len(_record(0x0A, b""))
    stream = head + _record(0x85, struct.pack("<I", start) + named) + _record(0x0A, b"")
    stream += (
        _record(0x809, struct.pack("<HHHHII", 0x600, 16, 0, 0, 0, 0))
        + b"".join(_xls_cell(*cell) for cell in _cells(rows))
        + _record(0x0A, b"")
    )
    return _ole("Workbook", stream)


def _record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _wide(text: str, length: str) -> bytes:
    return struct.pack(length, len(text)) + b"\1" + text.encode("utf-16-le")


def _xls_cell(row: int, column: int, value, style: int) -> bytes:
    at = struct.pack("<HHH", row, column, style)
    if value == ERROR:
        return _record(0x205, at + b"\x2a\1")
    return _record(0x204, at + _wide(value, "<H")) if isinstance(value, str) else _record(0x203, at + struct.pack("<d", value))


def _ole(name: str, stream: bytes) -> bytes:
    """A file with one stream: header, one sector of directory, sectors of the table, the stream."""
    stream = stream.ljust(4096, b"\0")
    sectors = -(-len(stream) // 512)
    tables = -(-(sectors + 2) // 127)
    chain = [0xFFFFFFFE, *([0xFFFFFFFD] * tables), *range(tables + 2, tables + 1 + sectors), 0xFFFFFFFE]
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + struct.pack(
        "<16xHHHHH6xIIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, tables, 0, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, 1
    )
    header += b"".join(struct.pack("<I", n + 1 if n < tables else 0xFFFFFFFF) for n in range(1, 109))
    entries = _entry("Root Entry", 5, 0xFFFFFFFE, 0, child=1) + _entry(name, 2, tables + 1, len(stream)) + bytes(256)
    table = b"".join(struct.pack("<I", n) for n in chain).ljust(tables * 512, b"\xff")
    return header.ljust(512, b"\xff") + entries + table + stream.ljust(sectors * 512, b"\0")


def _entry(name: str, kind: int, start: int, size: int, child: int = 0xFFFFFFFF) -> bytes:
    told = name.encode("utf-16-le") + b"\0\0"
    return told.ljust(64, b"\0") + struct.pack("<HBBIII36xIQ", len(told), kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, child, start, size)


def ods(rows: list[list]) -> bytes:
    """A workbook of OpenDocument."""
    spaces = {
        "office": "office",
        "table": "table",
        "text": "text",
        "style": "style",
        "number": "datastyle",
        "fo": "xsl-fo-compatible",
    }
    declared = " ".join(f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for short, name in spaces.items())
    number = '<number:number number:decimal-places="1" number:min-integer-digits="1"/>'
    formats = (
        f'<number:percentage-style style:name="percent">{number}<number:text>%</number:text></number:percentage-style>'
        '<number:date-style style:name="day"><number:day/><number:text>/</number:text><number:month/></number:date-style>'
        f'<number:number-style style:name="noughts">{number}<number:text>.000</number:text></number:number-style>'
    )
    styles = "".join(
        f'<style:style style:name="ce{n}" style:family="table-cell" style:data-style-name="{look}"/>'
        for n, look in enumerate(STYLES)
        if look
    )
    body = "".join(f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in rows)
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {declared} office:version="1.3">'
        f"<office:automatic-styles>{formats}{styles}</office:automatic-styles>"
        f'<office:body><office:spreadsheet><table:table table:name="{NAME}">{body}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    return packed(
        {
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": content.encode(),
            "META-INF/manifest.xml": b'<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        }
    )


def _ods_cell(value) -> str:
    number, style = _plain(value)
    styled = f' table:style-name="ce{style}"' if style else ""
    if number in ("", None):
        return "<table:table-cell/>"
    if number == ERROR:
        kind = 'table:formula="of:=NA()" office:value-type="string" office:string-value=""'
        return f"<table:table-cell {kind}><text:p>{ERROR}</text:p></table:table-cell>"
    if isinstance(number, str):
        return f'<table:table-cell office:value-type="string"><text:p>{escape(number)}</text:p></table:table-cell>'
    if STYLES[style] == "day":
        day = date.fromordinal(EPOCH.toordinal() + number)
        return f'<table:table-cell{styled} office:value-type="date" office:date-value="{day.isoformat()}"/>'
    kind = "percentage" if STYLES[style] == "percent" else "float"
    return f'<table:table-cell{styled} office:value-type="{kind}" office:value="{number}"/>'


def xlsb(rows: list[list]) -> bytes:
    """A binary workbook."""
    formats = b"".join(_binary(44, struct.pack("<H", 164 + n) + _counted(code)) for n, code in enumerate(CODES.values()))
    xfs = b"".join(
        _binary(47, struct.pack("<HHHHHBBI", 0xFFFF if n < 0 else 0, 163 + n if n else 0, 0, 0, 0, 0, 0, 0)) for n in range(len(STYLES))
    )
    styles = _binary(278, b"") + _binary(615, struct.pack("<I", len(CODES))) + formats + _binary(616, b"")
    styles += _binary(617, struct.pack("<I", len(STYLES))) + xfs + _binary(618, b"") + _binary(279, b"")
    book = _binary(131, b"") + _binary(153, struct.pack("<II", 0, 0) + _counted("")) + _binary(143, b"")
    book += _binary(156, struct.pack("<II", 0, 1) + _counted("rId1") + _counted(NAME)) + _binary(144, b"") + _binary(132, b"")
    kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    listed = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
    one = '<Relationship Id="{}" Type="' + kinds + '/{}" Target="{}"/>'
    return packed(
        {
            "[Content_Types].xml": b"<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'/>",
            "_rels/.rels": listed.format(one.format("rId1", "officeDocument", "xl/workbook.bin")).encode(),
            "xl/_rels/workbook.bin.rels": listed.format(
                one.format("rId1", "worksheet", "worksheets/sheet1.bin") + one.format("rId2", "styles", "styles.bin")
            ).encode(),
            "xl/workbook.bin": book,
            "xl/styles.bin": styles,
            "xl/worksheets/sheet1.bin": _xlsb_sheet(rows),
        }
    )


def _binary(kind: int, body: bytes) -> bytes:
    told = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    return told + bytes([len(body) & 0x7F | 0x80, len(body) >> 7]) + body


def _counted(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def _xlsb_sheet(rows: list[list]) -> bytes:
    cells = _cells(rows)
    out = _binary(129, b"") + _binary(148, struct.pack("<4I", 0, len(rows) - 1, 0, max(map(len, rows)) - 1)) + _binary(145, b"")
    for r in sorted({cell[0] for cell in cells}):
        out += _binary(0, struct.pack("<IIHBBBI", r, 0, 300, 0, 0, 0, 0))
        for _, c, value, style in (cell for cell in cells if cell[0] == r):
            at = struct.pack("<II", c, style)
            if value == ERROR:
                out += _binary(3, at + b"\x2a")
            else:
                out += _binary(6, at + _counted(value)) if isinstance(value, str) else _binary(5, at + struct.pack("<d", value))
    return out + _binary(146, b"") + _binary(130, b"")


def xlsm(rows: list[list]) -> bytes:
    """A workbook with macros; it has no format for a cell."""
    return packed(parts_of(written(**{NAME: [[_plain(value)[0] for value in row] for row in rows]})) | {"xl/vbaProject.bin": b"macros"})


KINDS: dict[str, Callable[[list[list]], bytes]] = {"xls": xls, "ods": ods, "xlsb": xlsb}

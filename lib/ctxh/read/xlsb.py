"""Binary workbooks of Excel (.xlsb): the records of their parts, told as looks at their sheets."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from ctxh.read import flags
from ctxh.read.look import Look
from ctxh.read.other_formats import OtherFormatBook
from ctxh.read.preflight import XLSB, Package
from ctxh.read.styles import INDEXED, Fill, Font, Styles, styles_from
from ctxh.read.xls import ERRORS, UNSEEN

_ROW, _COLUMNS, _MERGE, _FILTER, _COMMENT = 0, 60, 176, 163, 635
_CELLS = {2: "number", 3: "#", 4: "number", 5: "number", 6: "text", 7: "text", 8: "text", 9: "number", 10: "number", 11: "#"}
_FONT, _FORMAT, _FILL, _STYLE, _STYLES, _STYLES_END = 43, 44, 45, 47, 617, 618
_SHEET, _SETTINGS = 156, 153
_RGB, _INDEX = 2, 1


def xlsb_book(package: Package) -> OtherFormatBook:
    """A binary workbook. Raises ValueError for a broken one."""
    try:
        return _book(package)
    except (struct.error, IndexError) as fault:
        raise ValueError("record") from fault


def _records(part: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at < len(part):
        kind, at = _number(part, at, 2)
        length, at = _number(part, at, 4)
        if at + length > len(part):
            raise ValueError("cut")
        yield kind, part[at : at + length]
        at += length


def _number(part: bytes, at: int, most: int) -> tuple[int, int]:
    """A number told in bytes of seven bits, and where it ends; a kind of record keeps its eighth bits out too."""
    value = 0
    for place in range(most):
        value |= (part[at + place] & 0x7F) << (7 * place)
        if part[at + place] < 0x80:
            return value, at + place + 1
    return value, at + most


def _text(body: bytes, at: int) -> tuple[str, int]:
    (length,) = struct.unpack_from("<I", body, at)
    end = at + 4 + 2 * length
    return body[at + 4 : end].decode("utf-16-le"), end


def _book(package: Package) -> OtherFormatBook:
    workbook, date1904, looks = "xl/workbook.bin", False, {}
    targets = package.targets(workbook)
    styles = _styles(b"".join(package.part(target) for kind, target in targets.values() if kind.endswith("/styles")))
    for kind, body in _records(package.part(workbook)):
        if kind == _SETTINGS:
            date1904 = bool(body[0] & 1)
        elif kind == _SHEET:
            relation, at = _text(body, 8)
            name, (sort, target) = _text(body, at)[0], targets[relation]
            if sort.endswith("/worksheet"):
                looks[name] = _look(package, target, styles.numbers)
    return OtherFormatBook(XLSB, package.name, package.data, styles, date1904, looks, UNSEEN)


def _styles(part: bytes) -> Styles:
    codes, fonts, fills, forms, listed = {}, [], [], [], False
    for kind, body in _records(part):
        if kind == _FORMAT:
            codes[struct.unpack_from("<H", body)[0]] = _text(body, 2)[0]
        elif kind == _FONT:
            fonts.append(Font(bool(body[2] & 8), _colour(body[12:20]), _text(body, 21)[0]))
        elif kind == _FILL:
            fills.append(Fill({0: "none", 1: "solid"}.get(body[0], "other"), _colour(body[4:12])))
        elif kind == _STYLE and listed:
            forms.append(struct.unpack_from("<HHH", body, 2))
        listed = kind == _STYLES or (listed and kind != _STYLES_END)
    return styles_from(codes, fonts, fills, forms)


def _colour(body: bytes) -> str:
    kind = body[0] >> 1
    return body[4:7].hex().upper() if kind == _RGB else INDEXED.get(body[1], "") if kind == _INDEX else ""


def _look(package: Package, part: str, styles: frozenset[int]) -> Look:
    look, row = Look(filled=[]), -1
    for kind, body in _records(package.part(part)):
        if kind == _ROW:
            number = struct.unpack_from("<I", body)[0]
            look.ordered &= number > row
            row = look.highest_row = number
            if body[11] & 0x10:
                look.mark(flags.HIDDEN_ROW, (row, 0))
        elif kind in _CELLS:
            column, style = struct.unpack_from("<II", body)
            held = _CELLS[kind]
            look.take(
                (row, column), style & 0xFFFFFF if style & 0xFFFFFF in styles else None, ERRORS.get(body[8], "#?") if held == "#" else held
            )
        elif kind == _COLUMNS and (body[16] & 1 or not struct.unpack_from("<I", body, 8)[0]):
            first, last = struct.unpack_from("<II", body)
            for column in range(first, min(last + 1, flags.WIDEST)):
                look.mark(flags.HIDDEN_COLUMN, (0, column))
        elif kind == _MERGE:
            top, bottom, left, right = struct.unpack_from("<4I", body)
            look.merged.append((top, left, bottom, right))
        elif kind == _FILTER:
            look.flagged[flags.FILTER] = [(0, 0)]
    for sort, target in package.targets(part).values():
        for kind, body in _records(package.part(target)) if sort.endswith("/comments") else ():
            if kind == _COMMENT:
                look.mark(flags.COMMENT, (struct.unpack_from("<I", body, 4)[0], struct.unpack_from("<I", body, 12)[0]))
    return look.counted()

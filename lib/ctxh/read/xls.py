"""Workbooks of Excel 97 to 2003 (.xls): the records of their one stream, told as looks at their sheets."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from ctxh.errors import CtxhError
from ctxh.read import flags
from ctxh.read.look import Look
from ctxh.read.ole import streams
from ctxh.read.other_formats import OtherFormatBook
from ctxh.read.preflight import OLE2, PASSWORD, SAVE_AS
from ctxh.read.styles import INDEXED, Fill, Font, Styles, styles_from

_BOF, _EOF, _PASSWORD, _EPOCH, _FONT, _FORMAT, _STYLE, _PALETTE, _SHEET = 0x809, 0x0A, 0x2F, 0x22, 0x31, 0x41E, 0xE0, 0x92, 0x85
_ROW, _COLUMNS, _ROWS_DEFAULT, _NOTE, _FILTER = 0x208, 0x7D, 0x225, 0x1C, 0x9E
_FORMULA, _NUMBER, _RK, _MANY_RK, _TRUTH = 0x06, 0x203, 0x27E, 0xBD, 0x205
_TEXTS = (0xFD, 0x204, 0xD6)  # a shared text, an own one, one of several looks
_BIFF8 = 0x600
ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}
UNSEEN = "chữ gạch ngang hoặc tô màu một phần ô, định dạng có điều kiện, công thức chưa tính, công thức lấy số từ tệp khác hoặc tự thay đổi"


def xls_book(name: str, data: bytes) -> OtherFormatBook:
    """A workbook of Excel 97 to 2003. Raises CtxhError for one with a password or older, ValueError for a broken one."""
    held = streams(data)
    if "Workbook" not in held:
        raise CtxhError(f"{name}: là Excel 5.0/95, quá cũ. {SAVE_AS}" if "Book" in held else f"{name}: không phải Excel. {SAVE_AS}")
    stream = held["Workbook"]
    try:
        return _book(name, data, stream)
    except (struct.error, IndexError) as fault:
        raise ValueError("record") from fault


def _records(stream: bytes, start: int = 0) -> Iterator[tuple[int, bytes]]:
    """The records of a substream from its first one, those of charts inside it left out. Raises ValueError where it is cut."""
    at, depth = start, 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        body, at = stream[at + 4 : at + 4 + length], at + 4 + length
        depth += kind == _BOF
        if depth == 1:
            yield kind, body
        depth -= kind == _EOF
        if not depth:
            return
    raise ValueError("no end")


def _book(name: str, data: bytes, stream: bytes) -> OtherFormatBook:
    globals_ = list(_records(stream))
    if any(kind == _PASSWORD for kind, _ in globals_):
        raise CtxhError(f"{name}: {PASSWORD}")
    if struct.unpack_from("<H", globals_[0][1])[0] != _BIFF8:
        raise CtxhError(f"{name}: là Excel 5.0/95, quá cũ. {SAVE_AS}")
    sheets = [_text(body[6:], 1) for kind, body in globals_ if kind == _SHEET and body[5] == 0]
    starts = [struct.unpack_from("<I", body)[0] for kind, body in globals_ if kind == _SHEET and body[5] == 0]
    styles = _styles(globals_)
    looks = [_look(stream, start, styles.numbers) for start in starts]
    date1904 = any(kind == _EPOCH and body[0] for kind, body in globals_)
    return OtherFormatBook(OLE2, name, data, styles, date1904, dict(zip(sheets, looks, strict=True)), UNSEEN)


def _text(body: bytes, width: int) -> str:
    """A text with its length in so many bytes, then whether its letters have two."""
    length = int.from_bytes(body[:width], "little")
    wide = body[width] & 1
    return body[width + 1 : width + 1 + length * (1 + wide)].decode("utf-16-le" if wide else "latin-1")


def _styles(globals_: list[tuple[int, bytes]]) -> Styles:
    codes, fonts, fills, forms = {}, [], [], []
    colours = {number + 8: colour for number, colour in enumerate(("000000", "FFFFFF", "FF0000", "00FF00", "0000FF", "FFFF00"))} | INDEXED
    for kind, body in globals_:
        if kind == _PALETTE:
            colours |= {8 + n: body[2 + 4 * n : 5 + 4 * n].hex().upper() for n in range(struct.unpack_from("<H", body)[0])}
    for kind, body in globals_:
        if kind == _FORMAT:
            codes[struct.unpack_from("<H", body)[0]] = _text(body[2:], 2)
        elif kind == _FONT:
            _, bits, colour = struct.unpack_from("<HHH", body)
            fonts.append(Font(bool(bits & 8), colours.get(colour, ""), _text(body[14:], 1)))
            fonts += fonts[-1:] if len(fonts) == 4 else []  # no font has the number 4
        elif kind == _STYLE:
            font, form = struct.unpack_from("<HH", body)
            pattern, ground = struct.unpack_from("<I", body, 14)[0] >> 26, struct.unpack_from("<H", body, 18)[0] & 0x7F
            fills.append(Fill({0: "none", 1: "solid"}.get(pattern, "other"), colours.get(ground, "")))
            forms.append((form, font, len(fills) - 1))
    return styles_from(codes, fonts, fills, forms)


def _look(stream: bytes, start: int, styles: frozenset[int]) -> Look:
    look = Look(filled=[])
    for kind, body in _records(stream, start):
        if kind in _CELLS:
            for column, style, held in _CELLS[kind](kind, body):
                look.take((struct.unpack_from("<H", body)[0], column), style if style in styles else None, held)
        elif kind == _ROW and struct.unpack_from("<I", body, 12)[0] & 0x20:
            look.mark(flags.HIDDEN_ROW, (struct.unpack_from("<H", body)[0], 0))
        elif kind == _COLUMNS and (body[8] & 1 or not struct.unpack_from("<H", body, 4)[0]):
            first, last = struct.unpack_from("<HH", body)
            for column in range(first, min(last + 1, flags.WIDEST)):
                look.mark(flags.HIDDEN_COLUMN, (0, column))
        elif kind == _NOTE:
            look.mark(flags.COMMENT, struct.unpack_from("<HH", body))
        elif kind == _FILTER:
            look.flagged[flags.FILTER] = [(0, 0)]
    return look.counted()


def _plain(kind: int, body: bytes) -> Iterator[tuple[int, int, str]]:
    column, style = struct.unpack_from("<HH", body, 2)
    yield column, style, "text" if kind in _TEXTS else "number"


def _many(_: int, body: bytes) -> Iterator[tuple[int, int, str]]:
    (first,) = struct.unpack_from("<H", body, 2)
    for number in range((len(body) - 6) // 6):
        yield first + number, struct.unpack_from("<H", body, 4 + 6 * number)[0], "number"


def _truth(_: int, body: bytes) -> Iterator[tuple[int, int, str]]:
    column, style = struct.unpack_from("<HH", body, 2)
    yield column, style, ERRORS.get(body[6], "#?") if body[7] else "number"


def _formula(_: int, body: bytes) -> Iterator[tuple[int, int, str]]:
    column, style = struct.unpack_from("<HH", body, 2)
    special = body[6] if body[12:14] == b"\xff\xff" else -1
    yield column, style, {0: "text", 2: ERRORS.get(body[8], "#?"), 3: ""}.get(special, "number")


_CELLS = {_NUMBER: _plain, _RK: _plain, _MANY_RK: _many, _TRUTH: _truth, _FORMULA: _formula} | dict.fromkeys(_TEXTS, _plain)

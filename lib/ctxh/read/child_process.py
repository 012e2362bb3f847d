"""The child process that opens workbooks: what kills a reader kills only this.

It is given paths on its standard input and answers with one frame a workbook on its standard
output: eight bytes of length, then plain lists and dictionaries. ``reading`` is its master.
"""

from __future__ import annotations

import io
import json
import marshal
import struct
import sys
import zipfile
import zlib
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from hashlib import sha256
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from ctxh.errors import CtxhError, place_of, reason_of
from ctxh.process.operating_system import ADDRESS_SPACE, PROCESSOR_TIME, hold_to, seconds_used
from ctxh.process.startup import collect_seldom
from ctxh.read import flags
from ctxh.read.look import Look, covered, refuse_odd, under_pictures
from ctxh.read.number_formats import NumberFormat
from ctxh.read.other_formats import OtherFormatBook
from ctxh.read.preflight import ODS, SAVE_AS, XLSB, broken, preflight
from ctxh.read.serialised_rows import digest_of_rows, serialised, with_values
from ctxh.read.xlsx import XlsxBook

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

MEMORY, SECONDS, MOST_NAMED = 1 << 30, 30, 10
TOO_LARGE = "vượt quá bộ nhớ cho phép khi đọc. Xóa các ô và định dạng thừa ở xa bảng rồi chạy lại."
_NOT_FINITE = (b"\xf0\x7f", b"\xf0\xff", b"\xf8\x7f", b"\xf8\xff")  # how infinities and NaN end


def main(reply: Callable[[Path, set[str] | None], dict[str, Any]] | None = None) -> None:
    """Answer the one request on the standard input, by ``answer`` or another; what goes wrong with a file is in its frame."""
    collect_seldom()
    request = json.loads(sys.stdin.readline())
    left_out = set(request["left_out"])
    with open(1, "wb", closefd=False) as answers:  # not sys.stdout: unbuffered, it may write a part and say so
        for path in request["paths"]:
            _limit()
            frame = marshal.dumps((reply or answer)(Path(path), left_out), 4)
            answers.write(len(frame).to_bytes(8, "big") + frame)
            answers.flush()


def _limit() -> None:
    """Hold this process to some memory and, from now on, to some seconds of the processor; the master's clock holds everywhere."""
    hold_to(ADDRESS_SPACE, MEMORY)
    hold_to(PROCESSOR_TIME, int(seconds_used()) + SECONDS)


def answer(path: Path, left_out: Collection[str] = ()) -> dict[str, Any]:
    """What a workbook holds, or why it is refused: a frame for ``readings.reading_of``."""
    try:
        book = _book(path)
        return with_values({"sheets": _sheets(book, left_out), "sha256": sha256(book.data).hexdigest(), "unseen": _unseen(path, book)})
    except CtxhError as fault:
        return {"refused": str(fault)}
    except MemoryError:
        return {"refused": f"{path.name}: {TOO_LARGE}"}
    except OSError as fault:
        return {"refused": f"{path.name}: không đọc được: {reason_of(fault)}."}
    except Exception as error:  # whatever is left is a fault of ours
        return {"ours": place_of(error)}


@contextmanager
def _of_the_file(name: str) -> Iterator[None]:
    """A block that does nothing but interpret what a file holds. Raises CtxhError for what its bytes may not say.

    Of calamine all errors are one kind or, where a day is none, ValueError and OverflowError; zipfile, zlib, expat, struct
    and our readers of records and parts raise the others.
    """
    from python_calamine import CalamineError

    try:
        yield
    except (
        CalamineError,
        ValueError,
        LookupError,
        OverflowError,
        struct.error,
        EOFError,
        NotImplementedError,
        OSError,
        zlib.error,
        zipfile.BadZipFile,
    ) as fault:
        raise CtxhError(broken(name)) from fault


def _unseen(path: Path, book: XlsxBook | OtherFormatBook) -> str:
    """What the kind of file does not let us see, or that there are macros; empty for most."""
    if isinstance(book, OtherFormatBook):
        return f"Tệp dạng .{book.kind} được đọc, nhưng không xem được: {book.unseen}, hộp chữ, hình che ô, đầu và chân trang in."
    return "Tệp có macro; macro không được chạy." if book.package.has_macros else ""


def _sheets(looked: XlsxBook | OtherFormatBook, left_out: Collection[str]) -> list[dict[str, Any]]:
    from python_calamine import CalamineWorkbook

    if isinstance(looked, OtherFormatBook):  # of these the reader opens all sheets at once
        for name, look in looked.looks.items():
            refuse_odd(f"{looked.name}, trang tính «{name}»", look)
    with _of_the_file(looked.name):
        book = CalamineWorkbook.from_filelike(io.BytesIO(looked.data))
        offered, parts = {sheet.name: str(sheet.visible) for sheet in book.sheets_metadata}, looked.sheets()
    sheets = []
    for name, part in parts:
        if name not in offered:
            raise CtxhError(f"{looked.name}: bộ đọc không thấy trang tính «{name}». {SAVE_AS}")
        if not _is_left_out(name, left_out):
            sheets.append(_sheet(looked, book, name, part) | {"hidden": not offered[name].endswith(".Visible")})
    return sheets


def _is_left_out(name: str, keys: Collection[str]) -> bool:
    """Whether a sheet is called as one that nobody asked for, or so with a village behind."""
    from ctxh.vietnamese.text import header_key

    return any(f"{header_key(name)} ".startswith(f"{key} ") for key in keys)


def _book(path: Path) -> XlsxBook | OtherFormatBook:
    """A workbook of any kind that is read, after its preflight. Raises CtxhError for one that is not."""
    package = preflight(path)
    with _of_the_file(path.name):
        if isinstance(package, bytes):
            from ctxh.read.xls import xls_book

            return xls_book(path.name, package)
        if package.kind == XLSB:
            from ctxh.read.xlsb import xlsb_book

            return xlsb_book(package)
        if package.kind == ODS:
            from ctxh.read.ods import ods_book

            return ods_book(package)
        return XlsxBook(package)


def _sheet(looked: XlsxBook | OtherFormatBook, book: CalamineWorkbook, name: str, part: str) -> dict[str, Any]:
    """One sheet as plain values; dates stand apart, as marshal has no word for them.

    Raises CtxhError for a sheet that readers choke on, and for one that they lose cells of.
    """
    at, look = f"{looked.name}, trang tính «{name}»", _look(looked, part)
    refuse_odd(at, look)
    rows, merged = _values(book, name, at, look)
    with _of_the_file(looked.name):
        agrees = look.filled is not None or looked.agrees(part, look.count, sum(map(len, rows)) - sum(row.count("") for row in rows))
        comments, suspect = looked.comments(part), looked.suspect(part, look)
        texts, pictures = looked.outside(part, look)
    look = look if agrees else _look(looked, part, each=True)
    _refuse_loss(at, look, rows)
    merged = look.merged or merged
    flagged = _flagged(looked, look, rows, comments) | _repaired(looked, look, rows, suspect) | covered(merged, rows)
    flagged |= under_pictures(pictures, rows)
    row_bytes, dates = serialised(rows)
    odd = _odd(rows) if any(sign in row_bytes for sign in _NOT_FINITE) else {}
    if odd:
        odd_stored = (look if look.filled is not None else _look(looked, part, each=True)).odd
        flagged |= _unusable(rows, flags.NO_NUMBER, odd | odd_stored)
        row_bytes = marshal.dumps(rows, 4)
    return {
        "name": name,
        "rows": row_bytes,
        "held": digest_of_rows(rows),
        "dates": dates,
        "merged": merged,
        "flagged": flagged,
        "date1904": looked.date1904,
        "outside": texts,
    }


def _look(looked: XlsxBook | OtherFormatBook, part: str, each: bool = False) -> Look:
    with _of_the_file(looked.name):
        return looked.look(part, each)


def _flagged(looked: XlsxBook | OtherFormatBook, look: Look, rows: list[list[object]], comments: flags.Cells) -> dict[str, flags.Cells]:
    uncached = dict.fromkeys(look.flagged.get(flags.UNCACHED, ()), "=")
    flagged = look.flagged | _unusable(rows, flags.UNCACHED, uncached) | _unusable(rows, flags.ERROR, look.errors)
    flagged[flags.COMMENT] = flagged.get(flags.COMMENT, []) + comments
    for cell, number in look.texts.items():
        for kind in looked.marked[number]:
            flagged.setdefault(kind, []).append(cell)
    flagged[flags.BY_CONDITION] = sorted(look.conditional(looked.styles.conditional, rows))
    coloured = look.conditional(None, rows) if look.styled else set()
    for cell, style in look.styled.items():
        kinds = {*looked.styles.kinds.get(style, ()), *_shown(rows, cell, looked.styles.formats.get(style))}
        for kind in sorted(kinds - ({flags.UNSEEN} if flags.COLOURED_APART in flagged or cell in coloured else set())):
            if cell not in flagged.get(kind, ()):
                flagged.setdefault(kind, []).append(cell)
    return {kind: cells for kind, cells in flagged.items() if cells}


def _repaired(looked: XlsxBook | OtherFormatBook, look: Look, rows: list[list[object]], suspect: bool) -> dict[str, flags.Cells]:
    """Cells of old encodings, decoded in place, and cells nobody can decode or that may be such, by what they were."""
    fonts = looked.styles.old_fonts
    if not fonts and not suspect:
        return {}
    from ctxh.vietnamese.legacy import DOUBTED, decoded, is_doubted, is_modern

    found: dict[str, flags.Cells] = {}
    left: list[tuple[int, int, str]] = []
    modern = 0
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            if type(value) is str and not value.isascii():
                text, encoding = decoded(value, fonts.get(look.styled.get((r, c), -1), ""))
                row[c] = text
                if encoding:
                    found.setdefault(encoding, []).append((r, c))
                elif is_modern(value):
                    modern += 1
                else:
                    left.append((r, c, text))
    around = {encoding for encoding, cells in found.items() if len(cells) > modern}
    doubted = [(r, c) for r, c, text in left if is_doubted(text, around)]
    return found | ({DOUBTED: doubted} if doubted else {})


def _values(book: CalamineWorkbook, name: str, at: str, look: Look) -> tuple[list[list[object]], list[tuple[int, int, int, int]]]:
    """The values of a sheet and its merged areas, as far as the reader tells them.

    Raises CtxhError that names the cells by which the reader fails, where they are known.
    """
    try:
        with _of_the_file(at.partition(", ")[0]):
            sheet = book.get_sheet_by_name(name)
            rows = flags.unmarked(cast("list[list[object]]", sheet.to_python(skip_empty_area=False)))
            return rows, [(*first, *last) for first, last in sheet.merged_cell_ranges or ()]
    except CtxhError:
        odd = look.odd | look.errors
        if not odd:
            raise
        named = ", ".join(f"{flags.column_letters(c)}{r + 1} ({flags.error_word(text)})" for (r, c), text in list(odd.items())[:MOST_NAMED])
        raise CtxhError(f"{at}: {len(odd)} ô không phải số: {named}. Sửa các ô này rồi chạy lại.") from None


def _refuse_loss(at: str, look: Look, rows: list[list[object]]) -> None:
    """Refuse the workbook when the reader gives more or fewer cells than its XML holds."""
    if look.filled is None:
        return
    given = {(r, c) for r, row in enumerate(rows) for c, value in enumerate(row) if value != ""}
    if look.worded:
        look.filled = [cell for cell in look.filled if cell in given or cell not in look.worded]
    if len(look.filled) != len(given) or set(look.filled) != given:
        kept = len(given.intersection(look.filled))
        raise CtxhError(f"{at}: tệp ghi {len(look.filled)} ô có dữ liệu nhưng chỉ đọc được {kept} ô. {SAVE_AS}")


def _odd(rows: list[list[object]]) -> dict[flags.Cell, str]:
    """The cells whose number is none: NaN or an infinity."""
    return {(r, c): str(v) for r, row in enumerate(rows) for c, v in enumerate(row) if type(v) is float and not isfinite(v)}


def _unusable(rows: list[list[object]], kind: str, cells: dict[flags.Cell, str]) -> dict[str, flags.Cells]:
    """The mark for cells without a usable value, what they show put in their place."""
    for (r, c), shown in cells.items():
        _put(rows, r, c, flags.ERROR_MARK + shown)
    return {kind: list(cells)}


def _shown(rows: list[list[object]], cell: flags.Cell, form: NumberFormat | None) -> list[str]:
    """The mark for a number that shows as another; one that shows as a percentage or beside words becomes the text that is shown."""
    r, c = cell
    value = rows[r][c] if form and r < len(rows) and c < len(rows[r]) else ""
    if form is None or not isinstance(value, int | float) or isinstance(value, bool):
        return []
    if form.percent(value):
        rows[r][c] = f"{value * form.percent(value):.10g}%".replace(".", ",")
    elif worded := form.worded(value):
        rows[r][c] = worded
    return [flags.SHOWN_OTHERWISE] if form.misleads(value) else []


def _put(rows: list[list[object]], r: int, c: int, value: str) -> None:
    width = max(len(rows[0]) if rows else 0, c + 1)
    rows.extend([""] * width for _ in range(r + 1 - len(rows)))
    for row in rows:
        row.extend([""] * (width - len(row)))
    rows[r][c] = value


if __name__ == "__main__":
    main()

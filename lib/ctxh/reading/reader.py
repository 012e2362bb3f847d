"""The child process that opens workbooks: what kills a reader kills only this.

It is given paths on its standard input and answers with one frame a workbook on its standard
output: eight bytes of length, then plain lists and dictionaries. ``reading`` is its master.
"""

from __future__ import annotations

import hashlib
import io
import json
import marshal
import re
import sys
from datetime import date, datetime, time, timedelta
from functools import cached_property
from math import isfinite
from pathlib import Path

from ctxh.errors import CtxhError
from ctxh.reading import markup
from ctxh.reading.looks import Look, look_at, refuse_odd
from ctxh.reading.numberformats import NumberFormat
from ctxh.reading.parsing import elements, is_true
from ctxh.reading.preflight import SAVE_AS, Package, preflight
from ctxh.reading.styles import styles_of
from ctxh.reading.texts import blank_texts, comments, marked_texts
from ctxh.thrift import collect_seldom

MEMORY, SECONDS = 1 << 30, 30
TOO_LARGE = "vượt quá bộ nhớ cho phép khi đọc. Xóa các ô và định dạng thừa ở xa bảng rồi chạy lại."
_NOT_FINITE = (b"\xf0\x7f", b"\xf0\xff", b"\xf8\x7f", b"\xf8\xff")  # how infinities and NaN end
MOST_NAMED = 10
_ODD_EPOCH = re.compile(rb"""\sdate1904\s*=\s*["'](?!(?:0|1|true|false)["'])""")  # the reader of values takes it for 1900


def main() -> None:
    """Answer the one request on the standard input; what goes wrong with a file is in its frame."""
    collect_seldom()
    request = json.loads(sys.stdin.readline())
    keys = request["keys"] and set(request["keys"])
    with open(1, "wb", closefd=False) as answers:  # not sys.stdout: unbuffered, it may write a part and say so
        for path in request["paths"]:
            _limit()
            frame = marshal.dumps(_answer(Path(path), keys), 4)
            answers.write(len(frame).to_bytes(8, "big") + frame)
            answers.flush()


def _limit() -> None:
    """Hold this process to some memory and, from now on, to some seconds of the processor."""
    try:
        import resource
    except ImportError:  # not on Windows: there only the master's clock holds
        return
    used = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY if most < 0 else min(MEMORY, most), most))
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(used) + SECONDS if most < 0 else min(int(used) + SECONDS, most), most))


def _answer(path: Path, keys: set[str] | None) -> dict:
    try:
        package = preflight(path)
        return {"sheets": _sheets(package, keys), "sha256": hashlib.sha256(package.data).hexdigest()}
    except CtxhError as fault:
        return {"refused": str(fault)}
    except MemoryError:
        return {"refused": f"{path.name}: {TOO_LARGE}"}
    except Exception:
        return {"refused": f"{path.name}: không đọc được, tệp hỏng. {SAVE_AS}"}


def _sheets(package: Package, keys: set[str] | None) -> list[dict]:
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_filelike(io.BytesIO(package.data))
    offered = {sheet.name: str(sheet.visible) for sheet in book.sheets_metadata}
    looked = _Workbook(package)
    sheets = []
    for name, part in package.sheets():
        if name not in offered:
            raise CtxhError(f"{package.name}: bộ đọc không thấy trang tính «{name}». {SAVE_AS}")
        if keys is None or _key(name) in keys:
            sheets.append(looked.sheet(book, name, part) | {"hidden": not offered[name].endswith(".Visible")})
    return sheets


def _key(name: str) -> str:
    from ctxh.vietnamese.text import sheet_key

    return sheet_key(name)


class _Workbook:
    """A workbook whose sheets are compared with their XML and told with their marks."""

    def __init__(self, package: Package) -> None:
        self.package = package
        parts = {kind.rpartition("/")[2]: target for kind, target in package.targets(package.workbook).values()}
        self.texts = package.part(parts.get("sharedStrings", ""))
        self.styles = styles_of(package.part(parts.get("styles", "")))
        self.marked = marked_texts(self.texts)
        head = package.part(package.workbook)
        if _ODD_EPOCH.search(head):
            raise ValueError("date1904")
        self.date1904 = any(is_true(attributes.get("date1904")) for _, attributes in elements(head, "workbookPr"))

    def sheet(self, book, name: str, part: str) -> dict:
        """One sheet as plain values; dates stand apart, as marshal has no word for them.

        Raises CtxhError for a sheet that readers choke on, and for one that they lose cells of.
        """
        data, at = self.package.part(part), f"{self.package.name}, trang tính «{name}»"
        look = self._look(data)
        refuse_odd(at, look)
        rows = _values(book, name, at, look)
        if look.filled is None and not self._agrees(data, look.count, sum(map(len, rows)) - sum(row.count("") for row in rows)):
            look = self._look(data, each=True)
        _refuse_loss(at, look, rows)
        marks = self._marks(part, look, rows) | self._repaired(data, look, rows)
        packed, dates = _packed(rows)
        if any(sign in packed for sign in _NOT_FINITE) and any(type(v) is float and not isfinite(v) for row in rows for v in row):
            odd = (look if look.filled is not None else self._look(data, each=True)).odd
            marks |= _told(rows, markup.NO_NUMBER, odd)
            packed = marshal.dumps(rows, 4)
        return {
            "name": name, "rows": packed, "dates": dates, "merged": look.merged, "marks": marks,
            "date1904": self.date1904,
        }  # fmt: skip

    def _agrees(self, data: bytes, counted: int, read: int) -> bool:
        """Whether the cells counted in plain rows are those read, also when empty texts are no cells."""
        return counted == read or counted - sum(data.count(b't="s"><v>%d</v>' % number) for number in self._blank_texts) == read

    def _look(self, data: bytes, each: bool = False) -> Look:
        return look_at(data, self.styles.numbers, frozenset(self.marked), lambda: self._blank_texts, each)

    def _marks(self, part: str, look: Look, rows: list[list]) -> dict[str, markup.Cells]:
        uncached = dict.fromkeys(look.marks.get(markup.UNCACHED, ()), "=")
        marks = look.marks | _told(rows, markup.UNCACHED, uncached) | _told(rows, markup.ERROR, look.errors)
        marks[markup.COMMENT] = comments(self.package, part)
        for cell, number in look.texts.items():
            for kind in self.marked[number]:
                marks.setdefault(kind, []).append(cell)
        for cell, style in look.styled.items():
            kinds = {*self.styles.kinds.get(style, ()), *_shown(rows, cell, self.styles.formats.get(style))}
            for kind in sorted(kinds - ({markup.UNSEEN} if markup.COLOURED_APART in marks else set())):
                if cell not in marks.get(kind, ()):
                    marks.setdefault(kind, []).append(cell)
        return {kind: cells for kind, cells in marks.items() if cells}

    def _repaired(self, data: bytes, look: Look, rows: list[list]) -> dict[str, markup.Cells]:
        """Cells of old encodings, decoded in place, and cells nobody can decode, by what they were."""
        fonts = self.styles.old_fonts
        if not fonts and not self._texts_suspect and not (look.own_texts and markup.may_hold_old_text(data)):
            return {}
        from ctxh.vietnamese.legacy import decoded

        found: dict[str, markup.Cells] = {}
        for r, row in enumerate(rows):
            for c, value in enumerate(row):
                if type(value) is str and not value.isascii():
                    row[c], encoding = decoded(value, fonts.get(look.styled.get((r, c), -1), ""))
                    if encoding:
                        found.setdefault(encoding, []).append((r, c))
        return found

    @cached_property
    def _blank_texts(self) -> frozenset[int]:
        return blank_texts(self.texts)

    @cached_property
    def _texts_suspect(self) -> bool:
        return markup.may_hold_old_text(self.texts)


def _values(book, name: str, at: str, look: Look) -> list[list]:
    """The values of a sheet. Raises CtxhError that names the cells by which the reader fails, where they are known."""
    try:
        return book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except Exception:
        odd = look.odd | look.errors
        if not odd:
            raise
        named = ", ".join(f"{markup.letter(c)}{r + 1} («{text[:20]}»)" for (r, c), text in list(odd.items())[:MOST_NAMED])
        raise CtxhError(f"{at}: {len(odd)} ô không phải số: {named}. Sửa các ô này rồi chạy lại.") from None


def _refuse_loss(at: str, look: Look, rows: list[list]) -> None:
    """Refuse the workbook when the reader gives more or fewer cells than its XML holds."""
    if look.filled is None:
        return
    given = {(r, c) for r, row in enumerate(rows) for c, value in enumerate(row) if value != ""}
    if len(look.filled) != len(given) or set(look.filled) != given:
        kept = len(given.intersection(look.filled))
        raise CtxhError(f"{at}: tệp ghi {len(look.filled)} ô có dữ liệu nhưng chỉ đọc được {kept} ô. {SAVE_AS}")


def _told(rows: list[list], kind: str, cells: dict[markup.Cell, str]) -> dict[str, markup.Cells]:
    """The mark for cells without a usable value, what they show put in their place."""
    for (r, c), shown in cells.items():
        _put(rows, r, c, markup.TOLD + shown)
    return {kind: list(cells)}


def _shown(rows: list[list], cell: markup.Cell, form: NumberFormat | None) -> list[str]:
    """The mark for a number that shows as another; one that shows as a percentage becomes the text that is shown."""
    r, c = cell
    value = rows[r][c] if form and r < len(rows) and c < len(rows[r]) else ""
    if type(value) not in (int, float):
        return []
    if form.percent(value):
        rows[r][c] = f"{value * form.percent(value):.10g}%".replace(".", ",")
    return [markup.SHOWN_OTHERWISE] if form.misleads(value) else []


def _put(rows: list[list], r: int, c: int, value: str) -> None:
    width = max(len(rows[0]) if rows else 0, c + 1)
    rows.extend([""] * width for _ in range(r + 1 - len(rows)))
    for row in rows:
        row.extend([""] * (width - len(row)))
    rows[r][c] = value


def _packed(rows: list[list]) -> tuple[bytes, list[tuple]]:
    """The rows as bytes, and apart from them the dates and times, for which marshal has no word."""
    try:
        return marshal.dumps(rows, 4), []
    except ValueError:
        kinds = (date, datetime, time, timedelta)
    found = [(r, c, value) for r, row in enumerate(rows) for c, value in enumerate(row) if isinstance(value, kinds)]
    for r, c, _ in found:
        rows[r][c] = ""
    return marshal.dumps(rows, 4), [(r, c, *_plain(value)) for r, c, value in found]


def _plain(value) -> tuple:
    if isinstance(value, timedelta):
        return "timedelta", (value.days, value.seconds, value.microseconds)
    if isinstance(value, time):
        return "time", (value.hour, value.minute, value.second)
    parts = (value.year, value.month, value.day)
    return ("datetime", (*parts, value.hour, value.minute, value.second)) if isinstance(value, datetime) else ("date", parts)


if __name__ == "__main__":
    main()

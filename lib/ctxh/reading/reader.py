"""The child process that opens workbooks: what kills a reader kills only this.

It is given paths on its standard input and answers with one frame a workbook on its standard
output: eight bytes of length, then plain lists and dictionaries. ``reading`` is its master.
"""

from __future__ import annotations

import hashlib
import io
import json
import marshal
import sys
from datetime import date, datetime, time, timedelta
from functools import cached_property
from pathlib import Path

from ctxh.errors import CtxhError
from ctxh.reading.preflight import SAVE_AS, Package, preflight, refuse_odd_number, refuse_odd_sheet
from ctxh.reading import markup
from ctxh.thrift import collect_seldom

MEMORY, SECONDS = 1 << 30, 30
TOO_LARGE = "vượt quá bộ nhớ cho phép khi đọc. Xóa các ô và định dạng thừa ở xa bảng rồi chạy lại."
_NOT_FINITE = (b"\xf0\x7f", b"\xf0\xff", b"\xf8\x7f", b"\xf8\xff")  # how infinities and NaN end
_MEANT = (markup.STRUCK, markup.RED, markup.YELLOW)


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
    except Exception as fault:
        return {"refused": f"{path.name}: không đọc được ({type(fault).__name__}): tệp hỏng. {SAVE_AS}"}


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
            data = package.part(part)
            refuse_odd_sheet(package.name, name, data)
            rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            sheets.append(looked.sheet(name, part, data, rows) | {"hidden": not offered[name].endswith(".Visible")})
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
        self.styles = markup.Styles(package.part(parts.get("styles", "")))
        head = package.part(package.workbook)
        self.date1904 = b'date1904="1"' in head or b'date1904="true"' in head

    def sheet(self, name: str, part: str, data: bytes, rows: list[list]) -> dict:
        """One sheet as plain values; dates stand apart, as marshal has no word for them."""
        self._compare(name, data, rows)
        marks = self._marks(part, data, rows)
        marks |= self._repaired(data, rows)
        packed, dates = _packed(rows)
        if any(sign in packed for sign in _NOT_FINITE):
            refuse_odd_number(self.package.name, name, data)
        return {
            "name": name, "rows": packed, "dates": dates, "merged": markup.merges(data), "marks": marks,
            "date1904": self.date1904,
        }  # fmt: skip

    def _compare(self, name: str, data: bytes, rows: list[list]) -> None:
        """Refuse the workbook when the reader gives more or fewer cells than its XML holds."""
        read = sum(map(len, rows)) - sum(row.count("") for row in rows)
        if markup.agrees(data, read):
            return
        held = markup.recount(data, markup.shared_texts(self.texts))
        given = {(r, c) for r, row in enumerate(rows) for c, value in enumerate(row) if value != ""}
        if len(held) != len(given) or set(held) != given:
            raise CtxhError(
                f"{self.package.name}, trang tính «{name}»: tệp ghi {len(held)} ô có dữ liệu nhưng chỉ đọc được "
                f"{len(given.intersection(held))} ô. {SAVE_AS}"
            )

    def _marks(self, part: str, data: bytes, rows: list[list]) -> dict[str, markup.Cells]:
        marks = markup.hidden(data) | markup.formulas(data)
        errors = markup.errors(data)
        for r, c in [*errors, *marks.get(markup.UNCACHED, ())]:
            _put(rows, r, c, markup.TOLD + errors.get((r, c), "="))
        marks[markup.ERROR] = list(errors)
        marks[markup.COMMENT] = markup.comments(self.package, part)
        for kind in _MEANT:
            marks[kind] = markup.styled(data, self.styles.of(kind))
            marks[kind] += [cell for cell in markup.holding(data, self._marked_texts.get(kind, set())) if cell not in marks[kind]]
        for r, c in markup.styled(data, self.styles.of(markup.PERCENT)):
            if r < len(rows) and c < len(rows[r]) and type(rows[r][c]) is float:
                rows[r][c] = f"{rows[r][c] * 100:.10g}%".replace(".", ",")
        return {kind: cells for kind, cells in marks.items() if cells}

    def _repaired(self, data: bytes, rows: list[list]) -> dict[str, markup.Cells]:
        """Cells of old encodings, decoded in place, and cells nobody can decode, by what they were."""
        fonts = self.styles.old_fonts
        if not fonts and not self._suspect(data):
            return {}
        from ctxh.vietnamese.legacy import decoded

        named = {cell: fonts[n] for n in fonts for cell in markup.styled(data, {n})}
        found: dict[str, markup.Cells] = {}
        for r, row in enumerate(rows):
            for c, value in enumerate(row):
                if type(value) is str and not value.isascii():
                    row[c], encoding = decoded(value, named.get((r, c), ""))
                    if encoding:
                        found.setdefault(encoding, []).append((r, c))
        return found

    @cached_property
    def _marked_texts(self) -> dict[str, set[int]]:
        return markup.marked_texts(self.texts)

    @cached_property
    def _texts_suspect(self) -> bool:
        return markup.may_hold_old_text(self.texts)

    def _suspect(self, data: bytes) -> bool:
        own = b"inlineStr" in data or b't="str"' in data
        return self._texts_suspect or (own and markup.may_hold_old_text(data))


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

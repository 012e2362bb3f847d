"""A workbook of an own shape mapped: proposals printed, written to be edited, and turned into rows of the office's book."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from types import SimpleNamespace

from ctxh.book.header_words import BIRTH, OTHER, ROLES
from ctxh.book.request import read_request
from ctxh.errors import CtxhError, WrongUsage, nearest
from ctxh.findings import quoted
from ctxh.observe.own_shapes import ABSENT, CATEGORY, HEADER, SHEET, Proposal, Shape, shape_of
from ctxh.reference.places import Places
from ctxh.reference.tables import read_columns
from ctxh.vietnamese import header_key

TABLES = {SHEET: "sheet_words.csv", HEADER: "header_words.csv", CATEGORY: "category_words.csv", ABSENT: "absent.csv"}
_DAYS = ("valid_from", "valid_to")
_ROWS = {  # the columns of each table
    "sheet_words.csv": ("form", "words", "sender", *_DAYS),
    "header_words.csv": ("form", "column", "words", "above", "alone", "sender", *_DAYS),
    "category_words.csv": ("form", "column", "code", "words", "sender", *_DAYS),
    "absent.csv": ("form", "column", "sender"),
}
_COLUMNS = (
    "accept",
    "what",
    "sheet",
    "cell",
    "words",
    "above",
    "form",
    "column",
    "code",
    "sender",
    "score",
    "reason",
    "doubt",
    "year",
    *_DAYS,
)
_CALLED = {SHEET: "Trang tính", HEADER: "Tiêu đề", CATEGORY: "Từ", ABSENT: "Thiếu cột"}
_ROLES = {OTHER: "không thuộc biểu", BIRTH: "ngày sinh của cả nam và nữ"}
_ACCEPTED, _LEFT = ("yes", "co", "x"), ("no", "khong")  # keys of what the column accept may say
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")


def mapped(file: Path, places: Places, office: str, year: int | None, out: Path | None, write: bool) -> str:
    """What the command prints of a workbook, or of a table of proposals that somebody has edited.

    Raises WrongUsage for a file that is not there, CtxhError for one that cannot be read or a row that cannot be meant.
    """
    if not file.is_file():
        raise WrongUsage(f"Không có tệp {file.name}. Ghi đường dẫn của một tệp Excel hoặc tệp .csv các đề nghị.")
    if file.suffix.lower() == ".csv":
        rows = _accepted_rows(file)
        return _written(rows, places, office) if write else f"{len(rows)} dòng đã nhận. Thêm --write để ghi vào sổ định nghĩa của đơn vị."
    if out and not out.parent.is_dir():
        raise WrongUsage(f"Không có thư mục {out.parent.name} để ghi {out.name}. Tạo thư mục ấy, hoặc ghi --out ở nơi khác.")
    asked = _asked(file, places, office, year)
    rows = [_row(asked, one, _year_of(file, year)) for one in asked.found]
    found = [_printed(asked, file.name)]
    if out:
        out.write_text(_table(_COLUMNS, rows), encoding="utf-8")
        found.append(
            f"Đã ghi {len(rows)} đề nghị vào {out.name}: sửa cột accept, form, column, code, rồi chạy «ctxh map {out.name} --write»."
        )
    if write:
        found.append(_written([row for row in rows if row["accept"] == "yes"], places, office))
    return "\n\n".join(found)


def _asked(file: Path, places: Places, office: str, year: int | None) -> Shape:
    return shape_of(file, read_request(office, _year_of(file, year), places))


def _year_of(file: Path, year: int | None) -> int:
    """The year whose forms a workbook is held against: the one that is asked for, that of its name or folder, or this one."""
    found = _YEAR.search(file.stem) or _YEAR.search(file.resolve().parent.name)
    return year or (int(found[0]) if found else date.today().year)


def _row(asked: Shape, one: Proposal, year: int) -> dict[str, str]:
    values = (
        *("yes" if one.sure else "", one.what, one.sheet, one.cell, one.words, one.above, one.form, one.column, one.code),
        *(asked.sender, f"{one.score:.2f}", one.reason, one.doubt, str(year), *_days_of(one, year)),
    )
    return dict(zip(_COLUMNS, values, strict=True))


def _days_of(one: Proposal, year: int) -> tuple[str, str]:
    """The days between which words hold: those that name the year of the file, or the one before, in that year alone."""
    dated = {str(year), str(year - 1)} & {*_YEAR.findall(f"{one.words} {one.above}")}
    return (f"{year}-01-01", f"{year + 1}-01-01") if dated else ("", "")


def _printed(asked: Shape, name: str) -> str:
    """The proposals in lines, sheet by sheet, those that are sure marked."""
    if not asked.found:
        return f"{name} ({asked.sender_name}): mọi trang tính, tiêu đề và từ danh mục đều đã rõ."
    lines, sheet = [f"{name}, đơn vị gửi: {asked.sender_name}. Dấu ✓: chắc, --write sẽ ghi; dấu ?: cần xem."], ""
    for one in asked.found:
        if one.sheet != sheet:
            sheet = one.sheet
            lines.append(f"\nTrang tính «{sheet}»")
        lines.append(f"  {'✓' if one.sure else '?'} {_line(asked, one)}")
    return "\n".join(lines)


def _line(asked: Shape, one: Proposal) -> str:
    what = f"{_CALLED[one.what]} «{one.words}»" + (f" ({one.cell})" if one.cell else "") + (f", dưới «{one.above}»" if one.above else "")
    doubt = f"; {one.doubt}" if one.doubt else ""
    return f"{what} → {_meaning(asked, one)}: {one.reason}{doubt}."


def _meaning(asked: Shape, one: Proposal) -> str:
    layout = asked.layouts.get(one.form)
    if layout is None:
        return "chưa rõ"
    if one.what == SHEET:
        return f"biểu {layout.code} ({layout.label})"
    if one.what == ABSENT:
        return f"khai là không có ({one.column})"
    if one.what == CATEGORY:
        label = _ROLES[OTHER] if one.code == OTHER else asked.labels.get((one.form, one.column), {}).get(one.code, "")
        return f"«{label}» ({one.code})" if one.code else "chưa rõ"
    label = next((column.label for column in layout.columns if column.column == one.column), "")
    return f"cột «{label or _ROLES.get(one.column, '')}» ({one.column})" if one.column else "chưa rõ"


def _accepted_rows(file: Path) -> list[dict[str, str]]:
    """The rows of a table of proposals that are accepted. Raises CtxhError for one without what a row of a book needs."""
    _, columns = read_columns(file)
    if lacking := [name for name in _COLUMNS if name not in columns]:
        raise CtxhError(f"{file.name}: thiếu cột {', '.join(lacking)}. Dùng tệp mà «ctxh map TỆP --out» đã ghi.")
    rows = [dict(zip(columns, cells, strict=True)) for cells in zip(*columns.values(), strict=True)]
    for row in rows:
        if row["accept"] and header_key(row["accept"]) not in (*_ACCEPTED, *_LEFT):
            raise CtxhError(
                f"{file.name}, dòng «{row['words']}»: cột accept ghi {quoted(row['accept'])}. Ghi yes để nhận, để trống để bỏ. Chưa ghi gì."
            )
    return [row for row in rows if header_key(row["accept"]) in _ACCEPTED]


def _written(rows: Sequence[Mapping[str, str]], places: Places, office: str) -> str:
    """What was written into the office's book of accepted rows; the tables are read again before they count.

    Raises CtxhError for a row of a form, column, code or sender that there is not; then nothing is written.
    """
    if not rows:
        return "Không có dòng nào được nhận: chưa ghi gì."
    _check(rows, places, office)
    folder, found = places.data / office / "book", []
    folder.mkdir(exist_ok=True)
    for what, name in TABLES.items():
        own = [row for row in rows if row["what"] == what]
        if own:
            (folder / name).write_text(_table(_ROWS[name], _joined(folder / name, own)), encoding="utf-8")
            found.append(f"{len(own)} dòng vào data/{office}/book/{name}")
    return f"Đã ghi {', '.join(found)}. Các lần đọc sau dùng ngay."


def _joined(path: Path, rows: Sequence[Mapping[str, str]]) -> list[Mapping[str, str]]:
    """The rows of an office's table with new ones, each in the place of one that said otherwise of the same words.

    One that begins on a day ends the one before it, which holds until then.
    """
    before: list[Mapping[str, str]] = []
    if path.is_file():
        _, columns = read_columns(path)
        before = [dict(zip(columns, cells, strict=True)) for cells in zip(*columns.values(), strict=True)]
    begins = {_place(row): row.get("valid_from", "") for row in rows}
    kept = [_ended(row, begins[_place(row)]) if _place(row) in begins else row for row in before]
    return [row for row in kept if row] + list({_place(row): row for row in rows}.values())


def _ended(row: Mapping[str, str], day: str) -> Mapping[str, str]:
    """A row until the day on which another begins; nothing of one that has not begun by then."""
    begun = row.get("valid_from", "") < day
    return {**row, "valid_to": min(row.get("valid_to") or day, day)} if begun else {}


def _place(row: Mapping[str, str]) -> tuple[str, ...]:
    """What two rows of a table may not both say otherwise of."""
    of = row["form"] if row.get("column") else ""
    column = row["column"] if row.get("code") else ""
    return of, column, header_key(row.get("words") or row["column"]), header_key(row.get("above", "")), row["sender"]


def _check(rows: Sequence[Mapping[str, str]], places: Places, office: str) -> None:
    """Nothing, where each row says what there is in the forms of its year. Raises CtxhError otherwise."""
    requests = {year: read_request(office, int(year), places) for year in {row["year"] for row in rows} if _YEAR.fullmatch(year)}
    for row in (SimpleNamespace(**cells) for cells in rows):
        if row.year not in requests:
            raise CtxhError(f"Dòng «{row.words}»: cột year ghi {quoted(row.year)}. Ghi năm của tệp, bốn chữ số. Chưa ghi gì.")
        request = requests[row.year]
        layouts, codes, senders = request.layouts, request.categories, {"", *request.territory.areas["area_code"]}
        if not header_key(row.words):
            raise CtxhError(f"Một dòng của biểu {row.form} để trống cột words. Ghi lại tiêu đề hoặc từ. Chưa ghi gì.")
        if any(day and not _DAY.fullmatch(day) for day in (row.valid_from, row.valid_to)):
            raise CtxhError(f"Dòng «{row.words}»: cột valid_from, valid_to ghi ngày dạng 2024-07-01, hoặc để trống. Chưa ghi gì.")
        if row.what not in TABLES:
            raise CtxhError(f"Dòng «{row.words}»: cột what ghi {quoted(row.what)}, phải là {', '.join(TABLES)}. Chưa ghi gì.")
        if row.sender not in senders:
            remedy = "Ghi lại mã ở areas.csv, giữ số 0 ở đầu, hoặc để trống cho mọi đơn vị"
            raise CtxhError(f"Dòng «{row.words}»: không có đơn vị gửi (sender) mã {quoted(row.sender)}. {remedy}. Chưa ghi gì.")
        if row.form not in layouts:
            raise CtxhError(f"Dòng «{row.words}»: không có biểu (form) «{row.form}».{nearest(row.form, layouts)} Chưa ghi gì.")
        names = [column.column for column in layouts[row.form].columns]
        if row.what != SHEET and row.column not in (*names, *ROLES):
            raise CtxhError(
                f"Dòng «{row.words}»: biểu {row.form} không có cột (column) «{row.column}».{nearest(row.column, names)} Chưa ghi gì."
            )
        if row.what == ABSENT and row.column not in layouts[row.form].needed:
            raise CtxhError(f"Dòng «{row.words}»: biểu {row.form} không bắt buộc cột {row.column}, không cần khai. Chưa ghi gì.")
        known = codes.all(row.form, row.column)
        if row.what == CATEGORY and row.code not in (*known, OTHER):
            raise CtxhError(f"Dòng «{row.words}»: cột {row.column} không có mã (code) «{row.code}».{nearest(row.code, known)} Chưa ghi gì.")


def _table(columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> str:
    stream = io.StringIO()
    writer = csv.DictWriter(stream, columns, restval="", extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue()

"""Workbooks as they were received: their sheets, and where each form stands in them."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from ctxh.book.layouts import Layout, LayoutColumn
from ctxh.errors import CtxhError
from ctxh.findings import quoted
from ctxh.read.child_reader import Sheet
from ctxh.read.flags import letter as letter
from ctxh.vietnamese import clean_text, header_key, nearest
from ctxh.vietnamese.measures import without_measure

HEADER_SEARCH_ROWS = 25
_IGNORED = ("~$", ".")
_SYSTEM_FILES = {"thumbs.db", "desktop.ini"}


@dataclass(frozen=True)
class Placed:
    """A form found in a sheet: the index of each known column and the first row of data."""

    sheet: Sheet
    layout: Layout
    columns: dict[str, int]
    first_row: int  # index into sheet.rows
    rivals: Mapping[str, tuple[int, ...]] = field(default_factory=dict)  # columns that may as well be one of ``columns``


def workbook_files(folder: Path) -> list[Path]:
    """The files of a folder in order of name; lock files, hidden files and the system's own are left out.

    Raises CtxhError for a folder without files.
    """
    files = sorted(p for p in folder.iterdir() if p.is_file() and not _ignored(p.name))
    if not files:
        raise CtxhError(f"Thư mục {folder.name} không có tệp Excel nào. Chép tệp của các đơn vị vào đó.")
    return files


def _ignored(name: str) -> bool:
    return name.startswith(_IGNORED) or name.lower() in _SYSTEM_FILES


def form_of(sheet: Sheet, layouts: dict[str, Layout]) -> Layout | None:
    """The layout whose sheet names include this sheet's name; None for a sheet of no form.

    A sheet for one village (``B1 Thôn Đông``) is found by what stands before, which may be the form's code.
    """
    key = header_key(sheet.name)
    for layout in layouts.values():
        if key in map(header_key, layout.sheet_names):
            return layout
    return next((layout for layout in layouts.values() if village_of(sheet.name, layout)), None)


def village_of(name: str, layout: Layout) -> str:
    """The village that a sheet's name says after the name or the code of a form; empty where it says none."""
    said = re.sub(r"[^\w.]+", " ", clean_text(name)).split()
    keys = sorted(map(header_key, (layout.code, *layout.sheet_names)), key=len, reverse=True)
    for cut in range(len(said) - 1, 0, -1):
        village = " ".join(said[cut:])
        if header_key(" ".join(said[:cut])) in keys and header_key(name) not in keys and layout.row_words.names_village(village):
            return village
    return ""


def place(sheet: Sheet, layout: Layout) -> Placed:
    """Where the columns of a form stand in a sheet, found by the words of its header.

    Raises CtxhError naming the required columns that no header row offers.
    """
    columns, first_row = found_columns(sheet, layout)
    missing = [c for c in layout.columns if c.required and c.column not in columns]
    if missing:
        raise CtxhError(_missing_message(sheet, missing, first_row))
    placed = Placed(sheet, layout, columns, first_row)
    return replace(placed, rivals=_rivals(placed))


def found_columns(sheet: Sheet, layout: Layout) -> tuple[dict[str, int], int]:
    """The index of each column of a form that the best header row of a sheet offers, and the row below it."""
    best: tuple[dict[str, int], int] = ({}, 0)
    required = {column.column for column in layout.columns if column.required}
    for index in range(min(HEADER_SEARCH_ROWS, len(sheet.rows))):
        if index > best[1] and required <= best[0].keys():
            break  # a header is never below its data
        if not any(isinstance(value, str) and value != "" and header_key(value) in layout.words for value in sheet.rows[index]):
            continue
        for upper in ([], _filled_right(sheet.rows[index - 1]) if index else []):
            found = _match(layout, upper, sheet.rows[index])
            if len(found) > len(best[0]):
                best = (found, index + 1)
    return best


def strange_headers(placed: Placed) -> dict[int, str]:
    """The header texts above cells that belong to no column of the form, by the index of their column."""
    known = set(placed.columns.values())
    return {index: text for index, text in _own_headers(placed).items() if index not in known}


def _own_headers(placed: Placed) -> dict[int, str]:
    """The lowest header text that stands in each column itself."""
    rows, first = placed.sheet.rows, placed.first_row
    lower = rows[first - 1] if first else []
    merged = any(lower[index] in ("", None) for index in placed.columns.values())
    upper = rows[first - 2] if merged and first > 1 else [""] * len(lower)
    texts = ((index, low or up) for index, (low, up) in enumerate(zip(lower, upper, strict=False)))
    return {index: text.strip() for index, text in texts if isinstance(text, str) and text.strip()}


def _rivals(placed: Placed) -> dict[str, tuple[int, ...]]:
    """The columns with values below a header that is as much one of the form's as the one that was taken for it.

    What the upper and the lower header say together is known to be one column's.
    """
    heads, above, taken = _own_headers(placed), header_above(placed), set(placed.columns.values())
    found: dict[str, tuple[int, ...]] = {}
    for column in placed.layout.columns:
        index = placed.columns.get(column.column)
        if index is None:
            continue
        full = column.group_label != "" and header_key(f"{above.get(index, '')} {heads.get(index, '')}") in column.full_keys
        bare = without_measure if column.kind == "money" and not full else str
        keys = {*column.full_keys} if full else {*column.short_keys, *map(bare, column.short_keys)}
        titles = {
            other: header_key(f"{above.get(other, '')} {text}" if full else text) for other, text in heads.items() if other not in taken
        }
        alike = (other for other, key in titles.items() if {key, bare(key)} & keys)
        if own := tuple(other for other in alike if any(row[other] not in ("", None) for row in placed.sheet.rows[placed.first_row :])):
            found[column.column] = own
    return found


def header_above(placed: Placed) -> dict[int, object]:
    """The text of the upper header over each column of the sheet; empty where the form has a header of one row."""
    first, known = placed.first_row, placed.columns.values()
    if first < 2:
        return {}
    lower, upper = placed.sheet.rows[first - 1], placed.sheet.rows[first - 2]
    groups = {header_key(column.group_label) for column in placed.layout.columns if column.group_label}
    named = any(isinstance(value, str) and header_key(value) in groups for value in upper)
    over = ((left, right) for top, left, bottom, right in placed.sheet.merged if top == bottom == first - 2)
    merged = any(left < right and not left <= min(known) <= max(known) <= right for left, right in over)
    two = named or merged or any(lower[index] in ("", None) for index in known)
    return dict(enumerate(_filled_right(upper))) if two else {}


def _filled_right(row: list[object]) -> list[object]:
    filled: list[object] = []
    last: object = ""
    for value in row:
        last = value if value not in ("", None) else last
        filled.append(last)
    return filled


def _match(layout: Layout, upper: list[object], lower: list[object]) -> dict[str, int]:
    """Column indexes by name; a header word in two places counts where its upper word fits."""
    full: dict[str, int] = {}
    short: dict[str, int] = {}
    for index, value in enumerate(lower):
        above = upper[index] if index < len(upper) else ""
        own = value if isinstance(value, str) and value.strip() else ""
        if not own and not isinstance(above, str):
            continue
        full.setdefault(header_key(f"{above} {own}"), index)
        if own or above:
            short.setdefault(header_key(str(own or above)), index)
    found = _take(layout, full, "full_keys", set())
    return found | _take(layout, short, "short_keys", set(found.values()), set(found))


def _take(layout: Layout, offered: dict[str, int], keys: str, taken: set[int], done: Collection[str] = ()) -> dict[str, int]:
    found: dict[str, int] = {}
    bare: dict[str, int] = {}
    for key, place in offered.items():
        bare.setdefault(without_measure(key), place)
    for column in layout.columns:
        if column.column in done:
            continue
        money = column.kind == "money"  # told in đồng, in thousands or in millions
        for key in (*getattr(column, keys), *(map(without_measure, getattr(column, keys)) if money else ())):
            index = offered.get(key, bare.get(key) if money else None)
            if index is not None and index not in taken:
                found[column.column] = index
                taken = taken | {index}
                break
    return found


def _missing_message(sheet: Sheet, missing: list[LayoutColumn], first_row: int) -> str:
    labels = ", ".join(f"«{column.label}»" for column in missing)
    header = sheet.rows[first_row - 1] if first_row else []
    texts = [value.strip() for value in header if isinstance(value, str) and value.strip()]
    closest = nearest(missing[0].label, texts) if texts else None
    hint = f" Tiêu đề gần nhất: {quoted(closest)}." if closest else ""
    return (
        f"{sheet.file}, trang tính «{sheet.name}»: không thấy cột {labels} ở dòng tiêu đề.{hint} "
        "Ghi lại tiêu đề cột như trong biểu mẫu rồi chạy lại."
    )


def cell_ranges(column: str, rows: list[int]) -> str:
    """Cell addresses of one column as short ranges: ``H9:H31,H33``; rows count from 1."""
    spans: list[tuple[int, int]] = []
    for row in sorted(rows):
        if spans and row == spans[-1][1] + 1:
            spans[-1] = (spans[-1][0], row)
        else:
            spans.append((row, row))
    return ",".join(_range(column, *span) for span in spans)


def _range(column: str, start: int, last: int) -> str:
    return f"{column}{start}" if start == last else f"{column}{start}:{column}{last}"

"""Workbooks as they were received: their sheets, and where each form stands in them."""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from ctxh.book.header_words import OTHER, ROLES, HeaderWord
from ctxh.book.layouts import Layout, LayoutColumn
from ctxh.errors import CtxhError
from ctxh.findings import quoted
from ctxh.read.child_reader import Sheet
from ctxh.read.flags import column_letters
from ctxh.read.header_matching import Heading, births_and_sex, headings, holds_number, holds_text, matched
from ctxh.vietnamese import clean_text, header_key, nearest_word

HEADER_SEARCH_ROWS, MOST_HEADER_ROWS = 25, 3
MOST_LISTED = 10  # headers that a message names
_EMPTY = ("", None)
_IGNORED = ("~$", ".")
_SYSTEM_FILES = {"thumbs.db", "desktop.ini"}


@dataclass(frozen=True)
class Between:
    """A column that rows between the records say: the letter under which they stand, the rows, and those that may say another word."""

    column: str
    letter: str
    known: tuple[int, ...]
    strange: tuple[int, ...] = ()


@dataclass(frozen=True)
class Placed:
    """A form found in a sheet: the index of each known column and the first row of data."""

    sheet: Sheet
    layout: Layout
    columns: dict[str, int]
    first_row: int  # index into sheet.rows
    rivals: Mapping[str, tuple[int, ...]] = field(default_factory=dict)  # columns that may as well be one of ``columns``
    unclear: Mapping[int, tuple[str, ...]] = field(default_factory=dict)  # headers that may be several columns, or one that needs another
    others: frozenset[int] = frozenset()  # headers that are known to be of no column of the form
    parts: Mapping[str, tuple[int, ...]] = field(default_factory=dict)  # columns that are the sum of several, the first in ``columns``
    heads: Mapping[int, Heading] = field(default_factory=dict)  # all headers by their index
    depth: int = 0  # header rows above the lowest one
    births: tuple[int, ...] = ()  # where births of both sexes stand in one column: it, and none, one or two columns of sex
    parted: bool = False  # whether those births were parted by sex
    between: Between | None = None  # the last of ``columns``, where no header has it and rows say it


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


def form_of(sheet: Sheet, layouts: Mapping[str, Layout]) -> Layout | None:
    """The layout whose sheet names include this sheet's name; None for a sheet of no form.

    A sheet for one village (``B1 Thôn Đông``) is found by what stands before, which may be the form's code.
    """
    key = header_key(sheet.name)
    for layout in layouts.values():
        if key in map(header_key, (layout.code, *layout.sheet_names, *(name for name, _ in layout.named))):
            return layout
    return next((layout for layout in layouts.values() if _village_behind(sheet.name, layout)), None)


def village_of(name: str, layout: Layout) -> str:
    """The village that a sheet's name says, alone or after the name or the code of a form; empty where it says none."""
    alone = header_key(name) not in map(header_key, layout.sheet_names) and layout.row_words.names_village(name)
    return clean_text(name) if alone else _village_behind(name, layout)


def _village_behind(name: str, layout: Layout) -> str:
    words = re.sub(r"[^\w.]+", " ", clean_text(name)).split()
    keys = sorted(map(header_key, (layout.code, *layout.sheet_names)), key=len, reverse=True)
    for cut in range(len(words) - 1, 0, -1):
        village = " ".join(words[cut:])
        if header_key(" ".join(words[:cut])) in keys and header_key(name) not in keys and layout.row_words.names_village(village):
            return village
    return ""


def alike(layout: Layout, layouts: Mapping[str, Layout]) -> list[Layout]:
    """The other forms that ask for the same columns, which may stand on one sheet with this one: poor and near-poor households."""
    wanted = _required(layout)
    return [other for other in layouts.values() if other.form != layout.form and _required(other) == wanted]


def _required(layout: Layout) -> set[str]:
    return {column.column for column in layout.columns if column.required}


def twins(sheet: Sheet, own: Layout | None, layouts: Mapping[str, Layout], present: Collection[str]) -> list[Layout]:
    """The forms that stand on the sheet of another one: of the same columns, all there, most of them not those of the other.

    A form that has a sheet of its own, of those ``present``, is read from that one.
    """
    wanted = _required(own) if own else set()
    others = [layout for layout in alike(own, layouts) if layout.form not in present] if own else []
    used = set(found_columns(sheet, own).columns.values()) if own and others else set()
    found = []
    for layout in others:
        columns = found_columns(sheet, layout).columns
        if wanted <= columns.keys() and 2 * len({columns[name] for name in wanted} - used) > len(wanted):
            found.append(layout)
    return found


def place(sheet: Sheet, layout: Layout) -> Placed:
    """Where the columns of a form stand in a sheet, found by the words of its header.

    Raises CtxhError naming the required columns that no header row offers, and the headers that are not known.
    """
    return whole(found_columns(sheet, layout))


def whole(found: Placed) -> Placed:
    """A form of which all columns that are needed were found, without those that its sender does not keep.

    Raises CtxhError as ``place`` does.
    """
    layout = found.layout
    if missing := [c for c in layout.columns if c.column in layout.needed - found.columns.keys()]:
        raise CtxhError(_missing_message(found.sheet, missing, found))
    return replace(found, layout=layout.without(frozenset(_required(layout) - found.columns.keys())))


def found_columns(sheet: Sheet, layout: Layout) -> Placed:
    """A form where the best header rows of a sheet offer columns of it, however few.

    Of the rows above the lowest one as many belong to the header as make most of it known.
    """
    best, most = Placed(sheet, layout, {}, 0), (0, 0)
    required = _required(layout)
    for index in range(min(HEADER_SEARCH_ROWS, len(sheet.rows))):
        if index > best.first_row and required <= best.columns.keys():
            break  # a header is never below its data
        if not any(isinstance(value, str) and value != "" and header_key(value) in layout.words for value in sheet.rows[index]):
            continue
        for depth in range(1 if any(map(holds_number, sheet.rows[index])) else _depths(sheet, index)):
            found = _placed(sheet, layout, index, depth)
            if found[1] > most:
                best, most = found
    deeper = _placed(sheet, layout, best.first_row, best.depth + 1) if best.first_row and _goes_on(sheet, best.first_row) else (best, most)
    return deeper[0] if deeper[1] >= most else best


def _goes_on(sheet: Sheet, row: int) -> bool:
    """Whether a row below a header is its lowest one: texts alone, each under a header that is merged over several columns."""
    over = [range(left, right + 1) for _, left, bottom, right in sheet.merged if bottom == row - 1 and left < right]
    filled = [index for index, value in enumerate(sheet.rows[row]) if value not in _EMPTY] if row < len(sheet.rows) else []
    under = [index for index in filled if holds_text(sheet.rows[row][index]) and any(index in span for span in over)]
    return len(filled) > 1 and under == filled


def _depths(sheet: Sheet, index: int) -> int:
    """How many header rows may end with a row: itself and, up to some, those above that hold texts alone."""
    above = (sheet.rows[row] for row in range(index - 1, max(index - MOST_HEADER_ROWS, -1), -1))
    upper = itertools.takewhile(lambda row: any(holds_text(value) for value in row) and not any(map(holds_number, row)), above)
    return 1 + sum(1 for _ in upper)


def _placed(sheet: Sheet, layout: Layout, index: int, depth: int) -> tuple[Placed, tuple[int, int]]:
    """A form whose header ends with a row, and how much of the header is known."""
    heads = headings(sheet, index, depth)
    filled = {j for j in heads if any(row[j] not in _EMPTY for row in sheet.rows[index + 1 :])}
    found = matched(layout, heads, filled)
    births, columns = births_and_sex({c: found.columns[c] for c in (*(c.column for c in layout.columns), *ROLES) if c in found.columns})
    return Placed(
        sheet, layout, columns, index + 1, found.rivals, found.unclear, found.others, found.parts, heads, depth, births
    ), found.explained


def strange_headers(placed: Placed) -> dict[int, str]:
    """The header texts above cells that belong to no column of the form, by the index of their column."""
    known = {*placed.columns.values(), *placed.births, *itertools.chain(*placed.parts.values())}
    return {index: head.own for index, head in placed.heads.items() if index not in known}


def headless(placed: Placed) -> list[int]:
    """The columns that have values in the rows of records and no header."""
    known, rows = {*placed.columns.values()}, placed.sheet.rows[placed.first_row :]
    records = [row for row in rows if sum(row[index] not in _EMPTY for index in known) > 1]
    filled = (index for index in range(len(rows[0]) if rows else 0) if any(row[index] not in _EMPTY for row in records))
    return [index for index in filled if index not in placed.heads]


def gone_words(placed: Placed) -> list[HeaderWord]:
    """The wordings of the sender alone, of columns, that no header of the sheet has."""
    there = {header_key(text) for head in placed.heads.values() for text, _ in head.spellings()}
    return [word for word in placed.layout.spellings if word.sender and word.column != OTHER and word.key not in there]


def headers_above(placed: Placed) -> dict[int, tuple[str, ...]]:
    """The texts of the upper headers over each column of the sheet, the nearest first; empty where the form has a header of one row.

    A row above that has a text over some columns alone is one, though no column be known by it.
    """
    if placed.depth:
        return {index: head.above for index, head in placed.heads.items()}
    row, known = placed.first_row - 2, placed.columns.values()
    over = [(left, right) for top, left, bottom, right in placed.sheet.merged if top == bottom == row]
    if row < 0 or all(left == right or left <= min(known) <= max(known) <= right for left, right in over):
        return {}
    return {index: head.above for index, head in headings(placed.sheet, row + 1, 1).items()}


def _missing_message(sheet: Sheet, missing: list[LayoutColumn], found: Placed) -> str:
    labels = ", ".join(f"«{column.label}»" for column in missing)
    strange = {index: text for index, text in strange_headers(found).items() if index not in found.others} if found.first_row else {}
    closest = nearest_word(missing[0].label, strange.values())
    hint = f" Tiêu đề gần nhất: {quoted(closest)}." if closest else ""
    shown = [f"{quoted(text)} (ô {column_letters(index)}{found.first_row})" for index, text in strange.items()]
    hint += f" Tiêu đề chưa rõ: {', '.join(shown[:MOST_LISTED])}{' …' if len(shown) > MOST_LISTED else ''}." if shown else ""
    bare = [column_letters(index) for index in headless(found)]
    hint += f" Cột không có tiêu đề: {', '.join(bare[:MOST_LISTED])}." if bare else ""
    gone = [quoted(word.word) for word in gone_words(found) if word.column in {column.column for column in missing}]
    hint += f" Mẫu của đơn vị đã đổi: không còn tiêu đề {', '.join(gone)}." if gone else ""
    return f"{sheet.file}, trang tính «{sheet.name}»: không thấy cột {labels} ở dòng tiêu đề.{hint} {remedy_for(sheet.file)}"


def remedy_for(file: str) -> str:
    """What to do about headers of a file that are not known."""
    return f"Ghi lại tiêu đề cột như trong biểu mẫu, hoặc chạy «ctxh map {file}» để chỉ cột cho các tiêu đề ấy, rồi chạy lại."


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

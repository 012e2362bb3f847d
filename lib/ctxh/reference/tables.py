"""Reference tables as people keep them: CSV, edited in Excel, and what is wrong in one said by file, line and column.

Excel in Vietnamese separates by semicolons, turns 2024-07-01 into 01/07/2024 and 1.5 into 1,5, and drops the
noughts that a code begins with. What can be read in one way only is read; the rest is refused.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path

import pandas as pd

from ctxh.errors import CtxhError
from ctxh.vietnamese.typeface import cannot_be_shown

DELIMITERS = (",", ";", "\t")
SAVE_AS = "Trong Excel chọn lưu dạng «CSV UTF-8 (phân tách bằng dấu phẩy)»."
COPY_REFERENCE = "chép lại cả thư mục data/reference đi cùng chương trình."
BOOKS = ("book", "optional")  # what the folders of books are called
ID = re.compile(r"[a-z][a-z0-9_]*")
PRINTED = {"name", "label", "group_label", "legal_basis"}
SHOWN = 5  # lines that a message names
_ISO, _TYPED = re.compile(r"\d{4}-\d\d-\d\d"), re.compile(r"(\d\d)/(\d\d)/(\d{4})")
_NUMBER = re.compile(r"-?\d+(?:[.,]\d{1,2})?")  # three digits behind a sign may be thousands
_MONTH_DAY = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
_CODE = re.compile(r"\d{2}|\d{3}|\d{5}|\d{7,9}")  # of a province, a district, a commune, a village

_AREAS = (
    "area_code:code valid_from:day valid_to:day? name:word kind:word level:word parent_code:code? aliases "
    "tile_row:number? tile_col:number? source note"
)
_NORMS = "norm:word label:word value:number unit_of_measure:word valid_from:day valid_to:day? scope:scope legal_basis verified:yes_no note"
SHAPES = {
    "areas.csv": _AREAS,
    "norms.csv": _NORMS,
    "successions.csv": "old_code:code old_valid_from:day new_code:code new_valid_from:day share legal_basis note",
    "coefficients.csv": "group:word age_from:number? age_to:number? coefficient:number per_child:yes_no norm:word "
    "valid_from:day valid_to:day? scope:scope legal_basis verified:yes_no note",
    "former_ids.csv": "former:word id:word note",
    "place_kinds.csv": "kind:word level:word short numbered:yes_no in_prose:yes_no note",
    "common_names.csv": "name:word note",
    "document_symbols.csv": "part:word means:word names:symbol_part note",
    "breaks.csv": "date:day? label legal_basis fields",
    "forms.csv": "form:word code:word label:word sender:sender required:yes_no valid_from:day valid_to:day? sheet_names:word title:word",
    "columns.csv": "form:word valid_from:day valid_to:day? column:word label:word group_label synonyms kind:column_kind unit_of_measure "
    "personal:yes_no required:asked help printed:yes_no?",
    "allowed_names.csv": "name:word reason:word",
    "corrections.csv": "year file sheet cell found value reason by on",
    "sizes.csv": "against:word of:word most:number least:number note",
    "measures.csv": "unit_of_measure:word words:word",
    "row_words.csv": "word:word role:row_role",
    "header_words.csv": "form column:word words:word above alone:yes_no? sender:code?",
    "category_words.csv": "form:word column:word code:word words:word sender:code?",
    "sheet_words.csv": "form:word words:word sender:code?",
    "absent.csv": "form:word column:word sender:code?",
    "rules.csv": "form:word column:word rule:rule",
    "asked.csv": "form:word column:word asked_as",
    "categories.csv": "form:word column:word code:word label:word synonyms valid_from:day? valid_to:day?",
    "documents.csv": "cite_key:word label:word section families",
    "fields.csv": "id:word label:word",
    "units_of_measure.csv": "id:word label kind:measured notation:notation",
    "optional.csv": "id:word label:word",
    "public.csv": "kind:word id:word rule:word note",
}
OPTIONAL = {  # columns that a table may leave out: blank then
    "forms.csv": "replaces:yes_no? tells:told_how? dated_by section",
    "norms.csv": "counted_from:day? follows other_value:number? other_from:day?",
    "categories.csv": "families legal_basis verified:yes_no? paid_by day:month_day? replaces:yes_no? after",
    "columns.csv": "replaces:yes_no? at_year_end:yes_no?",
    "documents.csv": "replaces:yes_no? after",
    "units_of_measure.csv": "counted_as also replaces:yes_no?",
    "breaks.csv": "norm",
} | dict.fromkeys(
    ("rules.csv", "asked.csv", "measures.csv", "row_words.csv", "absent.csv", "fields.csv"),
    "replaces:yes_no?",
)
OPTIONAL |= dict.fromkeys(("header_words.csv", "category_words.csv", "sheet_words.csv"), "valid_from:day? valid_to:day? replaces:yes_no?")
OPTIONAL["header_words.csv"] += " part"
OPTIONAL["rules.csv"] += " of"
LISTS = {  # words of which a cell holds one
    "told_how": ("list", "dated", "undated", "standing"),
    "yes_no": ("yes", "no"),
    "asked": ("yes", "no", "extra"),
    "scope": ("national", "province"),
    "sender": ("area", "desk", "both"),
    "row_role": (
        *(
            "total",
            "of",
            "part",
            "none",
            "restated",
            "whole",
            "block",
            "office",
            "beside",
            "male",
            "female",
            "above",
            "along",
            "organ",
            "instruction",
            "numbered",
            "unsure",
        ),
        *("measured", "joining", "per", "says", "may_say", "gone", "void", "remark"),
    ),
    "notation": ("count", "number", "money", "billion", "percent", "points", "year", "date", "text"),
    "column_kind": (
        *("row_number", "name", "text", "code", "category", "identity", "birth", "date", "month", "mark", "invalid_class"),
        *("count", "money", "percent", "coefficient", "change", "any"),
    ),
    "measured": ("count", "money", "level", "share", "number", "text"),
    "symbol_part": ("paper", "organ"),
    "rule": (
        "every_month",
        "every_word",
        "each_once",
        "blank_is_zero",
        "given",
        "part_of_level",
        "factor",
        "level_varies",
        "at_most",
        "equals",
        "reaches",
        "near",
        "varies",
        "counted",
        "done",
    ),
}
_ASKED = {
    "day": "phải là ngày dạng 2024-07-01",
    "number": "phải là số không có dấu phân cách hàng nghìn, phần lẻ một hoặc hai chữ số (1.5)",
    "month_day": "phải là tháng-ngày dạng 07-27",
    "code": "phải là mã đơn vị hành chính 2, 3, 5 chữ số (thôn: 7 đến 9), giữ số 0 ở đầu",
    "word": "không được để trống",
} | {kind: f"phải là {' hoặc '.join(words)}" for kind, words in LISTS.items()}


def read_reference(path: Path) -> pd.DataFrame:
    """A reference table as text, blanks as empty strings; its index is the lines of the file.

    Columns are those of ``SHAPES`` for the file's name, and whatever else the file has. Days are ISO,
    numbers have a point. Raises CtxhError naming the file, its lines and the column for what cannot be read.
    """
    lines, columns = read_columns(path)
    return pd.DataFrame(columns, index=lines, dtype=str)


def lacking_file(path: Path) -> CtxhError:
    """That a table or a file of entries is not there, and what to do."""
    name = name_of(path)
    shared = f"Thư mục reference là của phiên bản cũ hoặc đã mất tệp: {COPY_REFERENCE}"
    remedy = shared if name.startswith("reference/") else "Chép lại tệp này từ bản lưu."
    return CtxhError(f"Thiếu tệp {name} trong thư mục dữ liệu. {remedy}")


def read_columns(path: Path) -> tuple[list[int], dict[str, list[str]]]:
    """The lines of a reference table's rows and its columns. Raises CtxhError as ``read_reference`` does."""
    name = name_of(path)
    if not path.is_file():
        raise lacking_file(path)
    kinds, optional = (_kinds(shapes.get(path.name, "")) for shapes in (SHAPES, OPTIONAL))
    lines, rows = _rows(name, _text(name, path.read_bytes()), kinds)
    header = [cell.strip() for cell in rows.pop(0)]
    _check_header(name, header, kinds)
    columns = {column: [row[place].strip() for row in rows] for place, column in enumerate(header) if column}
    for column, kind in (kinds | optional).items():
        columns.setdefault(column, [""] * len(rows))
        columns[column] = _read(name, column, kind, columns[column], lines[1:])
    for column in columns.keys() & PRINTED:
        for line, cell in zip(lines[1:], columns[column], strict=True):
            if why := cannot_be_shown(cell):
                raise CtxhError(f"{name}, dòng {line}, cột {column}: {why}")
    return lines[1:], columns


def _kinds(shape: str) -> dict[str, str]:
    """The kind of each column of a shape, of those in ``_FORMS``, with ``?`` where blanks are right; empty for any text."""
    pairs = (entry.partition(":") for entry in shape.split())
    return {column: kind for column, _, kind in pairs}


def _text(name: str, data: bytes) -> str:
    utf16 = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        text = data.decode("utf-16" if utf16 else "utf-8-sig")
    except UnicodeDecodeError:
        raise CtxhError(f"{name}: không phải tệp chữ UTF-8. {SAVE_AS}") from None
    if not text.strip():
        raise CtxhError(f"{name}: tệp trống. Chép lại bản trước của tệp.")
    return text


def _rows(name: str, text: str, kinds: Mapping[str, str]) -> tuple[list[int], list[list[str]]]:
    """The rows of a table with the line on which each begins; wholly blank ones are left out."""
    head = text.lstrip().partition("\n")[0]
    parts = {sign: {cell.strip() for cell in head.split(sign)} for sign in DELIMITERS}
    delimiter = max(DELIMITERS, key=lambda sign: len(parts[sign] & set(kinds) if kinds else parts[sign]))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    lines, rows, begins = [], [], 1
    for row in reader:
        if any(cell.strip() for cell in row):
            lines.append(begins)
            rows.append(row)
        begins = reader.line_num + 1
    width = len(rows[0])
    odd = [line for line, row in zip(lines, rows, strict=True) if len(row) > width]
    if odd:
        raise CtxhError(
            f"{name}, {_line_numbers(odd)}: nhiều ô hơn dòng tiêu đề ({width} ô). "
            f"Ô có dấu «{delimiter}» bên trong phải đặt trong dấu nháy kép. {SAVE_AS}"
        )
    return lines, [row + [""] * (width - len(row)) for row in rows]


def _check_header(name: str, header: list[str], kinds: Mapping[str, str]) -> None:
    missing = [column for column in kinds if column not in header]
    if missing:
        strange = [column for column in header if column and column not in kinds]
        seen = f" Có cột lạ: {', '.join(strange)}." if strange else ""
        raise CtxhError(f"{name}: thiếu cột {', '.join(missing)}.{seen} Dòng đầu phải gồm các cột {', '.join(kinds)}.")
    twice = sorted({column for column in header if column and header.count(column) > 1})
    if twice:
        raise CtxhError(f"{name}: cột {', '.join(twice)} có hai lần ở dòng đầu. Bỏ một cột.")


def _read(name: str, column: str, kind: str, cells: list[str], lines: list[int]) -> list[str]:
    """The cells of a column in their one form. Raises CtxhError naming those that have none."""
    asked, blank = kind.rstrip("?"), kind.endswith("?")
    if not asked:
        return cells
    read = [cell if not cell and blank else _FORMS[asked](cell) for cell in cells]
    found = [value for value in read if value is not None]
    wrong = [place for place, value in enumerate(read) if value is None]
    if wrong:
        seen = f", không phải «{cells[wrong[0]]}»" if cells[wrong[0]] else ""
        at = _line_numbers([lines[place] for place in wrong])
        raise CtxhError(f"{name}, {at}, cột {column}: {_ASKED[asked]}{seen}. Sửa rồi chạy lại.")
    return found


def _line_numbers(lines: Sequence[int]) -> str:
    """Some lines in words, the first few by their numbers."""
    more = f" và {len(lines) - SHOWN} dòng khác" if len(lines) > SHOWN else ""
    return f"dòng {', '.join(map(str, lines[:SHOWN]))}{more}"


def _day(cell: str) -> str | None:
    """A day as ISO, from ISO or from day/month/year with two, two and four digits; None for anything else."""
    parts = _TYPED.fullmatch(cell)
    text = f"{parts[3]}-{parts[2]}-{parts[1]}" if parts else cell
    try:
        return date.fromisoformat(text).isoformat() if _ISO.fullmatch(text) else None
    except ValueError:
        return None


def _decimal(cell: str) -> str | None:
    """A number with a point; None for anything else, such as one with dots between thousands."""
    return cell.replace(",", ".") if _NUMBER.fullmatch(cell) else None


_FORMS: dict[str, Callable[[str], str | None]] = {
    "day": _day,
    "number": _decimal,
    "month_day": lambda cell: cell if _MONTH_DAY.fullmatch(cell) else None,
    "code": lambda cell: cell if _CODE.fullmatch(cell) else None,
    "word": lambda cell: cell or None,
} | {kind: dict(zip(words, words, strict=True)).get for kind, words in LISTS.items()}


def name_of(path: Path) -> str:
    """A table or an entry's file as messages name it: with its folder, of a book from the folder that the book belongs to."""
    parts = path.parts[-4:]
    at = next((place for place in range(len(parts) - 2, 0, -1) if parts[place] in BOOKS), len(parts) - 1)
    return "/".join(parts[max(at - 1, 0) :])


def words(cell: str) -> tuple[str, ...]:
    """The alternatives of a cell that separates them by ``|``."""
    return tuple(word.strip() for word in cell.split("|") if word.strip())

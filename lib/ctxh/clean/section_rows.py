"""A column that a sheet has not, told by the rows between the records: a group, an occasion, a month above those it is of."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from ctxh.book.categories import Categories
from ctxh.book.layouts import Layout, LayoutColumn
from ctxh.clean.cell_values import BLANK, Refused
from ctxh.clean.merged_cells import year_above
from ctxh.clean.row_looks import first_words, is_running_number, numbers_columns
from ctxh.clean.sexes import prepared
from ctxh.clean.values import ValueReader
from ctxh.findings import Finding, finding
from ctxh.read.child_reader import Sheet
from ctxh.read.flags import column_letters
from ctxh.read.header_matching import Heading
from ctxh.read.placement import Between, Placed, cell_ranges, found_columns, whole
from ctxh.vietnamese import clean_text, header_key

SAID_BY_ROWS = ("category", "month")  # kinds of columns whose words no name and no number is
_MARK = re.compile(r"^\(?(?:[IVX]{1,4}|[A-Ha-h]|\d{1,2})\s*[.)/-]+\s*(?=[^\W\d])")
_BEHIND = re.compile(r"\s*(?:\([^()]*\)|:)\s*$")  # Thương binh (12 người):
_LEAST = 2
_EMPTY = ("", None)
_Known = Callable[[str], str]  # the words of a column in a text; empty where it has none


def placed_form(sheet: Sheet, layout: Layout, categories: Categories, area_code: str) -> Placed:
    """A form placed in a sheet, with births by sex and what rows between the records say of them.

    Raises CtxhError naming the required columns that neither header nor rows offer.
    """
    return prepared(whole(with_sections(found_columns(sheet, layout), categories, area_code)))


def with_sections(placed: Placed, categories: Categories, area_code: str, guessed: bool = False) -> Placed:
    """The form with a column behind the last one for that which rows alone say, filled in for each record below such a row.

    Rows that say a word of the column are taken out of the sheet. Below one that may say another, the column is blank, or has its
    text where words are to be ``guessed``, be none of them the column's. A sheet stays as it is that lacks none, or more than one,
    that its rows may say.
    """
    missing = [c for c in placed.layout.columns if c.column in placed.layout.needed - placed.columns.keys() and c.kind in SAID_BY_ROWS]
    records = _records(placed) if missing and len(placed.columns) > 1 else []
    heads = {index: text for index in range(placed.first_row, max(records, default=0)) if (text := _heading(placed, index, records))}
    fitting = []
    for column in missing if heads else ():
        known = _known(placed, column, categories, area_code)
        sections = {index: known(text) for index, text in heads.items()}
        if len([word for word in sections.values() if word]) * _LEAST >= len(sections) or (guessed and len(missing) == 1):
            fitting.append((column, sections))
    if len(fitting) != 1:
        return placed
    [(column, sections)] = fitting
    strange = [index for index, word in sections.items() if not word]
    return _filled(placed, column, records, sections | ({index: _bare(heads[index]) for index in strange} if guessed else {}), strange)


def _filled(placed: Placed, column: LayoutColumn, records: list[int], words: dict[int, str], strange: list[int]) -> Placed:
    """The form with the words that stand above each record in a column of its own, without rows that say no more than that."""
    rows, heads = placed.sheet.rows, sorted(words)
    width, taken, now = max(map(len, rows)), {*words} - {*strange}, ""
    gone = _redundant(placed, heads, records) - {*strange}
    filled: list[list[object]] = []
    for index, row in enumerate(rows):
        now = words.get(index, now)
        own = now if index in records and index not in words else ""
        filled.append([*([""] * len(row) if index in gone else row), *[""] * (width - len(row)), own])
    letter = column_letters(min(rows[index].index(first_words(rows[index])) for index in heads))
    return replace(
        placed,
        sheet=replace(placed.sheet, rows=filled),
        columns=placed.columns | {column.column: width},
        heads={**placed.heads, width: Heading(column.label)},
        between=Between(column.column, letter, tuple(sorted(taken)), tuple(strange)),
    )


def _redundant(placed: Placed, heads: list[int], records: list[int]) -> set[int]:
    """Of the rows above sections, and of those that begin with a word for sums in one, those whose numbers, if any, are its sums."""
    rows, found = placed.sheet.rows, set()
    for head, end in itertools.pairwise([*heads, len(rows)]):
        below = [rows[index] for index in records if head < index < end]
        sums = [index for index in range(head + 1, end) if index not in records and sums_others(placed, rows[index])]
        found |= {index for index in (head, *sums) if _agrees(rows[index], below)}
    return found


def _records(placed: Placed) -> list[int]:
    """The rows that look like records: two cells of columns at least, numbered where most are, that begin with no word for sums."""
    number = _number(placed)
    known = [index for index in placed.columns.values() if index != number]
    found = [
        index
        for index, row in enumerate(placed.sheet.rows[placed.first_row :], placed.first_row)
        if sum(row[at] not in _EMPTY for at in known) >= _LEAST and not numbers_columns(row)
    ]
    numbered = [index for index in found if number is not None and is_running_number(placed.sheet.rows[index][number])]
    plain = [index for index in found if not sums_others(placed, placed.sheet.rows[index])]
    return numbered if len(numbered) * _LEAST > len(plain) else plain


def _number(placed: Placed) -> int | None:
    """The column of running numbers, if there is one."""
    return next((placed.columns[c.column] for c in placed.layout.columns if c.kind == "row_number" and c.column in placed.columns), None)


def sums_others(placed: Placed, row: list[object]) -> bool:
    """Whether a row without a running number begins with a word for sums."""
    words, number = placed.layout.row_words, _number(placed)
    if number is not None and is_running_number(row[number]):
        return False
    return f"{header_key(first_words(row))} ".startswith(tuple(f"{word} " for word in (*words.total, *words.restated)))


def _heading(placed: Placed, index: int, records: list[int]) -> str:
    """The only text of a row that may head those below it; empty for a record, one of sums, one of a village."""
    row = placed.sheet.rows[index]
    texts, text = [value for value in row if isinstance(value, str) and value.strip()], first_words(row)
    alone = bool(text) and texts in ([text], [texts[0], text])
    if index in records or not alone or numbers_columns(row) or sums_others(placed, row) or placed.layout.row_words.names_village(text):
        return ""
    return text


def _known(placed: Placed, column: LayoutColumn, categories: Categories, area_code: str) -> _Known:
    """What gives back the words of a column that a text is, with or without a number before, its measure behind or the column's name."""
    codes = categories.codes_by_word(placed.layout.form, column.column, area_code)
    reader = ValueReader(column, codes, year=year_above(placed))
    names = sorted({header_key(word) for word in (column.label, *column.synonyms)}, key=len, reverse=True)

    def known(text: str) -> str:
        for spelled in _spellings(text, names):
            read = reader.read(spelled)
            if not isinstance(read.value, Refused) and read.value is not BLANK:
                return spelled
        return ""

    return known


def _spellings(text: str, names: list[str]) -> Iterator[str]:
    """A text as it is, without its mark, without what stands behind it, and without the name of the column before it."""
    yield (whole_text := clean_text(text))
    yield (bare := _bare(whole_text))
    for name in names:
        words = bare.split()
        count = len(name.split())
        if header_key(" ".join(words[:count])) == name and words[count:]:
            yield " ".join(words[count:]).lstrip(":- ")


def _bare(text: str) -> str:
    return _BEHIND.sub("", _MARK.sub("", clean_text(text)))


def _agrees(row: list[object], below: list[list[object]]) -> bool:
    """Whether the numbers of a row, but one that it begins with, are the sums of those of some records."""
    filled = [(at, value) for at, value in enumerate(row) if value not in _EMPTY]
    sums = [(at, value) for at, value in filled[1:] if isinstance(value, (int, float))]
    return all(value == sum(own for one in below if isinstance(own := one[at], (int, float))) for at, value in sums)


def section_findings(placed: Placed, **place: str) -> list[Finding]:
    """What is said of a column that rows between the records tell, and of those that may and are not known."""
    if placed.between is None:
        return []
    between, label = placed.between, placed.layout.column(placed.between.column).label
    message = f"Không có cột «{label}»: lấy theo {len(between.known)} dòng mục phía trên các dòng số liệu."
    cell = cell_ranges(between.letter, [index + 1 for index in between.known])
    found = [finding("fixed", message, check="tiêu đề", cell=cell, **place)]
    if between.strange:
        message = f"{len(between.strange)} dòng mục không phải từ nào của cột «{label}»: chưa rõ các dòng số liệu phía dưới thuộc mục nào."
        remedy = f"Ghi từ trong danh mục, hoặc chạy «ctxh map {placed.sheet.file}» để chỉ từ ấy; dòng không phải mục thì xóa."
        cell = cell_ranges(between.letter, [index + 1 for index in between.strange])
        found.append(finding("stopped", message, remedy, check="giá trị", cell=cell, **place))
    return found

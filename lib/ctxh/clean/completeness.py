"""What a form must have to be whole: a record or the word that there was none, and a row for each month and word of its lists."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

from ctxh.book.categories import Categories
from ctxh.book.layouts import EVERY_MONTH, EVERY_WORD, LayoutColumn
from ctxh.clean.form_records import Records
from ctxh.clean.rows import Split
from ctxh.findings import ROWS_LACK, Finding, finding
from ctxh.read.flags import column_letters
from ctxh.read.placement import Placed
from ctxh.vietnamese import DateError, header_key, parse_month

_MOST = 10  # rows that a finding names one by one
_DECLARE = "Điền số liệu. Nếu trong kỳ không có gì, ghi «Không phát sinh» ở một dòng dưới tiêu đề."


def completeness_findings(
    records: Records, placed: Placed, split: Split, categories: Categories, months: Sequence[str] = ()
) -> list[Finding]:
    """A finding for a form that is owed and has no record, without a word of that, or for the rows that it lacks.

    ``months`` are those of the period; without them no row is asked for. Where a cell that tells the rows apart was refused,
    nothing is said: which row it is, is not known.
    """
    place = records.place
    if not split.data and not split.unexplained and not split.declared:
        stopped = any(row["severity"] == "stopped" for row in records.findings)  # why there is no record
        return (
            []
            if stopped or not placed.layout.required
            else [
                finding(
                    "stopped",
                    "Biểu không có dòng số liệu nào: chưa biết là không có hay chưa điền.",
                    _DECLARE,
                    check=ROWS_LACK,
                    cell=f"{column_letters(min(placed.columns.values()))}{placed.first_row}",
                    **place,
                )
            ]
        )
    asked = [
        (column, _asked(placed, column, categories, months)) for column in placed.layout.columns if column.rule in (EVERY_MONTH, EVERY_WORD)
    ]
    lists = [_held(records, column) for column, _ in asked]
    if not months or not asked or any(None in held for held in lists):
        return []
    have = set(zip(*lists, strict=True)) | _declared(placed, split, asked, categories)
    missing = [key for key in product(*(wanted for _, wanted in asked)) if key not in have]
    if not missing:
        return []
    words = _named(missing, [dict(wanted) for _, wanted in asked])
    cell = f"{column_letters(placed.columns[asked[0][0].column])}{placed.first_row}"
    return [
        finding(
            "stopped",
            f"Biểu thiếu {len(missing)} dòng phải có: {words}.",
            "Thêm các dòng này; không có thì ghi 0 hoặc «Không phát sinh».",
            check=ROWS_LACK,
            cell=cell,
            **place,
        )
    ]


def _asked(placed: Placed, column: LayoutColumn, categories: Categories, months: Sequence[str]) -> dict[str, str]:
    """The values that a column must hold, with their words."""
    if column.rule == EVERY_MONTH:
        return {month: f"tháng {month[5:]}/{month[:4]}" for month in months}
    return categories.labels[placed.layout.form, column.column]


def _held(records: Records, column: LayoutColumn) -> list[str | None]:
    values = records.table[column.column].tolist() if column.column in records.table else []
    listed = [value if isinstance(value, str) and value else None for value in values]
    return [value[:7] if column.rule == EVERY_MONTH and value else value for value in listed]


def _declared(
    placed: Placed, split: Split, asked: list[tuple[LayoutColumn, dict[str, str]]], categories: Categories
) -> set[tuple[str, ...]]:
    """The rows that are said to have nothing: of a month, of a word, or of all."""
    found: set[tuple[str, ...]] = set()
    for index in split.declared:
        row = placed.sheet.rows[index]
        declared = [_values_declared(row[placed.columns[column.column]], placed, column, wanted, categories) for column, wanted in asked]
        found |= set(product(*declared))
    return found


def _values_declared(value: object, placed: Placed, column: LayoutColumn, wanted: dict[str, str], categories: Categories) -> list[str]:
    """The wanted values that a cell of a declaration names; all of them where it names none."""
    if column.rule == EVERY_WORD:
        codes = categories.codes_by_word(placed.layout.form, column.column).get(header_key(str(value)), ())
        return list(codes) if len(codes) == 1 else list(wanted)
    try:
        month = parse_month(value, int(next(iter(wanted))[:4]))
    except DateError:
        month = None
    return [f"{month.year:04d}-{month.month:02d}"] if month else list(wanted)


def _named(missing: list[tuple[str, ...]], words: list[dict[str, str]]) -> str:
    """The missing rows in words, whole months in one, at most ten of them."""
    first = list(dict.fromkeys(key[0] for key in missing))
    whole = len(words) > 1 and all(sum(key[0] == value for key in missing) == len(words[1]) for value in first)
    named = [words[0][value] for value in first] if whole else [", ".join(w[v] for w, v in zip(words, key, strict=True)) for key in missing]
    rest = f"; và {len(named) - _MOST} dòng khác" if len(named) > _MOST else ""
    return "; ".join(named[:_MOST]) + rest

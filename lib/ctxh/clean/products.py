"""Count × level = amount, row by row, of every form that has the three columns."""

from __future__ import annotations

from collections.abc import Iterator
from math import prod
from typing import NamedTuple

from ctxh.book.layouts import LEVEL_VARIES, Layout
from ctxh.book.level_products import Product, products_of
from ctxh.clean.form_records import Records
from ctxh.findings import PRODUCT, finding, reported_columns
from ctxh.read.placement import cell_ranges
from ctxh.vietnamese import absent, format_number

_LOOK = "Xem lại ba số của dòng và sửa số sai; nếu cả ba đều đúng thì ghi lý do ở cột ghi chú."
_FILL = "Ghi đủ số lượng và mức; nếu số tiền không tính theo mức thì để trống cả hai."


def product_findings(records: Records, layout: Layout) -> list[dict[str, str]]:
    """A finding for each row whose amount is not count × level, and a doubt for rows in which one of these is left blank.

    An amount without any of them is a lump sum, and a blank amount no money; where the level may vary from person to person
    or month to month, a row that differs is only noted. Of a register the rows are one finding, which names none.
    """
    return [found for product in products_of(layout) if _readable(records, product) for found in _of_product(records, product)]


def _of_product(records: Records, product: Product) -> list[dict[str, str]]:
    rows = list(_rows(records, product))
    off = [row for row in rows if row.whole and abs(row.due - row.paid) >= 1]
    lacking = [row.number for row in rows if not row.whole and row.paid]
    return [*_off(records, product, off), *_lacking(records, product, [] if product.level.rule == LEVEL_VARIES else lacking)]


def _readable(records: Records, product: Product) -> bool:
    """Whether a sheet has all columns of a product, and none in which a cell was told that must be mended."""
    faulty = {letters for _, _, letters in reported_columns(records.findings)}
    names = [column.column for column in (*product.factors, product.amount)]
    return all(name in records.table and records.letters[name] not in faulty for name in names)


class _Row(NamedTuple):
    """A row that states a factor: whether it states all, what these come to, what is written, the factors in words."""

    number: int
    whole: bool
    due: float
    paid: float
    counted: str


def _rows(records: Records, product: Product) -> Iterator[_Row]:
    columns = [records.table[column.column].tolist() for column in (*product.factors, product.amount)]
    for number, *factors, paid in zip(records.table["row"].tolist(), *columns, strict=True):
        known = [factor for factor in factors if not absent(factor)]
        if known and not absent(paid):
            yield _Row(number, len(known) == len(factors), prod(known), paid, " × ".join(map(format_number, known)))


def _off(records: Records, product: Product, rows: list[_Row]) -> list[dict[str, str]]:
    ruled = f"{' × '.join(_names(product))} phải bằng «{product.amount.label}»"
    if records.register:
        numbers = [row.number for row in rows]
        return [_finding(records, product, f"{len(rows)} dòng: {ruled}.", _LOOK, numbers)] if rows else []
    return [_off_row(records, product, ruled, row) for row in rows]


def _off_row(records: Records, product: Product, ruled: str, row: _Row) -> dict[str, str]:
    due, paid = format_number(row.due), format_number(row.paid)
    faulty = _finding(records, product, f"{ruled}: {row.counted} = {due}, ghi {paid}.", _LOOK, [row.number])
    return faulty | {"found": paid, "expected": due}


def _lacking(records: Records, product: Product, rows: list[int]) -> list[dict[str, str]]:
    message = f"{len(rows)} dòng có «{product.amount.label}» mà thiếu một trong các số {', '.join(_names(product))}: không đối chiếu được."
    return [_finding(records, product, message, _FILL, rows)] if rows else []


def _names(product: Product) -> list[str]:
    return [f"«{column.label}»" for column in product.factors]


def _finding(records: Records, product: Product, message: str, remedy: str, rows: list[int]) -> dict[str, str]:
    cell = cell_ranges(records.letters[product.amount.column], rows)
    return finding("info" if product.level.rule == LEVEL_VARIES else "flagged", message, remedy, check=PRODUCT, cell=cell, **records.place)

"""Tables of the law of the day.

Norms and coefficients in force, what is owed since a norm counts from before, what rests on rows not verified.
"""

from __future__ import annotations

from datetime import date, timedelta

from ctxh.blocks import Cell, Column, Table, text_cells
from ctxh.check.arrears import Owed, owed
from ctxh.check.verdicts import Verdicts
from ctxh.compute.computed import Computed
from ctxh.compute.selections import MISSING_CELL, category_label
from ctxh.frames import Coefficient, Norm, rows_of
from ctxh.reference.dated import in_force
from ctxh.reference.norms import EVERYWHERE, PROVINCE, ages_of, times_of
from ctxh.reference.periods import Period
from ctxh.tell.resting_numbers import resting_numbers
from ctxh.tell.withheld import internal
from ctxh.vietnamese import format_iso_date, format_number

NOTHING_OWED = "Trong kỳ không có mức nào được tính từ trước ngày có hiệu lực."
NOTHING_RESTS = "Không con số nào của kỳ dựa vào định mức chưa đối chiếu."

NORM_MEASURES = {
    "VND/month": "đồng/tháng",
    "VND/person/month": "đồng/người/tháng",
    "VND/day": "đồng/ngày",
    "VND/gift": "đồng/suất",
    "times": "lần",
    "day": "ngày",
    "percent": "%",
    "year": "tuổi",
}


def norms_table(computed: Computed) -> Table:
    """The norms in force at any time of the year, with their lives and legal basis."""
    rows = tuple(
        text_cells(row.label, *_norm(row), scope_in_words(computed, row.scope), _life(row, computed.period), _basis(row))
        for row in rows_of(computed.request.norms_used, Norm)
    )
    columns = (
        Column("Định mức"),
        Column("Mức", align="right", numeric=True),
        *map(Column, ("Đơn vị tính", "Phạm vi", "Thời gian áp dụng", "Căn cứ pháp lý")),
    )
    own = (computed.request.norms_used["scope"] == PROVINCE).any()
    note = f"Mức của {scope_in_words(computed, PROVINCE)} được dùng thay mức chung của cả nước." if own else ""
    return Table("norms", f"Định mức có hiệu lực trong {computed.period.words}", columns, rows, note=note)


def scope_in_words(computed: Computed, scope: str) -> str:
    """Where a norm holds: ``cả nước``, ``tỉnh``, or what the province of the office is."""
    return EVERYWHERE if scope != PROVINCE else computed.request.province_kind


def coefficients_table(computed: Computed) -> Table:
    """The coefficients of social assistance in force at the end of the year, by group and age."""
    rows = tuple(
        text_cells(
            category_label(computed, "beneficiaries", "group", row.group),
            ages_of(row),
            times_of(row),
            scope_in_words(computed, row.scope),
            _basis(row),
        )
        for row in rows_of(in_force(computed.request.coefficients, computed.period.last), Coefficient)
    )
    columns = (
        *map(Column, ("Nhóm đối tượng", "Tuổi")),
        Column("Hệ số", align="right", numeric=True),
        *map(Column, ("Phạm vi", "Căn cứ pháp lý")),
    )
    return Table("coefficients", f"Hệ số trợ cấp xã hội hằng tháng {_end_of(computed.period)}", columns, rows)


@internal("arrears", "Truy lĩnh theo mức mới")
def arrears_table(computed: Computed) -> Table:
    """What each area owed for the months before a norm came into force, what it wrote down as arrears, and what is left."""
    reported = computed.as_reported
    found = owed(reported)
    rows = [_owed_row(reported, one) for code in reported.observed.reported_areas["area_code"] for one in found if one.area_code == code]
    total = _sides(sum(one.owed for one in found), sum(one.paid for one in found))
    amounts = ("Phải truy lĩnh (đồng)", "Đã ghi ở B4 (đồng)", "Còn lại (đồng)")
    columns = (Column("Đơn vị"), Column("Chế độ"), Column("Tháng"), *(Column(label, align="right", numeric=True) for label in amounts))
    rows += [text_cells("Tổng cộng", "", "", *total)] if rows else []
    note = "" if rows else NOTHING_OWED
    return Table("arrears", f"Truy lĩnh theo mức mới, {computed.period.words}", columns, tuple(rows), total_rows=int(bool(rows)), note=note)


def _owed_row(computed: Computed, one: Owed) -> tuple[Cell, ...]:
    name = computed.area_name(one.area_code)
    months = f"{one.months[0][5:]} đến {one.months[-1][5:]}/{one.months[-1][:4]}"
    programme = category_label(computed, *one.column, one.programme)
    return text_cells(name[:1].upper() + name[1:], programme, months, *_sides(one.owed, one.paid))


def _sides(due: float, paid: float) -> list[str]:
    return [format_number(round(number)) for number in (due, paid, due - paid)]


@internal("unverified", "Con số dựa vào định mức chưa đối chiếu")
def unverified_table(computed: Computed, verdicts: Verdicts) -> Table:
    """The numbers that rest on a norm that is not verified, each with what it would be by the other value or day that a source gives."""
    plain = computed.as_reported
    rows = [text_cells(*row) for row in resting_numbers(plain, verdicts)]
    rows += _coefficients(plain) + _words(plain)
    sides = (Column(label, align="right") for label in ("Đang in", "Theo nguồn khác", "Chênh lệch"))
    columns = (Column("Định mức chưa đối chiếu"), Column("Con số dựa vào"), *sides)
    note = "" if rows else NOTHING_RESTS
    return Table("unverified", f"Con số dựa vào định mức chưa đối chiếu, {computed.period.words}", columns, tuple(rows), note=note)


def _coefficients(computed: Computed) -> list[tuple[Cell, ...]]:
    """A row on the coefficients in force that are not verified: the register was held against them when it was read."""
    held = in_force(computed.request.coefficients, computed.period.last)
    count = int((held["verified"] != "yes").sum())
    return (
        [text_cells(f"Hệ số trợ cấp: {count} dòng", "Hệ số trong B1 đúng nhóm và tuổi (C35)", "", "không có nguồn khác", MISSING_CELL)]
        if count
        else []
    )


def _words(computed: Computed) -> list[tuple[Cell, ...]]:
    """A row on each word of a list that stands there by a source which nobody has verified: forms are read by it."""
    rest = ("Dòng của biểu ghi chữ này", "", "không có nguồn khác", MISSING_CELL)
    return [text_cells(f"Danh mục: {label} ({basis})", *rest) for label, basis in computed.categories.unverified]


def _norm(row: Norm) -> tuple[str, str]:
    number = float(row.value)
    shown = format_number(number, 0 if number.is_integer() else 2)
    return shown, NORM_MEASURES.get(row.unit_of_measure, row.unit_of_measure)


def _life(row: Norm, period: Period) -> str:
    """The day on which a norm comes into force, the earlier one that it counts from, and the day before which it ends."""
    return f"từ {_begins(row)}" + (f" đến trước {format_iso_date(ends)}" if (ends := told_end(row, period)) else "")


def told_end(row: Norm, period: Period) -> str:
    """The day before which a norm ends, in ISO form; empty where it lies behind the period, which could not know of it."""
    after = date(period.year + 1, 1, 1) if period.whole else period.last + timedelta(days=1)
    return row.valid_to if row.valid_to <= after.isoformat() else ""


def _begins(row: Norm | Coefficient) -> str:
    counted = getattr(row, "counted_from", "")
    return f"{format_iso_date(row.valid_from)}, tính từ {format_iso_date(counted)}" if counted else format_iso_date(row.valid_from)


def _basis(row: Norm | Coefficient) -> str:
    return row.legal_basis if row.verified == "yes" else f"{row.legal_basis} (chưa đối chiếu với văn bản gốc)"


def _end_of(period: Period) -> str:
    return f"cuối {period.words}" if period.whole else f"cuối kỳ {period.words}"

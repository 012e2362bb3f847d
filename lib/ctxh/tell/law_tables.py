"""Tables of the law of the day.

Norms and coefficients in force, what is owed since a norm counts from before, what rests on rows not verified.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pandas as pd

from ctxh.blocks import Cell, Column, Table, text_cells
from ctxh.book import Book
from ctxh.book.formulas import Formula
from ctxh.book.quantities import Quantity
from ctxh.book.reckoning import Reckoning
from ctxh.book.targets import Targets
from ctxh.check.arrears import Owed, owed
from ctxh.check.engine import Check, checks_of, verdicts_of
from ctxh.check.gaps import Gaps, gaps_of
from ctxh.check.verdicts import Verdicts
from ctxh.compute.computed import Computed
from ctxh.compute.indicators import COLUMNS, row_of
from ctxh.compute.selections import MISSING_CELL, category_label
from ctxh.frames import Coefficient, Norm, rows_of
from ctxh.reference.dated import OPEN_END, in_force, last_day
from ctxh.reference.norms import EVERYWHERE, PROVINCE, ages_of, times_of
from ctxh.reference.periods import Period
from ctxh.tell.withheld import internal
from ctxh.vietnamese import format_iso_date, format_number

NOTHING_OWED = "Trong kỳ không có mức nào được tính từ trước ngày có hiệu lực."
NOTHING_RESTS = "Không con số nào của kỳ dựa vào định mức chưa đối chiếu."
PERTURBED = 2  # times the value: a number that moves with a row rests on it

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

Figures = dict[str, list[str]]  # printed, by what it is


def norms_table(computed: Computed) -> Table:
    """The norms in force at any time of the year, with their lives and legal basis."""
    rows = tuple(
        text_cells(row.label, *_norm(row), scope_in_words(computed, row.scope), _life(row), _basis(row))
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
    programme = category_label(computed, "payments", "programme", one.programme)
    return text_cells(name[:1].upper() + name[1:], programme, months, *_sides(one.owed, one.paid))


def _sides(due: float, paid: float) -> list[str]:
    return [format_number(round(number)) for number in (due, paid, due - paid)]


@internal("unverified", "Con số dựa vào định mức chưa đối chiếu")
def unverified_table(computed: Computed, verdicts: Verdicts) -> Table:
    """The numbers that rest on a norm that is not verified, each with what it would be by the other value or day that a source gives.

    Found by reckoning anew: with the row's value doubled for what rests on it, with the other one for how far it moves;
    of all that is printed only what asks for the norm, and by the observations that there are.
    """
    plain, rows = computed.as_reported, []
    gaps, tested = gaps_of(plain), verdicts.checks
    used = plain.request.norms_used[plain.request.norms_used["verified"] != "yes"]
    for row in rows_of(used, Norm):
        ids, checks = _asking(computed.book, row.norm)
        if not ids | {check.id for check in checks} or _outranked(plain, row):
            continue
        now = _known(computed, tested, ids, checks)
        resting = _moved(now, _figures(plain, _with(plain.request.norms, row, value=str(float(row.value) * PERTURBED)), ids, checks, gaps))
        then = _figures(plain, _with(plain.request.norms, row, **_other(row)), ids, checks, gaps) if _other(row) and resting else None
        rows += [text_cells(_named(row), what, printed, *_change(what, printed, now, then)) for what, printed in resting]
    rows += _coefficients(plain) + _words(plain)
    sides = (Column(label, align="right") for label in ("Đang in", "Theo nguồn khác", "Chênh lệch"))
    columns = (Column("Định mức chưa đối chiếu"), Column("Con số dựa vào"), *sides)
    note = "" if rows else NOTHING_RESTS
    return Table("unverified", f"Con số dựa vào định mức chưa đối chiếu, {computed.period.words}", columns, tuple(rows), note=note)


def _asking(book: Book, norm: str) -> tuple[set[str], list[Check]]:
    """The indicators that a norm reaches, by their formulas, and the checks that ask for it or compare one of those."""
    reached: set[str] = set()
    while found := {id for id, entry in book.indicators.items() if id not in reached and _asks(entry.formula, norm, reached)}:
        reached |= found
    return reached, [check for check in checks_of(book) if norm in check.norms_of(book) or reached & set(check.looks_at)]


def _asks(formula: Formula | Targets, norm: str, reached: set[str]) -> bool:
    return getattr(formula, "norm", "") == norm or bool(reached & set(formula.inputs()))


def _outranked(computed: Computed, row: Norm) -> bool:
    """Whether a row of a higher layer holds on all days of a norm's row up to the end of the next year: it is never in force then."""
    norms, begins = computed.request.norms, min(filter(None, (row.valid_from, row.counted_from, row.other_from)))
    above = norms[(norms["norm"] == row.norm) & (norms["layer"] > row.layer) & (norms["valid_from"] <= begins)]
    ends = min(row.valid_to or OPEN_END, last_day(computed.year + 1).isoformat())
    return bool((above["valid_to"].replace("", OPEN_END) >= ends).any())


def _known(computed: Computed, tested: pd.DataFrame, ids: set[str], checks: list[Check]) -> Figures:
    """Some indicators as they are printed, and what some checks of the whole office compare."""
    printed = {computed.book.indicators[id].label: [computed.printed(id)] for id in computed.book.indicators if id in ids}
    for check in checks:
        own = tested[
            (tested["check"] == check.id)
            & (tested["title"] == check.title_in(computed))
            & tested["area_code"].isin(["", computed.area_code])
        ]
        printed |= _compared(check.id, check.title_in(computed), zip(own["left"], own["right"], strict=True))
    return printed


def _figures(computed: Computed, norms: pd.DataFrame, ids: set[str], checks: list[Check], gaps: Gaps) -> Figures:
    """The same by other norms."""
    values = computed.office_rows
    known = {
        id: Quantity(None if row["value"] != row["value"] else row["value"], row["text"], row["status"])
        for id, row in values.items()
        if id not in ids
    }
    reckoning = Reckoning(computed.year, {}, norms, computed.book, known=known, as_of=computed.period.last)
    rows = dict(
        zip(
            ids,
            (dict(zip(COLUMNS, row_of(computed.book.indicators[id], reckoning, computed.area_code), strict=True)) for id in ids),
            strict=True,
        )
    )
    table = computed.indicators
    own = pd.DataFrame((values | rows).values(), columns=table.columns)
    indicators = pd.concat([own, table[table["area_code"] != computed.area_code]], ignore_index=True)
    variant = replace(_under(computed, norms), indicators=indicators)
    printed = {computed.book.indicators[id].label: [str(rows[id]["printed"])] for id in computed.book.indicators if id in ids}
    for check in checks:
        found = (one for one in verdicts_of(check, variant, gaps) if one.area_code in ("", computed.area_code))
        printed |= _compared(check.id, check.title_in(computed), ((one.left, one.right) for one in found))
    return printed


def _compared(id: str, title: str, sides: Iterable[tuple[str, str]]) -> Figures:
    texts = [left if left == right else f"{left} và {right}" for left, right in sides]
    return {f"{title} ({id})": texts} if texts else {}


def _under(computed: Computed, norms: pd.DataFrame) -> Computed:
    """The same with other norms: what was read and sorted out stays."""
    return replace(computed, request=replace(computed.request, norms=norms))


def _with(norms: pd.DataFrame, row: Norm, **other: str) -> pd.DataFrame:
    """The norms with other cells in one row; what it follows ends on the day that it begins."""
    own = (norms["file"] == row.file) & (norms["row"] == row.row)
    changed = norms.assign(**{column: norms[column].where(~own, value) for column, value in other.items()})
    if "valid_from" in other:
        before = (norms["norm"] == row.norm) & (norms["layer"] == row.layer) & (norms["valid_to"] == row.valid_from)
        changed["valid_to"] = changed["valid_to"].where(~before, other["valid_from"])
    return changed


def _other(row: Norm) -> dict[str, str]:
    """The cells of a row as another source has them."""
    return {column: value for column, value in (("value", row.other_value), ("valid_from", row.other_from)) if value}


def _moved(now: Figures, then: Figures) -> list[tuple[str, str]]:
    """What is printed now and is not printed then, with what it is."""
    return [(what, printed) for what, found in now.items() for printed in found if printed not in then.get(what, [])]


def _named(row: Norm) -> str:
    number = float(row.value)
    return f"{row.label}: {format_number(number, 0 if number.is_integer() else 2)} ({row.legal_basis})"


def _change(what: str, printed: str, now: Figures, then: Figures | None) -> tuple[str, str]:
    """What a number would be by another source, and by how much it would move."""
    if then is None:
        return "không có nguồn khác", MISSING_CELL
    found = then.get(what, [])
    other = [text for text in found if text not in now[what]]
    if printed in found:
        return "không đổi", "0"
    if not other:
        return "không đạt ở từng đơn vị", MISSING_CELL
    sides = [text.split(" và ") for text in (printed, other[0])]
    before, after = ([number for number in map(_number, texts) if number is not None] for texts in sides)
    if [len(before), len(after)] != [len(texts) for texts in sides]:
        return other[0], MISSING_CELL
    moves = [new - old for old, new in zip(before, (after * 2)[: len(before)], strict=True)]
    return other[0], " và ".join(dict.fromkeys(format_number(move, 3, trim=True) for move in moves))


def _number(text: str) -> float | None:
    try:
        return float(text.rstrip("%").replace(".", "").replace(",", "."))
    except ValueError:
        return None


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


def _life(row: Norm | Coefficient) -> str:
    """The day on which a norm comes into force, the earlier one that it counts from, and the day before which it ends."""
    return f"từ {_begins(row)}" + (f" đến trước {format_iso_date(row.valid_to)}" if row.valid_to else "")


def _begins(row: Norm | Coefficient) -> str:
    counted = getattr(row, "counted_from", "")
    return f"{format_iso_date(row.valid_from)}, tính từ {format_iso_date(counted)}" if counted else format_iso_date(row.valid_from)


def _basis(row: Norm | Coefficient) -> str:
    return row.legal_basis if row.verified == "yes" else f"{row.legal_basis} (chưa đối chiếu với văn bản gốc)"


def _end_of(period: Period) -> str:
    return f"cuối {period.words}" if period.whole else f"cuối kỳ {period.words}"

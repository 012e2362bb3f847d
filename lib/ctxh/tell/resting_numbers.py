"""The numbers that rest on rows of the law that nobody has verified, and how far they would move by another source."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pandas as pd

from ctxh.book import Book
from ctxh.book.formulas import Formula
from ctxh.book.quantities import Quantity
from ctxh.book.reckoning import Reckoning
from ctxh.book.targets import Targets
from ctxh.check.engine import Check, checks_of, verdicts_of
from ctxh.check.gaps import Gaps, gaps_of
from ctxh.check.verdicts import Verdicts
from ctxh.compute.computed import Computed
from ctxh.compute.indicators import COLUMNS, row_of
from ctxh.compute.selections import MISSING_CELL
from ctxh.frames import Checked, Norm, rows_of
from ctxh.reference.dated import OPEN_END, last_day
from ctxh.vietnamese import format_number

PERTURBED = 2  # times the value: a number that moves with a row rests on it

Figures = dict[str, list[str]]  # printed, by what it is


def resting_numbers(computed: Computed, verdicts: Verdicts) -> list[tuple[str, str, str, str, str]]:
    """A row a number: the norm that it rests on, what it is and what it is counted in, printed, by another source, the difference.

    Found by reckoning anew: with the row's value doubled for what rests on it, with the other one for how far it moves;
    of all that is printed only what asks for the norm, and by the observations that there are.
    """
    gaps, tested, found = gaps_of(computed), verdicts.checks, []
    used, counted = computed.request.norms_used, _counted_in(computed, tested)
    for row in rows_of(used[used["verified"] != "yes"], Norm):
        ids, checks = _asking(computed.book, row.norm)
        if not ids | {check.id for check in checks} or _outranked(computed, row):
            continue
        now = _known(computed, tested, ids, checks)
        doubled = _with(computed.request.norms, row, value=str(float(row.value) * PERTURBED))
        resting = _moved(now, _figures(computed, doubled, ids, checks, gaps))
        then = _figures(computed, _with(computed.request.norms, row, **_other(row)), ids, checks, gaps) if _other(row) and resting else None
        found += [
            (_named(row), f"{what}{counted.get((what, printed), '')}", printed, *_change(what, printed, now, then))
            for what, printed in resting
        ]
    return found


def _counted_in(computed: Computed, tested: pd.DataFrame) -> dict[tuple[str, str], str]:
    """What numbers are counted in, by what they are and how they are printed: a check may compare money and persons."""
    own = {(entry.label, computed.printed(name)): entry.measure_beside for name, entry in computed.book.indicators.items()}
    rows = rows_of(tested.fillna(""), Checked)
    own |= {(_titled(row.title, row.check), _sides(row.left, row.right)): row.measure for row in rows}
    return {number: f", {measure}" for number, measure in own.items() if measure}


def _sides(left: str, right: str) -> str:
    return left if left == right else f"{left} và {right}"


def _titled(title: str, check: str) -> str:
    return f"{title} ({check})"


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
    texts = [_sides(left, right) for left, right in sides]
    return {_titled(title, id): texts} if texts else {}


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

"""The masked tables of a public edition: made once, before any writer runs, so that no writer ever holds a hidden value.

What is hidden is not a number, has the status ``hidden`` and prints as ``(*)``. What is hidden of an item in all areas
together stands in one row of the office's own area, so that sums of the office stay true.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from ctxh.book.formulas import Total
from ctxh.book.items import Item, Text, Value
from ctxh.book.quantities import HIDDEN, HIDDEN_SIGN
from ctxh.book.request import Request
from ctxh.check.verdicts import Verdicts
from ctxh.compute.computed import Computed, Earlier
from ctxh.compute.series import whole_last_year
from ctxh.errors import CtxhError
from ctxh.frames import Observation, rows_of
from ctxh.observe.observations import COLUMNS
from ctxh.observe.observed import Observations
from ctxh.protect.agreements import add_agreements
from ctxh.protect.coarsening import Rules, counted_by, load_rules, public_book
from ctxh.protect.ledger import kept_editions, same_numbers, with_editions
from ctxh.protect.pattern import Pattern, pattern_of
from ctxh.protect.system import Cell, System, system_of
from ctxh.protect.typed_sentences import told_publicly, typed_in_wording
from ctxh.reference.places import PUBLIC, Chosen, edition_name

THRESHOLD = 5  # where office.toml says no other (public_threshold)
REST = "phần của các đơn vị không công bố riêng"


@dataclass(frozen=True, eq=False, repr=False)
class Protected:
    """What a public edition is made of, and the pattern by which it is hidden."""

    computed: Computed
    verdicts: Verdicts
    system: System
    pattern: Pattern
    lines: tuple[str, ...] = ()  # what its maker is told of sentences: those that fell away, numbers that the wording has typed

    @property
    def loss(self) -> str:
        """In one line what is protected and what it costs."""
        counts = {cell for cell in self.system.counts if cell.area != self.system.office}
        small, hidden = counts & self.pattern.asked.keys(), counts & self.pattern.hidden
        share = 100 * len(hidden) / len(counts) if counts else 0.0
        return (
            f"Bản công khai: bảo vệ {len(small)} số đếm nhỏ của các đơn vị, ẩn thêm {len(hidden - small)}; tất cả {len(hidden)} trên "
            f"{len(counts)} số đếm theo đơn vị ({f'{share:.1f}'.replace('.', ',')}%); {len(self.pattern.narrow)} ô bị suy ra."
        )


def public_request(request: Request) -> Request:
    """The request of a public edition: by its book only what it shows of single areas has values for them."""
    return replace(request, book=public_book(request.book, load_rules(request.reference), request.period.whole))


def protected(computed: Computed, verdicts: Verdicts) -> Protected:
    """The public edition of what was computed and checked of the workbooks. Raises CtxhError where a number could not be bounded."""
    request, rules = public_request(computed.request), load_rules(computed.request.reference)
    threshold = request.settings.public_threshold or THRESHOLD
    sums, desk = _sums(computed, rules, request)
    system = system_of(request, rules, computed.indicators, sums, desk, threshold)
    add_agreements(system)
    pattern = _pattern(request, system, threshold)
    reported, fallen = told_publicly(request, computed.reported, rules.sentences)
    observed = Observations(request, _observations(reported, request, rules, system, pattern), _coverage(computed), _none(computed), None)
    indicators = _indicators(request, computed.indicators, system, pattern)
    earlier = Earlier(request, {year: _of_office(table, request) for year, table in _tables(computed).items()})
    masked = Computed(request, observed, indicators, earlier, computed.series)
    stopped = verdicts.findings[verdicts.findings["severity"] == "stopped"].reset_index(drop=True)
    lines = (*fallen, *typed_in_wording(verdicts.findings))
    return Protected(masked, Verdicts(verdicts.checks[:0], stopped), system, pattern, lines)


def _pattern(request: Request, system: System, threshold: int) -> Pattern:
    """The pattern as the ledger has it, else one by which editions before and this one together open nothing.

    Raises CtxhError where the edition was made of other numbers before.
    """
    if not request.period.whole:  # nothing but the signed totals, which everybody knows
        return Pattern(frozenset(), {}, frozenset())
    kept = {name: one for name, one in kept_editions(request.places, request.office_id).items() if name == f"{name[:4]}-{PUBLIC}"}
    name = edition_name(request.year, Chosen(request.boundaries, period=request.period.name, audience=PUBLIC))
    if name in kept:
        if not same_numbers(kept[name].system, system):
            raise CtxhError(
                f"Bản công khai {name} đã lập từ số khác: hiệu của hai bản có thể là một người. Giữ bản đã công bố, hoặc gỡ bản ấy "
                f"ở mọi nơi đã đăng rồi mới xoá outputs/{request.office_id}/.public/{name}.json và lập lại."
            )
        return kept[name].pattern
    found = pattern_of(with_editions(system, kept, load_rules(request.reference).starts, request.year), threshold)
    own = {cell for cell in found.hidden if cell in system.values}
    return Pattern(frozenset(own), {cell: ends for cell, ends in found.asked.items() if cell in own}, found.narrow)


def _of_office(table: pd.DataFrame, request: Request) -> pd.DataFrame:
    return table[table["area_code"] == request.area_code].reset_index(drop=True)


def _tables(computed: Computed) -> dict[int, pd.DataFrame]:
    """The indicators of earlier years, all of the year before."""
    last = whole_last_year(computed.request)
    return {**computed.earlier.tables, **({} if last is None else {computed.year - 1: last})}


def _none(computed: Computed) -> pd.DataFrame:
    """Of what reading found only what stops a run: all else quotes cells and counts."""
    found = computed.reading_findings
    return found[found["severity"] == "stopped"].reset_index(drop=True)


def _coverage(computed: Computed) -> pd.DataFrame:
    """Which forms came, without rows and hashes: these tell how long a list is, and confirm a workbook that is guessed."""
    return computed.coverage.assign(rows=0, unused_rows=0, unused_amount=0.0, sha256="")


def _by_area(request: Request, rules: Rules) -> frozenset[str]:
    """The items that are shown of single areas."""
    shown = {e.formula.item.id for e in request.book.indicators.values() if e.by_area and isinstance(e.formula, Total)}
    return frozenset(shown | (rules.by_area if request.period.whole else set()))


def _totals(request: Request) -> set[str]:
    """The items of which an indicator is the total."""
    return {entry.formula.item.id for entry in request.book.indicators.values() if isinstance(entry.formula, Total)}


def _shown_items(request: Request, rules: Rules) -> dict[str, Item]:
    """The items of the system: of a part of a year the totals alone, which its signed report tells, so that there is nothing to protect."""
    tied = _tied(request, rules)
    return tied if request.period.whole else {name: item for name, item in tied.items() if name in _totals(request)}


def _tied(request: Request, rules: Rules) -> dict[str, Item]:
    """The items of a whole year: counts, amounts of which it is known for how many, and the totals of indicators.

    More than are printed, since an amount shares the state of its count.
    """
    items, totals = request.book.items, _totals(request)
    counts = {name: item for name, item in items.items() if rules.is_count(item)}
    money = {name for name, item in items.items() if rules.is_money(item) and counted_by(item, counts)}
    return {name: item for name, item in items.items() if name in counts or name in money or name in totals}


def _sums(computed: Computed, rules: Rules, request: Request) -> tuple[dict[Cell, float], dict[Cell, float]]:
    """The printed cells of items, of the office and of areas; and what the office's own desk has of them."""
    found, desk, kept, shown = dict[Cell, float](), dict[Cell, float](), _shown_items(request, rules), _by_area(request, rules)
    for row in rows_of(computed.reported, Observation):
        item = kept.get(row.item)
        if item is None or row.value != row.value or not (rules.is_count(item) or rules.is_money(item)):
            continue
        whole = Cell(row.item, request.area_code, row.category, row.period if item.month else "")
        own = row.area_code == request.area_code
        found[whole] = found.get(whole, 0.0) + row.value
        if own:
            desk[whole] = desk.get(whole, 0.0) + row.value
        elif row.item in shown:
            cell = whole._replace(area=row.area_code, period="")
            found[cell] = found.get(cell, 0.0) + row.value
    return _with_nobody(found, request.area_code), desk


def _with_nobody(cells: dict[Cell, float], office: str) -> dict[Cell, float]:
    """The cells, and nought where an area has an item but nobody of a category: else whoever sees ``(*)`` knew of somebody."""
    own = [cell for cell in cells if cell.area != office]
    areas, categories = ({name: dict[str, None]() for name in (cell.name for cell in own)} for _ in range(2))
    for cell in own:
        areas[cell.name][cell.area] = categories[cell.name][cell.category] = None
    nought = {Cell(name, area, category): 0.0 for name in areas for area in areas[name] for category in categories[name]}
    return cells | {cell: value for cell, value in nought.items() if cell not in cells}


def _indicators(request: Request, table: pd.DataFrame, system: System, pattern: Pattern) -> pd.DataFrame:
    """The office's indicators, and those of areas that are shown, hidden ones as such. Raises CtxhError for one that the system lacks."""
    entries = request.book.indicators
    own = (table["area_code"] == request.area_code).to_numpy()
    kept = table[own | table["indicator"].map(lambda name: entries[name].by_area).to_numpy()].reset_index(drop=True)
    hidden = [
        area != request.area_code and value == value and _is_hidden(request, system, pattern, name, area)
        for name, area, value in zip(kept["indicator"], kept["area_code"], kept["value"], strict=True)
    ]
    masked = kept.astype({"value": float})
    masked.loc[hidden, ["value", "text", "printed", "status"]] = [math.nan, "", HIDDEN_SIGN, HIDDEN.status]
    return pd.DataFrame(masked)


def _is_hidden(request: Request, system: System, pattern: Pattern, name: str, area: str) -> bool:
    formula = request.book.indicators[name].formula
    cell = Cell(formula.item.id if isinstance(formula, Total) else name, area)
    parts = [part for part in formula.inputs() if request.book.indicators[part].by_area]
    if cell in pattern.hidden:
        return True
    if cell in system.values:
        return False
    if not parts:
        raise _unbound(cell)
    return any(_is_hidden(request, system, pattern, part, area) for part in parts)


def _observations(reported: pd.DataFrame, request: Request, rules: Rules, system: System, pattern: Pattern) -> pd.DataFrame:
    shown, found = _by_area(request, rules), list[tuple[Any, ...]]()
    kept = _shown_items(request, rules).keys() & (_totals(request) | rules.by_area | rules.of_office)
    for name, rows in reported.groupby("item", sort=False):
        item = request.book.items[str(name)]
        if isinstance(item.fold, Text):
            found += _of_desk(request, rows)
        elif isinstance(item.fold, Value):
            found += _levels(request, rows)
        elif str(name) in kept:
            found += _sums_shown(request, item, rows, _Hidden(system, pattern), str(name) in shown)
    table = pd.DataFrame(found, columns=COLUMNS).astype({"value": float})
    codes = {name: request.layouts[item.form].code for name, item in request.book.items.items() if item.form in request.layouts}
    named = "biểu " + table["item"].map(lambda name: codes.get(name, ""))
    table["cells"] = named.where(table["cells"] == "", named + ", " + table["cells"])  # the form alone: no file, sheet, cell or row
    return table.astype({c: reported[c].dtype for c in COLUMNS if c != "value"})


def _row(item: str, area: str, period: str, category: str, value: float, status: str = "observed", source: str = "") -> tuple[Any, ...]:
    return (item, area, period, category, value, "", status, "", "", source, "", "", "")


def _of_desk(request: Request, rows: pd.DataFrame) -> Iterator[tuple[Any, ...]]:
    """The texts that the office's own desk wrote, without the rows that they stand in."""
    for row in rows_of(rows[rows["area_code"] == request.area_code], Observation):
        own = _row(row.item, row.area_code, row.period, row.category, row.value)[:5]
        yield (*own, row.text, row.status, row.file, row.sheet, "", "", "", "")


def _levels(request: Request, rows: pd.DataFrame) -> Iterator[tuple[Any, ...]]:
    """The level of each category on which all agree: the office's, whoever reported it."""
    for (period, category), part in rows.groupby(["period", "category"], sort=False):
        if part["value"].nunique(dropna=False) == 1:
            yield _row(str(part["item"].iloc[0]), request.area_code, str(period), str(category), float(part["value"].iloc[0]))


def _sums_shown(request: Request, item: Item, rows: pd.DataFrame, hidden: _Hidden, by_area: bool) -> Iterator[tuple[Any, ...]]:
    """The sums of an item of the office, by month where it has months; or of its areas, with what these hide in one row."""
    months = item.month and not by_area
    known = rows.dropna(subset=["value"]) if months else rows.dropna(subset=["value"]).assign(period=str(request.year))
    for (period, category), part in known.groupby(["period", "category"], sort=False):
        place = Cell(item.id, request.area_code, str(category), str(period) if months else "")
        if not by_area:
            yield hidden.row(place, str(period), float(part["value"].sum()))
            continue
        rest, some = 0.0, False
        sums = part.groupby("area_code", sort=False)["value"].sum().reindex(known["area_code"].unique(), fill_value=0.0)
        for area, value in sums.items():
            own = place._replace(area=str(area))
            if own in hidden or area == request.area_code:
                rest, some = rest + float(value), some or own in hidden or bool(value)
            if area != request.area_code:
                yield hidden.row(own, str(period), float(value))
        if place in hidden:  # then what is left would tell it
            yield hidden.row(place, str(period), rest)
        elif some:
            yield _row(item.id, request.area_code, str(period), str(category), rest, source=REST)


@dataclass(frozen=True)
class _Hidden:
    """What a pattern hides of a system: a row of a number is made only of what the system has."""

    system: System
    pattern: Pattern

    def __contains__(self, cell: Cell) -> bool:
        return cell in self.pattern.hidden

    def row(self, cell: Cell, period: str, value: float) -> tuple[Any, ...]:
        """The row of a number, hidden or as it is. Raises CtxhError for one that the system lacks."""
        if cell not in self.system.values:
            raise _unbound(cell)
        if cell in self:
            return _row(cell.name, cell.area, period, cell.category, math.nan, HIDDEN.status)
        return _row(cell.name, cell.area, period, cell.category, value)


def _unbound(cell: Cell) -> CtxhError:
    return CtxhError(f"bản công khai: số «{cell.name}» của đơn vị {cell.area} không có trong hệ phương trình bảo vệ.")

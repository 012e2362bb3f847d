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

from ctxh.book.items import Item, Text, Value
from ctxh.book.quantities import HIDDEN, HIDDEN_SIGN, MISSING, MISSING_SIGN
from ctxh.book.request import Request
from ctxh.check.verdicts import Verdicts
from ctxh.compute.computed import Computed, Earlier
from ctxh.compute.series import whole_last_year
from ctxh.errors import CtxhError
from ctxh.frames import Observation, rows_of
from ctxh.observe.observations import COLUMNS
from ctxh.observe.observed import Observations
from ctxh.protect.agreements import add_agreements
from ctxh.protect.coarsening import Rules, load_rules, public_book
from ctxh.protect.parts_of_year import Totals, with_totals_of_parts
from ctxh.protect.pattern import Pattern
from ctxh.protect.published_before import pattern_beside
from ctxh.protect.redrawn_areas import on_boundaries, printed_code, shown_code
from ctxh.protect.shown_sums import items_by_area, printed_items, sums_of
from ctxh.protect.system import Cell, System, system_of, variable
from ctxh.protect.typed_sentences import told_publicly, typed_in_wording

THRESHOLD = 5  # where office.toml says no other (public_threshold)
REST = "phần của các đơn vị không công bố riêng"


@dataclass(frozen=True, eq=False, repr=False)
class Protected:
    """What a public edition is made of, and the pattern by which it is hidden."""

    computed: Computed
    verdicts: Verdicts
    system: System
    pattern: Pattern
    lines: tuple[str, ...] = ()  # for its maker: what is assumed of members, which sentences fell away, numbers typed into the wording

    @property
    def loss(self) -> str:
        """In one line what is protected and what it costs."""
        counts = {cell for cell in self.system.counts - self.system.unprinted if cell.area != self.system.office}
        small, hidden = counts & self.pattern.asked.keys(), counts & self.pattern.hidden
        share = 100 * len(hidden) / len(counts) if counts else 0.0
        return (
            f"Bản công khai: bảo vệ {len(small)} số đếm nhỏ của các đơn vị, ẩn thêm {len(hidden - small)}; tất cả {len(hidden)} trên "
            f"{len(counts)} số đếm theo đơn vị ({f'{share:.1f}'.replace('.', ',')}%); {len(self.pattern.narrow & counts)} ô bị suy ra."
        )


def public_request(request: Request) -> Request:
    """The request of a public edition: by its book only what it shows of single areas has values for them."""
    return replace(request, book=public_book(request.book, load_rules(request.reference), request.period.whole))


def protected(computed: Computed, verdicts: Verdicts, of_parts: Totals | None = None) -> Protected:
    """The public edition of what was computed and checked of the workbooks, and of what signed reports tell of parts of its year.

    Raises CtxhError where a number could not be bounded.
    """
    request, rules = public_request(computed.request), load_rules(computed.request.reference)
    threshold = request.settings.public_threshold or THRESHOLD
    system = with_totals_of_parts(_system(computed, request, rules, threshold), request, of_parts or {})
    totals = {variable(request.book, name) for name in request.book.indicators}
    pattern, assumed = pattern_beside(request, system, threshold, rules.starts, totals)
    shown, fallen = told_publicly(request, computed.observed, rules)
    rows = _observations(shown, request, rules, system, pattern)
    observed = Observations(request, rows, _coverage(computed), _none(computed), rows if request.boundaries else None)
    indicators = _without_dwellings(_indicators(request, computed.indicators, system, pattern), rules)
    earlier = Earlier(request, {year: _without_dwellings(_of_office(table, request), rules) for year, table in _tables(computed).items()})
    masked = Computed(request, observed, indicators, earlier, computed.series)
    stopped = verdicts.findings[verdicts.findings["severity"] == "stopped"].reset_index(drop=True)
    lines = (*_estimated(computed), *assumed, *fallen, *typed_in_wording(verdicts.findings))
    return Protected(masked, Verdicts(verdicts.checks[:0], stopped), system, pattern, lines)


def _system(computed: Computed, request: Request, rules: Rules, threshold: int) -> System:
    """All that is printed, as one system; on other boundaries with what the areas reported behind it."""

    def of(table: pd.DataFrame, indicators: pd.DataFrame) -> System:
        sums, desk = sums_of(table, request, rules)
        system, shown = system_of(request, rules, indicators, sums, desk, threshold), items_by_area(request, rules)
        system.unprinted = {cell for cell in sums if cell.area != system.office and cell.name not in shown}
        add_agreements(system)
        return system

    redrawn = computed.observed.redrawn
    if redrawn is None or not request.period.whole:
        return of(computed.observations, computed.indicators)
    reported = of(computed.reported, computed.as_reported.indicators)
    return on_boundaries(reported, of(computed.observations, computed.indicators), redrawn.moves, request.boundaries)


def _estimated(computed: Computed) -> Iterator[str]:
    """What is said of areas whose numbers rest on a share."""
    redrawn = computed.observed.redrawn
    if redrawn is not None and (codes := set(redrawn.moves.loc[redrawn.moves["share"] < 1, "to"])):
        names = ", ".join(redrawn.areas.loc[redrawn.areas["area_code"].isin(codes), "name"])
        yield f"Không công bố số nào của {names}: số chia theo tỷ lệ có phần lẻ, và phần lẻ ấy cho biết số gốc."


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


def _without_dwellings(table: pd.DataFrame, rules: Rules) -> pd.DataFrame:
    """Indicators as if nobody had written where the few live whom a number counts: a sentence leaves the place out."""
    masked = table.copy()
    masked.loc[masked["indicator"].isin(rules.dwellings), ["text", "printed", "status"]] = ["", MISSING_SIGN, MISSING.status]
    return masked


def _is_hidden(request: Request, system: System, pattern: Pattern, name: str, area: str) -> bool:
    formula = request.book.indicators[name].formula
    cell = Cell(variable(request.book, name), shown_code(area, request.boundaries, system.office))
    parts = [part for part in formula.inputs() if request.book.indicators[part].by_area]
    if cell in pattern.hidden:
        return True
    if cell in system.values:
        return False
    if not parts:
        raise _unbound(cell)
    return any(_is_hidden(request, system, pattern, part, area) for part in parts)


def _observations(reported: pd.DataFrame, request: Request, rules: Rules, system: System, pattern: Pattern) -> pd.DataFrame:
    shown, found = items_by_area(request, rules), list[tuple[Any, ...]]()
    kept = printed_items(request, rules)
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
    for (period, category), part in rows.groupby(["period", "category"]):
        if part["value"].nunique(dropna=False) == 1:
            yield _row(str(part["item"].iloc[0]), request.area_code, str(period), str(category), float(part["value"].iloc[0]))


def _sums_shown(request: Request, item: Item, rows: pd.DataFrame, hidden: _Hidden, by_area: bool) -> Iterator[tuple[Any, ...]]:
    """The sums of an item of the office, by month where it has months; or of its areas, with what these hide in one row."""
    months = item.month and not by_area
    known = rows.dropna(subset=["value"]) if months else rows.dropna(subset=["value"]).assign(period=str(request.year))
    for (period, category), part in known.groupby(["period", "category"]):
        place = Cell(item.id, request.area_code, str(category), str(period) if months else "")
        if not by_area:
            yield hidden.row(place, str(period), float(part["value"].sum()))
            continue
        rest, some = 0.0, False
        sums = part.groupby("area_code", sort=False)["value"].sum().reindex(known["area_code"].unique(), fill_value=0.0)
        for area, value in sums.items():
            own = place._replace(area=shown_code(str(area), request.boundaries, request.area_code))
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
            return _row(cell.name, printed_code(cell.area), period, cell.category, math.nan, HIDDEN.status)
        return _row(cell.name, printed_code(cell.area), period, cell.category, value)


def _unbound(cell: Cell) -> CtxhError:
    return CtxhError(f"bản công khai: số «{cell.name}» của đơn vị {cell.area} không có trong hệ phương trình bảo vệ.")

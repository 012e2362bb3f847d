"""Faults put into a clean workbook with a seed, alone and in pairs, and what the reading made of each.

The kinds of faults are in ``kinds``. Harmless faults must leave every value as it was. Harmful ones must be named with their cell.
"""

from __future__ import annotations

import itertools
import random
import tempfile
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ctxh.clean.columns import WORD
from ctxh.clean.records import records_of
from ctxh.errors import CtxhError
from ctxh.read.flags import column_letters
from ctxh.read.placement import place
from kinds import APART, BIRTHS, CLEAN, FAULTS, NAMELESS, PACKAGES, SHAPES, Fault, NotHere
from small_sheets import CATEGORIES, LAYOUTS, cells_in, grid, header
from surgery import read_here, saved, written

MONTHS = tuple(f"2024-{month:02d}" for month in range(1, 13))
NAMES = (*FAULTS, *SHAPES, *PACKAGES)


@dataclass
class Outcome:
    """What became of a mangled workbook: repaired, named, wrongly accepted or wrong alarm."""

    verdict: str
    told: str


def tried(form: str, faults: tuple[str, ...], seed: int, folder: Path) -> Outcome | None:
    """The outcome of some faults on a form; None when one finds nothing to befall."""
    if any(pair <= {*faults} for pair in APART):
        return None
    rng = random.Random(f"{form} {faults} {seed}")
    try:
        rows, harmed = _rows(form, faults, rng)
        data = written(**{LAYOUTS[form].sheet_names[0]: rows})
        for name in (name for name in faults if name in PACKAGES):
            data, named = PACKAGES[name](data, rng)
            harmed |= set(named)
    except NotHere:
        return None
    return _judged(form, rows, data, harmed, folder)


def _rows(form: str, faults: tuple[str, ...], rng) -> tuple[list[list], set[str]]:
    """The rows of a sheet with the faults of cells and of shape, and the addresses that must be named."""
    top = [["UBND HUYỆN KIM THÀNH"], ["UBND XÃ KIM XUYÊN"], ["NĂM 2024"]]
    rows = top + [list(row) for row in header(LAYOUTS[form])]
    last_of_header = rows[-1]
    data = grid(CLEAN[form])
    harmed, taken = [], set()
    for name in (name for name in faults if name in FAULTS):
        cell = _cell(form, FAULTS[name], data, rng, taken)
        taken.add(cell)
        row = data[cell[0]]
        row[cell[1]] = FAULTS[name].change(row[cell[1]])
        harmed += [(row, cell[1], row[cell[1]])] if FAULTS[name].harmful else []
    rows += data
    for name in (name for name in faults if name in SHAPES):
        harmed += SHAPES[name](rows, 1 + next(i for i, row in enumerate(rows) if row is last_of_header), rng) or []
    return rows, {_address(rows, *at) for at in harmed if any(row is at[0] for row in rows)}


def _cell(form, fault: Fault, data, rng, taken) -> tuple[int, int]:
    columns = [i for i, c in enumerate(LAYOUTS[form].columns) if c.kind in fault.kinds and (c.kind in BIRTHS or not c.personal)]
    able = [
        (r, i)
        for r, row in enumerate(data)
        for i in columns
        if (r, i) not in taken and row[i] != "" and (isinstance(row[i], str) or row[i] >= fault.least)
    ]
    if not able:
        raise NotHere
    return rng.choice(able)


def _address(rows, row, column: int, value) -> str:
    """The address of a harmed cell, wherever the shapes have moved it."""
    r = next(i for i, other in enumerate(rows) if other is row)
    return f"{column_letters(next(i for i in range(column, len(row)) if row[i] is value))}{r + 1}"


def read(form: str, data: bytes, folder: Path):
    """The records of a form in the bytes of a workbook, by way of a file."""
    path = saved(folder, data)
    sheet = read_here(path).checked().sheets[0]
    return records_of(place(sheet, LAYOUTS[form]), "10771", CATEGORIES, 2024, months=MONTHS)


def _judged(form: str, rows: list[list], data: bytes, harmed: set[str], folder: Path) -> Outcome:
    expected = _expected(form)
    try:
        records = read(form, data, folder)
    except CtxhError as refusal:
        return Outcome("named" if harmed else "wrong alarm", str(refusal))
    alarms = [row for row in records.findings if row["severity"] in ("stopped", "flagged")]
    named = set().union(*(cells_in(row["cell"]) for row in alarms)) if alarms else set()
    told = "; ".join(f"{row['severity']} {row['cell']} {row['message']}" for row in alarms)
    if harmed:
        # The sum of a column with a refused cell, and which word of its list lacks, is judged when that cell is mended.
        stopped = {_column(cell) for row in alarms if row["severity"] == "stopped" for cell in cells_in(row["cell"])}
        following = {"Tổng cộng", "Loại hình", *NAMELESS}
        named |= {cell for cell in harmed if following & {*rows[_row(cell)]} and _column(cell) in stopped}
        # Of two columns for one, none is judged before one of them is taken away.
        twice = {_column(cell) for row in alarms if row["check"] == "tiêu đề" for cell in cells_in(row["cell"])}
        named |= {cell for cell in harmed if _column(cell) in twice}
        return Outcome("named" if harmed <= named else "wrongly accepted", told)
    if alarms:
        return Outcome("wrong alarm", told)
    return Outcome("repaired" if _values(records) == expected else "wrongly accepted", told)


def _column(cell: str) -> str:
    return cell.rstrip("0123456789")


def _row(cell: str) -> int:
    return int(cell[len(_column(cell)) :]) - 1


@cache
def _expected(form: str) -> list[tuple]:
    rows = [["UBND XÃ KIM XUYÊN"], ["NĂM 2024"], *header(LAYOUTS[form]), *grid(CLEAN[form])]
    with tempfile.TemporaryDirectory() as folder:
        records = read(form, written(**{LAYOUTS[form].sheet_names[0]: rows}), Path(folder))
    assert [] == records.findings
    return _values(records)


def _values(records) -> list[tuple]:
    """The values of records without how cells are spelled, which a fault may change and a citation quotes."""
    table = records.table[[name for name in records.table if name != "row" and not name.endswith(WORD)]]
    return [tuple("" if value != value or value is None else str(value) for value in row) for row in table.itertuples(index=False)]


def campaign(seeds: int, pairs: bool, folder: Path, every: int = 1) -> tuple[Counter, list[str]]:
    """The number of outcomes of each kind, and those that must not be; of all trials, one in ``every``."""
    counts, bad = Counter(), []
    chosen = itertools.combinations(NAMES, 2) if pairs else ((name,) for name in NAMES)
    for faults, form in itertools.islice(itertools.product(chosen, CLEAN), 0, None, every):
        for seed in range(seeds):
            _count(counts, bad, form, faults, seed, folder)
    return counts, bad


def in_threes(times: int, folder: Path) -> tuple[Counter, list[str]]:
    """The same of three faults at once, drawn with a seed so many times: of all threes there are a hundred thousand and more."""
    rng, counts, bad = random.Random(times), Counter(), []
    for seed in range(times):
        faults = tuple(sorted(rng.sample(NAMES, 3), key=NAMES.index))
        _count(counts, bad, rng.choice([*CLEAN]), faults, seed, folder)
    return counts, bad


def _count(counts: Counter, bad: list[str], form: str, faults: tuple[str, ...], seed: int, folder: Path) -> None:
    outcome = tried(form, faults, seed, folder)
    if outcome is not None:
        counts[outcome.verdict] += 1
        if outcome.verdict in ("wrongly accepted", "wrong alarm"):
            bad.append(f"{form} {faults} {seed}: {outcome.verdict}: {outcome.told}")

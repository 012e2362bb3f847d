"""The rows of the tables that go from room to room: their columns, and the type of what stands in each.

pandas learns the columns of a table when it reads one. Here they stand for whoever reads a module, and for mypy.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Iterator
from typing import Any, NamedTuple, TypeVar, cast

import pandas as pd

Row = TypeVar("Row")


def rows_of(table: pd.DataFrame, kind: type[Row]) -> Iterator[Row]:
    """The rows of a table, each with its columns as attributes: those of ``kind``, and whatever else the table has."""
    made: Any = cast("Any", namedtuple)("Row", ["Index", *map(str, table.columns)], rename=True)
    columns = [table.index.tolist(), *(column.tolist() for _, column in table.items())]  # lists are walked far sooner than columns
    return cast("Iterator[Row]", map(made._make, zip(*columns, strict=True)))


def columns_of_rows(kind: type) -> list[str]:
    """The columns of a table whose rows are of a kind, in their order."""
    return list(kind.__annotations__)


class Area:
    """A row of areas.csv: an area and its life."""

    area_code: str
    valid_from: str
    valid_to: str
    name: str
    kind: str
    level: str
    parent_code: str
    aliases: str


class Norm:
    """A row of norms.csv, of whatever layer, with where it stands."""

    norm: str
    label: str
    value: str
    unit_of_measure: str
    valid_from: str
    valid_to: str
    counted_from: str
    scope: str
    legal_basis: str
    verified: str
    follows: str
    other_value: str
    other_from: str
    file: str
    row: int
    layer: int


class Coefficient:
    """A row of coefficients.csv: what multiplies a norm for a group and some ages."""

    group: str
    age_from: str
    age_to: str
    coefficient: str
    per_child: str
    norm: str
    valid_from: str
    valid_to: str
    scope: str
    legal_basis: str
    verified: str


class FormEntry:
    """A row of forms.csv: a form as it is laid out from a day on."""

    form: str
    code: str
    label: str
    sender: str
    required: str
    valid_from: str
    sheet_names: str
    title: str
    tells: str
    dated_by: str
    section: str


class ColumnEntry:
    """A row of columns.csv: a column of a form."""

    form: str
    column: str
    label: str
    group_label: str
    synonyms: str
    kind: str
    unit_of_measure: str
    personal: str
    required: str
    help: str
    printed: str
    at_year_end: str


class ColumnRule:
    """A row of rules.csv: what else must hold of a column, ``of`` which others of its row."""

    form: str
    column: str
    rule: str
    of: str


class ColumnAsked:
    """A row of asked.csv: what a blank form calls a column."""

    form: str
    column: str
    asked_as: str


class CategoryEntry:
    """A row of categories.csv: a value of a column of categories."""

    form: str
    column: str
    code: str
    label: str
    synonyms: str
    legal_basis: str
    verified: str


class MeasureWords:
    """A row of measures.csv: what may be written behind a number for a measure."""

    unit_of_measure: str
    words: str


class Succession:
    """A row of successions.csv: what became of an area."""

    old_code: str
    old_valid_from: str
    new_code: str
    new_valid_from: str
    share: str
    legal_basis: str


class SizeRule:
    """A row of sizes.csv: by how much a number may differ from what it is held against."""

    against: str
    of: str
    most: str
    least: str


class Observation(NamedTuple):
    """A row of the observations: what was counted, added up or read for an item, of which cells."""

    item: str
    area_code: str
    period: str
    category: str
    value: float
    text: str
    status: str
    file: str
    sheet: str
    cells: str
    range: str
    condition: str
    rows: str


class IndicatorValue:
    """A row of the indicators: the value of one in an area."""

    indicator: str
    area_code: str
    period: str
    value: float
    text: str
    printed: str
    status: str


class Came:
    """A row of the coverage: a form that came in a file, its rows, and what of them no indicator uses."""

    file: str
    area_code: str
    area: str
    form: str
    sheet: str
    rows: int
    unused_rows: int
    unused_amount: float
    sha256: str


class FindingRow:
    """A row of the findings."""

    severity: str
    check: str
    area_code: str
    file: str
    sheet: str
    cell: str
    found: str
    expected: str
    used: str
    message: str
    remedy: str


class Checked:
    """A row of the checks that were made: both sides, what each is counted in, and the result."""

    check: str
    title: str
    left: str
    right: str
    result: str
    note: str
    area_code: str
    measure: str
    other_measure: str


class Cited:
    """A row of the citations: a number that the report prints, and where."""

    position: int
    section: str
    indicator: str
    printed: str

"""Tables that go from room to room have the columns that ``ctxh.frames`` says, and of their types."""

from typing import get_type_hints

import pytest

from ctxh import frames
from ctxh.reference.areas import load_areas
from ctxh.reference.norms import load_coefficients, load_norms
from ctxh.reference.tables import read_reference
from small_sheets import REFERENCE

BOOK = REFERENCE / "book"
READ = {
    frames.Area: lambda: load_areas(REFERENCE),
    frames.Norm: lambda: load_norms(REFERENCE),
    frames.Coefficient: lambda: load_coefficients(REFERENCE),
    frames.FormEntry: lambda: read_reference(BOOK / "forms.csv"),
    frames.ColumnEntry: lambda: read_reference(BOOK / "columns.csv"),
    frames.ColumnRule: lambda: read_reference(BOOK / "rules.csv"),
    frames.ColumnAsked: lambda: read_reference(BOOK / "asked.csv"),
    frames.CategoryEntry: lambda: read_reference(BOOK / "categories.csv"),
    frames.MeasureWords: lambda: read_reference(BOOK / "measures.csv"),
}


MADE = {
    frames.Observation: lambda edition: edition.observed.observations,
    frames.Came: lambda edition: edition.observed.coverage,
    frames.IndicatorValue: lambda edition: edition.computed.indicators,
    frames.FindingRow: lambda edition: edition.verdicts.findings,
    frames.Checked: lambda edition: edition.verdicts.checks,
}


def types_of(table) -> dict[str, set[str]]:
    """The types of the values of each column; of numbers that may be missing or whole in some rows that of a number."""
    return {str(name): {type(value).__name__ for value in values.tolist()} for name, values in table.items()}


@pytest.mark.parametrize("kind", MADE, ids=lambda kind: kind.__name__)
def test_tables_that_go_from_room_to_room_are_what_is_said_of_them(kind, edition_2024):
    assert {name: {of.__name__} for name, of in get_type_hints(kind).items()} == types_of(MADE[kind](edition_2024))


@pytest.mark.parametrize("kind", READ, ids=lambda kind: kind.__name__)
def test_rows_are_what_is_said_of_them(kind):
    table = READ[kind]()
    rows = list(frames.rows_of(table, kind))
    said = {name: {of.__name__} for name, of in get_type_hints(kind).items()}

    assert said == {name: {type(getattr(row, name)).__name__ for row in rows} for name in said}

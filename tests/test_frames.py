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


@pytest.mark.parametrize("kind", READ, ids=lambda kind: kind.__name__)
def test_rows_are_what_is_said_of_them(kind):
    table = READ[kind]()
    rows = list(frames.rows_of(table, kind))
    said = {name: {of.__name__} for name, of in get_type_hints(kind).items()}

    assert said == {name: {type(getattr(row, name)).__name__ for row in rows} for name in said}

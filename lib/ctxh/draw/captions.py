"""The words round a drawing: alt text computed from what is drawn, notes and sources."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypedDict

import pandas as pd

from ctxh.book.layouts import LISTED, forms_telling
from ctxh.book.quantities import HIDDEN_NOTE, HIDDEN_SIGN
from ctxh.compute.computed import Computed
from ctxh.compute.selections import UNKNOWN, late_note, missing_areas, notice, printed_number
from ctxh.reference.places import PUBLIC


def labelled(rows: pd.DataFrame, decimals: int = 0, missing: str = UNKNOWN) -> pd.DataFrame:
    """What bars are drawn from, of rows whose first column is a label and whose second a number: label, value, printed, accent."""
    values = rows.iloc[:, 1].to_numpy(dtype=float)
    printed = [printed_number(value, decimals, missing) for value in values]
    return pd.DataFrame({"label": rows.iloc[:, 0].to_numpy(), "value": values, "printed": printed, "accent": True})


def source(computed: Computed, *forms: str) -> str:
    """Where the numbers of a figure come from: the forms, by their codes."""
    return "Biểu " + ", ".join(computed.layouts[form].code for form in forms)


def hidden_note(computed: Computed, values: pd.Series | pd.DataFrame) -> str:
    """What a figure says of the numbers that it hides; nothing where it hides none."""
    return HIDDEN_NOTE if computed.request.audience == PUBLIC and bool(values.isna().to_numpy().any()) else ""


class Note(TypedDict):
    """What ``publish`` takes: words under a figure, and whether its values are not official."""

    note: str
    illustrative: bool


def note(computed: Computed, *sentences: str, breakdown: bool = True, forms: tuple[str, ...] = ()) -> Note:
    """A figure's ``note`` and whether it is ``illustrative``, as ``publish`` takes them.

    The note has the figure's own sentences, the areas whose part is missing, what is illustrative.
    """
    gone = missing_areas(computed, list(forms))
    missing = f"Chưa có số liệu của: {', '.join(gone)}." if gone else ""
    illustrative = notice(computed, breakdown)
    hatched = "Nét gạch chéo, viền đứt, điểm rỗng là số liệu minh họa." if illustrative else ""
    late = late_note(computed) if set(forms_telling(computed.layouts, LISTED)) & set(forms) else ""
    return Note(note=" ".join(filter(None, (*sentences, missing, late, hatched, illustrative))), illustrative=bool(illustrative))


def extremes(table: pd.DataFrame, measure: str = "") -> str:
    """The largest and smallest of the rows ``label, value, printed`` in words; of those that are not hidden, where some are."""
    known = table.dropna(subset=["value"])
    hides = bool((table["printed"] == HIDDEN_SIGN).any())
    if known.empty:
        return "Không công bố riêng." if hides else "Chưa có số liệu."
    most, least = (known.iloc[int(find())] for find in (known["value"].argmax, known["value"].argmin))
    if most["value"] == least["value"]:
        return f"Giá trị: {_entry(most, measure)}." if len(known) == 1 else f"Các giá trị bằng nhau: {_amount(most, measure)}."
    return f"{'Trong các số được công bố, lớn nhất' if hides else 'Lớn nhất'}: {_entry(most, measure)}; nhỏ nhất: {_entry(least, measure)}."


def listing(table: pd.DataFrame, measure: str = "") -> str:
    """Every row of ``label, printed`` in words, for figures of a few rows."""
    return "; ".join(_entry(row, measure) for _, row in table.iterrows()) + "."


def total(values: Iterable[float], measure: str, decimals: int = 0) -> str:
    """The sum of what is drawn, in words; nothing when nothing is known."""
    known = pd.Series(values, dtype=float).dropna()
    return f"Tổng cộng {printed_number(known.sum(), decimals)} {measure}. " if len(known) else ""


def _entry(row: pd.Series, measure: str) -> str:
    return f"{str(row['label']).replace(chr(10), ' ')} – {_amount(row, measure)}"


def _amount(row: pd.Series, measure: str) -> str:
    return (
        f"{row['printed']} {measure}".strip() if row["value"] == row["value"] else HIDDEN_SIGN if row["printed"] == HIDDEN_SIGN else UNKNOWN
    )

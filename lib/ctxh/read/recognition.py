"""The forms of sheets whose names say none: each by a header and words that only one form has."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from ctxh.book.categories import Categories
from ctxh.book.layouts import LISTS_SHEET, Layout
from ctxh.read.child_reader import Sheet
from ctxh.read.placement import Placed, form_of, found_columns, twins
from ctxh.vietnamese import header_key, marked_key

_TELLING = 4  # so many columns of a form under one header are no chance
_KNOWN = 0.5  # of the words of a required column of categories, from which on they are the form's
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
_EMPTY = ("", None)


def recognised(
    sheets: Sequence[Sheet], layouts: Mapping[str, Layout], sent: Collection[str], categories: Categories, area_code: str, year: int
) -> dict[str, Layout]:
    """The forms, of those that are ``sent``, of sheets whose names say none, by these names.

    Such a sheet is of the form whose required columns it has, with words of its categories, where no other form could be meant, no
    other sheet is of it and its name says no other year; of the first, where all that it may be stand on it side by side. Several
    sheets are of one form where each is called as a village, and all that are called so.
    """
    present = {layout.form for sheet in sheets if (layout := form_of(sheet, layouts))}
    alike: dict[str, list[str]] = {}
    strange = [sheet for sheet in sheets if form_of(sheet, layouts) is None]
    for sheet in (sheet for sheet in strange if _may_hold(sheet, layouts, year)):
        forms = _forms_by_header(sheet, [layouts[form] for form in sent], categories, area_code)
        beside = {layout.form for layout in twins(sheet, forms[0], layouts, present)} if len(forms) > 1 else set()
        if forms and forms[0].form not in present and {layout.form for layout in forms[1:]} == beside:
            alike.setdefault(forms[0].form, []).append(sheet.name)
    return {name: layouts[form] for form, names in alike.items() if _alone(layouts[form], names, strange) for name in names}


def _alone(layout: Layout, names: Sequence[str], strange: Sequence[Sheet]) -> bool:
    """Whether sheets of one form are one, or those of villages, each of another one, and of all that are called so."""
    villages = {marked_key(sheet.name) for sheet in strange if layout.row_words.names_village(sheet.name)}
    return {*map(marked_key, names)} == villages or (len(names) == 1 and not villages)


def _may_hold(sheet: Sheet, layouts: Mapping[str, Layout], year: int) -> bool:
    """Whether a sheet may be of a form that its name does not say: it begins with the name of none, and says no other year."""
    key, years = header_key(sheet.name.replace("_", " ")), _YEAR.findall(sheet.name)
    named = (header_key(name) for layout in layouts.values() for name in (layout.code, *layout.sheet_names, LISTS_SHEET))
    return not any(f"{key} ".startswith(f"{name} ") for name in named) and (not years or str(year) in years)


def _forms_by_header(sheet: Sheet, layouts: Sequence[Layout], categories: Categories, area_code: str) -> list[Layout]:
    """The forms that a sheet may be by its header and the words of its categories: those that explain most of it, if any the titled."""
    placed = [one for layout in layouts if _whole(one := found_columns(sheet, layout)) and _has_words(one, categories, area_code)]
    most = max((_explained(one) for one in placed), default=0)
    best = [one for one in placed if _explained(one) == most]
    titled = [one for one in best if _titled(one)]
    return [one.layout for one in titled or best]


def _explained(placed: Placed) -> int:
    return len(placed.columns) + len(placed.others)


def _whole(placed: Placed) -> bool:
    """Whether all that a form must have is there, none of it twice, with rows below."""
    required = placed.layout.needed
    if not required <= placed.columns.keys() or required & placed.rivals.keys() or placed.unclear:
        return False
    rows = placed.sheet.rows[placed.first_row :]
    filled = any(sum(row[index] not in _EMPTY for index in placed.columns.values()) > 1 for row in rows)
    return filled and len(placed.columns) >= min(_TELLING, len(placed.layout.columns))


def _has_words(placed: Placed, categories: Categories, area_code: str) -> bool:
    """Whether most cells of each required column of categories say words of it."""
    for column in (c for c in placed.layout.columns if c.column in placed.layout.needed and c.kind == "category"):
        known = categories.codes_by_word(placed.layout.form, column.column, area_code)
        cells = [row[placed.columns[column.column]] for row in placed.sheet.rows[placed.first_row :]]
        words = [header_key(value) for value in cells if isinstance(value, str) and value.strip()]
        if sum(word in known for word in words) < _KNOWN * len(words) or not words:
            return False
    return True


def _titled(placed: Placed) -> bool:
    """Whether a line above the header, or the sheet's name, says what the form is called."""
    sheet, layout = placed.sheet, placed.layout
    above = [header_key(value) for row in sheet.rows[: placed.first_row - 1] for value in row if isinstance(value, str)]
    called = {header_key(layout.title), header_key(layout.label)} - {""}
    return any(f" {name} " in f" {line} " for line in (*above, header_key(sheet.name)) for name in called)

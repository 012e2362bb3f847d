"""Rows chosen from the tables of an edition, as figures and tables want them.

Sums here are sums of parts that are all counts or amounts; a part that is missing stays out of
the sum and is named by ``missing_areas``, because missing is not zero.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import date

import pandas as pd

from ctxh.book import Indicator
from ctxh.book.layouts import LISTED, forms_telling
from ctxh.book.quantities import HIDDEN, HIDDEN_SIGN, MISSING, MISSING_SIGN
from ctxh.book.request import items_behind
from ctxh.compute.computed import Computed
from ctxh.observe.restate import ESTIMATED
from ctxh.reference.period_names import spoken
from ctxh.reference.places import PUBLIC
from ctxh.vietnamese import format_date, format_number

MISSING_CELL = "–"
UNKNOWN = "chưa có số liệu"


def category_label(computed: Computed, form: str, column: str, code: str) -> str:
    """The Vietnamese label of a category code, or words saying that the code is not known."""
    known = computed.categories.all(form, column)
    return known.get(code, f"Không rõ ({code})" if code else "Không rõ")


def absent_documents(computed: Computed, entries: Iterable[Indicator]) -> set[str]:
    """The indicators among some that tell of documents of which the register (B10) has nothing."""
    keys = {
        entry.id: dict(computed.book.items[item].where).get("cite_key")
        for entry in entries
        for item in items_behind(computed.book, entry.id)[:1]
    }
    printed = computed.printed_values
    known = {key for name, key in keys.items() if printed.get((name, computed.area_code), ("",))[0] not in ("", MISSING_SIGN)}
    return {name for name, key in keys.items() if key and key not in known}


def area_names(computed: Computed) -> pd.Series:
    """The names of the areas, by area code, in their order; what is estimated says so."""
    table = computed.indicators
    estimated = set(map(str, table["area_code"].to_numpy()[table["status"].to_numpy() == "estimated"]))
    rows = zip(area_order(computed.areas), computed.areas["name"], strict=True)
    named = {code: f"{name} ({ESTIMATED})" if code in estimated and ESTIMATED not in name else name for code, name in rows}
    return pd.Series(list(named.values()), pd.Index(list(named), name="area_code"), name="name", dtype=object)


def area_order(areas: pd.DataFrame) -> list[str]:
    """The codes of the areas in the order in which offices list them.

    This alone decides the order of areas in tables, figures and notes: that of ``areas.csv``, which is the official
    list of administrative areas (Danh mục đơn vị hành chính: the town first, then communes by their codes; villages
    by number). Decrees and yearbooks have it, so whoever compares two lists finds an area at the same place.
    """
    return areas["area_code"].astype(str).tolist()


def in_order(areas: pd.DataFrame, codes: Iterable[str]) -> list[str]:
    """Area codes in the order of areas; those of no area, such as the office's own, last."""
    places = {code: place for place, code in enumerate(area_order(areas))}
    return sorted(codes, key=lambda code: places.get(code, len(places)))


def office_values(computed: Computed, indicators: list[str]) -> pd.Series:
    """The whole office's values of some indicators, in their order; not a number where there is none."""
    return _values(computed, [computed.area_code], indicators).iloc[0]


def area_values(computed: Computed, indicators: list[str]) -> pd.DataFrame:
    """A row an area in their order, a column an indicator."""
    return _values(computed, list(area_names(computed).index), indicators)


def category_sums(computed: Computed, item: str) -> pd.Series:
    """The sum over areas of an item, by its category; nothing of one that a public edition hides."""
    hidden = hidden_cells(computed, item)
    gone = hidden.loc[hidden["area_code"] == computed.area_code, "category"]
    sums = pd.Series(_of_item(computed, item).groupby("category")["value"].sum(min_count=1))
    return sums.mask(sums.index.isin(gone))


def month_sums(computed: Computed, item: str) -> pd.DataFrame:
    """The sum over areas of an item: a row a month of the period, ``2024-01`` to ``2024-12``, a column a category."""
    rows = _of_item(computed, item)
    table = rows.groupby(["period", "category"])["value"].sum(min_count=1).unstack("category")
    return table.reindex(computed.period.months).astype(float)


def area_category_sums(computed: Computed, item: str) -> pd.DataFrame:
    """A row an area in their order, a column a category of an item.

    An area with a list that holds nobody of a category has zero of it; one without a list has nothing.
    """
    rows = _of_item(computed, item)
    table = rows.groupby(["area_code", "category"])["value"].sum(min_count=1).unstack("category")
    sent = table.notna().any(axis=1)
    table = table.mask(table.isna() & sent.to_numpy()[:, None], 0.0)
    for row in hidden_cells(computed, item).itertuples():
        table.loc[row.area_code, row.category] = math.nan
    return table.reindex(area_names(computed).index).astype(float)


def missing_areas(computed: Computed, forms: list[str]) -> list[str]:
    """The names of the areas that did not send one of the forms that areas send, in their order."""
    sent = _sent(computed)
    asked = [form for form in forms if computed.layouts[form].sender != "desk"]
    names = area_names(computed.as_reported)
    return [name for code, name in names.items() if not all(code in sent.get(form, ()) for form in asked)]


def printed_number(value: float, decimals: int = 0, missing: str = MISSING_CELL) -> str:
    """A number as printed, or a dash when there is none."""
    return missing if value is None or math.isnan(value) else format_number(value, decimals)


def sign_unknown(computed: Computed, usual: str = UNKNOWN) -> str:
    """What stands for a number that is not there: of a public edition the sign of what is hidden, whatever the reason."""
    return HIDDEN_SIGN if computed.request.audience == PUBLIC else usual


def hidden_cells(computed: Computed, item: str) -> pd.DataFrame:
    """The observations of an item that a public edition hides."""
    rows = _of_item(computed, item)
    return rows[rows["status"] == HIDDEN.status]


def notice(computed: Computed, breakdown: bool) -> str:
    """What must be said of the data: areas that are missing, and what is illustrative, the year or its breakdown.

    The office says so in ``office.toml``, under ``illustrative``: for which years, and in which words.
    A part of a year is a sum of months, so it is as illustrative as they are.
    """
    illustrative = computed.request.illustrative
    notes = [boundaries_note(computed)] if breakdown else []
    breakdown_only = computed.year in illustrative.breakdown_years
    if computed.year in illustrative.years or (breakdown_only and not computed.period.whole):
        notes.append(illustrative.year_note.format(year=computed.year, period=computed.period.words))
    elif breakdown and breakdown_only:
        notes.append(illustrative.breakdown_note.format(year=computed.year, period=computed.period.words))
    return " ".join(filter(None, [absent_note(computed), *notes]))


def year_notice(computed: Computed, year: int) -> str:
    """What must be said beside figures of another year, when the office says that they are illustrative; else nothing."""
    own = computed.request.illustrative
    return own.year_note.format(year=year, period=spoken(computed.period.name, year)) if year in own.years else ""


def late_note(computed: Computed) -> str:
    """A word on lists that were drawn up after the period; nothing when they are those of the period."""
    until = computed.listed_until
    return f"Theo danh sách lập đến tháng {until[5:]}/{until[:4]}, sau kỳ báo cáo." if until else ""


def of_a_stock(computed: Computed, indicator: str) -> bool:
    """Whether an indicator counts who there is when a list is drawn up, and not what happened in the period."""
    lists = forms_telling(computed.layouts, LISTED)
    return any(computed.book.items[item].form in lists for item in items_behind(computed.book, indicator))


def absent_note(computed: Computed) -> str:
    """How many of the areas the figures cover and which are missing, of single forms and columns too; nothing when all have sent."""
    own = computed.as_reported
    sent, names = _sent(computed), dict(area_names(own))
    came = set().union(*sent.values())
    absent = [name for code, name in names.items() if code not in came]
    whole = f"Số liệu của {len(names) - len(absent)}/{len(names)} đơn vị; thiếu: {', '.join(absent)}." if absent else ""
    forms = _absent_forms(own, sent, {code: name for code, name in names.items() if code in came}, len(names))
    return " ".join(filter(None, [whole, *forms, *_absent_columns(own, names)]))


def _sent(computed: Computed) -> dict[str, set[str]]:
    """The codes of the areas that sent each form."""
    sent: dict[str, set[str]] = {}
    for form, code in zip(*(computed.coverage[name].to_numpy() for name in ("form", "area_code")), strict=True):
        sent.setdefault(form, set()).add(str(code))
    return sent


def _absent_forms(own: Computed, sent: dict[str, set[str]], names: dict[str, str], count: int) -> list[str]:
    """A word on each form that some of the areas did not send, though they sent others; ``count`` areas owe it."""
    owed = [layout for layout in own.layouts.values() if layout.required and layout.sender != "desk"]
    gone = {layout.code: [name for code, name in names.items() if code not in sent.get(layout.form, ())] for layout in owed}
    return [
        f"Biểu {code}: {len(names) - len(absent)}/{count} đơn vị; thiếu: {', '.join(absent)}." for code, absent in gone.items() if absent
    ]


def _absent_columns(own: Computed, names: dict[str, str]) -> list[str]:
    """A word on each form that some areas keep without a column, as absent.csv says: what needs it is not known."""
    table, areas = own.observations, dict[str, dict[str, str]]()
    gone = table[table["status"].to_numpy() == MISSING.status]
    for item, code in zip(gone["item"], gone["area_code"].astype(str), strict=True):
        areas.setdefault(own.book.items[item].form, {})[code] = names.get(code, code)
    found = []
    for layout, codes in ((own.layouts[form], codes) for form, codes in areas.items()):
        columns = {column for column, sender in layout.absent if sender in ("", *codes)}
        labels = ", ".join(f"«{column.label}»" for column in layout.columns if column.column in columns)
        who = ", ".join(codes.values()) if len(codes) < len(names) else "mọi đơn vị"
        found.append(f"Biểu {layout.code} của {who} không có cột {labels or 'phải có'}: số liệu cần cột ấy chưa tính được.")
    return found


def boundaries_note(computed: Computed) -> str:
    """On the boundaries of which date the areas are shown; nothing when they are as they reported."""
    day = computed.request.boundaries
    return f"Chia theo địa giới ngày {format_date(date.fromisoformat(day))}." if day else ""


def _values(computed: Computed, areas: list[str], indicators: list[str]) -> pd.DataFrame:
    rows = computed.indicators
    rows = rows[rows["indicator"].isin(indicators).to_numpy()]
    known = {(str(code), name): value for code, name, value in zip(rows["area_code"], rows["indicator"], rows["value"], strict=True)}
    cells = [[known.get((code, name), math.nan) for name in indicators] for code in areas]
    return pd.DataFrame(cells, pd.Index(areas, name="area_code"), pd.Index(indicators, name="indicator"), dtype=float)


def _of_item(computed: Computed, item: str) -> pd.DataFrame:
    rows = computed.observations
    chosen = rows[rows["item"].to_numpy() == item].astype({"area_code": str})
    named: pd.DataFrame = chosen.assign(category=chosen["category"].fillna("").astype(str))
    return named

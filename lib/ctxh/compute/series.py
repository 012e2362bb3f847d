"""Some indicators over the years, and the days on which a series breaks."""

from __future__ import annotations

from datetime import date

import pandas as pd

from ctxh.book.definitions import INDICATORS, ITEMS, items_behind
from ctxh.compute.indicators import compute
from ctxh.errors import WrongUsage
from ctxh.observe import intake
from ctxh.reference.areas import full_name
from ctxh.reference.norms import counted, has_norm, norm_on
from ctxh.reference.tables import read_reference
from ctxh.vietnamese import under_province

TREND = (
    "poor_households_rate",
    "near_poor_households_rate",
    "btxh_total_spending",
    "decisions_total",
    "bhyt_total",
    "tet_gifts_total_amount",
    "new_jobs",
    "enterprise_bhxh_rate",
)
BASE_NORMS = {"social_assistance_base": "assistance", "social_pension_level": "assistance", "merit_base": "merit"}
REARRANGED = {
    "village": "Sắp xếp thôn, khu dân cư",
    **{level: f"Sắp xếp đơn vị hành chính cấp {word}" for level, word in (("commune", "xã"), ("district", "huyện"), ("province", "tỉnh"))},
}
BREAKS = ["date", "label", "fields", "legal_basis"]


def check_since(since: int, years: list[int]) -> None:
    """Nothing, when a series can begin in a year. Raises WrongUsage saying which years there are."""
    if since and not years[0] <= since <= years[-1]:
        raise WrongUsage(
            f"Tham số «since» phải là một năm từ {years[0]} đến {years[-1]}, không phải {since}. Số 0 là lấy mọi năm có số liệu."
        )


def before(edition) -> dict[int, pd.DataFrame]:
    """The trend's indicators of each earlier year from the edition's ``since`` on, and of the last one always, by area too."""
    last = edition.year - 1
    earlier = [edition.earlier(year) for year in edition.years() if min(edition.since, last) <= year <= last]
    items = {name: ITEMS[name] for indicator in TREND for name in items_behind(indicator)}
    observed = zip(earlier, intake.observed(earlier, list(items.values())), strict=True) if earlier else ()
    return {one.year: _computed(one, rows, one.year == last) for one, rows in observed}


def _computed(edition, observed: pd.DataFrame, by_area: bool) -> pd.DataFrame:
    codes = list(edition.reported_areas["area_code"]) if by_area else []
    return compute(observed, edition.norms, edition.year, edition.area_code, codes, edition.period.last)


def last_year(edition) -> dict[tuple[str, str], float]:
    """The counts and amounts of the trend a year before, by indicator and area; nothing where there is no such year."""
    table = edition.before.get(edition.year - 1)
    if table is None:
        return {}
    added = [name for name in TREND if INDICATORS[name].by_area and INDICATORS[name].notation != "percent"]
    rows = table[table["indicator"].isin(added) & (table["area_code"] != edition.area_code)]
    return {(row.indicator, row.area_code): row.value for row in rows.itertuples()}


def series(edition) -> pd.DataFrame:
    """Some indicators over the years that have data, from the edition's ``since`` on."""
    tables = edition.before | {edition.year: edition.indicators()}
    shown = [_trend_of(edition, year, table) for year, table in tables.items() if edition.since <= year]
    return pd.concat(shown, ignore_index=True)


def _trend_of(edition, year: int, table: pd.DataFrame) -> pd.DataFrame:
    rows = table[table["indicator"].isin(TREND) & (table["area_code"] == edition.area_code)]
    illustrative = year in edition.office.get("illustrative", {}).get("years", [])
    return rows[["indicator", "value", "status"]].assign(year=year, illustrative=illustrative)


def breaks(edition) -> pd.DataFrame:
    """The days on which a series of the office breaks: columns date (ISO), label, fields, legal_basis.

    New base norms and new boundaries follow from their tables; the rest is in breaks.csv.
    ``fields`` are those of the report, with ``|`` between; empty means all of them.
    """
    first, last = f"{edition.since or min(edition.years())}-01-01", f"{edition.year}-12-31"
    listed = read_reference(edition.reference / "breaks.csv")
    rows = pd.concat([_norm_breaks(edition.norms), _area_breaks(edition), listed])[BREAKS].drop_duplicates()
    rows = rows[(rows["date"] > first) & (rows["date"] <= last)]
    return rows.groupby("date", as_index=False).agg(
        label=("label", _listed), fields=("fields", _joined), legal_basis=("legal_basis", _listed)
    )


def _norm_breaks(norms: pd.DataFrame) -> pd.DataFrame:
    """The days from which what is due is counted by another base."""
    made = [row for norm, field in BASE_NORMS.items() for row in _turns(norms, norm, field)]
    return pd.DataFrame(made, columns=BREAKS)


def _turns(norms: pd.DataFrame, norm: str, field: str) -> list[tuple[str, str, str, str]]:
    lives, found, value = counted(norms[norms["norm"] == norm]), [], None
    for day in sorted({*lives["valid_from"], *lives["valid_to"]} - {""}):
        if has_norm(lives, norm, date.fromisoformat(day)):
            row = norm_on(lives, norm, date.fromisoformat(day))
            if value not in (None, row["value"]):
                found.append((day, f"{row['label']} mới", field, row["legal_basis"]))
            value = row["value"]
    return found


def _area_breaks(edition) -> pd.DataFrame:
    """The days on which the areas inside the office change, the area of the office itself, or one that it folds."""
    areas, links = edition.territory.areas, edition.territory.successions
    inside = areas[areas["parent_code"] == edition.area_code].merge(
        links, left_on=["area_code", "valid_from"], right_on=["old_code", "old_valid_from"]
    )
    own, folded = _beginnings(edition, [edition]), _beginnings(edition, edition.members)
    arranged = pd.concat([inside, folded])
    rearranged = (under_province(REARRANGED[level], edition.province_kind) for level in arranged["level"])
    labels = [*rearranged, *(f"Địa bàn {full_name(area)} thay đổi" for _, area in own.iterrows())]
    changes = pd.concat([arranged, own], ignore_index=True)
    return pd.DataFrame({"date": changes["new_valid_from"], "label": labels, "fields": "", "legal_basis": changes["legal_basis"]})


def _beginnings(edition, offices: list) -> pd.DataFrame:
    """What the own areas of some offices were made from, since the days that these began."""
    areas = edition.territory.areas
    begun = [(areas["area_code"] == one.area_code) & (areas["valid_from"] >= str(one.office.get("since", ""))) for one in offices]
    lives = pd.concat([areas[:0], *(areas[lived] for lived in begun)])
    return lives.merge(edition.territory.successions, left_on=["area_code", "valid_from"], right_on=["new_code", "new_valid_from"])


def _joined(fields: pd.Series) -> str:
    """All fields of several breaks on one day; empty as soon as one concerns all fields."""
    return "" if "" in set(fields) else "|".join(dict.fromkeys("|".join(fields).split("|")))


def _listed(words: pd.Series) -> str:
    return "; ".join(dict.fromkeys(word for word in words if word))

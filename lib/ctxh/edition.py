"""An edition: one office and one year, with every table that its documents are made of."""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd

from ctxh import places
from ctxh.areas import area_on, areas_within, full_name, load_areas
from ctxh.blocks import Figure
from ctxh.checks import run_checks
from ctxh.dated import last_day
from ctxh.definitions import FIELDS, ITEMS
from ctxh.errors import WrongUsage
from ctxh.findings import findings_table
from ctxh.indicators import compute
from ctxh.layouts import load_categories, load_layouts
from ctxh.norms import load_norms, norms_between
from ctxh.observe import observe
from ctxh.passports import items_behind
from ctxh.receive import COVERAGE, Expected, Received, receive

TREND = (
    "poor_households_rate", "near_poor_households_rate", "btxh_total_spending", "decisions_total", "bhyt_total",
    "tet_gifts_total_amount", "new_jobs", "enterprise_bhxh_rate",
)  # fmt: skip
BASE_NORMS = ("social_assistance_base", "merit_base")
_NUMBERS = ("value",)


def open_edition(office: str, year: int, published: bool = False) -> Edition:
    """The edition of an office and a year; its tables are made when they are first asked for.

    Inside a run the tables of earlier notebooks are read from the run's workspace. With
    ``published`` they are read from the published edition where there is one.
    Raises WrongUsage when the office or the year has no folder of data.
    """
    data = places.data_folder()
    if not (data / office / "office.toml").is_file():
        raise WrongUsage(f"Không có cơ quan «{office}» trong thư mục dữ liệu.")
    if not (data / office / str(year)).is_dir():
        raise WrongUsage(f"Cơ quan «{office}» không có dữ liệu năm {year}.")
    final = places.edition_folder(office, year)
    workspace = final if published and (final / "tables").is_dir() else places.workspace(office, year)
    reuse = workspace == final or bool(os.environ.get(places.WORKSPACE))
    return Edition(office, int(year), data, workspace, reuse)


def latest_edition(office: str) -> Edition:
    """The newest published edition of an office; where none is, the newest year that has data."""
    folders = [places.outputs_folder() / office, places.data_folder() / office]
    for folder in filter(Path.is_dir, folders):
        years = [int(f.name) for f in folder.iterdir() if f.is_dir() and f.name.isdigit()]
        if years:
            return open_edition(office, max(years), published=True)
    raise WrongUsage(f"Không có cơ quan «{office}» trong thư mục dữ liệu.")


@dataclass
class Edition:
    """One office and one year. Tables are columns as in the README of ``outputs``."""

    office_id: str
    year: int
    data: Path
    workspace: Path
    reuse: bool = False  # read tables that this run has saved already

    @cached_property
    def office(self) -> dict:
        """The settings of the office (office.toml)."""
        return tomllib.loads((self.data / self.office_id / "office.toml").read_text(encoding="utf-8"))

    @cached_property
    def reference(self) -> Path:
        """The folder of the reference tables."""
        return places.reference_folder(self.data)

    @cached_property
    def layouts(self):
        """The layouts of the forms in force at the end of the year."""
        return load_layouts(self.reference, last_day(self.year))

    @cached_property
    def categories(self):
        """The category values of the forms."""
        return load_categories(self.reference)

    @cached_property
    def norms(self) -> pd.DataFrame:
        """All norms."""
        return load_norms(self.reference)

    @cached_property
    def norms_used(self) -> pd.DataFrame:
        """The norms in force at any time of the year."""
        return norms_between(self.norms, last_day(self.year - 1), last_day(self.year))

    @property
    def area_code(self) -> str:
        """The code of the office's own area."""
        return self.office["area_code"]

    @cached_property
    def areas(self) -> pd.DataFrame:
        """The areas that report to the office, as they were when the year began."""
        return areas_within(load_areas(self.reference), self.area_code, last_day(self.year - 1))

    @cached_property
    def _names(self) -> dict[str, str]:
        own = area_on(load_areas(self.reference), self.area_code, last_day(self.year - 1))
        named = {row["area_code"]: full_name(row) for _, row in self.areas.iterrows()}
        return named | {self.area_code: full_name(own)}

    def area_name(self, area_code: str) -> str:
        """The kind and name of an area: ``xã Kim Xuyên``."""
        return self._names.get(area_code, area_code)

    @property
    def labels(self) -> dict[str, str]:
        """Category labels by code, of all forms together."""
        return {code: label for column in self.categories.labels.values() for code, label in column.items()}

    @cached_property
    def breaks(self) -> pd.DataFrame:
        """The days on which a series breaks, new base norms and new boundaries: columns date (ISO), label."""
        first, last = f"{min(self.years())}-01-01", f"{self.year}-12-31"
        bases = self.norms[self.norms["norm"].isin(BASE_NORMS)]
        norms = bases.assign(date=bases["valid_from"], label=bases["label"] + " mới")
        inside = load_areas(self.reference).query("parent_code == @self.area_code")
        areas = inside.assign(date=inside["valid_from"], label="Sắp xếp đơn vị hành chính cấp xã")
        rows = pd.concat([norms, areas])[["date", "label"]].drop_duplicates()
        rows = rows[(rows["date"] > first) & (rows["date"] <= last)]
        return rows.groupby("date", as_index=False)["label"].agg("; ".join)

    @property
    def fields(self) -> dict[str, str]:
        """The fields of the report in their order, with their labels."""
        return FIELDS

    @cached_property
    def received(self) -> Received:
        """The workbooks of the year, read and cleaned; person-level rows live only here."""
        return receive(self.data / self.office_id / str(self.year), self._expected())

    def _expected(self) -> Expected:
        return Expected(self.year, self.area_code, self._names[self.area_code], self.areas, self.layouts, self.categories)

    def observations(self) -> pd.DataFrame:
        """Observations with the cells they came from; columns as ``observe.COLUMNS``."""
        return self._table("observations", lambda: observe(self.received.records, list(ITEMS.values()), self.year))

    def indicators(self) -> pd.DataFrame:
        """Indicators of the office and of each area; columns as ``indicators.COLUMNS``."""
        codes = list(self.areas["area_code"])
        return self._table(
            "indicators", lambda: compute(self.observations(), self.norms, self.year, self.area_code, codes)
        )

    def coverage(self) -> pd.DataFrame:
        """One row a form and file: columns file, area_code, area, form, sheet, rows, sha256."""
        return self._table("coverage", lambda: pd.DataFrame(self.received.coverage, columns=COVERAGE))

    def reading_findings(self) -> pd.DataFrame:
        """Findings of reading and cleaning alone."""
        return self._table("reading_findings", lambda: findings_table(self.received.findings))

    def checks(self) -> pd.DataFrame:
        """The checks with both sides and the result; columns as ``checks.COLUMNS``."""
        return self._table("checks", lambda: self._checked[0])

    def findings(self) -> pd.DataFrame:
        """All findings, of reading and of the checks, the gravest first."""
        return self._table("findings", self._all_findings)

    @cached_property
    def _checked(self):
        return run_checks(self)

    def _all_findings(self) -> pd.DataFrame:
        return findings_table(self.reading_findings().to_dict("records") + self._checked[1])

    def series(self, first_year: int | None = None) -> pd.DataFrame:
        """Some indicators over the years that have data.

        Columns: indicator, year, value, status, illustrative (whether the year's data are).
        """
        first = first_year or min(self.years())
        return self._table("series", lambda: self._series(first))

    def years(self) -> list[int]:
        """The years up to this one for which the office has a folder of workbooks."""
        folders = (self.data / self.office_id).iterdir()
        return sorted(int(f.name) for f in folders if f.is_dir() and f.name.isdigit() and int(f.name) <= self.year)

    def _series(self, first: int) -> pd.DataFrame:
        tables = [self._trend_of(year) for year in self.years() if first <= year]
        return pd.concat(tables, ignore_index=True)

    def _trend_of(self, year: int) -> pd.DataFrame:
        table = self.indicators() if year == self.year else self._prior_indicators(year)
        rows = table[table["indicator"].isin(TREND) & (table["area_code"] == self.area_code)]
        illustrative = year in self.office.get("illustrative", {}).get("years", [])
        return rows[["indicator", "value", "status"]].assign(year=year, illustrative=illustrative)

    def _prior_indicators(self, year: int) -> pd.DataFrame:
        """The trend's indicators of an earlier year, from only the forms that they need."""
        earlier = Edition(self.office_id, year, self.data, self.workspace)
        items = {name: ITEMS[name] for indicator in TREND for name in items_behind(indicator)}
        forms = {item.form for item in items.values()}
        received = receive(self.data / self.office_id / str(year), earlier._expected(), forms)
        observed = observe(received.records, list(items.values()), year)
        return compute(observed, self.norms, year, self.area_code, [])

    def printed(self, indicator: str) -> str:
        """An indicator of the whole office as the documents print it."""
        return self._office_values[indicator]["printed"]

    def value(self, indicator: str):
        """The number of an indicator for the whole office; None when it is missing."""
        value = self._office_values[indicator]["value"]
        return None if value != value else value

    def text(self, indicator: str) -> str:
        """The text or ISO date of an indicator for the whole office; empty for a number."""
        return self._office_values[indicator]["text"]

    def has(self, indicator: str) -> bool:
        """Whether an indicator is there and not zero."""
        row = self._office_values[indicator]
        return bool(row["text"]) or (row["value"] == row["value"] and row["value"] not in (None, 0))

    @cached_property
    def _office_values(self) -> dict[str, dict]:
        table = self.indicators()
        rows = table[table["area_code"] == self.area_code].to_dict("records")
        return {row["indicator"]: row for row in rows}

    def area_values(self, indicator: str) -> dict[str, tuple[float, str]]:
        """Value and printed value of an indicator by area code, without the whole."""
        return self._values_by_area.get(indicator, {})

    @cached_property
    def _values_by_area(self) -> dict[str, dict[str, tuple[float, str]]]:
        table = self.indicators()
        found: dict[str, dict[str, tuple[float, str]]] = {}
        columns = (table[name] for name in ("indicator", "area_code", "value", "printed"))
        for indicator, area_code, value, shown in zip(*columns, strict=True):
            if area_code != self.area_code:
                found.setdefault(indicator, {})[area_code] = (value, shown)
        return found

    def _table(self, name: str, make) -> pd.DataFrame:
        made = self.__dict__.setdefault("_made", {})
        if name not in made:
            path = self.workspace / "tables" / f"{name}.csv"
            made[name] = read_table(path) if self.reuse and path.is_file() else make()
        return made[name]

    def save(self, name: str, table: pd.DataFrame) -> pd.DataFrame:
        """The table, after it was written to the workspace as ``tables/NAME.csv``."""
        path = self.workspace / "tables" / f"{name}.csv"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(table.to_csv(index=False, lineterminator="\n"), encoding="utf-8", newline="")
        return table

    def save_figure(self, figure: Figure) -> Figure:
        """The figure, after it was written to the workspace as ``figures/ID.svg``."""
        path = self.workspace / "figures" / f"{figure.id}.svg"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(figure.svg, encoding="utf-8", newline="")
        return figure


def read_table(path: Path) -> pd.DataFrame:
    """A saved table: ``value`` as numbers, ``year`` and flags as such, all else as text."""
    table = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8")
    converted = {c: pd.to_numeric(table[c].replace("", None)) for c in _NUMBERS if c in table}
    if "year" in table:
        converted |= {"year": table["year"].astype(int), "illustrative": table["illustrative"] == "True"}
    return table.assign(**converted)

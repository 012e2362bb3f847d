"""Earlier years are read again when, and only when, something that their sums rest on has changed; what is kept of them is sums alone."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from ctxh.book.request import Request, read_request
from ctxh.observe import earlier_years
from ctxh.observe.earlier_years import earlier_items
from ctxh.observe.observations import COLUMNS
from ctxh.reference.places import Places, places_of

ROOT = Path(__file__).resolve().parents[1]
ITEM = "poor_households"


class Office:
    """An office with two earlier years, whose workbooks a stand-in reads: a row of one item a year, and a note of which years."""

    def __init__(self, folder: Path, monkeypatch) -> None:
        self.data, self.read = folder / "data", list[int]()
        shutil.copytree(ROOT / "data" / "reference", self.data / "reference")
        (self.data / "mau").mkdir()
        shutil.copy(ROOT / "data" / "kim-thanh" / "office.toml", self.data / "mau" / "office.toml")
        for year in (2022, 2023, 2024):
            self.write(f"mau/{year}/Xa.xlsx", "một bảng")
        self.places = Places(self.data, folder / "outputs", ROOT / "notebooks", kept=folder / "kept")
        (folder / "kept").mkdir()
        monkeypatch.setattr(earlier_years, "observed_items", self._observed)
        monkeypatch.setattr(earlier_years, "program_digest", lambda *_: "chương trình")  # of all its files, at each reading

    def write(self, name: str, text: str) -> None:
        path = self.data / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def add(self, name: str, text: str = "\n") -> None:
        self.write(name, (self.data / name).read_text(encoding="utf-8") + text if (self.data / name).is_file() else text)

    def _observed(self, requests, items) -> list[pd.DataFrame]:
        self.read += [request.year for request in requests]
        assert [0] * len(requests) == [len(request.norms) for request in requests], "a sum may rest on norms, which are not looked at"
        row = {"item": ITEM, "area_code": "10771", "text": "", "status": "observed", "file": "Xa.xlsx", "sheet": "B8a", "cells": "H9"}
        rows = [row | {"period": str(one.year), "value": 0.1 + 0.2} for one in requests]
        return [pd.DataFrame([{**dict.fromkeys(COLUMNS, ""), **row}])[COLUMNS] for row in rows]

    def years_read(self, **other: object) -> list[int]:
        """The years whose workbooks are read for a report of 2024, at once and a second time."""
        self.read.clear()
        asked = [replace(request, office_id="mau", places=replace(self.places, **other)) for request in before()]
        first, again = (earlier_items(asked, {ITEM: asked[0].book.items[ITEM]}) for _ in range(2))

        assert [frame.to_dict("records") for frame in first] == [frame.to_dict("records") for frame in again]
        assert [0.1 + 0.2] * 2 == [value for frame in again for value in frame["value"]]
        return list(self.read)


@cache
def before() -> list[Request]:
    """The requests of two years, read once: what they hold is not what a year is kept by."""
    return read_request("kim-thanh", 2024, places_of({})).of_years([2022, 2023])


@pytest.fixture
def office(tmp_path, monkeypatch) -> Office:
    """Such an office, whose earlier years were read once."""
    made = Office(tmp_path, monkeypatch)
    assert [2022, 2023] == made.years_read()
    return made


def test_what_was_read_once_is_not_read_again(office):
    assert [] == office.years_read()


def test_without_a_folder_to_keep_in_all_is_read(office):
    assert [2022, 2023, 2022, 2023] == office.years_read(kept=None)


CHANGES = {
    "a workbook of a year": ("mau/2023/Xa.xlsx", [2023]),
    "another workbook": ("mau/2022/Xa_B.xlsx", [2022]),
    "corrections of cells": ("mau/corrections.csv", [2022, 2023]),
    "the office's settings": ("mau/office.toml", [2022, 2023]),
    "areas": ("reference/areas.csv", [2022, 2023]),
    "words of headers": ("reference/book/header_words.csv", [2022, 2023]),
    "the year of the report": ("mau/2024/Xa.xlsx", []),
    "a norm": ("reference/norms.csv", []),
    "a coefficient": ("reference/coefficients.csv", []),
    "the wording": ("mau/text/01.md", []),
}


def test_a_change_has_just_the_years_read_that_rest_on_it(office):
    found = {}
    for change, (name, _) in CHANGES.items():
        office.add(name)
        found[change] = office.years_read()

    assert {change: years for change, (_, years) in CHANGES.items()} == found


@pytest.mark.parametrize("name", ["program_digest", "environment_digest"])
def test_another_program_or_environment_reads_all(office, monkeypatch, name):
    monkeypatch.setattr(earlier_years, name, lambda *_: "khác")

    assert [2022, 2023] == office.years_read()


DAMAGES = {
    "cut": lambda text: text[:-20],
    "another number": lambda text: text.replace("0.30000000000000004", "7"),
    "no json": lambda text: "{",
    "nothing": lambda text: "",
}


def test_what_is_damaged_is_dropped_and_read_again(office):
    file, found = office.places.kept / "earlier-2023.json", {}
    for damage, done_to in DAMAGES.items():
        file.write_text(done_to(file.read_text()))
        found[damage] = office.years_read()

    assert {damage: [2023] for damage in DAMAGES} == found


def test_sums_alone_are_kept_no_cell_and_no_text(office, monkeypatch):
    [*_, rows] = json.loads((office.places.kept / "earlier-2023.json").read_text())
    told = office._observed
    monkeypatch.setattr(earlier_years, "observed_items", lambda *of: [frame.assign(text="Mẫu Văn Thử") for frame in told(*of)])
    office.add("reference/areas.csv")
    office.years_read()

    assert [[ITEM, "10771", "2023", 0.1 + 0.2, "observed"]] == rows
    assert [2022, 2023, 2022, 2023] == office.read
    assert "Mẫu" not in "".join(path.read_text() for path in office.places.kept.iterdir())


def test_a_year_whose_edition_still_fits_is_taken_from_it(office, monkeypatch):
    tables = office.places.outputs / "mau/2023/tables"
    tables.mkdir(parents=True)
    row = dict.fromkeys(COLUMNS, "x") | {"item": ITEM, "area_code": "10771", "period": "2023", "value": 0.1 + 0.2, "status": "observed"}
    pd.DataFrame([row, row | {"item": "households", "value": 9}]).to_csv(tables / "observations.csv", index=False)
    monkeypatch.setattr(earlier_years, "is_current", lambda folder, request: folder.is_dir())
    office.add("reference/areas.csv")

    assert [2022] == office.years_read()

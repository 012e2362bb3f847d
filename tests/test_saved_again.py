"""A workbook that was saved again with the same values changes nothing; what reading takes of it decides, not its bytes."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from conftest import ROOT
from ctxh.observe import workbook_values
from ctxh.read.child_reader import read_workbooks
from ctxh.reference.inputs import digest
from ctxh.reference.values_read import BESIDE, keep_values, moved_names
from ctxh.run.saved_again import saved_again

NAME = "mau/2024/Xa_A_2024.xlsx"


def written(path: Path, change: Callable[[openpyxl.Workbook], object] = lambda book: None) -> None:
    """A workbook of one sheet at a path, with some change."""
    path.parent.mkdir(parents=True, exist_ok=True)
    book = openpyxl.Workbook()
    book.active.title = "B8a"
    for row in (["Thôn", "Số hộ", "Ngày"], ["Thôn Mẫu", 12, 45_000], ["Thôn Thử", 30.5, None]):
        book.active.append(row)
    book.active["C2"].number_format = "dd/mm/yyyy"
    book.active.merge_cells("A5:B5")
    change(book)
    book.save(path)


@pytest.fixture
def office(tmp_path) -> Path:
    """The data of an office, one workbook and a setting, whose edition was published by a run that read it."""
    written(tmp_path / "data" / NAME)
    (tmp_path / "data/mau/office.toml").write_text('name = "Mẫu"\n', encoding="utf-8")
    edition = tmp_path / "outputs/mau/2024"
    edition.mkdir(parents=True)
    manifest = {"parameters": {}, "inputs": inputs(tmp_path), "versions": {}, "outputs": {}}
    (edition / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    (edition.parent / BESIDE).mkdir(mode=0o700)
    keep_values(edition.parent / BESIDE, "2024", held(tmp_path / "data" / NAME))
    return tmp_path


def inputs(root: Path) -> dict[str, str]:
    return {path.relative_to(root / "data").as_posix(): digest(path) for path in (root / "data").rglob("*.*")}


def held(path: Path) -> dict[str, str]:
    [reading] = read_workbooks([path])
    return {reading.sha256: reading.values}


def found(root: Path) -> dict[str, str]:
    return saved_again(root / "data", root / "outputs/mau/2024", inputs(root))


def widened(book: openpyxl.Workbook) -> None:
    """Bytes that differ in what nobody reads: the width of a column and who saved it."""
    book.active.column_dimensions["A"].width = 40
    book.properties.creator = "Người Thử"


def test_a_workbook_of_the_same_values_is_as_it_was_published_and_opened_once(office, monkeypatch):
    before = digest(office / "data" / NAME)
    written(office / "data" / NAME, widened)
    assert before != digest(office / "data" / NAME)

    assert {NAME: before} == found(office)

    monkeypatch.setattr(workbook_values, "read_workbooks", lambda paths: pytest.fail("opened again"))
    assert {NAME: before} == found(office)


def swap(book: openpyxl.Workbook) -> None:
    book.active["B2"], book.active["B3"] = 30.5, 12


CHANGES: dict[str, Callable[[openpyxl.Workbook], object]] = {
    "a number": lambda book: book.active.__setitem__("B2", 13),
    "two numbers exchanged": swap,
    "a number as text": lambda book: book.active.__setitem__("B2", "12"),
    "a day": lambda book: book.active.__setitem__("C2", 45_001),
    "a day's format": lambda book: setattr(book.active["C2"], "number_format", "General"),
    "a row hidden": lambda book: setattr(book.active.row_dimensions[3], "hidden", True),
    "a number struck through": lambda book: setattr(book.active["B2"], "font", openpyxl.styles.Font(strike=True)),
    "cells merged": lambda book: book.active.merge_cells("A6:B6"),
    "the sheet's name": lambda book: setattr(book.active, "title", "B8b"),
    "the sheet hidden": lambda book: (book.create_sheet("Ghi chú"), setattr(book.active, "sheet_state", "hidden")),
    "a sheet more": lambda book: book.create_sheet("Ghi chú"),
    "the printed page's head": lambda book: setattr(book.active.oddHeader.center, "text", "Đơn vị: nghìn đồng"),
}


@pytest.mark.parametrize("what", CHANGES)
def test_whatever_reading_would_take_otherwise_is_a_change(office, what):
    written(office / "data" / NAME, CHANGES[what])

    assert {} == found(office)


def test_where_anything_else_moved_or_nothing_is_known_all_is_read_anew(office):
    written(office / "data" / NAME, widened)
    kept = office / "outputs/mau" / BESIDE / "2024.values.json"
    for damaged in ("", "[1]", '{"a": 1}'):
        whole = kept.read_text()
        kept.write_text(damaged)
        assert {} == found(office)
        kept.write_text(whole)

    (office / "data/mau/office.toml").write_text('name = "Thử"\n', encoding="utf-8")
    assert {} == found(office)


def test_the_values_of_another_workbook_are_no_workbook_saved_again(office):
    """Two workbooks of the same values are one sent twice, which the reading tells."""
    written(office / "data" / NAME, widened)
    written(office / "data/mau/2024/Xa_B_2024.xlsx")
    manifest = office / "outputs/mau/2024/manifest.json"
    told = json.loads(manifest.read_text()) | {"inputs": inputs(office) | json.loads(manifest.read_text())["inputs"]}
    manifest.write_text(json.dumps(told))
    keep_values(office / "outputs/mau" / BESIDE, "b", held(office / "data/mau/2024/Xa_B_2024.xlsx"))

    assert {} == found(office)


def test_an_edition_s_inputs_have_not_moved_where_one_is_known_to_be_saved_again(office):
    before = inputs(office)
    written(office / "data" / NAME, widened)
    outputs = office / "outputs"

    assert [NAME] == moved_names(before, inputs(office), outputs)  # not known: nobody has opened it
    found(office)
    assert [] == moved_names(before, inputs(office), outputs)
    assert [NAME, "mau/x.csv"] == moved_names(before | {"mau/x.csv": "0"}, {**inputs(office), NAME: "1"}, outputs)
    assert 0o600 == (outputs / "mau" / BESIDE / "2024-saved.values.json").stat().st_mode & 0o777


def test_a_run_keeps_what_its_workbooks_hold(published_2024):
    kept = json.loads((published_2024.parent / BESIDE / "2024.values.json").read_text())
    named = json.loads((published_2024 / "manifest.json").read_text())["inputs"]
    book = ROOT / "data" / "kim-thanh/2024/Xa_Lai_Vu_2024.xlsx"

    assert {value for name, value in named.items() if name.startswith("kim-thanh/2024/")} == set(kept)
    assert held(book).items() <= kept.items()

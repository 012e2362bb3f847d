"""The attack on the published files of a public edition: pages, sheets, tables, executed notebooks, drawings, manifest."""

from __future__ import annotations

import json
import shutil

import openpyxl
import pytest

from attacker import HIDDEN, narrowed, printed_cells, read, told_only_elsewhere
from conftest import published
from ctxh.protect.ledger import Kept, kept_editions
from ctxh.protect.parts_of_year import PARTS, told_of
from ctxh.protect.system import Cell
from ctxh.reference.places import Places
from opened import sample


@pytest.fixture(scope="module")
def edition(tmp_path_factory):
    """The public edition of Kim Thành 2024 as ``ctxh report`` publishes it."""
    return published(tmp_path_factory.mktemp("outputs"), "-p", "audience", "public", "--formats", "docx,html,xlsx").with_name("2024-public")


@pytest.fixture(scope="module")
def kept(edition) -> Kept:
    outputs = edition.parents[1]
    return kept_editions(Places(outputs, outputs, outputs), "kim-thanh")["2024-public"]


@pytest.fixture(scope="module")
def book():
    return sample("kim-thanh", 2024).request.book


def test_a_reader_of_all_files_narrows_no_protected_number(edition, kept, book):
    files = {file for told in read(edition, book, "293").values() for file in told}
    assert {"annex.xlsx", "indicators.csv", "02_indicators.ipynb"} <= files
    assert {f"{page}{part}" for page in ("appendix.html", "report.html") for part in ("", ", passports")} | {"appendix.html, data"} <= files
    printed = printed_cells(edition, book, kept.system)
    assert len(printed) > 800 and len(kept.pattern.asked) > 200

    assert [] == narrowed(kept.system, printed, kept.pattern.asked)


def test_the_year_is_protected_from_the_totals_that_its_half_year_and_nine_months_report_signed(kept):
    """22 died until 14 June and 139 until 14 September: the office's totals of these reports, which nobody published here."""
    told = {part: told_of(part, Cell("btxh_funeral_cases", "293")) for part in PARTS}
    assert {"half-year": 22, "nine-months": 139} == {part: kept.system.values[cell] for part, cell in told.items()}
    assert set(told.values()) <= kept.system.known & {cell for row in kept.system.rows for cell, _ in row.parts}


def test_what_the_annex_hides_stands_where_its_number_would(edition):
    sheets = openpyxl.load_workbook(edition / "annex.xlsx")
    signs = [cell for sheet in sheets for row in sheet.iter_rows() for cell in row if cell.value == HIDDEN]
    assert len(signs) > 200 and {"right"} == {cell.alignment.horizontal for cell in signs}


def test_documents_and_drawings_print_no_number_that_pages_and_tables_do_not(edition):
    assert {} == told_only_elsewhere(edition, "appendix.pdf", "report.pdf")  # `make trials` makes and reads these


@pytest.mark.parametrize("text", ["4", "0,25%"])
def test_a_hidden_number_that_one_file_tells_is_found(edition, kept, book, tmp_path, text):
    """Planted: one link of one page says the number that all others hide."""
    copy = shutil.copytree(edition, tmp_path / "2024-public")
    page = (copy / "appendix.html").read_text(encoding="utf-8")
    place = f'<a href="#hc-poor_households{"_rate" if "%" in text else ""}--10762">{HIDDEN}'
    assert place in page
    (copy / "appendix.html").write_text(page.replace(place, place.replace(HIDDEN, text), 1), encoding="utf-8")
    with pytest.raises(AssertionError, match="of 10762 is told and hidden"):
        printed_cells(copy, book, kept.system)


def test_a_printed_number_without_a_variable_is_found(edition, kept, book, tmp_path):
    """Planted: a number by commune of an indicator that is told of the whole office only."""
    copy = shutil.copytree(edition, tmp_path / "2024-public")
    page = (copy / "report.html").read_text(encoding="utf-8")
    (copy / "report.html").write_text(f'{page}<a href="#hc-convalescence_total--10762">7</a>', encoding="utf-8")
    with pytest.raises(AssertionError, match="convalescence_total of 10762 has no variable"):
        printed_cells(copy, book, kept.system)


def test_the_manifest_names_no_workbook_and_the_ledger_is_no_file_of_the_edition(edition):
    manifest = json.loads((edition / "manifest.json").read_text(encoding="utf-8"))
    assert {} == manifest["inputs"] and "public" == manifest["parameters"]["audience"]
    assert not [name for name in manifest["outputs"] if "ledger" in name or name.startswith(".")]
    assert 0o700 == (edition.parent / ".public").stat().st_mode & 0o777

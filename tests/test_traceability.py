"""One input cell changed: only figures whose citation covers it change, and `--rows` names exactly these."""

import json
import shutil
from pathlib import Path

import openpyxl
import pytest
from conftest import ROOT
from small_sheets import cells_in

from ctxh import figures, tabulate
from ctxh.definitions import INDICATORS
from ctxh.edition import Edition
from ctxh.errors import CtxhError
from ctxh.inputs import input_hashes
from ctxh.passports import passport

CHANGES = [
    # file, sheet, cell, new value, one figure that must move
    ("Xa_Kim_Xuyen_2024.xlsx", "B8a. Hộ nghèo", "at_end", 1, "poor_households_rate"),
    ("Xa_Kim_Xuyen_2024.xlsx", "B3. Mai táng phí", "amount", 100_000, "btxh_funeral_amount"),
    ("Xa_Tam_Ky_2024.xlsx", "B4. Chi trả", "amount", 360_000, "btxh_total_spending"),
    ("Xa_Dai_Duc_2024.xlsx", "B9b. Việc làm", "quantity", 7, "labour_force"),
    ("TT_Phu_Thai_2024.xlsx", "B6. Quà tặng", "amount", 50_000, "tet_president_gift_amount"),
    ("Huyen_Kim_Thanh_2024.xlsx", "B12. Số liệu phòng", "value", 5, "beneficiaries_last_year"),
]


@pytest.fixture(scope="module")
def with_rows(edition_2024):
    """The edition of 2024 as `ctxh trace --rows` reads it."""
    return Edition(edition_2024.office_id, 2024, edition_2024.data, edition_2024.workspace, shown_here=True)


@pytest.mark.parametrize(("file", "sheet", "column", "more", "moved"), CHANGES, ids=[c[4] for c in CHANGES])
def test_only_the_figures_of_the_cell_change(edition_2024, with_rows, tmp_path, file, sheet, column, more, moved):
    cell = first_cell(with_rows, file, sheet, moved)
    changed = copy_with(with_rows, tmp_path, file, sheet, cell, lambda value: number(value) + more)

    different = moving(with_rows, changed)

    assert (moved, edition_2024.area_code) in different
    assert naming(with_rows, file, sheet, cell) == different
    assert set() == different - covering(edition_2024, file, sheet, cell)


def test_only_the_figures_of_both_kinds_change_when_a_row_of_a_register_is_of_another_kind(edition_2024, with_rows, tmp_path):
    file, sheet = "Xa_Kim_Xuyen_2024.xlsx", "B2. Biến động"
    cell = first_cell(with_rows, file, sheet, "decisions_stop")
    changed = copy_with(with_rows, tmp_path, file, sheet, cell, lambda _: "Chuyển nơi cư trú")

    different = moving(with_rows, changed)

    assert {(f"decisions_{kind}", area) for kind in ("stop", "moved") for area in ("293", "10771")} <= different
    assert naming(with_rows, file, sheet, cell) ^ naming(changed, file, sheet, cell) == different
    assert set() == different - covering(edition_2024, file, sheet, cell)


def first_cell(edition, file: str, sheet: str, indicator: str) -> str:
    """The first cell of a sheet that an indicator was read from."""
    for f, s, cells in passport(edition, indicator).cells():
        if (f, s) == (file, sheet):
            return min(cells_in(cells), key=lambda c: (len(c), c))
    raise AssertionError(f"{indicator} cites no cell of {file}, {sheet}")


def naming(edition, file: str, sheet: str, cell: str) -> set[tuple[str, str]]:
    """The figures, by indicator and area, whose passport names a cell."""
    return {
        (name, area) for name, area in shown(edition)
        if any((f, s) == (file, sheet) and cell in cells_in(cells) for f, s, cells in passport(edition, name, area).cells())
    }  # fmt: skip


def covering(edition, file: str, sheet: str, cell: str) -> set[tuple[str, str]]:
    """The figures whose published citation has a cell among its own, or in the column of a register that it cites."""
    def covers(cited) -> bool:
        return (cited.file, cited.sheet) == (file, sheet) and cell in cells_in(cited.cells) | cells_in(cited.range)

    return {(name, area) for name, area in shown(edition) if any(covers(source.cited) for source in passport(edition, name, area).sources)}


def moving(before, after) -> set[tuple[str, str]]:
    """The figures that are not the same in two editions."""
    old, new = shown(before), shown(after)
    return {key for key in old if old[key] != new[key]}


def shown(edition) -> dict[tuple[str, str], tuple]:
    """Value and text of each indicator of each area."""
    table = edition.indicators()
    return {
        (r.indicator, r.area_code): (None if r.value != r.value else r.value, r.text) for r in table.itertuples()
    }


def copy_with(edition, folder: Path, file: str, sheet: str, cell: str, change) -> Edition:
    """An edition on a copy of the data in which one cell holds something else."""
    data = folder / "data"
    source = edition.data / edition.office_id
    shutil.copytree(source / str(edition.year), data / edition.office_id / str(edition.year))
    shutil.copy(source / "office.toml", data / edition.office_id)
    path = data / edition.office_id / str(edition.year) / file
    book = openpyxl.load_workbook(path)
    place = book[sheet][cell]
    place.value = change(place.value)
    book.save(path)
    return Edition(edition.office_id, edition.year, data, folder / "work", shown_here=True)


def number(value) -> float:
    from ctxh.vietnamese import parse_number

    return float(parse_number(value, kind="money").value) if isinstance(value, str) else value


def test_every_indicator_has_a_passport_with_cells_or_a_reason(edition_2024):
    without = [
        name
        for name, entry in INDICATORS.items()
        if not passport(edition_2024, name).sources and edition_2024.has(name) and entry.formula.inputs()
    ]

    # what is reckoned from the run's own parameter has no workbook behind it
    assert [] == without


def test_a_published_edition_says_which_inputs_changed_since(tmp_path):
    office = tmp_path / "data" / "kim-thanh"
    (office / "2024").mkdir(parents=True)
    shutil.copy(ROOT / "data" / "kim-thanh" / "office.toml", office)
    (office / "2024" / "Xa_A_2024.xlsx").write_bytes(b"as published")
    edition = Edition("kim-thanh", 2024, tmp_path / "data", tmp_path / "out", reuse=True)
    made_from = input_hashes(edition.data, edition.reference, "kim-thanh", 2024)
    edition.workspace.mkdir()
    written = {"parameters": {}, "inputs": made_from, "versions": {}, "outputs": {}}
    (edition.workspace / "manifest.json").write_text(json.dumps(written), encoding="utf-8")

    assert "" == edition.changed_since

    (office / "2024" / "Xa_A_2024.xlsx").write_bytes(b"corrected")
    (office / "2024" / "Xa_B_2024.xlsx").write_bytes(b"new")

    assert (
        "Chú ý: 2 tệp đầu vào đã khác so với lúc lập bản này (kim-thanh/2024/Xa_A_2024.xlsx, kim-thanh/2024/Xa_B_2024.xlsx). "
        "Số dưới đây là của bản đã công bố; lập lại: ctxh report 2024 --office kim-thanh."
    ) == Edition("kim-thanh", 2024, edition.data, edition.workspace, reuse=True).changed_since
    assert "" == Edition("kim-thanh", 2024, edition.data, edition.workspace).changed_since  # it reads the workbooks


@pytest.mark.parametrize("ask", [
    lambda edition: edition.value("poor_houses"), lambda edition: edition.printed("poor_houses"), lambda edition: edition.has("poor_houses"),
    lambda edition: edition.area_values("poor_houses"), lambda edition: tabulate.area_table(edition, ["poor_houses"], ""),
    lambda edition: figures.trend(edition, ("poor_houses",)), lambda edition: tabulate.indicator_table(edition, "povert"),
    lambda edition: tabulate.definitions_table(edition, "povert"),
])  # fmt: skip
def test_what_there_is_not_is_answered_with_the_nearest(edition_2024, ask):
    with pytest.raises(CtxhError, match="«povert».*«poverty»|«poor_houses».*«poor_households»"):
        ask(edition_2024)


def test_a_trend_says_which_indicators_it_tells(edition_2024):
    with pytest.raises(CtxhError, match="Chuỗi nhiều năm không có chỉ tiêu «households».*Có: bhyt_total"):
        figures.trend(edition_2024, ("households",))

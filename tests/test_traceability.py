"""One input cell changed: only figures whose citation covers it change, and `--rows` names exactly these."""

import json
import shutil
from itertools import combinations
from pathlib import Path

import openpyxl
import pytest

from conftest import ROOT
from ctxh.compute.passports import passport
from ctxh.draw import draw_figure
from ctxh.edition import Edition
from ctxh.errors import CtxhError
from ctxh.reference.inputs import input_hashes
from ctxh.tell import indicator_tables
from opened import opened, sample
from small_sheets import INDICATORS, cells_in

CHANGES = [
    # file, sheet, new value, one figure that must move; a cell of each lies in figures that no other of the list moves
    ("Xa_Kim_Xuyen_2024.xlsx", "B8a. Hộ nghèo", 1, "poor_households_rate"),
    ("Xa_Tam_Ky_2024.xlsx", "B4. Chi trả", 360_000, "btxh_total_spending"),
    ("Xa_Dai_Duc_2024.xlsx", "B9b. Việc làm", 7, "labour_force"),
    ("TT_Phu_Thai_2024.xlsx", "B6. Quà tặng", 50_000, "tet_president_gift_amount"),
    ("Huyen_Kim_Thanh_2024.xlsx", "B12. Số liệu phòng", 5, "beneficiaries_last_year"),
]


@pytest.fixture(scope="module")
def with_rows():
    """The edition of 2024 as `ctxh trace --rows` reads it."""
    return sample("kim-thanh", 2024, shown_here=True)


def test_only_the_figures_of_the_cells_change(edition_2024, with_rows, tmp_path):
    """Numbers that are others, and a row of a register that is of another kind: its figures are those of both kinds."""
    cells = [(file, sheet, first_cell(with_rows, file, sheet, moved)) for file, sheet, _, moved in CHANGES]
    more = {cell: lambda value, more=more: number(value) + more for cell, (*_, more, _) in zip(cells, CHANGES, strict=True)}
    file, kinds = "Xa_Kim_Xuyen_2024.xlsx", "B2. Biến động"
    kind = (file, kinds, first_cell(with_rows, file, kinds, "decisions_stop"))
    changed = copy_with(with_rows, tmp_path, more | {kind: lambda _: "Chuyển nơi cư trú"})
    named, covered = naming(with_rows, [*cells, kind]), covering(edition_2024, [*cells, kind])
    of_both_kinds = named[kind] ^ naming(changed, [kind])[kind]

    different = moving(with_rows, changed)

    assert {(moved, edition_2024.area_code) for *_, moved in CHANGES} <= different
    assert {(f"decisions_{kind}", area) for kind in ("stop", "moved") for area in ("293", "10771")} <= different
    assert [] == [pair for pair in combinations(named, 2) if named[pair[0]] & named[pair[1]]]  # else one would hide what the other does
    assert set().union(of_both_kinds, *(named[cell] for cell in cells)) == different
    assert set() == different - set().union(*covered.values())


def first_cell(edition, file: str, sheet: str, indicator: str) -> str:
    """The first cell of a sheet that an indicator was read from."""
    for f, s, cells in passport(edition.computed, indicator).cells():
        if (f, s) == (file, sheet):
            return min(cells_in(cells), key=lambda c: (len(c), c))
    raise AssertionError(f"{indicator} cites no cell of {file}, {sheet}")


def naming(edition, cells: list) -> dict[tuple[str, str, str], set[tuple[str, str]]]:
    """The figures, by indicator and area, whose passport names each cell."""
    return citing(edition, cells, lambda cited: cells_in(cited.cells))


def covering(edition, cells: list) -> dict[tuple[str, str, str], set[tuple[str, str]]]:
    """The figures whose published citation has each cell among its own, or in the column of a register that it cites."""
    return citing(edition, cells, lambda cited: cells_in(cited.cells) | cells_in(cited.range))


def citing(edition, cells: list, cited_by) -> dict[tuple[str, str, str], set[tuple[str, str]]]:
    """The figures in whose passport some citation has each cell."""
    found, sheets = {cell: set() for cell in cells}, {cell[:2] for cell in cells}
    for name, area in shown(edition):
        for cited in (
            source.cited for source in passport(edition.computed, name, area).sources if (source.cited.file, source.cited.sheet) in sheets
        ):
            for cell in cells:
                if (cited.file, cited.sheet) == cell[:2] and cell[2] in cited_by(cited):
                    found[cell].add((name, area))
    return found


def moving(before, after) -> set[tuple[str, str]]:
    """The figures that are not the same in two editions."""
    old, new = shown(before), shown(after)
    return {key for key in old if old[key] != new[key]}


def shown(edition) -> dict[tuple[str, str], tuple]:
    """Value and text of each indicator of each area."""
    table = edition.computed.indicators
    return {(r.indicator, r.area_code): (None if r.value != r.value else r.value, r.text) for r in table.itertuples()}


def copy_with(edition, folder: Path, changes: dict) -> Edition:
    """An edition on a copy of the data in which some cells hold something else: a function of what they held."""
    data = folder / "data"
    source = edition.request.data / edition.request.office_id
    year = data / edition.request.office_id / str(edition.year)
    shutil.copytree(source / str(edition.year), year)
    shutil.copy(source / "office.toml", data / edition.request.office_id)
    shutil.copytree(source / "book", data / edition.request.office_id / "book")
    for name in sorted({file for file, *_ in changes}):
        book = openpyxl.load_workbook(year / name)
        for (file, sheet, cell), change in changes.items():
            if file == name:
                book[sheet][cell].value = change(book[sheet][cell].value)
        book.save(year / name)
    return opened(edition.request.office_id, edition.year, data, folder / "work", shown_here=True)


def number(value) -> float:
    from ctxh.vietnamese import parse_number

    return float(parse_number(value, kind="money").value) if isinstance(value, str) else value


def test_every_indicator_has_a_passport_with_cells_or_a_reason(edition_2024):
    without = [
        name
        for name, entry in INDICATORS.items()
        if not passport(edition_2024.computed, name).sources and edition_2024.computed.has(name) and entry.formula.inputs()
    ]

    # what is reckoned from the run's own parameter has no workbook behind it
    assert [] == without


def test_a_published_edition_says_which_inputs_changed_since(tmp_path):
    office = tmp_path / "data" / "kim-thanh"
    (office / "2024").mkdir(parents=True)
    shutil.copy(ROOT / "data" / "kim-thanh" / "office.toml", office)
    (office / "2024" / "Xa_A_2024.xlsx").write_bytes(b"as published")
    edition = opened("kim-thanh", 2024, tmp_path / "data", tmp_path / "out", reuse=True)
    made_from = input_hashes(edition.request.data, edition.request.reference, "kim-thanh", 2024)
    edition.workspace.mkdir()
    written = {"parameters": {}, "inputs": made_from, "versions": {}, "outputs": {}}
    (edition.workspace / "manifest.json").write_text(json.dumps(written), encoding="utf-8")

    assert "" == edition.changed_since

    (office / "2024" / "Xa_A_2024.xlsx").write_bytes(b"corrected")
    (office / "2024" / "Xa_B_2024.xlsx").write_bytes(b"new")

    assert (
        "Chú ý: 2 tệp đầu vào đã khác so với lúc lập bản này (kim-thanh/2024/Xa_A_2024.xlsx, kim-thanh/2024/Xa_B_2024.xlsx). "
        "Số dưới đây là của bản đã công bố; lập lại: ctxh report 2024 --office kim-thanh."
    ) == opened("kim-thanh", 2024, edition.request.data, edition.workspace, reuse=True).changed_since
    assert "" == opened("kim-thanh", 2024, edition.request.data, edition.workspace).changed_since  # it reads the workbooks


@pytest.mark.parametrize(
    "ask",
    [
        lambda edition: edition.value("poor_houses"),
        lambda edition: edition.computed.printed("poor_houses"),
        lambda edition: edition.computed.has("poor_houses"),
        lambda edition: edition.computed.area_values("poor_houses"),
        lambda edition: indicator_tables.area_table(edition.computed, ["poor_houses"], ""),
        lambda edition: draw_figure(edition.computed, "poor_house_map"),
        lambda edition: indicator_tables.indicator_table(edition.computed, "povert"),
        lambda edition: indicator_tables.definitions_table(edition.computed, "povert"),
    ],
)
def test_what_there_is_not_is_answered_with_the_nearest(edition_2024, ask):
    with pytest.raises(CtxhError, match=r"«povert».*«poverty»|«poor_houses».*«poor_households»|«poor_house_map».*«poor_rate_map»"):
        ask(edition_2024)

"""Blank forms of offices of each level: whose banner they bear, and that real lists typed into them come back as they were."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import openpyxl
import pytest

from conftest import ROOT
from ctxh.clean.ingest import receive
from ctxh.clean.records import split_rows
from ctxh.cli.exchange import blank_forms
from ctxh.errors import WrongUsage
from ctxh.observe.intake import expected
from ctxh.read.placement import form_of, place
from ctxh.reference.places import places_of
from ctxh.typeset.blank_forms import request_of_forms, write_forms
from small_sheets import read_sheets
from typed_forms import first_row

DISTRICT, COMMUNE, CITY = ("kim-thanh", 2024), ("xa-kim-thanh", 2026), ("hai-phong-mau", 2026)
VILLAGE = "1080410"


@cache
def edition(office: str, year: int):
    return request_of_forms(places_of({}), office, year)


def records(asked, folder, code: str):
    """What is received from a folder with the workbook of one area or of the desk alone: findings, records by form."""
    known = expected(asked)
    came = receive(folder, replace(known, areas=known.areas[known.areas["area_code"] == code], corrections=()))
    findings = [f"{row['sheet']} {row['cell']}: {row['message']}" for row in came.findings if row["area_code"] == code]
    return findings, {one.form: one.table.drop(columns="row").reset_index(drop=True) for one in came.records}


def typed_in(source, form) -> None:
    """The records of a workbook, or that there are none, typed into its blank form, column by column.

    Whatever the form starts with is written over.
    """
    book, layouts = openpyxl.load_workbook(form), edition(*DISTRICT).layouts | edition(*COMMUNE).layouts
    values = openpyxl.load_workbook(source)
    for sheet in read_sheets(source):
        layout = form_of(sheet, layouts)
        placed, page = place(sheet, layout), book[layout.sheet_names[0]]
        start, columns = first_row(page), {c.column: n for n, c in enumerate(layout.blank().columns, 1)}
        for row in page.iter_rows(min_row=start, max_row=start + 400):
            for cell in row:
                cell.value = None
        split = split_rows(placed)
        for at, index in enumerate(split.data + split.declared, start):
            for name, column in ((name, column) for name, column in placed.columns.items() if name in columns):
                page.cell(at, columns[name]).value = values[sheet.name].cell(index + 1, column + 1).value
    book.save(form)


@pytest.mark.parametrize(
    ("office", "area", "sent"),
    [
        (DISTRICT, "10783", "Xa_Kim_Lien_2024"),
        (DISTRICT, "293", "Huyen_Kim_Thanh_2024"),
        (COMMUNE, VILLAGE, "Thon_Bac_2026"),
        (COMMUNE, "10804", "Xa_Kim_Thanh_2026"),
        (CITY, "31", "TP_Hai_Phong_2026"),
    ],
    ids=["commune", "district's desk", "village", "commune's desk", "city's desk"],
)
def test_what_was_sent_typed_into_the_form_is_read_the_same_without_a_finding(tmp_path, office, area, sent):
    asked, source = edition(*office), ROOT / "data" / office[0] / str(office[1]) / f"{sent}.xlsx"
    (tmp_path / "sent").mkdir()
    (tmp_path / "sent" / source.name).write_bytes(source.read_bytes())
    [form] = write_forms(asked, tmp_path / "form", area)
    typed_in(source, form)
    before, after = (records(asked, tmp_path / folder, area) for folder in ("sent", "form"))

    assert source.name == form.name and filled(after) == filled(before) != set()
    assert [line for line in after[0] if line not in before[0] and "đã đọc thành giá trị đúng" not in line] == []
    for name, table in before[1].items():
        same = [column for column in table if column in after[1][name]]
        assert set(table) - set(same) <= {"block", "label"} and table[same].equals(after[1][name][same]), name


def filled(came) -> set[str]:
    """The forms that hold any record."""
    return {name for name, table in came[1].items() if len(table)}


def banner(path) -> list[str]:
    sheet = openpyxl.load_workbook(path).worksheets[0]
    return [sheet["A1"].value, sheet["A2"].value]


@pytest.mark.parametrize(
    ("office", "area", "lines"),
    [
        (DISTRICT, "10783", ["UBND HUYỆN KIM THÀNH", "UBND XÃ KIM LIÊN"]),
        (DISTRICT, "293", ["UBND TỈNH HẢI DƯƠNG", "UBND HUYỆN KIM THÀNH"]),
        (COMMUNE, VILLAGE, ["UBND XÃ KIM THÀNH", "THÔN BẮC"]),
        (COMMUNE, "10804", ["UBND THÀNH PHỐ HẢI PHÒNG", "UBND XÃ KIM THÀNH"]),
        (CITY, "31", [None, "UBND THÀNH PHỐ HẢI PHÒNG"]),
    ],
)
def test_the_banner_names_who_sends_and_whom_they_stand_under(tmp_path, office, area, lines):
    [path] = write_forms(edition(*office), tmp_path, area)

    assert lines == banner(path)


def test_of_a_fold_only_its_own_desk_gets_forms(tmp_path, monkeypatch):
    monkeypatch.chdir(ROOT)
    said = blank_forms(places_of({}), "hai-phong-mau", 2026, "", str(tmp_path))

    assert ["TP_Hai_Phong_2026.xlsx"] == [path.name for path in tmp_path.iterdir()]
    assert "Các đơn vị thành viên (xa-kim-thanh, xa-phu-thai, xa-an-thanh) phát biểu của mình" in said


def test_a_member_of_a_fold_is_sent_to_the_office_that_keeps_its_books(tmp_path):
    with pytest.raises(WrongUsage, match=r"Đơn vị xa-kim-thanh \(xã Kim Thành\) phát biểu .* Chạy: ctxh forms 2026 --office xa-kim-thanh"):
        write_forms(edition(*CITY), tmp_path, "10804")

    assert [] == list(tmp_path.iterdir())


def test_a_narrow_form_has_room_for_its_banner_and_a_category_for_its_words(tmp_path):
    [path] = write_forms(edition(*COMMUNE), tmp_path, VILLAGE)
    book = openpyxl.load_workbook(path)
    narrow, wide = book["B9b. Việc làm"], book["B1. BTXH"]

    assert ["A1:B1", "A2:B2"] == sorted(str(merged) for merged in narrow.merged_cells.ranges if str(merged).startswith(("A1", "A2")))
    assert narrow.column_dimensions["B"].width > 60 and narrow.column_dimensions["C"].width > 40 and "C1" not in narrow.merged_cells
    assert (12, 24) == tuple(int(wide.column_dimensions[letter].width) for letter in "MG")


def test_a_form_of_months_that_comes_without_rows_has_room_for_all_months(tmp_path):
    """B4, were nothing asked of its months: 24 rows on two pages; B8a, without months, 3 on one."""
    request = edition(*COMMUNE)
    bare = replace(request.layouts["payments"], columns=tuple(replace(column, rule="") for column in request.layouts["payments"].columns))
    layouts = {"payments": bare, "poor_review": request.layouts["poor_review"]}
    [path] = write_forms(replace(request, layouts=layouts), tmp_path, VILLAGE)
    rows = [
        {area.size["rows"] for rule in sheet.data_validations.dataValidation for area in rule.sqref}
        for sheet in openpyxl.load_workbook(path)
    ]

    assert [{24}, {3}] == rows[:2]

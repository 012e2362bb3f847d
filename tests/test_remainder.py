"""What a filter of words leaves is told: no row and no column of a form is dropped without a word."""

from __future__ import annotations

import html
import re
import zipfile
from collections import Counter
from itertools import combinations
from pathlib import Path

import pytest

from ctxh.clean.caption_words import caption_findings
from ctxh.clean.headers import header_findings
from ctxh.clean.merged_cells import filled_down
from ctxh.clean.records import records_of
from ctxh.clean.row_looks import has_foot_words, numbers_columns
from ctxh.clean.rows import Split, split_rows
from ctxh.clean.sexes import prepared
from ctxh.errors import CtxhError
from ctxh.read.flags import column_letters
from ctxh.read.number_formats import number_format
from ctxh.read.placement import Placed, form_of, place, strange_headers, workbook_files
from kinds import CLEAN
from messy import received, with_cell
from opened import sample
from small_sheets import CATEGORIES, LAYOUTS, REFERENCE, Sheet, cells_in, even, grid, header
from surgery import read_here

DATA = REFERENCE.parent
SIGNERS = {"(Ký, ghi rõ họ tên)", "(Ký tên, đóng dấu)"}  # what rows of the samples hold that are none of a form
PLACE_AND_DAY = re.compile(r"[\w -]+, ngày \d+ tháng \d+ năm \d+")
COUNTED = ("count", "money", "change", "coefficient")
STRANGE = "Chữ chưa ai biết"


def placed_in(folder: Path) -> list[Placed]:
    """The forms of a folder of a sample, as cleaning sees them."""
    layouts = sample(folder.parent.name, int(folder.name)).request.layouts
    sheets = [sheet for path in workbook_files(folder) for sheet in read_here(path).sheets]
    return [filled_down(prepared(place(sheet, layout))) for sheet in sheets if (layout := form_of(sheet, layouts))]


def left_in(placed: Placed) -> list[list]:
    """The rows below a header that are no record, no sum, no heading of a group and in no finding."""
    split: Split = split_rows(placed)
    told = {*split.data, *split.totals, *split.partial, *split.unexplained, *split.lacking, *split.again, *split.proven, *split.declared}
    told |= {*split.signs, *split.restated, *split.signed, *(row for row, text in split.groups if not PLACE_AND_DAY.fullmatch(text))}
    rows = placed.sheet.rows[: split.other]
    left = ([cell for cell in row if cell not in ("", None)] for at, row in enumerate(rows) if at >= placed.first_row and at not in told)
    return [row for row in left if row]


@pytest.mark.parametrize("folder", sorted({path.parent for path in DATA.rglob("*.xlsx")}), ids=lambda f: f"{f.parent.name} {f.name}")
def test_of_every_sample_all_rows_and_headers_are_read_or_told(folder):
    forms = placed_in(folder)
    left = [row for placed in forms for row in left_in(placed)]
    strange = {(p.sheet.file, p.sheet.name): len(strange_headers(p)) for p in forms if strange_headers(p)}
    told = Counter((p.sheet.file, p.sheet.name) for p in forms for row in header_findings(p, file=p.sheet.file) if row["cell"])

    above = [row["message"] for placed in forms for row in caption_findings(placed, file=placed.sheet.file)]

    assert forms != [] and above == []
    assert [] == [row for row in left if not {*row} <= SIGNERS and not (has_foot_words(row) or numbers_columns(row)) and len(row) > 1]
    assert [] == [row for row in left if len(row) == 1 and not PLACE_AND_DAY.fullmatch(str(row[0])) and not has_foot_words(row)]
    assert [] == [form for form in strange if form not in told]


def findings_of(form: str, rows: list[list]) -> tuple[int, set[tuple[str, str, str]]]:
    """How many records a form with these rows has, and its findings; 0 and the refusal where its header is not known."""
    sheet = Sheet("Xa_Kim_Xuyen_2024.xlsx", LAYOUTS[form].sheet_names[0], even(rows))
    try:
        found = records_of(place(sheet, LAYOUTS[form]), "10771", CATEGORIES, 2024)
    except CtxhError as fault:
        return 0, {("stopped", "", str(fault))}
    return len(found.table), {(row["severity"], row["cell"], row["message"]) for row in found.findings}


@pytest.mark.parametrize("form", CLEAN)
@pytest.mark.parametrize("below", [True, False], ids=["below the records", "between them"])
def test_a_row_with_two_cells_of_a_form_or_with_one_number_is_counted_or_told(form, below):
    columns, head = LAYOUTS[form].columns, header(LAYOUTS[form])
    rows = [row + [""] * (len(columns) - len(row)) for row in grid(CLEAN[form])]
    last = [value * 3 + 7 if isinstance(value, float) else value for value in rows[-1]]
    filled = [at for at, value in enumerate(last) if value != ""]
    names = {at for at, column in enumerate(columns) if column.kind in ("name", "text", "category")}  # below the records, of who signs
    counted, before = findings_of(form, head + rows)
    lost = []
    for kept in (*combinations(filled, 1), *combinations(filled, 2), *combinations(filled, len(filled) - 1)):
        row = [value if at in kept else "" for at, value in enumerate(last)]
        now, findings = findings_of(form, [*head, *rows[: None if below else -1], row, *([] if below else rows[-1:])])
        telling = any(columns[at].kind in COUNTED for at in kept) if len(kept) == 1 else not (below and {*kept} <= names)
        if telling and now == counted and findings <= before:
            lost.append([columns[at].label for at in kept])

    assert [] == lost


MEASURES = ("ĐVT: bao", "Đơn vị tính: 10 người", "Unit: USD", "ĐVT: đồng Lào")
ABOVE = (*MEASURES, "(Số liệu tạm tính)", "Chưa gồm thôn Đông", "Tháng 6 năm 2024", "(USD)")


@pytest.mark.parametrize("form", CLEAN)
def test_a_line_above_a_form_that_no_list_of_words_knows_is_told_with_its_cell(form):
    rows = header(LAYOUTS[form]) + grid(CLEAN[form])
    counted, before = findings_of(form, [["UBND XÃ KIM XUYÊN"], *rows])
    told = {text: findings_of(form, [["", text], *rows]) for text in ABOVE}

    assert (True, set()) == (counted > 0, {row for row in before if row[1] in ("A1", "B1")})
    assert [] == [text for text, (now, found) in told.items() if now != counted or "B1" not in {cell for _, cell, _ in found}]
    assert {"flagged"} == {severity for text in MEASURES for severity, cell, _ in told[text][1] if cell == "B1"}


@pytest.mark.parametrize("form", CLEAN)
def test_a_header_with_something_in_brackets_that_no_list_knows_is_told(form):
    columns, rows, lost = LAYOUTS[form].columns, grid(CLEAN[form]), []
    _, before = findings_of(form, header(LAYOUTS[form]) + rows)
    for at, column in enumerate(columns):
        head = header(LAYOUTS[form])
        row = head[-1] if head[-1][at] else head[0]
        row[at] = f"{row[at]} (bao)"
        told = findings_of(form, head + rows)[1] - before
        lost += [] if any("(bao)" in message or column.label in message for _, _, message in told) else [column.label]

    assert [] == lost


@pytest.mark.parametrize("code", ['0" bao"', '[>1]#,##0" lạng";General', '"chừng" #,##0'])
@pytest.mark.parametrize("form", CLEAN)
def test_words_of_a_format_that_no_list_knows_are_told_with_the_cell(tmp_path, form, code):
    first, lost = 4 + len(header(LAYOUTS[form])), []
    for at, value in enumerate(grid(CLEAN[form])[0]):
        if LAYOUTS[form].columns[at].kind in COUNTED and isinstance(value, float) and value > 1:
            cell = f"{column_letters(at)}{first}"
            found = received(tmp_path, form, with_cell(form, CLEAN[form], cell, value, {"num_format": code})).findings
            lost += [] if any(cell in cells_in(row["cell"]) for row in found if row["severity"] in ("stopped", "flagged")) else [cell]

    assert [] == lost


def test_a_header_that_nobody_knows_in_the_place_of_any_column_of_any_form_is_told():
    lost = []
    for form, text in CLEAN.items():
        columns, rows = LAYOUTS[form].columns, grid(text)
        _, before = findings_of(form, header(LAYOUTS[form]) + rows)
        for at, column in enumerate(columns):
            head = header(LAYOUTS[form])
            head[0][at] = head[-1][at] = STRANGE
            _, findings = findings_of(form, head + rows)
            lost += [(form, column.label)] if not any(STRANGE in message for _, _, message in findings - before) else []

    assert [] == lost


@pytest.mark.parametrize(
    ("row", "records", "cell"), [("3 | Thôn Trung", 3, "C5"), ("| Thôn Trung", 2, "A5"), ("| Thôn Trung, ngày 20 tháng 12 năm 2024", 2, "")]
)
def test_a_village_without_any_number_is_no_heading_of_a_group(row, records, cell):
    counted, findings = findings_of("poor_review", header(LAYOUTS["poor_review"]) + grid(f"{CLEAN['poor_review']}\n{row}"))

    assert records == counted
    assert ({cell} if cell else set()) == {where for _, where, _ in findings if where in ("A5", "C5")}


def test_a_row_below_the_foot_that_lacks_a_cell_of_a_record_is_told():
    foot = "Người lập biểu | | | Chủ tịch\n3 | Tết | Huyện | | 3 | | | | 900000"
    counted, findings = findings_of("gifts", header(LAYOUTS["gifts"]) + grid(f"{CLEAN['gifts']}\n{foot}"))

    assert 1 == counted
    assert ("stopped", "A5", "1 dòng số liệu đứng dưới phần ký tên: không được tính.") in findings


SHOWN = {  # every format of a number that a workbook of the samples has, and of those met elsewhere: whether 1605 is shown as 1605
    "#,##0": True,
    "0.0": True,
    "dd/mm/yyyy": True,  # of days: a number under it is told by what it is
    "@": True,
    "0": True,
    "# ##0": True,
    "#,##0.00": True,
    '_-* #,##0\\ _₫_-;\\-* #,##0\\ _₫_-;_-* "-"??\\ _₫_-;_-@_-': True,
    '_(* #,##0_);_(* \\(#,##0\\);_(* "-"??_);_(@_)': True,
    "[$-42A]#,##0;[Red]-#,##0": True,
    '#,##0".000"': False,
    "#,##0,": False,
    "0.0,,": False,
    ";;;": False,
    "-#,##0": False,
    '0"00"': False,
    '"x"': False,
    "[>1000]#,##0,;0": False,
}


def test_each_format_of_the_samples_is_known_and_tells_whether_a_number_is_shown_as_it_is():
    codes = set()
    for path in DATA.rglob("*.xlsx"):
        with zipfile.ZipFile(path) as package:
            styles = package.read("xl/styles.xml").decode()
        codes |= set(map(html.unescape, re.findall(r'formatCode="([^"]*)"', styles)))
        assert {"0", "14"} >= set(re.findall(r'numFmtId="(\d{1,2})"', styles)), path  # of Excel's own: General and a day

    told = {code: form.misleads(1605) if (form := number_format(164, code)) else False for code in SHOWN}
    assert codes != set() and codes <= SHOWN.keys()
    assert {code: not shown for code, shown in SHOWN.items()} == told

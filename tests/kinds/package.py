"""Faults in the bytes of a workbook: what only its parts can say, and the spellings of its XML."""

from __future__ import annotations

import re
from collections.abc import Callable

from kinds.forms import NotHere
from spellings import SPELLINGS, spelled
from surgery import SHEET1, parts_of, replaced

PACKAGES: dict[str, Callable] = {}


def package(change: Callable) -> Callable:
    """A fault in the bytes of a workbook: ``(data, rng)`` becomes the bytes, and the addresses of the cells that must be named.

    Of two, the one written first is put in first: what needs the file as xlsxwriter spells it stands above what spells it anew.
    """
    return PACKAGES.setdefault(change.__name__, change)


def first_number(data: bytes, rng) -> re.Match:
    """A number cell of the record with the running number 1, as xlsxwriter spells it: letters, row, number."""
    xml = parts_of(data)[SHEET1].decode()
    first = re.search(r'<c r="[A-Z]+(\d+)"><v>1</v></c>', xml)
    cells = [m for m in re.finditer(r'<c r="([A-Z]+)(\d+)"><v>([\d.]+)</v></c>', xml) if first and m[2] == first[1] and float(m[3]) >= 10]
    if not cells:
        raise NotHere
    return rng.choice(cells)


def retold(data: bytes, cell: re.Match, told: str) -> tuple[bytes, list[str]]:
    """The workbook with a cell told otherwise, and its address."""
    return replaced(data, SHEET1, (cell[0], told.format(at=cell[1] + cell[2], number=cell[3]))), [cell[1] + cell[2]]


@package
def format_that_adds_noughts(data, rng):
    """A number typed in thousands under a format that shows it whole."""
    form = '<numFmts count="1"><numFmt numFmtId="164" formatCode="#,##0&quot;.000&quot;"/></numFmts><fonts '
    style = '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>'
    data = replaced(data, "xl/styles.xml", ("<fonts ", form), ("</cellXfs>", style))
    return retold(data, first_number(data, rng), '<c r="{at}" s="1"><v>{number}</v></c>')


@package
def condition_that_hides(data, rng):
    """A conditional format under which a number is not shown."""
    style = '<dxfs count="1"><dxf><numFmt numFmtId="170" formatCode=";;;"/></dxf></dxfs>'
    data, cell = replaced(data, "xl/styles.xml", ('<dxfs count="0"/>', style)), first_number(data, rng)
    at = cell[1] + cell[2]
    rule = '<cfRule type="cellIs" dxfId="0" priority="1" operator="greaterThan"><formula>0</formula></cfRule>'
    hidden = f'</sheetData><conditionalFormatting sqref="{at}">{rule}</conditionalFormatting>'
    return replaced(data, SHEET1, ("</sheetData>", hidden)), [at]


@package
def white_by_its_format(data, rng):
    """A number that its format paints white."""
    form = '<numFmts count="1"><numFmt numFmtId="164" formatCode="[White]#,##0"/></numFmts><fonts '
    style = '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>'
    data = replaced(data, "xl/styles.xml", ("<fonts ", form), ("</cellXfs>", style))
    return retold(data, first_number(data, rng), '<c r="{at}" s="1"><v>{number}</v></c>')


@package
def struck_by_a_condition_of_the_extension(data, rng):
    """A conditional format that strikes a number, as Excel writes those that look at another sheet."""
    cell = first_number(data, rng)
    base = "http://schemas.microsoft.com/office"
    spaces = f'xmlns:x14="{base}/spreadsheetml/2009/9/main" xmlns:xm="{base}/excel/2006/main"'
    rule = '<x14:cfRule type="expression" priority="1"><xm:f>Sheet2!A1=1</xm:f><x14:dxf><font><strike/></font></x14:dxf></x14:cfRule>'
    held = f"<x14:conditionalFormatting>{rule}<xm:sqref>{cell[1]}{cell[2]}</xm:sqref></x14:conditionalFormatting>"
    ext = f"<extLst><ext {spaces}><x14:conditionalFormattings>{held}</x14:conditionalFormattings></ext></extLst></worksheet>"
    return replaced(data, SHEET1, ("</worksheet>", ext)), [cell[1] + cell[2]]


@package
def value_under_a_merge(data, rng):
    """Two numbers of a row merged, as programs do that keep what they cover."""
    cell = first_number(data, rng)
    row, before = cell[2], chr(ord(cell[1]) - 1) if len(cell[1]) == 1 else ""
    if not before or f'<c r="{before}{row}"' not in parts_of(data)[SHEET1].decode():
        raise NotHere
    merged = f'</sheetData><mergeCells count="1"><mergeCell ref="{before}{row}:{cell[1]}{row}"/></mergeCells>'
    return replaced(data, SHEET1, ("</sheetData>", merged)), [cell[1] + row]


@package
def formula_without_a_result(data, rng):
    return retold(data, first_number(data, rng), '<c r="{at}"><f>SUM(1,2)</f></c>')


@package
def error_of_a_formula(data, rng):
    return retold(data, first_number(data, rng), '<c r="{at}" t="e"><f>1/0</f><v>#DIV/0!</v></c>')


@package
def number_that_is_none(data, rng):
    return retold(data, first_number(data, rng), '<c r="{at}"><v>1e400</v></c>')


@package
def two_values_of_a_cell(data, rng):
    return retold(data, first_number(data, rng), '<c r="{at}"><v>{number}</v><v>1</v></c>')


@package
def cell_that_names_another_row(data, rng):
    cell = first_number(data, rng)
    return replaced(data, SHEET1, (cell[0], f'<c r="{cell[1]}{int(cell[2]) + 1}"><v>{cell[3]}</v></c>')), [cell[1] + cell[2]]


for spelling in SPELLINGS:
    PACKAGES[f"spelled with {spelling}"] = lambda data, rng, spelling=spelling: (spelled(data, spelling), [])

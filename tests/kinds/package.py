"""Faults in the bytes of a workbook: what only its parts can say, and the spellings of its XML."""

from __future__ import annotations

import re
from collections.abc import Callable
from xml.sax.saxutils import escape

from kinds.forms import NotHere
from spellings import SPELLINGS, spelled
from surgery import SHEET1, packed, parts_of, replaced

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


def formatted(data: bytes, rng, code: str) -> tuple[bytes, list[str]]:
    """The workbook with a number under a format of its own, and the address of the number."""
    style = len(re.findall(r"<xf ", parts_of(data)["xl/styles.xml"].decode().partition("<cellXfs")[2].partition("</cellXfs>")[0]))
    form = f'<numFmts count="1"><numFmt numFmtId="{163 + style}" formatCode="{escape(code, {chr(34): "&quot;"})}"/></numFmts><fonts '
    own = f'<xf numFmtId="{163 + style}" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>'
    data = replaced(data, "xl/styles.xml", ("<fonts ", form), ("</cellXfs>", own))
    return retold(data, first_number(data, rng), f'<c r="{{at}}" s="{style}"><v>{{number}}</v></c>')


@package
def format_that_adds_noughts(data, rng):
    """A number typed in thousands under a format that shows it whole."""
    return formatted(data, rng, '#,##0".000"')


@package
def words_in_a_format(data, rng):
    """A number beside which its format writes what no list knows."""
    return formatted(data, rng, rng.choice(['#,##0" bao"', '"chừng" #,##0', '[>1]0" lạng";General', '#,##0" USD"']))


@package
def money_in_a_format(data, rng):
    """A number beside which its format writes that it is đồng, as it is: nobody's harm, in whatever column."""
    return formatted(data, rng, rng.choice(['#,##0" đồng"', '#,##0\\ "đ"', '#,##0 "VNĐ"']))[0], []


def ruled(data: bytes, rng, rule: str) -> tuple[bytes, list[str]]:
    """The workbook with a conditional format on a number, and the address of the number."""
    cell = first_number(data, rng)
    at = cell[1] + cell[2]
    held = f'</sheetData><conditionalFormatting sqref="{at}">{rule}</conditionalFormatting>'
    return replaced(data, SHEET1, ("</sheetData>", held)), [at]


@package
def condition_that_hides(data, rng):
    """A conditional format under which a number is not shown."""
    style = '<dxfs count="1"><dxf><numFmt numFmtId="170" formatCode=";;;"/></dxf></dxfs>'
    data = replaced(data, "xl/styles.xml", ('<dxfs count="0"/>', style))
    return ruled(data, rng, '<cfRule type="cellIs" dxfId="0" priority="1" operator="greaterThan"><formula>0</formula></cfRule>')


@package
def white_by_its_format(data, rng):
    """A number that its format paints white."""
    return formatted(data, rng, "[White]#,##0")


_BAR = '<cfRule type="dataBar" priority="1"><dataBar{}><cfvo type="min"/><cfvo type="max"/><color rgb="FF638EC6"/></dataBar></cfRule>'
_ICON = '<cfRule type="iconSet" priority="1"><iconSet iconSet="3Arrows"{}><cfvo type="percent" val="0"/></iconSet></cfRule>'


@package
def picture_for_a_number(data, rng):
    """A bar or an icon that a conditional format shows in the place of a number."""
    return ruled(data, rng, rng.choice([_BAR, _ICON]).format(' showValue="0"'))


@package
def picture_beside_a_number(data, rng):
    """A bar or an icon behind a number that is shown: as good as none."""
    return ruled(data, rng, rng.choice([_BAR, _ICON]).format(""))[0], []


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


_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/"
_DRAWN = (
    f'<xdr:wsDr xmlns:xdr="{_DRAWING}spreadsheetDrawing" xmlns:a="{_DRAWING}main"><xdr:oneCellAnchor><xdr:from><xdr:col>{{}}</xdr:col>'
    "<xdr:row>{}</xdr:row></xdr:from><xdr:sp><xdr:txBody><a:p><a:r><a:t>{}</a:t></a:r></a:p></xdr:txBody></xdr:sp></xdr:oneCellAnchor></xdr:wsDr>"
)


@package
def drawn_over_a_number(data, rng):
    """A text box over a number, or a shape without a word that hides it."""
    cell, parts = first_number(data, rng), parts_of(data)
    office, rels = "http://schemas.openxmlformats.org/officeDocument/2006/relationships", "xl/worksheets/_rels/sheet1.xml.rels"
    if rels in parts:
        raise NotHere
    drawn = _DRAWN.format(ord(cell[1]) - ord("A"), int(cell[2]) - 1, rng.choice(["", "đã trừ 5", "ĐVT: nghìn"]))
    point = f'<Relationship Id="rId9" Type="{office}/drawing" Target="../drawings/drawing9.xml"/>'
    parts[rels] = f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{point}</Relationships>'.encode()
    parts["xl/drawings/drawing9.xml"] = drawn.encode()
    return replaced(packed(parts), SHEET1, ("</worksheet>", f'<drawing r:id="rId9" xmlns:r="{office}"/></worksheet>')), [cell[1] + cell[2]]


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

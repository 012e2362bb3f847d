"""What a sheet says beside its values: found in every spelling of its XML, plain rows or not, and shown to whoever reads the findings."""

from __future__ import annotations

import io

import pytest
import xlsxwriter

from ctxh.read.child_reader import Reading
from ctxh.read.number_formats import number_format
from messy import Read, labour, rows, workbook
from small_sheets import LAYOUTS
from spellings import SPELLINGS, spelled
from surgery import SHEET1, clean, operated, read_here, replaced, saved

A, B, C, D, E, F = range(6)
TCVN3 = "Hé nghÌo"  # «Hộ nghèo» in the letters of TCVN3


def looked(folder, data: bytes) -> Reading:
    return read_here(saved(folder, data))


def everything() -> bytes:
    """A workbook with one cell, row or column of each kind that has a mark."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        sheet, form = book.add_worksheet("Đủ loại"), lambda **look: book.add_format(look)
        sheet.merge_range("A1:C1", "Phường é, «à»")
        sheet.set_row(1, None, None, {"hidden": True})
        sheet.set_row(2, 0)
        sheet.set_column("E:E", None, None, {"hidden": True})
        sheet.set_column("F:F", 0)
        sheet.write_row("A2", [1, 2, 3])
        sheet.write("A4", 4, form(font_strikeout=True))
        sheet.write("B4", 5, form(font_color="#FF0000"))
        sheet.write("C4", 6, form(bg_color="#FFFF00"))
        sheet.write("D4", 7, form(font_color="#FFFFFF"))
        sheet.write_rich_string("A5", "còn ", form(font_strikeout=True, font_color="#C00000"), "bỏ", " hết")
        sheet.write("B5", 0.125, form(num_format="0.0%"))
        sheet.write("C5", 67, form(num_format='#,##0".000"'))
        sheet.write("D5", 12, form(num_format='0"%"'))
        sheet.write_formula("A6", "=1/0", None, "#DIV/0!")
        sheet.write_formula("B6", "=SUM(A2:A4)", None, 987)
        sheet.write_formula("C6", "='[1]Khác'!A1", None, 8)
        sheet.write_formula("D6", "=TODAY()", None, 45000)
        sheet.write("A7", 45000, form(num_format="dd/mm/yyyy"))
        sheet.write("B7", 1996, form(num_format="dd/mm/yyyy"))
        sheet.write("C7", TCVN3, form(font_name=".VnTime"))
        sheet.write_comment("D7", "xem lại")
        sheet.write("A8", "é")
        sheet.write("D8", 9)
        sheet.conditional_format("D8", {"type": "cell", "criteria": ">", "value": 0, "format": form(num_format=";;;")})
        sheet.merge_range("A9:B9", 10)
        sheet.write("B9", 11)
        sheet.insert_textbox("B5", "đã trừ 5 & 6", {"width": 60})
        sheet.insert_textbox("A8", "", {"width": 60, "height": 19})
        sheet.set_header('&L&"Arial,Bold"&12ĐVT: nghìn đồng&RTrang &P/&N')
        sheet.autofilter("A3:C8")
        sheet.filter_column("A", "x > 1")
    return operated(stream.getvalue(), SHEET1, lambda xml: xml.replace(b"<v>987</v>", b""))


MARKS = {
    "hidden row": [(1, A), (2, A)],
    "hidden column": [(0, E), (0, F)],
    "filter": [(0, A)],
    "comment": [(6, D)],
    "struck": [(3, A), (4, A)],
    "red": [(3, B), (4, A)],
    "yellow": [(3, C)],
    "unseen": [(3, D)],
    "shown otherwise": [(4, C)],
    "error": [(5, A)],
    "uncached": [(5, B)],
    "external": [(5, C)],
    "volatile": [(5, D)],
    "year as day": [(6, B)],
    "by condition": [(7, D)],
    "covered": [(8, B)],
    "under picture": [(7, A)],
    "TCVN3": [(6, C)],
}
OUTSIDE = ((4, B, "đã trừ 5 & 6"), (-1, -1, "ĐVT: nghìn đồng"))


def test_each_kind_of_look_is_marked_at_its_cell(tmp_path):
    [sheet] = looked(tmp_path, everything()).checked().sheets

    assert MARKS == {kind: sorted(cells) for kind, cells in sheet.flagged.items()}
    assert OUTSIDE == sheet.outside
    assert ["Hộ nghèo", "12,5%", "12%"] == [sheet.rows[6][C], sheet.rows[4][B], sheet.rows[4][D]]


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_every_spelling_of_the_same_workbook_gives_the_same(tmp_path, spelling):
    expected, found = looked(tmp_path, everything()), looked(tmp_path, spelled(everything(), spelling))

    assert "" == found.refused
    assert expected.sheets[0].rows == found.sheets[0].rows
    assert expected.sheets[0].merged == found.sheets[0].merged
    assert OUTSIDE == found.sheets[0].outside
    assert MARKS == {kind: sorted(cells) for kind, cells in found.sheets[0].flagged.items()}


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        (SHEET1, '<c r="B4" s="2">', '<c r="B4" s="&#50;">'),
        ("xl/styles.xml", 'numFmtId="164"', 'numFmtId="&#49;64"'),
        ("xl/workbook.xml", "<workbookPr ", '<workbookPr date1904="&#49;" '),
    ],
    ids=["style", "format", "epoch"],
)
def test_numbers_spelled_so_that_the_reader_of_values_misses_them_are_refused(tmp_path, part, old, new):
    assert "tệp bị cắt hoặc hỏng" in looked(tmp_path, replaced(everything(), part, (old, new))).refused


@pytest.mark.parametrize("inside", ["<!-- x -->", "<?x y?>", "<![CDATA[]]>"])
@pytest.mark.parametrize(("part", "text"), [(SHEET1, "<v>22{}44</v>"), ("xl/sharedStrings.xml", "Doanh{} nghiệp</t>")])
def test_a_value_that_readers_break_off_is_refused(tmp_path, part, text, inside):
    assert "tệp bị cắt hoặc hỏng" in looked(tmp_path, replaced(clean(), part, (text.format(""), text.format(inside)))).refused


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('<c r="D6"><v>2244</v></c>', '<c r="D5"><v>2244</v></c>'),
        ('<c r="D6"><v>2244</v></c>', "<c r='D5'><v>2244</v></c>"),
        ("<v>2244</v>", "<v>22</v><v>44</v>"),
        ("<v>2244</v>", "<v>2244</v><v/>"),
    ],
    ids=["another row", "another row, spelled otherwise", "two values", "an empty second value"],
)
def test_a_cell_that_two_readers_may_read_in_two_ways_is_refused(tmp_path, old, new):
    assert "tệp bị cắt hoặc hỏng" in looked(tmp_path, replaced(clean(), SHEET1, (old, new))).refused


def test_a_sheet_whose_rows_are_all_unseen_by_default_says_so(tmp_path):
    data = replaced(clean(), SHEET1, ('<sheetFormatPr defaultRowHeight="15"/>', '<sheetFormatPr defaultRowHeight="15" zeroHeight="1"/>'))

    assert [(row, A) for row in range(6)] == looked(tmp_path, data).sheets[0].flagged["hidden row"]


CONDITIONS = [  # the rule, the look it gives, whether it may hide a number
    ({"type": "cell", "criteria": ">", "value": 100}, {"num_format": '#,##0".000"'}, True),
    ({"type": "formula", "criteria": "=D5>0"}, {"font_strikeout": True}, True),
    ({"type": "cell", "criteria": "!=", "value": 5}, {"font_color": "#FFFFFF"}, True),
    ({"type": "cell", "criteria": "==", "value": 0}, {"font_color": "#FFFFFF"}, False),
    ({"type": "cell", "criteria": "==", "value": 0}, {"num_format": ";;;"}, False),
    ({"type": "cell", "criteria": ">", "value": 5}, {"font_color": "#FFFFFF", "bg_color": "#C00000"}, False),
    ({"type": "cell", "criteria": ">", "value": 5}, {"num_format": "#,##0", "border": 1, "border_color": "#FFFFFF"}, False),
    ({"type": "duplicate"}, {"bg_color": "#FFC7CE"}, False),
    ({"type": "cell", "criteria": ">", "value": 5}, {"num_format": '"khoảng "0'}, True),
    ({"type": "data_bar", "bar_only": True}, {}, True),
    ({"type": "data_bar"}, {}, False),
    ({"type": "data_bar", "bar_only": True, "data_bar_2010": True}, {}, True),
    ({"type": "icon_set", "icon_style": "3_arrows", "icons_only": True}, {}, True),
    ({"type": "icon_set", "icon_style": "3_arrows"}, {}, False),
]


@pytest.mark.parametrize(("rule", "look", "hides"), CONDITIONS)
def test_a_condition_that_may_hide_a_number_or_show_another_is_doubted(tmp_path, rule, look, hides):
    def conditioned(sheet, book):
        sheet.conditional_format("D5:D6", rule | ({"format": book.add_format(look)} if look else {}))

    found = Read(tmp_path, "labour", changed(labour("2244"), conditioned))

    assert [2244] == found.values("workers")
    assert [("flagged", "định dạng số", "D5")] * hides == [(row["severity"], row["check"], row["cell"]) for row in found.found]


EXTENSION = (
    '<extLst><ext xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" '
    'uri="{{78C0D931-6437-407d-A8EE-F0AAD7539E65}}"><x14:conditionalFormattings>'
    '<x14:conditionalFormatting xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main">'
    '<x14:cfRule type="cellIs" priority="1" operator="{}" id="{{1}}"><xm:f>{}</xm:f><x14:dxf>{}</x14:dxf></x14:cfRule>'
    "<xm:sqref>D5:D6 C5</xm:sqref></x14:conditionalFormatting></x14:conditionalFormattings></ext></extLst>"
)
WHITE, GROUND = (
    '<font><color rgb="FFFFFFFF"/></font>',
    '<fill><patternFill patternType="solid"><bgColor rgb="FFC00000"/></patternFill></fill>',
)
EXTENSIONS = [  # the operator and the number of a rule, the style in it, whether it may hide a number
    ("notEqual", "Khác!$A$1", WHITE, True),
    ("greaterThan", "5", "<font><strike/></font>", True),
    ("greaterThan", "5", '<numFmt numFmtId="170" formatCode=";;;"/>', True),
    ("equal", "0", WHITE, False),
    ("greaterThan", "5", WHITE + GROUND, False),
    ("greaterThan", "5", '<font><color rgb="FFC00000"/></font>', False),
    ("greaterThan", "5", '<border><left style="thin"><color rgb="FFFFFFFF"/></left></border>', False),
]


@pytest.mark.parametrize("spelling", ["as it is", *SPELLINGS])
@pytest.mark.parametrize(("operator", "number", "look", "hides"), EXTENSIONS)
def test_a_condition_in_the_extension_of_a_sheet_is_doubted_as_one_in_the_sheet(tmp_path, operator, number, look, hides, spelling):
    rule = EXTENSION.format(operator, number, look)
    data = replaced(workbook("labour", labour("2244")), SHEET1, ("</worksheet>", f"{rule}</worksheet>"))
    found = Read(tmp_path, "labour", data if spelling == "as it is" else spelled(data, spelling))

    assert [2244] == found.values("workers")
    assert [("flagged", "định dạng số", "C5,D5")] * hides == [(row["severity"], row["check"], row["cell"]) for row in found.found]


def changed(text: str, change) -> bytes:
    """A workbook of labour after a change to its sheet by calls that need its book."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        sheet = book.add_worksheet(LAYOUTS["labour"].sheet_names[0])
        for r, row in enumerate(rows("labour", text)):
            sheet.write_row(r, 0, row)
        change(sheet, book)
    return stream.getvalue()


def test_a_value_under_a_merged_cell_is_doubted_and_a_blank_is_not(tmp_path):
    def merged(sheet, _):
        sheet.merge_range("D5:D6", 2244)
        sheet.write("D6", 67)
        sheet.merge_range("E5:E6", 2)

    found = Read(tmp_path, "labour", changed(labour("2244") + "\n" + labour("67", "Hộ kinh doanh cá thể").replace("2", ""), merged))

    assert ("flagged", "D6") in found.told("60")
    assert ["D6"] == [row["cell"] for row in found.found if "ô gộp che" in row["message"]]


SHOWN = [  # format, number, what is to be thought of it
    ("General", 5, ""),
    ("#,##0", 5, ""),
    ("000000", 5, ""),
    ('#,##0 "đ"', 5, ""),
    ("#,##0_);(#,##0)", -5, ""),
    ("# ??/??", 0.5, ""),
    ('_-* #,##0 "₫"_-;\\-* #,##0 "₫"_-;_-* "-" "₫"_-;_-@_-', 5, ""),
    ("0;-0;;@", 0, ""),
    ("d/m/yyyy;@", -5, ""),
    ('#,##0.0,,"tr"', 2_500_000, ""),
    ('#"."000', 1500, ""),
    ('[>=1000000]0.0,,"tr";0', 5, ""),
    ("0%", 0.5, "percent"),
    ('0"%"', 5, "percent"),
    ('#,##0".000"', 67, "other"),
    ("#,##0,", 67, "other"),
    ("#,##0.0,,", 2_500_000, "other"),
    (";;;", 5, "other"),
    ("-0", 5, "other"),
    ("(0)", 5, "other"),
    ('"-"0', 5, "other"),
    ("0;0", -5, "other"),
    ('0" triệu"', 5, "other"),
    ('0"."0', 15, "other"),
    ("\\00", 5, "other"),
    ('"có"', 1, "other"),
    ("[<1000]0;#,##0,", 5000, "other"),
    ("000\\-000", 123456, "other"),
    ("[White]0", 5, "other"),
    ("0;-0;[White]0", 5, ""),
    ("[Color 2][<10]0;0", 5, "other"),
    ("[Red]0", 5, ""),
    ("[Color 19]0", 5, "other"),
    ("[Color35]0", 5, "other"),
    ("[Color 10]0", 5, ""),
    ("[$$-409]#,##0", 5, "$5"),
    ("\\$#,##0", 5, "$5"),
    ("#,##0 [$€-407]", 5, "5 €"),
    ("[$₫-42A]#,##0", 5, ""),
    ("0*9", 5, "other"),
    ("*-#,##0", 5, "other"),
    ("* #,##0", 5, ""),
    ('"khoảng "0', 366, "khoảng 366"),
    ('0.0" trở lên"', 7.5, "7,5 trở lên"),
    ('"≥ "#,##0', 1605, "≥ 1605"),
    ('"Thôn "0', 3, "Thôn 3"),
    ('General" hộ"', 5, "5 hộ"),
    ('[>=1000]#,##0;"dưới "0', 7, "dưới 7"),
    ('[>=1000]#,##0;"dưới "0', 1605, ""),
    ('"Tổng: "#,##0', 5, ""),
    ('#,##0\\ "VNĐ"', 5, ""),
    ('0"."', 5, ""),
]


@pytest.mark.parametrize(("code", "number", "thought"), SHOWN)
def test_a_format_misleads_when_it_shows_another_power_of_ten_another_sign_or_nothing_and_its_words_are_told(code, number, thought):
    form = number_format(164, code)
    found = form and ("other" if form.misleads(number) else "percent" if form.percent(number) else form.worded(number))

    assert thought == (found or "")


def test_a_number_that_is_shown_otherwise_stops_in_a_column_that_counts(tmp_path):
    data = replaced(
        workbook("labour", labour("67")),
        "xl/styles.xml",
        (
            '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>',
            '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>',
        ),
        ("<fonts ", '<numFmts count="1"><numFmt numFmtId="164" formatCode="#,##0&quot;.000&quot;"/></numFmts><fonts '),
    )
    found = Read(tmp_path, "labour", data).found

    assert [("stopped", "C5,D5,E5")] == [(row["severity"], row["cell"]) for row in found]
    assert "3 ô có định dạng làm hiện ra số khác với số đang lưu" in found[0]["message"]


@pytest.mark.parametrize("number", ["NaN", "1e400"])
def test_a_number_that_is_none_stops_with_its_cell(tmp_path, number):
    data = replaced(workbook("labour", labour("2244")), SHEET1, ("<v>2244</v>", f"<v>{number}</v>"))
    [found] = Read(tmp_path, "labour", data).found

    assert ("stopped", "D5", f"1 ô mang giá trị không phải là số ({number}).") == (found["severity"], found["cell"], found["message"])

"""Where a form stands on its sheet, and what is around it: one test for each kind of mess, on a workbook that has it."""

from __future__ import annotations

import io

import openpyxl
import pytest
from openpyxl.styles import Font, PatternFill

from messy import BANNER, WORKBOOK, Read, funeral, labour, person, rows, with_cell, workbook
from small_sheets import LAYOUTS, grid, header
from surgery import SHEET1, replaced, written


def test_case_51_and_53_banners_above_and_numbers_below_the_header(read):
    banner = [*BANNER, ["(Kèm theo Báo cáo số 12/BC-UBND)"], [], ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"]]
    found = read("labour", "(1) | (2) | (3) | (4) | (5)\n" + labour("2244"), banner=banner)

    assert ([2244], []) == (found.values("workers"), found.found)


REVIEWED = "1 | Đông | 300 | 10 | 2 | 0 | 1 | 9\n2 | Hạ | 200 | 5 | 1 | 0 | 0 | {end}\n3 | Trung | 100 | 4 | 1 | 1 | 1 | 5"
NUMBERINGS = ["(1) | (2) | (3) | (4) | (5) | (6) | (7) | (8)=(4)-(5)+(6)+(7)", "A | B | 1 | 2 | 3 | 4 | 5 | 6=2-3+4+5"]


@pytest.mark.parametrize("numbering", NUMBERINGS)
def test_case_53_the_formula_of_a_column_holds_each_row(read, numbering):
    assert [] == read("poor_review", numbering + "\n" + REVIEWED.format(end=4)).found

    found = read("poor_review", numbering + "\n" + REVIEWED.format(end=6))
    assert ([9, 6, 5], [("stopped", "H8")]) == (found.values("at_end"), found.case("53"))
    assert "dòng 8 lệch 2" in found.found[0]["message"]


def test_case_53_a_formula_that_no_row_keeps_is_wrong_itself(read):
    text = "(1) | (2) | (3) | (4) | (5) | (6) | (7) | (8)=(3)-(5)+(6)+(7)\n" + REVIEWED.format(end=4)

    assert [("flagged", "H6")] == read("poor_review", text).case("53")


def test_case_53_a_product_with_a_blank_is_not_judged(read):
    numbering = "(1) | (2) | (3) | (4) | (5) | (6) | (7) | (8) | (9)=(5)x(6)\n"
    text = "1 | Tết | CTN | NCC mức 1 | 3 | 300000 | | | {amount}\n2 | Tết | CTN | NCC mức 2 | | 600000 | | | 1200000"

    [doubt] = read("gifts", numbering + text.format(amount=900000)).found
    assert ("flagged", "số lượng × mức", "I8") == (doubt["severity"], doubt["check"], doubt["cell"])
    assert [("stopped", "I7")] == read("gifts", numbering + text.format(amount=90000)).case("53")


def test_case_52_a_header_of_three_merged_rows(tmp_path):
    upper, lower = header(LAYOUTS["poor_review"])
    top = [*BANNER, ["BIỂU", "", "", "SỐ HỘ"], upper, lower, *grid("1 | Đông | 300 | 10 | 2 | 0 | 1 | 9")]
    found = Read(tmp_path, "poor_review", written(**{"B8a. Hộ nghèo": top}))

    assert ([2], [9], []) == (found.values("escaped"), found.values("at_end"), found.found)


def test_case_54_and_55_groups_and_sums_are_no_records(read):
    found = read(
        "poor_review",
        """
        I | Khu vực nông thôn   |     |    |   |   |   |
        1 | Đông                | 300 | 10 | 2 | 0 | 1 | 9
        2 | Hạ                  | 200 | 5  | 1 | 0 | 0 | 4
          | Cộng thôn           | 500 | 15 | 3 | 0 | 1 | 13
          | TỔNG SỐ             | 500 | 15 | 3 | 0 | 1 | 13
    """,
    )

    assert (["Đông", "Hạ"], []) == (found.values("village"), found.found)


def test_case_54_a_row_that_names_a_village_or_a_block_belongs_to_the_rows_below(read):
    found = read(
        "beneficiaries",
        "\n".join(
            [
                "I | Khu vực nông thôn",
                " | Thôn Bằng Lai",
                person().replace("Bằng Lai", ""),
                person(number="").replace("Bằng Lai", "Hạ"),
                " | Thôn Đông",
                person(number="").replace("Bằng Lai", ""),
                "II. Khu vực thành thị",
                person(number="").replace("Bằng Lai", ""),
            ]
        ),
    )

    assert ["Thôn Bằng Lai", "Hạ", "Thôn Đông", None] == found.values("village")
    assert ["Khu vực nông thôn"] * 3 + ["Khu vực thành thị"] == found.values("block")
    assert [("fixed", "F8,F11")] == found.case("54")


def test_case_57_a_merged_village_belongs_to_each_of_its_rows(tmp_path):
    text = funeral(village="Bằng Lai") + "\n" + funeral(village="", name="Mẫu Thị Thử") + "\n" + funeral(village="Hạ")
    found = Read(tmp_path, "funerals", with_cell("funerals", text, "", None, merge_range=("F6:F7", "Bằng Lai")))

    assert (["Bằng Lai", "Bằng Lai", "Hạ"], []) == (found.values("village"), found.found)


def test_case_57_a_merged_amount_is_one_amount(tmp_path):
    text = funeral(amount="7200000") + "\n" + funeral(amount="")
    found = Read(tmp_path, "funerals", with_cell("funerals", text, "", None, merge_range=("G6:G7", 7200000)))

    assert [7_200_000, None] == found.values("amount")
    assert [("stopped", "G7")] == [(row["severity"], row["cell"]) for row in found.found]


@pytest.mark.parametrize("mark", ["nt", "như trên", '"', "-nt-", "〃"])
def test_case_58_ditto_marks_repeat_texts_and_categories(read, mark):
    found = read("beneficiaries", person() + "\n" + person(group=mark, number="'030042000002"))

    assert (["elderly_no_pension"] * 2, [("fixed", "G7")]) == (found.values("group"), found.case("58"))


def test_case_58_ditto_marks_repeat_no_numbers(read):
    found = read("funerals", funeral() + "\n" + funeral(amount="nt"))

    assert [("stopped", "G7")] == [(row["severity"], row["cell"]) for row in found.found]


def test_case_59_the_foot_ends_the_table(read):
    found = read(
        "labour", labour("2244") + "\n | Số tiền bằng chữ: hai nghìn đồng\n | Người lập biểu | | TM. UBND\n | Mẫu Văn Ký | 5 | 6 | 7"
    )

    assert [2244] == found.values("workers")


@pytest.mark.parametrize(
    ("mark", "cell"),
    [({"set_row": (4, None, None, {"hidden": True})}, "A5"), ({"set_column": ("D:D", None, None, {"hidden": True})}, "D:D")],
)
def test_case_60_hidden_rows_and_columns_are_read_and_flagged(tmp_path, mark, cell):
    found = Read(tmp_path, "labour", with_cell("labour", labour("2244"), "", None, **mark))

    assert ([2244], [("flagged", cell)]) == (found.values("workers"), found.case("60"))


def test_case_60_rows_that_a_filter_hides_are_told_so(tmp_path):
    marks = {"autofilter": ("A4:E5",), "filter_column": ("D", "x > 9000"), "set_row": (4, None, None, {"hidden": True})}
    found = Read(tmp_path, "labour", with_cell("labour", labour("2244"), "", None, **marks))

    assert [("flagged", "A5")] == found.case("60")
    assert "bộ lọc" in found.found[0]["message"]


def test_case_60_a_hidden_sheet_is_read_and_flagged(read):
    found = read("labour", labour("2244"), lambda data: replaced(data, WORKBOOK, ("<sheet name", '<sheet state="hidden" name')))

    assert ([2244], [("flagged", "")]) == (found.values("workers"), found.case("60"))


STYLES = [{"font_strikeout": True}, {"font_color": "#FF0000"}, {"font_color": "#C00000"}, {"bg_color": "#FFFF00"}]


@pytest.mark.parametrize("style", STYLES)
def test_case_61_meaning_in_formats_is_flagged(tmp_path, style):
    found = Read(tmp_path, "labour", with_cell("labour", labour("1"), "D5", 2244, style))

    assert ([2244], [("flagged", "D5")]) == (found.values("workers"), found.case("61"))


@pytest.mark.parametrize("style", [{"font": Font(strike=True)}, {"font": Font(color="FF0000")}, {"fill": PatternFill("solid", "FFFF00")}])
def test_case_61_formats_are_seen_however_a_program_writes_them_and_every_cell_is_listed(tmp_path, style):
    book = openpyxl.load_workbook(io.BytesIO(workbook("poor_review", REVIEWED.format(end=4))))
    for cell in ("B6", "C6", "D6", "B8", "H8", "J8"):
        for name, value in style.items():
            setattr(book.active[cell], name, value)
    book.save(tmp_path / "x.xlsx")
    data = (tmp_path / "x.xlsx").read_bytes()
    (tmp_path / "x.xlsx").unlink()
    found = Read(tmp_path, "poor_review", data)

    assert ([9, 4, 5], [("flagged", "B6,B8,C6,D6,H8")]) == (found.values("at_end"), found.case("61"))


def test_case_61_a_part_of_a_text_may_be_struck(read):
    found = read(
        "poor_review",
        REVIEWED.format(end=4),
        lambda data: replaced(
            data, "xl/sharedStrings.xml", ("<si><t>Hạ</t></si>", "<si><r><t>Hạ</t></r><r><rPr><strike/></rPr><t> cũ</t></r></si>")
        ),
    )

    assert [("flagged", "B7")] == found.case("61")


def test_case_61_comments_are_flagged(tmp_path):
    found = Read(tmp_path, "labour", with_cell("labour", labour("2244"), "", None, write_comment=("D5", "xem lại")))

    assert ([2244], [("flagged", "D5")]) == (found.values("workers"), found.case("61"))


@pytest.mark.parametrize("value", ["<v></v>", "<v/>", ""])
def test_case_62_formulas_without_a_saved_value_stop(read, value):
    found = read(
        "labour",
        labour("2244"),
        lambda data: replaced(data, SHEET1, ('<c r="D5"><v>2244</v></c>', f'<c r="D5"><f>2000+244</f>{value}</c>')),
    )

    assert ([None], [("stopped", "D5")]) == (found.values("workers"), found.case("62"))
    assert "lưu lại" in found.found[0]["remedy"]


@pytest.mark.parametrize("formula", ["[1]Sheet1!B5", "TODAY()-43000"])
def test_case_63_stale_values_are_used_and_flagged(tmp_path, formula):
    found = Read(tmp_path, "labour", with_cell("labour", labour("1"), "", None, write_formula=("D5", "=" + formula, None, 2244)))

    assert ([2244], [("flagged", "D5")]) == (found.values("workers"), found.case("63"))


def test_case_64_empty_sheets_are_nothing_and_two_sheets_of_a_form_stop(tmp_path):
    one = rows("labour", labour("2244"))
    found = Read(tmp_path, "labour", written(**{"B9a. Lao động": one, "Sheet2": [], "Sheet3": []})).found
    assert [("info", "Tệp có 2 trang tính trống: Sheet2, Sheet3.")] == [(row["severity"], row["message"]) for row in found]

    found = Read(tmp_path, "labour", written(**{"B9a. Lao động": one, "B9a Lao dong": one})).whole.findings
    assert [("stopped", "đủ biểu")] == [(row["severity"], row["check"]) for row in found]


def below(form: str, first: str, second: str) -> list[list]:
    """A form twice on one sheet, one table below the other, each with its sum and its signature."""
    return [*rows(form, first), [], ["", "Người lập biểu"], [], *rows(form, second)]


def test_case_64_the_same_table_once_more_below_is_read_on(tmp_path):
    first = "1 | Đông | 300 | 10 | 2 | 0 | 1 | 9\n | Tổng cộng | 300 | 10 | 2 | 0 | 1 | 9"
    second = " | Hạ | 200 | 5 | 1 | 0 | 0 | 4\n | Tổng cộng | 200 | 5 | 1 | 0 | 0 | {end}"
    found = Read(tmp_path, "poor_review", written(**{"B8a. Hộ nghèo": below("poor_review", first, second.format(end=4))}))
    assert (["Đông", "Hạ"], []) == (found.values("village"), found.found)

    found = Read(tmp_path, "poor_review", written(**{"B8a. Hộ nghèo": below("poor_review", first, second.format(end=5))}))
    assert ["Dòng tổng, cột «Số hộ nghèo cuối năm»: ghi 5, cộng các dòng được 4, lệch 1."] == [row["message"] for row in found.found]


def test_case_64_another_table_below_is_flagged_and_not_counted(tmp_path):
    sheet = [
        *rows("poor_review", REVIEWED.format(end=4)),
        [],
        *header(LAYOUTS["near_poor_review"]),
        *grid("1 | Đông | 300 | 7 | 2 | 0 | 1 | 6"),
    ]
    found = Read(tmp_path, "poor_review", written(**{"B8a. Hộ nghèo": sheet}))

    assert ([9, 4, 5], [("flagged", "A10")]) == (found.values("at_end"), found.case("64"))


def test_case_64_the_same_table_beside_itself_stops(tmp_path):
    sheet = [*BANNER, *([*row, "", *row] for row in header(LAYOUTS["labour"]) + grid(labour("2244")))]
    found = Read(tmp_path, "labour", written(**{"B9a. Lao động": sheet}))

    assert [("stopped", "H4")] == found.case("64")
    assert "xuống dưới" in found.found[0]["remedy"]


def test_case_64_another_table_beside_or_above_is_flagged(tmp_path):
    one = header(LAYOUTS["labour"]) + grid(labour("2244"))
    beside = [[*row, "", *other] for row, other in zip(one, [["Thôn", "Số máy"], ["Đông", 3]], strict=True)]
    found = Read(tmp_path, "labour", written(**{"B9a. Lao động": [*BANNER, *beside]}))
    assert ([2244], [("flagged", "G4")]) == (found.values("workers"), found.case("64"))

    above = [["Thôn", "Số máy", "Số hộ"], ["Đông", 3, 4], [], *BANNER, *one]
    found = Read(tmp_path, "labour", written(**{"B9a. Lao động": above}))
    assert ([2244], [("flagged", "A2")]) == (found.values("workers"), found.case("64"))


def test_case_64_a_sheet_for_each_village_is_one_form(tmp_path):
    sheets = {
        f"B1 Thôn {name}": rows("beneficiaries", person(number=number).replace("Bằng Lai", ""))
        for name, number in (("Đông", "'030042000001"), ("Hạ", "'030042000002"))
    }
    found = Read(tmp_path, "beneficiaries", written(**sheets))

    assert (["Thôn Đông", "Thôn Hạ"], [("fixed", "F6")] * 2) == (found.values("village"), found.case("54"))
    assert {"fixed"} == {row["severity"] for row in found.whole.findings}
    assert ["B1 Thôn Đông", "B1 Thôn Hạ"] == [row["sheet"] for row in found.whole.coverage]


@pytest.mark.parametrize("second", ["B1. BTXH", "B1 BTXH thôn Đông"])
def test_case_64_a_village_twice_or_beside_the_whole_stops(tmp_path, second):
    sheets = {name: rows("beneficiaries", person()) for name in ("B1 Thôn Đông", second)}
    found = Read(tmp_path, "beneficiaries", written(**sheets)).whole.findings

    assert ("stopped", "đủ biểu") in [(row["severity"], row["check"]) for row in found]
    assert ("flagged", "case 48") in [(row["severity"], row["check"]) for row in found]


def test_case_64_a_sheet_of_no_form_is_named_and_its_form_is_missing(tmp_path):
    found = Read(tmp_path, "labour", written(**{"B9a cũ": rows("labour", labour("2244"))})).whole.findings

    assert [("stopped", "B9a cũ"), ("stopped", "")] == [(row["severity"], row["sheet"]) for row in found]


def test_case_65_a_header_repeated_on_each_page(read):
    again = " | ".join(header(LAYOUTS["labour"])[0])
    found = read("labour", labour("2244") + "\n" + again + "\n2 | Hộ kinh doanh cá thể | 20 | 45 | 3")

    assert ([2244, 45], []) == (found.values("workers"), found.found)


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("BẢNG 2. NĂM 2023", [("stopped", "A7")]),
        ("Kèm theo báo cáo năm 2024", []),
        ("Kim Xuyên, ngày 05 tháng 01 năm 2025", []),
        ("Trang 2", []),
    ],
)
def test_case_64_a_second_table_of_the_form_under_another_year_stops(read, title, told):
    again = "\n".join(" | ".join(row) for row in header(LAYOUTS["labour"]))
    found = read("labour", f"{labour('2244')}\n\n | {title}\n{again}\n2 | Hộ kinh doanh cá thể | 20 | 45 | 3").found

    assert told == [(row["severity"], row["cell"]) for row in found if row["check"] == "case 64"]


@pytest.mark.parametrize("sign", ["▼", "▾", "Lọc ▼", "🔽"])
def test_a_row_of_the_signs_of_a_filter_is_said_once(read, sign):
    found = read("beneficiaries", " | ".join([sign] * 15) + "\n" + person())

    assert 1 == len(found.values("group"))
    assert [("info", "A6", "1 dòng chỉ có dấu, như dấu của nút lọc: không phải số liệu, không được tính.")] == [
        (row["severity"], row["cell"], row["message"]) for row in found.found
    ]

"""What communes really send: one test for each kind of mess, on a workbook that has it.

The number in a test's name is the number of the case, which the finding carries in ``check``.
Fixed: the value is right. Flagged: the value is kept and told. Stopped: no value, and told why.
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Callable
from datetime import date, datetime

import pandas as pd
import pytest
import xlsxwriter
from small_sheets import CATEGORIES, LAYOUTS, grid, header
from surgery import SHEET1, packed, replaced, saved, written

from ctxh.corrections import Correction
from ctxh.reader import _answer
from ctxh.reading import _reading
from ctxh.receive import Expected, Received, receive
from ctxh.workbooks import read_sheets

AREAS = pd.DataFrame(
    [("10771", "Kim Xuyên", "xã", ""), ("10750", "Phú Thái", "thị trấn", "TT Phú Thái|T.T. Phú Thái")],
    columns=["area_code", "name", "kind", "aliases"],
)
BANNER = [["UBND HUYỆN KIM THÀNH"], ["UBND XÃ KIM XUYÊN"], ["TỔNG HỢP NĂM 2024"]]
WORKBOOK = "xl/workbook.xml"
OLD = "Người cao tuổi từ đủ 80 tuổi"


def rows(form: str, text: str, banner=BANNER) -> list[list]:
    """The rows of a form: banner, header, data; data begin in row 5, or 6 under a header of two rows."""
    return banner + header(LAYOUTS[form]) + grid(text)


def workbook(form: str, text: str, banner=BANNER) -> bytes:
    return written(**{LAYOUTS[form].sheet_names[0]: rows(form, text, banner)})


def received(folder, form: str, data: bytes, name: str = "Xa_Kim_Xuyen_2024.xlsx", areas: int = 1) -> Received:
    """What a folder gives that holds this workbook beside those saved before."""
    saved(folder, data, name)
    return receive(folder, Expected(2024, "293", "huyện Kim Thành", AREAS[:areas], {form: LAYOUTS[form]}, CATEGORIES))


class Read:
    """One form read from one workbook: its values by column, its findings by case."""

    def __init__(self, folder, form: str, data: bytes, **where) -> None:
        self.whole = received(folder, form, data, **where)
        self.found = [row for row in self.whole.findings if row["check"] != "đủ biểu"]

    def values(self, column: str) -> list:
        table = pd.concat([records.table for records in self.whole.records])
        return [None if value != value else value for value in table[column].tolist()]

    def case(self, number: str) -> list[tuple[str, str]]:
        """Severity and cells of the findings of a case, which must be all findings there are."""
        assert {f"case {number}"} == {row["check"] for row in self.found}, self.found
        assert all(row["file"] and row["sheet"] and row["message"] for row in self.found)
        assert all(row["remedy"] for row in self.found if row["severity"] != "fixed")
        return [(row["severity"], row["cell"]) for row in self.found]


@pytest.fixture(autouse=True)
def in_this_process(monkeypatch):
    """The reader without its child, which ``test_reading`` holds: a tenth of the time."""

    def read_workbooks(paths, keys):
        return (_reading(path, _answer(path, keys)) for path in paths)

    monkeypatch.setattr("ctxh.receive.read_workbooks", read_workbooks)


@pytest.fixture
def read(tmp_path) -> Callable[..., Read]:
    """A form read from the lines of a text, the workbook operated on before."""

    def reading(form: str, text: str, operate=lambda data: data, banner=BANNER, **where) -> Read:
        return Read(tmp_path, form, operate(workbook(form, text, banner)), **where)

    return reading


def labour(workers: str, kind: str = "Doanh nghiệp") -> str:
    return f"1 | {kind} | 67 | {workers} | 2"


def funeral(amount: str = "7200000", day: str = "04/11/2024", name: str = "Mẫu Văn Thử", village: str = "Bằng Lai", number: str = "") -> str:
    return f"1 | {name} | {number} | {day} | | {village} | {amount} | 12/QĐ | 11/2024 | "


def person(group: str = OLD, birth: str = "1942", number: str = "'030042000001", amount: str = "500000", month: str = "01/2022") -> str:
    return f"1 | Mẫu Văn Thử | {birth} | | {number} | Bằng Lai | {group} | 1 | {amount} | | {month} | 12/QĐ | TK | | "


def with_cell(form: str, text: str, cell: str, value, style: dict | None = None, book_options: dict | None = None, **marks) -> bytes:
    """A workbook whose cell holds a value in a format that text cannot say; ``marks`` are calls on its sheet."""
    stream = io.BytesIO()
    options = {"in_memory": True, "default_date_format": "dd/mm/yyyy"} | (book_options or {})
    with xlsxwriter.Workbook(stream, options) as book:
        sheet = book.add_worksheet(LAYOUTS[form].sheet_names[0])
        for r, row in enumerate(rows(form, text)):
            for c, old in enumerate(row):
                if old not in ("", None):
                    sheet.write(r, c, old)
        write = sheet.write_datetime if isinstance(value, (date, datetime)) else sheet.write
        if cell:
            write(cell, value, book.add_format(style)) if style else write(cell, value)
        for name, arguments in marks.items():
            getattr(sheet, name)(*arguments)
    return stream.getvalue()


# Numbers


@pytest.mark.parametrize("written", ["1.466.850.000đ", "1.466.850.000 đồng"])
def test_case_01_dots_and_the_letter_of_dong(read, written):
    found = read("funerals", funeral(written))

    assert ([1_466_850_000], [("fixed", "G6")]) == (found.values("amount"), found.case("01"))


@pytest.mark.parametrize(("written", "value"), [("1 tỷ 134 triệu", 1_134_000_000), ("3 tỷ 127 triệu 200 nghìn đồng", 3_127_200_000)])
def test_case_02_mixed_words(read, written, value):
    assert [value] == read("funerals", funeral(written)).values("amount")


@pytest.mark.parametrize(("written", "value"), [("64,167 tỷ đồng", 64_167_000_000), ("2,646 tỷ", 2_646_000_000)])
def test_case_03_decimal_comma_before_billions(read, written, value):
    assert [value] == read("funerals", funeral(written)).values("amount")


def test_case_04_a_comma_in_a_count_is_doubted(read):
    found = read("labour", labour("2,634"))

    assert ([2634], [("flagged", "D5")]) == (found.values("workers"), found.case("04"))


def test_case_04_a_comma_in_an_amount_without_words_stops(read):
    found = read("funerals", funeral("64,167"))

    assert ([None], [("stopped", "G6")]) == (found.values("amount"), found.case("04"))


def test_case_05_a_count_that_excel_took_for_a_fraction_is_named_with_the_likely_count(read):
    found = read("labour", labour("2.6"))

    assert ([None], [("stopped", "D5")]) == (found.values("workers"), found.case("05"))
    assert "2.600" in found.found[0]["remedy"]


def test_case_06_english_separators(read):
    assert [1_466_850_000] == read("funerals", funeral("1,466,850,000")).values("amount")


def test_case_07_a_dropped_zero_stops_with_a_proposal(read):
    found = read("funerals", funeral("2.000.00đ"))

    assert ([None], [("stopped", "G6")]) == (found.values("amount"), found.case("07"))
    assert "2.000.000" in found.found[0]["remedy"]


def test_case_07_two_noughts_after_a_dot_are_a_dropped_zero_too(read):
    assert [("stopped", "G6")] == read("funerals", funeral("'300.00")).case("07")


def test_case_08_leading_zeros_count_and_are_kept_in_codes(read):
    assert [6] == read("labour", labour("'06")).values("workers")
    assert ["003"] == read("funerals", funeral().replace("12/QĐ", "'003")).values("decision_number")


def test_case_09_a_part_of_a_whole_is_the_part(read):
    assert [10_497] == read("labour", labour("10.497/10.500")).values("workers")


def test_case_09_a_part_above_its_whole_stops(read):
    assert [("stopped", "D5")] == read("labour", labour("10.500/10.497")).case("09")


def test_case_10_a_part_of_a_whole_that_excel_made_a_date_is_named(tmp_path):
    found = Read(tmp_path, "labour", with_cell("labour", labour("3"), "D5", date(2024, 5, 3)))

    assert ([None], [("stopped", "D5")]) == (found.values("workers"), found.case("10"))


@pytest.mark.parametrize("written", ["khoảng 366", "trên 366", "gần 366", "hơn 366"])
def test_case_12_words_of_approximation(read, written):
    assert [366] == read("labour", labour(written)).values("workers")


def test_case_13_a_percent_format_is_read_as_shown(tmp_path):
    text = "1 | Mẫu Văn Thử | | | Điều dưỡng tập trung tại Hải Dương | | 5 | 100000"
    data = with_cell("merit_services", text, "F5", 0.21, {"num_format": "0%"})

    [sheet] = read_sheets(saved(tmp_path, data))
    assert "21%" == sheet.rows[4][5]


@pytest.mark.parametrize("style", [None, {"num_format": "0.0%"}])
def test_case_14_a_percent_in_a_count_stops(tmp_path, style):
    data = with_cell("labour", labour("1"), "D5", 0.346 if style else "2,634% lao động", style)
    found = Read(tmp_path, "labour", data)

    assert ([None], [("stopped", "D5")]) == (found.values("workers"), found.case("14"))


@pytest.mark.parametrize(("caption", "value"), [("ĐVT: 1.000 đồng", 7_200_000), ("Đơn vị tính: nghìn đồng", 7_200_000), ("ĐVT: đồng", 7200)])
def test_case_15_the_caption_says_in_what_the_amounts_are(read, caption, value):
    found = read("funerals", funeral("7200"), banner=[*BANNER, ["", caption]])

    assert [value] == found.values("amount")
    assert value == 7200 or found.case("15") == [("fixed", "G7")]


def test_case_15_two_captions_stop(read):
    found = read("funerals", funeral("7200"), banner=[*BANNER, ["ĐVT: đồng", "ĐVT: triệu đồng"]])

    assert [("stopped", "G7")] == found.case("15")


@pytest.mark.parametrize(("written", "level"), [("1.500.000đ/ người/3 tháng", 1_500_000), ("500.000 đồng x 3 tháng/đối tượng", 500_000)])
def test_case_16_a_level_for_months_and_persons(read, written, level):
    assert [level] == read("gifts", f"1 | Tết | CTN | NCC mức 1 | 1 | {written} | | | {level}").values("unit_value")


def test_case_17_nothing_nought_and_yes(read):
    assert [0] == read("labour", labour("-")).values("workers")
    assert [("stopped", "D5")] == [(r["severity"], r["cell"]) for r in read("labour", labour("")).found]
    assert [True] == read("beneficiaries", person().replace("500000 | |", "500000 | x |")).values("home_care")


def test_case_18_numbers_stored_as_text(read):
    found = read("labour", labour("'2244"))

    assert ([2244], []) == (found.values("workers"), found.found)


@pytest.mark.parametrize("written", ["1\u00a0134\u00a0000", "1\u2009134\u2009000", "1134\u200b000", "１１３４０００"])
def test_case_19_thin_blanks_and_wide_digits(read, written):
    assert [1_134_000] == read("funerals", funeral(written)).values("amount")


@pytest.mark.parametrize("written", ["l0", "1O"])
def test_case_20_letters_for_digits_stop(read, written):
    assert [("stopped", "D5")] == read("labour", labour(written)).case("20")


@pytest.mark.parametrize("written", ["(5)", "-5"])
def test_case_21_a_negative_count_stops(read, written):
    assert [("stopped", "D5")] == read("labour", labour(written)).case("21")


def test_case_22_float_noise_is_rounded_to_one_dong(tmp_path):
    assert [500_000] == Read(tmp_path, "funerals", with_cell("funerals", funeral("1"), "G6", 499999.99999)).values("amount")


def test_case_22_more_than_noise_is_named(tmp_path):
    found = Read(tmp_path, "funerals", with_cell("funerals", funeral("1"), "G6", 499999.5))

    assert [("stopped", "G6")] == found.case("05")


@pytest.mark.parametrize("shown", ["#REF!", "#DIV/0!", "#N/A", "#VALUE!"])
def test_case_23_an_error_cell_stops_by_name(read, shown):
    found = read("labour", labour("2244"), lambda data: replaced(data, SHEET1, (
        '<c r="D5"><v>2244</v></c>', f'<c r="D5" t="e"><f>A1/0</f><v>{shown}</v></c>')))  # fmt: skip

    assert ([None], [("stopped", "D5")]) == (found.values("workers"), found.case("23"))
    assert shown in found.found[0]["message"]


def test_case_23_an_error_cell_can_be_corrected(tmp_path):
    data = replaced(workbook("labour", labour("2244")), SHEET1, (
        '<c r="D5"><v>2244</v></c>', '<c r="D5" t="e"><f>A1/0</f><v>#REF!</v></c>'))  # fmt: skip
    repair = Correction(2, "Xa_Kim_Xuyen_2024.xlsx", "B9a. Lao động", "D5", "#REF!", "2244", "xã báo lại", "A", "01/02/2025")
    saved(tmp_path, data)
    expected = Expected(2024, "293", "huyện Kim Thành", AREAS[:1], {"labour": LAYOUTS["labour"]}, CATEGORIES, (repair,))
    found = receive(tmp_path, expected)

    assert ([2244], ["fixed"]) == (found.records[0].table["workers"].tolist(), [row["severity"] for row in found.findings])


def test_case_24_another_unit_of_measure_is_flagged(read):
    found = read("labour", labour("45 hộ"))

    assert ([45], [("flagged", "D5")]) == (found.values("workers"), found.case("24"))


# Text and encoding


def test_case_27_decomposed_letters_in_cells_header_sheet_and_file(tmp_path):
    def nfd(text):
        return unicodedata.normalize("NFD", text) if isinstance(text, str) else text

    text = [[nfd(value) for value in row] for row in rows("poor_review", "1 | Thôn Đông | 300 | 10 | 2 | 0 | 1 | 9")]
    data = written(**{nfd("B8a. Hộ nghèo"): text})
    found = Read(tmp_path, "poor_review", data, name=nfd("Xã Kim Xuyên 2024.xlsx"))

    assert (["Thôn Đông"], []) == (found.values("village"), found.found)


TCVN3 = dict(zip("àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵĂÂÊÔƠƯĐ",
                 "µ¶·¸¹¨»¼½¾Æ©ÇÈÉÊË®ÌÎÏÐÑªÒÓÔÕÖ×ØÜÝÞßáâãä«åæçèé¬êëìíîïñòóô\xadõö÷øùúûüýþ¡¢£¤¥¦§", strict=True))  # fmt: skip


def as_tcvn3(text: str) -> str:
    return "".join(TCVN3.get(char, char) for char in text)


def test_case_28_tcvn3_in_cells_and_header(tmp_path):
    text = [[as_tcvn3(value) if isinstance(value, str) else value for value in row]
            for row in [["UBND xã Kim Xuyên"], ["Năm 2024"], *header(LAYOUTS["poor_review"]), *grid("1 | Đồng Cẩm | 300 | 10 | 2 | 0 | 1 | 9")]]  # fmt: skip
    found = Read(tmp_path, "poor_review", written(**{"B8a. Hộ nghèo": text}))

    assert ["Đồng Cẩm"] == found.values("village")
    assert ["fixed"] == [severity for severity, _ in found.case("28")]


def test_case_28_the_font_decides_where_the_letters_do_not(tmp_path):
    data = with_cell("poor_review", "1 | x | 300 | 10 | 2 | 0 | 1 | 9", "B6", "H¹ §«ng Hé", {"font_name": ".VnTime"})

    assert ["Hạ Đông Hộ"] == Read(tmp_path, "poor_review", data).values("village")
    data = with_cell("poor_review", "1 | x | 300 | 10 | 2 | 0 | 1 | 9", "B6", "Hé", {"font_name": ".VnTime"})
    assert ["Hộ"] == Read(tmp_path, "poor_review", data).values("village")


def test_case_29_the_soft_hyphen_is_a_letter_of_tcvn3(read):
    found = read("beneficiaries", person(as_tcvn3(OLD)))

    assert "\xad" in as_tcvn3(OLD)
    assert (["elderly_80"], [("fixed", "G6")]) == (found.values("group"), found.case("28"))


def test_case_30_vni(read):
    found = read("poor_review", "1 | Toå daân phoá Ñoâng Thaønh | 300 | 10 | 2 | 0 | 1 | 9")

    assert (["Tổ dân phố Đông Thành"], [("fixed", "B6")]) == (found.values("village"), found.case("30"))


def test_case_31_each_cell_is_decided_alone(read):
    found = read("poor_review", f"""
        1 | Đồng Cẩm             | 300 | 10 | 2 | 0 | 1 | 9
        2 | {as_tcvn3("Đồng Cẩm")} | 300 | 10 | 2 | 0 | 1 | 9
        3 | Ñoàng Caåm           | 300 | 10 | 2 | 0 | 1 | 9
    """)  # fmt: skip

    assert ["Đồng Cẩm"] * 3 == found.values("village")
    assert [("case 28", "B7"), ("case 30", "B8")] == [(row["check"], row["cell"]) for row in found.found]


@pytest.mark.parametrize("letter", ["\u00d0", "\u0189"])
def test_case_32_a_foreign_d_is_ours(read, letter):
    found = read("poor_review", f"1 | {letter}ại {letter}ức | 300 | 10 | 2 | 0 | 1 | 9")

    assert (["Đại Đức"], []) == (found.values("village"), found.found)


def test_case_33_a_foreign_u_is_ours(read):
    found = read("poor_review", "1 | TRƢỜNG, ngƣời | 300 | 10 | 2 | 0 | 1 | 9")

    assert ["TRƯỜNG, người"] == found.values("village")


def test_case_34_bytes_read_as_letters_are_restored(read):
    broken = "Nguyễn Đông".encode().decode("cp1252", "replace").replace("\ufffd", "\x90")
    found = read("poor_review", f"1 | {broken} | 300 | 10 | 2 | 0 | 1 | 9")

    assert (["Nguyễn Đông"], [("fixed", "B6")]) == (found.values("village"), found.case("34"))


def test_case_34_lost_letters_stop(read):
    assert [("stopped", "B6")] == read("poor_review", "1 | Ngu\ufffdn | 300 | 10 | 2 | 0 | 1 | 9").case("34")


@pytest.mark.parametrize("written", ["Ngày Thương binh - Liệt sỹ 27/7", "Ngày thương binh - liệt sĩ 27/7"])
def test_case_36_i_and_y_are_one(read, written):
    found = read("gifts", f"1 | {written} | CTN | NCC mức 1 | 1 | 300000 | | | 300000")

    assert (["jul27"], []) == (found.values("occasion"), found.found)


def test_case_35_the_place_of_the_tone_does_not_matter(read):
    assert ["elderly_80"] == read("beneficiaries", person("Nguời cao tuôỉ từ đủ 80 tuổi")).values("group")


def test_case_37_letters_that_only_look_like_ours_are_flagged(read):
    found = read("beneficiaries", person(OLD.replace("a", "а")))

    assert (["elderly_80"], [("flagged", "G6")]) == (found.values("group"), found.case("37"))


def test_case_38_blanks_and_line_breaks(tmp_path):
    data = with_cell("labour", labour("2244", "  Doanh   nghiệp "), "D4", "Số\nlao  động")
    found = Read(tmp_path, "labour", data)

    assert (["enterprise"], [2244], []) == (found.values("kind"), found.values("workers"), found.found)


def test_case_39_remarks_in_a_name_are_flagged_and_the_name_kept_back(read):
    found = read("beneficiaries", person().replace("Mẫu Văn Thử", "BÀ MẪU THỊ THỬ (chết 3/2024)"))

    assert (["elderly_80"], [("flagged", "B6")]) == (found.values("group"), found.case("39"))
    assert "MẪU" not in str(found.found)


@pytest.mark.parametrize("name", ["NA", "NULL", "None", "nan"])
def test_case_40_names_that_programs_take_for_nothing(read, name):
    found = read("poor_review", f"1 | {name} | 300 | 10 | 2 | 0 | 1 | 9")

    assert [name] == found.values("village")


# Dates and identifiers


@pytest.mark.parametrize(("written", "day"), [
    ("09/4/2024", "2024-04-09"), ("21/03/2024", "2024-03-21"), ("17.4.2024", "2024-04-17"),
    ("ngày 05 tháng 8 năm 2024", "2024-08-05"),
])  # fmt: skip
def test_case_41_the_day_comes_first(read, written, day):
    found = read("funerals", funeral(day=written))

    assert ([day], []) == (found.values("death_date"), found.found)


def test_case_42_days_that_excel_may_have_turned_are_flagged(tmp_path):
    data = with_cell("funerals", funeral() + "\n" + funeral(day="25/03/2024"), "D6", date(2024, 3, 5))
    found = Read(tmp_path, "funerals", data)

    assert (["2024-03-05", "2024-03-25"], [("flagged", "D6")]) == (found.values("death_date"), found.case("42"))


def test_case_43_the_column_of_the_year_tells_the_sex(read):
    found = read("beneficiaries", person().replace("| 1942 | |", "| | 1944 |"))

    assert (["female"], ["80-84"]) == (found.values("sex"), found.values("age_band"))


def test_case_44_day_numbers_count_from_the_workbooks_own_day(tmp_path):
    found = Read(tmp_path, "funerals", with_cell("funerals", funeral(), "D6", 45356))
    assert ["2024-03-05"] == found.values("death_date")

    found = Read(tmp_path, "funerals", with_cell("funerals", funeral(), "D6", 45356 - 1462, book_options={"date_1904": True}))
    assert ["2024-03-05"] == found.values("death_date")


@pytest.mark.parametrize("written", ["4/2024", "T4/2024", "tháng 4", "tháng 4 năm 2024"])
def test_case_45_a_month_alone(read, written):
    assert ["2024-04"] == read("beneficiaries", person(month=written)).values("from_month")


@pytest.mark.parametrize("written", ["31/02/2024", "00/00/1944"])
def test_case_46_impossible_days_stop_and_the_row_stays(read, written):
    found = read("funerals", funeral(day=written))

    assert ([None], [7_200_000], [("stopped", "D6")]) == (found.values("death_date"), found.values("amount"), found.case("46"))


@pytest.mark.parametrize(("number", "severity"), [("'30042000001", "fixed"), ("30042000001", "fixed"), ("3.0042E+10", "flagged")])
def test_case_47_identity_numbers_that_lost_digits(read, number, severity):
    assert [(severity, "E6")] == read("beneficiaries", person(number=number)).case("47")


@pytest.mark.parametrize("number", ["'141234567", "'141234567; 030042000001"])
def test_case_48_old_and_several_numbers_are_flagged(read, number):
    found = read("beneficiaries", person(number=number))

    assert [("flagged", "E6")] == found.case("48")
    assert "141234567" not in str(found.found)


def test_case_48_a_number_shared_by_two_rows_is_flagged(read):
    found = read("beneficiaries", person() + "\n" + person())

    assert ([("flagged", "E6:E7")], 2) == (found.case("48"), len(found.values("group")))


def test_case_49_persons_without_a_number_are_counted(read):
    found = read("beneficiaries", person(number=""))

    assert (["elderly_80"], []) == (found.values("group"), found.found)


def test_case_50_codes_that_look_like_numbers_stay_texts(read):
    assert ["00097"] == read("funerals", funeral(village="'00097")).values("village")


# Layout and files


def test_case_51_and_53_banners_above_and_numbers_below_the_header(read):
    banner = [*BANNER, ["(Kèm theo Báo cáo số 12/BC-UBND)"], [], ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"]]
    found = read("labour", "(1) | (2) | (3) | (4) | (5)=(3)+(4)\n" + labour("2244"), banner=banner)

    assert ([2244], []) == (found.values("workers"), found.found)


def test_case_52_a_header_of_three_merged_rows(tmp_path):
    upper, lower = header(LAYOUTS["poor_review"])
    top = [*BANNER, ["BIỂU", "", "", "SỐ HỘ"], upper, lower, *grid("1 | Đông | 300 | 10 | 2 | 0 | 1 | 9")]
    found = Read(tmp_path, "poor_review", written(**{"B8a. Hộ nghèo": top}))

    assert ([2], [9], []) == (found.values("escaped"), found.values("at_end"), found.found)


def test_case_54_and_55_groups_and_sums_are_no_records(read):
    found = read("poor_review", """
        I | Khu vực nông thôn   |     |    |   |   |   |
        1 | Đông                | 300 | 10 | 2 | 0 | 1 | 9
        2 | Hạ                  | 200 | 5  | 1 | 0 | 0 | 4
          | Cộng thôn           | 500 | 15 | 3 | 0 | 1 | 13
          | TỔNG SỐ             | 500 | 15 | 3 | 0 | 1 | 13
    """)  # fmt: skip

    assert (["Đông", "Hạ"], []) == (found.values("village"), found.found)


def test_case_56_and_26_a_typed_sum_that_disagrees_stops_with_the_difference(read):
    found = read("poor_review", """
        1 | Đông      | 300 | 10 | 2 | 0 | 1 | 9
          | Tổng cộng | 300 | 10 | 2 | 0 | 1 | 19
    """)  # fmt: skip

    assert [("stopped", "H7")] == [(row["severity"], row["cell"]) for row in found.found]
    assert "lệch 10" in found.found[0]["message"]


def test_case_57_a_merged_village_belongs_to_each_of_its_rows(tmp_path):
    text = funeral(village="Bằng Lai") + "\n" + funeral(village="") + "\n" + funeral(village="Hạ")
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

    assert (["elderly_80"] * 2, [("fixed", "G7")]) == (found.values("group"), found.case("58"))


def test_case_58_ditto_marks_repeat_no_numbers(read):
    found = read("funerals", funeral() + "\n" + funeral(amount="nt"))

    assert [("stopped", "G7")] == [(row["severity"], row["cell"]) for row in found.found]


def test_case_59_the_foot_ends_the_table(read):
    found = read("labour", labour("2244") + "\n | Số tiền bằng chữ: hai nghìn đồng\n | Người lập biểu | | TM. UBND\n | Mẫu Văn Ký | 5 | 6 | 7")

    assert [2244] == found.values("workers")


@pytest.mark.parametrize(("mark", "cell"), [({"set_row": (4, None, None, {"hidden": True})}, "A5"), ({"set_column": ("D:D", None, None, {"hidden": True})}, "D:D")])
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


@pytest.mark.parametrize("style", [{"font_strikeout": True}, {"font_color": "#FF0000"}, {"bg_color": "#FFFF00"}])
def test_case_61_meaning_in_formats_is_flagged(tmp_path, style):
    found = Read(tmp_path, "labour", with_cell("labour", labour("1"), "D5", 2244, style))

    assert ([2244], [("flagged", "D5")]) == (found.values("workers"), found.case("61"))


def test_case_61_comments_are_flagged(tmp_path):
    found = Read(tmp_path, "labour", with_cell("labour", labour("2244"), "", None, write_comment=("D5", "xem lại")))

    assert ([2244], [("flagged", "D5")]) == (found.values("workers"), found.case("61"))


@pytest.mark.parametrize("value", ["<v></v>", "<v/>", ""])
def test_case_62_formulas_without_a_saved_value_stop(read, value):
    found = read("labour", labour("2244"), lambda data: replaced(data, SHEET1, (
        '<c r="D5"><v>2244</v></c>', f'<c r="D5"><f>2000+244</f>{value}</c>')))  # fmt: skip

    assert ([None], [("stopped", "D5")]) == (found.values("workers"), found.case("62"))
    assert "lưu lại" in found.found[0]["remedy"]


@pytest.mark.parametrize("formula", ["[1]Sheet1!B5", "TODAY()-43000"])
def test_case_63_stale_values_are_used_and_flagged(tmp_path, formula):
    found = Read(tmp_path, "labour", with_cell("labour", labour("1"), "", None, write_formula=("D5", "=" + formula, None, 2244)))

    assert ([2244], [("flagged", "D5")]) == (found.values("workers"), found.case("63"))


def test_case_64_empty_sheets_are_nothing_and_two_sheets_of_a_form_stop(tmp_path):
    one = rows("labour", labour("2244"))
    assert [] == Read(tmp_path, "labour", written(**{"B9a. Lao động": one, "Sheet2": [], "Sheet3": []})).found

    found = Read(tmp_path, "labour", written(**{"B9a. Lao động": one, "B9a Lao dong": one})).whole.findings
    assert [("stopped", "đủ biểu")] == [(row["severity"], row["check"]) for row in found]


def test_case_65_a_header_repeated_on_each_page(read):
    again = " | ".join(header(LAYOUTS["labour"])[0])
    found = read("labour", labour("2244") + "\n" + again + "\n2 | Hộ kinh doanh cá thể | 20 | 45 | 3")

    assert ([2244, 45], []) == (found.values("workers"), found.found)


@pytest.mark.parametrize(("name", "data", "kind"), [
    ("Xa_Kim_Xuyen_2024.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Excel cũ .xls"),
    ("Xa_Kim_Xuyen_2024.xls", b"<html><table>", "HTML"),
    ("Xa_Kim_Xuyen_2024.csv", "Họ tên;Năm sinh".encode(), "CSV"),
    ("Xa_Kim_Xuyen_2024.ods", packed({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}), ".ods"),
    ("Xa_Kim_Xuyen_2024.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "mật khẩu"),
])  # fmt: skip
def test_case_66_other_kinds_of_files_are_told_by_their_content(tmp_path, name, data, kind):
    found = received(tmp_path, "labour", data, name).findings

    assert ("stopped", name) == (found[0]["severity"], found[0]["file"])
    assert kind in found[0]["message"]


def test_case_66_a_workbook_under_another_ending_is_read(tmp_path):
    assert [2244] == Read(tmp_path, "labour", workbook("labour", labour("2244")), name="Xa_Kim_Xuyen_2024.xls").values("workers")


def test_case_67_lock_files_are_ignored_and_copies_told(tmp_path):
    saved(tmp_path, b"", "~$Xa_Kim_Xuyen_2024.xlsx")
    saved(tmp_path, workbook("labour", labour("2244")), "Xa_Kim_Xuyen_2024 (1) - Copy.xlsx")
    found = Read(tmp_path, "labour", workbook("labour", labour("2244")))

    assert [2244] == found.values("workers")
    assert [("flagged", "case 67")] == [(row["severity"], row["check"]) for row in found.found]


def test_case_67_two_versions_stop(tmp_path):
    saved(tmp_path, workbook("labour", labour("2244")), "Xa_Kim_Xuyen_2024 (1).xlsx")

    assert "có 2 tệp" in Read(tmp_path, "labour", workbook("labour", labour("2245"))).found[0]["message"]


@pytest.mark.parametrize("data", [packed({"word/document.xml": b"<w/>"}), b"%PDF-1.7", b"\xff\xd8\xff\xe0"])
def test_case_68_what_is_no_workbook_stops_and_the_missing_are_listed(tmp_path, data):
    found = received(tmp_path, "labour", data).findings

    assert ["stopped", "stopped"] == [row["severity"] for row in found]
    assert "Thiếu 1/1 xã: xã Kim Xuyên" in found[1]["message"]


def test_case_69_missing_communes_and_old_years_stop(read):
    found = read("labour", labour("2244"), banner=[*BANNER[:2], ["TỔNG HỢP NĂM 2023"]], areas=2)

    assert ["Tiêu đề ghi năm 2023, không phải năm 2024.", "Thiếu 1/2 xã: thị trấn Phú Thái."] == [row["message"] for row in found.found]


@pytest.mark.parametrize("committee", ["UBND TT Phú Thái", "UBND T.T. PHÚ THÁI", "Uỷ ban nhân dân thị trấn Phú Thái", "UBND THỊ TRẤN PHÚ THÁI"])
def test_case_70_variants_of_a_name(tmp_path, committee):
    saved(tmp_path, workbook("labour", labour("1")))
    found = Read(tmp_path, "labour", workbook("labour", labour("2"), [["UBND HUYỆN KIM THÀNH"], [committee], ["NĂM 2024"]]), name="danh sách.xlsx", areas=2)

    assert (["10771", "10750"], []) == ([records.area_code for records in found.whole.records], found.found)


def test_case_71_a_person_in_two_communes_is_flagged(tmp_path):
    other = workbook("beneficiaries", person(), [["UBND HUYỆN KIM THÀNH"], ["UBND TT PHÚ THÁI"], ["NĂM 2024"]])
    saved(tmp_path, other, "TT_Phu_Thai_2024.xlsx")
    found = Read(tmp_path, "beneficiaries", workbook("beneficiaries", person()), areas=2)

    assert [("flagged", "E6")] == found.case("71")
    assert "030042000001" not in str(found.found)


def test_case_73_the_dead_in_the_list_are_flagged(tmp_path):
    sheets = {LAYOUTS[form].sheet_names[0]: rows(form, text) for form, text in (
        ("beneficiaries", person()), ("funerals", funeral(number="'030042000001")))}  # fmt: skip
    saved(tmp_path, written(**sheets))
    layouts = {form: LAYOUTS[form] for form in ("beneficiaries", "funerals")}
    found = receive(tmp_path, Expected(2024, "293", "huyện Kim Thành", AREAS[:1], layouts, CATEGORIES)).findings

    assert [("flagged", "case 73", "E6")] == [(row["severity"], row["check"], row["cell"]) for row in found]


def test_case_78_namesakes_are_two_persons(read):
    found = read("beneficiaries", person() + "\n" + person(number="'030042000009"))

    assert (2, []) == (len(found.values("group")), found.found)

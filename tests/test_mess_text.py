"""Text in old encodings, names and spellings: one test for each kind of mess, on a workbook that has it."""

from __future__ import annotations

import unicodedata

import pandas as pd
import pytest

from ctxh.clean.expected import Expected
from ctxh.clean.persons.names import plain_name
from ctxh.vietnamese import header_key, marked_key
from messy import OLD, Read, labour, person, received_from, rows, with_cell, workbook
from small_sheets import CATEGORIES, LAYOUTS, grid, header
from surgery import saved, written


def test_case_27_decomposed_letters_in_cells_header_sheet_and_file(tmp_path):
    def nfd(text):
        return unicodedata.normalize("NFD", text) if isinstance(text, str) else text

    text = [[nfd(value) for value in row] for row in rows("poor_review", "1 | Thôn Đông | 300 | 10 | 2 | 0 | 1 | 9")]
    data = written(**{nfd("B8a. Hộ nghèo"): text})
    found = Read(tmp_path, "poor_review", data, name=nfd("Xã Kim Xuyên 2024.xlsx"))

    assert (["Thôn Đông"], []) == (found.values("village"), found.found)


TCVN3 = dict(
    zip(
        "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵĂÂÊÔƠƯĐ",
        "µ¶·¸¹¨»¼½¾Æ©ÇÈÉÊË®ÌÎÏÐÑªÒÓÔÕÖ×ØÜÝÞßáâãä«åæçèé¬êëìíîïñòóô\xadõö÷øùúûüýþ¡¢£¤¥¦§",
        strict=True,
    )
)


def as_tcvn3(text: str) -> str:
    return "".join(TCVN3.get(char, char) for char in text)


def test_case_28_tcvn3_in_cells_and_header(tmp_path):
    text = [
        [as_tcvn3(value) if isinstance(value, str) else value for value in row]
        for row in [["UBND xã Kim Xuyên"], ["Năm 2024"], *header(LAYOUTS["poor_review"]), *grid("1 | Đồng Cẩm | 300 | 10 | 2 | 0 | 1 | 9")]
    ]
    found = Read(tmp_path, "poor_review", written(**{"B8a. Hộ nghèo": text}))

    assert ["Đồng Cẩm"] == found.values("village")
    assert ["fixed"] == [severity for severity, _ in found.case("28")]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("NguyÔn ThÞ Hång", "Nguyễn Thị Hồng"),
        ("Tæ d©n phè Hé nghÌo", "Tổ dân phố Hộ nghèo"),
        ("§èi t\xadîng", "Đối tượng"),
    ],
)
def test_case_28_and_29_tcvn3_as_it_arrives(read, written, meant):
    found = read("poor_review", f"1 | {written} | 300 | 10 | 2 | 0 | 1 | 9")

    assert ([meant], [("fixed", "B6")]) == (found.values("village"), found.case("28"))


def test_case_28_and_55_a_sum_in_tcvn3_is_a_sum(read):
    found = read("poor_review", "1 | Đông | 300 | 10 | 2 | 0 | 1 | 9\n | Tæng céng | 300 | 10 | 2 | 0 | 1 | 9")

    assert (["Đông"], [("fixed", "B7")]) == (found.values("village"), found.case("28"))


def test_case_28_the_font_decides_where_the_letters_do_not(tmp_path):
    data = with_cell("poor_review", "1 | x | 300 | 10 | 2 | 0 | 1 | 9", "B6", "H¹ §«ng Hé", {"font_name": ".VnTime"})

    assert ["Hạ Đông Hộ"] == Read(tmp_path, "poor_review", data).values("village")
    data = with_cell("poor_review", "1 | x | 300 | 10 | 2 | 0 | 1 | 9", "B6", "Hé", {"font_name": ".VnTime"})
    assert ["Hộ"] == Read(tmp_path, "poor_review", data).values("village")


def test_case_29_the_soft_hyphen_is_a_letter_of_tcvn3(read):
    found = read("beneficiaries", person(as_tcvn3(OLD)))

    assert "\xad" in as_tcvn3(OLD)
    assert (["elderly_no_pension"], [("fixed", "G6")]) == (found.values("group"), found.case("28"))


@pytest.mark.parametrize(
    ("written", "meant"), [("Toå daân phoá Ñoâng Thaønh", "Tổ dân phố Đông Thành"), ("Nguyeãn Thò Haø", "Nguyễn Thị Hà")]
)
def test_case_30_vni(read, written, meant):
    found = read("poor_review", f"1 | {written} | 300 | 10 | 2 | 0 | 1 | 9")

    assert ([meant], [("fixed", "B6")]) == (found.values("village"), found.case("30"))


def test_case_30_and_55_a_sum_in_vni_is_a_sum(read):
    found = read("poor_review", "1 | Đông | 300 | 10 | 2 | 0 | 1 | 9\n | Toång coäng | 300 | 10 | 2 | 0 | 1 | 9")

    assert (["Đông"], [("fixed", "B7")]) == (found.values("village"), found.case("30"))


def test_case_31_each_cell_is_decided_alone(read):
    found = read(
        "poor_review",
        f"""
        1 | Đồng Cẩm             | 300 | 10 | 2 | 0 | 1 | 9
        2 | {as_tcvn3("Đồng Cẩm")} | 300 | 10 | 2 | 0 | 1 | 9
        3 | Ñoàng Caåm           | 300 | 10 | 2 | 0 | 1 | 9
    """,
    )

    assert ["Đồng Cẩm"] * 3 == found.values("village")
    assert [("case 28", "B7"), ("case 30", "B8")] == [(row["check"], row["cell"]) for row in found.found if row["check"] != "dòng trùng"]


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


def test_case_34_the_example(read):
    found = read("poor_review", "1 | Nguyá»…n | 300 | 10 | 2 | 0 | 1 | 9")

    assert (["Nguyễn"], [("fixed", "B6")]) == (found.values("village"), found.case("34"))


@pytest.mark.parametrize("lost", ["Ngu\ufffdn", "\ufffd"])
def test_case_34_lost_letters_stop(read, lost):
    assert [("stopped", "B6")] == read("poor_review", f"1 | {lost} | 300 | 10 | 2 | 0 | 1 | 9").case("34")


@pytest.mark.parametrize("written", ["Ngày Thương binh - Liệt sỹ 27/7", "Ngày thương binh - liệt sĩ 27/7"])
def test_case_36_i_and_y_are_one(read, written):
    found = read("gifts", f"1 | {written} | CTN | NCC mức 1 | 1 | 300000 | | | 300000")

    assert (["jul27"], []) == (found.values("occasion"), found.found)


def test_case_35_the_place_of_the_tone_does_not_matter(read):
    assert ["elderly_no_pension"] == read("beneficiaries", person("Nguời cao tuôỉ từ đủ 80 tuổi")).values("group")


@pytest.mark.parametrize("written", ["Người cao tuổi từ đủ 80 tuôỉ", "NGƯỜI CAO TUỔI TỪ ĐỦ 80 TUỔI"])
def test_case_35_categories_are_matched_on_a_folded_key(read, written):
    found = read("beneficiaries", person(written))

    assert (["elderly_no_pension"], []) == (found.values("group"), found.found)


@pytest.mark.parametrize("village", ["Hoà Bình", "Hòa Bình", "Thuý Lâm", "Thúy Lâm", "Quí Dương", "Quý Dương", "Tam Kì", "Tam Kỳ"])
def test_case_35_and_36_the_spelling_given_is_kept(read, village):
    assert [village] == read("poor_review", f"1 | {village} | 300 | 10 | 2 | 0 | 1 | 9").values("village")


@pytest.mark.parametrize(("one", "other"), [("Hoà Bình", "Hòa Bình"), ("Thuý", "Thúy"), ("Uỷ", "Ủy"), ("hoá", "hóa")])
def test_case_35_and_36_names_are_compared_on_a_folded_key(one, other):
    assert marked_key(one) == marked_key(other) != header_key(one)


@pytest.mark.parametrize(
    ("banner", "file"), [("UBND xã Tam Kì", "Xa_Tam_Ky_2024.xlsx"), ("Uỷ ban nhân dân xã Tam Kỳ", "Xa_Tam_Ky_2024.xlsx")]
)
def test_case_36_a_commune_is_found_however_it_is_spelt(tmp_path, banner, file):
    data = workbook("labour", labour("1"), [["UBND HUYỆN KIM THÀNH"], [banner], ["NĂM 2024"]])
    saved(tmp_path, data, file)
    areas = pd.DataFrame([("10765", "Tam Kỳ", "xã", "")], columns=["area_code", "name", "kind", "aliases"])
    found = received_from(tmp_path, Expected(2024, "293", "huyện Kim Thành", areas, {"labour": LAYOUTS["labour"]}, CATEGORIES))

    assert (["10765"], ()) == ([records.area_code for records in found.records], found.findings)


def test_case_37_letters_that_only_look_like_ours_are_flagged(read):
    found = read("beneficiaries", person(OLD.replace("a", "а")))

    assert (["elderly_no_pension"], [("flagged", "G6")]) == (found.values("group"), found.case("37"))


def test_case_38_blanks_and_line_breaks(tmp_path):
    data = with_cell("labour", labour("2244", "  Doanh   nghiệp "), "D4", "Số\nlao  động")
    found = Read(tmp_path, "labour", data)

    assert (["enterprise"], [2244], []) == (found.values("kind"), found.values("workers"), found.found)


NAMED = [
    ("BÀ MẪU THỊ THỬ (chết 3/2024)", [("fixed", "B6"), ("flagged", "B6")]),
    ("Cụ Mẫu Thị Thử - đã mất", [("fixed", "B6"), ("flagged", "B6")]),
    ("Ông Mẫu Văn Thử", [("fixed", "B6")]),
    ("Mẫu Văn Thử (con ông Mẫu)", [("fixed", "B6")]),
]


@pytest.mark.parametrize(("name", "said"), NAMED)
def test_case_39_titles_and_remarks_are_taken_off_a_name_and_a_death_is_flagged(read, name, said):
    found = read("beneficiaries", person().replace("Mẫu Văn Thử", name))

    assert (["elderly_no_pension"], said) == (found.values("group"), found.case("39"))
    assert "mẫu" not in str(found.found).lower()


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        ("BÀ MẪU THỊ THỬ (chết 3/2024)", ("MẪU THỊ THỬ", "chết 3/2024")),
        ("Cụ bà Mẫu Thị Thử", ("Mẫu Thị Thử", "")),
        ("Mẫu Văn Thử, chuyển đi", ("Mẫu Văn Thử", "chuyển đi")),
        ("Chu Văn Mẫu", ("Chu Văn Mẫu", "")),
        ("Bà Mẫu", ("Bà Mẫu", "")),
    ],
)
def test_case_39_what_is_a_name_and_what_a_remark(typed, parts):
    assert parts == plain_name(typed)


def test_case_39_a_signature_below_the_list_is_no_name(read):
    assert [] == read("beneficiaries", person() + "\n | Người lập biểu\n | (Ký, ghi rõ họ tên)").found


@pytest.mark.parametrize("name", ["NA", "NULL", "None", "nan"])
def test_case_40_names_that_programs_take_for_nothing(read, name):
    found = read("poor_review", f"1 | {name} | 300 | 10 | 2 | 0 | 1 | 9")

    assert [name] == found.values("village")


@pytest.mark.parametrize(
    ("word", "cells"), [("Thôn caù", ["B6"]), ("Müller", ["B6"]), ("Thôn Haò", []), ("Hoà Bình", []), ("Nhà số 5 m²", [])]
)
def test_a_lone_word_that_reads_two_ways_stays_and_is_doubted_with_its_cell(read, word, cells):
    found = read("poor_review", f"1 | {word} | 300 | 10 | 2 | 0 | 1 | 9")

    assert [word] == found.values("village")
    assert [("flagged", "case 28", cell) for cell in cells] == [(row["severity"], row["check"], row["cell"]) for row in found.found]


@pytest.mark.parametrize(("written", "cells"), [(as_tcvn3, ["B46"]), (str, [])])
def test_a_word_that_reads_well_is_doubted_in_a_sheet_of_an_old_encoding_alone(read, written, cells):
    names = [written(f"Đồng Cẩm {n}") for n in range(40)] + ["Tó"]
    found = read("poor_review", "\n".join(f"{n} | {name} | 300 | 10 | 2 | 0 | 1 | 9" for n, name in enumerate(names, 1)))

    assert "Tó" == found.values("village")[-1]
    assert cells == [row["cell"] for row in found.found if row["severity"] == "flagged" and row["check"] == "case 28"]


def test_a_text_that_begins_as_a_cell_without_a_value_does_in_our_own_tables_is_told(read):
    found = read("labour", "1 | Hộ kinh doanh cá thể | \0abc | 7 | 1\n2 | Doanh nghiệp | 3 | 9 | 2")

    assert [("stopped", "C5")] == [(row["severity"], row["cell"]) for row in found.found]

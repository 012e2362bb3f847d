"""Sheets become records: what is a record, what is decoration, what is wrong and where."""

from __future__ import annotations

import pytest

from ctxh.clean.records import records_of
from ctxh.read.placement import Sheet, place
from small_sheets import CATEGORIES, LAYOUTS, even, grid, header, messages, records, sheet

GROUP = "Người cao tuổi từ đủ 80 tuổi"

# Of a person: number, name, born (man), born (woman), identity number, village, group, coefficient,
# allowance, home care, from month, decision, way of payment, account, note. The header takes rows 1 and 2.
PERSONS = f"""
(1) | (2)             | (3)  | (4)   | (5)           | (6)        | (7)     | (8) | (9)     | (10)
    | Thôn Bằng Lai
1   | Mẫu Văn Thử     | 1942 |       | '099142000001 | Bằng Lai   | {GROUP} | 1   | 500000  |   | 01/2022 |  | Tài khoản | '9999 | G/c
2   | Mẫu Thị Thử     |      | 1939  | '099139000002 | Bằng Lai   | {GROUP} | 1.5 | 750000  | x | 01/2020 |  | TM        |       |
II  | Thôn Dưỡng Thái
3   | Mẫu Thị Ví Dụ   |      | 1940  | '099140000003 | Dưỡng Thái | {GROUP} | 1   | 500.000 |   | 03/2021 |  | Tiền mặt  |       |
    | Tổng cộng       |      |       |               |            |         |     | 1750000
    | Người lập biểu  |      |       |               |            |         |     |         |   |         |  | TM. ỦY BAN NHÂN DÂN
    | Mẫu Văn Ký      |      |       |               |            |         |     |         |   |         |  | Mẫu Văn Duyệt
"""


def test_a_register_gives_one_record_a_person():
    found = records("beneficiaries", PERSONS.replace("500.000", "500000"))

    assert [5, 6, 8] == found.table["row"].tolist()
    assert ["elderly_no_pension"] * 3 == found.table["group"].tolist()
    assert [500_000, 750_000, 500_000] == found.table["monthly_amount"].tolist()
    assert [None, True, None] == [mark if mark == mark else None for mark in found.table["home_care"]]
    assert [] == found.findings


def test_of_a_person_neither_name_nor_numbers_are_taken_over():
    found = records("beneficiaries", PERSONS)
    kept = found.table.to_csv() + str(found.findings)

    assert set() == {"full_name", "citizen_id", "account", "note", "row_number"} & set(found.table.columns)
    assert [] == [word for word in ("Mẫu", "0991", "9999", "G/c") if word in kept]


def test_a_repaired_column_is_one_finding_with_all_its_cells():
    found = records("beneficiaries", PERSONS.replace("750000 ", "750.000"))

    assert [
        "fixed I6,I8: Cột «Mức hưởng (đồng/tháng)»: số ghi bằng chữ hoặc có dấu phân cách, đơn vị (2 ô), đã đọc thành giá trị đúng."
    ] == messages(found)
    assert ("750.000", "750000") == (found.findings[0]["found"], found.findings[0]["used"])


def test_a_refused_value_is_one_finding_a_cause_with_all_its_cells():
    found = records("beneficiaries", PERSONS.replace(GROUP, "Người già"))

    assert ["stopped G5:G6,G8: Cột «Nhóm đối tượng»: «Người già» không có trong danh mục của biểu mẫu (3 ô)."] == messages(found)[:1]
    assert "Sửa các ô này rồi chạy lại." == found.findings[0]["remedy"]
    assert "Người già" == found.findings[0]["found"]


def test_a_refused_value_says_where_it_is_and_what_to_do():
    found = records("funerals", "1 | Mẫu Văn Thử |  | 31/02/2024 |  |  | 7200000")

    row = found.findings[0]
    assert ("stopped", "Xa_Kim_Xuyen_2024.xlsx", "B3. Mai táng phí", "D3", "10771") == tuple(
        row[name] for name in ("severity", "file", "sheet", "cell", "area_code")
    )
    assert "Cột «Ngày chết»: «31/02/2024» là ngày không có thật." == row["message"]


def test_a_birth_that_cannot_be_read_is_told_without_its_text():
    found = records("beneficiaries", PERSONS.replace("1942", "Canh Tuất"))

    assert "stopped C5: Cột «Nam»: ngày sinh không đọc được." == messages(found)[0]
    assert ("", "") == (found.findings[0]["found"], found.findings[0]["used"])
    assert "Canh" not in str(found.findings)


def test_blanks_in_a_required_column_stop_with_their_cells():
    found = records(
        "funerals",
        """
        1 | Mẫu Văn Thử | | 04/11/2024 | | | 7200000
        2 | Mẫu Văn Mẫu | |            | | | 7200000
        3 | Mẫu Văn Giả | |            | | | 7200000
    """,
    )

    assert ["stopped D4:D5: Cột «Ngày chết» bắt buộc nhưng để trống 2 ô."] == messages(found)
    assert "Điền các ô này rồi chạy lại." == found.findings[0]["remedy"]


def test_a_typed_total_that_disagrees_stops_with_the_difference():
    found = records("beneficiaries", PERSONS.replace("500.000", "500000").replace("1750000", "1.800.000đ"))

    assert ["stopped I9: Dòng tổng, cột «Mức hưởng (đồng/tháng)»: ghi 1.800.000, cộng các dòng được 1.750.000, lệch 50.000."] == messages(
        found
    )
    assert "Sửa dòng tổng hoặc các dòng chi tiết cho khớp." == found.findings[0]["remedy"]


def test_the_total_of_levels_of_gifts_has_no_meaning_and_is_not_compared():
    rows = """
        1 | Tết | CTN | NCC mức 1 | 3 | 300000 | | | 900000
        2 | Tết | CTN | NCC mức 2 | 1 | 600000 | | | 600000
          | Cộng |    |           | 4 | 5      | | | 1500000
    """

    assert [] == records("gifts", rows).findings


@pytest.mark.parametrize(
    "words",
    ["Tổng cộng", "TỔNG CỘNG:", "Cộng", "Tổng số", "Tổng cộng (I+II)", "Tổng số: 2 thôn", "Tổng toàn xã", "Cộng toàn xã:"],
)
def test_a_row_of_sums_is_no_record_however_it_is_worded(words):
    found = records(
        "poor_review",
        f"""
        1 | Thôn Đông | 300 | 10 | 2 | 0 | 1 | 9
        2 | Thôn Hạ   | 200 | 5  | 1 | 0 | 0 | 4
          | {words}   | 500 | 15 | 3 | 0 | 1 | 14
    """,
    )

    assert ([3, 4], []) == (found.table["row"].tolist(), messages(found)[1:])
    assert ["stopped H5: Dòng tổng, cột «Số hộ nghèo cuối năm»: ghi 14, cộng các dòng được 13, lệch 1."] == messages(found)


def test_a_sum_of_a_part_is_neither_a_record_nor_compared():
    found = records(
        "poor_review",
        """
        1 | Thôn Đông      | 300 | 10 | 2 | 0 | 1 | 9
          | Cộng thôn Đông | 300 | 10 | 2 | 0 | 1 | 9
    """,
    )

    assert ([3], []) == (found.table["row"].tolist(), found.findings)


@pytest.mark.parametrize("village", ["Cộng Hòa", "Tống Buồng", "Tổng Sơn", "Công Luận"])
def test_a_village_named_like_a_sum_is_a_record(village):
    found = records("poor_review", f"1 | {village} | 300 | 10 | 2 | 0 | 1 | 9")

    assert [300] == found.table["households"].tolist()


@pytest.mark.parametrize("name", ["Tống Văn Thử", "Công Thị Thử", "Tống Khu", "Tổng Cộng"])
@pytest.mark.parametrize("number", ["1", ""])
def test_a_person_named_like_a_sum_is_a_record(name, number):
    found = records("funerals", f"{number} | {name} | | 04/11/2024 | | | 7200000")

    assert [7_200_000] == found.table["amount"].tolist()


@pytest.mark.parametrize("note", ["chờ xác nhận của công an xã", "Xác nhận của UBND xã", "kế toán đã chi"])
def test_a_note_worded_like_the_foot_of_a_sheet_ends_nothing(note):
    found = records(
        "funerals",
        f"""
        1 | Mẫu Văn Thử | | 04/11/2024 | | | 7200000 | | | {note}
        2 | Mẫu Văn Mẫu | | 05/11/2024 | | | 7200000
    """,
    )

    assert [3, 4] == found.table["row"].tolist()


def test_a_numbered_and_complete_row_below_the_foot_is_still_a_record():
    found = records(
        "funerals",
        """
        1 | Mẫu Văn Thử    | | 04/11/2024 | | | 7200000
          | Người lập biểu | |            | | | TM. ỦY BAN NHÂN DÂN
          | (Ký tên)       | | (Đóng dấu) | | | (Ký tên)
        2 | Mẫu Văn Mẫu    | | 05/11/2024 | | | 7200000
    """,
    )

    assert ([3, 6], []) == (found.table["row"].tolist(), found.findings)


def test_a_row_without_a_running_number_is_a_record():
    found = records("funerals", " | Mẫu Văn Thử | | 04/11/2024 | | | 7200000")

    assert [3] == found.table["row"].tolist()


def test_a_numbered_name_with_nothing_else_is_a_person_whose_cells_are_blank():
    found = records("funerals", "12 | Mẫu Văn Thử")

    assert [
        "stopped D3: Cột «Ngày chết» bắt buộc nhưng để trống 1 ô.",
        "stopped G3: Cột «Mức hỗ trợ (đồng)» bắt buộc nhưng để trống 1 ô.",
    ] == messages(found)


@pytest.mark.parametrize("row", ["13 |", " | Thôn Bằng Lai", "I | Thôn Bằng Lai", "1 | Thôn Bằng Lai", " |", "(1) | (2) | (3)"])
def test_empty_numbered_rows_groups_and_numbering_are_decoration(row):
    found = records("funerals", row + "\n1 | Mẫu Văn Thử | | 04/11/2024 | | Hạ | 7200000")

    assert ([4], []) == (found.table["row"].tolist(), found.findings)


@pytest.mark.parametrize("row", ["A | B | 1 | 2 | 3", "(1) | (2) | (3) | (4) | (5)=(3)-(4)", "1 | 2 | 3 | 4 | 5", "(1) | (2) | (4) | (5)"])
def test_rows_that_number_the_columns_are_decoration(row):
    found = records("labour", row + "\n1 | Doanh nghiệp | 67 | 2244 | 2172")

    assert [3] == found.table["row"].tolist()


def test_a_first_record_of_small_rising_numbers_is_no_numbering():
    found = records("labour", "1 | Doanh nghiệp | 2 | 3 | 4")

    assert [(2, 3, 4)] == list(found.table[["establishments", "workers", "insured"]].itertuples(index=False, name=None))


def test_a_header_repeated_on_a_new_page_is_decoration():
    rows = "1 | Mẫu Văn Thử | | 04/11/2024 | | | 7200000"
    again = "\n".join(" | ".join(row) for row in header(LAYOUTS["funerals"]))

    found = records("funerals", f"{rows}\n{again}\n{rows.replace('04/', '05/')}")

    assert ([3, 6], []) == (found.table["row"].tolist(), found.findings)


def test_numbers_without_a_word_are_not_summed_but_told():
    found = records(
        "gifts",
        """
        1 | Tết | CTN | NCC mức 1 | 3 | 300000 | | | 900000
          |     |     |           | 4 |        | | | 900000
    """,
    )

    assert ["stopped A4: 1 dòng có số nhưng không đủ nội dung của một dòng số liệu: không được tính."] == messages(found)
    assert "Nếu là dòng tổng, ghi «Tổng cộng»; nếu là số liệu, ghi đủ nội dung của dòng." == found.findings[0]["remedy"]


NOTHING = [["", "Không phát sinh"]]


def without(form: str, label: str, instead: str):
    """The records of a form in which nothing happened and whose header has other words in one place."""
    rows = [[instead if cell == label else cell for cell in row] for row in header(LAYOUTS[form])] + NOTHING
    made = Sheet("Xa_A_2024.xlsx", "trang", even(rows))
    return records_of(place(made, LAYOUTS[form]), "10771", CATEGORIES)


def test_a_column_of_numbers_under_a_strange_header_stops():
    found = messages(without("gifts", "Số suất", "SL"))

    assert ["stopped : Không thấy cột «Số suất» ở dòng tiêu đề, coi như để trống. Có cột lạ: «SL» (cột E)."] == found


def test_several_columns_that_one_strange_header_may_be_stop_in_one_line():
    heads = ["STT", "Dịp tặng quà", "Nguồn quà", "Nhóm được tặng", "Số suất", "Trị giá chung", "Thành tiền", "Ghi chú"]
    made = Sheet("Xa_A_2024.xlsx", "trang", even([heads, *NOTHING]))
    [found] = messages(records_of(place(made, LAYOUTS["gifts"]), "10771", CATEGORIES))

    assert found == (
        "stopped : Không thấy cột «Mức (đồng/suất)», «Hiện vật», «Tiền mặt» ở dòng tiêu đề, coi như để trống. "
        "Có cột lạ, có thể là một trong các cột ấy: «Trị giá chung» (cột F)."
    )


def test_a_column_of_numbers_that_is_left_out_is_told():
    found = messages(without("gifts", "Số suất", ""))

    assert ["flagged : Không thấy cột «Số suất» ở dòng tiêu đề, coi như để trống."] == found


def test_a_register_with_one_column_of_births_is_told_and_counted():
    rows = [["Năm sinh" if cell == "Ngày, tháng, năm sinh" else cell for cell in header(LAYOUTS["beneficiaries"])[0]]]
    made = Sheet("Xa_A_2024.xlsx", "trang", even(rows + NOTHING))

    found = messages(records_of(place(made, LAYOUTS["beneficiaries"]), "10771", CATEGORIES))

    assert ["flagged C1: Có năm sinh nhưng không có cột giới tính: tuổi được tính, không ai có trong số liệu theo giới."] == found


def test_one_header_word_in_a_row_makes_no_header_of_it():
    found = records("funerals", " | Mẫu Văn Thử | | 04/11/2024 | | Thôn | 7200000")

    assert [3] == found.table["row"].tolist()


def test_the_kind_of_a_desk_figure_is_told_by_its_measure():
    found = records(
        "desk_figures",
        """
        1 | new_jobs_plan  | Kế hoạch  | 2.600      | người
        2 | cashless_cutoff | Ngày chốt | 20/12/2024 | ngày
        3 | storm_name     | Tên bão   | Yagi       | chữ
        4 | report_number  | Số        |            | chữ
        5 | storm_number   | Bão số    | ba         | số hiệu
    """,
    )

    assert [2600, None, None, None] == [v if v == v else None for v in found.table["value"]]
    assert [None, "2024-12-20", "Yagi", None] == [v if v == v else None for v in found.table["value_text"]]
    assert [("stopped", "D6"), ("fixed", "D2")] == [(row["severity"], row["cell"]) for row in found.findings]


def test_a_row_that_a_form_offers_and_nobody_filled_in_is_no_record():
    """The register comes with a row a document: those that an office does not cite need not be deleted, a half-filled one stops."""
    offered = records("documents", "1 | plan_btxh\n2 | plan_drugs | Đi | Kế hoạch | 7/KH-UBND\n3 | plan_27_7 | | Kế hoạch")
    silent = records("documents", "1 | plan_btxh\n2 | plan_drugs")

    assert ["plan_drugs", "plan_27_7"] == list(offered.table["cite_key"])
    assert [("stopped", "C4"), ("stopped", "E4")] == [(row["severity"], row["cell"]) for row in offered.findings]
    assert ["stopped A1: Biểu không có dòng số liệu nào: chưa biết là không có hay chưa điền."] == messages(silent)


@pytest.mark.parametrize("words", ["Không phát sinh", "KHÔNG PHÁT SINH TRONG NĂM 2024", "Không có trường hợp nào"])
def test_a_form_without_rows_gives_no_records_and_stops_unless_it_says_so(words):
    silent, told = records("funerals"), [records("funerals", f"{number} | {words}") for number in ("", "1")]

    assert ["stopped A2: Biểu không có dòng số liệu nào: chưa biết là không có hay chưa điền."] == messages(silent)
    assert "Không phát sinh" in silent.findings[0]["remedy"]
    assert [(0, []), (0, [])] == [(len(found.table), found.findings) for found in told]


MONTHS = ("2024-01", "2024-02")
PAID = "\n".join(
    f"'{month}/2024 | {word} | 3 | 1500000 | 2" for month in ("01", "02") for word in CATEGORIES.labels["payments", "programme"].values()
)


@pytest.mark.parametrize(
    ("form", "text", "words"),
    [
        ("payments", PAID, ""),
        ("payments", "\n".join(PAID.splitlines()[:4]), "stopped A2: Biểu thiếu 4 dòng phải có: tháng 02/2024."),
        ("payments", "\n".join(PAID.splitlines()[:7]), "stopped A2: Biểu thiếu 1 dòng phải có: tháng 02/2024, Trợ cấp NCC hằng tháng."),
        ("payments", "\n".join(PAID.splitlines()[:4]) + "\n'02/2024 | Không phát sinh", ""),
        ("labour", "1 | Doanh nghiệp | 67 | 2244 | 2", "stopped B1: Biểu thiếu 1 dòng phải có: Hộ kinh doanh cá thể."),
        ("labour", "1 | Doanh nghiệp | 67 | 2244 | 2\n2 | Hộ kinh doanh cá thể | Không phát sinh", ""),
    ],
)
def test_the_rows_and_months_that_a_form_must_have_are_there_or_said_to_be_nothing(form, text, words):
    found = records_of(place(sheet(form, text), LAYOUTS[form]), "10771", CATEGORIES, 2024, months=MONTHS)

    assert [words] * bool(words) == messages(found)


def test_of_many_missing_rows_ten_are_named_and_the_rest_counted():
    months = tuple(f"2024-{month:02d}" for month in range(1, 13))
    text = "\n".join(line for line in PAID.splitlines() if "NCC" in line)
    found = records_of(place(sheet("payments", text), LAYOUTS["payments"]), "10771", CATEGORIES, 2024, months=months)

    [line] = messages(found)
    assert line.startswith("stopped A2: Biểu thiếu 46 dòng phải có:") and line.endswith("; và 36 dòng khác.")


def test_months_that_are_left_blank_are_told_once_and_are_neither_missing_rows_nor_copies():
    text = PAID.replace("1500000", "0").splitlines()
    blank = "\n".join(
        [text[0], *(line.replace("'01/2024", "") for line in text[1:4]), text[4], *(line.replace("'02/2024", "") for line in text[5:])]
    )
    found = records_of(place(sheet("payments", blank), LAYOUTS["payments"]), "10771", CATEGORIES, 2024, months=MONTHS)

    assert ["stopped A4:A6,A8:A10: Cột «Tháng» bắt buộc nhưng để trống 6 ô."] == messages(found)


def test_a_blank_is_nothing_only_where_the_rules_of_the_column_say_so():
    found = records("poor_review", "1 | Thôn Đông | 300 | 10 | 2 |  |  | 8\n2 | Thôn Hạ |  | 5 | 1 | 0 | 0 | 4")

    assert [0, 0] == found.table["relapsed"].tolist()
    assert [
        "stopped C4: Cột «Tổng số hộ dân cư» bắt buộc nhưng để trống 1 ô.",
        "fixed F3: Cột «Tái nghèo»: ô trống, ở cột này là không có (1 ô), đã đọc thành giá trị đúng.",
        "fixed G3: Cột «Phát sinh»: ô trống, ở cột này là không có (1 ô), đã đọc thành giá trị đúng.",
    ] == messages(found)


def test_findings_name_file_sheet_and_area():
    rows = even(header(LAYOUTS["labour"]) + grid("1 | Tạp hóa | 1 | 1 | 1"))
    found = records_of(place(Sheet("Xa_A.xlsx", "B9a", rows), LAYOUTS["labour"]), "10771", CATEGORIES)

    assert [("Xa_A.xlsx", "B9a", "10771")] == [(row["file"], row["sheet"], row["area_code"]) for row in found.findings]

"""Columns that may be meant twice, are renamed, missing or unknown, and sheets under another name: told with letter and nearest word."""

from __future__ import annotations

import pytest

from ctxh.clean.expected import Expected
from ctxh.errors import CtxhError
from ctxh.read.child_reader import Sheet
from ctxh.read.placement import found_columns, place
from messy import AREAS, BANNER, OLD, Read, labour, person, received_from, rows, workbook
from small_sheets import CATEGORIES, LAYOUTS, grid, header
from surgery import saved, written

ONE = "Mẫu Văn Thử"


def told(found: Read) -> list[tuple[str, str]]:
    """Severity and message of the findings about headers."""
    return [(row["severity"], row["message"]) for row in found.found if row["check"] == "tiêu đề"]


def of_rows(folder, form: str, name: str, *table: list) -> Read:
    """A form read from a sheet whose header and records are given cell by cell."""
    return Read(folder, form, written(**{name: [*BANNER, *table]}))


def changes(first: str, second: str) -> tuple[list, list]:
    """The header of B2 with amounts in two blocks."""
    return ["STT", "Họ và tên", "Loại biến động", first, "", second, ""], ["", "", "", "Hệ số", "Số tiền", "Hệ số", "Số tiền"]


def test_of_amounts_in_two_blocks_none_is_taken_for_granted(tmp_path):
    found = of_rows(tmp_path, "changes", "B2. Biến động", *changes("Kỳ A", "Kỳ B"), [1, ONE, "Thôi hưởng", 1, 500_000, 2, 1_000_000])

    assert ("stopped", "Có 2 cột cùng có thể là «Số tiền»: cột E («Kỳ A»), cột G («Kỳ B»).") in told(found)
    assert ["E5,G5"] == [row["cell"] for row in found.found if row["severity"] == "stopped"]


def test_a_second_column_without_values_is_no_rival(tmp_path):
    found = of_rows(tmp_path, "changes", "B2. Biến động", *changes("Kỳ A", "Kỳ B"), [1, ONE, "Thôi hưởng", 1, 500_000, "", ""])

    assert ([500_000], []) == (found.values("amount"), [row for row in found.found if row["severity"] == "stopped"])


def test_of_an_old_and_a_new_amount_the_new_one_is_read(tmp_path):
    header = changes("Đang hưởng", "Điều chỉnh sang")
    found = of_rows(tmp_path, "changes", "B2. Biến động", *header, [1, ONE, "Thôi hưởng", 1, 500_000, 2, 1_000_000])

    assert ([1_000_000], []) == (found.values("amount"), [row for row in found.found if row["severity"] == "stopped"])


POOR = ("Đầu năm", "Thoát nghèo", "Tái nghèo", "Phát sinh", "Cuối năm")
NEAR = ("Đầu năm", "Thoát cận nghèo", "Tái cận nghèo", "Phát sinh", "Cuối năm")


def in_blocks(folder, form: str, name: str, first: str, second: str) -> Read:
    """A form read from a sheet with two blocks of the same columns."""
    upper = ["TT", "Đơn vị", "Tổng số hộ dân cư", first, *[""] * 4, second, *[""] * 4]
    return of_rows(folder, form, name, upper, ["", "", "", *POOR, *NEAR], [1, "Đông", 300, 10, 2, 0, 1, 9, 20, 3, 1, 2, 20])


@pytest.mark.parametrize(
    ("form", "name", "right"), [("poor_review", "B8a. Hộ nghèo", (10, 9)), ("near_poor_review", "B8b. Hộ cận nghèo", (20, 20))]
)
def test_poor_and_near_poor_in_one_sheet_are_not_mixed(tmp_path, form, name, right):
    found = in_blocks(tmp_path, form, name, "Hộ nghèo", "Hộ cận nghèo")

    assert ([right[0]], [right[1]]) == (found.values("at_start"), found.values("at_end"))
    assert [] == [row for row in found.found if row["severity"] == "stopped"]


def test_blocks_that_nobody_knows_stop(tmp_path):
    found = in_blocks(tmp_path, "poor_review", "B8a. Hộ nghèo", "Khối A", "Khối B")

    twice = [message for severity, message in told(found) if severity == "stopped"]
    assert 3 == len(twice) and all("cột " in message and "«Khối B»" in message for message in twice)


MOVES = "Diễn biến trong năm"
IN_TWO = [["", "", "", *POOR, *NEAR]]
IN_THREE = [
    ["", "", "", *("Đầu năm", MOVES, "", "", "Cuối năm") * 2],
    ["", "", "", "", *POOR[1:4], "", "", *NEAR[1:4], ""],
]


@pytest.mark.parametrize("lower", [IN_TWO, IN_THREE])
def test_both_forms_are_read_from_one_sheet_where_one_has_none_of_its_own(tmp_path, lower):
    upper = ["TT", "Đơn vị", "Tổng số hộ dân cư", "Hộ nghèo", *[""] * 4, "Hộ cận nghèo", *[""] * 4]
    table = [upper, *lower, [1, "Đông", 300, 10, 2, 0, 1, 9, 20, 3, 1, 2, 20]]
    saved(tmp_path, written(**{"B8a. Hộ nghèo": [*BANNER, *table]}), "Xa_Kim_Xuyen_2024.xlsx")
    both = {form: LAYOUTS[form] for form in ("poor_review", "near_poor_review")}
    expected = Expected(2024, "293", "huyện Kim Thành", AREAS[:1], both, CATEGORIES)

    whole, narrow = received_from(tmp_path, expected), received_from(tmp_path, expected, {"near_poor_review": {"at_end"}})

    assert [("poor_review", [9]), ("near_poor_review", [20])] == [(one.form, one.table["at_end"].tolist()) for one in whole.records]
    for name in ("Biểu rà soát", "Ho ngheo, can ngheo"):  # a name that says no form, one that says both
        saved(tmp_path, written(**{name: [*BANNER, *table]}), "Xa_Kim_Xuyen_2024.xlsx")
        assert ["poor_review", "near_poor_review"] == [one.form for one in received_from(tmp_path, expected).records]
    assert [("near_poor_review", [20])] == [(one.form, one.table["at_end"].tolist()) for one in narrow.records]


@pytest.mark.parametrize(
    ("sex", "marks"), [(("Giới tính",), (("Nam",), ("Nữ",))), (("Giới tính / Nam", "Giới tính / Nữ"), (("x", ""), ("", "x")))]
)
def test_births_in_one_column_are_parted_by_the_column_of_sex(tmp_path, sex, marks):
    heads = ["STT", "Họ và tên", "Năm sinh", *sex, "Nhóm đối tượng", "Hệ số", "Mức hưởng", "Hình thức chi trả"]
    upper, lower = [h.split(" / ")[0] for h in heads], [h.split(" / ")[1] if " / " in h else "" for h in heads]
    records = [[i, ONE, 1940 + i, *mark, OLD, 1, 500_000, "TM"] for i, mark in enumerate((*marks, [""] * len(sex)), 1)]
    found = of_rows(tmp_path, "beneficiaries", "B1. BTXH", upper, lower, *records)

    assert (["male", "female", ""], [83, 82, None]) == (found.values("sex"), found.values("age"))
    assert ["C8,D8"] == [row["cell"] for row in found.found if "giới tính" in row["message"]]


def test_births_without_any_column_of_sex_give_ages_alone(tmp_path):
    heads = ["STT", "Họ và tên", "Năm sinh", "Nhóm đối tượng", "Hệ số", "Mức hưởng", "Hình thức chi trả"]
    records = [[1, ONE, 1941, OLD, 1, 500_000, "TM"], [2, ONE, "", OLD, 1, 500_000, "TM"], [3, ONE, 1885, OLD, 1, 500_000, "TM"]]
    found = of_rows(tmp_path, "beneficiaries", "B1. BTXH", heads, *records)

    assert (["", "", ""], [83, None, 139], ["80-84", "", "95+"]) == tuple(found.values(name) for name in ("sex", "age", "age_band"))
    assert [
        ("flagged", "Có năm sinh nhưng không có cột giới tính: tuổi được tính, không ai có trong số liệu theo giới."),
        ("flagged", "1 dòng không ghi ngày sinh: không có trong số liệu theo tuổi và giới."),
        ("flagged", "1 người trên 115 tuổi theo ngày sinh đã ghi."),
    ] == [(row["severity"], row["message"]) for row in found.found if "sinh" in row["message"]]


def test_a_column_of_values_without_a_header_is_named(tmp_path):
    heads = ["STT", "Loại hình", "Số cơ sở", "", "Số lao động", "Số tham gia BHXH", ""]
    found = of_rows(tmp_path, "labour", "B9a. Lao động", heads, [1, "Doanh nghiệp", 67, 12, 2244, 2, "x"])
    lacking = of_rows(tmp_path, "labour", "B9a. Lao động", [*heads[:2], "", *heads[3:]], [1, "Doanh nghiệp", 67, "", 2244, 2, ""])

    assert [("info", "2 cột có giá trị nhưng không có tiêu đề, không được đọc: D, G.")] == told(found)
    assert any("không thấy cột «Số cơ sở» ở dòng tiêu đề. Cột không có tiêu đề: C." in message for _, message in told(lacking))


def test_a_strange_column_is_not_asked_for_what_its_cells_cannot_be(tmp_path):
    head, row = register_rows("Nơi cấp thẻ xe")
    at = head.index("Hộ chăm sóc tại nhà")
    of_marks, of_amounts, of_words = (
        of_rows(tmp_path, "beneficiaries", "B1. BTXH", head[:at] + head[at + 1 :], [*row[:4], value, *row[5:at], *row[at + 1 :]])
        for value in ("x", 900_000, "Huyện")
    )
    about = "Không thấy cột «Hộ chăm sóc tại nhà» ở dòng tiêu đề, coi như để trống."

    assert ("stopped", f"{about} Có cột lạ: «Nơi cấp thẻ xe» (cột E).") in told(of_marks)
    both = about.replace("«Hộ", "«Số CCCD», «Hộ")
    assert ("flagged", both) in told(of_amounts) and ("flagged", both) in told(of_words)


@pytest.mark.parametrize(
    ("heads", "amounts", "read"),
    [
        (("Mức hưởng cũ", "Mức hưởng mới"), (360_000, 500_000), [500_000]),
        (("Mức cũ / Số tiền", "Mức mới / Số tiền"), (360_000, 500_000), [500_000]),
        (("Mức hưởng cũ", "Số tiền"), (360_000, 500_000), [500_000]),
        (("Mức hưởng cũ", "Mức hưởng mới", "Số tiền"), (360_000, 500_000, 1_360_000), None),
    ],
)
def test_old_and_new_levels_side_by_side(tmp_path, heads, amounts, read):
    head = ["STT", "Họ và tên", "Nhóm đối tượng", "Hệ số", *heads, "Hình thức chi trả"]
    upper, lower = [h.split(" / ")[0] for h in head], [h.split(" / ")[1] if " / " in h else "" for h in head]
    rows = [upper, lower] if any(lower) else [upper]
    found = of_rows(tmp_path, "beneficiaries", "B1. BTXH", *rows, [1, ONE, OLD, 1, *amounts, "TM"])

    if read:
        assert read == found.values("monthly_amount")
    else:
        assert any(s == "stopped" and "«Mức hưởng (đồng/tháng)»: cột F, cột G" in message for s, message in told(found))


def test_two_columns_of_one_header_stop_and_of_a_personal_one_are_flagged(tmp_path):
    found = of_rows(
        tmp_path,
        "labour",
        "B9a. Lao động",
        ["STT", "Loại hình", "Số cơ sở", "Số lao động", "Số lao động", "Số tham gia BHXH"],
        [1, "Doanh nghiệp", 67, 2244, 2300, 2],
    )
    register = of_rows(tmp_path, "beneficiaries", "B1. BTXH", *register_rows("Số CCCD", "Số CCCD"))

    assert [("stopped", "Có 2 cột cùng có thể là «Số lao động»: cột D, cột E.")] == told(found)
    assert ("flagged", "Có 2 cột cùng có thể là «Số CCCD»: cột E, cột F; lấy cột E.") in told(register)


def register_rows(*headers: str) -> tuple[list, list]:
    """Header and one record of B1 with some headers in the place of the identity number."""
    cells = ["030042000001" for _ in headers]
    return (
        [
            "STT",
            "Họ và tên",
            "Năm sinh Nam",
            "Năm sinh Nữ",
            *headers,
            "Thôn",
            "Nhóm đối tượng",
            "Hệ số",
            "Mức hưởng",
            "Hộ chăm sóc tại nhà",
            "Hưởng từ tháng",
            "Hình thức chi trả",
        ],
        [1, ONE, "1942", "", *cells, "Bằng Lai", OLD, 1, 500_000, "", "01/2022", "TM"],
    )


@pytest.mark.parametrize(
    ("header", "severity", "seen"),
    [
        ("Số CCCD mới", "flagged", "Có cột lạ: «Số CCCD mới» (cột E)."),
        ("Ký nhận", "flagged", "không được đọc: «Ký nhận» (cột E)."),
    ],
)
def test_a_renamed_or_missing_optional_column_is_told_with_its_letter_and_the_nearest(tmp_path, header, severity, seen):
    found = told(of_rows(tmp_path, "beneficiaries", "B1. BTXH", *register_rows(header)))

    assert severity in [severity for severity, message in found if message.startswith("Không thấy cột «Số CCCD»")]
    assert any(seen in message for _, message in found)


def test_an_unknown_column_is_told_and_is_no_alarm_where_nothing_is_missing(tmp_path):
    found = of_rows(
        tmp_path,
        "labour",
        "B9a. Lao động",
        ["STT", "Loại hình", "Số cơ sở", "Số lao động", "Số tham gia BHXH", "Số lao động nữ"],
        [1, "Doanh nghiệp", 67, 2244, 2, 1000],
    )

    assert [("info", "1 cột không có trong biểu mẫu, không được đọc: «Số lao động nữ» (cột F, gần nhất là «Số lao động»).")] == told(found)


def test_a_sheet_with_the_columns_of_a_form_under_a_name_of_another_year_stops(tmp_path):
    table = rows("beneficiaries", person() + "\n" + person(number="'030043000002", birth="1943"))
    found = Read(tmp_path, "beneficiaries", written(**{"Danh sách 2023": table, "Ghi chép": [["Việc", "Ngày"], ["Họp", "5/3"]]}))

    said = {row["sheet"]: (row["severity"], row["message"]) for row in found.whole.findings if row["check"] == "trang tính"}
    assert ("stopped", "flagged") == (said["Danh sách 2023"][0], said["Ghi chép"][0])
    assert "biểu B1" in said["Danh sách 2023"][1]


def test_a_blank_copy_of_a_form_under_another_name_is_a_note(tmp_path):
    found = Read(tmp_path, "labour", written(**{"B9a. Lao động": rows("labour", labour("2244")), "Bản mẫu": rows("labour", "")[:-1]}))

    assert [("flagged", "Bản mẫu")] == [(row["severity"], row["sheet"]) for row in found.found]


@pytest.mark.parametrize(
    ("name", "said"), [("Xa_Kim_Xuyen_2023.xlsx", ["flagged"]), ("Xa_Kim_Xuyen_2023-2024.xlsx", []), ("Xa_Kim_Xuyen_20241215.xlsx", [])]
)
def test_a_file_named_after_another_year_is_flagged(tmp_path, name, said):
    found = Read(tmp_path, "labour", workbook("labour", labour("2244")), name=name)

    assert said == [row["severity"] for row in found.found if row["check"] == "kỳ báo cáo"]


BLOCK = ("Đầu năm", "Thoát", "Tái", "Phát sinh", "Cuối năm")


def test_poor_and_near_poor_households_side_by_side_under_the_same_words_are_two_forms(tmp_path):
    upper, lower = ["TT", "Thôn", "Tổng số hộ", "Hộ nghèo", *[""] * 4, "Hộ cận nghèo", *[""] * 4], ["", "", "", *BLOCK, *BLOCK]
    found = of_rows(tmp_path, "poor_review", "B8a. Hộ nghèo", upper, lower, [1, "Thôn Đông", 300, 10, 2, 0, 1, 9, 20, 4, 0, 2, 18])

    assert ([9], []) == (found.values("at_end"), [row["message"] for row in found.found if row["severity"] == "stopped"])


def of_people(folder, births: list[list]) -> Read:
    """B1 with all its columns, of which those of births and sex are given: their headers, then the cells of a person."""
    heads, cells = header(LAYOUTS["beneficiaries"].asked()), grid(person())
    upper, [lower], [row] = heads[:-1], heads[-1:], cells
    at = [index for index, label in enumerate(lower) if label in ("Nam", "Nữ")]
    above = [[*line[: at[0]], *["" for _ in births[0]], *line[at[-1] + 1 :]] for line in upper]
    table = [[*line[: at[0]], *more, *line[at[-1] + 1 :]] for line, more in zip((lower, row), births, strict=True)]
    return Read(folder, "beneficiaries", written(**{"B1. BTXH": [*BANNER, *above, *table]}))


@pytest.mark.parametrize(
    ("heads", "cells", "message"),
    [
        (["Năm sinh", "Năm sinh", "Giới tính"], [1970, 2012, "Nam"], "ngày sinh của cả nam và nữ: cột C, cột D"),
        (["Năm sinh", "Giới tính", "Giới tính"], [1970, "Nam", "Nữ"], "giới tính: cột D, cột E"),
    ],
)
def test_births_or_sex_in_two_columns_are_taken_of_none_for_granted(tmp_path, heads, cells, message):
    stopped = [text for severity, text in told(of_people(tmp_path, [heads, cells])) if severity == "stopped"]

    assert [f"Có 2 cột cùng có thể là {message}; không rõ cột nào là của người hưởng."] == stopped


def test_parts_below_a_known_header_are_asked_about(tmp_path):
    upper = ["TT", "Thôn", "Tổng số hộ", "Hộ nghèo đầu năm", "", "Thoát nghèo", "Tái nghèo", "Phát sinh", "Hộ nghèo cuối năm"]
    lower = ["", "", "", "Tỷ lệ", "Số hộ", "", "", "", ""]
    found = of_rows(tmp_path, "poor_review", "B8a. Hộ nghèo", upper, lower, [1, "Thôn Đông", 300, 3, 10, 2, 0, 1, 9])

    words = "Dưới tiêu đề «Hộ nghèo đầu năm» còn dòng tiêu đề con: «Tỷ lệ» (cột D), «Số hộ» (cột E). "
    assert ("stopped", f"{words}Không rõ cột nào là «Số hộ nghèo đầu năm».") in told(found)


def test_lower_headers_that_nobody_knows_are_named_below_a_merged_one(tmp_path):
    upper = ["TT", "Thôn", "Tổng số hộ", "Hộ nghèo đầu năm", "Diễn biến trong năm", "", "", "Hộ nghèo cuối năm"]
    lower, row = ["", "", "", "", "Đi", "Về", "Thêm", ""], [1, "Thôn Đông", 300, 10, 2, 0, 1, 9]
    sheet = Sheet("Xa_A.xlsx", "B8a. Hộ nghèo", [upper, lower, row], merged=((0, 4, 0, 6),))

    with pytest.raises(CtxhError, match=r"Tiêu đề chưa rõ: «Đi» \(ô E2\), «Về» \(ô F2\), «Thêm» \(ô G2\)\. Ghi"):
        place(sheet, LAYOUTS["poor_review"])


def test_the_form_s_own_word_for_a_column_goes_before_another_of_its_words():
    heads = ["STT", "Cơ sở", "Số cơ sở", "Số lao động", "Số tham gia BHXH"]
    found = found_columns(Sheet("Xa_A.xlsx", "B9a", [heads, [1, "Doanh nghiệp", 33, 1000, 935]]), LAYOUTS["labour"])

    assert (2, (1,)) == (found.columns["establishments"], found.rivals.get("establishments", (1,)))
    assert "kind" not in found.columns


def test_a_sheet_called_by_the_code_of_a_form_is_of_it(tmp_path):
    table = [["STT", "Loại hình", "Số cơ sở", "Số lao động", "Số tham gia BHXH"], [1, "Doanh nghiệp", 33, 1000, 935]]
    found = of_rows(tmp_path, "labour", "B9a", *table)

    assert ([33], []) == (found.values("establishments"), [row["message"] for row in found.found if row["severity"] == "stopped"])

"""What rows say beside their numbers: remarks that may take one back, a column that is one category all down."""

from __future__ import annotations

import pytest

from ctxh.clean.expected import Expected
from ctxh.clean.remarks import REMARK
from messy import AREAS, CATEGORIES, LAYOUTS, Read, received_from, saved, workbook

LISTED = "{} | Mẫu Văn Thử | 1950 | | | HS{} | Bằng Lai | Bệnh binh | 2900000 | {} | | {}"
STOPPED = "1 | Mẫu Văn Thử | | Bằng Lai | Thôi hưởng | 4/2024 | 12/QĐ | 09/4/2024 | | {}"


def remarked(folder, form: str, line: str) -> list[tuple[str, str]]:
    """Severity and cells of what is said of remarks."""
    return [(row["severity"], row["cell"]) for row in Read(folder, form, workbook(form, line)).found if row["check"] == REMARK]


@pytest.mark.parametrize(
    ("remark", "severity"),
    [
        ("Đã chuyển đi Hà Nội", "flagged"),
        ("chết 5/2024", "flagged"),
        ("CHET THANG 5", "flagged"),
        ("Trùng với dòng 3", "flagged"),
        ("cắt từ tháng 5", "flagged"),
        ("Mất 12/5", "flagged"),
        ("ông Dì mất", "flagged"),
        ("Mất sổ cũ", "info"),
        ("tien mat 5/2024", ""),  # without marks no death
        ("Dân tộc thiểu số, cư trú tại thôn", "info"),  # lacks nothing (thiếu), takes nothing off (trừ)
        ("số tạm tính", "flagged"),
        ("Nuôi 02 con", ""),
        ("Nhận tiền mặt", "info"),  # no death (mất), and no word of the list (nhận)
        ("Mẫu Văn Dì", "info"),
        ("x", ""),
        ("", ""),
    ],
)
def test_a_remark_that_takes_a_person_out_is_doubted_and_one_of_unknown_words_is_told(tmp_path, remark, severity):
    assert ([(severity, "L6")] if severity else []) == remarked(tmp_path, "merit_people", LISTED.format(1, 1, "Tiền mặt", remark))


@pytest.mark.parametrize(("remark", "severities"), [("Chết", []), ("Hủy quyết định", ["flagged"]), ("Mẫu", ["info"])])
def test_who_is_gone_is_what_a_decision_to_stop_is_about(tmp_path, remark, severities):
    assert severities == [severity for severity, _ in remarked(tmp_path, "changes", STOPPED.format(remark))]


def test_of_remarks_a_message_holds_how_many_and_where_and_no_word(tmp_path):
    lines = "\n".join(LISTED.format(at, at, "Tiền mặt", remark) for at, remark in enumerate(("đã chết", "", "trùng Mẫu Văn Dì"), 1))
    [told] = [row for row in Read(tmp_path, "merit_people", workbook("merit_people", lines)).found if row["check"] == REMARK]

    assert "L6,L8" == told["cell"]
    assert "Cột «Ghi chú»: 2 ô có chữ nói dòng ấy có thể không còn tính; các dòng vẫn được tính." == told["message"]


def all_of_one(folder, own: list[str], others: list[str]) -> list[tuple[str, str, str]]:
    """What is said of the ways of payment of one commune where another has others."""
    for name, ways in (("Xa_Kim_Xuyen_2024.xlsx", own), *([("TT_Phu_Thai_2024.xlsx", others)] if others else [])):
        lines = "\n".join(LISTED.format(at, f"{name[0]}{at}", way, "") for at, way in enumerate(ways, 1))
        banner = [["UBND HUYỆN KIM THÀNH"], ["UBND XÃ KIM XUYÊN" if name[0] == "X" else "UBND TT PHÚ THÁI"], ["NĂM 2024"]]
        saved(folder, workbook("merit_people", lines, banner), name)
    found = received_from(folder, Expected(2024, "293", "huyện Kim Thành", AREAS, {"merit_people": LAYOUTS["merit_people"]}, CATEGORIES))
    return [
        (row["severity"], row["file"], row["cell"])
        for row in found.findings
        if row["check"] == "một giá trị" and "Hình thức" in row["message"]
    ]


@pytest.mark.parametrize(
    ("own", "others", "doubted"),
    [
        (["Tiền mặt"] * 5, ["Tài khoản"] * 18 + ["Tiền mặt"] * 2, True),  # (3 / 22) ^ 5 is 0,00005
        (["Tiền mặt"] * 4, ["Tài khoản"] * 18 + ["Tiền mặt"] * 2, False),  # (3 / 22) ^ 4 is 0,0003
        (["Tiền mặt"] * 5 + ["Tài khoản"], ["Tài khoản"] * 18 + ["Tiền mặt"] * 2, False),
        (["Tài khoản"] * 20, ["Tài khoản"] * 20, False),  # everybody has an account everywhere
        (["Tài khoản"] * 14, ["Tài khoản"] * 14, False),
        (["Tài khoản"] * 20, [], False),  # of a lone sender nobody says what is usual
    ],
)
def test_a_commune_all_of_one_category_as_no_other_is_doubted(tmp_path, own, others, doubted):
    cells = f"J6:J{5 + len(own)}"

    assert ([("flagged", "Xa_Kim_Xuyen_2024.xlsx", cells)] if doubted else []) == all_of_one(tmp_path, own, others)


@pytest.mark.parametrize(
    ("line", "severity"),
    [
        ("DANH SÁCH NGƯỜI CÓ CÔNG ĐANG HƯỞNG TRỢ CẤP HẰNG THÁNG NĂM 2024", ""),
        ("(Kèm theo báo cáo năm 2024 của thôn Đông, xã Kim Xuyên)", ""),
        ("(Kèm theo báo cáo năm 2024 của xã Kim Xuyên, số gộp cả Đoài)", "info"),
        ("(Kèm theo Quyết định số 12/QĐ-SYT của xã Kim Xuyên)", ""),  # the symbol of a document
        ("Danh sách lập đến 30/6", "info"),
        ("Báo cáo của 3/4 thôn xã Kim Xuyên", "info"),  # is no symbol
        ("Báo cáo của 3 thôn xã Kim Xuyên", "info"),
        ("Tính cả thôn Đoài", "info"),  # is no province (tỉnh)
        ("UBND XÃ KIM XUYÊN (CÓ CẢ THÔN ĐOÀI)", "info"),
        ("DANH SÁCH HỘ DÂN TỘC THIỂU SỐ", "info"),  # lacks nothing (thiếu)
        ("Kính gửi: Phòng Y tế", ""),
        ("Phòng Y tế chưa duyệt", "flagged"),
        ("DANH SÁCH NGƯỜI CÓ CÔNG NĂM 2024 THIẾU THÔN ĐÔNG", "flagged"),
    ],
)
def test_a_line_above_a_form_that_goes_on_in_unknown_words_is_told(tmp_path, line, severity):
    table = workbook("merit_people", LISTED.format(1, 1, "Tiền mặt", ""), [["UBND HUYỆN KIM THÀNH"], ["UBND XÃ KIM XUYÊN"], [line]])
    told = [row for row in Read(tmp_path, "merit_people", table).found if row["check"] == "chữ trên bảng"]

    assert ([severity] if severity else []) == [row["severity"] for row in told]

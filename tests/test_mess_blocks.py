"""Headers of somebody else, of a level before and in kinds of places or measures: each column is who and what it says."""

from __future__ import annotations

from ctxh.book.items import Item, Sum
from ctxh.observe.observations import observe
from messy import BANNER, OLD, Read
from surgery import written

ONE, GUARDIAN = "Mẫu Văn Thử", "Mẫu Văn Giám"
LIST = ["Hệ số", "Mức hưởng", "Hình thức chi trả"]


def of_rows(folder, form: str, name: str, *table: list) -> Read:
    """A form read from a sheet whose header and records are given cell by cell."""
    return Read(folder, form, written(**{name: [*BANNER, *table]}))


def told(found: Read) -> list[tuple[str, str]]:
    """Severity and message of the findings about headers that ask something."""
    return [(row["severity"], row["message"]) for row in found.found if row["check"] == "tiêu đề" and row["severity"] != "info"]


def test_a_guardian_s_block_before_the_beneficiary_s_is_nobody_s(tmp_path):
    upper = ["TT", "Người giám hộ / người nhận thay", "", "", "Đối tượng thụ hưởng", "", "", "", "Nhóm đối tượng", *LIST]
    lower = ["", "Họ và tên", "Năm sinh", "Số CCCD", "Họ và tên", "Năm sinh", "Giới tính", "Số CCCD", "", "", "", ""]
    row = [1, GUARDIAN, 1970, "030070000009", ONE, 1942, "Nam", "030042000001", OLD, 1, 500_000, "TM"]
    found = of_rows(tmp_path, "beneficiaries", "B1. BTXH", upper, lower, row)

    assert (["male"], [82]) == (found.values("sex"), found.values("age"))
    assert "cột B" not in str(told(found)) and [] == [message for severity, message in told(found) if severity == "stopped"]


def test_a_head_of_household_is_not_the_holder_without_a_word(tmp_path):
    heads = ["TT", "Họ tên chủ hộ", "Họ tên người thụ hưởng thẻ", "Số thẻ BHYT", "Thôn", "Nhóm đối tượng"]
    row = [1, GUARDIAN, ONE, "GD4303012345678", "Thôn Đông", "Cận nghèo"]
    found = of_rows(tmp_path, "insurance_cards", "B5. Thẻ BHYT", heads, row)

    assert ("flagged", "Có 2 cột cùng có thể là «Họ và tên»: cột B, cột C; lấy cột B.") in told(found)


def test_of_a_code_beside_a_category_the_column_with_words_of_the_list_is_read(tmp_path):
    def read(folder, code):
        folder.mkdir()
        heads, row = ["TT", "Họ và tên", "Loại", "Mã đối tượng", *LIST], [1, ONE, OLD, code, 1, 500_000, "TM"]
        return of_rows(folder, "beneficiaries", "B1. BTXH", heads, row)

    chosen, both = read(tmp_path / "one", "5b"), read(tmp_path / "two", "Người khuyết tật nặng")
    message = "Có 2 cột cùng có thể là «Nhóm đối tượng»: cột C, cột D"

    assert ["elderly_no_pension"] == chosen.values("group")
    assert ("fixed", f"{message}; đọc cột C, vì chỉ cột này ghi từ có trong danh mục.") in told(chosen)
    assert ("stopped", f"{message}.") in told(both)


def test_of_blocks_that_repeat_in_one_row_the_header_before_each_says_which_it_is(tmp_path):
    def read(folder, before, after):
        folder.mkdir()
        heads = ["STT", "Họ và tên", "Loại biến động", before, "Hệ số", "Số tiền", after, "Hệ số", "Số tiền"]
        return of_rows(folder, "changes", "B2. Biến động", heads, [1, ONE, "Thôi hưởng", "x", 1, 500_000, "y", 2, 1_000_000])

    known, unknown = read(tmp_path / "one", "Đang hưởng", "Điều chỉnh sang"), read(tmp_path / "two", "Kỳ A", "Kỳ B")

    assert [1_000_000] == known.values("amount")
    assert any("«Số tiền» dưới «Đang hưởng» (cột F" in row["message"] for row in known.found)
    assert [] == [message for severity, message in told(known) if severity == "stopped"]
    assert any(severity == "stopped" and "«Số tiền»: cột F, cột I" in message for severity, message in told(unknown))


def test_what_a_count_is_told_in_behind_or_below_its_header_is_no_other_column(tmp_path):
    upper = ["STT", "Loại hình cơ sở", "Cơ sở", "Lao động", "", "Số lao động (cơ sở)"]
    lower = ["", "", "(cơ sở)", "Tổng số (người)", "Tham gia BHXH (người)", ""]
    found = of_rows(tmp_path, "labour", "B9a. Lao động", upper, lower, [1, "Doanh nghiệp", 67, 2244, 2000, 9])

    assert ([67], [2244], [2000]) == tuple(found.values(name) for name in ("establishments", "workers", "insured"))
    assert any("«Số lao động (cơ sở)» (cột F" in row["message"] for row in found.found)


def test_a_header_of_kinds_of_villages_is_the_village(tmp_path):
    for number, (head, village) in enumerate({"Khối phố": "Khối 1", "Nơi ở (buôn)": "Buôn Đông", "Bon, buôn": "Bon 2"}.items()):
        folder = tmp_path / str(number)
        folder.mkdir()
        found = of_rows(
            folder,
            "beneficiaries",
            "B1. BTXH",
            ["TT", "Họ và tên", head, "Nhóm đối tượng", *LIST],
            [1, ONE, village, OLD, 1, 500_000, "TM"],
        )

        assert [village] == found.values("village")


def review(folder, *reasons: str, rows=((1, "Thôn Đông", 300, 10, 2, 1, 0, 1, 8), (2, "Thôn Tây", 250, 5, "", 1, 1, 0, 5))) -> Read:
    """The review of poor households with those that left poverty in two columns."""
    folder.mkdir()
    upper = ["TT", "Thôn", "Tổng số hộ", "Đầu năm", "Số hộ thoát nghèo", "", "Tái nghèo", "Phát sinh", "Cuối năm"]
    lower = ["", "", "", "", *reasons, "", "", ""]
    numbers = ["A", "B", 1, 2, 3, 4, 5, 6, 7]
    return of_rows(folder, "poor_review", "B8a. Hộ nghèo", upper, lower, numbers, *map(list, rows))


def test_a_column_in_two_parts_is_their_sum_where_the_headers_say_so(tmp_path):
    both = review(tmp_path / "one", "Trở thành hộ cận nghèo", "Vượt chuẩn cận nghèo")
    same, strange = review(tmp_path / "two", "Vượt chuẩn cận nghèo", "Vượt chuẩn cận nghèo"), review(tmp_path / "three", "Đợt A", "Đợt B")
    word = review(tmp_path / "four", "Trở thành hộ cận nghèo", "Vượt chuẩn cận nghèo", rows=[(1, "Thôn Đông", 300, 10, "", "hai", 0, 1, 9)])

    assert ([3, 1], ["Thôn Đông", "Thôn Tây"]) == (both.values("escaped"), both.values("village"))
    counted = observe(both.whole.records, [Item("escaped", "Thoát nghèo", "household", "poor_review", Sum("escaped"))], 2024)
    assert [(4, "E7:E8,F7:F8")] == list(zip(counted["value"], counted["cells"], strict=True))  # both columns, and only they, say 4
    assert [("fixed", "Cột «Thoát nghèo» là tổng của 2 cột: «Trở thành hộ cận nghèo» (cột E), «Vượt chuẩn cận nghèo» (cột F).")] == told(
        both
    )
    blank = review(tmp_path / "six", "Trở thành hộ cận nghèo", "Vượt chuẩn cận nghèo", rows=[(1, "Thôn Đông", 300, 10, 2, "", 0, 1, 9)])
    lone = review(tmp_path / "five", "Vượt chuẩn cận nghèo", "")

    assert [2] == blank.values("escaped")
    assert all(any(row["severity"] == "stopped" for row in one.found) for one in (same, strange, word, lone))

"""A group, an occasion or a month that no column has and rows between the records say: read by them, or asked about."""

from __future__ import annotations

import pytest

from messy import Read
from test_mess_blocks import of_rows

GIFTS = ["TT", "Nguồn", "Đối tượng", "Số suất", "Mức quà", "Thành tiền"]
FIRST = [1, "Chủ tịch nước", "NCC mức 1", 2, 300_000, 600_000]
SECOND = [2, "Tỉnh", "NCC mức 2", 1, 300_000, 300_000]
THIRD = [1, "Tỉnh", "NCC mức 1", 4, 300_000, 1_200_000]


def gifts(folder, *rows: list) -> Read:
    return of_rows(folder, "gifts", "B6. Quà tặng", GIFTS, *rows)


def said(found: Read) -> list[tuple[str, str, str]]:
    """Severity, cells and message of what is said, but of columns that are not there and are not needed."""
    return [(row["severity"], row["cell"], row["message"]) for row in found.found if "coi như để trống" not in row["message"]]


@pytest.mark.parametrize(
    ("first", "last", "sums"),
    [
        (["I", "Tết Nguyên đán"], ["II", "Dịp 27/7:"], []),
        (["Dịp Tết Nguyên đán (3 suất)"], ["B. Ngày 27/7"], []),
        ([1, "Tết"], [2, "27/7"], ["", "Cộng quà dịp Tết", "", 3, "", 900_000]),
        (["I", "Tết Nguyên đán", "", 3, "", 900_000], ["II", "27/7", "", 4, "", 1_200_000], []),  # the sums above
    ],
)
def test_the_rows_below_a_word_of_the_column_are_of_it(tmp_path, first, last, sums):
    rows = [first, FIRST, SECOND, *([sums] if sums else []), last, THIRD, ["", "Tổng các dịp trong năm", "", 7, "", 2_100_000]]
    found = gifts(tmp_path, *rows)
    at = "A" if len(first) == 1 else "B"
    cell = f"{at}5,{at}{9 if sums else 8}"

    assert [("fixed", cell, "Không có cột «Dịp tặng quà»: lấy theo 2 dòng mục phía trên các dòng số liệu.")] == said(found)
    assert ["tet", "tet", "jul27"] == found.values("occasion")
    assert [2, 1, 4] == found.values("gifts")


def test_below_a_section_that_nobody_knows_nothing_is_taken_over_from_the_one_before(tmp_path):
    found = gifts(tmp_path, ["I", "Tết Nguyên đán"], FIRST, ["II", "Dịp lễ lạ"], SECOND, ["III", "27/7"], THIRD)
    stops = [(cell, message) for severity, cell, message in said(found) if severity == "stopped"]

    assert ["tet", None, "jul27"] == found.values("occasion")
    strange = "1 dòng mục không phải từ nào của cột «Dịp tặng quà»: chưa rõ các dòng số liệu phía dưới thuộc mục nào."
    assert [("B7", strange), ("B8", "Cột «Dịp tặng quà» bắt buộc nhưng để trống 1 ô.")] == stops


def test_sums_of_a_section_that_are_not_those_of_its_records_are_told(tmp_path):
    found = gifts(tmp_path, ["I", "Tết Nguyên đán"], FIRST, SECOND, ["", "Cộng dịp Tết", "", 4, "", 900_000], ["II", "27/7"], THIRD)
    [message] = [message for severity, cell, message in said(found) if (severity, cell) == ("flagged", "D8")]

    assert "Dòng 8 ghi là cộng một phần (thôn, trang, mục, …) nhưng không bằng tổng" in message
    assert [2, 1, 4] == found.values("gifts")


def test_a_record_above_the_first_section_stays_without_a_word_and_stops(tmp_path):
    found = gifts(tmp_path, FIRST, ["I", "Tết Nguyên đán"], SECOND)

    assert [None, "tet"] == found.values("occasion")
    assert ("stopped", "B5", "Cột «Dịp tặng quà» bắt buộc nhưng để trống 1 ô.") in said(found)


def test_months_above_their_payments(tmp_path):
    pay = ["Trợ cấp BTXH hằng tháng", 2, 1_000_000, 1, 0, 0]
    heads = ["STT", "Nội dung", "Số người", "Số tiền (đồng)", "Qua tài khoản", "Chưa chi trả", "Truy lĩnh"]
    rows = [
        ["", "Tháng 1"],
        [1, *pay],
        ["", "Cộng tháng 1", 2, 1_000_000],
        ["", "Tháng 02/2024"],
        [1, *pay],
        ["", "Tổng cả năm", 4, 2_000_000],
    ]
    found = of_rows(tmp_path, "payments", "B4. Chi trả", heads, *rows)

    assert (["2024-01", "2024-02"], [1_000_000, 1_000_000]) == (found.values("month"), found.values("amount"))


def test_a_person_alone_on_a_row_is_no_section(tmp_path):
    heads = ["TT", "Họ và tên", "Năm sinh", "Giới tính", "Hệ số", "Số tiền", "Hình thức chi trả"]
    rows = [["I", "NKT nặng"], [1, "Mẫu Văn Thử", 1942, "Nam", 1.5, 750_000, "TM"], ["", "Mẫu Văn Giám"]]
    found = of_rows(tmp_path, "beneficiaries", "B1. BTXH", heads, *rows, [2, "Mẫu Thị Thử", 1950, "Nữ", 1.5, 750_000, "TM"])

    assert ["disability_severe", None] == found.values("group")
    assert "Mẫu" not in str(said(found))

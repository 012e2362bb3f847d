"""Numbers of running text, as proof-reading reads them: what is a number, between what it lies, and what a text says against itself."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest

from ctxh.check.typed_numbers import spelt_numbers
from ctxh.proofread.binding import agrees, best_pairs
from ctxh.proofread.contexts import Passage, abbreviations
from ctxh.proofread.inner_sums import contradictions, faults
from ctxh.proofread.paper_kinds import named_otherwise, paper_symbols
from ctxh.proofread.report_numbers import Printed
from ctxh.proofread.text_numbers import numbers_in, plain
from ctxh.typeset.docx.bookmarks import bookmark_name, names_figure
from test_architecture import ROOT

SPELT = spelt_numbers(["người", "hộ"])


def read(text: str) -> list[tuple]:
    return [(one.kind, one.text, one.value) for one in numbers_in(plain(text)[0], SPELT)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1. Đề nghị 447 hộ (0,94%)", [("count", "447", 447), ("percent", "0,94%", Decimal("0.94"))]),
        ("1 tỷ 134 triệu đồng; hơn 70 tỷ đồng", [("money", "1 tỷ 134 triệu đồng", 1134000000), ("money", "70 tỷ đồng", 70 * 10**9)]),
        ("8.141/8.200 người", [("count", "8.141", 8141), ("count", "8.200", 8200)]),
        ("Kế hoạch số 637/KH-UBND ngày 21/03/2024", [("document", "637/KH-UBND", "637/kh-ubnd"), ("day", "21/03/2024", "2024-03-21")]),
        ("ngày 6 tháng 12 năm 2024", [("day", "ngày 6 tháng 12 năm 2024", "2024-12-06")]),
        ("giai đoạn 2022 – 2025, năm 2024", [("years", "2022 - 2025", "2022-2025"), ("year", "2024", 2024)]),
        ("2.000.00đ tiền mặt", [("broken", "2.000.00đ", "2.000.00d")]),
        ("- Có hồ sơ. 3.4. Đề nghị .356 hộ", [("broken", ".356", "356")]),
        ("ngày 90-4-2024 và 90.4.2024", [("broken", "90-4-2024", "90-4-2024"), ("broken", "90.4.2024", "90.4.2024")]),
        ("2.356/.356 người, 24/25% hộ", [("count", "2.356", 2356), ("broken", ".356", "356"), ("count", "24", 24), ("percent", "25%", 25)]),
        ("tỷ lệ 1,% trong năm 204.", [("broken", "1,%", "1,%"), ("broken", "204", "204")]),
        ("năm 2624 và trong năm 447 hộ", [("broken", "2624", "2624"), ("count", "447", 447)]),
        ("500.00đ mỗi suất", [("broken", "500.00đ", "500.00d")]),
        ("tăng 1,6 điểm phần trăm", [("points", "1,6 điểm phần trăm", Decimal("1.6"))]),
        ("theo khoản 2 Điều 5, Bảng 3, Phụ lục 1", []),
        ("hai người, ba cây", [("count", "hai", 2)]),
        ("mười một hộ, hai mươi lăm người", [("count", "mười một", 11), ("count", "hai mươi lăm", 25)]),
        ("dưới 80 tuổi; 4. Người cao tuổi. 3.5. Phòng, chống", [("count", "80", 80)]),  # entries joined to what stood before
        ("1\u00a0466\u00a0850 người", [("count", "1 466 850", 1466850)]),
    ],
)
def test_numbers_of_running_text(text, expected):
    assert expected == read(text)


def test_a_rough_number_says_between_what_it_lies():
    [more], [nearly], [rounded] = (numbers_in(text) for text in ("hơn 70 tỷ đồng", "gần 450 hộ", "64,2 tỷ đồng"))

    assert (70 * 10**9, 80 * 10**9) == (more.low, more.high)
    assert (440, 450) == (nearly.low, nearly.high)
    assert (Decimal("64.15") * 10**9, Decimal("64.25") * 10**9) == (rounded.low, rounded.high)


def test_what_is_compared_keeps_the_places_of_the_original():
    text, places = plain("Hô\u0323 nghe\u0300o:\u00a0447\u200b hô\u0323")

    assert "Hộ nghèo: 447 hộ" == text
    assert [12, 13, 14] == [places[at] for at in (text.index("4"), text.index("4") + 1, text.index("7"))]


def test_abbreviations_are_those_that_a_text_explains():
    text = "chính sách bảo trợ xã hội (BTXH), Ủy ban nhân dân (UBND) và Đội (XYZ)"

    assert {"BTXH": "bảo trợ xã hội", "UBND": "ủy ban nhân dân"} == abbreviations([Passage(text, ())])


def test_pairs_are_worth_most_together():
    # taking 9 first leaves 1; 8 and 7 are worth more
    rows, columns = best_pairs(np.array([[9.0, 8.0], [7.0, 1.0]]))

    assert {(0, 1), (1, 0)} == set(zip(rows, columns, strict=True))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("đạt 40/50 người, bằng 85%", [("85%", "40/50 là 80%")]),
        ("đạt 40/50 người, bằng 80%", []),
        (
            "trao 10 suất quà, mỗi suất 500.000 đồng, tổng số tiền 5.500.000 đồng",
            [("5.500.000 đồng", "10 × 500.000 đồng là 5.000.000 đồng")],
        ),
        ("trao 10 suất quà, mỗi suất 500.000 đồng, tổng số tiền 5.000.000 đồng", []),
        ("có 100 hộ, gồm 60 hộ nghèo, 41 hộ cận nghèo", [("100", "các số thành phần cộng lại là 101")]),
        ("có 100 hộ, gồm 60 hộ nghèo, 40 hộ cận nghèo", []),
        ("có 100 hộ, trong đó 6 hộ nghèo, 4 hộ cận nghèo", []),  # some of them, no sum
    ],
)
def test_what_a_text_says_against_itself(text, expected):
    passage = Passage(text, tuple(numbers_in(text)))

    assert expected == [(number.text, why) for number, why in faults(passage)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "mỗi suất 1.500.000 đồng, gồm 500.000 đồng và 2.000.000 đồng",
            [("2.000.000 đồng", "1.500.000 đồng", "lớn hơn số chung 1.500.000 đồng")],
        ),
        ("mỗi suất 1.500.000 đồng, gồm 500.000 đồng và 1.000.000 đồng", []),
        ("77 năm (27/7/2024 - 27/7/1947)", [("27/7/2024", "27/7/1947", "sau ngày cuối 27/7/1947")]),
        ("77 năm (27/7/1947 - 27/7/2024), từ 01/7 đến 30/6/2024", []),
    ],
)
def test_numbers_that_cannot_stand_beside_each_other(text, expected):
    found = contradictions(Passage(text, tuple(numbers_in(text))))

    assert expected == [(number.text, beside.text, why) for number, beside, why in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Quyết định số 637/KH-UBND ngày 21/3/2024", [("637/KH-UBND", "ký hiệu KH là của kế hoạch, câu ghi quyết định")]),
        ("Kế hoạch 637/KH-UBND; quyết định số: 5/QĐ-UBND", []),
        ("Hướng dẫn số 2472/HDLN-CA, Nghị quyết số 76/2019/QH14", []),  # a word less; a symbol that names no kind
        ("theo Quyết định của Chủ tịch và Kế hoạch số 637/KH-UBND", []),
    ],
)
def test_the_kind_of_paper_is_that_of_its_symbol(text, expected):
    passage = Passage(text, tuple(numbers_in(text)))

    assert expected == [(number.text, why) for number, why in named_otherwise(passage, paper_symbols(ROOT / "data" / "reference"))]


@pytest.mark.parametrize(
    ("bookmark", "cite", "expected"),
    [
        ("sl_poor_households", "poor_households", True),
        ("sl_poor_households__3", "poor_households", True),
        ("sl_poor_households", "poor_households_rate", False),
        (bookmark_name("a" * 60, 12), "a" * 60, True),
        ("sl_poor_households@x".replace("@", "_"), "poor_households@x", True),
        ("sl_poor", "", False),
    ],
)
def test_a_bookmark_names_its_figure(bookmark, cite, expected):
    assert expected is names_figure(bookmark, cite)


@pytest.mark.parametrize(
    ("text", "printed", "expected"),
    [
        ("tăng 1,6%", "tăng 1,6 điểm phần trăm", True),
        ("tăng 8,4%", "tăng 1,6 điểm phần trăm", False),
        ("tỷ lệ 1,6 điểm phần trăm", "tỷ lệ 1,6%", False),
        ("447%", "447", False),
        ("hơn 70 tỷ đồng", "71,3 tỷ đồng", True),
        ("gần 70 tỷ đồng", "71,3 tỷ đồng", False),
        ("đến dưới 81 tuổi", "đến dưới 80 tuổi", False),
        ("đến dưới 80 tuổi", "đến dưới 80 tuổi", True),
        ("hơn 69 tỷ đồng", "hơn 70 tỷ đồng", False),
    ],
)
def test_what_agrees_with_what_is_printed(text, printed, expected):
    [number], [other] = numbers_in(text), numbers_in(printed)
    value = other.value if isinstance(other.value, Decimal) else None

    assert expected is bool(agrees(number, Printed(other, "", value)))

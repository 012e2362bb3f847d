"""Units of measure as clerks write them over, beside and below the numbers of a form."""

from __future__ import annotations

from datetime import date

import pytest

from ctxh.book.layouts import load_layouts
from ctxh.read.placement import found_columns
from headings import own_heads, sheet_of
from messy import BANNER, Read, funeral, workbook
from small_sheets import LAYOUTS, REFERENCE
from surgery import written


@pytest.mark.parametrize(
    ("caption", "value"),
    [("ĐVT: 1.000 đồng", 7_200_000), ("Đơn vị tính: nghìn đồng", 7_200_000), ("ĐVT: đồng", 7200), ("Đơn vị: triệu đồng", 7_200_000_000)],
)
def test_case_15_the_caption_says_in_what_the_amounts_are(read, caption, value):
    found = read("funerals", funeral("7200"), banner=[*BANNER, ["", caption]], labels={"amount": "Mức hỗ trợ"})

    assert [value] == found.values("amount")
    assert value == 7200 or found.case("15") == [("fixed", "G7")]


def test_case_15_a_caption_that_the_header_contradicts_is_used_and_flagged(read):
    found = read("funerals", funeral("7200"), banner=[*BANNER, ["ĐVT: nghìn đồng"]])

    assert ([7_200_000], [("flagged", "G7")]) == (found.values("amount"), found.case("15"))
    assert "dùng nghìn đồng" in found.found[0]["message"]


def test_case_15_of_two_captions_the_one_of_the_header_is_used_and_flagged(read):
    found = read("funerals", funeral("7200000"), banner=[*BANNER, ["ĐVT: đồng", "ĐVT: triệu đồng"]])

    assert ([7_200_000], [("flagged", "G7")]) == (found.values("amount"), found.case("15"))
    assert "(đồng, triệu đồng), dùng đồng" in found.found[0]["message"]


def test_case_15_two_captions_and_a_header_without_a_word_stop(read):
    found = read("funerals", funeral("7200"), banner=[*BANNER, ["ĐVT: đồng", "ĐVT: triệu đồng"]], labels={"amount": "Mức hỗ trợ"})

    assert ([None], [("stopped", "G7")]) == (found.values("amount"), found.case("15"))


def test_case_15_a_typed_sum_is_in_the_same_measure(read):
    text = funeral("7200") + "\n | Tổng cộng | | | | | 7200"

    assert [("flagged", "G7")] == read("funerals", text, banner=[*BANNER, ["ĐVT: nghìn đồng"]]).case("15")


@pytest.mark.parametrize(
    ("caption", "words"),
    [
        ("ĐVT: đồng, 1000đ", "(đồng, nghìn đồng), dùng đồng"),
        ("Số liệu: nghìn đồng", "nhắc «nghìn đồng»"),
        ("Kinh phí tính theo nghìn", "nhắc «nghìn đồng»"),
        ("ĐVT: trăm nghìn đồng", "không rõ là bao nhiêu đồng"),
        ("ĐVT: 10³ đồng", "không rõ là bao nhiêu đồng"),
        ("ĐVT: x1000đ", "không rõ là bao nhiêu đồng"),
        ("Unit: VND million", "không rõ là bao nhiêu đồng"),
        ("VND '000", "không rõ là bao nhiêu đồng"),
        ("đồng (nghìn)", "không rõ là bao nhiêu đồng"),
    ],
)
def test_case_15_a_caption_in_other_words_over_a_header_in_dong_is_doubted(read, caption, words):
    found = read("funerals", funeral("7200000"), banner=[*BANNER, [caption]])

    assert ([7_200_000], [("flagged", "G7")]) == (found.values("amount"), found.case("15"))
    assert words in found.found[0]["message"]


@pytest.mark.parametrize(
    "caption", ["DANH SÁCH ĐƯỢC HỖ TRỢ TRÊN 5 TRIỆU ĐỒNG", "ĐVT: hộ, khẩu, đồng", "(Kèm theo Quyết định số 100)", "Tổng: 5 triệu đồng"]
)
def test_case_15_a_number_in_a_title_and_other_measures_raise_no_doubt(read, caption):
    found = read("funerals", funeral("7200000"), banner=[*BANNER, [caption]]).found

    assert [] == [row for row in found if row["severity"] != "info"]


UNITS = [  # where a measure stands over the amounts of B3: the rows above the header, the words of the column
    ([["", "", "", "", "", "", "(Nghìn đồng)"]], {"amount": "Mức hỗ trợ"}),
    ([["ĐVT: Người/1.000 đồng"]], {"amount": "Mức hỗ trợ"}),
    ([["Biểu 3", "", "", "", "", "", "", "", "", "", "", "ĐVT: nghìn đồng"]], {"amount": "Mức hỗ trợ"}),
    ([["TỔNG HỢP MAI TÁNG PHÍ (1.000đ)"]], {"amount": "Mức hỗ trợ"}),
    ([], {"amount": "Mức hỗ trợ (nghìn đồng)"}),
    ([], {"amount": "Số tiền\n(ĐVT: 1.000 đ)"}),
    ([["Unit: 1000 VND"]], {"amount": "Mức hỗ trợ"}),
    ([["Currency unit: thousand VND"]], {"amount": "Mức hỗ trợ"}),
    ([["ĐVT: '000đ"]], {"amount": "Mức hỗ trợ"}),
    ([["Đơn vị: ng.đ"]], {"amount": "Mức hỗ trợ"}),
    ([], {"amount": "Mức hỗ trợ (nghìn ₫)"}),
]


@pytest.mark.parametrize(("above", "labels"), UNITS)
def test_case_15_a_measure_counts_wherever_it_stands_over_a_column(read, above, labels):
    found = read("funerals", funeral("7200"), banner=[*BANNER, *above], labels=labels)

    assert ([7_200_000], ["fixed"]) == (found.values("amount"), [severity for severity, _ in found.case("15")])


def test_case_15_a_measure_in_the_upper_header_is_that_of_the_columns_below_it(tmp_path):
    head = [["STT", "Loại biến động", "Họ và tên", "Kinh phí (1.000 đồng)", ""], ["", "", "", "Số tiền", "Ghi chú"]]
    data = [*BANNER, *head, [1, "Thôi hưởng", "Mẫu Văn Thử", 7200, ""]]
    found = Read(tmp_path, "changes", written(**{LAYOUTS["changes"].sheet_names[0]: data}))

    assert ([7_200_000], [("fixed", "D6")]) == (found.values("amount"), found.told("15"))


@pytest.mark.parametrize("upper", ["Kinh phí (x1000)", "Kinh phí (nghìn)", "Kinh phí, '000", "Kinh phí (VND million)"])
def test_case_15_a_header_that_names_a_size_of_no_measure_is_doubted(tmp_path, upper):
    head = [["STT", "Loại biến động", "Họ và tên", upper, ""], ["", "", "", "Số tiền", "Ghi chú"]]
    data = [*BANNER, ["ĐVT: đồng"], *head, [1, "Thôi hưởng", "Mẫu Văn Thử", 7200000, ""]]
    found = Read(tmp_path, "changes", written(**{LAYOUTS["changes"].sheet_names[0]: data}))

    assert ([7_200_000], [("flagged", "D7")]) == (found.values("amount"), found.told("15"))
    assert ["tiêu đề cột nhắc một cỡ số tiền" in row["message"] for row in found.found if row["check"] == "case 15"] == [True]


@pytest.mark.parametrize(("typed", "amount"), [("67.2", 67_200_000), ("67,2", 67_200_000), ("7", 7_000_000), ("1,5 tỷ", 1_500_000_000)])
def test_case_15_millions_have_decimals(read, typed, amount):
    found = read("funerals", funeral(typed), banner=[*BANNER, ["ĐVT: triệu đồng"]], labels={"amount": "Mức hỗ trợ"})

    assert [amount] == found.values("amount")


@pytest.mark.parametrize("typed", ["1,134", "0.0000007", "'-5"])
def test_case_15_what_has_two_meanings_in_millions_or_is_no_whole_dong_stops(read, typed):
    found = read("funerals", funeral(typed), banner=[*BANNER, ["ĐVT: triệu đồng"]], labels={"amount": "Mức hỗ trợ"})

    assert ([None], ["stopped"]) == (found.values("amount"), [row["severity"] for row in found.found])


@pytest.mark.parametrize(
    ("above", "label", "severity"),
    [
        ("ĐVT: đồng", "Mức hỗ trợ (nghìn đồng)", "flagged"),
        ("ĐVT: triệu đồng", "Mức hỗ trợ (nghìn đồng)", "stopped"),
        ("Mức chi tính bằng nghìn đồng", "Mức hỗ trợ", "flagged"),
    ],
)
def test_case_15_two_measures_over_a_column_are_a_doubt(read, above, label, severity):
    found = read("funerals", funeral("7200"), banner=[*BANNER, [above]], labels={"amount": label})

    assert [severity] == [severity for severity, _ in found.case("15")]


@pytest.mark.parametrize("above", ["Thôn Đông", "Xã Đồng Cẩm", "(Theo mức 10 triệu đồng)", "Mức một triệu đồng", "Kế toán: Mẫu Thị Đồng"])
def test_case_15_names_and_amounts_above_a_form_are_no_measure(read, above):
    found = read("funerals", funeral(), banner=[*BANNER, [above]], labels={"amount": "Mức hỗ trợ"})

    assert ([7_200_000], []) == (found.values("amount"), [row for row in found.found if row["severity"] != "info"])


@pytest.mark.parametrize("said", ["ĐVT: nghìn người", "(Nghìn người)", "Đơn vị tính: 1.000 hộ", "ĐVT: trăm hộ, đồng"])
def test_counts_that_are_told_in_thousands_stop_with_the_cell_that_says_so(tmp_path, said):
    found = Read(tmp_path, "labour", workbook("labour", "1 | Doanh nghiệp | 67 | 2 | 1", banner=[*BANNER[:2], ["NĂM 2024", said]])).found

    assert [("stopped", "B3")] == [(row["severity"], row["cell"]) for row in found if row["check"] == "đơn vị tính"]


@pytest.mark.parametrize(
    ("below", "told"),
    [
        ("Ghi chú: đơn vị tính nghìn đồng", [("stopped", "B7")]),
        ("(Nghìn đồng)", [("stopped", "B7")]),
        ("* Số tiền tính bằng triệu đồng", [("flagged", "B7")]),
        ("(Đơn vị tính: đồng)", []),
        ("Số tiền bằng chữ: bảy triệu hai trăm nghìn đồng", []),
    ],
)
def test_a_measure_below_the_table_that_is_not_the_one_above_is_told(read, below, told):
    found = read("funerals", funeral("7200000") + f"\n | {below}").found

    assert told == [(row["severity"], row["cell"]) for row in found if row["check"] == "đơn vị tính"]


@pytest.mark.parametrize("written", ["67 nghìn", "khoảng 3,5 nghìn", "2k", "1,234 nghìn hộ", "2 triệu"])
def test_a_count_in_thousands_is_refused_with_its_cell(read, written):
    found = read("poor_review", f"1 | Đông | {written} | 10 | 2 | 0 | 1 | 9")

    assert ([None], [("stopped", "C6")]) == (found.values("households"), [(row["severity"], row["cell"]) for row in found.found])
    assert "không rõ đến từng đơn vị" in found.found[0]["message"]


def test_the_words_before_and_behind_a_measure_are_rows_of_data(tmp_path):
    (tmp_path / "row_words.csv").write_text("word,role\nQuy ước,says\nVà,joining\nnhà,per\n", encoding="utf-8")
    own, common = (one["gifts"].row_words.captions for one in (load_layouts(REFERENCE, date(2024, 12, 31), [tmp_path]), LAYOUTS))

    for line, size in (("Quy ước: nghìn đồng", 1000), ("triệu đồng/nhà", 10**6)):
        assert ({size}, set()) == (own.caption_sizes(line), common.caption_sizes(line))
    assert {1000} == common.caption_sizes("ĐVT: nghìn đồng") and set() == common.caption_sizes("mỗi suất 1.000.000 đồng")


def column_under(form: str, column: str, head: str) -> list[str]:
    """The columns that a header is, among those of a form whose own word for one of them it stands in the place of."""
    heads = [(head if name == column else word, name) for word, name in own_heads(form)]
    at = next(index for index, (_, name) in enumerate(heads) if name == column)
    return [name for name, index in found_columns(sheet_of(form, heads), LAYOUTS[form]).columns.items() if index == at]


@pytest.mark.parametrize(
    ("form", "column", "head", "expected"),
    [
        ("gifts", "amount", "Số tiền (đồng/suất)", []),  # what each costs is no sum
        ("gifts", "amount", "Kinh phí (nghìn đồng/người)", []),
        ("payments", "amount", "Đã chi trả / Số tiền (đồng/người)", []),
        ("payments", "amount", "Đã chi trả / Số tiền (đồng/tháng)", ["amount"]),
        ("beneficiaries", "monthly_amount", "Số tiền (đồng/người/tháng)", ["monthly_amount"]),  # a row is a person
        ("beneficiaries", "monthly_amount", "Số tiền (đồng/năm)", []),
    ],
)
def test_what_each_gets_is_taken_for_no_sum_and_a_year_s_amount_for_no_month_s(form, column, head, expected):
    assert expected == column_under(form, column, head)

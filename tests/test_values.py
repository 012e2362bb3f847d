"""Single cells read by the kind of their column."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from ctxh.book.layouts import LayoutColumn
from ctxh.clean.values import BLANK, Read, Refused, ValueReader
from small_sheets import CATEGORIES, LAYOUTS


def read(kind: str, value) -> Read:
    """A cell of a column of a kind, read."""
    column = LayoutColumn("column", "Cột", "", (), kind, "", False, False)
    return ValueReader(column, {}).read(value)


REPAIRED = "số ghi bằng chữ hoặc có dấu phân cách, đơn vị"


@pytest.mark.parametrize(
    ("kind", "cell", "value", "repaired"),
    [
        ("count", 17.0, 17, ""),
        ("count", "17", 17, ""),
        ("count", "1.605", 1605, REPAIRED),
        ("count", "-", 0, ""),
        ("count", "–", 0, ""),
        ("money", 1_134_000_000.0, 1_134_000_000, ""),
        ("money", "1.134.000.000đ", 1_134_000_000, REPAIRED),
        ("money", "315 000 000", 315_000_000, REPAIRED),
        ("percent", "0,94%", 0.94, REPAIRED),
        ("coefficient", 1.5, 1.5, ""),
        ("coefficient", "1,5", 1.5, REPAIRED),
        ("text", "  Thôn   Bằng Lai ", "Thôn Bằng Lai", ""),
        ("text", 893.0, "893", ""),
        ("code", "plan_btxh", "plan_btxh", ""),
        ("date", "07/5/1954", "1954-05-07", ""),
        ("date", date(2024, 12, 20), "2024-12-20", ""),
        ("date", 45646.0, "2024-12-20", ""),
        ("month", "07/2024", "2024-07", ""),
        ("month", date(2024, 7, 1), "2024-07", ""),
        ("birth", "1942", 1942, ""),
        ("birth", 1942.0, 1942, ""),
        ("birth", "19/8/1945", 1945, ""),
        ("mark", "x", True, ""),
        ("mark", "X", True, ""),
        ("mark", "Có", True, ""),
        ("mark", 1.0, True, ""),
        ("mark", "✓", True, ""),
        ("mark", "không", False, ""),
        ("mark", 0.0, False, ""),
    ],
)
def test_a_cell_is_read_by_its_kind(kind, cell, value, repaired):
    found = read(kind, cell)

    assert (type(value), value, repaired) == (type(found.value), found.value, found.repaired)


@pytest.mark.parametrize("kind", ["count", "money", "text", "date", "month", "birth", "mark", "category"])
@pytest.mark.parametrize("cell", [None, "", "   ", "\u00a0"])
def test_an_empty_cell_is_blank_in_every_kind(kind, cell):
    assert BLANK is read(kind, cell).value


@pytest.mark.parametrize(
    ("kind", "cell", "message"),
    [
        ("money", "2.000.00đ", "có nhóm không đủ ba chữ số"),
        ("count", "mười lăm", "mười lăm"),
        ("count", datetime(2024, 5, 1), "ô đang là ngày hoặc giá trị đúng/sai, không phải số"),
        ("count", True, "ô đang là ngày hoặc giá trị đúng/sai, không phải số"),
        ("date", "31/02/2024", "«31/02/2024» là ngày không có thật"),
        ("date", "5/2024", "«5/2024» thiếu ngày hoặc tháng"),
        ("month", "2024", "«2024» không cho biết tháng"),
        ("mark", "chưa rõ", "«chưa rõ» không rõ là có hay không"),
    ],
)
def test_a_cell_that_cannot_be_read_is_refused_with_its_cause(kind, cell, message):
    found = read(kind, cell).value

    assert isinstance(found, Refused)
    assert message in found.message


def test_a_refusal_says_how_to_write_it():
    assert "gõ dạng 4/2024" == read("month", "2024").value.remedy
    assert "ghi x hoặc để trống" == read("mark", "?").value.remedy


def test_a_birth_that_cannot_be_read_is_never_repeated():
    refused = read("birth", "khoảng 1942, Nguyễn Văn A").value

    assert Refused("ngày sinh không đọc được", "gõ ngày/tháng/năm hoặc năm", "46") == refused


def category(cell) -> Read:
    """A cell of the column of groups of B1, read."""
    place = ("beneficiaries", "group")
    column = LAYOUTS["beneficiaries"].column("group")
    return ValueReader(column, CATEGORIES.codes_by_word(*place), labels=CATEGORIES.labels[place]).read(cell)


@pytest.mark.parametrize("cell", ["Người khuyết tật nặng", "NGUOI KHUYET TAT NANG", "NKT nặng", "5.6 N"])
def test_a_category_is_known_by_its_label_and_its_spellings(cell):
    assert "disability_severe" == category(cell).value


def test_a_category_typed_as_a_number_is_known():
    assert "child_no_support" == category(5.1).value


@pytest.mark.parametrize("cell", ["Người khuyết tật nặng?", "NKT nặng (?)", "NKT nặng？"])
def test_words_with_a_question_mark_are_doubted(cell):
    assert Read("disability_severe", doubt="ô có dấu hỏi, người ghi chưa chắc") == category(cell)
    assert Read(True, doubt="ô có dấu hỏi, người ghi chưa chắc") == read("mark", "x ?")


@pytest.mark.parametrize("cell", [19422, 19422.0, "19422"])
def test_a_bare_number_that_would_be_a_day_of_birth_is_doubted(cell):
    found = read("birth", cell)

    assert (1953, "44") == (found.value, found.case)
    assert "có thể là năm sinh gõ thừa chữ số" in found.doubt
    assert read("birth", datetime(1953, 3, 4)).plain and read("birth", "1942").plain


def test_an_unknown_category_is_refused_with_the_nearest_label():
    assert (
        Refused("«Người khuyết tật nặg» không có trong danh mục của biểu mẫu", "gần nhất là «Người khuyết tật nặng»")
        == category("Người khuyết tật nặg").value
    )


def test_an_unknown_category_that_is_like_none_has_no_suggestion():
    assert "" == category("???").value.remedy


@pytest.mark.parametrize(
    ("measure", "cell", "value"),
    [
        ("ngày", "20/12/2024", "2024-12-20"),
        ("chữ", "Yagi", "Yagi"),
        ("giai đoạn", "2022-2025", "2022-2025"),
        ("người", "2.600", 2600),
        ("điểm phần trăm", "1,5", 1.5),
    ],
)
def test_a_desk_figure_is_read_by_the_words_of_its_measure(measure, cell, value):
    column = LAYOUTS["desk_figures"].column("value")

    assert value == ValueReader.for_measure(column, measure).read(cell).value


@pytest.mark.parametrize("cell", ["67 nghìn", "1,5 nghìn"])
def test_a_count_told_in_thousands_is_refused(cell):
    assert "không rõ đến từng đơn vị" in read("count", cell).value.message

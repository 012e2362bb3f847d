"""What a sheet says or hides outside its cells: text boxes, pictures, the head and foot of the printed page."""

from __future__ import annotations

import io

import pytest
import xlsxwriter

from ctxh.read.outside_cells import page_texts
from kinds import CLEAN
from messy import Read, rows
from small_sheets import LAYOUTS


@pytest.fixture
def told(tmp_path):
    """Severity, cell and whether the words are repeated of what is told of gifts on whose sheet something was put."""

    def read(name: str, *arguments) -> list[tuple[str, str, bool]]:
        stream = io.BytesIO()
        with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
            sheet = book.add_worksheet(LAYOUTS["gifts"].sheet_names[0])
            for at, row in enumerate(rows("gifts", CLEAN["gifts"])):
                sheet.write_row(at, 0, row)
            getattr(sheet, name)(*arguments)
        found = Read(tmp_path, "gifts", stream.getvalue())
        assert [300900000] == found.values("amount")
        return [(row["severity"], row["cell"], str(arguments[-1]) in row["message"]) for row in found.found]

    return read


@pytest.mark.parametrize(
    ("cell", "text", "expected"),
    [
        ("C6", "đã trừ 5 suất", [("flagged", "C6", False)]),
        ("I1", "ĐVT: nghìn đồng", [("flagged", "I1", True)]),
        ("I1", "ĐVT: USD", [("flagged", "I1", True)]),
        ("I1", "Chưa gồm thôn Đông", [("info", "I1", False)]),
        ("I1", "Biểu số 06", []),
        ("I1", "ĐVT: đồng", []),
        ("D12", "Người lập biểu", []),
    ],
)
def test_a_text_box_is_told_unless_it_says_what_such_lines_say(told, cell, text, expected):
    assert expected == told("insert_textbox", cell, text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("&CĐơn vị tính: nghìn đồng", [("flagged", "")]),
        ("&L&8Số liệu tạm tính", [("info", "")]),
        ("&CTrang &P/&N", []),
        ("&LUBND xã Kim Xuyên&R&D", []),
        ("&CĐVT: đồng", []),
    ],
)
@pytest.mark.parametrize("where", ["set_header", "set_footer"])
def test_the_head_and_foot_of_the_page_are_told_unless_they_say_what_lines_above_say(told, where, text, expected):
    assert expected == [(severity, cell) for severity, cell, _ in told(where, text)]


def test_values_under_a_shape_without_a_word_are_told_and_what_it_does_not_hide_is_not(told):
    assert [("flagged", "B6,C6,D6", False)] == told("insert_textbox", "B6", "", {"width": 190})
    assert [] == told("insert_textbox", "B9", "", {"width": 190})


def test_the_codes_of_a_page_are_no_words():
    assert ["Đơn vị tính: nghìn đồng", "A&B"] == page_texts('&C&"Arial,Bold"&12&KFF0000Đơn vị tính: nghìn đồng\n&RTrang &P/&N&LA&&B')

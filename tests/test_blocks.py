"""Blocks with something in them: what stands in place of an empty table or figure, and headings over nothing."""

from __future__ import annotations

from dataclasses import replace

from ctxh.blocks import Cell, Column, Figure, Heading, Paragraph, Run, Table, numbered, with_content

HEAD = (Column("Xã"),)
FULL = Table("a", "Quà tặng", HEAD, ((Cell("Đông"),),))
EMPTY = Table("b", "Ô được chỉnh sửa", HEAD, (), note="Không có ô nào.")
UNDRAWN = Figure("c", "Tỷ lệ hộ nghèo", "Không có hình.", "<svg></svg>", empty="Chưa rà soát.")


def heading(level: int, text: str) -> Heading:
    return Heading(level, (Run(text),))


def test_a_sentence_stands_for_an_empty_table_and_an_undrawn_figure_and_takes_no_number():
    shown = numbered(with_content([EMPTY, UNDRAWN, FULL]))

    assert Paragraph((Run("Ô được chỉnh sửa: không có ô nào."),), "note") == shown[0]
    assert Paragraph((Run("Tỷ lệ hộ nghèo: chưa rà soát."),), "note") == shown[1]
    assert "Bảng 1. Quà tặng" == shown[2].caption


def test_a_table_without_a_caption_has_no_number_and_takes_none():
    assert ["", "Bảng 1. Quà tặng"] == [block.caption for block in numbered([replace(FULL, caption=""), FULL])]


def test_a_heading_over_nothing_is_left_out():
    one, two, three, four = heading(1, "I"), heading(2, "1"), heading(2, "2"), heading(1, "II")
    words = Paragraph((Run("Có."),))

    assert [one, three, words] == with_content([one, two, three, words, four])
    assert [] == with_content([one, two])
    assert [one, words] == with_content([one, words, two])

"""Tables and figures in the wording: blocks of the report, each number in them listed; what cannot be is refused with its place."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ctxh.blocks import Cell, Column, Figure, Paragraph, Table, text_of
from ctxh.book import national_book
from ctxh.book.request import known_figure
from ctxh.draw import draw_figure
from ctxh.errors import CtxhError
from ctxh.tell import tell_wording
from ctxh.tell.indicator_tables import indicator_table
from ctxh.tell.wording_blocks import figure_asked, table_asked
from small_computed import computed_of, indicators_of, request_of
from small_sheets import observation_table
from told_wording import DESK, OFFICE, Fake

POOR = Table(
    "by_area_poverty",
    "Giảm nghèo theo thôn",
    (Column("Thôn"), Column("Hộ nghèo", "right", True)),
    (
        (Cell("Thôn Đông"), Cell("5", "poor_households@1")),
        (Cell("Thôn Đoài"), Cell("–", "poor_households@2")),
        (Cell("Tổng cộng"), Cell("12", "poor_households")),
    ),
    total_rows=1,
)
DRAWING = Figure("poor_rate_map", "Tỷ lệ hộ nghèo", "Bản đồ ô", "<svg/>")


class WithBlocks(Fake):
    """Figures that know one table and one drawing."""

    def table(self, names, by, caption):
        assert (("poor_households",), "area", "") == (names, by, caption)
        return POOR

    def figure(self, name):
        assert known_figure(national_book(), name)
        return DRAWING


def told(folder, wording: str):
    (folder / "01_mot.md").write_text(wording, encoding="utf-8")
    return tell_wording(folder, WithBlocks({"new_jobs": "7"}), DESK, OFFICE)


TABLE = '{{ table("poor_households", by="area") }}'


def test_a_table_and_a_figure_stand_between_the_paragraphs_and_their_numbers_are_listed(tmp_path):
    found = told(
        tmp_path, f'# I. KẾT QUẢ\n\n- Việc làm: {{{{ count("new_jobs") }}}};\n\n{TABLE}\n\n{{{{ figure("poor_rate_map") }}}}\n\nHết.\n'
    )

    assert (POOR, DRAWING) == found.blocks[2:4]
    assert ["I. KẾT QUẢ", "- Việc làm: 7.", "Hết./."] == [text_of(block.runs) for block in found.blocks if hasattr(block, "runs")]
    assert [("new_jobs", "7"), ("poor_households@1", "5"), ("poor_households", "12")] == list(
        found.citations[["indicator", "printed"]].itertuples(index=False, name=None)
    )
    assert ["I. KẾT QUẢ"] * 3 == list(found.citations["section"])


@pytest.mark.parametrize(
    ("wording", "said"),
    [
        (f"Câu một.\n\nBảng: {TABLE}\n", "01_mot.md, dòng 3: lời văn không được dùng bảng hoặc hình chung một đoạn với chữ. Đặt"),
        (f"Câu một.\n{TABLE}\n", "01_mot.md, dòng 1: lời văn không được dùng bảng hoặc hình chung một đoạn với chữ. Đặt"),
        (f"Câu một.\n\n- {TABLE}\n", "01_mot.md, dòng 3: lời văn không được dùng bảng hoặc hình chung một đoạn với chữ. Đặt"),
        ('\n{{ figure("por_rate_map") }}\n', "01_mot.md, dòng 2: không có hình «por_rate_map». Có phải ý bạn là «poor_rate_map»?"),
    ],
)
def test_one_that_is_not_alone_or_not_there_is_refused_with_its_line(tmp_path, wording, said):
    with pytest.raises(CtxhError) as refused:
        told(tmp_path, wording)

    assert said == str(refused.value)[: len(said)]


def test_a_paragraph_stays_a_paragraph_whatever_stands_in_a_workbook(tmp_path):
    (tmp_path / "01_mot.md").write_text('{% for text in paragraphs("II.1") %}\n{{ text }}\n\n{% endfor %}\nHết.', encoding="utf-8")
    desk = DESK.assign(paragraph="\ue0020\ue003")

    assert [Paragraph, Paragraph] == [type(block) for block in tell_wording(tmp_path, WithBlocks({}), desk, OFFICE).blocks]


class TestOfAnEdition:
    """What a table holds: printed cells of the year, as in the appendix."""

    def test_a_field_is_a_row_an_indicator_and_indicators_are_a_row_an_area(self, edition_2024):
        field, areas = (
            table_asked(edition_2024.computed, ["poverty"]),
            table_asked(edition_2024.computed, ["poor_households", "poor_households_rate"]),
        )

        assert "poor_households" in [row[1].cite for row in field.rows] and "Giảm nghèo, năm 2024" == field.caption
        assert ["Chỉ tiêu", "Giá trị", "Đơn vị tính"] == [column.label for column in field.columns]
        assert {3} == {len(row) for row in field.rows}
        assert ("Giảm nghèo theo xã, thị trấn", 2) == (areas.caption, len(areas.columns) - 1)
        assert ("Tổng cộng", "poor_households", "poor_households_rate") == (
            areas.rows[-1][0].text,
            areas.rows[-1][1].cite,
            areas.rows[-1][2].cite,
        )
        assert edition_2024.computed.printed("poor_households") == areas.rows[-1][1].text
        assert "Hộ nghèo các xã" == table_asked(edition_2024.computed, ["poor_households"], caption="Hộ nghèo các xã").caption

    def test_what_has_no_value_has_no_row_in_running_text(self, edition_2024):
        appendix, report = (
            indicator_table(edition_2024.computed, "general"),
            table_asked(edition_2024.computed, ["general"]),
        )

        assert "–" in {row[1].text for row in appendix.rows}
        assert [row[0].text for row in appendix.rows if row[1].text != "–"] == [row[0].text for row in report.rows]

    @pytest.mark.parametrize(
        ("names", "by", "said"),
        [
            ([], "", 'table cần một lĩnh vực hoặc các chỉ tiêu, như table("poverty")'),
            (["poverty", "labour"], "", "table cần một lĩnh vực"),
            (["poverti"], "", "không có lĩnh vực hay chỉ tiêu «poverti». Có phải ý bạn là «poverty»?"),
            (["poor_houshold"], "", "Không có chỉ tiêu «poor_houshold». Có phải ý bạn là «poor_households»?"),
            (["new_jobs_plan"], "", "chỉ tiêu «new_jobs_plan» chỉ có cho toàn địa bàn"),
            (["poverty"], "area", "bảng theo đơn vị chứa được 7 chỉ tiêu, không phải 12. Chọn trong: households,"),
            (["society"], "area", "lĩnh vực «society» không có chỉ tiêu nào chia theo đơn vị."),
            (["poverty"], "village", 'table chia theo «village» không có: viết by="area"'),
        ],
    )
    def test_what_there_is_not_is_said_with_what_to_write(self, edition_2024, names, by, said):
        with pytest.raises(CtxhError) as refused:
            table_asked(edition_2024.computed, names, by)

        assert said == str(refused.value)[: len(said)]

    def test_a_figure_is_the_one_of_the_appendix(self, edition_2024):
        assert draw_figure(edition_2024.computed, "poor_rate_map") == figure_asked(edition_2024.computed, "poor_rate_map")


class TestOfFamilies:
    """A row a code of a list: whatever its sentence names one by one, a table tells whole."""

    REQUEST = request_of({"10771": "xã Kim Xuyên"})
    KNOWN = indicators_of(REQUEST, {"decisions_new_disability": 3, "decisions_stop": 1204, "decisions_total": 1207}, {})
    COMPUTED = computed_of(REQUEST, observation_table([]), KNOWN)

    def test_codes_that_have_a_value_have_a_row_and_the_sum_of_just_these_stands_last(self):
        table = table_asked(self.COMPUTED, ["decisions_{code}"], caption="Quyết định theo loại")

        assert ("Quyết định theo loại", ["Loại", "Số lượng (trường hợp)"], 1) == (
            table.caption,
            [column.label for column in table.columns],
            table.total_rows,
        )
        assert [
            ("Hưởng mới: người khuyết tật", "3", "decisions_new_disability"),
            ("Thôi hưởng", "1.204", "decisions_stop"),
            ("Tổng cộng", "1.207", "decisions_total"),
        ] == [(row[0].text, row[1].text, row[1].cite) for row in table.rows]

    @pytest.mark.parametrize(
        ("names", "by", "said"),
        [
            (["decision_{code}"], "", "không có họ chỉ tiêu «decision_{code}». Có phải ý bạn là «decisions_{code}»?"),
            (["decisions_{code}", "households"], "", "không có họ chỉ tiêu «households»."),
            (["decisions_{code}", "bhyt_{code}"], "", "«decisions_{code}» và «bhyt_{code}» lập theo hai danh mục khác nhau."),
            (["decisions_{code}"], "area", "bảng theo danh mục chứa được 7 họ chỉ tiêu, không chia tiếp theo by."),
        ],
    )
    def test_families_that_cannot_stand_beside_one_another_are_refused(self, names, by, said):
        with pytest.raises(CtxhError) as refused:
            table_asked(self.COMPUTED, names, by)

        assert said == str(refused.value)[: len(said)]


def test_a_public_edition_tells_what_of_a_table_it_publishes_of_the_whole_office_alone():
    """Of two indicators the book of a public edition leaves one to the office: its column goes, and alone its table does."""
    request = request_of({"10771": "xã Kim Xuyên"})
    entries = request.book.indicators
    book = replace(request.book, indicators=entries | {"new_jobs": replace(entries["new_jobs"], by_area=False)})
    computed = computed_of(
        replace(request, audience="public", book=book), observation_table([]), indicators_of(request, {"poor_households": 12}, {})
    )
    both, alone = (table_asked(computed, names) for names in (["poor_households", "new_jobs"], ["new_jobs"]))

    assert 2 == len(both.columns) and both.columns[1].label.endswith("(hộ)")
    assert "Chỉ công bố cho toàn địa bàn: Lao động được giải quyết việc làm mới." in both.note
    assert ["Chỉ công bố cho toàn địa bàn."] == [cell.text for row in alone.rows for cell in row]

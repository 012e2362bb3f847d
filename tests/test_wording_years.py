"""Sentences without any figure are printed in the years they were written for; a report of another year says which are not."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import pytest

from ctxh.book.dated_sentences import sentences_left_out, wording_folder
from ctxh.cli.new_year import settings_to_review
from ctxh.errors import CtxhError
from ctxh.reference.settings import Settings
from ctxh.tell import tell_wording
from ctxh.tell.rendered_wording import WHOLE_YEAR
from opened import opened
from told_wording import DESK, OFFICE, Fake, lines

WORDING = "Một.\n\n{% if in_years(2023, 2024) %}\nĐã hỗ trợ bò, gà giống.\n{% endif %}\n\nHết."


def office(folder, year: int, **settings) -> SimpleNamespace:
    """An office with this wording, reporting on a year."""
    text = folder / "mau" / "text"
    text.mkdir(parents=True, exist_ok=True)
    (text / "01_thu.md").write_text(WORDING, encoding="utf-8")
    return SimpleNamespace(data=folder, settings=Settings("xã Mẫu", "293", **settings), office_id="mau", year=year, area_code="293")


@pytest.mark.parametrize(("year", "said"), [(2024, ["Một.", "Đã hỗ trợ bò, gà giống.", "Hết./."]), (2025, ["Một.", "Hết./."])])
def test_a_sentence_is_told_in_its_years_only(tmp_path, year, said):
    office(tmp_path, year)
    assert said == lines(tell_wording(tmp_path / "mau" / "text", Fake({}), DESK, OFFICE, WHOLE_YEAR | {"year": year}))


def test_the_years_of_a_sentence_are_numbers(tmp_path):
    (tmp_path / "01_thu.md").write_text('{% if in_years("2024") %}x{% endif %}', encoding="utf-8")
    with pytest.raises(CtxhError, match=r"01_thu\.md, dòng 1: in_years cần các năm viết bằng số"):
        tell_wording(tmp_path, Fake({}), DESK, OFFICE)


def test_what_is_left_out_is_noted_with_file_line_and_years(tmp_path):
    [row] = sentences_left_out(office(tmp_path, 2025))

    assert ("info", "lời văn", "01_thu.md") == (row["severity"], row["check"], row["file"])
    assert "Dòng 3: câu chỉ in cho năm 2023, 2024, không in trong báo cáo năm 2025." == row["message"]
    assert "thêm năm vào in_years" in row["remedy"]


def test_nothing_is_noted_of_the_right_year_nor_of_sections_that_are_not_told(tmp_path):
    assert [] == sentences_left_out(office(tmp_path, 2024))
    assert [] == sentences_left_out(office(tmp_path, 2025, sections=("02_khac",)))


def test_the_report_of_kim_thanh_for_2024_leaves_nothing_out_and_that_of_2027_says_what(edition_2024, tmp_path):
    assert [] == sentences_left_out(edition_2024.request)
    later = sentences_left_out(opened("kim-thanh", 2027, edition_2024.request.data, tmp_path).request)
    assert ["05_nguoi_co_cong.md", "06_bao_tro_giam_ngheo.md", "09_tre_em.md"] == [row["file"] for row in later]


def test_who_opens_a_year_is_told_which_sentences_it_leaves_out(edition_2024, tmp_path):
    lines_of_2025 = settings_to_review(opened("kim-thanh", 2025, edition_2024.request.data, tmp_path).request)
    told_of = [line for line in lines_of_2025 if line.startswith("Lời văn, ")]
    assert 3 == len(told_of) and "không in trong báo cáo năm 2025." in told_of[0]


class TestOfTheFolder:
    """Nothing is told that lies outside the data folder, whatever a setting or a link says."""

    @pytest.fixture
    def edition(self, tmp_path) -> SimpleNamespace:
        for path in ("data/xa-a/text/01_mo_dau.md", "data/xa-b/text/01_mo_dau.md", "elsewhere/02_khac.md"):
            (tmp_path / path).parent.mkdir(parents=True)
            (tmp_path / path).write_text("Một câu.")
        return SimpleNamespace(data=tmp_path / "data", office_id="xa-a", settings=Settings("xã A", "1"))

    def test_a_link_inside_is_followed(self, edition):
        (edition.data / "xa-a/text/02_chung.md").symlink_to("../../xa-b/text/01_mo_dau.md")

        assert edition.data / "xa-a/text" == wording_folder(edition)

    @pytest.mark.parametrize("leads_to", ["../../../elsewhere/02_khac.md", "nowhere.md", "02_khac.md"])
    def test_a_link_out_of_the_data_or_to_nothing_is_refused(self, edition, leads_to):
        (edition.data / "xa-a/text/02_khac.md").symlink_to(leads_to)
        with pytest.raises(CtxhError) as fault:
            wording_folder(edition)

        assert "xa-a/text/02_khac.md là liên kết ra ngoài thư mục dữ liệu: thay bằng chính tệp ấy." == str(fault.value)

    def test_a_folder_that_is_such_a_link_is_refused_too(self, edition):
        (edition.data / "xa-c").mkdir()
        (edition.data / "xa-c/text").symlink_to("../../elsewhere")
        edition.settings = replace(edition.settings, text_from="xa-c")
        with pytest.raises(CtxhError, match=r"^xa-c/text là liên kết ra ngoài"):
            wording_folder(edition)

    def test_a_lender_without_wording_is_named_with_the_nearest(self, edition):
        edition.settings = replace(edition.settings, text_from="xa-bb")
        with pytest.raises(CtxhError) as fault:
            wording_folder(edition)

        assert str(fault.value).startswith(
            "xa-a/office.toml: text_from chỉ tới «xa-bb», không có thư mục xa-bb/text. Có phải ý bạn là «xa-"
        )

"""The pickers of explore.ipynb: what they offer, what follows them, and how soon."""

import json
import time

import pytest

from conftest import ROOT
from ctxh import explorer
from ctxh.explorer import WHOLE, Explorer, areas_of, fields_of, indicators_of_field, office_choices, source_html, table_html
from ctxh.reference.places import Places

AT_MOST = 0.3  # seconds of CPU


@pytest.fixture
def picked(edition_2024, monkeypatch) -> Explorer:
    """The pickers, before the edition of 2024, whatever year is picked."""
    places = Places(ROOT / "data", ROOT / "outputs" / "none", ROOT / "notebooks")
    monkeypatch.setattr(explorer, "handed_over", lambda: (places, False))
    monkeypatch.setattr(explorer, "open_edition", lambda office, year, published: edition_2024)
    return Explorer("kim-thanh")


def test_offices_years_fields_and_areas_are_offered_by_their_names(picked, edition_2024):
    assert ("huyện Kim Thành", "kim-thanh") in office_choices(ROOT / "data")
    assert [("2024", 2024), ("2023", 2023), ("2022", 2022)] == list(picked.year.options)
    assert ("Giảm nghèo", "poverty") in fields_of(edition_2024)
    assert ("Tỷ lệ hộ nghèo", "poor_households_rate") in indicators_of_field(edition_2024, "poverty")
    assert [(WHOLE, ""), ("thị trấn Phú Thái", "10750")] == areas_of(edition_2024)[:2]


def test_number_table_and_figure_follow_what_is_picked(picked):
    picked.field.value = "poverty"
    picked.indicator.value = "poor_households_rate"
    whole = picked.source.value
    picked.area.value = "10771"

    assert "0,94%" in whole and "1,02%" in picked.source.value
    assert "Xa_Kim_Xuyen_2024.xlsx › B8a. Hộ nghèo › H11:H15" in picked.source.value and "Lai_Vu" not in picked.source.value
    assert "1,02" in picked.table.value and "1,02%" in picked.figure.value and "là số liệu minh họa" in picked.figure.value


def test_a_number_opens_level_by_level(edition_2024):
    shown = source_html(edition_2024, "poor_households_rate", "10771")

    assert 3 == shown.count("<details") and 1 == shown.count("<details open>")
    assert shown.index("Tỷ lệ hộ nghèo") < shown.index("Số hộ nghèo cuối năm <code>") < shown.index("H11:H15")


def test_a_table_is_sorted_on_demand(edition_2024):
    most = table_html(edition_2024, "poor_households", "down")

    assert most.index("xã Đồng Cẩm") < most.index("xã Ngũ Phúc") < most.index("xã Phúc Thành")


def test_each_worked_question_is_answered_in_three_lines():
    cells = json.loads((ROOT / "notebooks" / "explore.ipynb").read_text(encoding="utf-8"))["cells"]
    texts = [(cell["cell_type"], "".join(cell["source"])) for cell in cells]
    first = next(at for at, (_, text) in enumerate(texts) if text.startswith("## Năm câu hỏi mẫu"))
    last = next(at for at, (_, text) in enumerate(texts) if at > first and text.startswith("## "))
    answers = [text.splitlines() for kind, text in texts[first:last] if kind == "code"]

    assert 5 == len(answers)
    assert [] == [lines for lines in answers if len(lines) > 3]


def test_what_only_the_office_has_needs_no_area(picked):
    picked.area.value = "10771"
    picked.field.value = next(
        entry.field for entry in picked.edition.request.book.indicators.values() if not entry.by_area and not entry.is_text
    )
    picked.indicator.value = next(name for _, name in picked.indicator.options if not picked.edition.request.book.indicators[name].by_area)

    assert "chỉ có cho toàn địa bàn" in picked.figure.value and "huyện Kim Thành, năm 2024" in picked.source.value


def test_they_follow_within_300_milliseconds(picked):
    took = []
    for _, field in picked.field.options:
        begun = time.process_time()
        picked.field.value = field
        took.append(time.process_time() - begun)

    assert max(took) < AT_MOST

"""The appendix says which areas it shows and what became of them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ctxh.edition import Edition
from ctxh.tell.territory_tables import areas_table, successions_table
from opened import shown_on


def texts(table) -> list[tuple[str, ...]]:
    return [tuple(cell.text for cell in row) for row in table.rows]


@pytest.fixture
def on_2025(edition_2024) -> Edition:
    return shown_on(edition_2024, "2025-07-01")


def test_the_areas_that_reported(edition_2024):
    table = areas_table(edition_2024.computed)
    assert len(table.rows) == 18
    assert texts(table)[1] == ("10753", "xã Lai Vu", "01/12/2019", "01/12/2024", "gửi số liệu, có trong bảng", "")
    assert table.note == "Chia theo đơn vị hành chính như khi các đơn vị báo cáo."


def test_areas_on_other_boundaries_stand_beside_those_that_reported(on_2025):
    table = areas_table(on_2025.computed)
    assert len(table.rows) == 18 + 7
    rows = texts(table)
    assert [row[1:5] for row in rows if row[0] == "10756"] == [
        ("xã Cộng Hòa", "01/12/2019", "01/12/2024", "gửi số liệu"),
        ("xã Lai Khê", "01/7/2025", "", "có trong bảng"),
    ]
    assert [row[5] for row in rows if row[0] == "10762"] == ["", "Chưa có tỷ lệ chia"]
    assert next(row[5] for row in rows if row[1] == "xã Lai Khê").startswith("Chưa gồm Vũ Dũng, Tuấn Việt. Chưa gồm phần nhận")
    assert table.note == "Chia theo địa giới ngày 01/7/2025."


def test_successions_of_those_that_reported_end_with_the_year(edition_2024):
    rows = texts(successions_table(edition_2024.computed))
    assert ("01/12/2024", "xã Lai Vu", "xã Lai Khê", "100%", "Nghị quyết của UBTVQH ngày 24/10/2024 (số chưa xác minh)") in rows
    assert [{"01/12/2024"}, 18] == [{day for day, *_ in rows}, len(rows)]


def test_what_came_after_the_year_is_told_where_its_boundaries_are_asked_for(on_2025):
    rows = texts(successions_table(on_2025.computed))

    assert ("01/7/2025", "xã Hòa Bình", "xã Hà Nam", "chưa có tỷ lệ chia", "NQ 1669/NQ-UBTVQH15") in rows
    assert 18 + 17 == len(rows)


def test_areas_without_successors_say_so(edition_2024):
    request = replace(edition_2024.request)
    vars(request)["reported_areas"] = request.reported_areas.head(0)
    observed = replace(edition_2024.computed.observed, request=request)
    table = successions_table(replace(edition_2024.computed, request=request, observed=observed))
    assert (table.rows, table.note) == ((), "Các đơn vị chưa thay đổi.")

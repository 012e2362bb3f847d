"""A table of the documents as a frame, and the frame as the table again: as it was, sorted, shortened, with another number."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from conftest import ROOT
from ctxh.blocks import Cell, Column, Table, number_column
from ctxh.errors import WrongUsage
from ctxh.tell.table_frames import rows_of_table, table_of_rows

COLUMNS = (Column("Đơn vị"), number_column("Số hộ (hộ)"), number_column("Tỷ lệ"), number_column("Ghi nhận"))
ROWS = (
    (Cell("Lai Vu"), Cell("2.838", "households@10753"), Cell("1,09%", "rate@10753"), Cell("hơn 70 tỷ")),
    (Cell("Kim Anh"), Cell("–"), Cell("0,59%", "rate@10780"), Cell("5")),
    (Cell("Tổng cộng"), Cell("2.838", "households"), Cell("1,09%", "rate"), Cell("75")),
)
TABLE = Table("homes", "Hộ nghèo", COLUMNS, ROWS, total_rows=1, note="Số minh họa.", source="Biểu B8a")


def texts(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.rows]


def test_numbers_are_numbers_and_totals_are_left_to_sums():
    frame = rows_of_table(TABLE)

    assert ["Đơn vị", "Số hộ (hộ)", "Tỷ lệ (%)", "Ghi nhận"] == list(frame.columns)
    assert [["Lai Vu", 2838, 1.09, "hơn 70 tỷ"], ["Kim Anh", None, 0.59, "5"]] == frame.astype(object).where(
        frame.notna(), None
    ).to_numpy().tolist()


def test_a_frame_that_nobody_changed_is_the_table():
    assert TABLE == table_of_rows(rows_of_table(TABLE))
    assert TABLE == table_of_rows(rows_of_table(TABLE).sort_values("Tỷ lệ (%)").sort_index())
    empty = Table("none", "Không có", COLUMNS, (), note="Không có dòng nào.")
    assert empty == table_of_rows(rows_of_table(empty))


def test_rows_are_sorted_and_left_out_with_what_they_cite_and_a_total_that_would_be_wrong_goes():
    rows = rows_of_table(TABLE)
    by_rate, few = table_of_rows(rows.sort_values("Tỷ lệ (%)")), table_of_rows(rows[rows["Tỷ lệ (%)"] > 1][["Đơn vị", "Tỷ lệ (%)"]])

    assert ["Kim Anh", "Lai Vu", "Tổng cộng"] == [row[0] for row in texts(by_rate)]
    assert ((Cell("Lai Vu"), Cell("1,09%", "rate@10753")),) == few.rows
    assert (0, ["Đơn vị", "Tỷ lệ"]) == (few.total_rows, [column.label for column in few.columns])


def test_a_number_that_was_changed_has_no_indicator_behind_it_and_is_counted():
    rows = rows_of_table(TABLE)
    rows.loc[0, "Số hộ (hộ)"] = 3000
    made = table_of_rows(rows)

    assert (Cell("3.000"), 1) == (made.rows[0][1], made.uncited)
    assert "Số minh họa. Người phân tích lập; 1 con số không có chỉ tiêu đứng sau." == made.note


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (pd.DataFrame({"a": [1]}), "Bảng dữ liệu này không làm từ một bảng của báo cáo: dùng Table.from_frame(bảng, tên bảng)."),
        (
            rows_of_table(TABLE).rename(columns={"Số hộ (hộ)": "Số hộ"}),
            "Bảng «Hộ nghèo» không có cột «Số hộ». Các cột: Đơn vị; Số hộ (hộ); Tỷ lệ (%); Ghi nhận.",
        ),
    ],
)
def test_what_is_no_frame_of_that_table_is_refused(rows, said):
    with pytest.raises(WrongUsage) as fault:
        table_of_rows(rows)

    assert said == str(fault.value)


@pytest.mark.parametrize("name", ["01_clean", "04_report"])
def test_each_table_of_the_notebook_is_shown_as_rows_and_then_as_ink(name):
    cells = json.loads((ROOT / "notebooks" / f"{name}.ipynb").read_text(encoding="utf-8"))["cells"]
    code = ["".join(cell["source"]).splitlines() for cell in cells if cell["cell_type"] == "code"]
    shown = [lines for lines in code if "_table(" in lines[-1] or "_summary(" in lines[-1] or "table_of_rows(" in lines[-1]]

    assert {"01_clean": 4, "04_report": 12}[name] == len(shown)
    assert [] == [lines for lines in shown if not (lines[-2].startswith("rows = rows_of_table(") and lines[-1] == "table_of_rows(rows)")]


def test_every_table_of_the_report_comes_back_as_it_was(edition_2024):
    from ctxh.tell import indicator_tables, law_tables, summaries, territory_tables, year_page

    computed, observed, verdicts = edition_2024.computed, edition_2024.observed, edition_2024.verdicts
    of_computed = (
        indicator_tables.periods_table,
        indicator_tables.definitions_table,
        law_tables.norms_table,
        law_tables.coefficients_table,
        law_tables.arrears_table,
        territory_tables.areas_table,
        territory_tables.successions_table,
        year_page.plans_table,
    )
    of_observed = (indicator_tables.coverage_table, summaries.observations_summary, summaries.reading_summary, summaries.corrections_table)
    tables = [make(computed) for make in of_computed] + [make(observed) for make in of_observed]
    tables += [year_page.answers_table(computed, verdicts), year_page.most_changed_table(computed, list(computed.book.indicators))]

    assert [] == [table.id for table in tables if table != table_of_rows(rows_of_table(table))]

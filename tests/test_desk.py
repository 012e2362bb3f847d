"""B12: each key has the kind of value that it is asked for, or is named with its cells and left out."""

from __future__ import annotations

import pytest

from ctxh.book import load_book
from ctxh.book.desk import checked_desk, desk_keys
from small_sheets import BOOK, REFERENCE, records


def judged(key: str, value: str, measure: str) -> tuple[list[tuple[str, str]], list, list]:
    """Severity and cells of what is said of a row of B12, and the numbers and texts that are left of it."""
    found = records("desk_figures", f"1 | {key} | Tên số liệu | {value} | {measure} |")
    table, faults = checked_desk(found.table, found.letters, BOOK)
    said = [(row["severity"], row["cell"]) for row in found.findings + faults]
    left = [[None if value != value else value for value in table[name]] for name in ("value", "value_text")]
    return said, *left


@pytest.mark.parametrize(
    ("key", "value", "measure"),
    [
        ("supervision_date", "23/08/2024", "chữ"),
        ("supervision_date", "5", "người"),
        ("new_jobs_plan", "2600", "chữ"),
        ("storm_name", "3", "số hiệu"),
        ("new_jobs_plan", "1.5", "điểm phần trăm"),
    ],
)
def test_a_value_of_another_kind_than_its_key_stops_and_is_taken_out(key, value, measure):
    assert ([("stopped", "D2,E2")], [None], [None]) == judged(key, value, measure)


@pytest.mark.parametrize(
    ("value", "measure"), [("2600.5", "người"), ("-5", "người"), ("569/600", "người"), ("2.600 việc", "người"), ("1975", "ngày")]
)
def test_a_count_of_the_desk_is_whole_and_one_number(value, measure):
    assert ([("stopped", "D2")], [None], [None]) == judged("new_jobs_plan", value, measure)


@pytest.mark.parametrize(
    ("key", "value", "measure", "number", "text"),
    [
        ("supervision_date", "23/08/2024", "ngày", None, "2024-08-23"),
        ("new_jobs_plan", "2.600", "người", 2600, None),
        ("trained_rate_increase_plan", "1,6", "điểm phần trăm", 1.6, None),
        ("storm_name", "Yagi", "chữ", None, "Yagi"),
    ],
)
def test_what_fits_its_key_is_kept(key, value, measure, number, text):
    said, numbers, texts = judged(key, value, measure)

    assert ([number], [text]) == (numbers, texts)
    assert "stopped" not in [severity for severity, _ in said]


def test_a_key_that_nobody_asks_for_is_told_with_the_nearest():
    found = records("desk_figures", "1 | new_job_plan | Kế hoạch | 2600 | người |")

    _, [row] = checked_desk(found.table, found.letters, BOOK)
    assert ("flagged", "B2") == (row["severity"], row["cell"]) and "«Kế hoạch giải quyết việc làm mới»" in row["message"]
    assert "new_jobs_plan" in desk_keys(BOOK)


def test_a_text_of_the_desk_is_asked_for_as_its_indicator_prints_it_whatever_its_id(tmp_path):
    own = tmp_path / "book" / "indicators"
    own.mkdir(parents=True)
    says = 'label = "{0}"\nunit_of_measure = "{0}"\ndesk = "text"\nfield = "general"\n'
    (own / "own.toml").write_text("".join(f"[opened_{name}]\n{says.format(name)}" for name in ("date", "period", "text")), encoding="utf-8")
    (own / "more.toml").write_text("[market_opened]\n" + says.format("date").replace("date", "Ngày họp chợ", 1), encoding="utf-8")
    keys = desk_keys(load_book([REFERENCE / "book", tmp_path / "book"]))

    assert ["ngày", "ngày", "giai đoạn", "chữ"] == [
        keys[name][1] for name in ("market_opened", "opened_date", "opened_period", "opened_text")
    ]

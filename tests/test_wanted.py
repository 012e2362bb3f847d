"""Figures that real reports print, of the samples of 2024: each as it was counted in the cells, without a line of the program.

How each was counted stands beside it in ``cases/wanted_counted.csv``.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

CASES = Path(__file__).parent / "cases"
COUNTED, WANTED = (list(csv.DictReader((CASES / name).open(encoding="utf-8", newline=""))) for name in ("wanted_counted.csv", "wanted.csv"))


@pytest.mark.parametrize("row", COUNTED, ids=lambda row: row["printed_by"])
def test_a_figure_that_real_reports_print_is_what_the_cells_come_to(edition_2024, row):
    computed, asked = edition_2024.computed, row["printed_by"]
    name = asked.removeprefix('change("').removesuffix('")')
    before = computed.earlier.last_year(name).value if name != asked else 0

    if "-" in row["value"][1:]:
        assert row["value"] == computed.text(name)
    else:
        assert float(row["value"]) == pytest.approx(computed.value(name) - before, abs=2e-6)


def test_all_of_the_national_book_that_they_print_are_counted(edition_2024):
    national = {row["printed_by"] for row in WANTED} & set(edition_2024.computed.book.indicators)

    assert set() == national - {row["printed_by"] for row in COUNTED}

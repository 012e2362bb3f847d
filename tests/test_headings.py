"""Wordings of real workbooks: each is read as what it is or asked about by name; none is taken for another, none is lost."""

from __future__ import annotations

import pytest

from headings import ASKED, HEADINGS, LOST, READ, UNSEEN, WRONG, counted, judged, proposed, wordings

LEAST = {
    "header": 0.75,
    "row": 0.85,
    "total": 0.75,
    "caption": 0.75,
    "village": 0.75,
    "category": 0.75,
    "sheet": 0.75,
}  # of each part so many are read outright


@pytest.fixture(scope="module")
def results():
    return judged(wordings())


def test_each_wording_becomes_what_is_expected(results):
    assert [] == [(row.part, row.form, row.wording, row.expected, found) for row, found in results if found != row.expected]


def test_most_are_read_outright_and_none_is_taken_for_another_or_lost(results):
    counts = counted(results)

    assert {} == {part: few for part, least in LEAST.items() if (few := counts[part][READ] / counts[part].total()) < least}
    assert sum(of_part[READ] for of_part in counts.values()) >= 0.75 * len(results)
    assert (0, 0) == tuple(sum(of_part[word] for of_part in counts.values()) for word in (WRONG, LOST))


def test_wordings_that_no_table_has_are_read_or_asked_about():
    known = {(row.form, row.wording) for row in wordings(HEADINGS)}
    unseen = wordings(UNSEEN)

    assert len(unseen) >= 60 and not {(row.form, row.wording) for row in unseen} & known
    assert [] == [(row.form, row.column, row.wording, found) for row, found in judged(unseen) if found not in (READ, ASKED)]


def test_a_mapping_names_the_right_column_first_where_the_tables_do_not_have_the_wording():
    for path, least in ((HEADINGS, 0.9), (UNSEEN, 0.8)):
        rows = [row for row in wordings(path) if row.part == "header"]
        first = [row for row in rows if proposed(row)[0] == row.column]

        assert len(first) >= least * len(rows), [(row.wording, proposed(row)[:3]) for row in rows if row not in first]

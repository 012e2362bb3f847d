"""What an edition takes in: its workbooks, and of member offices only their observations.

Person-level rows live in ``received`` alone and go on to ``observe``.
"""

from __future__ import annotations

import pandas as pd

from ctxh import places
from ctxh.corrections import load_corrections
from ctxh.definitions import ITEMS
from ctxh.entitlement import judge
from ctxh.findings import findings_table
from ctxh.folding import folded_coverage, folded_findings, folded_observations
from ctxh.norms import load_coefficients
from ctxh.observe import Item, columns_of, observe
from ctxh.periods import load_occasions, within
from ctxh.receive import COVERAGE, Expected, Received, receive


def received(edition) -> Received:
    """The workbooks of the year, read, cleaned and cut to the period."""
    found = receive(edition.folder, expected(edition))
    judge(found.records, edition.norms, load_coefficients(edition.reference), edition.period.as_of)
    return _cut(edition, found)


def _cut(edition, found: Received) -> Received:
    occasions = load_occasions(edition.reference)
    for records in found.records:
        records.table = within(records.table, records.form, edition.period, occasions)
    return found


def expected(edition) -> Expected:
    """Who sends workbooks to the office, and on which forms; members of a fold send none."""
    senders = edition.reported_areas.iloc[:0] if edition.members else edition.reported_areas
    known = senders, edition.layouts, edition.categories
    corrections = load_corrections(edition.data / edition.office_id, edition.year)
    own = edition.area_code, edition.own_name
    return Expected(edition.year, *own, *known, corrections, places.allows_missing(), edition.period.as_of)


def reported(edition) -> pd.DataFrame:
    """Observations as the areas reported them; those of members come from the members' own editions."""
    own = observe(edition.received.records, list(ITEMS.values()), edition.year)
    return folded_observations(own, edition.members)


def observed(edition, items: list[Item]) -> pd.DataFrame:
    """Observations of some items alone, from only the forms and columns that they need."""
    found = _cut(edition, receive(edition.folder, expected(edition), columns_of(items)))
    return folded_observations(observe(found.records, items, edition.year), edition.members, {item.id for item in items})


def coverage(edition) -> pd.DataFrame:
    """One row a form and file, those of members with their office before the file's name."""
    return folded_coverage(pd.DataFrame(edition.received.coverage, columns=COVERAGE), edition.members)


def reading_findings(edition) -> pd.DataFrame:
    """Findings of reading and cleaning; of each member what its own edition found, in one line."""
    return findings_table(edition.received.findings + folded_findings(edition.members))

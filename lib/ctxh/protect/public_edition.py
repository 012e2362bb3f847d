"""A public edition made from workbooks: read, computed and checked as ever, protected, and saved before anything of it is shown."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from ctxh.book.request import Request, read_request
from ctxh.check.verdicts import check
from ctxh.compute.computed import Earlier, compute
from ctxh.observe.intake import read_observations
from ctxh.observe.saved import Saved
from ctxh.protect.coarsening import load_rules
from ctxh.protect.ledger import ENTRY, LOSS, write_entry
from ctxh.protect.masking import Protected, protected
from ctxh.protect.parts_of_year import totals_of_parts
from ctxh.protect.published_before import moved_areas
from ctxh.reference.places import INTERNAL, PUBLIC, Chosen

OF_YEAR = "of_year"  # the column of the saved table of earlier years


def made_public(request: Request) -> Protected:
    """The public edition of a request, from its workbooks; in a run its tables are saved as the edition's own."""
    places = replace(request.places, request=None)  # the run keeps the public one
    chosen = Chosen(request.boundaries, request.since, period=request.period.name, audience=INTERNAL, allow_missing=request.allow_missing)
    inside = read_request(request.office_id, request.year, places, chosen)
    computed = compute(inside, read_observations(inside))
    made = protected(computed, check(computed), totals_of_parts(inside, load_rules(inside.reference)))
    made = replace(made, computed=replace(made.computed, request=request, observed=replace(made.computed.observed, request=request)))
    if request.places.stage is not None:
        _save(made, Saved(request.places.stage))
    if request.places.private is not None:
        write_entry(request.places.private / ENTRY, made.system, made.pattern, moved_areas(inside, inside.year))
        Saved(request.places.private).save(LOSS, pd.DataFrame({LOSS: [made.loss, *made.lines]}))
    return made


def _save(made: Protected, saved: Saved) -> None:
    """Write all tables that later notebooks and the documents are made from."""
    saved.save_reading(made.computed.observed)
    earlier = [table.assign(**{OF_YEAR: str(year)}) for year, table in (made.computed.earlier.known or {}).items()]
    for name, table in {
        "indicators": made.computed.indicators,
        "series": made.computed.series,
        "checks": made.verdicts.checks,
        "findings": made.verdicts.findings,
        **({"earlier": pd.concat(earlier, ignore_index=True)} if earlier else {}),
    }.items():
        saved.save(name, table)


def earlier_of(request: Request, saved: Saved) -> Earlier:
    """The earlier years of an edition: of a public one as they are saved with it, of the whole office alone."""
    if request.audience != PUBLIC:
        return Earlier(request)
    table = saved.table("earlier")
    return Earlier(request, {} if table is None else {int(str(year)): part for year, part in table.groupby(OF_YEAR)})

"""An edition opened on a data folder, as a notebook has it."""

from __future__ import annotations

import os
from dataclasses import replace
from functools import cache
from pathlib import Path

from ctxh.book.request import read_request
from ctxh.edition import Edition
from ctxh.observe.observed import Observations
from ctxh.observe.saved import Saved
from ctxh.reference.places import INTERNAL, YEAR, Chosen, places_of


def opened(
    office: str,
    year: int,
    data: Path,
    workspace: Path,
    reuse: bool = False,
    boundaries: str = "",
    since: int = 0,
    period: str = YEAR,
    shown_here: bool = False,
    allow_missing: bool = False,
) -> Edition:
    """The edition of an office and a year whose tables lie in a workspace; read from there only where they are reused."""
    places = replace(places_of(os.environ), data=data)
    return Edition(
        read_request(office, year, places, Chosen(boundaries, since, period, INTERNAL, shown_here, allow_missing)), Saved(workspace), reuse
    )


@cache
def sample(office: str, year: int, period: str = YEAR, shown_here: bool = False) -> Edition:
    """An edition of the data that the project keeps; whoever asks for the same one gets the same, read once in a process."""
    root = Path(__file__).resolve().parents[1]
    return opened(office, year, root / "data", root / "outputs" / "none", period=period, shown_here=shown_here)


def shown_on(edition: Edition, boundaries: str, **changed) -> Edition:
    """The same edition on other boundaries, sparing it the reading of the workbooks; ``changed`` are parts of its observations."""
    return knowing(edition, replace(edition.observed, request=replace(edition.request, boundaries=boundaries), restated=None, **changed))


def knowing(edition: Edition, observed: Observations) -> Edition:
    """An edition of which it is known what its workbooks came to."""
    made = Edition(observed.request, edition.saved)
    vars(made)["observed"] = observed
    return made

"""An edition opened on a data folder, as a notebook has it."""

from __future__ import annotations

import os
import pickle
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path

from filelock import FileLock

from ctxh.book.request import read_request
from ctxh.edition import Edition
from ctxh.observe.intake import read_observations
from ctxh.observe.observed import Observations
from ctxh.observe.saved import Saved
from ctxh.reference.places import INTERNAL, YEAR, Chosen, Places, edition_name, places_of

READ: dict[str, Path] = {}  # the folder in which processes of tests keep what workbooks came to: conftest makes it


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


@dataclass(repr=False)
class Sample(Edition):
    """An edition of the data that the project keeps, whose workbooks one of all processes of tests reads."""

    @cached_property
    def observed(self) -> Observations:
        request = self.request
        if (folder := request.places.kept) is None:
            return read_observations(request)
        name = edition_name(request.year, Chosen(period=request.period.name))
        file = folder / f"{request.office_id}-{name}{'-here' if request.shown_here else ''}.pickle"
        with FileLock(f"{file}.lock"):
            if not file.is_file():
                found = read_observations(request)
                file.write_bytes(pickle.dumps((found.reported, found.coverage, found.reading_findings)))
            return Observations(request, *pickle.loads(file.read_bytes()))


@cache
def sample(office: str, year: int, period: str = YEAR, shown_here: bool = False) -> Sample:
    """An edition of the data that the project keeps; whoever asks for the same one gets the same, read once."""
    root = Path(__file__).resolve().parents[1]
    places = Places(root / "data", root / "outputs" / "none", root / "notebooks", kept=READ.get("folder"))
    return Sample(read_request(office, year, places, Chosen(period=period, shown_here=shown_here)), Saved(root / "outputs" / "none"))


def shown_on(edition: Edition, boundaries: str, **changed) -> Edition:
    """The same edition on other boundaries, sparing it the reading of the workbooks; ``changed`` are parts of its observations."""
    return knowing(edition, replace(edition.observed, request=replace(edition.request, boundaries=boundaries), restated=None, **changed))


def knowing(edition: Edition, observed: Observations) -> Edition:
    """An edition of which it is known what its workbooks came to."""
    made = Edition(observed.request, edition.saved)
    vars(made)["observed"] = observed
    return made

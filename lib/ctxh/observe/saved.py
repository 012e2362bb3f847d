"""A folder of saved tables: what notebooks of a run, or a published edition, have left to be read again."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from ctxh.blocks import Figure
from ctxh.book.request import Request
from ctxh.observe.observed import Observations
from ctxh.observe.saved_tables import read_table, write_table, write_text
from ctxh.reference.inputs import moved_inputs, read_manifest

MOST_NAMED = 3
REPORTED = "observations_reported"  # beside the observations, where these are on other boundaries


@dataclass(frozen=True)
class Saved:
    """A folder of tables, which may not be there: read and write."""

    folder: Path

    def table(self, name: str) -> pd.DataFrame | None:
        """A table, None where it was not saved."""
        path = self.folder / "tables" / f"{name}.csv"
        return read_table(path) if path.is_file() else None

    def save(self, name: str, table: pd.DataFrame) -> pd.DataFrame:
        """The table, after it was written as ``tables/NAME.csv``."""
        return write_table(table, self.folder / "tables" / f"{name}.csv")

    def save_figure(self, figure: Figure) -> Figure:
        """The figure, after it was written as ``figures/ID.svg``."""
        write_text(figure.svg, self.folder / "figures" / f"{figure.id}.svg")
        return figure

    def observations(self, request: Request) -> Observations | None:
        """What was saved of the reading of workbooks; None where a part of it was not."""
        shown = self.table("observations")
        reported = self.table(REPORTED) if request.boundaries else shown
        coverage, findings = self.table("coverage"), self.table("reading_findings")
        if shown is None or reported is None or coverage is None or findings is None:
            return None
        return Observations(request, reported, coverage, findings, shown if request.boundaries else None)

    def save_reading(self, observed: Observations) -> None:
        """Write all that ``observations`` reads."""
        if observed.request.boundaries:
            self.save(REPORTED, observed.reported)
        self.save("observations", observed.observations)
        self.save("coverage", observed.coverage)
        self.save("reading_findings", observed.reading_findings)

    def changed_since(self, request: Request) -> str:
        """That inputs were changed since published tables were made, and which; empty where none was, or nothing is published."""
        written = read_manifest(self.folder)
        inputs = written["inputs"] if written else {}  # of a public edition none are named
        moved = moved_inputs(inputs, request.places, request.office_id, request.year) if inputs else []
        if not moved:
            return ""
        named = ", ".join(moved[:MOST_NAMED]) + (", …" if len(moved) > MOST_NAMED else "")
        return (
            f"Chú ý: {len(moved)} tệp đầu vào đã khác so với lúc lập bản này ({named}). Số dưới đây là của bản đã công bố; "
            f"lập lại: ctxh report {request.year} --office {request.office_id}."
        )

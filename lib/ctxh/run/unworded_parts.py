"""What a changed wording leaves as it is: figures and annex, taken from the published edition byte for byte.

They are taken only from an edition that stands as it was published, made by this program with these packages and parameters from
inputs that differ in files of wording alone; and only where the tables of this run are those that stand there, since wording may
change a finding.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ctxh.reference.inputs import foreign, hashes, read_manifest
from ctxh.run.plan import Plan
from ctxh.run.reruns import wording_alone_differs

FIGURES, ANNEX = "03_figures.ipynb", "annex.xlsx"
OF_WORDING = "tables/citations.csv"  # the one table that says what the text prints


@dataclass(frozen=True)
class Standing:
    """A published edition from which parts may be taken: its folder, and its files by their hashes."""

    folder: Path
    outputs: Mapping[str, str]

    def has_tables(self, edition: Path, whole: bool = False) -> bool:
        """Whether the tables of an edition being made stand here too, but for what the text prints; where ``whole``, all that do."""
        made = hashes(edition / "tables", edition)
        stand = {name: value for name, value in self.outputs.items() if name.startswith("tables/") and (whole or name in made)}
        return {**made, OF_WORDING: ""} == {**stand, OF_WORDING: ""}


def standing(plan: Plan, target: Path, inputs: Mapping[str, str]) -> Standing | None:
    """The published edition where nothing that figures and annex rest on has changed since; None where anything may have.

    Notebooks that are not the program's own may do anything: then there is none.
    """
    manifest = read_manifest(target)
    if manifest is None or foreign(plan.notebooks) or not wording_alone_differs(plan, target, inputs):
        return None
    return Standing(target, manifest["outputs"])


def figures_taken(found: Standing | None, notebook: Path, edition: Path) -> Path | None:
    """The executed copy of the notebook of figures, taken over with its drawings; None where it must run."""
    if found is None or notebook.name != FIGURES or not found.has_tables(edition):
        return None
    shutil.copytree(found.folder / "figures", edition / "figures", dirs_exist_ok=True)
    return Path(shutil.copy(found.folder / "notebooks" / FIGURES, edition / "notebooks" / FIGURES))


def annex_taken(found: Standing | None, edition: Path) -> Path | None:
    """The annex, taken over; None where it must be written."""
    if found is None or ANNEX not in found.outputs or not found.has_tables(edition, whole=True):
        return None
    return Path(shutil.copy(found.folder / ANNEX, edition / ANNEX))

"""What a changed wording leaves as it is, taken from the published edition byte for byte: reading, numbers, figures and annex.

They are taken only from an edition that stands as it was published, made by this program with these packages and parameters from
inputs that differ in files of wording alone; and only where the tables of this run are those that stand there, since wording may
change a finding. No workbook is read but for the gate, which holds the changed words against the registers.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ctxh.reference.inputs import foreign, hashes, read_manifest
from ctxh.reference.places import INTERNAL, returns_folder
from ctxh.run.plan import Plan, opened
from ctxh.run.publish import Stage
from ctxh.run.reruns import changed_wording, returns_stand

NUMBERS = ("01_clean.ipynb", "02_indicators.ipynb")  # the notebooks that read and compute, in whose tables the last one has no part
JUDGED = ("checks", "findings")  # their tables that say something of the wording
FIGURES, ANNEX = "03_figures.ipynb", "annex.xlsx"
OF_WORDING = ("tables/citations.csv", "tables/report.json")  # what the text prints, and the text


@dataclass(frozen=True)
class Standing:
    """A published edition from which parts may be taken: its folder, and its files by their hashes."""

    folder: Path
    outputs: Mapping[str, str]
    wording: frozenset[str]  # the files of wording that have changed since, by their names among the inputs

    def has_tables(self, edition: Path, whole: bool = False) -> bool:
        """Whether the tables of an edition being made stand here too, but for what the text prints; where ``whole``, all that do."""
        made = hashes(edition / "tables", edition)
        stand = {name: value for name, value in self.outputs.items() if name.startswith("tables/") and (whole or name in made)}
        return made | dict.fromkeys(OF_WORDING, "") == stand | dict.fromkeys(OF_WORDING, "")


def standing(plan: Plan, target: Path, inputs: Mapping[str, str]) -> Standing | None:
    """The published edition where nothing that figures and annex rest on has changed since; None where anything may have.

    Notebooks that are not the program's own may do anything: then there is none.
    """
    manifest, wording = read_manifest(target), changed_wording(plan, target, inputs)
    if manifest is None or wording is None or foreign(plan.notebooks):
        return None
    return Standing(target, manifest["outputs"], wording)


def numbers_taken(found: Standing | None, plan: Plan, stage: Stage, returns: bool) -> dict[str, Path]:
    """The executed copies of the notebooks that read and compute, by name, taken over with their tables and what goes back.

    None are where they must run: a person may stand in the new words, or these change what is found.
    """
    if found is None or plan.audience != INTERNAL or not returns_stand(found.folder, returns):
        return {}
    from ctxh.observe.changed_words import words_pass
    from ctxh.observe.saved import Saved

    edition = opened(plan)
    if not words_pass(edition.request, {name.rpartition("/")[2] for name in found.wording}, Saved(found.folder)):
        return {}
    tables, left = (
        stage.edition / "tables",
        shutil.ignore_patterns(*(Path(name).name for name in OF_WORDING), *(f"{name}.csv" for name in JUDGED)),
    )
    shutil.copytree(found.folder / "tables", tables, ignore=left)
    edition.save("checks", edition.checks())
    edition.save("findings", edition.findings())
    if not found.has_tables(stage.edition, whole=True):
        shutil.rmtree(tables)
        return {}
    if returns and returns_folder(found.folder).is_dir():
        shutil.copytree(returns_folder(found.folder), stage.returns, dirs_exist_ok=True)
    copied = {name: shutil.copy(found.folder / "notebooks" / name, stage.edition / "notebooks" / name) for name in NUMBERS}
    return {name: Path(copy) for name, copy in copied.items()}


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

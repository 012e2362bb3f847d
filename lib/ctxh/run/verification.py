"""Whether the files of an edition are as they were published: its short code, what was changed, and the same made anew."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

from ctxh.protect.ledger_folder import FOLDER
from ctxh.reference.inputs import MANIFEST, digest, read_manifest
from ctxh.reference.places import Places
from ctxh.run.manifest import ASKED, altered_files, code_of, published_formats


@dataclass(frozen=True)
class Verified:
    """The files of an edition that are not as its manifest says: changed, gone, or not of it; and its short code."""

    files: int
    code: str
    changed: tuple[str, ...]
    gone: tuple[str, ...]
    foreign: tuple[str, ...]

    @property
    def whole(self) -> bool:
        """Whether the edition is as it was published."""
        return not (self.changed or self.gone or self.foreign)


def verified(edition: Path) -> Verified | None:
    """What of a published edition is not as it was; None for a folder that is no edition."""
    manifest = read_manifest(edition)
    if manifest is None:
        return None
    known = manifest["outputs"]
    altered = altered_files(edition)
    return Verified(
        len(known),
        code_of(edition, manifest["parameters"]),
        tuple(name for name in altered if name in known),
        tuple(sorted(name for name in known if not (edition / name).is_file())),
        tuple(name for name in altered if name not in known),
    )


def found_among(file: Path, editions: Path) -> tuple[str, bool] | None:
    """The published file that a file is, as ``kim-thanh/2024-public/report.pdf``, and whether it is unchanged; None for one that is none's.

    One of its name alone that no edition has so is a changed one of the newest edition.
    """
    own, named = digest(file), ""
    for path in sorted(editions.glob(f"*/*/{MANIFEST}")):
        for name, value in (read_manifest(path.parent) or {"outputs": {}})["outputs"].items():
            place = f"{path.parent.parent.name}/{path.parent.name}/{name}"
            if value == own:
                return place, True
            named = place if Path(name).name == file.name else named
    return (named, False) if named else None


def made_anew(edition: Path, places: Places) -> list[str]:
    """The files that differ when an edition is made again in a clean folder from what lies in the data now; none where all are the same."""
    from ctxh.run.report_run import run_edition

    manifest = read_manifest(edition)
    if manifest is None:
        return [MANIFEST]
    asked = manifest["parameters"]
    office, year = str(asked["office"]), int(asked["year"])
    given = [(name, str(asked[name])) for name in ASKED[2:] if asked.get(name)]
    formats = published_formats(edition, ("docx", "pdf", "html", "xlsx"))
    with tempfile.TemporaryDirectory() as folder:
        ledger = places.outputs / office / FOLDER
        if ledger.is_dir():
            shutil.copytree(ledger, Path(folder) / office / FOLDER)
        elsewhere, allowed = replace(places, outputs=Path(folder)), bool(asked.get("allow_missing"))
        made = run_edition(office, year, given, formats, places=elsewhere, allow_missing=allowed, returns=False)
        again = (read_manifest(made) or {"outputs": {}})["outputs"]
    return sorted({name for name, _ in manifest["outputs"].items() ^ again.items()})

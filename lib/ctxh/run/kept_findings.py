"""The findings of a check kept for the next one, which reads nothing where nothing that they rest on has changed.

They name rows of registers, as the terminal does, and are sealed with what the workbooks hold.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ctxh.errors import CtxhError
from ctxh.reference.inputs import MANIFEST, digest, environment_digest, folded_by, hashes, program_digest, read_hashes, shared_hashes
from ctxh.reference.places import Chosen, Places, edition_name
from ctxh.reference.sealed import key_of, seal, unsealed
from ctxh.run.reruns import kept_beside, sent_back


@dataclass(frozen=True)
class KeptFindings:
    """Where the findings of a check are kept, and under which key; without a file nothing is."""

    target: Path  # the edition whose data are checked
    file: Path | None = None
    key: bytes = b""

    def rows(self, returns: bool) -> list[dict[str, str]] | None:
        """The findings, where they were kept of just these inputs, and what goes back stands as it was written if it is asked for."""
        kept = unsealed(self.file, self.key) if self.file else None
        if kept is None or (returns and kept["returns"] != sent_back(self.target)):
            return None
        rows: list[dict[str, str]] = kept["rows"]
        return rows

    def keep(self, rows: Sequence[Mapping[str, str]], returns: bool) -> None:
        """Keep findings, and with ``returns`` what was written for the communes, by its hashes."""
        if self.file:
            seal(self.file, self.key, {"rows": list(rows), "returns": sent_back(self.target) if returns else None})


def kept_findings(places: Places, office: str, year: int, chosen: Chosen) -> KeptFindings:
    """Where the findings of a check are kept, by all that a check may read.

    Nowhere, where settings cannot be read or the system refuses a folder.
    """
    target = places.edition(office, year, chosen)
    folder = kept_beside(target)
    try:
        members = folded_by(places.data, office)
        inputs = [shared_hashes(places.data, places.reference), read_hashes(places.data, office, year)]
    except (CtxhError, OSError):
        return KeptFindings(target)
    inputs += [_published(places.edition(member, year, Chosen(period=chosen.period))) for member in members]
    years = [places.data / one / str(year) for one in (office, *members)]
    asked = [program_digest(places.notebooks), environment_digest(), chosen.boundaries, chosen.period, chosen.allow_missing]
    key = key_of(years, json.dumps(["check", office, year, *asked, inputs, [*map(_lying, years)]]))
    return KeptFindings(target, folder and folder / f"check-{edition_name(year, chosen)}.sealed", key)


def _lying(folder: Path) -> list[tuple[str, bool, bool]]:
    """What lies in a folder of workbooks, whatever it is: of locks, folders and broken links a finding tells."""
    return sorted((path.name, path.is_file(), path.is_symlink()) for path in folder.iterdir()) if folder.is_dir() else []


def _published(edition: Path) -> dict[str, Any]:
    """What a fold may take of a member's edition, by its hashes: a finding says whether it did."""
    manifest = edition / MANIFEST
    return hashes(edition / "tables", edition) | {MANIFEST: digest(manifest)} if manifest.is_file() else {}

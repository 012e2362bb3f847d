"""The files that an edition is made from, known by their hashes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

MANIFEST = "manifest.json"
PASSING = ("~$", ".", "Thumbs.db")


def digest(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def hashes(folder: Path, base: Path | None = None) -> dict[str, str]:
    """The SHA-256 of each file under a folder, by its name inside ``base``."""
    names = {path.relative_to(base or folder).as_posix(): path for path in _files(folder)}
    return {name: digest(names[name]) for name in sorted(names)}


def _files(folder: Path) -> Iterable[Path]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return (f for f in files if not any(p.startswith(PASSING) for p in f.relative_to(folder).parts))


def input_hashes(data: Path, reference: Path, office: str, year: int) -> dict[str, str]:
    """The hashes of what the observations of a year are made from: workbooks, settings and tables, no wording."""
    found = hashes(reference, reference.parent) | hashes(data / office / str(year), data)
    own = sorted(path for path in (data / office).glob("*.*") if path.suffix in (".toml", ".csv") and not path.name.startswith(PASSING))
    return found | {f"{office}/{path.name}": digest(path) for path in own}

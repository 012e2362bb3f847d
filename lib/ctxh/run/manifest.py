"""What a published edition says of itself in ``manifest.json``: what went in, what came out, made by what."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from ctxh.process.whole_files import write_whole
from ctxh.reference.inputs import MANIFEST, digest, hashes, program_digest, read_manifest
from ctxh.reference.places import NOTEBOOKS_OF_PROGRAM

ASKED = ("office", "year", "boundaries", "since", "period", "audience")  # the parameters that make an edition


def write_manifest(
    edition: Path, parameters: Mapping[str, object], inputs: Mapping[str, str], notebooks: Path = NOTEBOOKS_OF_PROGRAM
) -> Path:
    """The manifest of an edition, whole or not there at all."""
    content = {
        "parameters": dict(sorted(parameters.items())),
        "inputs": dict(inputs),
        "program": program_digest(notebooks),
        "versions": versions(),
        "outputs": _outputs(edition),
    }
    return write_whole(edition / MANIFEST, json.dumps(content, ensure_ascii=False, indent=1) + "\n", synced=True)


def code_of(edition: Path, parameters: Mapping[str, Any]) -> str:
    """The short code of an edition, ``3F2A-91BC``: of what was asked and of all its tables, which in an internal one name their inputs."""
    whole = hashlib.sha256(json.dumps([parameters.get(name) for name in ASKED], ensure_ascii=False).encode())
    for path in sorted((edition / "tables").glob("*.csv")):
        whole.update(f"{path.name}\0{digest(path)}\0".encode())
    code = whole.hexdigest()[:8].upper()
    return f"{code[:4]}-{code[4:]}"


def altered_files(edition: Path) -> list[str]:
    """The files of a published edition that are no longer as its manifest says, or are new; none of what is no edition."""
    manifest = read_manifest(edition)
    if manifest is None:
        return []
    present = _outputs(edition)
    return sorted(name for name in present if manifest["outputs"].get(name) != present[name])


def published_formats(edition: Path, known: Iterable[str]) -> set[str]:
    """The formats of the documents that a published edition has."""
    manifest = read_manifest(edition) or {"outputs": {}}
    return {Path(name).suffix[1:] for name in manifest["outputs"] if "/" not in name} & set(known)


@cache
def versions(package: str = "ctxh") -> Mapping[str, str]:
    """The versions of Python and of the package's direct dependencies, extras apart, as they are while this process lives."""
    import platform
    import re
    from importlib.metadata import requires, version

    names = [re.split(r"[^A-Za-z0-9_.-]", line)[0] for line in requires(package) or [] if "extra ==" not in line]
    found = {name: version(name) for name in sorted(names)}
    return {"python": platform.python_version(), package: version(package), **found}


def _outputs(edition: Path) -> dict[str, str]:
    """The files of an edition by their hashes."""
    return {name: value for name, value in hashes(edition).items() if name != MANIFEST}

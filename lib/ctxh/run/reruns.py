"""Whether a report must be made again: by what its inputs hold, its parameters, the program and what stands published.

Dates of files say nothing. Beside an office's editions lies a folder of what each was made by, for its owner alone: hashes
and options, no figure and no person. It may be deleted at any time; a damaged record, or one that does not fit its edition,
is as none.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from ctxh.reference.inputs import MANIFEST, digest, environment_digest, hashes, program_digest, read_manifest
from ctxh.reference.places import returns_folder
from ctxh.reference.values_read import BESIDE
from ctxh.run.manifest import altered_files, published_formats
from ctxh.run.plan import FORMATS, Plan

MOST_NAMED = 3
WORDING = re.compile(r"[^/]+/text/")  # files of an office that hold nothing but its wording
NO_EDITION = "chưa có bản báo cáo đã công bố"
NO_RECORD = "không có ghi chép của lần lập trước"


def reasons_to_run(plan: Plan, target: Path, inputs: Mapping[str, str], returns: bool) -> list[str]:
    """Why the edition at ``target`` must be made again, in words; empty where it is what a run would make.

    ``inputs`` are the hashes of what the run may read, by name.
    """
    manifest, record = read_manifest(target), _record(target)
    if manifest is None:
        return [NO_EDITION]
    if record is None or record["manifest"] != digest(target / MANIFEST):
        return [NO_RECORD]
    return [
        *_parameters(manifest["parameters"], plan.values),
        *_moved("tệp vào", manifest["inputs"], inputs),
        *_formats(plan, target),
        *_program(manifest, record, plan),
        *([f"tệp của bản đã công bố bị sửa hoặc mất: {_named(altered)}"] if (altered := _altered(target, manifest)) else []),
        *_returns(target, record, returns),
    ]


def changed_wording(plan: Plan, target: Path, inputs: Mapping[str, str]) -> frozenset[str] | None:
    """The files of wording that came, went or changed since the edition at ``target`` was published.

    None where it does not stand as it was published, or a run would differ from it by anything else.
    """
    manifest, record = read_manifest(target), _record(target)
    if manifest is None or record is None or record["manifest"] != digest(target / MANIFEST):
        return None
    moved = frozenset(name for name, _ in manifest["inputs"].items() ^ inputs.items())
    other = (*_parameters(manifest["parameters"], plan.values), *_program(manifest, record, plan), *_altered(target, manifest))
    return moved if all(map(WORDING.match, moved)) and not other else None


def returns_stand(target: Path, wanted: bool) -> bool:
    """Whether what goes back to the communes stands beside an edition as its run wrote it, or did not where none is wanted."""
    record = _record(target)
    return record is not None and not [*_returns(target, record, wanted)]


def keep_record(plan: Plan, target: Path, returns: bool) -> None:
    """Write down by what an edition that was just published was made, beside it; where the system refuses, the next run is a whole one."""
    record = {
        "manifest": digest(target / MANIFEST),
        "environment": environment_digest(),
        "returns": sent_back(target) if returns else None,
    }
    if kept_beside(target):
        with suppress(OSError):
            _path(target).write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8", newline="")


def kept_beside(target: Path) -> Path | None:
    """The folder beside an edition, for its owner alone, of what spares later runs their work; None where the system refuses one."""
    folder = target.parent.absolute() / BESIDE
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        return None
    return folder


def _path(target: Path) -> Path:
    return target.parent / BESIDE / f"{target.name}.json"


def _record(target: Path) -> dict[str, Any] | None:
    try:
        found = json.loads(_path(target).read_text(encoding="utf-8"))
        return found if {"manifest", "environment", "returns"} == set(found) else None
    except (OSError, ValueError, TypeError):
        return None


def _parameters(before: Mapping[str, object], now: Mapping[str, object]) -> Iterator[str]:
    changed = sorted(name for name, _ in {**before, **now}.items() if before.get(name) != now.get(name))
    if changed:
        yield f"tham số khác lần trước: {_named(changed)}"


def _moved(what: str, before: Mapping[str, str], now: Mapping[str, str]) -> Iterator[str]:
    moved = sorted({name for name, _ in before.items() ^ now.items()})
    if moved:
        yield f"{what} đã khác: {_named(moved)}"


def _formats(plan: Plan, target: Path) -> Iterator[str]:
    lacking = sorted(plan.formats - published_formats(target, FORMATS))
    if lacking:
        yield f"bản đã công bố chưa có dạng {_named(lacking)}"


def _program(manifest: Mapping[str, Any], record: Mapping[str, Any], plan: Plan) -> Iterator[str]:
    if manifest.get("program") != program_digest(plan.places.notebooks):
        yield "chương trình hoặc sổ notebook của chương trình đã khác"
    if record["environment"] != environment_digest():
        yield "thư viện của môi trường đã khác"


def _altered(target: Path, manifest: Mapping[str, Any]) -> list[str]:
    gone = [name for name in manifest["outputs"] if not (target / name).is_file()]
    return sorted({*altered_files(target), *gone})


def _returns(target: Path, record: Mapping[str, Any], wanted: bool) -> Iterator[str]:
    if wanted != (record["returns"] is not None):
        yield "lần trước không ghi tệp trả lại" if wanted else "lần trước có ghi tệp trả lại"
    elif wanted and record["returns"] != sent_back(target):
        yield "tệp trả lại bị sửa hoặc mất"


def sent_back(target: Path) -> dict[str, str]:
    """The hashes of what stands beside an edition for the communes; none where nothing does."""
    folder = returns_folder(target)
    return hashes(folder) if folder.is_dir() else {}


def _named(names: list[str]) -> str:
    more = f" và {len(names) - MOST_NAMED} tệp khác" if names[MOST_NAMED:] else ""
    return ", ".join(names[:MOST_NAMED]) + more

"""Workbooks whose bytes differ and whose values do not, as of one that was only saved again: known by what earlier runs have read.

Kept beside an office's editions, for their owner alone: of each workbook a hash of its bytes and one of what was read of it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from ctxh.process.whole_files import write_whole

BESIDE, ENDING = ".reruns", ".values.json"  # the folder beside editions of what spares later runs their work


def keep_values(folder: Path, edition: str, read: Mapping[str, str]) -> None:
    """Keep what the workbooks of an edition hold, hashes of values by those of bytes; where the system refuses, nothing is kept."""
    with suppress(OSError):
        write_whole(folder / f"{edition}{ENDING}", json.dumps(dict(sorted(read.items())), indent=1) + "\n", private=True)


def known_values(outputs: Path, office: str) -> dict[str, str]:
    """The hashes of the values of workbooks that runs of an office have read, by those of their bytes; a damaged table is none."""
    found: dict[str, str] = {}
    for file in sorted((outputs / office / BESIDE).glob(f"*{ENDING}")):
        with suppress(OSError, ValueError, AttributeError):
            found |= {str(content): str(values) for content, values in json.loads(file.read_text(encoding="utf-8")).items()}
    return found


def moved_names(before: Mapping[str, str], now: Mapping[str, str], outputs: Path) -> list[str]:
    """The inputs that came, went or changed, by their names and hashes; a workbook that is known to hold the same values did not."""
    moved = sorted({name for name, _ in before.items() ^ now.items()})
    known = {
        office: known_values(outputs, office)
        for office in {name.partition("/")[0] for name in moved if {name} <= before.keys() & now.keys()}
    }
    return [name for name in moved if not _same(known.get(name.partition("/")[0], {}), before.get(name), now.get(name))]


def _same(known: Mapping[str, str], before: str | None, now: str | None) -> bool:
    values = known.get(before or "")
    return values is not None and values == known.get(now or "")

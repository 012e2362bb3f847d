"""What workbooks hold, as one hash each: the same for one that was only saved again."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from ctxh.read.child_reader import read_workbooks


def digests_of(workbooks: Iterable[Path]) -> dict[str, str]:
    """The hashes of what workbooks hold, values and looks, by those of their bytes; one that is refused has none."""
    return {reading.sha256: reading.values for reading in read_workbooks([*workbooks]) if reading.values}

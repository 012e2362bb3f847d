"""Files written beside their place and moved into it: whoever reads finds the old one or the new one, whole."""

from __future__ import annotations

import os
from pathlib import Path


def write_whole(path: Path, data: bytes | str, synced: bool = False) -> Path:
    """The path, after a file holds some bytes or text (UTF-8, line ends as they are); ``synced`` waits until they are on the disk.

    Raises OSError where it cannot be written; what was there stays.
    """
    half = path.with_name(f".{path.name}.half")
    try:
        with half.open("wb") as file:
            file.write(data.encode("utf-8") if isinstance(data, str) else data)
            if synced:
                file.flush()
                os.fsync(file.fileno())
        half.replace(path)
    except OSError:
        half.unlink(missing_ok=True)
        raise
    return path

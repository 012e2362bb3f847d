"""Files written beside their place and moved into it: whoever reads finds the old one or the new one, whole."""

from __future__ import annotations

import os
from pathlib import Path


def write_whole(path: Path, data: bytes | str, synced: bool = False, private: bool = False) -> Path:
    """The path, after a file holds some bytes or text (UTF-8, line ends as they are); ``synced`` waits until they are on the disk.

    A ``private`` file may be read by its owner alone, from its first byte. Raises OSError where it cannot be written; what was
    there stays.
    """
    half = path.with_name(f".{path.name}.{os.getpid()}.half")  # two processes that write one file at a time write whole ones
    try:
        with open(half, "wb", opener=lambda name, flags: os.open(name, flags, 0o600 if private else 0o666)) as file:
            file.write(data.encode("utf-8") if isinstance(data, str) else data)
            if synced:
                file.flush()
                os.fsync(file.fileno())
        return half.replace(path)
    finally:
        half.unlink(missing_ok=True)

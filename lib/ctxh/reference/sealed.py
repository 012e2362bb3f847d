"""What is kept for a later run and names cells or rows: sealed, so that only who has the workbooks themselves can read it.

It is sealed with a key made of every byte of the workbooks that it was found in. The key is written nowhere, and no hash that an
edition prints leads to it. Without the workbooks what is kept says nothing; with them it says nothing new; when one of them
is changed or removed, nobody can read it any more.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from contextlib import suppress
from hashlib import blake2b, shake_256
from pathlib import Path
from typing import Any

from ctxh.reference.inputs import files_in

SIZE = 32  # bytes of a key, and of the proof that what was read is what was written


def key_of(folders: Iterable[Path], purpose: str) -> bytes:
    """The key of all that the files of some folders hold, and of what it is for."""
    whole = blake2b(purpose.encode(), person=b"ctxh sealed", digest_size=SIZE)
    for folder in folders:
        for path in sorted(files_in(folder)) if folder.is_dir() else ():
            content = path.read_bytes()
            whole.update(len(content).to_bytes(8, "big") + content)
    return whole.digest()


def seal(file: Path, key: bytes, content: object) -> None:
    """Keep what JSON can say in a file of its owner alone; where the system refuses, nothing is kept."""
    sealed = _hidden(json.dumps(content, ensure_ascii=False).encode(), key)
    half = file.with_suffix(f".{os.getpid()}.half")
    try:
        half.touch(mode=0o600)
        half.write_bytes(_proof(sealed, key) + sealed)
        half.replace(file)
    except OSError:
        with suppress(OSError):
            half.unlink(missing_ok=True)


def unsealed(file: Path, key: bytes) -> Any | None:
    """What was kept under a key; None where it was not, or is not as it was written."""
    try:
        content = file.read_bytes()
    except OSError:
        return None
    proof, sealed = content[:SIZE], content[SIZE:]
    return json.loads(_hidden(sealed, key)) if proof == _proof(sealed, key) else None


def _proof(sealed: bytes, key: bytes) -> bytes:
    return blake2b(sealed, key=key, digest_size=SIZE).digest()


def _hidden(content: bytes, key: bytes) -> bytes:
    """Content made unreadable by a key, or readable again by the same.

    A key is for one content alone, as it is made of all that the content follows from.
    """
    stream = int.from_bytes(shake_256(key).digest(len(content)), "big")
    return (int.from_bytes(content, "big") ^ stream).to_bytes(len(content), "big")

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
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ctxh.process.whole_files import write_whole
from ctxh.reference.inputs import files_in

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

KEY, ONCE = 32, 12  # bytes of a key, and of the number that no two writings under it share


def key_of(folders: Iterable[Path], purpose: str) -> bytes:
    """The key of all that the files of some folders hold, and of what it is for."""
    whole = blake2b(purpose.encode(), person=b"ctxh sealed", digest_size=KEY)
    for folder in folders:
        for path in sorted(files_in(folder)) if folder.is_dir() else ():
            content = path.read_bytes()
            whole.update(len(content).to_bytes(8, "big") + content)
    return whole.digest()


def seal(file: Path, key: bytes, content: object) -> None:
    """Keep what JSON can say in a file of its owner alone; where the system refuses, nothing is kept."""
    once = os.urandom(ONCE)
    sealed = once + _cipher(key).encrypt(once, json.dumps(content, ensure_ascii=False).encode(), None)
    with suppress(OSError):
        write_whole(file, sealed, private=True)


def unsealed(file: Path, key: bytes) -> Any | None:
    """What was kept under a key; None where it was not, or is not as it was written."""
    from cryptography.exceptions import InvalidTag

    try:
        content = file.read_bytes()
        return json.loads(_cipher(key).decrypt(content[:ONCE], content[ONCE:], None))
    except (OSError, InvalidTag, ValueError):
        return None


def _cipher(key: bytes) -> ChaCha20Poly1305:
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305  # only where something is kept

    return ChaCha20Poly1305(key)

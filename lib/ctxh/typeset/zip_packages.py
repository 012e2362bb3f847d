"""Zip packages whose bytes depend on their content and a given time only."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Mapping

FIRST = ("[Content_Types].xml", "_rels/.rels")


def repacked(data: bytes, epoch: int, changes: Mapping[str, tuple[bytes, bytes]] | None = None) -> bytes:
    """The same zip with its members in one order, of one time and one mode.

    ``changes`` are what to replace by what in the members of some names.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in sorted(old.namelist(), key=_rank):
            info = zipfile.ZipInfo(name, zip_time(epoch))
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0
            info.external_attr = 0o600 << 16
            content = old.read(name)
            if changes and name in changes:
                content = content.replace(*changes[name])
            new.writestr(info, content, compresslevel=6)
    return out.getvalue()


def zip_time(epoch: int) -> tuple[int, int, int, int, int, int]:
    """The UTC time of an epoch as zip knows it: from 1980 on, seconds in pairs."""
    return time.gmtime(max(epoch, 315532800))[:6]


def _rank(name: str) -> tuple[int, str]:
    return (FIRST.index(name) if name in FIRST else len(FIRST), name)

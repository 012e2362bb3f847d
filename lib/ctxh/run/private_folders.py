"""Folders of one process alone, in the system's temporary one: gone with the process, or swept by the next one.

A process that is killed can tidy nothing, but the system frees its lock: a folder that nobody holds is stale.
"""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from ctxh.reference.places import SYSTEM_TEMPORARY

if TYPE_CHECKING:
    from filelock import BaseFileLock

PREFIX, LOCK = "ctxh-run-", ".lock"
BEGINNING = 60  # seconds in which a folder may still be without its lock


@contextmanager
def private_folder() -> Iterator[Path]:
    """A folder that only its owner may look into, held while the block lasts and then removed; stale ones are removed before."""
    sweep()
    folder, lock = _held()
    try:
        yield folder
    finally:
        lock.release()
        shutil.rmtree(folder, ignore_errors=True)


def _held() -> tuple[Path, BaseFileLock]:
    """A new folder and its lock, held; another one where a neighbour's sweep took it in the moment before it was."""
    from filelock import FileLock

    while True:
        folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=SYSTEM_TEMPORARY))
        lock = FileLock(folder / LOCK)
        try:
            lock.acquire()
            if folder.is_dir():
                return folder, lock
            lock.release()
        except FileNotFoundError:
            continue


@contextmanager
def temporary_files_in(folder: Path) -> Iterator[None]:
    """Every temporary file of this process made in a folder while the block lasts, also by the libraries that write workbooks."""
    before, tempfile.tempdir = tempfile.tempdir, str(folder)
    try:
        yield
    finally:
        tempfile.tempdir = before


def sweep() -> None:
    """Remove the private folders that killed processes left: registers in clear, sockets of kernels."""
    from filelock import FileLock, Timeout

    for folder in SYSTEM_TEMPORARY.glob(f"{PREFIX}*"):
        try:
            if not (folder / LOCK).exists() and time.time() - folder.stat().st_mtime < BEGINNING:
                continue
            with FileLock(folder / LOCK, timeout=0):
                shutil.rmtree(folder, ignore_errors=True)
            shutil.rmtree(folder, ignore_errors=True)  # Windows keeps a lock that is held
        except (Timeout, OSError):  # held by a process that lives, or somebody else's
            continue

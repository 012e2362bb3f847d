"""Two folders put in each other's place, and what must be on the disk before that, as each system allows."""

from __future__ import annotations

import ctypes
import errno
import os
from pathlib import Path

from ctxh.errors import RunFailed
from ctxh.process.operating_system import system_call

AT_FDCWD = -100
RENAME_EXCHANGE = 2
MOST_NAMED = 5  # files in one message


def swap(new: Path, target: Path) -> None:
    """Put the new folder in the target's place, in one step where the system has one."""
    if exchange(new, target):
        return
    stop_on_open_files(target)
    kept = target.parent / f".{target.name}.old"
    target.rename(kept)
    try:
        new.rename(target)
    except OSError:
        kept.rename(target)
        raise
    kept.rename(new)


def stop_on_open_files(folder: Path) -> None:
    """Raises RunFailed where another program holds files of a folder open and the system moves none such, as Windows with Word."""
    held = [path for path in sorted(folder.rglob("*")) if path.is_file() and not _may_move(path)]
    if held:
        named = ", ".join(path.name for path in held[:MOST_NAMED]) + (f" và {len(held) - MOST_NAMED} tệp khác" if held[MOST_NAMED:] else "")
        raise RunFailed(
            f"Chưa công bố được: chương trình khác (Word, Excel, trình xem PDF) đang mở {named} trong {folder.name}. "
            "Đóng tệp ấy rồi chạy lại. Bản báo cáo cũ vẫn còn nguyên."
        )


def _may_move(path: Path) -> bool:
    """Whether the system renames a file, here to the name that it has."""
    try:
        path.rename(path)
    except PermissionError:
        return False
    return True


def exchange(one: Path, other: Path) -> bool:
    """Whether the two names were exchanged by the kernel in one step."""
    rename = system_call("renameat2")
    if rename is None:
        return False
    paths = os.fsencode(one), os.fsencode(other)
    if rename(AT_FDCWD, paths[0], AT_FDCWD, paths[1], RENAME_EXCHANGE) == 0:
        return True
    code = ctypes.get_errno()
    if code in (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP):
        return False
    raise OSError(code, os.strerror(code), str(other))


def sync_tree(folder: Path) -> None:
    """Have a folder and all that is in it on the disk."""
    for path in sorted(folder.rglob("*")):
        sync(path)
    sync(folder)


def sync(path: Path) -> None:
    """Have a file or a folder's own list on the disk. Windows opens no folders, and writes out only what was opened for writing."""
    try:
        descriptor = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    except PermissionError:
        if path.is_dir():
            return
        raise
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

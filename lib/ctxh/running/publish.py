"""Publishing an edition: made beside the old one, then swapped in whole.

Whoever looks at the edition's folder sees the old edition or the new one, never half of each,
whatever moment the machine fails at. The next run needs no help.
"""

from __future__ import annotations

import ctypes
import errno
import json
import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from ctxh.errors import RunFailed
from ctxh.inputs import MANIFEST, hashes
from ctxh.places import returns_folder
from ctxh.running.private import sweep

AT_FDCWD = -100
RENAME_EXCHANGE = 2


@dataclass(frozen=True)
class Stage:
    """Where a new edition grows: the folder that is swapped in, what goes back to the communes, and one for passing files."""

    edition: Path
    returns: Path
    passing: Path


@contextmanager
def staged(target: Path) -> Iterator[Stage]:
    """A private stage for the edition at ``target``; published only if the block ends well.

    Raises RunFailed while another run makes the edition, and for a file that the system refuses.
    """
    with _built_beside(target) as folder:
        stage = Stage(folder / "edition", folder / "returns", folder / "passing")
        for part in (stage.edition, stage.returns, stage.passing):
            part.mkdir(mode=0o777 if part == stage.edition else 0o700)
        yield stage
        _publish(stage, target)


@contextmanager
def returns_at(target: Path) -> Iterator[Path]:
    """A private folder that becomes the returns beside the edition at ``target`` if the block ends well.

    The edition itself is left as it is. A folder that stays empty takes the old returns away.
    Raises RunFailed as ``staged`` does.
    """
    with _built_beside(target) as folder:
        fresh = folder / "returns"
        fresh.mkdir(mode=0o700)
        yield fresh
        _withdraw(folder, target)
        _send_back(fresh, target)


@contextmanager
def _built_beside(target: Path) -> Iterator[Path]:
    """A private folder beside an edition, gone when the block ends; what a killed run left is settled before."""
    target.parent.mkdir(parents=True, exist_ok=True)
    sweep()
    for other in _left_behind(target):
        with suppress(RunFailed), _lock(other):
            recover(other)
    with _lock(target):
        recover(target)
        folder = target.parent / f".{target.name}.stage.{os.getpid()}"
        try:
            folder.mkdir(mode=0o700)
            yield folder
        except OSError as error:
            raise refused(error) from error
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def _left_behind(target: Path) -> list[Path]:
    """The other editions of an office of which a run, killed or still running, has left a stage or an old folder."""
    names = {path.name[1:].partition(".stage.")[0] for path in target.parent.glob(".*.stage.*")}
    return [target.with_name(name) for name in sorted(names - {target.name})]


def _withdraw(folder: Path, target: Path) -> None:
    """Take the returns beside an edition into a private folder, which is about to go: no old ones ever stand by a new edition."""
    if returns_folder(target).is_dir():
        returns_folder(target).rename(folder / "withdrawn")


def _send_back(fresh: Path, target: Path) -> None:
    """Put what goes back to the communes beside an edition, if there is any."""
    if any(fresh.iterdir()):
        fresh.rename(returns_folder(target))


@contextmanager
def _lock(target: Path) -> Iterator[None]:
    """The lock of one edition: freed by the system when its holder dies, however it dies."""
    from filelock import FileLock, Timeout

    path = target.parent / f".{target.name}.lock"
    lock = FileLock(path, timeout=0)
    try:
        lock.acquire()
    except Timeout:
        holder = path.read_text(encoding="utf-8").strip() or "khác"
        raise RunFailed(
            f"Báo cáo {target.parent.name} {target.name} đang được lập bởi tiến trình "
            f"{holder}. Đợi xong rồi chạy lại."
        ) from None
    except OSError as error:
        raise refused(error) from error
    try:
        path.write_text(f"{os.getpid()}\n", encoding="utf-8")
        yield
    finally:
        path.write_text("", encoding="utf-8")
        lock.release()


def recover(target: Path) -> None:
    """Finish or undo what a killed run left behind; call it with the lock held."""
    kept = target.parent / f".{target.name}.old"
    if kept.is_dir() and not target.exists():
        kept.rename(target)
    for stale in [kept, *target.parent.glob(f".{target.name}.stage.*")]:
        if altered_files(stale / "edition"):
            _keep(stale / "edition", target)
        shutil.rmtree(stale, ignore_errors=True)


def _publish(stage: Stage, target: Path) -> None:
    _sync_tree(stage.edition)
    altered = altered_files(target)
    _withdraw(stage.edition.parent, target)
    if not target.exists():
        stage.edition.rename(target)
    else:
        swap(stage.edition, target)
        if altered:
            _keep(stage.edition, target)
    _send_back(stage.returns, target)
    _sync(target.parent)


def swap(new: Path, target: Path) -> None:
    """Put the new folder in the target's place, in one step where the system has one."""
    if _exchange(new, target):
        return
    kept = target.parent / f".{target.name}.old"
    target.rename(kept)
    new.rename(target)
    kept.rename(new)


def _exchange(one: Path, other: Path) -> bool:
    """Whether the two names were exchanged by the kernel in one step."""
    libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None
    rename = getattr(libc, "renameat2", None)
    if rename is None:
        return False
    paths = os.fsencode(one), os.fsencode(other)
    if rename(AT_FDCWD, paths[0], AT_FDCWD, paths[1], RENAME_EXCHANGE) == 0:
        return True
    code = ctypes.get_errno()
    if code in (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP):
        return False
    raise OSError(code, os.strerror(code), str(other))


def altered_files(edition: Path) -> list[str]:
    """The files of a published edition that are no longer as its manifest says, or are new."""
    manifest = edition / MANIFEST
    if not manifest.is_file():
        return []
    written = json.loads(manifest.read_text(encoding="utf-8"))["outputs"]
    present = _outputs(edition)
    return sorted(name for name in present if written.get(name) != present[name])


def _outputs(edition: Path) -> dict[str, str]:
    """The files of an edition by their hashes."""
    return {name: value for name, value in hashes(edition).items() if name != MANIFEST}


def _keep(old: Path, target: Path) -> None:
    """Keep an edition that someone edited by hand under a name of its own."""
    number = 1
    while (target.parent / f"{target.name}.edited-{number}").exists():
        number += 1
    old.rename(target.parent / f"{target.name}.edited-{number}")


def _sync_tree(folder: Path) -> None:
    for path in sorted(folder.rglob("*")):
        _sync(path)
    _sync(folder)


def _sync(path: Path) -> None:
    if os.name == "nt" and path.is_dir():
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


REASONS = {
    errno.ENOSPC: "đĩa đã đầy: giải phóng dung lượng rồi chạy lại",
    errno.EDQUOT: "hết hạn mức đĩa: giải phóng dung lượng rồi chạy lại",
    errno.EACCES: "không có quyền ghi: đổi quyền hoặc chọn thư mục khác bằng --outputs",
    errno.EPERM: "không có quyền ghi: đổi quyền hoặc chọn thư mục khác bằng --outputs",
    errno.EROFS: "thư mục chỉ đọc: chọn thư mục khác bằng --outputs",
    errno.ENOTDIR: "đó là một tệp, không phải thư mục: chọn thư mục khác",
    errno.EEXIST: "đó là một tệp, không phải thư mục: chọn thư mục khác",
}


def refused(error: OSError) -> RunFailed:
    """What to tell of a file that the system refused: which, why, what to do."""
    name = Path(os.fsdecode(error.filename)).name if error.filename else "thư mục kết quả"
    reason = REASONS.get(error.errno or 0, error.strerror or str(error))
    return RunFailed(f"Lỗi tệp «{name}»: {reason}. Bản báo cáo cũ vẫn còn nguyên.")


def versions(package: str = "ctxh") -> dict[str, str]:
    """The versions of Python and of the package's direct dependencies."""
    import platform
    import re
    from importlib.metadata import requires, version

    names = [re.split(r"[^A-Za-z0-9_.-]", line)[0] for line in requires(package) or []]
    found = {name: version(name) for name in sorted(names)}
    return {"python": platform.python_version(), package: version(package), **found}


def write_manifest(
    edition: Path, parameters: Mapping[str, object], inputs: Mapping[str, str]
) -> Path:
    """The manifest of an edition: what went in, what came out, and with which versions."""
    content = {
        "parameters": dict(sorted(parameters.items())),
        "inputs": dict(inputs),
        "versions": versions(),
        "outputs": _outputs(edition),
    }
    path = edition / MANIFEST
    text = json.dumps(content, ensure_ascii=False, indent=1)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")
    return path

"""Publishing an edition: made beside the old one, then swapped in whole.

Whoever looks at the edition's folder sees the old edition or the new one, never half of each,
whatever moment the machine fails at. The next run needs no help.
"""

from __future__ import annotations

import os
import shutil
import signal
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from ctxh.errors import RunFailed, reason_of
from ctxh.reference.inputs import MANIFEST, read_manifest
from ctxh.reference.places import made, returns_folder
from ctxh.run.folder_swap import stop_on_open_files, swap, sync, sync_tree
from ctxh.run.manifest import altered_files
from ctxh.run.private_folders import sweep
from ctxh.run.progress import Silence

EDITED, SET_ASIDE = "edited", "set-aside"  # behind the name of an edition: what is kept of it, and why


@dataclass(frozen=True)
class Stage:
    """Where a new edition grows: the folder that is swapped in, what goes back to the communes, and one for passing files."""

    edition: Path
    returns: Path
    passing: Path


@contextmanager
def staged(target: Path, watcher: Silence | None = None) -> Iterator[Stage]:
    """A private stage for the edition at ``target``; published only if the block ends well.

    The watcher hears of the edition as soon as it stands, and of what was kept of others. Whoever asks to stop
    from then on is heard when the stage is gone: KeyboardInterrupt, with the new edition in place.
    Raises RunFailed while another run makes the edition, and for a file that the system refuses.
    """
    watcher = watcher or Silence()
    with ExitStack() as until_cleared, _built_beside(target, watcher) as folder:
        stage = Stage(folder / "edition", folder / "returns", folder / "passing")
        for part in (stage.edition, stage.returns, stage.passing):
            part.mkdir(mode=0o777 if part == stage.edition else 0o700)
        yield stage
        sync_tree(stage.edition)
        until_cleared.enter_context(_undisturbed())
        _publish(stage, target, watcher)


@contextmanager
def returns_at(target: Path, watcher: Silence | None = None) -> Iterator[Path]:
    """A private folder that becomes the returns beside the edition at ``target`` if the block ends well.

    The edition itself is left as it is. A folder that stays empty takes the old returns away.
    Raises RunFailed as ``staged`` does.
    """
    with _built_beside(target, watcher or Silence()) as folder:
        fresh = folder / "returns"
        fresh.mkdir(mode=0o700)
        yield fresh
        _withdraw(folder, target)
        _send_back(fresh, target)


@contextmanager
def _built_beside(target: Path, watcher: Silence) -> Iterator[Path]:
    """A private folder beside an edition, gone when the block ends; what a killed run left is settled before."""
    try:
        made(target.parent)
    except OSError as error:
        raise refusal_of_swap(error) from error
    settle(target.parent, watcher)
    with _lock(target):
        folder = target.parent / f".{target.name}.stage.{os.getpid()}"
        try:
            recover(target, watcher)
            folder.mkdir(mode=0o700)
            yield folder
        except OSError as error:
            raise refusal_of_swap(error) from error
        finally:
            _clear(folder, target, watcher)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """A block that runs to its end; KeyboardInterrupt behind it when somebody asked to stop meanwhile."""
    asked: list[int] = []
    signals = (signal.SIGINT, signal.SIGTERM) if threading.current_thread() is threading.main_thread() else ()
    before = {number: signal.signal(number, lambda got, _: asked.append(got)) for number in signals}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler or signal.SIG_DFL)
    if asked:
        raise KeyboardInterrupt


def settle(office: Path, watcher: Silence | None = None) -> None:
    """Finish or undo what killed runs left in an office's folder of editions, and remove what they left elsewhere."""
    sweep()
    for name in sorted({path.name[1:].partition(".stage.")[0] for path in office.glob(".*.stage.*")}):
        with suppress(RunFailed), _lock(office / name):  # a run that lives holds it
            recover(office / name, watcher or Silence())


def _withdraw(folder: Path, target: Path) -> Path | None:
    """Where the returns beside an edition, if any, were taken in a private folder about to go: no old ones ever stand by a new edition."""
    returns = returns_folder(target)
    if not returns.is_dir():
        return None
    stop_on_open_files(returns)
    return returns.rename(folder / "withdrawn")


def _send_back(fresh: Path, target: Path) -> None:
    """Put what goes back to the communes beside an edition, if there is any."""
    if any(fresh.iterdir()):
        fresh.rename(returns_folder(target))


@contextmanager
def _lock(target: Path) -> Iterator[None]:
    """The lock of one edition: freed by the system when its holder dies, however it dies."""
    from filelock import FileLock, Timeout

    holder = target.parent / f".{target.name}.holder"  # not the lock itself: Windows lets nobody read or write that while it is held
    lock = FileLock(target.parent / f".{target.name}.lock", timeout=0)
    try:
        lock.acquire()
    except Timeout:
        process = holder.read_text(encoding="utf-8", errors="replace").strip() if holder.is_file() else ""
        raise RunFailed(
            f"Báo cáo {target.parent.name} {target.name} đang được lập bởi tiến trình {process or 'khác'}. Đợi xong rồi chạy lại."
        ) from None
    except OSError as error:
        raise refusal_of_swap(error) from error
    try:
        holder.write_text(f"{os.getpid()}\n", encoding="utf-8")
        yield
    finally:
        holder.unlink(missing_ok=True)
        lock.release()


def recover(target: Path, watcher: Silence | None = None) -> None:
    """Finish or undo what a killed run left behind; call it with the lock held."""
    watcher, kept = watcher or Silence(), target.parent / f".{target.name}.old"
    if read_manifest(kept) and read_manifest(target) is None:
        _out_of_the_way(target, watcher)
        shutil.rmtree(target, ignore_errors=True)
        kept.rename(target)
    elif kept.is_dir():
        _settle(kept, target, watcher)
        shutil.rmtree(kept, ignore_errors=True)
    for stale in target.parent.glob(f".{target.name}.stage.*"):
        _clear(stale, target, watcher)


def _publish(stage: Stage, target: Path, watcher: Silence) -> None:
    """Put the edition in its place; from then on nothing says that the old one stands."""
    if read_manifest(target) is None:
        _out_of_the_way(target, watcher)
    withdrawn = _withdraw(stage.edition.parent, target)
    try:
        if target.exists():
            swap(stage.edition, target)
        else:
            stage.edition.rename(target)
    except (OSError, RunFailed):
        if withdrawn:
            withdrawn.rename(returns_folder(target))
        raise
    watcher.published(target)
    try:
        _send_back(stage.returns, target)
        sync(target.parent)
    except OSError as error:
        watcher.note(f"Đã công bố {target.name}. Sau đó: {reason_of(error)}.")


def _out_of_the_way(target: Path, watcher: Silence) -> None:
    """Set aside what lies at the place of an edition and is none."""
    if target.is_symlink() or target.is_file() or (target.is_dir() and any(target.iterdir())):
        kept = _keep(target, target, SET_ASIDE)
        watcher.note(
            f"{target.name} không phải một bản báo cáo trọn vẹn ({MANIFEST} thiếu hoặc hỏng): cất sang {kept.name}. Xem xong thì xoá."
        )


def _clear(stale: Path, target: Path, watcher: Silence) -> None:
    """Remove a stage after what it holds of worth was kept; what cannot be kept stays where it is, and is told."""
    try:
        _settle(stale / "edition", target, watcher)
        shutil.rmtree(stale, ignore_errors=True)
    except OSError as error:
        watcher.note(f"Chưa dọn được {stale.name} ({reason_of(error)}): lần chạy sau sẽ dọn.")


def _settle(old: Path, target: Path, watcher: Silence) -> None:
    """Keep an edition that someone edited by hand, and one whose manifest is damaged, under names of their own."""
    altered = altered_files(old)
    if altered:
        kept = _keep(old, target, EDITED)
        more = f" và {len(altered) - 1} tệp khác" if altered[1:] else ""
        watcher.note(f"Bản cũ có tệp bị sửa tay ({altered[0]}{more}): giữ ở {kept.name}.")
    elif (old / MANIFEST).exists() and read_manifest(old) is None:
        kept = _keep(old, target, SET_ASIDE)
        watcher.note(f"Một lần chạy trước để lại bản dở dang ({MANIFEST} hỏng): cất sang {kept.name}. Xem xong thì xoá.")


def _keep(old: Path, target: Path, why: str) -> Path:
    """The name of its own that something was kept under."""
    number = 1
    while (kept := target.parent / f"{target.name}.{why}-{number}").exists():
        number += 1
    return old.rename(kept)


def refusal_of_swap(error: OSError) -> RunFailed:
    """What to tell of a file that the system refused before anything was published: which, why, what to do."""
    name = Path(os.fsdecode(error.filename)).name if error.filename else "thư mục kết quả"
    return RunFailed(f"Lỗi tệp «{name}»: {reason_of(error)}. Bản báo cáo cũ vẫn còn nguyên.")

"""Python as it is on Windows and macOS, as far as Linux can play it: what is not there is taken away before the program starts.

``python tests/other_systems.py windows report 2024 ...`` runs ``ctxh`` so; child processes start the same way, by a
``sitecustomize`` in a folder that PYTHONPATH names.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

SYSTEMS = ("windows", "macos")


def environment(system: str, folder: Path) -> dict[str, str]:
    """The environment of a process that is to find itself on another system; ``folder`` holds what makes it so."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = ("import sys", f"sys.path.insert(0, {str(Path(__file__).parent)!r})", "import other_systems", f"other_systems.play({system!r})")
    (folder / "sitecustomize.py").write_text("\n".join((*lines, "sys.path.pop(0)", "")), encoding="utf-8")
    return os.environ | {"PYTHONPATH": str(folder)}


def play(system: str) -> None:
    """Take from this process what the other system does not have."""
    _without_linux()
    {"windows": _as_windows, "macos": _as_macos}[system]()


def _without_linux() -> None:
    """No handles of processes, no exchange of names, no death with the parent, no list of processes."""
    import ctypes

    real = ctypes.CDLL

    class Library(real):  # type: ignore[misc, valid-type]
        def __getattr__(self, name: str):
            if name in ("renameat2", "prctl"):
                raise AttributeError(name)
            return super().__getattr__(name)

    ctypes.CDLL = Library
    for name in ("pidfd_open", "sched_getaffinity"):
        if hasattr(os, name):
            delattr(os, name)


def _as_macos() -> None:
    """The limit on memory is refused."""
    import resource

    real = resource.setrlimit

    def setrlimit(kind: int, limits: tuple[int, int]) -> None:
        if kind == resource.RLIMIT_AS:
            raise ValueError("current limit exceeds maximum limit")
        real(kind, limits)

    resource.setrlimit = setrlimit


def _as_windows() -> None:
    """No fork, no limits, no sockets in files; no folder opens as a file, nothing open for reading is flushed, nobody reads a lock."""
    import zmq

    for name in ("fork", "forkpty", "setsid", "sysconf", "getuid", "mkfifo"):
        if hasattr(os, name):
            delattr(os, name)
    zmq.has = lambda capability: capability != "ipc"
    sys.modules["resource"] = None  # type: ignore[assignment]
    _folders_stay_shut()
    _locks_are_whole()


def _folders_stay_shut() -> None:
    import fcntl

    opened, flushed = os.open, os.fsync

    def open_file(path, flags, *arguments, **named):
        if os.path.isdir(path):
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path, flags, *arguments, **named)

    def fsync(descriptor) -> None:
        number = descriptor if isinstance(descriptor, int) else descriptor.fileno()
        if fcntl.fcntl(number, fcntl.F_GETFL) & os.O_ACCMODE == os.O_RDONLY:
            raise OSError(9, "Bad file descriptor")
        flushed(number)

    os.open, os.fsync = open_file, fsync


def _locks_are_whole() -> None:
    import io
    import pathlib

    real = io.open

    def open_text(file, *arguments, **named):
        if str(file).endswith(".lock"):
            raise PermissionError(13, "Permission denied", str(file))
        return real(file, *arguments, **named)

    io.open = open_text
    pathlib.io.open = open_text


if __name__ == "__main__":
    import tempfile

    with tempfile.TemporaryDirectory() as made:
        command = [sys.executable, "-m", "ctxh", *sys.argv[2:]]
        sys.exit(subprocess.run(command, env=environment(sys.argv[1], Path(made)), check=False).returncode)

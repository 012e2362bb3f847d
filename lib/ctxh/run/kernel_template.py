"""Kernels forked from one template process, so that pandas is imported once a run and not once a notebook.

The template is a branch of the run's own process while that has no threads, else a process of its own.
Linux only; elsewhere, or when the template cannot be started, each kernel is a process of its own.
"""

from __future__ import annotations

import json
import locale
import multiprocessing
import os
import select
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import IO, cast

from ctxh.run import kernel

MODULE = "ctxh.run.kernel"
SECONDS_TO_END = 5


class Forked:
    """A kernel that is the template's child, with what a provisioner asks of a process of its own."""

    stdin: IO[str] | None = None
    stdout: IO[str] | None = None
    stderr: IO[str] | None = None

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self._handle = os.pidfd_open(pid)
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """Nothing while it runs, then 0: only the template knows how it ended."""
        if self.returncode is None and select.select([self._handle], [], [], 0)[0]:
            self._end()
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """0 once it has ended. Raises TimeoutExpired when it has not in time."""
        if self.returncode is None:
            if not select.select([self._handle], [], [], timeout)[0]:
                raise subprocess.TimeoutExpired("kernel", timeout or 0.0)
            self._end()
        return 0

    def _end(self) -> None:
        os.close(self._handle)
        self.returncode = 0

    def send_signal(self, number: int) -> None:
        """Send a signal to the kernel alone."""
        os.kill(self.pid, number)

    def terminate(self) -> None:
        """Ask the kernel to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End the kernel."""
        self.send_signal(signal.SIGKILL)


class Branch(Forked):
    """The template as a child of this process, with pipes to talk to it."""

    def __init__(self, pid: int, asking: int, hearing: int) -> None:
        super().__init__(pid)
        self.stdin, self.stdout = open(asking, "w", encoding="utf-8"), open(hearing, encoding="utf-8")  # noqa: SIM115  # closed with the template

    def _end(self) -> None:
        os.waitpid(self.pid, 0)
        super()._end()


def may_branch() -> bool:
    """Whether a fork of this process can serve as the template: no thread holds a lock, and text is UTF-8."""
    utf8 = locale.getpreferredencoding(False).lower().replace("-", "") == "utf8"
    return utf8 and threading.active_count() == 1 and "zmq" not in sys.modules


class Template:
    """The process that kernels are forked from; ``with`` ends it, and with it every kernel."""

    def __init__(self, environment: Mapping[str, str], folder: Path) -> None:
        self.environment, self.folder = dict(environment), folder
        self.process: subprocess.Popen[str] | Branch | None = None
        self.asking = multiprocessing.Lock()  # branches of the run ask too

    def __enter__(self) -> Template:
        if hasattr(os, "pidfd_open") and hasattr(os, "fork"):
            self.process = self._branch() if may_branch() else self._started()
        return self

    def _branch(self) -> Branch:
        kernel.prepare()
        asked, answers, parent = os.pipe(), os.pipe(), os.getpid()
        process = os.fork()
        if process == 0:
            kernel.branch(asked[0], answers[1], self.environment, self.folder, parent)
        os.close(asked[0])
        os.close(answers[1])
        return Branch(process, asked[1], answers[0])

    def _started(self) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", MODULE, "--prefork"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=self.environment | {"JPY_PARENT_PID": str(os.getpid())},
            cwd=self.folder,
            text=True,
            start_new_session=True,
        )

    def __exit__(self, *_: object) -> None:
        if self.process is None:
            return
        asking, hearing = _pipes(self.process)
        asking.close()
        try:
            self.process.wait(SECONDS_TO_END)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        hearing.close()

    @property
    def pid(self) -> int:
        """Its process id, 0 when there is none."""
        return self.process.pid if self.process is not None else 0

    def fork(self, arguments: list[str], environment: Mapping[str, str], folder: str) -> Forked | None:
        """A new kernel, or nothing when there is no template to fork it from."""
        if self.process is None or self.process.poll() is not None:
            return None
        request = {"arguments": arguments, "environment": dict(environment), "folder": str(folder)}
        try:
            asking, hearing = _pipes(self.process)
            with self.asking:
                asking.write(json.dumps(request) + "\n")
                asking.flush()
                answer = hearing.readline()
        except OSError:
            return None
        return Forked(int(answer)) if answer.strip() else None


def _pipes(process: subprocess.Popen[str] | Branch) -> tuple[IO[str], IO[str]]:
    """What the template is asked and heard through: it was started with both."""
    return cast("tuple[IO[str], IO[str]]", (process.stdin, process.stdout))

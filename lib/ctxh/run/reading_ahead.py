"""Earlier years read by a process beside the run, on the core that notebooks leave free.

What it reads it keeps for the notebook that asks for it, which waits for it. Where the system is not Linux, or the process fails, that
notebook reads for itself, and tells what is wrong.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import NoReturn

from ctxh.run.kernel import die_with_parent
from ctxh.run.kernel_template import may_branch
from ctxh.run.plan import Plan, opened


@contextmanager
def reading_ahead(plan: Plan) -> Iterator[None]:
    """A block in which the years before that of a plan are read beside whatever it does; the reader ends with it."""
    if plan.places.kept is None or not hasattr(os, "pidfd_open") or not may_branch():
        yield
        return
    parent = os.getpid()
    process = os.fork()
    if process == 0:
        _read(plan, parent)
    try:
        yield
    finally:
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)


def _read(plan: Plan, parent: int) -> NoReturn:
    try:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        os.setsid()
        die_with_parent(str(parent))
        nothing = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(nothing, stream)
        os.closerange(3, os.sysconf("SC_OPEN_MAX"))  # the lock of the edition among them
        from ctxh.compute.series import read_before

        read_before(opened(plan).request)
    finally:
        os._exit(0)

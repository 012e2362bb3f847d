"""Work of a run done beside it by a branch of its process: on the second core, with the same bytes.

Where a process cannot be branched (no Linux, threads that run), or the branch ended without an answer, the work is done in its turn.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from typing import TypeVar

from ctxh.errors import CtxhError
from ctxh.run.kernel import die_with_parent

Answer = TypeVar("Answer")
TASKS = "/proc/self/task"  # a folder a thread, those of libraries too


@contextmanager
def beside(work: Callable[[], Answer], named: str = "ctxh-beside") -> Iterator[Callable[[], Answer]]:
    """A block beside which some work is done; what it gives answers with the work's result, or raises what the work raised.

    The work ends with the block. It changes nothing but files, and may be done twice.
    """
    if not has_one_thread():
        yield work
        return
    context = multiprocessing.get_context("fork")
    hearing, telling = context.Pipe(duplex=False)
    process = context.Process(target=_done, args=(work, telling, os.getpid(), named), daemon=True)
    process.start()
    telling.close()

    def answer() -> Answer:
        try:
            result, fault = hearing.recv()
        except EOFError:  # ended by the system, or by a fault of ours, which is raised where it arises
            return work()
        process.join()
        if fault is not None:
            raise fault
        return result  # type: ignore[no-any-return]  # as the work gave it

    try:
        yield answer
    finally:
        process.kill()
        process.join()
        hearing.close()


def has_one_thread() -> bool:
    """Whether a fork of this process holds no lock of a thread that it lacks."""
    return hasattr(os, "pidfd_open") and threading.active_count() == 1 and len(os.listdir(TASKS)) == 1


def _done(work: Callable[[], Answer], telling: Connection, parent: int, named: str) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    os.setsid()  # whoever asks to stop is heard by the run
    die_with_parent(str(parent), named)
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nothing, stream)
    try:
        outcome: tuple[object, CtxhError | None] = work(), None
    except CtxhError as fault:  # of any other the run comes upon the place itself
        outcome = None, pickle.loads(pickle.dumps(fault))  # one that cannot be sent fails here, and is come upon so too
    telling.send(outcome)

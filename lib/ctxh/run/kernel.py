"""The process that a notebook runs in: a plain Jupyter kernel that never outlives its run.

``python -m ctxh.run.kernel -f CONNECTION_FILE`` is one kernel. ``python -m ctxh.run.kernel --prefork`` imports
once what every notebook imports, and forks a kernel for each request on its standard input; a run
that has no threads yet becomes one by a fork of its own, and keeps what was imported.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import sys
import time
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

from ctxh.process.operating_system import ADDRESS_SPACE, hold_to, memory_of_machine, system_call
from ctxh.process.startup import collect_seldom, keep_out
from ctxh.process.surroundings import found_around, surround

PR_SET_PDEATHSIG, PR_SET_NAME = 1, 15
NAME = "ctxh-kernel"  # as lists of processes show it
PREFORK = "--prefork"
MEMORY = 4 << 30  # bytes of address space of one kernel: ten times what the notebooks of a district take


def main() -> None:
    """Serve one notebook, or fork kernels that do, until the run that asked for it ends."""
    die_with_parent(found_around("JPY_PARENT_PID"))
    collect_seldom()
    if PREFORK in sys.argv:
        prefork()
    else:
        serve(sys.argv[1:])


def serve(arguments: list[str]) -> None:
    """Run the kernel in this process, held to some memory."""
    keep_out()
    limit_memory()
    from ipykernel.kernelapp import launch_new_instance

    launch_new_instance(argv=arguments)


def limit_memory() -> None:
    """Let a notebook that eats memory fail by itself, before the machine does: no more than three quarters of what that has."""
    machine = memory_of_machine() * 3 // 4
    hold_to(ADDRESS_SPACE, min(MEMORY, machine) if machine > 0 else MEMORY)


KERNEL = ("ipykernel.debugger", "ipykernel.ipkernel", "ipykernel.kernelapp", "IPython.core.oinspect", "tornado.platform.asyncio")
PREPARED = (
    "ctxh.edition",
    "ctxh.tell.comparison",
    "ctxh.tell.indicator_tables",
    "ctxh.tell.law_tables",
    "ctxh.tell.report",
    "ctxh.tell.summaries",
)  # pandas comes with them


def prepare() -> None:
    """Import what every notebook and every document needs."""
    for module in PREPARED:
        import_module(module)


def prefork() -> None:
    """Fork a kernel for each request, a line of JSON, and answer with its process id.

    Nothing is computed here before a fork and no thread is started: a kernel begins as if it were new.
    """
    keep_out()
    for module in KERNEL:
        import_module(module)
    prepare()
    gc.freeze()  # what is imported stays, in every kernel
    signal.signal(signal.SIGCHLD, _bury)
    for line in sys.stdin:
        request, template = json.loads(line), os.getpid()
        process = os.fork()
        if process == 0:
            _begin(request, template)
        print(process, flush=True)


def branch(asked: int, answers: int, environment: Mapping[str, str], folder: Path, parent: int) -> NoReturn:
    """Turn a process just forked from a run into the template, with pipes for its standard streams."""
    try:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        os.dup2(asked, 0)
        os.dup2(answers, 1)
        os.closerange(3, os.sysconf("SC_OPEN_MAX"))
        sys.stdin, sys.stdout = open(0, encoding="utf-8"), open(1, "w", encoding="utf-8")  # noqa: SIM115  # open until the process ends
        _settle(environment, folder, parent)
        prefork()
    finally:
        os._exit(0)


def _settle(environment: Mapping[str, str], folder: Path | str, parent: int) -> None:
    """Give this process a session, an environment and a folder of its own, and an end with its parent's."""
    os.setsid()
    die_with_parent(str(parent))
    surround({**environment, "JPY_PARENT_PID": str(parent)})
    time.tzset()
    os.chdir(folder)


def _bury(*_: object) -> None:
    """Take note of kernels that have ended, so that their CPU time counts as this process's children's."""
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        return


def _begin(request: Mapping[str, Any], template: int) -> None:
    """Become the kernel of a request: its session, environment, folder and nobody's terminal."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    _settle(request["environment"], request["folder"], template)
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):  # on the third one libraries speak English; what a notebook writes there goes into its outputs
        os.dup2(nothing, stream)
    try:
        serve(request["arguments"])
    finally:
        os._exit(0)


def die_with_parent(parent: str, named: str = NAME) -> None:
    """Ask the system to kill this process as soon as its parent is gone, and to name it a kernel or otherwise; only Linux does."""
    control = system_call("prctl")
    if control is None:
        return
    control(PR_SET_PDEATHSIG, signal.SIGKILL)
    if named:
        control(PR_SET_NAME, named.encode())
    if parent and parent != str(os.getppid()):
        os._exit(1)


if __name__ == "__main__":
    main()

"""The process that a notebook runs in: a plain Jupyter kernel that never outlives its run.

``python -m ctxh.kernel -f CONNECTION_FILE`` is one kernel. ``python -m ctxh.kernel --prefork`` imports
once what every notebook imports, and forks a kernel for each request on its standard input.
"""

from __future__ import annotations

import ctypes
import json
import os
import signal
import sys

PR_SET_PDEATHSIG = 1
DEBUGGER = "debugpy"
PREFORK = "--prefork"


def main() -> None:
    """Serve one notebook, or fork kernels that do, until the run that asked for it ends."""
    die_with_parent(os.environ.get("JPY_PARENT_PID", ""))
    sys.modules[DEBUGGER] = None  # type: ignore[assignment]  # nobody debugs a report's kernel
    if PREFORK in sys.argv:
        prefork()
    else:
        serve(sys.argv[1:])


def serve(arguments: list[str]) -> None:
    """Run the kernel in this process."""
    from ipykernel.kernelapp import launch_new_instance

    launch_new_instance(argv=arguments)


def prefork() -> None:
    """Fork a kernel for each request, a line of JSON, and answer with its process id.

    Nothing is computed here before a fork and no thread is started: a kernel begins as if it were new.
    """
    import ipykernel.ipkernel
    import ipykernel.kernelapp  # noqa: F401

    import ctxh.summaries
    import ctxh.tabulate  # noqa: F401

    signal.signal(signal.SIGCHLD, _bury)
    for line in sys.stdin:
        request, template = json.loads(line), os.getpid()
        process = os.fork()
        if process == 0:
            _begin(request, template)
        print(process, flush=True)


def _bury(*_) -> None:
    """Take note of kernels that have ended, so that their CPU time counts as this process's children's."""
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        return


def _begin(request: dict, template: int) -> None:
    """Become the kernel of a request: its session, environment, folder and nobody's terminal."""
    os.setsid()
    die_with_parent(str(template))
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.environ.clear()
    os.environ.update(request["environment"], JPY_PARENT_PID=str(template))
    os.chdir(request["folder"])
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    try:
        serve(request["arguments"])
    finally:
        os._exit(0)


def die_with_parent(parent: str) -> None:
    """Ask the system to kill this process as soon as its parent is gone (Linux)."""
    if sys.platform != "linux":
        return
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if parent and parent != str(os.getppid()):
        os._exit(1)


if __name__ == "__main__":
    main()

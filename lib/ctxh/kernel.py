"""The process that a notebook runs in: a plain Jupyter kernel that never outlives its run.

Started as ``python -m ctxh.kernel -f CONNECTION_FILE``.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1
DEBUGGER = "debugpy"


def main() -> None:
    """Serve one notebook until the run that asked for it ends."""
    die_with_parent()
    sys.modules[DEBUGGER] = None  # type: ignore[assignment]  # nobody debugs a report's kernel
    from ipykernel.kernelapp import launch_new_instance

    launch_new_instance()


def die_with_parent() -> None:
    """Ask the system to kill this process as soon as its parent is gone (Linux)."""
    if sys.platform != "linux":
        return
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    parent = os.environ.get("JPY_PARENT_PID", "")
    if parent and parent != str(os.getppid()):
        os._exit(1)


if __name__ == "__main__":
    main()

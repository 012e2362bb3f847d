"""Limits that the system can hold a process to; where it has none, the process goes on without them.

Windows has no such limits, macOS refuses the one on memory, and some systems do not say how much memory they have.
"""

from __future__ import annotations

import ctypes
import os
from collections.abc import Callable

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]  # a module elsewhere

ADDRESS_SPACE, PROCESSOR_TIME, OPEN_FILES = "RLIMIT_AS", "RLIMIT_CPU", "RLIMIT_NOFILE"


def limits_of(kind: str) -> tuple[int, int] | None:
    """What this process is held to and the most that it may ask for, -1 for no limit; None where the system has no limits of the kind."""
    if resource is None or not hasattr(resource, kind):
        return None
    return resource.getrlimit(getattr(resource, kind))


def hold_to(kind: str, wanted: int) -> bool:
    """Whether this process is held to some bytes, seconds or files from now on, or to less where less was allowed."""
    known = limits_of(kind)
    if known is None:
        return False
    most = known[1]
    try:
        resource.setrlimit(getattr(resource, kind), (wanted if most < 0 else min(wanted, most), most))
    except (ValueError, OSError):  # macOS and its memory
        return False
    return True


def seconds_used() -> float:
    """The seconds of the processor that this process has used."""
    times = os.times()
    return times.user + times.system


def memory_of_machine() -> int:
    """The bytes of memory that the machine has; 0 where the system does not say."""
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, ValueError, OSError):
        return 0


def system_call(name: str) -> Callable[..., int] | None:
    """A function of the system's C library that sets ``errno``; None where the system has no such library or function."""
    try:
        function: Callable[..., int] | None = getattr(ctypes.CDLL(None, use_errno=True), name, None)
    except (TypeError, OSError):  # Windows has many such libraries, and none by default
        return None
    return function

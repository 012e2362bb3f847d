"""What a run and its kernels find around them: a place for passing files, one file that tells kernels what is asked, and quiet."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from ctxh.errors import RunFailed
from ctxh.process.operating_system import OPEN_FILES, hold_to, limits_of
from ctxh.process.surroundings import around, surround
from ctxh.reference.places import DATA, NOTEBOOKS, OUTPUTS, REQUEST
from ctxh.run.publish import Stage

HANDED_OVER = "request.json"  # among the passing files of a run
KEPT = "request.pickle"  # beside it: the request as the run has read it
FOR_SENDERS = "for-senders"  # the folder of tables that go into no edition, there too
NOT_HANDED_ON = (DATA, OUTPUTS, NOTEBOOKS)  # kernels find these in that file
LEAST_FILES = 256  # open at a time: more than a run with its kernels needs
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "RAYON_NUM_THREADS": "1"}  # more are no sooner done
QUIET = ONE_THREAD | {
    "IPYTHONDIR": "ipython",
    "MPLBACKEND": "agg",
    "PYTHONHASHSEED": "0",
    "PYTHONUTF8": "1",
    "TZ": "UTC",
}


@contextmanager
def surroundings(stage: Stage) -> Iterator[None]:
    """The surroundings of a run: one thread a library, temporary files in its own stage, files enough."""
    enough_files()
    before, folder_before = around(), tempfile.tempdir
    surround(before | ONE_THREAD | {"TMPDIR": str(stage.passing.absolute())})
    tempfile.tempdir = None
    try:
        yield
    finally:
        surround(before)
        tempfile.tempdir = folder_before


def enough_files() -> None:
    """Let this process open as many files as a run needs.

    Raises RunFailed where that is too few: libraries then end it in their own words.
    """
    now, most = limits_of(OPEN_FILES) or (-1, -1)
    if 0 <= most < LEAST_FILES:
        raise RunFailed(
            f"Hệ thống chỉ cho mở {most} tệp cùng lúc, cần ít nhất {LEAST_FILES}: tăng hạn mức (ulimit -n {LEAST_FILES}) rồi chạy lại."
        )
    if 0 <= now < LEAST_FILES:
        hold_to(OPEN_FILES, LEAST_FILES)


def kernel_environment(stage: Stage) -> dict[str, str]:
    """The environment of a kernel: ours, quiet, without the user's start-up files; of what is asked it names one file."""
    kept = {name: value for name, value in around().items() if name not in (*NOT_HANDED_ON, "PYTHONSTARTUP")}
    named = {REQUEST: str((stage.passing / HANDED_OVER).absolute()), "IPYTHONDIR": str(stage.passing / QUIET["IPYTHONDIR"])}
    return kept | QUIET | named

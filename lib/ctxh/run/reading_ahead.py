"""Earlier years read by a process beside the run, on the core that notebooks leave free.

What it reads it keeps for the notebook that asks for it, which waits for it. Where the system is not Linux, or the process fails, that
notebook reads for itself, and tells what is wrong.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from ctxh.run.beside import beside
from ctxh.run.plan import Plan, opened


@contextmanager
def reading_ahead(plan: Plan) -> Iterator[None]:
    """A block in which the years before that of a plan are read beside whatever it does; the reader ends with it."""
    if plan.places.kept is None:
        yield
        return
    with beside(lambda: _read(plan)):
        yield


def _read(plan: Plan) -> None:
    from ctxh.compute.series import read_before

    read_before(opened(plan).request)

"""What the short processes of a run do without: libraries nobody asks for, and frequent searches for garbage."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager

UNASKED = (
    "debugpy",  # the debugger of a kernel
    # Formats of texts that JSON schemas can ask for; the schema of notebooks asks for none.
    "rfc3987_syntax",  # builds a grammar for a second
    "rfc3986_validator",
    "rfc3339_validator",
    "isoduration",
    "fqdn",
    "jsonpointer",
    "uri_template",
    "webcolors",
)
SELDOM = (200_000, 50, 50)  # new objects before a search for cycles: tables are built of many that live to the end


def keep_out() -> None:
    """Make this process do without some libraries, as their importers can; one that is loaded already stays."""
    for name in UNASKED:
        sys.modules.setdefault(name, None)  # type: ignore[arg-type]


def collect_seldom() -> None:
    """Let this process look for garbage in cycles seldom: in a run it takes a tenth of the time and finds little."""
    gc.set_threshold(*SELDOM)


@contextmanager
def collecting_seldom() -> Iterator[None]:
    """The same for as long as a run lasts; processes forked meanwhile go on so."""
    before = gc.get_threshold()
    collect_seldom()
    try:
        yield
    finally:
        gc.set_threshold(*before)

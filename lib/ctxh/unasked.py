"""Libraries that others would import for features nobody asks of a run, kept out of its processes."""

from __future__ import annotations

import sys

UNASKED = (
    "debugpy",  # the debugger of a kernel
    "rfc3987_syntax",  # builds a grammar of web addresses for a second, for a format no notebook states
)


def keep_out() -> None:
    """Make this process do without them, as their importers can; one that is loaded already stays."""
    for name in UNASKED:
        sys.modules.setdefault(name, None)  # type: ignore[arg-type]

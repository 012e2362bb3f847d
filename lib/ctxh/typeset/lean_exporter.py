"""The base of exporters, loaded without what none of ours asks for.

nbconvert loads every exporter it has, one of these bs4, and that a compiler of CSS selectors, which
takes a third of the time. bs4 does without it; where bs4 is loaded already nothing is kept from it.
"""

from __future__ import annotations

import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

SELECTORS = "soupsieve"


@contextmanager
def _without_selectors() -> Iterator[None]:
    if not sys.modules.keys().isdisjoint({"bs4", SELECTORS}):
        yield
        return
    sys.modules[SELECTORS] = None  # type: ignore[assignment]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        del sys.modules[SELECTORS]


with _without_selectors():
    from nbconvert.exporters.exporter import Exporter

__all__ = ["Exporter"]

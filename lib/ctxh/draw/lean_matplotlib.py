"""matplotlib imported without the documentation that it writes for itself."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from ctxh.process.surroundings import found_around
from ctxh.reference.places import REQUEST

# What lists the properties of every kind of mark in docstrings and signatures: half of the time of the import.
WRITERS = (("Artist", "_update_set_signature_and_docstring", classmethod(lambda kind: None)), ("", "kwdoc", lambda kind: ""))


@contextmanager
def undocumented() -> Iterator[None]:
    """While matplotlib is imported in a run, where nobody asks for it, its documentation stays unwritten.

    An analyst's own session has it whole. A writer that matplotlib does not have is passed over.
    """
    if not found_around(REQUEST):
        yield
        return
    from matplotlib import artist

    owners = [(getattr(artist, owner) if owner else artist, name, idle) for owner, name, idle in WRITERS]
    kept = [(owner, name, vars(owner)[name], idle) for owner, name, idle in owners if name in vars(owner)]
    for owner, name, _, idle in kept:
        setattr(owner, name, idle)
    try:
        yield
    finally:
        for owner, name, writer, _ in kept:
            setattr(owner, name, writer)

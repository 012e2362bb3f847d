"""A PDF made small: its many small objects, such as tags and links, put into compressed streams."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from itertools import accumulate

TABLE = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*$")
TRAILER = re.compile(rb"trailer\s*<<(.*)>>\s*startxref", re.DOTALL)
ENTRY = re.compile(rb"(\d{10}) \d{5} ([nf])\s*")
SIZE = re.compile(rb"/Size \d+")
OBJECT = re.compile(rb"\d+ 0 obj\s*")
A_STREAM = 200  # objects in one stream: a reader unpacks a whole stream to get at one object
OWN_LENGTH = 5


def compressed(pdf: bytes, changed: Callable[[bytes], bytes] | None = None) -> bytes:
    """The same PDF with object streams and a cross-reference stream (ISO 32000-1, 7.5.7 and 7.5.8).

    It takes the classic layout that typst writes: one section, generation 0. ``changed`` gives the
    new body of an object that is no stream.
    """
    start = int(_found(TABLE.search(pdf))[1])
    bodies = _bodies(pdf, start)
    small = [number for number, body in bodies.items() if not body.endswith(b"endstream")]
    if changed:
        bodies |= {number: changed(bodies[number]) for number in small}
    groups = [small[n : n + A_STREAM] for n in range(0, len(small), A_STREAM)]
    out, entries = bytearray(pdf[: pdf.index(b"1 0 obj")]), {0: (0, 0, 65535)}
    for number in bodies.keys() - set(small):
        entries[number] = (1, len(out), 0)
        out += b"%d 0 obj\n%b\nendobj\n" % (number, bodies[number])
    first = max(bodies) + 1
    for holder, group in enumerate(groups, first):
        entries[holder] = (1, len(out), 0)
        entries |= {number: (2, holder, place) for place, number in enumerate(group)}
        out += _object_stream(holder, group, bodies)
    return bytes(out + _cross_references(first + len(groups), entries, len(out), _found(TRAILER.search(pdf))[1]))


def _found(match: re.Match[bytes] | None) -> re.Match[bytes]:
    """A place in a PDF. Raises ValueError where typst has written another layout than the one that is taken."""
    if match is None:
        raise ValueError("layout of a PDF")
    return match


def _bodies(pdf: bytes, start: int) -> dict[int, bytes]:
    """The bytes of each object between ``obj`` and ``endobj``, by number."""
    found = ENTRY.findall(pdf, start)
    used = sorted((int(offset), number) for number, (offset, kind) in enumerate(found) if kind == b"n")
    ends = [offset for offset, _ in used[1:]] + [start]
    return {
        number: pdf[_found(OBJECT.match(pdf, offset)).end() : pdf.rindex(b"endobj", offset, end)].rstrip()
        for (offset, number), end in zip(used, ends, strict=True)
    }


def _object_stream(holder: int, group: list[int], bodies: dict[int, bytes]) -> bytes:
    texts = [bodies[number] for number in group]
    offsets = accumulate((len(text) + 1 for text in texts[:-1]), initial=0)
    head = b" ".join(b"%d %d" % pair for pair in zip(group, offsets, strict=True)) + b"\n"
    body = zlib.compress(head + b"\n".join(texts), 6)
    words = b"/Type /ObjStm /N %d /First %d /Filter /FlateDecode /Length %d" % (len(group), len(head), len(body))
    return b"%d 0 obj\n<<%b>>\nstream\n%b\nendstream\nendobj\n" % (holder, words, body)


def _cross_references(number: int, entries: dict[int, tuple[int, int, int]], place: int, trailer: bytes) -> bytes:
    entries[number] = (1, place, 0)
    rows = [entries.get(n, (0, 0, 65535)) for n in range(number + 1)]
    table = b"".join(kind.to_bytes(1, "big") + at.to_bytes(OWN_LENGTH, "big") + rest.to_bytes(2, "big") for kind, at, rest in rows)
    body = zlib.compress(table, 9)
    kept = SIZE.sub(b"/Size %d" % (number + 1), trailer).strip()
    words = b"/Type /XRef /W [1 %d 2] /Filter /FlateDecode /Length %d %b" % (OWN_LENGTH, len(body), kept)
    return b"%d 0 obj\n<<%b>>\nstream\n%b\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % (number, words, body, place)

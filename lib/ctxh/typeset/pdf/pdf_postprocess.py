"""What typst cannot say of itself: links to passports inside the PDF, and cells that head their rows.

Links to passports are addresses while typst lays out, then destinations. For a link to a label typst lays out what holds it
again, once it knows where the label is. A thousand such links cost a third of an appendix. Passports are headings, whose
places a PDF names anyway; so the links are written as addresses of a kind of our own, and turned afterwards.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Mapping

from ctxh.errors import CtxhError

SCHEME = "passport:"
_LINK = re.compile(
    rb"/A\s*<<\s*/Type\s*/Action\s*/S\s*/URI\s*/URI\s*\(passport:([^)]*)\)\s*>>(.*?)/Contents\s*\(passport:[^)]*\)", re.DOTALL
)
_MARK = b"(passport:"
_FIRST_CELL = re.compile(rb"/S/TD(.*?/O/Table)(/Headers\[\(U(\d+)x0y\d+\)\])", re.DOTALL)


def headed_rows(tables: Container[int]) -> Callable[[bytes], bytes]:
    """What marks, in the body of a PDF object, the first cell of a row of some tables as the header of its row.

    typst names the header cells that a cell belongs to by the table's number in the document, from 1, column and row.
    """

    def headed(cell: re.Match[bytes]) -> bytes:
        return b"/S/TH%b/Scope/Row%b" % (cell[1], cell[2]) if int(cell[3]) in tables else cell[0]

    return lambda body: _FIRST_CELL.sub(headed, body) if b"/S/TD" in body else body


def internal_links(labels: Mapping[str, str]) -> Callable[[bytes], bytes]:
    """What turns the body of a PDF object that links to a passport into a link inside the file.

    ``labels`` are the passports' labels by the names of their places. The function raises CtxhError
    for a link to no passport, and for one that it does not know how to turn.
    """

    def turned(body: bytes) -> bytes:
        if _MARK not in body:
            return body
        linked = _LINK.sub(_inside, body)
        if _MARK in linked:
            raise CtxhError("Không dàn được trang: typst viết liên kết theo cách chưa biết. Cài đúng phiên bản trong uv.lock.")
        return linked

    def _inside(link: re.Match[bytes]) -> bytes:
        place = link[1].decode()
        if place not in labels:
            raise CtxhError(f"Không dàn được trang: liên kết tới nguồn gốc «{place}» không có.")
        words = f"Nguồn gốc số liệu: {labels[place]}".encode("utf-16-be").hex().upper().encode()
        return b"/Dest(%b)%b/Contents<FEFF%b>" % (link[1], link[2], words)

    return turned

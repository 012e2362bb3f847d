"""What reading and cleaning found, as it may be told outside the office or on its own screen."""

from __future__ import annotations

import pandas as pd

from ctxh.book.request import Request
from ctxh.clean.persons.cell_texts import closed_words, findings_on_screen, quotable_findings
from ctxh.findings import finding, findings_frame, without_rows
from ctxh.observe.members import Ingested, folded_findings


def reading_findings(ingested: Ingested, listed_until: str) -> pd.DataFrame:
    """Findings of reading and cleaning; of each member what its own reading found, in one line.

    Of cells they quote what is proven, of registers they name columns; of what is told on this screen
    and to senders alone, a little more, and the rows.
    """
    request, own = ingested.request, ingested.own
    names = frozenset(row[kind] for row in [*own.coverage, *own.findings] for kind in ("file", "sheet"))
    if request.shown_here:
        quotable = findings_on_screen(own.findings)
    else:
        quotable = quotable_findings(_published(ingested), closed_words(request.layouts, request.categories), names)
    return findings_frame(_of_later_lists(request, listed_until) + quotable + folded_findings(ingested.members, request))


def _published(ingested: Ingested) -> list[dict[str, str]]:
    """The findings that reading made, with rows only on sheets that are known for forms of totals."""
    own, layouts = ingested.own, ingested.request.layouts
    totals = {(row["file"], row["sheet"]) for row in own.coverage if not layouts[row["form"]].register}
    return [row if (row["file"], row["sheet"]) in totals else without_rows(row) for row in own.findings]


def _of_later_lists(request: Request, until: str) -> list[dict[str, str]]:
    """A word on what workbooks that were written after the period can say of it, and what they cannot."""
    if not until:
        return []
    message = (
        f"Tệp có số liệu đến tháng {until[5:]}/{until[:4]}, sau kỳ {request.period.words}: "
        "danh sách đang hưởng và lao động là của lúc lập tệp; biểu không ghi ngày (B7, B9b) không tách được phần của kỳ nên để trống."
    )
    remedy = "Muốn có đủ số liệu của kỳ, nhận tệp lập đến ngày chốt."
    return [finding("info", message, remedy, check="kỳ báo cáo", area_code=request.area_code)]

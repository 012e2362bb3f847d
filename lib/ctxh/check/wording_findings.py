"""What is found in the wording of a report, before anything is told in it."""

from __future__ import annotations

from ctxh.book.dated_sentences import sentences_left_out, wording_files_of, wording_text
from ctxh.check.borrowed_facts import borrowed_facts
from ctxh.check.typed_numbers import typed_numbers
from ctxh.check.untold_parts import untold_parts, untold_sentences
from ctxh.compute.computed import Computed
from ctxh.findings import Finding, finding


def findings_of_wording(computed: Computed) -> list[Finding]:
    """Findings of the wording: typed numbers, a lender's facts, sentences of other years, what is left out, no appendix named."""
    return [
        *borrowed_facts(computed),
        *typed_numbers(computed),
        *sentences_left_out(computed.request),
        *untold_parts(computed),
        *untold_sentences(computed),
        *_appendix_unnamed(computed),
    ]


def _appendix_unnamed(computed: Computed) -> list[Finding]:
    """A finding where no file of the wording refers to the appendix, as Decree 30/2020/NĐ-CP asks."""
    files = wording_files_of(computed.request)
    if not files or any("phụ lục" in wording_text(path).lower() for path in files):
        return []
    return [
        finding(
            "flagged",
            "Lời văn không dẫn tới Phụ lục kèm theo báo cáo (Nghị định 30/2020/NĐ-CP, Phụ lục I).",
            "Thêm vào câu cuối: (số liệu chi tiết tại Phụ lục kèm theo).",
            check="lời văn",
            area_code=computed.area_code,
            file=files[-1].name,
        )
    ]

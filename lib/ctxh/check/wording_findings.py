"""What is found in the wording of a report, before anything is told in it."""

from __future__ import annotations

from ctxh.book.dated_sentences import NUMBERED, sentences_left_out, wording_files_of, wording_folder, wording_text
from ctxh.check.borrowed_facts import borrowed_facts
from ctxh.check.typed_numbers import typed_numbers, typed_years
from ctxh.check.untold_parts import untold_parts, untold_sentences
from ctxh.compute.computed import Computed
from ctxh.findings import Finding, finding
from ctxh.vietnamese.typeface import lines_not_shown


def findings_of_wording(computed: Computed) -> list[Finding]:
    """Findings of the wording: typed numbers, a lender's facts, sentences of other years, what is left out, no appendix named."""
    return [
        *borrowed_facts(computed),
        *typed_numbers(computed),
        *typed_years(computed),
        *_unread(computed),
        *_not_shown(computed),
        *sentences_left_out(computed.request),
        *untold_parts(computed),
        *untold_sentences(computed),
        *_appendix_unnamed(computed),
    ]


def _unread(computed: Computed) -> list[Finding]:
    """A finding for each file of the office's own wording that no report prints: not numbered, and taken in by no other."""
    read, folder = wording_files_of(computed.request), wording_folder(computed.request)
    return [
        finding(
            "flagged",
            f"{path.name} không được in: tên không mở đầu bằng hai chữ số và gạch dưới, và không tệp nào lấy vào (include).",
            "Đổi tên như 01_mo_dau.md, hoặc chuyển tệp ra khỏi thư mục text.",
            check="lời văn",
            area_code=computed.area_code,
            file=path.name,
        )
        for path in ([] if computed.request.settings.text_from else sorted(folder.glob("*.md")))
        if path not in read and not path.match(NUMBERED)
    ]


def _not_shown(computed: Computed) -> list[Finding]:
    """A finding for each line with a letter that is printed as a box."""
    return [
        finding("flagged", f"Dòng {line}: {why}", check="lời văn", area_code=computed.area_code, file=path.name)
        for path in wording_files_of(computed.request)
        for line, why in lines_not_shown(wording_text(path))
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

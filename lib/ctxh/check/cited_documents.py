"""Checks of the documents that the report cites (C43): symbols, days and summaries as the register (B10) has them."""

from __future__ import annotations

import re

from ctxh.check.calendar import DOCUMENTS
from ctxh.check.verdict import Verdict, looks_at
from ctxh.compute.computed import Computed
from ctxh.observe.by_item import Row
from ctxh.reference.tables import read_reference
from ctxh.vietnamese import fold, nearest_word

_PARTY = ("bộ chính trị", "ban bí thư", "ban chấp hành", "ban thường vụ", "tỉnh ủy", "thành ủy", "huyện ủy", "quận ủy", "đảng ủy")
_OF_PARTY = re.compile(r"\d+-[A-ZĐa-z]+/[A-ZĐ]+(?:\.[A-ZĐ]+)?")  # 28-CT/TW
_OF_STATE = re.compile(r"\d+(?:/\d{4})?/[A-ZĐƯ][\w.&]*(?:-[A-ZĐƯ][\w.&]*)*")  # 893/KH-UBND, 20/2021/NĐ-CP
_ONCE_CITED = "bổ sung vào sổ để viện dẫn đủ khi nhắc đến lần đầu"


@looks_at("document_symbols", "document_kinds", "document_issuers", "document_titles", "issued_documents")
def cited_in_full(computed: Computed) -> list[Verdict]:
    """C43: a verdict for each document whose symbol is not as the rules have it, or of which the register lacks day or summary."""
    seen = computed.by_item
    rows = [row for row in seen.rows("document_symbols") if row.text]
    if not rows:
        return [Verdict("0", "0", None, "chưa có văn bản nào trong sổ", measure=DOCUMENTS)]
    kinds, issuers, titles, days = (
        {row.category: row.text for row in seen.rows(item)}
        for item in ("document_kinds", "document_issuers", "document_titles", "issued_documents")
    )
    known, found = read_reference(computed.request.reference / "document_symbols.csv"), []
    means = dict(zip(known["part"], known["means"], strict=True))
    for row in rows:
        key = row.category
        fault, severity = symbol_fault(row.text, kinds.get(key, ""), issuers.get(key, ""), means)
        if fault:
            found.append(_verdict(computed, row, fault, severity))
        missing = [word for word, known_of in (("ngày ban hành", days), ("trích yếu", titles)) if not known_of.get(key)]
        if missing:
            found.append(_verdict(computed, row, f"sổ chưa ghi {' và '.join(missing)}; {_ONCE_CITED}", "info"))
    count, note = str(len(rows)), "ký hiệu, ngày và trích yếu của văn bản viện dẫn"
    return found or [Verdict(count, count, True, note, measure=DOCUMENTS)]


def _verdict(computed: Computed, row: Row, note: str, severity: str) -> Verdict:
    return Verdict(
        row.text,
        "",
        False,
        note,
        severity=severity,
        found=row.text,
        place=row.place,
        indicators=tuple(name for name in (f"{row.category}_no", row.category) if name in computed.book.indicators)[:1],
    )


def symbol_fault(number: str, kind: str, issuer: str, means: dict[str, str]) -> tuple[str, str]:
    """What is wrong with a number and symbol, and how grave it is; two empty texts for nothing.

    ``means`` tells what each part of a symbol stands for; a part that is not there is only told of, unless it is nearly one that is.
    """
    if any(fold(issuer).startswith(fold(organ)) for organ in _PARTY):
        right = "-".join(re.split(r"[-/]", number, maxsplit=2)[:2]) + "/" + re.split(r"[-/]", number)[-1]
        return ("", "") if _OF_PARTY.fullmatch(number) else (f"ký hiệu văn bản của Đảng viết như «{right}»", "flagged")
    if not _OF_STATE.fullmatch(number):
        return "không đúng dạng số/ký hiệu, như 893/KH-UBND hoặc 20/2021/NĐ-CP", "flagged"
    parts = re.sub(r"^\d+/(?:\d{4}/)?", "", number).split("-")
    own = next((part for part, meaning in means.items() if fold(meaning) == fold(kind)), "")
    if own and not parts[0].startswith(own):
        return f"ký hiệu của {kind.lower()} bắt đầu bằng {own}", "flagged"
    for part in (part for part in parts if part not in means):
        closest = nearest_word(part, [name for name in means if abs(len(name) - len(part)) < 2], 0.85)
        return (f"«{part}» có phải «{closest}»", "flagged") if closest else (f"«{part}» chưa có trong document_symbols.csv", "info")
    return "", ""

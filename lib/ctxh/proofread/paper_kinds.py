"""The kind of paper that a sentence names before the number of a document, held against the symbol of that number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from ctxh.proofread.contexts import Passage
from ctxh.proofread.text_numbers import DOCUMENT, TextNumber
from ctxh.reference.tables import read_reference
from ctxh.vietnamese import fold

_BEHIND_NUMBER = re.compile(r"^\d+[/-](?:\d{4}[/-])?")


def paper_symbols(reference: Path) -> dict[str, str]:
    """The parts of symbols that name a kind of paper, with that kind: ``KH`` for ``Kế hoạch``. Source: document_symbols.csv."""
    table = read_reference(reference / "document_symbols.csv")
    table = table[table["names"] == "paper"]
    return dict(zip(table["part"], table["means"], strict=True))


def named_otherwise(passage: Passage, symbols: Mapping[str, str]) -> Iterator[tuple[TextNumber, str]]:
    """``Quyết định số 637/KH-UBND``: each document whose symbol is that of another kind of paper than stands right before it, and why."""
    kinds = "|".join(map(re.escape, sorted(symbols.values(), key=len, reverse=True)))
    named = re.compile(rf"\b({kinds})\s+(?:số\s*:?\s*)?$", re.IGNORECASE)
    for number in passage.numbers:
        before = named.search(passage.text[: number.start]) if number.kind == DOCUMENT else None
        part = re.split("[-/]", _BEHIND_NUMBER.sub("", number.text))[0]
        if before and part in symbols and not _same(symbols[part], before[1]):
            yield number, f"ký hiệu {part} là của {symbols[part].lower()}, câu ghi {before[1].lower()}"


def _same(one: str, other: str) -> bool:
    """Whether two kinds are one, or one is the other with a word more: ``Hướng dẫn liên ngành``."""
    return fold(one).startswith(fold(other)) or fold(other).startswith(fold(one))

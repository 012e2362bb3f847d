"""Blocks as every writer prints them: normalised, numbered, their amounts and the numbers of documents never broken over two lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ctxh.blocks import Block, Cell, Heading, Paragraph, Run, Table, numbered, text_of
from ctxh.typeset.text_width import NO_BREAK, normalised

_LETTERS = "[A-ZĐƯƠÂÊÔ]"
DOCUMENT_NUMBER = rf"\d+(?:/\d+)*/{_LETTERS}[A-ZĐƯƠÂÊÔ0-9&/-]*|\d+-{_LETTERS}+/{_LETTERS}+"  # 637/KH-UBND, 20/2021/NĐ-CP, 28-CT/TW
_CHANGE = re.compile(r"(?:(?<=\btăng)|(?<=\bgiảm)) (?=\d)")  # in a cell, which is narrow: giảm 20,0%
_HELD = re.compile(
    r"(?<=\d) (?=(?:(?:nghìn|triệu|tỷ) )?đồng\b)|(?:(?<=\bnghìn)|(?<=\btriệu)|(?<=\btỷ)) (?=đồng\b)"
    rf"|(?<=\b[Ss]ố) (?={DOCUMENT_NUMBER})|(?<=\d) (?=- \d)"
)
_MEASURE = re.compile(r"\([^()]{,20}\)$")  # (trường hợp)
_YEAR = re.compile(r"(?<=\bnăm) (?=\d{4}\b)")


def printable(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with their texts normalised, tables and figures numbered, and blanks that no line may end at made unbreakable."""
    return [_held(block) for block in numbered(list(normalised(tuple(blocks))))]


def unbroken(text: str) -> str:
    """The text with an unbreakable blank in amounts (``64,167 tỷ đồng``), before numbers of documents and before the dash of a range."""
    return _HELD.sub(NO_BREAK, text)


def _held(block: Block) -> Block:
    if isinstance(block, Heading):
        return replace(block, runs=_runs(block.runs, _YEAR.sub(NO_BREAK, unbroken(text_of(block.runs)))))
    if isinstance(block, Paragraph):
        return replace(block, runs=_runs(block.runs, unbroken(text_of(block.runs))))
    block = replace(block, caption=_MEASURE.sub(_joined, unbroken(block.caption)), note=unbroken(block.note), source=unbroken(block.source))
    return replace(block, rows=tuple(map(_cells, block.rows))) if isinstance(block, Table) else block


def _joined(found: re.Match[str]) -> str:
    return found[0].replace(" ", NO_BREAK)


def _runs(runs: tuple[Run, ...], text: str) -> tuple[Run, ...]:
    """The runs with a text of the same length shared out among them."""
    out, start = [], 0
    for run in runs:
        out.append(replace(run, text=text[start : start + len(run.text)]))
        start += len(run.text)
    return tuple(out)


def _cells(row: tuple[Cell, ...]) -> tuple[Cell, ...]:
    held = (_CHANGE.sub(NO_BREAK, unbroken(cell.text)) for cell in row)
    return tuple(replace(cell, text=text) if text != cell.text else cell for cell, text in zip(row, held, strict=True))

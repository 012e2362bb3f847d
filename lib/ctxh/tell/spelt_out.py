"""Abbreviations spelt out where a report uses them first, whatever sentence explains them in the wording."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from ctxh.blocks import Block, Paragraph

_BEGINNING = re.compile(r"[-+]? ?")


def spelt_out(blocks: Sequence[Block], long_forms: Mapping[str, str]) -> list[Block]:
    """The blocks, each abbreviation that a paragraph uses before it is explained written out there: ``người có công (NCC)``.

    The sentence that explains it may be left out. What helpers print is not touched, and explains nothing.
    """
    waiting = dict(long_forms)
    return [_with_long_forms(block, waiting) if isinstance(block, Paragraph) else block for block in blocks]


def _with_long_forms(block: Paragraph, waiting: dict[str, str]) -> Paragraph:
    """The paragraph with the abbreviations that it uses first; they wait no more."""
    before, runs = "", []
    for run in block.runs:
        text = run.text if run.cite else _in_full(run.text, before, waiting)
        runs.append(run if text == run.text else replace(run, text=text))
        before += run.text
    return replace(block, runs=tuple(runs))


def _in_full(text: str, before: str, waiting: dict[str, str]) -> str:
    for short, long_form in list(waiting.items()):
        use = re.search(rf"(?<![\w/&-]){re.escape(short)}(?![\w/&-])", text)
        if not use:
            continue
        del waiting[short]
        if not text[: use.start()].endswith("("):
            first = _BEGINNING.fullmatch(before + text[: use.start()])
            words = long_form[0].upper() + long_form[1:] if first else long_form
            text = f"{text[: use.start()]}{words} ({short}){text[use.end() :]}"
    return text

"""The page of a proof: the edited text with each of its numbers, and beside them what the data print and where it comes from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from ctxh.compute.computed import Computed
from ctxh.proofread.judging import AGREES, CANNOT_SAY, DISAGREES, REASONS, Judgement
from ctxh.proofread.proofreading import Proof, whence
from ctxh.proofread.text_numbers import plain
from ctxh.typeset.docx.elements import TEMPLATES
from ctxh.typeset.html.page import template_of

WORDS = {AGREES: "khớp", DISAGREES: "không khớp", CANNOT_SAY: "không kết luận được"}


@dataclass(frozen=True)
class _Piece:
    """A stretch of text; a number has its place in the list of numbers from 1 on, and its verdict."""

    text: str
    at: int = 0
    verdict: str = ""


def proof_page(proof: Proof, computed: Computed, name: str) -> str:
    """The page as one HTML file without scripts: the text, then a row for each number."""
    judgements = list(enumerate(proof.judgements, 1))
    paragraphs = [
        {
            "heading": paragraph.heading,
            "pieces": list(_pieces(plain(paragraph.text)[0], [one for one in judgements if one[1].passage == place])),
        }
        for place, paragraph in enumerate(proof.word_paragraphs)
    ]
    rows = [_row(at, one, computed) for at, one in judgements]
    css = Markup((TEMPLATES / "page.css").read_text(encoding="utf-8"))
    return template_of("proof.html.jinja").render(title=f"Soát số: {name}", line=proof.line, css=css, paragraphs=paragraphs, rows=rows)


def _pieces(text: str, judgements: list[tuple[int, Judgement]]) -> Iterator[_Piece]:
    start = 0
    for at, one in judgements:
        yield _Piece(text[start : one.number.start])
        yield _Piece(text[one.number.start : one.number.end], at, one.verdict)
        start = one.number.end
    yield _Piece(text[start:])


def _row(at: int, one: Judgement, computed: Computed) -> dict[str, object]:
    why = REASONS.get(one.reason, one.reason) if one.verdict == DISAGREES else ""
    words = f"{WORDS[one.verdict]}{f': {why}' if why else ''}"
    shown = {"printed": one.printed.text, "whence": whence(one.printed, computed)} if one.printed else {"printed": "", "whence": ""}
    return {"at": at, "verdict": one.verdict, "text": one.number.text, "words": words, **shown}

"""The runs and paragraphs of a Word file that the makers of edited reports change."""

from __future__ import annotations

import re
from collections.abc import Callable

import docx
from docx.text.paragraph import Paragraph

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
HYPHEN = f"{W}noBreakHyphen"  # in the symbols of documents
HARD = "\u00a0"
DIGIT = re.compile(r"\d")


def cited_runs(word: docx.document.Document) -> list:
    """The runs with a number that stand in a bookmark of their own."""
    starts = [node for node in word.element.body.iter(f"{W}bookmarkStart") if node.get(f"{W}name", "").startswith("sl_")]
    runs = [node.getnext() for node in starts]
    return [run for run in runs if run is not None and run.tag == f"{W}r" and DIGIT.search(text_of(run))]


def text_of(run) -> str:
    """The text of a run with plain blanks and dashes."""
    return "".join("-" if node.tag == HYPHEN else node.text or "" for node in run.iter(f"{W}t", HYPHEN)).replace(HARD, " ")


def set_text(run, text: str) -> None:
    for node in list(run.iter(HYPHEN)):
        run.remove(node)
    nodes = list(run.iter(f"{W}t"))
    nodes[0].text = text
    nodes[0].set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    for node in nodes[1:]:
        node.text = ""


def paragraph_of(node):
    return next(above for above in node.iterancestors() if above.tag == f"{W}p")


def lines(word: docx.document.Document) -> list[Paragraph]:
    """The paragraphs of the body outside tables that have a text."""
    return [paragraph for paragraph in word.paragraphs if paragraph.text.strip()]


def rewritten(paragraph: Paragraph, change: Callable[[str], str]) -> None:
    """Each run of a paragraph with its text changed; not symbols of documents, which hold dashes that do not break. Blanks are plain."""
    for run in paragraph._p.iter(f"{W}r"):
        if run.find(f"{W}noBreakHyphen") is not None:
            continue
        for node in run.iter(f"{W}t"):
            node.text = change((node.text or "").replace(HARD, " "))

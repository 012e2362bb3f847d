"""The text of a Word file as its reader sees it once all changes are accepted, and the runs that each of its letters stands in."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ctxh.typeset.docx.bookmarks import BOOKMARK
from ctxh.typeset.docx.formatting import W

if TYPE_CHECKING:
    from docx.document import Document as WordFile

Node = Any
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_SHOWN = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
_GONE = frozenset({f"{W}del", f"{W}moveFrom", f"{_MC}Fallback", f"{W}instrText", f"{W}delText"})
TABLE, ROW_NUMBERS = "bảng", "số thứ tự"
FEWEST_ROWS = 3
_TABLE = frozenset({f"{W}tbl"})
_COUNTED = ("PAGE", "NUMPAGES", "SECTIONPAGES")  # fields whose numbers are of the layout
_NOTES = {"footnotes": "footnoteReference", "endnotes": "endnoteReference"}


@dataclass(frozen=True, eq=False)
class WordParagraph:
    """A paragraph: its text, and for each letter the run and the text node that it stands in with its place there.

    ``anchor`` is the run of the body that a comment on it belongs to, where it is no part of the body's own text (a footnote,
    the head of the pages); None where the comment can stand at the letters themselves. ``figure_marks`` are the places of the letters
    inside each bookmark of a figure, with its name.
    """

    text: str
    letters: tuple[tuple[Node, Node, int], ...]
    heading: bool
    anchor: Node | None = None
    where: str = ""  # what part it stands in, where that is not the body
    figure_marks: tuple[tuple[int, int, str], ...] = ()


def opened_word(data: bytes) -> WordFile:
    """The Word file of some bytes that were looked at before."""
    import docx

    return docx.Document(io.BytesIO(data))


def word_paragraphs(word: WordFile) -> list[WordParagraph]:
    """All paragraphs with text: of the body with its tables and text boxes in their order, then of notes, heads and feet."""
    body = word.element.body
    headings, counted = _heading_styles(word), _row_numbers(body)
    found = [
        _paragraph(node, headings, None, ROW_NUMBERS if node in counted else TABLE if _within(node, _TABLE) else "")
        for node in body.iter(f"{W}p")
        if not _within(node, _GONE)
    ]
    first = next((run for one in found for run, _, _ in one.letters[:1]), None)
    for part, marker in _NOTES.items():
        found += _noted(word, part, marker, first)
    found += _headed(word, first)
    return [one for one in found if one.text.strip()]


def _row_numbers(body: Node) -> frozenset[Node]:
    """The paragraphs of first columns that count the rows: 1, 2, 3, also begun anew."""
    found: set[Node] = set()
    for table in body.iter(f"{W}tbl"):
        cells = [cell for row in table.iterchildren(f"{W}tr") for cell in list(row.iterchildren(f"{W}tc"))[:1]]
        counts = [(cell, text) for cell in cells if (text := "".join(node.text or "" for node in cell.iter(f"{W}t")).strip(" .")).isdigit()]
        numbers = [int(text) for _, text in counts]
        rising = all(number in (1, before + 1) for before, number in zip([0, *numbers], numbers, strict=False))
        if len(numbers) >= FEWEST_ROWS and rising:
            found |= {node for cell, _ in counts for node in cell.iter(f"{W}p")}
    return frozenset(found)


def _heading_styles(word: WordFile) -> frozenset[str]:
    return frozenset(style.style_id for style in word.styles if style.name and style.name.lower().startswith(("heading", "title")))


def _within(node: Node, tags: frozenset[str]) -> bool:
    return any(above.tag in tags for above in node.iterancestors())


def _paragraph(node: Node, headings: frozenset[str], anchor: Node | None, where: str) -> WordParagraph:
    letters = tuple(_letters(node))
    text = "".join(_letter(text_node, place) for _, text_node, place in letters)
    style = node.find(f"{W}pPr/{W}pStyle")
    bold = bool(letters) and all(_bold(run) for run, _, _ in letters if run is not None)
    heading = (style is not None and style.get(f"{W}val") in headings) or (bold and 0 < len(text) < 200)
    return WordParagraph(text, letters, heading, anchor, where, tuple(_bookmarks(node, letters)))


def _bookmarks(paragraph: Node, letters: tuple[tuple[Node, Node, int], ...]) -> Iterator[tuple[int, int, str]]:
    """From which letter to which each bookmark of a figure goes that holds any: first, behind the last, name."""
    run_marks: dict[Node, list[str]] = {}
    open_marks: dict[str, str] = {}
    for node in paragraph.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd", f"{W}r"):
        if node.tag == f"{W}r":
            run_marks[node] = list(open_marks.values())
        elif node.tag == f"{W}bookmarkEnd":
            open_marks.pop(node.get(f"{W}id"), None)
        elif (node.get(f"{W}name") or "").startswith(BOOKMARK):
            open_marks[node.get(f"{W}id")] = node.get(f"{W}name")
    inside: dict[str, list[int]] = {}
    for at, (run, _, _) in enumerate(letters):
        for name in run_marks.get(run, ()):
            inside.setdefault(name, []).append(at)
    yield from ((places[0], places[-1] + 1, name) for name, places in inside.items())


def _letter(node: Node, place: int) -> str:
    return _SHOWN[node.tag] if node.tag in _SHOWN else node.text[place]


def _bold(run: Node) -> bool:
    mark = run.find(f"{W}rPr/{W}b")
    return mark is not None and mark.get(f"{W}val") not in ("0", "false")


def _letters(paragraph: Node) -> Iterator[tuple[Node, Node, int]]:
    """The letters of a paragraph without those of paragraphs in its drawings, of what was deleted and of page numbers."""
    field: list[str] = []
    counting = False
    for run in _runs(paragraph):
        for node in run:
            if node.tag == f"{W}fldChar":
                counting = _field(node, field, counting)
            elif node.tag == f"{W}instrText" and field:
                field[-1] += node.text or ""
            elif counting or _hidden(run):
                continue
            elif node.tag == f"{W}t":
                yield from ((run, node, place) for place in range(len(node.text or "")))
            elif node.tag in _SHOWN:
                yield run, node, 0


def _field(mark: Node, field: list[str], counting: bool) -> bool:
    """Whether what follows is the result of a field that counts pages; ``field`` are the codes of the fields that are open."""
    kind = mark.get(f"{W}fldCharType")
    if kind == "begin":
        field.append("")
    elif kind == "separate" and field:
        return counting or field[-1].strip().upper().startswith(_COUNTED)
    elif kind == "end" and field:
        field.pop()
        return False
    return counting


def _hidden(run: Node) -> bool:
    mark = run.find(f"{W}rPr/{W}vanish")
    return mark is not None and mark.get(f"{W}val") not in ("0", "false")


def _runs(node: Node) -> Iterator[Node]:
    """The runs of a paragraph, inside insertions, links and controls too, in their order."""
    for child in node:
        if child.tag == f"{W}r":
            yield child
        elif child.tag == f"{W}fldSimple":
            if not (child.get(f"{W}instr") or "").strip().upper().startswith(_COUNTED):
                yield from _runs(child)
        elif child.tag not in _GONE and child.tag != f"{W}p":
            yield from _runs(child)


def _noted(word: WordFile, part: str, marker: str, first: Node | None) -> list[WordParagraph]:
    """The paragraphs of footnotes or endnotes, each anchored where the body refers to it."""
    root = _part_root(word, part)
    if root is None:
        return []
    anchors = {mark.get(f"{W}id"): mark.getparent() for mark in word.element.body.iter(f"{W}{marker}")}
    found = []
    for note in root:
        anchor = anchors.get(note.get(f"{W}id"), first)
        if note.get(f"{W}type") in (None, "normal"):
            found += [_paragraph(node, frozenset(), anchor, "chú thích") for node in note.iter(f"{W}p")]
    return found


def _part_root(word: WordFile, part: str) -> Node | None:
    from docx.oxml import parse_xml

    for relation in word.part.rels.values():
        if relation.reltype.endswith(f"/{part}") and not relation.is_external:
            return parse_xml(relation.target_part.blob)
    return None


def _headed(word: WordFile, first: Node | None) -> list[WordParagraph]:
    """The paragraphs of the heads and feet of the pages, each part once, anchored at the first letter of the body."""
    from docx.opc.constants import RELATIONSHIP_TYPE

    kinds = {RELATIONSHIP_TYPE.HEADER: "đầu trang", RELATIONSHIP_TYPE.FOOTER: "chân trang"}
    found = []
    for relation in word.part.rels.values():
        if relation.reltype in kinds and not relation.is_external:
            root = relation.target_part.element
            found += [_paragraph(node, frozenset(), first, kinds[relation.reltype]) for node in root.iter(f"{W}p")]
    return found

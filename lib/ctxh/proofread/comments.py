"""The copy of a Word file that says the same text, with a comment at each number that disagrees."""

from __future__ import annotations

import copy
import io
from collections.abc import Iterable
from typing import TYPE_CHECKING

from ctxh.proofread.word_text import Node, WordParagraph
from ctxh.typeset.docx.formatting import W

if TYPE_CHECKING:
    from docx.document import Document as WordFile

AUTHOR, INITIALS = "ctxh", "ctxh"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def commented(word: WordFile, remarks: Iterable[tuple[WordParagraph, int, int, str]]) -> bytes:
    """The bytes of the file with its comments: each on the letters of a paragraph from one place to another, with its text.

    Comments of an earlier proof are taken out, those of anybody else stay.
    """
    _take_out_own(word)
    for paragraph, start, end, text in sorted(remarks, key=lambda one: -one[1]):  # from behind: places before stay what they are
        _comment(word, paragraph, start, end, text)
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def _take_out_own(word: WordFile) -> None:
    if not any(relation.reltype.endswith("/comments") for relation in word.part.rels.values()):
        return
    own = [comment._comment_elm for comment in word.comments if comment.author == AUTHOR]
    ids = {comment.get(f"{W}id") for comment in own}
    for tag in ("commentRangeStart", "commentRangeEnd", "commentReference"):
        own += [node for node in word.element.body.iter(f"{W}{tag}") if node.get(f"{W}id") in ids]
    for node in own:
        run = node.getparent()
        run.remove(node)
        if run.tag == f"{W}r" and all(child.tag == f"{W}rPr" for child in run):
            run.getparent().remove(run)


def _comment(word: WordFile, paragraph: WordParagraph, start: int, end: int, text: str) -> None:
    from docx.text.run import Run

    if paragraph.anchor is not None:
        runs = [paragraph.anchor]
    else:
        letters = paragraph.letters[start:end]
        runs = [_cut(run, [(node, place) for one, node, place in letters if one is run]) for run in _in_order(run for run, _, _ in letters)]
    added = word.add_comment([Run(run, None) for run in (runs[0], runs[-1])], text=text, author=AUTHOR, initials=INITIALS)  # type: ignore[arg-type]
    added._comment_elm.attrib.pop(f"{W}date", None)


def _in_order(runs: Iterable[Node]) -> list[Node]:
    return list(dict.fromkeys(runs))


def _cut(run: Node, letters: list[tuple[Node, int]]) -> Node:
    """The run that holds just some letters of a run; what stands before them stays in the run that it was in."""
    children = [child for child in run if child.tag != f"{W}rPr"]
    (first, start), (last, end) = letters[0], letters[-1]
    behind = children[children.index(last) + 1 :]
    _part_off(run, last, end + 1, behind)
    if start or children[0] is not first:
        return _part_off(run, first, start, children[children.index(first) + 1 : children.index(last) + 1])
    return run


def _part_off(run: Node, node: Node, place: int, behind: list[Node]) -> Node:
    """The run behind a run that takes the text of a node from a place on, and what is behind it; the run where that is nothing."""
    from docx.oxml import OxmlElement

    text = str(node.text or "")[place:] if node.tag == f"{W}t" else ""
    moved = [] if node.tag == f"{W}t" or place else [node]
    if not (text or moved or behind):
        return run
    added, looks = OxmlElement("w:r"), run.find(f"{W}rPr")
    if looks is not None:
        added.append(copy.deepcopy(looks))
    if text:
        rest = OxmlElement("w:t")
        rest.text, node.text = text, node.text[:place]
        moved = [rest]
        for one in (rest, node):
            one.set(SPACE, "preserve")
    for child in [*moved, *behind]:
        added.append(child)
    run.addnext(added)
    return added

"""Lists of a Word file as Word knows them: one numbering definition a mark, of the look that dash lines have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ctxh.typeset.docx.elements import element

if TYPE_CHECKING:
    from docx.document import Document as WordFile

    from ctxh.typeset.docx.elements import Node

_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/numbering"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"
MARKS = ("-", "+")  # entries with other marks, letters or numbers, keep them in their text


def list_numbers(word: WordFile) -> dict[str, int]:
    """The number under which each mark's list is known in a Word file; the definitions are added to the file."""
    root = _numbering(word)
    taken = [int(value) for node in root for name, value in node.items() if name.endswith(("}abstractNumId", "}numId"))]
    first = max(taken, default=0) + 1
    numbers = {mark: first + place for place, mark in enumerate(MARKS)}
    numbered = [node for node in root if node.tag.endswith("}num")]
    definitions = [_definition(number, mark) for mark, number in numbers.items()]
    for node in definitions:
        numbered[0].addprevious(node) if numbered else root.append(node)
    after = numbered[-1] if numbered else definitions[-1]
    for number in reversed(numbers.values()):
        after.addnext(element("num", element("abstractNumId", val=number), numId=number))
    return numbers


def list_entry(number: int) -> Node:
    """The property of a paragraph that makes it an entry of a list."""
    return element("numPr", element("ilvl", val=0), element("numId", val=number))


def _definition(number: int, mark: str) -> Node:
    """A list of one level: a mark, a blank, the text; indented as the style of its paragraphs says."""
    font = element("rFonts", ascii="Times New Roman", hAnsi="Times New Roman", cs="Times New Roman")
    level = element(
        "lvl",
        element("start", val=1),
        element("numFmt", val="bullet"),
        element("suff", val="space"),
        element("lvlText", val=mark),
        element("lvlJc", val="left"),
        element("pPr", element("ind", left=0, firstLine=720)),
        element("rPr", font),
        ilvl=0,
    )
    return element("abstractNum", element("multiLevelType", val="singleLevel"), level, abstractNumId=number)


def _numbering(word: WordFile) -> Node:
    """The root of the file's numbering part, which is made where a frame has none."""
    from docx.opc.packuri import PackURI
    from docx.opc.part import XmlPart

    for link in word.part.rels.values():
        if link.reltype == _KIND:
            root: Node = link.target_part.element
            return root
    made: Node = element("numbering")
    part = XmlPart(PackURI("/word/numbering.xml"), _TYPE, made, word.part.package)
    word.part.relate_to(part, _KIND)
    return made

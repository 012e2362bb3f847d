"""XML parsed by what its names mean, however they are spelled: prefixes, quotes, order, blanks, references."""

from __future__ import annotations

from collections.abc import Callable
from xml.parsers import expat

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main "  # before the name of an element of a workbook
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships "
ID = _RELATIONS + "id"
Start = Callable[[str, dict[str, str]], None]


def parse(
    data: bytes,
    start: Start,
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
    aside: Callable[..., None] | None = None,
) -> None:
    """Nothing; each element is told by its namespace, a blank and its name, attributes without a namespace by name.

    ``aside`` is told of comments, instructions and quoted stretches, at which readers of values break a text off.
    Raises ValueError for what is no well-formed XML or declares a document type.
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler, parser.StartDoctypeDeclHandler = start, _refuse_type
    if end:
        parser.EndElementHandler = end
    if text:
        parser.CharacterDataHandler = text
    if aside:
        parser.CommentHandler = parser.ProcessingInstructionHandler = parser.StartCdataSectionHandler = aside
    try:
        parser.Parse(data, True)
    except expat.ExpatError as fault:
        raise ValueError(str(fault)) from None


def _refuse_type(*_: object) -> None:
    raise ValueError("document type")


def root_of(data: bytes) -> tuple[str, dict[str, str]]:
    """The outermost element with its attributes. Raises ValueError for what is no well-formed XML."""
    found: list[tuple[str, dict[str, str]]] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        if not found:
            found.append((tag, attributes))

    parse(data, start)
    return found[0]


def elements(data: bytes, *names: str) -> list[tuple[str, dict[str, str]]]:
    """The elements of some names, which stand without their namespace, with their attributes; nothing of an empty part."""
    found: list[tuple[str, dict[str, str]]] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(" ")[2]
        if name in names:
            found.append((name, attributes))

    if data:
        parse(data, start)
    return found


def is_true(value: str | None) -> bool:
    """Whether an attribute says yes."""
    return value is not None and value.strip() in ("1", "true", "on")

"""The report told so that each of its letters knows the file of the wording and the place there that it came from."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ctxh.blocks import Block, Heading, Paragraph
from ctxh.book.dated_sentences import MARKUP
from ctxh.compute.computed import Computed
from ctxh.errors import CtxhError
from ctxh.process.whole_files import write_whole
from ctxh.tell.report import tell_report

FIRST, MOST = 0xF0000, 0x10FFFD - 0xF0000  # letters of private use, which no wording has: one for each letter of it
_ITEM = re.compile(r"^[-+] ")


@dataclass(frozen=True)
class Origin:
    """A place in a file of the wording."""

    file: str
    at: int


@dataclass(frozen=True)
class TracedParagraph:
    """A told paragraph or heading without the dash of a list: its text, and for each letter its origin; None of what a helper put in.

    ``cites`` has for each letter the indicator that a helper printed, None where the letter is the wording's own.
    """

    text: str
    origins: tuple[Origin | None, ...]
    cites: tuple[str | None, ...]
    item: bool = False


def wording_sources(folder: Path) -> dict[str, str]:
    """The text of each file of a wording by its name, line ends as they are."""
    return {path.name: path.read_bytes().decode("utf-8-sig") for path in sorted(folder.glob("*.md"))}


def write_sources(folder: Path, files: dict[str, str]) -> None:
    """Nothing, after files of a wording were written in place, with the mark of UTF-8 where they had one."""
    for name, text in files.items():
        path = folder / name
        marked = path.read_bytes().startswith(b"\xef\xbb\xbf")
        write_whole(path, text.encode("utf-8-sig" if marked else "utf-8"))


def told_paragraphs(computed: Computed, sources: dict[str, str]) -> list[str]:
    """The paragraphs and headings that a wording says. Raises CtxhError as telling does."""
    with tempfile.TemporaryDirectory(prefix="ctxh-") as folder:
        _write(Path(folder), sources)
        return [paragraph.text for paragraph in map(_untraced, _texts(tell_report(computed, Path(folder)).blocks)) if paragraph.text]


def traced(computed: Computed, sources: dict[str, str]) -> list[TracedParagraph]:
    """The same, with the origin of each letter. Raises CtxhError for a wording that is too long."""
    letters: list[Origin] = []
    marked = {name: _marked(name, text, letters) for name, text in sources.items()}
    if len(letters) > MOST:
        raise CtxhError("Lời văn dài quá mức lần ngược được: tách thành nhiều đơn vị hoặc bớt tệp không dùng.")
    with tempfile.TemporaryDirectory(prefix="ctxh-") as folder:
        _write(Path(folder), marked)
        blocks = tell_report(computed, Path(folder)).blocks
    return [_traced(block, letters, sources) for block in _texts(blocks)]


def _write(folder: Path, sources: dict[str, str]) -> None:
    for name, text in sources.items():
        (folder / name).write_text(text, encoding="utf-8", newline="")


def _marked(name: str, text: str, letters: list[Origin]) -> str:
    """The text with each letter and digit outside the tags replaced by one of its own, whose origin is noted."""
    out, start = [], 0
    for place, end in [*((tag.start(), tag.end()) for tag in MARKUP.finditer(text)), (len(text), len(text))]:
        for at in range(start, place):
            if text[at].isalnum():
                out.append(chr(FIRST + len(letters)))
                letters.append(Origin(name, at))
            else:
                out.append(text[at])
        out.append(text[place:end])
        start = end
    return "".join(out)


def _texts(blocks: tuple[Block, ...]) -> Iterator[Heading | Paragraph]:
    return (block for block in blocks if isinstance(block, Heading | Paragraph))


def _untraced(block: Heading | Paragraph) -> TracedParagraph:
    return _traced(block, [], {})


def _traced(block: Heading | Paragraph, letters: list[Origin], sources: dict[str, str]) -> TracedParagraph:
    text: list[str] = []
    origins: list[Origin | None] = []
    cites: list[str | None] = []
    for run in block.runs:
        for letter in run.text:
            number = ord(letter) - FIRST
            origin = letters[number] if 0 <= number < len(letters) else None
            text.append(sources[origin.file][origin.at] if origin else letter)
            origins.append(origin)
            cites.append(run.cite or None)
    lead = _ITEM.match("".join(text)) if isinstance(block, Paragraph) and block.style == "item" else None
    start = lead.end() if lead else 0
    known = _joined("".join(text[start:]), origins[start:], sources)
    return TracedParagraph("".join(text[start:]), tuple(known), tuple(cites[start:]), lead is not None)


def _joined(text: str, origins: list[Origin | None], sources: dict[str, str]) -> list[Origin | None]:
    """The origins, those of blanks and marks beside letters of the wording added."""
    found = list(origins)
    for steps, step in ((range(1, len(text)), 1), (range(len(text) - 2, -1, -1), -1)):
        for at in steps:
            beside = found[at - step]
            if found[at] is None and beside is not None and not text[at].isalnum():
                source, place = sources[beside.file], beside.at + step
                if 0 <= place < len(source) and (source[place] == text[at] or (text[at] == " " and source[place] == "\n")):
                    found[at] = Origin(beside.file, place)
    return found

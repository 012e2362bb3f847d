"""What an office itself has written for its report, and may print: wording, settings, tables, its Word frame, names of files."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from xml.etree import ElementTree

from ctxh.book.dated_sentences import wording_files_of, wording_text
from ctxh.book.request import Request
from ctxh.reference.inputs import SETTINGS, hashes
from ctxh.reference.settings import toml_of

FRAME = "frame.docx"
_STEERING = re.compile(r"\{[%#].*?[%#]\}", re.DOTALL)
_TEXT = re.compile(r".*\}(?:t|delText|instrText)$")
_LARGEST = 32 << 20  # bytes of a part of the frame

Words = tuple[str, str, str]  # file, place, text


def own_words(request: Request, apart: Collection[str] = ()) -> Iterator[Words]:
    """File, place and text of all that an office itself has written for its report; ``apart`` are tables that are looked at elsewhere."""
    office = request.office_folder
    for path in wording_files_of(request):
        yield from paragraphs_of(path.name, wording_text(path))
    yield from ((SETTINGS, f"Mục {key}", text) for key, text in settings_texts(toml_of(request.settings)))
    for path in sorted(office.glob("*.csv")):
        if path.name not in apart:
            lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
            yield from ((path.name, f"Dòng {n}", line) for n, line in enumerate(lines, 1))
    yield from frame_texts(office / FRAME)


def paragraphs_of(name: str, text: str) -> Iterator[Words]:
    """The paragraphs of a wording, the lines of each together as a reader sees them, without what steers the filling."""
    lines = _STEERING.sub(lambda found: "\n" * found[0].count("\n"), text).split("\n")
    first = 0
    for number in range(len(lines) + 1):
        if number == len(lines) or not lines[number].strip():
            if number > first:
                place = f"Dòng {first + 1}" if number == first + 1 else f"Dòng {first + 1} đến {number}"
                yield name, place, " ".join(lines[first:number])
            first = number + 1


def settings_texts(settings: object, key: str = "") -> Iterator[tuple[str, str]]:
    """The texts of settings, however deep, each with its entry."""
    if isinstance(settings, dict):
        for name, value in settings.items():
            yield from settings_texts(value, f"{key}.{name}" if key else name)
    elif isinstance(settings, list):
        yield from (pair for value in settings for pair in settings_texts(value, key))
    elif isinstance(settings, str):
        yield key, settings


def frame_texts(path: Path) -> Iterator[Words]:
    """The paragraphs of a Word frame, of all its parts, and what stands in their attributes; nothing of a file that is none."""
    return ((FRAME, f"Phần {part} của khung", text) for part, text in parts_in(path))


def parts_in(path: Path) -> Iterator[tuple[str, str]]:
    """Part and text of a Word file or a workbook: paragraphs, else the text of each element, and attributes; nothing of what is neither."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = [
                (part.filename, archive.read(part))
                for part in archive.infolist()
                if part.filename.endswith(".xml") and part.file_size < _LARGEST
            ]
            roots = [(name, ElementTree.fromstring(content)) for name, content in parts]
    except (OSError, zipfile.BadZipFile, ElementTree.ParseError):
        return  # whoever fills the frame says so
    for name, root in roots:
        paragraphs = [node for node in root.iter() if node.tag.endswith("}p")]
        texts = ["".join(word.text or "" for word in node.iter() if _TEXT.match(word.tag)) for node in paragraphs]
        texts += [] if paragraphs else [node.text or "" for node in root.iter()]
        texts += [value for node in root.iter() for value in node.attrib.values() if " " in value]
        yield from ((Path(name).stem, text) for text in texts if text.strip())


def names_of_files(request: Request) -> Iterable[str]:
    """The names of the files and folders of an office, which the manifest of an edition lists."""
    return sorted({part for name in hashes(request.office_folder) for part in name.split("/")})

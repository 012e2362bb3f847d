"""What leaves with an edition, as texts with their places: what the gate is shown of notebooks that are not the program's own.

What the program's notebooks print passed the gate when the workbooks were read. An analyst's may read these by themselves.
"""

from __future__ import annotations

import csv
import html
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from html.parser import HTMLParser
from itertools import chain
from pathlib import Path
from typing import Any

from ctxh.book.request import Request
from ctxh.errors import StoppedByFindings
from ctxh.findings import finding
from ctxh.observe.intake import held_back
from ctxh.observe.office_words import Words, parts_in
from ctxh.run.failures import cell_number, first_stopped

CHECK, MOST_NAMED = "thông tin cá nhân", 6
_UNREAD = "Tệp do sổ riêng để lại không soát được họ tên, số của người."
_REMEDY = "Lưu bảng dạng .csv, chữ dạng .md, hình dạng .svg, hoặc đừng để tệp này trong bản công bố."
OF_OTHERS = ("report.pdf", "appendix.pdf")  # set from the blocks that report.html and appendix.html show
IMAGES = (".png", ".jpg", ".jpeg", ".gif", ".webp")
_ZIPPED, _TEXTS = (".docx", ".xlsx", ".pptx"), (".txt", ".md", ".tsv", ".log", ".toml", ".tex", ".rst", ".css", ".js", ".py")
_BARE = re.compile(r"[1-9]\d{8,}(?:\.0*)?")
_HASH = re.compile(r"[0-9a-f]{64}")
_SHOWN = re.compile(r"(?:title|alt|label|summary|content|value|placeholder|name|aria-.*|data-.*)$")
_BLOCKS = frozenset(
    [
        "p",
        "div",
        "td",
        "th",
        "tr",
        "li",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "caption",
        "table",
        "text",
        "tspan",
        "title",
        "desc",
        "option",
        "summary",
        "pre",
        "br",
        "section",
        "script",
        "style",
        "dt",
        "dd",
    ]
)
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")


def stop_on_persons(edition: Path, notebooks: Iterable[Path], request: Request | None, note: Callable[[str], None]) -> None:
    """Nothing, where nothing that leaves names a person of the registers.

    The workbooks of the ``request`` are read anew; None where they cannot be.

    ``opened`` is the edition, its workbooks to be read anew; None where they cannot be. Raises StoppedByFindings naming the
    notebook and the cell, or the file and the line, and no value. ``note`` hears of images, in which nothing can be read.
    """
    images, others = unread(edition)
    names = sorted({part for path in edition.rglob("*") for part in path.relative_to(edition).parts})
    faults = held_back(request, texts_leaving(edition, {path.name: path for path in notebooks}), names)
    faults += [finding("stopped", _UNREAD, _REMEDY, check=CHECK, file=name) for name in others]
    if message := first_stopped(faults):
        raise StoppedByFindings(message)
    if images:
        note(
            f"Sổ riêng để lại {len(images)} hình điểm ảnh ({', '.join(images[:MOST_NAMED])}): "
            "không đọc được chữ trong hình, hãy xem bằng mắt trước khi gửi."
        )


def texts_leaving(edition: Path, sources: Mapping[str, Path]) -> Iterator[Words]:
    """File, place and text of all that an edition holds, the notebooks first, each text once; ``sources`` are the notebooks by name."""
    files = sorted((path for path in edition.rglob("*") if path.is_file()), key=lambda path: (path.suffix != ".ipynb", path))
    seen: set[str] = set()
    for path in files:
        name = path.relative_to(edition).as_posix()
        for place, text in _texts(path, sources):
            if text not in seen and text.strip():
                seen.add(text)
                yield name, place, text


def unread(edition: Path) -> tuple[list[str], list[str]]:
    """The images of an edition, and the files that hold no text that could be read: names inside the edition."""
    names = [(path, path.relative_to(edition).as_posix()) for path in sorted(edition.rglob("*")) if path.is_file()]
    images = [
        name
        for path, name in names
        if path.suffix.lower() in IMAGES or (path.suffix == ".ipynb" and '"image/png"' in path.read_text(encoding="utf-8"))
    ]
    others = [name for path, name in names if name not in OF_OTHERS and name not in images and _reader(path) is None]
    return images, others


def _texts(path: Path, sources: Mapping[str, Path]) -> Iterator[tuple[str, str]]:
    if path.suffix == ".ipynb" and path.name in sources:
        return _of_notebook(path, sources[path.name])
    reader = _reader(path)
    return reader(path) if reader else iter(())


def _reader(path: Path) -> Callable[[Path], Iterator[tuple[str, str]]] | None:
    """What reads the texts of a file; None where nothing does."""
    suffix = path.suffix.lower()
    if suffix in _ZIPPED:
        return lambda file: ((f"Phần {part}", as_shown(text)) for part, text in parts_in(file))
    if suffix in _READERS:
        return _READERS[suffix]
    return _of_lines if suffix in _TEXTS else None


def _of_notebook(path: Path, source: Path) -> Iterator[tuple[str, str]]:
    """The texts of an executed copy: what its cells say and what they printed."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    for position, cell in enumerate(cells):
        place = f"Ô {cell_number(source, position)}"
        printed = (text for output in cell.get("outputs", ()) for text in _of_output(output))
        yield from ((place, text) for text in chain(_joined(cell["source"]).splitlines(), printed))


def _of_output(output: Mapping[str, Any]) -> Iterator[str]:
    yield from _joined(output.get("text", "")).splitlines()
    for kind, content in output.get("data", {}).items():
        if kind.startswith("image/") and kind != "image/svg+xml":
            continue
        if kind in ("text/html", "text/markdown", "image/svg+xml"):
            yield from shown_in(_joined(content))
        elif kind.startswith("text/"):
            yield from _joined(content).splitlines()
        else:
            yield from _values(content)


def _joined(text: str | list[str]) -> str:
    return text if isinstance(text, str) else "".join(text)


def _of_csv(path: Path) -> Iterator[tuple[str, str]]:
    with path.open(encoding="utf-8", errors="replace", newline="") as file:
        for line, cells in enumerate(csv.reader(file), 1):
            yield from ((f"Dòng {line}", text) for text in side_by_side(cells))


def _of_lines(path: Path) -> Iterator[tuple[str, str]]:
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    return ((f"Dòng {number}", text) for number, text in enumerate(lines, 1))


def _of_json(path: Path) -> Iterator[tuple[str, str]]:
    try:
        content = json.loads(path.read_text(encoding="utf-8", errors="replace"))
    except ValueError:
        return _of_lines(path)
    return (("Tệp", text) for text in _values(content))


def _of_markup(path: Path) -> Iterator[tuple[str, str]]:
    return (("Tệp", text) for text in shown_in(path.read_text(encoding="utf-8", errors="replace")))


_READERS = {".csv": _of_csv, ".json": _of_json, ".ipynb": _of_json, **dict.fromkeys((".html", ".htm", ".svg", ".xml"), _of_markup)}


def _values(content: object) -> Iterator[str]:
    """All texts and numbers of nested values, with the names that they stand under."""
    if isinstance(content, dict):
        yield from map(str, content)
        content = list(content.values())
    if isinstance(content, list):
        yield from side_by_side([str(value) for value in content if isinstance(value, str | int | float) and not _is_markup(value)])
        yield from (text for value in content if isinstance(value, dict | list) or _is_markup(value) for text in _values(value))
    elif _is_markup(content):
        yield from shown_in(str(content))
    elif isinstance(content, str | int | float):
        yield as_shown(str(content))


def _is_markup(value: object) -> bool:
    return isinstance(value, str) and value.lstrip().startswith("<")


def side_by_side(cells: list[str]) -> Iterator[str]:
    """The texts of cells, and those without a digit as one: a name may be spread over two."""
    return chain(map(as_shown, cells), _spread(cells))


def _spread(cells: list[str]) -> list[str]:
    words = [cell for cell in cells if cell and not any(map(str.isdigit, cell))]
    return [" ".join(words)] if len(words) > 1 else []


def as_shown(cell: str) -> str:
    """What a cell says; a bare number with dots, as an amount is written: of it only those of the registers are somebody's own.

    A hash says nothing.
    """
    if _HASH.fullmatch(cell):
        return ""
    return f"{int(cell.partition('.')[0]):,}".replace(",", ".") if _BARE.fullmatch(cell.strip()) else cell


def shown_in(markup: str) -> Iterator[str]:
    """The texts that markup shows or says, cell by cell and row by row, and what its scripts hold."""
    reader = _Shown()
    reader.feed(markup)
    reader.close()
    reader.handle_endtag("tr")
    return iter(reader.texts)


class _Shown(HTMLParser):
    """Gathers the texts of markup, parted where a block begins or ends."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._row: list[str] = []
        self._open = self._within = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self._part(tag)
        self._within = tag if tag in ("script", "style") else ""
        self.texts += [as_shown(value) for name, value in attrs if value and _SHOWN.match(name)]

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self._part(tag)
        self._within = ""

    def handle_data(self, data: str) -> None:
        if self._within == "script":
            message = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), html.unescape(data))
            self.texts += message.splitlines()
        elif not self._within:
            self._open += data

    def _part(self, tag: str) -> None:
        text, self._open = " ".join(self._open.split()), ""
        if text:
            self.texts.append(as_shown(text))
            self._row.append(text)
        if tag not in ("td", "th"):
            self.texts += _spread(self._row)
            self._row = []

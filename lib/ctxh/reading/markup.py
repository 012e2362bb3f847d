"""What a sheet's own XML says beside its values: hidden rows, struck cells, comments, dead formulas.

Readers of values keep silent about these. The bytes are searched; nothing here builds a tree, save
the recount of cells, which is made only where the quick count and the reader disagree.
"""

from __future__ import annotations

import re
from functools import cached_property
from xml.parsers import expat

from ctxh.reading.preflight import Package

ERROR, UNCACHED, EXTERNAL, VOLATILE = "error", "uncached", "external", "volatile"
HIDDEN_ROW, HIDDEN_COLUMN, FILTER, COMMENT = "hidden row", "hidden column", "filter", "comment"
STRUCK, RED, YELLOW, PERCENT = "struck", "red", "yellow", "percent"
YEAR_AS_DAY = "year as day"  # a number from 1900 to 2100 under a format of days
TOLD = "\0"  # begins the text of a cell without a usable value, for its sheet's marks tell of it
Cells = list[tuple[int, int]]  # row and column, both from 0

_ADDRESS = re.compile(r"([A-Z]+)(\d+)")
_ERROR = re.compile(rb'<c\b[^>]*?\br="(\w+)"[^>]*?\bt="e"[^>]*>(?:<f.*?</f>|<f[^>]*/>)?<v>([^<]*)</v>', re.DOTALL)
_FORMULA = re.compile(
    rb'<c\b[^>]*?\br="(\w+)"[^>]*>\s*<f\b[^>]*?(?:/>|>([^<]*)</f>)\s*(?:<v[^>]*>([^<]*)</v>|<v/>)?', re.DOTALL
)
_STRING_RESULT = re.compile(rb'<c\b[^>]*?\bt="str"')
_LIVE = re.compile(rb"\b(?:TODAY|NOW|RAND|RANDBETWEEN|OFFSET|INDIRECT)\s*\(")
_HIDDEN_ROW = re.compile(rb'<row\b(?=[^>]*\shidden="(?:1|true)")[^>]*?\sr="(\d+)"')
_HIDDEN_COLUMNS = re.compile(rb'<col\b(?=[^>]*\shidden="(?:1|true)")(?=[^>]*\smin="(\d+)")(?=[^>]*\smax="(\d+)")')
_MERGE = re.compile(rb'<mergeCell\s+ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')
_COMMENT = re.compile(rb'<comment\b[^>]*?\sref="(\w+)"')
_STRIKE = re.compile(rb'<strike(?! val="(?:0|false)")')
_RED = re.compile(rb'<color\b[^>]*(?:rgb="(?:\w\w)?(?:FF0000|C00000)"|indexed="(?:2|10)")')
_YELLOW = re.compile(rb'<fgColor\b[^>]*(?:rgb="(?:\w\w)?FFFF00"|indexed="(?:5|13)")')
_ITEM = re.compile(rb"<si\b[^>]*?(?:/>|>(.*?)</si>)", re.DOTALL)
_RUN = re.compile(rb"<rPr>.*?</rPr>", re.DOTALL)
_SHARED = re.compile(rb'<c\b(?=[^>]*\st="s")[^>]*?\sr="(\w+)"[^>]*>\s*<v>(\d+)</v>')
_COLOURS = (b"<strike", b'FF0000"', b'C00000"', b'FFFF00"', b'indexed="2"', b'indexed="5"', b'indexed="10"', b'indexed="13"')
_MEANING = (*_COLOURS, b"%", b'numFmtId="9"', b'numFmtId="10"')
_WIDEST = 702


# Letters that TCVN3, VNI and misread UTF-8 have and Vietnamese in Unicode has not, and such pairs.
_OLD_LETTERS = frozenset("\ufffd" + "".join(set(map(chr, range(0xA1, 0x100))) - set(
    "ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝàáâãèéêìíòóôõùúý")))  # fmt: skip
_OLD_PAIRS = re.compile(
    rb"\xc3(?:(?<=[aAeE]\xc3)[\x80-\xbd]|(?<=[a-z]\xc3)[\x80-\x9d]|(?<=[oO]\xc3)[\x82\xa2]|(?<=[uU]\xc3)[\x95\x99\xb5\xb9])"
)
_ASCII = bytes(range(128))


def may_hold_old_text(data: bytes) -> bool:
    """Whether somewhere in UTF-8 bytes stand signs of an old encoding, Cyrillic or Greek letters."""
    chars = set(data.translate(None, _ASCII).decode("utf-8", "replace"))
    foreign = any("\u0370" <= char < "\u0530" for char in chars)
    return foreign or not chars.isdisjoint(_OLD_LETTERS) or bool(_OLD_PAIRS.search(data))


def position(address: str) -> tuple[int, int]:
    """Row and column of an address like C12, both from 0."""
    letters, digits = _ADDRESS.fullmatch(address).groups()
    return int(digits) - 1, _column(letters)


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


class Styles:
    """The formats of a workbook that mean something: which of its numbered styles carry which."""

    def __init__(self, data: bytes) -> None:
        self.data = data

    def of(self, kind: str) -> set[int]:
        """The numbers of the styles that strike, redden, fill yellow or show percents."""
        return self._found.get(kind, set())

    @cached_property
    def _found(self) -> dict[str, set[int]]:
        found: dict[str, set[int]] = {}
        if not any(sign in self.data for sign in _MEANING):
            return found
        fonts, fills = self._listed(b"font"), self._listed(b"fill")
        struck = {i for i, font in enumerate(fonts) if _STRIKE.search(font)}
        red = {i for i, font in enumerate(fonts) if _RED.search(font)}
        yellow = {i for i, fill in enumerate(fills) if _YELLOW.search(fill)}
        for number, (form, font, fill) in enumerate(self._styles):
            marks = ((STRUCK, font in struck), (RED, font in red), (YELLOW, fill in yellow), (PERCENT, form in self._percents))
            for kind, marked in marks:
                if marked:
                    found.setdefault(kind, set()).add(number)
        return found

    @cached_property
    def old_fonts(self) -> dict[int, str]:
        """The names of the fonts of old encodings by number of style."""
        if b'".Vn' not in self.data and b'"VNI-' not in self.data:
            return {}
        names = [re.search(rb'<name val="([^"]*)"', font) for font in self._listed(b"font")]
        named = {i: name[1].decode("utf-8", "replace") for i, name in enumerate(names) if name}
        fonts = {number: named.get(font, "") for number, (_, font, _) in enumerate(self._styles)}
        return {number: name for number, name in fonts.items() if name.startswith((".Vn", "VNI-"))}

    def _listed(self, tag: bytes) -> list[bytes]:
        block = re.search(rb"<" + tag + rb"s\b[^>]*>(.*?)</" + tag + rb"s>", self.data, re.DOTALL)
        pattern = rb"<" + tag + rb"(?:\s[^>]*)?/>|<" + tag + rb"(?:\s[^>]*)?>.*?</" + tag + rb">"
        return re.findall(pattern, block[1], re.DOTALL) if block else []

    @cached_property
    def _styles(self) -> list[tuple[int, int, int]]:
        block = re.search(rb"<cellXfs\b.*?</cellXfs>", self.data, re.DOTALL)
        tags = re.findall(rb"<xf\b[^>]*>", block[0]) if block else []
        return [tuple(self._number(tag, name) for name in (b"numFmtId", b"fontId", b"fillId")) for tag in tags]

    @staticmethod
    def _number(tag: bytes, name: bytes) -> int:
        found = re.search(rb"\b" + name + rb'="(\d+)"', tag)
        return int(found[1]) if found else 0

    @cached_property
    def _percents(self) -> set[int]:
        own = re.findall(rb'<numFmt\b(?=[^>]*\bnumFmtId="(\d+)")[^>]*\bformatCode="[^"]*%[^"]*"', self.data)
        return {9, 10, *map(int, own)}


def styled(data: bytes, styles: set[int]) -> Cells:
    """The cells of a sheet that have one of some styles."""
    if not styles:
        return []
    numbers = b"|".join(str(number).encode() for number in sorted(styles))
    pattern = rb'<c\b(?=[^>]*\ss="(?:' + numbers + rb')")[^>]*?\sr="(\w+)"'
    return [position(found.decode()) for found in re.findall(pattern, data)]


def marked_texts(texts: bytes) -> dict[str, set[int]]:
    """The numbers of the shared texts of which a part is struck or red."""
    if not any(sign in texts for sign in _COLOURS):
        return {}
    found: dict[str, set[int]] = {}
    for number, item in enumerate(_ITEM.findall(texts)):
        for run in _RUN.findall(item):
            for kind, pattern in ((STRUCK, _STRIKE), (RED, _RED)):
                if pattern.search(run):
                    found.setdefault(kind, set()).add(number)
    return found


def holding(data: bytes, numbers: set[int]) -> Cells:
    """The cells of a sheet that hold one of some shared texts."""
    return [position(cell.decode()) for cell, number in _SHARED.findall(data) if int(number) in numbers] if numbers else []


def errors(data: bytes) -> dict[tuple[int, int], str]:
    """The error cells of a sheet with what they show: #REF!, #DIV/0! ..."""
    if b't="e"' not in data:
        return {}
    return {position(cell.decode()): shown.decode("utf-8", "replace") for cell, shown in _ERROR.findall(data)}


def formulas(data: bytes) -> dict[str, Cells]:
    """The formulas of a sheet that deserve a word: without a saved value, from other files, ever changing."""
    found: dict[str, Cells] = {}
    for match in _FORMULA.finditer(data) if b"</f>" in data or b"<f t=" in data else ():
        cell, text, value = match.groups()
        if not value and not _STRING_RESULT.match(match[0]):
            found.setdefault(UNCACHED, []).append(position(cell.decode()))
        if text and b"[" in text:
            found.setdefault(EXTERNAL, []).append(position(cell.decode()))
        if text and _LIVE.search(text):
            found.setdefault(VOLATILE, []).append(position(cell.decode()))
    return found


def hidden(data: bytes) -> dict[str, Cells]:
    """The hidden rows and columns of a sheet, and whether a filter hides some: rows are column 0."""
    found: dict[str, Cells] = {}
    if b"hidden=" in data:
        rows = [(int(row) - 1, 0) for row in _HIDDEN_ROW.findall(data)]
        spans = [range(int(low) - 1, min(int(high), _WIDEST)) for low, high in _HIDDEN_COLUMNS.findall(data)]
        found = {HIDDEN_ROW: rows, HIDDEN_COLUMN: [(0, column) for span in spans for column in span]}
    if b"<filterColumn" in data:
        found[FILTER] = [(0, 0)]
    return {kind: cells for kind, cells in found.items() if cells}


def merges(data: bytes) -> list[tuple[int, int, int, int]]:
    """The merged areas of a sheet: first row, first column, last row, last column."""
    found = _MERGE.findall(data, max(data.rfind(b"</sheetData>"), 0))
    return [(int(top) - 1, _column(left.decode()), int(low) - 1, _column(right.decode())) for left, top, right, low in found]


def comments(package: Package, part: str) -> Cells:
    """The cells of a sheet that carry a comment."""
    if f"{part.rpartition('/')[0]}/_rels/{part.rpartition('/')[2]}.rels" not in package.parts.NameToInfo:
        return []
    parts = [target for kind, target in package.targets(part).values() if kind.endswith("/comments")]
    return [position(cell.decode()) for name in parts for cell in _COMMENT.findall(package.part(name))]


def agrees(data: bytes, count: int) -> bool:
    """Whether a count of cells is what counting tags gives; empty values written out may need a recount."""
    values = data.count(b"<v>") + (data.count(b"<is>") if b"inlineStr" in data else 0)
    if values == count:
        return True
    return values - data.count(b"<v></v>") + data.count(b"<v ") - data.count(b't="e"') == count


def recount(data: bytes, texts: list[str]) -> Cells:
    """The cells with a value, told by a parser of XML of its own; one written twice comes twice."""
    return _Recount(texts).parsed(data)


class _Recount:
    """One pass over a sheet: where values stand, shared texts looked up, errors left out."""

    def __init__(self, texts: list[str]) -> None:
        self.texts, self.filled = texts, []
        self.row, self.column, self.kind, self.text, self.taking = -1, -1, "", [], False

    def parsed(self, data: bytes) -> Cells:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler, parser.EndElementHandler = self.start, self.end
        parser.CharacterDataHandler = lambda text: self.text.append(text) if self.taking else None
        parser.Parse(data, True)
        return self.filled

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(" ")[2]
        if name == "row":
            self.row, self.column = int(attributes.get("r", self.row + 2)) - 1, -1
        elif name == "c":
            address = attributes.get("r")
            self.row, self.column = position(address) if address else (self.row, self.column + 1)
            self.kind, self.text = attributes.get("t", "n"), []
        self.taking = name in ("v", "t")

    def end(self, tag: str) -> None:
        name = tag.rpartition(" ")[2]
        self.taking = False
        if name == "c" and self.kind != "e" and self._value():
            self.filled.append((self.row, self.column))

    def _value(self) -> str:
        text = "".join(self.text)
        if self.kind != "s" or not text.strip():
            return text
        return self.texts[int(text)] if int(text) < len(self.texts) else text


def shared_texts(data: bytes) -> list[str]:
    """The shared texts of a workbook in their order, without phonetic guides."""
    if not data:
        return []
    bare = re.sub(rb"<rPh\b.*?</rPh>", b"", data, flags=re.DOTALL)
    items = re.findall(rb"<(?:\w+:)?si\b[^>]*?(?:/>|>(.*?)</(?:\w+:)?si>)", bare, re.DOTALL)
    return ["".join(re.findall(r"<(?:\w+:)?t\b[^>]*>([^<]*)<", item.decode("utf-8", "replace"))) for item in items]

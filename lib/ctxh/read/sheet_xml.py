"""One look at a sheet's own XML: which cells it fills, and what readers of values keep silent about.

Rows that are spelled in the one plain way that leaves nothing to tell are only counted; whatever is
spelled otherwise goes through a parser, so no spelling hides anything.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from ctxh.read import flags
from ctxh.read.conditions import Conditions
from ctxh.read.flags import WIDEST, Cell, Cells, column_number
from ctxh.read.look import Look
from ctxh.read.styles import REDS, colour_of
from ctxh.read.xml_parsing import MAIN, is_true, parse

LEAST_HEIGHT, LEAST_WIDTH = 2.0, 0.2  # points and widths of a digit; below, nobody sees what is there
LIVE = re.compile(r"\b(?:TODAY|NOW|RAND|RANDBETWEEN|OFFSET|INDIRECT)\s*\(")
_PLAIN_NUMBER = re.compile(r"\s*[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d{1,2})?\s*", re.ASCII)
_OPEN, _CLOSE = b"<sheetData>", b"</sheetData>"
_ROW = (
    rb'<row r="(?P<row>\d++)"'
    rb'(?: (?:(?:hidden|collapsed)="(?:0|false)"|ht="[1-9]\d++(?:\.\d++)?"|(?!hidden=|ht=|r=|xmlns)[\w:]++="[^"<&]*+"))*+'
)
_CELL = (
    rb'<c r="[A-Z]{1,2}(?P=row)"(?: s="\d++")?(?: t="(?:s|n|b|str|inlineStr)")?'
    rb'(?:/>|>(?:<v>[^<]*+</v>|<is><t(?: xml:space="preserve")?>[^<]*+</t></is>)?</c>)'
)
_PLAIN_ROWS = re.compile(rb"(?:" + _ROW + rb"(?:/>|>(?:" + _CELL + rb")*+</row>))*+")
_ROW_NUMBER = re.compile(rb'<row r="(\d+)"')
_COLUMN = re.compile(rb' r="([A-Z]+)\d')
_ODD_STYLE = re.compile(rb"""\ss\s*=\s*["'](?!\+?\d+["'])""")  # the reader of values takes it for none
_OWN_KINDS = ("str", "inlineStr")
_PAGE = ("oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter")


def look_at(data: bytes, styles: frozenset[int], marked: frozenset[int], blank: Callable[[], frozenset[int]], each: bool = False) -> Look:
    """A look at the bytes of a sheet, at cells of some styles and of some shared texts.

    ``blank`` gives the shared texts that are empty. With ``each``, each cell is told; without it plain
    rows are only counted. Raises ValueError for what is no XML.
    """
    rest = None if each or marked else _rest(data, styles)
    if rest is None and _ODD_STYLE.search(data):
        raise ValueError("style")
    found = _Pass(styles, marked, blank if rest is None else frozenset)
    found.parse(data if rest is None else rest)
    if rest is not None and (found.unseen_rows or not found.at_home):
        return look_at(data, styles, marked, blank, each=True)
    return found.finished() if rest is None else _counted(found.finished(), data)


def _rest(data: bytes, styles: frozenset[int]) -> bytes | None:
    """A sheet without its rows, if these are plain and have none of the styles; None if they need a parser."""
    start, end = data.find(_OPEN) + len(_OPEN), data.rfind(_CLOSE)
    if (
        0 in styles
        or not len(_OPEN) <= start <= end
        or any(sign in part for sign in (b"<!", b"<?") for part in (data[5:start], data[end:]))
    ):
        return None
    if not _PLAIN_ROWS.fullmatch(data, start, end) or any(data.find(b' s="%d"' % style, start, end) >= 0 for style in styles):
        return None
    return data[:start] + data[end:]


def _counted(look: Look, data: bytes) -> Look:
    """A look with what counting tells of plain rows."""
    rows = list(map(int, _ROW_NUMBER.findall(data)))
    look.ordered = all(map(int.__lt__, rows, rows[1:]))
    look.highest_row = rows[-1] - 1 if rows else -1
    look.own_texts = b'="inlineStr"' in data or b'="str"' in data
    look.count, look.filled = data.count(b"<v>") + data.count(b"<is>"), None
    last = max(data.rfind(b"<v>"), data.rfind(b"<is>"))
    found = _ROW_NUMBER.match(data, data.rfind(b"<row ", 0, last)) if last >= 0 else None
    look.last_row = int(found[1]) - 1 if found else -1
    if look.last_row > flags.FEW_ROWS:
        look.last_column = max((column_number(letters.decode()) for letters in set(_COLUMN.findall(data))), default=-1)
    return look


class _Pass:
    """One pass of a parser over a sheet."""

    def __init__(self, styles: frozenset[int], marked: frozenset[int], blank: Callable[[], frozenset[int]]) -> None:
        self.filled: Cells = []
        self.look, self.blank = Look(filled=self.filled), {str(number) for number in blank()}
        self.styles, self.marked = {str(n): n for n in styles}, {str(n): n for n in marked}
        self.row, self.column, self.row_text = -1, -1, ""
        self.columns: dict[str, int] = {}
        self.kind, self.style = "n", "0"
        self.value: list[str] = []
        self.kept: list[str] = []
        self.formula: list[str] | None = None
        self.part: list[str] | None = None
        self.at_home = self.unseen_rows = self.unseen_columns = self.has_value = self.in_text = False
        self.described: set[int] = set()
        self.coloured_apart = False  # whether tables colour cells beside their styles
        self.conditions = Conditions(self.look)
        self.starts = {
            f"{MAIN}{name}": getattr(self, f"_{name}")
            for name in (
                "c",
                "row",
                "v",
                "f",
                "t",
                "rPh",
                "sheetData",
                "sheetFormatPr",
                "col",
                "mergeCell",
                "filterColumn",
                "tableParts",
                "is",
                "strike",
                "color",
            )
        }
        self.ends = {f"{MAIN}{name}": getattr(self, f"_{name}_end") for name in ("c", "v", "f", "t", "rPh", "is")} | self.conditions.ends
        page = [f"{MAIN}{name}" for name in _PAGE]
        self.ends |= dict.fromkeys(page, self._page_end)
        self.starts |= self.conditions.starts | dict.fromkeys([*self.conditions.text_ends, *page], self._aside)

    def parse(self, data: bytes) -> None:
        starts, ends, conditions = self.starts, self.ends, self.conditions

        def start(tag: str, attributes: dict[str, str]) -> None:
            if tag in starts:
                starts[tag](attributes)
            if conditions.own is not None:
                conditions.styled(tag.removeprefix(MAIN), attributes)

        def end(tag: str) -> None:
            if tag in ends:
                ends[tag]()
            elif tag in conditions.text_ends:
                conditions.text_ends[tag]("".join(self.part or ()))
                self.part = None

        def text(piece: str) -> None:
            if self.part is not None:
                self.part.append(piece)

        def aside(*_: object) -> None:
            if self.part is not None:
                raise ValueError("a value that is broken off")

        parse(data, start, end, text, aside)

    def finished(self) -> Look:
        look, flagged = self.look, self.look.flagged
        if self.unseen_columns:
            flagged.setdefault(flags.HIDDEN_COLUMN, []).extend((0, c) for c in range(WIDEST) if c not in self.described)
        if self.coloured_apart:
            flagged[flags.COLOURED_APART] = [(0, 0)]
        return look.counted()

    def _sheetData(self, _: object) -> None:
        self.at_home = True

    def _sheetFormatPr(self, attributes: dict[str, str]) -> None:
        self.unseen_rows = is_true(attributes.get("zeroHeight")) or float(attributes.get("defaultRowHeight", 15)) < LEAST_HEIGHT
        self.unseen_columns = float(attributes.get("defaultColWidth", 9)) < LEAST_WIDTH

    def _col(self, attributes: dict[str, str]) -> None:
        span = range(int(attributes["min"]) - 1, min(int(attributes["max"]), WIDEST))
        self.described.update(span)
        if is_true(attributes.get("hidden")) or float(attributes.get("width", 9)) < LEAST_WIDTH:
            for column in span:
                self.look.mark(flags.HIDDEN_COLUMN, (0, column))

    def _mergeCell(self, attributes: dict[str, str]) -> None:
        first, _, last = attributes["ref"].partition(":")
        self.look.merged.append((*flags.position(first), *flags.position(last or first)))

    def _filterColumn(self, _: object) -> None:
        self.look.flagged[flags.FILTER] = [(0, 0)]

    def _tableParts(self, _: object) -> None:
        self.coloured_apart = True

    def _aside(self, _: object) -> None:
        self.part = []

    def _page_end(self) -> None:
        self.look.page.append("".join(self.part or ()))
        self.part = None

    def _row(self, attributes: dict[str, str]) -> None:
        number = int(attributes.get("r", self.row + 2)) - 1
        self.look.ordered &= number > self.row
        self.look.highest_row = max(self.look.highest_row, number)
        self.row, self.row_text, self.column = number, str(number + 1), -1
        height = attributes.get("ht")
        unseen = self.unseen_rows if height is None else float(height) < LEAST_HEIGHT
        if is_true(attributes.get("hidden")) or (unseen and "hidden" not in attributes) or (height is not None and unseen):
            self.look.mark(flags.HIDDEN_ROW, (self.row, 0))

    def _c(self, attributes: dict[str, str]) -> None:
        address = attributes.get("r")
        if address is None:
            self.column += 1
        else:
            letters = address.rstrip("0123456789")
            if letters not in self.columns:
                self.columns[letters] = column_number(letters)
            self.column = self.columns[letters]
            if address[len(letters) :] != self.row_text:
                raise ValueError("a cell that names another row")
        self.kind, self.style = attributes.get("t", "n"), attributes.get("s", "0")
        self.value, self.formula, self.has_value = [], None, False
        self.look.last_column = max(self.look.last_column, self.column)

    def _v(self, _: object) -> None:
        if self.has_value:
            raise ValueError("two values of one cell")
        self.has_value, self.part = True, self.value

    def _t(self, _: object) -> None:
        self.part = self.value

    def _f(self, _: object) -> None:
        self.formula = self.part = []

    def _v_end(self) -> None:
        self.part = None

    _t_end = _f_end = _v_end

    def _is(self, _: object) -> None:
        self.in_text = True

    def _is_end(self) -> None:
        self.in_text = False

    def _strike(self, attributes: dict[str, str]) -> None:
        self._part(flags.STRUCK, is_true(attributes.get("val", "1")))

    def _color(self, attributes: dict[str, str]) -> None:
        self._part(flags.RED, colour_of(attributes) in REDS)

    def _part(self, kind: str, so: bool) -> None:
        """Note the look of a part of a text that stands in its cell."""
        cell = (self.row, self.column) if self.in_text else None
        if so and cell and cell not in self.look.flagged.get(kind, ()):
            self.look.mark(kind, cell)

    def _rPh(self, _: object) -> None:
        self.value, self.kept = [], self.value  # the reading of a text is no part of it

    def _rPh_end(self) -> None:
        self.value = self.kept

    def _c_end(self) -> None:
        cell, text, kind = (self.row, self.column), "".join(self.value), self.kind
        if kind == "e":
            self.look.errors[cell] = text
        elif text:
            self._filled(cell, text, kind)
        if self.formula is not None:
            self._computed(cell, "".join(self.formula), text or (kind == "str" and self.has_value))
        if self.style in self.styles:
            self.look.styled[cell] = self.styles[self.style]

    def _filled(self, cell: Cell, text: str, kind: str) -> None:
        if kind == "s":
            number = text.strip()
            if number in self.marked:
                self.look.texts[cell] = self.marked[number]
            if number in self.blank:
                return
        elif kind == "n":
            if not _PLAIN_NUMBER.fullmatch(text):
                self.look.odd[cell] = text
        elif kind in _OWN_KINDS:
            self.look.own_texts = True
        self.filled.append(cell)

    def _computed(self, cell: Cell, formula: str, result: str | bool) -> None:
        if not result:
            self.look.mark(flags.UNCACHED, cell)
        if "[" in formula:
            self.look.mark(flags.EXTERNAL, cell)
        if LIVE.search(formula):
            self.look.mark(flags.VOLATILE, cell)

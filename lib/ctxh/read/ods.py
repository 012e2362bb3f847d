"""Workbooks of OpenDocument (.ods): their content and styles, told as looks at their sheets."""

from __future__ import annotations

import math
import re

from ctxh.errors import CtxhError
from ctxh.read import flags
from ctxh.read.look import Look
from ctxh.read.other_formats import OtherFormatBook
from ctxh.read.preflight import CLEAR, ODS, Package
from ctxh.read.sheet_xml import LIVE
from ctxh.read.styles import Fill, Font, styles_from
from ctxh.read.xml_parsing import parse

_SPACES = {
    "urn:oasis:names:tc:opendocument:xmlns:table:1.0": "table",
    "urn:oasis:names:tc:opendocument:xmlns:office:1.0": "office",
    "urn:oasis:names:tc:opendocument:xmlns:text:1.0": "text",
    "urn:oasis:names:tc:opendocument:xmlns:style:1.0": "style",
    "urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0": "number",
    "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0": "fo",
    "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0": "calcext",
}
_ERROR = re.compile(r"#(?:REF|DIV/0|VALUE|NAME|NUM|NULL)[!?]|#N/A|Err:\d+|Lỗi:\d+")
_DATES = ("number:date-style", "number:time-style")
_FORMATS = ("number:number-style", "number:currency-style", "number:percentage-style", "number:text-style", *_DATES)
_OWN = 200  # below are formats that Excel knows by number alone
UNSEEN = "chữ gạch ngang hoặc tô màu một phần ô, định dạng có điều kiện"


def ods_book(package: Package) -> OtherFormatBook:
    """A workbook of OpenDocument. Raises CtxhError for a sheet too large, ValueError for a broken one."""
    found = _Pass(package.name)
    for part in ("styles.xml", "content.xml"):
        if package.part(part):
            parse(package.part(part), found.start, found.end, found.text)
    codes: dict[int, str] = {}
    fonts, fills, listed = [], [], []
    for name, number in found.numbers.items():
        codes[_OWN + number] = found.code(found.inherited(name, "format"))
        fonts.append(Font(found.inherited(name, "struck") == "yes", found.inherited(name, "colour"), found.inherited(name, "font")))
        ground = found.inherited(name, "ground")
        fills.append(Fill("solid" if ground else "none", ground))
        listed.append((_OWN + number, number, number))
    styles = styles_from(codes, fonts, fills, listed)
    for look in found.looks.values():
        look.styled = {cell: style for cell, style in look.styled.items() if style in styles.numbers}
    return OtherFormatBook(
        ODS, package.name, package.data, styles, found.date1904, {name: look.counted() for name, look in found.looks.items()}, UNSEEN
    )


def _short(tag: str) -> str:
    space, _, name = tag.rpartition(" ")
    return f"{_SPACES[space]}:{name}" if space in _SPACES else ""


class _Pass:
    """One pass over the styles and the content: formats by name, styles by name and number, looks by name of sheet."""

    def __init__(self, file: str) -> None:
        self.file, self.date1904 = file, False
        self.looks: dict[str, Look] = {}
        self.formats: dict[str, list[str]] = {}  # pieces of a code
        self.conditions: dict[str, list[tuple[str, str]]] = {}
        self.styles: dict[str, dict[str, str]] = {"Default": {}}  # of cells, in the order of their numbers
        self.numbers = {"Default": 0}
        self.unseen: set[str] = set()  # styles of rows and columns without size
        self.format = self.style = ""
        self.pieces: list[str] = []
        self.look = Look(filled=[])  # of the latest table
        self.row = self.column = -1
        self.repeat, self.row_style = 1, ""
        self.columns: list[str] = []
        self.cell: dict[str, str] | None = None
        self.texts: list[str] = []
        self.depth = 0  # of tables within tables, and of remarks, whose texts are no value

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name, given = _short(tag), {_short(key): value for key, value in attributes.items()}
        if name in _FORMATS:
            self.format = given["style:name"]
            self.formats[self.format], self.conditions[self.format] = ["d" if name in _DATES else "@" if name == _FORMATS[3] else ""], []
        elif name == "style:style":
            self._style(given)
        elif name.startswith("table:"):
            self._table(name, given)
        elif name == "office:annotation" and self.cell is not None:
            self.look.mark(flags.COMMENT, (self.row, self.column))
            self.depth += 1
        elif name.endswith("-properties"):
            self._properties(name, given)
        elif self.format:
            self._format(name, given)
        self.pieces = [] if name in ("number:text", "text:p", "number:currency-symbol") and not self.depth else self.pieces

    def end(self, tag: str) -> None:
        name, text = _short(tag), "".join(self.pieces)
        if name in ("number:text", "number:currency-symbol") and self.format:
            percent = text == "%" and name == "number:text"
            self.formats[self.format].append(text if percent else '"' + text.replace('"', "") + '"')
        elif name in _FORMATS:
            self.format = ""
        elif name == "text:p" and not self.depth:
            self.texts.append(text)
        elif name == "office:annotation":
            self.depth -= 1
        elif name in ("table:table-cell", "table:covered-table-cell") and self.cell is not None:
            self._cell_end(self.cell)
        elif name == "table:table-row" and self.looks:
            self.row += self.repeat - 1

    def text(self, piece: str) -> None:
        self.pieces.append(piece)

    def _style(self, given: dict[str, str]) -> None:
        self.style = given["style:name"]
        if given.get("style:family") == "table-cell":
            self.numbers.setdefault(self.style, len(self.numbers))
            self.styles[self.style] = {
                "parent": given.get("style:parent-style-name", "Default"),
                "format": given.get("style:data-style-name", ""),
            }

    def _properties(self, name: str, given: dict[str, str]) -> None:
        size = given.get("style:row-height", given.get("style:column-width", "1"))
        number = re.match(r"[\d.]+", size)
        if not number or float(number[0]) == 0:
            self.unseen.add(self.style)
        own = self.styles.get(self.style)
        if own is not None:
            line = given.get("style:text-line-through-style", given.get("style:text-line-through-type", ""))
            own |= {"struck": "yes" if line != "none" else "no"} if line else {}
            own |= {"colour": given["fo:color"].lstrip("#").upper()} if "fo:color" in given and name == "style:text-properties" else {}
            own |= {"font": given["style:font-name"]} if "style:font-name" in given else {}
            ground = given.get("fo:background-color", "") if name == "style:table-cell-properties" else ""
            own |= {"ground": ground.lstrip("#").upper()} if ground.startswith("#") else {}

    def _format(self, name: str, given: dict[str, str]) -> None:
        if name == "number:number":
            scale = round(math.log(float(given.get("number:display-factor", 1)), 1000))
            self.formats[self.format].append("0" * max(int(given.get("number:min-integer-digits", 1)), 1) + "," * scale)
        elif name in ("number:fraction", "number:scientific-number"):
            self.formats[self.format].append("0")
        elif name == "style:map":
            self.conditions[self.format].append(
                (given["style:condition"].replace("value()", "").replace("!=", "<>"), given["style:apply-style-name"])
            )

    def inherited(self, name: str, what: str) -> str:
        """What a style of cells says, or the one that it is made from."""
        for _ in range(len(self.styles)):
            own = self.styles.get(name, {})
            if own.get(what):
                return own[what]
            name = own.get("parent", "")
        return ""

    def code(self, name: str) -> str:
        """A format as Excel would write it."""
        if name not in self.formats:
            return ""
        parts = [f"[{condition}]{''.join(self.formats.get(applied, ()))}" for condition, applied in self.conditions[name]]
        return ";".join([*parts, "".join(self.formats[name]) or '""'])

    def _table(self, name: str, given: dict[str, str]) -> None:
        if name == "table:table":
            self.look, self.row, self.columns = Look(filled=[]), -1, []
            self.looks[given["table:name"]] = self.look
        elif name == "table:null-date":
            self.date1904 = given.get("table:date-value", "").startswith("1904")
        elif name == "table:table-column" and self.looks:
            self._columns(given)
        elif name == "table:table-row" and self.looks:
            self._row(given)
        elif name in ("table:table-cell", "table:covered-table-cell") and self.looks:
            self._cell(given)

    def _columns(self, given: dict[str, str]) -> None:
        repeat = min(int(given.get("table:number-columns-repeated", 1)), flags.WIDEST)
        if given.get("table:visibility", "visible") != "visible" or given.get("table:style-name") in self.unseen:
            for column in range(len(self.columns), len(self.columns) + repeat):
                self.look.mark(flags.HIDDEN_COLUMN, (0, column))
        self.columns += [given.get("table:default-cell-style-name", "Default")] * repeat

    def _row(self, given: dict[str, str]) -> None:
        self.row, self.column, self.repeat = self.row + 1, -1, int(given.get("table:number-rows-repeated", 1))
        self.row_style = given.get("table:default-cell-style-name", "")
        seen = given.get("table:visibility", "visible")
        if seen != "visible" or given.get("table:style-name") in self.unseen:
            for row in range(self.row, self.row + min(self.repeat, flags.FEW_ROWS)):
                self.look.mark(flags.HIDDEN_ROW, (row, 0))
            self.look.flagged |= {flags.FILTER: [(0, 0)]} if seen == "filter" else {}

    def _cell(self, given: dict[str, str]) -> None:
        self.column += 1
        self.cell, self.texts = given, []
        wide, high = (int(given.get(f"table:number-{way}-spanned", 1)) for way in ("columns", "rows"))
        if wide > 1 or high > 1:
            self.look.merged.append((self.row, self.column, self.row + high - 1, self.column + wide - 1))

    def _cell_end(self, given: dict[str, str]) -> None:
        repeat, shown = int(given.get("table:number-columns-repeated", 1)), "\n".join(self.texts)
        kind = given.get("office:value-type", "")
        error = given.get("calcext:value-type") == "error" or ("table:formula" in given and _ERROR.fullmatch(shown))
        held = (shown or "#?") if error else "text" if kind == "string" else "number" if kind else ""
        self._formula(given, bool(kind))
        if held:
            if repeat * self.repeat > flags.FEW_ROWS:
                raise CtxhError(f"{self.file}: vùng dữ liệu quá rộng. {CLEAR}")
            for row in range(self.row, self.row + self.repeat):
                for column in range(self.column, self.column + repeat):
                    self._take((row, column), given, held if not held.startswith("Err") and not held.startswith("Lỗi") else f"#{held}")
        self.column += repeat - 1
        self.cell = None

    def _take(self, cell: flags.Cell, given: dict[str, str], held: str) -> None:
        column = self.columns[cell[1]] if cell[1] < len(self.columns) else "Default"
        name = given.get("table:style-name") or self.row_style or column
        self.look.take(cell, self.numbers.get(name), held)

    def _formula(self, given: dict[str, str], result: bool) -> None:
        formula, cell = given.get("table:formula", ""), (self.row, self.column)
        if formula and not result:
            self.look.mark(flags.UNCACHED, cell)
        if "file:" in formula:
            self.look.mark(flags.EXTERNAL, cell)
        if LIVE.search(formula):
            self.look.mark(flags.VOLATILE, cell)

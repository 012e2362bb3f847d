"""The formats of a workbook that mean something: struck, coloured and unseen cells, old fonts, formats of numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TypeVar

from ctxh.read import flags
from ctxh.read.number_formats import NumberFormat, number_format, on_a_ground
from ctxh.read.xml_parsing import MAIN, is_true, parse

REDS, _YELLOWS, _WHITES = {"FF0000", "C00000"}, {"FFFF00"}, {"FFFFFF"}
INDEXED = {1: "FFFFFF", 2: "FF0000", 5: "FFFF00", 9: "FFFFFF", 10: "FF0000", 13: "FFFF00"}
_WINDOW, _THEME_WHITE = 65, "0"
_ANY = 7  # a number to try a format of unknown numbers on
_ODD_NUMBER = re.compile(rb"""\snumFmtId\s*=\s*["'](?!\+?\d+["'])""")  # the reader of values takes it for none
OLD_FONTS = (".Vn", "VNI-")
Listed = TypeVar("Listed")


@dataclass
class Font:
    """A font: struck, its colour as six digits, its name."""

    struck: bool = False
    colour: str = ""
    name: str = ""


@dataclass
class Fill:
    """A ground: its pattern (``none``, ``solid`` or another) and colour as six digits."""

    pattern: str = "none"
    colour: str = ""


@dataclass(frozen=True)
class Styles:
    """What the numbered styles of a workbook mean, by number."""

    kinds: dict[int, tuple[str, ...]] = field(default_factory=dict)  # struck, red, yellow, unseen
    formats: dict[int, NumberFormat] = field(default_factory=dict)  # those that show another number or a percentage
    old_fonts: dict[int, str] = field(default_factory=dict)
    conditional: frozenset[int] = frozenset()  # those of conditional formats that strike a number, hide it or show another

    @property
    def numbers(self) -> frozenset[int]:
        """The numbers of all styles that mean something."""
        return frozenset(self.kinds) | frozenset(self.formats) | frozenset(self.old_fonts)


def styles_of(data: bytes) -> Styles:
    """The styles that a part of styles lists; none of an empty part. Raises ValueError for what is no XML."""
    if not data:
        return Styles()
    if _ODD_NUMBER.search(data):
        raise ValueError("number of a format")
    found = _Pass()
    parse(data, found.start, found.end)
    return replace(
        styles_from(found.codes, found.fonts, found.fills, found.styles),
        conditional=frozenset(number for number, style in enumerate(found.conditional) if style.hides),
    )


def styles_from(codes: dict[int, str], fonts: list[Font], fills: list[Fill], listed: list[tuple[int, int, int]]) -> Styles:
    """The styles that mean something of those listed, each by the number of its format, font and fill."""
    kinds: dict[int, tuple[str, ...]] = {}
    formats: dict[int, NumberFormat] = {}
    old_fonts: dict[int, str] = {}
    for number, (form, font, fill) in enumerate(listed):
        own, ground = _at(fonts, font, Font()), _at(fills, fill, Fill())
        if found_kinds := _kinds(own, ground):
            kinds[number] = found_kinds
        code = codes.get(form, "")
        if shown := number_format(form, code if _bare(ground) else on_a_ground(code)):
            formats[number] = shown
        if own.name.startswith(OLD_FONTS):
            old_fonts[number] = own.name
    return Styles(kinds, formats, old_fonts)


def _at(table: list[Listed], index: int, otherwise: Listed) -> Listed:
    return table[index] if index < len(table) else otherwise


def _bare(fill: Fill) -> bool:
    """Whether white letters are not seen on a ground."""
    return fill.pattern == "none" or (fill.pattern == "solid" and fill.colour in _WHITES)


def _kinds(font: Font, fill: Fill) -> tuple[str, ...]:
    looks = {
        flags.STRUCK: font.struck,
        flags.RED: font.colour in REDS,
        flags.UNSEEN: _bare(fill) and font.colour in _WHITES,
        flags.YELLOW: fill.pattern != "none" and fill.colour in _YELLOWS,
    }
    return tuple(kind for kind, so in looks.items() if so)


def colour_of(attributes: dict[str, str]) -> str:
    """The colour that an element names as six digits; empty for those of a theme, save its white, and with a tint."""
    if attributes.get("theme") == _THEME_WHITE and float(attributes.get("tint", 0)) == 0:
        return "FFFFFF"
    if "rgb" in attributes:
        return attributes["rgb"].strip()[-6:].upper()
    return INDEXED.get(int(attributes.get("indexed", _WINDOW)), "")


class ConditionalStyle:
    """A style of a conditional format, as its elements are told: whether it strikes a number, hides it or shows another."""

    def __init__(self) -> None:
        self.in_font = self.hiding = self.white = self.grounded = False

    @property
    def hides(self) -> bool:
        """Whether a number under it may be struck, hidden or shown as another."""
        return self.hiding or (self.white and not self.grounded)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take an element in, by its name without a namespace."""
        if name in ("font", "border", "fill"):
            self.in_font = name == "font"
        elif name == "numFmt":
            shown = number_format(int(attributes["numFmtId"]), attributes.get("formatCode", ""))
            self.hiding |= shown is not None and (shown.misleads(_ANY) or shown.worded(_ANY) != "")
        elif name == "strike":
            self.hiding |= is_true(attributes.get("val", "1"))
        elif name == "color":
            self.white |= self.in_font and colour_of(attributes) in _WHITES
        elif name == "patternFill":
            self.grounded |= attributes.get("patternType") != "none"


class _Pass:
    """One pass over a part of styles: codes of formats, fonts, fills, and of each style the numbers of its three."""

    def __init__(self) -> None:
        self.codes: dict[int, str] = {}
        self.fonts: list[Font] = []
        self.fills: list[Fill] = []
        self.styles: list[tuple[int, int, int]] = []
        self.conditional: list[ConditionalStyle] = []
        self.list = ""  # which of the lists is open: others, as those of conditional formats, have fonts and fills too

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.removeprefix(MAIN)
        if name in ("numFmts", "fonts", "fills", "cellXfs", "dxfs"):
            self.list = name
        elif self.list == "dxfs":
            if name == "dxf":
                self.conditional.append(ConditionalStyle())
            else:
                self.conditional[-1].start(name, attributes)
        elif self.list == "numFmts" and name == "numFmt":
            self.codes[int(attributes["numFmtId"])] = attributes.get("formatCode", "")
        elif self.list == "fonts":
            self._font(name, attributes)
        elif self.list == "fills":
            self._fill(name, attributes)
        elif self.list == "cellXfs" and name == "xf":
            form, font, fill = (int(attributes.get(key, 0)) for key in ("numFmtId", "fontId", "fillId"))
            self.styles.append((form, font, fill))

    def end(self, tag: str) -> None:
        self.list = "" if tag.removeprefix(MAIN) == self.list else self.list

    def _font(self, name: str, attributes: dict[str, str]) -> None:
        if name == "font":
            self.fonts.append(Font())
        elif name == "strike":
            self.fonts[-1].struck = is_true(attributes.get("val", "1"))
        elif name == "color":
            self.fonts[-1].colour = colour_of(attributes)
        elif name == "name":
            self.fonts[-1].name = attributes.get("val", "")

    def _fill(self, name: str, attributes: dict[str, str]) -> None:
        if name == "fill":
            self.fills.append(Fill())
        elif name == "patternFill":
            self.fills[-1].pattern = attributes.get("patternType", "none")
        elif name == "fgColor":
            self.fills[-1].colour = colour_of(attributes)
        elif name == "gradientFill":
            self.fills[-1].pattern = "gradient"

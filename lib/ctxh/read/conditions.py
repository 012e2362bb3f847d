"""Conditional formats of a sheet, as the elements of its XML tell them: in the main part, or in the extension that Excel 2010 began."""

from __future__ import annotations

from collections.abc import Callable

from ctxh.read import flags
from ctxh.read.look import HIDES, Area, Look
from ctxh.read.styles import ConditionalStyle
from ctxh.read.xml_parsing import MAIN, is_true

_SINCE_2010 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main "
_FORMULAS = "http://schemas.microsoft.com/office/excel/2006/main "
_BARS = ("dataBar", "iconSet")  # may be shown without the number


class Conditions:
    """The conditional formats that are open while a sheet is parsed; what they may do to numbers goes into a look."""

    def __init__(self, look: Look) -> None:
        self.look = look
        self.areas: list[Area] = []
        self.rule: dict[str, str] = {}
        self.own: ConditionalStyle | None = None  # of a rule of the extension, which has its style within
        self.bare = False  # whether a rule shows a picture for its number
        self.formula = ""
        self.hiding: list[bool] = []  # of the rules of the extension, which name their cells behind them

        begins = {"conditionalFormatting": self._format, "cfRule": self._rule, "dxf": self._style, **dict.fromkeys(_BARS, self._bar)}
        self.starts: dict[str, Callable[[dict[str, str]], None]] = {
            f"{space}{name}": does for space in (MAIN, _SINCE_2010) for name, does in begins.items()
        }
        self.ends = {f"{space}cfRule": self._rule_end for space in (MAIN, _SINCE_2010)}
        self.text_ends = {f"{MAIN}formula": self._formula_end, f"{_FORMULAS}f": self._formula_end, f"{_FORMULAS}sqref": self._cells_named}

    def styled(self, name: str, attributes: dict[str, str]) -> None:
        """Take in an element of a style that stands within its rule."""
        if self.own is not None:
            self.own.start(name, attributes)

    def _format(self, attributes: dict[str, str]) -> None:
        self.areas, self.hiding = _areas(attributes.get("sqref", "")), []
        self.look.conditions += [(area, None) for area in self.areas]

    def _rule(self, attributes: dict[str, str]) -> None:
        self.rule, self.own, self.bare, self.formula = attributes, None, False, ""

    def _bar(self, attributes: dict[str, str]) -> None:
        self.bare = self.bare or not is_true(attributes.get("showValue", "1"))

    def _style(self, _: object) -> None:
        self.own = ConditionalStyle()

    def _formula_end(self, text: str) -> None:
        self.formula = text

    def _rule_end(self) -> None:
        noughts = self.rule.get("operator") == "equal" and self.formula.strip() == "0"  # which nobody misses
        if not noughts:
            styles = [int(self.rule["dxfId"])] if "dxfId" in self.rule else []
            hides = self.bare or (self.own is not None and self.own.hides)
            self.look.conditions += [(area, style) for area in self.areas for style in (*styles, *[HIDES] * hides)]
            self.hiding.append(hides)
        self.rule, self.own = {}, None

    def _cells_named(self, text: str) -> None:
        areas = _areas(text)
        self.look.conditions += [(area, style) for area in areas for style in (None, *[HIDES] * any(self.hiding))]


def _areas(text: str) -> list[Area]:
    ends = (part.partition(":") for part in text.split())
    return [(*flags.position(first), *flags.position(last or first)) for first, _, last in ends]

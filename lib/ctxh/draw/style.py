"""The look of every figure: font, sizes and colours. No other module names a colour."""

from __future__ import annotations

from functools import cache

from matplotlib.colors import to_hex
from matplotlib.figure import Figure as Drawing
from matplotlib.font_manager import FontProperties, fontManager, get_font
from matplotlib.ft2font import LoadFlags
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from ctxh.errors import RunFailed
from ctxh.vietnamese.typeface import FONT, FONTS

WIDTH_CM = 16.0
TEXT = 9.0
SMALL = 8.0
MEASURED_AT = 100.0  # at small sizes lengths are rounded to whole pixels

# Okabe and Ito's set, told apart by readers with any colour vision; greys carry the rest.
ACCENT = "#0072b2"
CONTRAST = "#d55e00"
PALE_ACCENT = "#56b4e9"
SAND = "#e69f00"
INK = "#1a1a1a"
QUIET_INK = "#595959"
GREY = "#a6a6a6"
PALE = "#d9d9d9"
HAIRLINE = "#cccccc"
PAPER = "#ffffff"
STACK = (ACCENT, SAND, PALE_ACCENT, CONTRAST, GREY)
SHADES = ("#eaf3fa", "#c0dcef", "#86bbdd", "#3f90c1", "#005a8f")
HATCH = "////"
PLAIN_FACES = (PALE, PAPER)  # the rest of a share, and what has no value
SHADE_INKS = (INK, INK, INK, INK, PAPER)

METRICS = (0.693, 0.216)  # of a line above and below its foot, at size one: Tinos's own


@cache
def load_fonts() -> None:
    """Make our own copy of the font, and no other of its name, known to matplotlib."""
    fontManager.ttflist = [known for known in fontManager.ttflist if known.name != FONT]
    for file in sorted(FONTS.glob(f"{FONT}-*.ttf")):
        fontManager.addfont(str(file))
    for weight in ("normal", "bold"):
        try:
            _file(weight)
        except ValueError:
            raise RunFailed(f"Thiếu phông chữ {FONT} trong thư mục fonts của gói ctxh. Hãy cài lại gói rồi chạy lại.") from None


@cache
def face(size: float, weight: str) -> FontProperties:
    """Our font in a size and a weight."""
    return FontProperties(family=[FONT], size=size, weight=weight)


@cache
def text_width_cm(text: str, size: float = TEXT, weight: str = "normal") -> float:
    """The width in centimetres of a text of one or more lines, pairs of letters not drawn closer."""
    widths = (sum(_advance(char, weight) for char in line) for line in text.split("\n"))
    return max(widths) * size / MEASURED_AT / 72 * 2.54


@cache
def _advance(char: str, weight: str) -> float:
    """How far a letter moves the next one, in points at the size we measure at."""
    load_fonts()
    font = get_font(_file(weight))
    if not font.get_char_index(ord(char)):
        raise RunFailed(f"Phông chữ {FONT} không có ký tự «{char}» (U+{ord(char):04X}). Hãy bỏ ký tự ấy trong tên hoặc nhãn rồi chạy lại.")
    font.set_size(MEASURED_AT, 72)
    return font.load_char(ord(char), flags=LoadFlags.NO_HINTING).linearHoriAdvance / 65536


def _file(weight: str) -> str:
    """The file of one face; an error, not a look-alike, when it is missing."""
    return fontManager.findfont(FontProperties(family=FONT, weight=weight), fallback_to_default=False)


def mark_illustrative(drawing: Drawing) -> None:
    """Hatch the bars, break the edges of the tiles and hollow the points of a drawing: its values are not official."""
    for shape in drawing.findobj(Rectangle):
        colour = to_hex(shape.get_facecolor())
        if colour in SHADES:
            shape.set(edgecolor=QUIET_INK, linestyle=(0, (3, 2)), linewidth=0.6)
        elif colour not in PLAIN_FACES:
            shape.set(hatch=HATCH, hatch_linewidth=0.6, edgecolor=PAPER, linewidth=0)
    for points in drawing.findobj(Line2D):
        if points.get_marker() not in ("None", None):
            points.set(markerfacecolor=PAPER)

"""Tinos cut down to Latin and Vietnamese for the web page.

The cut files lie beside the full ones; ``python -m ctxh.typeset.html.webfont`` makes them again
and needs brotli, which the product itself does not.
"""

from __future__ import annotations

import base64
import io
from functools import cache

from ctxh.vietnamese.typeface import FONTS

FACES = (("Regular", 400, "normal"), ("Bold", 700, "normal"), ("Italic", 400, "italic"))
RANGES = (
    *((0x20, 0x7E), (0xA0, 0xFF), (0x102, 0x103), (0x110, 0x111), (0x128, 0x129), (0x168, 0x169)),
    *((0x1A0, 0x1A1), (0x1AF, 0x1B0), (0x300, 0x301), (0x303, 0x303), (0x309, 0x309), (0x323, 0x323)),
    *((0x1EA0, 0x1EF9), (0x2010, 0x2015), (0x2018, 0x201E), (0x2020, 0x2022), (0x2026, 0x2026)),
    *((0x20AB, 0x20AB), (0x2190, 0x2193), (0x2212, 0x2212), (0x2264, 0x2265), (0x25A0, 0x25A1)),
)


@cache
def font_faces() -> str:
    """The CSS that carries the cut fonts inside itself."""
    return "\n".join(_face(name, weight, slope) for name, weight, slope in FACES)


def _face(name: str, weight: int, slope: str) -> str:
    data = base64.b64encode((FONTS / f"Tinos-{name}.woff2").read_bytes()).decode()
    return f"@font-face{{font-family:Tinos;font-weight:{weight};font-style:{slope};src:url(data:font/woff2;base64,{data})format('woff2')}}"


def cut(name: str) -> bytes:
    """A style of Tinos with only the letters of RANGES, without hinting, as WOFF2."""
    from fontTools import subset

    options = subset.Options(flavor="woff2", hinting=False, desubroutinize=True, notdef_outline=True)
    options.layout_features = ["kern", "mark", "mkmk", "ccmp", "locl", "tnum", "lnum"]
    font = subset.load_font(str(FONTS / f"Tinos-{name}.ttf"), options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=[code for first, last in RANGES for code in range(first, last + 1)])
    cutter.subset(font)
    out = io.BytesIO()
    subset.save_font(font, out, options)
    return out.getvalue()


if __name__ == "__main__":
    for style, *_ in FACES:
        (FONTS / f"Tinos-{style}.woff2").write_bytes(cut(style))

"""The typeface of figures and documents: wide as Times New Roman, with every Vietnamese letter. Its files lie beside this one."""

from __future__ import annotations

from pathlib import Path

FONT = "Tinos"
FONTS = Path(__file__).parent / "fonts"

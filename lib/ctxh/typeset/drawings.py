"""SVG drawings made fit to stand together in one HTML page, and their size."""

from __future__ import annotations

import re
from collections import Counter
from functools import partial
from html import escape

from ctxh.errors import CtxhError

PROLOG = re.compile(r"^.*?(?=<svg\b)", re.DOTALL)
METADATA = re.compile(r"<metadata>.*?</metadata>", re.DOTALL)
ID = re.compile(r'(\sid=")([^"]+)(")')
LINK = re.compile(r'(url\(#|href="#)([^")]+)')
NAMED = re.compile(r'\s(?:role|aria-\w+)="[^"]*"')
SPACE = re.compile(r">\s+<")
USUAL = re.compile(r'\sfont-family="Tinos[^"]*"|\sxmlns(?::xlink)?="[^"]*"|\sversion="1.1"|\stext-anchor="start"|\sstroke-dashoffset="0"')
COORDINATES = re.compile(r'\s(?:d|x|y|x1|x2|y1|y2|width|height|transform|points)="[^"]*"')
FRACTION = re.compile(r"\d+\.\d+")
PATH = re.compile(r'\sd="[^"]*"')
ROUND_LETTER = re.compile(r"\s*([A-Za-z])\s*")
TEXT = re.compile(r"<text\b[^>]*>")
SHARED = (re.compile(r'\sfill="[^"]*"'), re.compile(r'\sfont-size="[^"]*"'))  # of texts: the commonest is said once, of the whole drawing
TALLEST = 615.0  # points that a page has for a drawing, with its caption and notes
ACTIVE = re.compile(r"<script|<foreignObject|\son\w+\s*=|href=\"(?!#)", re.IGNORECASE)


def inlined(svg: str, prefix: str, alt: str) -> str:
    """An SVG ready to stand in a page: ids its own, what it shows said in words, nothing that the page says already."""
    svg = METADATA.sub("", PROLOG.sub("", svg.strip()))
    if ACTIVE.search(svg):
        raise CtxhError(f"Hình “{prefix}” chứa mã chạy hoặc liên kết ra ngoài; chỉ nhận hình vẽ tĩnh.")
    svg = USUAL.sub("", SPACE.sub("><", svg)).replace("<g></g>", "").replace("<g/>", "")
    svg = COORDINATES.sub(lambda m: FRACTION.sub(_shorter, m[0]), svg)
    svg = PATH.sub(lambda m: f' d="{ROUND_LETTER.sub(_alone, m[0][4:-1].strip())}"', svg)
    used = {name: f"{prefix}.{number}" for number, name in enumerate(dict.fromkeys(name for _, name in LINK.findall(svg)), 1)}
    svg = ID.sub(lambda m: f"{m[1]}{used[m[2]]}{m[3]}" if m[2] in used else "", svg)
    svg = LINK.sub(lambda m: f"{m[1]}{used[m[2]]}", svg)
    opening, end, rest = svg.partition(">")
    opening = NAMED.sub("", opening + end)
    named = opening.replace("<svg", f'<svg role="img" aria-label="{escape(alt)}"', 1)
    for shared in SHARED:
        found = Counter(match[0] for text in TEXT.findall(rest) if (match := shared.search(text)))
        if found and not shared.search(named):
            [(common, _)] = found.most_common(1)
            named = f"{named[:-1]}{common}>"
            rest = TEXT.sub(partial(_without, common), rest)
    return named + rest


def _alone(letter: re.Match[str]) -> str:
    """A command of a path without the blanks round it."""
    return str(letter[1])


def _without(words: str, tag: re.Match[str]) -> str:
    """A tag without some of its words."""
    return tag[0].replace(words, "")


def _shorter(number: re.Match[str]) -> str:
    """A coordinate to a hundredth of a point."""
    return f"{float(number[0]):.2f}".rstrip("0").rstrip(".")


def size(svg: str) -> tuple[float, float]:
    """The width and height of a drawing in points, from its view box."""
    found = re.search(r'viewBox="([^"]+)"', svg)
    if not found:
        raise CtxhError("Hình thiếu viewBox, không biết khổ; vẽ lại hình bằng SVG có viewBox.")
    _, _, wide, high = (float(part) for part in re.split(r"[\s,]+", found[1].strip()))
    return wide, high


def width_shown(svg: str, room: float) -> float:
    """The width in points to show a drawing at: that of the room at most, and less where its page would not hold its height."""
    wide, high = size(svg)
    return min(wide, room, TALLEST * wide / high)

"""The appendix and the report as single HTML files that load nothing and work without script."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from ctxh.blocks import Block, Document, numbered
from ctxh.typeset.docx.elements import TEMPLATES
from ctxh.typeset.docx.frame import MOTTO, NATION
from ctxh.typeset.html.page_blocks import MAIN, Blocks, short_numbers
from ctxh.typeset.html.page_passports import ON_PAPER, SECTION, Passports, needed, places_on_page
from ctxh.typeset.html.webfont import font_faces
from ctxh.typeset.mentions import Mention, cites, mentions
from ctxh.typeset.official import head_and_end
from ctxh.typeset.passport_links import PageFacts
from ctxh.typeset.text_width import normalised
from ctxh.typeset.unbroken import printable

if TYPE_CHECKING:
    from jinja2 import Template

APPENDIX, REPORT = "appendix.html", "report.html"
SCRIPT, SCRIPTS_OF = "page.js", {"numbers": "own_table.js", "marks": "figure_marks.js"}
IN_APPENDIX, IN_REPORT = "Phụ lục", "Báo cáo"
Printed = Mapping[str, Sequence[Mention]]


def appendix_html(
    title: str,
    meta: Sequence[str],
    blocks: Sequence[Block],
    *,
    notice: str = "",
    passports: Sequence[PageFacts] = (),
    in_report: Printed | None = None,
    numbers: Mapping[str, Any] | None = None,
) -> str:
    """The page of the appendix: title, contents, blocks, and the passport of each number that has one.

    ``in_report`` names the sentences of report.html, beside this file, that print an indicator; ``numbers`` are the
    texts (``printed_texts``) that a reader makes tables of.
    """
    blocks = printable(blocks)
    printed = _joined(in_report or {}, mentions(blocks, IN_APPENDIX))
    beside = Mention(IN_REPORT, REPORT) if in_report else None
    shown = {
        "kind": "appendix",
        "title": normalised(title),
        "meta": [normalised(line) for line in meta],
        "official": None,
        "beside": beside,
        "numbers": numbers,
    }
    return _page(shown | {"notice": normalised(notice)}, blocks, passports, printed)


def report_html(document: Document, passports: Sequence[PageFacts], *, notice: str = "", in_appendix: Printed | None = None) -> str:
    """The page of the whole report, and the passports of the numbers it prints.

    ``in_appendix`` names the tables and figures of appendix.html, beside this file, that print an indicator.
    """
    document = normalised(document)
    blocks = printable(document.blocks)
    printed = _joined(mentions(blocks, IN_REPORT), in_appendix or {})
    own = needed(passports, cites(blocks))
    beside = Mention("Phụ lục: bảng và hình", APPENDIX) if in_appendix else None
    shown = {"kind": "report", "title": document.title, "official": head_and_end(document.frame), "beside": beside, "numbers": None}
    return _page(shown | {"notice": normalised(notice or document.frame.watermark)}, blocks, own, printed)


def places_in_report(document: Document) -> Printed:
    """Where report.html prints each indicator, for the page of the appendix."""
    return mentions(numbered(list(document.blocks)), IN_REPORT, REPORT)


def places_in_appendix(blocks: Sequence[Block]) -> Printed:
    """Where appendix.html prints each indicator, for the page of the report."""
    return mentions(numbered(list(blocks)), IN_APPENDIX, APPENDIX)


def _joined(first: Printed, second: Printed) -> dict[str, list[Mention]]:
    return {name: [*first.get(name, ()), *second.get(name, ())] for name in {**first, **second}}


def _page(shown: Mapping[str, Any], blocks: list[Block], passports: Sequence[PageFacts], printed: Printed) -> str:
    """A page: what is ``shown`` of the document as a whole, its blocks and passports, and what is on every page."""
    places = places_on_page(passports, cites(blocks))
    own = Passports(passports, places, printed)
    writer = Blocks(blocks, places, {passport["id"]: passport["label"] for passport in passports})
    writer.taken |= {place for _, place, _ in own.headings()}
    body = writer.body()
    data = {name: found for name, found in (("numbers", shown["numbers"]), ("marks", writer.drawn_values)) if found}
    scripts = (SCRIPT, *(SCRIPTS_OF[name] for name in data))
    css, *parts = ((TEMPLATES / name).read_text(encoding="utf-8") for name in ("page.css", *scripts))
    script = "".join(parts)
    ours = {
        "css": css,
        "script": script,
        "fonts": font_faces(),
        "policy": _policy(script),
        "on_sheets": _on_sheets(shown["notice"]),
    }  # nothing of a workbook is in these
    files = {name: Markup(text) for name, text in ours.items()} | {"data": _as_data(data)}
    usual = {"main": MAIN, "nation": NATION, "motto": MOTTO, "section": SECTION, "on_paper": ON_PAPER}
    contents = [*writer.headings, *own.headings()]
    return template_of("page.html.jinja").render({**shown, **usual, **files}, contents=contents, blocks=body, fields=own.fields())


def _on_sheets(notice: str) -> str:
    """The style that prints on each sheet of paper whom the page is for; whatever could end the text is escaped."""
    text = "".join(one if one.isalnum() or one in " .,-" else f"\\{ord(one):x} " for one in notice)
    return f'@media print {{ @page {{ @top-center {{ content: "{text}"; font: italic 8pt serif; }} }} }}\n' if text else ""


def _as_data(data: Mapping[str, Any]) -> Markup:
    """Texts and numbers as a script reads them: no sign in them ends the element that holds them; nothing for none."""
    text = json.dumps(normalised(data), ensure_ascii=False, separators=(",", ":")) if data else ""
    return Markup(text.replace("<", "\\u003c"))  # a text of JSON that means the same


@cache
def template_of(name: str) -> Template:
    """A page's template, which escapes whatever it is given."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    made = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, keep_trailing_newline=True, undefined=StrictUndefined)
    made.filters["short_numbers"] = short_numbers
    return made.get_template(name)


def _policy(script: str) -> str:
    """What the page allows itself: its own style, fonts and pictures inside it, and this one script."""
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return (
        "default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:; "
        f"script-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    )

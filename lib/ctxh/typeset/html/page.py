"""The appendix and the report as single HTML files that load nothing and work without script."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from html import escape

from ctxh.blocks import Block, Document, Frame, numbered
from ctxh.typeset.docx.elements import TEMPLATES
from ctxh.typeset.docx.frame import MOTTO, NATION
from ctxh.typeset.html.page_blocks import MAIN, Blocks
from ctxh.typeset.html.page_passports import Passports, needed, places_of
from ctxh.typeset.html.webfont import font_faces
from ctxh.typeset.mentions import Mention, cites, mentions
from ctxh.typeset.official import head_and_end
from ctxh.typeset.passport_links import PageFacts
from ctxh.typeset.text_width import normalised
from ctxh.typeset.unbroken import printable

APPENDIX, REPORT = "appendix.html", "report.html"
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
) -> str:
    """The page of the appendix: title, contents, blocks, and the passport of each number that has one.

    ``in_report`` names the sentences of report.html, beside this file, that print an indicator.
    """
    blocks = printable(blocks)
    printed = _joined(in_report or {}, mentions(blocks, IN_APPENDIX))
    head = f"<h1>{escape(normalised(title))}</h1>" + "".join(f"<p>{escape(normalised(line))}</p>" for line in meta)
    beside = (REPORT, IN_REPORT) if in_report else None
    return _page(normalised(title), "appendix", f"<header>{head}</header>", blocks, passports, printed, beside, notice)


def report_html(document: Document, passports: Sequence[PageFacts], *, notice: str = "", in_appendix: Printed | None = None) -> str:
    """The page of the whole report, and the passports of the numbers it prints.

    ``in_appendix`` names the tables and figures of appendix.html, beside this file, that print an indicator.
    """
    document = normalised(document)
    blocks = printable(document.blocks)
    printed = _joined(mentions(blocks, IN_REPORT), in_appendix or {})
    own = needed(passports, cites(blocks))
    beside = (APPENDIX, "Phụ lục: bảng và hình") if in_appendix else None
    head, end = _head_of_report(document.frame), _end_of_report(document.frame)
    return _page(document.title, "report", head, blocks, own, printed, beside, notice or document.frame.watermark, end)


def places_in_report(document: Document) -> Printed:
    """Where report.html prints each indicator, for the page of the appendix."""
    return mentions(numbered(list(document.blocks)), IN_REPORT, REPORT)


def places_in_appendix(blocks: Sequence[Block]) -> Printed:
    """Where appendix.html prints each indicator, for the page of the report."""
    return mentions(numbered(list(blocks)), IN_APPENDIX, APPENDIX)


def _joined(first: Printed, second: Printed) -> dict[str, list[Mention]]:
    return {name: [*first.get(name, ()), *second.get(name, ())] for name in {**first, **second}}


def _page(
    title: str,
    kind: str,
    head: str,
    blocks: list[Block],
    passports: Sequence[PageFacts],
    printed: Printed,
    beside: tuple[str, str] | None,
    notice: str,
    end: str = "",
) -> str:
    places = places_of(passports, cites(blocks))
    own = Passports(passports, places, printed)
    writer = Blocks(blocks, places, {passport["id"]: passport["label"] for passport in passports})
    writer.taken |= {place for _, place, _ in own.headings()}
    body = writer.body()
    script = (TEMPLATES / "page.js").read_text(encoding="utf-8")
    nav = _contents([*writer.headings, *own.headings()], beside)
    notice_block = f'<p class="notice">{escape(normalised(notice))}</p>\n' if notice else ""
    head_with_notice = head.replace(">", f">{notice_block}", 1)
    foot = f"<footer>{notice_block}</footer>\n" if notice else ""
    return (
        f'{_opening(title, script)}<body class="{kind}">\n<a class="skip" href="#{MAIN}">Đến nội dung</a>\n{head_with_notice}\n'
        f'<div class="page">\n{nav}\n<main id="{MAIN}" tabindex="-1">\n<div class="body">\n{body}</div>\n{end}'
        f"{own.section()}</main>\n</div>\n{foot}<script>{script}</script>\n</body>\n</html>\n"
    )


def _opening(title: str, script: str) -> str:
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    policy = (
        "default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:; "
        f"script-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    )
    css = (TEMPLATES / "page.css").read_text(encoding="utf-8")
    return (
        '<!DOCTYPE html>\n<html lang="vi">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{font_faces()}\n{css}</style>\n</head>\n"
    )


def _contents(headings: Sequence[tuple[int, str, str]], beside: tuple[str, str] | None) -> str:
    links = "".join(
        f'<li class="level-{level}"><a href="#{place}">{escape(text)}</a></li>\n' for level, place, text in headings if level <= 2
    )
    other = f'<p><a href="{beside[0]}">{beside[1]}</a></p>' if beside else ""
    return f'<nav aria-label="Mục lục">{other}<h2>Mục lục</h2><ul>{links}</ul></nav>'


def _head_of_report(frame: Frame) -> str:
    own = head_and_end(frame)
    superior = _lines(own["superior"])
    return (
        f'<header class="official"><div><p>{superior}</p>'
        f"<p><b>{_lines(own['issuer'])}</b></p><p>{_lines(own['number_line'])}</p></div>"
        f"<div><p><b>{NATION}</b></p><p><b>{MOTTO}</b></p><p><em>{_lines(own['place_date'])}</em></p></div>"
        f"<h1>{_lines(own['kind'])}<br>{_lines(own['summary'])}</h1>{_paragraphs(own['addressees'])}</header>"
    ).replace("<p></p>", "")


def _end_of_report(frame: Frame) -> str:
    own = head_and_end(frame)
    signer = f"<p><b>{_lines(own['signer'])}</b></p>" if own["signer"] else ""
    authority = "".join(f"<p><b>{_lines(line)}</b></p>" for line in own["authority"])
    return (
        f'<div class="end"><div><p><b><em>Nơi nhận:</em></b></p>{_paragraphs(own["recipients"])}</div>'
        f'<div class="signature">{authority}{signer}</div></div>\n'
    )


def _lines(text: str) -> str:
    return escape(text).replace("\n", "<br>")


def _paragraphs(lines: Sequence[str]) -> str:
    return "".join(f"<p>{_lines(line)}</p>" for line in lines)

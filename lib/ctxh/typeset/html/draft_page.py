"""The page of a report that is being written: what was typed is marked, what was found stands beside it, and it loads itself anew."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Sequence
from html import escape
from pathlib import Path

from ctxh.blocks import Document
from ctxh.book.dated_sentences import wording_folder
from ctxh.check.typed_numbers import spelt_numbers, with_marks
from ctxh.compute.computed import Computed
from ctxh.findings import Finding
from ctxh.tell.report import report_document, tell_report
from ctxh.typeset.docx.elements import TEMPLATES
from ctxh.typeset.html.page import report_html
from ctxh.typeset.passport_links import PageFacts

PAGE, VERSION = "preview.html", "preview.js"  # the page, and the file that tells it that there is a newer one
OPEN, CLOSE = "\uf8f0", "\uf8f1"  # round a number that was typed into the wording: signs that no text has
_TYPED = re.compile(f"{OPEN}([^{OPEN}{CLOSE}]*){CLOSE}")
_POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>\n')  # forbids the other file


def draft_document(computed: Computed) -> Document:
    """The report told from the wording as it is now, typed numbers between signs. Raises CtxhError for what cannot be told."""
    spelt, wording = spelt_numbers(computed.book.counted_words), wording_folder(computed.request)
    with tempfile.TemporaryDirectory() as folder:
        for path in (path for path in sorted(wording.rglob("*.md")) if path.is_file()):
            copy = Path(folder) / path.relative_to(wording)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_text(with_marks(path, spelt, OPEN, CLOSE), encoding="utf-8", newline="")
        return report_document(computed, tell_report(computed, Path(folder)))


def draft_html(document: Document | None, passports: Sequence[PageFacts], findings: Sequence[Finding], fault: str, version: str) -> str:
    """The page of a draft, whose numbers open their sources; a fault of the wording is said first, then the last that could be told.

    With a ``version`` it loads itself anew when there is another.
    """
    page = (
        report_html(document, passports) if document else '<!DOCTYPE html>\n<html lang="vi">\n<head>\n</head>\n<body>\n</body>\n</html>\n'
    )
    marked = _TYPED.sub(r'<mark class="typed" title="Số gõ thẳng vào lời văn">\1</mark>', _POLICY.sub("", page))
    style = f"<style>{(TEMPLATES / 'draft.css').read_text(encoding='utf-8')}</style>\n</head>"
    script = (TEMPLATES / "draft.js").read_text(encoding="utf-8").replace("VERSION_FILE", VERSION).replace("THIS_VERSION", version)
    renewed = f"<script>{script}</script>\n" if version else ""
    beside = _beside(findings, fault, document is not None)
    return marked.replace("</head>", style, 1).replace("</body>", f"{beside}{renewed}</body>", 1)


def _beside(findings: Sequence[Finding], fault: str, earlier: bool) -> str:
    shown = f'<p class="fault">{escape(fault)}{" Bên dưới là lời văn của lần ghi trước." if earlier else ""}</p>' if fault else ""
    rows = "".join(
        f"<li><b>{escape(found['file'])}</b> {escape(found['message'])} <span>{escape(found['remedy'])}</span></li>" for found in findings
    )
    listed = f"<ol>{rows}</ol>" if rows else "" if fault else "<p>Lời văn không có điều gì phải xem lại.</p>"
    return f'<aside class="draft" aria-label="Điều cần xem trong lời văn" aria-live="polite"><h2>Bản nháp</h2>{shown}{listed}</aside>\n'


def version_script(version: str) -> str:
    """The file that an open page looks into now and then."""
    return f'window.ctxhDraft = "{version}";\n'

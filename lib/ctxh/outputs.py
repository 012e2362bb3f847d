"""The documents of an edition, written from its saved tables and executed notebooks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ctxh.annexes import annex_sheets
from ctxh.definitions import INDICATORS
from ctxh.edition import Edition
from ctxh.passports import Passport, passport
from ctxh.report import breakdown_note, epoch, read_document

APPENDIX_TITLE = "Phụ lục số liệu báo cáo Công tác xã hội năm {year}"


def write_outputs(edition: Edition, executed: list[Path], formats: set[str]) -> list[Path]:
    """The paths of the documents written into the edition's workspace, for the formats asked for."""
    written = []
    for name in sorted(formats):
        for file, content in WRITERS[name](edition, executed).items():
            path = edition.workspace / file
            path.write_bytes(content)
            written.append(path)
    return written


def _docx(edition: Edition, executed: list[Path]) -> dict[str, bytes]:
    from ctxh.documents.docx import write_docx

    frame = (edition.data / edition.office_id / "frame.docx").read_bytes()
    return {"report.docx": write_docx(read_document(edition.workspace), frame, epoch(edition))}


def _pdf(edition: Edition, executed: list[Path]) -> dict[str, bytes]:
    from ctxh.documents.exporters import CtxhPDFExporter
    from ctxh.documents.pdf import report_pdf

    appendix, _ = CtxhPDFExporter().from_notebook_node(_bound(edition, executed, passports=False))
    return {"report.pdf": report_pdf(read_document(edition.workspace), epoch(edition)), "appendix.pdf": appendix}


def _html(edition: Edition, executed: list[Path]) -> dict[str, bytes]:
    from ctxh.documents.exporters import CtxhHTMLExporter

    page, _ = CtxhHTMLExporter().from_notebook_node(_bound(edition, executed, passports=True))
    return {"appendix.html": page.encode("utf-8")}


def _xlsx(edition: Edition, executed: list[Path]) -> dict[str, bytes]:
    from ctxh.documents.annex import annex_xlsx

    facts, sheets = annex_sheets(edition)
    return {"annex.xlsx": annex_xlsx(facts, sheets, epoch(edition))}


WRITERS: dict[str, Callable[[Edition, list[Path]], dict[str, bytes]]] = {
    "docx": _docx, "pdf": _pdf, "html": _html, "xlsx": _xlsx,
}  # fmt: skip


def _bound(edition: Edition, executed: list[Path], passports: bool):
    """The executed notebooks as one, with what the appendix says about itself."""
    import nbformat

    from ctxh.documents.exporters import bind

    notebooks = [nbformat.reads(path.read_text(encoding="utf-8"), as_version=4) for path in executed]
    title = APPENDIX_TITLE.format(year=edition.year)
    meta = (edition.office["frame"]["issuer"], f"Kèm theo Báo cáo: {edition.office['frame']['summary'].format(year=edition.year)}")
    shown = tuple(passport_facts(passport(edition, name)) for name in INDICATORS) if passports else ()
    return bind(notebooks, title, names=tuple(path.name for path in executed), meta=meta,
                notice=breakdown_note(edition), epoch=epoch(edition), passports=shown)  # fmt: skip


def passport_facts(found: Passport) -> dict:
    """A passport as the facts that a page shows: id, label, value, formula, parts, cells."""
    value = found.printed if found.printed.endswith("%") else f"{found.printed} {found.measure}".strip()
    return {
        "id": found.indicator,
        "label": found.label,
        "value": f"{value} ({found.area}, năm {found.year})",
        "formula": found.formula,
        "parts": [f"{label}: {shown}" for _, label, shown in found.parts],
        "cells": [source.line() for source in found.sources],
    }

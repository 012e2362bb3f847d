"""The documents of an edition, written from its saved tables and executed notebooks."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from ctxh.annexes import annex_sheets
from ctxh.edition import Edition
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
    from ctxh.documents.printed_passports import printed_passports

    appendix, _ = CtxhPDFExporter().from_notebook_node(_bound(edition, executed, printed_passports(edition)))
    return {"report.pdf": report_pdf(read_document(edition.workspace), epoch(edition)), "appendix.pdf": appendix}


def _html(edition: Edition, executed: list[Path]) -> dict[str, bytes]:
    from ctxh.documents.evidence import evidence
    from ctxh.documents.exporters import blocks_of
    from ctxh.documents.page import APPENDIX, REPORT, appendix_html, places_in_appendix, places_in_report, report_html

    bound, report, passports = _bound(edition, executed, []), read_document(edition.workspace), evidence(edition)
    blocks, about = blocks_of(bound), bound.metadata["ctxh"]
    appendix = appendix_html(
        about["title"], about["meta"], blocks, notice=about["notice"], passports=passports, in_report=places_in_report(report)
    )
    whole = report_html(report, passports, in_appendix=places_in_appendix(blocks))
    return {APPENDIX: appendix.encode("utf-8"), REPORT: whole.encode("utf-8")}


def _xlsx(edition: Edition, executed: list[Path]) -> dict[str, bytes]:
    from ctxh.documents.annex import annex_xlsx

    facts, sheets = annex_sheets(edition)
    return {"annex.xlsx": annex_xlsx(facts, sheets, epoch(edition))}


WRITERS: dict[str, Callable[[Edition, list[Path]], dict[str, bytes]]] = {
    "docx": _docx, "pdf": _pdf, "html": _html, "xlsx": _xlsx,
}  # fmt: skip


def _bound(edition: Edition, executed: list[Path], passports: list[dict]):
    """The executed notebooks as one, with what the appendix says about itself."""
    from ctxh.documents.exporters import bind
    from ctxh.documents.official import appendix_reference

    notebooks = [_notebook(path, path.stat().st_mtime_ns) for path in executed]
    title = APPENDIX_TITLE.format(year=edition.year)
    meta = (appendix_reference(read_document(edition.workspace).frame, edition.office["name"]),)
    return bind(notebooks, title, names=tuple(path.name for path in executed), meta=meta,
                notice=breakdown_note(edition), epoch=epoch(edition), passports=tuple(passports))  # fmt: skip


@lru_cache(maxsize=8)
def _notebook(path: Path, changed: int):
    """A notebook that the run itself has written: read once, and not validated again."""
    from nbformat import v4

    return v4.reads(path.read_text(encoding="utf-8"))

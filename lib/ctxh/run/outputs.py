"""The documents of an edition, written from its saved tables and executed notebooks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from ctxh.blocks import Block, Document, Figure, Table, numbered
from ctxh.book.request import Request
from ctxh.check.verdicts import Verdicts
from ctxh.compute.computed import Computed
from ctxh.compute.passports import Passport, all_passports
from ctxh.errors import CtxhError
from ctxh.reference.audiences import marked
from ctxh.run.beside import beside
from ctxh.run.manifest import ASKED, code_of
from ctxh.tell import Telling
from ctxh.tell.rendered_wording import CITATION_COLUMNS
from ctxh.tell.report import breakdown_note, epoch, read_document, report_document
from ctxh.typeset.annex_contents import annex_sheets
from ctxh.vietnamese import format_number

if TYPE_CHECKING:
    from nbformat import NotebookNode

CODE = "Mã của bản: {code} (tính lại được từ chính bản này)."
APPENDIX_TITLE = "Phụ lục số liệu báo cáo Công tác xã hội {period}"


@dataclass(frozen=True)
class Material:
    """What the documents of an edition are written from, each part made when it is first asked for."""

    computed: Computed
    verdicts: Verdicts
    folder: Path
    executed: tuple[Path, ...]

    @cached_property
    def epoch(self) -> int:
        """The one moment of the edition, in seconds."""
        return epoch(self.computed)

    @property
    def code(self) -> str:
        """The short code of the edition, which ``ctxh verify`` computes too."""
        asked = self.computed.request
        given = (asked.office_id, asked.year, asked.boundaries, asked.since, asked.period.name, asked.audience)
        return code_of(self.folder, dict(zip(ASKED, given, strict=True)))

    @cached_property
    def report(self) -> Document:
        """The report as the last notebook told it."""
        return read_document(self.folder)

    @cached_property
    def passports(self) -> dict[str, Passport]:
        """The passports of all indicators, by id."""
        return all_passports(self.computed)

    @cached_property
    def bound(self) -> NotebookNode:
        """The executed notebooks as one, with what the appendix says about itself."""
        from nbformat import v4

        from ctxh.typeset.exporters import bind_notebooks
        from ctxh.typeset.official import appendix_reference

        title = APPENDIX_TITLE.format(period=self.computed.period.words)
        meta = (appendix_reference(self.report.frame, self.computed.settings.name), CODE.format(code=self.code))
        notebooks = [v4.reads(path.read_text(encoding="utf-8")) for path in self.executed]
        return bind_notebooks(
            notebooks,
            title,
            names=tuple(path.name for path in self.executed),
            meta=meta,
            notice=marked(self.computed.request.audience, breakdown_note(self.computed)),
            epoch=self.epoch,
        )

    @cached_property
    def meta(self) -> tuple[str, ...]:
        """What the appendix says under its title: what it belongs to, and how many of its numbers no indicator stands behind."""
        own = [block for block in numbered(self.blocks) if isinstance(block, Table | Figure) and block.uncited]
        named = ", ".join(block.caption.split(". ")[0] for block in own)
        count = format_number(sum(block.uncited for block in own))
        own_numbers = (f"{count} con số do người phân tích lập, không có chỉ tiêu đứng sau: {named}.",) if own else ()
        return (*self.bound.metadata["ctxh"]["meta"], *own_numbers)

    @cached_property
    def blocks(self) -> list[Block]:
        """The blocks that the bound notebooks show."""
        from ctxh.typeset.exporters import blocks_of

        return blocks_of(self.bound)


def write_outputs(computed: Computed, verdicts: Verdicts, folder: Path, executed: list[Path], formats: set[str]) -> list[Path]:
    """The paths of the documents written into the folder of an edition, for the formats asked for.

    The PDF, which takes as long as all others, is written beside them.
    """
    material, long = Material(computed, verdicts, folder, tuple(executed)), formats & {LONGEST}
    if not long or formats == long:
        return _written(material, formats)
    _ = material.blocks, material.passports  # made once, before there are two to make them
    with beside(lambda: _written(material, long)) as others:
        return [*_written(material, formats - long), *others()]


def _written(material: Material, formats: set[str]) -> list[Path]:
    written = []
    for name in sorted(formats):
        for file, content in WRITERS[name](material).items():
            path = material.folder / file
            path.write_bytes(content)
            written.append(path)
    return written


def _docx(material: Material) -> dict[str, bytes]:
    from ctxh.typeset.docx.frame import default_frame
    from ctxh.typeset.docx.report_docx import write_docx

    return {"report.docx": write_docx(material.report, own_frame(material.computed.request) or default_frame(), material.epoch)}


def own_frame(request: Request) -> bytes:
    """The office's own Word frame; empty where it has none."""
    path = request.office_folder / "frame.docx"
    return path.read_bytes() if path.is_file() else b""


def frame_fault(computed: Computed) -> str:
    """Why the office's own Word frame cannot be filled as the report's is; empty where it can be, or there is none."""
    from ctxh.typeset.docx.report_docx import write_docx

    own = own_frame(computed.request)
    try:
        if own:
            write_docx(report_document(computed, Telling((), pd.DataFrame(columns=CITATION_COLUMNS))), own, epoch(computed))
    except CtxhError as fault:
        return str(fault)
    return ""


def frame_note(request: Request) -> str:
    """What the Word report shows otherwise than PDF and page do, since the office has changed its frame; else empty."""
    from ctxh.typeset.docx.frame_differences import frame_differences

    own = own_frame(request)
    found = frame_differences(own) if own else []
    return (
        (
            f"Khung Word (frame.docx) khác office.toml và mẫu chung: {'; '.join(found)}. Chỉ report.docx theo khung ấy; "
            "report.pdf và report.html theo office.toml. Muốn ba bản như nhau thì ghi nơi nhận, người ký, cơ quan ở office.toml."
        )
        if found
        else ""
    )


def _pdf(material: Material) -> dict[str, bytes]:
    from ctxh.typeset.exporters import CtxhPDFExporter
    from ctxh.typeset.pdf.report_pdf import report_pdf
    from ctxh.typeset.printed_passports import printed_passports

    exporter = CtxhPDFExporter().given(
        material.blocks, meta=material.meta, passports=printed_passports(material.computed, material.passports)
    )
    appendix, _ = exporter.from_notebook_node(material.bound)
    return {"report.pdf": report_pdf(material.report, material.epoch), "appendix.pdf": appendix}


def _html(material: Material) -> dict[str, bytes]:
    from ctxh.typeset.evidence import evidence
    from ctxh.typeset.exporters import CtxhHTMLExporter
    from ctxh.typeset.html.page import APPENDIX, REPORT, places_in_appendix, places_in_report, report_html
    from ctxh.typeset.printed_texts import printed_texts

    passports = evidence(material.computed, material.passports)
    exporter = CtxhHTMLExporter().given(
        material.blocks,
        meta=material.meta,
        passports=passports,
        in_report=places_in_report(material.report),
        numbers=printed_texts(material.computed),
    )
    appendix, _ = exporter.from_notebook_node(material.bound)
    notice = marked(material.computed.request.audience, material.report.frame.watermark)
    whole = report_html(material.report, passports, notice=notice, in_appendix=places_in_appendix(material.blocks))
    return {APPENDIX: appendix.encode("utf-8"), REPORT: whole.encode("utf-8")}


def _xlsx(material: Material) -> dict[str, bytes]:
    from ctxh.typeset.xlsx.annex import annex_xlsx

    facts, sheets = annex_sheets(material.computed, material.verdicts, material.passports)
    mark = marked(material.computed.request.audience)
    return {"annex.xlsx": annex_xlsx([*facts, ("Phạm vi", mark)], sheets, material.epoch, mark)}


LONGEST = "pdf"
WRITERS: dict[str, Callable[[Material], dict[str, bytes]]] = {"docx": _docx, "pdf": _pdf, "html": _html, "xlsx": _xlsx}

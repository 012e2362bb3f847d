"""Exporters of nbconvert: executed notebooks as one HTML page or one PDF, code hidden.

``jupyter nbconvert --to ctxh-html`` and ``--to ctxh-pdf`` find them by entry point.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePath
from types import MappingProxyType
from typing import Any, Self, cast

import nbformat
from nbformat import NotebookNode

from ctxh.blocks import MIME, Block, Heading, Paragraph, from_json, text_of, with_content
from ctxh.errors import CtxhError
from ctxh.process.surroundings import found_around
from ctxh.tell.withheld import is_withheld
from ctxh.typeset.lean_exporter import Exporter
from ctxh.typeset.notebook_markdown import blocks_of_markdown
from ctxh.typeset.passport_links import PageFacts
from ctxh.typeset.text_width import normalised

Resources = dict[str, Any]
Texts = tuple[str, Resources]  # nbconvert's own exporters give such too, its base says a notebook
Pages = tuple[bytes, Resources]
IGNORED = frozenset({"parameters", "injected-parameters", "hide"})
FIXED_EPOCH = 946684800
OWN_PAGES = 25  # the place in the appendix of notebooks that ask for none


def bind_notebooks(
    notebooks: list[NotebookNode],
    title: str,
    *,
    names: tuple[str, ...] = (),
    meta: tuple[str, ...] = (),
    notice: str = "",
    epoch: int | None = None,
    passports: tuple[PageFacts, ...] = (),
) -> NotebookNode:
    """One notebook holding the cells of several, and what the page says about itself.

    A cell tagged ``appendix-20`` begins a part of the appendix; parts stand in the order of their numbers, cells
    without one, such as an office's own notebooks, after the figures.
    """
    bound, placed = nbformat.v4.new_notebook(), []
    for position, notebook in enumerate(notebooks):
        name, place = names[position] if names else notebook_name(notebook, f"thứ {position + 1}"), OWN_PAGES
        for number, cell in enumerate(notebook.cells, 1):
            place = _place_of(cell, place)
            metadata = NotebookNode({**cell.metadata, "ctxh": NotebookNode(notebook=name, cell=number)})
            placed.append((place, NotebookNode({**cell, "metadata": metadata})))
    placed.sort(key=lambda pair: pair[0])
    bound.cells = [NotebookNode({**cell, "id": f"c{number}"}) for number, (_, cell) in enumerate(placed)]
    about = {"title": title, "meta": list(meta), "notice": notice, "passports": list(passports)}
    known = {"epoch": epoch} if epoch is not None else {}
    bound.metadata["ctxh"] = nbformat.from_dict({**about, **known})
    return cast("NotebookNode", bound)


def _place_of(cell: NotebookNode, before: int) -> int:
    """The number of the part of the appendix that a cell begins, else that of the cell before it."""
    found = [re.fullmatch(r"appendix-(\d+)", tag) for tag in cell.metadata.get("tags", ())]
    return next((int(tag[1]) for tag in found if tag), before)


def notebook_name(notebook: NotebookNode, default: str = "notebook") -> str:
    """The name that a notebook goes by in messages: its file's, when papermill ran it."""
    known = notebook.metadata.get("ctxh", {}).get("name")
    path = notebook.metadata.get("papermill", {}).get("input_path") or ""
    return known or PurePath(path).stem or default


def _executed(notebook: NotebookNode, default: str) -> NotebookNode:
    """The notebook, all of whose cells have run. Raises CtxhError for one that never did, or not to its end."""
    codes = [(number, cell) for number, cell in enumerate(notebook.cells, 1) if cell.cell_type == "code" and cell.source.strip()]
    idle = [number for number, cell in codes if cell.get("execution_count") is None]
    if idle:
        how_many = (
            "chưa chạy lần nào"
            if len(idle) == len(codes)
            else f"mới chạy một phần: còn {len(idle)}/{len(codes)} ô chưa chạy, đầu tiên là ô {idle[0]}"
        )
        raise CtxhError(f"Sổ tay {notebook_name(notebook, default)} {how_many}. Chạy hết sổ rồi chuyển lại, hoặc thêm --execute.")
    return notebook


def blocks_of(notebook: NotebookNode, name: str = "") -> list[Block]:
    """The blocks that an executed notebook shows. Raises CtxhError naming notebook and cell.

    Of a table that a public edition lacks nothing is left, nor of the words that lead to it.
    """
    name = name or notebook_name(notebook)
    out: list[Block] = []
    for number, cell in enumerate(notebook.cells, 1):
        if IGNORED.isdisjoint(cell.metadata.get("tags", ())):
            place = cell.metadata.get("ctxh", {"notebook": name, "cell": number})
            blocks = _cell_blocks(cell, f"Sổ tay {place['notebook']}, ô {place['cell']}")
            lacking = any(map(is_withheld, blocks))
            if lacking and out and isinstance(out[-1], Paragraph):
                out.pop()
            out += [] if lacking else blocks
    _refuse_skipped_levels(out)
    return normalised(with_content(out))


def _cell_blocks(cell: NotebookNode, place: str) -> list[Block]:
    if cell.cell_type == "markdown":
        try:
            return blocks_of_markdown(cell.source)
        except CtxhError as error:
            raise CtxhError(f"{place}: {error}.") from None
    if cell.cell_type != "code":
        return []
    return [block for output in cell.outputs for block in _output_blocks(output, place)]


def _output_blocks(output: NotebookNode, place: str) -> list[Block]:
    if output.output_type == "error":
        raise CtxhError(f"{place}: ô chạy lỗi {output.ename}: {output.evalue}. Sửa lỗi rồi chạy lại sổ tay.")
    if output.output_type == "stream":
        stream = "cảnh báo (stderr)" if output.name == "stderr" else "chữ in ra (print)"
        first = " ".join(output.text.split())[:80]
        raise CtxhError(f"{place}: có {stream} “{first}”, không được đưa vào phụ lục. Bỏ đi rồi chạy lại.")
    data = output.get("data", {})
    if MIME not in data and "text/markdown" in data:  # a passport, or words of the analyst's own
        return blocks_of_markdown(data["text/markdown"])
    if MIME not in data:
        kinds = ", ".join(sorted(data)) or "trống"
        raise CtxhError(
            f"{place}: kết quả ({kinds}) không phải bảng hay hình của ctxh. Trả về Table hoặc Figure "
            '(Table.from_frame(bảng, "Tên bảng"), Figure.from_axes(ax, "Tên hình", alt=..., source=...)), hoặc gắn nhãn “hide” cho ô.'
        )
    return [from_json(data[MIME])]


def _refuse_skipped_levels(blocks: list[Block]) -> None:
    level = 0
    for block in blocks:
        if isinstance(block, Heading):
            if block.level > level + 1:
                words = text_of(block.runs)
                raise CtxhError(f"Tiêu đề “{words}” (cấp {block.level}) nhảy quá một cấp sau cấp {level}.")
            level = block.level


class _CtxhExporter(Exporter):
    """Reads what a bound or a single notebook says about itself; ``more`` is given to the page as it is.

    nbconvert's own preprocessors are run, such as ``--execute``, but for a page whose blocks were read already:
    a run does without them and without their libraries.
    """

    more: Mapping[str, object] = MappingProxyType({})
    blocks: list[Block] | None = None

    def __init__(self, **settings: Any) -> None:
        Exporter.__init__(self, **settings)

    def _init_preprocessors(self) -> None:
        """None yet: ``page`` knows whether any are asked for."""
        self._preprocessors = []

    def given(self, blocks: list[Block] | None = None, **more: object) -> Self:
        """The exporter itself, its page given what no notebook can hold, such as passports; and its blocks, if they were read."""
        self.blocks, self.more = blocks, more
        return self

    def page(self, notebook: NotebookNode, resources: Resources | None) -> tuple[dict[str, Any], Resources, list[Block]]:
        """What stands on the page (title, meta, notice, passports, epoch), the resources, the blocks."""
        if self.blocks is None:
            Exporter._init_preprocessors(self)
            notebook, resources = super().from_notebook_node(notebook, resources)
        else:
            resources = Exporter._init_resources(self, resources)
        resources["outputs"] = {}
        default = resources.get("metadata", {}).get("name") or "notebook"
        blocks = self.blocks if self.blocks is not None else blocks_of(_executed(notebook, default), notebook_name(notebook, default))
        own = notebook.metadata.get("ctxh", {})
        about = {
            "title": own.get("title") or _first_heading(blocks) or default,
            "meta": tuple(own.get("meta", ())),
            "notice": own.get("notice", ""),
            "passports": tuple(own.get("passports", ())),
            "epoch": int(own.get("epoch", found_around("SOURCE_DATE_EPOCH") or FIXED_EPOCH)),
        }
        return about | dict(self.more), resources, blocks


class CtxhHTMLExporter(_CtxhExporter):
    """One HTML file that loads nothing: tables, figures, passports."""

    export_from_notebook = "CTXH HTML"
    output_mimetype = "text/html"

    def _file_extension_default(self) -> str:
        return ".html"

    def from_notebook_node(self, nb: NotebookNode, resources: Resources | None = None, **kw: object) -> Texts:  # type: ignore[override]  # see Texts
        """The page as text, and the resources."""
        from ctxh.typeset.html.page import appendix_html

        about, resources, blocks = self.page(nb, resources)
        about.pop("epoch")
        return appendix_html(about.pop("title"), about.pop("meta"), blocks, **about), resources


class CtxhPDFExporter(_CtxhExporter):
    """One tagged PDF laid out by typst."""

    export_from_notebook = "CTXH PDF"
    output_mimetype = "application/pdf"

    def _file_extension_default(self) -> str:
        return ".pdf"

    def from_notebook_node(self, nb: NotebookNode, resources: Resources | None = None, **kw: object) -> Pages:  # type: ignore[override]  # see Texts
        """The PDF as bytes, and the resources."""
        from ctxh.typeset.pdf.report_pdf import appendix_pdf

        about, resources, blocks = self.page(nb, resources)
        title, meta, epoch = about.pop("title"), about.pop("meta"), about.pop("epoch")
        return appendix_pdf(title, meta, blocks, epoch, **about), resources


def _first_heading(blocks: list[Block]) -> str:
    return next((text_of(b.runs) for b in blocks if isinstance(b, Heading)), "")

"""The report and the appendix as PDF/A-2a and PDF/UA-1, laid out by typst from JSON."""

from __future__ import annotations

import itertools
import json
from collections.abc import Sequence
from typing import Any

from ctxh.blocks import Block, Cell, Document, Figure, Heading, Paragraph, Run, Table, text_of
from ctxh.errors import CtxhError
from ctxh.typeset import drawings
from ctxh.typeset.column_widths import beginning, breakable, cramped, lines, row_lines, shares, type_size
from ctxh.typeset.docx.elements import TEMPLATES
from ctxh.typeset.docx.frame import MOTTO, NATION
from ctxh.typeset.line_breaks import early_ends
from ctxh.typeset.official import SHORT_RULE, appendix_heading, head_and_end, item_parts, leads
from ctxh.typeset.passport_links import PASSPORTS, PageFacts, as_lines, target, targets
from ctxh.typeset.pdf.backlinks import cell_id, figure_id, printed_at
from ctxh.typeset.pdf.compression import compressed
from ctxh.typeset.pdf.pdf_postprocess import SCHEME, headed_rows, internal_links
from ctxh.typeset.text_width import normalised, normalised_json, width
from ctxh.typeset.unbroken import DOCUMENT_NUMBER, printable, unbroken
from ctxh.vietnamese.typeface import FONTS, missing

Json = dict[str, Any]  # what the templates of typst read
STANDARDS = ["a-2a", "ua-1"]
TEXT_WIDTH = 467  # points: 165 mm
BODY, INDENT = 14, 36  # points: the type of the report, the indent of first lines
SIZES = {"report": (12, 9), "appendix": (9.5, 8.5)}  # largest and smallest type of a table
SCALES = {"report": 1, "appendix": 0.9}  # of a figure's own size, so that two fit a page
INSETS = {"report": 3, "appendix": 2.2}  # points above and below the text of a cell
WHOLE_ROWS, WHOLE_LINES = 22, 36  # a table of no more rows, of no more lines, is kept on one page
EDGE = 3.5  # points left and right of the text of a cell
UNKNOWN_GLYPH = "□"


def report_pdf(document: Document, epoch: int) -> bytes:
    """The official report as a tagged PDF; the same document gives the same bytes."""
    document = normalised(document)
    data = {
        "title": document.title,
        "head": head_and_end(document.frame),
        "nation": NATION,
        "motto": MOTTO,
        "short_rule": SHORT_RULE,
    }
    blocks = printable(document.blocks)
    return _compiled("report", data, blocks, {}, epoch)


def appendix_pdf(
    title: str,
    meta: Sequence[str],
    blocks: Sequence[Block],
    epoch: int,
    *,
    notice: str = "",
    passports: Sequence[PageFacts] = (),
) -> bytes:
    """The appendix as a tagged PDF: title, contents, blocks and the passports of its numbers.

    A number links to its passport, a passport to its parts and to what prints it.
    """
    blocks = printable(blocks)
    places = targets(passports)
    uses = printed_at(blocks)
    data = {
        "title": title,
        "heading": appendix_heading(title),
        "meta": list(meta),
        "notice": notice,
        "contents": _contents(blocks, passports),
        "section": PASSPORTS,
        "passports": [_passport(passport, places, uses.get(passport["id"], [])) for passport in passports],
    }
    return _compiled("appendix", normalised_json(data), blocks, places, epoch)


def _contents(blocks: Sequence[Block], passports: Sequence[PageFacts]) -> list[Json]:
    """The headings of two levels that the contents list, in order; none for a page that has hardly any."""
    headings = [block for block in blocks if isinstance(block, Heading)]
    found = [(block.level, text_of(block.runs)) for block in headings if block.level <= 2]
    found += [(1, PASSPORTS)] if passports else []
    names = dict.fromkeys(passport.get("group") or passport["label"] for passport in passports)
    listed = [*found, *((2, name) for name in names)] if len(headings) > 2 else []
    return [{"level": level, "text": text} for level, text in listed]


def png(svg: str, dots_per_inch: int = 200) -> bytes:
    """A drawing as pixels, for viewers that cannot show vectors."""
    source = '#set page(width: auto, height: auto, margin: 0pt)\n#image("figure.svg")'
    files = {"main.typ": source.encode(), "figure.svg": svg.encode()}
    return _run(files, format="png", ppi=dots_per_inch)


def _compiled(kind: str, data: Json, blocks: Sequence[Block], places: dict[str, str], epoch: int) -> bytes:
    files = {f"figure-{n}.svg": b.svg.encode() for n, b in enumerate(blocks) if isinstance(b, Figure)}
    data |= {"scale": SCALES[kind], "inset": INSETS[kind], "scheme": SCHEME, "document_number": DOCUMENT_NUMBER}
    labels = {passport["target"]: passport["label"] for passport in data.get("passports", ())}
    led_to = {use["target"] for passport in data.get("passports", ()) for use in passport["uses"]}
    shown = [_json(block, n, kind, places, led_to, labels) for n, block in enumerate(blocks)]
    data["blocks"] = _grouped(_listed(_led(shown))) if kind == "appendix" else _listed(shown)
    text = unbroken(json.dumps(data, ensure_ascii=False))
    if absent := missing(text):
        text = text.translate({ord(char): UNKNOWN_GLYPH for char in absent})
    files["data.json"] = text.encode()
    files["main.typ"] = (TEMPLATES / f"{kind}.typ").read_bytes()
    files["common.typ"] = (TEMPLATES / "common.typ").read_bytes()
    pdf = _run(files, format="pdf", pdf_standards=STANDARDS, timestamp=epoch)
    turned, headed = internal_links(labels) if labels else bytes, headed_rows(_with_several_rows(blocks))
    return compressed(pdf, lambda body: turned(headed(body)))


def _with_several_rows(blocks: Sequence[Block]) -> set[int]:
    """The numbers, from 1, of the tables whose first cells tell rows apart."""
    tables = [block for block in blocks if isinstance(block, Table)]
    return {number for number, table in enumerate(tables, 1) if len(table.rows) > 1}


def _led(blocks: list[Json]) -> list[Json]:
    """The blocks, the words just before a heading, table or figure kept on its page."""
    for block, after in itertools.pairwise(blocks):
        if block["kind"] == "paragraph" and after["kind"] != "paragraph":
            block["leads"] = True
    return blocks


def _listed(blocks: list[Json]) -> list[Json]:
    """The blocks, neighbouring entries of one mark as one list."""
    out: list[Json] = []
    for block in blocks:
        if block.get("style") != "item":
            out.append(block)
        elif out and out[-1]["kind"] == "list" and out[-1]["mark"] == block["mark"]:
            out[-1]["entries"].append(block["runs"])
        else:
            out.append({"kind": "list", "mark": block["mark"], "entries": [block["runs"]]})
    return out


def _grouped(blocks: list[Json]) -> list[Json]:
    """The blocks, each wide table with the heading and words before it as one ``turned`` page."""
    out: list[Json] = []
    for block in blocks:
        if not block.get("wide"):
            out.append(block)
            continue
        start = len(out)
        while start and out[start - 1]["kind"] in ("heading", "paragraph") and len(out) - start < 4:
            start -= 1
            if out[start]["kind"] == "heading" and not (start and out[start - 1]["kind"] == "heading"):
                break
        out[start:] = [{"kind": "turned", "blocks": [*out[start:], block]}]
    return out


def _run(files: dict[str, bytes], **options: Any) -> bytes:
    import typst

    try:
        out: bytes
        out, warnings = typst.compile_with_warnings(files, font_paths=[str(FONTS)], ignore_system_fonts=True, **options)
    except typst.TypstError as error:
        raise CtxhError("Không dàn được trang PDF: có chữ hoặc hình không dàn được. Chạy lại với --debug để xem chi tiết.") from error
    if warnings:
        fault = CtxhError("Không dàn được trang PDF như phải có: phông chữ đi kèm thiếu hoặc hỏng, hay thiếu chữ. Cài lại chương trình.")
        raise fault from RuntimeError("; ".join(warning.message for warning in warnings))
    return out


def _json(block: Block, number: int, kind: str, places: dict[str, str], led_to: set[str], labels: dict[str, str]) -> Json:
    if isinstance(block, Heading):
        return {"kind": "heading", "level": block.level, "runs": _runs(block.runs, places)}
    if isinstance(block, Paragraph):
        mark, runs = item_parts(block.runs) if block.style == "item" else ("", block.runs)
        if kind == "report" and block.style != "note":
            runs = early_ends(runs, TEXT_WIDTH, INDENT + width(f"{mark} " if mark else "", BODY), BODY)
        shape = {"style": block.style, "mark": mark, "leads": leads(block)}
        return {"kind": "paragraph", **shape, "runs": _runs(runs, places)}
    if isinstance(block, Table):
        return _table(block, kind) | {"rows": _rows(block, number, places, led_to)}
    return _figure(block, number, places, labels)


def _runs(runs: tuple[Run, ...], places: dict[str, str]) -> list[Json]:
    return [{"text": breakable(run.text), "bold": run.bold, "italic": run.italic, "target": target(run.cite, places)} for run in runs]


def _table(block: Table, kind: str) -> Json:
    """A table without its rows, laid out for the pages of a kind of document."""
    largest, smallest = SIZES[kind]
    wide = kind == "appendix" and cramped(block, TEXT_WIDTH, smallest)
    room = TEXT_WIDTH * (1.45 if wide else 1)
    size = type_size(block, room, largest, smallest)
    widths = shares(block, room, size)
    return {
        "kind": "table",
        "caption": block.caption,
        "columns": [{"label": breakable(c.label), "align": c.align} for c in block.columns],
        "total_rows": block.total_rows,
        "widths": widths,
        "lines": row_lines(block, [room * share - 2 * EDGE for share in widths], size),
        "beginning": beginning(block, room, size, INSETS[kind]),
        "edge": EDGE,
        "size": size,
        "wide": wide,
        "breakable": len(block.rows) > WHOLE_ROWS or lines(block, room, size) > WHOLE_LINES,
        "note": block.note,
        "source": block.source,
    }


def _rows(block: Table, number: int, places: dict[str, str], led_to: set[str]) -> list[list[Json]]:
    return [[_cell(c, cell_id(number, y, x), places, led_to) for x, c in enumerate(row)] for y, row in enumerate(block.rows)]


def _cell(cell: Cell, ident: str, places: dict[str, str], led_to: set[str]) -> Json:
    """A cell, with its id where a passport links back to it."""
    place = target(cell.cite, places)
    return {"text": breakable(cell.text), "target": place, "id": ident if place and ident in led_to else ""}


def _figure(block: Figure, number: int, places: dict[str, str], labels: dict[str, str]) -> Json:
    return {
        "kind": "figure",
        "id": figure_id(number),
        "passports": [{"text": labels[place], "target": place} for place in _cited(block, places)],
        "caption": block.caption,
        "alt": block.alt,
        "file": f"figure-{number}.svg",
        "width": drawings.width_shown(block.svg, TEXT_WIDTH),
        "note": block.note,
        "source": block.source,
    }


def _cited(block: Figure, places: dict[str, str]) -> list[str]:
    """The places of the passports that a figure's numbers have, each once."""
    names = dict.fromkeys(cite.partition("@")[0] for cite in block.cites)
    return [places[name] for name in names if name in places]


def _passport(passport: PageFacts, places: dict[str, str], uses: list[tuple[str, str]]) -> Json:
    facts = {name: "; ".join(as_lines(passport.get(name))) for name in ("value", "formula", "basis", "sheet", "empty")}
    parts = [part if isinstance(part, dict) else {"id": "", "text": part} for part in passport.get("parts", ())]
    return {
        **facts,
        "id": passport["id"],
        "group": passport.get("group", ""),
        "label": passport["label"],
        "target": places[passport["id"]],
        "parts": [{"text": part["text"], "target": places.get(part["id"], "")} for part in parts],
        "cells": as_lines(passport.get("cells")),
        "uses": [{"text": text, "target": place} for text, place in uses],
    }

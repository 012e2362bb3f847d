"""Tables about the run itself: what was read, what was repaired, what was printed, and an entry of the book."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import takewhile
from pathlib import Path

import pandas as pd

from ctxh.blocks import Cell, Column, Table, number_column, text_cells
from ctxh.book import Indicator, book_folders
from ctxh.book.request import known_indicator
from ctxh.compute.computed import Computed
from ctxh.compute.selections import area_order
from ctxh.findings import CORRECTED
from ctxh.frames import Cited, FindingRow, rows_of
from ctxh.observe.observed import Observations
from ctxh.tell.withheld import internal
from ctxh.vietnamese import format_number


@internal("bang-so-lieu-goc", "Số liệu gốc theo biểu")
def observations_summary(observed: Observations) -> Table:
    """How many observations each form gave: form, items, areas, workbook cells."""
    table = observed.observations
    forms = table["item"].map(lambda item: observed.request.book.items[item].form)
    rows = []
    for form, layout in observed.request.layouts.items():
        own = table[forms == form]
        if len(own):
            counts = (own["item"].nunique(), own["area_code"].nunique(), len(own))
            rows.append((Cell(layout.code), Cell(layout.label), *(Cell(format_number(n)) for n in counts)))
    columns = (
        Column("Biểu"),
        Column("Tên biểu"),
        number_column("Loại số liệu"),
        number_column("Đơn vị"),
        number_column("Số liệu gốc"),
    )
    return Table("bang-so-lieu-goc", "Số liệu gốc theo biểu", columns, tuple(rows))


@internal("bang-doc-tep", "Điều phát hiện khi đọc, theo đơn vị")
def reading_summary(observed: Observations) -> Table:
    """What reading repaired or refused in each area's workbook, and in how many places."""
    table = observed.reading_findings
    rows = []
    observed = observed.as_reported
    for code in [*area_order(observed.areas), observed.request.area_code]:
        own = table[table["area_code"] == code]
        counts = [int((own["severity"] == severity).sum()) for severity in ("fixed", "flagged", "stopped")]
        example = own.iloc[0] if len(own) else None
        words = "" if example is None else _with_place(example)
        name = observed.area_name(code)
        rows.append((Cell(name[:1].upper() + name[1:]), *(Cell(format_number(n)) for n in counts), Cell(words)))
    columns = (Column("Đơn vị"), number_column("Đã sửa"), number_column("Cảnh báo"), number_column("Dừng"), Column("Ví dụ"))
    return Table("bang-doc-tep", "Điều phát hiện khi đọc, theo đơn vị", columns, tuple(rows))


def _with_place(found: pd.Series) -> str:
    """A finding in words after its sheet and cells, where it has any."""
    place = ", ".join(filter(None, (found["sheet"], first_cells(found["cell"]))))
    return f"{place}: {found['message']}" if place else found["message"]


@internal("bang-chinh-sua", "Ô được chỉnh sửa theo duyệt")
def corrections_table(observed: Observations) -> Table:
    """The corrections of cells that were put in: where, what was found, what is used, why and on whose word."""
    table = observed.reading_findings
    own = table[(table["check"] == CORRECTED) & (table["severity"] == "fixed")]
    rows = tuple(
        tuple(map(Cell, (observed.area_name(r.area_code), r.file, f"{r.sheet}, {r.cell}", r.found, r.used, r.message)))
        for r in rows_of(own.fillna(""), FindingRow)
    )
    columns = tuple(map(Column, ("Đơn vị", "Tệp", "Trang tính, ô", "Giá trị ghi", "Giá trị dùng", "Lý do, người và ngày duyệt")))
    note = "" if rows else "Không có ô nào được chỉnh sửa."
    return Table("bang-chinh-sua", "Ô được chỉnh sửa theo duyệt", columns, rows, note=note)


def first_cells(cells: str, at_most: int = 3) -> str:
    """The first few ranges of a list of cells, with a mark that there are more."""
    parts = cells.split(",")
    return ", ".join(parts[:at_most]) + (", …" if len(parts) > at_most else "")


def citations_table(computed: Computed, citations: pd.DataFrame) -> Table:
    """Every number printed in the report, in order: section, indicator, as printed."""
    entries = computed.book.indicators
    rows = tuple(
        (
            Cell(str(r.position)),
            Cell(r.section or "Phần mở đầu"),
            Cell(_label(computed, entries, r.indicator)),
            Cell(r.printed, r.indicator),
        )
        for r in rows_of(citations, Cited)
        if r.indicator
    )
    columns = (number_column("Thứ tự"), Column("Mục"), Column("Chỉ tiêu"), Column("Chữ số in", "right"))
    return Table("bang-trich-dan", "Con số đã in trong báo cáo", columns, rows)


def _label(computed: Computed, entries: Mapping[str, Indicator], cite: str) -> str:
    """What a citation prints: the indicator, and the area where it is one's own."""
    name, _, code = cite.partition("@")
    return f"{entries[name].label}, {computed.area_name(code)}" if code else entries[name].label


def entry_table(computed: Computed, indicator: str) -> Table:
    """The entry of the book that makes an indicator, as it is written: a row a line, with its number in the file.

    Raises CtxhError for an unknown indicator.
    """
    name = known_indicator(computed.book, indicator).id
    path, first, lines = written_entry(book_folders(computed.request.reference)[0], name)
    rows = tuple(text_cells(first + at, line) for at, line in enumerate(lines))
    return Table(f"entry_{name}", f"Mục «{name}» của sổ định nghĩa, tệp {path.name}", (number_column("Dòng"), Column("Ghi")), rows)


def written_entry(book: Path, name: str) -> tuple[Path, int, list[str]]:
    """The file of a book in which an indicator is written, the line that it begins on, and its lines. Raises KeyError where it is not."""
    for path in sorted((book / "indicators").glob("*.toml")):
        lines = path.read_text(encoding="utf-8").splitlines()
        if f"[{name}]" in lines:
            at = lines.index(f"[{name}]")
            own = list(takewhile(lambda line: line.strip() and not line.startswith("["), lines[at + 1 :]))
            return path, at + 1, [lines[at], *own]
    raise KeyError(name)

"""Sheets become records: one tidy table a form, and a finding for whatever was not plain.

Names, identity numbers and accounts are never taken over: of a person only the group,
the sex and the age band go on. Counting ends in ``observe``; nothing after it sees a row.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from ctxh.book.categories import Categories
from ctxh.book.layouts import LayoutColumn
from ctxh.book.lists import MADE_FROM
from ctxh.clean.caption_words import caption_findings
from ctxh.clean.category_columns import told_by_words
from ctxh.clean.cell_flags import mark_findings
from ctxh.clean.columns import typed_column
from ctxh.clean.completeness import completeness_findings
from ctxh.clean.form_records import Columns, Records
from ctxh.clean.group_rows import carry_groups
from ctxh.clean.headers import header_findings
from ctxh.clean.merged_cells import filled_down
from ctxh.clean.money_scale import measure_findings
from ctxh.clean.other_tables import neighbour_findings
from ctxh.clean.other_years import other_years
from ctxh.clean.person_rows import drop_late_births, people_findings
from ctxh.clean.products import product_findings
from ctxh.clean.remarks import remark_findings
from ctxh.clean.repeated_rows import twice_findings
from ctxh.clean.row_looks import first_words
from ctxh.clean.row_relations import relation_findings
from ctxh.clean.rows import Split, split_rows
from ctxh.clean.rows_left_out import asked_rows
from ctxh.clean.section_rows import section_findings
from ctxh.clean.sexes import prepared
from ctxh.clean.summed_columns import parts_added
from ctxh.clean.summing_rows import proven_sums
from ctxh.clean.totals import control_findings
from ctxh.clean.village_rows import village_findings
from ctxh.findings import Finding, finding
from ctxh.read.flags import column_letters
from ctxh.read.placement import Placed, cell_ranges
from ctxh.vietnamese import header_key

_REMARKS, _WORDS = ("*", "(*"), 4  # what a remark in a row of its own begins with; words of one with a colon
_NO_ROWS = pd.DataFrame()  # until the columns are typed


def records_of(
    placed: Placed, area_code: str, categories: Categories, reported: int | None = None, judged: bool = True, months: Sequence[str] = ()
) -> Records:
    """The records of a placed form in the report on a year, typed by its layout, personal columns left behind.

    Sums, marks, the header and what rows there must be, of the ``months`` of the period, are looked at too, unless they are
    not to be ``judged``.
    """
    place = {"file": placed.sheet.file, "sheet": placed.sheet.name, "area_code": area_code}
    placed, added = parts_added(filled_down(prepared(placed)), **place)
    placed, chosen = told_by_words(placed, categories, **place)
    sheet, layout = placed.sheet, placed.layout
    letters = {name: column_letters(index) for name, index in placed.columns.items()}
    letters |= {placed.between.column: placed.between.letter} if placed.between else {}
    records = Records(layout.form, sheet.file, sheet.name, area_code, _NO_ROWS, letters, register=layout.register)
    records.added = {
        name: tuple(column_letters(index) for index in indexes if index != placed.columns[name]) for name, indexes in placed.parts.items()
    }
    records.absent = layout.lacks.union(*(MADE_FROM.get(column, ()) for column in layout.lacks))
    split, records.findings = proven_sums(placed, split_rows(placed), categories, **records.place)
    records.findings += added + chosen + section_findings(placed, **place)
    split = asked_rows(records, placed, split, categories)
    columns: Columns = {"row": [index + 1 for index in split.data]}
    records.span = (min(columns["row"]), max(columns["row"])) if split.data else None
    for column in layout.columns:
        if column.column in placed.columns and carried(column):
            columns |= typed_column(records, column, placed, split.data, categories, reported)
    coded = [(c.column, placed.columns[c.column]) for c in layout.columns if c.kind == "code" and c.column in placed.columns]
    cells = ((name, sheet.rows[row][index]) for name, index in coded for row in split.data)
    records.codes_said = frozenset((name, header_key(value)) for name, value in cells if isinstance(value, str))
    drop_late_births(records, layout, columns)
    records.findings += other_years(records, layout, columns, reported)
    records.table = pd.DataFrame(columns)
    carry_groups(records, placed, split)
    if judged:
        sums = split.totals + split.proven
        records.findings += mark_findings(placed, split.data + sums, sums, **records.place)
        records.findings += control_findings(records, placed, split)  # not of columns in which a cell was told
        records.findings += _row_findings(records, placed, split) + people_findings(records, placed, split, reported)
        records.findings += _unkept(records, layout.lacks) + completeness_findings(records, placed, split, categories, months)
        records.findings += caption_findings(placed, **records.place) + measure_findings(placed, split, **records.place)
        records.findings += twice_findings(records, placed, split)
        records.findings += village_findings(records, placed, split)
        records.findings += product_findings(records, layout)  # not of columns in which a cell was told
        records.findings += relation_findings(records, placed, categories) + remark_findings(records, placed)
    return records


def _unkept(records: Records, lacks: frozenset[str]) -> list[Finding]:
    """What is said of required columns that the sender has said it does not keep."""
    if not lacks:
        return []
    message = f"Không có cột {', '.join(sorted(lacks))}, như đã khai ở absent.csv: chỉ tiêu cần cột ấy chưa có số liệu."
    return [finding("info", message, check="tiêu đề", **records.place)]


def carried(column: LayoutColumn) -> bool:
    """Whether a column goes on into the records: births do, other personal columns do not."""
    return column.kind == "birth" or not (column.personal or column.kind == "row_number")


def _restated_finding(records: Records, placed: Placed, rows: list[int]) -> Finding:
    message = f"{len(rows)} dòng mang tên của số cộng dồn hoặc phần tách ra (lũy kế, trong đó, mang sang, …): không được tính."
    remedy = "Nếu là số cộng dồn hay phần tách ra, xóa dòng; nếu là tên một người hay một thôn, ghi chữ Ông, Bà hoặc Thôn trước tên."
    at = [(placed.sheet.rows[index].index(first_words(placed.sheet.rows[index])), index) for index in rows]
    cell = ",".join(f"{column_letters(column)}{index + 1}" for column, index in at)
    return finding("stopped", message, remedy, check="dòng lạ", cell=cell, **records.place)


def _row_findings(records: Records, placed: Placed, split: Split) -> list[Finding]:
    """What the rows and the header leave open: other tables, bare numbers, columns that are not there."""
    rows = neighbour_findings(placed, split, **records.place)
    if split.unexplained:
        message = f"{len(split.unexplained)} dòng có số nhưng không đủ nội dung của một dòng số liệu: không được tính."
        remedy = "Nếu là dòng tổng, ghi «Tổng cộng»; nếu là số liệu, ghi đủ nội dung của dòng."
        cell = cell_ranges("A", [index + 1 for index in split.unexplained])
        rows.append(finding("stopped", message, remedy, check="dòng lạ", cell=cell, **records.place))
    if split.lacking:
        message = f"{len(split.lacking)} dòng có nội dung nhưng trống các ô phải có của một dòng số liệu: không được tính."
        cell = cell_ranges("A", [index + 1 for index in split.lacking])
        rows.append(finding("flagged", message, "Điền các ô còn trống, hoặc xóa dòng.", check="dòng lạ", cell=cell, **records.place))
    if split.signs:
        message = f"{len(split.signs)} dòng chỉ có dấu, như dấu của nút lọc: không phải số liệu, không được tính."
        rows.append(finding("info", message, check="dòng lạ", cell=cell_ranges("A", [index + 1 for index in split.signs]), **records.place))
    remarks = [index for index, text in split.groups if text.startswith(_REMARKS) or (":" in text and len(text.split()) >= _WORDS)]
    if remarks:
        message = f"{len(remarks)} dòng chỉ có một câu ghi chú, không được hiểu; số vẫn được đọc."
        remedy = "Nếu câu ấy nói số liệu thiếu, thừa hay tạm tính thì hỏi lại nơi gửi; nếu không, cứ để nguyên."
        cell = cell_ranges("A", [index + 1 for index in remarks])
        rows.append(finding("info", message, remedy, check="dòng lạ", cell=cell, **records.place))
    if split.restated:
        rows.append(_restated_finding(records, placed, split.restated))
    if split.signed:
        message = f"{len(split.signed)} dòng số liệu đứng dưới phần ký tên: không được tính."
        cell = cell_ranges("A", [index + 1 for index in split.signed])
        rows.append(
            finding("stopped", message, "Chuyển các dòng này lên trên phần ký tên, hoặc xóa.", check="dòng lạ", cell=cell, **records.place)
        )
    return rows + header_findings(placed, **records.place)

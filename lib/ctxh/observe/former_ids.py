"""Ids of indicators that were renamed, where workbooks still say them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from ctxh.read.child_reader import read_workbooks
from ctxh.read.flags import column_letters
from ctxh.read.placement import workbook_files
from ctxh.vietnamese import header_key


def former_ids_in(folder: Path, sheet_names: Iterable[str], former: Collection[str]) -> Iterator[tuple[str, str, str, str]]:
    """File, sheet, cell and id, of each cell that says a former id in the sheets so named of a folder's workbooks.

    Of a workbook that cannot be read nothing is said: reading it for a report does.
    """
    asked = {header_key(name) for name in sheet_names}
    for reading in read_workbooks(workbook_files(folder)):
        for sheet in (sheet for sheet in reading.sheets if header_key(sheet.name) in asked):
            for row, cells in enumerate(sheet.rows, 1):
                for column, value in enumerate(cells):
                    if isinstance(value, str) and value.strip() in former:
                        yield reading.path.name, sheet.name, f"{column_letters(column)}{row}", value.strip()

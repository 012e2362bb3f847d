"""What the tests of messy workbooks share: a form written from the lines of a text, read, and asked for its findings.

The number in a test's name is the number of the case, which the finding carries in ``check``.
Fixed: the value is right. Flagged: the value is kept and told. Stopped: no value, and told why.
"""

from __future__ import annotations

import io
from datetime import date, datetime

import pandas as pd
import xlsxwriter

from ctxh.clean.expected import Expected
from ctxh.clean.ingest import receive
from ctxh.clean.received import Received
from ctxh.read.placement import workbook_files
from small_sheets import CATEGORIES, LAYOUTS, grid, header
from surgery import read_here, saved, written

AREAS = pd.DataFrame(
    [("10771", "Kim Xuyên", "xã", ""), ("10750", "Phú Thái", "thị trấn", "TT Phú Thái|T.T. Phú Thái")],
    columns=["area_code", "name", "kind", "aliases"],
)
BANNER = [["UBND HUYỆN KIM THÀNH"], ["UBND XÃ KIM XUYÊN"], ["TỔNG HỢP NĂM 2024"]]
WORKBOOK = "xl/workbook.xml"
OLD = "Người cao tuổi từ đủ 80 tuổi"


def rows(form: str, text: str, banner=BANNER) -> list[list]:
    """The rows of a form: banner, header, data; data begin in row 5, or 6 under a header of two rows."""
    return banner + header(LAYOUTS[form].asked()) + grid(text)


def workbook(form: str, text: str, banner=BANNER, **labels: str) -> bytes:
    """A workbook of one form; ``labels`` are other words for some columns of its header."""
    named = {LAYOUTS[form].column(column).label: words for column, words in labels.items()}
    written_rows = [[named.get(cell, cell) for cell in row] for row in rows(form, text, banner)]
    return written(**{LAYOUTS[form].sheet_names[0]: written_rows})


def received(folder, form: str, data: bytes, name: str = "Xa_Kim_Xuyen_2024.xlsx", areas: int = 1) -> Received:
    """What a folder gives that holds this workbook beside those saved before."""
    saved(folder, data, name)
    return received_from(folder, Expected(2024, "293", "huyện Kim Thành", AREAS[:areas], {form: LAYOUTS[form]}, CATEGORIES))


def received_from(folder, expected: Expected, forms: dict[str, set[str]] | None = None) -> Received:
    """What a folder gives, its workbooks read in this process."""
    return receive(folder, expected, forms, map(read_here, workbook_files(folder)))


class Read:
    """One form read from one workbook: its values by column, its findings by case."""

    def __init__(self, folder, form: str, data: bytes, **where) -> None:
        self.whole = received(folder, form, data, **where)
        self.found = [row for row in self.whole.findings if row["check"] != "đủ biểu"]

    def values(self, column: str) -> list:
        table = pd.concat([records.table for records in self.whole.records])
        return [None if value != value else value for value in table[column].tolist()]

    def told(self, number: str) -> list[tuple[str, str]]:
        """Severity and cells of the findings of a case, whatever else was found."""
        return [(row["severity"], row["cell"]) for row in self.found if row["check"] == f"case {number}"]

    def case(self, number: str) -> list[tuple[str, str]]:
        """Severity and cells of the findings of a case, which must be all findings there are."""
        assert {f"case {number}"} == {row["check"] for row in self.found}, self.found
        assert all(row["file"] and row["sheet"] and row["message"] for row in self.found)
        assert all(row["remedy"] for row in self.found if row["severity"] != "fixed")
        return [(row["severity"], row["cell"]) for row in self.found]


def labour(workers: str, kind: str = "Doanh nghiệp") -> str:
    return f"1 | {kind} | 67 | {workers} | 2"


def funeral(
    amount: str = "7200000", day: str = "04/11/2024", name: str = "Mẫu Văn Thử", village: str = "Bằng Lai", number: str = ""
) -> str:
    return f"1 | {name} | {number} | {day} | | {village} | {amount} | 12/QĐ | 11/2024 | "


def person(group: str = OLD, birth: str = "1942", number: str = "'030042000001", amount: str = "500000", month: str = "01/2022") -> str:
    return f"1 | Mẫu Văn Thử | {birth} | | {number} | Bằng Lai | {group} | 1 | {amount} | | {month} | 12/QĐ | TK | | "


def with_cell(form: str, text: str, cell: str, value, style: dict | None = None, book_options: dict | None = None, **marks) -> bytes:
    """A workbook whose cell holds a value in a format that text cannot say; ``marks`` are calls on its sheet."""
    stream = io.BytesIO()
    options = {"in_memory": True, "default_date_format": "dd/mm/yyyy"} | (book_options or {})
    with xlsxwriter.Workbook(stream, options) as book:
        sheet = book.add_worksheet(LAYOUTS[form].sheet_names[0])
        for r, row in enumerate(rows(form, text)):
            for c, old in enumerate(row):
                if old not in ("", None):
                    sheet.write(r, c, old)
        write = sheet.write_datetime if isinstance(value, (date, datetime)) else sheet.write
        if cell:
            write(cell, value, book.add_format(style)) if style else write(cell, value)
        for name, arguments in marks.items():
            getattr(sheet, name)(*arguments)
    return stream.getvalue()

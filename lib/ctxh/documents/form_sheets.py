"""Blank forms as workbooks: banner, header, drop-downs, typed columns, a total that adds itself up.

The total stands above the records, so that a register of any length is never in its way. What a
column wants is said when a cell of it is chosen; the sheets carry no comments and hide nothing,
which the reading would ask about when they come back.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from ctxh.documents.frame import MOTTO, NATION
from ctxh.documents.zips import repacked
from ctxh.layouts import LISTS_SHEET, Layout, LayoutColumn

ROWS = 1500  # rows prepared below the total; pasted rows may go on after them
A4 = 9
NARROWEST = 115  # a sheet is at least so wide, in characters, that its banner and title have room
BANNER_WIDTH = 28  # of the left banner
SHORTEST_WORD, LONGEST_WORD = 12, 60  # of a category: in its column, on the sheet of lists
VND_CAPTION = "ĐVT: đồng"
HINT = "Cột có tiêu đề in đậm phải ghi đủ; chọn một ô để xem cách ghi. Mỗi dòng một trường hợp, ghi tiếp xuống dưới."
_OPTIONS = {"in_memory": True, "strings_to_numbers": False, "strings_to_formulas": False, "strings_to_urls": False}
_FONT = {"font_name": "Times New Roman", "font_size": 12}
_WIDTHS = {
    "row_number": 6, "text": 18, "name": 18, "birth": 13, "identity": 17, "category": 30, "coefficient": 8, "money": 18, "mark": 10,
    "month": 12, "date": 13, "count": 12, "change": 12, "percent": 10, "code": 30, "any": 18,
}  # fmt: skip
_WIDE = {"paragraph": 100, "title": 56, "label": 50, "full_name": 30, "deceased_name": 30, "recipient_name": 30}
_SHAPES = {
    "count": "#,##0", "change": "#,##0", "money": "#,##0", "row_number": "0", "coefficient": "0.0", "percent": "0.##", "date": "dd/mm/yyyy",
    "text": "@", "name": "@", "code": "@", "identity": "@", "birth": "@", "month": "@",
}  # fmt: skip
_STYLES = {
    "left": {"align": "center"},
    "bold": {"bold": True, "align": "center"},
    "title": {"bold": True, "align": "center", "valign": "vcenter", "font_size": 14, "text_wrap": True},
    "small": {"italic": True, "font_size": 9},
    "caption": {"italic": True, "align": "right"},
    "required": {"bold": True, "align": "center", "valign": "vcenter", "text_wrap": True, "border": 1},
    "optional": {"align": "center", "valign": "vcenter", "text_wrap": True, "border": 1},
    "numbering": {"italic": True, "align": "center", "border": 1, "font_size": 10},
    "total": {"bold": True, "border": 1},
    "sum": {"bold": True, "border": 1, "num_format": "#,##0"},
    "line": {"border": 1},
}


@dataclass(frozen=True)
class Form:
    """One form to be written: its title, the words of its categories, the rows already filled in."""

    layout: Layout
    title: str
    words: dict[str, tuple[str, ...]]  # by column
    rows: Sequence[dict[str, object]] = ()


@dataclass(frozen=True)
class Banner:
    """The two lines at the left of a sheet's head."""

    superior: str
    committee: str


def forms_xlsx(banner: Banner, forms: Sequence[Form], last: date, epoch: int) -> bytes:
    """A workbook of blank forms; days up to ``last`` are accepted. The same input gives the same bytes."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, _OPTIONS)
    book.set_properties({"title": forms[0].title if forms else "", "created": datetime(last.year, 1, 1)})
    styles = {name: book.add_format(_FONT | style) for name, style in _STYLES.items()}
    styles |= {f"kind {kind}": book.add_format({**_FONT, "num_format": shape}) for kind, shape in _SHAPES.items()}
    styles["kind"] = book.add_format({**_FONT, "text_wrap": True, "valign": "top"})
    pages = [book.add_worksheet(form.layout.sheet_names[0]) for form in forms]
    lists = _lists(book, styles, forms)
    for page, form in zip(pages, forms, strict=True):
        _Page(page, styles, form, lists, last).write(banner)
    book.close()
    return repacked(out.getvalue(), epoch)


def _lists(book, styles, forms: Sequence[Form]) -> dict[tuple[str, str], str]:
    """The place of each category's words on the sheet of lists, as formulas know it."""
    wanted = [(form.layout, column) for form in forms for column in form.words]
    if not wanted:
        return {}
    page, found = book.add_worksheet(LISTS_SHEET), {}
    printed(page)
    page.write_string(0, 0, "Các từ để chọn trong các biểu; không sửa trang này.", styles["small"])
    for index, (layout, column) in enumerate(wanted):
        words = next(f.words[column] for f in forms if f.layout is layout)
        heading = f"{layout.code}: {layout.column(column).label}"
        page.set_column(index, index, min(LONGEST_WORD, 2 + max(map(len, (heading, *words)))))
        page.write_string(1, index, heading, styles["bold"])
        for row, word in enumerate(words, 2):
            page.write_string(row, index, word)
        letters = _letters(index)
        found[layout.form, column] = f"='{LISTS_SHEET}'!${letters}$3:${letters}${len(words) + 2}"
    return found


def printed(page) -> None:
    """Give a sheet its paper: A4 lying, as many pages down as it takes."""
    page.set_landscape()
    page.set_paper(A4)
    page.set_margins(left=0.5, right=0.4, top=0.5, bottom=0.7)
    page.fit_to_pages(1, 0)


def _letters(index: int) -> str:
    from xlsxwriter.utility import xl_col_to_name

    return xl_col_to_name(index)


class _Page:
    """One form on one sheet, written from top to bottom."""

    def __init__(self, page, styles: dict, form: Form, lists: dict, last: date) -> None:
        self.page, self.styles, self.form, self.lists, self.latest = page, styles, form, lists, last
        self.columns = form.layout.columns
        self.last, self.row = len(self.columns) - 1, 0
        self.widths = widths(self.columns, form.words)

    def write(self, banner: Banner) -> None:
        self.shape()
        self.head(banner)
        self.header()
        self.total()
        self.records()

    def shape(self) -> None:
        """Widths, kinds of columns and how the sheet is printed."""
        for index, (column, width) in enumerate(zip(self.columns, self.widths, strict=True)):
            own = self.styles["kind"] if column.column in _WIDE else self.styles.get(f"kind {column.kind}", self.styles["kind"])
            self.page.set_column(index, index, width, own)
        printed(self.page)
        font = '&"Times New Roman,Regular"'
        self.page.set_footer(f"&L{font}{self.version()}&R{font}Trang &P/&N")

    def version(self) -> str:
        return f"Biểu {self.form.layout.code}, bản {self.form.layout.version}"

    def head(self, banner: Banner) -> None:
        for left, right, style in ((banner.superior, NATION, "left"), (banner.committee, MOTTO, "bold")):
            enough = next((n for n in range(self.last) if sum(self.widths[: n + 1]) >= BANNER_WIDTH), 0)
            middle = max(enough, min(3, (self.last - 1) // 2))
            self.span(self.row, 0, middle, left, style)
            self.span(self.row, middle + 1, self.last, right, "bold")
            self.row += 1
        self.page.write_string(self.row, 0, self.version(), self.styles["small"])
        self.row += 1
        self.page.set_row(self.row, 24)
        self.span(self.row, 0, self.last, self.form.title, "title")
        self.page.write_string(self.row + 1, 0, HINT, self.styles["small"])
        if any(column.kind == "money" for column in self.columns):
            self.page.write_string(self.row + 1, self.last, VND_CAPTION, self.styles["caption"])
        self.row += 2

    def span(self, row: int, first: int, last: int, text: str, style: str, down: int = 0) -> None:
        if last > first or down:
            self.page.merge_range(row, first, row + down, last, text, self.styles[style])
        else:
            self.page.write_string(row, first, text, self.styles[style])

    def header(self) -> None:
        """The header of one row, or of two with the upper cells merged, and the numbers of the columns."""
        top, two = self.row, int(any(column.group_label for column in self.columns))
        for first, last, group in _groups(self.columns):
            if group:
                self.span(top, first, last, group, "required")
            for index in range(first, last + 1):
                column = self.columns[index]
                style = "required" if column.required else "optional"
                self.span(top + two if group else top, index, index, column.label, style, 0 if group else two)
        self.page.set_row(top + two, 34)
        self.row = top + two + 1
        for index in range(self.last + 1):
            self.page.write_string(self.row, index, f"({index + 1})", self.styles["numbering"])
        self.row += 1
        self.page.repeat_rows(top, self.row - 1)

    def total(self) -> None:
        """The row that adds the columns up by formula, for forms that have anything to add up."""
        summed = [index for index, column in enumerate(self.columns) if is_summed(self.form.layout, column)]
        if summed:
            for index in range(self.last + 1):
                self.page.write_blank(self.row, index, None, self.styles["total"])
            self.page.write_string(self.row, 1, "Tổng cộng", self.styles["total"])
            for index in summed:
                first, last = self.row + 2, self.row + 1 + ROWS
                formula = f"=SUM({_letters(index)}{first}:{_letters(index)}{last})"
                self.page.write_formula(self.row, index, formula, self.styles["sum"], "")
            self.row += 1
        self.page.freeze_panes(self.row, 2)

    def records(self) -> None:
        """The rows already filled in, and what each column takes and says."""
        for number, record in enumerate(self.form.rows):
            for index, column in enumerate(self.columns):
                value = record.get(column.column)
                if value is not None:
                    self.page.write(self.row + number, index, value, self.styles.get(f"kind {column.kind}", self.styles["kind"]))
        for index, column in enumerate(self.columns):
            own = rule(column, f"{_letters(index)}{self.row + 1}", self.lists.get((self.form.layout.form, column.column), ""), self.latest)
            self.page.data_validation(self.row, index, self.row + ROWS - 1, index, own | _said(column))
        ends = f"$A{self.row + 1}:${_letters(self.last)}{self.row + 1}"
        border = {"type": "formula", "criteria": f"=COUNTA({ends})>0", "format": self.styles["line"]}
        self.page.conditional_format(self.row, 0, self.row + ROWS - 1, self.last, border)


def widths(columns: Sequence[LayoutColumn], words: dict[str, tuple[str, ...]]) -> list[int]:
    """The widths of the columns in characters; those of a narrow form share what it lacks, running numbers apart."""
    own = [_width(column, words.get(column.column, ())) for column in columns]
    wide = [column.kind != "row_number" for column in columns]
    more = max(0, -(-(NARROWEST - sum(own)) // max(1, sum(wide))))
    return [width + more * grows for width, grows in zip(own, wide, strict=True)]


def _width(column: LayoutColumn, words: Sequence[str]) -> int:
    """The width of a column: that of its kind, or less where all of its words are short."""
    usual = _WIDE.get(column.column, _WIDTHS[column.kind])
    return min(usual, max(SHORTEST_WORD, 3 + max(map(len, words)))) if words else usual


def _groups(columns: Sequence[LayoutColumn]) -> list[tuple[int, int, str]]:
    """The columns in runs: those under one upper cell together, each other alone."""
    runs: list[tuple[int, int, str]] = []
    for index, column in enumerate(columns):
        if runs and column.group_label and runs[-1][2] == column.group_label:
            runs[-1] = (runs[-1][0], index, column.group_label)
        else:
            runs.append((index, index, column.group_label))
    return runs


def is_summed(layout: Layout, column: LayoutColumn) -> bool:
    """Whether the total row adds a column up: amounts always, counts where the rows are parts of a whole."""
    if column.kind == "money":
        return column.unit_of_measure != "VND/gift"
    monthly = any(other.kind == "month" and other.required for other in layout.columns)
    counts = [other for other in layout.columns if other.kind == "count"]
    return column.kind == "count" and not monthly and (len(counts) > 1 or len(layout.columns) > 3)


def rule(column: LayoutColumn, cell: str, words: str, last: date) -> dict:
    """What a column takes, as Excel's data validation says it; ``cell`` is its first cell."""
    if words:
        return {"validate": "list", "source": words} | _refusal("Chọn một mục trong danh sách.")
    if column.kind in ("count", "money"):
        return {"validate": "integer", "criteria": ">=", "value": 0} | _refusal("Ghi số nguyên, không âm, không kèm chữ.")
    if column.kind in ("coefficient", "percent"):
        most = 100 if column.kind == "percent" else 20
        return {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": most} | _refusal(f"Ghi số từ 0 đến {most}.")
    if column.kind == "date":
        span = {"minimum": date(1900, 1, 1), "maximum": last}
        return {"validate": "date", "criteria": "between"} | span | _refusal(f"Ghi ngày/tháng/năm, không sau {last:%d/%m/%Y}.")
    if column.kind == "month":
        asked = f'=AND(LEN({cell})<=7,ISNUMBER(FIND("/",{cell})))'
        return {"validate": "custom", "value": asked} | _refusal("Ghi tháng/năm, ví dụ 03/2024.")
    if column.kind == "identity":
        return {"validate": "custom", "value": f"=AND(LEN({cell})=12,ISNUMBER(--{cell}))"} | _refusal("Số CCCD có đúng 12 chữ số.")
    if column.kind == "mark":
        return {"validate": "list", "source": ["x"]} | _refusal("Ghi x hoặc để trống.")
    return {"validate": "any"}


def _refusal(message: str) -> dict:
    return {"error_type": "stop", "error_title": "Chưa đúng", "error_message": message}


def _said(column: LayoutColumn) -> dict:
    needed = " Bắt buộc." if column.required else ""
    return {"input_title": column.label[:32], "input_message": f"{column.help.rstrip('.')}.{needed}"[:255]}

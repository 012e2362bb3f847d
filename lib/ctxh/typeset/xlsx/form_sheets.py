"""Blank forms as workbooks: banner, header, ruled rows with drop-downs, a total that adds itself up, a place to sign.

The total stands above the records, so that a register of any length is never in its way. What a
column wants is said when a cell of it is chosen; the sheets carry no comments and hide nothing,
which the reading would ask about when they come back. Below the ruled rows no cells are merged,
so that longer lists can be pasted over the place to sign, and no rule holds there.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from textwrap import wrap
from typing import TYPE_CHECKING

from ctxh.book.layouts import LISTS_SHEET, Layout, LayoutColumn
from ctxh.typeset.docx.frame import MOTTO, NATION
from ctxh.typeset.form_rules import groups, input_message, is_summed, rule
from ctxh.typeset.xlsx.form_styles import ALIGNED, FONT, SHAPES, STYLES, WIDE, WIDTHS
from ctxh.typeset.zip_packages import repacked
from ctxh.vietnamese import format_iso_date

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

ROWS = 1500  # rows that the total adds up: pasted rows may go on below the ruled ones
MORE = 3  # rows after those that a form comes with
PAGE_HEIGHT, PAGE_WIDTH = 500, 148  # of a lying A4 within its margins: points, characters that stand across it at full size
HEAD_HEIGHT, HEADER_HEIGHT = 190, 75  # points: from the top to the first row, of which the header is printed again on each page
ROW_HEIGHT, LINE_HEIGHT, PARAGRAPH_HEIGHT = (
    20,
    16,
    80,
)  # points: a row to be written in by hand; a line of a longer text; a row of paragraphs
A4 = 9
NARROWEST = 115  # a sheet is at least so wide, in characters, that its banner and title have room
BANNER_WIDTH = 28  # of the left banner
SHORTEST_WORD, LONGEST_WORD = 12, 60  # of a category: in its column, on the sheet of lists
VND_CAPTION = "ĐVT: đồng"
HINT = (
    "Cột có tiêu đề in đậm phải ghi đủ; chọn một ô để xem cách ghi. Mỗi dòng một trường hợp; thiếu dòng thì chèn thêm. "
    "Không có gì thì ghi «Không phát sinh»."
)
DRAWN_UP, SIGNED = "NGƯỜI LẬP BIỂU", "(Ký, ghi rõ họ tên)"
ROOM_TO_SIGN = 4  # rows
_OPTIONS = {"in_memory": True, "strings_to_numbers": False, "strings_to_formulas": False, "strings_to_urls": False}


@dataclass(frozen=True)
class Form:
    """One form to be written: its title, the words of its categories, the rows already filled in."""

    layout: Layout
    title: str
    year: int
    words: dict[str, tuple[str, ...]]  # by column
    rows: Sequence[dict[str, object]] = ()


@dataclass(frozen=True)
class Banner:
    """Who sends a form: the two lines at the left of its head, the place, and the lines over the name of whoever signs."""

    superior: str
    committee: str
    place: str = ""
    signer: tuple[str, ...] = ()
    sealed: str = SIGNED


def forms_xlsx(banner: Banner, forms: Sequence[Form], last: date, epoch: int) -> bytes:
    """A workbook of blank forms; days up to ``last`` are accepted. The same input gives the same bytes."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, _OPTIONS)
    book.set_properties({"title": forms[0].title if forms else "", "created": datetime(last.year, 1, 1)})
    styles = {name: book.add_format(FONT | style) for name, style in STYLES.items()}
    kinds: dict[str, dict[str, object]] = {"kind": {"text_wrap": True, "valign": "vcenter"}} | {
        f"kind {kind}": {"num_format": shape, "valign": "vcenter"} for kind, shape in SHAPES.items()
    }
    kinds |= {f"kind {kind}": kinds[f"kind {kind}"] | more for kind, more in ALIGNED.items()}
    styles |= {name: book.add_format(FONT | style) for name, style in kinds.items()}
    styles |= {f"ruled {name}": book.add_format(FONT | style | {"border": 1}) for name, style in kinds.items()}
    pages = [book.add_worksheet(form.layout.sheet_names[0]) for form in forms]
    lists = _lists(book, styles, forms)
    for page, form in zip(pages, forms, strict=True):
        _Page(page, styles, form, lists, last).write(banner)
    book.close()
    return repacked(out.getvalue(), epoch)


def _lists(book: Workbook, styles: dict[str, Format], forms: Sequence[Form]) -> dict[tuple[str, str], str]:
    """The place of each category's words on the sheet of lists, as formulas know it."""
    wanted = [(form.layout, column) for form in forms for column in form.words]
    if not wanted:
        return {}
    page, found = book.add_worksheet(LISTS_SHEET), {}
    set_up_for_paper(page, fitted=False)
    page.repeat_rows(1)
    page.write_string(0, 0, "Các từ để chọn trong các biểu; không sửa trang này.", styles["small"])
    for index, (layout, column) in enumerate(wanted):
        words = next(f.words[column] for f in forms if f.layout is layout)
        heading = f"{layout.code}: {layout.column(column).label}"
        page.set_column(index, index, min(LONGEST_WORD, 2 + max(map(len, (heading, *words)))))
        page.write_string(1, index, heading, styles["bold"])
        for row, word in enumerate(words, 2):
            page.write_string(row, index, word, styles["kind"])
            if len(word) > LONGEST_WORD:
                page.set_row(row, LINE_HEIGHT * len(wrap(word, LONGEST_WORD)))
        letters = _letters(index)
        found[layout.form, column] = f"='{LISTS_SHEET}'!${letters}$3:${letters}${len(words) + 2}"
    return found


def set_up_for_paper(page: Worksheet, *, fitted: bool = True) -> None:
    """Give a sheet its paper: A4 lying, as many pages down as it takes; one across, or as many as full size takes."""
    page.set_landscape()
    page.set_paper(A4)
    page.set_margins(left=0.5, right=0.4, top=0.5, bottom=0.7)
    if fitted:
        page.fit_to_pages(1, 0)


def _letters(index: int) -> str:
    from xlsxwriter.utility import xl_col_to_name

    letters: str = xl_col_to_name(index)
    return letters


class _Page:
    """One form on one sheet, written from top to bottom."""

    def __init__(self, page: Worksheet, styles: dict[str, Format], form: Form, lists: dict[tuple[str, str], str], last: date) -> None:
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
        self.end(banner)

    def shape(self) -> None:
        """Widths, kinds of columns and how the sheet is printed."""
        for index, (column, width) in enumerate(zip(self.columns, self.widths, strict=True)):
            self.page.set_column(index, index, width, self.styles[self.kind(column)])
        self.page.set_default_row(ROW_HEIGHT)
        set_up_for_paper(self.page)
        font = '&"Times New Roman,Regular"'
        self.page.set_footer(f"&L{font}{self.version()}&R{font}Trang &P/&N")

    def kind(self, column: LayoutColumn) -> str:
        """The style of a column's cells."""
        named = f"kind {column.kind}"
        return named if column.column not in WIDE and named in self.styles else "kind"

    def version(self) -> str:
        return f"Biểu {self.form.layout.code}, mẫu áp dụng từ {format_iso_date(self.form.layout.version)}"

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
        for first, last, group in groups(self.columns):
            if group:
                self.span(top, first, last, group, "required")
            for index in range(first, last + 1):
                column = self.columns[index]
                style = "required" if column.required else "optional"
                self.span(top + two if group else top, index, index, column.label, style, 0 if group else two)
        labels = ((column.label, width) for column, width in zip(self.columns, self.widths, strict=True))
        most = max(len(wrap(label, width - 1)) for label, width in labels)
        self.page.set_row(top + two, max(34, LINE_HEIGHT * most))
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
        """The ruled rows, some filled in already, and what each column takes and says."""
        ruled, columns = self.ruled(), self.columns
        for number, record in enumerate([*self.form.rows, *[{}] * (ruled - len(self.form.rows))]):
            if height := self.height(record):
                self.page.set_row(self.row + number, height)
            for index, column in enumerate(columns):
                self.page.write(self.row + number, index, record.get(column.column), self.styles[f"ruled {self.kind(column)}"])
        for index, column in enumerate(columns):
            own = rule(column, f"{_letters(index)}{self.row + 1}", self.lists.get((self.form.layout.form, column.column), ""), self.latest)
            self.page.data_validation(self.row, index, self.row + ruled - 1, index, own | input_message(column))
        self.row += ruled

    def ruled(self) -> int:
        """How many rows there are to write in: those that a form comes with and some more, or as many as leave room to sign.

        The room is on the last page. A list of persons, one of months and one of paragraphs have two pages, another table one.
        """
        if self.form.rows:
            return len(self.form.rows) + MORE
        height = self.height({})
        pages = 2 if self.form.layout.register or height or any(column.kind == "month" for column in self.columns) else 1
        page = PAGE_HEIGHT * max(1, sum(self.widths) / PAGE_WIDTH)
        room = pages * page - HEAD_HEIGHT - (pages - 1) * HEADER_HEIGHT - (ROOM_TO_SIGN + 8) * ROW_HEIGHT
        return int(room // (height or ROW_HEIGHT))

    def height(self, record: dict[str, object]) -> int | None:
        """The height of a row that needs another one than usual; other rows grow with what is written in them."""
        if any(column.column == "paragraph" for column in self.columns):
            return PARAGRAPH_HEIGHT
        lines = (len(wrap(str(record.get(column.column, "")), width)) for column, width in zip(self.columns, self.widths, strict=True))
        most = max(lines)
        return LINE_HEIGHT * most if most > 1 else None

    def end(self, banner: Banner) -> None:
        """The place to sign: who drew the form up at the left, whoever answers for it at the right."""
        left, right = (self.under(part) for part in (0.2, 0.75))
        day = f"{banner.place}, ngày …… tháng …… năm {self.form.year}" if banner.place else f"Ngày …… tháng …… năm {self.form.year}"
        self.page.write_string(self.row + 1, right, day, self.styles["day"])
        lines = (*((line, "signer") for line in banner.signer), (banner.sealed, "signing"))
        for row, (line, style) in enumerate(lines, self.row + 2):
            self.page.write_string(row, right, line, self.styles[style])
        for row, (line, style) in enumerate(((DRAWN_UP, "signer"), (SIGNED, "signing")), self.row + 2):
            self.page.write_string(row, left, line, self.styles[style])
        self.row += len(lines) + 2 + ROOM_TO_SIGN
        self.page.print_area(0, 0, self.row, self.last)

    def under(self, part: float) -> int:
        """The column whose middle is nearest to a part of the width of the sheet."""
        middles = [sum(self.widths[:index]) + width / 2 for index, width in enumerate(self.widths)]
        return min(range(len(middles)), key=lambda index: abs(middles[index] - part * sum(self.widths)))


def widths(columns: Sequence[LayoutColumn], words: dict[str, tuple[str, ...]]) -> list[int]:
    """The widths of the columns in characters; those of a narrow form share what it lacks, running numbers apart."""
    own = [_width(column, words.get(column.column, ())) for column in columns]
    wide = [column.kind != "row_number" for column in columns]
    more = max(0, -(-(NARROWEST - sum(own)) // max(1, sum(wide))))
    return [width + more * grows for width, grows in zip(own, wide, strict=True)]


def _width(column: LayoutColumn, words: Sequence[str]) -> int:
    """The width of a column: that of its kind, or less where all of its words are short."""
    usual = WIDE.get(column.column, WIDTHS[column.kind])
    return min(usual, max(SHORTEST_WORD, 3 + max(map(len, words)))) if words else usual

"""Findings about what is beside the values of a sheet: hidden rows, struck cells, dead formulas, old letters."""

from __future__ import annotations

from ctxh.findings import Finding, finding
from ctxh.read import flags
from ctxh.read.flags import ERROR_MARK, column_letters
from ctxh.read.placement import Placed, cell_ranges
from ctxh.vietnamese import legacy

# kind: severity, case, message with {n} cells, remedy
_DECODED = "{n} ô gõ bằng bảng mã cũ %s, đã chuyển sang Unicode."
_MESSAGES = {
    flags.ERROR: ("stopped", "23", "{n} ô báo lỗi công thức ({shown}).", "Sửa công thức của các ô này, lưu lại rồi chạy lại."),
    flags.NO_NUMBER: ("stopped", "23", "{n} ô mang giá trị không phải là số ({shown}).", "Gõ lại số trong các ô này rồi chạy lại."),
    flags.UNCACHED: (
        "stopped",
        "62",
        "{n} ô công thức chưa có kết quả lưu sẵn.",
        "Mở tệp bằng Excel, chờ tính xong, lưu lại rồi chạy lại.",
    ),
    flags.EXTERNAL: (
        "flagged",
        "63",
        "{n} ô lấy số từ tệp khác; dùng kết quả đã lưu, có thể đã cũ.",
        "Thay công thức bằng số.",
    ),
    flags.VOLATILE: (
        "flagged",
        "63",
        "{n} ô có công thức tự thay đổi (TODAY, NOW …); dùng kết quả đã lưu.",
        "Thay công thức bằng giá trị.",
    ),
    flags.SHOWN_OTHERWISE: (
        "stopped",
        "định dạng số",
        "{n} ô có định dạng làm hiện ra số khác với số đang lưu (thêm hoặc bớt chữ số, dấu, hoặc không hiện gì).",
        "Đổi định dạng các ô này thành Number (#,##0), gõ lại số đúng rồi chạy lại.",
    ),
    flags.BY_CONDITION: (
        "flagged",
        "định dạng số",
        "{n} ô có định dạng có điều kiện có thể giấu số, gạch ngang số hoặc làm hiện ra số khác; dùng số đang lưu.",
        "Bỏ định dạng có điều kiện ở các ô này rồi xem lại số.",
    ),
    flags.COVERED: ("flagged", "60", "{n} ô bị ô gộp che, vẫn được tính.", "Bỏ gộp ô, xem lại và xóa số thừa."),
    flags.UNDER_PICTURE: ("flagged", "60", "{n} ô bị hình vẽ che, vẫn được tính.", "Dời hình ra khỏi bảng và xem lại số."),
    flags.UNSEEN: ("flagged", "60", "{n} ô chữ trắng trên nền trắng, vẫn được tính.", "Đổi màu chữ, xem lại và xóa nếu thừa."),
    flags.HIDDEN_ROW: ("flagged", "60", "{n} dòng số liệu bị ẩn, vẫn được tính.", "Bỏ ẩn, xem lại và xóa dòng thừa."),
    flags.HIDDEN_COLUMN: ("flagged", "60", "Cột bị ẩn, vẫn được đọc.", "Bỏ ẩn và xem lại."),
    flags.STRUCK: ("flagged", "61", "{n} ô bị gạch ngang cả ô hoặc một phần, vẫn được tính.", "Xóa dòng nếu đã bỏ, hoặc bỏ gạch ngang."),
    flags.RED: ("flagged", "61", "{n} ô chữ đỏ, vẫn được tính.", "Ghi rõ ý nghĩa bằng chữ hoặc bỏ màu."),
    flags.YELLOW: ("flagged", "61", "{n} ô tô vàng, vẫn được tính.", "Ghi rõ ý nghĩa bằng chữ hoặc bỏ màu."),
    flags.COMMENT: ("flagged", "61", "{n} ô có chú thích, không được đọc.", "Đọc chú thích, sửa số liệu rồi xóa chú thích."),
    legacy.TCVN3: ("fixed", "28", _DECODED % "TCVN3 (ABC)", ""),
    legacy.VNI: ("fixed", "30", _DECODED % "VNI", ""),
    legacy.MOJIBAKE: ("fixed", "34", "{n} ô chữ bị vỡ khi chuyển mã, đã khôi phục.", ""),
    legacy.DOUBTED: (
        "flagged",
        "28",
        "{n} ô có chữ đọc được theo hai cách (bảng mã cũ hoặc dấu đặt lệch), giữ nguyên như đã gõ.",
        "Xem lại, gõ lại chữ trong các ô này bằng Unicode.",
    ),
    legacy.LOST: ("stopped", "34", "{n} ô mất chữ (�), không khôi phục được.", "Gõ lại chữ trong các ô này."),
    legacy.FOREIGN: ("flagged", "37", "{n} ô lẫn chữ cái nước ngoài trông giống chữ Việt.", "Gõ lại các ô này."),
}
_UNUSABLE = (flags.ERROR, flags.NO_NUMBER)
_NUMBERS = (
    "count",
    "money",
    "change",
    "percent",
    "coefficient",
    "any",
    "birth",
    "date",
    "month",
)  # kinds of columns that numbers may mislead in
_ANYWHERE = (legacy.TCVN3, legacy.VNI, legacy.MOJIBAKE, flags.COMMENT)


def mark_findings(placed: Placed, used: list[int], totals: list[int], **place: str) -> list[Finding]:
    """One finding for each kind of mark on the used rows of a form, with every cell it touches.

    A total by formula that nobody has computed yet is no fault: the rows are added up anyway.
    """
    sheet = placed.sheet
    found = [finding("flagged", "Trang tính bị ẩn, vẫn được đọc.", "Bỏ ẩn trang tính và xem lại.", check="case 60", **place)]
    found = found if sheet.hidden else []
    for kind, (severity, case, message, remedy) in _MESSAGES.items():
        rows = set(used) - set(totals) if kind == flags.UNCACHED else set(used)
        cells = [cell for cell in sheet.flagged.get(kind, ()) if _matters(kind, cell, placed, rows)]
        if cells:
            if kind == flags.HIDDEN_ROW and flags.FILTER in sheet.flagged:
                message = message.replace("bị ẩn", "bị bộ lọc ẩn")
            shown = ", ".join(sorted({flags.error_word(str(sheet.rows[r][c]).lstrip(ERROR_MARK)) for r, c in cells if kind in _UNUSABLE}))
            words = message.format(n=len(cells), shown=shown)
            found.append(
                finding(severity, words, remedy, check=f"case {case}" if case.isdigit() else case, cell=_listed(kind, cells), **place)
            )
    return found


def _matters(kind: str, cell: tuple[int, int], placed: Placed, rows: set[int]) -> bool:
    row, column = cell
    if kind == flags.HIDDEN_COLUMN:
        return column in placed.columns.values()
    if kind in _ANYWHERE:
        return True
    if kind == flags.SHOWN_OTHERWISE:
        return row in rows and column in _counted(placed)
    if kind == flags.BY_CONDITION:
        return row in rows and column in _counted(placed) and placed.sheet.rows[row][column] not in ("", 0)
    if kind in (flags.COVERED, flags.UNDER_PICTURE):
        return row in rows and column in placed.columns.values()
    if kind in (*_UNUSABLE, flags.UNCACHED):
        return row in rows and str(placed.sheet.rows[row][column]).startswith(ERROR_MARK)
    if kind == legacy.DOUBTED:
        return row in rows and column in _worded(placed)
    if row not in rows or kind == flags.HIDDEN_ROW:
        return row in rows
    return column < len(placed.sheet.rows[row]) and placed.sheet.rows[row][column] != ""


def _counted(placed: Placed) -> set[int]:
    """The places of the columns whose numbers go on into figures."""
    return {placed.columns[c.column] for c in placed.layout.columns if c.kind in _NUMBERS and c.column in placed.columns}


def _worded(placed: Placed) -> set[int]:
    """The places of the columns of names, categories and other words."""
    return {
        placed.columns[c.column] for c in placed.layout.columns if c.kind in ("name", "text", "category") and c.column in placed.columns
    }


def _listed(kind: str, cells: list[tuple[int, int]]) -> str:
    if kind == flags.HIDDEN_COLUMN:
        return ",".join(f"{column_letters(column)}:{column_letters(column)}" for _, column in cells)
    by_column: dict[int, list[int]] = {}
    for row, column in cells:
        by_column.setdefault(column, []).append(row + 1)
    return ",".join(cell_ranges(column_letters(column), rows) for column, rows in sorted(by_column.items()))

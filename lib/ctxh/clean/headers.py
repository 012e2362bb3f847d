"""What the header of a form leaves open: columns that are not there, are not known, or are there twice."""

from __future__ import annotations

from collections.abc import Iterable

from ctxh.book.header_words import BIRTH, BIRTH_ANY, SEX, SEX_FEMALE, SEX_MALE
from ctxh.book.layouts import LayoutColumn
from ctxh.clean.cell_values import Refused
from ctxh.clean.other_tables import tables_beside
from ctxh.clean.values import ValueReader
from ctxh.findings import Finding, finding, quoted
from ctxh.read.flags import column_letters
from ctxh.read.placement import MOST_LISTED, Placed, gone_words, headers_above, headless, remedy_for, strange_headers
from ctxh.vietnamese import nearest_word

_COUNTED = ("count", "money", "change", "coefficient", "mark", "birth")  # columns that figures and indicators come from
_COMPARED = ("identity", "month", "date", "category")  # columns that checks and cuts rest on
_REMEDY = "Ghi lại tiêu đề cột như trong biểu mẫu rồi chạy lại."
_ROLES = {
    BIRTH: "ngày sinh của cả nam và nữ (cần thêm cột Giới tính)",
    SEX: "giới tính",
    SEX_MALE: "giới tính nam",
    SEX_FEMALE: "giới tính nữ",
}
_OF_ALL = {BIRTH: "ngày sinh của cả nam và nữ", SEX: _ROLES[SEX]}


def header_findings(placed: Placed, **place: str) -> list[Finding]:
    """A finding for columns of the form that no header offers, each that two do, each header that may be several, one for the others."""
    other = tables_beside(placed)
    rivals = [c for c in placed.layout.columns if set(placed.rivals.get(c.column, ())) - other]
    births = {role: index for role, index in zip((BIRTH, SEX), placed.births, strict=False) if set(placed.rivals.get(role, ())) - other}
    reported = other.union(*(placed.rivals[name] for name in (*(c.column for c in rivals), *births)))
    strange = {index: text for index, text in strange_headers(placed).items() if index not in reported}
    unknown = {index: text for index, text in strange.items() if index not in placed.others}
    absent = [c for c in placed.layout.columns if _lacks(placed, c)]
    may_be = {c.column: {index: text for index, text in unknown.items() if _may_hold(placed, c, index)} for c in absent}
    perhaps = {c.column: _perhaps(c, may_be[c.column]) for c in absent}
    found = [_twice(placed, column, place) for column in rivals]
    found += [_births_twice(placed, role, index, place) for role, index in births.items()]
    found += [_unclear(placed, index, names, place) for index, names in placed.unclear.items() if index in unknown]
    causes = dict[tuple[str, tuple[int, ...]], list[LayoutColumn]]()
    for column in absent:
        grave = _gravity(column, bool(perhaps[column.column]), bool(may_be[column.column]))
        causes.setdefault((grave, tuple(perhaps[column.column])), []).append(column)
    found += [_absent(placed, columns, perhaps[columns[0].column], grave, place) for (grave, _), columns in causes.items()]
    explained = set().union(*perhaps.values(), placed.unclear)
    asked = {index: text for index, text in unknown.items() if absent and index not in explained and _filled(placed, index)}
    found += [_asked(placed, asked, [column.label for column in absent], place)] if asked else []
    found += [_parted(placed, left, under, place) for left, under in _parts_below(placed).items()]
    found += _changed(placed, place) + _sexless(placed, place) + _headless(placed, other, bool(absent), place)
    return found + _strange(placed, {index: text for index, text in strange.items() if index not in {*explained, *asked}}, place)


def _lacks(placed: Placed, column: LayoutColumn) -> bool:
    """Whether a column that the form asks for is not there; births of any sex are there for those by sex."""
    if column.kind == "birth" and BIRTH_ANY in placed.columns:
        return False
    return column.column not in placed.columns and not column.extra and column.asked_as != "" and column.kind != "row_number"


def _sexless(placed: Placed, place: dict[str, str]) -> list[Finding]:
    """What is said where births are told and nothing says the sex."""
    if BIRTH_ANY not in placed.columns:
        return []
    cell = _cells(placed, [placed.columns[BIRTH_ANY]])
    message = "Có năm sinh nhưng không có cột giới tính: tuổi được tính, không ai có trong số liệu theo giới."
    return [finding("flagged", message, "Thêm cột Giới tính ghi Nam hoặc Nữ.", check="tiêu đề", cell=cell, **place)]


def _headless(placed: Placed, other: set[int], lacking: bool, place: dict[str, str]) -> list[Finding]:
    """What is said of columns that have values in the rows of records and no header."""
    bare = [index for index in headless(placed) if index not in other]
    if not bare:
        return []
    named = ", ".join(column_letters(index) for index in bare[:MOST_LISTED])
    message = f"{len(bare)} cột có giá trị nhưng không có tiêu đề, không được đọc: {named}."
    remedy = "Ghi tiêu đề của các cột ấy như trong biểu mẫu, hoặc bỏ gộp ô tiêu đề, rồi chạy lại."
    return [finding("flagged" if lacking else "info", message, remedy, check="tiêu đề", cell=_cells(placed, bare), **place)]


def _filled(placed: Placed, index: int) -> bool:
    return any(row[index] not in ("", None) for row in placed.sheet.rows[placed.first_row :])


def _unclear(placed: Placed, index: int, names: tuple[str, ...], place: dict[str, str]) -> Finding:
    """What is said of a header that may be several columns, or one that needs another beside it."""
    labels = {column.column: f"«{column.label}»" for column in placed.layout.columns}
    may_be = " hoặc ".join(labels.get(name, _ROLES.get(name, "")) for name in names)
    message = f"Tiêu đề {quoted(placed.heads[index].own)} (cột {column_letters(index)}) có thể là {may_be}: không rõ, chưa được đọc."
    return finding("stopped", message, remedy_for(placed.sheet.file), check="tiêu đề", cell=_cells(placed, [index]), **place)


def _asked(placed: Placed, asked: dict[int, str], absent: list[str], place: dict[str, str]) -> Finding:
    """What is asked about headers nobody knows where columns of the form are not there: any may be one."""
    shown = _with_nearest(placed, asked, absent)
    lacking = ", ".join(f"«{label}»" for label in absent)
    message = f"{len(asked)} tiêu đề chưa rõ là cột nào, chưa được đọc: {shown}. Biểu còn thiếu cột: {lacking}."
    return finding("flagged", message, remedy_for(placed.sheet.file), check="tiêu đề", cell=_cells(placed, asked), **place)


def _changed(placed: Placed, place: dict[str, str]) -> list[Finding]:
    """What is said where the headers that an area's own words are for are not there any more: its form has another shape."""
    gone = gone_words(placed)
    if not gone:
        return []
    lacking = any(word.column not in placed.columns for word in gone)
    shown = ", ".join(quoted(word.word) for word in gone[:MOST_LISTED])
    message = f"Mẫu của đơn vị đã đổi: không còn tiêu đề {shown} như đã chỉ trong sổ định nghĩa."
    return [finding("flagged" if lacking else "info", message, remedy_for(placed.sheet.file), check="tiêu đề", **place)]


def _with_nearest(placed: Placed, headers: dict[int, str], labels: list[str]) -> str:
    """The first of some headers in words, each with the one above it, its column and the nearest label."""
    shown = []
    for index, text in list(headers.items())[:MOST_LISTED]:
        closest = nearest_word(text, labels)
        under = "".join(f" dưới {quoted(upper)}" for upper in placed.heads[index].above[:1])
        shown.append(f"{quoted(text)}{under} (cột {column_letters(index)}" + (f", gần nhất là «{closest}»)" if closest else ")"))
    return ", ".join(shown) + (f" và {len(headers) - MOST_LISTED} cột khác" if len(headers) > MOST_LISTED else "")


def _twice(placed: Placed, column: LayoutColumn, place: dict[str, str]) -> Finding:
    """What is said of a column for which two of the sheet may be meant."""
    above = headers_above(placed)
    indexes = (placed.columns[column.column], *placed.rivals[column.column])
    where = ", ".join(f"cột {column_letters(index)}" + (f" ({quoted(above[index][0])})" if above.get(index) else "") for index in indexes)
    severity, what = ("flagged", f"; lấy cột {column_letters(indexes[0])}") if column.personal else ("stopped", "")
    message = f"Có {len(indexes)} cột cùng có thể là «{column.label}»: {where}{what}."
    remedy = f"Chỉ để một cột mang tiêu đề «{column.label}», đổi tiêu đề cột kia, rồi chạy lại."
    return finding(severity, message, remedy, check="tiêu đề", cell=_cells(placed, indexes), **place)


def _births_twice(placed: Placed, role: str, index: int, place: dict[str, str]) -> Finding:
    """What is said where two columns of births, or of sex, may be those of whom the form lists: one may be a guardian's."""
    indexes = sorted((index, *placed.rivals[role]))
    where = ", ".join(f"cột {column_letters(index)}" for index in indexes)
    message = f"Có {len(indexes)} cột cùng có thể là {_OF_ALL[role]}: {where}; không rõ cột nào là của người hưởng."
    remedy = "Đổi tiêu đề cột kia (như «Năm sinh người giám hộ»), rồi chạy lại."
    return finding("stopped", message, remedy, check="tiêu đề", cell=_cells(placed, indexes), **place)


def _parts_below(placed: Placed) -> dict[int, list[int]]:
    """The columns of the form under whose headers the next row has headers of parts, with the columns of these parts.

    The row is one of headers where it has words alone, and none but under headers that end in blank cells.
    """
    row = placed.sheet.rows[placed.first_row] if placed.first_row < len(placed.sheet.rows) else []
    parts, last = dict[int, list[int]](), -1
    for index, value in enumerate(row):
        last = index if index in placed.heads else last
        if value not in ("", None):
            if not isinstance(value, str) or not any(map(str.isalpha, value)):
                return {}
            parts.setdefault(last, []).append(index)
    if any(under == [left] for left, under in parts.items()):
        return {}
    return {left: under for left, under in parts.items() if left in placed.columns.values()}


def _parted(placed: Placed, left: int, under: list[int], place: dict[str, str]) -> Finding:
    """What is said of a header that is known, above headers of parts that are not: which part is meant is not known."""
    column = next(column for column in placed.layout.columns if placed.columns.get(column.column) == left)
    row = placed.sheet.rows[placed.first_row]
    shown = ", ".join(
        f"cột {column_letters(index)}" if column.personal else f"{quoted(row[index])} (cột {column_letters(index)})" for index in under
    )
    message = f"Dưới tiêu đề {quoted(placed.heads[left].own)} còn dòng tiêu đề con: {shown}. Không rõ cột nào là «{column.label}»."
    cells = ",".join(f"{column_letters(index)}{placed.first_row + 1}" for index in under)
    return finding("stopped" if column.kind in _COUNTED else "flagged", message, _REMEDY, check="tiêu đề", cell=cells, **place)


def _may_hold(placed: Placed, column: LayoutColumn, index: int) -> bool:
    """Whether a strange column may be one of the form by its cells: of a counted one some of them can be read, or there is none."""
    values = [row[index] for row in placed.sheet.rows[placed.first_row :] if row[index] not in ("", None)]
    if column.kind not in _COUNTED or not values:
        return True
    return not all(isinstance(read.value, Refused) for read in ValueReader(column, {}).read_all(values))


def _perhaps(column: LayoutColumn, strange: dict[int, str]) -> dict[int, str]:
    """The strange headers that may be a column's: the nearest one, or of a counted column the first of them all."""
    closest = nearest_word(column.label, strange.values())
    if closest is None and column.kind not in _COUNTED:
        return {}
    return dict([(index, text) for index, text in strange.items() if closest in (None, text)][:3])


def _gravity(column: LayoutColumn, perhaps: bool, strange: bool) -> str:
    """How grave it is that a column is not there: the more where figures come from it and a strange header may be it.

    Without births only the figures by age are lost, no count.
    """
    counted = column.kind in _COUNTED
    if counted and column.kind != "birth" and strange:
        return "stopped"
    return "flagged" if counted or column.kind in _COMPARED or perhaps else "info"


def _absent(placed: Placed, columns: list[LayoutColumn], perhaps: dict[int, str], severity: str, place: dict[str, str]) -> Finding:
    """What is said of columns that are not there, in one line where the same strange headers may be any of them."""
    shown = ", ".join(f"{quoted(text)} (cột {column_letters(index)})" for index, text in perhaps.items())
    strange = "Có cột lạ, có thể là một trong các cột ấy" if len(columns) > 1 else "Có cột lạ"
    labels = ", ".join(f"«{column.label}»" for column in columns)
    message = f"Không thấy cột {labels} ở dòng tiêu đề, coi như để trống." + (f" {strange}: {shown}." if shown else "")
    return finding(severity, message, remedy_for(placed.sheet.file) if perhaps else _REMEDY, check="tiêu đề", **place)


def _strange(placed: Placed, strange: dict[int, str], place: dict[str, str]) -> list[Finding]:
    """One word on the headers that are none of the form's, of which nothing is read."""
    if not strange:
        return []
    shown = _with_nearest(placed, strange, [column.label for column in placed.layout.columns])
    message = f"{len(strange)} cột không có trong biểu mẫu, không được đọc: {shown}."
    return [finding("info", message, check="tiêu đề", cell=_cells(placed, strange), **place)]


def _cells(placed: Placed, indexes: Iterable[int]) -> str:
    return ",".join(f"{column_letters(index)}{placed.first_row}" for index in list(indexes)[:MOST_LISTED])

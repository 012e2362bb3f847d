"""Who sent what: areas and forms that did not come, what came twice, and what came under another name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Set

from ctxh.book.layouts import HAPPENED, Layout
from ctxh.clean.expected import Coverage, Expected
from ctxh.clean.merged_cells import lines_above
from ctxh.findings import Finding, finding, quoted
from ctxh.read.child_reader import Sheet
from ctxh.read.flags import column_letters
from ctxh.read.placement import Placed, found_columns, village_of
from ctxh.vietnamese import header_key, marked_key

WRONG_YEAR, OTHER_TITLE = "kỳ báo cáo", "tên biểu"
_FORMS = 2  # so many forms that lack at once are a workbook that lacks
_TELLING = 4  # so many columns of a form under one header are no chance
_YEAR_LONG = 12  # months
_PARTS = re.compile(r"(?<!ngay )\b(?:(?P<months>6|9|sau|chin) thang (?:dau |cuoi )?nam|quy (?:i{1,3}|iv|[1-4])(?= (?:nam )?20\d\d\b|$))")
_LENGTHS = {"6": 6, "sau": 6, "9": 9, "chin": 9, None: 3}
_LACKS = 2  # columns found that a required one outweighs
_ANY_LIST = ("row_number", "name", "text")  # kinds of columns that many lists have


def other_year(stem: str, year: int, file: str, area_code: str) -> list[Finding]:
    """A finding for a file whose name says another year only."""
    years = set(re.findall(r"(?<!\d)20\d\d(?!\d)", stem))
    if not years or str(year) in years:
        return []
    message = f"Tên tệp ghi năm {min(years)}, không phải năm {year}; tệp vẫn được đọc."
    return [
        finding(
            "flagged",
            message,
            f"Kiểm tra có đúng tệp của năm {year} không, rồi đổi tên tệp.",
            check=WRONG_YEAR,
            file=file,
            area_code=area_code,
        )
    ]


def title_findings(placed: Placed, expected: Expected, months: int, area_code: str) -> list[Finding]:
    """What the lines above a form say of it that it is not: another part of the year than these ``months``, another form."""
    return other_part(placed, months, area_code) + _other_title(placed, expected.layouts.values(), area_code)


def other_part(placed: Placed, months: int, area_code: str) -> list[Finding]:
    """A finding for a form whose lines above the header name a part of the year that is not the period, which has some ``months``."""
    lengths = {_LENGTHS[found["months"]] for text in lines_above(placed) for found in _PARTS.finditer(text)}
    if not lengths or (months or _YEAR_LONG) in lengths:
        return []
    message = f"Tiêu đề ghi số liệu của {min(lengths)} tháng, không phải của cả kỳ báo cáo; biểu vẫn được đọc."
    remedy = "Kiểm tra số liệu có phải của cả kỳ không; nếu không, xin lại biểu, nếu có, sửa tiêu đề."
    place = {"file": placed.sheet.file, "sheet": placed.sheet.name}
    return [finding("flagged", message, remedy, check=WRONG_YEAR, area_code=area_code, **place)]


def _other_title(placed: Placed, layouts: Iterable[Layout], area_code: str) -> list[Finding]:
    """A doubt about a form whose lines above the header hold the title of another form and not its own."""
    lines, own = lines_above(placed), header_key(placed.layout.title)
    if not own or any(own in line for line in lines):
        return []
    titled = [other for other in layouts if (key := header_key(other.title)) and key not in own and any(key in line for line in lines)]
    if not titled:
        return []
    other = max(titled, key=lambda layout: len(layout.title))
    message = f"Được đọc là biểu {placed.layout.code} ({placed.layout.label}), nhưng tên ghi trên bảng là của biểu {other.code}"
    message += f" ({other.label})."
    remedy = "Kiểm tra số liệu là của biểu nào: nếu để nhầm trang tính thì chuyển về đúng chỗ, nếu không thì sửa tên trên bảng."
    cells = [
        f"{column_letters(c)}{r + 1}"
        for r, row in enumerate(placed.sheet.rows[: placed.first_row])
        for c, value in enumerate(row)
        if isinstance(value, str) and header_key(other.title) in header_key(value)
    ]
    place = {"file": placed.sheet.file, "sheet": placed.sheet.name, "cell": ",".join(cells)}
    return [finding("flagged", message, remedy, check=OTHER_TITLE, area_code=area_code, **place)]


def names_part(key: str) -> bool:
    """Whether a folded line names a part of a year."""
    return _PARTS.search(key) is not None


def stray_sheet(sheet: Sheet, area_code: str, expected: Expected, present: set[str]) -> tuple[Finding, str]:
    """What is said of a sheet whose name is that of no form: a stop where it has the columns and rows of one, and which that is."""
    like = _like(sheet, [layout for layout in expected.layouts.values() if expected.sends(layout, area_code)], present)
    if like is None:
        severity, message, remedy = (
            "flagged",
            "Trang tính không phải biểu mẫu nào, không được đọc.",
            f"Nếu là số liệu báo cáo, đặt tên trang tính theo biểu hoặc chạy «ctxh map {sheet.file}»; nếu không, cứ để nguyên.",
        )
    else:
        severity = "stopped"
        message = f"Trang tính có các cột của biểu {like.code} ({like.label}) nhưng mang tên khác, chưa được đọc."
        remedy = f"Đặt tên trang tính là «{like.sheet_names[0]}», thêm tên thôn nếu mỗi thôn một trang; "
        remedy += f"hoặc chạy «ctxh map {sheet.file}» để chỉ biểu; bản thừa thì chuyển sang tệp khác. Rồi chạy lại."
    place = {"file": sheet.file, "sheet": sheet.name, "area_code": area_code}
    return finding(severity, message, remedy, check="trang tính", **place), like.form if like else ""


def recognised_sheet(file: str, sheet: str, layout: Layout, area_code: str) -> Finding:
    """What is said of a sheet whose name says no form and whose header is that of one alone."""
    message = f"Tên trang tính không nói biểu nào; tiêu đề và từ danh mục là của biểu {layout.code} ({layout.label}) và chỉ của biểu ấy."
    remedy = f"Nếu không phải biểu ấy, chuyển trang tính sang tệp khác; để khỏi nhắc, đặt tên là «{layout.sheet_names[0]}»."
    return finding("fixed", message, remedy, check="trang tính", file=file, sheet=sheet, area_code=area_code)


def _like(sheet: Sheet, layouts: list[Layout], present: set[str]) -> Layout | None:
    """The form whose columns a sheet has with rows below them, enough to be no chance; one that is required may lack.

    Where another one has many more of its columns, though not all that it needs, the sheet is more like that one.
    """
    best, most, enough = None, 0, False
    for layout in layouts:
        placed = found_columns(sheet, layout)
        columns, first = placed.columns, placed.first_row
        filled = any(sum(row[index] not in ("", None) for index in columns.values()) > 1 for row in sheet.rows[first:])
        enough |= filled and _enough(sheet, layout, columns, present)
        like = len(columns) - _LACKS * len(layout.needed - columns.keys())
        if filled and like > most:
            best, most = layout, like
    return best if enough else None


def _enough(sheet: Sheet, layout: Layout, columns: dict[str, int], present: set[str]) -> bool:
    """Whether the columns found, or some of them and the name of the sheet, make it the form.

    What stands in any list (numbers, names, villages, remarks) does not make up for a required column that lacks.
    """
    lacking = [column for column in layout.columns if column.required and column.column not in columns]
    if f"{header_key(sheet.name)} ".startswith(f"{header_key(layout.code)} "):
        return len(lacking) < 2 and len(columns) >= min(_TELLING, len(layout.columns)) - 1
    if lacking:
        own = [c for c in layout.columns if c.column in columns and not c.personal and c.kind not in _ANY_LIST]
        return len(lacking) == 1 and len(own) >= _TELLING
    return len(columns) >= (_TELLING if layout.form in present else min(_TELLING, len(layout.columns)))


def arrival_findings(
    coverage: list[Coverage],
    expected: Expected,
    unread: Set[str] = frozenset(),
    lying: dict[str, str] | None = None,
    stray: Set[tuple[str, str]] = frozenset(),
) -> list[Finding]:
    """Findings for areas that sent nothing, areas that sent twice, and forms that are missing.

    ``coverage`` has a row a form and file; ``expected`` is what ``receive`` was told to expect. What an
    area has not sent stops, unless it may be missing: then it is flagged. The office's own forms stop.
    Of whom a workbook was ``unread`` nothing is said: that it could not be read has been. ``lying`` says by
    area what lies where its workbook should be, ``stray`` which forms of an area were told to stand under another name.
    """
    came = {(row["area_code"], row["form"]) for row in coverage}
    areas = list(expected.areas["area_code"])
    sent = {area for area, _ in came}
    absent = [code for code in areas if code not in sent | unread]
    desk = _desk_absent(expected, lying or {}) if expected.office_code not in sent | unread else []
    silent = {*absent, *unread, *(expected.office_code for _ in desk)}
    present = [code for code in [*areas, expected.office_code] if code in sent or code not in silent]
    names, rows = expected.names, []
    takers = expected.reporters.takers if expected.reporters else {}
    severity = "flagged" if expected.allow_missing else "stopped"
    if absent:
        listed = ", ".join(f"{names[code]} ({lying[code]})" if lying and code in lying else names[code] for code in absent)
        called = "thôn" if expected.villages else "đơn vị"
        message = f"Thiếu {len(absent)}/{len(areas)} {called}: {listed}."
        remedy = f"Xin tệp của {called} này." if len(absent) == 1 else f"Xin tệp của các {called} này."
        if held := dict.fromkeys(takers[code] for code in absent if code in takers):
            remedy += f" Nếu tệp của nơi nhận sáp nhập đã gồm số liệu ấy, ghi {', '.join(map(quoted, held))} ở đầu trang tính của tệp đó."
        rows.append(finding(severity, message, remedy, check="đủ xã"))
    for layout in expected.layouts.values():
        for code in present:
            if layout.required and expected.sends(layout, code) and (code, layout.form) not in came | stray:
                if expected.own_time_only(code) and layout.tells != HAPPENED:
                    continue
                message = f"{names[code]} thiếu biểu {layout.code} ({layout.label})."
                own = "stopped" if code == expected.office_code else severity
                rows.append(finding(own, message, f"Bổ sung trang tính «{layout.sheet_names[0]}».", check="đủ biểu", area_code=code))
    return rows + desk + _files_twice(coverage, names) + _forms_twice(coverage, expected)


def _desk_absent(expected: Expected, lying: dict[str, str]) -> list[Finding]:
    """One finding where the office's own workbook did not come, with the forms that it must hold; none where these are fewer than two."""
    code, layouts = expected.office_code, expected.layouts.values()
    forms = [layout.code for layout in layouts if layout.required and layout.sender == "desk" and expected.sends(layout, code)]
    if len(forms) < _FORMS:
        return []
    there = f" ({lying[code]})" if code in lying else ""
    message = f"Thiếu tệp của cơ quan lập báo cáo, {expected.names[code]}{there}: các biểu {', '.join(forms)}."
    return [finding("stopped", message, "Chép tệp ấy vào thư mục của năm.", check="đủ biểu", area_code=code)]


def _files_twice(coverage: list[Coverage], names: dict[str, str]) -> list[Finding]:
    files: dict[tuple[str, str], list[str]] = {}
    for row in coverage:
        sent = files.setdefault((row["area_code"], row["area"]), [])  # an area that went into another one has its own
        if row["file"] not in sent:
            sent.append(row["file"])
    return [
        finding(
            "stopped",
            f"{names[code]} có {len(sent)} tệp: {', '.join(sent)}.",
            "Nếu là hai bản, giữ bản đúng; nếu mỗi tệp có một phần số liệu, chép các trang tính vào một tệp.",
            check="đủ xã",
            area_code=code,
            file=sent[1],
        )
        for (code, _), sent in files.items()
        if len(sent) > 1
    ]


def _forms_twice(coverage: list[Coverage], expected: Expected) -> list[Finding]:
    """A finding for each form that stands on two sheets of one workbook and would count twice.

    Sheets whose names say that each is for another village are one form in parts.
    """
    sheets: dict[tuple[str, str, str], list[str]] = {}
    for row in coverage:
        sheets.setdefault((row["file"], row["area_code"], row["form"]), []).append(row["sheet"])
    return [
        finding(
            "stopped",
            f"Biểu {expected.layouts[form].code} có {len(named)} trang tính: {', '.join(named)}.",
            "Nếu là hai bản, giữ bản đúng; nếu mỗi trang có một phần số liệu, gộp lại, "
            f"hoặc gọi từng trang theo thôn ({expected.layouts[form].code} Thôn …).",
            check="đủ biểu",
            area_code=code,
            file=file,
            sheet=named[1],
        )
        for (file, code, form), named in sheets.items()
        if len(named) > 1 and not _by_village(named, expected.layouts[form])
    ]


def _by_village(sheets: list[str], layout: Layout) -> bool:
    """Whether each sheet's name ends with a village, and no two with the same one."""
    villages = [marked_key(village_of(name, layout)) for name in sheets]
    return all(villages) and len(set(villages)) == len(villages)

"""Whom a workbook comes from, and what lies in the folder where one should be."""

from __future__ import annotations

import re
from pathlib import Path

from ctxh.clean.expected import Expected
from ctxh.errors import CtxhError
from ctxh.findings import Finding, finding, quoted
from ctxh.read.child_reader import Sheet
from ctxh.read.folders import files_beside, no_table, shown_name
from ctxh.read.placement import form_of, workbook_files
from ctxh.reference.area_names import WITH_OTHERS, AreaNames, Found, names_committee, without_committee
from ctxh.reference.place_kinds import COMMITTEES, VILLAGE
from ctxh.vietnamese import clean_text, header_key

BANNER_ROWS, VILLAGE_ROWS = 10, 4
_SHOWN = 60  # letters of a line above a table that a message repeats
_ASK = (
    "Ghi tên đơn vị ở đầu trang tính, đủ dấu như trong areas.csv: UBND xã …",
    "Ghi tên thôn dưới tên xã ở đầu trang tính (Thôn …), hoặc đặt tên tệp theo thôn, đủ dấu như trong areas.csv.",
)


def area_of(path: Path, sheets: list[Sheet], names: AreaNames, expected: Expected) -> tuple[str, list[Finding]]:
    """The code of the area that a workbook's banners and file name agree on, and a word where only letters without tones do.

    Raises CtxhError when neither names an area of the office, or when they differ; and when they name the office alone, which
    stands above the name of whoever reports, and the workbook is not its desk's.
    """
    candidates = list(dict.fromkeys(text for sheet in sheets for text in _named_above(sheet, expected)))
    found = {text: names.find(text) for text in candidates}
    codes = {one.code for one in found.values()} - {""}
    lower = {code for code in codes if len(code) == max(map(len, codes))} if codes else set()
    if len(lower) > 1:
        raise CtxhError(f"{path.name}: các trang tính mang tên nhiều đơn vị. Mỗi tệp chỉ của một đơn vị.")
    of_banner, of_file = next(iter(lower), ""), _of_file(path, names)
    if any(of_file.code in one.rivals for one in found.values()):
        of_banner = of_file.code  # of several that are called as the banner says
    desks = any(layout.sender == "desk" for sheet in sheets if (layout := form_of(sheet, expected.layouts)))
    if of_banner and of_file.code and of_banner != of_file.code:
        raise CtxhError(f"{path.name}: tên tệp và tên cơ quan ghi trong trang tính là hai đơn vị khác nhau. Kiểm tra lại tệp.")
    code = of_banner or of_file.code
    unknown = [text for text, one in found.items() if not one.code]
    if not code or (code == expected.office_code and not of_file.code and not desks):
        rivals = next((one.rivals for one in (*found.values(), of_file) if one.rivals), ())
        raise CtxhError(f"{path.name}: không biết tệp của đơn vị nào{_why(unknown, rivals, expected, code)}. {_ASK[expected.villages]}")
    sure = [one for one in (*found.values(), of_file) if one.code == code and not one.plain]
    return code, [] if sure or not sheets else [_without_tones(path, code, expected)]


def _why(unknown: list[str], rivals: tuple[str, ...], expected: Expected, code: str) -> str:
    """Why it is not known whose a workbook is: what was read of the name."""
    called = {expected.names.get(code, code) for code in rivals}
    if len(called) == 1 < len(rivals):
        codes = ", ".join(rivals)
        return (
            f": {len(rivals)} đơn vị cùng tên {min(called)} (mã {codes}); giữ mã ở đầu tên tệp như biểu trống đã gửi, "
            "hoặc ghi tên phân biệt ở cột aliases của areas.csv và trên trang tính"
        )
    if rivals:
        return f": tên ghi không đủ dấu, có thể là {' hoặc '.join(expected.names.get(code, code) for code in rivals)}"
    if unknown:
        return f": {', '.join(quoted(text) for text in unknown[:2])} không có trong danh sách đơn vị gửi báo cáo"
    return f": chỉ ghi {expected.office_name}, là nơi nhận, và không có biểu nào của phòng" if code else ""


def _without_tones(path: Path, code: str, expected: Expected) -> Finding:
    message = f"Tên đơn vị ghi không đủ dấu, chỉ có thể là {expected.names[code]}."
    return finding("fixed", message, check="tên đơn vị", file=path.name, area_code=code)


def _file_name(path: Path) -> str:
    return re.sub(r"[_\W]*20\d\d.*$", "", path.stem).replace("_", " ")


def named_by(path: Path, names: AreaNames) -> str:
    """The code of the area that a file is named after; empty where it is named after none."""
    return _of_file(path, names).code


def _of_file(path: Path, names: AreaNames) -> Found:
    """The area that the name of a file says: by the name, and by the code before one that several have."""
    name = _file_name(path)
    code, _, called = name.partition(" ")
    return Found(code) if called and code in names.find(called).rivals else names.find(name)


def _with_former(text: str, names: tuple[str, str]) -> list[str]:
    """The names in a banner that may have a former name behind: ``xã Lai Khê (Cộng Hòa cũ)``."""
    kind, name = names
    words = re.sub(r"[()]", " ", name).split()
    if len(words) < 3 or header_key(words[-1]) != "cu":
        return [text]
    return [f"{kind} {' '.join(part)}" for cut in range(1, len(words) - 1) for part in (words[:cut], words[cut:-1])]


def _named_above(sheet: Sheet, expected: Expected) -> list[str]:
    """The areas named above a table: with the words for a committee, which may stand a row above; villages in its first lines."""
    kinds, found = expected.kinds, []
    for number, row in enumerate(sheet.rows[:BANNER_ROWS]):
        for column, value in enumerate(row):
            if not isinstance(value, str) or not value.strip() or len(value) > 4 * _SHOWN:
                continue
            text = clean_text(value)
            if names_committee(text):
                text = WITH_OTHERS.sub("", without_committee(text) or _below(sheet, number, column))
                kind, name = kinds.split(text, *COMMITTEES)
                if kind and name:
                    found += _with_former(text, (kind.kind, name))
            elif expected.villages and number < VILLAGE_ROWS:
                kind, name = kinds.split(text, VILLAGE)
                if kind and name and not _heads(header_key(text), expected):
                    found.append(text)
    return [text for text in found if len(text) <= _SHOWN]


def _heads(key: str, expected: Expected) -> bool:
    """Whether a line is a column's header or a form's title, which may begin as a village does: ``Bản``."""
    return any(key in layout.words or key.startswith(header_key(layout.title)) for layout in expected.layouts.values())


def _below(sheet: Sheet, number: int, column: int) -> str:
    """The text below a cell, where an issuer stands on two rows."""
    cells = (row[column] for row in sheet.rows[number + 1 : number + 3] if column < len(row))
    return clean_text(next((value for value in cells if isinstance(value, str) and value.strip()), ""))


def lying_there(folder: Path, names: AreaNames, empty: list[Path]) -> tuple[dict[str, str], list[Finding]]:
    """What lies in the folder where the workbooks of areas should be, by code, and a note on each thing that is not opened."""
    lying = {named_by(path, names): f"tệp {shown_name(path.name)} không có gì bên trong" for path in empty}
    notes = []
    for name, what, lock in files_beside(folder):
        lying.setdefault(named_by(Path(name), names), what)
        if not lock:
            notes.append(finding("info", f"{what}: không được đọc.", check="đọc tệp"))
    for path in workbook_files(folder):
        what = no_table(path)
        if what:
            lying.setdefault(named_by(path, names), f"chỉ có {shown_name(path.name)}, {what}")
    return lying, notes

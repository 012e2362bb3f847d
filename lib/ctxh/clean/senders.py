"""Whom a workbook comes from, and what lies in the folder where one should be."""

from __future__ import annotations

import re
from pathlib import Path

from ctxh.errors import CtxhError
from ctxh.findings import Finding, finding
from ctxh.read.child_reader import Sheet
from ctxh.read.folders import beside, no_table, shown_name
from ctxh.read.placement import workbook_files
from ctxh.reference.areas import KINDS_OF_VILLAGES, bare_key, code_named
from ctxh.vietnamese import header_key

BANNER_ROWS, VILLAGE_ROWS = 10, 3
_COMMITTEE = re.compile(r"^(ubnd|uy ban nhan dan)\s+(thi tran|tt|t t|xa|phuong|huyen|tinh|thanh pho)\b")
_VILLAGE = re.compile(rf"^({'|'.join(map(header_key, KINDS_OF_VILLAGES))})\b")


def area_of(path: Path, sheets: list[Sheet], keys: dict[str, str], villages: bool = False) -> str:
    """The code of the area that a workbook's banners and file name agree on.

    Raises CtxhError when neither names an area of the office, or when they differ.
    """
    named = {code_named(keys, key) for sheet in sheets for key in _committees(sheet, villages)} - {""}
    of_file = named_by(path, keys)
    lower = {code for code in named if len(code) == max(map(len, named))} if named else set()
    if len(lower) > 1:
        raise CtxhError(f"{path.name}: các trang tính mang tên nhiều đơn vị. Mỗi tệp chỉ của một đơn vị.")
    of_banner = next(iter(lower), "")
    if of_banner and of_file and of_banner != of_file:
        raise CtxhError(f"{path.name}: tên tệp và tên cơ quan ghi trong trang tính là hai đơn vị khác nhau. Kiểm tra lại tệp.")
    if not (of_banner or of_file):
        raise CtxhError(f"{path.name}: không biết tệp của đơn vị nào. Ghi tên đơn vị ở đầu trang tính: UBND xã …")
    return of_banner or of_file


def named_by(path: Path, keys: dict[str, str]) -> str:
    """The code of the area that a file is named after; empty where it is named after none."""
    return code_named(keys, bare_key(re.sub(r"[_\W]*20\d\d.*$", "", path.stem).replace("_", " ")))


def _with_former(text: str) -> list[str]:
    """The names in a banner that may have a former name behind: ``ubnd xa lai khe cong hoa cu``."""
    found = _COMMITTEE.match(text)
    kind = found[0] if found else ""
    words = text.removeprefix(kind).split()
    if not kind or len(words) < 3 or words[-1] != "cu":
        return [text]
    return [f"{kind} {' '.join(part)}" for cut in range(1, len(words) - 1) for part in (words[:cut], words[cut:-1])]


def _committees(sheet: Sheet, villages: bool) -> list[str]:
    """The keys of the committees named above a table and, where villages report, of the villages in its first lines."""
    texts = [header_key(v) for row in sheet.rows[:BANNER_ROWS] for v in row if isinstance(v, str) and v]
    texts = [named for text in texts if _COMMITTEE.match(text) for named in _with_former(text)]
    heads = [header_key(v) for row in sheet.rows[:VILLAGE_ROWS] for v in row if isinstance(v, str)] if villages else []
    return [bare_key(text) for text in texts] + [bare_key(text) for text in heads if _VILLAGE.match(text)]


def lying_there(folder: Path, keys: dict[str, str], empty: list[Path]) -> tuple[dict[str, str], list[Finding]]:
    """What lies in the folder where the workbooks of areas should be, by code, and a note on each thing that is not opened."""
    lying = {named_by(path, keys): f"tệp {shown_name(path.name)} không có gì bên trong" for path in empty}
    notes = []
    for name, what, lock in beside(folder):
        lying.setdefault(named_by(Path(name), keys), what)
        if not lock:
            notes.append(finding("info", f"{what}: không được đọc.", check="đọc tệp"))
    for path in workbook_files(folder):
        what = no_table(path)
        if what:
            lying.setdefault(named_by(path, keys), f"chỉ có {shown_name(path.name)}, {what}")
    return lying, notes

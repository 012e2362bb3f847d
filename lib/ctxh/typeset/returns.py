"""What goes back to a commune: its own workbook with the faulty cells marked, and a letter.

These files hold the commune's own data again, persons included, and are for that commune alone.
They lie in a folder beside the edition and are no part of it: no manifest lists them, and nothing that
publishes reads them. An edition is sent around, a return is sent back.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from ctxh.check.verdicts import Verdicts
from ctxh.compute.computed import Computed
from ctxh.findings import FAULTS, SEVERITIES, Finding
from ctxh.frames import Area, rows_of
from ctxh.observe.restate import TERRITORY
from ctxh.reference.place_kinds import VILLAGE
from ctxh.tell.report import epoch
from ctxh.typeset.blank_forms import workbook_names
from ctxh.typeset.xlsx.marked_workbooks import NotMarked, annotated, to_sender

README = """\
Tệp trong thư mục này chứa số liệu của từng đơn vị gửi, có dữ liệu cá nhân.
Chỉ gửi tệp cho chính đơn vị có tên trong tệp; không gửi chung, không công bố, xóa khi đã xong.
Thư mục được ghi lại mỗi lần chạy: đừng lưu tệp của mình ở đây.
"""


@dataclass
class Return:
    """What goes back to one sender: its name, its file (if it could be read) and what was found."""

    name: str
    file: str = ""
    stem: str = ""
    rows: list[Finding] = field(default_factory=list)
    committee: bool = False  # whether it is that of an area with a people's committee, which a village has not


def write_returns(computed: Computed, wanted: list[Return], folder: Path) -> list[Path]:
    """The workbooks and letters written into a folder that only its owner may look into."""
    if wanted:
        folder.mkdir(mode=0o700, exist_ok=True)
        for one in wanted:
            _write(computed, one, folder)
        (folder / "README.txt").write_text(README, encoding="utf-8", newline="\r\n")
    return sorted(path for path in folder.glob("*") if path.suffix != ".txt")


def returns_of(computed: Computed, verdicts: Verdicts) -> list[Return]:
    """Who gets something back, with all that was found in their workbook, the gravest first."""
    owners = dict(zip(computed.coverage["file"], computed.coverage["area_code"], strict=True))
    files = {code: file for file, code in reversed(owners.items())}
    villages = {row.area_code for row in rows_of(computed.areas, Area) if row.level == VILLAGE}
    names = workbook_names(computed.observed.names, computed.year)
    returns: dict[str, Return] = {}
    for row in cast("list[Finding]", verdicts.findings.fillna("").to_dict("records")):
        if row["check"] == TERRITORY:  # for the office to settle, not for who sent
            continue
        code = row["area_code"] or owners.get(row["file"], "")
        key = code or row["file"]
        if key and code != computed.area_code:
            name = computed.area_name(code) if code else ""
            file = files.get(code, "")
            file = "" if "/" in file else file  # a member of a fold keeps its own workbooks
            stem = Path(file or ("" if code else row["file"]) or names.get(code, code)).stem
            returns.setdefault(key, Return(name, file, stem, committee=bool(name) and code not in villages)).rows.append(row)
    faulty = [one for one in returns.values() if any(row["severity"] in FAULTS for row in one.rows)]
    for one in faulty:
        one.rows.sort(key=lambda row: SEVERITIES.index(row["severity"]))
    return sorted(faulty, key=lambda one: one.stem)


def _write(computed: Computed, one: Return, folder: Path) -> None:
    from ctxh.typeset.docx.frame import default_frame
    from ctxh.typeset.letters import Point, addressee_of, letter

    marked = _write_marked(computed, one, folder)
    own = computed.request.office_folder / "frame.docx"
    frame = own.read_bytes() if own.is_file() else default_frame()
    points = [Point(row["severity"], row["sheet"], row["cell"], row["message"], to_sender(row["remedy"])) for row in one.rows]
    whom = addressee_of(one.name or f"đơn vị gửi tệp {one.stem}", one.committee)
    content = letter(computed.request.frame, computed.settings.name, computed.period.words, whom, marked, points, frame, epoch(computed))
    (folder / f"{one.stem}.docx").write_bytes(content)


def _write_marked(computed: Computed, one: Return, folder: Path) -> str:
    """The name of the marked workbook, after it was written; empty where there is nothing to mark, or no way to."""
    faults = [row for row in one.rows if row["severity"] in FAULTS and row["sheet"] and row["file"] == one.file]
    if not one.file or not faults:
        return ""
    try:
        marked = annotated((computed.request.folder / one.file).read_bytes(), faults, epoch(computed))
    except NotMarked:  # the letter says it all
        return ""
    (folder / f"{one.stem}.xlsx").write_bytes(marked)
    return f"{one.stem}.xlsx"

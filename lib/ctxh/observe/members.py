"""An office that folds others: their observations are added up, their persons stay with them.

A member is an edition of its own. Where it is published and was made from the data that lie there
now, its table of observations is read; else the member reads its own workbooks.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from ctxh.book.definitions import ITEMS
from ctxh.errors import CtxhError, nearest
from ctxh.findings import finding
from ctxh.reference.areas import own_area
from ctxh.reference.inputs import SETTINGS, digest, folded_by, has_files, moved_inputs, program_digest, read_manifest
from ctxh.reference.periods import SECTIONS
from ctxh.reference.places import allows_missing, edition_folder
from ctxh.vietnamese import format_date

CHECK = "đơn vị thành viên"
TAKEN = ("observations", "coverage", "reading_findings")  # the tables of a member that a fold may read


def members_of(edition) -> list:
    """The editions of the offices that an office folds, read from where they are published if that is current."""
    folds = check_members(edition.office_id, edition.office.get("folds", []), edition.data)
    return [_member(edition, office) for office in folds]


def _member(edition, office: str):
    published = edition_folder(office, edition.year, period=edition.period_name)
    current = is_current(published, edition.data, edition.reference, office, edition.year)
    return type(edition)(office, edition.year, edition.data, published, current, period_name=edition.period_name)


def check_members(office: str, folds: list[str], data: Path) -> list[str]:
    """The members, all of which are offices. Raises CtxhError naming the first that is none, or that folds the office."""
    known = sorted(path.parent.name for path in data.glob(f"*/{SETTINGS}"))
    for member in folds:
        if member not in known:
            raise CtxhError(
                f"{SETTINGS} của {office}: không có đơn vị thành viên «{member}».{nearest(member, known)} Sửa dòng folds hoặc thêm thư mục data/{member}."
            )
        if office in (member, *folded_by(data, member)):
            raise CtxhError(f"{SETTINGS} của {office}: đơn vị thành viên «{member}» lại tổng hợp chính {office}. Sửa dòng folds.")
    return folds


def is_current(published: Path, data: Path, reference: Path, member: str, year: int) -> bool:
    """Whether a published edition has observations made by this program from the data as they lie there now, and nobody altered them.

    One that was published without all of its areas is taken only by a run that allows them to be missing.
    """
    written = read_manifest(published)
    if (
        written is None
        or written.get("program") != program_digest()
        or (written["parameters"].get("allow_missing") and not allows_missing())
    ):
        return False
    outputs = {f"tables/{name}.csv": published / "tables" / f"{name}.csv" for name in TAKEN}
    if any(not path.is_file() or written["outputs"].get(name) != digest(path) for name, path in outputs.items()):
        return False
    return not moved_inputs(written["inputs"], data, reference, member, year)


def require_data(members: list) -> None:
    """Nothing, when all members have data of the year. Raises CtxhError naming the first that has none."""
    for member in members:
        if not has_files(member.folder):
            raise CtxhError(
                f"Đơn vị thành viên {member.office_id} không có dữ liệu năm {member.year}. "
                f"Đưa tệp vào data/{member.office_id}/{member.year}."
            )


def rows_at_members(edition, indicator: str, area_code: str) -> str:
    """Where the rows of registers behind a number of a fold are shown, in words; empty for an office that has its own."""
    period = "" if edition.period.whole else f" -p period {edition.period.name}"
    asked = [member for member in edition.members if area_code in ("", edition.area_code, member.area_code)]
    lines = [f"  {member.own_name}: ctxh trace {edition.year} {indicator} --rows --office {member.office_id}{period}" for member in asked]
    return "\n".join(["Từng dòng của danh sách chỉ xem được ở đơn vị thành viên:", *lines]) if lines else ""


def member_areas(members: list) -> pd.DataFrame:
    """The areas of the members, as in areas.csv."""
    rows = [own_area(member.territory.areas, member.office_id, member.office, member.opened_on) for member in members]
    return pd.DataFrame(rows).sort_values("area_code", ignore_index=True)


def folded_observations(own: pd.DataFrame, members: list, items: set[str] | None = None) -> pd.DataFrame:
    """The office's own observations and those of its members, each member's under its own area.

    Counts and sums come from all of a member's workbooks; facts and levels only from what its areas
    stated. Each row keeps its cells, its file named after the member's id.
    """
    require_data(members)
    return pd.concat([own, *(_of_member(member, items) for member in members)], ignore_index=True) if members else own


def _of_member(member, items: set[str] | None) -> pd.DataFrame:
    rows = member.observations()
    carried = {name for name, item in ITEMS.items() if _carried(item, member) and (items is None or name in items)}
    rows = rows[rows["item"].isin(carried)]
    return rows.assign(area_code=member.area_code, file=member.office_id + "/" + rows["file"])


def _carried(item, member) -> bool:
    """Whether an item of a member means something for the whole: what its desk wrote down for itself does not."""
    return member.layouts[item.form].sender != "desk"


def folded_coverage(own: pd.DataFrame, members: list) -> pd.DataFrame:
    """The coverage of the office and of its members."""
    require_data(members)
    tables = [own]
    for member in members:
        rows = member.coverage()
        tables.append(rows.assign(area_code=member.area_code, area=member.own_name, file=member.office_id + "/" + rows["file"]))
    return pd.concat(tables, ignore_index=True) if members else own


def folded_findings(members: list, edition) -> list[dict]:
    """One finding a member: where its observations came from; a stop when its own reading stopped.

    And one for each whose data close on other days than those of the office that folds it.
    """
    require_data(members)
    return [_member_finding(member) for member in members] + [found for member in members for found in _other_days(member, edition)]


def _other_days(member, edition) -> list[dict]:
    own, whole = (_days_of(each.period) for each in (member, edition))
    if own == whole:
        return []
    message = (
        f"{member.own_name}: số liệu {edition.period.words} lấy {own}; {edition.own_name} lấy {whole}, nên phép cộng không cùng thời gian."
    )
    remedy = f"Thống nhất ngày ở [periods.{edition.period.name}] trong {SETTINGS} của {member.office_id} và của {edition.office_id}, hoặc ghi rõ trong lời văn."
    return [finding("flagged", message, remedy, check=CHECK, area_code=member.area_code, found=own, expected=whole, used=own)]


def _days_of(period) -> str:
    """The days of a period in words, with the sections that close on another day."""
    closing = (f"mục {section} chốt {format_date(period.cutoff(section))}" for section in SECTIONS if period.cutoff(section) != period.last)
    return ", ".join([f"từ {format_date(period.first)} đến {format_date(period.last)}", *closing])


def _member_finding(member) -> dict:
    found = member.reading_findings()
    stopped = int((found["severity"] == "stopped").sum())
    if stopped:
        message = f"{member.own_name} có {stopped} phát hiện phải dừng."
        remedy = f"Xem: ctxh check {member.year} --office {member.office_id}"
        return finding("stopped", message, remedy, check=CHECK, area_code=member.area_code)
    source = "số liệu đã công bố" if member.reuse else "các tệp của đơn vị"
    unseen = "Danh sách của đơn vị không được mở, nên lời văn không đối chiếu được với họ tên trong đó." if member.reuse else ""
    return finding("info", f"{member.own_name}: lấy số đếm và tổng từ {source}.", unseen, check=CHECK, area_code=member.area_code)

"""An office that folds others: their observations are added up, their persons stay with them.

A member has a request of its own. Where it is published and was made from the data that lie there now, its table of
observations is read; else its own workbooks are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from ctxh.book.items import Item
from ctxh.book.request import Request
from ctxh.clean.received import Received
from ctxh.errors import CtxhError
from ctxh.findings import finding
from ctxh.observe.observed import Observations
from ctxh.observe.saved import Saved
from ctxh.reference.inputs import SETTINGS, digest, has_files, moved_inputs, program_digest, read_manifest, shared_hashes
from ctxh.reference.periods import Period
from ctxh.reference.places import Chosen, Places
from ctxh.vietnamese import format_date

MEMBERS = "đơn vị thành viên"
TAKEN = ("observations", "coverage", "reading_findings")  # the tables of a member that a fold may read


@dataclass(frozen=True, eq=False, repr=False)
class Member:
    """What is taken of an office that another one folds."""

    observed: Observations
    published: bool  # whether it was taken from where the office is published

    @property
    def request(self) -> Request:
        """The member's own request."""
        return self.observed.request


@dataclass(frozen=True, eq=False, repr=False)
class Ingested:
    """What came into an office, with persons: only what observes it, the gate and its findings may look into it."""

    request: Request
    own: Received
    members: tuple[Member, ...]
    opened: tuple[Ingested, ...]  # members whose registers were read for it


def published_at(request: Request) -> Path:
    """The folder in which an office is published, on the boundaries that its areas reported on."""
    return request.places.edition(request.office_id, request.year, Chosen(period=request.period.name))


@dataclass(frozen=True)
class Common:
    """What all editions at some places rest on: the program, and the tables that offices share, by their hashes."""

    program: str
    shared: Mapping[str, str]


def common_to(places: Places) -> Common:
    """What editions at some places rest on in common, as it stands now: read once where many are looked at."""
    return Common(program_digest(places.notebooks), shared_hashes(places.data, places.reference))


def published_of(members: Sequence[Request]) -> list[Observations | None]:
    """What each member has published that still fits its data, in their order; None of one whose workbooks must be read."""
    common = common_to(members[0].places) if members else None
    folders = [published_at(member) for member in members]
    return [
        Saved(folder).observations(member) if is_current(folder, member, common) else None
        for folder, member in zip(folders, members, strict=True)
    ]


def is_current(published: Path, request: Request, common: Common | None = None) -> bool:
    """Whether a published edition has observations made by this program from the data as they lie there now, and nobody altered them.

    One that was published without all of its areas is taken only by a run that allows them to be missing.
    """
    written, common = read_manifest(published), common or common_to(request.places)
    if written is None or written.get("program") != common.program:
        return False
    if written["parameters"].get("allow_missing") and not request.allow_missing:
        return False
    outputs = {f"tables/{name}.csv": published / "tables" / f"{name}.csv" for name in TAKEN}
    if any(not path.is_file() or written["outputs"].get(name) != digest(path) for name, path in outputs.items()):
        return False
    return not moved_inputs(written["inputs"], request.places, request.office_id, request.year, common.shared)


def require_data(request: Request) -> None:
    """Nothing, when all members of an office have data of the year and an area of their own that it knows.

    Raises CtxhError naming the first that has not.
    """
    taken: dict[str, str] = {}
    for member in request.members:
        name, code = member.office_id, member.area_code
        if not has_files(member.folder):
            raise CtxhError(f"Đơn vị thành viên {name} không có dữ liệu năm {member.year}. Đưa tệp vào data/{name}/{member.year}.")
        if (code, member.own_area["valid_from"]) not in request.territory.lives:
            raise CtxhError(
                f"{SETTINGS} của {request.office_id}: đơn vị thành viên {name} có mã {code}, nhưng areas.csv của {request.office_id} và "
                f"bảng địa bàn chung không có mã ấy. Chép dòng {code} từ data/{name}/areas.csv sang data/{request.office_id}/areas.csv."
            )
        if code in taken:
            raise CtxhError(
                f"{SETTINGS} của {request.office_id}: hai đơn vị thành viên {taken[code]} và {name} cùng mã {code}, số liệu sẽ bị cộng hai "
                f"lần. Sửa area_code trong {SETTINGS} của một đơn vị, hoặc bỏ một đơn vị khỏi dòng folds."
            )
        taken[code] = name


def rows_at_members(request: Request, indicator: str, area_code: str) -> str:
    """Where the rows of registers behind a number of a fold are shown, in words; empty for an office that has its own."""
    period = "" if request.period.whole else f" -p period {request.period.name}"
    asked = [member for member in request.members if area_code in ("", request.area_code, member.area_code)]
    lines = [f"  {member.own_name}: ctxh trace {request.year} {indicator} --rows --office {member.office_id}{period}" for member in asked]
    return "\n".join(["Từng dòng của danh sách chỉ xem được ở đơn vị thành viên:", *lines]) if lines else ""


def folded_observations(own: pd.DataFrame, members: Sequence[Member], items: Mapping[str, Item]) -> pd.DataFrame:
    """The office's own observations and those of some items of its members, each member's under its own area.

    Counts and sums come from all of a member's workbooks; facts and levels only from what its areas
    stated. Each row keeps its cells, its file named after the member's id.
    """
    return pd.concat([own, *(_of_member(member, items) for member in members)], ignore_index=True) if members else own


def _of_member(member: Member, items: Mapping[str, Item]) -> pd.DataFrame:
    request, rows = member.request, member.observed.observations
    carried = {name for name, item in items.items() if _carried(item, request)}
    rows = rows[rows["item"].isin(carried)]
    return rows.assign(area_code=request.area_code, file=request.office_id + "/" + rows["file"])


def _carried(item: Item, member: Request) -> bool:
    """Whether an item of a member means something for the whole: what its desk wrote down for itself does not."""
    return member.layouts[item.form].sender != "desk"


def folded_coverage(own: pd.DataFrame, members: Sequence[Member]) -> pd.DataFrame:
    """The coverage of the office and of its members."""
    tables = [own]
    for member in members:
        request, rows = member.request, member.observed.coverage
        tables.append(rows.assign(area_code=request.area_code, area=request.own_name, file=request.office_id + "/" + rows["file"]))
    return pd.concat(tables, ignore_index=True) if members else own


def folded_findings(members: Sequence[Member], request: Request) -> list[dict[str, str]]:
    """One finding a member: where its observations came from; a stop when its own reading stopped.

    And one for each whose data close on other days than those of the office that folds it.
    """
    return [_member_finding(member) for member in members] + [found for member in members for found in _other_days(member.request, request)]


def _other_days(member: Request, request: Request) -> list[dict[str, str]]:
    own, whole = (_days_of(each.period) for each in (member, request))
    if own == whole:
        return []
    message = (
        f"{member.own_name}: số liệu {request.period.words} lấy {own}; {request.own_name} lấy {whole}, nên phép cộng không cùng thời gian."
    )
    where = f"{SETTINGS} của {member.office_id} và của {request.office_id}"
    remedy = f"Thống nhất ngày ở [periods.{request.period.name}] trong {where}, hoặc ghi rõ trong lời văn."
    return [finding("flagged", message, remedy, check=MEMBERS, area_code=member.area_code, found=own, expected=whole, used=own)]


def _days_of(period: Period) -> str:
    """The days of a period in words, with the sections that close on another day."""
    closing = (
        f"mục {section} chốt {format_date(period.cutoff(section))}"
        for section in sorted(period.cutoffs)
        if period.cutoff(section) != period.last
    )
    return ", ".join([f"từ {format_date(period.first)} đến {format_date(period.last)}", *closing])


def _member_finding(member: Member) -> dict[str, str]:
    request, found = member.request, member.observed.reading_findings
    stopped = int((found["severity"] == "stopped").sum())
    if stopped:
        message = f"{request.own_name} có {stopped} phát hiện phải dừng."
        remedy = f"Xem: ctxh check {request.year} --office {request.office_id}"
        return finding("stopped", message, remedy, check=MEMBERS, area_code=request.area_code)
    source = "số liệu đã công bố" if member.published else "các tệp của đơn vị"
    unseen = "Danh sách của đơn vị không được mở, nên lời văn không đối chiếu được với họ tên trong đó." if member.published else ""
    return finding("info", f"{request.own_name}: lấy số đếm và tổng từ {source}.", unseen, check=MEMBERS, area_code=request.area_code)

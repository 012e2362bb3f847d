"""A year opened: its folder, its blank forms, and the settings that someone should look at first."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd

from ctxh.book.dated_sentences import sentences_left_out
from ctxh.book.request import Request
from ctxh.frames import Norm, rows_of
from ctxh.reference.areas import full_name
from ctxh.reference.dated import last_day
from ctxh.reference.norms import has_norm
from ctxh.reference.period_names import WORDS
from ctxh.reference.periods import period_of
from ctxh.reference.settings import Settings
from ctxh.typeset.blank_forms import write_forms
from ctxh.vietnamese import format_date, format_iso_date

_SAME = ["area_code", "name", "kind", "parent_code"]  # what makes a new life of an area no change


def open_year(request: Request, forms: Path) -> list[str]:
    """What was made for a new year and what was there already, a line each. Nothing is written over."""
    received, text = request.folder, request.office_folder / "text"
    lines, (senders, keepers) = [], _of_whom(request)
    if received.is_dir():
        lines.append(f"Thư mục {received.name}/ của đơn vị đã có, giữ nguyên ({sum(1 for _ in received.iterdir())} tệp).")
    else:
        received.mkdir()
        lines.append(f"Đã mở thư mục {received.name}/ của đơn vị: chép vào đây tệp {senders}.")
    if forms.is_dir() and any(forms.iterdir()):
        lines.append(f"Biểu trống đã có ở {forms.name}/, giữ nguyên.")
    else:
        lines.append(f"Đã ghi {len(write_forms(request, forms))} tệp biểu trống vào {forms.name}/: {keepers}.")
    if text.is_dir():
        lines.append(f"Lời văn: một thư mục text/ dùng chung các năm ({len(list(text.glob('*.md')))} tệp), không chép; sửa thẳng nếu cần.")
    return lines


def _of_whom(request: Request) -> tuple[str, str]:
    """Whose workbooks come into the folder of a year, and what becomes of the blank forms; members of a fold keep their own."""
    if not request.members:
        called = request.settings.areas_called
        return f"nhận từ các {called}", f"gửi mỗi {called} tệp của mình"
    named = ", ".join(member.office_id for member in request.members)
    return (
        f"của phòng; số liệu của các đơn vị thành viên nằm ở thư mục của từng đơn vị ({named})",
        f"phòng tự ghi; đơn vị thành viên mở năm riêng, như ctxh new {request.year} --office {request.members[0].office_id}",
    )


def forms_folder(request: Request) -> Path:
    """Where the blank forms of a new year are put: not among the workbooks received, which are read."""
    return request.places.outputs / request.office_id / f"{request.year}.forms"


def settings_to_review(request: Request) -> list[str]:
    """The settings of a year that someone should look at before data come in, a line each."""
    return [*_norms(request), *_areas(request), *_layouts(request), *_office(request)]


def _norms(request: Request) -> list[str]:
    """Norms not yet compared with their source, ending in the year, or ended without a successor; a new name goes on from the old one."""
    first, last = f"{request.year}-01-01", last_day(request.year).isoformat()
    table, lines = request.norms, []
    alive = table[(table["valid_from"] <= last) & ((table["valid_to"] == "") | (table["valid_to"] > first))]
    for _, rows in alive.groupby(["norm", "file"], sort=False):
        lines += [
            f"Định mức «{row.label}»: hết hiệu lực {format_iso_date(row.valid_to)}, {_after(table, row)} ({row.file}, dòng {row.row})."
            for row in rows_of(rows[(rows["valid_to"] != "") & (rows["valid_to"] <= last)], Norm)
        ]
        lines += [
            f"Định mức «{row.label}»: chưa đối chiếu với văn bản ({row.file}, dòng {row.row})."
            for row in rows_of(rows[rows["verified"] != "yes"], Norm)
        ]
    return lines


def _after(norms: pd.DataFrame, ended: Norm) -> str:
    """What follows a norm that ends: a row of the same norm, or one that says it goes on from it; else the national one that is left."""
    next_ones = norms[(norms["norm"] == ended.norm) | (norms["follows"] == ended.norm)]
    if ended.valid_to in set(next_ones["valid_from"]):
        return "có mức mới"
    return "còn mức chung" if has_norm(norms, ended.norm, date.fromisoformat(ended.valid_to)) else "CHƯA có mức sau"


def _areas(request: Request) -> list[str]:
    """The areas of the office that begin or end in the year, and how many are asked to report."""
    first, last = f"{request.year}-01-01", last_day(request.year).isoformat()
    areas = request.territory.areas
    own = areas[(areas["parent_code"] == request.area_code) | (areas["area_code"] == request.area_code)]
    lines = [f"Số đơn vị phải báo cáo: {len(request.reported_areas)} (areas.csv)."]
    for column, other, word in (("valid_to", "valid_from", "thôi tồn tại hoặc đổi từ"), ("valid_from", "valid_to", "bắt đầu từ")):
        lives = set(own[[*_SAME, other]].itertuples(index=False, name=None))
        going_on = [row in lives for row in own[[*_SAME, column]].itertuples(index=False, name=None)]
        changed = own[(own[column] >= first) & (own[column] <= last) & ~pd.Series(going_on, own.index, dtype=bool)]
        for day, rows in changed.groupby(column):
            named = ", ".join(full_name(row) for _, row in rows.iterrows())
            lines.append(f"Địa giới: {word} {format_iso_date(str(day))}: {named}.")
    return [*lines, *(f"Ai báo cáo: {line}" for line in (request.reporters.offers() if request.reporters else ()))]


def _layouts(request: Request) -> list[str]:
    """The forms that are new or changed since the year before."""
    before = last_day(request.year - 1).isoformat()
    changed = [layout for layout in request.layouts.values() if layout.version > before]
    called = "đơn vị thành viên" if request.members else request.settings.areas_called
    return [
        f"Biểu {layout.code} có bản mới từ {format_iso_date(layout.version)}: báo các {called} dùng biểu trống mới." for layout in changed
    ]


def _office(request: Request) -> list[str]:
    own, year = request.settings, request.year
    frame, marked = request.frame, year in (*own.illustrative.years, *own.illustrative.breakdown_years)
    return [
        f"Kỳ báo cáo: {_periods(own, year)} (office.toml, periods).",
        f"Ngày chốt số liệu: ghi ở biểu B12, dòng cashless_cutoff, năm {year}; cùng số kế hoạch và số cuối năm {year - 1}.",
        f"Nơi gửi: {'; '.join(frame.addressees)}. Nơi nhận: {'; '.join(frame.recipients)} (office.toml).",
        f"Người ký: {', '.join(frame.authority)} {frame.signer or '(để trống)'} (office.toml).",
        f"Năm {year} {'được' if marked else 'không'} đánh dấu là số liệu minh họa (office.toml, illustrative).",
        *(f"Lời văn, {row['file']}: {row['message'][:1].lower()}{row['message'][1:]}" for row in sentences_left_out(request)),
    ]


def _periods(own: Settings, year: int) -> str:
    """When each period closes and by what basis."""
    found = [period_of(name, year, own.periods) for name in WORDS]
    return "; ".join(f"{period.words} chốt {format_date(period.last)}, {period.basis}" for period in found)

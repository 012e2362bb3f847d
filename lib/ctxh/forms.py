"""The blank forms of a year: one workbook for each area and one for the office's own desk."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from ctxh.areas import VILLAGES
from ctxh.dated import last_day
from ctxh.definitions import ITEMS
from ctxh.definitions.desk import desk_keys
from ctxh.documents.form_sheets import Banner, Form, forms_xlsx
from ctxh.edition import Edition
from ctxh.errors import WrongUsage, nearest
from ctxh.layouts import Layout
from ctxh.places import made
from ctxh.vietnamese import fold

FIRST_YEAR = 2010
GRACE = timedelta(days=90)  # papers of a year are still signed after its end
_SHORT_KINDS = {"thị trấn": "TT", "thành phố": "TP"}
_DESK = "desk"  # the sender that is the office itself


def write_forms(edition: Edition, out: Path, area_code: str = "") -> list[Path]:
    """The paths of the blank workbooks written: of every area and of the desk, or of one of them.

    Raises WrongUsage for an area that does not report to the office, for a year without layouts,
    and for a workbook that is there already: a form that someone fills in is never written over.
    """
    wanted = list(_wanted(edition, area_code))
    paths = [out / workbook_name(name, edition.year) for _, name, _ in wanted]
    standing = next(filter(Path.exists, paths), None)
    if standing:
        raise WrongUsage(f"«{standing.name}» đã có trong thư mục {out}. Chọn thư mục khác bằng --out.")
    made(out)
    for path, (banner, _, layouts) in zip(paths, wanted, strict=True):
        forms = [_form(edition, layout) for layout in layouts]
        path.write_bytes(forms_xlsx(banner, forms, last_day(edition.year) + GRACE, _epoch(edition.year)))
    return paths


def edition_of_forms(office: str, year: int, data: Path, outputs: Path) -> Edition:
    """The edition of a year that may have no workbooks yet. Raises WrongUsage for an impossible year."""
    edition = Edition(office, year, data, outputs)
    if not FIRST_YEAR <= year <= 2100 or not edition.layouts:
        raise WrongUsage(f"Chưa có biểu mẫu nào có hiệu lực cuối năm {year} trong data/reference/layouts.")
    return edition


def _wanted(edition: Edition, area_code: str) -> Iterator[tuple[Banner, str, list[Layout]]]:
    """The banner, the name and the layouts of each workbook."""
    office = edition.area_name(edition.area_code)
    areas = [] if edition.members else list(edition.reported_areas["area_code"])  # members keep their own books
    for member in edition.members:
        if area_code == member.area_code:
            raise WrongUsage(
                f"Đơn vị {member.office_id} ({member.own_name}) phát biểu cho các đơn vị của mình, {office} chỉ lấy số đếm và tổng. "
                f"Chạy: ctxh forms {edition.year} --office {member.office_id}"
            )
    if area_code and area_code not in (*areas, edition.area_code):
        listed = f" Các mã: {', '.join((*areas, edition.area_code))}."
        raise WrongUsage(f"Không có đơn vị có mã «{area_code}» gửi báo cáo cho {office} năm {edition.year}.{nearest(area_code, areas) or listed}")
    for code in areas:
        if area_code in ("", code):
            name = edition.area_name(code)
            yield Banner(committee(office), committee(name)), name, _owed(edition, _DESK)
    if area_code in ("", edition.area_code):
        superior = committee(edition.office["province"]) if edition.office.get("province") else ""
        yield Banner(superior, committee(office)), office, _owed(edition, "area")


def _owed(edition: Edition, other: str) -> list[Layout]:
    """The forms that are sent by whoever is not ``other``."""
    return [layout for layout in edition.layouts.values() if layout.sender != other]


def committee(name: str) -> str:
    """The people's committee of an area as a banner names it."""
    return name.upper() if name.startswith(VILLAGES) else f"UBND {name}".upper()


def workbook_name(name: str, year: int) -> str:
    """What a workbook of an area is called: ``Xa_Kim_Xuyen_2024.xlsx``."""
    short = [(kind, word) for kind, word in _SHORT_KINDS.items() if name.startswith(f"{kind} ")]
    kind, first = short[0] if short else ("", "")
    words = [first, *(word.capitalize() for word in fold(name.removeprefix(kind)).split())]
    return f"{'_'.join(filter(None, words))}_{year}.xlsx"


def _form(edition: Edition, layout: Layout) -> Form:
    words = {
        column.column: tuple(edition.categories.labels[layout.form, column.column].values())
        for column in layout.columns if column.kind == "category"
    }  # fmt: skip
    return Form(layout.asked(), f"{layout.title} NĂM {edition.year}", words, _rows(layout, words))


def _rows(layout: Layout, words: dict[str, tuple[str, ...]]) -> list[dict[str, object]]:
    """The rows that a form starts with: its categories where it has one row for each, the desk's keys."""
    if layout.form in _KEYED:
        return _KEYED[layout.form]()
    needed = [column for column in layout.columns if column.required and column.kind not in ("count", "money")]
    if [column.kind for column in needed] == ["category"] and not any(column.personal for column in layout.columns):
        return [{"row_number": n, needed[0].column: word} for n, word in enumerate(words[needed[0].column], 1)]
    return []


def _desk_rows() -> list[dict[str, object]]:
    """A row for each figure that the desk is asked for: key, label and how it is written."""
    return [{"row_number": n, "key": key, "label": label, "unit_of_measure": measure} for n, (key, (label, measure)) in enumerate(desk_keys().items(), 1)]


def _document_rows() -> list[dict[str, object]]:
    """A row for each document that the report may cite: its key and what it is about."""
    rows = {}
    for item in ITEMS.values():
        keys = dict(item.where).get("cite_key", ()) if item.form == "documents" else ()
        for key in keys:
            rows.setdefault(key, {"cite_key": key, "note": item.label.removeprefix("Số, ký hiệu: ")})
    return list(rows.values())


_KEYED = {"desk_figures": _desk_rows, "documents": _document_rows}


def _epoch(year: int) -> int:
    return (date(year, 1, 1) - date(1970, 1, 1)).days * 86_400

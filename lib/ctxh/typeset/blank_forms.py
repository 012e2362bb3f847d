"""The blank forms of a year: one workbook for each area and one for the office's own desk."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import product
from pathlib import Path

from ctxh.book import Book
from ctxh.book.desk import desk_keys, document_words
from ctxh.book.layouts import BEGUN, EVERY_MONTH, Layout, LayoutColumn
from ctxh.book.request import Request, read_request, require_forms
from ctxh.errors import WrongUsage, nearest
from ctxh.frames import Area, rows_of
from ctxh.reference.dated import last_day
from ctxh.reference.place_kinds import VILLAGE
from ctxh.reference.places import YEAR, Chosen, Places, made
from ctxh.typeset.xlsx.form_sheets import Banner, Form, forms_xlsx
from ctxh.vietnamese import clean_text, fold

LAST_YEAR = 2100
GRACE = timedelta(days=90)
_SHORT_KINDS = {"thị trấn": "TT", "thành phố": "TP"}
_DESK = "desk"  # the sender that is the office itself
_SEALED = "(Ký, đóng dấu, ghi rõ họ tên)"
_CHAIR = ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")
_HEAD = ("THỦ TRƯỞNG ĐƠN VỊ",)


def write_forms(request: Request, out: Path, area_code: str = "") -> list[Path]:
    """The paths of the blank workbooks written: of every area and of the desk, or of one of them.

    Raises WrongUsage for an area that does not report to the office, for a year without layouts,
    and for a workbook that is there already: a form that someone fills in is never written over.
    """
    wanted = list(_wanted(request, area_code))
    paths = [out / name for _, name, _ in wanted]
    standing = next(filter(Path.exists, paths), None)
    if standing:
        raise WrongUsage(f"«{standing.name}» đã có trong thư mục {out}. Chọn thư mục khác bằng --out.")
    made(out)
    for path, (banner, _, layouts) in zip(paths, wanted, strict=True):
        forms = [_form(request, layout) for layout in layouts]
        path.write_bytes(forms_xlsx(banner, forms, _latest(request), _epoch(request.year)))
    return paths


def request_of_forms(places: Places, office: str, year: int, period: str = YEAR) -> Request:
    """The request of a year or a part of it that may have no workbooks yet. Raises WrongUsage for an impossible year."""
    request = read_request(office, year, places, Chosen(period=period))
    require_forms(request)
    if year > LAST_YEAR:
        raise WrongUsage(f"Năm {year} quá xa. Lập biểu đến năm {LAST_YEAR}.")
    return request


def _latest(request: Request) -> date:
    """The last day that a form takes: papers of a year or a part of it are still signed after its end."""
    return (last_day(request.year) if request.period.whole else request.period.last) + GRACE


def _wanted(request: Request, area_code: str) -> Iterator[tuple[Banner, str, list[Layout]]]:
    """The banner, the name and the layouts of each workbook."""
    office = request.own_name
    areas = {} if request.members else _senders(request)  # members keep their own books
    known = {*(code.partition("@")[0] for code in areas), request.area_code}
    names = workbook_names({code: f"{area.kind} {area.name}" for code, area in areas.items()} | {request.area_code: office}, request.year)
    for member in request.members:
        if area_code == member.area_code:
            raise WrongUsage(
                f"Đơn vị {member.office_id} ({member.own_name}) phát biểu cho các đơn vị của mình, {office} chỉ lấy số đếm và tổng. "
                f"Chạy: ctxh forms {request.year} --office {member.office_id}"
            )
    if area_code and area_code not in known:
        listed = f" Các mã: {', '.join(sorted(known))}."
        raise WrongUsage(
            f"Không có đơn vị có mã «{area_code}» gửi báo cáo cho {office} năm {request.year}.{nearest(area_code, known) or listed}"
        )
    for code, area in areas.items():
        if area_code in ("", code.partition("@")[0]):
            yield _banner(request, area), names[code], _owed(request, _DESK)
    if area_code in ("", request.area_code):
        superior = committee(request.settings.province) if request.settings.province else ""
        yield Banner(superior, committee(office), _place(request), _HEAD, _SEALED), names[request.area_code], _owed(request, "area")


def _senders(request: Request) -> dict[str, Area]:
    """Who gets a workbook, by the name of the sender: all that live in the year, those of one name once."""
    found: dict[str, Area] = {}
    for area in rows_of(request.reporters.named if request.reporters else request.reported_areas, Area):
        found.setdefault(area.area_code, area)
    return found


def _banner(request: Request, area: Area) -> Banner:
    """The head and the end of the forms of an area: of a village its head signs, without a seal."""
    superior, name = committee(request.own_name), f"{area.kind} {area.name}"
    if area.level == VILLAGE:
        return Banner(superior, name.upper(), _place(request), (f"TRƯỞNG {area.kind}".upper(),))
    return Banner(superior, committee(name), area.name, _CHAIR, _SEALED)


def _place(request: Request) -> str:
    """Where the office signs."""
    return request.settings.frame.place if request.settings.frame else ""


def _owed(request: Request, other: str) -> list[Layout]:
    """The forms that are sent by whoever is not ``other``."""
    return [layout for layout in request.layouts.values() if layout.sender != other]


def committee(name: str) -> str:
    """The people's committee of an area as a banner names it."""
    return f"UBND {name}".upper()


def workbook_name(name: str, year: int) -> str:
    """What a workbook of an area is called: ``Xa_Kim_Xuyen_2024.xlsx``."""
    kind, rest = _shortened(name)
    return f"{'_'.join(filter(None, (kind, *(word.capitalize() for word in fold(rest).split()))))}_{year}.xlsx"


def workbook_names(names: Mapping[str, str], year: int) -> dict[str, str]:
    """What the workbook of each area is called, by code: with tones where two would be one without, else with their codes."""
    plain = {code: workbook_name(name, year) for code, name in names.items()}
    marked = {
        code: f"{'_'.join(word[:1].upper() + word[1:] for word in clean_text(name).split())}_{year}.xlsx" for code, name in names.items()
    }
    found = {code: marked[code] if list(plain.values()).count(own) > 1 else own for code, own in plain.items()}
    return {code: f"{code}_{own}" if list(found.values()).count(own) > 1 else own for code, own in found.items()}


def _shortened(name: str) -> tuple[str, str]:
    """The short word for the kind of an area, where there is one, and the rest of its name, else all of it."""
    short = [(kind, word) for kind, word in _SHORT_KINDS.items() if name.startswith(f"{kind} ")]
    kind, word = short[0] if short else ("", "")
    return word, name.removeprefix(kind)


def _form(request: Request, layout: Layout) -> Form:
    rows, shown = _rows(request, layout), layout.blank()
    words = {column.column: tuple(labels.values()) for column in shown.columns if (labels := _chosen(request, layout, column, rows))}
    return Form(shown, f"{layout.title} {request.period.words}".upper(), request.year, words, rows)


def _chosen(request: Request, layout: Layout, column: LayoutColumn, rows: Sequence[object]) -> dict[str, str]:
    """The words that a column's cells are chosen from; codes that the form comes with are chosen already."""
    coded = column.kind == "code" and not rows
    return request.categories.labels.get((layout.form, column.column), {}) if column.kind == "category" or coded else {}


def _rows(request: Request, layout: Layout) -> list[dict[str, object]]:
    """The rows that a form starts with: one for each month and word that it must hold, for each document and figure of the desk."""
    if layout.form in _NAMED:
        return [{"row_number": n, **row} for n, row in enumerate(_NAMED[layout.form](request.book), 1)]
    months = [f"{month[5:]}/{month[:4]}" for month in request.period.months]
    held = {
        column.column: months if column.rule == EVERY_MONTH else list(request.categories.labels[layout.form, column.column].values())
        for column in layout.columns
        if column.rule in BEGUN and (column.rule == EVERY_MONTH or column.kind == "category")
    }
    rows = product(*held.values()) if held else ()
    return [{"row_number": n, **dict(zip(held, row, strict=True))} for n, row in enumerate(rows, 1)]


def _desk_rows(book: Book) -> list[dict[str, object]]:
    """A row for each figure that the desk is asked for: what it is and how it is written."""
    return [{"key": label, "unit_of_measure": measure} for label, measure in desk_keys(book).values()]


def _document_rows(book: Book) -> list[dict[str, object]]:
    """A row for each document that the report may cite: what it is."""
    return [{"cite_key": words} for words in document_words(book).values()]


_NAMED = {"desk_figures": _desk_rows, "documents": _document_rows}


def _epoch(year: int) -> int:
    return (date(year, 1, 1) - date(1970, 1, 1)).days * 86_400

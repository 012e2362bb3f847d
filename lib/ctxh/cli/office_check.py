"""What an office's folder lacks, has of another office, or has of an older version: line by line, before any workbook is asked for."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from ctxh.blocks import Document, Frame
from ctxh.book import Book, load_book
from ctxh.book.layouts import load_layouts
from ctxh.book.optional import optional_folders
from ctxh.book.request import requests_by_period
from ctxh.cli.book_pages import folders_of
from ctxh.cli.office_faults import BORROWED, LACKING, OLDER, WRONG, Fault, faults_of_reading
from ctxh.cli.office_wording import wording_faults
from ctxh.errors import CtxhError, nearest
from ctxh.observe.former_ids import former_ids_in
from ctxh.reference.areas import full_name, load_areas, own_area, province_around, reporting_areas
from ctxh.reference.dated import last_day
from ctxh.reference.inputs import SETTINGS, check_columns, check_moved, has_files
from ctxh.reference.norms import load_norms
from ctxh.reference.period_names import WORDS
from ctxh.reference.places import SHIPPED, Places, province_folder, years_of_office
from ctxh.reference.settings import OFFICE, PERIOD, REQUIRED, TABLES, Settings, home_of, line_of_entry, settings_of
from ctxh.reference.tables import SHAPES, read_columns, read_reference

MAY_BE_EMPTY = ("superior", "signer")  # of the frame
PAPER = "printed_figures"


def office_faults(office: str, data: Path, reference: Path) -> list[Fault]:
    """All that is amiss with an office's folder, in the order of its files; nothing where nothing is."""
    folder = data / office
    if not (folder / SETTINGS).is_file():
        return [Fault(LACKING, f"{office}/{SETTINGS}", "chưa có thiết lập của đơn vị. Lập bằng ctxh office new.")]
    faults = [*_of_layout(reference), *_of_settings(office, folder / SETTINGS), *_of_tables(folder)]
    if refused := list(faults_of_reading(f"{office}/{SETTINGS}", lambda: settings_of(folder / SETTINGS))):
        return faults or refused
    settings = settings_of(folder / SETTINGS)
    on = _day(folder)
    try:
        areas = load_areas(reference, folder)
        own_area(areas, office, settings, on)
        inside = reporting_areas(areas, office, settings, on)
    except CtxhError as error:
        return [*faults, Fault(WRONG, f"{office}/", str(error))]
    faults += _of_province(office, folder, settings, areas, on)
    books: list[Book] = []  # none where the book is refused: then no id is known to be wrong
    of_forms = list(_of_forms(office, folder, settings, reference))
    of_book = of_forms or list(faults_of_reading(f"{office}/book/", lambda: books.append(_book(office, data, reference, on, settings))))
    of_request = [] if of_book else _of_request(office, on.year, data)
    names = {*inside["name"], *_around(areas, settings.area_code)}
    of_wording = _as_far_as_read(
        office, wording_faults(office, settings, data, reference, names, books, _norms(office, data, reference, areas, settings, on))
    )
    of_years = _as_far_as_read(office, _of_years(office, folder, reference))
    return _each_once([*faults, *of_book, *of_request, *_of_frame(folder, settings), *of_wording, *of_years])


def _each_once(found: list[Fault]) -> list[Fault]:
    """The faults without those that an earlier one says: a table that is refused is told by all that look it up."""
    once: dict[tuple[str, str], Fault] = {}
    for fault in found:
        once.setdefault((fault.place, fault.message), fault)
    return list(once.values())


def _as_far_as_read(office: str, part: Iterator[Fault]) -> list[Fault]:
    """The faults of a part; where a table that it looks up is refused, those until then and that one."""
    found: list[Fault] = []
    stopped = list(faults_of_reading(f"{office}/", lambda: found.extend(part)))
    return found + stopped


def _of_forms(office: str, folder: Path, settings: Settings, reference: Path) -> Iterator[Fault]:
    """A word of what only some offices collect that is none, or stands twice."""
    forms = settings.forms
    place = f"{office}/{SETTINGS}, dòng {line_of_entry((folder / SETTINGS).read_text(encoding='utf-8-sig'), '', 'forms')}"
    for fault in faults_of_reading(place, lambda: optional_folders(reference, forms)):
        yield Fault(fault.sort, place, fault.message.removeprefix(f"{SETTINGS}, "))
    yield from (Fault(WRONG, place, f"forms có «{word}» hai lần. Bỏ một.") for word in dict.fromkeys(forms) if forms.count(word) > 1)


def _book(office: str, data: Path, reference: Path, on: date, settings: Settings) -> Book:
    """The book of an office. Raises CtxhError for one that is refused."""
    return load_book(folders_of(office, data, reference, on.year, settings.forms))


def _of_request(office: str, year: int, data: Path) -> list[Fault]:
    """What a run would refuse before it opens a workbook, of a year and of each part of one."""
    found: list[Fault] = []
    read = requests_by_period(office, year, _at(data))
    for name in WORDS:
        found += faults_of_reading(f"{office}/", partial(read, name))
    return list(dict.fromkeys(found))


def _norms(office: str, data: Path, reference: Path, areas: Any, settings: Settings, on: date) -> set[str]:
    """The names of the norms that an office has; none where a table of them is refused, which is told elsewhere."""
    around = province_around(areas, settings.area_code, on)
    try:
        return {*load_norms(reference, data / office, None if around is None else province_folder(data, around["name"]))["norm"]}
    except CtxhError:
        return set()


def _at(data: Path) -> Places:
    return Places(data, data, data)  # nothing is written


def _of_province(office: str, folder: Path, settings: Settings, areas: Any, on: date) -> Iterator[Fault]:
    """A province that the wording names otherwise than the table of areas does."""
    around, message = province_around(areas, settings.area_code, on), settings.province
    if message and around is not None and message != full_name(around):
        text = (folder / SETTINGS).read_text(encoding="utf-8-sig")
        place = f"{office}/{SETTINGS}, dòng {line_of_entry(text, '', 'province')}"
        yield Fault(WRONG, place, f"«{message}» khác areas.csv: {full_name(around)}. Sửa một bên.")


def _of_frame(folder: Path, settings: Settings) -> Iterator[Fault]:
    """What stands in the way of filling the office's own frame of the Word report."""
    from ctxh.typeset.docx.report_docx import write_docx

    path = folder / "frame.docx"
    if path.is_file() and settings.frame:
        document = Document("–", "vi-VN", Frame(**asdict(settings.frame), number="", date=""), ())
        yield from faults_of_reading(f"{folder.name}/{path.name}", lambda: write_docx(document, path.read_bytes(), 0))


def _day(folder: Path) -> date:
    """The last day of the newest year that an office has; today where it has none."""
    years = years_of_office(folder)
    return last_day(max(years)) if years else date.today()


def _of_layout(reference: Path) -> Iterator[Fault]:
    """Shared tables that lie or look as in an older version."""
    if (reference / "layouts").exists():
        moved = "thư mục của phiên bản cũ, không được đọc. Chuyển các bảng riêng của nó sang reference/book rồi xóa."
        yield Fault(OLDER, "reference/layouts/", moved)
    yield from faults_of_reading("reference/", lambda: check_moved(reference), OLDER)
    installed = SHIPPED / "data" / "reference"
    for path in sorted((*installed.glob("*.csv"), *installed.glob("book/*.csv"))):
        own = reference / path.relative_to(installed)
        name = f"reference/{path.relative_to(installed).as_posix()}"
        if not own.is_file():
            yield Fault(OLDER, name, "chưa có tệp này. Chép từ thư mục data của chương trình.")
        else:
            unread = list(faults_of_reading(name, lambda own=own: read_columns(own), OLDER))  # type: ignore[misc]
            yield from unread or faults_of_reading(name, lambda own=own, path=path: check_columns(own, path), OLDER)  # type: ignore[misc]


def _of_settings(office: str, path: Path) -> Iterator[Fault]:
    """Entries of the settings that are not known any more, lacking, of another kind, or empty."""
    name, text = f"{office}/{SETTINGS}", path.read_text(encoding="utf-8-sig", errors="replace")
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        yield from faults_of_reading(name, lambda: settings_of(path))
        return
    tables = {"": (found, OFFICE)} | {table: (found[table], TABLES[table]) for table in TABLES if isinstance(found.get(table), dict)}
    own = found.get("periods", {})
    tables |= {f"periods.{period}": (days, PERIOD) for period, days in own.items() if isinstance(days, dict)}
    for table, (entries, kinds) in tables.items():
        for key in REQUIRED.get(table, ()):
            if key not in entries:
                yield Fault(LACKING, f"{name}{f', [{table}]' if table else ''}", f"thiếu dòng «{key}». Thêm: {key} = {kinds[key].words}.")
        yield from _of_entries(name, text, table, entries, kinds)
    if "frame" not in found:
        yield Fault(LACKING, name, f"thiếu phần [frame], khung của báo cáo, với các dòng {', '.join(TABLES['frame'])}.")


def _of_entries(name: str, text: str, table: str, entries: Mapping[str, Any], kinds: Mapping[str, Any]) -> Iterator[Fault]:
    for key, value in entries.items():
        place = f"{name}, dòng {line_of_entry(text, table, key)}"
        if key not in kinds and home_of(key):
            yield Fault(WRONG, place, home_of(key))
        elif key not in kinds:
            yield Fault(OLDER, place, f"chương trình không còn biết dòng «{key}».{nearest(key, kinds)} Sửa tên hoặc xóa dòng.")
        elif not kinds[key].holds(value):
            yield Fault(WRONG, place, f"«{key}» phải là {kinds[key].words}.")
        elif table == "frame" and not value and key not in MAY_BE_EMPTY:
            yield Fault(LACKING, place, f"«{key}» còn trống. Ghi của đơn vị mình.")


def _of_tables(folder: Path) -> Iterator[Fault]:
    """Tables of the office that cannot be read, or that no program reads."""
    for path in sorted(folder.glob("*.csv")):
        name = f"{folder.name}/{path.name}"
        if path.name in SHAPES:
            yield from faults_of_reading(name, lambda path=path: read_columns(path))  # type: ignore[misc]
        else:
            yield Fault(OLDER, name, f"bảng này không được đọc.{nearest(path.name, SHAPES)} Đổi tên hoặc chuyển đi.")


def _of_years(office: str, folder: Path, reference: Path) -> Iterator[Fault]:
    """No year to report on; former ids in the copied figures of the paper."""
    years = [folder / str(year) for year in years_of_office(folder)]
    if not years:
        yield Fault(LACKING, f"{office}/", f"chưa mở năm nào. Mở: ctxh new NĂM --office {office}.")
    former = dict(zip(*(read_reference(reference / "former_ids.csv")[column] for column in ("former", "id")), strict=True))
    for year in years:
        form = load_layouts(reference, last_day(int(year.name))).get(PAPER)
        for file, sheet, cell, word in former_ids_in(year, form.sheet_names, former) if form and has_files(year) else ():
            place = f"{office}/{year.name}/{file}, trang tính «{sheet}», ô {cell}"
            yield Fault(OLDER, place, f"mã cũ «{word}», nay là «{former[word]}»; vẫn đọc được. Sửa khi có dịp.")


def _around(areas: Any, code: str) -> set[str]:
    """The names that an area bore and those of the areas that it lay in, on any day."""
    rows = areas[areas["area_code"] == code]
    parents = {str(parent) for parent in rows["parent_code"] if parent}
    return {*rows["name"]}.union(*(_around(areas, parent) for parent in parents))


def page(office: str, faults: list[Fault]) -> str:
    """The faults of an office in words, each sort under its name; that there are none."""
    if not faults:
        return f"Thư mục {office}/: không thiếu gì, không có gì của đơn vị khác hay của phiên bản cũ."
    lines = [f"Thư mục {office}/: {len(faults)} điều phải sửa."]
    for sort in (LACKING, BORROWED, OLDER, WRONG):
        own = [fault for fault in faults if fault.sort == sort]
        lines += [f"\n{sort} ({len(own)})", *(f"  - {fault.place}: {fault.message}" for fault in own)] if own else []
    return "\n".join(lines)

"""What an office's folder lacks, has of another office, or has of an older version: line by line, before any workbook is asked for."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from ctxh.book import load_book
from ctxh.book.layouts import load_layouts
from ctxh.check.borrowed_facts import names_in
from ctxh.cli.book_pages import folders_of
from ctxh.cli.lent_wording import blanks_in
from ctxh.errors import CtxhError, nearest
from ctxh.observe.former_ids import former_ids_in
from ctxh.reference.areas import load_areas, own_area, reporting_areas
from ctxh.reference.dated import last_day
from ctxh.reference.inputs import SETTINGS, has_files
from ctxh.reference.place_kinds import kind_and_name, load_place_kinds
from ctxh.reference.places import project_root
from ctxh.reference.settings import OFFICE, PERIOD, REQUIRED, TABLES, settings_of
from ctxh.reference.tables import SHAPES, read_columns, read_reference
from ctxh.tell.helper_words import HELPERS
from ctxh.tell.templates import wording_files

MISSING, BORROWED, OLDER, WRONG = "Thiếu", "Của đơn vị khác", "Của phiên bản cũ", "Sai"
MAY_BE_EMPTY = ("superior", "signer")  # of the frame
PAPER = "printed_figures"
_TAG = re.compile(r"\{[{%].*?[%}]\}", re.DOTALL)
_QUOTED = re.compile(r"""(?<!\w)(\w+)\(\s*["']([a-z][a-z0-9_]*)["']""")
_OF_DOCUMENTS = ("document", "issuer")
_OF_OTHERS = {"in_years", "paragraphs", "table", "figure", "office", "period", *_OF_DOCUMENTS}
_OF_IDS = {*HELPERS} - _OF_OTHERS  # helpers that ask for an indicator
_YEAR = re.compile(r"\d{4}", re.ASCII)


@dataclass(frozen=True)
class Fault:
    """What is amiss: of which sort, where, what, and what to do."""

    sort: str
    place: str
    said: str


def office_faults(office: str, data: Path, reference: Path) -> list[Fault]:
    """All that is amiss with an office's folder, in the order of its files; nothing where nothing is."""
    folder = data / office
    if not (folder / SETTINGS).is_file():
        return [Fault(MISSING, f"{office}/{SETTINGS}", "chưa có thiết lập của đơn vị. Lập bằng ctxh office new.")]
    faults = [*_of_layout(reference), *_of_settings(office, folder / SETTINGS), *_of_tables(folder)]
    try:
        settings = settings_of(folder / SETTINGS)
    except CtxhError as error:
        return faults or [Fault(WRONG, f"{office}/{SETTINGS}", str(error))]
    on = _day(folder)
    try:
        areas = load_areas(reference, folder)
        own_area(areas, office, settings, on)
        inside = reporting_areas(areas, office, settings, on)
    except CtxhError as error:
        return [*faults, Fault(WRONG, f"{office}/", str(error))]
    known: set[str] = set()  # ids; none where the book is refused: then no id is known to be wrong
    of_book = list(_refused(f"{office}/book/", lambda: known.update(_ids(office, data, reference, on, settings))))
    names = {*inside["name"], *_around(areas, str(settings["area_code"]))}
    return [*faults, *of_book, *_of_wording(office, settings, data, reference, names, known), *_of_years(office, folder, reference)]


def _ids(office: str, data: Path, reference: Path, on: date, settings: Mapping[str, Any]) -> set[str]:
    """The ids of the indicators of an office's book. Raises CtxhError for a book that is refused."""
    return {*load_book(folders_of(office, data, reference, on.year, settings.get("forms", ()))).indicators}


def _day(folder: Path) -> date:
    """The last day of the newest year that an office has; today where it has none."""
    years = [int(path.name) for path in folder.iterdir() if path.is_dir() and _YEAR.fullmatch(path.name)]
    return last_day(max(years)) if years else date.today()


def _of_layout(reference: Path) -> Iterator[Fault]:
    """Shared tables that lie or look as in an older version."""
    if (reference / "layouts").exists():
        moved = "thư mục của phiên bản cũ, không được đọc. Chuyển các bảng riêng của nó sang reference/book rồi xóa."
        yield Fault(OLDER, "reference/layouts/", moved)
    installed = project_root() / "data" / "reference"
    for path in sorted((*installed.glob("*.csv"), *installed.glob("book/*.csv"))):
        own = reference / path.relative_to(installed)
        name = f"reference/{path.relative_to(installed).as_posix()}"
        if not own.is_file():
            yield Fault(OLDER, name, "chưa có tệp này. Chép từ thư mục data của chương trình.")
        else:
            yield from _refused(name, lambda own=own: read_columns(own), OLDER)  # type: ignore[misc]


def _of_settings(office: str, path: Path) -> Iterator[Fault]:
    """Entries of the settings that are not known any more, lacking, of another kind, or empty."""
    name, text = f"{office}/{SETTINGS}", path.read_text(encoding="utf-8-sig", errors="replace")
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        yield from _refused(name, lambda: settings_of(path))
        return
    tables = {"": (found, OFFICE)} | {table: (found[table], TABLES[table]) for table in TABLES if isinstance(found.get(table), dict)}
    own = found.get("periods", {})
    tables |= {f"periods.{period}": (days, PERIOD) for period, days in own.items() if isinstance(days, dict)}
    for table, (entries, kinds) in tables.items():
        for key in REQUIRED.get(table, ()):
            if key not in entries:
                yield Fault(MISSING, f"{name}{f', [{table}]' if table else ''}", f"thiếu dòng «{key}». Thêm: {key} = {kinds[key].words}.")
        yield from _of_entries(name, text, table, entries, kinds)
    if "frame" not in found:
        yield Fault(MISSING, name, f"thiếu phần [frame], khung của báo cáo, với các dòng {', '.join(TABLES['frame'])}.")


def _of_entries(name: str, text: str, table: str, entries: Mapping[str, Any], kinds: Mapping[str, Any]) -> Iterator[Fault]:
    for key, value in entries.items():
        place = f"{name}, dòng {_line(text, table, key)}"
        if key not in kinds:
            yield Fault(OLDER, place, f"chương trình không còn biết dòng «{key}».{nearest(key, kinds)} Sửa tên hoặc xóa dòng.")
        elif not kinds[key].holds(value):
            yield Fault(WRONG, place, f"«{key}» phải là {kinds[key].words}.")
        elif table == "frame" and not value and key not in MAY_BE_EMPTY:
            yield Fault(MISSING, place, f"«{key}» còn trống. Ghi của đơn vị mình.")


def _line(text: str, table: str, key: str) -> int:
    """The line of a key of a table of a TOML file, of the table where the key has no line of its own."""
    inside, last = "", 1
    for number, line in enumerate(text.splitlines(), 1):
        if head := re.match(r"\s*\[\s*([^\]]+?)\s*\]", line):
            inside = head[1]
            last = number if inside in (table, key) else last
        elif inside == table and re.match(rf"""\s*["']?{re.escape(key)}["']?\s*[=.]""", line):
            return number
    return last


def _of_tables(folder: Path) -> Iterator[Fault]:
    """Tables of the office that cannot be read, or that no program reads."""
    for path in sorted(folder.glob("*.csv")):
        name = f"{folder.name}/{path.name}"
        if path.name in SHAPES:
            yield from _refused(name, lambda path=path: read_columns(path))  # type: ignore[misc]
        else:
            yield Fault(OLDER, name, f"bảng này không được đọc.{nearest(path.name, SHAPES)} Đổi tên hoặc chuyển đi.")


def _of_wording(office: str, settings: Mapping[str, Any], data: Path, reference: Path, names: set[str], known: set[str]) -> Iterator[Fault]:
    """Files of the wording that lack, and what they say that is blank, another office's, or not known (any more)."""
    lender = str(settings.get("text_from", office))
    try:
        files = wording_files(data / lender / "text", settings.get("sections", ()))
    except CtxhError as error:
        yield Fault(MISSING, f"{lender}/text/", str(error))
        return
    former = dict(zip(*(read_reference(reference / "former_ids.csv")[column] for column in ("former", "id")), strict=True))
    others = _others(office, data, reference) - names
    common, kinds = {*read_reference(reference / "common_names.csv")["name"]} | names, load_place_kinds(reference)
    for path in files:
        text = path.read_text(encoding="utf-8", errors="replace")
        name = f"{lender}/text/{path.name}"
        yield from (
            Fault(MISSING, f"{name}, dòng {line}", "câu còn trống. Viết câu của đơn vị mình hoặc xóa dòng.") for line in blanks_in(text)
        )
        yield from _of_ids(name, text, former, known)
        for line, found in names_in(text, common, kinds):
            if kind_and_name(found, kinds)[1] in others or (lender != office and found[:1].islower()):
                yield Fault(BORROWED, f"{name}, dòng {line}", f"«{found}» không phải của đơn vị này. Sửa câu, hoặc xóa.")


def _of_ids(name: str, text: str, former: Mapping[str, str], known: set[str]) -> Iterator[Fault]:
    for tag in _TAG.finditer(text):
        line = text.count("\n", 0, tag.start()) + 1
        for helper, word in _QUOTED.findall(tag[0]):
            if word in former:
                yield Fault(OLDER, f"{name}, dòng {line}", f"mã cũ «{word}», nay là «{former[word]}». Sửa mã.")
            elif known and ((helper in _OF_IDS and word not in known) or (helper in _OF_DOCUMENTS and not {word, f"{word}_no"} & known)):
                hint = nearest(word, known) or " Tìm: ctxh book."
                yield Fault(WRONG, f"{name}, dòng {line}", f"không có chỉ tiêu «{word}».{hint}")


def _of_years(office: str, folder: Path, reference: Path) -> Iterator[Fault]:
    """No year to report on; former ids in the copied figures of the paper."""
    years = sorted(path for path in folder.iterdir() if path.is_dir() and _YEAR.fullmatch(path.name))
    if not years:
        yield Fault(MISSING, f"{office}/", f"chưa mở năm nào. Mở: ctxh new NĂM --office {office}.")
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


def _others(office: str, data: Path, reference: Path) -> set[str]:
    """The names of all areas that some table knows."""
    tables = [
        reference / "areas.csv",
        *(path for path in data.glob("*/areas.csv") if path.parent.name != office and path.parent != reference),
    ]
    return {str(name) for path in tables for name in read_reference(path)["name"]}


def _refused(place: str, read: Callable[[], object], sort: str = WRONG) -> Iterator[Fault]:
    """What reading something is refused with; nothing where it is not."""
    try:
        read()
    except CtxhError as error:
        yield Fault(sort, place, str(error).removeprefix(place).lstrip(":, "))


def page(office: str, faults: list[Fault]) -> str:
    """The faults of an office in words, each sort under its name; that there are none."""
    if not faults:
        return f"Thư mục {office}/: không thiếu gì, không có gì của đơn vị khác hay của phiên bản cũ."
    lines = [f"Thư mục {office}/: {len(faults)} điều phải sửa."]
    for sort in (MISSING, BORROWED, OLDER, WRONG):
        own = [fault for fault in faults if fault.sort == sort]
        lines += [f"\n{sort} ({len(own)})", *(f"  - {fault.place}: {fault.said}" for fault in own)] if own else []
    return "\n".join(lines)

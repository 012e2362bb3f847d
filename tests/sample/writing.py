"""Writes the forms of a year, one workbook an office."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ctxh.book.layouts import Layout, load_layouts
from ctxh.book.lists import table_of
from ctxh.cli.book_pages import folders_of
from ctxh.errors import WrongUsage
from ctxh.reference.dated import in_force
from ctxh.reference.places import made, project_root
from ctxh.reference.tables import words
from ctxh.vietnamese import fold
from sample.assembly import Forms, Sample
from sample.habits import CAREFUL, HABITS, village_habit
from sample.plan import Commune, Setting, communes, cut_off, table
from sample.sheets import Book, Sender, Words

SEED = 20241220
_KIND_IN_FILE_NAME = {"Xã": "Xa", "Thị trấn": "TT", "Huyện": "Huyen", "Thành phố": "TP", "Thôn": "Thon"}


def offices() -> dict[str, tuple[int, ...]]:
    """The offices that there is a sample of, each with its years."""
    return {row["office"]: tuple(map(int, row["years"].split("|"))) for row in table("offices.csv")}


def write_sample(office: str, year: int, out: Path, seed: int = SEED) -> list[Path]:
    """The paths of the workbooks written: one for each area that reports and one for the office's desk.

    Raises WrongUsage for an office or a year that there is no sample of.
    """
    _refuse_unknown(office, year)
    out = made(Path(out))
    setting = Setting(office, year)
    sample = Sample(setting, seed)
    reference = project_root() / "data" / "reference"
    paper = Paper(reference, year, folders_of(office, reference.parent, reference, year, setting.forms)[1:])
    senders = communes(setting) if setting.level != "province" else ()
    paths = [paper.write(out / _file_name(c.kind, c.name, year), area_sender(setting, c), sample.forms_of(c)) for c in senders]
    desk = out / _file_name(setting.place["kind"], setting.place["name"], year)
    return [*paths, paper.write(desk, desk_sender(setting), sample.forms_of_desk())]


def _refuse_unknown(office: str, year: int) -> None:
    known = offices()
    if office not in known:
        raise WrongUsage(f"Không có dữ liệu mẫu cho đơn vị “{office}”. Chỉ có: {', '.join(known)}.")
    if year not in known[office]:
        raise WrongUsage(f"Không có dữ liệu mẫu cho năm {year}. Chỉ có: {', '.join(map(str, known[office]))}.")


class Paper:
    """The blank forms in force in a year: layouts, titles and the words of categories."""

    def __init__(self, reference: Path, year: int, others: Sequence[Path] = ()) -> None:
        folders = (reference / "book", *others)
        layouts = load_layouts(reference, cut_off(year), others)
        self.layouts: dict[str, Layout] = {form: layout.asked() for form, layout in layouts.items()}
        self.titles = {form: f"{layout.title} NĂM {year}" for form, layout in layouts.items()}
        rows = in_force(table_of(folders, "categories.csv"), cut_off(year)).itertuples()
        self.words: Words = {(r.form, r.column, r.code): (r.label, *words(r.synonyms)) for r in rows}

    def write(self, path: Path, sender: Sender, forms: Forms) -> Path:
        """The path of the workbook that was written with these forms."""
        with Book(path, sender, self.words) as book:
            for form, rows in forms:
                book.add(self.layouts[form], self.titles[form], rows)
        return path


def area_sender(setting: Setting, area: Commune) -> Sender:
    """A commune, or a village of one, as the sender of a workbook."""
    title, own = f"{area.kind} {area.name}", setting.place
    if setting.level == "commune":
        office = f"{area.kind.lower()} {area.name}, {own['kind'].lower()} {own['name']}"
        return Sender(own["superior"], title.upper(), office, own["name"], village_habit(area.index), setting.year, "TRƯỞNG THÔN")
    office = f"UBND {area.kind.lower()} {area.name}"
    return Sender(own["superior"], f"UBND {title.upper()}", office, area.name, HABITS[area.area_code], setting.year)


def desk_sender(setting: Setting) -> Sender:
    """The office's own desk as the sender of a workbook."""
    own = setting.place
    return Sender(own["superior"], own["desk"], own["desk_office"], own["name"], CAREFUL, setting.year)


def _file_name(kind: str, name: str, year: int) -> str:
    plain = "_".join(word.capitalize() for word in fold(name).split())
    return f"{_KIND_IN_FILE_NAME[kind]}_{plain}_{year}.xlsx"

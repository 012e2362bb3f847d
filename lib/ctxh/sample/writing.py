"""Writes the forms of a year, one workbook an office."""

from __future__ import annotations

from pathlib import Path

from ctxh.errors import WrongUsage
from ctxh.layouts import Layout, load_layouts, read_reference, words
from ctxh.places import project_root
from ctxh.sample.assembly import Forms, Sample
from ctxh.sample.habits import HABITS
from ctxh.sample.plan import Commune, communes, cut_off
from ctxh.sample.sheets import Book, Sender, Words
from ctxh.vietnamese import fold

OFFICES = ("kim-thanh",)
YEARS = (2022, 2023, 2024)
SEED = 20241220
_DISTRICT = "293"
_KIND_IN_FILE_NAME = {"Xã": "Xa", "Thị trấn": "TT", "Huyện": "Huyen"}


def write_sample(office: str, year: int, out: Path, seed: int = SEED) -> list[Path]:
    """The paths of the workbooks written: one for each commune and one for the district's desk.

    Raises WrongUsage for an office or a year that there is no sample of.
    """
    _refuse_unknown(office, year)
    out = Path(out)
    out.mkdir(parents=True, exist_ok=True)
    sample = Sample(year, seed)
    paper = Paper(project_root() / "data" / "reference", year)
    paths = [
        paper.write(out / _file_name(c.kind, c.name, year), commune_sender(c, year), sample.forms_of(c))
        for c in communes()
    ]
    desk = out / _file_name("Huyện", "Kim Thành", year)
    return [*paths, paper.write(desk, desk_sender(year), sample.forms_of_desk())]


def _refuse_unknown(office: str, year: int) -> None:
    if office not in OFFICES:
        raise WrongUsage(f"Không có dữ liệu mẫu cho đơn vị “{office}”. Chỉ có: {', '.join(OFFICES)}.")
    if year not in YEARS:
        raise WrongUsage(f"Không có dữ liệu mẫu cho năm {year}. Chỉ có: {', '.join(map(str, YEARS))}.")


class Paper:
    """The blank forms in force in a year: layouts, titles and the words of categories."""

    def __init__(self, reference: Path, year: int) -> None:
        self.layouts: dict[str, Layout] = load_layouts(reference, cut_off(year))
        forms = read_reference(reference / "layouts" / "forms.csv").itertuples()
        self.titles = {row.form: f"{row.title} NĂM {year}" for row in forms}
        rows = read_reference(reference / "layouts" / "categories.csv").itertuples()
        self.words: Words = {(r.form, r.column, r.code): (r.label, *words(r.synonyms)) for r in rows}

    def write(self, path: Path, sender: Sender, forms: Forms) -> Path:
        """The path of the workbook that was written with these forms."""
        with Book(path, sender, self.words) as book:
            for form, rows in forms:
                book.add(self.layouts[form], self.titles[form], rows)
        return path


def commune_sender(commune: Commune, year: int) -> Sender:
    """A commune as the sender of a workbook."""
    title = f"{commune.kind} {commune.name}"
    return Sender(
        name=f"UBND {title.upper()}",
        office=f"UBND {commune.kind.lower()} {commune.name}",
        locality=commune.name,
        habit=HABITS[commune.area_code],
        year=year,
    )


def desk_sender(year: int) -> Sender:
    """The district's desk as the sender of a workbook."""
    name = "PHÒNG LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI"
    return Sender(name, "UBND huyện Kim Thành", "Kim Thành", HABITS[_DISTRICT], year)


def _file_name(kind: str, name: str, year: int) -> str:
    plain = "_".join(word.capitalize() for word in fold(name).split())
    return f"{_KIND_IN_FILE_NAME[kind]}_{plain}_{year}.xlsx"

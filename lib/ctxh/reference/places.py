"""Where things lie: the project, its data, its outputs and the folder of an edition.

Places are never parameters of a run, so that an edition does not know the machine it was made on. They are read
once at the door and handed along as a value: the command takes them from its options, a notebook run alone from its
surroundings, and a kernel of a run from the one file that the run names to it.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ctxh.errors import WrongUsage, nearest
from ctxh.process.surroundings import around, found_around
from ctxh.vietnamese import fold

DATA = "CTXH_DATA"
OUTPUTS = "CTXH_OUTPUTS"
NOTEBOOKS = "CTXH_NOTEBOOKS"
REQUEST = "CTXH_REQUEST"  # the file that a run hands its kernels
YEAR = "year"  # the period that is a whole year
INTERNAL, PUBLIC = "internal", "public"  # whom an edition is for
PROVINCES = "provinces"  # the folder of what the offices of a province share
YEAR_FOLDER = re.compile(r"\d{4}", re.ASCII)
YEARS = re.compile(r"(\d{4})(?:-(\d{4}))?", re.ASCII)
PROJECT = Path(__file__).resolve().parents[3]  # where the package lies in its source
SHIPPED = PACKAGED if (PACKAGED := Path(__file__).resolve().parents[1] / "working_folder").is_dir() else PROJECT  # as a wheel brings it
NOTEBOOKS_OF_PROGRAM = SHIPPED / "notebooks"
SYSTEM_TEMPORARY = Path(tempfile.gettempdir())  # a run itself has a temporary folder of its own


@dataclass(frozen=True)
class Chosen:
    """What an edition is opened with beside its office and year."""

    boundaries: str = ""  # the ISO date on whose boundaries the areas are shown; empty: as they reported
    since: int = 0  # the first year of the series; 0: all years that have data
    period: str = YEAR  # year, half-year or nine-months
    audience: str = INTERNAL  # whom it is for: internal or public
    shown_here: bool = False  # for this screen and the senders alone: all is read anew, findings quote cells, sources name rows
    allow_missing: bool = False  # whether areas that sent nothing are flagged only


USUAL = Chosen()


def made(folder: Path) -> Path:
    """The folder, after it was made where it was not. Raises WrongUsage where the system keeps no folders, as below ``/proc``."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileNotFoundError as error:
        raise WrongUsage(f"Hệ thống không cho tạo thư mục «{folder}» ở đó. Chọn nơi khác.") from error
    return folder


@dataclass(frozen=True)
class Places:
    """The folders that are read and written: offices' data, published editions, notebooks; in a run the stage of its edition.

    In a run that answers the senders, ``private`` is the folder of what is told to them alone; ``request`` is the file in which
    a run keeps what it has read of settings and tables. Both go when the run ends. ``kept`` is the folder, of its owner alone, of
    what a later run need not read again.
    """

    data: Path
    outputs: Path
    notebooks: Path
    stage: Path | None = None
    private: Path | None = None
    request: Path | None = None
    kept: Path | None = None

    @property
    def reference(self) -> Path:
        """The folder of the reference tables."""
        return reference_folder(self.data)

    def edition(self, office: str, year: int, chosen: Chosen = USUAL) -> Path:
        """The folder of the published edition of an office and a year."""
        return self.outputs / office / edition_name(year, chosen)

    def check(self, office: str, year: int) -> None:
        """Nothing, where an office has data of a year. Raises WrongUsage saying what is missing."""
        if not (self.data / office / "office.toml").is_file():
            raise no_such_office(office, self.data)
        if not (self.data / office / str(year)).is_dir():
            raise WrongUsage(f"Đơn vị «{office}» không có dữ liệu năm {year}: chép tệp Excel vào data/{office}/{year}, hoặc chọn năm khác.")

    def workspace(self, office: str, year: int, chosen: Chosen = USUAL) -> Path:
        """The folder that tables are written to: the stage of a run, else a draft beside the edition."""
        return self.stage or self.outputs / office / f"{edition_name(year, chosen)}.draft"


def places_of(given: Mapping[str, str | Path | None]) -> Places:
    """The places by what is given for ``CTXH_DATA``, ``CTXH_OUTPUTS`` and ``CTXH_NOTEBOOKS``, else those of the project.

    Raises WrongUsage where there is none.
    """
    data, outputs, notebooks = (Path(given[name] or "").absolute() if given.get(name) else None for name in (DATA, OUTPUTS, NOTEBOOKS))
    return Places(data or project_root() / "data", outputs or project_root() / "outputs", notebooks or NOTEBOOKS_OF_PROGRAM)


def hand_over(file: Path, places: Places, allow_missing: bool) -> Path:
    """The file by which a run tells its kernels where to read and write, and whether areas may be missing."""
    folders = {name: str(folder.absolute()) for name, folder in vars(places).items() if folder is not None}
    file.write_text(json.dumps(folders | {"allow_missing": allow_missing}, indent=1), encoding="utf-8")
    return file


def handed_over() -> tuple[Places, bool]:
    """The places of this process and whether areas may be missing: as its run says, else by its surroundings."""
    file = found_around(REQUEST)
    if not file:
        return places_of(around()), False
    handed = json.loads(Path(file).read_text(encoding="utf-8"))
    allow_missing = bool(handed.pop("allow_missing"))
    return Places(**{name: Path(folder) for name, folder in handed.items()}), allow_missing


def project_root() -> Path:
    """The project's folder: found upwards from the working folder, else where the package lies. Raises WrongUsage where there is none."""
    if found := _project():
        return found
    raise WrongUsage(
        "Không tìm thấy thư mục dự án (thư mục có data/reference). Hãy chuyển vào thư mục dự án rồi chạy lại; "
        "chưa có thì lập bằng ctxh start THƯ_MỤC."
    )


def _project() -> Path | None:
    working = Path.cwd()
    return next((folder for folder in (working, *working.parents, PROJECT) if (folder / "data" / "reference").is_dir()), None)


def _shared(data: Path, name: str) -> Path:
    """A folder that offices share, as a data folder has it, else the project, else the program."""
    own = data / name
    return own if own.is_dir() else (_project() or SHIPPED) / "data" / name


def reference_folder(data: Path) -> Path:
    """The reference tables that go with a data folder: its own, or those of the project."""
    return _shared(data, "reference")


def provinces_folder(data: Path) -> Path:
    """What the offices of each province share: a data folder's own, or the project's."""
    return _shared(data, PROVINCES)


def province_folder(data: Path, name: str) -> Path:
    """What the offices of one province share, by its name: ``provinces/hai-phong``."""
    return provinces_folder(data) / fold(name).replace(" ", "-")


def edition_name(year: int, chosen: Chosen = USUAL) -> str:
    """What an edition is called in its office's folder: ``2024``, ``2024-half-year-public``, on other boundaries ``2024@2025-07-01``."""
    unusual = [part for part, usual in ((chosen.period, YEAR), (chosen.audience, INTERNAL)) if part != usual]
    return "-".join([str(year), *unusual]) + (f"@{chosen.boundaries}" if chosen.boundaries else "")


def returns_folder(edition: Path) -> Path:
    """The folder beside an edition that holds what goes back to the communes: persons, each file for one commune alone."""
    return edition.with_name(f"{edition.name}.returns")


def years_of_office(folder: Path) -> list[int]:
    """The years that an office's folder has a folder of workbooks for, the first one first."""
    return sorted(int(entry.name) for entry in folder.iterdir() if entry.is_dir() and YEAR_FOLDER.fullmatch(entry.name))


def no_such_office(office: str, data: Path) -> WrongUsage:
    """The error that an office has no settings or no year in the data, with the nearest and those that have."""
    known = sorted(found.parent.name for found in data.glob("*/office.toml") if years_of_office(found.parent))
    hint = f"{nearest(office, known)} Các đơn vị có dữ liệu: {', '.join(known) or 'không có'}."
    return WrongUsage(f"Không có đơn vị «{office}» với office.toml và sổ của một năm trong thư mục dữ liệu.{hint}")


def years_written(asked: str | int | Sequence[int]) -> list[int]:
    """The years meant by ``2024``, ``2022-2024``, ``2022,2024`` or a list, whoever has them. Raises WrongUsage for other words."""
    text = str(asked) if isinstance(asked, str | int) else ",".join(map(str, asked))
    wanted: set[int] = set()
    for part in text.split(","):
        match = YEARS.fullmatch(part.strip())
        if not match or (match[2] and match[2] < match[1]):
            raise WrongUsage(f"Năm «{text}» không đúng: viết 2024, 2022-2024 hoặc 2022,2024.")
        wanted.update(range(int(match[1]), int(match[2] or match[1]) + 1))
    return sorted(wanted)


def years_meant(asked: str | int | Sequence[int], office: str, known: Sequence[int]) -> list[int]:
    """The same years. Raises WrongUsage for one that is not known to have data."""
    wanted = years_written(asked)
    missing = [year for year in wanted if year not in known]
    if missing:
        raise WrongUsage(
            f"Đơn vị {office} không có dữ liệu năm {missing[0]}. Các năm có dữ liệu: {', '.join(map(str, known)) or 'không có'}."
        )
    return wanted

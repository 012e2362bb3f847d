"""Where things lie: the project, its data, its outputs and the tables of an edition.

Places are never parameters of a run, so that an edition does not know the machine it was made
on. ``ctxh report`` sets the environment variables; a notebook run alone finds the project.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from ctxh.errors import WrongUsage
from ctxh.vietnamese import fold

DATA = "CTXH_DATA"
OUTPUTS = "CTXH_OUTPUTS"
NOTEBOOKS = "CTXH_NOTEBOOKS"
WORKSPACE = "CTXH_WORKSPACE"
ALLOW_MISSING = "CTXH_ALLOW_MISSING"  # not a place, but told the notebooks of a run in the same way
YEAR = "year"  # the period that is a whole year
PROVINCES = "provinces"  # the folder of what the offices of a province share
SYSTEM_TEMPORARY = Path(tempfile.gettempdir())  # a run itself has a temporary folder of its own


def made(folder: Path) -> Path:
    """The folder, after it was made where it was not. Raises WrongUsage where the system keeps no folders, as below ``/proc``."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileNotFoundError as error:
        raise WrongUsage(f"Hệ thống không cho tạo thư mục «{folder}» ở đó. Chọn nơi khác.") from error
    return folder


def project_root() -> Path:
    """The project's folder: found upwards from the working folder, else where the package lies."""
    working = Path.cwd()
    installed = Path(__file__).resolve().parents[3]
    for folder in (working, *working.parents, installed):
        if (folder / "data" / "reference").is_dir():
            return folder
    raise WrongUsage("Không tìm thấy thư mục dự án (thư mục có data/reference). Hãy chuyển vào thư mục dự án rồi chạy lại.")


def notebooks_folder() -> Path:
    """The folder of the notebooks that make a report: the program's own, never one that merely lies where the user stands."""
    return _from_environment(NOTEBOOKS) or Path(__file__).resolve().parents[3] / "notebooks"


def data_folder() -> Path:
    """The folder of the offices' data."""
    return _from_environment(DATA) or project_root() / "data"


def outputs_folder() -> Path:
    """The folder of the published editions."""
    return _from_environment(OUTPUTS) or project_root() / "outputs"


def reference_folder(data: Path | None = None) -> Path:
    """The reference tables that go with a data folder: its own, or those of the project."""
    own = (data or data_folder()) / "reference"
    return own if own.is_dir() else project_root() / "data" / "reference"


def provinces_folder(data: Path) -> Path:
    """What the offices of each province share: a data folder's own, or the project's."""
    own = data / PROVINCES
    return own if own.is_dir() else project_root() / "data" / PROVINCES


def province_folder(data: Path, name: str) -> Path:
    """What the offices of one province share, by its name: ``provinces/hai-phong``."""
    return provinces_folder(data) / fold(name).replace(" ", "-")


def edition_name(year: int, boundaries: str = "", period: str = YEAR) -> str:
    """What an edition is called in its office's folder: ``2024``, ``2024-half-year``, on other boundaries ``2024@2025-07-01``."""
    whole = str(year) if period == YEAR else f"{year}-{period}"
    return f"{whole}@{boundaries}" if boundaries else whole


def edition_folder(office: str, year: int, boundaries: str = "", period: str = YEAR) -> Path:
    """The folder of the published edition of an office and a year."""
    return outputs_folder() / office / edition_name(year, boundaries, period)


def returns_folder(edition: Path) -> Path:
    """The folder beside an edition that holds what goes back to the communes: persons, each file for one commune alone."""
    return edition.with_name(f"{edition.name}.returns")


def workspace(office: str, year: int, boundaries: str = "", period: str = YEAR) -> Path:
    """The folder that a run writes its tables to; a notebook run alone gets a draft folder."""
    return _from_environment(WORKSPACE) or outputs_folder() / office / f"{edition_name(year, boundaries, period)}.draft"


def allows_missing() -> bool:
    """Whether this run goes on without the areas that sent nothing."""
    return bool(os.environ.get(ALLOW_MISSING))


def _from_environment(name: str) -> Path | None:
    value = os.environ.get(name, "")
    return Path(value).absolute() if value else None

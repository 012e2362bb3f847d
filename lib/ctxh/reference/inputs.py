"""The files that an edition is made from, known by their hashes."""

from __future__ import annotations

import hashlib
import json
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from ctxh.errors import CtxhError, nearest
from ctxh.reference import places
from ctxh.reference.settings import settings_of
from ctxh.reference.values_read import moved_names

MANIFEST, SETTINGS, REFERENCE = "manifest.json", "office.toml", "reference"
SOURCES = ("py", "css", "js", "typ", "xml", "jinja", "ttf", "woff2")  # suffixes of what the program is made of
BOOK = "book"  # the folder of an office's own entries
PASSING = ("~$", ".", "Thumbs.db")
PARTS_OF_MANIFEST = ("parameters", "inputs", "versions", "outputs")
REPORT_NOTEBOOKS = "0[0-9]_*.ipynb"
KNOWN_NOTEBOOKS = Path(__file__).parents[1] / "notebooks.sha256"  # the program's own, as `sha256sum` writes it


def read_manifest(folder: Path) -> dict[str, Any] | None:
    """What the manifest of an edition says; None where there is none that can be read or it has another shape: that is no edition."""
    try:
        found = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    tables = [found.get(part) for part in PARTS_OF_MANIFEST] if isinstance(found, dict) else [None]
    return found if all(isinstance(table, dict) for table in tables) else None


def program_digest(notebooks: Path) -> str:
    """One SHA-256 of the sources of this program, its templates and fonts, and of its notebooks: beside the inputs all an edition needs.

    The same on every machine: by names inside the package, whatever ends its lines.
    """
    package = Path(__file__).parents[1]
    files = {path.relative_to(package).as_posix(): path for kind in SOURCES for path in package.rglob(f"*.{kind}")}
    files = {name: path for name, path in files.items() if not name.startswith("working_folder/")}  # what a wheel brings for others
    files |= {f"notebooks/{path.name}": path for path in notebooks.glob(REPORT_NOTEBOOKS)}
    whole = hashlib.sha256()
    for name in sorted(files):
        content = files[name].read_bytes().replace(b"\r\n", b"\n")
        whole.update(f"{name}\0{len(content)}\0".encode() + content)
    return whole.hexdigest()


def environment_digest() -> str:
    """One SHA-256 of the names and versions of all packages that this Python finds."""
    found = sorted({path.name for folder in sys.path for path in Path(folder).glob("*.dist-info")})
    return hashlib.sha256("\n".join([sys.version, *found]).encode()).hexdigest()


def foreign(notebooks: Iterable[Path]) -> bool:
    """Whether one of some notebooks is not as the program brought it."""
    lines = KNOWN_NOTEBOOKS.read_text(encoding="utf-8").splitlines()
    return not {f"{digest_of_text(path)}  {path.name}" for path in notebooks} <= set(lines)


def digest_of_text(path: Path) -> str:
    """The SHA-256 of a text file, whatever ends its lines."""
    return hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).hexdigest()


def digest(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def hashes(folder: Path, base: Path | None = None) -> dict[str, str]:
    """The SHA-256 of each file under a folder, by its name inside ``base``, bytes that are no letters escaped."""
    names = {path.relative_to(base or folder).as_posix().encode("utf-8", "backslashreplace").decode(): path for path in files_in(folder)}
    return {name: digest(names[name]) for name in sorted(names)}


def has_files(folder: Path) -> bool:
    """Whether there is a file under a folder, other than lock files and the system's own."""
    return any(True for _ in files_in(folder))


def files_in(folder: Path) -> Iterable[Path]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return (f for f in files if not any(p.startswith(PASSING) for p in f.relative_to(folder).parts))


def folded_by(data: Path, office: str) -> list[str]:
    """The offices whose observations an office takes in, those that its members fold included, each once.

    An office that is among its own members' is in the list itself.
    """
    found, left = [], folds_of(data, office)
    while left:
        member = left.pop(0)
        if member not in found:
            found.append(member)
            left += folds_of(data, member)
    return found


def folds_of(data: Path, office: str) -> list[str]:
    """The offices that an office folds itself; none of one without settings."""
    settings = data / office / SETTINGS
    return list(settings_of(settings).folds) if settings.is_file() else []


def check_members(office: str, folds: Sequence[str], data: Path) -> Sequence[str]:
    """The members, all of which are offices. Raises CtxhError naming the first that is none, or that folds the office."""
    known = sorted(path.parent.name for path in data.glob(f"*/{SETTINGS}"))
    for member in folds:
        if member not in known:
            raise CtxhError(
                f"{SETTINGS} của {office}: không có đơn vị thành viên «{member}».{nearest(member, known)} "
                f"Sửa dòng folds hoặc thêm thư mục data/{member}."
            )
        if office in (member, *folded_by(data, member)):
            raise CtxhError(f"{SETTINGS} của {office}: đơn vị thành viên «{member}» lại tổng hợp chính {office}. Sửa dòng folds.")
    return folds


def shared_hashes(data: Path, reference: Path) -> dict[str, str]:
    """The hashes of what offices share: the reference tables and those of the provinces."""
    provinces = places.provinces_folder(data)
    return hashes(reference, reference.parent) | hashes(provinces, provinces.parent)


def input_hashes(data: Path, reference: Path, office: str, year: int, shared: Mapping[str, str] | None = None) -> dict[str, str]:
    """The hashes of what the observations of a year are made from: workbooks, settings and tables, no wording.

    Those of the offices that the office folds are among them. ``shared`` are those of what offices share, where they are known.
    """
    found = {**(shared_hashes(data, reference) if shared is None else shared)}
    for name in [office, *folded_by(data, office)]:
        found |= hashes(data / name / str(year), data) | _beside(data, name)
    return found


def moved_inputs(written: dict[str, str], at: places.Places, office: str, year: int, shared: Mapping[str, str] | None = None) -> list[str]:
    """The inputs, as a manifest names them with their hashes, that are gone, new or not what they were when it was written.

    ``shared`` as ``input_hashes`` takes it.
    """
    offices = [office, *folded_by(at.data, office)]
    before = {name: value for name, value in written.items() if bears(name, offices, year)}
    return moved_names(before, input_hashes(at.data, at.reference, office, year, shared), at.outputs)


def bears(name: str, offices: list[str], year: int) -> bool:
    """Whether an input, as a manifest names it, bears on the observations of some offices in a year."""
    top, *inside = name.split("/")
    own = top in offices and (inside[0] in (str(year), BOOK) or (len(inside) == 1 and _is_table(inside[0])))
    return top in (REFERENCE, places.PROVINCES) or own


def read_hashes(data: Path, office: str, year: int) -> dict[str, str]:
    """The hashes of the files that a run of a year may read of an office: of every year up to it, wording included."""
    found: dict[str, str] = {}
    for entry in sorted((data / office).iterdir()):
        if entry.is_dir() and not (entry.name.isdecimal() and int(entry.name) > year):
            found |= hashes(entry, data)
        elif entry.is_file() and not entry.name.startswith(PASSING):
            found[f"{office}/{entry.name}"] = digest(entry)
    return found | _lent(data, office) | _of_members(data, office, year)


def _lent(data: Path, office: str) -> dict[str, str]:
    """The wording that an office takes from another one."""
    settings = data / office / SETTINGS
    lender = settings_of(settings).text_from if settings.is_file() else ""
    return hashes(data / lender / "text", data) if lender else {}


def _of_members(data: Path, office: str, year: int) -> dict[str, str]:
    """What an office reads of those that it folds, in the years that it has itself."""
    years = [path.name for path in (data / office).iterdir() if path.name.isdecimal() and int(path.name) <= year]
    found: dict[str, str] = {}
    for member in folded_by(data, office):
        found |= _beside(data, member)
        for name in years:
            found |= hashes(data / member / name, data)
    return found


def _beside(data: Path, office: str) -> dict[str, str]:
    """The settings and tables that lie in an office's folder, and its own book."""
    paths = (path for path in (data / office).glob("*") if path.is_file() and _is_table(path.name))
    return {f"{office}/{path.name}": digest(path) for path in sorted(paths)} | hashes(data / office / BOOK, data)


def _is_table(name: str) -> bool:
    return name.endswith((".toml", ".csv")) and not name.startswith(PASSING)


def check_moved(reference: Path, province: Path | None = None) -> None:
    """Nothing, when no reference table stands where it is not read. Raises CtxhError saying where its rows belong."""
    for name in ("areas.csv", "successions.csv"):
        if province is not None and (province / name).exists():
            where = f"ghi các dòng vào reference/{name} (của mọi đơn vị) hoặc {name} trong thư mục của đơn vị."
            raise CtxhError(f"provinces/{province.name}/{name}: không được đọc: {where}")
    if (reference / "occasions.csv").exists():
        where = "ghi ngày của từng dịp ở cột day của reference/book/categories.csv rồi xóa tệp này."
        raise CtxhError(f"reference/occasions.csv: bảng của phiên bản cũ, không được đọc: {where}")


def check_older(reference: Path) -> None:
    """Nothing, when reference tables have the columns of the program's own. Raises CtxhError for the first that is of an older version."""
    own = places.SHIPPED / "data" / REFERENCE
    if reference.resolve() == own.resolve():
        return
    for path in sorted((*own.glob("*.csv"), *(own / BOOK).glob("*.csv"))):
        if (here := reference / path.relative_to(own)).is_file():
            check_columns(here, path)


def check_columns(here: Path, own: Path) -> None:
    """Nothing, when a reference table has the columns of the program's own. Raises CtxhError naming those of its older version."""
    lacking = [column for column in _header(own) if column not in _header(here)]
    if lacking:
        from ctxh.reference.tables import COPY_REFERENCE, name_of  # which loads pandas: not to see that nothing has changed

        raise CtxhError(f"{name_of(here)} là của phiên bản cũ, chưa có cột {', '.join(lacking)}: {COPY_REFERENCE}")


def _header(path: Path) -> list[str]:
    with path.open(encoding="utf-8-sig", errors="replace") as file:
        return [cell.strip().strip('"') for cell in re.split("[,;\t]", file.readline())]

"""What several tests need: a toy project with small notebooks in a folder of its own."""

from __future__ import annotations

import gc
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from inspect import isclass, isfunction
from pathlib import Path
from types import CodeType

import pytest
from filelock import FileLock

from ctxh.process.startup import collect_seldom, keep_out
from messy import BANNER, Read, workbook
from opened import READ, sample
from own_books import NATIONAL
from swapped import make_edition

os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # nor where one is told to keep nothing: what pytest makes of the asserts of all
sys.dont_write_bytecode = False  # files, and each command of the program, would take each process ten seconds
gc.disable()  # until all tests are collected: what they are made of stays, and looking it through costs a sixth of their time
keep_out()  # as a run does: what schemas of notebooks never ask for would take each process of tests two seconds

CTXH = [sys.executable, "-m", "ctxh"]


@dataclass
class Toy:
    """A project folder with an office, a year and notebooks that a test writes."""

    root: Path

    @property
    def edition(self) -> Path:
        """The folder that the edition of the toy is published to."""
        return self.root / "outputs" / "kim-thanh" / "2024"

    def notebook(self, name: str, *cells: str) -> Path:
        """A notebook of code cells, the first tagged ``parameters``."""
        import nbformat  # after keep_out

        codes = [nbformat.v4.new_code_cell(source) for source in cells]
        codes[0].metadata["tags"] = ["parameters"]
        spec = {"name": "python3", "display_name": "Python 3", "language": "python"}
        notebook = nbformat.v4.new_notebook(cells=codes, metadata={"kernelspec": spec})
        path = self.root / "notebooks" / name
        nbformat.write(notebook, path)
        return path

    def command(self, *arguments: str, **settings) -> subprocess.CompletedProcess:
        """The finished ``ctxh`` command, run inside the toy."""
        return subprocess.run([*CTXH, *arguments], cwd=self.root, capture_output=True, text=True, **settings)

    def bytes_published(self) -> dict[str, bytes]:
        """Every file of the published edition with its bytes."""
        files = (path for path in self.edition.rglob("*") if path.is_file())
        return {path.relative_to(self.edition).as_posix(): path.read_bytes() for path in files}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--pictures", metavar="FOLDER", help="run the tests marked pictures too; what they see is left in the folder")


@pytest.fixture
def toy(tmp_path, monkeypatch) -> Toy:
    """A toy project in the working folder, with one notebook that writes one table."""
    monkeypatch.chdir(tmp_path)
    for name in ("CTXH_DATA", "CTXH_OUTPUTS", "CTXH_REQUEST"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("CTXH_NOTEBOOKS", str(tmp_path / "notebooks"))
    return toy_in(tmp_path)


def toy_in(folder: Path) -> Toy:
    """A toy project in a folder."""
    for name in ("data/reference", "data/kim-thanh/2024", "data/kim-thanh/2023", "notebooks"):
        (folder / name).mkdir(parents=True)
    (folder / "data/reference/norms.csv").write_text("norm\n")
    (folder / "data/kim-thanh/2024/Xa_A_2024.xlsx").write_bytes(b"a workbook")
    made = Toy(folder)
    made.notebook("01_clean.ipynb", PARAMETERS, SAVE)
    return made


@pytest.fixture(scope="session")
def published_toy(of_all_processes) -> Toy:
    """A toy whose edition was published, once for all processes; nobody changes it."""
    folder = of_all_processes / "toy"
    with FileLock(f"{folder}.lock"):
        if not folder.exists():
            made = toy_in(folder)
            done = made.command("report", "2024", "--formats", "none", env=os.environ | {"CTXH_NOTEBOOKS": str(folder / "notebooks")})
            assert 0 == done.returncode, done.stderr
    return Toy(folder)


@pytest.fixture
def made(published_toy, toy) -> Toy:
    """A copy of it, in the working folder."""
    shutil.copytree(published_toy.root, toy.root, dirs_exist_ok=True)
    return toy


PARAMETERS = 'office: str = "kim-thanh"\nyear: int = 2024\ncode: str = "00"\nrate: float = 1.5'
SAVE = """\
import json
import os
from pathlib import Path
tables = Path(json.loads(Path(os.environ["CTXH_REQUEST"]).read_text())["stage"]) / "tables"
tables.mkdir(exist_ok=True)
(tables / "codes.csv").write_text(f"code\\n{code}\\n")
print(code)"""


ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session", autouse=True)
def of_all_processes(tmp_path_factory) -> Path:
    """The folder of what is made once for all processes that share the tests; what sample workbooks came to is kept there."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "shared"
    (folder / "read").mkdir(parents=True, exist_ok=True)
    READ["folder"] = folder / "read"
    return folder


@pytest.fixture(scope="session")
def edition_2024():
    """The edition of Kim Thành 2024, read once from the workbooks of the project."""
    return sample("kim-thanh", 2024)


def published(folder: Path, *arguments: str, **environment: str) -> Path:
    """The edition of Kim Thành 2024 that ``ctxh report`` publishes below a folder."""
    done = subprocess.run(
        [*CTXH, "report", "2024", "--outputs", str(folder), *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        env=os.environ | environment,
    )
    assert (0, "") == (done.returncode, done.stderr.partition("LỖI")[2])
    return folder / "kim-thanh" / "2024"


@pytest.fixture(scope="session")
def published_2024(of_all_processes) -> Path:
    """The published edition of Kim Thành 2024, run once for all tests that look at outputs, whichever process runs them."""
    edition = of_all_processes / "outputs" / "kim-thanh" / "2024"
    with FileLock(of_all_processes / "outputs.lock"):
        return edition if edition.exists() else published(of_all_processes / "outputs")


@pytest.fixture(scope="module")
def drawn(edition) -> dict:
    """Every figure, by its name, of the edition that a module of tests is about."""
    from drawn import all_drawn

    return all_drawn(edition)


@pytest.fixture
def read(tmp_path) -> Callable[..., Read]:
    """A form read from the lines of a text, the workbook operated on before."""

    def reading(form: str, text: str, operate=lambda data: data, banner=BANNER, labels=None, **where) -> Read:
        return Read(tmp_path, form, operate(workbook(form, text, banner, **(labels or {}))), **where)

    return reading


@pytest.fixture
def own(tmp_path):
    """A function that writes a file of an office's own book; it gives back the folders of the whole book."""

    def write(text: str, name: str = "indicators/own.toml", data: Path = NATIONAL) -> list[Path]:
        path = tmp_path / "mau" / "book" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return [data, tmp_path / "mau" / "book"]

    return write


@pytest.fixture
def target(tmp_path):
    """A published edition, in a folder of its own."""
    folder = tmp_path / "kim-thanh" / "2024"
    folder.mkdir(parents=True)
    make_edition(folder, "old")
    return folder


# The files that last longest. They are begun first, so that the processes that share the tests end together.
FIRST = (
    *("browser", "office_new", "preview", "lab", "notebooks", "offices_outputs", "run_failures", "unworded_parts", "privacy"),
    *("offices_fold", "proofread", "periods_edition", "cli", "mangler", "mess_checks"),
)
LONG = {
    *("CTXH", "subprocess", "published", "converted", "CHILD", "read_workbooks", "Template"),  # another process
    *("Edition", "open_edition", "edition_at", "sample", "open_year", "write_forms", "write_sample", "fill", "Year"),  # a whole office
    *("gate_of_registers", "words_pass", "office_faults", "next_draft", "drafts"),  # and what looks through all that it has
    *("mapped", "judged", "proposed"),  # a heading held against every form
    *("campaign", "persons", "persons_in_pairs", "damaged", "of_every_combination"),  # faults, persons and rows by the hundred
}


def pytest_collection_finish() -> None:
    """From here on only what tests make is looked through for what nobody needs."""
    gc.freeze()
    gc.enable()
    collect_seldom()


def pytest_collection_modifyitems(config, items) -> None:
    """Mark ``run`` what starts a command, publishes, or reads or writes the workbooks of a whole office; the longest files first.

    What is marked ``pictures`` waits for ``--pictures``.

    It is known by what its code and its fixtures ask for.
    """
    if not config.getoption("pictures"):
        items[:] = [item for item in items if not item.get_closest_marker("pictures")]
    known: dict[object, bool] = {}
    for item in items:
        fixtures = (entry.func for found in item._fixtureinfo.name2fixturedefs.values() for entry in found)
        own = getattr(getattr(item.function, "hypothesis", None), "inner_test", item.function)
        if item.get_closest_marker("documents") or any(long_lasting(made, known, item.cls) for made in (own, *fixtures)):
            item.add_marker("run")
    ranks = {f"test_{name}": rank for rank, name in enumerate(FIRST)}
    items.sort(key=lambda item: ranks.get(item.path.stem, len(FIRST)))


def long_lasting(made: object, known: dict[object, bool], owner: type | None = None) -> bool:
    """Whether a function or class of the tests asks for something long, itself or by those that it calls, of its owner too."""
    if made not in known:
        known[made] = False  # until known: functions may call each other
        methods = [method for method in vars(made).values() if isfunction(method)] if isclass(made) else [made]
        names = {name for method in methods for name in names_in(method.__code__)}
        called = [method.__globals__.get(name) for method in methods for name in names] + [vars(owner).get(name) for name in names if owner]
        own = [other for other in called if (isfunction(other) or isclass(other)) and is_of_tests(other)]
        known[made] = bool(names & LONG) or any(long_lasting(other, known) for other in own)
    return known[made]


def names_in(code: CodeType) -> set[str]:
    """The names that a function asks for, and those defined within it."""
    return {*code.co_names}.union(*(names_in(inner) for inner in code.co_consts if isinstance(inner, CodeType)))


def is_of_tests(made) -> bool:
    """Whether a function or class stands in a file beside this one."""
    return Path(getattr(sys.modules.get(made.__module__), "__file__", None) or "/").is_relative_to(Path(__file__).parent)

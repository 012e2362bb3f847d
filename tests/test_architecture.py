"""The rules of the house: rooms, heavy libraries, names, notebooks."""

from __future__ import annotations

import ast
import json
import re
import sys
from collections import Counter
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from ctxh.book import national_book

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "lib" / "ctxh"

# The rooms, the highest first. A module imports from its own room, as long as nothing goes round in a circle, and from rooms below.
# ``edition`` is the analyst's face of all that is below it, ``explorer`` the pickers in front of it.
ROOMS = [
    "__main__",
    "cli",
    "run",
    "explorer",
    "edition",
    "proofread",
    "typeset",
    "tell",
    "draw",
    "protect",
    "check",
    "compute",
    "observe",
    "clean",
    "read",
    "book",
    "reference",
    "vietnamese",
    "process",
]
SMALL = {"errors", "findings", "frames", "blocks", "citations"}  # imported by all; of rooms they know how Vietnamese is written
RANK = {room: -place for place, room in enumerate(ROOMS)} | dict.fromkeys(SMALL, -ROOMS.index("vietnamese") + 0.5)

HEAVY = {
    "openpyxl": "read typeset",
    "python_calamine": "read",
    "matplotlib": "draw",
    "distributed": "run",
    "highspy": "protect",
    "jinja2": "tell typeset",
    "mistune": "tell typeset",
    "markupsafe": "typeset proofread",
    "docx": "typeset proofread",
    "rapidfuzz": "proofread",
    "cryptography": "reference",
    "docxtpl": "typeset",
    "typst": "typeset",
    "fontTools": "vietnamese typeset",
    "nbconvert": "typeset",
    "xlsxwriter": "typeset",
    "nbformat": "typeset run",
    "papermill": "run",
    "jupyter_client": "run",
    "zmq": "run",
    "watchfiles": "run",
    "ipykernel": "run",
    "IPython": "run",
    "tornado": "run",
    "tqdm": "run",
    "click": "cli",
    "filelock": "observe run",
    "ipywidgets": "explorer",
}
LIGHT = {"pandas", "numpy", "ctxh", "typing_extensions"}  # the last for mypy alone

# Rows about persons end in ``observe``: no room above it may ask for them.
PERSONAL = {"read", "clean"}

NOTEBOOKS = ["01_clean", "02_indicators", "03_figures", "04_report", "explore"]
SOURCES = sorted(PACKAGE.rglob("*.py"))


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(PACKAGE).with_suffix("").parts)


MODULES = {f"ctxh.{name_of(path).removesuffix('.__init__')}" for path in SOURCES}


def part_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def nodes_of(path: Path) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(tree_of(path)))


@cache
def imported(path: Path) -> set[str]:
    """The full names of the modules that a file imports, wherever in the file it does."""
    names: set[str] = set()
    for node in nodes_of(path):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name}: relative import"
            whole = node.module == "ctxh"
            names |= {f"ctxh.{alias.name}" for alias in node.names} if whole else {node.module}
            names |= {f"{node.module}.{alias.name}" for alias in node.names} & MODULES
    return names


def parts_imported(path: Path) -> set[str]:
    ours = {name.split(".")[1] for name in imported(path) if name.startswith("ctxh.")}
    return {part for part in ours if (PACKAGE / part).is_dir() or (PACKAGE / f"{part}.py").is_file()}


def test_every_part_is_a_room_or_small():
    present = {part_of(path) for path in SOURCES} - {"__init__"}

    assert set() == present - set(RANK)


@pytest.mark.parametrize("room", [room for room in ROOMS if (PACKAGE / room).is_dir()])
def test_a_room_says_its_purpose_at_its_door(room):
    assert len((ast.get_docstring(tree_of(PACKAGE / room / "__init__.py")) or "").split()) > 15


def test_imports_go_down():
    lowest = {"__init__": min(RANK.values()) - 1}  # the package itself imports nothing
    up = {name_of(path): {other for other in parts_imported(path) if RANK[other] > (RANK | lowest)[part_of(path)]} for path in SOURCES}

    assert {} == {name: above for name, above in up.items() if above}


@pytest.mark.parametrize("named", [part_of, name_of], ids=["parts", "modules"])
def test_no_imports_in_a_circle(named):
    graph: dict[str, set[str]] = {}
    for path in SOURCES:
        known = parts_imported(path) if named is part_of else {n.removeprefix("ctxh.") for n in imported(path) & MODULES}
        graph.setdefault(named(path), set()).update(known - {named(path)})
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(" -> ".join(error.args[1]))


def out_of_place(path: Path) -> set[str]:
    """The libraries of others that a file imports where they do not belong."""
    outside = {name.split(".")[0] for name in imported(path)} - sys.stdlib_module_names - LIGHT
    return outside - {library for library, parts in HEAVY.items() if part_of(path) in parts.split()}


def test_outside_libraries_only_where_they_belong():
    assert {} == {name_of(path): found for path in SOURCES if (found := out_of_place(path))}


def test_rows_about_persons_stay_below():
    above = [path for path in SOURCES if RANK.get(part_of(path), 0) > RANK["observe"]]

    assert [] == [name_of(path) for path in above if parts_imported(path) & PERSONAL]


def test_the_environment_has_one_door():
    asked = {"os.environ", "os.getenv", "os.putenv"}
    named = {path: {ast.unparse(node) for node in nodes_of(path) if isinstance(node, ast.Attribute)} for path in SOURCES}

    assert ["process.surroundings"] == [name_of(path) for path, names in named.items() if names & asked]


def test_a_module_name_has_one_meaning():
    """Nor is a module called like a folder, but for those that are called after a format of files."""
    names = [path.stem for path in SOURCES if path.stem not in ("__init__", "__main__")]
    names += [path.name for path in PACKAGE.rglob("*") if path.is_dir() and path.name != "__pycache__"]

    assert ["xlsx"] == sorted({name for name in names if names.count(name) > 1})  # read there, written here


def test_no_drawer_for_everything():
    drawers = {"utils", "util", "helpers", "helper", "common", "misc", "base"}
    assert {part for path in SOURCES for part in name_of(path).split(".")} & drawers == set()


@cache
def identifiers(path: Path) -> set[str]:
    fields = {
        ast.Name: "id",
        ast.arg: "arg",
        ast.keyword: "arg",
        ast.Attribute: "attr",
        ast.FunctionDef: "name",
        ast.ClassDef: "name",
        ast.alias: "asname",
    }
    nodes = (node for node in nodes_of(path) if type(node) in fields)
    return {getattr(node, fields[type(node)]) for node in nodes}


def test_a_unit_is_an_area_or_a_unit_of_measure():
    assert [] == [name_of(path) for path in SOURCES if identifiers(path) & {"unit", "units", "Unit"}]


# Words that a stranger cannot guess a value or a function by.
VAGUE = {
    *("told", "said", "meant", "thrift", "sparing", "terse", "inward", "packed"),
    *("marks", "neighbours", "typed", "near", "kin", "sound", "answered"),
}


def test_names_can_be_guessed():
    assert {} == {name_of(path): found for path in SOURCES if (found := {name.strip("_") for name in identifiers(path) if name} & VAGUE)}


def public_functions(path: Path) -> set[str]:
    """The functions that a module offers to others: no private ones, no commands, nothing that a process begins with."""
    functions = (node for node in tree_of(path).body if isinstance(node, ast.FunctionDef) and not node.decorator_list)
    return {node.name for node in functions if not node.name.startswith("_")} - {"main"}


def test_a_public_function_of_one_name_has_one_shape():
    names = Counter(name for path in SOURCES for name in public_functions(path))

    assert [] == [name for name, count in names.items() if count > 1]


def test_a_name_is_imported_as_it_is():
    """But types of libraries that are called like one of ours: a sheet of matplotlib, a document of Word, a cell of a workbook."""
    imports = [node for path in SOURCES for node in nodes_of(path) if isinstance(node, ast.Import | ast.ImportFrom)]
    renamed = {(found.name, found.asname) for node in imports for found in node.names if found.asname not in (None, found.name)}

    ours = {("Figure", "Drawing"), ("Document", "WordFile"), ("Cell", "WorkbookCell")}
    assert {("numpy", "np"), ("pandas", "pd"), *ours} == renamed


def test_the_package_leads_to_places_that_are_there():
    named = re.findall(r"``([^`]+/[^`]+)``", ast.get_docstring(tree_of(PACKAGE / "__init__.py")))
    places = [ROOT / name if name.startswith("data/") else PACKAGE / name for name in named]

    assert 6 == len(named) and [] == [place for place in places if not place.exists() and not place.with_suffix(".py").exists()]


def test_modules_are_short_and_say_what_they_are():
    assert [] == [name_of(path) for path in SOURCES if not ast.get_docstring(tree_of(path))]
    assert [] == [name_of(path) for path in SOURCES if len(path.read_text(encoding="utf-8").splitlines()) > 300]


def test_what_is_missing_has_one_form_in_frames_one_in_a_line_and_one_in_a_cell():
    """``math.nan`` in frames, ``None`` in values, ``MISSING_SIGN`` in a line, ``MISSING_CELL`` in a cell."""
    frames = [name_of(path) for path in SOURCES if re.search(r"pd\.NA\b|pd\.NaT|np\.nan|float\(.nan", path.read_text(encoding="utf-8"))]
    covered = {"clean.persons.gate", "read.flags", "check.borrowed_facts"}  # not missing
    cut = {"proofread.left_out", "proofread.proofreading"}  # a long line, not missing
    signs = {path: {node.value for node in nodes_of(path) if isinstance(node, ast.Constant)} for path in SOURCES}
    writers = ("compute", "tell", "typeset")  # figures have ranges, too

    assert [] == frames
    assert {"book.quantities"} == {name_of(path) for path, found in signs.items() if "…" in found} - covered - cut
    assert ["compute.selections"] == [name_of(path) for path, found in signs.items() if "–" in found and name_of(path).startswith(writers)]


def test_files_of_tests_are_of_one_subject_and_no_longer_than_it():
    assert [] == [path.name for path in sorted((ROOT / "tests").glob("*.py")) if len(path.read_text(encoding="utf-8").splitlines()) > 400]


def test_no_machine_place_in_the_code():
    place = re.compile(r"[\"'](/home/|/root/|/work/|/Users/|[A-Z]:\\\\)")

    assert [] == [name_of(path) for path in SOURCES if place.search(path.read_text("utf-8"))]


def test_nothing_reads_the_notes_of_its_makers():
    for path in (*SOURCES, *(ROOT / "notebooks").glob("*.ipynb"), *(ROOT / "tests").rglob("*.py")):
        if path != Path(__file__):
            assert "../shared" not in path.read_text(encoding="utf-8"), path.name


class TestNotebooks:
    """Thin, in prose, without outputs."""

    @pytest.fixture(params=NOTEBOOKS)
    def cells(self, request) -> list[dict]:
        path = ROOT / "notebooks" / f"{request.param}.ipynb"
        return json.loads(path.read_text(encoding="utf-8"))["cells"]

    def test_carry_no_outputs(self, cells):
        code = [cell for cell in cells if cell["cell_type"] == "code"]
        assert [c for c in code if c["outputs"] or c["execution_count"] is not None] == []

    def test_have_one_parameters_cell(self, cells):
        tagged = [c for c in cells if "parameters" in c["metadata"].get("tags", [])]
        assert len(tagged) == 1 and tagged[0]["cell_type"] == "code"

    def test_define_nothing(self, cells):
        kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
        for cell in cells:
            if cell["cell_type"] == "code":
                tree = ast.parse("".join(cell["source"]))
                assert not [node for node in ast.walk(tree) if isinstance(node, kinds)]

    def test_have_no_cell_over_8_lines(self, cells):
        code = ["".join(c["source"]) for c in cells if c["cell_type"] == "code"]
        assert [source for source in code if len(source.splitlines()) > 8] == []

    def test_put_prose_before_code(self, cells):
        kinds = [cell["cell_type"] for cell in cells]
        assert kinds[0] == "markdown"
        bare = [n for n, kind in enumerate(kinds) if kind == "code" and kinds[n - 1] != "markdown"]
        assert bare == []

    def test_import_only_ours_and_the_usual(self, cells):
        code = "\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "code")
        names = {
            (node.module if isinstance(node, ast.ImportFrom) else node.names[0].name).split(".")[0]
            for node in ast.walk(ast.parse(code))
            if isinstance(node, (ast.Import, ast.ImportFrom))
        }
        assert names <= {"ctxh", "pandas", "IPython"}


def test_the_map_of_the_house_shows_the_rooms():
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    shown = re.findall(r"^\| `(\w+)/` \|", text, re.MULTILINE)

    assert [room for room in ROOMS if (PACKAGE / room).is_dir()] == shown


@cache
def bound(path: Path) -> set[str]:
    """The names that a module has of its own or takes from others."""
    body = [node for top in tree_of(path).body for node in (top, *getattr(top, "body", []))]
    found = {node.name for node in body if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    found |= {a.asname or a.name for node in body if isinstance(node, ast.Import | ast.ImportFrom) for a in node.names}
    return found | {one.id for node in body for one in ast.walk(node) if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store)}


def test_tests_take_names_that_are_there():
    """Also those of long tests, which nobody runs while writing."""
    gone = []
    for path in sorted((ROOT / "tests").rglob("*.py")):
        for node in nodes_of(path):
            if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == "ctxh":
                place = ROOT / "lib" / node.module.replace(".", "/")
                modules = (one for one in (place / "__init__.py", place.with_suffix(".py")) if one.is_file())
                known = {one.stem for one in place.glob("*")}.union(*map(bound, modules))
                gone += [f"{path.name}:{node.lineno} {node.module}.{a.name}" for a in node.names if a.name not in known]

    assert [] == gone


# Figures of the national book that the program may call by their ids: those of the desk's own forms, which it serves itself, and words
# of tables that mean a figure. All others are named by entries, so that an office's own are drawn and checked as ours are.
CALLED = {
    "cashless_cutoff": "the day until which the report says that its data run (B12)",
    "doc_number": "the report's own number (B12)",
    "doc_place_date": "the report's own place and day (B12)",
    "document_issuers": "the register of documents, from which document() cites (B10)",
    "document_kinds": "the same",
    "document_numbers": "the same",
    "document_symbols": "the same",
    "document_titles": "the same",
    "issued_documents": "the same",
    "narrative_paragraphs": "the paragraphs that the desk writes (B11)",
    "printed_on_paper": "what stood in a report on paper (B13)",
    "words_on_paper": "the same",
    "households": "a word of sizes.csv: of what an area has so many",
    "paid_later": "until when lists run that were drawn up after the period",
}
WORDS = {  # rules of checks and words of entries that are called as figures are
    "amounts_listed": "a rule",
    "coefficients": "a table of the appendix",
    "report_date": "a word of an entry",
    "report_year": "a word of an entry",
}


def test_the_program_calls_no_figure_of_the_book_by_its_id_but_those_it_serves_itself():
    book = national_book()
    ids = {*book.indicators, *book.items}
    written = {node.value for path in SOURCES for node in ast.walk(tree_of(path)) if isinstance(node, ast.Constant)}

    assert {*CALLED, *WORDS} == written & ids

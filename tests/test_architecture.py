"""The rules of the house: floors, heavy libraries, names, notebooks."""

from __future__ import annotations

import ast
import json
import re
import sys
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "lib" / "ctxh"

# A part is a module or a package directly under lib/ctxh. It imports from lower floors, or from
# its own floor as long as nothing goes round in a circle.
FLOORS = {
    7: "__main__ cli commands exchange running outputs sample",
    6: "documents report annexes forms returns letters opening",
    5: "figures narrative tabulate edition comparison selections series summaries territory law reconciliation",
    4: "indicators checks passports intake office_words folding lookups",
    3: "book definitions formulas restate",
    2: "reading cleaning persons senders arrivals receive observe",
    1: "reference settings areas norms layouts citations findings tables inputs periods",
    0: "dated vietnamese blocks errors places fonts thrift",
}
FLOOR = {part: floor for floor, parts in FLOORS.items() for part in parts.split()}

HEAVY = {
    "openpyxl": "reading returns sample",
    "python_calamine": "reading",
    "matplotlib": "figures",
    "jinja2": "narrative documents",
    "mistune": "narrative documents",
    "docx": "documents",
    "docxtpl": "documents",
    "typst": "documents",
    "fontTools": "documents",
    "nbconvert": "documents",
    "xlsxwriter": "documents sample",
    "nbformat": "documents outputs running",
    "papermill": "running",
    "jupyter_client": "running",
    "ipykernel": "running",
    "IPython": "running",
    "tornado": "running",
    "tqdm": "running",
    "click": "cli commands",
    "filelock": "running",
}
LIGHT = {"pandas", "numpy", "ctxh"}

# Rows about persons end at ``observe``: nothing above the second floor may ask for them, save the
# edition, which hands them straight on to ``observe``.
PERSONAL = {"reading", "cleaning", "persons", "receive"}
HANDS_ON = {"intake"}

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


def imported(path: Path) -> set[str]:
    """The full names of the modules that a file imports, wherever in the file it does."""
    names: set[str] = set()
    for node in ast.walk(tree_of(path)):
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


def test_every_part_has_a_floor_and_every_floor_its_parts():
    present = {part_of(path) for path in SOURCES} - {"__init__"}
    assert present - set(FLOOR) == set()


def test_imports_go_down():
    floors = FLOOR | {"__init__": -1}  # it imports nothing

    assert [] == [(name_of(path), other) for path in SOURCES for other in parts_imported(path) if floors[other] > floors[part_of(path)]]


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


def test_outside_libraries_only_where_they_belong():
    outside = {path: {name.split(".")[0] for name in imported(path)} - sys.stdlib_module_names - LIGHT for path in SOURCES}

    assert [] == [(name_of(path), library) for path, own in outside.items() for library in own if part_of(path) not in HEAVY.get(library, "").split()]


def test_rows_about_persons_stay_below():
    above = [path for path in SOURCES if FLOOR.get(part_of(path), 0) > 2 and part_of(path) not in HANDS_ON]

    assert [] == [(name_of(path), other) for path in above for other in parts_imported(path) & PERSONAL]


def test_no_drawer_for_everything():
    drawers = {"utils", "util", "helpers", "helper", "common", "misc", "base"}
    assert {part for path in SOURCES for part in name_of(path).split(".")} & drawers == set()


def identifiers(path: Path) -> set[str]:
    fields = {
        ast.Name: "id", ast.arg: "arg", ast.keyword: "arg", ast.Attribute: "attr",
        ast.FunctionDef: "name", ast.ClassDef: "name", ast.alias: "asname",
    }  # fmt: skip
    nodes = (node for node in ast.walk(tree_of(path)) if type(node) in fields)
    return {getattr(node, fields[type(node)]) for node in nodes}


def test_a_unit_is_an_area_or_a_unit_of_measure():
    assert [] == [(name_of(path), name) for path in SOURCES for name in identifiers(path) & {"unit", "units", "Unit"}]


def test_modules_are_short_and_say_what_they_are():
    assert [] == [name_of(path) for path in SOURCES if not ast.get_docstring(tree_of(path))]
    assert [] == [name_of(path) for path in SOURCES if len(path.read_text(encoding="utf-8").splitlines()) > 300]


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


def test_the_readme_shows_the_floors():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = {int(floor): re.findall(r"`(\w+)`", parts) for floor, parts in re.findall(r"^\| (\d) \| (.*) \|$", text, re.MULTILINE)}

    assert {floor: parts.split() for floor, parts in FLOORS.items()} == shown

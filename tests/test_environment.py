"""environment.yml, pyproject.toml, the Makefile and the lock stay in step."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
CARD = {"jupyterlab", "pandas", "matplotlib", "papermill", "nbconvert", "openpyxl"}


def wanted() -> set[str]:
    groups = PROJECT["dependency-groups"]["dev"]
    return {*PROJECT["project"]["dependencies"], *groups}


def in_conda() -> set[str]:
    text = (ROOT / "environment.yml").read_text(encoding="utf-8")
    return set(re.findall(r"^\s+- ([a-z][\w-]*>=\S+)$", text, re.MULTILINE))


def test_conda_users_get_the_ranges_of_pyproject():
    python = "python" + PROJECT["project"]["requires-python"]
    assert in_conda() == wanted() | {python}


def test_the_packages_of_the_card_are_there():
    assert CARD <= {line.split(">=")[0] for line in wanted()}


def test_every_locked_file_has_a_hash():
    lock = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))
    files = [w for p in lock["package"] for w in (*p.get("wheels", ()), p.get("sdist")) if w]
    assert files and all(file["hash"].startswith("sha256:") for file in files)


def test_the_lock_holds_every_dependency():
    lock = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))
    assert {line.split(">=")[0] for line in wanted()} <= {p["name"] for p in lock["package"]}


@pytest.mark.parametrize("name", ["Makefile", "pyproject.toml", "environment.yml", ".ci/run"])
def test_no_package_index_is_named(name):
    assert not re.search(r"https?://|index-url|find-links", (ROOT / name).read_text("utf-8"))


def test_make_help_names_the_commands_of_the_readme():
    said = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert {"report", "test", "lab", "help", "bench"} <= set(re.findall(r"^  (\w+)", said.stdout, re.M))


def test_outputs_and_environments_are_not_committed():
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").split()
    assert {".venv/", ".uv/", "outputs/*"} <= set(ignored)

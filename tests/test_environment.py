"""environment.yml, pyproject.toml, the Makefile and the lock stay in step."""

from __future__ import annotations

import os
import re
import subprocess
import tomllib
from importlib.metadata import version
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
    return set(re.findall(r"^\s+- ([a-z][\w-]*[>=]=\S+)$", text, re.MULTILINE))


def test_conda_users_get_the_ranges_of_pyproject():
    python = "python" + PROJECT["project"]["requires-python"]
    assert in_conda() == wanted() | {python}


def test_the_packages_of_the_card_are_there():
    assert CARD <= {re.split("[>=]=", line)[0] for line in wanted()}


def test_the_library_whose_output_is_rewritten_is_asked_for_by_the_version_that_is_tested():
    assert f"typst=={version('typst')}" in PROJECT["project"]["dependencies"]


def test_every_locked_file_has_a_hash():
    lock = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))
    files = [w for p in lock["package"] for w in (*p.get("wheels", ()), p.get("sdist")) if w]
    assert files and all(file["hash"].startswith("sha256:") for file in files)


def test_the_lock_holds_every_dependency():
    lock = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))
    assert {re.split("[>=]=", line)[0] for line in wanted()} <= {p["name"] for p in lock["package"]}


@pytest.mark.parametrize("name", ["Makefile", "pyproject.toml", "environment.yml", ".ci/run", ".pre-commit-config.yaml"])
def test_no_package_index_is_named(name):
    assert not re.search(r"https?://|index-url|find-links", (ROOT / name).read_text("utf-8"))


def test_make_help_names_the_commands_of_the_readme():
    said = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert {"report", "test", "lab", "help", "bench"} <= set(re.findall(r"^  (\w+)", said.stdout, re.MULTILINE))


UV = """\
#!/bin/sh
echo "$*" >>log
case $1 in venv) mkdir -p .venv/bin && printf '#!/bin/sh\\n' >.venv/bin/python && chmod +x .venv/bin/python;; esac
"""


@pytest.fixture
def clone(tmp_path):
    """A clone whose uv only notes what it is asked for."""
    for name in ("Makefile", "uv.lock", "pyproject.toml"):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    (tmp_path / ".uv" / "bin").mkdir(parents=True)
    (tmp_path / ".uv" / "bin" / "uv").write_text(UV)
    (tmp_path / ".uv" / "bin" / "uv").chmod(0o755)
    return tmp_path


def synced(clone, *asked: str) -> list[str]:
    """What uv was asked to install by one call of make, whatever make runs the tests; after the usual."""
    (clone / "log").write_text("")
    outer = {name: value for name, value in os.environ.items() if name not in ("MAKEFLAGS", "MAKEOVERRIDES", "GROUPS", "PYTHON", "ARGS")}
    subprocess.run(["make", "test", *asked], cwd=clone, check=True, capture_output=True, env=outer)
    lines = (clone / "log").read_text().splitlines()
    return [line.partition("--no-python-downloads")[2].strip() for line in lines if line.startswith("sync")]


def test_the_environment_is_built_once_and_again_for_a_group_that_it_lacks(clone):
    documents = "GROUPS=--group=documents"

    assert [[""], [], ["--group=documents"], [], []] == [synced(clone, *asked) for asked in ([], [], [documents], [documents], [])]


def test_another_lock_builds_the_environment_anew_and_its_groups_are_asked_for_again(clone):
    documents = "GROUPS=--group=documents"
    synced(clone, documents)
    os.utime(clone / "uv.lock", (2e9, 2e9))
    rebuilt = synced(clone)
    os.utime(clone / "uv.lock", (1e9, 1e9))

    assert ([""], ["--group=documents"]) == (rebuilt, synced(clone, documents))


def test_outputs_and_environments_are_not_committed():
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").split()
    assert {".venv/", ".uv/", "outputs/*"} <= set(ignored)

"""Installed without its source: a working folder is begun, and the report made in it is the one that the source makes."""

from __future__ import annotations

import re
import tomllib
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from conftest import ROOT
from ctxh.cli.command import ctxh
from ctxh.cli.desk_commands import lab_command
from ctxh.cli.working_folder import STARTING, start
from ctxh.errors import WrongUsage


def test_a_folder_that_holds_something_is_left_alone(tmp_path):
    (tmp_path / "viec").mkdir()
    (tmp_path / "viec" / "bao_cao.docx").write_bytes(b"mine")
    with pytest.raises(WrongUsage, match="đã có và không trống"):
        start(tmp_path / "viec")

    assert ["bao_cao.docx"] == [path.name for path in (tmp_path / "viec").iterdir()] and ["viec"] == [
        path.name for path in tmp_path.iterdir()
    ]


def test_links_of_a_working_folder_lead_to_what_it_has(tmp_path):
    pages = list(start(tmp_path / "viec").rglob("*.md"))
    links = [(page, target) for page in pages for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text(encoding="utf-8"))]

    assert ("data/README.md", "../CONTRIBUTING.md") in {(page.relative_to(tmp_path / "viec").as_posix(), target) for page, target in links}
    assert [] == [(page.name, target) for page, target in links if "://" not in target and not (page.parent / target).exists()]
    assert "`tests/README.md`" in (tmp_path / "viec" / "CONTRIBUTING.md").read_text(encoding="utf-8")  # its words alone


def test_the_wheel_brings_what_a_working_folder_begins_with():
    brought = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]["targets"]["wheel"][
        "force-include"
    ]

    assert {name: f"ctxh/working_folder/{name}" for name in STARTING} == brought


def test_lab_does_not_ask_whether_news_are_wanted(monkeypatch):
    """Its settings reach the page that Lab begins with; the wheel brings them as it does the package."""
    from jupyterlab_server.config import get_page_config

    given = []
    monkeypatch.setattr("ctxh.cli.desk_commands.subprocess.run", lambda *_, env, **__: given.append(env) or SimpleNamespace(returncode=0))
    assert 0 == CliRunner().invoke(ctxh, ["lab"]).exit_code
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", given[0]["JUPYTER_CONFIG_PATH"])

    assert "@jupyterlab/apputils-extension:announcements" in get_page_config([])["disabledExtensions"]


def test_lab_opens_at_explore_where_data_and_outputs_are_in_reach():
    said = lab_command(ROOT, ("--no-browser",))

    assert [f"--ServerApp.root_dir={ROOT}", "--LabApp.news_url=None"] == said[3:5]
    assert ["--LabApp.default_url=/lab/tree/notebooks/explore.ipynb", "--no-browser"] == said[-2:]

"""Windows and macOS, played on Linux: the plain way is taken, and what comes out is the same."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.markers import Marker

from conftest import ROOT
from ctxh.errors import RunFailed
from ctxh.read.child_reader import read_workbooks
from ctxh.reference.places import returns_folder
from ctxh.run import folder_swap
from ctxh.run.publish import staged
from other_systems import environment
from swapped import contents, make_edition

WORKBOOKS = sorted((ROOT / "data" / "xa-kim-thanh").glob("2026/*.xlsx"))


@pytest.mark.parametrize("system", ["windows", "macos"])
def test_workbooks_are_read_where_memory_cannot_be_limited(tmp_path, monkeypatch, system):
    here = [(reading.refused, reading.sha256, len(reading.sheets)) for reading in read_workbooks(WORKBOOKS[:2])]
    for name, value in environment(system, tmp_path).items():
        monkeypatch.setenv(name, value)
    there = [(reading.refused, reading.sha256, len(reading.sheets)) for reading in read_workbooks(WORKBOOKS[:2])]

    assert here == there and {""} == {refused for refused, *_ in there}


@pytest.fixture
def target(tmp_path, monkeypatch) -> Path:
    """An edition with returns beside it, on a system that swaps no two names in one step."""
    monkeypatch.setattr(folder_swap, "exchange", lambda one, other: False)
    edition = tmp_path / "kim-thanh" / "2024"
    edition.mkdir(parents=True)
    make_edition(edition, "old")
    returns_folder(edition).mkdir()
    (returns_folder(edition) / "letter.txt").write_text("old")
    return edition


def hold_open(monkeypatch, *names: str) -> None:
    """Windows with a program that holds files open: neither they nor a folder that they lie in can be moved."""
    real = Path.rename

    def rename(path: Path, to: Path) -> Path:
        if path.name in names or (path.is_dir() and any((path / name).exists() for name in names)):
            raise PermissionError(13, "Permission denied", str(path))
        return real(path, to)

    monkeypatch.setattr(Path, "rename", rename)


@pytest.mark.parametrize(("held", "folder"), [("3.txt", "2024"), ("letter.txt", "2024.returns")])
def test_a_file_that_word_holds_open_is_named_and_nothing_is_published_half(target, monkeypatch, held, folder):
    with monkeypatch.context() as windows, pytest.raises(RunFailed) as stop, staged(target) as stage:
        make_edition(stage.edition, "new")
        (stage.returns / "letter.txt").write_text("new")
        hold_open(windows, held)

    assert (
        f"Chưa công bố được: chương trình khác (Word, Excel, trình xem PDF) đang mở {held} trong {folder}. "
        "Đóng tệp ấy rồi chạy lại. Bản báo cáo cũ vẫn còn nguyên." == str(stop.value)
    )
    assert ({"old"}, {"old"}) == (contents(target), contents(returns_folder(target)))
    assert {"2024", "2024.returns", ".2024.lock"} == {path.name for path in target.parent.iterdir()}


def test_an_edition_that_cannot_take_its_place_leaves_the_old_one_there(target, monkeypatch):
    real = Path.rename

    def rename(path: Path, to: Path) -> Path:
        if path.name == "edition":
            raise PermissionError(13, "Permission denied", str(path))
        return real(path, to)

    with monkeypatch.context() as windows, pytest.raises(RunFailed), staged(target) as stage:
        make_edition(stage.edition, "new")
        windows.setattr(Path, "rename", rename)

    assert ({"old"}, {"old"}) == (contents(target), contents(returns_folder(target)))


MACHINES = {
    "win_amd64": {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt", "platform_machine": "AMD64"},
    "macosx": {"sys_platform": "darwin", "platform_system": "Darwin", "os_name": "posix", "platform_machine": "arm64"},
}


@pytest.mark.parametrize("machine", MACHINES)
def test_every_locked_package_has_a_file_for_the_machine(machine):
    packages = {package["name"]: package for package in tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))["package"]}
    surroundings = MACHINES[machine] | {"python_version": "3.12", "python_full_version": "3.12.8", "implementation_name": "cpython"}
    wanted, found = ["ctxh"], set()
    while wanted:
        name = wanted.pop()
        if name in found:
            continue
        found.add(name)
        needed = packages[name].get("dependencies", [])
        wanted += [each["name"] for each in needed if "marker" not in each or Marker(each["marker"]).evaluate(surroundings)]
    files = {name: [Path(wheel["url"]).name for wheel in packages[name].get("wheels", [])] for name in found - {"ctxh"}}
    tags = ("-none-any.whl", f"{machine}.whl" if machine == "win_amd64" else "_arm64.whl", "_universal2.whl")

    assert 80 < len(files)
    assert [] == [name for name, wheels in files.items() if not any(wheel.endswith(tags) for wheel in wheels)]


def test_what_is_played_is_away(tmp_path):
    asked = "import os, sys, zmq; print(hasattr(os, 'fork'), sys.modules['resource'], zmq.has('ipc'))"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, env=environment("windows", tmp_path))

    assert "False None False" == done.stdout.strip()

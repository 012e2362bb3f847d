"""Same inputs, same bytes: the report of the source, and that of its wheel in a working folder elsewhere, on another system."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from conftest import CTXH, ROOT
from other_systems import environment


@pytest.fixture(scope="module")
def installed(tmp_path_factory) -> Path:
    """A folder with the package as its wheel brings it."""
    folder = tmp_path_factory.mktemp("installed")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)], cwd=ROOT, check=True, capture_output=True
    )
    [wheel] = folder.glob("*.whl")
    zipfile.ZipFile(wheel).extractall(folder / "site")
    return folder / "site"


def run(installed: Path, folder: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess:
    """The finished command of the installed package on a system without fork, in a folder that knows nothing of the source."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CTXH_")}
    played = environment("windows", installed.parent / "windows")["PYTHONPATH"]
    places = {"PYTHONPATH": f"{played}{os.pathsep}{installed}"}
    return subprocess.run([*CTXH, *arguments], cwd=folder, capture_output=True, text=True, env=kept | places | more)


def hashes(folder: Path) -> dict[str, str]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_a_wheel_on_windows_makes_the_bytes_that_the_source_makes_here(installed, tmp_path, published_2024):
    """In a working folder, on another clock, in another language, with another order of sets."""
    begun = run(installed, tmp_path, "start", "một nơi khác")
    folder = tmp_path / "một nơi khác"
    surroundings = {"TZ": "Asia/Ho_Chi_Minh", "LC_ALL": "C", "PYTHONHASHSEED": "4711", "HOME": str(tmp_path), "SOURCE_DATE_EPOCH": "1"}
    done = run(installed, folder, "report", "2024", **surroundings)
    there = folder / "outputs" / "kim-thanh" / "2024"

    assert (0, 'Đã lập thư mục làm việc một nơi khác. Tiếp theo:\n  cd "một nơi khác"\n  ctxh report 2024\n  ctxh lab\n') == (
        begun.returncode,
        begun.stdout,
    )
    assert ["CONTRIBUTING.md", "README.md", "data", "notebooks", "outputs"] == sorted(path.name for path in folder.iterdir())
    assert (0, "", False) == (done.returncode, done.stderr.partition("LỖI")[2], "WARNING" in done.stderr)
    assert hashes(published_2024) == hashes(there)
    assert {".2024.lock", ".reruns", "2024", "2024.returns"} >= {path.name for path in there.parent.iterdir()}


def test_outside_a_working_folder_the_command_says_how_to_make_one(installed, tmp_path):
    done = run(installed, tmp_path, "report", "2024")

    assert 2 == done.returncode
    assert (
        "LỖI: Không tìm thấy thư mục dự án (thư mục có data/reference). Hãy chuyển vào thư mục dự án rồi chạy lại; "
        "chưa có thì lập bằng ctxh start THƯ_MỤC.\n" == done.stderr
    )


def test_no_machine_path_in_any_output(published_2024):
    marks = [str(published_2024).encode(), str(Path.home()).encode() + b"/"]
    found = [(path.name, mark) for path in published_2024.rglob("*") if path.is_file() for mark in marks if mark in path.read_bytes()]

    assert [] == found

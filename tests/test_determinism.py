"""Same inputs, same bytes: two runs in different surroundings, compared file by file."""

import hashlib
from pathlib import Path

from conftest import published


def hashes(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_two_runs_give_the_same_bytes(published_2024, tmp_path):
    elsewhere = tmp_path / "một nơi khác"
    elsewhere.mkdir()
    again = published(elsewhere, TZ="Asia/Ho_Chi_Minh", LC_ALL="C", PYTHONHASHSEED="4711", HOME=str(tmp_path), SOURCE_DATE_EPOCH="1")

    assert hashes(published_2024) == hashes(again)


def test_no_machine_path_in_any_output(published_2024):
    marks = [str(published_2024).encode(), str(Path.home()).encode() + b"/"]
    found = [(path.name, mark) for path in published_2024.rglob("*") if path.is_file() for mark in marks if mark in path.read_bytes()]

    assert [] == found

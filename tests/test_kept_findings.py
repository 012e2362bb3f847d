"""A check for which nothing has changed reads nothing and says what the first one said.

What is kept of it says nothing without the workbooks.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from random import Random
from types import SimpleNamespace

import pandas as pd
import pytest

from ctxh import edition
from ctxh.cli import exchange
from ctxh.process.whole_files import write_whole
from ctxh.reference.places import Chosen, Places, returns_folder
from ctxh.reference.sealed import key_of, seal, unsealed
from ctxh.run import kept_findings

ROOT = Path(__file__).resolve().parents[1]
FOUND = {"severity": "flagged", "message": "2 dòng trùng số CCCD.", "cell": "D11,D40", "file": "Xa.xlsx"}


class Office:
    """An office whose workbooks a stand-in reads and answers, and how often it did."""

    def __init__(self, folder: Path, monkeypatch) -> None:
        self.data, self.read = folder / "data", 0
        shutil.copytree(ROOT / "data" / "reference", self.data / "reference")
        (self.data / "mau").mkdir()
        shutil.copy(ROOT / "data" / "kim-thanh" / "office.toml", self.data / "mau" / "office.toml")
        for year in (2023, 2024):
            self.add(f"mau/{year}/Xa.xlsx", "một bảng")
        self.places = Places(self.data, folder / "outputs", ROOT / "notebooks")
        monkeypatch.setattr(edition, "edition_at", self._opened)
        monkeypatch.setattr(exchange, "_of_frame", lambda computed: [])
        monkeypatch.setattr(exchange, "_sent_back", self._sent_back)
        monkeypatch.setattr(kept_findings, "program_digest", lambda *_: "chương trình")  # of all its files, at each check

    def add(self, name: str, text: str = "\n") -> None:
        path = self.data / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text((path.read_text(encoding="utf-8") if path.is_file() else "") + text, encoding="utf-8")

    def _opened(self, *_, **__) -> SimpleNamespace:
        self.read += 1
        return SimpleNamespace(findings=lambda: pd.DataFrame([FOUND, {"severity": "info"}]), computed=None, verdicts=None)

    @property
    def returns(self) -> Path:
        return returns_folder(self.places.edition("mau", 2024))

    def _sent_back(self, *_) -> str:
        self.returns.mkdir(exist_ok=True)
        (self.returns / "Xa.xlsx").write_text("tô màu")
        return exchange.returns_sentence(self.places.edition("mau", 2024))

    def checked(self, returns: bool = True, **chosen) -> tuple[int, object]:
        """How often workbooks are read for a check, and what it says."""
        self.read = 0
        said = exchange.findings_of(self.places, "mau", 2024, returns, Chosen(**chosen))
        return self.read, said


@pytest.fixture
def office(tmp_path, monkeypatch) -> Office:
    """Such an office, checked once."""
    made = Office(tmp_path, monkeypatch)
    made.first = made.checked()
    assert 1 == made.first[0]
    return made


def test_a_second_check_reads_nothing_and_says_the_same(office):
    rows, sentence = office.first[1]

    assert [FOUND, {"severity": "info", "message": "", "cell": "", "file": ""}] == rows and "mỗi tệp chỉ gửi đúng đơn vị" in sentence
    assert (0, (rows, sentence)) == office.checked()
    assert (0, (rows, "")) == office.checked(returns=False)


CHANGES = {
    "a workbook": ("mau/2024/Xa.xlsx", 1),
    "another workbook": ("mau/2024/Xa_B.xlsx", 1),
    "a workbook open in Excel": ("mau/2024/~$Xa_C.xlsx", 1),
    "an earlier year": ("mau/2023/Xa.xlsx", 1),
    "a later year": ("mau/2025/Xa.xlsx", 0),
    "the wording": ("mau/text/01.md", 1),
    "corrections of cells": ("mau/corrections.csv", 1),
    "the office's settings": ("mau/office.toml", 1),
    "the frame": ("mau/frame.docx", 1),
    "a norm": ("reference/norms.csv", 1),
    "areas": ("reference/areas.csv", 1),
    "the national book": ("reference/book/forms.csv", 1),
    "another office": ("khac/2024/Xa.xlsx", 0),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_read_where_a_check_rests_on_it(office, change):
    name, times = CHANGES[change]
    office.add(name)

    assert times == office.checked()[0]


def content(office: Office) -> str:
    """One hash of all that a check of 2024 may read, made without the program's own."""
    files = sorted(path for path in office.data.rglob("*") if path.is_file() and not {"khac", "2025"} & set(path.parts))
    held = [(str(path), path.name.startswith("~$") or path.read_bytes()) for path in files]  # of a lock nobody asks what it holds
    return sha256(repr(held).encode()).hexdigest()


RANDOM = {
    **{name: (lambda one, name=name: one.add(CHANGES[name][0])) for name in CHANGES},
    "a workbook gone": lambda one: (one.data / "mau/2024/Xa_B.xlsx").unlink(missing_ok=True),
    "what was kept lost": lambda one: shutil.rmtree(one.places.outputs / "mau/.reruns"),
    "what goes back altered": lambda one: (one.returns / "Xa.xlsx").write_text("đã sửa"),
    "nothing": lambda one: None,
}


@pytest.mark.parametrize("seed", [3])
def test_after_each_of_twenty_random_edits_a_check_says_what_the_data_now_are(office, monkeypatch, seed):
    monkeypatch.setattr(exchange, "_of_frame", lambda computed: [{"message": content(office)}])
    rng, wrong = Random(seed), []
    for number in range(20):
        edit = rng.choice(sorted(RANDOM))
        RANDOM[edit](office)
        [*_, last], _ = office.checked()[1]
        if (last["message"], "tô màu") != (content(office), (office.returns / "Xa.xlsx").read_text()):
            wrong.append(f"{number}: {edit}")

    assert [] == wrong


@pytest.mark.parametrize("asked", [{"period": "half-year"}, {"allow_missing": True}, {"boundaries": "2024-12-31"}], ids=str)
def test_another_question_is_read_for(office, asked):
    assert 1 == office.checked(**asked)[0]


@pytest.mark.parametrize("name", ["program_digest", "environment_digest"])
def test_another_program_or_environment_reads(office, monkeypatch, name):
    monkeypatch.setattr(kept_findings, name, lambda *_: "khác")

    assert 1 == office.checked()[0]


def test_what_goes_back_is_made_again_where_it_does_not_stand(office):
    (office.returns / "Xa.xlsx").write_text("đã sửa")

    assert (1, 0) == (office.checked()[0], office.checked()[0])
    assert "tô màu" == (office.returns / "Xa.xlsx").read_text()


def test_what_changes_while_it_is_read_is_not_kept(office, monkeypatch):
    book = office.data / "mau/2024/Xa.xlsx"
    book.write_text("một bảng mới")
    monkeypatch.setattr(exchange, "_of_frame", lambda computed: book.write_text("đang lưu") and [])
    office.checked()
    monkeypatch.setattr(exchange, "_of_frame", lambda computed: [])
    book.write_text("một bảng mới")

    assert (1, 0) == (office.checked()[0], office.checked()[0])


DAMAGES = {
    "cut": lambda content: content[:-5],
    "a bit": lambda content: content[:-1] + bytes([content[-1] ^ 1]),
    "empty": lambda content: b"",
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_what_is_damaged_is_dropped_and_read_again(office, damage):
    file = office.places.outputs / "mau/.reruns/check-2024.sealed"
    file.write_bytes(DAMAGES[damage](file.read_bytes()))

    assert (1, 0) == (office.checked()[0], office.checked()[0])


def test_what_is_sealed_is_read_with_the_workbooks_alone(tmp_path):
    books, file = tmp_path / "2024", tmp_path / "check.sealed"
    books.mkdir()
    (books / "Xa.xlsx").write_bytes(b"Mau Van Thu")
    seal(file, key_of([books], "thử"), {"rows": ["D11,D40", "Mẫu Văn Thử"]})
    (books / "Xa.xlsx").write_bytes(b"Mau Van Thi")
    moved = unsealed(file, key_of([books], "thử"))
    (books / "Xa.xlsx").write_bytes(b"Mau Van Thu")

    assert ({"rows": ["D11,D40", "Mẫu Văn Thử"]}, None, None) == (
        unsealed(file, key_of([books], "thử")),
        unsealed(file, key_of([books], "khác")),
        moved,
    )
    assert [False, False, 0o600] == [b"D11,D40" in file.read_bytes(), "Thử".encode() in file.read_bytes(), file.stat().st_mode & 0o777]


def test_a_file_stays_whole_where_writing_fails_and_a_private_one_is_its_owner_s_alone(tmp_path):
    file, shared = tmp_path / "2024.json", tmp_path / "manifest.json"
    umask = os.umask(0o022)
    try:
        write_whole(file, "trước\n", private=True)
        write_whole(shared, "trước\n")
        with pytest.raises(UnicodeEncodeError):
            write_whole(file, "sau \ud800", private=True)
    finally:
        os.umask(umask)

    assert ("trước\n", 0o600, 0o644) == (file.read_text(encoding="utf-8"), *(path.stat().st_mode & 0o777 for path in (file, shared)))
    assert [file, shared] == sorted(tmp_path.iterdir())


ASKED = """
import sys
from ctxh.cli.command import main
try:
    main(["check", "2026", "--office", "xa-an-thanh", "--data", sys.argv[1], "--outputs", sys.argv[2]])
finally:
    print("pandas" in sys.modules, file=sys.stderr)
"""


def test_the_command_says_the_same_a_second_time_without_pandas(tmp_path):
    def checked() -> tuple[str, str]:
        arguments = [sys.executable, "-c", ASKED, str(ROOT / "data"), str(tmp_path / "outputs")]
        done = subprocess.run(arguments, capture_output=True, text=True, cwd=tmp_path)
        return done.stdout, done.stderr

    (said, first), (again, second) = checked(), checked()

    assert "Năm 2026" in said and said == again
    assert ("True\n", "False\n") == (first, second)

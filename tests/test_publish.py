"""Publishing: the old edition or the new one, whatever happens."""

from __future__ import annotations

import json
import os
import platform
import signal
import subprocess
import sys
import time
from importlib.metadata import version

import pytest

from ctxh.errors import RunFailed
from ctxh.reference.places import returns_folder
from ctxh.run import folder_swap, private_folders, publish
from ctxh.run.folder_swap import swap
from ctxh.run.manifest import altered_files, versions, write_manifest
from ctxh.run.publish import recover, returns_at, staged
from swapped import Heard, contents, make_edition, send_back


@pytest.mark.parametrize("with_exchange", [True, False])
def test_swap_puts_the_new_edition_in_place(target, tmp_path, monkeypatch, with_exchange):
    if not with_exchange:
        monkeypatch.setattr(folder_swap, "exchange", lambda one, other: False)
    new = tmp_path / "kim-thanh" / "new"
    new.mkdir()
    make_edition(new, "new")
    swap(new, target)
    assert contents(target) == {"new"} and contents(new) == {"old"}


def test_a_failed_block_publishes_nothing(target):
    with pytest.raises(ValueError), staged(target) as stage:
        make_edition(stage.edition, "new")
        raise ValueError
    assert contents(target) == {"old"}
    assert [p.name for p in target.parent.iterdir() if "stage" in p.name] == []


def test_a_stage_is_private(target):
    with staged(target) as stage:
        assert stage.edition.parent.stat().st_mode & 0o077 == 0
    assert target.stat().st_mode & 0o500 == 0o500


def test_what_a_killed_run_left_is_swept(target):
    stale = target.parent / ".2024.stage.99999" / "edition"
    stale.mkdir(parents=True)
    with staged(target) as stage:
        make_edition(stage.edition, "new")
    assert contents(target) == {"new"} and not stale.exists()


def test_a_kill_between_two_renames_is_undone(target):
    target.rename(target.parent / ".2024.old")
    recover(target)
    assert contents(target) == {"old"}


def test_a_second_run_is_refused_and_told_by_whom(target):
    with staged(target), pytest.raises(RunFailed, match=f"tiến trình {os.getpid()}"), staged(target):
        pass


def test_the_lock_of_a_dead_run_does_not_block(target):
    code = (
        f"import os\nfrom pathlib import Path\nfrom ctxh.run.publish import staged\n"
        f"with staged(Path({str(target)!r})): os.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", code])
    with staged(target) as stage:
        make_edition(stage.edition, "new")
    assert contents(target) == {"new"}


def test_kills_at_any_moment_leave_one_whole_edition(target):
    for code in (SWAPPING, PUBLISHING):
        for attempt in range(6):
            killed_after(0.02 + attempt * 0.013, code, target)
            assert len(contents(target)) == 1
            assert len(list(target.glob("*.txt"))) == 20


SWAPPING = """\
import sys
from pathlib import Path
from ctxh.run.publish import swap
target = Path(sys.argv[1])
new = target.parent / "new"
new.mkdir(exist_ok=True)
for number in range(20):
    (new / f"{number}.txt").write_text("new")
print("ready", flush=True)
while True:
    swap(new, target)
"""

PUBLISHING = """\
import sys
from pathlib import Path
from ctxh.run.manifest import write_manifest
from ctxh.run.publish import staged
print("ready", flush=True)
for turn in range(100000):
    with staged(Path(sys.argv[1])) as stage:
        for number in range(20):
            (stage.edition / f"{number}.txt").write_text(str(turn))
        write_manifest(stage.edition, {}, {})
"""


def killed_after(seconds: float, code: str, target) -> None:
    run = subprocess.Popen([sys.executable, "-c", code, str(target)], stdout=subprocess.PIPE)
    run.stdout.readline()
    time.sleep(seconds)
    run.send_signal(signal.SIGKILL)
    run.communicate()


def test_a_full_disk_is_explained_and_changes_nothing(target):
    with pytest.raises(RunFailed, match="đĩa đã đầy"), staged(target) as stage:
        raise OSError(28, "No space left on device", str(stage.edition / "report.docx"))
    assert contents(target) == {"old"}


def test_the_manifest_names_the_versions_of_what_the_package_needs_and_of_no_extra_that_may_be_absent(tmp_path, monkeypatch):
    (tmp_path / "toy-1.0.dist-info").mkdir()
    needs = "Requires-Dist: click>=8.1\nRequires-Dist: not-installed>=1; extra == 'cluster'\n"
    (tmp_path / "toy-1.0.dist-info" / "METADATA").write_text(f"Metadata-Version: 2.1\nName: toy\nVersion: 1.0\n{needs}", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)

    assert {"python": platform.python_version(), "toy": "1.0", "click": version("click")} == versions("toy")


def test_the_manifest_names_outputs_by_their_hashes_and_no_place(tmp_path):
    edition = tmp_path / "2024"
    edition.mkdir()
    (edition / "report.docx").write_bytes(b"x")
    path = write_manifest(edition, {"year": 2024, "office": "a"}, {"a/2024/x.xlsx": "00"})
    text = path.read_text(encoding="utf-8")
    found = json.loads(text)
    assert list(found) == ["parameters", "inputs", "program", "versions", "outputs"]
    assert list(found["outputs"]) == ["report.docx"]
    assert {"pandas", "papermill", "python"} <= set(found["versions"])
    assert str(tmp_path) not in text
    assert write_manifest(edition, {"office": "a", "year": 2024}, found["inputs"]).read_text() == text


def test_returns_are_put_into_a_standing_edition_and_closed_to_others(target):
    send_back(target)

    assert contents(target) == {"old"} and [path.name for path in returns_folder(target).iterdir()] == ["Xa_A.docx"]
    assert returns_folder(target).stat().st_mode & 0o077 == 0


def test_new_returns_take_the_place_of_the_old_and_none_take_them_away(target):
    send_back(target)
    send_back(target, "Xa_B.docx")
    assert [path.name for path in returns_folder(target).iterdir()] == ["Xa_B.docx"]
    with returns_at(target):
        pass
    assert not returns_folder(target).exists() and contents(target) == {"old"}


def test_returns_that_fail_leave_the_old_ones_and_no_trace(target):
    send_back(target)
    with pytest.raises(ValueError), returns_at(target) as folder:
        (folder / "half.docx").write_bytes(b"persons")
        raise ValueError
    assert [path.name for path in returns_folder(target).iterdir()] == ["Xa_A.docx"]
    assert [path.name for path in target.parent.iterdir() if "stage" in path.name] == []


def test_returns_are_published_beside_the_edition_and_withdrawn_with_the_old_one(target):
    with staged(target) as stage:
        make_edition(stage.edition, "made")
        (stage.returns / "Xa_A.docx").write_bytes(b"persons")
    assert ["Xa_A.docx"] == [path.name for path in returns_folder(target).iterdir()]
    assert 0o700 == returns_folder(target).stat().st_mode & 0o777
    assert [] == altered_files(target) and b"persons" not in b"".join(path.read_bytes() for path in target.iterdir())
    with staged(target) as stage:
        make_edition(stage.edition, "made again")
    assert [target.name] == [path.name for path in target.parent.iterdir() if not path.name.startswith(".")]


def test_a_run_that_fails_leaves_the_returns_that_stand(target):
    send_back(target)
    with pytest.raises(ValueError), staged(target) as stage:
        (stage.returns / "Xa_B.docx").write_bytes(b"persons")
        raise ValueError
    assert ["Xa_A.docx"] == [path.name for path in returns_folder(target).iterdir()]


PERSONS_EVERYWHERE = """\
import sys, tempfile
from pathlib import Path
from ctxh.run.manifest import write_manifest
from ctxh.run.private_folders import private_folder, temporary_files_in
from ctxh.run.publish import returns_at, staged
target = Path(sys.argv[1])
print("ready", flush=True)
for turn in range(100000):
    with private_folder() as folder, temporary_files_in(folder), returns_at(target.with_name("2023")) as returns:
        tempfile.NamedTemporaryFile(delete=False).write(b"Canaria" * 999)
        (returns / "Xa_A.xlsx").write_bytes(b"Canaria" * 999)
        with staged(target) as stage:
            (stage.passing / "Xa_A.xlsx").write_bytes(b"Canaria" * 999)
            (stage.returns / "Xa_A.xlsx").write_bytes(b"Canaria" * 999)
            fill = [(stage.edition / f"{number}.txt").write_text("new") for number in range(20)]
            write_manifest(stage.edition, {}, {})
"""


def test_kills_at_any_moment_leave_no_person_but_in_returns_once_another_edition_was_run(target, tmp_path, monkeypatch):
    passing = tmp_path / "temporary"
    passing.mkdir()
    monkeypatch.setenv("TMPDIR", str(passing))
    monkeypatch.setattr(private_folders, "SYSTEM_TEMPORARY", passing)
    monkeypatch.setattr(private_folders, "BEGINNING", 0)
    left = 0
    for attempt in range(8):
        killed_after(0.02 * 1.6**attempt, PERSONS_EVERYWHERE, target)  # at half a second a busy machine too has begun
        left += len(holding(b"Canaria", passing)) + len(holding(b"Canaria", target.parent))
        with staged(target.with_name("2022")) as stage:
            make_edition(stage.edition, "another")
        assert [] == holding(b"Canaria", passing)
        assert {"2023.returns", "2024.returns"} >= {path.parent.name for path in holding(b"Canaria", target.parent)}
    assert left


def test_what_a_killed_run_left_is_swept_by_a_check_that_sends_nothing_back(target):
    stale = target.parent / ".2024.stage.99999" / "returns"
    stale.mkdir(parents=True)
    (stale / "Xa_A.xlsx").write_bytes(b"Canaria")
    publish.settle(target.parent)
    assert [] == holding(b"Canaria", target.parent) and contents(target) == {"old"}


def holding(text: bytes, folder) -> list:
    """The files under a folder that hold a text."""
    return [path for path in folder.rglob("*") if path.is_file() and text in path.read_bytes()]


def test_the_folder_of_a_process_that_lives_is_not_swept(tmp_path, monkeypatch):
    monkeypatch.setattr(private_folders, "SYSTEM_TEMPORARY", tmp_path)
    with private_folders.private_folder() as folder:
        private_folders.sweep()
        assert folder.is_dir() and 0o700 == folder.stat().st_mode & 0o777
    assert [] == list(tmp_path.iterdir())


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_who_asks_to_stop_after_the_swap_is_heard_when_the_new_edition_stands_and_nothing_is_left(target, number, monkeypatch):
    signal.signal(signal.SIGTERM, lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    heard = Heard()

    def asked(one, other) -> bool:
        done = exchange(one, other)
        os.kill(os.getpid(), number)
        return done

    exchange = folder_swap.exchange
    monkeypatch.setattr(folder_swap, "exchange", asked)
    with pytest.raises(KeyboardInterrupt), staged(target, heard) as stage:
        make_edition(stage.edition, "new")
    signal.signal(signal.SIGTERM, signal.SIG_DFL)

    assert {"new"} == contents(target) and [target] == heard.editions
    assert [".2024.lock", "2024"] == sorted(path.name for path in target.parent.iterdir())


def test_a_disk_that_fails_once_the_edition_stands_is_told_so(target, monkeypatch):
    def failing(path) -> None:
        if path == target.parent:
            raise OSError(5, "Input/output error", str(path))

    monkeypatch.setattr(publish, "sync", failing)
    heard = Heard()
    with staged(target, heard) as stage:
        make_edition(stage.edition, "new")

    assert {"new"} == contents(target)
    assert ["Đã công bố 2024. Sau đó: đĩa đọc ghi bị lỗi: kiểm tra đĩa."] == heard.notes

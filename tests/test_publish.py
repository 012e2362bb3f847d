"""Publishing: the old edition or the new one, whatever happens."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time

import pytest

from ctxh.errors import RunFailed
from ctxh.reference.inputs import MANIFEST
from ctxh.reference.places import returns_folder
from ctxh.run import folder_swap, publish
from ctxh.run import private_folders as private
from ctxh.run.folder_swap import swap
from ctxh.run.manifest import altered_files, write_manifest
from ctxh.run.progress import Silence
from ctxh.run.publish import recover, returns_at, staged


def fill(folder, text: str, count: int = 20) -> None:
    """Make a folder an edition: some files, and their manifest."""
    for number in range(count):
        (folder / f"{number}.txt").write_text(text)
    write_manifest(folder, {}, {})


class Heard(Silence):
    """A watcher that keeps what it is told."""

    def __init__(self) -> None:
        super().__init__()
        self.notes = []

    def note(self, text: str) -> None:
        self.notes.append(text)


def kept_beside(target) -> dict[str, set[str]]:
    """The folders beside an edition that are in sight, with what their files hold."""
    return {path.name: contents(path) for path in target.parent.iterdir() if path != target and not path.name.startswith(".")}


def contents(folder) -> set[str]:
    return {path.read_text() for path in folder.glob("*.txt")}


@pytest.fixture
def target(tmp_path):
    folder = tmp_path / "kim-thanh" / "2024"
    folder.mkdir(parents=True)
    fill(folder, "old")
    return folder


@pytest.mark.parametrize("with_exchange", [True, False])
def test_swap_puts_the_new_edition_in_place(target, tmp_path, monkeypatch, with_exchange):
    if not with_exchange:
        monkeypatch.setattr(folder_swap, "exchange", lambda one, other: False)
    new = tmp_path / "kim-thanh" / "new"
    new.mkdir()
    fill(new, "new")
    swap(new, target)
    assert contents(target) == {"new"} and contents(new) == {"old"}


def test_a_failed_block_publishes_nothing(target):
    with pytest.raises(ValueError), staged(target) as stage:
        fill(stage.edition, "new")
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
        fill(stage.edition, "new")
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
        fill(stage.edition, "new")
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


def test_an_edition_edited_by_hand_is_kept(target):
    with staged(target) as stage:
        fill(stage.edition, "made")
    assert altered_files(target) == []
    (target / "0.txt").write_text("edited by hand")
    assert altered_files(target) == ["0.txt"]
    with staged(target) as stage:
        fill(stage.edition, "made again")
    assert contents(target) == {"made again"}
    kept = target.parent / "2024.edited-1"
    assert (kept / "0.txt").read_text() == "edited by hand" and (kept / MANIFEST).is_file()


def send_back(target, name: str = "Xa_A.docx") -> None:
    """Put one letter into the returns of an edition."""
    with returns_at(target) as folder:
        (folder / name).write_bytes(b"persons")


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
        fill(stage.edition, "made")
        (stage.returns / "Xa_A.docx").write_bytes(b"persons")
    assert ["Xa_A.docx"] == [path.name for path in returns_folder(target).iterdir()]
    assert 0o700 == returns_folder(target).stat().st_mode & 0o777
    assert [] == altered_files(target) and b"persons" not in b"".join(path.read_bytes() for path in target.iterdir())
    with staged(target) as stage:
        fill(stage.edition, "made again")
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
    monkeypatch.setattr(private, "SYSTEM_TEMPORARY", passing)
    monkeypatch.setattr(private, "BEGINNING", 0)
    left = 0
    for attempt in range(8):
        killed_after(0.02 * 1.6**attempt, PERSONS_EVERYWHERE, target)  # at half a second a busy machine too has begun
        left += len(holding(b"Canaria", passing)) + len(holding(b"Canaria", target.parent))
        with staged(target.with_name("2022")) as stage:
            fill(stage.edition, "another")
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
    monkeypatch.setattr(private, "SYSTEM_TEMPORARY", tmp_path)
    with private.private_folder() as folder:
        private.sweep()
        assert folder.is_dir() and 0o700 == folder.stat().st_mode & 0o777
    assert [] == list(tmp_path.iterdir())


NO_MANIFESTS = {
    "empty": b"",
    "cut": b'{"parameters": {"year": 20',
    "a list": b"[]",
    "without its parts": b'{"outputs": []}',
    "not UTF-8": b"\xff\xfe{}",
    "too deep": b"[" * 100_000,
    "a folder": None,
}


def damage(edition, content: bytes | None) -> None:
    """Put other bytes, or a folder, in the place of a manifest."""
    (edition / MANIFEST).unlink()
    (edition / MANIFEST).mkdir() if content is None else (edition / MANIFEST).write_bytes(content)


@pytest.mark.parametrize("content", NO_MANIFESTS.values(), ids=NO_MANIFESTS)
def test_an_edition_with_a_damaged_manifest_is_set_aside_and_the_run_goes_on(target, content):
    send_back(target)
    damage(target, content)
    heard = Heard()
    with staged(target, heard) as stage:
        fill(stage.edition, "new")

    assert {"new"} == contents(target) and {"2024.set-aside-1": {"old"}} == kept_beside(target)
    assert [
        "2024 không phải một bản báo cáo trọn vẹn (manifest.json thiếu hoặc hỏng): cất sang 2024.set-aside-1. Xem xong thì xoá."
    ] == heard.notes


@pytest.mark.parametrize("content", NO_MANIFESTS.values(), ids=NO_MANIFESTS)
def test_a_damaged_manifest_in_a_stage_that_a_kill_left_is_set_aside_and_the_run_goes_on(target, content):
    stale = target.parent / ".2024.stage.99999" / "edition"
    stale.mkdir(parents=True)
    fill(stale, "half")
    damage(stale, content)
    heard = Heard()
    for text in ("new", "newer"):
        with staged(target, heard) as stage:
            fill(stage.edition, text)

    assert {"newer"} == contents(target) and {"2024.set-aside-1": {"half"}} == kept_beside(target)
    assert 1 == len(heard.notes) and "bản dở dang (manifest.json hỏng): cất sang 2024.set-aside-1" in heard.notes[0]


@pytest.mark.parametrize("lying_there", ["a folder without a manifest", "a file", "a link to nowhere"])
def test_what_is_no_edition_is_never_deleted(target, lying_there):
    if lying_there == "a folder without a manifest":
        (target / MANIFEST).unlink()
    else:
        shutil.rmtree(target)
        target.write_text("mine") if lying_there == "a file" else target.symlink_to("nowhere")
    with pytest.raises(ValueError), staged(target):
        raise ValueError
    assert [] == list(target.parent.glob("2024.*"))
    with staged(target) as stage:
        fill(stage.edition, "new")

    assert {"new"} == contents(target)
    assert (target.parent / "2024.set-aside-1").is_symlink() or (target.parent / "2024.set-aside-1").exists()


def test_an_edited_edition_between_two_renames_is_kept_too(target):
    (target / "0.txt").write_text("edited by hand")
    target.rename(target.parent / ".2024.old")
    target.mkdir()
    fill(target, "new")
    heard = Heard()
    recover(target, heard)

    assert {"new"} == contents(target) and {"2024.edited-1": {"old", "edited by hand"}} == kept_beside(target)
    assert ["Bản cũ có tệp bị sửa tay (0.txt): giữ ở 2024.edited-1."] == heard.notes


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
        fill(stage.edition, "new")
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
        fill(stage.edition, "new")

    assert {"new"} == contents(target)
    assert ["Đã công bố 2024. Sau đó: đĩa đọc ghi bị lỗi: kiểm tra đĩa."] == heard.notes

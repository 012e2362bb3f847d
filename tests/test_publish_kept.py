"""Publishing: what is damaged, edited by hand or no edition is set aside, never deleted."""

from __future__ import annotations

import shutil

import pytest

from ctxh.reference.inputs import MANIFEST
from ctxh.run.manifest import altered_files
from ctxh.run.publish import recover, staged
from swapped import Heard, contents, kept_beside, make_edition, send_back


def test_an_edition_edited_by_hand_is_kept(target):
    with staged(target) as stage:
        make_edition(stage.edition, "made")
    assert altered_files(target) == []
    (target / "0.txt").write_text("edited by hand")
    assert altered_files(target) == ["0.txt"]
    with staged(target) as stage:
        make_edition(stage.edition, "made again")
    assert contents(target) == {"made again"}
    kept = target.parent / "2024.edited-1"
    assert (kept / "0.txt").read_text() == "edited by hand" and (kept / MANIFEST).is_file()


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
        make_edition(stage.edition, "new")

    assert {"new"} == contents(target) and {"2024.set-aside-1": {"old"}} == kept_beside(target)
    assert [
        "2024 không phải một bản báo cáo trọn vẹn (manifest.json thiếu hoặc hỏng): cất sang 2024.set-aside-1. Xem xong thì xoá."
    ] == heard.notes


@pytest.mark.parametrize("content", NO_MANIFESTS.values(), ids=NO_MANIFESTS)
def test_a_damaged_manifest_in_a_stage_that_a_kill_left_is_set_aside_and_the_run_goes_on(target, content):
    stale = target.parent / ".2024.stage.99999" / "edition"
    stale.mkdir(parents=True)
    make_edition(stale, "half")
    damage(stale, content)
    heard = Heard()
    for text in ("new", "newer"):
        with staged(target, heard) as stage:
            make_edition(stage.edition, text)

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
        make_edition(stage.edition, "new")

    assert {"new"} == contents(target)
    assert (target.parent / "2024.set-aside-1").is_symlink() or (target.parent / "2024.set-aside-1").exists()


def test_an_edited_edition_between_two_renames_is_kept_too(target):
    (target / "0.txt").write_text("edited by hand")
    target.rename(target.parent / ".2024.old")
    target.mkdir()
    make_edition(target, "new")
    heard = Heard()
    recover(target, heard)

    assert {"new"} == contents(target) and {"2024.edited-1": {"old", "edited by hand"}} == kept_beside(target)
    assert ["Bản cũ có tệp bị sửa tay (0.txt): giữ ở 2024.edited-1."] == heard.notes

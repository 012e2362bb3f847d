"""``ctxh verify``: an edition, or one of its files, is as it was published, was changed, or is not ours."""

from __future__ import annotations

import shutil

import pytest

from conftest import PARAMETERS as DECLARED
from conftest import SAVE
from ctxh.run.manifest import code_of, write_manifest
from ctxh.run.verification import found_among, verified

PARAMETERS = {"office": "xa", "year": 2024, "boundaries": "", "since": 0, "period": "year", "audience": "public"}


@pytest.fixture
def edition(tmp_path):
    folder = tmp_path / "outputs" / "xa" / "2024-public"
    (folder / "tables").mkdir(parents=True)
    (folder / "tables" / "indicators.csv").write_text("indicator,value\npoor_households,12\n")
    (folder / "report.pdf").write_bytes(b"a report")
    write_manifest(folder, PARAMETERS, {})
    return folder


def test_an_edition_that_nobody_touched_is_whole(edition):
    found = verified(edition)
    assert found.whole and 2 == found.files
    assert code_of(edition, PARAMETERS) == found.code


def test_what_was_changed_lost_or_added_is_named(edition):
    before = verified(edition).code
    (edition / "tables" / "indicators.csv").write_text("indicator,value\npoor_households,13\n")
    (edition / "report.pdf").unlink()
    (edition / "letter.docx").write_bytes(b"of somebody else")
    found = verified(edition)
    assert (("tables/indicators.csv",), ("report.pdf",), ("letter.docx",)) == (found.changed, found.gone, found.foreign)
    assert not found.whole and before != found.code


def test_the_code_is_of_what_was_asked_too(edition):
    assert code_of(edition, PARAMETERS) != code_of(edition, PARAMETERS | {"audience": "internal"})


def test_a_folder_without_a_manifest_is_not_ours(tmp_path):
    assert verified(tmp_path) is None


def test_a_single_file_is_found_among_the_editions(edition, tmp_path):
    copy = tmp_path / "report.pdf"
    shutil.copy(edition / "report.pdf", copy)
    assert ("xa/2024-public/report.pdf", True) == found_among(copy, tmp_path / "outputs")
    copy.write_bytes(b"another report")
    assert ("xa/2024-public/report.pdf", False) == found_among(copy, tmp_path / "outputs")
    assert found_among(copy.rename(tmp_path / "x.pdf"), tmp_path / "outputs") is None


class TestMadeAnew:
    """``--deep`` makes the edition again in a clean folder, and compares bytes."""

    def test_the_same_inputs_give_the_same_bytes(self, made):
        before = made.bytes_published()
        done = made.command("verify", "outputs/kim-thanh/2024", "--deep")
        assert (0, "") == (done.returncode, done.stderr) and "Lập lại từ số liệu hiện có: giống từng byte." in done.stdout
        assert before == made.bytes_published()

    def test_what_comes_out_otherwise_is_named(self, made):
        made.notebook("01_clean.ipynb", DECLARED, SAVE.replace("code\\n", "other\\n"))
        done = made.command("verify", "outputs/kim-thanh/2024", "--deep")
        assert 1 == done.returncode
        assert "Lập lại thì khác: notebooks/01_clean.ipynb, tables/codes.csv." in done.stdout

    def test_a_changed_file_is_told_before_anything_is_made(self, made):
        (made.edition / "tables" / "codes.csv").write_text("code\n99\n")
        done = made.command("verify", "outputs/kim-thanh/2024", "--deep")
        assert 1 == done.returncode and "Tệp bị sửa: tables/codes.csv." in done.stdout and "Lập lại" not in done.stdout

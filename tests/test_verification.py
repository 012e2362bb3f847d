"""``ctxh verify``: an edition, or one of its files, is as it was published, was changed, or is not ours."""

from __future__ import annotations

import shutil

import pytest

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

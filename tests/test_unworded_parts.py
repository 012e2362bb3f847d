"""After a change of wording alone numbers, figures and annex are taken as they stand, and the edition is what a whole run makes of it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from ctxh.reference.places import Places
from ctxh.run.outlook import outlook_of
from ctxh.run.parameters import formats_of
from ctxh.run.plan import FORMATS, Plan, planned
from ctxh.run.publish import Stage
from ctxh.run.report_run import hashes_of_inputs
from ctxh.run.unworded_parts import FIGURES, NUMBERS, annex_taken, figures_taken, numbers_taken, standing

ROOT = Path(__file__).resolve().parents[1]
CTXH = [sys.executable, "-m", "ctxh"]
OFFICE, YEAR = "xa-kim-thanh", 2026
SENTENCE = "\nĐơn vị tiếp tục thực hiện nhiệm vụ được giao.\n"


class Commune:
    """A commune's data, copied, and its edition with an annex."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.data, self.outputs = folder, folder / "data", folder / "outputs"
        for name in ("reference", "provinces", OFFICE):
            shutil.copytree(ROOT / "data" / name, self.data / name)
        self.edition = self.outputs / OFFICE / str(YEAR)

    def report(self, *options: str) -> str:
        """What a run says while it makes the report, annex alone."""
        base = [*CTXH, "report", str(YEAR), "--office", OFFICE, "--data", str(self.data), "--outputs", str(self.outputs)]
        done = subprocess.run([*base, "--formats", "xlsx", *options], cwd=ROOT, capture_output=True, text=True, env=os.environ.copy())
        assert 0 == done.returncode, done.stderr
        return done.stderr

    def files(self) -> dict[str, bytes]:
        return {path.relative_to(self.edition).as_posix(): path.read_bytes() for path in self.edition.rglob("*") if path.is_file()}

    def add(self, name: str, text: str) -> None:
        path = self.data / name
        path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")

    def elsewhere(self, folder: Path) -> Commune:
        """The same data with a folder of outputs that holds nothing yet."""
        other = object.__new__(Commune)
        other.data, other.outputs, other.edition = self.data, folder, folder / OFFICE / str(YEAR)
        return other

    @property
    def texts(self) -> list[str]:
        """The files of wording, by their names in the data."""
        return sorted(path.relative_to(self.data).as_posix() for path in (self.data / OFFICE / "text").glob("*.md"))

    @property
    def wording(self) -> str:
        return self.texts[0]

    @property
    def plan(self) -> Plan:
        """What the next run is about to do."""
        return planned(OFFICE, YEAR, (), formats_of("xlsx", FORMATS), Places(self.data, self.outputs, ROOT / "notebooks"))

    def found(self):
        """The edition that parts may be taken from, as the next run sees it."""
        return standing(self.plan, self.edition, hashes_of_inputs(self.plan))


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Commune:
    """Such a commune, its report made once; nobody changes it."""
    commune = Commune(tmp_path_factory.mktemp("made"))
    commune.report()
    return commune


@pytest.fixture
def commune(made, tmp_path) -> Commune:
    """A copy of it with a sentence more."""
    shutil.copytree(made.folder, tmp_path, dirs_exist_ok=True)
    copy = object.__new__(Commune)
    copy.folder, copy.data, copy.outputs = tmp_path, tmp_path / "data", tmp_path / "outputs"
    copy.edition = copy.outputs / OFFICE / str(YEAR)
    copy.add(copy.wording, SENTENCE)
    return copy


def packed_anew(path: Path) -> None:
    """A workbook in other bytes, with the same sheets."""
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    with zipfile.ZipFile(path, "w") as new:
        for name, content in parts.items():
            new.writestr(name, content)


EDITS = {
    "a sentence": lambda one, rng: one.add(one.wording, SENTENCE),
    "another text": lambda one, rng: one.add(rng.choice(one.texts), "\n"),
    "the table of norms": lambda one, rng: one.add("reference/norms.csv", "\n"),
    "the table of headers": lambda one, rng: one.add("reference/book/header_words.csv", "\n"),
    "settings": lambda one, rng: one.add(f"{OFFICE}/office.toml", "\n"),
    "a workbook saved again": lambda one, rng: packed_anew(rng.choice(sorted((one.data / OFFICE / str(YEAR)).glob("*.xlsx")))),
    "a figure altered": lambda one, rng: rng.choice(sorted((one.edition / "figures").iterdir())).write_text("khác"),
    "records lost": lambda one, rng: shutil.rmtree(one.outputs / OFFICE / ".reruns"),
    "nothing": lambda one, rng: None,
}


def stage_of(commune: Commune, folder: Path) -> Path:
    """A stage to which the notebooks before the figures have written their tables."""
    shutil.copytree(commune.edition / "tables", folder / "stage" / "tables")
    (folder / "stage" / "notebooks").mkdir()
    (folder / "stage" / "tables" / "citations.csv").unlink()
    return folder / "stage"


def test_a_sentence_more_is_the_same_edition_as_a_whole_run_makes(commune):
    said = commune.report()
    taken = commune.files()
    whole = commune.report("--force")

    assert ["04_report"] == sorted(set(re.findall(r"0\d_\w+", said))) and "01_clean" in whole
    assert taken == commune.files()


CHANGES = {
    "a sentence": (lambda one: None, True),
    "a norm": (lambda one: one.add("reference/norms.csv", "\n"), False),
    "a setting": (lambda one: one.add(f"{OFFICE}/office.toml", "\n"), False),
    "a village": (lambda one: one.add(f"{OFFICE}/areas.csv", "\n"), False),
    "the book": (lambda one: one.add("reference/book/forms.csv", "\n"), False),
    "a workbook": (
        lambda one: shutil.copy(next((one.data / OFFICE / str(YEAR)).glob("*.xlsx")), one.data / OFFICE / "2026/Them.xlsx"),
        False,
    ),
    "a table altered by hand": (lambda one: (one.edition / "tables/series.csv").write_text("x"), False),
    "a figure lost": (lambda one: next((one.edition / "figures").glob("*.svg")).unlink(), False),
    "no record": (lambda one: (one.outputs / OFFICE / ".reruns/2026.json").unlink(), False),
    "no edition": (lambda one: (one.edition / "manifest.json").unlink(), False),
}


@pytest.mark.parametrize("change", CHANGES)
def test_parts_are_taken_where_nothing_but_wording_has_changed(commune, change):
    done, taken = CHANGES[change]
    done(commune)

    assert taken == (commune.found() is not None)


def test_what_a_run_would_take_and_execute_is_told_before(commune):
    reworded = outlook_of(commune.plan, returns=True)
    commune.add("reference/norms.csv", "\n")
    renormed = outlook_of(commune.plan, returns=True)

    assert (("04_report.ipynb",), ("số liệu", "hình", "phụ lục số liệu")) == (reworded.notebooks, reworded.taken)
    assert (f"tệp vào đã khác: {commune.wording}",) == reworded.reasons
    assert (("01_clean.ipynb", "02_indicators.ipynb", "03_figures.ipynb", "04_report.ipynb"), ()) == (renormed.notebooks, renormed.taken)


def test_a_table_that_came_out_otherwise_has_both_made_anew(commune, tmp_path):
    stage, found = stage_of(commune, tmp_path), commune.found()
    (stage / "tables" / "report.json").write_text("the text, which is another by now")
    assert annex_taken(found, stage) == stage / "annex.xlsx"
    assert figures_taken(found, Path(FIGURES), stage) and (stage / "figures").is_dir() and not annex_taken(None, stage)
    (stage / "tables" / "findings.csv").write_text("khác")

    assert None is figures_taken(found, Path(FIGURES), stage)
    assert None is annex_taken(found, stage)
    assert None is figures_taken(found, Path("02_indicators.ipynb"), stage)


@pytest.mark.parametrize(
    ("words", "taken"), [("", NUMBERS), ("\nCó 1.234 hộ nghèo.\n", ()), ("\nĐã tặng quà cho Mẫu Thị Ví Dụ 020119.\n", ())]
)
def test_numbers_are_taken_unless_the_words_change_a_finding_or_name_a_person(commune, tmp_path, words, taken):
    commune.add(commune.wording, words)
    stage = Stage(*(tmp_path / name for name in ("made", "returns", "passing")))
    (stage.edition / "notebooks").mkdir(parents=True)
    plan = replace(commune.plan, places=replace(commune.plan.places, stage=stage.edition))
    found = numbers_taken(commune.found(), plan, stage, returns=True)
    left = {path.relative_to(stage.edition).as_posix() for path in stage.edition.rglob("*") if path.is_file()}

    assert (set(taken), bool(taken)) == (set(found), "tables/findings.csv" in left)
    assert [] == [name for name in left if (stage.edition / name).read_bytes() != (commune.edition / name).read_bytes()]


def test_an_own_notebook_may_do_anything(commune, monkeypatch):
    monkeypatch.setattr("ctxh.run.unworded_parts.foreign", lambda notebooks: True)

    assert None is commune.found()

"""The notebooks without our command: papermill alone, nbconvert alone, from the notebooks' own folder."""

import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from conftest import ROOT

from ctxh.blocks import MIME

REPORT = ("01_clean", "02_indicators", "03_figures", "04_report")
ALONE = {name: value for name, value in os.environ.items() if not name.startswith("CTXH_")}


def run(*command: str, cwd: Path, outputs: Path) -> subprocess.CompletedProcess:
    environment = ALONE | {"CTXH_OUTPUTS": str(outputs)}
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, env=environment, timeout=300)


@pytest.mark.parametrize("name", [*REPORT, "explore"])
def test_papermill_runs_it_alone(name, tmp_path):
    out = tmp_path / "out.ipynb"
    papermill = str(Path(sys.executable).with_name("papermill"))
    year = () if name == "explore" else ("-p", "year", "2024")
    done = run(papermill, f"notebooks/{name}.ipynb", str(out), *year, cwd=ROOT, outputs=tmp_path)

    assert 0 == done.returncode, done.stderr[-2000:]
    outputs = [o for cell in nbformat.read(out, 4).cells for o in cell.get("outputs", ())]
    assert outputs
    assert [] == [o for o in outputs if o.output_type in ("error", "stream")]


def test_every_table_and_figure_has_a_name_of_its_own(published_2024):
    shown = [
        value["id"]
        for path in sorted((published_2024 / "notebooks").glob("0*.ipynb"))
        for cell in nbformat.read(path, 4).cells
        for output in cell.get("outputs", ())
        for kind, value in output.get("data", {}).items()
        if kind == MIME
    ]
    assert len(shown) > 30
    assert [] == [name for name in set(shown) if shown.count(name) > 1]


def test_our_exporters_turn_an_executed_notebook_into_a_page(published_2024, tmp_path):
    nbconvert = str(Path(sys.executable).with_name("jupyter-nbconvert"))
    executed = str(published_2024 / "notebooks" / "02_indicators.ipynb")
    for kind, start in (("html", b"<!DOCTYPE html>"), ("pdf", b"%PDF-")):
        done = run(nbconvert, "--to", f"ctxh-{kind}", executed, "--output-dir", str(tmp_path), cwd=ROOT, outputs=tmp_path)

        assert 0 == done.returncode, done.stderr[-2000:]
        assert (tmp_path / f"02_indicators.{kind}").read_bytes().startswith(start)


def test_a_run_alone_leaves_the_published_edition_untouched(tmp_path):
    edition = tmp_path / "kim-thanh" / "2024"
    (edition / "tables").mkdir(parents=True)
    (edition / "tables" / "observations.csv").write_text("old")
    papermill = str(Path(sys.executable).with_name("papermill"))
    done = run(papermill, "01_clean.ipynb", str(tmp_path / "o.ipynb"), cwd=ROOT / "notebooks", outputs=tmp_path)

    assert 0 == done.returncode, done.stderr[-2000:]
    assert "old" == (edition / "tables" / "observations.csv").read_text()
    assert (tmp_path / "kim-thanh" / "2024.draft" / "tables" / "observations.csv").is_file()

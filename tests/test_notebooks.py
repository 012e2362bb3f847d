"""The notebooks without our command: papermill alone, nbconvert alone, from the notebooks' own folder."""

import os
import subprocess
import sys
from pathlib import Path

import nbformat
import papermill
import pytest

from conftest import ROOT
from ctxh.blocks import MIME
from ctxh.errors import CtxhError
from ctxh.typeset.exporters import CtxhHTMLExporter, CtxhPDFExporter

PAPERMILL = str(Path(sys.executable).with_name("papermill"))
OFFICE = "xa-an-thanh"  # the smallest of the samples
ASKED = ("-p", "office", OFFICE, "-p", "year", "2026")
ALONE = {name: value for name, value in os.environ.items() if not name.startswith("CTXH_")}


def run(*command: str, cwd: Path, outputs: Path) -> subprocess.CompletedProcess:
    environment = ALONE | {"CTXH_OUTPUTS": str(outputs)}
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, env=environment)


@pytest.fixture(scope="module")
def draft(tmp_path_factory) -> Path:
    """The folder of outputs in which ``01_clean`` ran alone, from the notebooks' own folder, beside a published edition."""
    outputs = tmp_path_factory.mktemp("outputs")
    tables = outputs / OFFICE / "2026" / "tables"
    tables.mkdir(parents=True)
    (tables / "observations.csv").write_text("old")
    done = run(PAPERMILL, "01_clean.ipynb", str(outputs / "o.ipynb"), *ASKED, cwd=ROOT / "notebooks", outputs=outputs)
    assert 0 == done.returncode, done.stderr[-2000:]
    return outputs


@pytest.mark.parametrize("name", ["02_indicators", "03_figures", "04_report", "explore"])
def test_papermill_runs_it_alone(name, request, tmp_path):
    """The last of the report where nothing was made yet, the analyst's beside what is published, the others on what the first left."""
    place = {"04_report": lambda: tmp_path, "explore": lambda: request.getfixturevalue("published_2024").parents[1]}
    out, outputs = tmp_path / "out.ipynb", place.get(name, lambda: request.getfixturevalue("draft"))()
    asked = () if name == "explore" else (*ASKED, "--engine", "ctxh")
    done = run(PAPERMILL, f"notebooks/{name}.ipynb", str(out), *asked, cwd=ROOT, outputs=outputs)

    assert 0 == done.returncode, done.stderr[-2000:]
    shown = [o for cell in nbformat.read(out, 4).cells for o in cell.get("outputs", ())]
    assert shown
    assert [] == [o for o in shown if o.output_type in ("error", "stream")]
    if name == "explore":  # the report's own are bound together, this one is converted alone
        page, _ = CtxhHTMLExporter().from_filename(str(out))
        assert "Cách tính: " in page and "Tỷ lệ hộ nghèo cao hơn tỷ lệ chung" in page


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


def test_our_engine_refuses_what_papermill_only_warns_of(tmp_path):
    out = tmp_path / "out.ipynb"
    asked = ("notebooks/02_indicators.ipynb", str(out), "--engine", "ctxh", "-p", "office", "00123")
    done = run(PAPERMILL, *asked, cwd=ROOT, outputs=tmp_path)

    assert 0 != done.returncode
    assert "Tham số «office» phải là chữ, không phải «123». Viết -r thay cho -p." in done.stderr.splitlines()[-1]
    for name, value, said in (
        ("yaer", 2024, "Không có tham số «yaer». Có phải ý bạn là «year»?"),
        ("year", "hai", "Tham số «year» phải là số nguyên, không phải «hai»."),
    ):
        with pytest.raises(CtxhError) as fault:
            papermill.execute_notebook(asked[0], asked[1], {name: value}, engine_name="ctxh", cwd=ROOT)
        assert said in str(fault.value)
    assert not out.exists()


SHOWS = "from ctxh.blocks import Cell, Column, Table\nTable('t', 'Bảng thử', (Column('Năm'),), ((Cell(str(year)),),))"


def small_notebook(folder: Path, ran: int) -> Path:
    """A notebook of two cells, of which so many have run."""
    cells = [nbformat.v4.new_code_cell(source) for source in ("year = 2024", SHOWS)]
    for number, cell in enumerate(cells[:ran], 1):
        cell.execution_count = number
    notebook = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}})
    nbformat.write(notebook, folder / "so_thu.ipynb")
    return folder / "so_thu.ipynb"


@pytest.mark.parametrize(
    ("ran", "said"),
    [(0, "Sổ tay so_thu chưa chạy lần nào."), (1, "Sổ tay so_thu mới chạy một phần: còn 1/2 ô chưa chạy, đầu tiên là ô 2.")],
)
def test_a_notebook_that_has_not_run_to_its_end_is_refused(tmp_path, ran, said):
    for exporter in (CtxhHTMLExporter, CtxhPDFExporter):
        with pytest.raises(CtxhError) as fault:
            exporter().from_filename(str(small_notebook(tmp_path, ran)))

        assert f"{said} Chạy hết sổ rồi chuyển lại, hoặc thêm --execute." == str(fault.value)


def test_execute_executes_as_with_every_exporter_of_nbconvert(tmp_path):
    nbconvert = str(Path(sys.executable).with_name("jupyter-nbconvert"))
    done = run(nbconvert, "--to", "ctxh-html", "--execute", str(small_notebook(tmp_path, 0)), cwd=tmp_path, outputs=tmp_path)

    assert 0 == done.returncode, done.stderr[-2000:]
    page = (tmp_path / "so_thu.html").read_text(encoding="utf-8")
    assert "Bảng thử" in page and "2024" in page


def test_a_run_alone_leaves_the_published_edition_untouched(draft):
    assert "old" == (draft / OFFICE / "2026" / "tables" / "observations.csv").read_text()
    assert (draft / OFFICE / "2026.draft" / "tables" / "observations.csv").is_file()

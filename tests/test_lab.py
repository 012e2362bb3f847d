"""A real JupyterLab: all of a notebook is run; a picker, a figure's rows and a sentence move what is shown; a page of one's own grows.

``make pictures`` runs the notebooks of the report too, and keeps for the README what was seen.
"""

import json
import os
import shutil
import signal
import socket
import subprocess
import time
from contextlib import contextmanager
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from conftest import CTXH
from ctxh.blocks import MIME
from ctxh.cli.working_folder import start
from ctxh.run.own_notebooks import own_notebooks
from test_browser import ABSENT, BROWSER, CHROMIUM
from test_own_pages import CELLS, notebook

pytestmark = [pytest.mark.documents, pytest.mark.skipif(bool(ABSENT), reason=f"thiếu {', '.join(ABSENT)}")]


@contextmanager
def opened_lab(folder, outputs, own):
    """The address of the page that ``ctxh lab`` opens in a working folder, while it stands; Jupyter's own files go to a folder apart."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    apart = {name: str(own / name) for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")}
    options = ["--no-browser", "--allow-root", f"--ServerApp.port={port}", "--IdentityProvider.token=thu"]
    with (own / "lab.log").open("w") as log:
        environment = os.environ | apart | {"CTXH_OUTPUTS": str(outputs)}
        lab = subprocess.Popen([*CTXH, "lab", *options], cwd=folder, stdout=log, stderr=log, env=environment, start_new_session=True)
    try:
        stands(f"http://127.0.0.1:{port}/api", lab)
        yield f"http://127.0.0.1:{port}/lab/tree/notebooks/explore.ipynb?token=thu"
    finally:
        os.killpg(lab.pid, signal.SIGTERM)
        lab.wait(30)


def stands(address, lab):
    for _ in range(240):
        try:
            return urlopen(address, timeout=5)
        except URLError:
            assert lab.poll() is None
            time.sleep(0.25)
    raise AssertionError(f"{address} does not answer")


@pytest.fixture(scope="module")
def found(published_2024, tmp_path_factory, request) -> dict:
    """What the driver saw in one Lab: see ``lab.mjs``."""
    here = tmp_path_factory.mktemp("lab")
    office = start(here / "viec") / "data" / "kim-thanh"
    outputs, pictures = here / "outputs", request.config.getoption("pictures")
    shutil.copytree(published_2024, outputs / "kim-thanh" / "2024")
    own = notebook(office, *CELLS[:3]).joinpath("notebooks", "10_poverty.ipynb").relative_to(here / "viec")
    added = json.dumps([own.as_posix(), [source for _, source in CELLS[3:]]])
    with opened_lab(here / "viec", outputs, here) as address:
        given = [CHROMIUM, address, here / "viec", office / "text" / "02_chi_dao.md", pictures or here, *([added] if pictures else [])]
        command = ["node", BROWSER / "lab.mjs", *given]
        done = subprocess.run([str(word) for word in command], capture_output=True, text=True, timeout=800 if pictures else 200)
    assert (0, "") == (done.returncode, done.stderr[-2000:])
    return json.loads(done.stdout) | {"office": office}


def test_run_all_shows_pickers_and_what_is_changed_is_seen_at_once(found):
    assert "xã Kim Xuyên" in found["before"] and found["wanted"] not in found["before"]
    assert "xã Kim Xuyên" in found["after"] and found["wanted"] in found["after"]
    assert 0 < found["lower"] < found["high"] / 2
    assert (0, "Có 447 hộ, 447 hộ nghèo.") == (found["typed"], found["sentence"])
    assert "Xa_Kim_Xuyen_2024.xlsx" in found["source"]
    assert ([], 0) == (found["faults"], found["news"])


@pytest.mark.pictures
@pytest.mark.parametrize(("name", "shown"), [("01_clean", 4), ("02_indicators", 20), ("03_figures", 15), ("04_report", 12)])
def test_run_all_of_a_notebook_of_the_report_shows_its_tables_and_figures(found, name, shown):
    outputs = [output for cell in found["ran"][name] for output in cell]

    assert [] == [output for output in outputs if output["output_type"] in ("error", "stream")]
    assert shown == sum(MIME in output.get("data", {}) for output in outputs)


@pytest.mark.pictures
def test_a_page_of_ones_own_gets_a_table_and_a_figure(found):
    table, figure = (output["data"][MIME] for cell in found["own"] for output in cell)

    assert ["table", "figure"] == [table["kind"], figure["kind"]]
    assert "Hộ nghèo, hộ cận nghèo theo đơn vị" == table["caption"] and 36 == len(figure["drawn_values"])
    assert 1 == len(own_notebooks(found["office"], ["10_poverty.ipynb"], []))  # can become a page

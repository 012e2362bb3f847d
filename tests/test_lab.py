"""The analyst's first page in a real JupyterLab: all of it is run; a picker, a figure's rows and a sentence move what is shown."""

import json
import os
import signal
import socket
import subprocess
import time
from contextlib import contextmanager
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from conftest import CTXH
from ctxh.cli.working_folder import start
from test_browser import ABSENT, BROWSER, CHROMIUM

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


def test_run_all_shows_pickers_and_what_is_changed_is_seen_at_once(published_2024, tmp_path):
    wording = start(tmp_path / "viec") / "data" / "kim-thanh" / "text" / "02_chi_dao.md"
    with opened_lab(tmp_path / "viec", published_2024.parents[1], tmp_path) as address:
        command = ["node", str(BROWSER / "lab.mjs"), str(CHROMIUM), address, str(wording)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=200)

    assert (0, "") == (done.returncode, done.stderr[-2000:])
    found = json.loads(done.stdout)
    assert "xã Kim Xuyên" in found["before"] and found["wanted"] not in found["before"]
    assert "xã Kim Xuyên" in found["after"] and found["wanted"] in found["after"]
    assert 0 < found["lower"] < found["high"] / 2
    assert (0, "Có 447 hộ, 447 hộ nghèo.") == (found["typed"], found["sentence"])
    assert "Xa_Kim_Xuyen_2024.xlsx" in found["source"]
    assert ([], 0) == (found["faults"], found["news"])

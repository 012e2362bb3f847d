"""Runs handed to a Dask cluster of two workers on this machine: what they make, and what happens when a part of it is lost."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from dataclasses import replace
from importlib.util import find_spec

import pytest

from conftest import CTXH
from ctxh.errors import WrongUsage
from ctxh.reference.inputs import hashes
from ctxh.reference.places import Places
from ctxh.run.cluster import Surroundings, on_cluster
from running import wait_until

pytestmark = pytest.mark.skipif(find_spec("distributed") is None, reason="distributed is not installed")
WAITS = """from pathlib import Path
import time
asked = Path("{folder}", f"{office}-{year}")
asked.touch()
while not Path("{folder}", "go").exists(): time.sleep(0.1)"""


class Cluster:
    """A scheduler and two workers, each of one run at a time, in a folder of their own."""

    def __init__(self, folder):
        folder.mkdir()
        self.folder, self.file = folder, folder / "scheduler.json"
        self.scheduler = self._begun("dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(self.file))
        wait_until(lambda: self.file.exists() and self.file.read_text())
        self.address = json.loads(self.file.read_text())["address"]
        self.workers = [self._begun("dask_worker", self.address, "--nthreads", "1", "--no-nanny", "--name", name) for name in "ab"]

    def _begun(self, module: str, *words: str) -> subprocess.Popen:
        asked = [sys.executable, "-m", f"distributed.cli.{module}", *words, "--no-dashboard"]
        around = {name: value for name, value in os.environ.items() if not name.startswith("CTXH")}
        return subprocess.Popen(asked, cwd=self.folder, env=around, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def end(self) -> None:
        for process in (*self.workers, self.scheduler):
            process.kill()
            process.wait()


@pytest.fixture
def cluster(tmp_path):
    begun = Cluster(tmp_path / "cluster")
    yield begun
    begun.end()


@pytest.fixture
def offices(toy, cluster):
    """A toy with a second office, whose notebooks wait to be let go."""
    shutil.copytree(toy.root / "data" / "kim-thanh" / "2024", toy.root / "data" / "xa-b" / "2024")
    toy.notebook("01_clean.ipynb", 'office: str = "kim-thanh"\nyear: int = 2024', WAITS.replace("{folder}", str(cluster.folder)))
    return toy


MANY = ("report", "2024", "--office", "all", "--formats", "none")


def waiting(offices, cluster):
    """The command handed to the cluster, once it has a run on each worker; its notebooks wait to be let go."""
    begun = subprocess.Popen(
        [*CTXH, *MANY, "--scheduler", cluster.address], cwd=offices.root, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    wait_until(lambda: begun.poll() is not None or all((cluster.folder / f"{office}-2024").exists() for office in ("kim-thanh", "xa-b")))
    return begun


def test_a_cluster_makes_what_this_machine_makes_also_when_a_worker_is_killed(offices, cluster):
    (cluster.folder / "go").touch()
    here = offices.command(*MANY)
    made_here = hashes(offices.root / "outputs")
    for path in (offices.root / "outputs", cluster.folder / "go", cluster.folder / "kim-thanh-2024", cluster.folder / "xa-b-2024"):
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    command = waiting(offices, cluster)
    cluster.workers[0].send_signal(signal.SIGKILL)
    (cluster.folder / "go").touch()
    said = command.communicate(timeout=300)[1]

    assert (0, 0) == (here.returncode, command.returncode), said
    assert made_here == hashes(offices.root / "outputs")
    assert ["kim-thanh 2024: xong", "xa-b 2024: xong"] == sorted(line.partition("] ")[2] for line in said.splitlines())
    assert [] == [path.name for path in (offices.root / "outputs").iterdir() if path.name.startswith(".cluster")]


def test_a_scheduler_that_is_lost_is_told(offices, cluster):
    command = waiting(offices, cluster)
    cluster.scheduler.send_signal(signal.SIGKILL)
    said = command.communicate(timeout=300)[1]
    (cluster.folder / "go").touch()

    assert 1 == command.returncode
    assert said.splitlines()[-1].startswith(f"LỖI: Mất liên lạc với bộ điều phối {cluster.address}. Bản nào đã công bố vẫn còn nguyên;")
    assert "Traceback" not in said


def test_a_scheduler_that_is_none_is_wrong_usage(toy, monkeypatch):
    monkeypatch.setattr("ctxh.run.cluster.CONNECTING", 1)
    places = Places(toy.root / "data", toy.root / "outputs", toy.root / "notebooks")

    with (
        pytest.raises(WrongUsage, match=r"^--scheduler «tcp://127.0.0.1:9»: không bộ điều phối nào trả lời."),
        on_cluster("tcp://127.0.0.1:9", places, None),
    ):
        pass


def test_a_worker_must_be_as_this_machine_is():
    here = Surroundings("a", "b", True)

    assert "" == here.unlike(here)
    assert "chương trình hoặc sổ notebook khác; thư viện hoặc Python khác" == here.unlike(Surroundings("x", "y", True))
    assert "không thấy thư mục dữ liệu và kết quả của máy này" == here.unlike(replace(here, shares=False))

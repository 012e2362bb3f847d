"""Kernels forked from a template: one import of pandas a run, and nothing left behind."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ctxh.run.kernel_template import Forked, Template

pytestmark = pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="kernels are forked on Linux only")


def alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def gone(pid: int) -> bool:
    for _ in range(1200):
        if not alive(pid):
            return True
        time.sleep(0.05)
    return False


def test_kernels_of_a_template_are_its_children_in_the_folder_asked_for(tmp_path):
    with Template(os.environ, tmp_path) as template:
        kernel = template.fork(["-f", str(tmp_path / "kernel.json")], os.environ, str(tmp_path))

        assert kernel.poll() is None
        assert str(tmp_path) == os.readlink(f"/proc/{kernel.pid}/cwd")
        kernel.kill()
        assert 0 == kernel.wait(60)
        assert 0 == kernel.poll()
    assert gone(template.pid)


def test_a_kernel_never_outlives_its_template(tmp_path):
    with Template(os.environ, tmp_path) as template:
        kernel = template.fork(["-f", str(tmp_path / "kernel.json")], os.environ, str(tmp_path))
    assert gone(kernel.pid)


def test_without_a_template_there_is_nothing_to_fork(tmp_path):
    template = Template(os.environ, tmp_path)

    assert (None, 0) == (template.fork(["-f", "kernel.json"], os.environ, str(tmp_path)), template.pid)


def test_a_dead_template_forks_nothing(tmp_path):
    with Template(os.environ, tmp_path) as template:
        template.process.kill()
        template.process.wait()

        assert template.fork(["-f", "kernel.json"], os.environ, str(tmp_path)) is None


def test_waiting_for_a_kernel_that_does_not_end_says_so():
    sleeper = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(30)"])
    with pytest.raises(subprocess.TimeoutExpired):
        Forked(sleeper.pid).wait(0.1)
    sleeper.kill()
    sleeper.wait()


@pytest.mark.parametrize(
    ("first", "kind"),
    [("", "Branch"), ("import threading; threading.Thread(target=threading.Event().wait, daemon=True).start()", "Popen")],
)
def test_a_run_forks_itself_unless_a_thread_may_hold_a_lock(tmp_path, first, kind):
    """The kernel of either template sees the environment and folder asked for."""
    script = f"""
import os, time
from pathlib import Path
from ctxh.run.kernel_template import Template
{first}
with Template(os.environ, {str(tmp_path)!r}) as template:
    kernel = template.fork(["-f", {str(tmp_path / "kernel.json")!r}], os.environ, {str(tmp_path)!r})
    while not Path("kernel.json").exists(): time.sleep(0.05)
    print(type(template.process).__name__)
    kernel.kill()
"""
    done = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True)

    assert (f"{kind}\n", 0) == (done.stdout, done.returncode)

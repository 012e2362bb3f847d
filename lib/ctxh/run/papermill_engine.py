"""papermill's engine for an edition: one Jupyter kernel a notebook, over private sockets.

The executed copy that it leaves is the same bytes for the same inputs: no times, no machine.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

from jupyter_client.connect import KernelConnectionInfo

from ctxh.process.startup import keep_out

keep_out()  # before papermill asks for them

import zmq
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from nbformat import NotebookNode, writes
from nbformat.v4 import new_notebook
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import NBClientEngine, papermill_engines

from ctxh.run.kernel_template import MODULE, Template
from ctxh.run.private_folders import private_folder

ENGINE = "ctxh-edition"
SOCKET_FOLDER_LIMIT = 80
ADDRESS = re.compile(r"\b0x[0-9a-f]{6,16}\b")


class TemplateProvisioner(LocalProvisioner):
    """Starts a kernel by a fork of the template where there is one, else as Jupyter does."""

    template: Template | None = None

    async def launch_kernel(self, cmd: list[str], **options: Any) -> KernelConnectionInfo:
        """The connection of the kernel that was started."""
        forked = self.template and self.template.fork(cmd[cmd.index(MODULE) + 1 :], options["env"], options["cwd"])
        if not forked:
            return await super().launch_kernel(cmd, **options)
        self.process = cast("Any", forked)  # which answers what a provisioner asks of a process
        self.pid = self.pgid = forked.pid
        return self.connection_info


class OwnKernelManager(AsyncKernelManager):
    """The manager of a kernel of this very Python, whatever kernels the user has installed."""

    template: Template | None = None

    @property
    def kernel_spec(self) -> KernelSpec:
        argv = [sys.executable, "-m", MODULE, "-f", "{connection_file}"]
        return KernelSpec(argv=argv, display_name="Python 3", language="python")

    async def _async_pre_start_kernel(self, **options: Any) -> tuple[list[str], dict[str, Any]]:
        """What Jupyter prepares, with a provisioner that can fork."""
        if self.provisioner is None:
            self.provisioner = TemplateProvisioner(kernel_id=self.kernel_id, kernel_spec=self.kernel_spec, parent=self)
            self.provisioner.template = self.template
        return await super()._async_pre_start_kernel(**options)

    pre_start_kernel = _async_pre_start_kernel


class EditionClient(PapermillNotebookClient):
    """papermill's client, with kernels that talk over sockets in a folder of the run's own."""

    sockets: Path
    template: Template | None = None

    def create_kernel_manager(self) -> AsyncKernelManager:
        """The manager of the kernel to come."""
        connection = self.sockets / "kernel.json"
        self.km = OwnKernelManager(kernel_name="python3", connection_file=str(connection), **private_transport(self.sockets))
        self.km.template = self.template
        return self.km


class EditionEngine(NBClientEngine):
    """The engine behind ``ctxh report``; it saves nothing, the run writes the copy when done."""

    @classmethod
    def execute_notebook(
        cls, nb: NotebookNode, kernel_name: str, *, on_done: Callable[[NotebookNode], None], **options: Any
    ) -> NotebookNode:
        """A notebook that failed; of one that did not, which ``on_done`` hears of, an empty one in its stead.

        What comes back papermill makes into the text of a file, even where it is to write none.
        """
        executed: NotebookNode = super().execute_notebook(nb, kernel_name, **options)
        if any(output.output_type == "error" for cell in executed.cells for output in cell.get("outputs", ())):
            return executed
        on_done(executed)
        return cast("NotebookNode", new_notebook(metadata={"papermill": executed.metadata.papermill}))

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: Any,  # papermill's manager of the notebook
        kernel_name: str,
        *,
        on_cell: Callable[[int, int], None],
        environment: Mapping[str, str],
        folder: Path,
        cwd_of_kernel: Path,
        execution_timeout: int,
        template: Template | None = None,
        start_timeout: int = 60,
        **_unused: object,
    ) -> NotebookNode:
        """The executed notebook. ``on_cell`` hears the position of each cell and the kernel."""
        client: EditionClient = EditionClient(
            nb_man,
            timeout=execution_timeout,
            startup_timeout=start_timeout,
            kernel_name=kernel_name,
            record_timing=False,
            shutdown_kernel="immediate",
            on_cell_start=lambda cell, cell_index: on_cell(cell_index, _process(client)),
        )
        with socket_folder(folder) as sockets:
            client.sockets, client.template = sockets, template
            try:
                return cast("NotebookNode", client.execute(env=dict(environment), cwd=str(cwd_of_kernel)))
            finally:
                _end(client)


def private_transport(folder: Path) -> dict[str, Any]:
    """How a kernel is talked to so that nobody else of the machine listens: by files in a folder, or where there are none in cipher."""
    if zmq.has("ipc"):
        return {"transport": "ipc", "ip": str(folder / "k")}
    public, secret = zmq.curve_keypair()
    return {"curve_publickey": public, "curve_secretkey": secret}


@contextmanager
def socket_folder(folder: Path) -> Iterator[Path]:
    """A private folder for a kernel's sockets, whose paths the system keeps short: in a folder, or where that is deep elsewhere."""
    if len(os.fsencode(folder)) >= SOCKET_FOLDER_LIMIT:
        with private_folder() as elsewhere:
            yield elsewhere
    else:
        with tempfile.TemporaryDirectory(prefix="k", dir=folder, ignore_cleanup_errors=True) as sockets:
            yield Path(sockets)


def _process(client: PapermillNotebookClient) -> int:
    """The process id of the client's kernel, 0 when there is none."""
    provisioner = client.km.provisioner if client.km else None
    return getattr(provisioner, "pid", None) or 0


def _end(client: PapermillNotebookClient) -> None:
    """Kill a kernel that an interrupted client left behind."""
    if client.km is not None and _process(client):
        client._cleanup_kernel()


def cleaned(notebook: NotebookNode, names: Mapping[str, str]) -> NotebookNode:
    """The executed notebook without what varies between runs; ``names`` replaces places."""
    notebook.metadata.pop("papermill", None)
    notebook.metadata.get("language_info", {}).pop("version", None)
    for position, cell in enumerate(notebook.cells):
        cell.id = f"c{position:02}"
        cell.metadata.pop("papermill", None)
        cell.metadata.pop("execution", None)
        if cell.cell_type == "code":
            cell.outputs = [_cleaned_output(o, names) for o in cell.outputs if not _noise(o)]
    return notebook


def write(notebook: NotebookNode, path: Path) -> None:
    """Write an executed copy."""
    path.write_text(writes(notebook) + "\n", encoding="utf-8", newline="\n")


def _noise(output: NotebookNode) -> bool:
    return bool(output.output_type == "stream" and output.name == "stderr")


def _cleaned_output(output: NotebookNode, names: Mapping[str, str]) -> NotebookNode:
    if output.output_type == "stream":
        output.text = _cleaned_text(output.text, names)
    for kind, content in output.get("data", {}).items():
        if kind.startswith("text/") and isinstance(content, str):
            output.data[kind] = _cleaned_text(content, names)
    return output


def _cleaned_text(text: str, names: Mapping[str, str]) -> str:
    for place, name in names.items():
        text = text.replace(place, name)
    return ADDRESS.sub("0x0", text)


papermill_engines.register(ENGINE, EditionEngine)

"""``papermill --engine ctxh``: papermill's own engine, but for parameters that it lets pass with a warning.

papermill imports this by its entry point, while its own module of engines is being imported: nothing else of ours may.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from papermill.engines import NBClientEngine

from ctxh.run.parameters import check_given, declared_in


class StrictEngine(NBClientEngine):
    """papermill's engine, given only what the notebook declares."""

    @classmethod
    def execute_notebook(cls, nb: NotebookNode, kernel_name: str, *arguments: Any, **options: Any) -> NotebookNode:
        """The executed notebook. Raises WrongUsage for a parameter that is unknown or of another type, before any cell is run."""
        known = declared_in(nb.cells, Path(options.get("input_path") or nb.metadata.papermill.get("input_path") or "notebook").name)
        check_given(nb.metadata.papermill.get("parameters", {}), known)
        executed: NotebookNode = super().execute_notebook(nb, kernel_name, *arguments, **options)
        return executed
